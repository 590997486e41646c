"""What an entry may look like, what is mended quietly and what is refused with which reason."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from event_dedup.ingest.faults import sentence
from event_dedup.ingest.listing import Listing
from tests.ingest.conftest import event, only_fault, only_row

DAY = {"date": "2026-02-14"}


@pytest.mark.parametrize(
    ("field", "value", "column", "stored"),
    [
        ("id", 17, "listing_id", "17"),
        ("id", " a b ", "listing_id", "a b"),
        ("title", " Fasnet\u00ads\u200bball\x07 ", "title", "Fasnetsball"),
        ("title", "Mu\u0308nster", "title", "Münster"),
        ("title", 1984, "title", "1984"),
        ("description", "a\r\nb\tc", "description", "a\nb\tc"),
        ("description", "  ", "description", None),
        ("description", "halbes Smiley \ud83d", "description", "halbes Smiley \ufffd"),
        ("description", "ganzes \ud83d\ude00", "description", "ganzes 😀"),
        ("categories", "Musik", "categories", ["Musik"]),
        ("categories", ["a", None, "", "a", "b"], "categories", ["a", "b"]),
        ("categories", [], "categories", None),
        ("admission_free", "nein", "admission_free", False),
        ("admission_free", 1, "admission_free", True),
        ("online", "", "online", None),
        ("location", "Festhalle", "venue", "Festhalle"),
        ("location", {"zipcode": 79098.0}, "zipcode", "79098"),
        ("location", {"city": "Fribug", "_sanitizeResult": {"city": "Freiburg"}}, "city", "Freiburg"),
        ("location", {"city": "Freiburg", "_sanitizeResult": {"city": ""}}, "city", "Freiburg"),
        ("location", {"geo": {"latitude": "48.5", "longitude": 7}}, "latitude", 48.5),
        ("location", {"geo": {"latitude": 0.0, "longitude": 0.0, "confidence": 1}}, "geo_confidence", None),
        ("location", {"geo": None, "_sanitizeResult": None}, "city", None),
        ("admission_free", 1.0, "admission_free", True),
        ("admission_free", "0.0", "admission_free", False),
        ("admission_free", False, "admission_free", False),
    ],
)
def test_what_is_clear_is_accepted(read: Any, field: str, value: Any, column: str, stored: Any):
    assert only_row(read([event(**{field: value})]))[column] == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (DAY, (date(2026, 2, 14), None, None, None)),
        (DAY | {"start_time": "00:00"}, (date(2026, 2, 14), time(0), None, None)),
        (DAY | {"start_time": "9:30", "end_time": ""}, (date(2026, 2, 14), time(9, 30), None, None)),
        (DAY | {"start_time": "19:30:00.000"}, (date(2026, 2, 14), time(19, 30), None, None)),
        (DAY | {"start_time": "22:00", "end_time": "04:00"}, (date(2026, 2, 14), time(22), time(4), None)),
        (DAY | {"end_time": "24:00", "end_date": None}, (date(2026, 2, 14), None, time(0), None)),
        (DAY | {"start_time": "11:00", "end_time": "24:00"}, (date(2026, 2, 14), time(11), time(0), None)),
        (
            DAY | {"start_time": "00:00", "end_time": "24:00"},
            (date(2026, 2, 14), time(0), time(23, 59), None),
        ),
        (
            DAY | {"start_time": "11:00", "end_date": "2026-02-15", "end_time": "24:00"},
            (date(2026, 2, 14), time(11), time(23, 59), date(2026, 2, 15)),
        ),
        (
            DAY | {"start_time": "20:00", "end_date": "2026-02-15", "end_time": "03:00"},
            (date(2026, 2, 14), time(20), time(3), None),
        ),
        (
            DAY | {"start_time": "10:00", "end_date": "2026-02-15", "end_time": "10:00"},
            (date(2026, 2, 14), time(10), time(10), date(2026, 2, 15)),
        ),
        (
            DAY | {"start_time": "20:00", "end_date": "2026-02-16", "end_time": "03:00"},
            (date(2026, 2, 14), time(20), time(3), date(2026, 2, 16)),
        ),
        (DAY | {"end_date": "2026-02-14"}, (date(2026, 2, 14), None, None, None)),
        ({"date": "14.2.2026"}, (date(2026, 2, 14), None, None, None)),
        ({"date": "2026-02-14T00:00:00Z"}, (date(2026, 2, 14), None, None, None)),
        (DAY | {"end_date": "2026-02-16"}, (date(2026, 2, 14), None, None, date(2026, 2, 16))),
    ],
)
def test_dates_and_times_are_read(read: Any, written: Any, stored: tuple[Any, ...]):
    [found] = only_row(read([event(event_dates=[written])]))["dates"]
    assert tuple(found.values()) == stored


@pytest.mark.parametrize("nothing", ["", " \t\n", []])
@pytest.mark.parametrize(
    "field", sorted(Listing.model_fields.keys() - {"id", "title", "source_type", "event_dates"})
)
def test_a_blank_text_and_an_empty_list_deliver_nothing(read: Any, field: str, nothing: Any):
    row = only_row(read([event(**{field: nothing})]))
    assert row == only_row(read([event()])) | {key: row[key] for key in ("content_sha256", "payload")}


@pytest.mark.parametrize("nothing", ["", " \t\n", []])
@pytest.mark.parametrize("field", ["start_time", "end_time", "end_date"])
def test_a_blank_time_is_none(read: Any, field: str, nothing: Any):
    [found] = only_row(read([event(event_dates=[DAY | {field: nothing}])]))["dates"]
    assert found[field] is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": None}, "id is missing"),
        ({"id": "   "}, 'id ("") is empty'),
        ({"id": True}, "id (true) is no text"),
        ({"id": "a\nb"}, 'id ("a b") holds a control character'),
        ({"title": " \u200b "}, "title"),
        ({"title": "x" * 10_000_000}, "the entry has 10,000,"),
        ({"title": "x" * 1_001}, "title ("),
        ({"title": {"de": "Ball"}}, "title is no text"),
        ({"title": "a\0b"}, 'title ("a\\u0000b") holds a NUL character'),
        ({"source_type": None}, "source_type is missing"),
        ({"event_dates": None}, "event_dates is missing"),
        ({"event_dates": []}, "event_dates has no date"),
        ({"event_dates": "2026-02-14"}, 'event_dates ("2026-02-14") is no list'),
        ({"event_dates": ["2026-02-14"]}, 'event_dates[0] ("2026-02-14") is no object'),
        ({"event_dates": [DAY] * 1_000_0}, "event_dates has 10,000 dates; at most 1,000 are allowed"),
        (
            {"event_dates": [DAY, {"date": "2026-02-30"}]},
            'event_dates[1].date ("2026-02-30") is a day that does not',
        ),
        ({"event_dates": [{"date": "bald"}]}, 'event_dates[0].date ("bald") is no date'),
        ({"event_dates": [{"date": 20260214}]}, "event_dates[0].date (20260214) is no date"),
        ({"event_dates": [{"date": "0026-02-14"}]}, "is not between 1900-01-01 and 2199-12-31"),
        ({"event_dates": [{"date": "2026-02-14T19:30"}]}, "is no date"),
        ({"event_dates": [DAY | {"start_time": "25:00"}]}, 'start_time ("25:00") is no time of day'),
        ({"event_dates": [DAY | {"start_time": "24:00"}]}, 'start_time ("24:00") is no time of day'),
        ({"event_dates": [DAY | {"start_time": "abends"}]}, "is no time of day"),
        ({"event_dates": [DAY | {"start_time": "20:00", "end_time": "18:00"}]}, "ends at 18:00"),
        (
            {"event_dates": [DAY | {"end_date": "2026-02-13"}]},
            "ends on 2026-02-13, before it begins on 2026-02-14",
        ),
        ({"event_dates": [DAY | {"end_date": "2030-02-13"}]}, "at most 3 years are allowed"),
        (
            {"location": {"geo": {"latitude": 91, "longitude": 7}}},
            "location.geo.latitude (91) is not between -90 and 90",
        ),
        ({"location": {"geo": {"latitude": 48}}}, "location.geo has no longitude"),
        (
            {"location": {"geo": {"latitude": float("nan"), "longitude": 7}}},
            "location.geo.latitude is not finite",
        ),
        ({"confidence_score": float("inf")}, "confidence_score is not finite"),
        ({"unknown": [1, {"x": float("-inf")}]}, "unknown[1].x is not finite"),
        (
            {"location": {"geo": {"latitude": "Nord", "longitude": 7}}},
            'location.geo.latitude ("Nord") is no number',
        ),
        ({"location": ["Festhalle"]}, "location is no object"),
        ({"categories": [{"name": "Musik"}]}, "categories is no text"),
        ({"is_family_event": "vielleicht"}, 'is_family_event ("vielleicht") is neither true nor false'),
        ({"withdrawn": "vielleicht"}, 'withdrawn ("vielleicht") is neither true nor false'),
        ({"description": "x" * 200_001}, "has 200,001 characters; at most 200,000 are allowed"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_value(read: Any, fields: dict[str, Any], reason: str):
    fault = only_fault(read([event(**fields)]))
    assert reason in fault["reason"]
    assert fault["position"] == 0
    assert len(fault["reason"]) < 400
    assert fault["remedy"].endswith(".")
    assert fault["payload"]


@pytest.mark.parametrize("entry", [None, 1, "text", [], [event()]])
def test_an_entry_that_is_no_object_costs_itself(read: Any, entry: Any):
    delivery = read([entry, event()])
    assert delivery.listings["listing_id"].to_pylist() == ["e1"]
    assert "the entry is no object" in delivery.quarantine["reason"][0].as_py()


@pytest.mark.parametrize(
    ("entry", "told"),
    [("x", '"x"'), ("just a string", '"just a string"'), (7, "7"), (["x"], "a list of 1")],
)
def test_a_text_in_place_of_an_object_is_quoted(read: Any, entry: Any, told: str):
    assert only_fault(read([entry]))["reason"] == f"the entry is no object but {told}"


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [
        ({"title": ""}, "title: write a text."),
        ({"title": "", "source_type": None}, "title: write a text. source_type: add a value."),
        ({"title": "", "source_type": " "}, "title, source_type: write a text."),
        (
            {"event_dates": [{"date": "bald"}, {"date": "heute"}]},
            "event_dates[0].date, event_dates[1].date: write the day as YYYY-MM-DD.",
        ),
    ],
)
def test_a_remedy_names_its_fields_and_asks_for_the_entry_once(
    read: Any, fields: dict[str, Any], remedy: str
):
    assert only_fault(read([event(**fields)]))["remedy"] == f"{remedy} Then deliver the entry again."


def test_a_reason_that_asks_keeps_its_question_mark():
    assert [sentence(each) for each in ("it is empty", "half-written?")] == ["it is empty.", "half-written?"]


def test_one_bad_date_of_five_keeps_the_entry_out_and_is_named(read: Any):
    dates = [{"date": f"2026-02-{day}"} for day in ("14", "15", "29", "21", "22")]
    assert "event_dates[2].date" in only_fault(read([event(event_dates=dates)]))["reason"]


def test_dates_come_sorted_and_once(read: Any):
    dates = [{"date": day} for day in ("2026-02-21", "2026-02-14", "2026-02-21")]
    found = only_row(read([event(event_dates=dates)]))["dates"]
    assert [day["date"] for day in found] == [date(2026, 2, 14), date(2026, 2, 21)]


def test_the_same_entry_twice_is_one_listing(read: Any):
    delivery = read([event(_batch_index=1), event(_batch_index=2)])
    assert (delivery.entries, delivery.listings.num_rows, delivery.quarantine.num_rows) == (2, 1, 0)


def test_the_same_id_with_other_content_is_quarantined(read: Any):
    delivery = read([event(), event(title="Kinderball"), event()])
    assert (delivery.entries, delivery.listings.num_rows, delivery.quarantine.num_rows) == (3, 1, 1)
    assert 'id "e1" is given twice' in delivery.quarantine["reason"][0].as_py()


def test_an_id_whose_first_entry_is_broken_is_taken_from_the_next(read: Any):
    delivery = read([event(title=None), event()])
    assert delivery.listings["position"].to_pylist() == [1]


def test_what_the_batch_run_of_a_publisher_writes_does_not_change_the_content(read: Any):
    first = only_row(read([event(_batch_index=1, _extracted_at="2026-02-01")]))
    second = only_row(read([event(_batch_index=7, _extracted_at="2026-02-08")]))
    third = only_row(read([event(note="new")]))
    assert first["content_sha256"] == second["content_sha256"] != third["content_sha256"]


def test_key_order_and_spaces_do_not_change_the_content(read: Any):
    turned = dict(reversed(event().items()))
    assert only_row(read([event()]))["content_sha256"] == only_row(read([turned]))["content_sha256"]


def test_a_withdrawal_needs_only_its_id(read: Any):
    row = only_row(read([{"id": 5, "withdrawn": True, "event_dates": "nonsense"}]))
    assert (row["listing_id"], row["withdrawn"], row["dates"]) == ("5", True, [])


def test_a_withdrawal_without_id_is_refused(read: Any):
    assert only_fault(read([{"withdrawn": True}]))["reason"] == "id is missing"


def test_a_key_given_twice_costs_one_entry_and_both_values_are_kept(read: Any):
    twice = json.dumps(event())[:-1] + ', "title": "Anderer Titel"}'
    delivery = read(f'{{"events": [{twice}, {json.dumps(event(id="e2"))}]}}')
    assert delivery.listings["listing_id"].to_pylist() == ["e2"]
    [fault] = delivery.quarantine.to_pylist()
    assert 'the key "title" is given twice' in fault["reason"]
    assert "Narrenbaumstellen" in fault["payload"] and "Anderer Titel" in fault["payload"]


def test_a_key_given_twice_with_one_value_is_harmless(read: Any):
    twice = json.dumps(event())[:-1] + ', "title": "Narrenbaumstellen"}'
    assert only_row(read(f'{{"events": [{twice}]}}'))["title"] == "Narrenbaumstellen"


def test_deep_nesting_costs_one_entry(read: Any):
    deep = json.dumps(event(x="HERE")).replace('"HERE"', "[" * 200_000 + "]" * 200_000)
    delivery = read(f'{{"events": [{deep}, {json.dumps(event(id="e2"))}]}}')
    assert delivery.listings["listing_id"].to_pylist() == ["e2"]
    assert "nested more than 64 levels deep" in delivery.quarantine["reason"][0].as_py()


def test_a_number_of_a_million_digits_costs_one_entry(read: Any):
    long = json.dumps(event(x="HERE")).replace('"HERE"', "9" * 1_000_000)
    delivery = read(f'{{"events": [{long}, {json.dumps(event(id="e2"))}]}}')
    assert delivery.listings["listing_id"].to_pylist() == ["e2"]


def test_payload_is_json_with_everything_that_was_delivered(read: Any):
    entry = event(extra={"a": [1, 2.5, None, True]}, description="Grüße\u0000"[:5])
    assert json.loads(only_row(read([entry]))["payload"]) == entry


@pytest.mark.parametrize("told", ["Anzeige", ["Anzeige"], {"text": "Anzeige"}])
def test_what_the_publisher_rejected_is_quarantined_with_his_reason(read: Any, told: Any):
    delivery = read(json.dumps({"events": [], "rejected": [{"title": "x", "reason": told}]}))
    reason = only_fault(delivery)["reason"]
    assert reason.startswith("rejected by the publisher:") and "Anzeige" in reason
