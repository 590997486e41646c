"""The commands that measure the linkage, on a small generated region with its labels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from event_dedup.__main__ import main
from event_dedup.commands.evaluate import plot
from event_dedup.commands.train_default import trained
from event_dedup.labelled import generate, in_halves, read_labelled
from event_dedup.linkage import Model, default_model

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    parent = tmp_path_factory.mktemp("regions")
    return [generate(parent / f"region-{seed}", 150, seed) for seed in (102, 105)]


def test_evaluate_prints_and_writes_every_way_of_measuring(
    regions: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    folders = [str(region) for region in regions]
    assert (
        main(["evaluate", *folders, "--leave-one-out", "--halves", "--calibration", "--json", str(out)]) == 0
    )
    shown = capsys.readouterr().out
    assert "Trained on the other folders" in shown and "the model says (|)" in shown
    figures = json.loads(out.read_text("utf-8"))
    assert [each["name"] for each in figures["shipped"]] == ["region-102", "region-105"]
    assert len(figures["leave_one_out"]) == 2 and len(figures["halves"]) == 4
    assert all(0.8 < each["f1"] <= 1 for each in figures["shipped"])
    assert sum(each["listings"] for each in figures["halves"]) == 300


def test_leave_one_out_of_a_single_folder_says_what_is_missing(
    regions: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(regions[0]), "--leave-one-out"]) != 0
    assert "name another one with a truth.csv" in capsys.readouterr().err


def test_halves_share_no_event_and_lose_none(regions: list[Path]) -> None:
    whole = read_labelled(regions[0])
    a, b = in_halves(whole)
    assert set(a.truth.values()).isdisjoint(b.truth.values())
    assert {**a.truth, **b.truth} == whole.truth
    assert set(a.listings()["record_id"].to_pylist()) == set(a.truth)


@pytest.mark.parametrize(
    ("said", "true", "line"), [(0.0, 1.0, "|" + "·" * 39 + "o"), (0.5, 0.5, "·" * 20 + "0" + "·" * 20)]
)
def test_a_calibration_plot_marks_what_was_said_and_what_was_true(
    said: float, true: float, line: str
) -> None:
    assert plot(said, true) == line


def test_errors_name_each_mistake_with_its_weights(
    regions: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["errors", str(regions[0]), "--limit", "2"]) == 0
    shown = capsys.readouterr().out
    assert "False merges: " in shown and "Missed pairs: " in shown


def test_a_model_in_a_file_is_measured_and_another_file_is_none(
    regions: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.json"
    model.write_text(default_model().to_json(), "utf-8")
    assert main(["evaluate", "--model", str(model), str(regions[0])]) == 0
    assert f"Model {default_model().model_id}" in " ".join(capsys.readouterr().out.split())
    assert main(["evaluate", "--model", str(regions[0] / "truth.csv"), str(regions[0])]) == 2
    assert "Name a file that train-default --out has written." in capsys.readouterr().err


def test_ablation_leaves_out_every_comparison_and_rule(
    regions: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ablation", str(regions[0])]) == 0
    shown = capsys.readouterr().out
    assert "(nothing)" in shown and "comparison place" in shown and "blocking day_and_town" in shown


def test_a_learning_curve_has_a_column_a_step(
    regions: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learning-curve", str(regions[0])]) == 0
    shown = capsys.readouterr().out
    assert "0 judged" in shown and "200 judged" in shown and "region-102" in shown


def test_a_trained_model_keeps_numbers_of_the_folders_and_no_text(regions: list[Path]) -> None:
    sample, other = (read_labelled(region) for region in regions)
    model = trained(sample, {"first": [sample]}, [replace(other, name="elsewhere")])
    assert "elsewhere (" in model.trained_on
    again = Model.from_json(model.to_json())
    assert again.settings == model.settings
    titles = {str(title) for title in other.listings()["title"].to_pylist()}
    assert not [title for title in titles if len(title) > 12 and title in model.to_json()]
