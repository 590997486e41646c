"""A store that began small can learn its words again from everything that has arrived since."""

from pathlib import Path

import pytest

from event_dedup.__main__ import main
from event_dedup.in_force import outgrown
from event_dedup.ingest import find_files
from event_dedup.store import open_store, scalar

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


def models(store: Path) -> int:
    with open_store(store, read_only=True) as con:
        return int(scalar(con.sql("SELECT count(*) FROM store.model")))


def test_a_store_that_outgrew_its_model_is_told_so_and_adapted_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "events.duckdb"
    first = find_files(SAMPLE, "*.json")[0]
    assert main(["batch", str(SAMPLE), str(store), "--pattern", first.name]) == 0
    assert main(["batch", str(SAMPLE), str(store)]) == 0
    told = capsys.readouterr().out
    assert f"just rebuild {store} --adapt" in told
    assert main(["rebuild", str(store), "--adapt"]) == 0
    assert models(store) == 2
    with open_store(store, read_only=True) as con:
        assert not outgrown(con)
