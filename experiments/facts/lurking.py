"""Who reads and never posts: the share of lurkers over windows of twelve weeks in which the community was alive."""

from collections.abc import Callable, Mapping

import numpy as np

from experiments.facts.communities import community
from experiments.logs.log import JOINS, LEAVES, Log
from experiments.logs.simulated import simulated_log
from sim.state import POSTS, REPLIES

WINDOW = 84
LEAST_MEMBERS = 10  # a share of fewer says nothing


def lurkers_in(name: str) -> Callable[[Mapping[str, float], int], dict[str, float]]:
    """What measures the lurkers of one community in one run, with theory constants changed."""

    def numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
        return {"lurkers": lurker_share(simulated_log(community(name).with_values(values), seed))}

    return numbers


UNSUPPORTED, WELL_RUN = lurkers_in("unsupported_launch"), lurkers_in("well_run_cop")


def lurker_share(log: Log) -> float:
    """Mean over windows: members who were there throughout and posted nothing, of all who were there throughout.

    Windows follow one another from the first day; one counts if there was a post in each of its last four weeks, and ten
    members were there. NaN where none counts. Source: nonnecke_preece_2000.
    """
    shares = [windowed(log, first) for first in range(log.first, log.last - WINDOW + 2, WINDOW)]
    counted = [share for share in shares if np.isfinite(share)]
    return float(np.mean(counted)) if counted else float("nan")


def windowed(log: Log, first: int) -> float:
    """The share in one window, NaN where it does not count."""
    day, writes = log.day, np.isin(log.kind, (POSTS, REPLIES))
    weeks = (day[log.kind == POSTS] - first) // 7
    if not np.isin(range(WINDOW // 7 - 4, WINDOW // 7), weeks).all():
        return float("nan")
    joined, left = np.full(log.members, log.last + 1), np.full(log.members, log.last + 1)
    joined[log.member[log.kind == JOINS]] = day[log.kind == JOINS]
    left[log.member[log.kind == LEAVES]] = day[log.kind == LEAVES]
    there = (joined <= first) & (left >= first + WINDOW)
    if there.sum() < LEAST_MEMBERS:
        return float("nan")
    posted = np.zeros(log.members, bool)
    posted[log.member[writes & (day >= first) & (day < first + WINDOW)]] = True
    return float(1.0 - posted[there].mean())
