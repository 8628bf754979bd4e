"""Designs for sensitivity: the rows of Sobol', Morris, FAST and slopes are what their analyses take them for."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.designs.design import BLOCKS, make_design
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.trajectories import LEVELS

THREE_NAMES = ("first", "second", "third")
THREE = tuple(Factor(name, 0.0, 1.0) for name in THREE_NAMES)
GROUPED = (
    Factor("demand", 0.0, 1.0, group="work"),
    Factor("calm", 0.0, 1.0),
    Factor("pace", 0.0, 1.0, group="work"),
    Factor("trust", 0.0, 1.0),
)


def problem_of(names: Sequence[str]) -> dict:
    """SALib's description of a problem, made anew for each call, as some calls change it."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


# Saltelli's rows


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("factors", [THREE, GROUPED])
def test_each_scrambling_is_what_salib_makes_of_its_seed(factors: tuple[Factor, ...], second_order: bool) -> None:
    from SALib.sample.sobol import sample

    design = make_design("sobol", factors, 3 * 16, 7, scramblings=3, second_order=second_order)
    turns = design.unit.reshape(16, 3, -1, len(factors))
    for scrambling in range(3):
        problem = problem_of(design.names)
        if design.groups is not None:
            problem["groups"] = list(design.groups)
        generator = np.random.default_rng((7, scrambling))
        expected = sample(problem, 16, calc_second_order=second_order, seed=generator)
        assert np.array_equal(turns[:, scrambling].reshape(-1, len(factors)), expected)


@given(seed=some.integers(0, 2**30), second_order=some.booleans(), grouped=some.booleans())
@settings(max_examples=25)
def test_a_row_takes_exactly_one_group_from_the_other_point(seed: int, second_order: bool, grouped: bool) -> None:
    factors = GROUPED if grouped else THREE
    design = make_design("sobol", factors, 16, seed, scramblings=2, second_order=second_order)
    moving = design.moving
    assert moving == (("work", "calm", "trust") if grouped else ("first", "second", "third"))
    groups = np.array(design.groups or design.names)
    rows = design.unit.reshape(16, -1, len(factors))
    first, second = rows[:, 0], rows[:, -1]
    for k, group in enumerate(moving):
        inside = groups == group
        assert np.array_equal(rows[:, 1 + k], np.where(inside, second, first))
        if second_order:
            assert np.array_equal(rows[:, 1 + len(moving) + k], np.where(inside, first, second))


def test_scramblings_are_independent_and_each_covers_the_space_evenly() -> None:
    design = make_design("sobol", THREE, 8 * 64, 1)
    bases = design.unit.reshape(64, 8, 5, 3)[:, :, 0]
    for scrambling in range(8):
        assert (np.sort(np.floor(bases[:, scrambling] * 64), axis=0) == np.arange(64)[:, np.newaxis]).all()
    assert len(np.unique(bases.reshape(-1, 3), axis=0)) == 8 * 64


def test_rows_throw_the_dice_of_the_point_that_their_dummy_comes_from() -> None:
    design = make_design("sobol", THREE, 1024, 0, dice=True)
    assert design.blocks is not None
    pairs = design.blocks.reshape(1024, 6)
    assert (pairs[:, 0] != pairs[:, -1]).all() and (pairs[:, :4] == pairs[:, :1]).all()
    assert (pairs[:, 4] == pairs[:, 5]).all() and pairs.max() < BLOCKS


def test_known_shares_of_variance_are_found_through_every_scrambling_together() -> None:
    """x1 + 2 x2: one and four fifths of the variance, none for the third; a group has the sum of its members."""
    design = make_design("sobol", THREE, 8 * 64, 2)
    table = analyse(design, (design.unit @ [1.0, 2.0, 0.0])[:, None], "sum").table.set_index("factor")
    assert list(table.loc[list(THREE_NAMES), "total"]) == pytest.approx([0.2, 0.8, 0.0], abs=0.01)
    grouped = make_design("sobol", GROUPED, 8 * 64, 2)
    table = analyse(grouped, (grouped.unit @ [1.0, 1.0, 1.0, 1.0])[:, None], "sum").table.set_index("factor")
    assert list(table.loc[list(grouped.moving), "total"]) == pytest.approx([0.5, 0.25, 0.25], abs=0.03)


# Trajectories


