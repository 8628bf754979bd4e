"""Patterns of recognition, motivation, safety and habit, each as one number a seed."""

import numpy as np

from benchmarks.halves import (
    DAILY,
    WRITING,
    Values,
    gap,
    halves,
    later,
    log_ratio,
    morning,
    own,
    state,
    twins,
)
from community_dynamics.experiments.facts.habit_curve import daily, paths, weekly
from community_dynamics.experiments.facts.still import ALWAYS, advance
from community_dynamics.sim.engine import plain
from community_dynamics.sim.state import LEADER
from community_dynamics.sim.world import World

PRAISED = WRITING | {"levers.praise_rate": 1.0}
MOVED = own("motivation_scale") | {"theory.short_memory": 1.0, "theory.strain_rate": 0.0, "settings.team_support_spread": 0.0}
FELT = own("safety_rate") | {"settings.team_support_spread": 0.0}
DAYS = 120
motivation, safety = state("motivation"), state("safety")

# recognition
wear_of_badges = later(
    DAILY | {"levers.badge_programme": 1.0, "levers.badge_expected": 0.5, "levers.badge_threshold": 4.0},
    {}, 200, state("extrinsic"), first=5,
)  # fmt: skip
fading_regard = later({}, {"regard": 0.8}, 30, state("regard"))
praised = twins(WRITING, {"levers.praise_rate": 1.0}, {"levers.praise_rate": 0.0}, 5, state("regard"), gap)
praised_from_above = twins(
    PRAISED | {"levers.praise_rate": 0.2},
    {"levers.leadership_support": 1.0},
    {"levers.leadership_support": 0.0},
    5,
    state("regard"),
)
left_unanswered = later(WRITING | own("benefit_by_reaction"), {"benefit": 0.5}, 20, state("benefit"))

# motivation, by what one has and by what the place is like
by_benefit, by_related, by_regard, by_strain = (
    halves(MOVED, name, 0.8, 0.0, DAYS, motivation, gap) for name in ("benefit", "related", "regard", "strain")
)
by_resilience = halves(MOVED, "resilience", 1.5, 0.7, DAYS, motivation, gap)
by_support = twins(MOVED, {"levers.leadership_support": 1.0}, {"levers.leadership_support": 0.0}, DAYS, motivation, gap)
by_control = twins(MOVED, {"levers.control": 0.45}, {"levers.control": 0.0}, DAYS, motivation, gap)
by_challenge, by_hindrance = (
    twins(
        MOVED | {"levers.hindrance_share": share, "theory.motivation_by_strain": 0.0},
        {"levers.demand": 1.2},
        {"levers.demand": 0.4},
        DAYS,
        motivation,
        gap,
    )
    for share in (0.0, 1.0)
)  # fmt: skip

# safety, by the climate
by_inclusiveness = twins(FELT, {"levers.leader_inclusiveness": 0.9}, {"levers.leader_inclusiveness": 0.1}, DAYS, safety, gap)
by_norm = twins(FELT, {"levers.inclusivity_norm": 0.9}, {"levers.inclusivity_norm": 0.1}, DAYS, safety, gap)
by_managers = twins(FELT, {"levers.leadership_support": 0.9}, {"levers.leadership_support": 0.1}, DAYS, safety, gap)
wounds_heal = later(own("safety_rate"), {"safety": 0.1}, DAYS, safety, gap)

habit_fades = later(own("habit_keep"), {"habit": 1.0}, 100, state("habit"))


def enough(values: Values, seeds: int) -> np.ndarray:
    """Motivation from the first 120 protected minutes a week, minus that from the next 120."""
    found = []
    for seed in range(seeds):
        means = []
        for minutes in (0.0, 120.0, 240.0):
            world = morning(MOVED | {"levers.protected_minutes_a_week": minutes}, values, seed, DAYS)
            advance(world, DAYS)
            means.append(world.person["motivation"].mean())
        found.append(2.0 * means[1] - means[0] - means[2])
    return np.array(found)


def fresh_again(values: Values, seeds: int) -> np.ndarray:
    """Charm of being recognised half a year after twenty recognitions, over its charm right after them (log)."""

    def charm(world: World) -> np.ndarray:
        fading = float(world.theory[0]["novelty_fading"])
        return np.array([plain().novelty(one, fading) for one in world.person["recognitions"].tolist()])

    return later({}, {"recognitions": 20.0}, 182, charm, seats=50)(values, seeds)


def unequal_response(values: Values, seeds: int) -> np.ndarray:
    """Spread of regard among people who were all praised once (sd of logs)."""
    found = []
    for seed in range(seeds):
        world = morning(PRAISED | {"theory.regard_gain": 0.1}, values, seed, 1)
        advance(world, 1)
        found.append(np.log(world.person["regard"][world.person["posts"] > 0]).std())
    return np.array(found)


def decent_answers(values: Values, seeds: int) -> np.ndarray:
    """Safety of those whose post got an answer minus that of those whose post got none, two days on."""
    ours = DAILY | own("safety_step") | {
        "theory.ask_base": ALWAYS, "settings.suppressed_reply_share": 0.5, "levers.answer_guarantee_share": 1.0,
        "levers.answer_guarantee_hours": 1.0,
    }  # fmt: skip
    found = []
    for seed in range(seeds):
        world = morning(ours, values, seed, 1)
        advance(world, 1)
        asked = world.feed[: int(world.community[0]["feed_next"])]
        felt, answered = world.person["safety"][asked["author"]], asked["replies"] > 0
        found.append(felt[answered].mean() - felt[~answered].mean())
    return np.array(found)


def weekly_repetition(values: Values, seeds: int) -> np.ndarray:
    """Habit formed by one repetition a week, over that formed by as many on days that follow one another (log)."""
    ours, found = {"theory.habit_keep": 1.0} | dict(values), []
    for seed in range(seeds):
        each, spaced = (paths(400, cue, ours, seed)[-1] for cue in (daily(7), weekly(7 * 6 + 1)))
        found.append(log_ratio(-np.log(1.0 - spaced).mean(), -np.log(1.0 - each).mean()))
    return np.array(found)


def slow_to_lead(values: Values, seeds: int) -> np.ndarray:
    """Days after which the first of those who answer every day acts as a community leader."""
    ours = DAILY | {"theory.show_base": 0.1, "theory.answer_base": ALWAYS} | own("leader_answers", "leader_days")
    found = []
    for seed in range(seeds):
        world, days = morning(ours, values, seed, 120, 100), 120
        for day in range(days):
            advance(world, 1, day)
            if (world.person["role"] == LEADER).any():
                break
        found.append(float(day))
    return np.array(found)
