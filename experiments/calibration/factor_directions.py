"""How far each study factor should move a middling community: neither idle nor all that counts."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Runs
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.levers import STUDY_FACTORS, STUDY_RANGES

LEAST, MOST = 1.5, 7.0
FALLING = ("levers.demand", "levers.hindrance_share")
NOBODY = 0.1  # so few contributors are none: ratios to none are kept finite


def ends(factor: str) -> tuple[float, float]:
    """The values of a factor between which the ratio is taken: the lesser one first."""
    low, high = STUDY_RANGES.get(factor, (0.0, 1.0))
    return (high, low) if factor in FALLING else (low, high)


def batches(runs: int) -> tuple[Batch, ...]:
    """A middling community at both ends of each factor, on the same dice."""
    return tuple(Runs("middling", runs * 3 // 2, ((factor, end),)) for factor in STUDY_FACTORS for end in ends(factor))


def numbers(*ensembles: Ensemble) -> Sequence[np.ndarray]:
    """Contributors a week at the better end over those at the worse, from the means over runs."""
    means = [float(runs["weekly_contributors"].mean()) + NOBODY for runs in ensembles]
    return [np.array([better / worse]) for worse, better in zip(means[::2], means[1::2], strict=True)]


def words(factor: str) -> str:
    """A factor in words, with its ends."""
    worse, better = ends(factor)
    name = factor.partition(".")[2].replace("_", " ")
    return f"{name}: contributors a week at {better:g} over {worse:g}"


DIRECTIONS = Known(
    "directions", "effects of the study factors", "a proposal: no factor is idle, and none decides alone",
    "contributors a week of middling at both ends of each study factor, on the same dice",
    tuple(Part(words(factor), LEAST, MOST) for factor in STUDY_FACTORS),
    batches,
    numbers,
)  # fmt: skip
