"""One world told as a story: the same people and dice with and without a repair, when the two part, and through whom."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.state import ATTENDS, EVENT_KINDS, POSTS, REPLIES
from community_dynamics.sim.world import World, allocate

MOST_EVENTS = 1_000_000
CONTRIBUTIONS = (POSTS, REPLIES, ATTENDS)
NEVER_JOINED = -1
PARTED = 0.25  # of the larger side: from the week on which both differ by so much to the end, everybody can see it
NOBODY = "the facilitator"


@dataclass(frozen=True)
class Twins:
    """One seed lived twice. `people` has a row for each person: contributions in both worlds, and what is known of them.

    first_day: the first day on which anything differs; first_act: what it was; seen_week: the week from which contributors
    differ by a quarter or more until the end, None where they never do; weekly: contributors a week, as it is and repaired.
    """

    seed: int
    repairs: int
    first_day: int | None
    first_act: str
    seen_week: int | None
    weekly: tuple[np.ndarray, np.ndarray]
    people: pd.DataFrame
    kinds: pd.DataFrame
    rescued: bool


def twins_of(worlds: Worlds, outcome: str, repairs: int, seeds: range) -> Twins:
    """Live a telling seed twice: one that the repairs save, of middling gain; else the one that gains most."""
    number, rescued = telling_seed(worlds, outcome, repairs, seeds)
    seed = worlds.seed + number
    as_it_is, better = (lived(worlds, causes, seed) for causes in (0, repairs))
    first_day, first_act = first_difference(as_it_is, better)
    scale = float(as_it_is.settings[0]["scale"])
    weekly = (scale * as_it_is.weekly["contributors"], scale * better.weekly["contributors"])
    people = people_of(as_it_is, better)
    return Twins(
        seed, repairs, first_day, first_act, week_seen(*weekly), weekly, people, kinds_of(people, first_day or 0), rescued
    )


def telling_seed(worlds: Worlds, outcome: str, repairs: int, seeds: range) -> tuple[int, bool]:
    """The seed to tell of, and whether it is one that stalls without and holds with the repairs."""
    held = worlds.values("holding", repairs, seeds) - worlds.values("holding", 0, seeds)
    gains = worlds.values(outcome, repairs, seeds) - worlds.values(outcome, 0, seeds)
    saved = np.flatnonzero(held > 0)
    if not saved.size:
        return seeds[int(np.argmax(gains))], False
    ordered = saved[np.argsort(gains[saved], kind="stable")]
    return seeds[int(ordered[len(ordered) // 2])], True


def lived(worlds: Worlds, causes: int, seed: int) -> World:
    """One whole run with its log of events."""
    world = allocate(worlds.inputs(causes), MOST_EVENTS)
    compiled().run_whole(world, np.uint64(seed), np.zeros(1, np.int64))
    return world


def events_of(world: World) -> pd.DataFrame:
    """The log of a run: day, seat, generation and kind of every act."""
    count = int(world.community[0]["event_count"])
    events = world.events[:count]
    return pd.DataFrame({name: events[name] for name in ("day", "seat", "generation", "kind")})


def first_difference(one: World, other: World) -> tuple[int | None, str]:
    """The first day on which something differs, and the first act that only one of the two worlds knows."""
    first, second = events_of(one), events_of(other)
    shared = min(len(first), len(second))
    differs = (first[:shared].to_numpy() != second[:shared].to_numpy()).any(axis=1)
    if not differs.any() and len(first) == len(second):
        return None, ""
    at = int(np.argmax(differs)) if differs.any() else shared
    days = [int(events["day"].iloc[at]) for events in (first, second) if at < len(events)]
    day = min(days)
    acts = [set(map(tuple, events[events["day"] == day].to_numpy().tolist())) for events in (first, second)]
    only = [(side, act) for side, mine, others in ((1, acts[1], acts[0]), (0, acts[0], acts[1])) for act in sorted(mine - others)]
    return day, act_words(*only[0]) if only else "the same acts come in another order"


def act_words(side: int, act: tuple[int, ...]) -> str:
    """An act that one world knows and the other does not."""
    _, seat, generation, kind = act
    done = {
        "join": "joins",
        "visit": "comes",
        "post": "posts",
        "reply": "answers",
        "attend": "attends the event",
        "leave": "leaves",
    }
    who = person_name(seat, generation)
    where, there = ("with the repair", "without") if side else ("without the repair", "with it")
    return f"{who} {done.get(EVENT_KINDS[kind], 'gets an award')} {where}, and does not {there}"


def person_name(seat: int, generation: int) -> str:
    """What a person is called: the seat, and which of its holders."""
    if seat < 0:
        return NOBODY
    return f"person {seat}" if generation == 0 else f"person {seat}-{generation + 1}"


def week_seen(as_it_is: np.ndarray, better: np.ndarray) -> int | None:
    """The first week from which the trailing eight-week means differ by a quarter or more in every week to the end."""
    means = [np.convolve(one, np.ones(8) / 8.0)[: len(one)] for one in (as_it_is, better)]
    apart = np.abs(means[1] - means[0]) >= np.maximum(PARTED * np.maximum(*means), 1e-9)
    together = np.flatnonzero(~apart)
    first = int(together[-1]) + 1 if together.size else 0
    return first if first < len(apart) else None


def people_of(as_it_is: World, better: World) -> pd.DataFrame:
    """Everybody who contributed in either world, the largest difference first."""
    tables = []
    for world, side in ((as_it_is, "as it is"), (better, "repaired")):
        events = events_of(world)
        acts = events[events["kind"].isin(CONTRIBUTIONS) & (events["seat"] >= 0)]
        found = acts.groupby(["seat", "generation"])["day"].agg(["size", "max"])
        tables.append(found.rename(columns={"size": f"contributions, {side}", "max": f"last on day, {side}"}))
    both = pd.concat(tables, axis=1)
    for side in ("as it is", "repaired"):
        both[f"contributions, {side}"] = both[f"contributions, {side}"].fillna(0).astype(int)
    both["difference"] = both["contributions, repaired"] - both["contributions, as it is"]
    both = both.reset_index().sort_values(["difference", "seat", "generation"], ascending=[False, True, True], ignore_index=True)
    keys = list(zip(both["seat"], both["generation"], strict=True))
    both.insert(0, "person", [person_name(seat, generation) for seat, generation in keys])
    joined = joining_days(better) | joining_days(as_it_is)
    both.insert(1, "joined on day", [joined.get(key, NEVER_JOINED) for key in keys])
    both.insert(2, "manager", [bool(better.person["manager"][seat]) for seat, _ in keys])
    return both


def joining_days(world: World) -> dict[tuple[int, int], int]:
    """On which day each person joined, founders on the day before the first; people who came back keep their first day."""
    events = events_of(world)
    joins = events[events["kind"] == EVENT_KINDS.index("join")].iloc[::-1]
    return {(int(row.seat), int(row.generation)): int(row.day) for row in joins.itertuples()}


def kinds_of(people: pd.DataFrame, parted: int) -> pd.DataFrame:
    """Whose contributions make the difference: founders, those who had joined before the worlds parted, those who came later."""
    joined = people["joined on day"]
    kind = np.where(joined < 0, "founders", np.where(joined < parted, "joined before the worlds parted", "joined afterwards"))
    sides = ["contributions, as it is", "contributions, repaired", "difference"]
    found = people.assign(who=kind).groupby("who")[sides].sum()
    order = [one for one in ("founders", "joined before the worlds parted", "joined afterwards") if one in found.index]
    return found.loc[order].reset_index()
