"""How well constants account for all ranges together, by the emulators: implausibility, and likelihood."""

from dataclasses import dataclass, replace

import numpy as np

from community_dynamics.experiments.calibration.fact_emulators import Emulators
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget
from community_dynamics.experiments.fit.discrepancy import with_allowances
from community_dynamics.experiments.fit.likelihood import CUT, second_highest
from community_dynamics.experiments.fit.run_waves import FEWEST_LEARNED, WIDER, Runs

# No model is nearer to life than a tenth of a margin.
DISCREPANCY = 0.1
# What an emulator gets wrong is never taken for less than this share of the spread around it.
LEAST_WRONG = 0.2
# Ranges are of means over many runs: about so many points' worth of runs is done where the theory is judged.
JUDGED = 10


@dataclass(frozen=True)
class RangeLikelihood:
    """Emulators and ranges together, in margins of the ranges.

    seeds: sd of each number at one point over seeds; missed: what cannot be met together with the rest, an sd for each.
    """

    emulator: Emulators
    targets: tuple[RangeTarget, ...]
    seeds: np.ndarray
    missed: np.ndarray

    @property
    def dimensions(self) -> int:
        """Number of constants."""
        return int(self.emulator.unit.shape[1])

    @property
    def error(self) -> np.ndarray:
        """Standard deviations that stand for the ranges."""
        return np.array([target.scaled_error for target in self.targets])

    def apart(self, unit: np.ndarray) -> np.ndarray:
        """Expected distance of every number from the centre of its range, as far as it counts."""
        means = self.emulator.mean(unit)
        return np.stack([target.counted(means[:, at]) for at, target in enumerate(self.targets)], axis=1)

    def unsure(self, unit: np.ndarray) -> np.ndarray:
        """Variance of the expected numbers: of emulators, and of means over as many seeds as will judge."""
        spread = self.emulator.sd(unit)
        wrong = np.maximum(spread**2 - self.seeds**2, (LEAST_WRONG * spread) ** 2)
        return np.asarray(wrong + self.seeds**2 / JUDGED + DISCREPANCY**2)

    def variance(self, unit: np.ndarray) -> np.ndarray:
        """All that is uncertain of every number: range, emulator, seeds, model, allowance."""
        return np.asarray(self.error**2 + self.missed**2 + self.unsure(unit))

    def second_highest(self, unit: np.ndarray) -> np.ndarray:
        """The second-highest distance in standard deviations of all that is uncertain."""
        return second_highest(np.abs(self.apart(unit)) / np.sqrt(self.variance(unit)))

    def deviations(self, unit: np.ndarray) -> np.ndarray:
        """Distances in standard deviations of ranges and emulators; allowances count for nothing here."""
        return np.asarray(self.apart(unit) / np.sqrt(self.error**2 + self.unsure(unit)))

    def log(self, unit: np.ndarray) -> np.ndarray:
        """Logarithm of the likelihood, up to a constant."""
        variance = self.variance(unit)
        return np.asarray(-0.5 * (self.apart(unit) ** 2 / variance + np.log(variance)).sum(axis=1))

    def surprise(self, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far each number lies from its range at one point, in margins and in standard deviations."""
        apart = self.apart(unit[np.newaxis])[0]
        return apart, np.asarray(apart / np.sqrt(self.variance(unit[np.newaxis])[0]))

    def allowing(self, missed: np.ndarray) -> "RangeLikelihood":
        """The same with other allowances."""
        return replace(self, missed=missed)


def likelihood_of(targets: tuple[RangeTarget, ...], seeds: np.ndarray, runs: Runs) -> RangeLikelihood:
    """Emulators from the points near the ranges, and the likelihood, with allowances for what cannot be met together."""
    scaled = np.stack([target.rescaled(runs.values[:, at]) for at, target in enumerate(targets)], axis=1)
    groups = [target.key for target in targets]
    plain = np.zeros(len(targets))
    found = RangeLikelihood(Emulators.fit(runs.unit, scaled, groups), targets, seeds, plain)
    if int(runs.wave.max(initial=0)) > 0:
        score = found.second_highest(runs.unit)
        fewest = min(len(score), max(FEWEST_LEARNED, len(score) // 3))
        near = score <= max(WIDER * CUT, float(np.sort(score)[fewest - 1]))
        found = replace(found, emulator=Emulators.fit(runs.unit[near], scaled[near], groups))
    return with_allowances(found, runs.unit.shape[1])
