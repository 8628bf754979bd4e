"""How fast a habit forms through the model's own day: everybody comes every day, on working days, or once a week."""

import numpy as np

from sim.engine import compiled
from sim.inputs import Scenario, inputs_of
from sim.world import World, allocate

# Coming for no particular reason so often that nobody misses a day; nothing that moves anybody else is changed.
EVERY_DAY = {
    "theory.visit_base": 1.0, "theory.habit_keep": 1.0, "theory.mood_spread": 0.0, "theory.attention_days": 60.0,
    "settings.weekend_share": 1.0, "settings.holiday_weeks": 0, "settings.private_minutes": 600, "settings.propensity_spread": 0.0,
    "levers.staff_turnover_a_year": 0.0, "theory.stay_cost": 0.0, "theory.stop_constant": 0.0,
}  # fmt: skip


def daily_world(persons: int, days: int, values: dict[str, float] | None = None) -> World:
    """A community in which everybody belongs from the start and is about to come every day."""
    scenario = Scenario("everybody comes", settings={"seats": persons, "founders": persons, "days": days})
    world = allocate(inputs_of(scenario.with_values(EVERY_DAY | (values or {}))))
    compiled().begin(world, np.uint64(7))
    # Propensity multiplies the hazard: a very large one makes coming certain without touching the rule.
    world.person["propensity"] = 1e6
    return world


def habit_paths(
    persons: int, days: int, comes: np.ndarray, values: dict[str, float] | None = None
) -> np.ndarray:
    """Habit of every person after every day; on days where `comes` is False nobody can come (propensity 0)."""
    world = daily_world(persons, days, values)
    paths = np.empty((days, persons))
    for day in range(days):
        world.person["propensity"] = 1e6 if comes[day] else 0.0
        compiled().advance_day(world, day)
        paths[day] = world.person["habit"]
    return paths


def days_to(paths: np.ndarray, share: float = 0.95) -> np.ndarray:
    """Days until each person reaches `share` of the asymptote 1."""
    return (paths < share).sum(axis=0) + 1


def habit_days(persons: int, days: int = 400) -> tuple[np.ndarray, float]:
    """Days to 95 % of the asymptote under a daily cue, and the mean share of final habit that one miss costs (84 days)."""
    reached = days_to(habit_paths(persons, days, np.ones(days, bool)))
    whole = habit_paths(persons, 84, np.ones(84, bool))[-1]
    losses = []
    for missed in (7, 21, 42, 63, 77):
        comes = np.ones(84, bool)
        comes[missed] = False
        losses.append(1.0 - habit_paths(persons, 84, comes, {"theory.habit_keep": 0.997})[-1] / whole)
    return reached, float(np.mean(losses))
