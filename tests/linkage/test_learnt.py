"""What listings tell of places, series and siblings, learnt from them and frozen, and which pairs it joins or parts."""

from __future__ import annotations

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from event_dedup.linkage import default_model, match_weight
from event_dedup.settings import Thresholds

from .listings import adapted, listing, scored

pytestmark = pytest.mark.slow

MERGE = match_weight(Thresholds().merge)

SIDE_BY_SIDE = (
    listing("a/1", "Fotos retten: Dias von früher", time="13:00", city="Tannau", venue="Werkhaus"),
    listing("a/2", "Fotos retten: Filme auf Band", time="13:00", city="Tannau", venue="Werkhaus"),
    listing("b/1", "Fotos retten: Dias von früher", time="13:00", city="Tannau", venue="Werkhaus"),
    listing("b/2", "Fotos retten: Filme auf Band", time="13:00", city="Tannau", venue="Werkhaus"),
)


def test_titles_that_one_source_lists_side_by_side_are_two_events_for_all_sources(
    con: DuckDBPyConnection,
) -> None:
    unaware, aware = (
        scored(con, list(SIDE_BY_SIDE), model) for model in (None, adapted(con, list(SIDE_BY_SIDE)))
    )
    assert aware["a/1", "b/2"] < 0 < aware["a/1", "b/1"]
    assert aware["a/1", "b/2"] < unaware["a/1", "b/2"] - 2


def test_what_two_sources_list_side_by_side_is_two_events_for_each_of_them_too(
    con: DuckDBPyConnection,
) -> None:
    both = list(SIDE_BY_SIDE)
    alone, agreed = (scored(con, both, adapted(con, seen)) for seen in (both[:2], both))
    assert agreed["a/1", "a/2"] < -2 < alone["a/1", "a/2"]


def test_a_rare_title_in_two_towns_is_one_event_until_a_third_town_has_it(con: DuckDBPyConnection) -> None:
    towns = [
        listing(
            f"{source}/1", "Rustic Quarks Summit", city=city, country="Netherlands", end_date="2031-05-04"
        )
        for source, city in (("a", "Utrecht"), ("b", "Zeist"), ("c", "Leiden"))
    ]
    two, three = (scored(con, towns, adapted(con, seen)) for seen in (towns[:2], towns))
    assert three["a/1", "b/1"] < -2 < 0 < two["a/1", "b/1"]


TWO_TOWNS = [
    listing(f"c/{number}", f"Korbmarkt {number}", f"2031-06-0{number}", city=city)
    for number, city in enumerate(("Tannau", "Tannau", "Tannau", "Alpach", "Alpach", "Alpach"), 1)
]


def test_a_calendar_that_leaves_its_town_out_lists_that_town(con: DuckDBPyConnection) -> None:
    here = [
        listing("kalender-tannau/1", "Wochenmarkt", time="08:00"),
        listing("b/1", "Wochenmarkt", time="08:00", city="Tannau"),
        listing("b/2", "Wochenmarkt", time="08:00", city="Alpach"),
    ]
    pairs = scored(con, here, adapted(con, [*TWO_TOWNS, *here]))
    assert pairs["b/2", "kalender-tannau/1"] < 0 < pairs["b/1", "kalender-tannau/1"]


def test_a_house_that_bears_the_name_of_a_town_is_in_that_town(con: DuckDBPyConnection) -> None:
    here = [
        listing("a/1", "Hemdglunkerumzug", time="19:00", venue="Festhalle Tannau"),
        listing("b/1", "Hemdglunkerumzug", time="19:00", city="Tannau"),
        listing("b/2", "Hemdglunkerumzug", time="19:00", city="Alpach", venue="Festhalle"),
    ]
    pairs = scored(con, here, adapted(con, [*TWO_TOWNS, *here]))
    assert pairs["a/1", "b/2"] < 0 < pairs["a/1", "b/1"]


def test_an_event_of_a_quarter_named_anywhere_is_hardly_that_of_the_town(con: DuckDBPyConnection) -> None:
    known = [
        listing("c/1", "Korbmarkt", "2031-06-01", city="Tannau", district="Rebstetten"),
        listing("c/2", "Korbmarkt", "2031-06-02", city="Tannau", district="Rebstetten"),
        listing("c/3", "Korbmarkt", "2031-06-03", city="Tannau"),
    ]
    here = [
        listing("a/1", "Rathaussturm", time="11:00", city="Tannau", venue="Rathaus Tannau"),
        listing("b/1", "Rathaussturm in Rebstetten", time="11:00", city="Tannau"),
        listing("d/1", "Sturm aufs Rathaus", time="11:00", city="Tannau", district="Rebstetten"),
    ]
    pairs = scored(con, here, adapted(con, [*known, *here]))
    assert max(pairs["a/1", "b/1"], pairs["a/1", "d/1"]) < pairs["b/1", "d/1"] - 4


