from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import event_dedup as ed
from event_dedup.export import count_selected, download_name
from event_dedup.export.calendar import as_ical, span
from event_dedup.export.delivery import as_json
from event_dedup.export.selection import Selection
from event_dedup.export.table import as_csv, as_parquet, harmless
from event_dedup.ingest import LISTING_SCHEMA, read_file
from event_dedup.user_error import UserError

SAMPLE = Path("data/sample")
NOT_CONTENT = {"record_id", "source", "content_sha256", "position", "withdrawn", "payload"}
CONTENT = [name for name in LISTING_SCHEMA.names if name not in NOT_CONTENT]
AT = datetime(2026, 2, 14, 12)
# The view `canonical_event` as Arrow.
SCHEMA = pa.schema(
    [
        pa.field("canonical_event_id" if name == "listing_id" else name, LISTING_SCHEMA.field(name).type)
        for name in CONTENT
    ]
    + [
        pa.field("starts_on", pa.date32()),
        pa.field("ends_on", pa.date32()),
        pa.field("provenance", pa.map_(pa.string(), pa.list_(pa.string()))),
        pa.field("listings", pa.int32()),
        pa.field("sources", pa.int32()),
        pa.field("match_confidence", pa.float64()),
        pa.field("needs_review", pa.bool_()),
        pa.field("review_reason", pa.string()),
        pa.field("created_at", pa.timestamp("us")),
        pa.field("updated_at", pa.timestamp("us")),
    ]
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "sample.duckdb"
    ed.process_existing_files(SAMPLE, path)
    return path


def event(**fields: Any) -> dict[str, Any]:
    return {
        "id": "e1",
        "title": "Hemdglunkerumzug",
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-12"}],
    } | fields


def selection(folder: Path, *events: dict[str, Any]) -> Selection:
    """Canonical events as a store would hold them, each from the one listing given."""
    rows = listings(folder / "blatt_1.json", json.dumps({"events": events}).encode())
    made = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 1, 1),
        "provenance": [("title", ["blatt/e1"])],
        "listings": 1,
        "sources": 1,
        "match_confidence": 1.0,
        "needs_review": False,
        "review_reason": None,
        "created_at": AT,
        "updated_at": AT,
    }
    canonical = [{"canonical_event_id": row.pop("listing_id"), **row, **made} for row in rows]
    return Selection(pa.Table.from_pylist(canonical, SCHEMA), AT)


def listings(path: Path, content: bytes) -> list[dict[str, Any]]:
    path.write_bytes(content)
    delivery = read_file(path)
    assert delivery.quarantine.to_pylist() == []
    return [{name: row[name] for name in CONTENT} for row in delivery.listings.to_pylist()]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
).filter(lambda text: text.strip() != "")
clocks = st.times().map(lambda clock: clock.isoformat("seconds"))
days = st.fixed_dictionaries(
    {"date": st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(str)}, optional={"start_time": clocks}
)
places = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "city": words,
        "street": words,
        "zipcode": words,
        "geo": st.fixed_dictionaries(
            {"latitude": st.floats(1, 90), "longitude": st.floats(-180, 180)},
            optional={"confidence": st.floats(0, 1)},
        ),
    },
)
events = st.fixed_dictionaries(
    {"title": words.map(lambda text: f"x{text}"), "event_dates": st.lists(days, min_size=1, max_size=4)},
    optional={
        "description": words,
        "highlights": st.lists(words, max_size=3),
        "categories": st.lists(words, max_size=3),
        "location": places,
        "online": st.booleans(),
        "admission_free": st.booleans(),
        "confidence_score": st.floats(0, 1),
    },
).map(lambda fields: event(**fields))


