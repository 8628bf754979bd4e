"""How newcomers came over time, as relative rates over equal stretches of the run."""

from dataclasses import replace

import numpy as np

from community_dynamics.sim.inputs import Scenario

FEWEST_A_STRETCH = 15
# Most stretches, and fewest days of each. Where joining is counted its days are known; a first contribution comes days later.
COARSE, FINE = (48, 14), (200, 2)


def rates_of(days: np.ndarray, span: int, counted: bool = False) -> np.ndarray:
    """Newcomers in equal stretches over their mean; fewer stretches where newcomers are few, so that luck is not copied."""
    most, fewest_days = FINE if counted else COARSE
    parts = int(np.clip(min(days.size // FEWEST_A_STRETCH, span // fewest_days), 1, most))
    number = np.bincount((days.astype(np.int64) * parts // span).clip(0, parts - 1), minlength=parts) + 0.5
    return np.asarray(number / number.mean())


def with_course(scenario: Scenario, days: np.ndarray, span: int, counted: bool = False) -> Scenario:
    """The scenario with arrivals that come and go as newcomers did; `counted`: days of joining, not of first contributions."""
    rates = rates_of(days, span, counted)
    return replace(scenario, arrivals=tuple(float(f"{rate:.3g}") for rate in rates) if rates.size > 1 else ())