def test_a_town_with_a_hyphen_in_its_name_is_one_town(con: DuckDBPyConnection) -> None:
    known = [
        listing("c/1", "Korbmarkt", "2031-06-01", city="Klein-Tannau", district="Rebstetten"),
        listing("c/2", "Korbmarkt", "2031-06-02", city="Klein-Tannau", district="Rebstetten"),
        listing("c/3", "Korbmarkt", "2031-06-03", city="Klein-Alpach", district="Nebelau"),
    ]
    model = adapted(con, known)
    assert model.lexicon["quarters"]["rebstetten"] == "klein tannau"
    assert model.lexicon["quarters"]["nebelau"] == "klein alpach"


def test_a_title_tells_the_town_where_nothing_else_does(con: DuckDBPyConnection) -> None:
    here = [
        listing("a/1", "Narrenbaumstellen Tannau", time="15:00", venue="Rathaus"),
        listing("b/1", "Narrenbaumstellen", time="15:00", city="Tannau"),
        listing("b/2", "Narrenbaumstellen", time="15:00", city="Alpach", venue="Rathaus"),
    ]
    pairs = scored(con, here, adapted(con, [*TWO_TOWNS, *here]))
    assert pairs["a/1", "b/2"] < 0 < pairs["a/1", "b/1"]


def test_the_beginning_of_a_text_tells_the_town_where_nothing_else_does(con: DuckDBPyConnection) -> None:
    here = [
        listing(
            "a/1", "Kranzniederlegung", time="11:00", venue="Dorfplatz", description="Alpach. Mit Posaunen."
        ),
        listing("b/1", "Kranzniederlegung", time="11:00", city="Tannau", venue="Dorfplatz"),
        listing("b/2", "Kranzniederlegung", time="11:00", city="Alpach", venue="Dorfplatz"),
    ]
    pairs = scored(con, here, adapted(con, [*TWO_TOWNS, *here]))
    assert pairs["a/1", "b/1"] < MERGE < pairs["a/1", "b/2"]


def test_a_house_named_by_its_town_is_not_one_of_another_name(con: DuckDBPyConnection) -> None:
    here = [
        listing("a/1", "Lesehund", time="11:00", venue="Bibliothek Alpach"),
        listing("a/2", "Lesehund", time="11:00", venue="Bibliothek Rebstern"),
    ]
    assert scored(con, here, adapted(con, [*TWO_TOWNS, *here]))["a/1", "a/2"] < MERGE


def test_a_code_tells_the_town_of_a_calendar_that_names_one_now_and_then(con: DuckDBPyConnection) -> None:
    here = [
        listing("kalender-tannau/1", "Wochenmarkt", time="08:00"),
        listing("kalender-tannau/2", "Ausflug nach Alpach", "2031-05-09", city="Alpach"),
    ]
    model = adapted(con, [*TWO_TOWNS, *here])
    assert model.lexicon["homes"]["kalender-tannau"] == "tannau"


def test_a_county_that_bears_the_name_of_a_town_is_not_that_town(con: DuckDBPyConnection) -> None:
    here = [
        listing("a/1", "Seed Library Day", time="15:00", venue="Tannau County History Library"),
        listing("a/2", "Seed Library Day", time="15:00", venue="Tannau History Library"),
        listing("b/1", "Seed Library Day", time="15:00", city="Alpach", venue="History Library"),
    ]
    pairs = scored(con, here, adapted(con, [*TWO_TOWNS, *here]))
    assert pairs["a/2", "b/1"] < pairs["a/1", "b/1"] - 4


def test_the_street_of_a_house_tells_it_under_another_name(con: DuckDBPyConnection) -> None:
    known = [
        listing(
            f"c/{number}",
            f"Korbmarkt {number}",
            f"2031-06-0{number}",
            city="Tannau",
            venue=venue,
            street=street,
        )
        for number, (venue, street) in enumerate([("Rebhalle", "Am Bach"), ("Löwen", "Hauptstr.")] * 2, 1)
    ]
    here = [
        listing("a/1", "Jahreskonzert der Lyra", time="19:00", city="Tannau", venue="Rebhalle"),
        listing("b/1", "Klänge aus aller Welt", time="19:00", city="Tannau", street="Am Bach"),
        listing("d/1", "Klänge aus aller Welt", time="19:00", city="Tannau", venue="Löwen"),
    ]
    model = adapted(con, known)
    assert model.lexicon["streets"] == {"tannau|rebhalle": "am bach", "tannau|lowen": "hauptstr"}
    pairs = scored(con, here, model)
    assert pairs["a/1", "d/1"] < pairs["a/1", "b/1"] - 4