@given(given_event=events)
@settings(max_examples=80, deadline=None)
def test_an_exported_event_is_read_back_with_every_field(given_event: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = listings(folder / "blatt_1.json", json.dumps({"events": [given_event]}).encode())
        chosen = selection(folder, given_event)
        [content] = as_json(chosen)
        assert listings(folder / "canonical.json", content) == before
        [content] = as_parquet(chosen)
        assert listings(folder / "canonical.parquet", content) == before
        [content] = as_csv(chosen)
        assert listings(folder / "canonical.csv", content) == before


@pytest.mark.parametrize("title", ["-50% auf alles", "'@home' im Park", "''=x", "'s Häusle"])
def test_a_csv_is_read_back_with_its_lists_and_without_apostrophes_against_formulas(
    title: str, tmp_path: Path
) -> None:
    given_event = event(title=title, highlights=["Erst A; dann B", "-C"], categories=["Kunst, Kultur"])
    [content] = as_csv(selection(tmp_path, given_event))
    [after] = listings(tmp_path / "canonical.csv", content)
    assert (after["title"], after["highlights"]) == (title, ["Erst A; dann B", "-C"])
    assert after["categories"] == ["Kunst, Kultur"]


@pytest.mark.slow
def test_the_whole_sample_is_read_back_as_one_source_with_the_canonical_ids(
    store: Path, tmp_path: Path
) -> None:
    written = ed.write_export(store, tmp_path / "out")
    deliveries = [read_file(path) for path in written]
    found = [row for delivery in deliveries for row in delivery.listings.to_pylist()]
    expected = {row["canonical_event_id"]: row for row in ed.load_all_events_as_dicts(store)}
    assert {delivery.source for delivery in deliveries} == {"canonical"}
    assert all(delivery.entries <= 200 and delivery.quarantine.num_rows == 0 for delivery in deliveries)
    assert {row["listing_id"] for row in found} == set(expected)
    for row in found:
        again = expected[row["listing_id"]]
        assert {name: again[name] for name in CONTENT if name != "listing_id"} == {
            name: row[name] for name in CONTENT if name != "listing_id"
        }


@pytest.mark.slow
def test_the_csv_of_the_sample_is_read_back(store: Path, tmp_path: Path) -> None:
    [path] = ed.write_export(store, tmp_path, "csv")
    found = {row["listing_id"]: row for row in read_file(path).listings.to_pylist()}
    for again in ed.load_all_events_as_dicts(store):
        row = found[again["canonical_event_id"]]
        assert (row["title"], row["dates"], row["venue"]) == (again["title"], again["dates"], again["venue"])
        assert (row["latitude"], row["categories"]) == (again["latitude"], again["categories"])


def test_an_export_of_an_unchanged_store_has_the_same_bytes(store: Path, tmp_path: Path) -> None:
    for name in ed.FORMATS:
        with ed.open_store(store, read_only=True) as con:
            assert ed.export_bytes(con, name) == ed.export_bytes(con, name)


def test_several_json_files_come_as_one_zip(store: Path) -> None:
    with ed.open_store(store, read_only=True) as con:
        name, mime, content = ed.export_bytes(con, "json")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert (name, mime) == ("canonical.zip", "application/zip")
    assert names[:2] == ["canonical_0001.json", "canonical_0002.json"]


@pytest.mark.parametrize("since", [None, datetime(2100, 1, 1)])
@pytest.mark.parametrize("name", ed.FORMATS)
def test_a_download_is_named_before_it_is_written(store: Path, name: str, since: datetime | None) -> None:
    filters = ed.Filters(created_after=since)
    with ed.open_store(store, read_only=True) as con:
        named = download_name(name, count_selected(con, filters))
        assert named == ed.export_bytes(con, name, filters)[:2]


def test_moments_are_handed_on_with_their_zone(store: Path) -> None:
    with ed.open_store(store, read_only=True) as con:
        _, _, table = ed.export_bytes(con, "csv")
        _, _, columns = ed.export_bytes(con, "parquet")
    row = next(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    moment = datetime.fromisoformat(row["updated_at"])
    assert moment.tzinfo == UTC
    assert pq.read_table(io.BytesIO(columns)).column("updated_at")[0].as_py() == moment


def test_a_smaller_export_leaves_no_file_of_a_larger_one_behind(store: Path, tmp_path: Path) -> None:
    (tmp_path / "canonical_notes.json").write_text("kept")
    assert len(ed.write_export(store, tmp_path)) > 1
    ed.write_export(store, tmp_path, filters=ed.Filters(created_after=datetime(2100, 1, 1)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canonical.json", "canonical_notes.json"]


def test_only_events_created_or_modified_after_a_moment_are_exported(store: Path, tmp_path: Path) -> None:
    newest = max(row["updated_at"] for row in ed.load_all_events_as_dicts(store))
    before = (newest - timedelta(seconds=1)).replace(tzinfo=UTC)

    def rows(**filters: datetime) -> int:
        [path] = ed.write_export(store, tmp_path, "csv", ed.Filters(**filters))
        written = len(list(csv.reader(path.read_text("utf-8-sig").splitlines()))) - 1
        with ed.open_store(store, read_only=True) as con:
            assert count_selected(con, ed.Filters(**filters)) == written
        return written

    assert rows(created_after=newest) == rows(modified_after=newest) == 0
    assert rows(created_after=before) > 0 and rows(modified_after=before) > 0


def test_a_file_that_cannot_hold_the_export_is_refused_with_the_remedy(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"name a folder or a \.zip"):
        ed.write_export(store, tmp_path / "all.json")
    with pytest.raises(UserError, match=r"does not end in \.csv"):
        ed.write_export(store, tmp_path / "all.txt", "csv")
    with pytest.raises(UserError, match="take one of json"):
        ed.write_export(store, tmp_path, "xml")


@pytest.mark.parametrize("out", ["", " "])
def test_an_export_to_nowhere_writes_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="name a folder or a file"):
        ed.write_export(store, out, "csv")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_have_a_dot_in_its_name(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"ends in a slash: .*v1\.5/"):
        ed.write_export(store, tmp_path / "v1.5", "csv")
    assert ed.write_export(store, f"{tmp_path}/v1.5/", "csv") == [tmp_path / "v1.5" / "canonical.csv"]
    assert ed.write_export(store, tmp_path / "v1.5", "csv") == [tmp_path / "v1.5" / "canonical.csv"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_cell_of_a_csv_begins_like_a_formula(tmp_path: Path, start: str) -> None:
    assert harmless(f"{start}1+1").startswith("'")
    chosen = selection(
        tmp_path, event(title="x", categories=[f"{start}SUM(A1)"], description=f"{start}cmd|calc")
    )
    [content] = as_csv(chosen)
    header, row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert header[0] == "id"
    assert not any(cell.startswith(start) for cell in row)


def test_a_negative_longitude_stays_a_number_in_csv(tmp_path: Path) -> None:
    place = {"geo": {"latitude": 38.4, "longitude": -122.7}}
    [content] = as_csv(selection(tmp_path, event(location=place)))
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["longitude"] == "-122.7"


def test_calendar_times_float_on_the_clock_of_the_place(tmp_path: Path) -> None:
    day = {"date": "2026-02-12", "start_time": "19:30", "end_time": "01:00"}
    [content] = as_ical(selection(tmp_path, event(event_dates=[day])))
    assert b"DTSTART:20260212T193000\r\n" in content
    assert b"DTEND:20260213T010000\r\n" in content
    assert b"VTIMEZONE" not in content


def test_a_range_that_ends_at_24_oclock_keeps_its_last_day_in_a_calendar(tmp_path: Path) -> None:
    day = {"date": "2026-06-13", "start_time": "10:00", "end_date": "2026-06-14", "end_time": "24:00"}
    [content] = as_ical(selection(tmp_path, event(event_dates=[day])))
    assert b"DTEND:20260614T235900\r\n" in content


def uids(folder: Path, *dates: dict[str, str]) -> list[str]:
    [content] = as_ical(selection(folder, event(event_dates=list(dates))))
    return sorted(str(entry["UID"]) for entry in Calendar.from_ical(content).walk("VEVENT"))


def test_every_date_of_an_event_is_a_calendar_entry_of_its_own(tmp_path: Path) -> None:
    dates = [{"date": "2026-02-12"}, {"date": "2026-02-13", "start_time": "20:00"}, {"date": "2026-02-13"}]
    assert uids(tmp_path, *dates) == ["e1-20260212", "e1-20260213", "e1-20260213T2000"]


def test_dates_that_begin_alike_and_end_otherwise_have_calendar_ids_of_their_own(tmp_path: Path) -> None:
    fair = {"date": "2026-11-28"}
    show = {"date": "2026-12-05", "start_time": "19:30"}
    dates = [fair, fair | {"end_date": "2026-12-01"}, show | {"end_time": "21:00"}, show]
    assert uids(tmp_path, *dates) == [
        "e1-20261128",
        "e1-20261128-20261201",
        "e1-20261205T1930",
        "e1-20261205T1930-T2100",
    ]


@given(dates=st.lists(days, min_size=2, max_size=5, unique_by=lambda day: tuple(sorted(day.items()))))
@settings(max_examples=30, deadline=None)
def test_a_date_keeps_its_calendar_id_when_another_one_falls_away(dates: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        before, after = uids(Path(name), *dates), uids(Path(name), *dates[1:])
    assert set(after) < set(before) and len(set(before)) == len(dates)


def test_an_event_with_one_date_is_read_back_from_its_calendar(tmp_path: Path) -> None:
    given_event = event(description="Zeile 1\nZeile 2; ein Komma, ein \\", location={"name": "Löwen"})
    before = listings(tmp_path / "blatt_1.json", json.dumps({"events": [given_event]}).encode())
    [content] = as_ical(selection(tmp_path, given_event))
    [after] = listings(tmp_path / "canonical.ics", content)
    assert after == before[0] | {"listing_id": "e1-20260212", "source_type": after["source_type"]}


def test_days_without_a_time_end_on_the_day_after() -> None:
    day = {"date": date(2026, 2, 12), "end_date": date(2026, 2, 14), "start_time": None, "end_time": None}
    assert span(day) == (date(2026, 2, 12), date(2026, 2, 15))


def test_an_end_that_equals_the_start_is_left_out() -> None:
    day = {"date": date(2026, 2, 12), "end_date": None, "start_time": time(20), "end_time": time(20)}
    assert span(day) == (datetime(2026, 2, 12, 20), None)
