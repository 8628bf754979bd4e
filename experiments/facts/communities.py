"""The communities that the evidence is about, and what one run of them leaves behind."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from experiments.scenarios import load
from sim.engine import compiled
from sim.ensemble import Ensemble, Run, simulate
from sim.inputs import Inputs, Scenario, inputs_of
from sim.outcomes import OUTCOMES
from sim.state import POSTS, REPLIES
from sim.world import World, allocate


@cache
def community(name: str) -> Scenario:
    """A scenario of the product by name."""
    return load(name)


def failing(scenario: Scenario, failure: str) -> Scenario:
    """The same community with one of the four failures switched on."""
    return scenario.with_values({f"failures.{failure}": True})


def ensemble(scenario: Scenario, seeds: int, first: int = 0, series: bool = False) -> Ensemble:
    """Runs of one scenario on seeds first, first + 1, ..."""
    inputs = inputs_of(scenario)
    return simulate([Run(inputs, seed) for seed in range(first, first + seeds)], series=series)


def walk(inputs: Inputs, seed: int, event_capacity: int = 0, world: World | None = None) -> World:
    """One whole run whose end state and event log can be read; refuses a log that was cut."""
    world = world or allocate(inputs, event_capacity)
    compiled().run_whole(world, np.uint64(seed), np.zeros(len(OUTCOMES)), np.zeros(1, np.int64))
    if event_capacity and world.community[0]["event_count"] >= world.events.shape[0]:
        raise ValueError(f"the event log holds {event_capacity} events, too few for this run; ask for more")
    return world


@dataclass(frozen=True)
class Messages:
    """Posts and answers of one run, ordered by person and time; `first` marks a person's first message."""

    person: np.ndarray
    day: np.ndarray
    ordinal: np.ndarray
    kind: np.ndarray
    item: np.ndarray
    days: int

    def later(self) -> np.ndarray:
        """Days from each message to the same person's next one; infinite after the last."""
        gap = np.full(self.day.size, np.inf)
        same = self.person[1:] == self.person[:-1]
        gap[:-1][same] = (self.day[1:] - self.day[:-1])[same]
        return gap


def messages(world: World) -> Messages:
    """Every message that a member wrote, from the event log."""
    events = world.events[: int(world.community[0]["event_count"])]
    own = events[np.isin(events["kind"], (POSTS, REPLIES)) & (events["seat"] >= 0)]
    person = own["seat"].astype(np.int64) * 4096 + own["generation"]
    order = np.argsort(person, kind="stable")
    own, person = own[order], person[order]
    starts = np.r_[True, person[1:] != person[:-1]] if person.size else np.zeros(0, bool)
    first = np.flatnonzero(starts)
    ordinal = np.arange(person.size) - np.repeat(first, np.diff(np.r_[first, person.size])) + 1
    return Messages(person, own["day"], ordinal, own["kind"], own["item"], world.calendar.shape[0])


def answered_items(world: World) -> dict[int, int]:
    """Day of the first answer to each item, from the event log."""
    events = world.events[: int(world.community[0]["event_count"])]
    replies = events[events["kind"] == REPLIES]
    answered: dict[int, int] = {}
    for item, day in zip(replies["item"].tolist(), replies["day"].tolist(), strict=True):
        answered.setdefault(item, day)
    return answered
