"""Patterns of time, strain and coming, each as one number a seed."""

import numpy as np

from benchmarks.halves import (
    DAILY,
    Values,
    gap,
    halves,
    later,
    log_ratio,
    morning,
    own,
    ratio,
    state,
    tally,
    twins,
    visits,
)
from benchmarks.patterns import outcome
from community_dynamics.experiments.facts.still import ALWAYS, advance
from community_dynamics.sim.world import World

EVEN_LOAD = {"levers.demand_volatility": 0.0, "settings.team_support_spread": 0.0, "levers.hindrance_share": 0.5}
PROTECTED = EVEN_LOAD | {
    "settings.private_minutes": 0.0, "theory.slack_share": 0.0, "levers.protected_minutes_a_week": 120.0, "levers.demand": 0.9,
}  # fmt: skip
NO_TIME = {"levers.protected_minutes_a_week": 0.0, "settings.private_minutes": 0.0}
WEEKS = 50

minutes = tally("minutes_offered")
honoured_by_managers = twins(PROTECTED, {"levers.leadership_support": 1.0}, {"levers.leadership_support": 0.0}, 14, minutes)
honoured_by_sponsors = twins(PROTECTED, {"levers.sponsor_present": 1.0}, {"levers.sponsor_present": 0.0}, 14, minutes)
eaten_by_overload = twins(PROTECTED, {"levers.demand": 1.25}, {"levers.demand": 1.0}, 14, minutes)
minutes_at_hand = later({}, {}, 20, state("purse"), ratio, first=1)
strain_left = later(EVEN_LOAD | {"levers.demand": 0.0}, {"strain": 0.8}, 7, state("strain"), ratio)
too_tired = halves({"theory.strain_rate": 0.0, "theory.visit_base": 0.1} | own("fatigue"), "strain", 0.8, 0.0, 60, visits)
drawn_by_benefit = halves(own("visit_base", "visit_by_benefit"), "benefit", 1.0, 0.0, 60, visits)
idle_visits = later(own("visit_base"), {}, 100, visits, gap)
managers_come = halves(
    own("visit_base", "cue") | {"levers.leadership_support": 1.0, "levers.onboarding": 0.0}, "manager", 1, 0, 60, visits
)
welcomed = twins(own("visit_base", "cue"), {"levers.onboarding": 0.9}, {"levers.onboarding": 0.1}, 14, visits)
answers_call = halves(own("visit_base", "cue") | {"levers.onboarding": 0.0}, "cue", 1, 0, 1, visits, gap)


time_to_write = twins(
    DAILY | own("show_base", "writing_minutes") | NO_TIME | {"theory.slack_share": 0.0},
    {"settings.private_minutes": 60.0}, {"settings.private_minutes": 1.0}, 30, state("posts"),
)  # fmt: skip


time_saved = twins(
    DAILY | own("visit_minutes", "writing_minutes")
    | {"theory.ask_base": ALWAYS, "levers.answer_guarantee_share": 1.0, "levers.answer_guarantee_hours": 1.0},
    {"settings.suppressed_reply_share": 0.0}, {"settings.suppressed_reply_share": 1.0}, 1, state("purse"), gap,
)  # fmt: skip


def learning_beside_work(values: Values, seeds: int) -> np.ndarray:
    """Visitors a week of a middling community whose members have no minute that is protected or their own."""
    return outcome(NO_TIME | dict(values), seeds, "weekly_visitors")


def busy_weeks(values: Values, seeds: int) -> np.ndarray:
    """Variance between weeks of the mean load, over what it is if nobody's week has to do with that of others."""
    ours, found = own("common_demand_share"), []
    for seed in range(seeds):
        world, means, within = morning(ours, values, seed, 7 * WEEKS), [], []
        for week in range(WEEKS):
            advance(world, 7, 7 * week)
            means.append(world.person["demand_shock"].mean())
            within.append(world.person["demand_shock"].var())
        found.append(np.var(means) * world.person.size / np.mean(within))
    return np.array(found)


def habit_needs_benefit(values: Values, seeds: int) -> np.ndarray:
    """Visits in sixty days that full habit adds where there is something to find, minus what it adds where there is nothing."""
    ours = own("visit_base", "visit_by_benefit", "visit_by_habit") | {"theory.habit_keep": 1.0, "theory.visit_by_benefit": 0.05}
    kind, found = np.arange(400) % 4, []
    for seed in range(seeds):
        world = morning(ours, values, seed, 60)
        world.person["habit_rate"] = 0.0
        world.person["habit"] = kind % 2
        world.person["benefit"] = kind // 2
        advance(world, 60)
        none, habit, benefit, both = (visits(world)[kind == one].mean() for one in range(4))
        found.append((both - benefit) - (habit - none))
    return np.array(found)


