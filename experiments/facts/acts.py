"""Who did something on which day of a run, asked person by person: before and after something else happened to them."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.facts.messages import FOLLOWED
from community_dynamics.experiments.logs.log import CONTRIBUTIONS
from community_dynamics.experiments.logs.simulated import GENERATIONS, events_of, numbered
from community_dynamics.sim.dice import day_key, die, person_key, seed_key
from community_dynamics.sim.state import POSTS, REPLIES
from community_dynamics.sim.world import World

SPAN = 1 << 20  # more days than any run has
MONTH = 28


@dataclass(frozen=True)
class Acts:
    """Acts ordered by person and day, of a run of so many days; a person has the same number in all acts of a run."""

    person: np.ndarray
    day: np.ndarray
    days: int

    def between(self, person: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """How often each of these persons acted from a first to a last day of their own, both included."""
        keys = self.person * SPAN + self.day
        start = np.searchsorted(keys, person * SPAN + first, side="left")
        return np.asarray(np.searchsorted(keys, person * SPAN + last, side="right") - start)


def acts_of(world: World, kinds: tuple[int, ...] = CONTRIBUTIONS) -> Acts:
    """What members did in a run that kept its log: posts, answers and attendance unless other kinds are named."""
    events = events_of(world)
    own = events[(events["seat"] >= 0) & np.isin(events["kind"], kinds)]
    person, day = numbered(own["seat"], own["generation"]) - 1, np.maximum(own["day"], 0).astype(np.int64)
    order = np.argsort(person, kind="stable")
    return Acts(person[order], day[order], world.calendar.shape[0])


def first_messages(world: World) -> np.ndarray:
    """Events of the log: the first post of everybody whose first message was one, not an answer, by number of the person."""
    events = events_of(world)
    own = events[(events["seat"] >= 0) & np.isin(events["kind"], (POSTS, REPLIES))]
    first = np.unique(numbered(own["seat"], own["generation"]), return_index=True)[1]
    return np.asarray(own[first][own["kind"][first] == POSTS])


def first_posts_of(world: World) -> Acts:
    """The same, as acts."""
    posts = first_messages(world)
    person = numbered(posts["seat"], posts["generation"]) - 1
    return Acts(person, posts["day"].astype(np.int64), world.calendar.shape[0])


def dice_of(seed: int, person: np.ndarray, day: np.ndarray, decision: int) -> list[int]:
    """The dice that a run on this seed threw for persons on days: what chance decided can be asked afterwards."""
    run_key = seed_key(seed)
    days = {one: day_key(run_key, one, decision) for one in np.unique(day).tolist()}
    rows = zip((person // GENERATIONS).tolist(), (person % GENERATIONS).tolist(), day.tolist(), strict=True)
    return [die(person_key(run_key, seat, generation), days[when]) for seat, generation, when in rows]


def endings(acts: Acts, first: int = 0) -> tuple[int, int]:
    """Person-months with an act, from day `first` on, and how many of them were followed by 90 days without one."""
    month = acts.day // MONTH
    seen = (acts.day >= first) & ((month + 1) * MONTH + FOLLOWED <= acts.days)
    active = np.unique(acts.person[seen] * SPAN + month[seen])
    person, after = active // SPAN, (active % SPAN + 1) * MONTH
    ended = acts.between(person, after, after + FOLLOWED - 1) == 0
    return int(ended.sum()), active.size
