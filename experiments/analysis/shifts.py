"""Measures from any spread of points: shifts of the whole distribution (delta, PAWN), an emulator (HDMR), regression."""

from itertools import pairwise

import numpy as np

from experiments.analysis.guards import check_order, problem_of, quiet, seeded
from experiments.analysis.products import expected_product

MOST_PARTS = 48
GRID = 100
SLICES = 10


def parts_of(points: int) -> np.ndarray:
    """Ends of the slices of a factor into which delta cuts its points: more of them for more points."""
    exponent = 2.0 / (7.0 + np.tanh((1500.0 - points) / 500.0))
    return np.linspace(0, points, min(int(np.ceil(points**exponent)), MOST_PARTS) + 1)


def density(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Density of values on a grid: a bell around each, as wide as Silverman's rule says (one dimension)."""
    width = np.std(values, ddof=1) * (len(values) * 0.75) ** -0.2
    bells = np.exp(-(((grid[:, np.newaxis] - values) / width) ** 2) / 2.0)
    return np.asarray(bells.sum(axis=1) / (len(values) * width * np.sqrt(2.0 * np.pi)))


def delta_shifts(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """How far knowing each factor shifts the distribution: half the area between densities, averaged over slices.

    delta = mean over slices of (1/2) integral |f(y) - f(y | slice)| dy; a slice in which nothing varies counts for
    nothing, as in SALib. Source: Borgonovo 2007; Plischke 2013.
    """
    means = values.mean(axis=1)
    grid, parts = np.linspace(means.min(), means.max(), GRID), parts_of(len(means))
    whole = density(means, grid)
    place = np.argsort(np.argsort(unit, axis=0, kind="stable"), axis=0, kind="stable") + 1
    found = np.zeros(unit.shape[1])
    for low, high in pairwise(parts):
        for factor in range(unit.shape[1]):
            inside = means[(place[:, factor] > low) & (place[:, factor] <= high)]
            if len(inside) > 1 and np.ptp(inside) > 0.0:
                apart = np.trapezoid(np.abs(whole - density(inside, grid)), grid)
                found[factor] += len(inside) / (2.0 * len(means)) * apart
    return found


def pawn_shifts(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """How far knowing each factor shifts the distribution: Kolmogorov and Smirnov's distance, median over ten slices.

    max over y of |F(y) - F(y | slice)|; the slices hold as many points each, and empty ones count for nothing.
    Source: Pianosi and Wagener 2018.
    """
    means = values.mean(axis=1)
    order = np.argsort(means, kind="stable")
    last = np.append(np.diff(means[order]) > 0.0, True)  # of equal values only the last step is a value of F
    whole = (np.arange(len(means)) + 1.0)[last, np.newaxis] / len(means)
    found = np.empty(unit.shape[1])
    for factor, column in enumerate(unit.T):
        ends = np.quantile(column, np.linspace(0.0, 1.0, SLICES + 1))
        inside = (column[order, np.newaxis] >= ends[:-1]) & (column[order, np.newaxis] < ends[1:])
        inside = inside[:, inside.any(axis=0)]
        part = np.cumsum(inside, axis=0)[last] / inside.sum(axis=0)
        found[factor] = np.median(np.abs(part - whole).max(axis=0)) if inside.shape[1] else 0.0
    return found


def emulator_shares(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """First and total shares of each factor, 2 x factors, by an emulator of splines up to pairs (HDMR).

    SALib's shares are of the variance of means; here of the variance of the expected outcome. Source: Li et al. 2010.
    """
    from SALib.analyze.hdmr import analyze

    means, factors = values.mean(axis=1), unit.shape[1]
    names = [str(column) for column in range(factors)]
    with quiet(), seeded(0):
        found = analyze(problem_of(names), np.array(unit), means, maxorder=min(2, factors), K=1, R=len(means))
    check_order(found["names"][:factors], names)
    centred = values - values.mean(axis=0)
    luck = means.var() / expected_product(centred, centred).mean()
    return np.array([found["Sa"][:factors], found["ST"][:factors]], np.float64) * luck


def standardised_slopes(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Slopes of a plane through the values and through their ranks, 2 x factors, in standard deviations of each.

    b sd(x) / sd(E y), whose squares are shares of the variance where the outcome is linear (or, in ranks, steady).
    """
    from scipy.stats import rankdata

    means = values.mean(axis=1)
    centred = values - values.mean(axis=0)
    expected = np.sqrt(max(float(expected_product(centred, centred).mean()), 0.0))
    ranks = np.column_stack([rankdata(column) for column in unit.T])
    return np.stack([slopes(unit, means, expected), slopes(ranks, rankdata(means), None)])


def slopes(unit: np.ndarray, means: np.ndarray, spread: float | None) -> np.ndarray:
    """Least-squares slopes over `spread`, or over the standard deviation of the values."""
    centred = unit - unit.mean(axis=0)
    found = np.linalg.lstsq(centred, means - means.mean(), rcond=None)[0]
    divisor = means.std() if spread is None else spread
    return np.asarray(found * unit.std(axis=0) / divisor) if divisor > 0.0 else np.full(unit.shape[1], np.nan)
