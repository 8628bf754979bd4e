"""How newcomers came over time, as relative rates over equal stretches of the run."""

import numpy as np

from sim.inputs import Scenario

COURSE_STRETCHES = 16
FEWEST_A_STRETCH = 15


def rates_of(days: np.ndarray, span: int) -> np.ndarray:
    """Arrivals in equal stretches over their mean; fewer stretches where arrivals are few."""
    parts = int(np.clip(min(days.size // FEWEST_A_STRETCH, span // 28), 1, COURSE_STRETCHES))
    number = np.bincount((days.astype(np.int64) * parts // span).clip(0, parts - 1), minlength=parts)
    return np.asarray((number + 0.5) / (number + 0.5).mean())


def with_course(scenario: Scenario, days: np.ndarray, span: int) -> Scenario:
    """The scenario with arrivals that grow or shrink as newcomers did."""
    rates = rates_of(days, span)
    if rates.size < 2:
        return scenario
    middle = (np.arange(rates.size) + 0.5) * span / rates.size / 365.0
    slope, start = np.polyfit(middle, rates, 1)
    trend = slope / max(start, 0.05)
    return scenario.with_values({"settings.arrival_trend": float(np.clip(trend, -1.0, 10.0))})
