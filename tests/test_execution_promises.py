"""Promises of a study that need a look from outside: bytes, any Mesa model, a changed question."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from benchmarks.steady import tiny_plan
from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.execution.conduct import conduct, extend
from community_dynamics.experiments.execution.foreign import MesaSubject

GO = np.zeros(1, np.int64)


def test_bytes_are_the_same_wherever_batches_end_and_row_groups_begin(tmp_path: Path) -> None:
    plan = tiny_plan(50_000)
    fine = conduct(tmp_path / "fine", plan, batch_points=37, workers=3)
    coarse = conduct(tmp_path / "coarse", plan, batch_points=5_000, executor="serial")
    measured = conduct(tmp_path / "measured", plan)
    assert (fine.batches, coarse.batches) == (136, 1)
    assert fine.table.read_bytes() == coarse.table.read_bytes() == measured.table.read_bytes()


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
