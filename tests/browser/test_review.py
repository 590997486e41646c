"""The review app as reviewers use it: by keyboard, several at once, with text that means harm."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

import event_dedup as ed
from event_dedup.store import open_store
from tests.browser.conftest import ROOT, App, Serve, look_at_pair

Visit = Callable[..., Page]
EVIL = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>[go](javascript:alert(1))</script>"


@pytest.fixture(scope="module")
def app(serve: Serve, sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> App:
    store = tmp_path_factory.mktemp("review") / "events.duckdb"
    shutil.copy(sample_store, store)
    return serve("review", store)


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_store(store, read_only=True) as con:
        return con.sql(sql).fetchall()


def members(store: Path) -> dict[str, str]:
    return dict(rows(store, "SELECT record_id, canonical_event_id FROM store.member ORDER BY ALL"))


def figure(page: Page, name: str) -> Locator:
    return page.locator(".ed-figure").filter(has_text=re.compile(rf" {name}$")).locator("b")


def pair(page: Page) -> str:
    return page.locator(".ed-pair thead").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key of the queue and wait until another pair is there."""
    before = look_at_pair(page)
    page.keyboard.press(key)
    expect(page.locator(".ed-pair thead")).not_to_have_text(
        re.compile("^" + re.escape(" ".join(before.split())))
    )
    page.wait_for_function(
        "before => document.querySelector('.ed-pair thead')?.innerText !== before", arg=before
    )


