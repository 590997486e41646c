"""`python -m tests.browser.pictures`: the pictures of the README and the docs, taken of the sample as it is today."""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from event_dedup.batch import load_all_events_as_dicts, process_existing_files
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, ROOT, SAMPLE, served
from tests.browser.test_review import open_event

IMAGES = ROOT / "docs" / "images"
EVENT = "Katzenstein"  # told by several sources under several headlines
STEPS = 5  # of the slider: how far the picture of the thresholds moves `merge` down


def review_pictures(browser: Browser, store: Path) -> None:
    """The first pair of the queue, and an event with the origin of its values."""
    with served("review", store) as app:
        page = _page(browser, f"{app.url}/?reviewer=Anna", height=800)
        page.locator(".ed-pair").wait_for()
        _take(page, "review")
        open_event(page, _id_of(EVENT, store))
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.get_by_role("tab", name="Values", exact=True).wait_for()
        _take(page, "review_event")


def tune_pictures(browser: Browser, store: Path) -> None:
    """What a lower threshold would merge, and what one pair is judged by."""
    with served("tune", store, "--labels", str(SAMPLE)) as app:
        page = _page(browser, app.url, height=1050)
        page.get_by_role("tab", name="Thresholds", exact=True).click()
        figure = page.locator("[data-figure='events that merge'] b")
        expect(figure).to_have_text("0")
        merge = page.get_by_role("slider").first
        merge.focus()
        for _ in range(STEPS):
            merge.press("ArrowLeft")
        expect(figure).not_to_have_text("0")
        page.locator("canvas").first.wait_for()
        for label, path in {"Store or folder": store, "Labels": SAMPLE}.items():
            page.get_by_label(label).fill(str(path.relative_to(ROOT)))  # no path of this machine
        _take(page, "tune")
        page.get_by_role("tab", name="Pair", exact=True).click()
        page.set_viewport_size({"width": 1280, "height": 1350})
        page.get_by_role("checkbox").nth(1).click()
        page.locator("canvas").first.wait_for()
        _take(page, "tune_pair")


def _id_of(word: str, store: Path) -> str:
    return next(
        str(each["canonical_event_id"]) for each in load_all_events_as_dicts(store) if word in each["title"]
    )


def _page(browser: Browser, url: str, height: int) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": height}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    return page


def _take(page: Page, name: str) -> None:
    """The picture once nothing moves any more."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")


def main() -> int:
    """Exit code 0; the pictures are in docs/images, for eyes to check."""
    logging.getLogger("event_dedup").setLevel(logging.ERROR)
    expect.set_options(timeout=PATIENCE)
    folder = ROOT / "out" / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    process_existing_files(SAMPLE, folder / "events.duckdb")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        review_pictures(browser, folder / "events.duckdb")
        tune_pictures(browser, folder / "events.duckdb")
        browser.close()
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
