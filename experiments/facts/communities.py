"""The communities that facts are measured in."""

from functools import cache

import numpy as np

from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.world import World, allocate


@cache
def community(name: str) -> Scenario:
    """A scenario of the product by name, read once."""
    return load(name)


def finished(scenario: Scenario, seed: int) -> World:
    """The world on the last evening of one run, without a log."""
    world = allocate(inputs_of(scenario))
    compiled().run_whole(world, np.uint64(seed), np.zeros(1, np.int64))
    return world


def ties_of(world: World, seats: np.ndarray) -> np.ndarray:
    """Summed strength of the ties that each of these people made to others who have not left the organisation."""
    partner = world.tie_partner[seats]
    there = (partner >= 0) & (world.generation[partner] == world.tie_generation[seats])
    return np.asarray((world.tie_strength[seats] * there).sum(axis=1))
