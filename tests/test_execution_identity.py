"""The table of runs is the same to the byte, whatever computes it, however it is cut, whatever was interrupted."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execution_models import BROKEN, SMALL, community_plan, deadly, fragile, function_plan, line

from community_dynamics.experiments.execution import processes as crew
from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.conduct import conduct, extend, retry
from community_dynamics.experiments.execution.in_memory import run_seeded
from community_dynamics.experiments.execution.progress import Progress
from community_dynamics.experiments.execution.study_folder import open_study
from community_dynamics.experiments.plans.named_plan import NO_PLAN, NamedPlan
from community_dynamics.sim.inputs import Change
from community_dynamics.sim.outcomes import OUTCOMES


def table_bytes(folder: Path) -> bytes:
    return (folder / "runs.parquet").read_bytes()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return community_plan()


@pytest.fixture(scope="module")
def serial(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study done in one go, one batch after another."""
    folder = tmp_path_factory.mktemp("serial") / "study"
    conduct(folder, plan, executor="serial")
    return folder


@pytest.mark.parametrize(
    ("executor", "workers", "batch_points", "options"),
    [
        ("threads", 1, 5, {}),
        ("threads", 3, 1, {}),
        ("processes", 2, 2, {}),
        ("dask", 1, 3, {}),
        ("slurm", 1, 3, {"cluster": "local"}),
    ],
)
def test_every_executor_writes_the_same_bytes(
    plan: Plan, serial: Path, tmp_path: Path, executor: str, workers: int, batch_points: int, options: dict[str, Any]
) -> None:
    report = conduct(tmp_path / "study", plan, executor=executor, workers=workers, batch_points=batch_points, options=options)
    assert table_bytes(tmp_path / "study") == table_bytes(serial)
    assert (report.runs, report.failed, report.lines) == (36, 0, ())
    assert len(list((tmp_path / "study" / "runs").iterdir())) == report.batches == -(-12 // batch_points)


def test_the_table_holds_every_run_in_order(plan: Plan, serial: Path) -> None:
    runs = open_study(serial).runs()
    factors = list(plan.points.columns)
    assert list(runs.columns) == ["run_id", "point_id", "replication_id", "seed", *factors, *FATE, *OUTCOMES]
    assert list(runs["run_id"]) == list(range(36)) and set(runs["status"]) == {"SUCCEEDED"}
    assert list(runs["point_id"]) == [point for point in range(12) for _ in range(3)]
    old = run_seeded(SMALL, plan.points, plan.seeds, threads=1)
    for name in [*factors, *OUTCOMES]:
        assert runs[name].to_numpy().tobytes() == old[name].to_numpy().tobytes(), name


FATE = ["status", "stage", "error", "message"]


def test_a_study_that_grows_is_the_larger_study(tmp_path: Path) -> None:
    small, large = community_plan(6), community_plan(12)
    large = Plan(large.subject, pd.concat([small.points, large.points.iloc[6:]]), large.seeds)
    conduct(tmp_path / "grown", small, batch_points=4)
    report = extend(tmp_path / "grown", large, batch_points=5)
    conduct(tmp_path / "once", large)
    assert table_bytes(tmp_path / "grown") == table_bytes(tmp_path / "once")
    assert report.reused == 18 and report.batches == 4
    points, seeds, dice = open_study(tmp_path / "grown").design()
    assert points.equals(large.points.reset_index(drop=True).rename_axis("point_id")) and (seeds == large.seeds).all()
    assert dice is None


def test_dice_are_a_column(tmp_path: Path) -> None:
    plan = function_plan(line, 4, 2, ("height", "noise"))
    conduct(tmp_path / "study", Plan(plan.subject, plan.points, plan.seeds, dice=np.array([7, 7, 3, 3])))
    runs = open_study(tmp_path / "study").runs()
    assert list(runs["dice"]) == [7] * 4 + [3] * 4 and list(runs.columns)[3:5] == ["seed", "dice"]


def test_series_are_kept_and_read_back(tmp_path: Path) -> None:
    plan = community_plan(4, 2, series=("contributors", "mean_safety"))
    for executor, cut in (("threads", 1), ("serial", 3)):
        conduct(tmp_path / executor, plan, executor=executor, batch_points=cut)
    weeks = [open_study(tmp_path / executor).series("mean_safety") for executor in ("threads", "serial")]
    assert weeks[0].shape == (8, 4) and weeks[0].dtype == np.float32 and np.isfinite(weeks[0]).all()
    assert weeks[0].tobytes() == weeks[1].tobytes()


def test_a_plan_is_chosen_by_its_number(tmp_path: Path) -> None:
    plans = {"as it is": NO_PLAN, "pushed": NamedPlan("pushed", plan=(Change(0, None, {}, {"demand": 1.4}),))}
    plan = community_plan(4, plans=plans)
    points = plan.points.assign(plan=[0.0, 1.0, 0.0, 1.0])
    points[["levers.demand", "dials.contribution"]] = 0.5
    runs = conducted(tmp_path, Plan(plan.subject, points, plan.seeds))
    strain = runs.groupby("plan")["strain"].mean()
    assert strain[1.0] > strain[0.0]


def conducted(folder: Path, plan: Plan) -> pd.DataFrame:
    conduct(folder / "study", plan, executor="serial")
    return open_study(folder / "study").runs()


def test_failed_runs_are_rows_and_retry_runs_those_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, how = function_plan(fragile, 10), {"workers": 2, "batch_points": 4}
    monkeypatch.setenv(BROKEN, "1")
    report = conduct(tmp_path / "study", plan, **how)
    runs = open_study(tmp_path / "study").runs()
    failed = runs[runs["status"] == "FAILED"]
    assert report.failed == len(failed) == 6 and (failed["x"] > 0.8).all() and failed["value"].isna().all()
    assert set(failed["stage"]) == {"run"} and set(failed["error"]) == {"ArithmeticError"}
    assert failed["message"].iloc[0] == "x = 0.889 is too far for <object object at 0x...>"
    assert runs.loc[runs["status"] == "SUCCEEDED", FATE[1:]].isna().all(axis=None)

    for path in (tmp_path / "study" / "runs").iterdir():
        os.utime(path, (0, 0))
    assert conduct(tmp_path / "study", plan, **how).failed == 6
    monkeypatch.delenv(BROKEN)
    again = retry(tmp_path / "study", plan, **how)
    written = [path for path in (tmp_path / "study" / "runs").iterdir() if path.stat().st_mtime > 0]
    assert again.failed == 0 and len(written) == 1 and again.reused == 24
    conduct(tmp_path / "whole", plan)
    assert table_bytes(tmp_path / "study") == table_bytes(tmp_path / "whole")


def test_progress_tells_counts_and_the_running_mean(tmp_path: Path) -> None:
    told: list[Progress] = []
    plan = function_plan(line, 50, 4, ("height", "noise"))
    report = conduct(tmp_path / "study", plan, outcome="noise", batch_points=5, watch=told.append)
    noise = open_study(tmp_path / "study").values("noise")
    assert noise.shape == (50, 4)
    last = told[-1]
    assert (last.total, last.done, last.failed, last.outcome, last.seconds_left) == (200, 200, 0, "noise", 0.0)
    assert last.mean == pytest.approx(noise.mean()) and last.error == pytest.approx(noise.std(ddof=1) / np.sqrt(200))
    assert report.progress.done == 200 and last.runs_a_second > 0


def test_a_run_that_takes_its_process_along_ends_as_aborted_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MOST_DEATHS", 2)
    conduct(tmp_path / "study", function_plan(deadly, 6, 1), executor="processes", workers=1)
    runs = open_study(tmp_path / "study").runs()
    assert list(runs["status"]) == ["SUCCEEDED"] * 5 + ["ABORTED"]
    assert runs["message"].iloc[5] == "the process that ran this batch ended 2 times (signal 9)"
