"""Sensitivity in one call: a community's factors ranked, compared on the same dice, beside the noise floor."""

import numpy as np
import pytest

from community_dynamics.experiments.analysis.guards import DICE
from community_dynamics.experiments.studies.sensitivity import Analysis, sensitivity
from community_dynamics.sim.inputs import Scenario

ALIKE = {"resilience_spread": 0.0}  # people of equal resilience, so that strain tells of demand alone
SMALL = Scenario("small", settings={"seats": 30, "days": 56, "founders": 12}, theory=ALIKE)
FACTORS = {"levers.demand": (0.6, 1.2), "dials.cause": (0.0, 1.0)}


@pytest.fixture(scope="module")
def screening() -> Analysis:
    return sensitivity(SMALL, FACTORS, "strain", "morris", 6, 3, 3, threads=2)


def test_screening_a_community(screening: Analysis) -> None:
    table = screening.findings.table
    assert set(table["factor"]) == {*FACTORS, DICE}
    assert table["mu_star"].is_monotonic_decreasing
    demand = table.set_index("factor").loc["levers.demand"]
    assert demand["mu"] > 0 and (demand["from"], demand["to"]) == (0.6, 1.2)
    assert len(screening.runs) == 6 * (len(FACTORS) + 2) * 3
    assert "Strain depends most on Demand (raises it by" in screening.findings.statement
    assert 0.0 <= screening.findings.seed_share <= 1.0 and "which seeds were used" in screening.findings.covers


def test_all_but_the_dice_are_compared_on_the_same_dice(screening: Analysis) -> None:
    runs = screening.runs[screening.runs["replication_id"] == 0].reset_index(drop=True)
    step = len(FACTORS) + 2
    for start in range(0, len(runs), step):
        part = runs.iloc[start : start + step]
        assert part["seed"].nunique() == 2
        moved = part["seed"].diff().fillna(0) != 0
        assert (part[list(FACTORS)].diff().abs().sum(axis=1)[moved] == 0).all()


def test_shares_of_a_community() -> None:
    analysis = sensitivity(SMALL, FACTORS, "strain", "sobol", 32, 2, 0, threads=2, second_order=True)
    findings = analysis.findings
    assert set(findings.table["factor"]) == {*FACTORS, DICE}
    assert findings.table["factor"].iloc[0] == "levers.demand"
    assert findings.pairs is not None and len(findings.pairs) == 3
    assert findings.verdict is not None and (findings.verdict == "converged") == bool(findings.converged)
    assert len(analysis.runs) == 32 * (2 * 3 + 2) * 2


def test_a_slice_of_the_answer_does_not_depend_on_threads() -> None:
    one, two = (sensitivity(SMALL, FACTORS, "strain", "morris", 3, 2, 0, threads=threads) for threads in (1, 2))
    assert one.runs.equals(two.runs)
    assert np.array_equal(one.findings.table["mu_star"], two.findings.table["mu_star"])


def test_what_never_varies_is_said_before_it_is_divided_by() -> None:
    with pytest.raises(ValueError, match="cost_money is 0 at every point"):
        sensitivity(SMALL.with_values({"levers.cadence_days": 0}), FACTORS, "cost_money", "morris", 2, 1, 0, threads=1)
