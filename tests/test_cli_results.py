"""What the command leaves behind: whole folders, the same numbers again, nothing where something failed."""

import json
import platform
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.result_folder import Folder
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.ensemble import simulate_scenario

SMALL = ("settings.seats=40", "settings.days=120", "workers=1")
RUN_FILES = {
    "config.yaml",
    "scenario.yaml",
    "provenance.json",
    "outcomes.parquet",
    "weekly.parquet",
    "run.png",
    "report.html",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, away from the checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNITY_DEBUG", raising=False)
    return tmp_path


def test_a_run_writes_a_whole_folder_and_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "middling", "runs=4", "seed=5", *SMALL, "out=found"]) == 0
    shown = capsys.readouterr().out
    assert "flourishing" in shown and "95 % interval" in shown and "cover seed noise" in shown
    assert {path.name for path in Path("found").iterdir()} == RUN_FILES
    assert [path.name for path in Path().iterdir()] == ["found"]
    outcomes = pd.read_parquet("found/outcomes.parquet")
    assert outcomes[["replication_id", "seed"]].to_numpy().tolist() == [[0, 5], [1, 6], [2, 7], [3, 8]]
    assert len(pd.read_parquet("found/weekly.parquet")) == 4 * (120 // 7)
    assert "<img" in Path("found/report.html").read_text("utf-8")


def test_the_table_holds_what_the_simulation_gave(capsys: pytest.CaptureFixture[str]) -> None:
    values = ("dials.cause=high", "levers.cadence_days=7", "failures.work_pressure=yes", "theory.contagion=0")
    assert main(["run", "scenario=guild", "runs=2", *SMALL, *values, "out=found"]) == 0
    scenario = load("guild").with_values(
        {
            "settings.seats": 40,
            "settings.days": 120,
            "dials.cause": 1,
            "levers.cadence_days": 7,
            "failures.work_pressure": True,
            "theory.contagion": 0,
        }
    )
    expected = simulate_scenario(scenario, 2, threads=1).outcomes
    table = pd.read_parquet("found/outcomes.parquet").iloc[:, 3:]
    np.testing.assert_array_equal(table.to_numpy(), expected)


def test_results_can_be_run_again_from_their_folder() -> None:
    assert main(["run", "sponsor_leaves", "runs=2", *SMALL, "plan=[]", "out=first"]) == 0
    assert main(["run", "first/scenario.yaml", "runs=2", "workers=1", "out=second"]) == 0
    first, second = (pd.read_parquet(f"{name}/outcomes.parquet") for name in ("first", "second"))
    pd.testing.assert_frame_equal(first, second)


def test_provenance_names_versions_seeds_and_statuses_but_no_machine() -> None:
    assert main(["run", "middling", "runs=2", *SMALL, "out=found"]) == 0
    text = Path("found/provenance.json").read_text("utf-8")
    made = json.loads(text)
    assert made["seeds"] == {"first": 0, "last": 1}
    assert made["command"].startswith("community run middling runs=2")
    assert set(made["parameters_by_status"]) == {"sourced", "calibrated", "assumed"}
    assert made["libraries"]["numpy"] == np.__version__
    assert platform.node() not in text


def test_an_earlier_result_gives_way_whole() -> None:
    for _ in range(2):
        assert main(["run", "middling", "runs=2", *SMALL, "out=found"]) == 0
    assert main(["run", "middling", "runs=3", *SMALL, "out=found"]) == 2  # something else was asked
    assert len(pd.read_parquet("found/outcomes.parquet")) == 2
    assert [path.name for path in Path().iterdir()] == ["found"]


def test_a_failure_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk\nis full")

    monkeypatch.setattr("community_dynamics.experiments.report.run_figures.run_figure", broken)
    assert main(["run", "middling", "runs=1", *SMALL]) == 1
    assert list(Path().iterdir()) == []
    line = "RuntimeError: the disk is full (set COMMUNITY_DEBUG=1 and run again to see where)\n"
    assert capsys.readouterr().err.endswith(line)


def test_an_interrupt_leaves_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("community_dynamics.sim.ensemble.simulate_scenario", interrupted)
    assert main(["run", "middling", "runs=1", *SMALL]) == 130
    assert list(Path().iterdir()) == []
    assert capsys.readouterr().err.splitlines()[-1] == "stopped; nothing was written"


def test_several_studies_run_one_after_another() -> None:
    several = ["run", "-m", "scenario=guild,middling", "dials.cause=low,high", "runs=1", *SMALL, "out=found"]
    assert main(several) == 0
    assert sorted(path.name for path in Path("found").iterdir()) == [
        "1-guild",
        "2-guild",
        "3-middling",
        "4-middling",
    ]


def test_a_scenario_of_ones_own_runs_from_any_folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = elsewhere / "a folder, ours (1)"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["new", "ours.yaml", "from=guild"]) == 0
    assert load("./ours.yaml").name == "ours"
    assert load("./ours.yaml").levers == load("guild").levers
    assert main(["run", "scenario=./ours.yaml", "runs=1", *SMALL, "out=found it"]) == 0
    monkeypatch.chdir(elsewhere)
    assert main(["run", f"{folder.name}/ours.yaml", "runs=1", *SMALL, "out=again"]) == 0


def test_a_sweep_holds_every_point_and_seed(capsys: pytest.CaptureFixture[str]) -> None:
    varied = ["vary.levers.demand=0.6,1", "vary.dials.cause=low,middle,high"]
    assert main(["sweep", *varied, "runs=2", "outcome=members", *SMALL, "out=found"]) == 0
    table = pd.read_parquet("found/runs.parquet")
    assert len(table) == 2 * 3 * 2
    assert set(table["dials.cause"]) == {0.0, 0.5, 1.0}
    assert {"sweep.png", "report.html", "config.yaml"} <= {path.name for path in Path("found").iterdir()}
    assert "levers.demand" in capsys.readouterr().out


def test_a_comparison_holds_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "middling", "levers.sponsor_present=no", "runs=3", *SMALL, "out=found"]) == 0
    assert load("found/first.yaml").setting("seats") == load("found/scenario.yaml").setting("seats") == 40
    assert load("found/scenario.yaml").levers == {"sponsor_present": 0.0}
    assert len(pd.read_parquet("found/outcomes.parquet")) == 6
    assert "verdict" in capsys.readouterr().out


def test_sensitivity_ranks_factors(capsys: pytest.CaptureFixture[str]) -> None:
    factors = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1"]
    assert main(["sensitivity", *factors, "samples=4", "runs=1", "outcome=members", *SMALL, "out=found"]) == 0
    assert set(pd.read_parquet("found/findings.parquet")["factor"]) >= {"levers.demand", "dials.cause"}
    assert "above the noise" in capsys.readouterr().out


def test_results_never_replace_what_somebody_put_beside_them(tmp_path: Path) -> None:
    """A thesis kept in a result folder survives the next run into that folder."""
    store = Folder(tmp_path / "ours")
    with store:
        store.write("provenance.json", "{}")
        store.keep()
    (tmp_path / "ours" / "thesis.tex").write_text("years of work", "utf-8")
    with pytest.raises(OSError, match=r"holds thesis\.tex beside earlier results; move it, or name a new folder"), store:
        store.keep()
    assert (tmp_path / "ours" / "thesis.tex").read_text("utf-8") == "years of work"
