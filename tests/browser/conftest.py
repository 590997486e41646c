"""A browser without a network, and the apps served as users serve them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

import event_dedup as ed

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90.0  # a loaded machine imports slowly
PATIENCE = 30_000  # milliseconds, for the same reason
# marimo preloads two pictures that it then does not use; a table that is drawn while its cell runs anew may, on a busy
# machine, ask for its rows too early, and asks once more. Nothing of ours.
_HARMLESS = re.compile(
    r"was preloaded using link preload|Download the React DevTools|CellNotInitializedError: The cell containing this UI"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class App:
    """A served app: its address and everything that its process has printed."""

    url: str
    store: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def log(self) -> str:
        return "".join(self.lines)


Serve = Callable[..., App]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, processed once."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    ed.process_existing_files(SAMPLE, path)
    return path


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Serves an app of the command line until the module is done; afterwards its log must hold no error."""
    with ExitStack() as stack:

        def start(command: str, store: Path, *options: str, **environment: str) -> App:
            return stack.enter_context(served(command, store, *options, **environment))

        yield start


@contextmanager
def served(command: str, store: Path, *options: str, **environment: str) -> Iterator[App]:
    """An app of the command line, started in a terminal; after Ctrl-C its log must hold neither error nor question."""
    terminal, stdin = os.openpty()
    port = free_port()
    arguments = [sys.executable, "-m", "event_dedup", command, str(store), "--port", str(port), *options]
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    app = App(f"http://127.0.0.1:{port}", store, process)
    reader = threading.Thread(target=_read, args=(app,), daemon=True)
    reader.start()
    try:
        _wait_until_it_answers(app)
        yield app
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        reader.join(5)
        assert process.stdout is not None
        process.stdout.close()
        os.close(terminal)
        os.close(stdin)
    assert not re.search(r"Traceback|\bERROR\b|\[E \d|exception was raised|Are you sure", app.log), app.log


def look_at_pair(page: Page) -> str:
    """Where the pair on the screen comes from, once it has been there long enough to be decided."""
    page.locator("html:not([data-unseen]) [data-drawing]").wait_for()
    return page.locator(".ed-pair thead").inner_text()


def _read(app: App) -> None:
    assert app.process.stdout is not None
    for line in app.process.stdout:
        app.lines.append(line)


def _wait_until_it_answers(app: App) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert app.process.poll() is None, f"the app ended:\n{app.log}"
        try:
            with urllib.request.urlopen(f"{app.url}/health", timeout=1):
                return
        except OSError:
            threading.Event().wait(0.1)
    raise AssertionError(f"the app did not answer:\n{app.log}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Watch:
    """What a page did that it must not do."""

    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._request)
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _HARMLESS.search(message.text):
            self.faults.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not re.match(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:", request.url):
            self.outside.append(request.url)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser context of its own; afterwards none may have erred or called outside."""
    contexts: list[BrowserContext] = []
    watch = Watch()

    def open_page(url: str, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.on(page)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.faults == []
    assert watch.outside == []
