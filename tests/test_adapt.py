"""A store that began small learns its words again from what has arrived since: by itself while it is young."""

from pathlib import Path

import pytest

from event_dedup import in_force
from event_dedup.__main__ import main
from event_dedup.in_force import model_in_force
from event_dedup.ingest import find_files
from event_dedup.store import open_store, scalar

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def models(store: Path) -> int:
    with open_store(store, read_only=True) as con:
        return int(scalar(con.sql("SELECT count(*) FROM store.model")))


def adapted_to(store: Path) -> int:
    with open_store(store, read_only=True) as con:
        model = model_in_force(con)
    assert model is not None
    return int(model.lexicon["adapted_to"])


def start_small(store: Path) -> None:
    first = find_files(SAMPLE, "*.json")[0]
    assert main(["batch", str(SAMPLE), str(store), "--pattern", first.name]) == 0


def members(store: Path) -> list[tuple[str, str]]:
    with open_store(store, read_only=True) as con:
        first = "min(record_id) OVER (PARTITION BY canonical_event_id)"
        return con.sql(f"SELECT record_id, {first} FROM store.member ORDER BY record_id").fetchall()


def test_a_young_store_adapts_its_model_again_and_is_as_if_all_had_come_at_once(tmp_path: Path) -> None:
    grown, whole = tmp_path / "grown.duckdb", tmp_path / "whole.duckdb"
    start_small(grown)
    assert main(["batch", str(SAMPLE), str(grown)]) == 0
    assert main(["batch", str(SAMPLE), str(whole)]) == 0
    assert (models(grown), adapted_to(grown)) == (2, adapted_to(whole))
    assert members(grown) == members(whole)
    assert main(["batch", str(SAMPLE), str(grown)]) == 0
    assert models(grown) == 2


def test_a_store_that_began_with_nothing_adapts_to_the_first_listings(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    assert main(["batch", str(SAMPLE), str(store), "--pattern", "nothing.json"]) == 0
    start_small(store)
    assert adapted_to(store) > 0


def test_a_large_store_that_outgrew_its_model_is_told_so_and_adapted_when_people_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_force, "YOUNG", 0)
    store = tmp_path / "events.duckdb"
    start_small(store)
    assert main(["batch", str(SAMPLE), str(store)]) == 0
    printed = capsys.readouterr()
    assert f"just rebuild {store} --adapt" in printed.out
    assert "the model is outgrown" in printed.err
    assert models(store) == 1
    assert main(["rebuild", str(store), "--adapt"]) == 0
    assert models(store) == 2
    assert "twice the listings" not in capsys.readouterr().out
