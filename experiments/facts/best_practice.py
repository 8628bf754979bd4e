"""How far a large organisation gets with everything in place (C15): who comes, who contributes, who only reads."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.estimates import share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each, fewer
from community_dynamics.sim.state import HALF_YEAR, LEFT, WAITING
from community_dynamics.sim.world import World

HALF_THE_WEEKS = 13
SLACK = 1.5  # vendors' and analysts' figures are wide: within this factor nothing is wrong
WORK = 1800 * 1082.0
RANGES = {
    "come in a month, of all staff": (0.25, 0.50),
    "contribute in a week, of all staff": (0.05, 0.15),
    "only read, of those who come in half a year": (0.40, 0.70),
    "contribute in fewer than every second week, of those who do in half a year": (0.50, 1.00),
}


def supported_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """The shares in one run of Spacebook's supported twin."""
    return staff_numbers(finished(community("nasa_spacebook_supported").with_values(values), seed))


def staff_numbers(world: World) -> dict[str, float]:
    """The shares at the end of any run at a workplace."""
    outcome, staff = world.outcome[0], world.person.size * float(world.settings[0]["scale"])
    belongs = (world.status != WAITING) & (world.status != LEFT)
    person = world.person[belongs]
    wrote = person["weeks_contributed"][person["last_contribution"] >= world.calendar.shape[0] - HALF_YEAR]
    shares = (
        outcome["monthly_visitors"] / staff, outcome["weekly_contributors"] / staff, outcome["read_only_share"],
        share(float((wrote < HALF_THE_WEEKS).sum()), wrote.size),
    )  # fmt: skip
    return dict(zip(RANGES, map(float, shares), strict=True))


def batches(runs: int) -> tuple[Batch, ...]:
    """Runs of the twin, fewer than of small communities."""
    return (Each(supported_numbers, fewer(runs), WORK),)


def within(found: tuple[float, float]) -> tuple[float, float]:
    """The range with the slack that figures of vendors need, as far as a share can go."""
    return round(found[0] / SLACK, 3), round(min(1.0, found[1] * SLACK), 3)


def effects(found: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Every share, one a run."""
    return [found[what] for what in RANGES]


BEST_PRACTICE = Known(
    "C15", "best practice", "Jive 2011; SWOOP 2016 and 2022; Community Roundtable 2015; Gartner 2013",
    "nasa_spacebook_supported at the end of three years: visitors of the last 28 days, mean weekly contributors of the last "
    "eight weeks, members who came in the last half-year and contributed nothing in it, and weeks with a contribution of those "
    "who did; the reference is what vendors and analysts report, and what lies within a factor of 1.5 of it is accepted",
    tuple(Part(what, *within(found), found) for what, found in RANGES.items()),
    batches,
    effects,
)  # fmt: skip
