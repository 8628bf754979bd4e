"""The arrays that one run lives in, allocated once and used again for every run of the same size."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.inputs import LEVER_RECORD, SETTING_RECORD, THEORY_RECORD, Inputs
from community_dynamics.sim.memory import ArrayTable, register
from community_dynamics.sim.outcomes import OUTCOME_RECORD
from community_dynamics.sim.state import (
    AWARD,
    CALENDAR,
    COMMUNITY,
    DAILY,
    ENCOUNTERS,
    EVENT,
    ITEM,
    LINE,
    MOST_REACTIONS,
    PERSON,
    POSTS_SEEN,
    REACTION,
    TIES,
    TODAY,
    TOPICS,
    WEEKLY,
)

WHOLE, LONG, REAL = np.dtype(np.int32), np.dtype(np.int64), np.dtype(np.float64)


class World(ArrayTable):
    """Everything that the kernel reads and writes: inputs, persons, ties, graph, feed, books and lists of the day."""

    LAYOUT: Mapping[str, tuple[np.dtype, int]] = {
        "settings": (SETTING_RECORD, 1), "theory": (THEORY_RECORD, 1), "levers": (LEVER_RECORD, 1), "planned": (WHOLE, 1),
        "reactions": (REACTION, 1), "segment": (WHOLE, 1), "reacting_until": (LONG, 1), "calendar": (CALENDAR, 1),
        "turnover": (REAL, 1), "awards": (AWARD, 1), "person": (PERSON, 1),
        "generation": (WHOLE, 1), "status": (WHOLE, 1), "mastery": (REAL, 2), "tie_partner": (WHOLE, 2),
        "tie_generation": (WHOLE, 2), "tie_strength": (REAL, 2), "chosen": (WHOLE, 2), "graph_start": (LONG, 1),
        "graph_neighbour": (WHOLE, 1), "feed": (ITEM, 1), "present": (WHOLE, 1), "watched": (LONG, 1), "due_day": (WHOLE, 1),
        "community": (COMMUNITY, 1), "today": (TODAY, 1), "daily": (DAILY, 1), "weekly": (WEEKLY, 1), "events": (EVENT, 1),
        "pair_held": (WHOLE, 2), "load": (REAL, 1), "visitors": (WHOLE, 1), "attendees": (WHOLE, 1), "contributors": (WHOLE, 1),
        "stopped": (WHOLE, 1),
        "silent": (WHOLE, 1), "joined_now": (WHOLE, 1), "met": (WHOLE, 2), "met_level": (REAL, 2), "answer_seat": (WHOLE, 1),
        "answer_item": (LONG, 1), "answer_hostile": (WHOLE, 1), "posted": (LONG, 2), "outcome": (OUTCOME_RECORD, 1),
    }  # fmt: skip

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> np.ndarray:
            """An array of LAYOUT."""


register(World)


def half_degree(inputs: Inputs) -> int:
    """Partners that one seat chooses at most."""
    settings = inputs.settings[0]
    if settings["network"] == 1.0:
        return int(settings["team_size"])
    return max(1, int(settings["mean_degree"]) // 2)


def feed_capacity(seats: int) -> int:
    """Items that the feed holds at most, a power of two: grows with the community, so that a feed_days' worth of posts fits."""
    return 1 << min(18, max(8, (seats - 1).bit_length()))


def in_lines(count: int, record: np.dtype) -> np.ndarray:
    """So many empty records, the first where a line of memory begins."""
    memory = np.zeros(count * record.itemsize + LINE, np.uint8)
    first = -memory.ctypes.data % LINE
    return memory[first : first + count * record.itemsize].view(record)


def allocate(inputs: Inputs, event_capacity: int = 0) -> World:
    """A World for runs of these inputs. `event_capacity` > 0 keeps an event log of at most so many events."""
    seats, days = int(inputs.settings[0]["seats"]), int(inputs.settings[0]["days"])
    half = half_degree(inputs)
    feed = feed_capacity(seats)

    def whole(*shape: int) -> np.ndarray:
        return np.zeros(shape, np.int32)

    return World(
        settings=inputs.settings, theory=inputs.theory, levers=inputs.levers, planned=inputs.segment,
        reactions=inputs.reactions, segment=whole(days), reacting_until=np.zeros(MOST_REACTIONS, np.int64),
        calendar=inputs.calendar, turnover=inputs.turnover, awards=inputs.awards, person=np.zeros(seats, PERSON),
        generation=whole(seats), status=whole(seats), mastery=np.zeros((seats, TOPICS)),
        tie_partner=whole(seats, TIES), tie_generation=whole(seats, TIES), tie_strength=np.zeros((seats, TIES)),
        chosen=whole(seats, half), graph_start=np.zeros(seats + 1, np.int64),
        graph_neighbour=whole(max(1, 2 * half * seats)), feed=in_lines(feed, ITEM),
        present=whole(seats), watched=np.zeros(seats, np.int64), due_day=whole(seats), community=np.zeros(1, COMMUNITY),
        today=np.zeros(1, TODAY), daily=np.zeros(days, DAILY), weekly=np.zeros(max(1, days // 7), WEEKLY),
        events=np.zeros(event_capacity, EVENT), pair_held=whole(TOPICS, TOPICS), load=np.zeros(seats),
        visitors=whole(seats), attendees=whole(seats),
        contributors=whole(seats), stopped=whole((1 + POSTS_SEEN) * seats + feed),
        silent=whole(seats), joined_now=whole(seats), met=whole(seats, ENCOUNTERS),
        met_level=np.zeros((seats, ENCOUNTERS)), answer_seat=whole(POSTS_SEEN * seats),
        answer_item=np.zeros(POSTS_SEEN * seats, np.int64), answer_hostile=whole(POSTS_SEEN * seats),
        posted=np.zeros((days + 1, 3), np.int64), outcome=np.zeros(1, OUTCOME_RECORD),
    )  # fmt: skip


def refit(world: World, inputs: Inputs) -> None:
    """Give the same arrays other inputs of the same shape."""
    world.put(
        settings=inputs.settings, theory=inputs.theory, levers=inputs.levers, planned=inputs.segment,
        reactions=inputs.reactions, calendar=inputs.calendar, turnover=inputs.turnover, awards=inputs.awards,
    )  # fmt: skip


def shape_of(inputs: Inputs) -> tuple[int, ...]:
    """What two inputs must share to use the same arrays."""
    settings = inputs.settings[0]
    return int(settings["seats"]), int(settings["days"]), half_degree(inputs)
