"""Going on from a saved morning: one past, several futures.

Dice are addressed by day and person, so a run that goes on from a saved day under a plan gives, bit for bit, what a run
from the beginning under the same plan gives. Branching saves the time of the shared past; it changes no number.
"""

from dataclasses import dataclass

import numpy as np

from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Inputs
from community_dynamics.sim.world import World, allocate, shape_of

GIVEN = ("settings", "theory", "levers", "planned", "reactions", "calendar", "turnover", "awards")


@dataclass(frozen=True)
class Saved:
    """A community on the morning of one day: what it was made from, the day, and every array that its past has left."""

    inputs: Inputs
    seed: int
    day: int
    arrays: dict[str, np.ndarray]


def saved(inputs: Inputs, seed: int, day: int) -> Saved:
    """Live the days before `day`, and keep how things stand."""
    days = len(inputs.calendar)
    if not 0 <= day <= days:
        raise ValueError(f"day = {day} is outside 0..{days}, the days of the run")
    world = allocate(inputs)
    compiled().begin(world, np.uint64(seed))
    for past in range(day):
        compiled().advance_day(world, past)
    return Saved(inputs, seed, day, {name: getattr(world, name).copy() for name in World.LAYOUT if name not in GIVEN})


def continued(past: Saved, inputs: Inputs) -> World:
    """The world that other inputs lead to from the saved morning on; they must agree with the past on every day before."""
    refuse_another_past(past, inputs)
    world = allocate(inputs)
    for name, array in past.arrays.items():
        getattr(world, name)[...] = array
    world.segment[past.day :] = inputs.segment[past.day :]
    compiled().lay_rows(world, past.day)
    compiled().redate(world)
    for day in range(past.day, len(inputs.calendar)):
        compiled().advance_day(world, day)
    return world


def lever_rows(inputs: Inputs) -> np.ndarray:
    """Rows of levers: for each set of reactions that may hold, one for each stretch of the dated plan."""
    return inputs.levers.reshape(1 << len(inputs.reactions), -1)


def outcomes_of(world: World) -> np.ndarray:
    """What a finished run is judged by, in the order of OUTCOMES."""
    compiled().measure(world)
    return world.outcome.view(np.float64).copy()


def refuse_another_past(past: Saved, inputs: Inputs) -> None:
    """Refuse inputs under which the saved past would have been another."""
    if shape_of(past.inputs) != shape_of(inputs):
        raise ValueError("the branch has other seats, days or colleagues than the saved community; change levers only")
    for name in ("settings", "theory"):
        if getattr(past.inputs, name).tobytes() != getattr(inputs, name).tobytes():
            raise ValueError(f"the branch has other {name} than the saved community; change levers only")
    if past.inputs.reactions.tobytes() != inputs.reactions.tobytes():
        raise ValueError("the branch has other reactions than the saved community; change its dated plan and levers only")
    first = max(1, past.day)  # founders come under the levers of day 0
    before = slice(0, first)
    same_days = past.inputs.calendar[before].tobytes() == inputs.calendar[before].tobytes()
    own, other = (lever_rows(one)[:, one.segment[before]] for one in (past.inputs, inputs))
    given, others = (one[one["day"] < past.day] for one in (past.inputs.awards, inputs.awards))
    if not same_days or own.tobytes() != other.tobytes() or given.tobytes() != others.tobytes():
        raise ValueError(
            f"the branch differs before day {first}, where the past is saved; begin its changes on that day or later"
        )
