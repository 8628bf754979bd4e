"""How sure a number is: intervals for shares, means and differences between runs with the same seeds.

Every interval here covers seeds only: which seeds were used. It says nothing about parameters that may be wrong.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binomtest, norm

LEVEL = 0.95
DRAWS = 2000


class Interval(NamedTuple):
    """A number with the ends of its interval; arrays where several numbers were asked for at once."""

    value: float | np.ndarray
    low: float | np.ndarray
    high: float | np.ndarray


class PairedShares(NamedTuple):
    """How two shares differ with the same seeds: difference, interval, and how many runs changed sides."""

    value: float
    low: float
    high: float
    gained: int
    lost: int
    chance: float


def normal_quantile(level: float) -> float:
    """Standard deviations that enclose `level` of a normal distribution: 1.96 for .95."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level = {level} is outside 0..1, ends excluded; .95 is usual")
    return float(norm.ppf(0.5 + level / 2.0))


def wilson(successes: float, trials: int, level: float = LEVEL) -> Interval:
    """A share with Wilson's score interval: honest for few trials, and for shares of none or all."""
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share; at least one trial is needed")
    z = normal_quantile(level)
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return Interval(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def bootstrap_mean(values: np.ndarray, level: float = LEVEL, draws: int = DRAWS, seed: int = 0) -> Interval:
    """Mean over runs (first axis) with a bootstrap interval: whole runs are drawn anew, with replacement.

    With fewer than two runs nothing can be said about spread, and the ends are NaN.
    """
    values = np.asarray(values, np.float64)
    runs = len(values)
    mean = values.mean(axis=0)
    if runs < 2:
        nothing = np.full_like(mean, np.nan)
        return Interval(mean, nothing, nothing)
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(runs, np.full(runs, 1.0 / runs), size=draws) / runs
    means = weights @ (values - mean) + mean
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(means, [tail, 1.0 - tail], axis=0)
    return Interval(mean, low, high)


def tango_statistic(gained: int, lost: int, runs: int, difference: float) -> float:
    """Standard errors by which the observed difference of paired shares exceeds a supposed one (Tango)."""
    if difference <= -1.0 or difference >= 1.0:
        return np.inf if difference <= -1.0 else -np.inf
    linear = (2 * runs - gained + lost) * difference - gained - lost
    constant = -lost * difference * (1.0 - difference)
    only_lost = (sqrt(max(0.0, linear * linear - 8 * runs * constant)) - linear) / (4 * runs)
    variance = runs * max(0.0, 2.0 * only_lost + difference * (1.0 - difference))
    excess = gained - lost - runs * difference
    if variance > 0.0:
        return excess / sqrt(variance)
    return 0.0 if excess == 0.0 else float(np.copysign(np.inf, excess))


def paired_shares(before: np.ndarray, after: np.ndarray, level: float = LEVEL) -> PairedShares:
    """Difference of two shares with the same seeds, with Tango's interval and McNemar's exact chance.

    `chance` is the probability of a split at least as lopsided among the runs that changed sides, if luck
    decided. Where no run changed sides the interval still has width: other seeds might.
    """
    before, after = np.asarray(before), np.asarray(after)
    runs = len(before)
    if runs < 1:
        raise ValueError("a paired difference needs at least one pair of runs")
    gained, lost = int(np.sum(after > before)), int(np.sum(after < before))
    z, observed = normal_quantile(level), (gained - lost) / runs

    def end(target: float, start: float, stop: float) -> float:
        def score(value: float) -> float:
            return float(np.clip(tango_statistic(gained, lost, runs, value), -1e9, 1e9)) - target

        if score(start) * score(stop) > 0.0:
            return start if abs(score(start)) < abs(score(stop)) else stop
        return float(brentq(score, start, stop))

    edge = 1.0 - 1e-12
    low = end(z, -edge, observed) if observed > -1.0 else -1.0
    high = end(-z, observed, edge) if observed < 1.0 else 1.0
    chance = binomtest(gained, gained + lost, 0.5).pvalue if gained + lost > 0 else 1.0
    return PairedShares(observed, low, high, gained, lost, float(chance))


def band(values: np.ndarray, level: float = 0.9) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Median over runs (first axis) and the two ends of the middle `level` of runs."""
    tail = (1.0 - level) / 2.0
    low, median, high = np.quantile(np.asarray(values, np.float64), [tail, 0.5, 1.0 - tail], axis=0)
    return median, low, high


def is_zero_or_one(values: np.ndarray) -> bool:
    """True for outcomes that are yes or no."""
    return bool(np.isin(values, (0.0, 1.0)).all())
