"""How sure an index is: Student's intervals from what happens when each independent part of the data is left out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

LEVEL = 0.95
MOST_SEED_PARTS = 10
LEAST_SEEDS = 3  # one left out, two remain to tell luck from effect


@dataclass(frozen=True)
class Spread:
    """Variance of an estimate and the degrees of freedom with which it is known; arrays of the estimate's shape."""

    variance: np.ndarray
    freedom: np.ndarray

    def __add__(self, other: "Spread") -> "Spread":
        """Two independent sources together; degrees of freedom by Welch and Satterthwaite."""
        total = self.variance + other.variance
        with np.errstate(divide="ignore", invalid="ignore"):
            each = self.variance**2 / self.freedom + other.variance**2 / other.freedom
            freedom = np.where(each > 0.0, total**2 / each, np.maximum(self.freedom, other.freedom))
        return Spread(total, freedom)

    def half(self, level: float = LEVEL) -> np.ndarray:
        """Half the width of the interval: Student's quantile times the standard error."""
        return np.asarray(t.ppf(0.5 + level / 2.0, np.maximum(self.freedom, 1.0)) * np.sqrt(self.variance))


def of_mean(values: np.ndarray) -> Spread:
    """Spread of the mean of independent values; NaN for a single one."""
    count = len(values)
    variance = np.var(values, ddof=1) / count if count > 1 else np.nan
    return Spread(np.array(variance), np.array(count - 1.0))


def left_out(whole: np.ndarray, without: np.ndarray) -> Spread:
    """Jackknife: the variance of an estimate, from the estimates with each of m equal, independent parts left out.

    With pseudo-values p_s = m whole - (m - 1) without_s, variance = var(p) / m with m - 1 degrees of freedom.
    `without` has the parts as first axis. Source: Tukey 1958; Quenouille 1956.
    """
    parts = len(without)
    if parts < 2:
        return Spread(np.full(np.shape(whole), np.nan), np.full(np.shape(whole), 1.0))
    centred = without - without.mean(axis=0)
    variance = (parts - 1) / parts * (centred**2).sum(axis=0)
    return Spread(variance, np.full(np.shape(whole), parts - 1.0))


def no_spread(like: np.ndarray) -> Spread:
    """A source that adds nothing."""
    return Spread(np.zeros(np.shape(like)), np.ones(np.shape(like)))


def seed_parts(replicates: int, most: int = MOST_SEED_PARTS) -> list[np.ndarray]:
    """Replicates in at most `most` parts as equal as can be, one to be left out at a time."""
    return [part for part in np.array_split(np.arange(replicates), min(most, replicates)) if len(part)]


def over_seeds(values: np.ndarray, estimate: Callable[[np.ndarray], np.ndarray], whole: np.ndarray) -> Spread:
    """Spread of an estimate over seeds that all points share; the replicates are the last axis of `values`.

    Needs three replicates or more, so that two are left for a noise-corrected estimate.
    """
    replicates = values.shape[-1]
    if replicates < LEAST_SEEDS:
        return no_spread(whole)
    without = [estimate(np.delete(values, part, axis=-1)) for part in seed_parts(replicates)]
    return left_out(whole, np.stack(without))


def widened_tail(count: int, level: float = LEVEL) -> float:
    """Share to cut at each end of a bootstrap over `count` units, so that few units do not make it too narrow.

    norm.cdf(-sqrt(n / (n - 1)) t(level, n - 1)). Source: Hesterberg 2015, expanded percentile interval.
    """
    quantile = t.ppf(0.5 + level / 2.0, count - 1)
    return float(norm.cdf(-np.sqrt(count / (count - 1)) * quantile))


def percentiles(resampled: np.ndarray, count: int, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the bootstrap interval of `count` units; the resamples are the first axis."""
    tail = widened_tail(count, level)
    low, high = np.quantile(resampled, [tail, 1.0 - tail], axis=0)
    return low, high


def widened(value: np.ndarray, low: np.ndarray, high: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An interval joined with a second, independent doubt: distances to each end add as squares.

    value - sqrt((value - low)**2 + half**2), and likewise above. Source: Zou and Donner 2008.
    """
    return value - np.hypot(value - low, half), value + np.hypot(high - value, half)
