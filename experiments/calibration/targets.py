"""What is to be met: every number with a range, on one scale, with its weight; and which facts are held out by lot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.calibration.directions import DIRECTIONS
from experiments.calibration.stories import STORIES
from experiments.facts.catalogue import FACTS
from experiments.facts.fates import FATES
from experiments.facts.known import Known, Part

SOFT_WEIGHT = 1.0 / 3.0
HELD_OUT_SHARE = 0.25
# An accepted range is taken to reach two standard deviations to either side of its centre.
ERROR = 0.5
# Deviations beyond so many half-widths are told apart by their logarithm only: far off is far off.
NEAR, FAR = 2.0, 1e6
AMOUNT = 1.5  # a range that ends above it is of an amount, and compared by logarithms
SMALLEST = 0.05  # of the low end: less is not told apart
OPEN_SHARE = 0.25  # half-width of a range without an end, as a share of the other end


@dataclass(frozen=True)
class RangeTarget:
    """One number and the range accepted of its mean over runs; `key` says whose number it is, `source` where it was read."""

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
        """Whether every value is accepted."""
        return (self.part.low, self.part.high) == (0.0, 1.0)

    @property
    def side(self) -> int:
        """1 where only too little counts, as the range ends where the number itself does; -1 too much; 0 both."""
        low, high = self.part.low, self.part.high
        if np.isinf(high) or (high == 1.0 and low >= 0.0):
            return 1
        return -1 if np.isinf(low) or low == 0.0 else 0

    @property
    def bounded(self) -> bool:
        """Whether it is a share, which cannot be far off; of yes or no in a few runs only the mean over points tells."""
        return self.part.low >= 0.0 and self.part.high <= 1.0

    @property
    def by_logarithm(self) -> bool:
        """Whether it is an amount, of which twice and half lie equally far away."""
        return self.side == 0 and self.part.low > 0.0 and self.part.high > AMOUNT

    @property
    def ends(self) -> tuple[float, float]:
        """Ends of the range on the scale on which it is compared; an end that is not there is put at some distance."""
        low, high = self.part.low, self.part.high
        if np.isinf(high):
            high = low + 2.0 * OPEN_SHARE * max(abs(low), 1.0)
        if np.isinf(low):
            low = high - 2.0 * OPEN_SHARE * max(abs(high), 1.0)
        return (float(np.log(low)), float(np.log(high))) if self.by_logarithm else (low, high)

    @property
    def scaled(self) -> float:
        """The centre of the range, in half-widths from itself."""
        return 0.0

    @property
    def scaled_error(self) -> float:
        """Standard deviation that stands for the range, in half-widths; what weighs less may be farther off."""
        return ERROR / np.sqrt(self.weight)

    def rescaled(self, values: np.ndarray) -> np.ndarray:
        """Values in half-widths from the centre, far ones drawn nearer; missing ones stay missing."""
        low, high = self.ends
        numbers = np.asarray(values, np.float64)
        if self.by_logarithm:
            numbers = np.log(np.maximum(numbers, SMALLEST * self.part.low))
        apart = np.clip((numbers - 0.5 * (low + high)) / (0.5 * (high - low)), -FAR, FAR)
        if self.side and self.bounded:
            return np.asarray(apart)
        beyond = np.log1p(np.maximum(np.abs(apart) - NEAR, 0.0))
        return np.asarray(np.sign(apart) * np.minimum(np.abs(apart), NEAR + beyond))

    def counted(self, apart: np.ndarray) -> np.ndarray:
        """Deviations with only those left that count."""
        return np.asarray(np.minimum(apart, 0.0) if self.side > 0 else np.maximum(apart, 0.0) if self.side < 0 else apart)


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
