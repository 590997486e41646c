"""Look-alikes that stay apart and rewritten titles that belong together, through prepare, blocking and scoring."""

from __future__ import annotations

import pytest
from duckdb import DuckDBPyConnection

from .listings import listing, scored

SAME = {
    "headline and calendar name": (
        listing(
            "a/1",
            "Wenn die Strohgeister durch die Gassen springen",
            time="14:11",
            city="Tannau",
            venue="Rathausplatz",
            description="Der Umzug der Narrenzunft Strohgeister Tannau zieht los. Zugführer ist Emil Rautwasser.",
        ),
        listing(
            "b/1",
            "Narrenumzug der Strohgeister",
            time="14:11",
            city="Tannau",
            venue="Rathausplatz",
            description="Umzug mit der Narrenzunft Strohgeister, Zugführer Emil Rautwasser.",
        ),
    ),
    "prefix and compound": (
        listing(
            "a/1", "Vortrag: Bienenhaltung im Schwarzwald", time="19:30", city="Tannau", venue="Pfarrsaal"
        ),
        listing("b/1", "Bienen-Haltung im Schwarzwald", time="19:30", city="Tannau", venue="Pfarrsaal"),
    ),
    "midnight for a real time": (
        listing("a/1", "Jahreskonzert Musikverein Lyra", time="00:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Jahreskonzert Musikverein Lyra", time="20:00", city="Tannau", venue="Rebhalle"),
    ),
    "bare brand and brand with city": (
        listing("a/1", "Quarkconf", city="Utrecht", country="Netherlands", end_date="2031-05-04"),
        listing("b/1", "Quarkconf Utrecht 2031", city="Utrecht", country="NL", end_date="2031-05-04"),
    ),
    "a wrong date in another list": (
        listing("a/1", "Rustic Quarks Conference", city="Utrecht"),
        listing("b/1", "Rustic Quarks Conference", "2031-05-04", city="Utrecht"),
    ),
    "title and venue in the title": (
        listing("a/1", "Nebelgeiger", time="20:00", venue="Kulturscheune Alpach", city="Alpach"),
        listing(
            "b/1",
            "Nebelgeiger in der Kulturscheune",
            time="20:00",
            venue="Kulturscheune Alpach",
            city="Alpach",
        ),
    ),
}
DIFFERENT = {
    "afternoon and evening performance": (
        listing("a/1", "Die Räuberbraut", time="14:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Die Räuberbraut", time="19:30", city="Tannau", venue="Rebhalle"),
    ),
    "part 1 and part 2": (
        listing("a/1", "Erste Hilfe am Hund, Teil 1", time="19:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Erste Hilfe am Hund, Teil 2", time="20:30", city="Tannau", venue="Rebhalle"),
    ),
    "varsity and junior": (
        listing("a/1", "Ashford Varsity Softball vs. Milden", time="16:00", venue="Ashford High School"),
        listing("a/2", "Ashford JV Softball vs. Milden", time="16:00", venue="Ashford High School"),
    ),
    "one class at two libraries": (
        listing("a/1", "Toddler Storytime", time="10:30", city="Ashford", venue="Ashford Library"),
        listing("b/1", "Toddler Storytime", time="10:30", city="Milden", venue="Milden Branch Library"),
    ),
    "one party's stand in two towns": (
        listing("a/1", "Infostand Bürgerliste", time="10:00", city="Tannau", venue="Marktplatz"),
        listing("b/1", "Infostand Bürgerliste", time="10:00", city="Alpach", venue="Marktplatz"),
    ),
    "next week's meeting": (
        listing("a/1", "Skatabend", "2031-05-03", "19:00", city="Tannau", venue="Löwen"),
        listing("b/1", "Skatabend", "2031-05-10", "19:00", city="Tannau", venue="Löwen"),
    ),
    "one brand in two cities": (
        listing("a/1", "QuarkDays Utrecht", city="Utrecht", country="Netherlands"),
        listing("b/1", "QuarkDays Leeds", city="Leeds", country="UK"),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_listings_of_one_event_match(con: DuckDBPyConnection, name: str) -> None:
    assert max(scored(con, list(SAME[name])).values(), default=-99) > 0


@pytest.mark.parametrize("name", DIFFERENT)
def test_look_alikes_do_not_match(con: DuckDBPyConnection, name: str) -> None:
    assert max(scored(con, list(DIFFERENT[name])).values(), default=-99) < 0
