"""What the scenarios' stories say in numbers, beside the fates that they come to."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Runs
from community_dynamics.sim.ensemble import Ensemble

TIMES = 3  # runs of the small communities for one of anything else


def batches(runs: int) -> tuple[Batch, ...]:
    """Spacebook, its supported twin, and the two that may hold or stall."""
    large = (Runs("nasa_spacebook", runs), Runs("nasa_spacebook_supported", runs))
    return (*large, Runs("sponsor_leaves", TIMES * runs), Runs("overloaded_team", TIMES * runs))


def numbers(spacebook: Ensemble, supported: Ensemble, leaves: Ensemble, overloaded: Ensemble) -> Sequence[np.ndarray]:
    """Log-ons of the one, holding and contributors of its twin, holding of the others."""
    twin = Runs("nasa_spacebook_supported", 1).scenario
    staff = twin.setting("seats") * twin.setting("scale")
    return [
        spacebook["logons_a_weekday"],
        supported["holding"],
        supported["weekly_contributors"] / staff,
        leaves["holding"],
        overloaded["holding"],
    ]


STORIES = Known(
    "stories", "stories of the scenarios", "nasa_spacebook: public accounts of its end; the others: the stories themselves",
    "log-ons a weekday of nasa_spacebook; its supported twin; sponsor_leaves and overloaded_team, whose fate is open",
    (
        Part("log-ons a weekday of nasa_spacebook", 10.0, 20.0, (14.0,)),
        Part("its supported twin flourishes or holds", 0.95, 1.0),
        Part("staff of the supported twin who contribute in a week", 0.05, 0.15),
        Part("sponsor_leaves flourishes or holds", 0.15, 0.85),
        Part("overloaded_team flourishes or holds", 0.15, 0.85),
    ),
    batches,
    numbers,
)  # fmt: skip
