"""Members answer (C18): how far a place without a paid facilitator answers first posts, and what promises and rudeness do."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.acts import acts_of, dice_of, first_messages, first_posts_of
from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.estimates import jackknife, share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.messages import FOLLOWED
from community_dynamics.experiments.facts.shared_runs import Batch, Each, Runs
from community_dynamics.experiments.logs.simulated import events_of, whole_run
from community_dynamics.sim.decisions import GUARANTEE
from community_dynamics.sim.dice import uniform
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.state import POSTS, REPLIES
from community_dynamics.sim.world import World

UNPAID = (("levers.answer_guarantee_share", 0.0), ("levers.facilitator_fte", 0.0), ("levers.facilitator_hours_a_week", 0.0))
PLACES = ("open_forum", "middling", "well_run_cop")
PROMISED, RUDE = 0.5, 0.2
FORUM_WORK, WELL_RUN_WORK = 13e6, 1e5
ARMS = ("promised", "promised_answered", "promised_again", "others", "others_answered", "others_again")
Numbers = dict[str, np.ndarray]


def answerer_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Who gave the answers in one run of well_run_cop."""
    world = finished(community("well_run_cop").with_values(values), seed)
    return {"by_members": float(world.community[0]["member_answers"]), "answers": float(world.daily["answers"].sum())}


def promise_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """First posts in one run of the open forum where chance guarantees an answer to half of them."""
    world = whole_run(community("open_forum").with_values({**values, "levers.answer_guarantee_share": PROMISED}), seed)
    posts = first_posts_of(world)
    followed = posts.day + FOLLOWED < posts.days
    promised = np.array([uniform(die) < PROMISED for die in dice_of(seed, posts.person, posts.day, GUARANTEE)], bool)
    again = returned(world, posts.person, posts.day)
    counts = [
        float((arm & what).sum())
        for arm in (promised & followed, ~promised & followed)
        for what in (followed, answered(world), again)
    ]
    return dict(zip(ARMS, counts, strict=True))


def returned(world: World, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether each person wrote again within 90 days of a day of their own."""
    return acts_of(world, (POSTS, REPLIES)).between(person, day + 1, day + FOLLOWED) > 0


def answered(world: World) -> np.ndarray:
    """Whether each of the first posts got an answer, from whomever, in their order."""
    events = events_of(world)
    return np.isin(first_messages(world)["item"], events["item"][events["kind"] == REPLIES])


def rude_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Safety and newcomers' return in the open forum without rude answers and with a share of .2, on one seed."""
    found: dict[str, float] = {}
    for name, rude in (("decent", 0.0), ("rude", RUDE)):
        world = whole_run(community("open_forum").with_values({"levers.hostile_reply_share": rude, **values}), seed)
        posts = first_posts_of(world)
        followed = posts.day + FOLLOWED < posts.days
        again = returned(world, posts.person, posts.day)
        found |= {f"{name} safety": float(np.nanmean(world.weekly["mean_safety"]))}
        found |= {f"{name} first": float(followed.sum()), f"{name} again": float((followed & again).sum())}
    return found


def by_members(found: Numbers) -> np.ndarray:
    """Share of all answers that members gave, in each run."""
    return np.array([share(*counts) for counts in zip(found["by_members"], found["answers"], strict=True)])


def worth(
    promised: float, promised_answered: float, promised_again: float, others: float, others_answered: float, others_again: float
) -> float:
    """What one more first post answered adds to writing again: the arms' difference over that of the shares answered."""
    more = share(promised_answered, promised) - share(others_answered, others)
    return share(share(promised_again, promised) - share(others_again, others), more)


def answered_by_members(runs: Ensemble) -> np.ndarray:
    """Share of first posts answered in two days where nobody is paid to answer; NaN in runs that have stalled."""
    return np.where(runs["holding"] > 0.0, runs["first_posts_answered_share"], np.nan)


def return_lost(again: float, first: float, again_without: float, first_without: float) -> float:
    """Points of newcomers' return that rude answers take."""
    return share(again_without, first_without) - share(again, first)


def effects(answerers: Numbers, promises: Numbers, manners: Numbers, *unpaid: Ensemble) -> list[np.ndarray]:
    """Every number."""
    lost = [manners[f"{name} {what}"] for name in ("rude", "decent") for what in ("again", "first")]
    return [
        *map(answered_by_members, unpaid),
        by_members(answerers),
        jackknife(worth, *[promises[name] for name in ARMS]),
        manners["decent safety"] - manners["rude safety"],
        jackknife(return_lost, *lost),
    ]


def batches(runs: int) -> tuple[Batch, ...]:
    """The forum under promises and under rude answers, and three places where nobody is paid."""
    logged = (Each(promise_numbers, runs, FORUM_WORK), Each(rude_numbers, runs, 2 * FORUM_WORK))
    return (Each(answerer_numbers, runs, WELL_RUN_WORK), *logged, *[Runs(name, runs, UNPAID) for name in PLACES])


PEERS = Known(
    "C18", "peers answer", "Joyce and Kraut 2006; Jensen, King and Kuechler 2011; Edmondson 1999",
    "open_forum, middling and well_run_cop without facilitator and guarantee, in runs that have not stalled: first posts "
    "answered within two days; answers in well_run_cop as it is; open_forum where chance, inside the run, guarantees half of the "
    "first posts an answer: difference between the arms in writing again within 90 days, over that in the share answered; "
    "open_forum with a hostile-reply share of .2 and of 0, on the same seeds: mean safety of the members present over all weeks, "
    "and newcomers who write again within 90 days of a first post",
    (
        *[Part(f"{name}, nobody paid: first posts answered within two days", 0.5, 0.85, (0.61, 0.80)) for name in PLACES],
        Part("well_run_cop: answers given by members", 0.5, 1.0),
        Part("open_forum: what an answer that was guaranteed adds to writing again", 0.08, 0.16, (0.12,)),
        Part("open_forum: safety lost to rude answers", 0.03, 0.5),
        Part("open_forum: newcomers' return lost to rude answers", 0.03, 0.5),
    ),
    batches,
    effects,
)  # fmt: skip
