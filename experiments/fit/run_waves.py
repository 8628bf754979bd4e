"""Waves of runs: the prior first, then what no run has ruled out, then where the posterior lies; each a study on disk."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.base.result_folder import as_json, unwritable
from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.progress import Watch
from community_dynamics.experiments.execution.subject import Subject
from community_dynamics.experiments.execution.whole_files import write_whole
from community_dynamics.experiments.fit.discrepancy import with_allowances
from community_dynamics.experiments.fit.emulator import Emulator
from community_dynamics.experiments.fit.likelihood import CUT, Judge, Likelihood
from community_dynamics.experiments.fit.parameters import Prior, points_of, unit_of
from community_dynamics.experiments.fit.sampling import posterior, region, spread_points
from community_dynamics.experiments.fit.targets import Target

# Of all runs: the prior, the region not ruled out, the posterior's neighbourhood twice; candidates; the rest is the check.
SHARES, FOR_CANDIDATES = (0.36, 0.18, 0.14, 0.14), 0.08
FORMAT = 1
SOFTENED = 0.3
FEWEST_LEARNED = 150
WIDER = 2.0


class Named(Protocol):
    """Something to be met, which has a column of its own in tables of runs."""

    @property
    def name(self) -> str:
        """The column."""


class Task(Protocol):
    """What waves are run for: what may change and between which ends, what is to be met, and what a point is run by."""

    @property
    def priors(self) -> tuple[Prior, ...]:
        """What may change."""

    @property
    def targets(self) -> Sequence[Named]:
        """What is to be met."""

    def subject(self, **how: Any) -> Subject:
        """What a point and a seed are run by."""

    def fingerprint(self) -> str:
        """Hash of all that decides the numbers."""


@dataclass(frozen=True)
class Runs:
    """Runs so far: points as shares of the prior, statistics as they are, and the wave of each run."""

    unit: np.ndarray
    values: np.ndarray
    wave: np.ndarray

    def joined(self, unit: np.ndarray, values: np.ndarray) -> "Runs":
        """With another wave."""
        number = int(self.wave.max(initial=-1)) + 1
        wave = np.r_[self.wave, np.full(len(unit), number)]
        return Runs(np.concatenate([self.unit, unit]), np.concatenate([self.values, values]), wave)


def no_runs(problem: Task) -> Runs:
    """Nothing yet."""
    return Runs(np.zeros((0, len(problem.priors))), np.zeros((0, len(problem.targets))), np.zeros(0, np.int64))


@dataclass(frozen=True)
class Workshop:
    """Where and how waves are run, and what for: the word `kind` names the record and stands in refusals.

    batch_points: points that are kept together in one file; by the measured pace unless said.
    """

    folder: Path
    seed: int
    workers: int | None = None
    watch: Callable[[str], Watch | None] = lambda name: None
    kind: str = "fit"
    batch_points: int | None = None

    def dice(self, wave: int) -> np.random.Generator:
        """Dice of one wave's design."""
        return np.random.default_rng([self.seed, wave])

    def open(self, problem: Task, runs: int) -> None:
        """Begin in a new folder, or go on in one that holds this very fit; any other is refused."""
        asked = {"format": FORMAT, self.kind: problem.fingerprint(), "seed": self.seed, "runs": runs}
        place = self.folder / f"{self.kind}.json"
        if place.exists():
            if json.loads(place.read_text("utf-8")) != asked:
                raise UnreadableFile(
                    f"out = {self.folder} holds a {self.kind} of something else, or made with other code or options; "
                    "name a new folder"
                )
            return
        if self.folder.exists() and any(self.folder.iterdir()):
            raise UnreadableFile(f"out = {self.folder} holds something else than a {self.kind}; name a new folder")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(place, lambda path: path.write_text(as_json(asked), "utf-8"))
        except OSError as error:
            raise unwritable(self.folder, error) from None

    def run(self, problem: Task, name: str, unit: Callable[[], np.ndarray], first_seed: int, **how: Any) -> Path:
        """Run a wave, or what is left of it; its points are kept, so that going on never changes them."""
        return self.run_points(problem, name, lambda: points_of(problem.priors, unit()), first_seed, **how)

    def run_points(
        self, problem: Task, name: str, design: Callable[[], pd.DataFrame], first_seed: int, sharing: int = 1, **how: Any
    ) -> Path:
        """The same for points given as values; so many that follow one another throw the same dice, `sharing` them."""
        place, kept = self.folder / name, self.folder / f"{name}-points.parquet"
        if not kept.exists():
            made = design()
            write_whole(kept, lambda path: made.reset_index(drop=True).to_parquet(path))
        points = pd.read_parquet(kept).rename_axis("point_id")
        seeds = np.arange(len(points), dtype=np.int64) // sharing + first_seed
        plan = Plan(problem.subject(**how), points, seeds[:, np.newaxis])
        means = {"workers": self.workers, "watch": self.watch(name), "batch_points": self.batch_points}
        conduct(place, plan, executor="threads", **means)
        return place


def table_of(place: Path) -> pd.DataFrame:
    """All runs of a wave that is done."""
    from community_dynamics.experiments.execution.study_folder import read_runs

    return read_runs(place)


def learned(problem: Task, place: Path) -> tuple[np.ndarray, np.ndarray]:
    """Points and statistics of a wave that is done."""
    table = table_of(place)
    names = [target.name for target in problem.targets]
    return unit_of(problem.priors, table), table[names].to_numpy(np.float64)


def likelihood_of(targets: tuple[Target, ...], runs: Runs, allow: bool = True) -> Likelihood:
    """Emulator and likelihood from the runs near what was observed; with allowances for what no point can meet."""
    scaled = np.stack([target.rescaled(runs.values[:, at]) for at, target in enumerate(targets)], axis=1)
    whole = np.isfinite(scaled).all(axis=1)
    unit, scaled = runs.unit[whole], scaled[whole]
    found = Likelihood.of(Emulator.fit(unit, scaled), targets)
    if int(runs.wave.max(initial=0)) > 0:
        score = found.second_highest(unit)
        near = score <= max(WIDER * CUT, float(np.sort(score)[min(len(score), max(FEWEST_LEARNED, len(score) // 3)) - 1]))
        found = Likelihood.of(Emulator.fit(unit[near], scaled[near]), targets)
    return with_allowances(found, unit.shape[1]) if allow else found


def next_points(found: Judge, wave: int, number: int, dice: np.random.Generator) -> np.ndarray:
    """Points of the next wave: spread over what is not implausible, then where a softened posterior lies."""
    dimensions = found.dimensions
    if wave == 1:
        return region(found.second_highest, CUT, dimensions, max(number, 200), dice)[0][:number]
    walkers = posterior(lambda unit: SOFTENED * found.log(unit), dimensions, max(number, 300), dice)
    return walkers.points[dice.permutation(len(walkers.points))[:number]]


def first_points(number: int, dimensions: int, dice: np.random.Generator) -> np.ndarray:
    """Points of the first wave, spread over the whole prior."""
    return spread_points(number, dimensions, dice)
