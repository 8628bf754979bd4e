"""How large single causes are (C14): in the survey of C9, no lever explains much of what a person shares by itself."""

import numpy as np

from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.survey import FACTORS, surveys

LEAST = 0.02  # difference of correlations that counts
Numbers = dict[str, np.ndarray]


def strongest(found: Numbers) -> np.ndarray:
    """Size of the largest correlation of a lever with sharing, in each survey."""
    return np.abs([found[f"{name}_sharing"] for name in FACTORS]).max(axis=0)


def strongest_lever(found: Numbers) -> str:
    """The lever whose correlation with sharing is largest, over all surveys."""
    return max(FACTORS, key=lambda name: abs(float(np.mean(found[f"{name}_sharing"]))))


def effects(found: Numbers) -> list[np.ndarray]:
    """Every number, one a survey."""
    by_levers = 0.5 * (found["inclusivity_norm_sharing"] - found["clique_strength_sharing"])
    return [
        strongest(found),
        found["colleagues_sharing"] - found["protected_minutes_a_week_sharing"],
        by_levers - found["protected_minutes_a_week_sharing"],
        found["technology_quality_sharing"],
        found["resources_engagement"] - found["leader_inclusiveness_engagement"],
    ]


SIZES = Known(
    "C14", "sizes", "Witherspoon et al. 2013; Swift and Virick 2013; Kumari and Takahashi 2014; Lesener et al. 2020",
    "the survey of C9: correlations of levers and states with log(1 + contributions in 26 weeks), or with intrinsic motivation "
    "where engagement is named; support by colleagues is the mean of felt connection, ties, the norm of inclusion and the lack "
    "of cliques, each standardised; support by the organisation is protected minutes; its resources are protected minutes, "
    "facilitators and technology; a difference counts from .02",
    (
        Part("largest correlation of a single lever with sharing, whatever its sign", 0.0, 0.5, (0.1, 0.5)),
        Part("sharing with support by colleagues, less that with support by the organisation", LEAST, 1.0),
        Part("the same with colleagues' levers alone: the norm of inclusion and the lack of cliques", LEAST, 1.0, (), True),
        Part("sharing with technology", -0.1, 0.1, (0.0,)),
        Part("engagement with resources of the organisation, less that with leader inclusiveness", LEAST, 1.0),
    ),
    surveys,
    lambda one: effects(one),
)  # fmt: skip
