"""What a fit must meet: each statistic of the log with its standard error, on its natural scale and on that of errors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.fit.fit_statistics import AMOUNT, SHARE, Measure

# A 90 % interval of a normal law reaches 1.645 standard errors to either side.
REACH = 1.645


@dataclass(frozen=True)
class Target:
    """One statistic of the community: value, standard error, and both on the scale of the measure."""

    measure: Measure
    value: float
    error: float
    scaled: float
    scaled_error: float
    least: float

    @property
    def name(self) -> str:
        """What it is called in tables of runs."""
        return self.measure.name

    def rescaled(self, values: np.ndarray) -> np.ndarray:
        """Values of runs on the scale of the measure."""
        return np.where(np.isfinite(values), self.measure.scaled(values, self.least), np.nan)


def target_of(measure: Measure, value: float, low: float, high: float, people: float) -> Target:
    """A target from a value and the ends of its 90 % interval; `people` says how small a share can be told from none."""
    least = 0.5 / max(people, 2.0) if measure.scale == SHARE else max(0.25 * measure.grain, 0.02)
    low, high = min(low, value - measure.grain), max(high, value + measure.grain)
    scaled = float(measure.scaled(value, least))
    error = float(measure.scaled(high, least) - measure.scaled(low, least)) / (2 * REACH)
    return Target(measure, value, (high - low) / (2 * REACH), scaled, error, least)


def targets_of(
    measures: tuple[Measure, ...], found: Mapping[str, tuple[float, float, float]], people: float
) -> tuple[Target, ...]:
    """Targets for every statistic that is known and that can vary; the others are left out."""
    targets = []
    for measure in measures:
        value, low, high = found.get(measure.name, (np.nan, np.nan, np.nan))
        if np.isfinite([value, low, high]).all() and (measure.scale != AMOUNT or value > 0):
            targets.append(target_of(measure, value, low, high, people))
    return tuple(targets)


def counted(value: float) -> tuple[float, float, float]:
    """A number of people with the ends of its 90 % interval, as if another such community drew it anew (Poisson)."""
    return value, max(0.0, value - REACH * np.sqrt(value)), value + REACH * np.sqrt(value)
