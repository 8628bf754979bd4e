"""Patterns of stopping, staying and coming back, and of how much people write, each as one number a seed."""

import numpy as np

from benchmarks.patterns import Values, single_posters
from experiments.facts.communities import community
from experiments.facts.messages import messages_of
from experiments.facts.still import ALWAYS, advance, morning_of_day_0, still
from experiments.logs.log import Log
from experiments.logs.resampling import distinct
from experiments.logs.simulated import simulated_log, whole_run
from experiments.logs.statistics import gini
from sim.state import POSTS, PRESENT, REPLIES
from sim.theory import THEORY

OLD_HAND, PAUSE = 20, 28
CHAT = {"settings.messages_a_contribution": 4.0}
OFTEN = 10


def own_value(*names: str) -> dict[str, float]:
    """Theory constants at their defaults, for communities in which everything else is switched off."""
    return {f"theory.{name}": THEORY[name].default for name in names}


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
    daily = {"theory.visit_base": 1.0, "theory.post_base": ALWAYS, "theory.patience_days": 0, "theory.feed_days": 1}
    ours = daily | {"theory.reply_effect": 0.0, "theory.stop_floor": 0.01} | own_value("habit_effect")
    found = []
    for seed in range(seeds):
        world = morning_of_day_0(still(4000, 250, ours | dict(values), attention=ALWAYS), seed)
        advance(world, 250)
        posts, gone = world.person["posts"], world.status != PRESENT
        early = (gone & (posts <= 14)).sum() / np.minimum(posts, 14).sum()
        late = (gone & (posts > 100)).sum() / np.maximum(0, posts - 100).sum()
        found.append(np.log(late / early))
    return np.array(found)


def habit_calls_back(values: Values, seeds: int) -> np.ndarray:
    """Dormant people who come back within a year: share of those with full habit minus share of those without."""
    ours = {"theory.dormancy_days": 3} | own_value("return_strength", "return_by_habit", "return_floor")
    inputs, found = still(2000, 364, ours | dict(values)), []
    for seed in range(seeds):
        world = morning_of_day_0(inputs, seed)
        had = np.arange(world.person.size) % 2 == 0
        world.person["habit"] = had
        before = world.person["visits"].copy()
        advance(world, 364)
        back = world.person["visits"] > before
        found.append(back[had].mean() - back[~had].mean())
    return np.array(found)


def effort_sheds(values: Values, seeds: int) -> np.ndarray:
    """Share of the open forum's posters who post once: where a contribution takes four times the effort, minus else."""
    little, much = (single_posters(dict(values) | {"settings.contribution_effort": effort}, seeds) for effort in (1.0, 4.0))
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
