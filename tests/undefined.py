"""Runs in which outcomes have no meaning, made at will: for the tests of all that has to say so."""

from collections.abc import Callable

import numpy as np
import pytest

from community_dynamics.sim.ensemble import Run, Worker
from community_dynamics.sim.world import World

SEEDS_OF_NOBODY = (1, 2, 5)
# Constants under which whoever joined is there to the end, so that states of members are defined in every run.
STAYING = {"theory.stay_cost": 0.0, "theory.dormancy_days": 365.0, "theory.reading_on_share": 1.0}
STAYING_WORDS = [f"{path}={value:g}" for path, value in STAYING.items()]
Nowhere = Callable[[Run], bool]


def of_nobody(run: Run) -> bool:
    """Whether a run is one of those in which nobody is left."""
    return run.seed in SEEDS_OF_NOBODY


def leave_undefined(patch: pytest.MonkeyPatch, *names: str, when: Nowhere = of_nobody) -> None:
    """Have the kernel say that outcomes have no meaning in some runs."""
    simulate = Worker.simulate

    def simulated(self: Worker, run: Run, stop: np.ndarray) -> World:
        world = simulate(self, run, stop)
        if when(run):
            for name in names:
                world.outcome[name] = np.nan
        return world

    patch.setattr(Worker, "simulate", simulated)
