"""How well a point of the prior accounts for what was observed, by the emulator: implausibility, and likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np
from scipy.special import gammaln

from community_dynamics.experiments.fit.emulator import Emulator
from community_dynamics.experiments.fit.targets import Target

CUT = 3.0
SHRINKING = 0.05
# No model is nearer to life than this: sd of every statistic (log or log-odds) beyond what dice and the log's error explain.
DISCREPANCY = 0.03
FREEDOMS = (3.0, 5.0, 8.0, 12.0, 20.0, 40.0, 100.0, 1000.0)
SCALES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4)


@dataclass(frozen=True)
class Tail:
    """How wild runs are: a multivariate t law of so many degrees of freedom, so many times as wide as told.

    Where the emulator errs, it errs by more than a normal law has room for, and on many statistics together.
    """

    freedom: float
    scale: float

    def log(self, square: np.ndarray, size: int) -> np.ndarray:
        """Logarithm of the density at a squared distance in `size` dimensions, without the volume."""
        half = 0.5 * (self.freedom + size)
        known = (
            gammaln(half) - gammaln(0.5 * self.freedom) - 0.5 * size * np.log(self.freedom * np.pi) - size * np.log(self.scale)
        )
        return np.asarray(known - half * np.log1p(square / self.scale**2 / self.freedom))


class Judge(Protocol):
    """What says of points of the unit cube how well they account for targets; `missed`: allowance for each target, an sd."""

    @property
    def dimensions(self) -> int:
        """Number of parameters."""

    @property
    def missed(self) -> np.ndarray:
        """Allowance for each target."""

    def log(self, unit: np.ndarray) -> np.ndarray:
        """Logarithm of the likelihood, up to a constant."""

    def second_highest(self, unit: np.ndarray) -> np.ndarray:
        """The second-highest implausibility."""

    def deviations(self, unit: np.ndarray) -> np.ndarray:
        """Distance of every target in standard deviations."""

    def surprise(self, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far each target lies from what the others lead to expect at one point: in its own unit, and in sds."""

    def allowing(self, missed: np.ndarray) -> Self:
        """The same with other allowances."""


@dataclass(frozen=True)
class Likelihood:
    """Emulator and targets together. missed: what the model cannot account for, an sd for each statistic, none at first.

    The log is one draw of what such a community would do, and so is a run: a log and a run at the right point differ by
    what seeds make of it. The members' bootstrap estimates the same spread, so the larger of the two counts, not both.
    """

    emulator: Emulator
    targets: tuple[Target, ...]
    correlation: np.ndarray
    missed: np.ndarray
    tail: Tail

    @classmethod
    def of(cls, emulator: Emulator, targets: Sequence[Target]) -> "Likelihood":
        """The likelihood without any allowance."""
        left = standard_left_out(emulator)
        return cls(emulator, tuple(targets), correlation_of(left), np.zeros(len(targets)), tail_of(left))

    @property
    def dimensions(self) -> int:
        """Number of parameters."""
        return int(self.emulator.unit.shape[1])

    @property
    def value(self) -> np.ndarray:
        """What was observed, on the scale of errors."""
        return np.array([target.scaled for target in self.targets])

    @property
    def error(self) -> np.ndarray:
        """Its standard errors."""
        return np.array([target.scaled_error for target in self.targets])

    def implausibility(self, unit: np.ndarray) -> np.ndarray:
        """Distance of every statistic from what was observed, in standard deviations of all that is uncertain."""
        spread = np.sqrt(self.error**2 + self.emulator.sd(unit) ** 2 + DISCREPANCY**2 + self.missed**2)
        return np.asarray(np.abs(self.emulator.mean(unit) - self.value) / spread)

    def second_highest(self, unit: np.ndarray) -> np.ndarray:
        """The second-highest implausibility: one statistic may be off by bad luck."""
        return second_highest(self.implausibility(unit))

    def deviations(self, unit: np.ndarray) -> np.ndarray:
        """Distance of every statistic in standard deviations of log and runs alone; allowances count for nothing here."""
        return np.asarray((self.emulator.mean(unit) - self.value) / np.hypot(self.error, self.emulator.sd(unit)))

    def covariance(self, unit: np.ndarray) -> np.ndarray:
        """Covariance of what a log may differ by at each point: points x statistics x statistics."""
        sd = self.emulator.sd(unit)
        found = sd[:, :, np.newaxis] * self.correlation * sd[:, np.newaxis, :]
        more = np.maximum(0.0, self.error**2 - sd**2) + DISCREPANCY**2 + self.missed**2
        places = np.arange(len(self.targets))
        found[:, places, places] += more
        return np.asarray(found)

    def log(self, unit: np.ndarray) -> np.ndarray:
        """Logarithm of the likelihood, up to a constant."""
        lower = np.linalg.cholesky(self.covariance(unit))
        apart = (self.emulator.mean(unit) - self.value)[:, :, np.newaxis]
        whitened = np.linalg.solve(lower, apart)[:, :, 0]
        volume = np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(1)
        return np.asarray(self.tail.log((whitened**2).sum(1), len(self.targets)) - volume)

    def surprise(self, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far each statistic lies from what the others lead to expect at one point: in its own unit, and in sds."""
        inverse = np.linalg.inv(self.covariance(unit[np.newaxis])[0])
        apart = self.emulator.mean(unit[np.newaxis])[0] - self.value
        alone = 1.0 / np.sqrt(np.diag(inverse))
        return (inverse @ apart) * alone**2, (inverse @ apart) * alone

    def allowing(self, missed: np.ndarray) -> "Likelihood":
        """The same with an allowance for what the model cannot account for."""
        return replace(self, missed=missed)


def second_highest(implausibility: np.ndarray) -> np.ndarray:
    """The second-highest number of every row."""
    one = implausibility.shape[1] == 1
    return np.asarray(implausibility[:, 0] if one else np.partition(implausibility, -2, axis=1)[:, -2])


def standard_left_out(emulator: Emulator) -> np.ndarray:
    """What each run differs from the prediction made without it, in standard deviations."""
    return np.asarray(emulator.left_out / emulator.sd(emulator.unit))


def correlation_of(left: np.ndarray) -> np.ndarray:
    """Correlation of statistics between seeds, held back a little towards none."""
    # A few wild runs must not decide how statistics hang together.
    kept = np.clip(left, -3.5, 3.5)
    kept = kept - kept.mean(0)
    kept = kept / np.maximum(np.sqrt((kept**2).sum(0)), 1e-9)
    found = kept.T @ kept
    np.fill_diagonal(found, 1.0)
    return np.asarray((1.0 - SHRINKING) * found + SHRINKING * np.eye(len(found)))


def tail_of(left: np.ndarray) -> Tail:
    """The tail by maximum likelihood on runs that had no say in the correlation: each half judges the other."""
    squares = np.concatenate([distances(left[half::2], left[1 - half :: 2]) for half in (0, 1)])
    tails = [Tail(freedom, scale) for freedom in FREEDOMS for scale in SCALES]
    size = left.shape[1]
    return max(tails, key=lambda tail: float((tail.log(squares, size)).sum()))


def distances(judged: np.ndarray, judging: np.ndarray) -> np.ndarray:
    """Squared distance of runs from their prediction, by the correlation of other runs."""
    whitened = np.linalg.solve(np.linalg.cholesky(correlation_of(judging)), judged.T)
    return np.asarray((whitened**2).sum(0))
