"""The front end's own files, sent from memory and kept by browsers: half of what a first visitor waits for.

Marimo's page loads 300 files in two waves, the second one found only when the first has run. Reading each anew takes
the server 2 ms, and a browser asks for each again on every visit. Here a file is read once, the second wave is named
in the page, and browsers keep what bears a hash in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import marimo
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(marimo.__file__).parent / "_static"
_PREFIX = "/assets/"
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_HASHED = re.compile(r"-[\w-]{8}\.\w+$")
_KEPT = (b"cache-control", b"public, max-age=31536000, immutable")


class Assets:
    """Answers for the files of the front end, and names in the page those that it will ask for; passes the rest on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "GET" else ""
        if path.startswith(_PREFIX) and path.removeprefix(_PREFIX) in names():
            await _answer(path.removeprefix(_PREFIX), send)
        elif path == "/":
            await self.app(scope, receive, _naming(send))
        else:
            await self.app(scope, receive, send)


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The files whose names bear a hash: what is under such a name never changes."""
    folder = ROOT / "assets"
    return frozenset(file.name for file in folder.iterdir() if _HASHED.search(file.name))


@lru_cache(maxsize=1)
def later() -> bytes:
    """Links to what the page of an app imports beyond what it names itself; empty where it cannot be told."""
    pages = [name for name in names() if name.startswith("run-page-")]
    named = (ROOT / "index.html").read_text("utf-8")
    wanted = sorted(name for name in _needed(pages) if name not in named)
    links = "".join(f'<link rel="modulepreload" href="./assets/{name}">' for name in wanted)
    return links.encode()


def _needed(start: Iterable[str]) -> set[str]:
    """Scripts and all that they import at once."""
    found, todo = set[str](), list(start)
    while todo:
        name = todo.pop()
        if name not in found and name in names():
            found.add(name)
            todo += _IMPORTED.findall(_content(name).decode("utf-8", "replace"))
    return found


@lru_cache(maxsize=1024)
def _content(name: str) -> bytes:
    return (ROOT / "assets" / name).read_bytes()


async def _answer(name: str, send: Send) -> None:
    content, kind = _content(name), guess_type(name)[0] or "application/octet-stream"
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(content)).encode()), _KEPT]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _naming(send: Send) -> Send:
    """A `send` that adds the links to a page sent in one piece, as marimo sends it; anything else stays as it is."""
    held: list[Message] = []

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            held.append(message)
            return
        for start in held:
            whole = message["type"] == "http.response.body" and not message.get("more_body")
            body = message.get("body", b"")
            if whole and body:
                message["body"] = body.replace(b"</head>", later() + b"</head>", 1)
                start["headers"] = _resized(start["headers"], len(message["body"]))
            await send(start)
        held.clear()
        await send(message)

    return changed


def _is_page(start: Message) -> bool:
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return bool(kinds) and kinds[0].startswith(b"text/html")


def _resized(headers: list[Any], size: int) -> list[Any]:
    return [
        (name, str(size).encode() if name.lower() == b"content-length" else value) for name, value in headers
    ]


MIDDLEWARE = Middleware(Assets)
"""What the entry point `marimo.server.asgi.middleware` names."""
