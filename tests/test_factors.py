"""Factors: every distribution has the values it promises, and a study file's mistakes get one clear line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.designs.distributions import DISTRIBUTIONS
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.experiments.designs.named_points import scaler

EVEN = (np.arange(20_000) + 0.5) / 20_000
EACH = (
    Factor("uniform", -1.0, 3.0),
    Factor("log_uniform", 0.01, 100.0, "log_uniform"),
    Factor("triangular", 0.0, 4.0, "triangular", {"most_likely": 1.0}),
    Factor("normal", 0.2, 0.9, "normal", {"mean": 0.5, "spread": 0.1}),
    Factor("log_normal", 5.0, 300.0, "log_normal", {"median": 40.0, "spread_factor": 2.0}),
    Factor("beta", 10.0, 20.0, "beta", {"alpha": 2.0, "beta": 5.0}),
    Factor("values", 0.1, 2.0, "values", values=(0.1, 0.5, 2.0)),
)
WHOLE = (
    Factor("uniform", 2.0, 7.0, whole=True),
    Factor("log_uniform", 1.0, 64.0, "log_uniform", whole=True),
    Factor("triangular", 0.0, 9.0, "triangular", {"most_likely": 0.0}, whole=True),
    Factor("normal", 1.0, 9.0, "normal", {"mean": 5.0, "spread": 2.0}, whole=True),
    Factor("values", 1.0, 5.0, "values", values=(1.0, 2.0, 5.0), whole=True),
)


def named(factor: Factor) -> str:
    return factor.name


def test_every_distribution_is_tried_here() -> None:
    assert [factor.distribution for factor in EACH] == list(DISTRIBUTIONS)


@pytest.mark.parametrize("factor", (*EACH, *WHOLE), ids=named)
def test_values_never_fall_and_span_the_range_from_end_to_end(factor: Factor) -> None:
    values = factor.value(np.linspace(0.0, 1.0, 5001))
    assert values[0] == pytest.approx(factor.low) and values[-1] == pytest.approx(factor.high)
    assert (np.diff(values) >= 0.0).all() and values.min() >= factor.low and values.max() <= factor.high
    assert not factor.whole or (values == np.rint(values)).all()


@pytest.mark.parametrize("factor", EACH, ids=named)
def test_a_value_depends_on_its_own_share_alone(factor: Factor) -> None:
    assert (factor.value(EVEN)[:70] == factor.value(EVEN[:70])).all()


@pytest.mark.parametrize("factor", (*EACH[:-1],), ids=named)
def test_there_is_a_way_back_from_a_value(factor: Factor) -> None:
    for unit in (0.0, 0.13, 0.5, 0.77, 1.0):
        value = round(float(factor.value(np.array(unit))), 6)
        assert factor.unit_of(value) == pytest.approx(unit, abs=1e-4)
        again = float(factor.value(np.array(factor.unit_of(value))))
        assert again == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("factor", WHOLE, ids=named)
def test_the_way_back_from_a_whole_number_is_well_inside_its_share(factor: Factor) -> None:
    for value in np.unique(factor.value(EVEN)):
        unit = factor.unit_of(float(value))
        assert (factor.value(np.array([unit - 1e-6, unit, unit + 1e-6])) == value).all()


def test_a_cut_normal_has_the_moments_of_the_theory() -> None:
    factor = EACH[3]
    theory = stats.truncnorm(-3.0, 4.0, 0.5, 0.1)
    values = factor.value(EVEN)
    assert values.mean() == pytest.approx(theory.mean(), abs=1e-4)
    assert values.std() == pytest.approx(theory.std(), rel=1e-3)


def test_two_of_three_values_of_a_log_normal_lie_within_its_factor_of_the_median() -> None:
    factor = Factor("length", 1e-6, 1e9, "log_normal", {"median": 40.0, "spread_factor": 2.0})
    values = factor.value(EVEN)
    assert np.median(values) == pytest.approx(40.0, rel=1e-3)
    assert ((values > 20.0) & (values < 80.0)).mean() == pytest.approx(0.6827, abs=1e-3)


def test_triangular_and_beta_have_their_textbook_means() -> None:
    assert EACH[2].value(EVEN).mean() == pytest.approx((0.0 + 4.0 + 1.0) / 3.0, abs=1e-4)
    assert EACH[5].value(EVEN).mean() == pytest.approx(10.0 + 10.0 * 2.0 / 7.0, abs=1e-4)


def test_a_log_uniform_spends_equal_shares_on_equal_orders_of_magnitude() -> None:
    decades = np.floor(np.log10(EACH[1].value(EVEN)))
    assert (np.unique(decades, return_counts=True)[1] == 5000).all()


@given(low=some.integers(-5, 5), count=some.integers(2, 9), times=some.integers(1, 20))
def test_whole_numbers_and_listed_values_come_equally_often(low: int, count: int, times: int) -> None:
    unit = (np.arange(count * times) + 0.5) / (count * times)
    listed = tuple(float(low + k) for k in range(count))
    for factor in (
        Factor("seats", low, low + count - 1, whole=True),
        Factor("seats", listed[0], listed[-1], "values", values=listed),
    ):
        found, often = np.unique(factor.value(unit), return_counts=True)
        assert tuple(found) == listed and (often == times).all()


def test_the_first_and_last_whole_number_get_the_whole_share_that_their_distribution_gives_them() -> None:
    found, often = np.unique(WHOLE[3].value(EVEN), return_counts=True)
    share = np.diff(stats.norm(5.0, 2.0).cdf(np.arange(0.5, 10.0)))
    assert tuple(found) == tuple(range(1, 10)) and often / len(EVEN) == pytest.approx(share / share.sum(), abs=1e-4)


def test_ranges_give_the_very_values_that_designs_have_always_had() -> None:
    for path in ("levers.demand", "settings.team_size", "levers.rival_tool"):
        factor = factor_of(path, None)
        assert (factor.value(EVEN) == scaler(path, factor.low, factor.high)(EVEN)).all()


@pytest.mark.parametrize(
    ("path", "written", "expected"),
    [
        ("levers.demand", None, Factor("levers.demand", 0.6, 1.2)),
        ("levers.demand", "0.7:0.9", Factor("levers.demand", 0.7, 0.9)),
        ("levers.demand", (0.7, 0.9), Factor("levers.demand", 0.7, 0.9)),
        ("dials.cause", ("low", "middle"), Factor("dials.cause", 0.0, 0.5)),
        ("dials.cause", "0:1:3", Factor("dials.cause", 0.0, 1.0, "values", values=(0.0, 0.5, 1.0))),
        ("levers.demand", [0.9, 0.6], Factor("levers.demand", 0.6, 0.9, "values", values=(0.6, 0.9))),
        (
            "failures.work_pressure",
            ["no", "yes"],
            Factor("failures.work_pressure", 0, 1, "values", values=(0.0, 1.0), whole=True),
        ),
        ("settings.team_size", {"low": 3, "high": 6}, Factor("settings.team_size", 3, 6, whole=True)),
        ("levers.demand", {"group": "work"}, Factor("levers.demand", 0.6, 1.2, group="work")),
        ("levers.demand", {"values": [0.6, 1]}, Factor("levers.demand", 0.6, 1.0, "values", values=(0.6, 1.0))),
        (
            "theory.contagion",
            {"distribution": "normal", "mean": 0.2, "spread": "0.1", "low": 0, "high": 0.5},
            Factor("theory.contagion", 0.0, 0.5, "normal", {"mean": 0.2, "spread": 0.1}),
        ),
    ],
)
def test_what_a_study_file_may_say(path: str, written: object, expected: Factor) -> None:
    assert factor_of(path, written) == expected


def test_a_foreign_model_names_its_factors_freely_and_gives_their_ends() -> None:
    assert factor_of("homophily", {"low": 0, "high": 8, "whole": "yes"}, foreign=True) == Factor("homophily", 0, 8, whole=True)
    with pytest.raises(CommunityError, match="homophily has no low and no high; write homophily: low:high"):
        factor_of("homophily", {"distribution": "log_uniform"}, foreign=True)


KNOWN = "known are uniform, log_uniform, triangular, normal, log_normal, beta, values"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (0.7, "levers.demand = 0.7 is one value; to vary it write low:high, or a list of values"),
        ("0.9:0.7", "levers.demand = 0.9..0.7 is no range; the first value must be the smaller"),
        ("1:2:3:4", "levers.demand = 1:2:3:4 is not low:high, or low:high:count"),
        ("0.6:1:one", "levers.demand = 0.6:1:one is not low:high:count with a count of 2 or more"),
        ([0.7], "levers.demand has 1 values; to vary it needs two or more"),
        ([], "levers.demand has 0 values; to vary it needs two or more"),
        ([0.7, 0.7, 0.8], "levers.demand lists 0.7 twice; list each value once"),
        ((0.6, 7), "levers.demand = 7 is outside 0..2 (mean demand of the job on a working day); did you mean 2?"),
        ({"distribution": "norml"}, f"levers.demand: distribution = norml is not a distribution; did you mean normal? {KNOWN}"),
        ({"distribution": "normal", "mean": 1}, "levers.demand: normal lacks spread; it needs mean and spread"),
        ({"distribution": "normal", "mean": 1, "spred": 1}, "levers.demand: spred is unknown; did you mean spread?"),
        ({"mean": 1}, "levers.demand: mean is not part of uniform; it takes low and high alone"),
        ({"lo": 0.7}, "levers.demand: lo is unknown; did you mean low?"),
        ({"distribution": "normal", "mean": 1, "spread": 0}, "levers.demand: spread = 0 must be a finite number above 0"),
        ({"distribution": "normal", "mean": "big", "spread": 1}, "levers.demand: mean = big is not a number"),
        (
            {"distribution": "normal", "mean": 90, "spread": 1},
            "levers.demand: 0.6..1.2 holds next to nothing of this normal; move or widen it",
        ),
        ({"distribution": "triangular", "most_likely": 2}, "levers.demand: most_likely = 2 is outside 0.6..1.2"),
        (
            {"distribution": "log_uniform", "low": 0},
            "levers.demand: log_uniform needs a low end above 0 (1 or more for whole numbers); choose a higher one",
        ),
        (
            {"distribution": "beta", "values": [1, 2]},
            "levers.demand: values = [1, 2] with beta; write values: [0.2, 0.5, 0.8]",
        ),
        ({"group": 3}, "levers.demand: group = 3 is not the name of a group"),
        ({"whole": "yes"}, "levers.demand is not a whole number, and a study cannot change that; leave out whole"),
        ({"whole": "perhaps"}, "levers.demand: whole = perhaps is not yes or no"),
    ],
)
def test_nonsense_is_refused_in_one_line(written: object, line: str) -> None:
    with pytest.raises(CommunityError) as refused:
        factor_of("levers.demand", written)
    assert str(refused.value) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("levers.demnd", "levers.demnd is not a lever; did you mean levers.demand?"),
        ("dice", "dice is the name of the dummy that throws other dice; give the factor another name"),
    ],
)
def test_names_that_cannot_vary(path: str, line: str) -> None:
    with pytest.raises(CommunityError) as refused:
        factor_of(path, (0.0, 1.0))
    assert str(refused.value).startswith(line)


def test_a_factor_that_contradicts_itself_cannot_be_made() -> None:
    for wrong in (
        lambda: Factor("a", 0.0, float("inf")),
        lambda: Factor("a", -1e308, 1e308),
        lambda: Factor("a", 0.0, 9.0, "log_uniform", whole=True),
        lambda: Factor("a", 0.0, 1.0, "values", values=(0.0, float("nan"), 1.0)),
        lambda: Factor("a", 0.5, 3.0, whole=True),
        lambda: Factor("a", 0.0, 1.0, values=(0.0, 1.0)),
        lambda: Factor("a", 0.0, 1.0, "values", values=(1.0, 0.0)),
        lambda: Factor("a", 0.0, 9.0, "values", values=(0.0, 1.0)),
    ):
        with pytest.raises(CommunityError):
            wrong()


def test_a_value_that_a_factor_never_has_is_refused() -> None:
    with pytest.raises(CommunityError, match=r"values = 0\.4 is none of its values 0\.1, 0\.5, 2; did you mean 0\.5\?"):
        EACH[-1].unit_of(0.4)
    with pytest.raises(CommunityError, match=r"uniform = 2\.5 is not a whole number in 2\.\.7, where it varies"):
        WHOLE[0].unit_of(2.5)
