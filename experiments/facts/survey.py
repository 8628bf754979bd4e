"""What a survey of 200 workplace communities at week 26 would find (C9): correlations between people's states."""

from collections.abc import Mapping

import numpy as np

from sim.engine import compiled
from sim.ensemble import Run
from sim.inputs import Scenario, inputs_of
from sim.levers import LEVERS
from sim.state import PRESENT
from sim.world import allocate

COMMUNITIES, SEATS, DAYS = 200, 60, 182
RELIABILITY = 0.8
PLAN = 26
FACTORS = (
    "leadership_support", "protected_minutes_a_week", "facilitator_fte", "technology_quality", "demand",
    "hindrance_share", "leader_inclusiveness", "inclusivity_norm", "cause_clarity", "topical_breadth",
    "onboarding", "platform_friction", "control",
)  # fmt: skip
UPPER = {"protected_minutes_a_week": 120.0, "facilitator_fte": 1.0, "demand": 1.3}
LOWER = {"demand": 0.5}


def survey_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Pearson correlations over individuals, with noise for a reliability of .8 added to every measure.

    The communities are the same in every survey; seeds of their runs, and the noise, are its own.
    """
    rows = enumerate(hypercube(), start=COMMUNITIES * seed)
    columns = [answers(number, levers_at(row), values) for number, row in rows]
    data = np.stack([np.concatenate([one[k] for one in columns]) for k in range(8)])
    generator = np.random.default_rng(PLAN + seed)
    noise = data.std(axis=1, keepdims=True) * np.sqrt(1.0 / RELIABILITY - 1.0)
    measured = np.corrcoef(data + noise * generator.standard_normal(data.shape))
    support, safety, sharing, motivation, strain, resources, demand, hindrance = range(8)
    pairs = {
        "support_safety": (support, safety),
        "safety_sharing": (safety, sharing),
        "support_engagement": (support, motivation),
        "resources_engagement": (resources, motivation),
        "hindrance_engagement": (hindrance, motivation),
        "demand_strain": (demand, strain),
        "engagement_strain": (motivation, strain),
    }
    return {name: float(measured[pair]) for name, pair in pairs.items()}


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
    run = Run(inputs_of(scenario.with_values(values)), seed)
    world = allocate(run.inputs)
    compiled().run_whole(world, np.uint64(run.seed), np.zeros(1, np.int64))
    person = world.person[world.status == PRESENT]
    spread = float(world.settings[0]["team_support_spread"])
    support = np.clip(levers["leadership_support"] + spread * person["support_deviation"], 0, 1)
    means = (
        levers["protected_minutes_a_week"] / UPPER["protected_minutes_a_week"],
        levers["facilitator_fte"],
        levers["technology_quality"],
    )
    same = np.ones(person.size)
    return [
        support, person["safety"], np.log1p(person["posts"] + person["attendances"]), person["motivation"],
        person["strain"],
        np.mean(means) * same, levers["demand"] * same, levers["hindrance_share"] * levers["demand"] * same,
    ]  # fmt: skip