@given(seed=some.integers(0, 2**30), size=some.integers(2, 12), grouped=some.booleans())
@settings(max_examples=40)
def test_each_step_of_a_trajectory_moves_one_group_and_each_group_moves_once(seed: int, size: int, grouped: bool) -> None:
    factors = GROUPED if grouped else THREE
    design = make_design("morris", factors, size, seed)
    groups = np.array(design.groups or design.names)
    steps = np.diff(design.unit.reshape(size, len(design.moving) + 1, -1), axis=1)
    assert np.allclose(np.abs(steps[steps != 0.0]), 2.0 / 3.0)
    for trajectory in steps:
        together = [set(groups[step != 0.0]) for step in trajectory]
        assert sorted(next(iter(one)) for one in together) == sorted(design.moving) and all(len(one) == 1 for one in together)
        assert (np.abs(trajectory).sum(axis=0) > 0.0).all()
    assert set(np.rint(design.unit.ravel() * 3)) <= {0.0, 1.0, 2.0, 3.0}


def test_trajectories_are_those_that_salib_throws_each_as_often() -> None:
    """Two factors have 32 trajectories; both samplers throw all of them, evenly."""
    from SALib.sample.morris import sample

    ours = make_design("morris", THREE[:2], 3200, 4).unit
    theirs = sample(problem_of(("first", "second")), 3200, seed=np.random.default_rng(4))
    found = []
    for unit in (ours, theirs):
        kinds, often = np.unique(np.rint(unit * 3).reshape(3200, 6), axis=0, return_counts=True)
        assert len(kinds) == 32 and often.min() > 50 and often.max() < 160
        found.append(kinds)
    assert np.array_equal(*found)


def test_the_slopes_of_a_plane_are_found_exactly() -> None:
    design = make_design("morris", THREE, 6, 0)
    table = (
        analyse(design, (3 + design.unit @ [2.0, -5.0, 0.0])[:, None], "plane").table.set_index("factor").loc[list(THREE_NAMES)]
    )
    assert list(table["mu"]) == pytest.approx([2.0, -5.0, 0.0]) and np.abs(table["sigma"]).max() < 1e-6


def test_each_trajectory_throws_its_own_dice_and_other_ones_where_the_dummy_moves() -> None:
    design = make_design("morris", THREE, 5, 0, dice=True)
    assert design.blocks is not None
    blocks = design.blocks.reshape(5, 5)
    assert (blocks // LEVELS == np.arange(5)[:, np.newaxis]).all()
    dice = design.unit[:, -1].reshape(5, 5)
    assert ((np.diff(blocks, axis=1) != 0) == (np.diff(dice, axis=1) != 0)).all()
    assert (np.count_nonzero(np.diff(blocks, axis=1), axis=1) == 1).all()


# Curves and small steps


def test_fast_is_what_salib_makes_of_its_seed_and_finds_known_shares() -> None:
    from SALib.analyze.fast import compute_orders
    from SALib.sample.fast_sampler import sample

    design = make_design("fast", THREE, 257, 6)
    assert np.allclose(design.unit, sample(problem_of(design.names), 257, seed=np.random.default_rng(6)))
    curves = (design.unit @ [1.0, 2.0, 0.0]).reshape(3, 257)
    shares = [compute_orders(curve, 257, 4, 256 // 8)[0] for curve in curves]
    assert shares == pytest.approx([0.2, 0.8, 0.0], abs=0.02)


def test_small_steps_give_the_slope_of_every_factor_from_every_base_point() -> None:
    design = make_design("finite_differences", THREE, 64, 0)
    rows = design.unit.reshape(64, 4, 3)
    values = (rows @ [2.0, -5.0, 0.0]).reshape(64, 4)
    for k, slope in enumerate((2.0, -5.0, 0.0)):
        step = rows[:, 1 + k, k] - rows[:, 0, k]
        assert np.allclose(np.abs(step), 0.01) and np.allclose((values[:, 1 + k] - values[:, 0]) / step, slope)
        assert np.count_nonzero(rows[:, 1 + k] - rows[:, 0]) == 64
    with pytest.raises(CommunityError, match="seats moves in steps, so it has no slope; leave it out, or choose morris or sobol"):
        make_design("finite_differences", (*THREE, Factor("seats", 2, 4, whole=True)), 64)
