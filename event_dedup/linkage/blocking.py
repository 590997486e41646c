"""Blocking rules: which records are compared at all. Each gives keys; records that share a key are a candidate pair.

A key depends on its record alone, so blocks kept from an earlier run stay true.
"""

from __future__ import annotations

from collections.abc import Callable

from duckdb import DuckDBPyConnection, DuckDBPyRelation

# A listing of many months meets others on this many of its first days; beyond, keys cost more than they find.
_MAX_DAYS = 120
# What has no time, and all that a list of the whole world has, where a time is mostly made up ("09:00").
_CONFERENCES = "(len(minutes) = 0 OR spot_latitude IS NOT NULL)"

Rule = Callable[[], str]


def day_and_title_word() -> str:
    """A shared day and the first six letters of one of the four rarest title words that are rare at all."""
    return _exploded("substr(word, 1, 6)", "title_rare", "days")


def day_and_title_beginning() -> str:
    """A shared day and the first five letters of the title without blanks, without a time: "City JS", "CityJS"."""
    return _exploded(
        "word", "[substr(title_key, 1, 5)]", "days[1:4]", "len(title_key) > 4 AND len(minutes) = 0"
    )


def day_town_and_title_word() -> str:
    """A shared day, town and one of the four rarest title words, however common; of two where no town is known."""
    words = "CASE WHEN city IS NULL THEN title_rarest[1:2] ELSE title_rarest[1:4] END"
    return _exploded("(city, substr(word, 1, 6))", words, "days")


def day_and_name() -> str:
    """A shared day and one of the five rarest words of title and text: the same people under another headline."""
    return _exploded("word", "names[1:5]", "days[1:14]")


def day_town_and_venue_word() -> str:
    """A shared day, town and one of the two rarest words of venue or street; of the venue's one without a town."""
    words = "CASE WHEN city IS NULL THEN venue_rarest[1:1] ELSE list_concat(venue_rarest[1:2], street_rarest[1:2]) END"
    return _exploded("(city, word)", words, "days")


def minute_and_venue_word() -> str:
    """A shared minute of a day and one of the two rarest words of the venue: where one leaves the town out."""
    return _exploded("word", "venue_rarest[1:2]", "stamps")


def day_town_and_minute() -> str:
    """A shared day, town and start, to the minute, as the text tells it where no start is given: other headlines."""
    words = "CASE WHEN len(minutes) > 0 THEN minutes ELSE told_minutes[1:2] END"
    return _exploded("(city, word)", words, "days", "city IS NOT NULL")


def day_town_and_kind() -> str:
    """A shared day, town and kind of event: other headlines at another time."""
    return _exploded("(city, word)", "kinds", "days[1:14]", "city IS NOT NULL")


def day_and_town() -> str:
    """A shared day and town of listings without a time: conferences under another name."""
    return _exploded("word", "[city]", "days[1:4]", "city IS NOT NULL AND len(minutes) = 0")


def fortnight_and_title() -> str:
    """The same title within a fortnight, without a time: a conference with a wrong date."""
    return _exploded("word", "[title_key]", "fortnights", f"title_key <> '' AND {_CONFERENCES}")


def fortnight_town_and_word() -> str:
    """The same town and one of the two rarest title words within a fortnight, without a time."""
    return _exploded(
        "(city, word)", "title_rarest[1:2]", "fortnights", f"city IS NOT NULL AND {_CONFERENCES}"
    )


def fair_day_and_title() -> str:
    """The same title in the same town within two days, of a fair: one source lists all its days, another each."""
    days = "list_distinct(flatten(list_transform(days[1:14], lambda d: [d, d + 1, d + 2])))"
    return _exploded("(city, word)", "[title_key]", days, "city IS NOT NULL AND title_key <> '' AND is_fair")


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        day_and_title_word,
        day_and_title_beginning,
        day_town_and_title_word,
        day_and_name,
        day_town_and_venue_word,
        minute_and_venue_word,
        day_town_and_minute,
        day_town_and_kind,
        day_and_town,
        fortnight_and_title,
        fortnight_town_and_word,
        fair_day_and_title,
    )
}


def block_keys(con: DuckDBPyConnection, records: DuckDBPyRelation) -> DuckDBPyRelation:
    """Columns record_id, rule, key (UBIGINT): every key of every record, once; as the temporary table `block_key`."""
    every_rule = " UNION ALL ".join(
        f"SELECT record_id, '{name}' AS rule, hash('{name}', key) AS key FROM ({rule()})"
        for name, rule in RULES.items()
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE block_key AS
        WITH timed AS (
            SELECT *, {_fortnights()} AS fortnights FROM records
        )
        SELECT DISTINCT record_id, rule, key FROM ({every_rule}) ORDER BY record_id, rule, key
        """
    )
    return con.table("block_key")


def cap_blocks(con: DuckDBPyConnection, blocks: DuckDBPyRelation, max_block_size: int) -> DuckDBPyRelation:
    """`blocks` without the keys that more than `max_block_size` records share."""
    return con.sql(
        """
        SELECT record_id, rule, key FROM blocks
        SEMI JOIN (SELECT rule, key FROM blocks GROUP BY rule, key HAVING count(*) <= $most) USING (rule, key)
        ORDER BY record_id, rule, key
        """,
        params={"most": max_block_size},
    )


def candidates(
    con: DuckDBPyConnection, blocks: DuckDBPyRelation, one_side: DuckDBPyRelation | None = None
) -> DuckDBPyRelation:
    """Columns record_id_l < record_id_r, ordered: pairs that share a key; with a side in `one_side` if given."""
    if one_side is None:
        return con.sql(
            """
            SELECT DISTINCT l.record_id AS record_id_l, r.record_id AS record_id_r
            FROM blocks l JOIN blocks r ON l.rule = r.rule AND l.key = r.key AND l.record_id < r.record_id
            ORDER BY record_id_l, record_id_r
            """
        )
    return con.sql(
        """
        WITH one_block AS (SELECT * FROM blocks SEMI JOIN one_side USING (record_id))
        SELECT DISTINCT least(l.record_id, r.record_id) AS record_id_l,
            greatest(l.record_id, r.record_id) AS record_id_r
        FROM one_block l JOIN blocks r ON l.rule = r.rule AND l.key = r.key AND l.record_id <> r.record_id
        ORDER BY record_id_l, record_id_r
        """
    )


def _exploded(key: str, words: str, moments: str, where: str = "TRUE") -> str:
    return f"""
        SELECT record_id, hash(moment, {key}) AS key FROM (
            SELECT record_id, city, moment, unnest({words}) AS word FROM (
                SELECT *, unnest({moments}[1:{_MAX_DAYS}]) AS moment FROM timed WHERE {where}
            )
        )
    """


def _fortnights() -> str:
    # A date and one up to 14 days off lie in the same or the next fortnight, so each is also filed under the next.
    return "list_distinct(flatten(list_transform(days, lambda d: [d // 14, d // 14 + 1])))"
