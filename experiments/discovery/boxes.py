"""Boxes of circumstances in which a community fails, found on half of the points and judged on the other half."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import Interval, wilson
from community_dynamics.experiments.base.statements import percent, plain_name
from community_dynamics.experiments.designs.named_points import PLAN, parameter_at
from community_dynamics.experiments.discovery.box_words import box_words, limits_table
from community_dynamics.experiments.discovery.failing import HALF, Rule, values_and_fails
from community_dynamics.experiments.discovery.prim import Box, chances, found_box, inside
from community_dynamics.sim.inputs import Scenario

MOST_BOXES = 3
RESAMPLES = 100
FEWEST_POINTS = 60
FEWEST_FAILURES = 10  # among the points searched
COVERS = (
    "Intervals are 95 % (Wilson's) and cover which points were drawn, on held-out points that had no part in the search; not "
    "parameters that may be wrong, nor circumstances outside the ranges tried."
)
NO_BOX = "no box describes its failures"


@dataclass(frozen=True)
class Boxes:
    """Where a community fails.

    boxes: a row a box that stands on held-out points: coverage (share of all failures that lie in it) and density (share of its
    points that fail), with 95 % ends; base (share that fail among the points left for it); points and failures inside; sentence.
    limits: a row a limit: low and high (or the values allowed), luck (the chance of its gain by luck on held-out points,
    quasi-p-value), again (share of resamples of the searched points with the same limit), and where the middle 90 % of those put
    its ends. trajectory: the boxes of peeling. points: every point, whether it fails, is held out, and its box. found: the boxes,
    by column of `varied`.
    """

    scenario: Scenario
    rule: Rule
    varied: tuple[str, ...]
    statement: str
    boxes: pd.DataFrame
    limits: pd.DataFrame
    trajectory: pd.DataFrame
    points: pd.DataFrame
    found: tuple[Box, ...]
    covers: str = COVERS


@dataclass(frozen=True)
class Halves:
    """Points and failures, searched and held out."""

    x: np.ndarray
    fails: np.ndarray
    held: np.ndarray

    def part(self, held: bool, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The points of one half that are still left, and whether they fail."""
        chosen = (self.held == held) & left
        return self.x[chosen], self.fails[chosen]


