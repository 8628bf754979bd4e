"""The effect of an answer to a first post, by holding answers back at random."""

import numpy as np

from experiments.facts.communities import Messages, answered_items, messages, walk
from sim.decisions import SUPPRESS
from sim.dice import day_key, die, person_key, seed_key, uniform
from sim.inputs import Scenario, inputs_of
from sim.state import POSTS
from sim.world import allocate

HORIZON = 90
LOG = 3_000_000


def held_back(seed: int, log: Messages, rows: np.ndarray, share: float) -> np.ndarray:
    """Which posts had their answers held back, from the dice that decided it."""
    run_key = seed_key(seed)
    days = {day: day_key(run_key, day, SUPPRESS) for day in np.unique(log.day[rows]).tolist()}
    people = [person_key(run_key, one // 4096, one % 4096) for one in log.person[rows].tolist()]
    coins = [uniform(die(key, days[day])) for key, day in zip(people, log.day[rows].tolist(), strict=True)]
    return np.asarray(coins) < share


def first_posts(log: Messages) -> np.ndarray:
    """Rows of first messages that were posts and can be followed for the whole horizon."""
    return np.flatnonzero((log.ordinal == 1) & (log.kind == POSTS) & (log.day >= 0) & (log.day < log.days - HORIZON))


def compare(seed: int, log: Messages, answered: dict[int, int], share: float) -> dict[str, float]:
    """Shares that post again in both arms; the difference is the arms' difference over the share answered."""
    rows = first_posts(log)
    again = log.later()[rows] <= HORIZON
    held = held_back(seed, log, rows, share)
    got = np.asarray([item in answered for item in log.item[rows].tolist()])
    answered_share = float(got[~held].mean())
    without = float(again[held].mean())
    difference = (float(again[~held].mean()) - without) / answered_share
    reached = min(0.999, without + difference)
    return {
        "answered": answered_share, "without": without, "with": reached, "difference": difference,
        "odds_ratio": reached / (1 - reached) / (without / (1 - without)), "posts": float(rows.size),
    }  # fmt: skip


def reply_effect(scenario: Scenario, seeds: int, share: float = 0.5) -> dict[str, np.ndarray]:
    """The comparison on several seeds."""
    inputs = inputs_of(scenario.with_values({"settings.suppressed_reply_share": share}))
    world = allocate(inputs, LOG)
    found = []
    for seed in range(seeds):
        walk(inputs, seed, LOG, world)
        found.append(compare(seed, messages(world), answered_items(world), share))
    return {name: np.asarray([one[name] for one in found]) for name in found[0]}
