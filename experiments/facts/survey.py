"""What a survey of 200 workplace communities at week 26 would find: correlations between people's states."""

import numpy as np

from sim.engine import compiled
from sim.ensemble import Run
from sim.inputs import Scenario, inputs_of
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.state import PRESENT
from sim.world import allocate

COMMUNITIES = 200
RELIABILITY = 0.8
FACTORS = (
    "leadership_support", "protected_minutes_a_week", "facilitator_fte", "technology_quality", "demand",
    "hindrance_share", "leader_inclusiveness", "inclusivity_norm", "cause_clarity", "topical_breadth",
    "onboarding", "platform_friction", "control",
)  # fmt: skip
UPPER = {"protected_minutes_a_week": 120.0, "facilitator_fte": 1.0, "demand": 1.3}
LOWER = {"demand": 0.5}


def hypercube() -> np.ndarray:
    """A fixed Latin hypercube: communities x factors, each column a permutation of equal steps."""
    generator = np.random.default_rng(26)
    columns = [(generator.permutation(COMMUNITIES) + 0.5) / COMMUNITIES for _ in FACTORS]
    return np.stack(columns, axis=1)


def levers_at(row: np.ndarray) -> dict[str, float]:
    """Lever values of one community; facilitator hours follow the posts paid for."""
    values = {}
    for name, place in zip(FACTORS, row.tolist(), strict=True):
        low, high = LOWER.get(name, LEVERS[name].low), UPPER.get(name, LEVERS[name].high)
        values[name] = low + (high - low) * place
    values["facilitator_hours_a_week"] = 16.0
    return values


def answers(index: int, levers: dict[str, float]) -> list[np.ndarray]:
    """What the members of one community would say after 26 weeks."""
    scenario = Scenario("survey", settings={"seats": 60, "founders": 30, "days": 182}, levers=levers)
    run = Run(inputs_of(scenario), index)
    world = allocate(run.inputs)
    compiled().run_whole(world, np.uint64(run.seed), np.zeros(len(OUTCOMES)), np.zeros(1, np.int64))
    person = world.person[world.status == PRESENT]
    spread = float(world.settings[0]["team_support_spread"])
    support = np.clip(levers["leadership_support"] + spread * person["support_deviation"], 0, 1)
    means = (
        levers["protected_minutes_a_week"] / 120.0,
        levers["facilitator_fte"],
        levers["technology_quality"],
    )
    same = np.ones(person.size)
    return [
        support, person["safety"], np.log1p(person["posts"] + person["attendances"]), person["motivation"],
        person["strain"],
        np.mean(means) * same, levers["demand"] * same, levers["hindrance_share"] * levers["demand"] * same,
    ]  # fmt: skip


def correlations() -> dict[tuple[str, float, float, bool], float]:
    """Pearson correlations over individuals, with noise for a reliability of .8 added to every measure."""
    columns = [answers(index, levers_at(row)) for index, row in enumerate(hypercube())]
    data = np.stack([np.concatenate([one[k] for one in columns]) for k in range(8)])
    generator = np.random.default_rng(26)
    noise = data.std(axis=1, keepdims=True) * np.sqrt(1.0 / RELIABILITY - 1.0)
    measured = np.corrcoef(data + noise * generator.standard_normal(data.shape))
    support, safety, sharing, motivation, strain, resources, demand, hindrance = range(8)
    return {
        ("leadership support and safety", 0.35, 0.62, True): measured[support, safety],
        ("safety and sharing", 0.20, 0.62, True): measured[safety, sharing],
        ("leadership and engagement", 0.35, 0.55, False): measured[support, motivation],
        ("resources and engagement", 0.25, 0.45, True): measured[resources, motivation],
        ("hindrance demands and engagement", -0.30, -0.08, True): measured[hindrance, motivation],
        ("demands and exhaustion", 0.18, 0.38, True): measured[demand, strain],
        ("engagement and burnout", -0.50, -0.32, False): measured[motivation, strain],
    }
