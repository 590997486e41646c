"""Serving: what the server does to a process in which every visitor has a thread."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest

from event_dedup.review import server

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