def test_quarters_and_streets_of_other_regions_are_not_kept(con: DuckDBPyConnection) -> None:
    shipped = default_model().lexicon
    assert shipped["quarters"] and shipped["streets"]
    model = adapted(con, TWO_TOWNS)
    assert model.lexicon["quarters"] == model.lexicon["streets"] == model.lexicon["source_venues"] == {}
    assert model.lexicon["busy_houses"] == []


def test_a_house_leaves_itself_out_on_its_own_page(con: DuckDBPyConnection) -> None:
    own = [
        listing(f"rebhalle/{day}", f"Konzert {day}", f"2031-06-0{day}", city="Tannau", venue="Rebhalle")
        for day in range(1, 4)
    ]
    here = [
        listing("rebhalle/9", "Kammermusik", time="19:00"),
        listing("b/1", "Kammermusik", time="19:00", city="Tannau", venue="Rebhalle"),
        listing("b/2", "Kammermusik", time="19:00", city="Tannau", venue="Löwen"),
    ]
    model = adapted(con, own)
    assert model.lexicon["source_venues"] == {"rebhalle": "rebhalle"}
    pairs = scored(con, here, model)
    assert pairs["b/2", "rebhalle/9"] < pairs["b/1", "rebhalle/9"] - 2


def test_a_source_of_many_houses_has_no_venue_of_its_own(con: DuckDBPyConnection) -> None:
    three = [listing(f"a/{n}", f"Konzert {n}", f"2031-06-0{n}", venue="Rebhalle") for n in range(1, 4)]
    others = [listing(f"a/{n}", f"Fest {n}", f"2031-06-{n}") for n in range(10, 20)]
    online = [listing(f"b/{n}", f"Talk {n}", f"2031-06-0{n}", venue="Online") for n in range(1, 4)]
    assert adapted(con, [*three, *others, *online]).lexicon["source_venues"] == {}


def test_in_a_house_of_many_events_the_hour_says_little(con: DuckDBPyConnection) -> None:
    classes = [
        listing(f"studio/{day}{n}", title, f"2031-06-0{day}", city="Tannau", venue="Werkhaus")
        for day in range(1, 4)
        for n, title in enumerate(("Töpfern", "Aquarell"))
    ]
    here = [
        listing("a/1", "Sprachtreff", time="19:00", city="Tannau", venue="Werkhaus"),
        listing("b/1", "Feldenkrais", time="19:00", city="Tannau", venue="Werkhaus"),
    ]
    model = adapted(con, classes)
    assert model.lexicon["busy_houses"] == ["tannau|werkhaus"]
    (quiet,) = scored(con, here, adapted(con, TWO_TOWNS)).values()
    (busy,) = scored(con, here, model).values()
    assert busy < quiet


def test_what_two_quarters_have_on_one_day_is_not_known_by_the_town_alone(con: DuckDBPyConnection) -> None:
    known = [
        *TWO_TOWNS,
        *(
            listing(f"d/{quarter}", "Korbfest", city="Tannau", district=quarter)
            for quarter in ("Talheim", "Rebstetten")
        ),
    ]
    here = [
        listing("a/1", "Korbfest", city="Tannau", district="Talheim", venue="Löwen"),
        listing("b/1", "Korbfest", city="Tannau"),
    ]
    model = adapted(con, known)
    assert len(model.lexicon["parted_titles"]) == 1
    (parted,) = scored(con, here, model).values()
    (alone,) = scored(con, here, adapted(con, known[:-1])).values()
    assert parted < alone - 3


def test_a_quarter_that_a_text_tells_has_its_own_events(con: DuckDBPyConnection) -> None:
    known = [
        listing("d/1", "Korbfest", city="Tannau", district="Talheim"),
        listing("d/2", "Korbfest", city="Tannau", description="Der Musikverein Rebstetten lädt ein."),
        listing("e/1", "Buchmesse", "2031-06-01", city="Tannau", district="Rebstetten"),
        *TWO_TOWNS,
    ]
    assert len(adapted(con, known).lexicon["parted_titles"]) == 1
    assert adapted(con, known[1:]).lexicon["parted_titles"] == []


