"""Serving: what the server does to a process in which every visitor has a thread."""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest

from event_dedup.__main__ import main
from event_dedup.review import server
from event_dedup.store import open_store

PATIENCE = 30.0  # seconds until a test that hangs fails; nothing here waits for time to pass


class Door:
    """A lock that says when somebody has to wait for it."""

    def __init__(self) -> None:
        self.lock, self.somebody_waits = Lock(), Event()

    def __enter__(self) -> None:
        if not self.lock.acquire(blocking=False):
            self.somebody_waits.set()
            self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()


@pytest.fixture
def visitors() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def test_the_cells_of_two_visitors_are_parsed_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, visitors: ThreadPoolExecutor
) -> None:
    door, second, log, python_parses = Door(), list[Future[Any]](), list[str](), ast.parse

    def parse(source: str, *rest: Any, **options: Any) -> ast.AST | None:
        if source not in ("first", "second"):  # pytest parses too
            return python_parses(source, *rest, **options)
        log.append(f"{source} begins")
        if source == "first":  # the second visitor comes in the middle of it, and gets in or has to wait
            second.append(visitors.submit(ast.parse, "second"))
            second[0].add_done_callback(lambda _: door.somebody_waits.set())
            assert door.somebody_waits.wait(PATIENCE)
        log.append(f"{source} ends")
        return None

    monkeypatch.setattr(ast, "parse", parse)
    monkeypatch.setattr(server, "Lock", lambda: door)
    server._parse_one_at_a_time()
    visitors.submit(ast.parse, "first").result(PATIENCE)
    second[0].result(PATIENCE)
    assert log == ["first begins", "first ends", "second begins", "second ends"]


def test_what_is_parsed_is_what_python_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ast, "parse", ast.parse)
    plain = ast.dump(ast.parse("x = 1", "cell.py", mode="exec"))
    server._parse_one_at_a_time()
    assert ast.dump(ast.parse("x = 1", "cell.py", mode="exec")) == plain
    with pytest.raises(SyntaxError):
        ast.parse("x =")
    assert ast.dump(ast.parse("x = 1")) == plain  # an error keeps nobody out


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine at which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.mark.parametrize("app", ["review", "tune"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_app_at_a_port_in_use_tells_no_address(
    app: str, host: str, taken: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(tmp_path / "s.duckdb"):
        pass
    assert main([app, str(tmp_path / "s.duckdb"), "--host", host, "--port", str(taken)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"error: port {taken} of {host} is in use: name another with --port\n"


def test_an_address_of_another_machine_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(server.PASSWORD, "secret")
    assert main(["tune", str(tmp_path), "--host", "192.0.2.1", "--port", "2720"]) == 2
    assert "name others with --host and --port" in capsys.readouterr().err


@pytest.mark.parametrize("app", ["review", "tune"])
@pytest.mark.parametrize("port", ["0", "99999", "-1", "http"])
def test_a_number_that_is_no_port_is_refused(app: str, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([app, "--port", port])
    assert "name a number from 1 to 65535" in capsys.readouterr().err


def test_tune_does_not_start_for_a_path_that_is_neither_store_nor_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tune", str(tmp_path / "wrong"), "--host", "192.0.2.1"]) == 1
    assert f"There is no store and no folder at {tmp_path / 'wrong'}." in capsys.readouterr().err


@pytest.mark.parametrize("labels", ["wrong", "."])
def test_tune_does_not_start_without_the_labels_that_are_named(
    tmp_path: Path, labels: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tune", str(tmp_path), "--labels", str(tmp_path / labels), "--host", "192.0.2.1"]) == 2
    assert f"{tmp_path / labels} has no truth.csv" in capsys.readouterr().err
