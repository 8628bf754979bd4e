"""What a survey of 200 workplace communities at week 26 would find (C9): correlations between people's states."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.experiments.facts.communities import finished, ties_of
from community_dynamics.experiments.facts.shared_runs import Batch, Each, fewer
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.state import PRESENT

COMMUNITIES, SEATS, DAYS = 200, 60, 182
SURVEY_WORK = 17e6  # what one takes, in seats times days of a run whose log nobody reads
RELIABILITY = 0.8
PLAN = 26
FACTORS = (
    "leadership_support", "protected_minutes_a_week", "facilitator_fte", "technology_quality", "demand",
    "hindrance_share", "leader_inclusiveness", "inclusivity_norm", "cause_clarity", "topical_breadth",
    "onboarding", "platform_friction", "control", "clique_strength",
)  # fmt: skip
STATED = ("support", "safety", "sharing", "motivation", "strain", "resources", "demands", "hindrances", "connection", "ties")
MEASURES = (*STATED, *FACTORS)
PAIRS = {
    "support_safety": ("support", "safety"),
    "safety_sharing": ("safety", "sharing"),
    "support_engagement": ("support", "motivation"),
    "resources_engagement": ("resources", "motivation"),
    "hindrance_engagement": ("hindrances", "motivation"),
    "demand_strain": ("demands", "strain"),
    "engagement_strain": ("motivation", "strain"),
}
# What makes up support by colleagues, and which way it counts.
COLLEAGUES = {"connection": 1.0, "ties": 1.0, "inclusivity_norm": 1.0, "clique_strength": -1.0}
UPPER = {"protected_minutes_a_week": 120.0, "facilitator_fte": 1.0, "demand": 1.3}
LOWER = {"demand": 0.5}


def survey_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Pearson correlations over individuals, with noise for a reliability of .8 added to every measure.

    The communities are the same in every survey; seeds of their runs, and the noise, are its own.
    """
    return correlations(surveyed(values, seed))


def surveyed(values: Mapping[str, float], seed: int) -> np.ndarray:
    """What everybody said, noise included: measures in the order of MEASURES x members of all communities."""
    rows = enumerate(hypercube(), start=COMMUNITIES * seed)
    columns = [answers(number, levers_at(row), values) for number, row in rows]
    data = np.stack([np.concatenate([one[k] for one in columns]) for k in range(len(MEASURES))])
    generator = np.random.default_rng(PLAN + seed)
    noise = data.std(axis=1, keepdims=True) * np.sqrt(1.0 / RELIABILITY - 1.0)
    return np.asarray(data + noise * generator.standard_normal(data.shape))


def correlations(data: np.ndarray) -> dict[str, float]:
    """The pairs that studies report, and each lever with sharing."""
    measured, at = np.corrcoef(data), {name: k for k, name in enumerate(MEASURES)}
    found = {name: float(measured[at[one], at[other]]) for name, (one, other) in PAIRS.items()}
    sharing = {f"{name}_sharing": float(measured[at[name], at["sharing"]]) for name in FACTORS}
    means = {f"{name}_engagement": float(measured[at[name], at["motivation"]]) for name in FACTORS}
    colleagues = data[[at[name] for name in COLLEAGUES]] * np.array(list(COLLEAGUES.values()))[:, None]
    together = standardised(colleagues).mean(axis=0)
    return {**found, **sharing, **means, "colleagues_sharing": float(np.corrcoef(together, data[at["sharing"]])[0, 1])}


def standardised(data: np.ndarray) -> np.ndarray:
    """Each measure with mean 0 and standard deviation 1; one that does not vary stays at 0."""
    away = data - data.mean(axis=1, keepdims=True)
    return np.asarray(away / np.maximum(1e-12, data.std(axis=1, keepdims=True)))


def hypercube() -> np.ndarray:
    """A fixed Latin hypercube: communities x factors, each column a permutation of equal steps."""
    generator = np.random.default_rng(PLAN)
    columns = [(generator.permutation(COMMUNITIES) + 0.5) / COMMUNITIES for _ in FACTORS]
    return np.stack(columns, axis=1)


def levers_at(row: np.ndarray) -> dict[str, float]:
    """Lever values of one community; facilitator hours follow the posts paid for."""
    levers = {}
    for name, place in zip(FACTORS, row.tolist(), strict=True):
        low, high = LOWER.get(name, LEVERS[name].low), UPPER.get(name, LEVERS[name].high)
        levers[name] = low + (high - low) * place
    levers["facilitator_hours_a_week"] = 16.0
    return levers


def answers(seed: int, levers: dict[str, float], values: Mapping[str, float]) -> list[np.ndarray]:
    """What the members of one community would say after 26 weeks."""
    scenario = Scenario("survey", settings={"seats": SEATS, "founders": SEATS // 2, "days": DAYS}, levers=levers)
    world = finished(scenario.with_values(values), seed)
    there = np.flatnonzero(world.status == PRESENT)
    person = world.person[there]
    spread = float(world.settings[0]["team_support_spread"])
    support = np.clip(levers["leadership_support"] + spread * person["support_deviation"], 0, 1)
    means = (
        levers["protected_minutes_a_week"] / UPPER["protected_minutes_a_week"],
        levers["facilitator_fte"],
        levers["technology_quality"],
    )
    same = np.ones(person.size)
    return [
        support, person["safety"], np.log1p(person["posts"] + person["attendances"]), person["motivation"], person["strain"],
        np.mean(means) * same, levers["demand"] * same, levers["hindrance_share"] * levers["demand"] * same,
        person["related"], ties_of(world, there), *[levers[name] * same for name in FACTORS],
    ]  # fmt: skip


def surveys(runs: int) -> tuple[Batch, ...]:
    """Surveys, each of 200 communities."""
    return (Each(survey_numbers, fewer(runs), SURVEY_WORK),)
