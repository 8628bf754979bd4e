"""A mean over runs with its interval, and a line fitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with its 95 % interval."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if self.count == 0:
            return "–"
        if self.low != self.low:  # a single number, without an interval
            return f"{self.mean:.3g}"
        return f"{self.mean:.3g} [{self.low:.3g}, {self.high:.3g}]"

    def inside(self, low: float, high: float) -> bool:
        """Whether the mean lies in a range."""
        return low <= self.mean <= high


def estimate(values: Sequence[float] | np.ndarray) -> Estimate:
    """Mean over finite values and 1.96 standard errors either way."""
    kept = np.asarray(values, float)
    kept = kept[np.isfinite(kept)]
    if kept.size == 0:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    mean = float(kept.mean())
    error = float(kept.std(ddof=1)) / sqrt(kept.size) if kept.size > 1 else float("inf")
    return Estimate(mean, mean - 1.96 * error, mean + 1.96 * error, kept.size)


def slope(x: np.ndarray, y: np.ndarray) -> float:
    """Slope of the least-squares line of y on x."""
    return float(np.polyfit(x, y, 1)[0])


def share(part: float, whole: float) -> float:
    """part / whole, NaN where there is nothing to divide by."""
    return float(part / whole) if whole > 0.0 else float("nan")


def odds_ratio(one: float, of_one: float, other: float, of_other: float) -> float:
    """Odds of `one` among `of_one` over those of `other` among `of_other`; NaN where one of the four is empty."""
    return share(one * (of_other - other), other * (of_one - one))


def jackknife(statistic: Callable[..., float], *counts: np.ndarray) -> np.ndarray:
    """One number a run, whose mean is a statistic of the sums over all runs, corrected for bias.

    `counts` have a row a run. What a ratio of sums gains or loses by leaving out each run in turn says how sure it is, so
    that interval and mean are those of the whole, where single runs are too small for a ratio of their own.
    Source: Efron and Tibshirani 1993 (pseudo-values).
    """
    sums = [np.asarray(one).sum(axis=0) for one in counts]
    runs, whole = len(counts[0]), statistic(*sums)
    if runs < 2:
        return np.array([whole])
    without = [statistic(*[total - one[run] for total, one in zip(sums, counts, strict=True)]) for run in range(runs)]
    return runs * whole - (runs - 1) * np.array(without)
