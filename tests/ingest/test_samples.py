"""Every format has a sample file and the listings expected of it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from event_dedup.ingest import LISTING_SCHEMA, PARSERS, SUFFIXES, Delivery, read_file
from event_dedup.store.schema import LISTING_FIELDS

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Delivery:
    return read_file(SAMPLES / name)


def delivered(rows: Delivery) -> list[dict[str, Any]]:
    hidden = {"content_sha256", "payload", "source", "record_id", "position", "withdrawn"}
    return [
        {key: value for key, value in row.items() if value is not None and key not in hidden}
        for row in rows.listings.to_pylist()
    ]


def on(day: str, start: str | None = None, end: str | None = None, last: str | None = None) -> dict[str, Any]:
    return {
        "date": date.fromisoformat(day),
        "start_time": time.fromisoformat(start) if start else None,
        "end_time": time.fromisoformat(end) if end else None,
        "end_date": date.fromisoformat(last) if last else None,
    }


def test_every_format_has_a_sample():
    formats = {read_file(path).format for path in SAMPLES.iterdir()}
    assert formats == set(PARSERS) == set(SUFFIXES.values())


def test_listing_columns_are_those_of_the_store():
    con = duckdb.connect()
    con.execute(f"CREATE TABLE listing ({LISTING_FIELDS})")
    delivery = sample("blatt_2026-02-09.json")
    con.register("delivered", delivery.listings)
    stored = [(name, kind) for name, kind, *_ in con.sql("DESCRIBE listing").fetchall()]
    assert stored == [(name, kind) for name, kind, *_ in con.sql("DESCRIBE delivered").fetchall()]
    assert [name for name, _ in stored] == LISTING_SCHEMA.names
    con.execute("INSERT INTO listing FROM delivered")
    assert con.sql("FROM listing").fetchall()


def test_json_document_gives_listings_a_withdrawal_and_what_the_publisher_rejected():
    delivery = sample("blatt_2026-02-09.json")
    assert (delivery.source, delivery.format, delivery.entries) == ("blatt", "json", 5)
    assert delivery.processed_at == datetime(2026, 2, 9, 6, 30)
    assert delivered(delivery) == [
        {
            "listing_id": "blatt-1",
            "title": "Hemdglunkerumzug der Rebgeister",
            "source_type": "artikel",
            "description": "Lärmender Zug durch die Gassen.\nTreffpunkt ist der Brunnen.",
            "highlights": ["Guggenmusik"],
            "dates": [on("2026-02-12", "19:00")],
            "venue": "Brunnenplatz",
            "city": "Kenzingen",
            "district": "Bombach",
            "zipcode": "79341",
            "country": "Deutschland",
            "latitude": 48.1919,
            "longitude": 7.7686,
            "geo_confidence": 0.4,
            "categories": ["Fasnet"],
            "admission_free": True,
            "confidence_score": 0.93,
        },
        {
            "listing_id": "2",
            "title": "Weinmesse",
            "source_type": "terminliste",
            "dates": [on("2026-02-14", "11:00", "00:00"), on("2026-02-15", "11:00", "18:00")],
            "online": False,
        },
        {"listing_id": "blatt-3", "title": "", "source_type": "", "dates": []},
    ]
    assert delivery.listings["withdrawn"].to_pylist() == [False, False, True]
    assert "unknown keys stay" in delivery.listings["payload"][0].as_py()
    [rejected] = delivery.quarantine.to_pylist()
    assert (rejected["position"], rejected["reason"]) == (4, "rejected by the publisher: no event")


def test_json_lines_cost_one_entry_a_bad_line():
    delivery = sample("kurier_2026-02-09.jsonl")
    assert delivered(delivery) == [
        {
            "listing_id": "k1",
            "title": "Blutspende",
            "source_type": "terminliste",
            "dates": [on("2026-02-20", "14:30", "19:30")],
            "city": "Riegel",
        }
    ]
    assert [(row["position"], row["reason"]) for row in delivery.quarantine.to_pylist()] == [
        (1, 'event_dates[0].date ("2026-02-30") is a day that does not exist'),
        (2, "the line is no JSON: unterminated string starting at column 110"),
    ]


def test_csv_rows_that_differ_in_the_date_alone_are_one_listing():
    delivery = sample("verein_termine.csv")
    place = {"source_type": "terminliste"}
    assert delivered(delivery) == [
        place
        | {
            "listing_id": "v1",
            "title": "Vereinsabend",
            "dates": [on("2026-02-13", "20:00")],
            "venue": "Zunftstube",
            "city": "Endingen",
            "zipcode": "79346",
            "categories": ["Verein", "Treffen"],
        },
        place
        | {
            "listing_id": "v2",
            "title": "Theater; drei Einakter",
            "dates": [on("2026-02-20", "19:30"), on("2026-02-21", "19:30")],
            "venue": "Limburghalle",
            "city": "Sasbach",
            "zipcode": "79361",
            "categories": ["Theater"],
        },
    ]
    assert '"Preis":"8 Euro"' in delivery.listings["payload"][1].as_py()
    assert delivery.quarantine["reason"].to_pylist() == ["the row has 3 cells, the header 9"]


def test_parquet_takes_nested_columns_and_nan_for_nothing():
    assert delivered(sample("portal_export.parquet")) == [
        {
            "listing_id": "p1",
            "title": "Flohmarkt",
            "source_type": "terminliste",
            "dates": [on("2026-02-14", "09:00")],
            "city": "Waldkirch",
            "latitude": 48.09,
            "longitude": 7.96,
            "categories": ["Markt"],
        },
        {
            "listing_id": "p2",
            "title": "Orgelkonzert",
            "source_type": "terminliste",
            "dates": [on("2026-02-15")],
            "venue": "Kirche",
            "city": "Elzach",
        },
    ]


def test_icalendar_expands_recurrence_and_obeys_exceptions():
    delivery = sample("kulturhaus_feed.ics")
    kind = {"source_type": "terminliste"}
    assert delivered(delivery) == [
        kind
        | {
            "listing_id": "chor@kulturhaus.example",
            "title": "Offenes Singen, für alle",
            "dates": [
                on("2026-02-10", "19:30", "21:00"),
                on("2026-02-25", "20:00", "21:30"),
                on("2026-03-03", "19:30", "21:00"),
                on("2026-03-10", "19:30", "21:00"),
            ],
            "venue": "Kulturhaus, Saal 2",
            "latitude": 48.0,
            "longitude": 7.85,
            "categories": ["Musik", "Mitmachen"],
        },
        kind
        | {
            "listing_id": "ausstellung@kulturhaus.example",
            "title": "Ausstellung Glas",
            "dates": [on("2026-03-01", last="2026-03-15")],
        },
        kind
        | {
            "listing_id": "disco@kulturhaus.example",
            "title": "Disco",
            "dates": [on("2026-02-14", "22:00", "03:00")],
        },
    ]
    assert delivery.quarantine["reason"].to_pylist() == ["id is missing"]


def test_schema_org_graph_gives_its_events():
    assert delivered(sample("museum_web.jsonld")) == [
        {
            "listing_id": "https://museum.example/termine/7",
            "title": "Mühlen am Fluss",
            "source_type": "terminliste",
            "description": "Modelle und Bilder.",
            "dates": [on("2026-02-15", "10:00", "17:00", "2026-03-01")],
            "venue": "Kornhaus",
            "city": "Emmendingen",
            "street": "Marktgasse 3",
            "zipcode": "79312",
            "country": "DE",
            "latitude": 48.1214,
            "longitude": 7.8493,
            "categories": ["ExhibitionEvent", "Ausstellung", "Technik"],
            "admission_free": True,
        },
        {
            "listing_id": "https://museum.example/",
            "title": "Museumsnacht",
            "source_type": "terminliste",
            "dates": [on("2026-02-28", "22:00", "02:00")],
            "categories": ["SocialEvent"],
            "admission_free": False,
            "online": True,
        },
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_reading_twice_gives_the_same(name: str):
    once, again = sample(name), sample(name)
    assert once.listings.equals(again.listings)
    assert once.quarantine.equals(again.quarantine)
    assert once.entries == again.entries
