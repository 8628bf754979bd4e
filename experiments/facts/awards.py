"""What an award does to a newcomer (C11): given by chance inside each run, within a month of a first post."""

from collections.abc import Callable, Mapping

import numpy as np

from community_dynamics.experiments.facts.acts import Acts, acts_of, dice_of, first_posts_of
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.estimates import jackknife, odds_ratio, share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each
from community_dynamics.experiments.logs.simulated import whole_run
from community_dynamics.sim.decisions import AWARD
from community_dynamics.sim.dice import choose, indexed, uniform
from community_dynamics.sim.state import LEAVES
from community_dynamics.sim.world import World

AWARDED_SHARE = 0.5
LATEST = 28  # days after the post's next day within which the award comes
MONTH, LAST_QUARTER = (1, 30), (274, 365)  # days after the award that are looked at, first and last
LEAST_AWARDED = 400
LEAST_LATE = 0.005  # half a point: less is none
PLACES = {"open_forum": 13e6, "middling": 1.5e6, "well_run_cop": 6e5}  # and what one run takes
NUMBERS = ("awarded", "awarded_again", "others", "others_again")
Numbers = dict[str, np.ndarray]


def awards_in(name: str) -> Callable[[Mapping[str, float], int], dict[str, float]]:
    """What compares those awarded with the others in one run of a community, with theory constants changed."""

    def numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
        world = whole_run(community(name).with_values({**values, "levers.newcomer_awards": AWARDED_SHARE}), seed)
        return award_numbers(world, seed)

    return numbers


IN_PLACES = {name: awards_in(name) for name in PLACES}


def award_numbers(world: World, seed: int) -> dict[str, float]:
    """How many were awarded and how many were not, and how many of each contributed again: soon, and in the last quarter.

    Whom chance passed over is looked at from the day on which the award would have come. Who had left by then is left out.
    """
    posts, acts, leaves = first_posts_of(world), acts_of(world), acts_of(world, (LEAVES,))
    awarded, due = drawn(seed, posts)
    stayed = leaves.between(posts.person, np.zeros_like(due), due) == 0
    found = compared(acts, posts.person[stayed], due[stayed], awarded[stayed], MONTH)
    late = compared(acts, posts.person[stayed], due[stayed], awarded[stayed], LAST_QUARTER)
    return found | {f"{name}_late": number for name, number in late.items()}


def drawn(seed: int, posts: Acts, share_awarded: float = AWARDED_SHARE) -> tuple[np.ndarray, np.ndarray]:
    """Whether each first post brought an award, and the day on which it came or would have come, from the dice of the run."""
    dice = dice_of(seed, posts.person, posts.day, AWARD)
    awarded = np.array([uniform(one) < share_awarded for one in dice], bool)
    later = np.array([choose(uniform(indexed(one, 1)), LATEST) for one in dice], np.int64)
    return awarded, posts.day + 1 + later


def compared(acts: Acts, person: np.ndarray, due: np.ndarray, awarded: np.ndarray, after: tuple[int, int]) -> dict[str, float]:
    """Numbers in both arms, and how many acted from `after[0]` to `after[1]` days after the day of the award."""
    followed = due + after[1] < acts.days
    again = acts.between(person, due + after[0], due + after[1]) > 0
    arms = (awarded & followed, ~awarded & followed)
    counts = [float(count) for arm in arms for count in (arm.sum(), (arm & again).sum())]
    return dict(zip(NUMBERS, counts, strict=True))


def points(awarded: float, awarded_again: float, others: float, others_again: float) -> float:
    """Difference between the shares that contributed again."""
    return share(awarded_again, awarded) - share(others_again, others)


def odds(awarded: float, awarded_again: float, others: float, others_again: float) -> float:
    """Odds ratio of contributing again."""
    return odds_ratio(awarded_again, awarded, others_again, others)


def effects(found: Numbers) -> list[np.ndarray]:
    """Odds ratio, points, and points in the last quarter, over the runs of one community; NaN where too few were awarded."""
    soon, late = ([found[name + when] for name in NUMBERS] for when in ("", "_late"))
    three = [jackknife(odds, *soon), jackknife(points, *soon), jackknife(points, *late)]
    enough = found["awarded"].sum() >= LEAST_AWARDED
    return three if enough else [np.full_like(one, np.nan) for one in three]


def batches(runs: int) -> tuple[Batch, ...]:
    """Runs of the three communities with their logs."""
    return tuple(Each(IN_PLACES[name], runs, size) for name, size in PLACES.items())


def parts() -> tuple[Part, ...]:
    """The three numbers in each community."""
    return tuple(
        part
        for name in PLACES
        for part in (
            Part(f"{name}: odds ratio of contributing again in the month after an award", 1.2, 1.8, (1.44,)),
            Part(f"{name}: the same in points", 0.04, 0.13, (0.087,), True),
            Part(f"{name}: points in the fourth quarter after the award", LEAST_LATE, 0.13),
        )
    )


AWARDS = Known(
    "C11", "award to newcomers", "Gallus 2017",
    "half of those whose first message is a post in open_forum, middling and well_run_cop get an award on a day of the month "
    "after it, both drawn inside the run; of those who still belong on that day, who posts, answers or attends within the 30 "
    "days that follow, and on days 274 to 365; all runs together, where 400 or more were awarded; the odds ratio is judged, "
    "as shares that return differ between places, and the points are shown",
    parts(),
    batches,
    lambda *found: [number for one in found for number in effects(one)],
)  # fmt: skip
