"""The log that a simulated community leaves behind, in the same form as the log of a real one."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.gathering import gathered
from community_dynamics.experiments.logs.log import DAY_SECONDS, Log
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.state import REPLIES
from community_dynamics.sim.world import World, allocate

# Day 0 of a run is a Monday: 2001-01-01, so that weeks agree with those of the calendar.
DAY_ZERO = 11_323
GENERATIONS = 4096
EVENTS_A_SEAT_AND_DAY = 0.5


def simulated_log(scenario: Scenario, seed: int) -> Log:
    """Everything that members did in one run: joins, visits, posts, replies, attendance, recognition, leaving."""
    return log_of_run(whole_run(scenario, seed), scenario.name)


def log_of_run(world: World, name: str) -> Log:
    """The log of a run that has been done."""
    events = events_of(world)
    # Facilitators are no members, but what they answer is answered: they pass as nobody, and are left out afterwards.
    person = np.where(events["seat"] < 0, 0, numbered(events["seat"], events["generation"]))
    item = np.where(events["item"] < 0, 0, events["item"].astype(np.int64) + 1)
    replies = events["kind"] == REPLIES
    columns = {
        "member": person.astype(np.uint64),
        "time": (np.maximum(events["day"], 0).astype(np.int64) + DAY_ZERO) * DAY_SECONDS,
        "kind": events["kind"].astype(np.uint8),
        "count": events["messages"].astype(np.int64),
        "id": np.where(replies, 0, item).astype(np.uint64),
        "reply_to": np.where(replies, item, 0).astype(np.uint64),
    }
    last = DAY_ZERO + world.calendar.shape[0] - 1
    return gathered(columns, False, f"a run of {name}", last=last)


def events_of(world: World) -> np.ndarray:
    """What the event log of a run holds."""
    return world.events[: int(world.community[0]["event_count"])]


def seats_of(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Seat and generation of each member of the log, who are numbered in the order in which they first act."""
    events = events_of(world)
    own = events[events["seat"] >= 0]
    own = own[np.argsort(np.maximum(own["day"], 0), kind="stable")]
    person = pd.unique(numbered(own["seat"], own["generation"])) - 1
    return person // GENERATIONS, person % GENERATIONS


def whole_run(scenario: Scenario, seed: int) -> World:
    """One run with its whole event log; where the log turns out too short, the same run again with a longer one."""
    inputs = inputs_of(scenario)
    seats, days = int(inputs.settings[0]["seats"]), int(inputs.settings[0]["days"])
    capacity = int(seats * days * EVENTS_A_SEAT_AND_DAY) + 1000
    while True:
        world = allocate(inputs, capacity)
        compiled().run_whole(world, np.uint64(seed), np.zeros(1, np.int64))
        if int(world.community[0]["event_count"]) < capacity:
            return world
        capacity *= 4


def numbered(seat: np.ndarray, generation: np.ndarray) -> np.ndarray:
    """One number a person: a seat may be held by several, one after the other."""
    return seat.astype(np.int64) * GENERATIONS + generation + 1
