"""What should become of the scenarios, and of the well-run one under each failure: beside the facts."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Runs, well_run
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.levers import FAILURES

MIDDLING_RUNS = 4


def batches(runs: int) -> tuple[Batch, ...]:
    """The scenarios told of; fewer runs of the large ones."""
    few = max(10, runs // 4)
    large = (Runs("nasa_spacebook", few), Runs("nasa_spacebook_supported", few))
    failing = [Runs("well_run_cop", runs, ((f"failures.{failure}", 1.0),)) for failure in FAILURES]
    return (*large, well_run(runs), Runs("guild", runs), *failing, Runs("middling", MIDDLING_RUNS * runs))


def numbers(*ensembles: Ensemble) -> Sequence[np.ndarray]:
    """Whether each run holds, or how much of holding a failure takes."""
    spacebook, supported, well, guild, *failing, middling = ensembles
    return [
        1.0 - spacebook["holding"],
        1.0 - supported["holding"],
        well["holding"],
        guild["holding"],
        *[well["holding"] - fallen["holding"] for fallen in failing],
        middling["flourishing"],
        middling["holding"],
    ]


FATES = Known(
    "fates", "fates of scenarios", "the stories of the scenarios",
    "what becomes of nasa_spacebook and its supported twin, guild, well_run_cop with and without each failure, and middling",
    (
        Part("nasa_spacebook stalls or dies", 0.9, 1.0),
        Part("its supported twin stalls or dies", 0.0, 0.2),
        Part("well_run_cop flourishes or holds", 0.8, 1.0),
        Part("guild flourishes or holds", 0.8, 1.0),
        *[Part(f"well_run_cop under {failure}: points of holding lost", 0.3, 1.0) for failure in FAILURES],
        Part("middling flourishes", 0.35, 0.65),
        Part("middling flourishes or holds", 0.0, 1.0, (), True),
    ),
    batches,
    numbers,
)  # fmt: skip
