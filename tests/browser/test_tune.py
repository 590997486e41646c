"""The tune app as analysts use it: thresholds tried, changes opened, saved and undone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import event_dedup as ed
from event_dedup.in_force import configuration_in_force
from event_dedup.settings import MatchingConfig
from event_dedup.store import open_store
from tests.browser.conftest import SAMPLE, App, Serve

Visit = Callable[..., Page]
SHIPPED = MatchingConfig().thresholds.merge
LOWER = round(SHIPPED - 0.05, 2)  # one step of the slider
EVIL = (
    "<script>window.pwned=1</script><img src='http://example.org/x.png' onerror='window.pwned=1'>"
    "[go](javascript:alert(1)) http://example.org/y.png"
)


@pytest.fixture(scope="module")
def app(serve: Serve, sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> App:
    store = tmp_path_factory.mktemp("tune") / "events.duckdb"
    shutil.copy(sample_store, store)
    return serve("tune", store, "--labels", str(SAMPLE))


def go(page: Page, section: str) -> None:
    page.get_by_role("tab", name=section, exact=True).click()


def tile(page: Page, name: str) -> Locator:
    return page.locator(f'[data-figure="{name}"] b')


def lowest_merge(page: Page) -> None:
    """Move the first slider to its left end, in one step, so that one preview follows."""
    page.get_by_role("slider").first.press("Home")


def pick_first(page: Page) -> None:
    page.locator("marimo-table").first.locator(
        "tbody [role=checkbox], tbody input[type=checkbox]"
    ).first.click()


def hover_until_told(page: Page) -> Locator:
    """The tooltip of the last chart, found by moving the pointer over it."""
    chart, tooltip = page.locator("canvas").last, page.locator("#vg-tooltip-element.visible")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for down in range(int(0.3 * box["height"]), int(0.7 * box["height"]), 5):
        for right in range(4, int(box["width"]), 15):
            page.mouse.move(box["x"] + right, box["y"] + down)
            if tooltip.count():
                return tooltip
    raise AssertionError("no point of the chart has a tooltip")


def saying(merge: float) -> re.Pattern[str]:
    """TOML with this threshold, and not one that begins with the same digits."""
    return re.compile(rf"merge = {merge:g}(?!\d)")


def merge_in_force(store: Path) -> float:
    with open_store(store, read_only=True) as con:
        return configuration_in_force(con).thresholds.merge


def joining_words(store: Path) -> str:
    """A synonym for the closest pair that does not link and whose titles share no word."""
    with open_store(store, read_only=True) as con:
        titles = con.execute(
            """
            SELECT l.title, r.title FROM store.pair
            JOIN store.current_listing AS l ON l.record_id = record_id_l
            JOIN store.current_listing AS r ON r.record_id = record_id_r
            WHERE match_probability < ? ORDER BY match_probability DESC, record_id_l, record_id_r
            """,
            [SHIPPED],
        ).fetchall()
    for pair in titles:
        left, right = (re.findall(r"[^\W\d]{4,}", title.lower()) for title in pair)
        if left and right and not {*left} & {*right}:
            return f"{left[0]} = {', '.join(right)}"
    raise AssertionError("every pair links or shares a word")


def test_moving_a_threshold_changes_the_preview_and_saves_nothing(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Thresholds")
    expect(tile(page, "events that merge")).to_have_text("0")
    before = tile(page, "canonical events").inner_text()
    lowest_merge(page)
    expect(tile(page, "events that merge")).not_to_have_text("0")
    expect(tile(page, "canonical events")).not_to_have_text(before)
    assert merge_in_force(app.store) == SHIPPED
    page.get_by_role("button", name="Back to saved", exact=True).click()
    expect(tile(page, "canonical events")).to_have_text(before)
    expect(tile(page, "events that merge")).to_have_text("0")


def test_a_change_opens_with_its_reasons(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Thresholds")
    lowest_merge(page)
    expect(page.get_by_text("Events that would merge")).to_be_visible()
    pick_first(page)
    expect(page.get_by_text("The pair that decides")).to_be_visible()
    expect(page.get_by_text(re.compile("match probability 0"))).to_be_visible()
    expect(page.locator(".ed-pair")).to_be_visible()
    expect(page.get_by_text("Weakest bridge")).to_be_visible()


def test_saved_thresholds_are_in_force_until_undone(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Thresholds")
    page.get_by_role("slider").first.press("ArrowLeft")
    expect(page.get_by_text(f"{LOWER:g}", exact=True).first).to_be_visible()
    go(page, "Save")
    expect(page.get_by_text("This is not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Save thresholds and words").click()
    expect(page.get_by_text("Write your name first.")).to_be_visible()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Save thresholds and words").click()
    expect(page.get_by_text("Saved, and written to")).to_be_visible()
    expect(page.get_by_role("cell", name="Ada", exact=True)).to_be_visible()
    assert merge_in_force(app.store) == LOWER
    assert ed.load_matching_config(app.store.with_suffix(".toml")).thresholds.merge == LOWER
    page.get_by_role("button", name="Undo the last save").click()
    expect(page.get_by_text("Saved again what was saved before")).to_be_visible()
    assert merge_in_force(app.store) == SHIPPED


def save_as(page: Page, name: str) -> None:
    go(page, "Save")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Save thresholds and words").click()


def test_what_another_page_saved_is_not_overwritten_without_a_word(
    serve: Serve, visit: Visit, sample_store: Path, tmp_path: Path
) -> None:
    app = serve("tune", Path(shutil.copy(sample_store, tmp_path)))
    adas, bens, cleos = visit(app.url), visit(app.url), visit(app.url)
    expect(cleos.get_by_role("tab", name="Save", exact=True)).to_be_visible()
    go(bens, "Save")
    expect(bens.get_by_text("Nothing is saved yet")).to_be_visible()
    go(adas, "Thresholds")
    adas.get_by_role("slider").first.press("ArrowLeft")
    save_as(adas, "Ada")
    expect(adas.get_by_text("This is what is saved.")).to_be_visible()
    go(cleos, "Save")
    expect(cleos.get_by_text("After this page was opened, Ada saved")).to_be_visible()
    expect(cleos.get_by_text("This is what is saved.")).to_have_count(0)
    save_as(bens, "Ben")
    expect(bens.get_by_text("Nothing was done, since Ada saved")).to_be_visible()
    assert merge_in_force(app.store) == LOWER
    bens.get_by_role("button", name="Save thresholds and words").click()
    expect(bens.get_by_text("Saved, and written to")).to_be_visible()
    assert merge_in_force(app.store) == SHIPPED
    save_as(adas, "Ada")
    expect(adas.get_by_text("Nothing was done, since Ben saved")).to_be_visible()
    adas.reload()
    go(adas, "Save")
    expect(adas.locator(".ed-toml")).to_contain_text(saying(SHIPPED))
    expect(adas.get_by_text("This is what is saved.")).to_be_visible()


def test_what_is_not_saved_survives_a_run(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Thresholds")
    page.get_by_role("slider").first.press("ArrowLeft")
    go(page, "Model")
    synonyms = page.get_by_label(re.compile("^Synonyms"))
    synonyms.fill("umzug = narrensprung")
    synonyms.blur()
    go(page, "Save")
    page.get_by_role("button", name="Run now with what is saved").click()
    expect(page.get_by_text("Running with what is saved")).to_be_visible()
    expect(page.get_by_text(re.compile("^Done: "))).to_be_visible()
    expect(page.get_by_text("Running with what is saved")).to_have_count(0)
    expect(page.get_by_text("This is not saved yet.")).to_be_visible()
    expect(page.locator(".ed-toml")).to_contain_text(saying(LOWER))
    expect(page.locator(".ed-toml")).to_contain_text("narrensprung")
    assert merge_in_force(app.store) == SHIPPED
    go(page, "Thresholds")
    page.get_by_role("button", name="Back to saved", exact=True).click()
    go(page, "Save")
    expect(page.locator(".ed-toml")).to_contain_text(saying(SHIPPED))
    expect(page.locator(".ed-toml")).to_contain_text("narrensprung")


def test_a_model_that_is_tried_tells_which_pairs_change_and_why(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Model")
    synonyms = page.get_by_label(re.compile("^Synonyms"))
    synonyms.fill(joining_words(app.store))
    synonyms.blur()
    page.get_by_text("nothing: only try the words above").click()
    page.get_by_role("button", name="Train and compare").click()
    told = re.compile(r"^(1 pair|[\d,]{2,} pairs|[2-9] pairs) would change sides\. Pick one to see why\.")
    expect(page.get_by_text(told)).to_be_visible()
    pick_first(page)
    expect(page.get_by_text(re.compile("match probability 0"))).to_be_visible()
    expect(page.locator(".ed-pair")).to_be_visible()
    page.get_by_role("button", name="Back to the saved model and words").click()
    expect(page.get_by_text(re.compile("would change sides"))).to_have_count(0)
    expect(synonyms).to_have_value("")


def test_words_that_are_refused_stay_to_be_mended(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Thresholds")
    page.get_by_role("slider").first.press("ArrowLeft")
    go(page, "Model")
    synonyms = page.get_by_label(re.compile("^Synonyms"))
    synonyms.fill("umzug narrensprung")
    synonyms.blur()
    go(page, "Save")
    expect(page.get_by_text("is not of the form").first).to_be_visible()
    page.get_by_role("button", name="Save thresholds and words").click()
    expect(page.locator(".ed-notice").get_by_text("is not of the form")).to_be_visible()
    go(page, "Model")
    expect(synonyms).to_have_value("umzug narrensprung")
    go(page, "Thresholds")
    expect(page.get_by_text(f"{LOWER:g}", exact=True).first).to_be_visible()


def test_quality_proposes_a_threshold_for_a_wanted_precision(app: App, visit: Visit) -> None:
    page = visit(app.url)
    go(page, "Quality")
    expect(page.get_by_text("labelled listings")).to_be_visible()
    told = page.get_by_text(re.compile(r"^merge [\d.]+ reaches a precision of"))
    expect(told).to_be_visible()
    merge = told.inner_text().split()[1]
    page.get_by_role("button", name="Try this threshold").click()
    go(page, "Save")
    expect(page.locator(".ed-toml")).to_contain_text(f"merge = {merge}")


@pytest.mark.parametrize(
    ("section", "shown"),
    [
        ("Overview", "Completeness"),
        ("Blocking", "day and title word"),
        ("Cluster", "The table and its search hold the 200 largest of "),
        ("Model", "Match weights"),
    ],
)
def test_every_section_shows_something(app: App, visit: Visit, section: str, shown: str) -> None:
    page = visit(app.url, scheme="dark")
    go(page, section)
    expect(page.get_by_text(shown).first).to_be_visible()


def test_every_section_can_be_chosen_in_a_narrow_window(app: App, visit: Visit) -> None:
    page = visit(app.url, width=600, height=1200)
    sections = page.get_by_role("tablist")
    expect(sections).to_be_visible()
    hidden = "tabs => [tabs.scrollWidth - tabs.clientWidth, tabs.scrollHeight - tabs.clientHeight]"
    assert sections.evaluate(hidden) == [0, 0]


@pytest.mark.parametrize("section", ["Thresholds", "Quality"])
@pytest.mark.parametrize("width", [640, 1280])
def test_the_value_above_a_slider_leaves_its_label_free(
    app: App, visit: Visit, section: str, width: int
) -> None:
    page = visit(app.url, width=width)
    go(page, section)
    expect(page.get_by_role("slider").first).to_be_visible()
    for slider in page.get_by_role("slider").all():
        slider.press("Home")
        value = page.locator("[data-radix-popper-content-wrapper]").bounding_box()
        label = page.locator(".mo-label:has(:focus) label").bounding_box()
        assert value and label
        assert value["y"] >= label["y"] + label["height"] + 4


def test_quality_without_labels_and_judgements_says_what_to_do(
    serve: Serve, visit: Visit, sample_store: Path
) -> None:
    page = visit(serve("tune", sample_store).url)
    go(page, "Quality")
    expect(page.get_by_text("Nothing is known about quality yet")).to_be_visible()
    go(page, "Pair")  # by then every cell of the section before has run
    expect(page.get_by_text("Or leave both empty")).to_be_visible()
    expect(page.get_by_text("An internal error occurred")).to_have_count(0)


def test_the_text_of_a_listing_is_never_interpreted(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    events = [
        {
            "id": event_id,
            "title": f"{EVIL} Hexenfeuer",
            "source_type": "listing",
            "description": EVIL,
            "event_dates": [{"date": "2026-02-12", "start_time": start}],
            "location": {"name": EVIL, "city": "Gengenbach"},
        }
        for event_id, start in (("1", "19:00"), ("2", "19:00"))
    ]
    for source, event in zip(("one", "two"), events, strict=True):
        (tmp_path / f"{source}_2026-02-01.json").write_text(json.dumps({"events": [event]}), "utf-8")
    page = visit(serve("tune", tmp_path).url)
    for section, told in (("Pair", "Or leave both empty"), ("Cluster", "Or leave it empty")):
        go(page, section)
        expect(page.get_by_text(told)).to_be_visible()
        pick_first(page)
        expect(page.get_by_text("<script>window.pwned=1</script>").first).to_be_visible()
    tooltip = hover_until_told(page)
    assert "<script>" in tooltip.inner_text()
    assert tooltip.locator("img, script").count() == 0
    go(page, "Blocking")
    expect(page.get_by_text("<script>").first).to_be_visible()
    assert page.evaluate("window.pwned") is None
    assert page.locator("a[href^=javascript]").count() == 0


def test_an_empty_store_says_what_to_do(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.duckdb"):
        pass
    page = visit(serve("tune", tmp_path / "empty.duckdb").url, width=800)
    expect(page.get_by_text("No listings yet")).to_be_visible()
    expect(page.get_by_text("just batch FOLDER")).to_be_visible()
    (tmp_path / "nothing").mkdir()
    page.get_by_label("Store or folder").fill(str(tmp_path / "nothing"))
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("No file of this folder holds listings")).to_be_visible()
    expect(page.get_by_text("just batch FOLDER")).to_have_count(0)
