"""The front end's files: kept by browsers, named in the page, and nothing else under their address."""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

import pytest

from tests.browser.conftest import App, Serve


@pytest.fixture(scope="module")
def app(serve: Serve, sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> App:
    store = tmp_path_factory.mktemp("assets") / "events.duckdb"
    shutil.copy(sample_store, store)
    return serve("review", store)


def get(url: str) -> tuple[HTTPMessage, bytes]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.headers, answer.read()


def linked(app: App) -> list[str]:
    _, page = get(app.url)
    return re.findall(r'rel="modulepreload"[^>]*href="\./(assets/[^"]+)"', page.decode())


def test_the_page_names_what_it_will_ask_for_once_and_whole(app: App) -> None:
    headers, page = get(app.url)
    assert int(headers["content-length"]) == len(page)
    named = linked(app)
    assert any("run-page" in name for name in named)
    assert len(named) == len(set(named))


def test_a_file_with_a_hash_in_its_name_is_kept_by_browsers(app: App) -> None:
    headers, content = get(f"{app.url}/{linked(app)[0]}")
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]
    assert int(headers["content-length"]) == len(content) > 0


@pytest.mark.parametrize(
    "path", ["assets/nothing-12345678.js", "assets/../index.html", "assets/%2e%2e/index.html"]
)
def test_nothing_else_is_found_there(app: App, path: str) -> None:
    try:
        _, content = get(f"{app.url}/{path}")
    except urllib.error.HTTPError as error:
        assert error.code in (404, 405)
    else:
        assert b"<title>" in content  # the page itself, to which such an address leads


def test_the_page_itself_is_asked_for_anew(app: App) -> None:
    headers, _ = get(app.url)
    assert "no-cache" in headers["cache-control"]
