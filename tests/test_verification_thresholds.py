"""Thresholds that theory knows exactly, through the model's own rules and kernel."""

import numpy as np
import pytest

from benchmarks.thresholds import (
    KEEP,
    cascade,
    cascade_world,
    crossing,
    graph_of,
    jacobian,
    spectral_radius,
    staying,
    stochastic_threshold,
    thresholds_from_dice,
)
from community_dynamics.sim.engine import plain
from community_dynamics.sim.state import PRESENT

SMALL_WORLD, CLIQUES, HUBS = 0, 1, 2


def largest_eigenvalue(graph: np.ndarray) -> float:
    return float(np.linalg.eigvalsh(graph)[-1])


@pytest.mark.parametrize("network", [SMALL_WORLD, CLIQUES, HUBS])
def test_activity_at_rest_is_unstable_just_where_decay_over_contagion_is_the_largest_eigenvalue(
    network: int,
) -> None:
    """V1: walk_2016's critical mass, for the model's own visit and decay rules."""
    graph = graph_of(network, 60, seed=3)
    assert (1.0 - KEEP) / crossing(graph) == pytest.approx(largest_eigenvalue(graph), rel=0.05)


def test_the_radius_grows_with_contagion_along_a_straight_line() -> None:
    """At rest the Jacobian is keep + contagion x graph: no saturation is left, no other reason to come."""
    graph = graph_of(SMALL_WORLD, 60, seed=4)
    for strength in (0.0, 0.01, 0.05):
        expected = KEEP + strength * largest_eigenvalue(graph)
        assert spectral_radius(jacobian(graph, strength)) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("network", [SMALL_WORLD, HUBS])
def test_activity_by_chance_never_lasts_below_the_threshold_and_does_well_above_it(network: int) -> None:
    below, above = stochastic_threshold(network, 200, 1200, 6, np.array([0.95, 2.0]))
    assert below == 0.0
    assert above == 1.0


@pytest.mark.parametrize("network", [SMALL_WORLD, CLIQUES, HUBS])
@pytest.mark.parametrize(
    ("benefit", "cost"),
    [(0.25, 0.5), (0.25, 0.75), (0.25, 1.0), (0.25, 1.1), (0.25, 1.25), (1.0, 6.5), (0.1, 0.45)],
)
@pytest.mark.parametrize("degree", [6, 8])
def test_weighing_neighbours_against_cost_leaves_exactly_the_core(network: int, benefit: float, cost: float, degree: int) -> None:
    """V2: garcia_2013; the (floor(cost / benefit) + 1)-core, found by networkx on the kernel's graph."""
    found = staying(benefit, cost, 154, seed=5, network=network, degree=degree)
    assert found.settled
    assert found.stayed == found.core


def test_the_cores_compared_are_neither_all_empty_nor_all_full() -> None:
    sizes = {len(staying(0.25, cost, 154, 5, network).core) for network in (0, 1, 2) for cost in (0.5, 1.0, 1.25, 1.5)}
    assert 0 in sizes and 154 in sizes
    assert any(0 < size < 154 for size in sizes)


GRANOVETTER = np.arange(100) / 100


def test_the_textbook_crowd_riots_and_one_agent_decides_it() -> None:
    """V3: thresholds 0, 1, .. 99 of 100: all follow. One person with 2 in place of 1: one stands alone."""
    nobody = np.zeros(100, bool)
    assert cascade(GRANOVETTER, nobody).sum() == 100
    changed = GRANOVETTER.copy()
    changed[1] = 0.02
    assert cascade(changed, nobody).sum() == 1


@pytest.mark.parametrize("inside", [0, 1, 37, 99, 100])
def test_the_one_whose_threshold_is_just_met_follows(inside: int) -> None:
    adopts = plain().adopts
    assert adopts(inside / 100, inside / 100)
    assert not adopts(inside / 100, (inside + 1) / 100)


CROWDS = [  # spread, founders
    (0.0, 149), (0.0, 150), (0.0, 160), (0.85, 20), (0.85, 90), (1.5, 30), (2.0, 10), (2.0, 30), (3.0, 3), (5.0, 1),
]  # fmt: skip


def kernel_and_theory(spread: float, founders: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    world, founding = cascade_world(300, seed, spread, founders)
    expected = cascade(thresholds_from_dice(300, seed, spread), founding)
    return world.status == PRESENT, expected


@pytest.mark.parametrize(("spread", "founders"), CROWDS)
@pytest.mark.parametrize("seed", [0, 11])
def test_following_by_threshold_alone_ends_where_granovetter_says(spread: float, founders: int, seed: int) -> None:
    """V3: the very people, not only their number."""
    members, expected = kernel_and_theory(spread, founders, seed)
    assert np.array_equal(members, expected)


def test_crowds_alike_in_the_middle_end_apart() -> None:
    """Granovetter's lesson: one half in the middle both times, some more spread, and most follow instead of hardly anybody."""
    calm, stirred = (int(kernel_and_theory(spread, 30, 11)[0].sum()) for spread in (0.85, 2.0))
    assert 30 <= calm < 40
    assert stirred > 150


def test_who_followed_and_who_did_not_are_both_compared() -> None:
    followed = [int(kernel_and_theory(spread, founders, 0)[1].sum()) - founders for spread, founders in CROWDS]
    assert min(followed) == 0
    assert any(10 < number < 290 for number in followed)
