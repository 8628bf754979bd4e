"""What a table of runs says about one parameter at a time: levels or slices, each with mean and interval."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.intervals import Interval, bootstrap_mean, is_zero_or_one, wilson

MOST_LEVELS = 12
SLICES = 8


class Effect(NamedTuple):
    """Mean of an outcome at each level (or slice) of one parameter, with the ends of its 95 % interval."""

    at: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    sliced: bool


def is_grid(values: pd.Series) -> bool:
    """True for a parameter that takes few values, so that each is a level of its own."""
    return int(values.nunique()) <= MOST_LEVELS


def rows_over_seeds(part: pd.DataFrame, outcome: str, sliced: bool) -> np.ndarray:
    """What an interval is drawn over: in a slice its points, at a level its seeds, which all share."""
    over = "point_id" if sliced else "replication_id"
    return part.groupby(over, sort=False)[outcome].mean().to_numpy(np.float64)


def mean_with_interval(values: np.ndarray) -> Interval:
    """Mean and interval: Wilson's for yes or no, a bootstrap for anything else."""
    if is_zero_or_one(values):
        return wilson(float(values.sum()), len(values))
    return bootstrap_mean(values)


def effect_of(table: pd.DataFrame, path: str, outcome: str) -> Effect:
    """How the mean of an outcome goes with one parameter, over whatever else varies in the table."""
    usable = table[np.isfinite(table[outcome].to_numpy(np.float64))]
    sliced = not is_grid(usable[path])
    if sliced:
        rank = usable.groupby("point_id")[path].first().rank(method="first")
        slices = usable["point_id"].map(((rank - 1) * SLICES / len(rank)).astype(int))
    else:
        slices = usable[path]
    groups = [part for _, part in usable.groupby(slices, sort=True)]
    found = [mean_with_interval(rows_over_seeds(part, outcome, sliced)) for part in groups]
    value, low, high = np.array(found, np.float64).reshape(-1, 3).T
    return Effect(np.array([part[path].mean() if sliced else part[path].iloc[0] for part in groups]), value, low, high, sliced)


def reach(effect: Effect) -> float:
    """How far the mean moves over all levels."""
    return float(np.ptp(effect.value)) if len(effect.value) else 0.0
