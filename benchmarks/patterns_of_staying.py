"""Patterns of stopping, staying and coming back, and of how much people write, each as one number a seed."""

import numpy as np

from benchmarks.halves import DAILY, WRITING, Values, gap, gone, halves, later, morning, own, state, visits
from benchmarks.patterns import outcome, single_posters
from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.messages import messages_of
from community_dynamics.experiments.facts.still import advance
from community_dynamics.experiments.logs.log import Log
from community_dynamics.experiments.logs.resampling import distinct
from community_dynamics.experiments.logs.simulated import simulated_log, whole_run
from community_dynamics.experiments.logs.statistics import gini
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import POSTS, PRESENT, REPLIES, WAITING

OLD_HAND, PAUSE = 20, 28
CHAT = {"settings.messages_a_contribution": 4.0}
OFTEN = 10


# Everybody is held by motivation alone, by connection alone, or by colleagues alone, at what belonging costs.
WEIGHING = own("stay_cost") | {"theory.stay_by_neighbour": 0.0, "theory.stay_by_motivation": 0.0, "theory.stay_by_related": 0.0}
motivated_stay = halves(WEIGHING | own("stay_by_motivation"), "motivation", 0.8, 0.2, 30, gone, gap)
connected_stay = halves(WEIGHING | own("stay_by_related") | {"theory.short_memory": 1.0}, "related", 0.8, 0.0, 30, gone, gap)
benefit_calls_back = halves(
    {"theory.dormancy_days": 3} | own("return_strength", "return_by_benefit"), "benefit", 1.0, 0.0, 364, visits, gap, 2000
)
fall_asleep = later(
    {"theory.visit_base": 0.05} | own("dormancy_days"), {}, 364, lambda world: (world.status == PRESENT).astype(float), gap
)
no_longer_new = later(DAILY | own("expectation_at_joining", "benefit_rate"), {}, 56, state("benefit"), gap)


def held_by_colleagues(values: Values, seeds: int) -> np.ndarray:
    """Share of members who stay where motivation alone would not hold them and all have colleagues."""
    ours, found = WEIGHING | own("stay_by_neighbour", "stay_by_motivation"), []
    for seed in range(seeds):
        world = morning(ours, values, seed, 30)
        world.person["motivation"] = 0.2
        advance(world, 30)
        found.append(1.0 - gone(world).mean())
    return np.array(found)


def come_and_speak(values: Values, seeds: int) -> np.ndarray:
    """Correlation between persons of how often they come and how readily they then speak up (logs)."""
    spreads = {f"settings.{name}": SETTINGS[name].default for name in ("propensity_spread", "expressive_spread")}
    ours, found = spreads | {"theory.visit_base": 0.1, "theory.show_base": 0.1} | own("expressive_share"), []
    for seed in range(seeds):
        world = morning(ours, values, seed, 200, 1000)
        advance(world, 200)
        came, posts = visits(world), world.person["posts"]
        often = came >= OFTEN
        found.append(np.corrcoef(np.log(came[often]), np.log((posts[often] + 0.5) / came[often]))[0, 1])
    return np.array(found)


def keenest_first(values: Values, seeds: int) -> np.ndarray:
    """Mean readiness to take part (log) of those who join where little draws them, minus that where much does."""
    little, much = ({"levers.cause_clarity": place, "levers.onboarding": place} for place in (0.1, 0.9))
    found = []
    for seed in range(seeds):
        keen = []
        for levers in (little, much):
            world = finished(community("middling").with_values({"settings.days": 120} | levers | dict(values)), seed)
            joined = (world.status != WAITING) & (world.person["joined"] >= 0)
            keen.append(np.log(world.person["propensity"][joined]).mean())
        found.append(keen[0] - keen[1])
    return np.array(found)


def pauses_of_old_hands(values: Values, seeds: int) -> np.ndarray:
    """Share of the open forum's contributions, from a member's 20th on, that more than four weeks of silence follow."""
    found = []
    for seed in range(seeds):
        messages = messages_of(simulated_log(community("open_forum").with_values(values), seed))
        asked = messages.followed() & (messages.ordinal >= OLD_HAND)
        found.append((messages.later()[asked] > PAUSE).mean())
    return np.array(found)