def to(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def open_event(page: Page, words: str) -> None:
    to(page, "Events")
    page.get_by_placeholder("Words, or an id").fill(words)
    expect(page.locator(".ed-list p b")).to_have_text("1")
    page.locator(".ed-list tbody tr td").nth(1).click()
    expect(page.locator(".ed-status").get_by_text(words)).to_be_visible()


def button(page: Page, label: str) -> Locator:
    return page.locator("button").filter(has_text=re.compile(label))


def test_ten_pairs_by_keyboard_are_obeyed_by_the_next_batch(app: App, visit: Visit, tmp_path: Path) -> None:
    page = visit(app.url)
    page.get_by_placeholder("Your name").fill("Änne")
    button(page, "Start reviewing").click()
    expect(page.locator(".ed-pair")).to_be_visible()
    for key in "sdsudkdsd":
        press(page, key)
    undone = pair(page)
    press(page, "s")
    page.keyboard.press("z")
    expect(page.locator(".ed-notice")).to_have_text("Undone: here is the pair again.")
    assert pair(page) == undone
    press(page, "d")
    press(page, "s")
    expect(figure(page, "yours today")).to_have_text("10")
    page.keyboard.press("l")  # the list waits until every answer is in the store
    expect(page.locator(".ed-recent")).to_have_count(10)
    expect(page.locator(".ed-recent").first).to_be_in_viewport()
    (tmp_path / "neu_1.json").write_text(json.dumps({"events": [listing("Neues Fest in Elzach")]}), "utf-8")
    page.close()
    ed.process_new_file(tmp_path / "neu_1.json", app.store)
    decided = rows(
        app.store,
        "SELECT record_id_l, record_id_r, verdict FROM store.current_judgement WHERE reviewer = 'Änne'",
    )
    place = members(app.store)
    assert len(decided) == 10
    assert {place[left] == place[right] for left, right, verdict in decided if verdict == "match"} == {True}
    assert {place[left] == place[right] for left, right, verdict in decided if verdict == "non_match"} == {
        False
    }


def listing(title: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": title,
        "title": title,
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-14"}],
        "location": {"city": "Elzach"},
    } | fields


def last_decisions(page: Page) -> Locator:
    """The list of the last decisions, which waits until every answer is in the store."""
    page.keyboard.press("l")
    expect(page.locator(".ed-recent").or_(page.locator(".ed-empty")).first).to_be_visible()
    return page.locator(".ed-recent")


def test_a_double_click_decides_once(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Dora")
    before = look_at_pair(page)
    button(page, "Same event").dblclick()
    expect(page.locator(".ed-pair thead")).not_to_have_text(before, use_inner_text=True)
    look_at_pair(page)
    button(page, "Different").dblclick()
    expect(figure(page, "yours today")).to_have_text("2")
    expect(last_decisions(page)).to_have_count(2)
    look_at_pair(page)
    button(page, "Undo").dblclick()
    expect(page.locator(".ed-notice")).to_have_text("Undone: here is the pair again.")
    expect(figure(page, "yours today")).to_have_text("1")


def test_quick_keys_decide_the_pair_that_was_seen_and_no_other(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Rapid")
    look_at_pair(page)
    for key in "sdsd":
        page.keyboard.press(key)
    expect(figure(page, "yours today")).to_have_text("1")
    expect(last_decisions(page)).to_have_count(1)
    expect(page.locator(".ed-recent .ed-chip")).to_have_text("same event")


def test_a_key_that_meets_a_pair_as_it_appears_does_nothing(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Soon")
    look_at_pair(page)
    page.evaluate(
        """() => {
            const press = () => document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "d", bubbles: true}));
            let pair = document.querySelector(".ed-pair thead").innerText;
            new MutationObserver(() => {
                const now = document.querySelector(".ed-pair thead")?.innerText;
                if (now && now !== pair) { pair = now; press(); }
            }).observe(document.body, {subtree: true, childList: true, characterData: true});
        }"""
    )
    press(page, "s")
    expect(last_decisions(page)).to_have_count(1)


def test_letters_do_nothing_while_somebody_types(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Typist")
    expect(page.locator(".ed-pair")).to_be_visible()
    done = figure(page, "decided in all").inner_text()
    to(page, "Events")
    page.get_by_placeholder("Words, or an id").press_sequentially("bsx")
    to(page, "Queue")
    expect(figure(page, "decided in all")).to_have_text(done)


def test_the_opinion_is_hidden_until_asked_for(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Otto")
    expect(page.locator(".ed-pair")).to_be_visible()
    expect(page.locator(".ed-opinion")).to_have_count(0)
    page.keyboard.press("o")
    expect(page.locator(".ed-opinion")).to_contain_text("The model gives")
    page.keyboard.press("h")
    expect(page.locator(".ed-keys")).to_be_visible()


def test_two_reviewers_get_different_pairs_and_see_each_others_answers(app: App, visit: Visit) -> None:
    anna, bea = visit(f"{app.url}/?reviewer=Anna"), visit(f"{app.url}/?reviewer=Bea")
    expect(anna.locator(".ed-pair")).to_be_visible()
    expect(bea.locator(".ed-pair")).to_be_visible()
    assert pair(anna) != pair(bea)
    done = int(figure(bea, "decided in all").inner_text())
    press(anna, "d")
    press(bea, "d")
    expect(figure(bea, "decided in all")).to_have_text(str(done + 2))
    expect(figure(bea, "yours today")).to_have_text("1")


def test_work_goes_on_after_the_browser_was_closed(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Cora")
    expect(page.locator(".ed-pair")).to_be_visible()
    press(page, "d")
    page.goto(app.url)  # the same browser knows the name
    expect(figure(page, "yours today")).to_have_text("1")
    page.keyboard.press("l")
    expect(page.locator(".ed-recent")).to_have_count(1)
    button(page, "Change").click()
    expect(page.locator(".ed-ask")).to_contain_text("decided before: different")
    expect(page.locator(".ed-recent")).to_have_count(0)


def listing_row(page: Page) -> Locator:
    """The first listing of the opened event (the list of events is there too, out of sight)."""
    return page.locator("tbody tr:visible").first.locator("td").nth(1)


def pick_listing(page: Page) -> None:
    """Tick the first listing; a table that is drawn anew under the click forgets it, as it would a person's."""
    picked = page.locator("span:visible", has_text="1 selected").first
    for _ in range(5):
        listing_row(page).click()
        try:
            expect(picked).to_be_visible(timeout=6_000)
            return
        except AssertionError:
            continue
    expect(picked).to_be_visible()


def split_part(store: Path) -> str:
    """An event with three listings or more that nobody has judged yet."""
    ((event_id,),) = rows(
        store,
        """
        SELECT canonical_event_id FROM store.member
        WHERE record_id NOT IN (SELECT record_id_l FROM store.judgement UNION SELECT record_id_r FROM store.judgement)
        GROUP BY ALL HAVING count(*) >= 3 ORDER BY canonical_event_id LIMIT 1
        """,
    )
    return event_id


def test_split_shows_what_will_change_and_can_be_undone(app: App, visit: Visit) -> None:
    before = members(app.store)
    event_id = split_part(app.store)
    page = visit(f"{app.url}/?reviewer=Dora")
    open_event(page, event_id)
    page.keyboard.press("s")
    expect(page.locator(".ed-notice")).to_contain_text("none and not all")
    pick_listing(page)
    page.keyboard.press("s")
    expect(page.locator(".ed-proposal")).to_contain_text("a new event")
    assert members(app.store) == before
    page.keyboard.press("y")
    expect(page.locator(".ed-notice")).to_contain_text("Done: 1 listing split off.")
    assert list(members(app.store).values()).count(event_id) == list(before.values()).count(event_id) - 1
    page.keyboard.press("z")
    expect(page.locator(".ed-notice")).to_contain_text("Undone")
    assert members(app.store) == before
    page.keyboard.press("m")  # what was done is no news while the next thing begins
    expect(page.locator(".ed-notice")).to_have_count(0)


def test_merge_and_its_undo(app: App, visit: Visit) -> None:
    before = members(app.store)
    (first, second) = (
        event
        for (event,) in rows(
            app.store,
            "SELECT canonical_event_id FROM store.member GROUP BY ALL HAVING count(*) = 1 ORDER BY ALL LIMIT 2",
        )
    )
    page = visit(f"{app.url}/?reviewer=Dora")
    open_event(page, first)
    page.keyboard.press("m")
    page.get_by_placeholder("Words of the other event, or its id").fill(second)
    page.keyboard.press("Enter")
    row = page.locator("tbody tr").filter(has_text=second)
    row.locator("td").nth(1).click()
    expect(page.locator(".ed-proposal")).to_contain_text("goes from")
    page.keyboard.press("y")
    expect(page.locator(".ed-notice")).to_contain_text("Done: the two events are one now.")
    after = members(app.store)
    assert len(set(before.values())) - len(set(after.values())) == 1
    page.keyboard.press("z")
    expect(page.locator(".ed-notice")).to_contain_text("Undone")
    assert members(app.store) == before


@pytest.mark.parametrize(
    ("key", "placeholder"),
    [
        ("m", "Words of the other event, or its id"),
        ("v", "Words of the other event, or its id"),
        ("f", "Other words: title, place, source, id"),
    ],
)
def test_the_other_side_is_searched_while_somebody_types(
    app: App, visit: Visit, key: str, placeholder: str
) -> None:
    page = visit(f"{app.url}/?reviewer=Dora")
    open_event(page, split_part(app.store))
    pick_listing(page)
    page.keyboard.press(key)
    box = page.get_by_placeholder(placeholder)
    box.press_sequentially("Blutspende")
    row = page.locator("tbody tr:visible").filter(has_text="Blutspende").first
    expect(row).to_be_visible()
    expect(box).to_be_focused()
    box.press_sequentially("termin")  # what was typed stands, and goes on
    expect(box).to_have_value("Blutspendetermin")
    expect(page.locator("span:visible", has_text="1 selected").first).to_be_visible()


def test_move_and_its_undo(app: App, visit: Visit) -> None:
    before = members(app.store)
    event_id = split_part(app.store)
    (target,) = rows(
        app.store,
        "SELECT canonical_event_id FROM store.member GROUP BY ALL HAVING count(*) = 1 ORDER BY ALL LIMIT 1",
    )[0]
    page = visit(f"{app.url}/?reviewer=Dora")
    open_event(page, event_id)
    page.keyboard.press("v")
    expect(page.locator(".ed-notice")).to_contain_text("Pick exactly one listing")
    pick_listing(page)
    page.keyboard.press("v")
    page.get_by_placeholder("Words of the other event, or its id").fill(target)
    page.keyboard.press("Enter")
    page.locator("tbody tr").filter(has_text=target).locator("td").nth(1).click()
    expect(page.locator(".ed-proposal")).to_contain_text(target)
    page.keyboard.press("y")
    expect(page.locator(".ed-notice")).to_contain_text("Done: the listing is in the other event now.")
    assert sum(before[record] != event for record, event in members(app.store).items()) == 1
    page.keyboard.press("z")
    expect(page.locator(".ed-notice")).to_contain_text("Undone")
    assert members(app.store) == before


def test_names_in_a_history_are_whole_in_a_narrow_window(app: App, visit: Visit) -> None:
    # Short names of sources leave their column narrow, a judgement beside it takes the width.
    pairs = """
        SELECT canonical_event_id, min(record_id), max(record_id) FROM store.member
        GROUP BY ALL HAVING count(*) > 1 AND max(length(source)) = 3 ORDER BY canonical_event_id LIMIT 1
    """
    ((event_id, left, right),) = rows(app.store, pairs)
    ed.judge(app.store, left, right, "match", "Dora")
    page = visit(f"{app.url}/?reviewer=Dora", width=640)
    open_event(page, event_id)
    to(page, "History")
    name = page.locator(".ed-name:visible").filter(has_text="event_dedup")
    expect(name).to_be_visible()
    lines = "cell => { const r = document.createRange(); r.selectNodeContents(cell); return r.getClientRects().length }"
    assert name.evaluate(lines) == 1


def test_a_dismissed_event_is_found_by_its_state_and_restored(app: App, visit: Visit) -> None:
    event_id = split_part(app.store)
    page = visit(f"{app.url}/?reviewer=Dora")
    open_event(page, event_id)
    page.keyboard.press("x")
    expect(page.locator(".ed-proposal")).to_contain_text("left out of exports")
    page.keyboard.press("y")
    expect(page.locator(".ed-chip").first).to_have_text("dismissed")
    page.keyboard.press("b")
    expect(page.locator(".ed-list .ed-empty")).to_be_visible()
    page.get_by_label("State").select_option("dismissed")
    page.locator(".ed-list tbody tr td").nth(1).click()
    expect(button(page, "Restore")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".ed-notice")).to_contain_text("Restored")


def test_search_finds_by_words_without_accents_and_by_city(app: App, visit: Visit) -> None:
    umlauts = "regexp_matches(title, '[äöü]') AND regexp_matches(city, '[äöü]') AND status = 'open'"
    found = f"SELECT title, city FROM store.canonical WHERE {umlauts} ORDER BY length(title), title LIMIT 1"
    ((title, city),) = rows(app.store, found)
    page = visit(f"{app.url}/?reviewer=Emil")
    to(page, "Events")
    expect(page.locator(".ed-list tbody tr").first).to_be_visible()
    everything = page.locator(".ed-list p b").inner_text()
    asked = f"{title} {city}".lower().translate(str.maketrans("äöü", "aou"))
    page.get_by_placeholder("Words, or an id").fill(asked)
    expect(page.locator(".ed-list p b")).not_to_have_text(everything)
    expect(page.locator(".ed-list tbody tr").first).to_contain_text(title)
    page.get_by_placeholder("Words, or an id").fill("there is no such thing")
    expect(page.locator(".ed-list .ed-empty")).to_contain_text("Take a word away")


def test_a_partner_is_found_in_the_whole_base(app: App, visit: Visit) -> None:
    event_id = split_part(app.store)
    page = visit(f"{app.url}/?reviewer=Fritz")
    open_event(page, event_id)
    pick_listing(page)
    page.keyboard.press("f")
    box = page.get_by_placeholder("Other words: title, place, source, id")
    box.fill("Blutspendetermin")
    box.press("Enter")
    page.locator("tbody tr").filter(has_text="Blutspendetermin").first.locator("td").nth(1).click()
    expect(page.locator(".ed-pair")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_placeholder("Other words: title, place, source, id")).to_be_visible()


def test_the_export_is_downloaded_and_opens(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Gerd")
    to(page, "Export")
    with page.expect_download() as download:
        page.get_by_text("Download canonical.zip").click()
    archive = zipfile.ZipFile(Path(download.value.path()))
    events = [event for name in archive.namelist() for event in json.loads(archive.read(name))["events"]]
    open_events = rows(app.store, "SELECT canonical_event_id FROM store.canonical_event ORDER BY ALL")
    assert sorted(event["id"] for event in events) == [event_id for (event_id,) in open_events]
    page.get_by_label("Format").select_option("CSV")
    with page.expect_download() as download:
        page.get_by_text("Download canonical.csv").click()
    table = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(table) == len(events)


def test_an_export_is_written_when_it_is_asked_for_and_says_so(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Gerd")
    to(page, "Export")
    page.get_by_label("Format").select_option("iCalendar")
    link = page.locator("a").filter(has_text="Download canonical.ics")
    expect(link).to_have_attribute("href", "")  # there is no file yet
    asked: list[Route] = []
    page.route("**/function_call", lambda route: asked.append(route))
    said = "link => getComputedStyle(link.querySelector('.ed-button'), '::after').content"
    assert link.evaluate(said) == "none"
    with page.expect_download() as download:
        link.click()
        expect(link.locator(".animate-spin")).to_be_visible()
        assert link.evaluate(said) == '"is being written"'
        asked[0].continue_()
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    expect(link.locator(".animate-spin")).to_have_count(0)


def test_an_export_since_a_moment_holds_what_is_newer(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Gerd")
    to(page, "Export")
    page.get_by_label("Created after").fill("14.02.2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“14.02.2026” is neither a day nor a moment.")
    page.get_by_label("Created after").fill("2100-01-01")
    page.keyboard.press("Enter")
    expect(page.locator(".ed-empty")).to_contain_text("No events since then")
    page.get_by_label("Created after").fill("2000-01-01")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Download canonical.zip")).to_be_visible()


def test_audit_tells_who_decided_what_and_is_handed_on(
    serve: Serve, sample_store: Path, visit: Visit, tmp_path: Path
) -> None:
    # A store of its own: pages that other tests have closed keep their pairs for ten minutes.
    store = tmp_path / "events.duckdb"
    shutil.copy(sample_store, store)
    page = visit(f"{serve('review', store).url}/?reviewer=Hans")
    expect(page.locator(".ed-pair")).to_be_visible()
    press(page, "u")
    to(page, "Audit")
    expect(page.locator("tbody tr").first).to_contain_text("Hans")
    expect(page.locator("tbody").get_by_text("NaN")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_text("Download as CSV").click()
    log = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert log[0]["reviewer"] == "Hans"
    assert log[0]["verdict"] == "unsure"


def test_a_quarantined_entry_is_mended_and_read(app: App, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "qqq_1.json"
    file.write_text(
        json.dumps({"events": [listing("Ohne Tag", event_dates=[{"date": "31.02.2026"}])]}), "utf-8"
    )
    ed.process_new_file(file, app.store)
    page = visit(f"{app.url}/?reviewer=Ida")
    to(page, "Quarantine")
    page.locator("tbody tr").filter(has_text="qqq_1.json").locator("td").nth(1).click()
    box = page.locator("textarea")
    expect(box).to_have_value(re.compile("31.02.2026"))
    delivered = box.input_value()
    page.keyboard.press("r")
    expect(page.locator(".ed-notice")).to_contain_text("Still not readable: event_dates")
    box.fill('{"id": "half')
    box.blur()
    button(page, "Retry with this text").click()
    expect(page.locator(".ed-notice")).to_contain_text("The text is no JSON")
    expect(box).to_have_value('{"id": "half')  # what was typed is there to be mended
    box.fill(delivered.replace("31.02.2026", "2026-02-28"))
    box.blur()
    button(page, "Retry with this text").click()
    expect(page.locator(".ed-notice")).to_contain_text("Read: it is a listing now.")
    assert rows(app.store, "SELECT title FROM store.current_listing WHERE source = 'qqq'") == [("Ohne Tag",)]


def test_a_text_that_is_mended_is_tried_and_kept_by_retry_all(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "qqq_1.json"
    bad = [listing(title, event_dates=[{"date": "31.02.2026"}]) for title in ("Ohne Tag", "Auch ohne")]
    file.write_text(json.dumps({"events": bad}), "utf-8")
    ed.process_new_file(file, tmp_path / "events.duckdb")
    page = visit(f"{serve('review', tmp_path / 'events.duckdb').url}/?reviewer=Ida")
    to(page, "Quarantine")
    page.locator("tbody tr").filter(has_text="entry 1").locator("td").nth(1).click()
    box = page.locator("textarea")
    box.fill(box.input_value().replace("31.02.2026", "2026-02-30"))
    button(page, "Retry all").click()
    expect(page.locator(".ed-notice")).to_contain_text("0 of 2 could be read now. As mended, still not")
    expect(box).to_have_value(re.compile("2026-02-30"))
    box.fill(box.input_value().replace("2026-02-30", "2026-02-28"))
    button(page, "Retry all").click()
    expect(page.locator(".ed-notice")).to_contain_text("1 of 2 could be read now.")
    expect(box).to_have_count(0)
    query = "SELECT title FROM store.current_listing"
    assert rows(tmp_path / "events.duckdb", query) == [("Ohne Tag",)]


@pytest.mark.parametrize(
    ("width", "scheme", "least"), [(640, "light", 135), (800, "dark", 200), (1280, "light", 350)]
)
def test_the_quarantine_fits_into_the_window(
    app: App, visit: Visit, width: int, scheme: str, least: int
) -> None:
    page = visit(f"{app.url}/?reviewer=Ida", width=width, scheme=scheme)
    to(page, "Quarantine")
    remedy = page.locator("tbody td").filter(has_text="Ask the publisher").first
    expect(remedy).to_be_visible()
    table = page.locator("marimo-table table")
    assert table.evaluate("it => it.parentElement.scrollWidth - it.parentElement.clientWidth") == 0
    assert table.locator("thead").evaluate("it => it.clientHeight") < 30
    for name in ("why", "what to do"):
        heading = table.locator("th").filter(has_text=name)
        assert heading.evaluate("it => it.offsetWidth") >= least
    remedy.click()  # a long text picks its row as well
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(page.locator(".ed-card").get_by_text("What to do:")).to_be_visible()
    ground = "rgb(18, 52, 74)" if scheme == "dark" else "rgb(227, 241, 250)"
    expect(page.locator("tbody tr[data-state=selected]")).to_have_css("background-color", ground)


def test_whoever_leaves_takes_the_page_along(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Jo")
    to(page, "Dashboard")
    expect(page.locator(".ed-tile").first).to_be_visible()
    button(page, "Not you").click()
    expect(page.get_by_role("heading", name="Who is reviewing?")).to_be_visible()
    expect(page.locator(".ed-tile").first).not_to_be_visible()
    page.get_by_placeholder("Your name").fill("Joe")
    button(page, "Start reviewing").click()
    expect(page.locator(".ed-tile").first).to_be_visible()


def test_the_dashboard_draws_without_the_internet(app: App, visit: Visit) -> None:
    page = visit(f"{app.url}/?reviewer=Jo")
    to(page, "Dashboard")
    expect(page.locator(".ed-tile").first).to_be_visible()
    expect(page.locator("svg.marks, canvas.marks").first).to_be_visible()


@pytest.fixture(scope="module")
def evil_app(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """Two sources whose every text means harm, one doubtful pair, one quarantined entry."""
    folder = tmp_path_factory.mktemp("evil")
    harm = {
        "short_description": EVIL,
        "description": EVIL * 3,
        "highlights": [EVIL],
        "categories": [EVIL],
        "registration_contact": EVIL,
    }
    for source, start in (("<b>aa", "10:00"), ("bb", "15:00"), ("cc", "15:30")):
        place = {"name": EVIL, "city": f"Elzach {EVIL}", "street": EVIL}
        one = listing(
            f"Umzug {EVIL}", location=place, event_dates=[{"date": "2026-02-14", "start_time": start}], **harm
        )
        two = listing(f"Anderes {source} {EVIL}", location={"city": EVIL}, **harm)
        bad = {"id": f"bad {EVIL}", "title": EVIL, "event_dates": [{"date": EVIL}]}
        (folder / f"{source}_1.json").write_text(json.dumps({"events": [one, two, bad]}), "utf-8")
    ed.process_existing_files(folder, folder / "store" / "evil.duckdb")
    return serve("review", folder / "store" / "evil.duckdb")


def test_no_text_of_a_listing_is_interpreted_anywhere(evil_app: App, visit: Visit) -> None:
    page = visit(f"{evil_app.url}/?reviewer=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E")
    expect(page.locator(".ed-status")).to_be_visible()
    if page.locator(".ed-pair").count():
        page.keyboard.press("o")
        expect(page.locator(".ed-opinion")).to_be_visible()
    to(page, "Events")
    page.locator(".ed-list tbody tr td").nth(1).click()
    for section in ("Values", "Side by side", "Pairs", "Near events", "History"):
        to(page, section)
    expect(page.get_by_text("<script>", exact=False).first).to_be_attached()
    to(page, "Quarantine")
    page.locator("tbody tr").filter(has_text="_1.json").first.locator("td").nth(1).click()
    expect(page.locator("textarea")).to_be_visible()
    for name in ("Dashboard", "Audit", "Export", "Queue"):
        to(page, name)
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("data-state", "active")
    expect(page.locator(".ed-status")).to_be_visible()
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    "path", ["/public/evil.duckdb", "/evil.duckdb", "/@file/evil.duckdb", "/files/..%2fevil.duckdb"]
)
def test_the_folder_of_the_store_cannot_be_reached(evil_app: App, path: str) -> None:
    try:
        with urllib.request.urlopen(evil_app.url + path, timeout=10) as answer:
            assert b"DUCK" not in answer.read(64)
    except urllib.error.HTTPError as error:
        assert error.code in (400, 401, 403, 404)


def test_a_name_is_asked_before_anything_is_decided(evil_app: App, visit: Visit) -> None:
    page = visit(evil_app.url)
    expect(page.get_by_role("heading", name="Who is reviewing?")).to_be_visible()
    button(page, "Start reviewing").click()
    expect(page.get_by_role("alert")).to_have_text("Write your name first.")
    expect(page.locator(".ed-pair")).to_have_count(0)
    page.get_by_placeholder("Your name").fill("Lea")
    button(page, "Start reviewing").click()
    expect(page.locator(".ed-status")).to_be_visible()
    expect(page.get_by_text("Write your name first.")).to_have_count(0)


def test_an_empty_store_says_what_to_do(
    serve: Serve, visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with open_store(store):
        pass
    page = visit(f"{serve('review', store).url}/?reviewer=Kai")
    expect(page.locator(".ed-empty")).to_contain_text(f"just batch FOLDER {store}")
    for name in ("Events", "Quarantine", "Dashboard", "Audit", "Export"):
        to(page, name)
        expect(page.locator(".ed-empty")).to_have_count(1)
        told = page.locator(".ed-empty").filter(visible=True)
        if name in ("Events", "Dashboard", "Export"):
            expect(told).to_contain_text(f"just batch FOLDER {store}")
        expect(told).to_have_count(1)  # waits where the page that is left still stands beside the new one


def start_and_wait(*options: str, store: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "EVENT_DEDUP_REVIEW_PASSWORD"}
    arguments = [sys.executable, "-m", "event_dedup", "review", str(store), *options]
    return subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_off_loopback_it_refuses_to_start_without_a_password(sample_store: Path, host: str) -> None:
    ended = start_and_wait("--host", host, store=sample_store)
    assert ended.returncode == 2
    assert "EVENT_DEDUP_REVIEW_PASSWORD" in ended.stderr
    assert "--password-file" in ended.stderr


def test_a_password_that_browsers_may_send_differently_is_refused(sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("Geheimnüsse", "utf-8")
    ended = start_and_wait("--password-file", str(tmp_path / "password"), store=sample_store)
    assert ended.returncode == 2
    assert "ASCII" in ended.stderr


def test_with_a_password_nobody_gets_in_without_it(serve: Serve, sample_store: Path, visit: Visit) -> None:
    app = serve("review", sample_store, "--host", "0.0.0.0", EVENT_DEDUP_REVIEW_PASSWORD="Geheim & 1 + 1")
    assert "Geheim" not in app.log
    page = visit(app.url)
    expect(page.locator("input[name=password]")).to_be_visible()
    expect(page.locator(".ed-brand")).to_have_count(0)
    page.locator("input[name=password]").fill("Geheim & 1 + 1")
    page.keyboard.press("Enter")
    expect(page.locator(".ed-brand")).to_be_visible()
