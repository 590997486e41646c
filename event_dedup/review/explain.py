"""Why two listings are, or are not, taken for one event: a sentence, and the weight of every comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from event_dedup.in_force import configuration_behind
from event_dedup.linkage import Model, compares_as_shipped, default_model, prepare, score
from event_dedup.linkage.specification import weighing
from event_dedup.review.look import BLUE, GREY, ORANGE
from event_dedup.review.phrases import Evidence, Listing, Rarity, sentence
from event_dedup.store import Connection, Relation, first_row, memory, scalar
from event_dedup.user_error import UserError

Levels = Sequence[dict[str, Any]]

FOR, AGAINST, TOTAL = BLUE, ORANGE, GREY


class UnknownRecord(UserError):
    """A record id without a current listing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair weighs what it weighs.

    `sentence` holds text of the listings: escape it before it meets HTML. `weight` and `prior` are in bits,
    `evidence` has one entry a comparison in the model's order; prior and evidence add up to the weight.
    `scored` is False where the pair shares no blocking key: no run compared it, and it was scored just now.
    """

    record_id_l: str
    record_id_r: str
    sentence: str
    weight: float
    probability: float
    prior: float
    evidence: tuple[Evidence, ...]
    scored: bool
    model_id: str


def explain_pair(
    con: Connection, record_id_l: str, record_id_r: str, model: Model | None = None
) -> Explanation:
    """Why two records match or do not, in either order; scored on the spot where no run has compared them.

    `con` has the store attached. Without `model` the one that the stored pairs were scored with explains.
    Raises UnknownRecord where an id has no current listing, or both are one.
    """
    if record_id_l == record_id_r:
        raise UnknownRecord(f"Both ids are {record_id_l}. Give the id of another listing for one of them.")
    ids = (min(record_id_l, record_id_r), max(record_id_l, record_id_r))
    left, right = (listing_of(con, record_id) for record_id in ids)
    pair = None if model else _stored(con, *ids)
    model_used = model or model_behind(con)
    if pair is None and not compares_as_shipped(model_used):
        model_used = default_model()  # the saved one is of another version, whose columns are no more
    weight, probability, levels = pair or _scored_now(con, *ids, model_used)
    evidence = _evidence(model_used, levels)
    return Explanation(
        record_id_l=ids[0],
        record_id_r=ids[1],
        sentence=sentence(left, right, evidence, rarity_of(model_used)),
        weight=weight,
        probability=probability,
        prior=weight - sum(each.weight for each in evidence),
        evidence=evidence,
        scored=pair is not None,
        model_id=model_used.model_id,
    )


def listing_of(con: Connection, record_id: str) -> Listing:
    """Every field of the current listing of a record. Raises UnknownRecord where it has none."""
    found = con.sql("SELECT * FROM store.current_listing WHERE record_id = $id", params={"id": record_id})
    row = first_row(found)
    if row is None:
        raise UnknownRecord(
            f"No current listing has the id {record_id}. Give an id as the tables show it, source/listing id."
        )
    return dict(zip(found.columns, row, strict=True))


def model_behind(con: Connection) -> Model:
    """The model that the stored pairs were scored with; before the first run the one in force or shipped."""
    derived = memory.derived_from(con)
    content = scalar(
        con.sql(
            "SELECT content FROM store.model WHERE model_id = $id ORDER BY model_number LIMIT 1",
            params={"id": derived[0] if derived else None},
        )
    )
    content = content or memory.saved_model(con)
    return Model.from_json(content) if content else default_model()


def rarity_of(model: Model) -> Rarity:
    """Bits of a folded word among the listings that the model has met."""
    total = float(model.lexicon.get("listings", 0.0)) or 1.0
    counts = model.lexicon.get("words", {})
    return lambda word: math.log2((total + 1) / (float(counts.get(word, 0.0)) + 0.5))


def _stored(con: Connection, left: str, right: str) -> tuple[float, float, Levels] | None:
    found = con.sql(
        """
        SELECT match_weight, match_probability, levels FROM store.pair
        WHERE record_id_l = $left AND record_id_r = $right
        """,
        params={"left": left, "right": right},
    ).fetchall()
    return found[0] if found else None


def _scored_now(con: Connection, left: str, right: str, model: Model) -> tuple[float, float, Levels]:
    listings = con.sql(
        "SELECT * FROM store.current_listing WHERE record_id IN ($left, $right) ORDER BY record_id",
        params={"left": left, "right": right},
    )
    records = prepare(con, listings, model, configuration_behind(con).vocabulary)
    pairs = score(con, records, _one_block(con, left, right), model)
    ((weight, probability, levels),) = pairs.project("match_weight, match_probability, levels").fetchall()
    return weight, probability, levels


def _one_block(con: Connection, left: str, right: str) -> Relation:
    one_key = "SELECT unnest([$left, $right]) AS record_id, 'asked' AS rule, 0::UBIGINT AS key"
    return con.sql(one_key, params={"left": left, "right": right})


def _evidence(model: Model, levels: Levels) -> tuple[Evidence, ...]:
    labels = level_labels(model)
    return tuple(
        Evidence(each["comparison"], labels.get((each["comparison"], each["level"]), "?"), each["weight"])
        for each in levels
    )


def level_labels(model: Model) -> dict[tuple[str, int], str]:
    """(comparison, level) -> label; levels count from 0, the least alike, and -1 is missing."""
    labels = {}
    for comparison in model.settings["comparisons"]:
        name = comparison["output_column_name"]
        labels[name, -1] = "missing"
        labels |= {(name, rank): each["label_for_charts"] for rank, each in enumerate(weighing(comparison))}
    return labels


def waterfall(explanation: Explanation) -> alt.LayerChart | alt.FacetChart:
    """The weight of a pair as it adds up, one bar a comparison, from the prior to the whole (bits)."""
    steps = _steps(explanation)
    bars = alt.Chart(steps).encode(
        y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
        tooltip=[
            alt.Tooltip("step:N", title="comparison"),
            alt.Tooltip("level:N"),
            alt.Tooltip("weight:Q", title="bits", format="+.2f"),
        ],
    )
    boxes = bars.mark_bar(height={"band": 0.7}).encode(
        x=alt.X(
            "low:Q", title=["match weight (bits)", "left of 0: rather two events, right of 0: rather one"]
        ),
        x2="high:Q",
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=["for", "against", "sum"], range=[FOR, AGAINST, TOTAL]),
            legend=alt.Legend(orient="top"),
        ),
    )
    texts = bars.mark_text(align="left", dx=4, color="gray").encode(x="high:Q", text="shown:N")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color="gray", strokeDash=[3, 3]).encode(x="x:Q")
    return alt.layer(zero, boxes, texts, width="container", height=24 * len(steps))


def _steps(explanation: Explanation) -> pd.DataFrame:
    """Columns step, level, weight, low, high, kind, shown: one row a bar, top to bottom."""
    rows, total = [_step("prior", "before any comparison", 0.0, explanation.prior)], explanation.prior
    for each in explanation.evidence:
        rows.append(_step(f"{each.name}: {each.level}", each.level, total, each.weight))
        total += each.weight
    rows.append({**_step("match weight", "all together", 0.0, explanation.weight), "kind": "sum"})
    return pd.DataFrame(rows)


def _step(name: str, level: str, start: float, weight: float) -> dict[str, object]:
    return {
        "step": name,
        "level": level,
        "weight": weight,
        "low": min(start, start + weight),
        "high": max(start, start + weight),
        "kind": "for" if weight >= 0 else "against",
        "shown": f"{weight:+.1f}",
    }