def boxes_of(scenario: Scenario, runs: pd.DataFrame, varied: Sequence[str], rule: Rule, seed: int = 0) -> Boxes:
    """Up to three boxes, one after another, each among the points that no earlier box holds."""
    x, fails, numbers = values_and_fails(runs, list(varied), rule)
    if len(x) < FEWEST_POINTS:
        raise InvalidValue(f"{len(x)} points are too few to find boxes; at least {FEWEST_POINTS} are needed: take more points")
    held = np.zeros(len(x), bool)
    held[np.random.default_rng(seed).permutation(len(x))[: len(x) // 2]] = True
    data, named = Halves(x, fails, held), named_columns(varied)
    found, rows, limits, steps, left = [], [], [], [], np.ones(len(x), bool)
    for number in range(1, MOST_BOXES + 1):
        searched, hits = data.part(False, left)
        if hits.sum() < FEWEST_FAILURES or hits.all():
            break
        box, peeled = found_box(searched, hits, named)
        steps.append(trajectory_table(number, peeled, data, left))
        row = judged(box, data, left)
        if row is None:
            break
        found.append(box)
        rows.append({"box": number, **row, "sentence": sentence(box, varied, row)})
        limits.append(limits_table(number, box, varied, chances(box, *data.part(True, left)), resampled(data, left, named, seed)))
        left &= ~inside(box, x)
    points = pd.DataFrame(x, columns=list(varied)).assign(fails=fails, held_out=held, box=box_numbers(found, x))
    points.insert(0, "point_id", numbers)
    table, statement = pd.DataFrame(rows, columns=COLUMNS), told(scenario, rule, rows, data)
    every = pd.concat(steps, ignore_index=True) if steps else pd.DataFrame(columns=STEPS)
    which = pd.concat(limits, ignore_index=True) if limits else limits_table(0, {}, varied, {}, [])
    return Boxes(scenario, rule, tuple(varied), statement, table, which, every, points, tuple(found))


COLUMNS = [
    "box", "coverage", "coverage_low", "coverage_high", "density", "density_low", "density_high", "base", "points", "failures",
    "sentence",
]  # fmt: skip
STEPS = ["box", "step", "limits", "coverage", "density", "mass", "coverage_held_out", "density_held_out", "mass_held_out"]


def named_columns(varied: Sequence[str]) -> set[int]:
    """The columns whose values are names."""
    return {column for column, path in enumerate(varied) if path == PLAN or parameter_at(path).choices}


def measures(box: Box, x: np.ndarray, fails: np.ndarray) -> tuple[float, float, float]:
    """Coverage, density and share of the points inside; NaN where there is nothing to divide by."""
    within = inside(box, x)
    hits = float(fails[within].sum())
    coverage = hits / fails.sum() if fails.any() else np.nan
    return coverage, hits / within.sum() if within.any() else np.nan, float(within.mean()) if len(x) else np.nan


def trajectory_table(number: int, peeled: Sequence[Box], data: Halves, left: np.ndarray) -> pd.DataFrame:
    """The boxes of peeling, a row each: coverage, density and mass among the points searched, and held out."""
    searched, held = data.part(False, left), data.part(True, left)
    rows = [(number, step, len(box), *measures(box, *searched), *measures(box, *held)) for step, box in enumerate(peeled)]
    return pd.DataFrame(rows, columns=STEPS)


def judged(box: Box, data: Halves, left: np.ndarray) -> dict[str, float] | None:
    """Coverage and density on held-out points; None where most points inside hold, or no clear surplus of failures is inside.

    Coverage is of all failures held out, those in earlier boxes included; density and base are of the points left.
    """
    x, fails = data.part(True, left)
    within = inside(box, x)
    if not box or not within.any() or within.all():
        return None
    hits = int(fails[within].sum())
    density = wilson(hits, int(within.sum()))
    if density.value < HALF or not density.low > share(fails[~within]).high:
        return None
    coverage = wilson(hits, int(data.fails[data.held].sum()))
    shares = {"coverage": coverage, "density": density}
    ends = {f"{name}{end}": float(one[k]) for name, one in shares.items() for k, end in enumerate(("", "_low", "_high"))}
    return {**ends, "base": float(fails.mean()), "points": int(within.sum()), "failures": hits}


def share(fails: np.ndarray) -> Interval:
    """The share of points that fail, with Wilson's interval."""
    return wilson(int(fails.sum()), len(fails))


def resampled(data: Halves, left: np.ndarray, named: Collection[int], seed: int) -> list[Box]:
    """The box found in each resample of the searched points (drawn again with replacement)."""
    x, fails = data.part(False, left)
    dice = np.random.default_rng((seed, int(left.sum())))
    drawn = (dice.integers(0, len(x), len(x)) for _ in range(RESAMPLES))
    return [found_box(x[rows], fails[rows], named)[0] for rows in drawn]


def box_numbers(found: Sequence[Box], x: np.ndarray) -> np.ndarray:
    """The first box that each point lies in, counted from 1; 0 for none."""
    numbers = np.zeros(len(x), np.int64)
    for number, box in reversed(list(enumerate(found, start=1))):
        numbers[inside(box, x)] = number
    return numbers


def sentence(box: Box, varied: Sequence[str], row: dict[str, float]) -> str:
    """'Fails where demand is above 1.05: 83 % of its failures (coverage), 90 % pure (density), on held-out points'."""
    ends = [f"{100 * row[f'{name}_low']:.0f} to {100 * row[f'{name}_high']:.0f} %" for name in ("coverage", "density")]
    return (
        f"Fails where {box_words(box, varied)}: {percent(row['coverage'])} of its failures (coverage, {ends[0]}), "
        f"{percent(row['density'])} pure (density, {ends[1]}), on held-out points"
    )


def told(scenario: Scenario, rule: Rule, rows: Sequence[Mapping[str, object]], data: Halves) -> str:
    """The finding: how often it fails, and where."""
    failing = f"{plain_name(scenario)} fails at {percent(data.fails.mean())} of {len(data.x):,} points in the ranges tried"
    failing += f" (a point fails where {rule.words})"
    few = int(data.fails[~data.held].sum()) < FEWEST_FAILURES
    if rows:
        return ". ".join([failing, *(str(row["sentence"]) for row in rows)])
    if data.fails.all() or not data.fails.any():
        return f"{failing}; there is no box to find where all points come to the same: take wider ranges"
    if few:
        return f"{failing}; {NO_BOX}: fewer than {FEWEST_FAILURES} of the points searched fail, so take more points"
    return f"{failing}; {NO_BOX}: on held-out points, the best one is not clearly denser in failures than the rest"
