"""What is to be met: every number with a range, on one scale, with its weight; and which facts are held out by lot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.calibration.factor_directions import DIRECTIONS
from community_dynamics.experiments.calibration.stories import STORIES
from community_dynamics.experiments.facts.catalogue import FACTS
from community_dynamics.experiments.facts.fates import FATES
from community_dynamics.experiments.facts.known import Known, Part

SOFT_WEIGHT = 1.0 / 3.0
HELD_OUT_SHARE = 0.25
# A margin of a range is taken for two standard deviations.
ERROR = 0.5
# Distances beyond so many margins are told apart by their logarithm only: far off is far off.
NEAR, FAR = 2.0, 1e6
AMOUNT = 1.5  # a range that ends above it is of an amount, and compared by logarithms
SMALLEST = 0.05  # of the low end: less is not told apart
# Where a range says "at least" or "at most", what lies farther inside than this share (of the end, if that is above 1) is alike.
STEP = 0.05
# A range says "at least" if its far end is so many times the near one, or if it begins just where more begins.
LOPSIDED, JUST_MORE, AT_LEAST_TO = 15.0, (1.0, 1.05), 1.9
# Numbers that mean nothing over the few runs of one point: they are judged in the end, and not calibrated to.
MANY_RUNS = ("C13: chance of a single mode", "C13: the same times the number of levels")


@dataclass(frozen=True)
class RangeTarget:
    """One number and the range accepted of its mean over runs; `key` says whose number it is, `source` where it was read.

    Most ranges have a centre: the margin is half their width. A range that says "at least" or "at most" has none: it is left
    alone where a number lies farther inside than the margin.
    """

    key: str
    part: Part
    source: str

    @property
    def name(self) -> str:
        """Column of tables of runs."""
        return f"{self.key}: {self.part.what}"

    @property
    def weight(self) -> float:
        """How much it counts: soft ranges a third."""
        return SOFT_WEIGHT if self.part.soft else 1.0

    @property
    def idle(self) -> bool:
        """Whether it is not calibrated to: every share is accepted, or few runs tell nothing."""
        whole = self.part.soft and (self.part.low, self.part.high) == (0.0, 1.0)
        return whole or self.name.startswith(MANY_RUNS)

    @property
    def bounded(self) -> bool:
        """Whether it is a share, which cannot be far off; of yes or no in a few runs only the mean over points tells."""
        return self.part.low >= 0.0 and self.part.high <= 1.0

    @property
    def open_ends(self) -> tuple[bool, bool]:
        """Whether nothing can be too low, or too high: the range ends where the number itself does, or nowhere."""
        low, high = self.part.low, self.part.high
        least = low == 0.0 and high < 1.0  # from 0 to 1: a difference that must not be negative
        return least or np.isinf(low), np.isinf(high) or (high == 1.0 and low >= 0.0)

    @property
    def lopsided(self) -> bool:
        """Whether the range says "at least" or "at most" rather than what is usual."""
        low, high = self.part.low, self.part.high
        at_least = JUST_MORE[0] <= low <= JUST_MORE[1] and high >= AT_LEAST_TO
        return any(self.open_ends) or at_least or (low > 0.0 and high >= LOPSIDED * low)

    @property
    def by_logarithm(self) -> bool:
        """Whether it is an amount, of which twice and half lie equally far away."""
        return not self.lopsided and self.part.low > 0.0 and self.part.high > AMOUNT

    @property
    def margin(self) -> float:
        """How far from an end of the range all is well, on the scale on which it is compared."""
        low, high = self.part.low, self.part.high
        if self.by_logarithm:
            return float(np.log(high / low)) / 2.0
        near = high if self.open_ends[0] else low
        return min((high - low) / 2.0, STEP * max(1.0, abs(near))) if self.lopsided else (high - low) / 2.0

    @property
    def inner(self) -> tuple[float, float]:
        """Where all is well: between these, in margins from the first that is there."""
        open_low, open_high = self.open_ends
        scale = np.log if self.by_logarithm else np.asarray
        width = 0.0 if any(self.open_ends) else float(scale(self.part.high) - scale(self.part.low)) / self.margin - 2.0
        return (-np.inf if open_low else 0.0), (np.inf if open_high else float(squashed(np.asarray(max(0.0, width)))))

    @property
    def origin(self) -> float:
        """The inner edge that distances are counted from."""
        low = float(np.log(self.part.low)) if self.by_logarithm else self.part.low
        return self.part.high - self.margin if self.open_ends[0] else low + self.margin

    @property
    def scaled_error(self) -> float:
        """Standard deviation that stands for the range, in margins; what weighs less may be farther off."""
        return ERROR / float(np.sqrt(self.weight))

    def rescaled(self, values: np.ndarray) -> np.ndarray:
        """Values in margins from the inner edge, far ones drawn nearer; missing ones stay missing."""
        numbers = np.asarray(values, np.float64)
        if self.by_logarithm:
            numbers = np.log(np.maximum(numbers, SMALLEST * self.part.low))
        apart = np.clip((numbers - self.origin) / self.margin, -FAR, FAR)
        return np.asarray(apart if self.bounded and any(self.open_ends) else squashed(apart))

    def counted(self, apart: np.ndarray) -> np.ndarray:
        """Distances from where all is well."""
        low, high = self.inner
        return np.asarray(np.minimum(apart - low, 0.0) + np.maximum(apart - high, 0.0))


def squashed(apart: np.ndarray) -> np.ndarray:
    """Distances with far ones drawn nearer by a logarithm."""
    beyond = np.log1p(np.maximum(np.abs(apart) - NEAR, 0.0))
    return np.asarray(np.sign(apart) * np.minimum(np.abs(apart), NEAR + beyond))


def catalogue() -> dict[str, Known]:
    """All that gives numbers with ranges: facts, fates, directions, stories."""
    return {**FACTS, FATES.key: FATES, DIRECTIONS.key: DIRECTIONS, STORIES.key: STORIES}


def targets_of(keys: Sequence[str]) -> tuple[RangeTarget, ...]:
    """Every number of these."""
    known = catalogue()
    return tuple(RangeTarget(key, part, known[key].source) for key in keys for part in known[key].parts)


def held_out(lot: int) -> tuple[str, ...]:
    """Whole facts that are kept out of the calibration and judge it afterwards: a quarter, drawn by lot."""
    names = np.array(list(FACTS))
    drawn = np.random.default_rng([lot, len(names)]).permutation(len(names))[: max(1, round(HELD_OUT_SHARE * len(names)))]
    return tuple(names[np.sort(drawn)].tolist())
