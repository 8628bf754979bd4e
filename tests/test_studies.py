"""Studies at the door: one file, a dry run, going on, growing, another outcome, one row again."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.studies.replay import replayed

SMALL = ["theory.resilience_spread=0", "settings.seats=30", "settings.days=56", "settings.founders=12"]
STUDY = """\
verb: sensitivity
question: What wears people out?
scenario: middling
settings: {seats: 30, days: 56, founders: 12}
theory: {resilience_spread: 0}
method: sobol
samples: 32
runs: 2
outcome: strain
vary:
  levers.demand: {distribution: normal, mean: 0.9, spread: 0.1, low: 0.6, high: 1.2}
  dials.cause: 0:1
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def done(*words: str) -> int:
    return main([*words])


def test_a_study_in_a_file_is_run_analysed_extended_and_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ours.yaml").write_text(STUDY, "utf-8")
    assert done("sensitivity", "study=./ours.yaml", "out=found") == 0
    told = capsys.readouterr().out
    assert "Strain depends most on Demand" in told and "above the noise" in told
    first = pd.read_parquet("found/runs.parquet")
    assert len(first) == 32 * 5 * 2 and set(first["status"]) == {"SUCCEEDED"}
    assert first["levers.demand"].between(0.6, 1.2).all() and first["levers.demand"].std() < 0.15
    assert "What wears people out?" in Path("found/report.html").read_text("utf-8")
    assert {"sensitivity.png", "convergence.png", "findings.csv", "study.json", "provenance.json"} <= names("found")

    assert done("extend", "found", "samples=64") == 0
    longer = pd.read_parquet("found/runs.parquet")
    assert len(longer) == 64 * 5 * 2
    pd.testing.assert_frame_equal(longer.iloc[: len(first)], first)

    assert done("analyse", "found", "outcome=motivation") == 0
    assert "Motivation depends most on" in capsys.readouterr().out
    assert pd.read_parquet("found/findings/motivation/findings.parquet")["outcome"].unique().tolist() == ["motivation"]

    assert done("replay", "found", "7", "engine=mesa") == 0
    assert "the same as in the table, to the last bit" in capsys.readouterr().out


def names(folder: str) -> set[str]:
    """Names of what lies in a folder."""
    return {path.name for path in Path(folder).iterdir()}


