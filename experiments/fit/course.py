"""How newcomers came over time, as relative rates over equal stretches of the run."""

from dataclasses import replace

import numpy as np

from sim.inputs import Scenario

MOST_STRETCHES = 48
FEWEST_A_STRETCH = 15
FEWEST_DAYS = 14


def rates_of(days: np.ndarray, span: int) -> np.ndarray:
    """Newcomers in equal stretches over their mean; fewer stretches where newcomers are few, so that luck is not copied."""
    parts = int(np.clip(min(days.size // FEWEST_A_STRETCH, span // FEWEST_DAYS), 1, MOST_STRETCHES))
    number = np.bincount((days.astype(np.int64) * parts // span).clip(0, parts - 1), minlength=parts) + 0.5
    return np.asarray(number / number.mean())


def with_course(scenario: Scenario, days: np.ndarray, span: int) -> Scenario:
    """The scenario with arrivals that come and go as newcomers did."""
    rates = rates_of(days, span)
    return replace(scenario, arrivals=tuple(float(f"{rate:.3g}") for rate in rates) if rates.size > 1 else ())
