"""Which point becomes the theory's defaults: rounded, run for real, and the one that meets most wins."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.calibration.joint_likelihood import DISCREPANCY, RangeLikelihood
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget
from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.fit.best_point import FINALISTS, candidates, distance, emulated_distance
from community_dynamics.experiments.fit.fitting import seeds_from
from community_dynamics.experiments.fit.judging import ENDS, WEAKLY
from community_dynamics.experiments.fit.parameters import points_of
from community_dynamics.experiments.fit.run_waves import Workshop, table_of

DIGITS = 3
FEWEST = 6
# Times the root of the number of targets: points whose distances differ by less are alike.
ALIKE = 0.5
STAGES = (5, 6)


def rounded(task: Calibration, points: pd.DataFrame) -> pd.DataFrame:
    """Points with three digits that count, never beyond the ends of a prior."""
    found = points.map(lambda value: float(f"{value:.{DIGITS}g}"))
    for prior in task.priors:
        outside = (found[prior.path] < prior.low) | (found[prior.path] > prior.high)
        found.loc[outside, prior.path] = points.loc[outside, prior.path]
    return found.drop_duplicates().reset_index(drop=True).rename_axis("point_id")


def standing(task: Calibration) -> pd.DataFrame:
    """The constants as they stand, as a point."""
    return pd.DataFrame([{prior.path: value for prior, value in zip(task.priors, task.before, strict=True)}])


def widths(unit: np.ndarray) -> np.ndarray:
    """Width of the posterior over that of the prior, for each constant."""
    low, high = np.quantile(unit, ENDS, axis=0)
    return np.asarray((high - low) / (ENDS[1] - ENDS[0]))


def tried_of(task: Calibration, found: RangeLikelihood, unit: np.ndarray, most: int, dice: np.random.Generator) -> pd.DataFrame:
    """The constants as they stand, and points from all over the posterior, the nearest by the emulators first."""
    several = candidates(found, unit, dice)
    nearest = several[np.argsort(emulated_distance(found, several), kind="stable")]
    points = points_of(task.priors, nearest[: max(FEWEST, most - 1)])
    return rounded(task, pd.concat([standing(task), points], ignore_index=True))


def with_fewer_changes(task: Calibration, points: pd.DataFrame, unit: np.ndarray) -> pd.DataFrame:
    """Points, and each once more with the constants as they stand that the posterior says nothing of."""
    before = standing(task).iloc[0]
    wide = {prior.path: before[prior.path] for prior, width in zip(task.priors, widths(unit), strict=True) if width > WEAKLY}
    again = points.assign(**wide)
    return rounded(task, pd.concat([points, again], ignore_index=True))


def distances(targets: Sequence[RangeTarget], table: pd.DataFrame, number: int, seeds: np.ndarray) -> np.ndarray:
    """Distance of every point from all ranges by the means of its runs, points being run equally often and in turn."""
    point, repeats = np.arange(len(table)) % number, len(table) // number
    apart = np.empty((number, len(targets)))
    for at, target in enumerate(targets):
        values = target.rescaled(table[target.name].to_numpy(np.float64))
        means = np.array([values[point == one].mean() for one in range(number)])
        apart[:, at] = target.counted(means) / np.sqrt(target.scaled_error**2 + seeds[at] ** 2 / repeats + DISCREPANCY**2)
    return distance(apart)


def chosen_of(task: Calibration, workshop: Workshop, found: RangeLikelihood, unit: np.ndarray, runs: int) -> dict[str, float]:
    """The point that becomes the defaults: candidates are run, the best of them again and more often."""
    tried = tried_of(task, found, unit, runs // 2, workshop.dice(STAGES[0] + 100))
    first = run_each(task, workshop, "candidates", tried, max(1, runs // 2 // len(tried)), STAGES[0])
    best = tried.iloc[np.argsort(distances(task.targets, first, len(tried), found.seeds), kind="stable")[:FINALISTS]]
    last = with_fewer_changes(task, best, unit)
    again = run_each(task, workshop, "finalists", last, max(2, runs // 2 // len(last)), STAGES[1])
    far = distances(task.targets, again, len(last), found.seeds)
    return nearest_to(standing(task), last, far, ALIKE * float(np.sqrt(len(task.targets))))


def run_each(task: Calibration, workshop: Workshop, name: str, points: pd.DataFrame, times: int, stage: int) -> pd.DataFrame:
    """All points in turn, so many times, on the same dice each time."""
    several, first = pd.concat([points] * times, ignore_index=True), seeds_from(workshop.seed, stage)
    return table_of(workshop.run_points(task, name, lambda: several, first, len(points), whole=True))


def nearest_to(before: pd.DataFrame, points: pd.DataFrame, far: np.ndarray, alike: float) -> dict[str, float]:
    """Of the points that are as good as the best, as far as few runs can tell, the one with the fewest constants changed."""
    changed = (points.to_numpy() != before[points.columns].to_numpy()).sum(axis=1)
    best = np.flatnonzero(far <= far.min() + alike)
    order = best[np.lexsort((far[best], changed[best]))]
    return {str(path): float(value) for path, value in points.iloc[order[0]].items()}
