"""The smallest sets of repairs that save a community, and the last day on which they still do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from community_dynamics.experiments.diagnosis.causes import repaired
from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds
from community_dynamics.sim.ensemble import runs_of, simulate

MOST, HALF = 0.5, 0.5
LARGEST_CHECKED = 3
MOST_SETS = 180
RESCUE_SEEDS, SCREENING_SEEDS, DEADLINE_SEEDS = 40, 10, 24
NEAR = 7  # days to which the last day is found
HOPEFUL = 0.5  # of the level to be reached: sets below it on the screening seeds are not tried further
A_YEAR = 365


@dataclass(frozen=True)
class Goal:
    """When repairs save a community: `outcome` reaches `level` as a mean over worlds."""

    outcome: str
    level: float
    words: str


@dataclass(frozen=True)
class Rescue:
    """Which repairs save it: all smallest sets (as bits) with the share of worlds that hold, the best first.

    checked: whether every smaller set was tried; where not, the set was found by adding the best repair again and again.
    """

    goal: Goal
    needed: bool
    sets: tuple[tuple[int, float], ...]
    holding_now: float
    holding_repaired: float
    checked: bool


@dataclass(frozen=True)
class Deadline:
    """Until when a set of repairs saves it: the last such day (None where no day does), and how much by the day of repair.

    days, holding: shares of worlds that hold on the last day, by the day on which the repair begins; all_last_day: the same
    where everything is repaired; with_more_time: share of worlds that hold a year after the end where the repair begins a week
    after the last day, None where that says nothing.
    """

    repairs: int
    last_day: int | None
    all_last_day: int | None
    days: tuple[int, ...]
    values: tuple[float, ...]
    all_values: tuple[float, ...]
    with_more_time: float | None


def goal_of(worlds: Worlds, outcome: str, seeds: range) -> tuple[Goal, bool]:
    """What counts as saved, and whether it needs saving at all.

    Where most worlds stall, most must hold; where they hold anyhow, half of the loss must be won back.
    """
    holding = worlds.values("holding", 0, seeds).mean()
    if holding < MOST:
        return Goal("holding", MOST, "the community flourishes or holds in at least half of the worlds"), True
    now, better = (worlds.values(outcome, one, seeds).mean() for one in (0, worlds.case.everything))
    level = float(now + HALF * (better - now))
    return Goal(outcome, level, "at least half of what is lost is won back"), False


def reaches(worlds: Worlds, goal: Goal, causes: int, seeds: range) -> bool:
    """Whether a set of repairs saves the community."""
    return bool(worlds.values(goal.outcome, causes, seeds).mean() >= goal.level)


def saving(worlds: Worlds, goal: Goal, tried: Sequence[int], seeds: range) -> list[int]:
    """Those sets that save it; what comes nowhere near on a few seeds is not run on all."""
    few = seeds[:SCREENING_SEEDS]
    worlds.live((one, number) for one in tried for number in few)
    hopeful = [one for one in tried if worlds.values(goal.outcome, one, few).mean() >= HOPEFUL * goal.level]
    worlds.live((one, number) for one in hopeful for number in seeds)
    return [one for one in hopeful if reaches(worlds, goal, one, seeds)]


def sets_of_size(causes: int, size: int) -> Iterator[int]:
    """Every set of so many causes."""
    for chosen in combinations(range(causes), size):
        yield sum(1 << cause for cause in chosen)


def rescue_of(worlds: Worlds, outcome: str, seeds: range = range(RESCUE_SEEDS)) -> Rescue:
    """The smallest sets that save it: all sets of one, two and three are tried, greater ones are built greedily."""
    goal, needed = goal_of(worlds, outcome, seeds)
    causes = len(worlds.case.causes)
    now, better = (float(worlds.values("holding", one, seeds).mean()) for one in (0, worlds.case.everything))
    checked = True
    found: list[int] = []
    if reaches(worlds, goal, worlds.case.everything, seeds):
        for size in range(1, min(LARGEST_CHECKED, causes) + 1):
            tried = list(sets_of_size(causes, size))
            if len(tried) > MOST_SETS:
                checked = False
                break
            found = saving(worlds, goal, tried, seeds)
            if found:
                break
        if not found:
            greedy = greedily(worlds, goal, seeds)
            checked = checked and greedy.bit_count() == LARGEST_CHECKED + 1
            found = [greedy]
    ranked = sorted(found, key=lambda one: (-float(worlds.values(goal.outcome, one, seeds).mean()), one))
    held = tuple((one, float(worlds.values("holding", one, seeds).mean())) for one in ranked)
    return Rescue(goal, needed, held, now, better, checked)


def greedily(worlds: Worlds, goal: Goal, seeds: range) -> int:
    """Repairs added one by one, each time the one that helps most, until it is saved; then those that are not needed go."""
    causes = range(len(worlds.case.causes))
    chosen = 0
    while not reaches(worlds, goal, chosen, seeds):
        tried = [chosen | 1 << cause for cause in causes if not chosen >> cause & 1]
        worlds.live((one, number) for one in tried for number in seeds)
        chosen = max(tried, key=lambda one: float(worlds.values(goal.outcome, one, seeds).mean()))
    for cause in causes:
        less = chosen & ~(1 << cause)
        if less != chosen and reaches(worlds, goal, less, seeds):
            chosen = less
    return chosen


def begun_on(worlds: Worlds, causes: int, day: int, seeds: range, outcome: str, more_days: int = 0) -> float:
    """Mean outcome where the repairs begin on a day; `more_days` lets the community live on after its end."""
    community = repaired(worlds.case, causes, day)
    if more_days:
        community = community.with_values({"settings.days": community.setting("days") + more_days})
    runs = runs_of(community, (worlds.seed + number for number in seeds))
    return float(simulate(runs, worlds.threads, progress=worlds.progress)[outcome].mean())


def last_saving_day(worlds: Worlds, goal: Goal, causes: int, seeds: range) -> int | None:
    """By bisection, the last day (within a week) on which the repairs may begin and still save it; None where none is.

    Whole runs on all cores; going on from saved mornings (`sim/branch.py`) gives the same numbers, one world at a time.
    """
    days = int(worlds.case.community.setting("days"))
    if not reaches(worlds, goal, causes, seeds):
        return None
    saves, late = 0, days
    while late - saves > NEAR:
        middle = (saves + late) // 2
        if begun_on(worlds, causes, middle, seeds, goal.outcome) >= goal.level:
            saves = middle
        else:
            late = middle
    return saves


def deadline_of(worlds: Worlds, rescue: Rescue, seeds: range = range(DEADLINE_SEEDS), steps: int = 6) -> Deadline | None:
    """Until when the first of the smallest sets saves it, and everything together; None where nothing does."""
    if not rescue.sets:
        return None
    repairs, everything, goal = rescue.sets[0][0], worlds.case.everything, rescue.goal
    last = last_saving_day(worlds, goal, repairs, seeds)
    all_last = last if repairs == everything else last_saving_day(worlds, goal, everything, seeds)
    end = int(worlds.case.community.setting("days"))
    days = tuple(int(day) for day in np.linspace(0, end, steps, endpoint=False))
    values = tuple(begun_on(worlds, repairs, day, seeds, "holding") for day in days)
    same = repairs == everything
    all_values = values if same else tuple(begun_on(worlds, everything, day, seeds, "holding") for day in days)
    later = None
    if last is not None and last + NEAR < end and not worlds.case.community.arrivals:
        later = begun_on(worlds, repairs, last + NEAR, seeds, "holding", A_YEAR)
    return Deadline(repairs, last, all_last, days, values, all_values, later)
