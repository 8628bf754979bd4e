"""What a run would have left in a log like the one observed: the same kinds of events, the same window, quickly."""

import numpy as np

from community_dynamics.experiments.logs.daily import ACTIVE, MEMBERS, POSTERS, WEEKLY, WEEKLY_POSTERS, Daily
from community_dynamics.experiments.logs.log import Days
from community_dynamics.sim.state import JOINS, LEAVES, LEFT, POSTS, REPLIES, VISITS
from community_dynamics.sim.world import World

GENERATIONS = 4096


def run_days(world: World, kinds: tuple[int, ...], first: int) -> Days:
    """Active days of a run as a log would tell them that shows only these kinds of events and begins on day `first`."""
    events = world.events[: int(world.community[0]["event_count"])]
    seat, day = events["seat"], events["day"]
    kept = np.isin(events["kind"], kinds) & (seat >= 0) & (day >= 0)
    seat, day = seat[kept].astype(np.int64), day[kept]
    span = world.calendar.shape[0]
    keys = (seat * GENERATIONS + events["generation"][kept]) * span + day
    order = np.argsort(keys, kind="stable")
    keys, messages = keys[order], events["messages"][kept][order].astype(np.int64)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else np.zeros(0, np.int64)
    person, day = np.divmod(keys[starts], span)
    member = np.cumsum(np.r_[False, person[1:] != person[:-1]]) if person.size else person
    count = np.add.reduceat(messages, starts) if starts.size else np.zeros(0, np.int64)
    members = int(member[-1]) + 1 if member.size else 0
    return Days(member.astype(np.int64), (day + first).astype(np.int32), count, members, first, first + span - 1)


def run_daily(world: World, first: int) -> Daily:
    """A run as statistics a day: members, actives and posters that day and in the seven days up to it."""
    span = world.calendar.shape[0]
    seen, posting = run_days(world, (VISITS, JOINS), first), run_days(world, (POSTS, REPLIES), first)
    values = {
        MEMBERS: accounts(world),
        ACTIVE: a_day(seen),
        WEEKLY: in_seven_days(seen),
        POSTERS: a_day(posting),
        WEEKLY_POSTERS: in_seven_days(posting),
    }
    return Daily(np.arange(first, first + span), values)


def accounts(world: World) -> np.ndarray:
    """Members as a platform counts them, day by day: whoever tires of a place leaves an account behind there.

    In a workplace an account goes with the job. Of those who tired of the place and left the organisation later, whose
    last day is not kept, the account counts as gone from the day they tired; within some years these are few."""
    members, leaves = world.daily["members"].astype(np.float64), world.daily["leaves"]
    if world.settings[0]["open_pool"] > 0.0:
        return np.asarray(members + np.cumsum(leaves))
    events = world.events[: int(world.community[0]["event_count"])]
    own = events[(events["kind"] == LEAVES) & (events["seat"] >= 0) & (events["day"] >= 0)]
    own = own[(world.status[own["seat"]] == LEFT) & (world.generation[own["seat"]] == own["generation"])]
    return np.asarray(members + np.cumsum(np.bincount(own["day"], minlength=members.size)))


def a_day(days: Days) -> np.ndarray:
    """Different members on each day."""
    return np.bincount(days.day - days.first, minlength=days.last - days.first + 1).astype(np.float64)


def in_seven_days(days: Days) -> np.ndarray:
    """Different members in the seven days up to each day: an active day counts until the next one takes over."""
    span = days.last - days.first + 1
    start = (days.day - days.first).astype(np.int64)
    follows = np.r_[days.member[1:] == days.member[:-1], False]
    end = np.where(follows, np.minimum(start + 7, np.r_[start[1:], 0]), start + 7)
    steps = np.bincount(start, minlength=span + 7) - np.bincount(np.minimum(end, span + 6), minlength=span + 7)
    return np.cumsum(steps)[:span].astype(np.float64)
