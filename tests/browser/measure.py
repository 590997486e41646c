"""`python -m tests.browser.measure`: how long a person waits for the apps on a large store, as a table."""

from __future__ import annotations

import argparse
import logging
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from rich.console import Console
from rich.table import Table

from event_dedup.batch import process_existing_files
from event_dedup.labelled import generate
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, look_at_pair, served

Measured = dict[str, tuple[list[float], float]]
"""Seconds of each try of what was waited for, and the aim."""


def measure(store: Path, browser: Browser, times: int) -> Measured:
    """What a reviewer and an analyst wait for, each with the app just started and nothing else at work."""
    found: Measured = {}
    with served("review", store) as app:
        address = f"{app.url}/?reviewer=Anna"
        pages = [_opened(browser, address, ".ed-pair") for _ in range(3)]
        found["review: first paint"] = [seconds for _, seconds in pages], 3.0
        found["review: next pair"] = [_next_pair(pages[0][0], "sd"[turn % 2]) for turn in range(times)], 0.3
    with served("tune", store) as app:
        page, _ = _opened(browser, app.url, ".ed-status")
        page.get_by_role("tab", name="Thresholds", exact=True).click()
        expect(page.locator("[data-figure='events that merge'] b")).to_have_text("0")
        page.locator("canvas").first.wait_for()
        found["tune: a slider moved"] = [_moved(page) for _ in range(times)], 0.3
    return found


def table(listings: int, found: Measured) -> Table:
    """A row a figure, in seconds."""
    shown = Table(f"{listings:,} listings", "tries", "median", "slowest", "aim", "within")
    for name, (seconds, aim) in found.items():
        within = sum(each <= aim for each in seconds)
        median, slowest = statistics.median(seconds), max(seconds)
        shown.add_row(
            name, str(len(seconds)), f"{median:.2f} s", f"{slowest:.2f} s", f"{aim:g} s", f"{within}"
        )
    return shown


def _opened(browser: Browser, url: str, awaited: str) -> tuple[Page, float]:
    """A page in a browser that has never been there, and the seconds until it shows what is `awaited`."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    return page, _seconds(lambda: _go(page, url, awaited))


def _go(page: Page, url: str, awaited: str) -> None:
    page.goto(url, wait_until="commit")
    page.locator(awaited).first.wait_for(timeout=4 * PATIENCE)


def _next_pair(page: Page, key: str) -> float:
    before = look_at_pair(page)
    return _seconds(lambda: (page.keyboard.press(key), _changed(page, ".ed-pair thead", before)))


def _moved(page: Page) -> float:
    """One step of the first slider, until the figures under it are others."""
    figure = "[data-figure='canonical events'] b"
    before = page.locator(figure).inner_text()
    slider = page.get_by_role("slider").first
    slider.focus()
    return _seconds(lambda: (slider.press("ArrowLeft"), _changed(page, figure, before)))


def _changed(page: Page, selector: str, before: str) -> None:
    page.wait_for_function(
        "([selector, before]) => (document.querySelector(selector)?.innerText ?? before) !== before",
        arg=[selector, before],
        polling=10,
    )


def _seconds(act: Callable[[], object]) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start


def main() -> int:
    """Exit code 0; figures are for people to judge, machines are noisy."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.measure", description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000, help="listings of the store (100000)")
    parser.add_argument("--times", type=int, default=12, help="tries of what is short (12)")
    parser.add_argument("--store", type=Path, help="a store to measure on, instead of a generated one")
    args = parser.parse_args()
    logging.getLogger("event_dedup").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "measured.duckdb"
        if args.store:
            shutil.copy2(args.store, store)
        else:
            process_existing_files(generate(Path(folder) / "listings", args.listings, seed=41), store)
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        Console().print(table(args.listings, measure(store, browser, args.times)))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
