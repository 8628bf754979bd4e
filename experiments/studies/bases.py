"""Where a community stands, as the base of a sweep in which one parameter moves at a time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.levels import levels_of
from community_dynamics.experiments.designs.named_points import PLAN
from community_dynamics.sim.inputs import Scenario, lever_values
from community_dynamics.sim.levers import DIALS, LEVERS
from community_dynamics.sim.theory import THEORY

POSITIONS = 101


def standing_levers(scenario: Scenario) -> dict[str, float]:
    """Levers as dials and levers set them, before any plan or failure."""
    return lever_values(replace(scenario, plan=(), failures={}), 0)


def own_value(scenario: Scenario, path: str) -> float:
    """The value that a community has of a parameter; of plans the first that is named."""
    if path == PLAN:
        return 0.0
    section, _, name = path.partition(".")
    if section == "settings":
        return float(scenario.setting(name))
    if section == "theory":
        return float(scenario.theory.get(name, THEORY[name].default))
    if section == "failures":
        return float(scenario.failures.get(name, False))
    if section == "dials":
        return float(scenario.dials[name]) if name in scenario.dials else nearest_position(scenario, name)
    return standing_levers(scenario)[name]


def nearest_position(scenario: Scenario, dial: str) -> float:
    """The position of a dial that the community does not set, at which its levers are nearest to those it has."""
    stands = standing_levers(scenario)

    def distance(position: float) -> float:
        moved = standing_levers(scenario.with_values({f"dials.{dial}": position}))
        return sum(((moved[one] - stands[one]) / (LEVERS[one].high - LEVERS[one].low)) ** 2 for one in DIALS[dial])

    return float(min(np.linspace(0.0, 1.0, POSITIONS), key=distance))


def with_base(scenario: Scenario, factor: Factor, size: int) -> Factor:
    """The factor with the community's own value among its levels, where it would not be able to take it else."""
    value = own_value(scenario, factor.name)
    if factor.distribution == "values":
        values = tuple(sorted({*factor.values, value}))
    elif factor.low <= value <= factor.high and (not factor.whole or value == int(value)):
        return factor
    else:
        values = tuple(sorted({*factor.value(levels_of(factor, size)), value}))
    return replace(factor, distribution="values", shape={}, values=values, low=values[0], high=values[-1])


def base_values(scenario: Scenario, factors: Sequence[Factor]) -> dict[str, float]:
    """The community's own value of every factor."""
    return {factor.name: own_value(scenario, factor.name) for factor in factors}
