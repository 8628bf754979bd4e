"""Designs: each kind has the structure it promises, and those that extend begin with the rows of the smaller one."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.designs.design import KINDS, Design, extended, make_design, points_in, points_of, seeds_of
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.levels import moved
from community_dynamics.experiments.designs.named_points import latin_hypercube

THREE = tuple(Factor(name, 0.0, 1.0) for name in ("first", "second", "third"))
GROUPED = (
    Factor("demand", 0.0, 1.0, group="work"),
    Factor("calm", 0.0, 1.0),
    Factor("pace", 0.0, 1.0, group="work"),
    Factor("trust", 0.0, 1.0),
)
MIXED = (
    Factor("demand", 0.6, 1.2),
    Factor("seats", 2.0, 4.0, whole=True),
    Factor("minutes", 10.0, 40.0, "values", values=(10.0, 20.0, 40.0)),
    Factor("leavers", 0.0, 1.0, "beta", {"alpha": 2.0, "beta": 5.0}),
)
SIX = tuple(Factor(f"factor {k}", 0.0, 1.0) for k in range(6))
# A small and a larger size of every kind that says that it extends.
EXTENDING = {
    "random": (7, 23),
    "sobol_sequence": (8, 64),
    "sobol": (16, 128),
    "morris": (3, 11),
    "finite_differences": (4, 32),
}
SMALL = {"fast": 65, "sobol": 16, "sobol_sequence": 8, "finite_differences": 4, "grid": 3}


def small(method: str, **how: object) -> Design:
    return make_design(method, THREE, SMALL.get(method, 5), 3, KINDS[method].blocks is not None, **how)


# What all kinds have in common


@pytest.mark.parametrize("method", KINDS)
def test_a_design_has_the_points_that_were_announced_within_the_unit_cube(method: str) -> None:
    design = small(method)
    assert len(design) == points_in(method, THREE, design.size, design.dice)
    assert design.unit.min() >= 0.0 and design.unit.max() <= 1.0
    assert design.unit.shape[1] == len(design.names) == 3 + design.dice
    assert design.method == method and design.seed == 3 and not design.unit.flags.writeable


@pytest.mark.parametrize("method", KINDS)
def test_one_seed_one_design_seed_zero_included_and_another_seed_another(method: str) -> None:
    one, same, other = (make_design(method, THREE, SMALL.get(method, 5), seed) for seed in (0, 0, 1))
    assert np.array_equal(one.unit, same.unit)
    drawn = method not in ("grid", "one_at_a_time", "fractional_factorial")
    assert np.array_equal(one.unit, other.unit) is not drawn


def test_every_kind_extends_or_says_why_not() -> None:
    assert [name for name, kind in KINDS.items() if kind.extends] == list(EXTENDING)
    assert all(kind.extends is not bool(kind.why_not) and kind.name == name for name, kind in KINDS.items())


@pytest.mark.parametrize("dice", [False, True])
@pytest.mark.parametrize("method", EXTENDING)
def test_a_larger_design_begins_with_the_rows_dice_and_seeds_of_the_smaller(method: str, dice: bool) -> None:
    for seed in (0, 41):
        fewer, more = (make_design(method, THREE, size, seed, dice) for size in EXTENDING[method])
        assert len(more) > len(fewer)
        assert np.array_equal(more.unit[: len(fewer)], fewer.unit)
        assert np.array_equal(seeds_of(more, 3, 9)[: len(fewer)], seeds_of(fewer, 3, 9))
        assert points_of(more, THREE)[: len(fewer)].equals(points_of(fewer, THREE))
        assert np.array_equal(extended(fewer, THREE, more.size).unit, more.unit)


@given(
    seed=some.integers(0, 2**40),
    method=some.sampled_from(["sobol", "morris"]),
    exponents=some.sets(some.integers(1, 5), min_size=2, max_size=2),
    scramblings=some.integers(1, 5),
    second_order=some.booleans(),
    grouped=some.booleans(),
)
@settings(max_examples=40)
def test_prefixes_hold_for_all_options_and_groups(
    seed: int, method: str, exponents: set[int], scramblings: int, second_order: bool, grouped: bool
) -> None:
    factors = GROUPED if grouped else THREE
    options = {"scramblings": scramblings, "second_order": second_order} if method == "sobol" else {}
    sizes = [scramblings << exponent for exponent in sorted(exponents)]
    fewer, more = (make_design(method, factors, size, seed, True, **options) for size in sizes)
    assert np.array_equal(more.unit[: len(fewer)], fewer.unit) and fewer.blocks is not None and more.blocks is not None
    assert np.array_equal(more.blocks[: len(fewer)], fewer.blocks)


@pytest.mark.parametrize("method", [name for name, kind in KINDS.items() if not kind.extends])
def test_what_cannot_be_extended_says_why(method: str) -> None:
    with pytest.raises(CommunityError) as refused:
        extended(small(method), THREE, 500)
    assert str(refused.value) == f"a {method} design cannot be extended: {KINDS[method].why_not}"


def test_an_extension_of_other_factors_is_refused() -> None:
    design = make_design("random", THREE, 5)
    with pytest.raises(CommunityError, match="does not begin with the points that were run"):
        extended(design, MIXED, 10)
    with pytest.raises(CommunityError, match="size = 5 does not extend 5 points; give a larger one"):
        extended(design, THREE, 5)


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_points_are_made_as_arrays_however_many_there_are(method: str) -> None:
    calls_of(method, 1 << 7)  # whatever is imported late is there
    assert calls_of(method, 1 << 14) < 2 * calls_of(method, 1 << 8)
    assert len(make_design(method, SIX, 1 << 17, 0, True)) > 1_000_000


def calls_of(method: str, size: int) -> int:
    """How many functions are called for a design of six factors: what a loop over its points would multiply."""
    calls = Counter[str]()
    sys.setprofile(lambda frame, event, argument: calls.update([event]))
    try:
        make_design(method, SIX, size, 0, True)
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


# Levels


def test_a_grid_has_every_combination_once_ends_included_and_the_last_factor_varies_fastest() -> None:
    points = points_of(make_design("grid", MIXED[:3], 4), MIXED[:3])
    assert list(points.columns) == ["demand", "seats", "minutes"] and points.index.name == "point_id"
    assert points["demand"].unique() == pytest.approx([0.6, 0.8, 1.0, 1.2])
    assert list(points["seats"].unique()) == [2, 3, 4] and list(points["minutes"])[:4] == [10, 20, 40, 10]
    assert len(points) == 4 * 3 * 3 and not points.duplicated().any()


def test_levels_of_a_peaked_distribution_stand_for_equal_shares() -> None:
    design = make_design("grid", MIXED[3:], 4)
    assert design.unit[:, 0].tolist() == [0.125, 0.375, 0.625, 0.875]


def test_one_at_a_time_moves_one_factor_from_the_base_over_its_levels() -> None:
    base = {"demand": 0.7, "seats": 3.0, "minutes": 40.0, "leavers": 0.3}
    design = make_design("one_at_a_time", MIXED, 5, base=base)
    points = points_of(design, MIXED)
    assert points.iloc[0].to_dict() == base
    which = moved(MIXED, 5)
    assert np.bincount(which + 1).tolist() == [1, 5, 3, 3, 5] and len(points) == 17
    for column, name in enumerate(points):
        assert (points[name][which != column] == base[name]).all()
        assert points[name][which == column].is_unique


def test_one_at_a_time_without_a_base_stays_in_the_middle_and_the_dice_stay_common() -> None:
    design = make_design("one_at_a_time", THREE, 3, dice=True)
    assert points_of(design, THREE).iloc[0].tolist() == [0.5, 0.5, 0.5]
    assert design.blocks is not None and design.blocks.tolist() == [0] * 11 + [1, 2]


def test_a_base_that_is_no_value_of_its_factor_is_refused() -> None:
    for base, line in (
        (3, "base = 3 is not a value for each factor; write {demand: 0.6}"),
        ({"demand": "much"}, "base demand = much is not a number"),
        ({"demand": 2.0}, "demand = 2 is not in 0.6..1.2, where it varies"),
        ({"demnd": 0.7}, "base demnd is not a factor; did you mean demand? factors are demand, seats, minutes, leavers"),
    ):
        with pytest.raises(CommunityError) as refused:
            make_design("one_at_a_time", MIXED, 5, base=base)
        assert str(refused.value) == line


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 12, 17])
def test_a_fractional_factorial_is_balanced_orthogonal_and_mirrored(count: int) -> None:
    factors = [Factor(f"factor {k}", -1.0, 1.0) for k in range(count)]
    design = make_design("fractional_factorial", factors)
    signs = points_of(design, factors).to_numpy()
    assert set(signs.ravel()) == {-1.0, 1.0}
    assert np.array_equal(signs.T @ signs, len(signs) * np.eye(count)) and (signs.sum(axis=0) == 0).all()
    half = len(signs) // 2
    assert np.array_equal(signs[:half], -signs[half:])


# Spread


@given(size=some.integers(1, 60), seed=some.integers(0, 2**32))
@settings(max_examples=25)
def test_a_latin_hypercube_uses_every_slice_once_and_is_the_one_it_always_was(size: int, seed: int) -> None:
    factors = (Factor("levers.demand", 0.6, 1.2), Factor("settings.team_size", 2, 9, whole=True))
    design = make_design("latin_hypercube", factors, size, seed)
    assert (np.sort(np.floor(design.unit * size), axis=0) == np.arange(size)[:, np.newaxis]).all()
    before = latin_hypercube({factor.name: (factor.low, factor.high) for factor in factors}, size, seed)
    assert points_of(design, factors).equals(before)


@pytest.mark.parametrize("size", [1, 2, 16, 128])
def test_a_sobol_sequence_has_one_point_in_every_slice_of_every_column(size: int) -> None:
    unit = make_design("sobol_sequence", THREE, size, 5).unit
    assert (np.sort(np.floor(unit * size), axis=0) == np.arange(size)[:, np.newaxis]).all()


# Values and seeds


def test_points_are_the_values_of_the_factors_and_the_dummy_has_none() -> None:
    design = make_design("random", MIXED, 50, 0, dice=True)
    points = points_of(design, MIXED)
    assert list(points.columns) == [factor.name for factor in MIXED] and list(points.index) == list(range(50))
    for column, factor in enumerate(MIXED):
        assert np.array_equal(points[factor.name], factor.value(design.unit[:, column]))
    with pytest.raises(CommunityError, match="the design varies demand, seats, minutes, leavers, not demand"):
        points_of(design, MIXED[:1])


@given(replicates=some.integers(1, 9), seed=some.integers(0, 2**40))
@settings(max_examples=25)
def test_seeds_belong_to_the_dice_and_dice_never_share_a_seed(replicates: int, seed: int) -> None:
    common = seeds_of(make_design("random", THREE, 4), replicates, seed)
    assert (common == seed + np.arange(replicates)).all() and common.dtype == np.int64
    design = make_design("morris", THREE, 4, 0, dice=True)
    assert design.blocks is not None
    seeds = seeds_of(design, replicates, seed)
    assert seeds.shape == (len(design), replicates)
    assert len(np.unique(seeds)) == replicates * len(np.unique(design.blocks))


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (("sobl", THREE), "design = sobl is not a design; did you mean sobol? known are "),
        (("random", ()), "nothing to vary; name at least one parameter with its range"),
        (("random", (THREE[0], THREE[0])), "first is given twice; keep one of the two"),
        (("random", (Factor("dice", 0, 1),)), "dice is the name of the dummy that throws other dice"),
        (("random", THREE, 0), "size = 0 (points) is too few for random; at least 1"),
        (("random", THREE, 1.5), "size = 1.5 is not a whole number (points)"),
        (("random", THREE, 2**40), "this random would have 1,099,511,627,776 points, and at most "),
        (("grid", THREE * 1, 10**6), "this grid would have 1,000,000,000,000,000,000 points, and at most "),
        (("random", THREE, 5, -1), "seed = -1 is not a whole number from 0 to 9.2e18; 0 is a seed like any other"),
        (("random", THREE, 5, True), "seed = True is not a whole number from 0 to 9.2e18; 0 is a seed like any other"),
        (("grid", THREE, 3, 0, True), "a grid has no dummy: all its points throw the same dice"),
        (("fast", THREE, 64), "size = 64 (points a factor) is too few for fast; at least 65"),
        (("sobol_sequence", THREE, 100), "size = 100 is not a power of 2; did you mean 64 or 128?"),
        (("sobol", THREE, 1000), "size = 1000 is not 8 times a power of 2; did you mean 512 or 1024?"),
        (("sobol", THREE, 8), "size = 8 is too few for 8 scramblings; the least is 16"),
        (
            ("random", GROUPED, 8),
            "demand has a group, and random moves each factor alone; leave it out or choose sobol or morris",
        ),
        (
            ("morris", (Factor("a", 0, 1, group="b"), Factor("b", 0, 1)), 8),
            "group b has the name of a factor outside it; give it another name",
        ),
    ],
)
def test_nonsense_is_refused_in_one_line(asked: tuple, line: str) -> None:
    with pytest.raises(CommunityError) as refused:
        make_design(*asked)
    assert str(refused.value).startswith(line) and "\n" not in str(refused.value)


def test_an_option_that_a_kind_does_not_have_is_refused() -> None:
    with pytest.raises(CommunityError, match="did you mean scramblings"):
        make_design("sobol", THREE, 16, scrambling=4)
    with pytest.raises(CommunityError, match="random: base is not an option of random; it takes none"):
        make_design("random", THREE, 16, base={})
    with pytest.raises(CommunityError, match="second_order = perhaps is not yes or no"):
        make_design("sobol", THREE, 16, second_order="perhaps")
    for wrong in (0, 2.5, "many"):
        with pytest.raises(CommunityError, match=r"scramblings = .* is not a whole number of 1 or more"):
            make_design("sobol", THREE, 16, scramblings=wrong)


def test_seeds_that_do_not_fit_are_refused() -> None:
    design = make_design("sobol", THREE, 16, 0, dice=True)
    with pytest.raises(CommunityError, match="leaves no room for 3 replicates; choose a seed below 9e18"):
        seeds_of(design, 3, 2**63 - 1)
    with pytest.raises(CommunityError, match="replicates = 0 is too few; at least 1 is needed"):
        seeds_of(design, 0, 0)
