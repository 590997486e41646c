"""Events of schema.org: which are found, how they are called and what is read of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ingest.conftest import only_row, starts


def schema_org(**fields: Any) -> dict[str, Any]:
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Konzert",
        "startDate": "2026-02-14T20:00",
    }
    return event | fields


def web(**fields: Any) -> str:
    return json.dumps(schema_org(**fields))


def test_one_schema_org_object_is_one_listing(read: Any):
    row = only_row(read(web(url="https://x.example/1"), "a.json"))
    assert (row["title"], row["listing_id"], starts(row)) == (
        "Konzert",
        "https://x.example/1",
        ["2026-02-14 20:00:00"],
    )


def test_events_that_share_the_address_of_their_page_keep_apart(read: Any):
    page = [schema_org(url="https://x.example/", name=name) for name in ("Konzert", "Lesung")]
    delivery = read(json.dumps(page), "a.jsonld")
    assert len(set(delivery.listings["listing_id"].to_pylist())) == 2


@pytest.mark.parametrize(
    "holder",
    [
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": schema_org(url="b")}]},
        {"@type": "ItemList", "itemListElement": [schema_org(url="b")]},
        {"@type": "WebPage", "mainEntity": schema_org(url="b")},
        {"@type": "MusicVenue", "event": [schema_org(url="b")]},
        {"@type": "WebPage", "mainEntity": {"@type": "ItemList", "itemListElement": schema_org(url="b")}},
    ],
)
def test_events_inside_other_things_are_read_beside_others(read: Any, holder: dict[str, Any]):
    delivery = read(json.dumps([schema_org(url="a"), holder]), "a.jsonld")
    assert delivery.listings["listing_id"].to_pylist() == ["a", "b"]


def test_the_parts_of_an_event_are_events(read: Any):
    parts = [schema_org(url=url, subEvent=schema_org(url=f"{url}1")) for url in "bc"]
    delivery = read(web(url="a", subEvent=parts), "a.jsonld")
    assert delivery.listings["listing_id"].to_pylist() == ["a", "b", "b1", "c", "c1"]


@pytest.mark.parametrize(
    "again",
    [
        schema_org(**{"@id": "#1"}),
        {"@type": "Event", "@id": "#1"},
        schema_org(url="b", subEvent={"@type": "Event", "@id": "#1"}),
    ],
)
def test_the_id_of_an_event_does_not_depend_on_how_often_its_page_tells_of_it(read: Any, again: Any):
    delivery = read(json.dumps([schema_org(**{"@id": "#1"}), again]), "a.jsonld")
    assert set(delivery.listings["listing_id"].to_pylist()) <= {"#1", "b"}
    assert delivery.quarantine.num_rows == 0


def test_a_name_nested_deeply_costs_its_event(read: Any):
    deep = web(url="a", name="HERE").replace('"HERE"', '{"name": ' * 600 + '"Konzert"' + "}" * 600)
    delivery = read(f"[{deep}, {web(url='b')}]", "a.jsonld")
    assert delivery.listings["listing_id"].to_pylist() == ["b"]
    assert "nested more than 64 levels deep" in delivery.quarantine["reason"][0].as_py()


def test_an_event_without_any_id_has_the_same_one_again(read: Any):
    first, second = (only_row(read(web(description=text), "a.jsonld")) for text in ("alt", "neu"))
    assert first["listing_id"] == second["listing_id"]
    assert first["content_sha256"] != second["content_sha256"]


@pytest.mark.parametrize(
    ("location", "column", "value"),
    [
        ("Festhalle", "venue", "Festhalle"),
        ({"@type": "Place", "name": "Halle", "address": "Seeweg 1, Riegel"}, "street", "Seeweg 1, Riegel"),
        ([{"@type": "VirtualLocation"}, {"@type": "Place", "name": "Halle"}], "venue", "Halle"),
        ({"@type": "VirtualLocation", "url": "https://x.example"}, "online", True),
    ],
)
def test_schema_org_places(read: Any, location: Any, column: str, value: Any):
    assert only_row(read(web(location=location), "a.jsonld"))[column] == value


@pytest.mark.parametrize(
    ("status", "withdrawn"),
    [
        ("https://schema.org/EventCancelled", True),
        ("http://schema.org/EventCancelled", True),
        ("EventCancelled", True),
        ({"@id": "schema:EventCancelled"}, True),
        ("https://schema.org/EventScheduled", False),
        ("https://schema.org/EventRescheduled", False),
    ],
)
def test_a_cancelled_schema_org_event_is_withdrawn(read: Any, status: Any, withdrawn: bool):
    assert only_row(read(web(eventStatus=status), "a.jsonld"))["withdrawn"] is withdrawn
