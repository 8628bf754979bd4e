"""Sensitivity finds what is known: Ishigami's shares, a linear function's slopes, and nothing in noise."""

import numpy as np
import pandas as pd
import pytest

from experiments.indices import (
    morris_design,
    morris_indices,
    seed_shares,
    sobol_design,
    sobol_indices,
)
from experiments.sensitivity import DICE, Findings, above_dice, check_factors, morris, sobol, state
from sim.inputs import Scenario

SMALL = Scenario("small", settings={"seats": 40, "days": 70, "founders": 8, "grace_days": 14})
FACTORS = {"levers.demand": (0.6, 1.2), "dials.contribution": (0.0, 1.0)}
# Ishigami's function with a = 7, b = 0.1: analytic first and total shares of the variance.
NAMES = ("second", "first", "third")
FIRST = {"first": 0.3139, "second": 0.4424, "third": 0.0}
TOTAL = {"first": 0.5576, "second": 0.4424, "third": 0.2437}


def ishigami(unit: np.ndarray) -> np.ndarray:
    """Ishigami's function of three factors on -pi..pi; the columns are in the order of NAMES."""
    second, first, third = (np.pi * (2 * unit - 1)).T
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


@pytest.mark.parametrize("second_order", [False, True])
def test_ishigamis_shares_are_recovered_and_lie_in_their_intervals(second_order: bool) -> None:
    unit = sobol_design(NAMES, 2048, 0, second_order)
    table, pairs = sobol_indices(NAMES, ishigami(unit), 0, second_order)
    assert tuple(table["factor"]) == NAMES
    for _, row in table.iterrows():
        assert row["first"] == pytest.approx(FIRST[row["factor"]], abs=0.02)
        assert row["total"] == pytest.approx(TOTAL[row["factor"]], abs=0.02)
        assert row["total_low"] < TOTAL[row["factor"]] < row["total_high"]
    if pairs is not None:
        best = pairs.iloc[0]
        assert {best["factor"], best["other"]} == {"first", "third"}
        assert best["pair"] == pytest.approx(0.2437, abs=0.03)


def test_morris_recovers_the_slopes_of_a_linear_function_exactly() -> None:
    names = ("zeal", "apathy", "mood")
    unit = morris_design(names, 6, 0)
    table = morris_indices(names, unit, 3 + unit @ [2.0, -5.0, 0.0], 0)
    assert tuple(table["factor"]) == names
    assert list(table["mu"]) == pytest.approx([2.0, -5.0, 0.0])
    assert list(table["mu_star"]) == pytest.approx([2.0, 5.0, 0.0])
    assert list(table["sigma"]) == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_morris_tells_an_interaction_from_a_slope() -> None:
    unit = morris_design(("a", "b", "c"), 20, 0)
    table = morris_indices(("a", "b", "c"), unit, unit[:, 0] * unit[:, 1] + unit[:, 2], 0).set_index("factor")
    assert table.loc["a", "sigma"] > 0.1 and table.loc["c", "sigma"] < 1e-9


def test_one_seed_one_answer_seed_zero_included() -> None:
    unit = sobol_design(NAMES, 64, 0)
    values = ishigami(unit)
    one, other = (sobol_indices(NAMES, values, 0)[0] for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    assert (sobol_design(NAMES, 64, 0) == unit).all() and (sobol_design(NAMES, 64, 1) != unit).any()
    design = morris_design(NAMES, 5, 0)
    assert (morris_design(NAMES, 5, 0) == design).all()
    tables = [morris_indices(NAMES, design, ishigami(design), 0) for _ in range(2)]
    pd.testing.assert_frame_equal(*tables)


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (
            lambda values: np.where(np.arange(len(values)) == 7, np.nan, values),
            "calm is not a finite number at 1 points",
        ),
        (
            lambda values: np.zeros(len(values)),
            "calm is 0 at every point, so nothing can explain it; widen the ranges",
        ),
        (lambda values: values[:-1], "calm: 19 values for 20 points"),
    ],
)
def test_outputs_that_would_give_silent_nonsense_are_refused(spoil, text: str) -> None:  # type: ignore[no-untyped-def]
    unit = morris_design(NAMES, 5, 0)
    with pytest.raises(ValueError) as caught:
        morris_indices(NAMES, unit, spoil(ishigami(unit)), 0, "calm")
    assert str(caught.value).startswith(text) and "\n" not in str(caught.value)


