"""Still communities in which people, or communities, differ in one thing alone: what becomes of the difference.

Each measure gives one number a seed, as those of `benchmarks.patterns` do.
"""

from collections.abc import Callable, Mapping

import numpy as np

from community_dynamics.experiments.facts.still import ALWAYS, STILL, advance, heard, morning_of_day_0
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.state import PRESENT
from community_dynamics.sim.theory import THEORY
from community_dynamics.sim.world import World

Values = Mapping[str, float]
Measure = Callable[[Values, int], np.ndarray]
Persons = Callable[[World], np.ndarray]
Compare = Callable[[float, float], float]
SEATS = 400
LEAST = 1e-9
DAILY = {"theory.visit_base": ALWAYS}
WRITING = DAILY | {"theory.show_base": ALWAYS}


def own(*names: str) -> dict[str, float]:
    """Theory constants at their defaults, for communities in which everything else is switched off."""
    return {f"theory.{name}": THEORY[name].default for name in names}


def state(name: str) -> Persons:
    """A state or a count of every person."""
    return lambda world: world.person[name].astype(float)


def gone(world: World) -> np.ndarray:
    """Whether each person is no longer present."""
    return (world.status != PRESENT).astype(float)


def visits(world: World) -> np.ndarray:
    """Days on which each founder came, the day of joining left out."""
    return world.person["visits"] - 1.0


def tally(name: str) -> Persons:
    """A tally of the whole community, as if it were one person."""
    return lambda world: world.community[name].astype(float)


def morning(ours: Values, values: Values, seed: int, days: int, seats: int = SEATS) -> World:
    """A still community with a few mechanisms on, and an audience, before its first day; `values` go before ours."""
    size = {"seats": seats, "founders": seats, "days": days}
    scenario = Scenario("still", settings=size).with_values(STILL | dict(ours) | dict(values))
    return heard(morning_of_day_0(inputs_of(scenario), seed))


def gap(one: float, other: float) -> float:
    """Difference."""
    return one - other


def ratio(one: float, other: float) -> float:
    """How many times the other."""
    return one / other


def log_ratio(one: float, other: float) -> float:
    """The same as a logarithm, 0 where neither has any."""
    return float(np.log((one + LEAST) / (other + LEAST)))


def halves(
    ours: Values, name: str, high: float, low: float, days: int, read: Persons, how: Compare = log_ratio, seats: int = SEATS
) -> Measure:
    """One state is high in every second person and low in the others: how the halves compare some days later."""

    def measure(values: Values, seeds: int) -> np.ndarray:
        found, had = [], np.arange(seats) % 2 == 0
        for seed in range(seeds):
            world = morning(ours, values, seed, days, seats)
            world.person[name] = np.where(had, high, low)
            advance(world, days)
            found.append(how(read(world)[had].mean(), read(world)[~had].mean()))
        return np.array(found)

    return measure


def twins(
    ours: Values, high: Values, low: Values, days: int, read: Persons, how: Compare = log_ratio, seats: int = SEATS
) -> Measure:
    """Two communities on the same dice that differ in a few values: how they compare some days later."""

    def measure(values: Values, seeds: int) -> np.ndarray:
        found = []
        for seed in range(seeds):
            worlds = [morning({**ours, **case}, values, seed, days, seats) for case in (high, low)]
            for world in worlds:
                advance(world, days)
            found.append(how(read(worlds[0]).mean(), read(worlds[1]).mean()))
        return np.array(found)

    return measure


def later(
    ours: Values, states: Values, days: int, read: Persons, how: Compare = log_ratio, first: int = 0, seats: int = SEATS
) -> Measure:
    """One community, some states written on its first morning: what is seen on one evening, beside what was seen before.

    Before is that first morning, or the evening of day `first`.
    """

    def measure(values: Values, seeds: int) -> np.ndarray:
        found = []
        for seed in range(seeds):
            world = morning(ours, values, seed, days, seats)
            for name, value in states.items():
                world.person[name] = value
            advance(world, first)
            before = read(world).mean()
            advance(world, days - first, first)
            found.append(how(read(world).mean(), before))
        return np.array(found)

    return measure