def test_a_quarter_of_a_town_with_a_hyphen_is_told(con: DuckDBPyConnection) -> None:
    known = [
        listing("c/1", "Korbmarkt", "2031-06-01", city="Klein-Tannau"),
        listing("c/2", "Korbmarkt", "2031-06-02", city="Klein-Tannau-Rebstetten"),
        listing("c/3", "Korbmarkt", "2031-06-03", city="Rebstetten"),
    ]
    assert adapted(con, known).lexicon["quarters"] == {"rebstetten": "klein tannau"}


ALL_OVER_THE_WORLD = [
    listing(f"list/{number}", f"OpenLepton {city}", f"2031-{month:02}-01", city=city)
    for number, (month, city) in enumerate(
        (month, city)
        for month, cities in enumerate(
            (
                ("Lisbon", "Lisbon", "Paris", "Tokyo"),
                ("Bengaluru", "Zurich", "Nairobi", "Lima"),
                ("Portland, OR", "Sydney", "Oslo", "Kraków"),
                ("Cape Town", "Seoul", "Bogotá", "Toronto"),
                ("Chicago", "Madrid", "Athens", "Cairo"),
                ("Dublin", "Helsinki", "Manila", "Jakarta"),
            ),
            1,
        )
        for city in cities
    )
]
CONFERENCE = {"end_date": "2031-09-03"}


def one_event(con: DuckDBPyConnection, one: dict[str, Any], other: dict[str, Any], rows: list[Any]) -> float:
    """The match weight of two listings of a conference by a model that has seen `rows` too."""
    both = [
        listing(f"{source}/1", "OpenLepton Gathering", "2031-09-01", **CONFERENCE, **place)
        for source, place in (("a", one), ("b", other))
    ]
    return scored(con, both, adapted(con, [*rows, *both]))["a/1", "b/1"]


def test_a_town_of_two_names_is_one_town_in_a_list_of_the_whole_world(con: DuckDBPyConnection) -> None:
    alike, other = (
        one_event(con, {"city": "Lisbon"}, {"city": city}, ALL_OVER_THE_WORLD)
        for city in ("Lissabon", "Tokyo")
    )
    assert alike > MERGE > 0 > other


def test_a_suburb_is_its_town_in_a_list_of_the_whole_world_alone(con: DuckDBPyConnection) -> None:
    suburb = {"city": "Zurich"}, {"city": "Winterthur"}
    around_zurich = [
        listing(f"list/{number}", f"Chorprobe {number}", city=city)
        for number, city in enumerate(["Zurich", "Winterthur", "Uster", "Dietikon"] * 8)
    ]
    assert one_event(con, *suburb, ALL_OVER_THE_WORLD) > one_event(con, *suburb, around_zurich) + 2


def test_a_country_is_a_place_where_the_other_listing_names_a_town_of_it(con: DuckDBPyConnection) -> None:
    inside, outside = (
        one_event(con, {"city": "Nairobi"}, {"city": country}, ALL_OVER_THE_WORLD)
        for country in ("Kenya", "Norway")
    )
    assert inside > 0 > outside


def test_the_town_of_a_hybrid_event_is_its_town(con: DuckDBPyConnection) -> None:
    plain, hybrid = (
        one_event(con, {"city": "Lisbon"}, {"city": city}, ALL_OVER_THE_WORLD)
        for city in ("Lisbon", "Hybrid (Lisbon)")
    )
    assert hybrid == plain


def test_of_towns_of_one_name_it_is_the_one_in_the_state_that_is_told(con: DuckDBPyConnection) -> None:
    model = adapted(con, ALL_OVER_THE_WORLD)
    latitude, longitude, country = model.lexicon["spots"]["portland"]
    assert (round(latitude), round(longitude), country) == (46, -123, "usa")


def test_a_conference_of_a_wrong_date_is_found_though_one_list_makes_up_a_time(
    con: DuckDBPyConnection,
) -> None:
    both = [
        listing("a/1", "Rustic Quarks Summit", "2031-09-01", city="Lisbon"),
        listing("b/1", "Rustic Quarks Summit", "2031-09-08", "09:00", city="Lisbon"),
    ]
    assert ("a/1", "b/1") not in scored(con, both)
    assert ("a/1", "b/1") in scored(con, both, adapted(con, [*ALL_OVER_THE_WORLD, *both]))


def test_a_country_after_of_is_part_of_the_name_of_a_town(con: DuckDBPyConnection) -> None:
    assert (
        one_event(con, {"city": "Ciudad de México"}, {"city": "Mexico City, Mexico"}, ALL_OVER_THE_WORLD)
        > MERGE
    )
