"""A cheap stand-in for the theory whose constants are known, for tests of calibrations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.calibration.constants import prior_of
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget
from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.execution.rows import Rows
from community_dynamics.experiments.facts.estimates import Estimate, estimate
from community_dynamics.experiments.facts.known import Part
from community_dynamics.sim.theory import THEORY

NAMES = ("attention_days", "visit_base", "answer_base", "regard_effect", "habit_effect", "mood_spread")
PRIORS = tuple(prior_of(THEORY[name]) for name in NAMES)
DEFAULTS = tuple(THEORY[name].default for name in NAMES)
GROUPS = ("A", "B", "C", "D")
EACH, HALF, NOISE = 4, 0.1, 0.1
# What each number makes of each constant: all but the last leave a trace.
SLOPES = np.random.default_rng(5).normal(0.0, 0.6, (len(GROUPS) * EACH, len(NAMES))) * np.array([1, 1, 1, 1, 1, 0])


def truth(unit: np.ndarray) -> np.ndarray:
    """Numbers without what seeds make of them: slopes and a bend."""
    return np.asarray(3.0 + unit @ SLOPES.T + 0.3 * np.sin(3.0 * unit[:, :1]))


def names_of(key: str) -> list[str]:
    """What the numbers of a group are called."""
    return [f"{key}: number {at}" for at in range(EACH)]


@dataclass(frozen=True)
class Known:
    """Runs points of it."""

    keys: tuple[str, ...]
    thin: float = 1.0
    whole: bool = False
    series: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the numbers."""
        return tuple(name for key in self.keys for name in names_of(key))

    def describe(self) -> dict[str, Any]:
        """What is run."""
        return {"kind": "known", "keys": list(self.keys)}

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with its seed."""
        unit = np.stack([prior.share(points[prior.path].to_numpy(np.float64)) for prior in PRIORS], axis=1)
        shown = np.flatnonzero(np.repeat(np.isin(GROUPS, self.keys), EACH))
        noise = [np.random.default_rng(seed).standard_normal(len(SLOPES)) for seed in seeds[:, 0].tolist()]
        return Rows((truth(unit) + NOISE * np.stack(noise))[:, shown])


def judge(keys: Sequence[str], values: Mapping[str, float], runs: int, seed: int, workers: int | None) -> dict[str, Estimate]:
    """Every number over many runs."""
    point = {prior.path: default for prior, default in zip(PRIORS, DEFAULTS, strict=True)} | dict(values)
    points = pd.DataFrame([point] * runs)
    rows = Known(tuple(keys)).run(points, np.arange(runs)[:, np.newaxis] + seed, np.zeros(1, np.int64))
    return dict(zip(Known(tuple(keys)).outcomes, map(estimate, rows.values.T), strict=True))


def planted(unit: np.ndarray, dice: np.random.Generator, held: tuple[str, ...] = ("D",), soft: int = 0) -> Calibration:
    """A calibration to ranges around what planted constants give, as far off as ranges of two deviations allow."""
    middle = truth(unit[np.newaxis])[0] + 0.5 * HALF * dice.standard_normal(len(SLOPES))
    names = [name for key in GROUPS for name in names_of(key)]
    parts = [
        Part(name.partition(": ")[2], value - HALF, value + HALF, (), at < soft)
        for at, (name, value) in enumerate(zip(names, middle.tolist(), strict=True))
    ]
    judged = tuple(RangeTarget(name.partition(":")[0], part, "") for name, part in zip(names, parts, strict=True))
    return Calibration(PRIORS, DEFAULTS, judged, held, Known, judge)
