"""Recommending: budgets are kept, a planted best is found, and the number reported comes from seeds that the search never saw."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import Cost, NamedPlan
from community_dynamics.experiments.plans.plan_files import load_plan, plan_names
from community_dynamics.experiments.recommendation import search
from community_dynamics.experiments.recommendation.candidates import LATTICE, MOST_PLANS, NOTHING, Budget, Candidate, Choice
from community_dynamics.experiments.recommendation.recommend import Recommendation, choosable, recommend
from community_dynamics.sim.inputs import Change, Reaction, Scenario
from community_dynamics.sim.outcomes import OUTCOMES

PLACE = Scenario("a place", settings={"seats": 60, "days": 364, "founders": 20})
CONTRIBUTORS = list(OUTCOMES).index("weekly_contributors")


def one(name: str, lever: str, value: float, cost: Cost = Cost()) -> NamedPlan:  # noqa: B008 - frozen
    """A plan that sets one lever from its beginning on."""
    return NamedPlan(name, plan=(Change(0, levers={lever: value}),), cost=cost)


PLANS = {
    plan.name: plan
    for plan in (
        one("praise", "praise_rate", 0.9),
        one("prompts", "prompts_a_week", 9),
        one("curate", "curated_items_a_week", 20, Cost(facilitator_hours_a_month=20)),
        one("events", "event_money_a_month", 3000),
        one("facilitate", "facilitator_fte", 0.2),
    )
}


def worth(scenario: Scenario) -> float:
    """A planted value: praise, best from day 84 on, and curating; prompts only harm."""
    begun = {lever: change.from_day for change in scenario.plan for lever in change.levers}
    value = 10.0
    if "praise_rate" in begun:
        value += 3.0 - abs(begun["praise_rate"] - 84) / 84
    value += 2.0 * ("curated_items_a_week" in begun) - 2.0 * ("prompts_a_week" in begun)
    return value + 0.1 * ("event_money_a_month" in begun)


class Fake:
    """Outcomes as a function of the community, with luck that runs with one seed share; every seed asked for is kept."""

    def __init__(self) -> None:
        self.seeds: set[int] = set()
        self.calls: list[tuple[int, int]] = []

    def __call__(self, scenario: Scenario, seed: int, runs: int, *_: Any) -> np.ndarray:
        found = np.full((runs, len(OUTCOMES)), 0.5)
        for place, number in enumerate(range(seed, seed + runs)):
            self.seeds.add(number)
            own = np.random.default_rng([number, int(1000 * worth(scenario))]).normal(scale=0.3)
            found[place, CONTRIBUTORS] = worth(scenario) + np.random.default_rng(number).normal(scale=2.0) + own
        self.calls.append((seed, runs))
        return found


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """The search with planted outcomes in place of runs."""
    found = Fake()
    monkeypatch.setattr(search, "outcomes_of", found)
    return found


def test_a_planted_best_is_found_with_its_date(fake: Fake) -> None:
    found = recommend(PLACE, PLANS, runs=100, seed=4)
    best = found.table.iloc[0]
    assert {"praise@84", "curate"} <= {part if part[0] == "p" else part.split("@")[0] for part in best["plan"].split("+")}
    assert "prompts" not in best["plan"] and best["value"] == pytest.approx(15.0, abs=0.6)
    assert best["among_best"] and not found.table.set_index("plan").loc["none", "among_best"]
    assert "does most for contributors a week" in found.statement


def test_the_number_reported_comes_from_fresh_seeds(fake: Fake) -> None:
    found = recommend(PLACE, PLANS, runs=50, seed=7)
    searched = {number for number in fake.seeds if number < search.FRESH}
    fresh = fake.seeds - searched
    assert min(searched) == 7 and fresh == set(range(search.FRESH + 7, search.FRESH + 57))
    for row in found.table.itertuples():
        scenario = laid(found.plans[row.plan], PLACE)
        assert row.value == pytest.approx(Fake()(scenario, search.FRESH + 7, 50)[:, CONTRIBUTORS].mean())
        assert row.in_the_search != row.value
    assert found.spent == sum(runs for _, runs in fake.calls)


def test_a_search_gives_the_same_answer_again(fake: Fake) -> None:
    one_time, again = (recommend(PLACE, PLANS, runs=20, seed=3) for _ in range(2))
    assert one_time.table.equals(again.table) and one_time.statement == again.statement


def test_where_nothing_helps_nothing_is_recommended(fake: Fake) -> None:
    found = recommend(PLACE, {"prompts": PLANS["prompts"]}, runs=30)
    assert found.table.iloc[0]["plan"] == "none" and "no plan found clearly beats doing nothing" in found.statement


@pytest.mark.parametrize("budget", [Budget(3.0, None), Budget(None, 20_000.0), Budget(0.0, 0.0)])
def test_no_finalist_exceeds_the_budget(fake: Fake, budget: Budget) -> None:
    found = recommend(PLACE, PLANS, budget, runs=20)
    hours = np.inf if budget.hours_a_week is None else budget.hours_a_week
    money = np.inf if budget.money_a_year is None else budget.money_a_year
    assert (found.table["paid_hours_a_week"] <= hours + 1e-6).all() and (found.table["money_a_year"] <= money + 1e-6).all()
    if hours < 4:
        assert not found.table["plan"].str.contains("curate").any(), "twenty hours a month are more than three a week"


def test_a_budget_too_small_for_any_plan_is_refused(fake: Fake) -> None:
    with pytest.raises(CommunityError, match=r"no plan fits the budget \(1 paid hours a week\); raise it, or name cheaper plans"):
        recommend(PLACE, {"curate": PLANS["curate"]}, Budget(1.0, None), runs=5)
    with pytest.raises(CommunityError, match="judge=men is not a way to judge; did you mean mean"):
        recommend(PLACE, PLANS, runs=5, judge="men")
    assert not fake.calls


@settings(max_examples=8)
@given(data=st.data())
def test_no_candidate_or_move_exceeds_a_budget_or_leaves_the_run(data: st.DataObject) -> None:
    budget = Budget(data.draw(st.sampled_from((0.0, 2.0, 8.0))), data.draw(st.sampled_from((0.0, 5_000.0, 50_000.0))))
    choice = Choice(PLACE, choosable(), budget)
    for candidate in choice.first_round(12, data.draw(st.integers(0, 50))):
        for near in [candidate, *list(choice.moves(candidate))[:: data.draw(st.integers(15, 25))]]:
            assert len(set(near.names)) == len(near.names) <= MOST_PLANS
            if choice.allowed(near):
                hours, money = choice.needs(near)
                assert hours <= budget.hours_a_week + 1e-6 and money <= budget.money_a_year + 1e-6  # type: ignore[operator]
                assert all(change.from_day < 364 for change in choice.plan_of(near).plan)


def test_a_reaction_counts_in_the_budget_as_if_it_held_all_the_time() -> None:
    levers = {"facilitator_hours_a_week": 26.0, "facilitator_fte": 1.0}
    rescue = NamedPlan("rescue", reactions=(Reaction("weekly_contributors", 5.0, levers=levers),))
    choice = Choice(PLACE, {"rescue": rescue}, Budget())
    assert choice.needs(choice.at(["rescue"], [0]))[0] == pytest.approx(20.0)
    assert choice.needs(NOTHING) == (0.0, 0.0)


@pytest.mark.parametrize("name", [name for name in plan_names() if not load_plan(name).settings])
def test_a_candidate_is_named_as_the_command_line_reads_it(name: str) -> None:
    choice = Choice(PLACE, choosable(), Budget())
    for day in (0, 3 * LATTICE):
        candidate = choice.at([name], [day])
        said, meant = load_plan(candidate.name), choice.plan_of(candidate)
        assert (said.plan, said.reactions, said.awards) == (meant.plan, meant.reactions, meant.awards)


def test_names_of_nothing_and_of_plans_with_their_own_beginning() -> None:
    mine = {"badges": load_plan("badges"), "launch": load_plan("soft_launch")}
    choice = Choice(PLACE, mine, Budget())
    assert NOTHING.name == "none" and choice.at(["launch", "badges"], [84, 0]).name == "badges@0+launch"
    assert choice.plan_of(choice.at(["badges"], [0])).first_day() == 0, "moved from the day 90 of its own"


def test_judges() -> None:
    values = np.array([[0.0, 3.0], [10.0, 4.0], *[[6.0, 4.0]] * 18])
    assert search.judged_by("mean", values).tolist() == pytest.approx([5.9, 3.95])
    assert search.judged_by("worst_decile", values).tolist() == pytest.approx([3.0, 3.5])
    assert search.judged_by("regret", values).tolist() == pytest.approx([-3 / 20, -(6 + 36) / 20])


def test_halving_gives_half_as_many_twice_the_runs() -> None:
    assert search.rounds(48, 16, 6) == [(48, 16), (24, 32), (12, 64), (6, 128)]
    assert search.rounds(3, 16, 6) == [(3, 16)]


def test_the_front_keeps_what_nothing_beats_in_every_way() -> None:
    costs = np.array([[1.0, 5.0], [2.0, 4.0], [2.0, 5.0], [1.0, 5.0]])
    assert search.front(costs).tolist() == [True, True, False, True]


def test_one_real_search_holds_together() -> None:
    found: Recommendation = recommend(PLACE.with_values({"settings.days": 126}), {"praise": PLANS["praise"]}, runs=6, threads=2)
    assert set(found.table["plan"]) >= {"none"} and isinstance(NOTHING, Candidate)
    assert found.table["cost_a_year"].gt(0).all() and found.covers.startswith("95 % intervals cover")
