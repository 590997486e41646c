"""Where the event of a listing is, as DuckDB statements: its town, quarter, house and street."""

from __future__ import annotations

from event_dedup.linkage.folding import but, quoted, series_key, split, street, without_prefixes
from event_dedup.linkage.quarters import in_quarter, known_quarter, only_quarter, only_town, quarters_in
from event_dedup.linkage.vocabulary import Words

NO_ZIP = r"NOT regexp_full_match(w, '\d{5}') AND w <> 'unknown'"
_ADDRESS = r"\S*(strasse|str|weg|gasse|allee|ring|damm|ufer) \d+ ?[a-z]?"
_NAMED = "^(.{3,}?)(kirche|kapelle|schule|halle|museum)$"  # a house whose name is in one word with its kind
_LEAD = 200  # letters of a text that say where it is: "Kehl. Am Sonntag", "Ort: Stadthalle in Kehl"
_STREET_WORDS = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|place|pl|court|ct|highway|hwy|way"
)


def placed(words: Words) -> str:
    """The listings of `cleaned` with their town and quarter, title without prefixes, and what the model knows of it."""
    coarse, online = quoted(words.coarse_places), quoted(words.online_places)
    return f"""
        WITH located AS (
            SELECT cleaned.* REPLACE (
                    coalesce(nullif(venue, ''), CASE WHEN street = '' AND NOT online THEN source_venue END) AS venue
                ),
                CASE WHEN NOT list_contains({coarse}, whole) THEN coalesce(cities.kept, nullif(whole, '')) END AS label,
                len(parts) = 2 AND (parts[2] = district OR parts[2] IN (SELECT quarter FROM quarters)) AS split,
                coalesce(countries.kept, country_label) AS country,
                online OR list_has_any(string_split(concat_ws(' ', whole, venue), ' '), {online}) AS is_online
            FROM cleaned
            LEFT JOIN cities ON cities.label = cleaned.whole
            LEFT JOIN countries ON countries.label = coalesce(cleaned.country_label, cleaned.whole)
            LEFT JOIN source_venues ON source_venues.source = cleaned.source
        ), hashed AS (
            SELECT *, {series_key(without_prefixes("title_parts", words))} AS title_hash, left(text, {_LEAD}) AS lead,
                CASE WHEN whole = '' AND NOT is_online THEN names END AS sought, sought_towns
            FROM located,
                (SELECT list(name ORDER BY name) AS names, list(town ORDER BY name) AS sought_towns FROM towns)
        )
        SELECT located.*, {without_prefixes("title_parts", words)} AS title,
            CASE WHEN split THEN parts[1]
                ELSE coalesce(
                    quarters.town, label, {only_town("venue")}, homes.home, {only_town("title_parts")},
                    {only_town("lead")}
                ) END AS city,
            city AS town,
            CASE WHEN district <> '' AND district IS DISTINCT FROM label THEN district WHEN split THEN parts[2]
                WHEN quarters.town IS NOT NULL THEN label END AS named_quarter,
            coalesce(series.on_days, FALSE) AS repeats, coalesce(series.in_places, FALSE) AS spreads,
            coalesce(series.at_times, FALSE) AS slots, coalesce(series.in_towns, FALSE) AS tours,
            coalesce(siblings.siblings, []) AS siblings, coalesce(siblings.agreed, []) AS agreed_siblings
        FROM hashed AS located
        LEFT JOIN quarters ON quarters.quarter = coalesce(located.label, located.district)
        LEFT JOIN homes ON homes.source = located.source AND located.whole = '' AND NOT located.is_online
        LEFT JOIN series USING (title_hash)
        LEFT JOIN siblings USING (title_hash)
    """


def quartered() -> str:
    """The listings of `placed` with the quarter that their fields, or else title and text, name."""
    return f"""
        SELECT *,
            coalesce(named_quarter, {known_quarter("venue")}, {in_quarter("title")}) AS sure_quarter,
            {quarters_in("title")} AS title_quarters,
            coalesce(list_sort(title_quarters)[1], {only_quarter("text")}) AS told_quarter,
            coalesce(sure_quarter, told_quarter) AS quarter,
            sure_quarter IS NULL AND quarter IS NOT NULL AS quarter_told,
            coalesce(sure_quarter, CASE WHEN contains(' ' || venue || ' ', ' ' || city || ' ') THEN city END)
                AS locality,
            string_split(concat_ws(' ', city, label, quarter), ' ') AS label_words,
            CASE WHEN worldwide THEN coalesce(country, spot_country) END AS world_country
        FROM placed
        LEFT JOIN spots USING (town)
        CROSS JOIN (SELECT count(*) > 0 AS worldwide FROM spots)
        LEFT JOIN (SELECT town, list(quarter ORDER BY quarter) AS known FROM quarters GROUP BY town) USING (town)
    """


def housed(words: Words) -> str:
    """The listings of `quartered` with the words of their house, and its street, told or known."""
    return f"""
        WITH named AS (
            SELECT * EXCLUDE (street), coalesce(regexp_full_match(venue, '{_ADDRESS}'), FALSE) AS is_address,
                CASE WHEN is_address THEN []
                    ELSE {but(split("venue"), quoted(words.stop_words | words.vague_places), NO_ZIP, "label_words")}
                    END AS said_venue,
                array_to_string(said_venue, '') AS venue_key,
                {_house_names(words)} AS house_names,
                coalesce(nullif(street, ''), CASE WHEN is_address THEN {street("venue")} END) AS said_street,
                coalesce(nullif(venue_key, ''), said_street) AS house
            FROM quartered
        )
        SELECT named.*, coalesce(said_street, known_street) AS street, {_street_name("street")} AS street_name,
            busy.house IS NOT NULL AS is_busy, parted.title_hash IS NOT NULL AS is_parted
        FROM named
        LEFT JOIN streets ON streets.town = city AND streets.house = venue_key
        LEFT JOIN busy ON busy.town = city AND busy.house = named.house
        LEFT JOIN parted ON parted.town = city AND parted.title_hash = named.title_hash
    """


def _house_names(words: Words) -> str:
    """What names a house beside the words for its kind: "hebel" of "Hebelschule", "gallus" of "Kirche St. Gallus"."""
    unnamed = quoted(words.unnamed_houses)
    inside = f"CASE WHEN NOT list_contains({unnamed}, w) THEN regexp_extract(w, '{_NAMED}', 1) ELSE '' END"
    name = f"CASE WHEN regexp_matches(w, '{words.house_words}') THEN {inside} ELSE w END"
    return f"list_filter(list_transform(said_venue, lambda w: {name}), lambda w: w <> '')"


def _street_name(street: str) -> str:
    """A folded street without its number and without the word for a street: "High Street" is "High St."."""
    name = f"regexp_replace(coalesce({street}, ''), ' \\d.*$|^\\d+ ', '')"
    return f"regexp_replace({name}, ' ({_STREET_WORDS})$', '')"