def test_designs_that_cannot_work_are_refused() -> None:
    with pytest.raises(ValueError, match=r"samples = 100 is not a power of 2; did you mean 64 or 128\?"):
        sobol_design(NAMES, 100, 0)
    with pytest.raises(ValueError, match="trajectories = 1 is too few"):
        morris_design(NAMES, 1, 0)
    with pytest.raises(ValueError, match="must be named, each once"):
        morris_design(("a", "a"), 4, 0)
    with pytest.raises(LookupError, match="did you mean"):
        check_factors(FACTORS, "flourising", 1, 0)
    with pytest.raises(ValueError, match="replicates = 0 is too few"):
        check_factors(FACTORS, "strain", 0, 0)


def test_the_share_of_the_dice_follows_the_law_of_total_variance() -> None:
    generator = np.random.default_rng(0)
    points = generator.normal(size=(4000, 1)) * 2.0
    of_runs, of_means = seed_shares(points + generator.normal(size=(4000, 5)))
    assert of_runs == pytest.approx(1 / 5, abs=0.02)
    assert of_means == pytest.approx((1 / 5) / (4 + 1 / 5), abs=0.01)
    assert all(np.isnan(share) for share in seed_shares(points))
    assert seed_shares(np.ones((5, 3))) == (0.0, 0.0)


@pytest.fixture(scope="module")
def screening() -> Findings:
    return morris(SMALL, FACTORS, "strain", 4, 2, 3, threads=2)


def test_screening_a_community(screening: Findings) -> None:
    table = screening.table
    assert set(table["factor"]) == {*FACTORS, DICE}
    assert table["mu_star"].is_monotonic_decreasing
    demand = table.set_index("factor").loc["levers.demand"]
    assert demand["mu"] > 0 and (demand["from"], demand["to"]) == (0.6, 1.2)
    assert len(screening.runs) == 4 * (len(FACTORS) + 2) * 2
    assert "Strain depends most on Demand (raises it by" in screening.statement
    assert 0.0 <= screening.seed_share <= 1.0 and "dice" in screening.covers


def test_all_but_the_dice_are_compared_on_the_same_dice(screening: Findings) -> None:
    runs = screening.runs[screening.runs["replication_id"] == 0].reset_index(drop=True)
    step = len(FACTORS) + 2
    for start in range(0, len(runs), step):
        part = runs.iloc[start : start + step]
        assert part["seed"].nunique() == 2
        moved = part["seed"].diff().fillna(0) != 0
        assert (part[list(FACTORS)].diff().abs().sum(axis=1)[moved] == 0).all()
    assert runs["seed"].nunique() == 2 * (len(runs) // step)


def test_shares_of_a_community() -> None:
    findings = sobol(SMALL, FACTORS, "strain", 16, 2, 0, threads=2, second_order=True)
    assert set(findings.table["factor"]) == {*FACTORS, DICE}
    assert findings.table["factor"].iloc[0] == "levers.demand"
    assert findings.pairs is not None and len(findings.pairs) == 3
    assert findings.converged is False and "Not converged" in findings.statement
    assert len(findings.runs) == 16 * (2 * 3 + 2) * 2


def test_what_never_varies_is_said_before_it_is_divided_by() -> None:
    with pytest.raises(ValueError, match="cost_money is 0 at every point"):
        morris(SMALL.with_values({"levers.cadence_days": 0}), FACTORS, "cost_money", 2, 1, 0, threads=1)


def test_words_for_a_study_in_which_nothing_stands_out() -> None:
    table = pd.DataFrame({"factor": ["levers.demand", DICE], "label": ["Demand", "dice"]})
    table["total"], table["total_low"], table["total_high"] = [0.2, 0.3], [0.1, 0.1], [0.3, 0.5]
    table["above_dice"] = above_dice(table, "total")
    assert state(table, "total", "strain", 0.6).startswith("Strain: no factor is told apart from the throw of the dice.")
