"""Three thresholds that theory knows exactly: in contagion, in staying, in following."""

from dataclasses import dataclass

import networkx
import numpy as np

from community_dynamics.experiments.facts.still import ALWAYS, STILL, adjacency, advance, morning_of_day_0, still
from community_dynamics.sim.arithmetic import logistic
from community_dynamics.sim.decisions import TRAIT_THRESHOLD
from community_dynamics.sim.dice import day_key, die, normal, person_key, seed_key, uniform
from community_dynamics.sim.engine import compiled, plain
from community_dynamics.sim.inputs import Scenario, Shock, inputs_of
from community_dynamics.sim.state import PRESENT, WAITING
from community_dynamics.sim.world import World

KEEP = 6.0 / 7.0
NEVER_PERSUADED = -100.0  # log-odds to join
HALF = 20.0


def next_exposure(exposure: np.ndarray, graph: np.ndarray, strength: float) -> np.ndarray:
    """Expected exposure tomorrow, by the model's rules: nothing but colleagues' visits brings anybody."""
    rules = compiled()
    visits = np.array(
        [
            rules.probability(rules.visit_hazard(1.0, 1.0, 0.0, 0.0, rules.contagion(one, strength, HALF), 0.0))
            for one in exposure.tolist()
        ]
    )
    seen = graph @ visits
    pairs = zip(exposure.tolist(), seen.tolist(), strict=True)
    return np.array([rules.exposure_after(one, watched, KEEP) for one, watched in pairs])


def jacobian(graph: np.ndarray, strength: float, step: float = 1e-5) -> np.ndarray:
    """The map's derivative at rest, by central differences (exposure below 0 is only a limit)."""
    size = graph.shape[0]
    columns = [
        (next_exposure(step * unit, graph, strength) - next_exposure(-step * unit, graph, strength)) / (2 * step)
        for unit in np.eye(size)
    ]
    return np.stack(columns, axis=1)


def spectral_radius(matrix: np.ndarray) -> float:
    """Largest size of an eigenvalue."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def crossing(graph: np.ndarray) -> float:
    """Contagion at which the map's spectral radius at rest is 1, by bisection."""
    low, high = 0.0, 0.5
    for _ in range(12):
        middle = (low + high) / 2
        if spectral_radius(jacobian(graph, middle)) < 1.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def graph_of(network: int, seats: int, seed: int = 0, degree: int = 8) -> np.ndarray:
    """A given graph that the kernel builds: 0 small world, 1 cliques, 2 hubs."""
    values = {"settings.network": network, "settings.mean_degree": degree}
    return adjacency(morning_of_day_0(still(seats, 7, values), seed))


def survives(strength: float, seed: int, network: int, seats: int, days: int) -> bool:
    """Whether activity, once everybody has just seen all colleagues come, lasts until the end."""
    values = {
        "theory.contagion": strength, "theory.exposure_keep": KEEP, "theory.company_half": HALF,
        "settings.network": network,
    }  # fmt: skip
    world = morning_of_day_0(still(seats, days, values), seed)
    world.person["exposure"] = np.diff(world.graph_start)
    advance(world, days)
    return bool(world.daily["logons"][-30:].sum() > 0)


def stochastic_threshold(network: int, seats: int, days: int, seeds: int, multiples: np.ndarray) -> np.ndarray:
    """Share of seeds in which activity lasts, at multiples of the critical contagion."""
    shares = []
    for multiple in multiples.tolist():
        lasting = 0
        for seed in range(seeds):
            top = float(np.linalg.eigvalsh(graph_of(network, seats, seed))[-1])
            lasting += survives(multiple * (1.0 - KEEP) / top, seed, network, seats, days)
        shares.append(lasting / seeds)
    return np.array(shares)


@dataclass(frozen=True)
class Core:
    """Who stays, by the kernel, and the core that theory names."""

    stayed: set[int]
    core: set[int]
    settled: bool


def staying(
    benefit: float,
    cost: float,
    seats: int,
    seed: int,
    network: int = 0,
    degree: int = 8,
    rewired: float = 0.3,
) -> Core:
    """Everybody weighs benefit x active neighbours against cost, once a week for a year."""
    values = {
        "theory.stay_by_neighbour": benefit, "theory.stay_cost": cost, "theory.stay_by_motivation": 0.0,
        "theory.stay_by_related": 0.0,
        "settings.network": network, "settings.mean_degree": degree, "settings.rewired_share": rewired,
    }  # fmt: skip
    days = 364
    world = morning_of_day_0(still(seats, days, values), seed)
    graph = networkx.from_numpy_array(adjacency(world))
    advance(world, days)
    stayed = {int(seat) for seat in np.flatnonzero(world.status == PRESENT)}
    core = set(networkx.k_core(graph, int(cost / benefit) + 1).nodes)
    return Core(stayed, core, bool(world.daily["leaves"][-28:].sum() == 0))


def thresholds_from_dice(seats: int, seed: int, spread: float) -> np.ndarray:
    """Everybody's threshold, from the same dice as the kernel's: logistic(spread x deviate), one half in the middle."""
    run_key = seed_key(seed)
    today = day_key(run_key, 0, TRAIT_THRESHOLD)
    deviates = [normal(uniform(die(person_key(run_key, seat, 0), today))) for seat in range(seats)]
    return np.array([logistic(spread * deviate) for deviate in deviates])


def cascade(thresholds: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Granovetter's cascade to its end: rounds in which everybody follows who sees enough others inside."""
    adopts = plain().adopts
    while True:
        share = inside.sum() / thresholds.size
        after = inside | np.array([adopts(share, one) for one in thresholds.tolist()])
        if (after == inside).all():
            return inside
        inside = after


def cascade_world(seats: int, seed: int, spread: float, founders: int, days: int = 364) -> tuple[World, np.ndarray]:
    """The same through the kernel: all who are in come every day, so that the share of seats that came is that of those in.

    Everybody hears of it again and again, nobody is persuaded, and all follow by threshold alone.
    """
    values = {
        "settings.founders": founders, "theory.trait_spread": spread, "theory.visit_base": ALWAYS,
        "theory.join_base": NEVER_PERSUADED, "settings.steady_reach_a_year": 50.0,
        "levers.leadership_support": 1.0, "levers.cause_clarity": 1.0,
    }  # fmt: skip
    size = {"seats": seats, "founders": founders, "days": days}
    scenario = Scenario("cascade", settings=size, shocks=(Shock(0, 20.0, 1e12),))
    world = morning_of_day_0(inputs_of(scenario.with_values(STILL | values)), seed)
    founding = world.status != WAITING
    advance(world, days)
    return world, founding
