"""Which model and configuration are in force, and whether the derived tables were made with them."""

from __future__ import annotations

import logging
from datetime import datetime
from enum import Enum
from importlib.metadata import version

from event_dedup.linkage import Model, compares_as_shipped
from event_dedup.settings import MatchingConfig, parse_matching_config
from event_dedup.store import Connection, memory

log = logging.getLogger(__name__)
# What the derived tables were made by: keys are hashes of DuckDB, which another version may compute otherwise.
_VERSION = f"{version('event_dedup')} on DuckDB {version('duckdb')}"
_FEW = 100
YOUNG = 20_000
"""Listings up to which a run adapts an outgrown model by itself: deriving so many anew takes a minute or two."""


class State(Enum):
    """What the derived tables are worth, given the model and the configuration in force."""

    CURRENT = "made with both"
    RETUNED = "the pairs stand, the thresholds are others: cluster anew"
    OUTDATED = "derive everything anew"


def configuration_in_force(con: Connection) -> MatchingConfig:
    """The matching configuration saved last in the store, or the default one."""
    saved = memory.saved_configuration(con)
    return parse_matching_config(saved, "the configuration saved in the store") if saved else MatchingConfig()


def model_in_force(con: Connection) -> Model | None:
    """The model saved last in the store; None in a new store."""
    saved = memory.saved_model(con)
    return Model.from_json(saved) if saved else None


def configuration_behind(con: Connection) -> MatchingConfig:
    """The configuration that the derived tables were made with; before the first run the one in force."""
    made_with = memory.derived_from(con)
    return MatchingConfig.model_validate_json(made_with[1]) if made_with else configuration_in_force(con)


def up_to_date(con: Connection, config: MatchingConfig | None = None) -> bool:
    """Whether the derived tables were made with the model and the configuration that are in force."""
    return state_of(con, usable(model_in_force(con)), config or configuration_in_force(con)) is State.CURRENT


def outgrown(model: Model, listings: int) -> bool:
    """Whether a store of so many `listings` holds twice as many and more as its model was adapted to.

    Never for a model that was not adapted, nor up to `_FEW` listings, but for one that was adapted to none.
    """
    seen = model.lexicon.get("adapted_to")
    return seen is not None and listings > max(2 * seen, _FEW if seen else 0)


def grows_with(model: Model, listings: int) -> bool:
    """Whether a run adapts an outgrown model again by itself: above `YOUNG` listings people choose the hour."""
    if not outgrown(model, listings):
        return False
    told = {"listings": listings, "adapted_to": model.lexicon["adapted_to"]}
    if listings > YOUNG:
        log.warning(
            "the model is outgrown: adapt it to all listings with just rebuild STORE --adapt", extra=told
        )
        return False
    log.info("the model is outgrown: it is adapted again, and everything is derived anew", extra=told)
    return True


def usable(model: Model | None) -> Model | None:
    """None for a model of another version of event_dedup, whose comparisons are not those of today."""
    if model is None or compares_as_shipped(model):
        return model
    log.warning(
        "the saved model compares otherwise than this version: the shipped one is adapted anew; "
        "learn from judgements again in the tuning notebook if the saved one had learnt",
        extra={"model_id": model.model_id, "trained_on": model.trained_on},
    )
    return None


def state_of(con: Connection, model: Model | None, config: MatchingConfig) -> State:
    """What the derived tables are worth for this model and configuration."""
    made_with = memory.derived_from(con)
    if (
        model is None
        or made_with is None
        or made_with[0] != model.model_id
        or memory.made_by(con) != _VERSION
    ):
        return State.OUTDATED
    before = MatchingConfig.model_validate_json(made_with[1])
    if before == config:
        return State.CURRENT
    same_pairs = before.model_copy(update={"thresholds": config.thresholds}) == config
    return State.RETUNED if same_pairs else State.OUTDATED


def put_in_force(con: Connection, model: Model, config: MatchingConfig, now: datetime) -> None:
    """Note that the derived tables are made with these, in the transaction that saves them."""
    saved = model_in_force(con)
    if saved is None or saved.model_id != model.model_id:
        memory.save_model(con, model.model_id, model.trained_at, model.trained_on, model.to_json(), now)
    memory.save_derivation(con, model.model_id, config.model_dump_json(), _VERSION)
