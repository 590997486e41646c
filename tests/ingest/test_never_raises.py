"""Properties: reading never raises, and every entry is accounted for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from event_dedup.ingest import SUFFIXES, Delivery, read_file, record_id, unfinished
from tests.ingest.conftest import event

SAMPLES = Path(__file__).parent / "samples"
fast = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
texts = st.text(alphabet=st.characters(), max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)
days = st.sampled_from(["2026-02-14", "2026-02-30", "14.2.2026", "", None, 5])
clocks = st.sampled_from(["19:00", "24:00", "25:99", "", None, "00:00:00"])
dates = st.fixed_dictionaries(
    {}, optional={"date": days, "start_time": clocks, "end_time": clocks, "end_date": days}
)
near_events = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["a", "b", 1, "1", None, "", True]) | anything,
        "title": texts | anything,
        "source_type": st.just("artikel"),
        "event_dates": st.lists(dates, max_size=3) | anything,
        "location": anything
        | st.fixed_dictionaries({}, optional={"geo": anything, "_sanitizeResult": anything}),
        "categories": anything,
        "withdrawn": anything,
        "online": scalars,
    },
)
good_events = st.builds(event, id=st.sampled_from("abc"), title=st.sampled_from(["Ball", "Markt"]))
documents = anything | st.fixed_dictionaries(
    {"events": st.lists(near_events | good_events | anything, max_size=6) | anything},
    optional={"rejected": st.lists(anything, max_size=3) | anything, "metadata": anything},
)


def assert_accounted(delivery: Delivery) -> None:
    of_entries = [row for row in delivery.quarantine.to_pylist() if row["position"] is not None]
    assert delivery.entries >= delivery.listings.num_rows + len(of_entries)
    assert len(of_entries) == delivery.quarantine.num_rows or delivery.entries == 0
    ids = delivery.listings["record_id"].to_pylist()
    assert len(ids) == len(set(ids))
    json.loads(delivery.metadata)
    for row in delivery.listings.to_pylist():
        json.loads(row["payload"])
    for table in (delivery.listings, delivery.quarantine):
        table.validate(full=True)


@fast
@given(document=documents)
def test_every_entry_of_any_document_is_listing_quarantine_or_repetition(tmp_path: Path, document: Any):
    path = tmp_path / "a_1.json"
    path.write_text(json.dumps(document), "utf-8")
    assert_accounted(read_file(path))


@fast
@given(entries=st.lists(near_events | good_events, max_size=8))
def test_entries_are_counted_one_by_one(tmp_path: Path, entries: list[Any]):
    path = tmp_path / "a_1.json"
    path.write_text(json.dumps({"events": entries}), "utf-8")
    delivery = read_file(path)
    assert delivery.entries == len(entries)
    assert_accounted(delivery)


@fast
@given(content=st.binary(max_size=300), suffix=st.sampled_from([*SUFFIXES, ".xml", ""]))
@example(content=b"\x0b", suffix=".jsonl")
def test_any_bytes_under_any_suffix_are_read(tmp_path: Path, content: bytes, suffix: str):
    path = tmp_path / f"a_1{suffix}"
    path.write_bytes(content)
    assert_accounted(read_file(path))
    assert isinstance(unfinished(path), str)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
@fast
@given(data=st.data())
def test_a_damaged_sample_is_read(tmp_path: Path, name: str, data: st.DataObject):
    content = bytearray((SAMPLES / name).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    cut = data.draw(st.integers(0, len(content)) | st.just(len(content)))
    path = tmp_path / name
    path.write_bytes(bytes(content[:cut]))
    assert_accounted(read_file(path))


moments = st.sampled_from(
    ["20260214", "20260214T190000", "20260214T190000Z", "20991332T99", "00010101T000000", "x"]
)
rules = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=DAILY;COUNT=99999999",
        "FREQ=YEARLY;UNTIL=20300101T000000Z",
        "FREQ=X",
        "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=MO;WKST=XX",
        "FREQ=DAILY;BYMONTH=13",
        "COUNT=2",
        "",
    ]
)
properties = st.one_of(
    st.builds(
        "DTSTART{}:{}".format, st.sampled_from(["", ";VALUE=DATE", ";TZID=Europe/Berlin", ";TZID=x"]), moments
    ),
    st.builds("DTEND:{}".format, moments),
    st.builds("RRULE:{}".format, rules),
    st.builds(
        "{}:{}".format, st.sampled_from(["EXDATE", "RDATE", "RECURRENCE-ID", "EXDATE;VALUE=DATE"]), moments
    ),
    st.sampled_from(
        [
            "DURATION:PT1H",
            "DURATION:-P1D",
            "DURATION:x",
            "GEO:1;2",
            "GEO:x",
            "CATEGORIES:a,b",
            "STATUS:CANCELLED",
        ]
    ),
    st.builds(
        "{}:{}".format, st.sampled_from(["UID", "SUMMARY", "LOCATION", "DTSTAMP"]), st.sampled_from("ab")
    ),
)


@fast
@given(events=st.lists(st.lists(properties, max_size=6), max_size=4))
def test_any_calendar_is_read(tmp_path: Path, events: list[list[str]]):
    path = tmp_path / "a_1.ics"
    lines = [line for event in events for line in ["BEGIN:VEVENT", *event, "END:VEVENT"]]
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]))
    assert_accounted(read_file(path))


SCHEMA_ORG = [
    "@id",
    "@type",
    "name",
    "url",
    "startDate",
    "endDate",
    "location",
    "description",
    "keywords",
    "offers",
    "eventStatus",
    "identifier",
]
nodes = st.dictionaries(st.sampled_from(SCHEMA_ORG), anything) | anything
places = st.dictionaries(st.sampled_from(["@type", "name", "address", "geo"]), anything)
web_events = st.builds(
    lambda node, at: {"@type": "Event", **node, "location": at},
    st.dictionaries(st.sampled_from(SCHEMA_ORG[2:]), anything),
    places,
)


@fast
@given(graph=st.lists(nodes | web_events, max_size=4))
def test_any_schema_org_graph_is_read(tmp_path: Path, graph: list[Any]):
    path = tmp_path / "a_1.jsonld"
    path.write_text(json.dumps({"@context": "https://schema.org", "@graph": graph}))
    assert_accounted(read_file(path))


@fast
@given(rows=st.lists(st.lists(texts, min_size=4, max_size=5), max_size=5))
def test_any_table_is_read(tmp_path: Path, rows: list[list[str]]):
    path = tmp_path / "a_1.csv"
    text = "\n".join(",".join(cells) for cells in [["id", "title", "date", "start"], *rows])
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert_accounted(read_file(path))


@given(one=st.tuples(texts, texts), other=st.tuples(texts, texts))
def test_record_ids_are_injective(one: tuple[str, str], other: tuple[str, str]):
    assert (record_id(*one) == record_id(*other)) == (one == other)