def stopping_less_with_habit(values: Values, seeds: int) -> np.ndarray:
    """Chance to stop after day 100 over the chance in the first fortnight (log), where nothing changes but habit.

    Everybody posts every day until they stop; any post is the last with chance .01, however many went before.
    """
    ours = WRITING | {"theory.feed_days": 1, "theory.stop_floor": 0.01} | own("habit_effect")
    found = []
    for seed in range(seeds):
        world = morning(ours, values, seed, 250, 4000)
        advance(world, 250)
        posts, gone = world.person["posts"], world.status != PRESENT
        early = (gone & (posts <= 14)).sum() / np.minimum(posts, 14).sum()
        late = (gone & (posts > 100)).sum() / np.maximum(0, posts - 100).sum()
        found.append(np.log(late / early))
    return np.array(found)


def habit_calls_back(values: Values, seeds: int) -> np.ndarray:
    """Dormant people who come back within a year: share of those with full habit minus share of those without."""
    ours, found = {"theory.dormancy_days": 3} | own("return_strength", "return_by_habit"), []
    for seed in range(seeds):
        world = morning(ours, values, seed, 364, 2000)
        had = np.arange(world.person.size) % 2 == 0
        world.person["habit"] = had
        before = world.person["visits"].copy()
        advance(world, 364)
        back = world.person["visits"] > before
        found.append(back[had].mean() - back[~had].mean())
    return np.array(found)


def effort_sheds(values: Values, seeds: int) -> np.ndarray:
    """Share of the open forum's posters who post once: at effort 1 minus at a quarter of it.

    Beyond effort 1.2 there is nothing to see: nobody can be surer to stop after a first post than at .99.
    """
    little, much = (single_posters(dict(values) | {"settings.contribution_effort": effort}, seeds) for effort in (0.25, 1.0))
    return much - little


def spoken(log: Log) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Member and messages of each post or answer, and how many posts and answers each member made."""
    own = np.isin(log.kind, (POSTS, REPLIES))
    member, messages = log.member[own], log.count[own]
    return member, messages, np.bincount(member, minlength=log.members)


def gini_of(amounts: np.ndarray) -> float:
    """Gini coefficient of whole amounts above 0."""
    values, place = distinct(amounts[amounts > 0])
    return float(gini(values.astype(float), np.bincount(place)[None, :].astype(float))[0])


def talkers(values: Values, seeds: int) -> np.ndarray:
    """Gini coefficient of messages minus that of contributions, in an open forum that chats."""
    found = []
    for seed in range(seeds):
        log = simulated_log(community("open_forum").with_values(CHAT | dict(values)), seed)
        member, messages, number = spoken(log)
        found.append(gini_of(np.bincount(member, messages).astype(np.int64)) - gini_of(number))
    return np.array(found)


def long_and_short(values: Values, seeds: int) -> np.ndarray:
    """Spread of messages a contribution of one and the same member (mean sd of logs), in an open forum that chats."""
    found = []
    for seed in range(seeds):
        log = simulated_log(community("open_forum").with_values(CHAT | dict(values)), seed)
        member, messages, number = spoken(log)
        logs = np.log(messages)
        mean, square = (np.bincount(member, power, log.members) / np.maximum(1, number) for power in (logs, logs**2))
        found.append(np.sqrt(np.maximum(0.0, square - mean**2))[number >= OFTEN].mean())
    return np.array(found)


def engaged_and_worn_out(values: Values, seeds: int) -> np.ndarray:
    """Correlation of motivation and strain among the members of one middling community."""
    found = []
    for seed in range(seeds):
        world = whole_run(community("middling").with_values(values), seed)
        person = world.person[world.status == PRESENT]
        known = person.size > 2
        found.append(np.corrcoef(person["motivation"], person["strain"])[0, 1] if known else np.nan)
    return np.array(found)


def carried_by_pledges(values: Values, seeds: int) -> np.ndarray:
    """Whether a launch that nobody supports takes off, where founders have pledged half a year."""
    return outcome({"settings.founder_weeks": 26.0} | dict(values), seeds, "took_off", community("unsupported_launch"))
