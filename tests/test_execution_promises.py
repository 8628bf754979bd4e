"""Promises of a study that need a look from outside: bytes, orphans, long runs, any Mesa model, a changed question."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from benchmarks.kills import children_of, kill
from benchmarks.steady import community_plan, tiny_plan
from experiments.errors import CommunityError
from experiments.execution.conduct import conduct, extend
from experiments.execution.foreign import MesaSubject
from sim.inputs import Scenario

GO = np.zeros(1, np.int64)


def test_bytes_are_the_same_wherever_batches_end_and_row_groups_begin(tmp_path: Path) -> None:
    plan = tiny_plan(50_000)
    fine = conduct(tmp_path / "fine", plan, batch_seconds=0.01, workers=3)
    coarse = conduct(tmp_path / "coarse", plan, batch_seconds=9.0, executor="serial")
    assert len(list((tmp_path / "fine" / "runs").iterdir())) > len(list((tmp_path / "coarse" / "runs").iterdir()))
    assert fine.table.read_bytes() == coarse.table.read_bytes()


def test_an_extended_study_has_the_bytes_of_the_study_made_at_once(tmp_path: Path) -> None:
    small, large = tiny_plan(20_000), tiny_plan(20_000)
    small = replace(small, points=small.points.iloc[:700], seeds=small.seeds[:700])
    conduct(tmp_path / "study", small)
    done = extend(tmp_path / "study", large)
    assert (done.runs, done.reused) == (20_000, 7_000)
    assert done.table.read_bytes() == conduct(tmp_path / "whole", large).table.read_bytes()


def test_another_question_is_refused_with_what_differs_and_the_way_out(tmp_path: Path) -> None:
    plan = tiny_plan(100)
    conduct(tmp_path / "study", plan)
    with pytest.raises(CommunityError) as caught:
        conduct(tmp_path / "study", replace(plan, config={"points": 12}))
    told = str(caught.value)
    assert all(word in told for word in ("points", "10", "12", "--anew", "out="))
    assert conduct(tmp_path / "study", plan).reused == 100


def test_workers_end_with_the_study_that_they_work_for(checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.kills", "study", str(tmp_path / "study"), "processes"]
    with subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, text=True, start_new_session=True) as study:
        assert study.stdout is not None
        while (line := study.stdout.readline()) and int(line) == 0:
            pass
        workers = children_of(study.pid)
        if not workers:
            pytest.skip("needs /proc")
        kill(study.pid)
        study.communicate()
    deadline = time.monotonic() + 5.0
    while any(map(alive, workers)):
        assert time.monotonic() < deadline, "workers outlive their study"
        time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether a process still does something."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("executor", ["serial", "threads"])
def test_a_community_that_takes_minutes_stops_within_a_second(tmp_path: Path, executor: str) -> None:
    large = Scenario("large", settings={"seats": 3000, "days": 3650, "founders": 2500})
    plan = community_plan(4)
    plan = replace(plan, subject=replace(plan.subject, scenario=large))
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt, match="the same command goes on from there"):
        interrupted_after(1.0, lambda: conduct(tmp_path / "study", plan, executor=executor))
    assert time.monotonic() - began < 2.0


def interrupted_after(seconds: float, do: Callable[[], object]) -> object:
    """Do something, with Ctrl-C after so many seconds."""
    before = signal.signal(signal.SIGALRM, lambda number, frame: os.kill(os.getpid(), signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return do()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class TakesSeed(mesa.Model):
    """Takes its seed as most published models do."""

    def __init__(self, chance: float = 0.5, seed: float | None = None) -> None:
        super().__init__(seed=seed)
        self.chance, self.heads = chance, 0

    def step(self) -> None:
        self.heads += self.random.random() < self.chance


class TakesGenerator(mesa.Model):
    """Takes its seed as newer Mesa asks."""

    def __init__(self, chance: float = 0.5, rng: Any = None) -> None:
        super().__init__(rng=rng)
        self.chance, self.heads = chance, 0

    def step(self) -> None:
        self.heads += self.rng.random() < self.chance


class TakesAnything(TakesSeed):
    """Hands on whatever it is given."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)


def heads(model: Any) -> dict[str, float]:
    return {"heads": float(model.heads)}


@pytest.mark.parametrize("model", [TakesSeed, TakesGenerator, TakesAnything])
def test_any_mesa_model_runs_unchanged_whichever_way_it_takes_its_seed(model: type) -> None:
    points = pd.DataFrame({"chance": [0.0, 0.5, 1.0]})
    seeds = np.tile(np.arange(3, dtype=np.int64), (3, 1))
    subject = MesaSubject(model, 30, heads, outcomes=("heads",))
    rows = subject.run(points, seeds, GO)
    assert not rows.failures
    assert (rows.values[:3] == 0).all() and (rows.values[6:] == 30).all() and len(np.unique(rows.values[3:6])) > 1
    assert (subject.run(points, seeds, GO).values == rows.values).all()
