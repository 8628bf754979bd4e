"""The effect of an answer to a first post (C6), by holding answers back at random."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.acts import dice_of
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.messages import FOLLOWED, Messages, messages_of
from community_dynamics.experiments.logs.simulated import DAY_ZERO, log_of_run, numbered, seats_of, whole_run
from community_dynamics.sim.decisions import SUPPRESS
from community_dynamics.sim.dice import uniform
from community_dynamics.sim.state import POSTS

HELD_BACK = 0.5


def reply_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """The comparison in one run of the open forum where the answers to half of the posts are held back."""
    scenario = community("open_forum").with_values({**values, "settings.suppressed_reply_share": HELD_BACK})
    world = whole_run(scenario, seed)
    messages = messages_of(log_of_run(world, scenario.name))
    rows = first_posts(messages)
    seat, generation = (numbers[messages.member[rows]] for numbers in seats_of(world))
    return compare(messages, rows, held_back(seed, seat, generation, messages.day[rows] - DAY_ZERO))


def held_back(seed: int, seat: np.ndarray, generation: np.ndarray, day: np.ndarray, share: float = HELD_BACK) -> np.ndarray:
    """Which posts had their answers held back, from the dice that decided it."""
    dice = dice_of(seed, numbered(seat, generation) - 1, day, SUPPRESS)
    return np.asarray([uniform(one) for one in dice], np.float64) < share


def first_posts(messages: Messages) -> np.ndarray:
    """Rows of first messages that were posts and are followed for 90 days."""
    return np.flatnonzero((messages.ordinal == 1) & (messages.kind == POSTS) & messages.followed())


def compare(messages: Messages, rows: np.ndarray, held: np.ndarray) -> dict[str, float]:
    """Shares that write again in both arms; the difference is the arms' difference over the share answered."""
    again = messages.later()[rows] <= FOLLOWED
    answered = float(messages.answered[rows][~held].mean())
    without = float(again[held].mean())
    difference = (float(again[~held].mean()) - without) / answered
    reached = float(np.minimum(0.999, without + difference))
    odds = reached / (1 - reached) / (without / (1 - without))
    return {"answered": answered, "with": reached, "without": without, "difference": difference, "odds_ratio": odds}
