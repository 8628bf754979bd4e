"""Comparisons: nothing changed is no difference; what changed is told with its interval and its sign."""

import numpy as np
import pytest
from undefined import STAYING

from community_dynamics.experiments.report.comparison_figures import comparison_figure
from community_dynamics.experiments.report.report_pages import of_comparison
from community_dynamics.experiments.studies.changes import changes_between, changes_line, side_names
from community_dynamics.experiments.studies.compare import Comparison, difference, paired, repairs, verdict
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES

# Nobody leaves, and whoever contributes at all has taken off: what is compared is defined in every run.
SIZE = {"seats": 40, "days": 105, "founders": 20, "stall_people": 0.1, "stall_share": 0.0}
SMALL = Scenario("small", settings=SIZE).with_values(STAYING)
BUSY = SMALL.with_values({"levers.demand": 1.3, "levers.hindrance_share": 0.9})


@pytest.fixture(scope="module")
def busy() -> Comparison:
    return paired(SMALL, BUSY, 8, 5, threads=2)


def test_a_community_does_not_differ_from_itself() -> None:
    comparison = paired(SMALL, SMALL, 5, 0, threads=2)
    table = comparison.table
    known = table["pairs"] > 0
    assert known.mean() > 0.8 and (table["difference"][known] == 0).all() and (table["same"] == 5).all()
    assert (table["verdict"] == np.where(known, "the same", "undefined")).all()
    assert "are the same in every outcome" in comparison.statement


def test_all_outcomes_in_order_with_both_sides_on_the_same_seeds(busy: Comparison) -> None:
    fates = [f"fate: {name}" for name in reversed(FATES)]
    assert list(busy.table["outcome"]) == [name for one in OUTCOMES for name in (fates if one == "fate" else [one])]
    sides = busy.runs.groupby("side")["seed"].apply(list)
    assert sides["a"] == sides["b"] == list(range(5, 13))


def test_the_difference_is_that_of_the_pairs_and_lies_in_its_interval(busy: Comparison) -> None:
    runs = busy.runs.set_index(["side", "seed"])
    runs = runs.assign(**{f"fate: {name}": runs["fate"] == number for number, name in enumerate(FATES)}).astype(float)
    assert (busy.table["pairs"] > 0).mean() > 0.8
    for _, row in busy.table[busy.table["pairs"] > 0].iterrows():
        change = runs.loc["b", row["outcome"]] - runs.loc["a", row["outcome"]]
        assert row["difference"] == pytest.approx(change.mean(), rel=1e-9, abs=1e-12)
        if row["pairs"] > 1:
            assert row["low"] - 1e-9 <= row["difference"] <= row["high"] + 1e-9
        if row["pairs"] == row["runs"]:
            assert row["second"] - row["first"] == pytest.approx(row["difference"], rel=1e-6, abs=1e-9)


def test_more_work_is_more_strain_and_worse(busy: Comparison) -> None:
    strain = busy.table.set_index("outcome").loc["strain"]
    assert strain["low"] > 0 and strain["verdict"] == "worse"


def test_exchanging_the_sides_changes_the_sign_alone(busy: Comparison) -> None:
    back = paired(BUSY, SMALL, 8, 5, threads=1)
    assert np.allclose(back.table["difference"], -busy.table["difference"], equal_nan=True)
    assert list(back.table["gained"].dropna()) == list(busy.table["lost"].dropna())


def test_verdicts_follow_what_is_better() -> None:
    clear = {"same": 0, "pairs": 9, "runs": 9, "low": 0.1, "high": 0.3, "difference": 0.2}
    assert [verdict(name, clear) for name in ("safety", "strain", "gini")] == ["better", "worse", "more"]
    assert verdict("safety", clear | {"low": -0.1}) == "unclear"
    assert verdict("safety", clear | {"same": 9, "low": 0.0, "high": 0.0, "difference": 0.0}) == "the same"


def test_pairs_with_an_unknown_outcome_are_left_out() -> None:
    row = difference("safety", np.array([0.1, np.nan, 0.3]), np.array([0.2, 0.5, 0.4]))
    assert row["pairs"] == 2 and row["difference"] == pytest.approx(0.1)
    assert difference("safety", np.array([np.nan]), np.array([0.2]))["pairs"] == 0


def test_repairs_are_ranked_by_what_they_add() -> None:
    better = {"less work": {"levers.demand": 0.6, "levers.hindrance_share": 0.1}, "nothing": {}}
    found = repairs(BUSY, better, 6, 0, threads=2, outcome="strain")
    assert list(found.table["repair"]) == ["less work", "nothing"]
    nothing = found.table.set_index("repair").loc["nothing"]
    assert nothing["difference"] == nothing["days_gained"] == nothing["contributors_gained"] == 0
    assert found.table["high"][0] < 0 and "less work" in found.statement
    assert set(found.runs["side"]) == {"no repair", *better} and len(found.runs) == 18


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="runs = 0 is too few"):
        paired(SMALL, SMALL, 0)
    with pytest.raises(ValueError, match="no repair is named"):
        repairs(SMALL, {}, 3)
    with pytest.raises(LookupError, match="did you mean strain"):
        repairs(SMALL, {"x": {}}, 3, outcome="strian")


def test_costs_are_never_better_or_worse() -> None:
    """They fall where a community shrinks, too."""
    fallen = {"same": 0, "pairs": 9, "runs": 9, "low": -9.0, "high": -3.0, "difference": -5.0}
    assert {verdict(name, fallen) for name in OUTCOMES if name.startswith("cost_")} == {"less"}


def test_the_second_community_is_named_after_its_change(busy: Comparison) -> None:
    assert side_names(SMALL, BUSY) == ("small", "with demand 1.3 and hindrance share 0.9")
    many = BUSY.with_values({"levers.cadence_days": 30, "settings.days": 84})
    assert side_names(SMALL, many)[1] == "with 4 changes"
    page = of_comparison(busy)
    assert "Small with demand 1.3 and hindrance share 0.9" in page and "What was changed" in page
    beneath = comparison_figure(busy).get_supxlabel()
    assert "Hindrance share" in beneath and "second" not in beneath


def test_changes_are_told_before_and_after() -> None:
    changes = changes_between(SMALL, SMALL.with_values({"levers.cadence_days": 30, "dials.cause": 1.0}))
    assert changes["changed"].tolist() == ["Cause dial", "Days between events"]
    assert changes[["before", "after"]].to_numpy().tolist()[0] == ["not set", "1"]
    assert changes["after"][1] == "30" and changes["meaning"].str.len().min() > 0
    assert changes_line(changes).startswith("Changed: Cause dial not set → 1; Days between events")
    assert changes_between(SMALL, SMALL).empty and changes_line(changes_between(SMALL, SMALL)) == ""
