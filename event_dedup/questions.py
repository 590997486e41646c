"""Which pairs a person should look at, most useful first. Everything is derived from the store, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from event_dedup.linkage.agglomerate import UNSCORED
from event_dedup.linkage.groups import Groups
from event_dedup.settings import Thresholds
from event_dedup.store import Connection, Relation, keep
from event_dedup.store.versions import superseded

Edge = tuple[str, str]


class Kind(StrEnum):
    """Why a pair is asked, in the order of asking."""

    contradiction = "contradiction"  # a judgement that others make impossible to obey
    outdated = "outdated"  # decided on an older version of a listing, which says otherwise now
    doubtful = "doubtful"  # two events that may be one
    weak = "weak"  # one event, and a listing hangs on this pair
    unsure = "unsure"  # somebody was unsure: asked again after the rest
    missed = "missed"  # below `review`, and the listing has no partner at all


# What "left" counts. The other kinds are offered when nothing else is left.
OPEN = (Kind.contradiction, Kind.outdated, Kind.doubtful, Kind.weak)


@dataclass(frozen=True, slots=True)
class Question:
    """One pair to decide. `listings` is how many the event of both would have, `verdict` what was decided before.

    `events` are the canonical events of both; they are the same where the pair is inside one.
    """

    record_id_l: str
    record_id_r: str
    kind: Kind
    probability: float | None
    listings: int
    events: Edge = ("", "")
    verdict: str | None = None

    @property
    def edge(self) -> Edge:
        return self.record_id_l, self.record_id_r


def review_queue(con: Connection, at: Thresholds) -> list[Question]:
    """Every question, most useful first: the open ones, then what somebody was unsure of, then what may be missed.

    Of doubtful pairs those come first whose events are closest to being joined, of weak ones the weakest.
    """
    judged = _judged(con)
    unsure = _again(Kind.unsure, (each for each in judged if each.verdict == "unsure"))
    return _once([*_open(con, at, judged), *unsure, *_missed(con, at)])


def open_questions(con: Connection, at: Thresholds) -> int:
    """How many questions wait for an answer: contradictions, outdated decisions, doubtful and weak pairs.

    Two events are asked about once, by their best pair; nothing is asked between events that a judgement
    keeps apart, nor what judged matches imply.
    """
    return len(_once(_open(con, at, _judged(con))))


def matched(said: Iterable[tuple[Edge, str]]) -> Groups:
    """The records that were judged, together where matches imply it."""
    said = list(said)
    together = Groups(record for edge, _ in said for record in edge)
    for edge, verdict in said:
        if verdict == "match":
            together.join(*edge)
    return together


@dataclass(frozen=True, slots=True)
class _Judged:
    edge: Edge
    verdict: str
    probability: float | None
    together: bool
    outdated: bool
    listings: int
    events: Edge


def _judged(con: Connection) -> list[_Judged]:
    """The judgements in force on listings that are still there, oldest first."""
    outdated = keep(con, "superseded", superseded(con, _judged_on(con)))
    rows = con.sql(
        """
        WITH size AS (
            SELECT canonical_event_id, count(*) AS listings FROM store.member GROUP BY canonical_event_id
        )
        SELECT record_id_l, record_id_r, verdict, p.match_probability,
            ml.canonical_event_id = mr.canonical_event_id,
            (record_id_l, content_sha256_l) IN (SELECT (record_id, content_sha256) FROM outdated)
                OR (record_id_r, content_sha256_r) IN (SELECT (record_id, content_sha256) FROM outdated),
            sl.listings + CASE WHEN ml.canonical_event_id = mr.canonical_event_id THEN 0 ELSE sr.listings END,
            (ml.canonical_event_id, mr.canonical_event_id)
        FROM store.current_judgement
        LEFT JOIN store.pair AS p USING (record_id_l, record_id_r)
        JOIN store.member AS ml ON ml.record_id = record_id_l
        JOIN store.member AS mr ON mr.record_id = record_id_r
        JOIN size AS sl ON sl.canonical_event_id = ml.canonical_event_id
        JOIN size AS sr ON sr.canonical_event_id = mr.canonical_event_id
        ORDER BY recency
        """
    ).fetchall()
    return [_Judged((left, right), *rest) for left, right, *rest in rows]


def _judged_on(con: Connection) -> Relation:
    """(record_id, content_sha256) of the versions that the judgements in force were made on."""
    return con.sql(
        """
        SELECT record_id_l AS record_id, content_sha256_l AS content_sha256 FROM store.current_judgement
        UNION
        SELECT record_id_r, content_sha256_r FROM store.current_judgement
        """
    )


def _open(con: Connection, at: Thresholds, judged: Sequence[_Judged]) -> list[Question]:
    """The questions of the kinds in `OPEN`, in their order."""
    contradicted = (each for each in judged if each.verdict == ("non_match" if each.together else "match"))
    outdated = (each for each in judged if each.outdated)
    _weigh(con, at)
    return [
        *_again(Kind.contradiction, contradicted),
        *_again(Kind.outdated, outdated),
        *_doubtful(con),
        *_weak(con, judged),
    ]


def _again(kind: Kind, judged: Iterable[_Judged]) -> list[Question]:
    """Judgements to look at again."""
    return [
        Question(*each.edge, kind, each.probability, each.listings, each.events, each.verdict)
        for each in judged
    ]


def _once(questions: Sequence[Question]) -> list[Question]:
    """Each pair once, as what it is asked for first."""
    asked = dict[Edge, Question]()
    for question in questions:
        asked.setdefault(question.edge, question)
    return list(asked.values())


def _weigh(con: Connection, at: Thresholds) -> None:
    """Make `weighed`: pairs at or above `review` that nobody has judged, with both events and their sizes.

    Inside an event only those below `sure`.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE weighed AS
        WITH size AS (
            SELECT canonical_event_id, count(*) AS listings FROM store.member GROUP BY canonical_event_id
        ), unjudged AS (
            SELECT record_id_l, record_id_r, match_probability, match_weight FROM store.pair
            ANTI JOIN store.current_judgement USING (record_id_l, record_id_r)
            WHERE match_probability >= $review
        )
        SELECT p.*,
            least(l.canonical_event_id, r.canonical_event_id) AS event_l,
            greatest(l.canonical_event_id, r.canonical_event_id) AS event_r,
            sl.listings + CASE WHEN event_l = event_r THEN 0 ELSE sr.listings END AS joined,
            sl.listings * sr.listings AS possible
        FROM unjudged AS p
        JOIN store.member AS l ON l.record_id = record_id_l
        JOIN store.member AS r ON r.record_id = record_id_r
        JOIN size AS sl ON sl.canonical_event_id = l.canonical_event_id
        JOIN size AS sr ON sr.canonical_event_id = r.canonical_event_id
        WHERE match_probability < $sure OR l.canonical_event_id <> r.canonical_event_id
        """,
        {"review": at.review, "sure": at.sure},
    )


def _doubtful(con: Connection) -> list[Question]:
    """One question for each two events that may be one and about which nobody has said anything: their best pair.

    First come those whose pairs, taken together, come closest to joining them: a third the best pair, two thirds the
    mean of all, which tells more of what is one event than the best pair does.
    """
    rows = con.sql(
        """
        WITH said AS (
            SELECT DISTINCT
                least(l.canonical_event_id, r.canonical_event_id) AS event_l,
                greatest(l.canonical_event_id, r.canonical_event_id) AS event_r
            FROM store.current_judgement
            JOIN store.member AS l ON l.record_id = record_id_l
            JOIN store.member AS r ON r.record_id = record_id_r
        ), best AS (
            SELECT * FROM weighed ANTI JOIN said USING (event_l, event_r)
            WHERE event_l <> event_r
            QUALIFY row_number() OVER (
                PARTITION BY event_l, event_r ORDER BY match_weight DESC, record_id_l, record_id_r
            ) = 1
        ), asked AS (
            SELECT record_id, canonical_event_id FROM store.member
            WHERE canonical_event_id IN (SELECT event_l FROM best UNION SELECT event_r FROM best)
        ), between AS (
            SELECT
                least(l.canonical_event_id, r.canonical_event_id) AS event_l,
                greatest(l.canonical_event_id, r.canonical_event_id) AS event_r,
                sum(match_weight) AS total, count(*) AS scored
            FROM store.pair
            JOIN asked AS l ON l.record_id = record_id_l
            JOIN asked AS r ON r.record_id = record_id_r
            GROUP BY 1, 2
        )
        SELECT record_id_l, record_id_r, match_probability, joined, event_l, event_r
        FROM best JOIN between USING (event_l, event_r)
        ORDER BY round((match_weight + 2 * (total + $unscored * (possible - scored)) / possible) / 3, 9) DESC,
            record_id_l, record_id_r
        """,
        params={"unscored": UNSCORED},
    ).fetchall()
    return [_asked(Kind.doubtful, *row) for row in rows]


def _weak(con: Connection, judged: Sequence[_Judged]) -> list[Question]:
    """Pairs inside an event on which a listing hangs: it has no better one there."""
    rows = con.sql(
        """
        WITH inside AS (
            SELECT * FROM weighed WHERE event_l = event_r
        ), linked AS (
            SELECT record_id_l, record_id_r, p.match_probability
            FROM store.pair AS p
            JOIN store.member AS l ON l.record_id = record_id_l
            JOIN store.member AS r ON r.record_id = record_id_r
            WHERE l.canonical_event_id = r.canonical_event_id
                AND l.canonical_event_id IN (SELECT event_l FROM inside)
        ), ends AS (
            SELECT record_id_l AS record_id, match_probability FROM linked
            UNION ALL
            SELECT record_id_r, match_probability FROM linked
        ), best AS (
            SELECT record_id, max(match_probability) AS best FROM ends GROUP BY record_id
        )
        SELECT record_id_l, record_id_r, match_probability, joined, event_l, event_r
        FROM inside
        JOIN best AS l ON l.record_id = record_id_l
        JOIN best AS r ON r.record_id = record_id_r
        WHERE match_probability >= l.best OR match_probability >= r.best
        ORDER BY match_weight, record_id_l, record_id_r
        """
    ).fetchall()
    together = matched((each.edge, each.verdict) for each in judged)
    return [
        _asked(Kind.weak, left, right, *rest) for left, right, *rest in rows if not together.same(left, right)
    ]


def _missed(con: Connection, at: Thresholds) -> list[Question]:
    """For listings without any partner: their best pair below `review`, where both stand alone and nobody judged."""
    rows = con.sql(
        """
        WITH alone AS (
            SELECT any_value(record_id) AS record_id, canonical_event_id FROM store.member
            GROUP BY canonical_event_id HAVING count(*) = 1
        ), possible AS (
            SELECT record_id_l, record_id_r, match_probability,
                l.canonical_event_id AS event_l, r.canonical_event_id AS event_r
            FROM store.pair
            ANTI JOIN store.current_judgement USING (record_id_l, record_id_r)
            JOIN alone AS l ON l.record_id = record_id_l
            JOIN alone AS r ON r.record_id = record_id_r
            WHERE match_probability < $review
        )
        SELECT record_id_l, record_id_r, match_probability, 2, event_l, event_r FROM possible
        QUALIFY row_number() OVER (
            PARTITION BY record_id_l ORDER BY match_probability DESC, record_id_r
        ) = 1
        ORDER BY match_probability DESC, record_id_l, record_id_r
        """,
        params={"review": at.review},
    ).fetchall()
    return [_asked(Kind.missed, *row) for row in rows]


def _asked(kind: Kind, left: str, right: str, p: float, joined: int, event_l: str, event_r: str) -> Question:
    return Question(left, right, kind, p, joined, (event_l, event_r))
