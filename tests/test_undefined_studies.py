"""Studies keep apart what failed and what has no meaning: in files, in lines, and before anything is analysed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from execution_models import SMALL as TINY
from execution_models import community_plan
from undefined import SEEDS_OF_NOBODY, STAYING, STAYING_WORDS, leave_undefined

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.series import over_time
from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.base.undefined import Undefined
from community_dynamics.experiments.cli import existing_study
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.cli.verbs import sensitivity as cli_sensitivity
from community_dynamics.experiments.designs.design import make_design
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.execution.conduct import conduct, retry
from community_dynamics.experiments.execution.progress import Progress
from community_dynamics.experiments.execution.rows import Rows
from community_dynamics.experiments.execution.shards import one_nan
from community_dynamics.experiments.execution.study_folder import open_study
from community_dynamics.experiments.execution.subject import CommunitySubject
from community_dynamics.experiments.studies.replay import replayed, same
from community_dynamics.experiments.studies.run_plan import design_of
from community_dynamics.experiments.studies.sensitivity import sensitivity
from community_dynamics.sim.ensemble import Run, Worker
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES

SMALL = Scenario("small_team", settings={"seats": 30, "days": 105, "founders": 12}).with_values(STAYING)
WORDS = ["settings.seats=30", "settings.days=105", "settings.founders=12", *STAYING_WORDS]
STAYS = TINY.with_values(STAYING)
FACTORS = ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1"]
MORRIS = ["sensitivity", *FACTORS, "samples=4", "runs=2", *WORDS, "out=found"]
NAN = float("nan")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def fail(patch: pytest.MonkeyPatch, when: Callable[[Run], bool]) -> None:
    """Have some runs fail."""
    simulate = Worker.simulate

    def broken(self: Worker, run: Run, stop: np.ndarray) -> object:
        if when(run):
            raise ArithmeticError("the world is broken")
        return simulate(self, run, stop)

    patch.setattr(Worker, "simulate", broken)


# Files


def test_what_is_undefined_is_kept_as_it_is_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_undefined(monkeypatch, "safety")
    fail(monkeypatch, lambda run: run.seed == 0)
    told: list[Progress] = []
    assert conduct("other", community_plan(1, 2), executor="serial").progress.outcome == "flourishing"
    done = conduct("study", community_plan(4, 6, STAYS), outcome="safety", watch=told.append, executor="serial")
    study = open_study("study")
    runs = study.runs()
    failed, nobody = runs["status"] == "FAILED", runs["seed"].isin(SEEDS_OF_NOBODY)
    assert done.failed == failed.sum() == 4 and study.undefined("safety") == (nobody & ~failed).sum() == 12
    assert (runs["safety"].isna() == (failed | nobody)).all() and (runs["strain"].isna() == failed).all()
    assert (told[-1].undefined, told[-1].failed) == (12, 4)
    assert told[-1].mean == pytest.approx(runs["safety"].mean())


def test_a_retry_leaves_what_is_undefined_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_undefined(monkeypatch, "safety")
    plan = community_plan(4, 6)
    with monkeypatch.context() as while_broken:
        fail(while_broken, lambda run: run.seed == 0)
        conduct("study", plan, batch_points=1)
    assert retry("study", plan).failed == 0
    conduct("whole", plan)
    assert Path("study/runs.parquet").read_bytes() == Path("whole/runs.parquet").read_bytes()


def test_bytes_are_the_same_whatever_the_sign_of_nan() -> None:
    for kind in (np.float64, np.float32):
        signed = np.copysign(np.array([NAN, NAN, 1.0], kind), np.array([-1.0, 1.0, 1.0], kind))
        assert one_nan(signed).tobytes() == np.array([NAN, NAN, 1.0], kind).tobytes() != signed.tobytes()


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_series_and_outcomes_are_written_with_one_nan(monkeypatch: pytest.MonkeyPatch, sign: float) -> None:
    def of_nobody(self: CommunitySubject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        nothing = np.copysign(NAN, sign)
        return Rows(np.full((seeds.size, len(OUTCOMES)), nothing), {"mean_safety": np.full((seeds.size, 4), nothing, np.float32)})

    monkeypatch.setattr(CommunitySubject, "run", of_nobody)
    conduct("study", community_plan(4, 2, series=("mean_safety",)), executor="serial")
    study = open_study("study")
    assert study.runs()["safety"].to_numpy().tobytes() == 8 * np.float64(NAN).tobytes()
    assert study.series("mean_safety").tobytes() == 8 * 4 * np.float32(NAN).tobytes()


def test_a_replayed_run_that_is_undefined_in_both_is_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_undefined(monkeypatch, "safety")
    assert main(["sweep", "vary.levers.demand=0.6,1.2", "runs=3", *WORDS, "out=found"]) == 0
    run = replayed("found", 1)
    assert np.isnan(run.recorded["safety"]) and run.differences(run.outcomes()) == []
    assert run.differences(run.outcomes() | {"safety": 0.0}) == ["safety"]
    assert same(-NAN, NAN) and not same(0.0, -0.0) and not same(0.0, NAN)
    capsys.readouterr()
    assert main(["replay", "found", "1"]) == 0
    told = capsys.readouterr().out
    lines = {line.split("  ")[0]: line.split() for line in told.splitlines()}
    assert "undefined" in lines["Psychological safety"] and "the same as in the table" in told
    assert any(fate in " ".join(lines["Fate"]) for fate in FATES)


# Analyses


def test_an_outcome_that_is_undefined_in_some_runs_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_undefined(monkeypatch, "safety", "motivation", when=lambda run: run.inputs.levers[0]["demand"] > 1.1)
    assert main([*MORRIS, "outcome=safety"]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    runs = pd.read_parquet("found/runs.parquet")
    missing = int(runs["safety"].isna().sum())
    assert line.startswith(f"Psychological safety is undefined in {missing} of {len(runs)} runs ({OUTCOMES['safety'].meaning}), ")
    assert "and an analysis needs it in every run; the runs are kept, and 'community analyse found outcome=...'" in line
    others = line.partition("; defined in every run: ")[2].split(", ")
    whole = {name for name in OUTCOMES if runs[name].notna().all()} - {"fate"}
    assert set(others) == whole and "strain" in whole and "motivation" not in whole and "failed" not in line
    assert not Path("found/sensitivity.png").exists()
    assert main(["analyse", "found", "outcome=strain"]) == 0


def test_failed_runs_and_undefined_ones_are_counted_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_undefined(monkeypatch, "safety", when=lambda run: run.inputs.levers[0]["demand"] > 1.1)
    fail(monkeypatch, lambda run: run.inputs.levers[0]["demand"] < 0.7)
    assert main([*MORRIS, "outcome=safety"]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    runs = pd.read_parquet("found/runs.parquet")
    good = runs[runs["status"] == "SUCCEEDED"]
    failed, missing = len(runs) - len(good), int(good["safety"].isna().sum())
    assert failed and missing and len(lines) == 2
    assert lines[0].startswith(f"{failed} of {len(runs)} runs failed (first: ")
    assert lines[1].startswith(f"Psychological safety is undefined in {missing} of {len(good)} runs (")


@pytest.mark.parametrize("verb", ["sensitivity", "analyse"])
def test_fates_are_not_analysed_as_numbers(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    if verb == "analyse":
        assert main([*MORRIS, "outcome=strain"]) == 0
        capsys.readouterr()
    assert main([*MORRIS, "outcome=fate"] if verb == "sensitivity" else ["analyse", "found", "outcome=fate"]) == 2
    line = capsys.readouterr().err.strip()
    assert line == (
        f"outcome = fate has no mean, as fates are names ({', '.join(FATES)}); judge by flourishing or holding, "
        "or see the share of each fate with 'community sweep outcome=fate'"
    )


def test_a_study_that_grows_stops_at_an_outcome_that_is_undefined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_undefined(monkeypatch, "safety", when=lambda run: run.inputs.levers[0]["demand"] > 1.1)
    sobol = ["sensitivity", *FACTORS, "method=sobol", "samples=16", "runs=1", "most_runs=1000", "outcome=safety", *WORDS]
    assert main([*sobol, "out=found"]) == 2
    assert "; defined in every run: flourishing," in capsys.readouterr().err
    assert len(pd.read_parquet("found/runs.parquet")) == 16 * 5
    study = existing_study.open_study(Path("found"), {})
    said = cli_sensitivity.narrowing(study, design_of(study), Path("found"))
    assert said is not None and said() == "which an analysis will refuse"


def test_analyses_in_memory_refuse_too(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_undefined(monkeypatch, "safety")
    with pytest.raises(Undefined, match=r"^Psychological safety is undefined in 3 of 12 runs \(.*; defined in every run: flour"):
        sensitivity(SMALL, {"levers.demand": (0.6, 1.2)}, "safety", "morris", 2, 2)


def values_of_design() -> tuple[object, np.ndarray]:
    """A design and values that follow its first factor."""
    design = make_design("morris", [Factor("x", 0.0, 1.0), Factor("y", 0.0, 1.0)], 10, 0)
    return design, design.unit[:, :1] * np.ones(2) + 0.01 * np.arange(2)


def test_a_value_that_is_missing_is_a_failed_run_or_an_undefined_outcome() -> None:
    design, values = values_of_design()
    values[3, 1] = NAN
    failed = np.isnan(values)
    assert "1 run failed, so 1 of 10 trajectories were left out whole" in analyse(design, values, "calm", failed=failed).statement
    with pytest.raises(CommunityError) as caught:
        analyse(design, values, "calm", failed=np.zeros_like(failed))
    assert str(caught.value) == "calm is undefined in 1 of 60 runs, and an analysis needs it in every run"


def test_weeks_in_which_some_runs_have_nobody_are_passed_over_and_told_of() -> None:
    design, values = values_of_design()
    weeks = np.stack([values, values, values], axis=2)
    weeks[5, 0, 2] = NAN
    course = over_time(design, weeks, "calm", failed=np.zeros(values.shape, bool))
    assert list(course.table["time"].unique()) == [1, 2]
    assert course.statement.endswith("1 week could not be analysed, as some runs leave the outcome undefined.")
    assert "undefined in 1 of 60 runs" in course.passed["reason"].iloc[0]


def test_a_study_says_while_it_runs_that_its_outcome_is_undefined(monkeypatch: pytest.MonkeyPatch) -> None:
    from community_dynamics.experiments.cli.study_output import Watch

    said: list[str] = []
    with Watch(8, "safety") as watch:
        monkeypatch.setattr(watch, "bar", lambda count, detail: said.append(detail), raising=False)
        watch(Progress(8, 8, 0, 0.5, 0.1, 1.0, 0, "safety", 8.0, 0.0, 3))
        monkeypatch.undo()
    assert said == ["8 a second, safety 0.5 ± 0.2, safety undefined in 3"]
    with Watch(8, "fate") as watch:
        monkeypatch.setattr(watch, "bar", lambda count, detail: said.append(detail), raising=False)
        watch(Progress(8, 8, 0, 1.5, 0.1, 1.0, 0, "fate", 8.0, 0.0))
        monkeypatch.undo()
    assert said[-1] == "8 a second"
