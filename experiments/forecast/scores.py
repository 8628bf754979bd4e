"""How good forecasts were once the weeks had come: continuous ranked probability score, coverage, Brier score, skill."""

import numpy as np

COVERAGE = (0.5, 0.8, 0.95)
DRAWS = 1000


def crps(draws: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score of each column: E|X - y| - E|X - X'| / 2, less is better, in the unit of y.

    X, X': independent draws of the forecast; the second term is that of all pairs of different draws.
    """
    draws = np.sort(np.asarray(draws, np.float64), axis=0)
    number = len(draws)
    near = np.abs(draws - truth).mean(axis=0)
    # Sum over pairs of |x_i - x_j| of sorted draws: each counts once for every draw below it, less once for every one above.
    rank = 2.0 * np.arange(number)[:, None] - (number - 1.0)
    return np.asarray(near - (rank * draws).sum(axis=0) / (number * (number - 1.0)))


def inside(draws: np.ndarray, truth: np.ndarray, band: float) -> np.ndarray:
    """Whether each column's truth lies in the middle `band` of its draws, ends included."""
    low, high = np.quantile(draws, (0.5 - band / 2, 0.5 + band / 2), axis=0)
    return np.asarray((truth >= low) & (truth <= high))


def skill(score: np.ndarray, baseline: np.ndarray, seed: int = 0, reach: int = 4) -> tuple[float, float, float]:
    """1 - mean score / mean score of the baseline over origins, with a 90 % interval.

    Origins close to each other share most of their weeks, so stretches of `reach` neighbours are drawn again, not single ones.
    """
    number = score.size
    value = 1.0 - float(score.mean()) / float(baseline.mean())
    if number < 2:
        return value, float("nan"), float("nan")
    reach = min(reach, max(1, number // 2))
    starts = np.random.default_rng(seed).integers(number, size=(DRAWS, -(-number // reach)))
    picked = ((starts[:, :, None] + np.arange(reach)) % number).reshape(DRAWS, -1)[:, :number]
    drawn = 1.0 - score[picked].mean(axis=1) / baseline[picked].mean(axis=1)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return value, float(low), float(high)


def brier(chance: np.ndarray, happened: np.ndarray) -> float:
    """Mean squared distance of chances from what happened, 0 best; always saying one half scores .25."""
    return float(np.mean((np.asarray(chance, np.float64) - np.asarray(happened, np.float64)) ** 2))
