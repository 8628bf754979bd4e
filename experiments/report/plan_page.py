"""A comparison of plans as a page for those who decide: the answer first, what it costs, how sure it is, assumptions last."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import limits_words, percent, several, tidy
from community_dynamics.experiments.plans.named_plan import PEOPLE, NamedPlan
from community_dynamics.experiments.plans.plan_words import cost_words, plan_lines
from community_dynamics.experiments.plans.prices import COSTS_COVER, Prices
from community_dynamics.experiments.presentation.page import Section, Table, page
from community_dynamics.experiments.report.report_pages import about_section, capital
from community_dynamics.experiments.studies.plan_comparison import PlanComparison
from community_dynamics.sim.outcomes import OUTCOMES

CHIEF = ("flourishing", "holding", "weekly_contributors", "weekly_visitors", "answered_share", "motivation", "safety", "strain")


def of_plans(comparison: PlanComparison, figures: Mapping[str, Figure], prices: Prices) -> str:
    """The whole page."""
    first = next(iter(comparison.plans)).replace("_", " ")
    sections = [
        Section("If nothing changes", [unchanged_words(comparison)]),
        Section("What each plan changes", [best_words(comparison)], [figures["plans"]], [effect_table(comparison)]),
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
        f"With {first.replace('_', ' ')}, {percent(rows['flourishing'].mean())} of {len(rows)} runs flourish and "
        f"{percent(rows['holding'].mean())} flourish or hold; "
        f"{tidy(rows['weekly_contributors'].mean())} people contribute a week at the end."
    )


def best_words(comparison: PlanComparison) -> str:
    """How sure the choice is."""
    names = [name.replace("_", " ") for name in comparison.best]
    label = OUTCOMES[comparison.outcome].label.lower()
    if len(names) == 1:
        return f"In {label}, {names[0]} is better than every other plan, all comparisons taken together."
    return f"In {label}, {several(names)} cannot be told apart: choose among them by cost, or run more."


def effect_table(comparison: PlanComparison) -> Table:
    """The chief outcomes under each plan."""
    chosen = [*dict.fromkeys((comparison.outcome, *CHIEF))]
    rows = comparison.effects[comparison.effects["outcome"].isin(chosen)]
    first = next(iter(comparison.plans)).replace("_", " ")
    table = pd.DataFrame(
        {
            "plan": rows["plan"].str.replace("_", " "),
            "outcome": rows["label"],
            first: rows["first"],
            "with the plan": rows["second"],
            "difference": rows["difference"],
            "95 % interval": [limits_words(*ends) for ends in zip(rows["low"], rows["high"], strict=True)],
            "verdict": rows["verdict"],
            "worlds gained": rows["gained"],
            "worlds lost": rows["lost"],
            "weeks until it shows": rows["weeks_to_effect"],
        }
    )
    caption = (
        "Worlds gained and lost: pairs of runs with the same seed that flip for yes-or-no outcomes. Weeks until it shows: from "
        "the plan's beginning until weekly contributors differ beyond chance for four weeks."
    )
    return Table(table.reset_index(drop=True), caption)


def cost_paragraph(prices: Prices) -> str:
    """Prices, and what costs cover."""
    told = several([f"{tidy(prices.of(who))} an hour of a {who}" for who in PEOPLE])
    return f"{COSTS_COVER}: {told}. Minutes in the community may be time well spent: the table counts them all."


def cost_table(comparison: PlanComparison) -> Table:
    """Hours and money a year."""
    costs = comparison.costs
    table = pd.DataFrame({"plan": costs["plan"].str.replace("_", " ")})
    for who in PEOPLE:
        table[f"{who} hours a year"] = costs[f"{who}_hours_a_year"].round()
    table["money a year"] = costs["money_a_year"].round()
    table["all, in money, a year"] = costs["cost_a_year"].round()
    table["beyond the first"] = costs["more_a_year"].round()
    table["95 % interval"] = [
        limits_words(*ends) for ends in zip(costs["more_low"].round(), costs["more_high"].round(), strict=True)
    ]
    unit = OUTCOMES[comparison.outcome]
    table[f"{unit.label.lower()} gained for 1,000 a year"] = costs["gain_for_1000"]
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
        rows.append((str(plan).replace("_", " "), *sides))
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
    names = [name.replace("_", " ") for name in comparison.plans]
    grid = pairs.assign(words=words).pivot(index="plan", columns="than", values="words")
    grid = grid.loc[list(comparison.plans), list(comparison.plans)].fillna("")
    grid.columns = pd.Index(names)
    grid.insert(0, "plan", names)
    return Table(grid.reset_index(drop=True))


def plan_paragraph(name: str, plan: NamedPlan) -> str:
    """One plan: its story, what it does when, what it takes, where its numbers come from."""
    takes = cost_words(plan.cost)
    does = "; ".join(plan_lines(plan))
    parts = [f"{capital(name.replace('_', ' '))}. {plan.story}", f"It does: {does}." if does else ""]
    parts += [f"Besides its levers it takes {takes}." if takes else "", f"Source: {plan.source}" if plan.source else ""]
    return " ".join(part for part in parts if part)
