"""A comparison of plans as a page for those who decide: the answer first, what it costs, how sure it is, assumptions last."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import limits_words, percent, several, tidy
from community_dynamics.experiments.plans.named_plan import NO_PLAN, PEOPLE, NamedPlan
from community_dynamics.experiments.plans.plan_words import choice_words, cost_words, plan_lines
from community_dynamics.experiments.plans.prices import COSTS_COVER, Prices
from community_dynamics.experiments.presentation.page import Section, Table, page
from community_dynamics.experiments.report.report_pages import about_section, capital
from community_dynamics.experiments.studies.plan_comparison import PlanComparison
from community_dynamics.sim.outcomes import OUTCOMES

CHIEF = ("flourishing", "holding", "weekly_contributors", "weekly_visitors", "answered_share", "motivation", "safety", "strain")
MOST_COLUMNS = 6  # plans side by side


def of_plans(comparison: PlanComparison, figures: Mapping[str, Figure], prices: Prices) -> str:
    """The whole page."""
    first = choice_words(next(iter(comparison.plans)))
    sections = [
        Section(
            "If nothing changes" if NO_PLAN.name in comparison.plans else f"With {first} alone", [unchanged_words(comparison)]
        ),
        Section("What each plan changes", [best_words(comparison)], [figures["plans"]], effect_tables(comparison)),
        Section("What it costs", [cost_paragraph(prices)], [figures["costs"]], [cost_table(comparison)]),
        Section("Who gains", [f"Compared with {first}; only what is clear of chance is named."], (), [gain_table(comparison)]),
        Section("Who beats whom", [joint_words(comparison)], (), [pair_table(comparison)]),
        Section("The plans", [plan_paragraph(name, plan) for name, plan in comparison.plans.items()], [figures["timeline"]]),
        *about_section(comparison.scenario, None),
    ]
    title = f"{capital(comparison.scenario.name.replace('_', ' '))}: {len(comparison.plans)} plans compared"
    return page(title, comparison.statement, sections, f"{comparison.covers}. {COSTS_COVER}.")


def unchanged_words(comparison: PlanComparison) -> str:
    """What becomes of the community under the first plan."""
    first = next(iter(comparison.plans))
    rows = comparison.runs[comparison.runs["plan"] == first]
    return (
        f"{capital(choice_words(first))}: {percent(rows['flourishing'].mean())} of {len(rows)} runs flourish and "
        f"{percent(rows['holding'].mean())} flourish or hold; "
        f"{tidy(rows['weekly_contributors'].mean())} people contribute a week at the end."
    )


def best_words(comparison: PlanComparison) -> str:
    """How sure the choice is."""
    names = [choice_words(name) for name in comparison.best]
    label = OUTCOMES[comparison.outcome].label.lower()
    if len(names) == 1:
        return f"In {label}, {names[0]} is better than every other plan, all comparisons taken together."
    return f"In {label}, {several(names)} cannot be told apart: choose among them by cost, or run more."


def effect_tables(comparison: PlanComparison) -> list[Table]:
    """The chief outcomes under each plan, a column a plan as long as there are few; worlds that flip, and when it shows."""
    chosen = [*dict.fromkeys((comparison.outcome, *CHIEF))]
    rows = comparison.effects[comparison.effects["outcome"].isin(chosen)]
    first = choice_words(next(iter(comparison.plans)))
    cells = rows.assign(
        plan=rows["plan"].map(choice_words),
        told=[
            f"{tidy(row.second)} ({row.verdict}: {limits_words(row.low, row.high)})" if row.second == row.second else "–"
            for row in rows.itertuples()
        ],
    )
    if len(comparison.plans) > MOST_COLUMNS:
        table = cells[["plan", "label", "first", "told"]].set_axis(["plan", "outcome", first, "with the plan"], axis=1)
    else:
        one_each = cells.drop_duplicates("label")
        wide = cells.pivot(index="label", columns="plan", values="told").loc[one_each["label"]]
        table = pd.DataFrame({"outcome": one_each["label"].to_numpy(), first: one_each["first"].to_numpy()})
        for name in dict.fromkeys(cells["plan"]):
            table[name] = wide[name].to_numpy()
    caption = (
        f"Means; in brackets whether the plan is better or worse than {first}, and the 95 % interval of the difference. "
        "The file effects.csv has all outcomes."
    )
    return [Table(table.reset_index(drop=True), caption), flips_table(comparison)]


def flips_table(comparison: PlanComparison) -> Table:
    """By plan, pairs of worlds that flip, and how soon the plan shows."""
    found = comparison.effects.pivot(index="plan", columns="outcome", values=["gained", "lost", "weeks_to_effect"])
    found = found.loc[[name for name in comparison.plans if name in found.index]]
    table = pd.DataFrame({"plan": [choice_words(str(name)) for name in found.index]})
    for outcome, words in (("flourishing", "flourish"), ("holding", "flourish or hold")):
        table[f"{words} with the plan alone"] = found[("gained", outcome)].to_numpy(int)
        table[f"{words} without it alone"] = found[("lost", outcome)].to_numpy(int)
    table["weeks until it shows"] = found[("weeks_to_effect", "weekly_contributors")].to_numpy()
    caption = (
        f"Of {comparison.count} pairs of runs with the same seed, those in which one side alone comes well out. Weeks until it "
        "shows: from the plan's beginning until contributors a week differ beyond chance, for four weeks on end; – where never."
    )
    return Table(table, caption)


def cost_paragraph(prices: Prices) -> str:
    """Prices, and what costs cover."""
    told = several([f"{tidy(prices.of(who))} an hour of a {who}" for who in PEOPLE])
    return f"{COSTS_COVER}: {told}. Minutes in the community may be time well spent: the table counts them all."


def cost_table(comparison: PlanComparison) -> Table:
    """Hours and money a year."""
    costs = comparison.costs
    table = pd.DataFrame({"plan": costs["plan"].map(choice_words)})
    for who in PEOPLE:
        table[f"{who} hours a year"] = costs[f"{who}_hours_a_year"].round()
    table["money a year"] = costs["money_a_year"].round()
    table["all, in money, a year"] = costs["cost_a_year"].round()
    table[f"beyond {choice_words(next(iter(comparison.plans)))}"] = costs["more_a_year"].round()
    table["95 % interval"] = [
        limits_words(*ends) for ends in zip(costs["more_low"].round(), costs["more_high"].round(), strict=True)
    ]
    unit = OUTCOMES[comparison.outcome]
    moved = "less" if unit.better == "less" else "more"
    table[f"{moved} {unit.label.lower()} for 1,000 a year"] = costs["gain_for_1000"]
    return Table(table, "Means over all runs.")


def gain_table(comparison: PlanComparison) -> Table:
    """By plan, the groups that gain and those that lose."""
    rows = []
    for plan, found in comparison.gains.groupby("plan", sort=False):
        sides = []
        for verdict in ("better", "worse"):
            chosen = found[found["verdict"] == verdict]
            told = [
                f"{group} ({label.lower()} {tidy(first)} → {tidy(second)})"
                for group, label, first, second in zip(
                    chosen["group"], chosen["label"], chosen["first"], chosen["second"], strict=True
                )
            ]
            sides.append("; ".join(told) or "nobody clearly")
        rows.append((choice_words(str(plan)), *sides))
    return Table(pd.DataFrame(rows, columns=["plan", "better off", "worse off"]))


def joint_words(comparison: PlanComparison) -> str:
    """What the table of pairs says."""
    return (
        f"{OUTCOMES[comparison.outcome].label}, row minus column, with intervals that hold for all pairs at once with 95 % "
        "confidence."
    )


def pair_table(comparison: PlanComparison) -> Table:
    """Every two plans."""
    pairs = comparison.pairs
    words = [f"{tidy(row.difference)} ({limits_words(row.low, row.high)})" for row in pairs.itertuples()]
    names = [choice_words(name) for name in comparison.plans]
    grid = pairs.assign(words=words).pivot(index="plan", columns="than", values="words")
    grid = grid.loc[list(comparison.plans), list(comparison.plans)].fillna("")
    grid.columns = pd.Index(names)
    grid.insert(0, "plan", names)
    return Table(grid.reset_index(drop=True))


def plan_paragraph(name: str, plan: NamedPlan) -> str:
    """One plan: its story, what it does when, what it takes, where its numbers come from."""
    takes = cost_words(plan.cost)
    does = "; ".join(plan_lines(plan))
    parts = [f"{capital(choice_words(name))}. {plan.story}", f"It does: {does}." if does else ""]
    parts += [f"Besides its levers it takes {takes}." if takes else "", f"Source: {plan.source}" if plan.source else ""]
    return " ".join(part for part in parts if part)
