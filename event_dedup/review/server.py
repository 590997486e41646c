"""Serving a notebook as an app: loopback without a password, anywhere else only with one."""

from __future__ import annotations

import ast
import errno
import io
import ipaddress
import logging
import os
import runpy
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from event_dedup.settings import SettingsError, load_settings

PASSWORD = "EVENT_DEDUP_REVIEW_PASSWORD"
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def add_serving_options(parser: ArgumentParser, port: int) -> None:
    """The options of every command that serves an app."""
    parser.add_argument("store", nargs="?", type=Path, metavar="STORE", help="the DuckDB file")
    parser.add_argument("--store", dest="store_option", type=Path, metavar="STORE", help="the same, by name")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=_port, default=port, help=f"port to listen on (default: {port})")
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help=f"the password in a file, instead of in {PASSWORD}"
    )
    parser.add_argument("--browser", action="store_true", help="open the app in the browser of this machine")


def serve(
    notebook: str, args: Namespace, preload: tuple[str, ...] = (), warm: Callable[[], None] | None = None
) -> int:
    """Serve a notebook until it is stopped; the exit code.

    Modules of `preload` are imported and `warm` is called before the first visitor waits for them. Raises
    SettingsError where the address needs a password and there is none, or cannot be listened on, FileNotFoundError
    without the notebook.
    """
    password = password_for(args.host, args.password_file)
    _free_or_raise(args.host, args.port)
    path = NOTEBOOKS / notebook
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing. Serve from a checkout of the repository: just review.")
    os.environ["EVENT_DEDUP_STORE"] = str(store_of(args).resolve())
    _parse_one_at_a_time()
    _stop_quietly()
    for module in preload:
        import_module(module)
    if warm is not None:
        warm()
    print(f"{path.stem.capitalize()} app at {_address(args)} (stop with Ctrl-C)", flush=True)
    return _run(_arguments(path, args, password), password)


def _parse_one_at_a_time() -> None:
    """Two visitors who come at once have their cells parsed by two threads, which CPython's `ast` does not stand.

    Before 3.13 it counts the depth of its recursion in one place for all threads, and fails with a SystemError,
    "AST constructor recursion depth mismatch".
    """
    parse, alone = ast.parse, Lock()

    @wraps(parse)
    def parse_alone(*args: Any, **options: Any) -> Any:
        with alone:
            return parse(*args, **options)

    ast.parse = parse_alone


def _stop_quietly() -> None:
    """Marimo, being quiet, stops its server twice, and the server would tell what the second cuts off."""
    server = logging.getLogger("uvicorn.error")
    server.addFilter(lambda record: not record.getMessage().rstrip().endswith("CancelledError"))


def store_of(args: Namespace) -> Path:
    """The store named by the arguments, else by the settings."""
    store: Path = args.store_option or args.store or load_settings().store
    return store


def password_for(host: str, password_file: Path | None) -> str | None:
    """The password to ask visitors for; None on loopback where none is set. Raises SettingsError without one."""
    password = _password(password_file)
    if password is not None and not password.isascii():
        raise SettingsError(
            "The password has letters that a browser may send in another form. Use ASCII ones only."
        )
    if password is None and not is_loopback(host):
        raise SettingsError(
            f"{host} can be reached by others, so a password is required. Set {PASSWORD}, or give --password-file "
            "FILE; or leave --host out to serve this machine only."
        )
    return password


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _port(written: str) -> int:
    try:
        port = int(written)
    except ValueError:
        port = 0
    if not 1 <= port <= 65_535:
        raise ArgumentTypeError(f"{written!r} is no port: name a number from 1 to 65535")
    return port


def _free_or_raise(host: str, port: int) -> None:
    """Raises SettingsError where nobody can listen there; marimo would fail after the address was told."""
    try:
        addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        faults = [_fault(family, address) for family, _, _, _, address in addresses]
    except OSError as error:
        faults = [error]
    for fault in faults:
        if fault and fault.errno == errno.EADDRINUSE:
            raise SettingsError(f"port {port} of {host} is in use: name another with --port") from fault
    if all(faults):  # of a name with several addresses one is enough
        raise SettingsError(
            f"{host}, port {port}, cannot be listened on ({faults[0]}): name others with --host and --port"
        )


def _fault(family: int, address: Any) -> OSError | None:
    """What keeps this process from listening at an address."""
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            tried.bind(address)
        except OSError as error:
            return error
    return None


def _address(args: Namespace) -> str:
    """Where to point a browser; marimo would print the password with it."""
    shown = "127.0.0.1" if args.host in ("0.0.0.0", "::") else args.host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{args.port}"


def _password(password_file: Path | None) -> str | None:
    if password_file is None:
        return os.environ.pop(PASSWORD, "").strip() or None  # not for the eyes of child processes
    try:
        password = password_file.read_text("utf-8").strip()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{password_file} is no text in UTF-8. Write a password into it.") from error
    if not password:
        raise SettingsError(f"{password_file} is empty. Write a password into it.")
    return password


def _arguments(notebook: Path, args: Namespace, password: str | None) -> list[str]:
    arguments = [
        "marimo",
        "--quiet",
        "-y",  # Ctrl-C is no question
        "run",
        str(notebook),
        "--host",
        args.host,
        "--port",
        str(args.port),
        "--no-sandbox",
    ]
    arguments += [] if args.browser else ["--headless"]
    return [*arguments, "--token", "--token-password-file", "-"] if password else [*arguments, "--no-token"]


def _run(arguments: list[str], password: str | None) -> int:
    """Hand over to `marimo run`; the password goes by standard input, where no process list shows it."""
    sys.argv = arguments
    if password:
        sys.stdin = io.StringIO(password + "\n")
    try:
        runpy.run_module("marimo", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    return 0
