"""Plans compared on the same seeds: what is the same is the same, a planted best is found, costs and times are right."""

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.plans.named_plan import NO_PLAN, Cost, NamedPlan
from community_dynamics.experiments.plans.prices import Prices
from community_dynamics.experiments.report.plan_figures import cost_figure, plans_figure, timeline_figure
from community_dynamics.experiments.report.plan_page import best_words, effect_tables, of_plans
from community_dynamics.experiments.studies.compare import paired
from community_dynamics.experiments.studies.plan_comparison import PlanComparison, compare_plans, pairing_saves, weeks_to_effect
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Change, Scenario
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.state import WEEKLY

PLACE = Scenario("a place", settings={"seats": 60, "days": 140, "founders": 20})
SAME = NamedPlan("same_again", plan=(Change(20, at_least={"praise_rate": 0.0}),), cost=Cost(money_once=1000.0))
REST = NamedPlan("rest", "Work is taken off.", "Nobody.", (Change(14, levers={"demand": 0.2, "hindrance_share": 0.0}),))
TOIL = NamedPlan("toil", plan=(Change(14, levers={"demand": 1.5, "hindrance_share": 1.0}),))
PLANS = {plan.name: plan for plan in (NO_PLAN, SAME, REST, TOIL)}


@pytest.fixture(scope="module")
def four() -> PlanComparison:
    return compare_plans(PLACE, PLANS, 24, 3, "strain", threads=2)


def test_a_plan_that_changes_nothing_differs_in_nothing_but_its_cost(four: PlanComparison) -> None:
    rows = four.effects[four.effects["plan"] == "same_again"]
    assert (rows["difference"].fillna(0) == 0).all() and set(rows["verdict"]) <= {"the same", "undefined"}
    cost = four.costs.set_index("plan").loc["same_again"]
    assert cost[["more_a_year", "more_low", "more_high"]].tolist() == pytest.approx([1000 / (140 / 365)] * 3)
    assert cost["gain_for_1000"] == 0


def test_a_planted_best_beats_all_others_and_less_strain_is_better(four: PlanComparison) -> None:
    assert four.best == ("rest",) and "rest does most for strain" in four.statement
    pairs = four.pairs.set_index(["plan", "than"])
    assert pairs.loc[("rest", "none"), "high"] < 0 < pairs.loc[("toil", "none"), "low"]
    assert pairs.loc[("same_again", "none"), "difference"] == 0
    assert four.gains.set_index(["plan", "group"]).loc[("toil", "all present (strain)"), "verdict"] == "worse"


def test_effects_are_those_of_comparing_two_communities() -> None:
    found = compare_plans(PLACE, {"none": NO_PLAN, "rest": REST}, 10, 5, uncertainty="seeds", threads=2)
    table = paired(PLACE, REST.laid_over(PLACE), 10, 5, threads=1).table
    both = [frame[["difference", "low", "high", "gained"]].to_numpy(float) for frame in (found.effects, table)]
    assert np.array_equal(*both, equal_nan=True)
    assert found.covers.startswith("95 % intervals cover seed noise (other")


def test_neither_threads_nor_growing_in_steps_change_a_number(four: PlanComparison) -> None:
    again = compare_plans(PLACE, PLANS, 24, 3, "strain", threads=1)
    pd.testing.assert_frame_equal(again.effects, four.effects)
    grown = compare_plans(PLACE, PLANS, 8, 3, "strain", precision=1e-9, most_runs=24, threads=2)
    assert grown.count == 24
    pd.testing.assert_frame_equal(grown.runs, four.runs)


def test_runs_grow_until_the_interval_is_as_narrow_as_asked() -> None:
    plans = {"none": NO_PLAN, "rest": REST}
    few = compare_plans(PLACE, plans, 8, 0, "strain", precision=1.0, threads=2)
    more = compare_plans(PLACE, plans, 8, 0, "strain", precision=0.02, most_runs=200, threads=2)
    row = more.effects[more.effects["outcome"] == "strain"].iloc[0]
    assert few.count == 8 and (more.count == 200 or (row["high"] - row["low"]) / 2 <= 0.02)


