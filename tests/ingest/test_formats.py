"""Corners of the formats beside the JSON document."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from event_dedup.ingest import file_sha256, find_files, read_file
from tests.ingest.conftest import only_fault, only_row, starts


def calendar(*lines: str, head: str = "") -> str:
    event = "\n".join(
        ["BEGIN:VEVENT", "UID:u1", "SUMMARY:Chor", "DTSTAMP:20260209T080000Z", *lines, "END:VEVENT"]
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{event}\nEND:VCALENDAR\n"


def days(row: dict[str, Any]) -> list[str]:
    return [str(found["date"]) for found in row["dates"]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["DTSTART;VALUE=DATE:20260214", "RRULE:FREQ=DAILY;UNTIL=20260216"],
            ["2026-02-14", "2026-02-15", "2026-02-16"],
        ),
        (
            ["DTSTART:20260210T190000", "RRULE:FREQ=WEEKLY;UNTIL=20260217T190000"],
            ["2026-02-10", "2026-02-17"],
        ),
        (["DTSTART:20260210T190000", "RDATE:20260212T190000"], ["2026-02-10", "2026-02-12"]),
        (
            ["DTSTART:20260210T190000", "RDATE;VALUE=DATE:20260212", "EXDATE;VALUE=DATE:20260210"],
            ["2026-02-12"],
        ),
        (
            ["DTSTART:20200107T190000", "RRULE:FREQ=WEEKLY;COUNT=3"],
            ["2020-01-07", "2020-01-14", "2020-01-21"],
        ),
        (
            ["DTSTART:20200131T190000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"],
            ["2020-01-31", "2020-02-29", "2020-03-31"],
        ),
        (["DTSTART:20260210T190000", "RRULE:FREQ=DAILY;UNTIL=20250101"], ["2026-02-10"]),
        (["DTSTART:20260210T190000"], ["2026-02-10"]),
    ],
)
def test_recurrence_becomes_dates(read: Any, lines: list[str], expected: list[str]):
    assert days(only_row(read(calendar(*lines), "a.ics"))) == expected


def test_an_endless_recurrence_is_expanded_around_the_time_of_the_file(read: Any):
    row = only_row(read(calendar("DTSTART:20150106T190000", "RRULE:FREQ=WEEKLY"), "a.ics"))
    found = [date.fromisoformat(day) for day in days(row)]
    month = date(2026, 2, 1)
    assert month - timedelta(days=31) <= found[0] and found[-1] <= month + timedelta(days=397)
    assert len(found) == 61


def test_a_series_is_the_same_listing_for_a_month(read: Any):
    feed = calendar("DTSTART:20150106T190000", "RRULE:FREQ=WEEKLY")
    month = [feed.replace("DTSTAMP:20260209", f"DTSTAMP:{day}") for day in ("20260201", "20260228")]
    first, last = (only_row(read(each, "a.ics"))["content_sha256"] for each in month)
    assert first == last


@pytest.mark.parametrize("end", [";COUNT=1", ";UNTIL=20270101T000000", ""])
def test_a_day_that_never_comes_is_not_looked_for_until_the_end_of_time(read: Any, end: str):
    lines = ["DTSTART:20260210T190000", f"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31{end}"]
    began = process_time()
    assert days(only_row(read(calendar(*lines), "a.ics"))) == ["2026-02-10"]
    assert process_time() - began < 2  # a twentieth of a second; up to the year 9999 it takes ten


def test_a_rule_for_every_second_costs_itself(read: Any):
    parts = {"BYHOUR": 24, "BYMINUTE": 60, "BYSECOND": 60}
    every = ";".join(f"{name}={','.join(map(str, range(many)))}" for name, many in parts.items())
    lines = ["DTSTART:20260210T190000", f"RRULE:FREQ=DAILY;{every}"]
    assert "at most 1,000 are allowed" in only_fault(read(calendar(*lines), "a.ics"))["reason"]


def test_moments_in_utc_are_shown_on_the_clock_of_the_calendar(read: Any):
    zone = "X-WR-TIMEZONE:America/Los_Angeles\n"
    lines = ["DTSTART:20260327T023000Z", "DTEND:20260327T040000Z"]
    assert starts(only_row(read(calendar(*lines, head=zone), "a.ics"))) == ["2026-03-26 19:30:00"]
    assert starts(only_row(read(calendar(*lines), "b.ics"))) == ["2026-03-27 02:30:00"]


def test_a_weekly_event_keeps_its_hour_over_the_change_of_the_clock(read: Any):
    lines = ["DTSTART;TZID=Europe/Berlin:20260324T193000", "RRULE:FREQ=WEEKLY;COUNT=2"]
    assert starts(only_row(read(calendar(*lines), "a.ics"))) == ["2026-03-24 19:30:00", "2026-03-31 19:30:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20260328T210000Z", "DTEND:20260329T020000Z"],
        ["DTSTART:20260328T210000Z", "DURATION:PT5H"],
        ["DTSTART;TZID=Europe/Berlin:20260328T220000", "DTEND:20260329T020000Z"],
        ["DTSTART;TZID=Europe/Berlin:20260328T220000", "DTEND;TZID=Europe/Berlin:20260329T040000"],
        [
            "DTSTART;TZID=Europe/Berlin:20260327T200000",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:u1",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260327T200000",
            "DTSTART:20260328T210000Z",
            "DTEND:20260329T020000Z",
        ],
    ],
)
def test_the_end_of_a_night_in_which_the_clock_changes_is_what_the_clock_shows(read: Any, lines: list[str]):
    row = only_row(read(calendar(*lines, head="X-WR-TIMEZONE:Europe/Berlin\n"), "a.ics"))
    assert (starts(row), str(row["dates"][0]["end_time"])) == (["2026-03-28 22:00:00"], "04:00:00")


def test_an_end_that_the_changed_clock_shows_before_the_start_is_left_out(read: Any):
    lines = ["DTSTART:20261025T004500Z", "DTEND:20261025T011500Z"]  # 2:45, and half an hour later 2:15
    row = only_row(read(calendar(*lines, head="X-WR-TIMEZONE:Europe/Berlin\n"), "a.ics"))
    assert (starts(row), row["dates"][0]["end_time"]) == (["2026-10-25 02:45:00"], None)


WEEKLY = [
    "DTSTART;TZID=Europe/Berlin:20260205T190000",
    "RRULE:FREQ=WEEKLY;UNTIL=20260226T180000Z",
    "EXDATE:20260212T180000Z",
]


@pytest.mark.parametrize("zone", ["", "UTC", "America/New_York"])
@pytest.mark.parametrize("name", ["Europe/Berlin", "W. Europe Standard Time"])
def test_the_end_and_exceptions_of_a_series_are_moments_whatever_the_calendar_shows(
    read: Any, zone: str, name: str
):
    head = f"X-WR-TIMEZONE:{zone}\n" if zone else ""
    lines = [line.replace("Europe/Berlin", name) for line in WEEKLY]
    row = only_row(read(calendar(*lines, head=head), "a.ics"))
    assert starts(row) == [f"2026-02-{day} 19:00:00" for day in ("05", "19", "26")]


def test_a_replaced_occurrence_is_known_by_its_moment(read: Any):
    series = ["DTSTART;TZID=Europe/Berlin:20260205T190000", "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT"]
    moved = ["BEGIN:VEVENT", "UID:u1", "RECURRENCE-ID:20260212T180000Z", "DTSTART:20260213T170000Z"]
    row = only_row(read(calendar(*series, *moved, head="X-WR-TIMEZONE:UTC\n"), "a.ics"))
    assert starts(row) == ["2026-02-05 19:00:00", "2026-02-13 18:00:00"]


def test_weekdays_of_a_series_in_utc_are_those_of_utc(read: Any):
    lines = ["DTSTART:20260306T233000Z", "RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2"]
    row = only_row(read(calendar(*lines, head="X-WR-TIMEZONE:Europe/Berlin\n"), "a.ics"))
    assert starts(row) == ["2026-03-07 00:30:00", "2026-03-14 00:30:00"]


def test_moments_in_utc_are_shown_in_the_one_zone_that_a_calendar_names_as_windows_does(read: Any):
    lines = ["DTSTART:20260210T180000Z", "DTEND;TZID=W. Europe Standard Time:20260210T200000"]
    assert starts(only_row(read(calendar(*lines), "a.ics"))) == ["2026-02-10 19:00:00"]


@pytest.mark.parametrize(
    ("start", "end", "stored"),
    [
        ("20260213T200000", "20260214T030000", "2026-02-13 20:00:00 03:00:00 None"),
        ("20260213T200000", "20260214T000000", "2026-02-13 20:00:00 00:00:00 None"),
        ("20260213T000000", "20260214T000000", "2026-02-13 00:00:00 23:59:00 None"),
        ("20260213T100000", "20260215T000000", "2026-02-13 10:00:00 23:59:00 2026-02-14"),
    ],
)
def test_a_calendar_event_that_ends_at_midnight_has_no_day_more(read: Any, start: str, end: str, stored: str):
    [found] = only_row(read(calendar(f"DTSTART:{start}", f"DTEND:{end}"), "a.ics"))["dates"]
    assert " ".join(str(part) for part in found.values()) == stored


def test_a_zone_nobody_knows_counts_as_the_clock_of_the_place(read: Any):
    row = only_row(read(calendar("DTSTART;TZID=Nowhere/Town:20260214T193000", "DURATION:PT2H"), "a.ics"))
    assert (starts(row), str(row["dates"][0]["end_time"])) == (["2026-02-14 19:30:00"], "21:30:00")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART:20260210T190000", "RRULE:FREQ=SECONDLY"], "RRULE repeats SECONDLY"),
        (["DTSTART:20260210T190000", "RRULE:FREQ=DAILY;INTERVAL=0"], "RRULE has an INTERVAL below 1"),
        (["DTSTART:20260210T190000", "RRULE:FREQ=YEARLY;BYEASTER=0"], "RRULE has BYEASTER"),
        (["DTSTART:2026xx"], "DTSTART cannot be read"),
        ([], "event_dates has no date"),
    ],
)
def test_a_calendar_event_that_cannot_be_dated_says_why(read: Any, lines: list[str], reason: str):
    assert reason in only_fault(read(calendar(*lines), "a.ics"))["reason"]


@pytest.mark.parametrize(
    ("ends", "read_ids", "lost"),
    [
        ((True, False, True), ["0", "2"], [(1, "1")]),
        ((True, False), ["0"], [(1, "1")]),
        ((False,), [], [(0, "0")]),
        ((False, False), [], [(0, "0"), (1, "1")]),
    ],
)
def test_a_calendar_event_without_its_end_costs_itself(
    read: Any, ends: tuple[bool, ...], read_ids: list[str], lost: list[tuple[int, str]]
):
    head = ["BEGIN:VEVENT", "SUMMARY:Chor", "DTSTART:20260210T190000"]
    events = [[*head, f"UID:{uid}", *["END:VEVENT"] * whole] for uid, whole in enumerate(ends)]
    lines = ["BEGIN:VCALENDAR", *(line for event in events for line in event), "END:VCALENDAR"]
    delivery = read("\r\n".join(lines), "a.ics")
    assert delivery.listings["listing_id"].to_pylist() == read_ids
    found = delivery.quarantine.to_pylist()
    assert [row["reason"] for row in found] == ["the event has no END:VEVENT"] * len(lost)
    assert [(row["position"], row["payload"].split("UID:")[1].strip()) for row in found] == lost


def test_a_cancelled_calendar_event_is_withdrawn(read: Any):
    row = only_row(read(calendar("DTSTART:20260214T190000", "STATUS:CANCELLED"), "a.ics"))
    assert (row["listing_id"], row["withdrawn"]) == ("u1", True)


def test_of_a_series_only_the_cancelled_occurrence_is_left_out(read: Any):
    series = ["DTSTART:20260210T190000", "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT"]
    dropped = [
        "BEGIN:VEVENT",
        "UID:u1",
        "RECURRENCE-ID:20260217T190000",
        "DTSTART:20260217T190000",
        "STATUS:CANCELLED",
    ]
    row = only_row(read(calendar(*series, *dropped), "a.ics"))
    assert (row["withdrawn"], days(row)) == (False, ["2026-02-10"])


def test_a_cancelled_occurrence_by_itself_does_not_withdraw_its_series(read: Any):
    lines = ["RECURRENCE-ID:20260217T190000", "DTSTART:20260217T190000", "STATUS:CANCELLED"]
    assert only_fault(read(calendar(*lines), "a.ics"))["reason"] == "event_dates has no date"


def test_time_stamps_of_a_calendar_do_not_change_the_content(read: Any):
    before = only_row(read(calendar("DTSTART:20260214T190000", "SEQUENCE:1"), "a.ics"))
    after = only_row(read(calendar("DTSTART:20260214T190000", "SEQUENCE:2"), "a.ics"))
    assert before["content_sha256"] == after["content_sha256"]
    assert before["payload"] != after["payload"]


def test_english_csv_with_moments_is_read(read: Any):
    text = "ID,Event Name,Start,End,Venue,City,Lat,Lng\n7,Quiz,2026-03-27 19:00,2026-03-27 21:00,Pub,Napa,38.3,-122.3\n"
    row = only_row(read(text, "a.csv"))
    assert (row["title"], row["venue"], row["latitude"], starts(row)) == (
        "Quiz",
        "Pub",
        38.3,
        ["2026-03-27 19:00:00"],
    )


def test_tabs_line_breaks_in_cells_and_a_byte_order_mark_are_read(read: Any):
    text = '\ufeffid\ttitle\tdate\tdescription\r\n1\tBall\t2026-02-14\t"zwei\r\nZeilen"\r\n'
    assert only_row(read(text.encode(), "a.tsv"))["description"] == "zwei\nZeilen"


def test_columns_of_any_name_are_read_by_a_mapping(tmp_path: Path):
    (tmp_path / "a.csv").write_text("nr;Was;Wann;Wo\n1;Ball;14.02.2026;Riegel\n")
    mapping = {"nr": "id", "Was": "title", "Wann": "date", "Wo": "location.city"}
    row = only_row(read_file(tmp_path / "a.csv", mapping))
    assert (row["title"], row["city"], days(row)) == ("Ball", "Riegel", ["2026-02-14"])


def test_a_publisher_has_a_mapping_beside_his_tables(tmp_path: Path):
    (tmp_path / "blatt_1.csv").write_text("nr;Was;Wann\n1;Ball;14.02.2026\n")
    before = read_file(tmp_path / "blatt_1.csv")
    assert "no column for id and title and date" in only_fault(before)["reason"]
    (tmp_path / "blatt.columns.toml").write_text('nr = "id"\nWas = "title"\nWann = "date"\n')
    after = read_file(tmp_path / "blatt_1.csv")
    assert only_row(after)["title"] == "Ball"
    assert before.sha256 != after.sha256 == file_sha256(tmp_path / "blatt_1.csv")
    assert find_files(tmp_path, "*") == [tmp_path / "blatt_1.csv"]


@pytest.mark.parametrize("text", ["Was = title", "Was = 1", '"nr" = "number"'])
def test_a_mapping_that_is_none_is_told(tmp_path: Path, text: str):
    (tmp_path / "blatt_1.csv").write_text("nr;Was;Wann\n1;Ball;14.02.2026\n")
    (tmp_path / "blatt.columns.toml").write_text(text)
    assert "mapping" in only_fault(read_file(tmp_path / "blatt_1.csv"))["reason"]


def test_a_mapping_to_a_field_that_does_not_exist_names_the_known_ones(tmp_path: Path):
    (tmp_path / "a.csv").write_text("nr\n1\n")
    reason = only_fault(read_file(tmp_path / "a.csv", {"nr": "number"}))["reason"]
    assert "names a field that does not exist: number; known are id, title" in reason


def test_rows_with_one_id_and_different_titles_are_not_merged(read: Any):
    delivery = read("id,title,date\n1,Ball,2026-02-14\n1,Markt,2026-02-15\n", "a.csv")
    assert (delivery.listings.num_rows, delivery.quarantine.num_rows) == (1, 1)


def test_flat_parquet_with_typed_columns_is_read(read: Any):
    columns = {
        "id": [1],
        "title": ["Ball"],
        "start": [datetime(2026, 2, 14, 20, 0)],
        "city": pa.array(["Riegel"]).dictionary_encode(),
        "admission_free": [True],
        "price": [None],
    }
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    row = only_row(read(file.getvalue(), "a.parquet"))
    assert (row["listing_id"], starts(row), row["admission_free"]) == ("1", ["2026-02-14 20:00:00"], True)


def test_text_that_is_no_utf8_costs_one_parquet_row(read: Any):
    bad = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.array([0, 4, 6], pa.int32()).buffers()[1], pa.py_buffer(b"Ball\xff\xfe")]
    )
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "title": bad, "date": ["2026-02-14"] * 2}), file)
    delivery = read(file.getvalue(), "a.parquet")
    assert delivery.listings["title"].to_pylist() == ["Ball"]
    assert "cannot be read" in delivery.quarantine["reason"][0].as_py()
