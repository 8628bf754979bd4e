"""A mean over runs with its interval, and a line fitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with its 95 % interval."""

    mean: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if self.count == 0:
            return "–"
        if self.low != self.low:  # a single number, without an interval
            return f"{self.mean:.3g}"
        return f"{self.mean:.3g} [{self.low:.3g}, {self.high:.3g}]"

    def inside(self, low: float, high: float) -> bool:
        """Whether the mean lies in a range."""
        return low <= self.mean <= high


def estimate(values: Sequence[float] | np.ndarray) -> Estimate:
    """Mean over finite values and 1.96 standard errors either way."""
    kept = np.asarray(values, float)
    kept = kept[np.isfinite(kept)]
    if kept.size == 0:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    mean = float(kept.mean())
    error = float(kept.std(ddof=1)) / sqrt(kept.size) if kept.size > 1 else float("inf")
    return Estimate(mean, mean - 1.96 * error, mean + 1.96 * error, kept.size)


def slope(x: np.ndarray, y: np.ndarray) -> float:
    """Slope of the least-squares line of y on x."""
    return float(np.polyfit(x, y, 1)[0])
