"""What pressure of work does to sharing (C17): challenge may raise it, hindrance lowers it, most in those who help least."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.estimates import jackknife, share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each
from community_dynamics.sim.state import WAITING
from community_dynamics.sim.world import World

USUAL, PRESSING = 0.7, 0.95  # demand, of capacity
KINDS = {"challenge": 0.0, "hindrance": 1.0}  # share of the demand felt as hindrance
COUNTS = ("posts", "member_days", "low", "high", "low_answers", "high_answers")
SEEDS = 3  # for one run of other facts: halves are smaller than wholes
WORK = 4 * 1.1e6
LEAST_LOSS = 0.02
Numbers = dict[str, np.ndarray]


def pressure_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """The same seats and people under usual and pressing demand, all of it challenge and all of it hindrance."""
    found: dict[str, float] = {}
    for kind, hindrance in KINDS.items():
        for demand in (USUAL, PRESSING):
            levers = {"demand": demand, "hindrance_share": hindrance, "staff_turnover_a_year": 0.0}
            changes = {f"levers.{name}": value for name, value in levers.items()}
            counts = sharing(finished(community("middling").with_values({**changes, **values}), seed))
            found |= {f"{kind} {demand} {name}": count for name, count in counts.items()}
    return found


def sharing(world: World) -> dict[str, float]:
    """Posts and answers of members, days of membership, and what the less and the more prosocial half wrote and answered.

    The middle of prosociality is one half, by the law that it is drawn from, so that a person is in the same half in every run.
    """
    person = world.person[world.status != WAITING]
    low = person["prosociality"] < 0.5
    posts, given = person["posts"], person["answers"]
    halves = [what[half].sum() for what in (posts, given) for half in (low, ~low)]
    counts = (posts.sum(), world.daily["members"].sum(), *halves)
    return dict(zip(COUNTS, map(float, counts), strict=True))


def rate_ratio(posts: float, days: float, posts_before: float, days_before: float) -> float:
    """Posts and answers a member under pressing demand over those under usual demand."""
    return share(share(posts, days), share(posts_before, days_before))


def extra_loss(low: float, low_before: float, high: float, high_before: float) -> float:
    """Logarithmic loss of the less prosocial half, beyond that of the more prosocial one; NaN where one of them is silent."""
    ratio = share(share(high, high_before), share(low, low_before))
    return float(np.log(ratio)) if ratio > 0.0 else float("nan")


def effects(found: Numbers) -> list[np.ndarray]:
    """Every number, over all runs together."""
    ratios = [
        jackknife(rate_ratio, *[found[f"{kind} {demand} {name}"] for demand in (PRESSING, USUAL) for name in COUNTS[:2]])
        for kind in KINDS
    ]
    losses = []
    for what in ("", "_answers"):
        halves = [found[f"hindrance {demand} {half}{what}"] for half in ("low", "high") for demand in (PRESSING, USUAL)]
        losses.append(jackknife(extra_loss, *halves))
    return [*ratios, *losses]


def batches(runs: int) -> tuple[Batch, ...]:
    """Four runs a seed."""
    return (Each(pressure_numbers, SEEDS * runs, WORK),)


PRESSURE = Known(
    "C17", "pressure", "Li et al. 2022; Skerlavaj et al. 2018; Crawford, LePine and Rich 2010",
    "middling without turnover, so that the same people are there, at demand .7 and .95 of capacity on the same seeds, all of it "
    "challenge or all of it hindrance; posts and answers a member and day of membership, all runs together; the halves are those "
    "whose prosociality lies below and above its middle, and a loss is a logarithm",
    (
        Part("sharing under pressure that challenges, over that at usual demand", 1.0, 2.0),
        Part("sharing under pressure that hinders, over that at usual demand", 0.4, 0.9),
        Part("loss of the less prosocial half under hindrance, beyond that of the other", LEAST_LOSS, 2.0),
        Part("the same in answers alone", LEAST_LOSS, 2.0, (), True),
    ),
    batches,
    effects,
)  # fmt: skip
