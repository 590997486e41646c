"""What a candidate pair shows: every similarity once, as a plain column, for the comparisons to set levels on.

Similarities of word lists cost microseconds; computed inside the levels they would be computed again at each of them.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.measures import CONCLUDED, MEASURED


def evidence(
    con: DuckDBPyConnection, records: DuckDBPyRelation, candidates: DuckDBPyRelation
) -> DuckDBPyRelation:
    """One row a candidate pair: record_id_l, record_id_r, pair_id and what `comparisons` speaks of.

    Shares (cosine, told, text, venue) lie in 0..1, `*_bits` are rarities in quarter bits, `km` and `minutes_apart`
    are NULL where unknown. A function of the two records alone, computed once, as the temporary table `shown_pair`.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE shown_pair AS
        WITH pair AS MATERIALIZED (
            SELECT record_id_l, record_id_r, {", ".join(f"{sql} AS {name}" for name, sql in MEASURED.items())}
            FROM candidates
            JOIN records AS l ON l.record_id = record_id_l
            JOIN records AS r ON r.record_id = record_id_r
        )
        SELECT * EXCLUDE (own_words_l, own_words_r), {", ".join(f"{sql} AS {name}" for name, sql in CONCLUDED.items())},
            row_number() OVER (ORDER BY record_id_l, record_id_r) AS pair_id
        FROM pair
        """
    )
    return con.table("shown_pair")
