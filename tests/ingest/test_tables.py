"""Tables: no cell is lost, whatever the columns are called and in whatever order they stand."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from event_dedup.ingest.check import check_entries
from tests.ingest.conftest import event, only_fault, only_row


def cells(**columns: str) -> str:
    """A table of one listing with these columns beside id, title and date."""
    row = {"id": "1", "title": "Dorffest", "date": "2026-06-20", **columns}
    return "\n".join([";".join(row), ";".join(row.values())]) + "\n"


def parquet(**columns: Any) -> bytes:
    """The same as Parquet, with columns of any type."""
    file, row = io.BytesIO(), {"id": ["1"], "title": ["Dorffest"], "date": ["2026-06-20"]}
    pq.write_table(pa.table(row | columns), file)
    return file.getvalue()


def payload(row: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(row["payload"]))


@pytest.mark.parametrize("order", [["location", "city"], ["city", "location"]])
def test_a_column_location_is_the_venue_beside_a_column_of_the_town(read: Any, order: list[str]):
    values = {"location": "Festplatz", "city": "Riegel"}
    row = only_row(read(cells(**{name: values[name] for name in order}), "a.csv"))
    assert (row["venue"], row["city"]) == ("Festplatz", "Riegel")


@pytest.mark.parametrize("order", [["Ort", "Stadt"], ["Stadt", "Ort"]])
def test_a_column_ort_is_the_venue_beside_a_column_of_the_town(read: Any, order: list[str]):
    values = {"Ort": "Festplatz", "Stadt": "Riegel"}
    row = only_row(read(cells(**{name: values[name] for name in order}), "a.csv"))
    assert (row["venue"], row["city"]) == ("Festplatz", "Riegel")


def test_a_column_ort_alone_or_beside_a_venue_is_the_town(read: Any):
    row = only_row(read(cells(Ort="Riegel"), "a.csv"))
    assert (row["venue"], row["city"]) == (None, "Riegel")
    row = only_row(read(cells(Ort="Riegel", venue="Festplatz", Gemeinde="Bahlingen"), "a.csv"))
    assert (row["venue"], row["city"]) == ("Festplatz", "Riegel")


def test_a_second_column_of_a_field_is_kept_under_its_own_name(read: Any):
    row = only_row(read(cells(description="kurz", details="lang", venue="Saal", location="Halle"), "a.csv"))
    assert (row["description"], row["venue"]) == ("kurz", "Saal")
    assert payload(row)["details"] == "lang"
    assert payload(row)["location (2)"] == "Halle"


def test_columns_of_categories_are_joined(read: Any):
    row = only_row(read(cells(category="Musik", tags="Jazz,Musik"), "a.csv"))
    assert row["categories"] == ["Musik", "Jazz"]


def test_of_two_columns_of_one_name_both_are_kept(read: Any):
    text = "id,title,date,note,note\n1,Dorffest,2026-06-20,x,y\n"
    kept = payload(only_row(read(text, "a.csv")))
    assert (kept["note"], kept["note (2)"]) == ("x", "y")


def test_a_parquet_file_with_two_columns_of_one_name_loses_none(read: Any):
    file, names = io.BytesIO(), ["id", "title", "date", "note", "note"]
    pq.write_table(pa.table([["1"], ["Dorffest"], ["2026-06-20"], ["x"], ["y"]], names=names), file)
    kept = payload(only_row(read(file.getvalue(), "a.parquet")))
    assert (kept["note"], kept["note (2)"]) == ("x", "y")


def test_a_type_that_json_has_not_is_text(read: Any):
    uuid = UUID(int=7)
    columns = {
        "dauer": pa.array([timedelta(hours=2)]),
        "id": pa.ExtensionArray.from_storage(pa.uuid(), pa.array([uuid.bytes], pa.binary(16))),
        "ende": pa.array([timedelta(hours=20)]),
        "parts": [[timedelta(days=1)]],
    }
    row = only_row(read(parquet(**columns), "a.parquet"))
    assert (row["listing_id"], str(row["dates"][0]["end_time"])) == (str(uuid), "20:00:00")
    assert (payload(row)["dauer"], payload(row)["parts"]) == ("2:00:00", ["1 day, 0:00:00"])


def test_a_value_that_no_json_holds_costs_its_entry():
    checked = check_entries("a", [event(note=object()), event(id="e2")])
    assert checked.listings["listing_id"].to_pylist() == ["e2"]
    assert "JSON has no form for" in checked.quarantine["reason"][0].as_py()


@pytest.mark.parametrize("cell", ["bald", "5", '{"day": 1}'])
def test_rows_of_one_listing_whose_dates_are_no_list_cost_themselves(read: Any, cell: str):
    text = f"id;title;event_dates\n1;Dorffest;{cell}\n1;Dorffest;{cell}\n2;Markt;[]\n"
    reasons = read(text, "a.csv").quarantine["reason"].to_pylist()
    assert len(reasons) == 2
    assert reasons[0].startswith("event_dates[0]")


def test_a_second_column_of_the_day_stands_with_its_date(read: Any):
    text = "id,title,datum,tag\n1,Dorffest,2026-06-20,Samstag\n1,Dorffest,2026-06-21,Sonntag\n"
    days = payload(only_row(read(text, "a.csv")))["event_dates"]
    assert days == [{"date": "2026-06-20", "tag": "Samstag"}, {"date": "2026-06-21", "tag": "Sonntag"}]


def test_a_column_that_only_seems_to_be_the_end_changes_no_date(read: Any):
    row = only_row(read(cells(datum_bis="2026-06-20", end_date="2026-06-30"), "a.csv"))
    assert row["dates"][0]["end_date"] is None
    assert payload(row)["event_dates"][0]["end_date (2)"] == "2026-06-30"


def test_a_stray_quote_costs_its_line_alone(read: Any):
    lines = [
        "id,title,date",
        "1,Dorffest,2026-06-20",
        '2,"Lesung ""Momo""\naus dem Buch",2026-06-20',
        '3,"Die "kleine" Hexe",2026-06-21',
        '4,"Lesung\nam Abend",2026-06-22',
        '5,"Nie zu,2026-06-22',
        "6,Markt,2026-06-23",
    ]
    delivery = read("\r\n".join(lines) + "\r\n", "a.csv")
    assert delivery.listings["listing_id"].to_pylist() == ["1", "2", "4", "6"]
    assert delivery.listings["title"].to_pylist()[2] == "Lesung\nam Abend"
    hexe, never = delivery.quarantine.to_pylist()
    assert hexe["reason"] == "the line is no CSV: ',' expected after '\"' (line 5)"
    assert hexe["payload"] == lines[3]
    assert never["reason"] == "the line is no CSV: a quote is opened and never closed (line 8)"
    assert (hexe["position"], never["position"]) == (2, 4)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Musik, Tanz", ["Musik", "Tanz"]),
        ("Kunst, Kultur|Tanz", ["Kunst, Kultur", "Tanz"]),
        ('["Kunst, Kultur"]', ["Kunst, Kultur"]),
        ("[neu] Tanz", ["[neu] Tanz"]),
    ],
)
def test_lists_are_json_or_separated(read: Any, cell: str, expected: list[str]):
    quoted = cell.replace('"', '""')
    row = only_row(read(f'id;title;date;kategorie\n1;Dorffest;2026-06-20;"{quoted}"\n', "a.csv"))
    assert row["categories"] == expected


def test_an_apostrophe_of_a_publisher_stays(read: Any):
    assert only_row(read("id,title,date\n1,'@home',2026-06-20\n", "a.csv"))["title"] == "'@home'"


@pytest.mark.parametrize(("named", "between"), [("sep=;", ";"), ("SEP=\t", "\t"), ('"sep=^"', "^")])
def test_the_separator_that_a_first_line_names_is_taken(read: Any, named: str, between: str):
    table = [["id", "title", "date"], ["1", "Ball, Tanz", "2026-06-20"], ["2", '"', "2026-06-20"]]
    lines = [f"\ufeff{named}", *(between.join(cells) for cells in table)]
    delivery = read("\r\n".join(lines) + "\r\n", "a.csv")
    assert delivery.listings.column("title").to_pylist() == ["Ball, Tanz"]
    assert "(line 4)" in delivery.quarantine.to_pylist()[0]["reason"]


def test_a_table_that_names_its_separator_and_nothing_else_has_no_columns(read: Any):
    assert "no column for id" in only_fault(read("sep=;\n", "a.csv"))["reason"]
