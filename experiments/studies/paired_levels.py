"""How far two levels, or slices, of a sweep lie apart, paired by the seeds that both share.

Run r at one level and run r at another meet the same people, days and chance, so their difference is surer than two
intervals side by side would say. Of yes-or-no outcomes with one point a level the interval is Tango's for paired shares; else
Student's over the seeds, with the doubt about which points were drawn added for slices.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.uncertainty import of_mean
from community_dynamics.experiments.base.intervals import is_zero_or_one, paired_shares, wilson

KIND = (
    "Levels are compared by differences between runs with the same seeds (95 % intervals, each by itself: Tango's for shares, "
    "Student's for means)"
)


class Gap(NamedTuple):
    """A difference with the ends of its 95 % interval; NaN where it is not known."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """True where the interval leaves out no difference at all."""
        return self.low > 0.0 or self.high < 0.0


NO_GAP = Gap(np.nan, np.nan, np.nan)


def gap(first: pd.DataFrame, second: pd.DataFrame, sliced: bool, yes_or_no: bool) -> Gap:
    """Second minus first; both hold points (rows, in the same order unless sliced) by seeds (columns), NaN where undefined."""
    shared = first.columns.intersection(second.columns)
    one, other = first[shared].to_numpy(np.float64), second[shared].to_numpy(np.float64)
    if not sliced and one.shape == other.shape:
        unknown = ~(np.isfinite(one) & np.isfinite(other))
        one, other = np.where(unknown, np.nan, one), np.where(unknown, np.nan, other)
    if not np.isfinite(one).any() or not np.isfinite(other).any():
        return NO_GAP
    if yes_or_no and not sliced and one.shape == other.shape and len(one) == 1:
        known = np.isfinite(one[0])
        found = paired_shares(one[0][known], other[0][known])
        return Gap(found.value, found.low, found.high)
    value = mean_of(other) - mean_of(one)
    half, seeds = half_width(one, other, sliced)
    if half == 0.0 and yes_or_no and value != 0.0:  # every seed alike: Wilson's for as many seeds of as many
        low, high = wilson(abs(value) * seeds, seeds)[1:]
        return Gap(value, *sorted((float(np.sign(value) * low), float(np.sign(value) * high))))
    return Gap(value, value - half, value + half)


def mean_of(runs: np.ndarray) -> float:
    """Mean over points of their means over seeds, so that a point with fewer runs counts as much as any; NaN without runs."""
    known = runs[np.isfinite(runs).any(axis=1)]
    return float(np.nanmean(known, axis=1).mean()) if len(known) else np.nan


def by_seed(runs: np.ndarray) -> np.ndarray:
    """Mean over points for each seed; NaN for a seed without any."""
    known = np.isfinite(runs)
    return np.where(known, runs, 0.0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan)


def half_width(one: np.ndarray, other: np.ndarray, sliced: bool) -> tuple[float, int]:
    """Half the interval of the difference, and over how many seeds; the doubts of seeds and of points add as squares."""
    change = by_seed(other) - by_seed(one)
    change = change[np.isfinite(change)]
    seeds = len(change)
    doubts = [of_mean(change)] if seeds > 1 or not sliced else []
    for runs in (one, other) if sliced else ():
        doubts.append(of_mean(np.nanmean(runs[np.isfinite(runs).any(axis=1)], axis=1)))
    return float(np.sqrt(sum(doubt.half() ** 2 for doubt in doubts))), seeds


def gaps_from(tables: list[pd.DataFrame], place: int, sliced: bool, values: np.ndarray) -> np.ndarray:
    """Differences of every level from the one at `place`: a row a level, with value and both ends."""
    yes_or_no = is_zero_or_one(values)
    rows = [Gap(0.0, 0.0, 0.0) if k == place else gap(tables[place], one, sliced, yes_or_no) for k, one in enumerate(tables)]
    return np.array(rows, np.float64).reshape(-1, 3)
