"""Which of several alternatives, run on the same seeds, beat which, and which cannot be told from the best.

All pairs are judged at once: with 95 % confidence no interval misses, however many there are. The intervals come from a
studentised bootstrap of whole runs (the largest of all pairs' statistics), so they use what the shared seeds save.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from community_dynamics.experiments.base.intervals import DRAWS, LEVEL


@dataclass(frozen=True)
class Ranking:
    """All pairs of alternatives, judged at once.

    means: each alternative's mean; difference, low, high (alternatives x alternatives): row minus column, with ends that hold
    jointly; best: the alternative with the best mean; among_best: those that cannot be told from it.
    """

    means: np.ndarray
    difference: np.ndarray
    low: np.ndarray
    high: np.ndarray
    best: int
    among_best: tuple[int, ...]

    def beats(self, one: int, other: int, more_is_better: bool = True) -> bool:
        """Whether one is better than another beyond chance."""
        return bool(self.low[one, other] > 0 if more_is_better else self.high[one, other] < 0)


def rank(values: np.ndarray, more_is_better: bool = True, level: float = LEVEL, draws: int = DRAWS, seed: int = 0) -> Ranking:
    """Judge all pairs of alternatives from their values (runs x alternatives, the same seed in each row).

    Runs in which an alternative has no value are left out. Raises ValueError for fewer than two runs or alternatives.
    """
    values = np.asarray(values, np.float64)
    values = values[np.isfinite(values).all(axis=1)]
    runs, alternatives = values.shape
    if runs < 2 or alternatives < 2:
        raise ValueError(f"{runs} runs of {alternatives} alternatives cannot be ranked; at least two of each are needed")
    pairs = list(combinations(range(alternatives), 2))
    gaps = np.stack([values[:, one] - values[:, other] for one, other in pairs], axis=1)
    mean, error = gaps.mean(axis=0), gaps.std(axis=0, ddof=1) / np.sqrt(runs)
    reach = largest_statistic(gaps, level, draws, seed) * error
    difference, low, high = (np.zeros((alternatives, alternatives)) for _ in range(3))
    for (one, other), value, half in zip(pairs, mean, reach, strict=True):
        difference[one, other], low[one, other], high[one, other] = value, value - half, value + half
        difference[other, one], low[other, one], high[other, one] = -value, -value - half, -value + half
    means = values.mean(axis=0)
    best = int(np.argmax(means) if more_is_better else np.argmin(means))
    worse = high[:, best] < 0 if more_is_better else low[:, best] > 0
    return Ranking(means, difference, low, high, best, tuple(int(one) for one in np.flatnonzero(~worse)))


def largest_statistic(gaps: np.ndarray, level: float, draws: int, seed: int) -> float:
    """The `level` quantile, over bootstrap samples of runs, of the largest studentised mean of all pairs."""
    runs = len(gaps)
    centred = gaps - gaps.mean(axis=0)
    moving = centred[:, centred.std(axis=0) > 0]
    if not moving.shape[1]:
        return 0.0
    weights = np.random.default_rng(seed).multinomial(runs, np.full(runs, 1.0 / runs), size=draws) / runs
    means = weights @ moving
    spread = np.sqrt(np.maximum(weights @ moving**2 - means**2, 0.0) * runs / (runs - 1.0))
    statistic = np.abs(means) / np.where(spread > 0, spread / np.sqrt(runs), np.inf)
    return float(np.quantile(statistic.max(axis=1), level))
