"""Which plans to choose in a community, within a budget, and how sure that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown
from community_dynamics.experiments.base.statements import percent, plain_name, several, tidy
from community_dynamics.experiments.base.values import outcome_with_mean
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.plans.plan_files import bundled, plan_names
from community_dynamics.experiments.plans.plan_words import choice_words
from community_dynamics.experiments.plans.prices import Prices
from community_dynamics.experiments.recommendation.candidates import NOTHING, Budget, Choice
from community_dynamics.experiments.recommendation.search import JUDGES, Final, Search, final, search
from community_dynamics.experiments.studies.compare import check_runs
from community_dynamics.experiments.studies.plan_comparison import COVERS, USUAL_PRICES
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS


@dataclass(frozen=True)
class Recommendation:
    """What a search found, judged on fresh seeds.

    table: finalists and doing nothing, best first, with value (95 % interval), what the search had thought, worst decile, regret,
    hours, money and cost, whether no other beats it in outcome, strain and cost at once (on_front), and whether it cannot be
    told from the best (among_best); spent: runs in all.
    """

    scenario: Scenario
    outcome: str
    judge: str
    budget: Budget
    table: pd.DataFrame
    statement: str
    covers: str
    plans: Mapping[str, NamedPlan]
    spent: int
    runs: int


def choosable() -> dict[str, NamedPlan]:
    """The bundled plans that a running community can choose: all but launches, which say how one begins."""
    found = {name: bundled(name)[0] for name in plan_names()}
    return {name: plan for name, plan in found.items() if not plan.settings}


def recommend(
    scenario: Scenario,
    plans: Mapping[str, NamedPlan] | None = None,
    budget: Budget = Budget(),  # noqa: B008 - frozen, and says what is meant
    runs: int = 200,
    seed: int = 0,
    outcome: str = "weekly_contributors",
    judge: str = "mean",
    uncertainty: str = "theory",
    prices: Prices = USUAL_PRICES,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Recommendation:
    """Search sets of up to three plans and their dates; report the finalists on `runs` fresh seeds.

    plans: what may be chosen, all bundled plans but launches unless said; judge: mean, worst_decile or regret.
    """
    check_runs(runs, seed)
    outcome_with_mean(outcome)
    if judge not in JUDGES:
        raise unknown(f"judge={shown(judge)}", "a way to judge", nearest(judge, JUDGES), f"it may be {', '.join(JUDGES)}")
    choice = Choice(scenario, choosable() if plans is None else plans, budget)
    if not any(choice.allowed(choice.at([name], [choice.days // 8])) for name in choice.plans):
        raise InvalidValue(f"no plan fits the budget ({budget_words(budget)}); raise it, or name cheaper plans with plan=[...]")
    state = Search(choice, outcome, judge, uncertainty, seed, threads, progress)
    finalists, searched = search(state)
    found = final(state, finalists, searched, runs, prices)
    chosen = {one.name: choice.plan_of(one) for one in found.candidates}
    statement = recommendation_sentence(scenario, outcome, budget, found)
    return Recommendation(
        scenario, outcome, judge, budget, found.table, statement, COVERS[uncertainty], chosen, state.spent, runs
    )


def budget_words(budget: Budget) -> str:
    """The budget in words."""
    parts = [] if budget.hours_a_week is None else [f"{tidy(budget.hours_a_week)} paid hours a week"]
    parts += [] if budget.money_a_year is None else [f"{tidy(budget.money_a_year)} of money a year"]
    return several(parts) if parts else "no limit"


def recommendation_sentence(scenario: Scenario, outcome: str, budget: Budget, found: Final) -> str:
    """What to choose, what it brings on fresh seeds against doing nothing, and what cannot be told from it."""
    table, show = found.table, percent if outcome in PROPORTIONS else tidy
    best, nothing = table.iloc[0], table[table["plan"] == NOTHING.name].iloc[0]
    label = OUTCOMES[outcome].label.lower()
    start = f"{plain_name(scenario)}, {budget_words(budget)}"
    place, idle = 0, found.candidates.index(NOTHING)
    better = found.ranking.beats(place, idle, OUTCOMES[outcome].better != "less") if idle else False
    if not better:
        return f"{start}: no plan found clearly beats doing nothing in {label} ({show(nothing['value'])})."
    rivals = [choice_words(str(name)) for name in table.loc[table["among_best"], "plan"][1:]]
    tied = f"; {several(rivals)} cannot be told from it" if rivals else ""
    return (
        f"{start}: {choice_words(str(best['plan']))} does most for {label}, {show(best['value'])} against "
        f"{show(nothing['value'])} if nothing changes, on fresh seeds{tied}."
    )
