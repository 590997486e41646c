"""A little of every torture, in the marked suite; `just torture` does all of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "SIGKILL inside the transaction",
        "SIGKILL at random moments",
        "SIGKILL of a reviewer",
        "SIGKILL of a worker",
        "a worker through many files",
        "write-ahead log cut",
        "disk full while saving",
        "read-only store",
        "older, newer and foreign stores",
        "clock going backwards",
        "files of every fault",
        "one city, one day",
        "a chain of 500",
        "everybody at once",
        "the holder is named",
    ],
)
def test_the_store_survives(name: str):
    command = [sys.executable, "-m", "tests.torture", "--times", "6", "--seconds", "10", "--listings", "3000"]
    done = subprocess.run([*command, "--only", name], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert name in done.stdout
