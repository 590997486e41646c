import shutil
from pathlib import Path

import pytest

from event_dedup import batch
from event_dedup.batch import process_file_batch, replace_canonical_events
from event_dedup.settings import MatchingConfig
from tests.properties import town
from tests.properties.state import read_state
from tests.torture.ground import differences

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        town.write(
            tmp_path,
            source,
            number,
            [
                town.listing(str(place), title=title, city=town.CITIES[place % 3], day=town.DAYS[place % 3])
                for place, title in enumerate(town.TITLES)
            ],
            processed=number,
        )
        for number, source in enumerate(town.SOURCES[:3])
    ]


def test_what_is_too_much_at_once_is_taken_in_by_portions(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    at_once, by_portions = tmp_path / "at_once.duckdb", tmp_path / "by_portions.duckdb"
    for store in (at_once, by_portions):
        town.save_model(store, town.small_model())
    whole = process_file_batch(files, at_once)
    monkeypatch.setattr(batch, "PORTION_BYTES", 2 * files[0].stat().st_size)
    begun = list[str]()
    report = process_file_batch(files, by_portions, tell=lambda stage, done, total: begun.append(stage))
    assert begun.count("save") == 2
    assert differences(read_state(by_portions), read_state(at_once)) == []
    assert whole.run and report.run
    assert (report.files, report.known, report.run.listings) == (3, 0, whole.run.listings)
    assert [name for name, _, _ in report.run.deliveries] == [path.name for path in files]


def test_a_block_too_large_to_compare_is_reported(files: list[Path], tmp_path: Path):
    report = process_file_batch(files, tmp_path / "events.duckdb", MatchingConfig(max_block_size=2))
    assert report.run and min(size for _, size in report.run.oversized) == 3


def test_a_block_that_grows_too_large_takes_no_other_pair_with_it(tmp_path: Path):
    grown, rebuilt, config = (
        tmp_path / "grown.duckdb",
        tmp_path / "rebuilt.duckdb",
        MatchingConfig(max_block_size=6),
    )
    town.save_model(grown, town.small_model())
    titles = ("Rosenmontagsumzug", "Pilzwanderung", "Orgelvesper", "Blutspende", "Schachturnier")
    here = [town.listing(str(place), title=title) for place, title in enumerate(titles)]
    first = [town.write(tmp_path, "aue", 0, here, 0), town.write(tmp_path, "berg", 1, here[:1], 1)]
    process_file_batch(first, grown, config)
    later = town.write(tmp_path, "caño", 2, [town.listing("0", title="Lesung")], 2)
    report = process_file_batch([later], grown, config)
    assert report.run and max(size for _, size in report.run.oversized) == 7
    shutil.copy2(grown, rebuilt)
    replace_canonical_events(rebuilt, config)
    assert differences(read_state(grown), read_state(rebuilt)) == []
    assert {"aue/0", "berg/0"} in read_state(grown).members.values()


def test_a_portion_holds_one_file_at_least(files: list[Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batch, "PORTION_BYTES", 1)
    assert batch._portions(files) == [[path] for path in files]
    assert batch._portions([]) == [[]]
