"""Who reads and never posts: the share of lurkers over windows of twelve weeks in which the community was alive."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.logs.log import JOINS, LEAVES, PRESENCE, Log
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.sim.state import POSTS, REPLIES

WINDOW = 84
LEAST_MEMBERS = 10  # a share of fewer says nothing


def lurkers_in(name: str) -> Callable[[Mapping[str, float], int], dict[str, float]]:
    """What measures the lurkers of one community in one run, with theory constants changed."""

    def numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
        came, all_members = lurker_shares(simulated_log(community(name).with_values(values), seed))
        return {"lurkers": came, "silent": all_members}

    return numbers


UNSUPPORTED, WELL_RUN = lurkers_in("unsupported_launch"), lurkers_in("well_run_cop")


def lurker_shares(log: Log) -> tuple[float, float]:
    """Mean over windows of the share that posted nothing: of members who came, and of all who were there throughout.

    Windows follow one another from the first day; one counts if there was a post in each of its last four weeks, and ten
    members came, or were there. NaN where none counts. Source: nonnecke_preece_2000.
    """
    shares = [windowed(log, first) for first in range(log.first, log.last - WINDOW + 2, WINDOW)]
    came, everybody = (mean_of(one) for one in zip(*shares, strict=True)) if shares else (float("nan"), float("nan"))
    return came, everybody


def mean_of(shares: Sequence[float]) -> float:
    """Mean over the windows that count, NaN where none does."""
    counted = [share for share in shares if np.isfinite(share)]
    return float(np.mean(counted)) if counted else float("nan")


def windowed(log: Log, first: int) -> tuple[float, float]:
    """Both shares in one window, NaN where they do not count."""
    day = log.day
    weeks = (day[log.kind == POSTS] - first) // 7
    if not np.isin(range(WINDOW // 7 - 4, WINDOW // 7), weeks).all():
        return float("nan"), float("nan")
    joined, left = np.full(log.members, log.last + 1), np.full(log.members, log.last + 1)
    joined[log.member[log.kind == JOINS]] = day[log.kind == JOINS]
    left[log.member[log.kind == LEAVES]] = day[log.kind == LEAVES]
    there = (joined <= first) & (left >= first + WINDOW)
    inside = (day >= first) & (day < first + WINDOW)
    posted, came = (members_who(log, inside & np.isin(log.kind, kinds)) for kinds in ((POSTS, REPLIES), PRESENCE))
    return silent_share(posted, there & came), silent_share(posted, there)


def members_who(log: Log, events: np.ndarray) -> np.ndarray:
    """Whether each member is in any of these events."""
    found = np.zeros(log.members, bool)
    found[log.member[events]] = True
    return found


def silent_share(posted: np.ndarray, those: np.ndarray) -> float:
    """Share of those members that did not post, NaN where they are too few."""
    return float(1.0 - posted[those].mean()) if those.sum() >= LEAST_MEMBERS else float("nan")