def weekly(contributors: np.ndarray) -> Ensemble:
    """Runs whose weekly contributors are given."""
    series = np.zeros(contributors.shape, WEEKLY)
    series["contributors"] = contributors
    return Ensemble(np.zeros((len(contributors), len(OUTCOMES))), np.zeros((len(contributors), 1)), series)


def test_weeks_until_an_effect_shows() -> None:
    noise = np.random.default_rng(0).normal(size=(50, 40))
    later = noise + np.random.default_rng(1).normal(size=(50, 40)) * 0.1
    later[:, 20:] += 3.0
    assert weeks_to_effect(weekly(noise), weekly(later), 7 * 15) == 5
    assert weeks_to_effect(weekly(noise), weekly(later), 7 * 20) == 0
    assert np.isnan(weeks_to_effect(weekly(noise), weekly(noise), 0))


def test_chance_alone_seldom_shows_as_an_effect() -> None:
    generator = np.random.default_rng(2)
    shown = [
        weeks_to_effect(weekly(generator.normal(size=(40, 100))), weekly(generator.normal(size=(40, 100))), 0) for _ in range(60)
    ]
    assert np.isfinite(shown).sum() <= 5


def test_what_pairing_saves() -> None:
    luck = np.random.default_rng(0).normal(size=200) * 3
    own = np.random.default_rng(1).normal(size=(200, 2))
    assert pairing_saves(luck[:, None] + own) == pytest.approx((3**2 * 2 + 2) / 2, rel=0.25)
    assert np.isnan(pairing_saves(np.ones((5, 2))))


def test_one_run_leaves_all_plans_level() -> None:
    found = compare_plans(PLACE, {"none": NO_PLAN, "rest": REST}, 1, 0, threads=1)
    assert found.best == ("none", "rest") and "no plan can be told from another" in found.statement
    assert "cannot be told apart" in best_words(found)
    assert cost_figure(found).axes[0].get_legend() is not None


@pytest.mark.parametrize(
    ("plans", "options", "line"),
    [
        ({"none": NO_PLAN}, {}, "one plan alone cannot be compared"),
        (PLANS, {"precision": 0.0}, "precision = 0 is not above 0"),
        (PLANS, {"outcome": "strian"}, "did you mean strain"),
        (PLANS, {"runs": 0}, "runs = 0 is too few"),
        (
            {"none": NO_PLAN, "late": NamedPlan("late", plan=(Change(140, levers={"demand": 0.1}),))},
            {},
            r"plan=late: plan\[0\].from_day = 140 is beyond the last day, 139",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(plans: dict[str, NamedPlan], options: dict[str, object], line: str) -> None:
    with pytest.raises(CommunityError, match=line):
        compare_plans(PLACE, plans, **{"runs": 2, **options})  # type: ignore[arg-type]


def test_pictures_say_what_was_found(four: PlanComparison) -> None:
    courses, left, _ = plans_figure(four).axes
    assert len(courses.lines) >= 4 and "Strain" in left.get_xlabel()
    assert [label.get_text() for label in left.get_yticklabels()] == ["toil", "rest", "same again"]
    timeline = timeline_figure(four.plans, 140)
    assert len(timeline.axes[0].patches) == 3, "a bar for each plan that changes something"
    assert cost_figure(four).axes[0].get_xlabel().startswith("Cost beyond")


def test_the_page_begins_with_the_answer_and_names_who_loses(four: PlanComparison) -> None:
    figures = {"plans": plans_figure(four), "costs": cost_figure(four), "timeline": timeline_figure(four.plans, 140)}
    text = of_plans(four, figures, Prices(member=50))
    assert text.index(four.statement[:40]) < text.index("If nothing changes") < text.index("What it costs")
    wide, flips = effect_tables(four)
    assert wide.data.columns.tolist() == ["outcome", "doing nothing", "same again", "rest", "toil"]
    assert wide.data.set_index("outcome").loc["Strain", "toil"].split(" (")[1].startswith("worse: ")
    assert flips.data["plan"].tolist() == ["same again", "rest", "toil"]
    assert "50 an hour of a member" in text and "all present (strain)" in text