def test_the_same_command_finds_its_study_again(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["sweep", "vary.levers.demand=0.6,1.2", "runs=3", "outcome=strain", *SMALL]
    assert done(*command) == 0
    (folder,) = Path("results").iterdir()
    whole = (folder / "runs.parquet").read_bytes()
    (folder / "runs.parquet").unlink()
    assert done(*command) == 0
    assert list(Path("results").iterdir()) == [folder] and (folder / "runs.parquet").read_bytes() == whole
    capsys.readouterr()


def test_plans_are_compared_on_the_same_dice(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plans.yaml").write_text(
        "scenario: well_run_cop\nsettings: {seats: 40, days: 120}\nruns: 4\noutcome: safety\n"
        "vary: {levers.demand: [0.7, 1.0]}\n"
        "plans:\n  stays: []\n  leaves:\n    - {from_day: 30, levers: {leadership_support: 0}}\n",
        "utf-8",
    )
    assert done("sweep", "study=./plans.yaml", "out=found") == 0
    told = capsys.readouterr().out
    assert "stays" in told and "leaves" in told and "plan 0" not in told
    runs = pd.read_parquet("found/runs.parquet")
    safety = runs.groupby("plan")["safety"].mean()
    assert len(runs) == 16 and safety[1.0] < safety[0.0]
    row = int(runs.index[runs["plan"] == 1.0][0])
    again = replayed("found", row)
    assert again.scenario.plan and not again.differences(again.outcomes())


def test_a_dry_run_writes_nothing_and_counts_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert done("sensitivity", "samples=16", "runs=3", *SMALL, "--dry-run") == 0
    told = capsys.readouterr().out
    assert f"\n{16 * 14 * 3:,} runs: {16 * 14} points of 3, in " in told and "nothing was written" in told
    assert not Path("results").exists()


@pytest.mark.parametrize(("most_runs", "runs"), [(319, 160), (320, 320), (700, 640)])
def test_a_study_that_has_not_settled_doubles_as_often_as_the_budget_allows(
    most_runs: int, runs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """From 160 runs: the widest interval is many times what is wanted however many of these budgets are spent."""
    factors = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1"]
    words = ["method=sobol", "samples=32", "runs=1", "outcome=strain", f"most_runs={most_runs}", *SMALL, "out=found"]
    assert done("sensitivity", *factors, *words) == 0
    assert len(pd.read_parquet("found/runs.parquet")) == runs
    assert "Not converged: needs about N = " in " ".join(capsys.readouterr().out.split())


def test_chances_weeks_and_regions_are_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody leaves or falls asleep, so that strain has a value in every week of every run."""
    stay = ["theory.stay_cost=0", "theory.dormancy_days=365"]
    factors = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1", "vary.levers.leadership_support=0:1", *stay]
    words = ["method=sobol", "samples=64", "runs=4", "outcome=strain", "about=at_least", "threshold=0.08", "series=mean_strain"]
    assert done("sensitivity", *factors, *words, *SMALL, "out=found") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Strain, chance of at least 0.08 depends most on Demand" in told
    assert "of runs where Demand is at least" in told and "Strain a week" in told
    weeks = pd.read_parquet("found/weeks.parquet")
    assert {"time", "value", "low", "high"} <= set(weeks.columns) and weeks["time"].nunique() == 8
    assert {"regions.csv", "weeks.png", "convergence.png"} <= names("found")
    assert "Where it comes about" in Path("found/report.html").read_text("utf-8")


@pytest.mark.parametrize("method", ["fast", "rbd_fast", "delta", "pawn", "dgsm"])
def test_other_ways_agree_on_what_leads(method: str, capsys: pytest.CaptureFixture[str]) -> None:
    factors = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1"]
    samples = {"fast": 129, "dgsm": 64}.get(method, 256)
    words = [f"method={method}", f"samples={samples}", "runs=2", "outcome=strain", *SMALL, "out=found"]
    assert done("sensitivity", *factors, *words) == 0
    findings = pd.read_parquet("found/findings.parquet")
    leading = findings[findings["factor"] != "dice"].iloc[0]
    assert leading["factor"] == "levers.demand" and np.isfinite(leading["value"])
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["study=./none.yaml"],
            "./none.yaml: ./none.yaml does not exist; check the name, or make it with 'community new ./none.yaml'",
        ),
        (["study=seven_c"], "seven_c: study=seven_c is not a study; did you mean seven_cs? known are seven_cs, sponsor_and_time"),
        (
            ["levers.demand=0.9", "vary.levers.demand=0.6:1.2"],
            "levers.demand = 0.9 is set, and it varies; leave out one of the two",
        ),
        (["most_runs=1000"], "most_runs is for method=sobol, whose shares tell when they have settled, not morris"),
        (["method=morris", "pairs=yes"], "pairs = yes is for method=sobol, not morris; leave it out"),
    ],
)
def test_a_study_is_refused_in_these_words(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert done("sensitivity", *words) == 2
    assert capsys.readouterr().err.strip() == line
    assert not Path("results").exists()


def test_everything_wrong_in_a_study_file_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text("scenrio: guild\nlevers: {demnd: 1}\nmethod: sobol\n", "utf-8")
    assert done("sensitivity", "study=./bad.yaml") == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert lines[0].startswith("./bad.yaml: scenrio is not part of a study; did you mean scenario?")
    assert lines[1].startswith("./bad.yaml: levers.demnd is not a lever; did you mean levers.demand?")


def test_an_extended_study_goes_on_whichever_command_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    factors = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1"]
    command = ["sensitivity", *factors, "method=sobol", "samples=16", "runs=1", "outcome=strain", *SMALL, "out=found"]
    assert done(*command) == 0 and done("extend", "found", "samples=32") == 0
    whole = Path("found/runs.parquet").read_bytes()
    Path("found/runs.parquet").unlink()  # as a stopped extension leaves it
    assert done("extend", "found", "samples=32") == 0
    assert Path("found/runs.parquet").read_bytes() == whole
    assert done(*command) == 0
    assert "it goes on from there" in capsys.readouterr().err
    assert Path("found/runs.parquet").read_bytes() == whole


def test_another_question_costs_no_run_and_lies_beside_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "sensitivity",
        "vary.levers.demand=0.6:1.2",
        "vary.dials.cause=0:1",
        "method=sobol",
        "samples=16",
        "runs=2",
        *SMALL,
    ]
    assert done(*command, "outcome=strain", "out=found") == 0
    os.utime("found/runs.parquet", (0, 0))
    assert "curves.png" in names("found")
    assert done(*command, "outcome=motivation", "about=spread", "out=found") == 0
    assert Path("found/runs.parquet").stat().st_mtime == 0 and "curves.png" in names("found")
    other = names("found/findings/motivation-spread")
    assert "report.html" in other and "curves.png" not in other
    assert done(*command, "seed=5", "out=found") == 2
    assert done(*command, "seed=5", "outcome=strain", "out=found", "--anew") == 0
    assert any(name.startswith("earlier") for name in names("found"))
    capsys.readouterr()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "vary: {levers: {demand: 0.6:1.2}, levers.demand: 0.6:1.0}",
            "./s.yaml: vary.levers.demand is given twice; keep one of the two",
        ),
        ("scenario: [guild]", "./s.yaml: scenario = ['guild'] is not one value; write one number or word"),
        (
            "most_runs: 10\nmethod: sobol",
            "most_runs = 10 is fewer than the 19,200 runs to begin with; give more, or fewer samples",
        ),
    ],
)
def test_more_that_is_refused_before_anything_runs(text: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("s.yaml").write_text(text, "utf-8")
    assert done("sensitivity", "study=./s.yaml") == 2
    assert capsys.readouterr().err.strip().splitlines()[-1] == line


def test_a_plan_that_never_comes_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("s.yaml").write_text(
        "settings: {days: 100}\nvary: {levers.demand: [0.7, 1.0]}\n"
        "plans:\n  one: []\n  two:\n    - {from_day: 9999, levers: {demand: 0}}\n",
        "utf-8",
    )
    assert done("sweep", "study=./s.yaml") == 2
    assert capsys.readouterr().err.startswith("plan=two: plan[0].from_day = 9999 is beyond the last day, 99")


def test_words_of_the_command_line_are_those_of_what_they_name() -> None:
    from community_dynamics.experiments.analysis.analyse import ANALYSES
    from community_dynamics.experiments.designs.design import KINDS
    from community_dynamics.experiments.execution.executors import EXECUTORS
    from community_dynamics.experiments.studies.options import GIVEN_POINTS, METHODS, SERIES, SWEEPS, WHERE
    from community_dynamics.sim.state import WEEKLY

    assert WHERE[0].words == tuple(EXECUTORS)
    assert {*SWEEPS, *GIVEN_POINTS} <= set(KINDS)
    assert set(METHODS) <= set(ANALYSES)
    assert WEEKLY.names == SERIES


def test_an_outcome_that_never_varies_ends_with_a_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1", "samples=2", "runs=2", "levers.cadence_days=0"]
    assert done("sensitivity", *words, "outcome=cost_money", *SMALL, "out=found") == 2
    line = capsys.readouterr().err.strip().splitlines()[-1]
    assert line.startswith("cost_money is 0 at every point, so nothing can explain it; widen the ranges; the runs are kept, and ")
    assert done("analyse", "found", "outcome=strain") == 0
    capsys.readouterr()


def test_a_study_of_all_dials_is_read_for_another_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    assert done("sensitivity", "factors=dials", "samples=4", "runs=2", "outcome=strain", *SMALL, "out=found") == 0
    assert done("analyse", "found", "outcome=motivation") == 0
    assert "Motivation" in capsys.readouterr().out
