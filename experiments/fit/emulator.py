"""A quick stand-in for the simulation: mean and spread of every statistic at any point, learned from runs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

# Tried for each statistic: length of the bends that are told apart, in halves of the prior's width, each half the last.
LENGTHS = (4.0, 2.0, 1.0)
NOISES = np.logspace(-4, 2, 19)
LEAST_RELEVANCE = 0.15
# A statistic that never varies in runs is not known without any error for that.
LEAST_SPREAD = 1e-6


def quadratic(points: np.ndarray) -> np.ndarray:
    """Constant, slopes and bends: the features of a quadratic surface."""
    first, second = np.triu_indices(points.shape[1])
    return np.hstack([np.ones((len(points), 1)), points, points[:, first] * points[:, second]])


def ridge(features: np.ndarray, values: np.ndarray, strength: float) -> np.ndarray:
    """Coefficients of a linear fit, held back."""
    gram = features.T @ features
    return np.asarray(np.linalg.solve(gram + strength * np.eye(len(gram)), features.T @ values))


def squared(points: np.ndarray) -> np.ndarray:
    """Features whose products are (1 + product of points)^2: a quadratic surface as a kernel."""
    first, second = np.triu_indices(points.shape[1], 1)
    root = np.sqrt(2.0)
    crossed = root * points[:, first] * points[:, second]
    return np.hstack([np.ones((len(points), 1)), root * points, points**2, crossed])


def likeness(one: np.ndarray, other: np.ndarray) -> Iterator[np.ndarray]:
    """Likeness of every point of one to every point of the other, for each of LENGTHS: exp(-(distance / length)^2 / 2)."""
    apart = (one**2).sum(1)[:, np.newaxis] + (other**2).sum(1) - 2.0 * (one @ other.T)
    found = np.exp(-0.5 * np.maximum(apart, 0.0) / LENGTHS[0] ** 2)
    yield found
    for _ in LENGTHS[1:]:  # half the length is the fourth power, and quicker so
        found = found * found
        found = found * found
        yield found


@dataclass(frozen=True)
class Emulator:
    """Kernel regression of every statistic on the point: a quadratic surface plus bends of one length.

    points: of the runs learned from, each parameter stretched by its relevance; surface, weights: coefficients of the
    quadratic surface and of likeness to each point; chosen: which length suits each statistic; left_out: what each run
    differs from the prediction made without it (runs x statistics); spread: sd of that as it varies over points.
    """

    unit: np.ndarray
    relevance: np.ndarray
    chosen: np.ndarray
    surface: np.ndarray
    weights: np.ndarray
    centre: np.ndarray
    left_out: np.ndarray
    spread: np.ndarray
    limits: tuple[np.ndarray, np.ndarray]

    @classmethod
    def fit(cls, unit: np.ndarray, values: np.ndarray, relevance: np.ndarray | None = None) -> "Emulator":
        """Learn from runs at points of the unit cube; every value must be there. Relevance is found unless given."""
        plain, centre, scale = 2.0 * unit - 1.0, values.mean(0), values.std(0) + LEAST_SPREAD
        standard = (values - centre) / scale
        relevance = relevance_of(plain, standard) if relevance is None else relevance
        points = plain * relevance
        features = squared(points)
        best, chosen = np.full(values.shape[1], np.inf), np.zeros(values.shape[1], np.int64)
        weights, left_out = np.zeros_like(standard), np.zeros_like(standard)
        for at, alike in enumerate(likeness(points, points)):
            roots, basis = np.linalg.eigh(features @ features.T + alike)
            seen = basis.T @ standard
            for noise in NOISES:
                inverse = 1.0 / (np.maximum(roots, 0.0) + noise)
                found = basis @ (inverse[:, np.newaxis] * seen)
                alone = found / ((basis**2) @ inverse)[:, np.newaxis]
                error = (alone**2).mean(0)
                better = error < best
                best, chosen = np.where(better, error, best), np.where(better, at, chosen)
                weights[:, better], left_out[:, better] = found[:, better], alone[:, better]
        spread, limits = rescaled(*spread_of(plain, left_out), scale)
        weights = weights * scale
        return cls(unit, relevance, chosen, features.T @ weights, weights, centre, left_out * scale, spread, limits)

    def mean(self, unit: np.ndarray) -> np.ndarray:
        """Expected statistics at points of the unit cube."""
        points = (2.0 * unit - 1.0) * self.relevance
        found = self.centre + squared(points) @ self.surface
        for at, alike in enumerate(likeness(points, (2.0 * self.unit - 1.0) * self.relevance)):
            using = self.chosen == at
            if using.any():
                found[:, using] += alike @ self.weights[:, using]
        return np.asarray(found)

    def sd(self, unit: np.ndarray) -> np.ndarray:
        """Spread of runs around the expected statistics: of seeds, and of what the emulator gets wrong."""
        features = np.hstack([np.ones((len(unit), 1)), 2.0 * unit - 1.0])
        return np.asarray(np.exp(np.clip(features @ self.spread, *self.limits)))


def relevance_of(points: np.ndarray, standard: np.ndarray) -> np.ndarray:
    """How far each parameter moves the statistics at all, from a quadratic surface: the largest is 1."""
    dimensions = points.shape[1]
    surface = ridge(quadratic(points), standard, 1.0)
    moved = surface[1 : 1 + dimensions] ** 2 / 3.0
    first, second = np.triu_indices(dimensions)
    for bend, one, other in zip(surface[1 + dimensions :] ** 2 / 9.0, first, second, strict=True):
        moved[one] += bend
        if other != one:
            moved[other] += bend
    strength = np.sqrt(moved.mean(1))
    return np.asarray(np.maximum(LEAST_RELEVANCE, strength / strength.max()))


def spread_of(points: np.ndarray, left_out: np.ndarray) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Coefficients of the logarithm of the spread, held back towards one spread everywhere, and the limits it stays in."""
    features = np.hstack([np.ones((len(points), 1)), points])
    target = np.log(np.abs(left_out) + 1e-3)
    held = np.eye(features.shape[1]) * 10.0
    held[0, 0] = 0.0
    spread = np.linalg.solve(features.T @ features + held, features.T @ target)
    # The logarithm of an absolute normal number lies below that of its spread; the rest is set right on the squares.
    guess = np.exp(features @ spread)
    spread[0] += 0.5 * np.log((left_out**2 / guess**2).mean(0) + LEAST_SPREAD)
    predicted = features @ spread
    return spread, (np.quantile(predicted, 0.02, axis=0), np.quantile(predicted, 0.98, axis=0))


def rescaled(
    spread: np.ndarray, limits: tuple[np.ndarray, np.ndarray], scale: np.ndarray
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Spread and limits in the units of the statistics."""
    moved = spread.copy()
    moved[0] += np.log(scale)
    return moved, (limits[0] + np.log(scale), limits[1] + np.log(scale))
