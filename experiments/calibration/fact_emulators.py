"""A quick stand-in for the simulation, one for the numbers of each fact, as each depends on constants of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.fit.emulator import LEAST_RELEVANCE, LEAST_SPREAD, Emulator

STRENGTHS = np.logspace(-1, 5, 25)
LEAST_DEFINED = 30


@dataclass(frozen=True)
class Emulators:
    """One emulator for each group of numbers, learned from the points at which it was measured; columns: numbers of each."""

    unit: np.ndarray
    columns: tuple[np.ndarray, ...]
    parts: tuple[Emulator, ...]

    @classmethod
    def fit(cls, unit: np.ndarray, values: np.ndarray, groups: Sequence[str]) -> "Emulators":
        """Learn from runs at points of the unit cube; missing numbers are put where their neighbours lead to expect them."""
        names = np.asarray(groups)
        columns = tuple(np.flatnonzero(names == name) for name in dict.fromkeys(groups))
        return cls(unit, columns, tuple(learned(unit, values[:, some]) for some in columns))

    def gathered(self, found: Sequence[np.ndarray]) -> np.ndarray:
        """Numbers of all groups in their own places."""
        values = np.empty((len(found[0]), sum(some.size for some in self.columns)))
        for some, each in zip(self.columns, found, strict=True):
            values[:, some] = each
        return values

    def mean(self, unit: np.ndarray) -> np.ndarray:
        """Expected numbers at points of the unit cube."""
        return self.gathered([part.mean(unit) for part in self.parts])

    def sd(self, unit: np.ndarray) -> np.ndarray:
        """Spread of single points' numbers around those: of seeds, and of what the emulators get wrong."""
        return self.gathered([part.sd(unit) for part in self.parts])


def learned(unit: np.ndarray, values: np.ndarray) -> Emulator:
    """The emulator of one group."""
    there = np.isfinite(values).any(axis=1)
    if there.sum() < LEAST_DEFINED:
        there = np.ones(len(unit), bool)
    unit, whole = unit[there], filled(unit[there], values[there])
    return Emulator.fit(unit, whole, main_effects(unit, whole))


def bends(unit: np.ndarray) -> np.ndarray:
    """Constant, slope and bend of each parameter alone."""
    points = 2.0 * unit - 1.0
    return np.hstack([np.ones((len(points), 1)), points, points**2 - 1.0 / 3.0])


def held_back(features: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Coefficients of a linear fit, held back as much as predicts points left out best."""
    roots, basis = np.linalg.eigh(features @ features.T)
    seen, roots = basis.T @ values, np.maximum(roots, 0.0)
    best, chosen = np.full(values.shape[1], np.inf), np.zeros((features.shape[1], values.shape[1]))
    for strength in STRENGTHS:
        inverse = 1.0 / (roots + strength)
        weights = basis @ (inverse[:, np.newaxis] * seen)
        error = ((weights / ((basis**2) @ inverse)[:, np.newaxis]) ** 2).mean(axis=0)
        better = error < best
        best = np.where(better, error, best)
        chosen[:, better] = features.T @ weights[:, better]
    return chosen


def main_effects(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """How far each parameter alone moves the numbers, the largest being 1; a few that hardly do keep a little."""
    standard = (values - values.mean(0)) / (values.std(0) + LEAST_SPREAD)
    dimensions = unit.shape[1]
    found = held_back(bends(unit), standard)
    moved = found[1 : 1 + dimensions] ** 2 / 3.0 + found[1 + dimensions :] ** 2 * 4.0 / 45.0
    strength = np.sqrt(moved.mean(axis=1))
    return np.asarray(np.maximum(LEAST_RELEVANCE, strength / max(float(strength.max()), LEAST_SPREAD)))


def filled(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Numbers with the missing ones set to what slopes and bends lead to expect, within what was seen."""
    whole, features = values.copy(), bends(unit)
    for at in np.flatnonzero(~np.isfinite(values).all(axis=0)):
        there = np.isfinite(values[:, at])
        if there.sum() < LEAST_DEFINED:
            whole[~there, at] = values[there, at].mean() if there.any() else 0.0
            continue
        middle = values[there, at].mean()
        found = features[~there] @ held_back(features[there], values[there, at][:, np.newaxis] - middle)
        whole[~there, at] = np.clip(middle + found[:, 0], values[there, at].min(), values[there, at].max())
    return whole
