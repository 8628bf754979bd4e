"""Measures from any spread of points: shifts of the whole distribution (delta, PAWN), an emulator (HDMR), regression."""

import numpy as np

from community_dynamics.experiments.analysis.guards import check_order, problem_of, quiet, seeded
from community_dynamics.experiments.analysis.products import expected_product

LEAST_SIDE, SIDE = 8, 10.0  # cells a side of a table of ranks, the latter for one point and growing as points**(1/4)
FOLDS = 5
SLICES = 10


def in_parts(unit: np.ndarray, values: np.ndarray, parts: int) -> tuple[np.ndarray, np.ndarray]:
    """Points and the means of their runs in equal parts that follow one another; what is over at the end is left out."""
    size = len(unit) // parts
    return unit[: size * parts].reshape(parts, size, -1), values[: size * parts].mean(axis=1).reshape(parts, size)


def places(numbers: np.ndarray, side: int) -> np.ndarray:
    """The ranks along the last axis, cut into so many equal cells; what is equal is told apart by where it stands."""
    ranks = np.argsort(np.argsort(numbers, axis=-1, kind="stable"), axis=-1, kind="stable")
    return np.asarray(ranks * side // numbers.shape[-1])


def bell(side: int) -> np.ndarray:
    """Weights of a bell one cell wide around each cell of a row, reflected at both ends; each cell gives 1 in all."""
    at = np.arange(side)
    mirrored = (at, -1 - at, 2 * side - 1 - at)
    weights = sum(np.exp(-((at[:, np.newaxis] - place) ** 2) / 2.0) for place in mirrored)
    return np.asarray(weights / np.sum(weights, axis=0))


def squared_deltas(unit: np.ndarray, values: np.ndarray, parts: int = 1) -> np.ndarray:
    """Borgonovo's delta of each factor, squared, in each of several equal parts of the points; parts x factors.

    delta = (1/2) integral |f(x, y) - f(x) f(y)|, the largest difference P(A) - Q(A) over sets A between points as they are
    (P) and points whose outcomes are exchanged (Q). With densities from a table of ranks, chance adds to the integral. With
    A from four fifths of the points and the difference measured on the last fifth, chance makes A, and so the difference,
    smaller. Where differences between densities are normal with variance v, and their errors with variance e, the first
    goes as sqrt(v + e) and the second as v / sqrt(v + e): the product is the square sought, and 0 on average where a
    factor has no effect. Points must stand in random order. Source: Borgonovo 2007; Spearman 1904, on attenuation.
    """
    unit, means = in_parts(unit, values, parts)
    size, factors = unit.shape[1:]
    side = max(LEAST_SIDE, round(SIDE * size**0.25))
    first, second = places(np.moveaxis(unit, 2, 0), side), places(means, side)
    fold = np.arange(size) % FOLDS
    series = np.arange(factors * parts).reshape(factors, parts, 1) * FOLDS + fold
    cells = np.bincount(((series * side + first) * side + second).ravel(), minlength=factors * parts * FOLDS * side**2)
    counted = cells.reshape(factors, parts, FOLDS, side, side).astype(np.float64)
    smooth = bell(side) @ counted @ bell(side).T
    whole = smooth.sum(axis=2)
    swollen = np.abs(whole * side**2 / size - 1.0).mean(axis=(-1, -2)) / 2.0
    held = np.bincount(fold).astype(np.float64)
    denser = (whole[:, :, np.newaxis] - smooth) * side**2 > (size - held)[:, np.newaxis, np.newaxis]
    together = np.where(denser, counted, 0.0).sum(axis=(-1, -2))
    pairs = ((counted.sum(axis=-1)[..., np.newaxis, :] @ denser)[..., 0, :] * counted.sum(axis=-2)).sum(axis=-1)
    shrunk = (together / held - (pairs - together) / (held * (held - 1.0))).mean(axis=-1)
    return np.asarray((swollen * shrunk).T)


def squared_pawns(unit: np.ndarray, values: np.ndarray, parts: int = 1) -> np.ndarray:
    """PAWN's median distance, squared, in each of several equal parts of the points; parts x factors."""
    each = zip(*in_parts(unit, values, parts), strict=True)
    return np.stack([pawn_shifts(points, means[:, np.newaxis]) for points, means in each]) ** 2


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