def calls_for_days(values: Values, seeds: int) -> np.ndarray:
    """Visits of a hundred people, three to seven days after everybody's colleagues all came once."""
    ours, found = own("contagion", "company_half", "exposure_keep"), []
    for seed in range(seeds):
        world = morning(ours, values, seed, 8)
        world.person["exposure"] = np.diff(world.graph_start)
        advance(world, 8)
        found.append(100.0 * world.daily["logons"][3:8].sum() / world.person.size)
    return np.array(found)


def fresh_start_of_the_week(values: Values, seeds: int) -> np.ndarray:
    """Visitors on the days of the digest over those of other days (log), where there is much that is new."""
    ours = own("visit_base", "cue", "benefit_items") | {
        "levers.curated_items_a_week": 15.0, "levers.content_novelty": 0.9, "levers.onboarding": 0.0,
    }  # fmt: skip
    found = []
    for seed in range(seeds):
        world = morning(ours, values, seed, 70)
        advance(world, 70)
        by_weekday = world.daily["logons"].reshape(-1, 7).mean(axis=0)
        found.append(log_ratio(by_weekday[0], by_weekday[1:].mean()))
    return np.array(found)


def asked_by_colleagues(values: Values, seeds: int) -> np.ndarray:
    """Share of those whose colleague asked something yesterday who come today, minus that of all others."""
    found = []
    for seed in range(seeds):
        world = morning(
            DAILY | {"theory.ask_base": ALWAYS, "levers.onboarding": 0.0, "theory.tie_gain": 1.0} | own("cue"), values, seed, 2
        )
        asks = np.arange(world.person.size) % 40 == 0
        world.person["propensity"] = np.where(asks, 1.0, 0.0)
        advance(world, 1)
        assert world.daily["posts"][0] == asks.sum()
        told = told_by(world, asks)
        theory = world.theory.copy()
        theory["visit_base"] = 0.02
        world.put(theory=theory)
        world.person["propensity"] = 1.0
        advance(world, 1, 1)
        came = world.person["last_visit"] == 1
        found.append(came[told & ~asks].mean() - came[~told & ~asks].mean())
    return np.array(found)


def told_by(world: World, asks: np.ndarray) -> np.ndarray:
    """Who has one of these people as a colleague."""
    told = np.zeros(asks.size, bool)
    for seat in np.flatnonzero(asks):
        told[world.graph_neighbour[world.graph_start[seat] : world.graph_start[seat + 1]]] = True
    return told


def runs_of_moods(values: Values, seeds: int) -> np.ndarray:
    """Correlation of the visitors of one day with those of the day before, among independent people."""
    found = []
    for seed in range(seeds):
        world = morning({"theory.visit_base": 0.1, "theory.mood_spread": 0.3} | own("mood_persistence"), values, seed, 400)
        advance(world, 400)
        came = world.daily["logons"].astype(float)
        found.append(np.corrcoef(came[1:], came[:-1])[0, 1])
    return np.array(found)


def spoken_to_few(values: Values, seeds: int) -> np.ndarray:
    """Work shown a visit where a hundred people come a day, over that where four do (log)."""
    found = []
    for seed in range(seeds):
        shown = []
        for seats in (16, 400):
            world = morning({"theory.visit_base": 0.29} | own("show_base", "company_half"), values, seed, 100, seats)
            advance(world, 100)
            shown.append(world.daily["posts"].sum() / world.daily["logons"].sum())
        found.append(log_ratio(shown[1], shown[0]))
    return np.array(found)


def withdrawn_help(values: Values, seeds: int) -> np.ndarray:
    """Answers of the less prosocial over those of the others, under pressure that hinders over at ease (log)."""
    ours = DAILY | {"theory.show_base": 0.1, "levers.hindrance_share": 1.0} | own("answer_base")
    found, good = [], np.arange(400) % 2 == 0
    for seed in range(seeds):
        shares = []
        for demand in (1.2, 0.5):
            world = morning(ours | {"levers.demand": demand}, values, seed, 60)
            world.person["prosociality"] = np.where(good, 0.8, 0.2)
            advance(world, 60)
            given = world.person["answers"]
            shares.append(log_ratio(given[~good].sum(), given[good].sum()))
        found.append(shares[0] - shares[1])
    return np.array(found)
