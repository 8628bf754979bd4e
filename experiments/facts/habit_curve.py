"""How fast a habit forms through the model's own day: a cue every day, on working days, or once a week."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.facts.still import ALWAYS, STILL, advance, morning_of_day_0, still

LALLY_DAYS = 84
MISSES = (7, 14, 21, 35, 49, 63, 77)
EARLY_MIDDLE_LATE = (7, 42, 77)
SEED = 7
PERSONS, DAYS = 1000, 500


def paths(persons: int, comes: np.ndarray, values: Mapping[str, float] | None = None, seed: int = SEED) -> np.ndarray:
    """Habit of every person (columns) after every day; all come where `comes` is true, else nobody."""
    inputs = still(persons, comes.size, {"theory.visit_base": 1.0} | dict(values or {}), attention=ALWAYS)
    world = morning_of_day_0(inputs, seed)
    found = np.empty((comes.size, persons))
    for day, come in enumerate(comes.tolist()):
        world.person["propensity"] = 1.0 if come else 0.0
        advance(world, 1, day)
        found[day] = world.person["habit"]
    return found


def days_to(found: np.ndarray, share: float = 0.95) -> np.ndarray:
    """First day on which each person's habit has covered `share` of its way to the highest it will reach."""
    reached = found >= share * found.max(axis=0)
    return reached.argmax(axis=0) + 1


def daily(days: int) -> np.ndarray:
    """A cue every day."""
    return np.ones(days, bool)


def working_week(days: int) -> np.ndarray:
    """A cue from Monday to Friday."""
    return np.arange(days) % 7 < 5


def weekly(days: int) -> np.ndarray:
    """A cue once a week."""
    return np.arange(days) % 7 == 0


@dataclass(frozen=True)
class Formation:
    """Quantiles over persons of the days to 95 % of the asymptote, and the median asymptote itself."""

    fast: float
    median: float
    slow: float
    asymptote: float


def formation(persons: int, comes: np.ndarray, values: Mapping[str, float] | None = None) -> Formation:
    """How a habit forms under one pattern of cues."""
    found = paths(persons, comes, values)
    fast, median, slow = np.quantile(days_to(found), (0.05, 0.5, 0.95))
    return Formation(float(fast), float(median), float(slow), float(np.median(found.max(axis=0))))


def cost_of_a_miss(
    persons: int, misses: tuple[int, ...] = MISSES, values: Mapping[str, float] | None = None, seed: int = SEED
) -> np.ndarray:
    """Share of each person's habit after 84 days that missing one day costs: misses x persons."""
    whole = paths(persons, daily(LALLY_DAYS), values, seed)[-1]
    lost = []
    for missed in misses:
        comes = daily(LALLY_DAYS)
        comes[missed] = False
        lost.append(1.0 - paths(persons, comes, values, seed)[-1] / whole)
    return np.array(lost)


def habit_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """What a thousand people show who come every day, and what a miss costs five hundred of them.

    Constants that the experiment itself fixes, such as how people come to visit, are not changed by `values`.
    """
    free = {name: value for name, value in values.items() if name not in STILL}
    days = days_to(paths(PERSONS, daily(DAYS), free, SEED + seed))
    fast, median, slow = np.quantile(days, (0.05, 0.5, 0.95))
    lost = cost_of_a_miss(PERSONS // 2, EARLY_MIDDLE_LATE, free, SEED + seed)
    return {"fast": float(fast), "median": float(median), "slow": float(slow), "lost": float(lost.mean())}
