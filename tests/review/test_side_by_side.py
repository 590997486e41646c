from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from event_dedup.review.fields import address, day, metres_apart, moment, occasion
from event_dedup.review.html import Safe, join, tag, text
from event_dedup.review.side_by_side import distance, many_side_by_side, marked, side_by_side

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>[a](javascript:alert(3))</script>\"'"


def listing(**fields: Any) -> dict[str, Any]:
    names = """title source_type short_description description highlights venue city district street street_no
        zipcode country latitude longitude categories is_family_event is_child_focused admission_free
        registration_required registration_contact online file listing_id source delivered_at"""
    blank = dict.fromkeys(names.split()) | {
        "source": "bwj",
        "listing_id": "1",
        "file": "bwj_1.json",
        "dates": [],
    }
    return blank | {"title": "Umzug"} | fields


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"street": "Lange Gasse"}, "Lange Gasse 501, 95401 Santa Rosa"),
        ({"street": "Lange Gasse", "country": "USA"}, "501 Lange Gasse, Santa Rosa 95401, USA"),
        ({"street": "Mendocino Ave"}, "501 Mendocino Ave, Santa Rosa 95401"),
        ({"street": "5th St. NW, Suite 2"}, "501 5th St. NW, Suite 2, Santa Rosa 95401"),
        ({"street": "Dry Creek Lane", "street_no": None}, "Dry Creek Lane, Santa Rosa 95401"),
        ({"street": "St. Georgener Straße"}, "St. Georgener Straße 501, 95401 Santa Rosa"),
        ({"street": "Robert Way", "country": "Deutschland"}, "Robert Way 501, 95401 Santa Rosa, Deutschland"),
    ],
)
def test_an_address_has_the_order_of_its_country_or_of_the_words_of_its_street(
    fields: dict[str, Any], written: str
) -> None:
    place = {"street_no": "501", "zipcode": "95401", "city": "Santa Rosa"}
    assert address(listing(**{**place, **fields})) == written


def test_text_is_never_markup() -> None:
    assert text(EVIL) == (
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;"
        "[a](javascript:alert(3))&lt;/script&gt;&quot;&#x27;"
    )


def test_an_attribute_is_never_markup() -> None:
    assert tag("i", title='"><script>') == '<i title="&quot;&gt;&lt;script&gt;"></i>'


def test_what_is_safe_is_not_escaped_twice() -> None:
    assert join([tag("b", "<"), Safe("<i></i>")], " & ") == "<b>&lt;</b> &amp; <i></i>"


@pytest.mark.parametrize("field", ["title", "description", "venue", "city", "source", "listing_id", "file"])
def test_no_field_of_a_listing_is_interpreted(field: str) -> None:
    evil, plain = listing(**{field: EVIL}), listing(**{field: "plain"})
    for html in (
        side_by_side(evil, plain),
        side_by_side(plain, evil),
        many_side_by_side([evil, plain, evil]),
    ):
        assert "<script" not in html
        assert "<img" not in html


def test_words_that_the_other_lacks_are_marked() -> None:
    assert marked("Großer Umzug", "umzug") == "<mark>Großer</mark> Umzug"


def test_case_accents_and_written_out_umlauts_are_no_difference() -> None:
    assert marked("Müllheim STRASSE Café", "muellheim straße cafe") == "Müllheim STRASSE Café"


def test_nothing_is_marked_where_the_other_has_nothing() -> None:
    assert marked("Umzug", None) == "Umzug"


def test_days_read_the_same_everywhere() -> None:
    assert day(date(2026, 2, 14)) == "Sat 14 Feb 2026"
    assert moment(datetime(2026, 2, 14, 9, 5)) == "14 Feb 2026, 09:05 UTC"
    assert moment(None) == "never"


def test_an_occasion_has_its_times_and_last_day() -> None:
    entry = {
        "date": date(2026, 2, 14),
        "start_time": time(19, 30),
        "end_time": time(22),
        "end_date": date(2026, 2, 15),
    }
    assert occasion(entry) == "Sat 14 Feb 2026 to Sun 15 Feb 2026, 19:30–22:00"


def test_distances_are_told_in_metres_or_kilometres() -> None:
    freiburg, basel = listing(latitude=47.9959, longitude=7.8522), listing(latitude=47.5596, longitude=7.5886)
    metres = metres_apart(freiburg, basel)
    assert metres is not None
    assert distance(metres) == "52.4 km apart"
    assert distance(120) == "120 m apart"
    assert metres_apart(freiburg, listing()) is None
