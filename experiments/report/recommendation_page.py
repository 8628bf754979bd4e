"""A recommendation as a picture and as a page: what to do first, what it costs, what was given up, how sure it is."""

from collections.abc import Mapping
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import limits_words, outcome_label, percent, tidy
from community_dynamics.experiments.plans.plan_words import choice_words, plan_lines
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    RED,
    TICK,
    explain,
    name_axes,
    note,
    sheet,
    whiskers,
)
from community_dynamics.experiments.presentation.page import Section, Table, page
from community_dynamics.experiments.recommendation.recommend import Recommendation
from community_dynamics.experiments.report.report_pages import about_section, capital

NAME_ROOM = 34


def recommendation_figure(found: Recommendation) -> Figure:
    """Finalists on fresh seeds, and against what they cost."""
    table = found.table.iloc[::-1]
    figure, (left, right) = sheet(found.statement.rstrip("."), 1, 2, 15.5, 1.9 + 0.95 * len(table), width_ratios=(1.2, 1))
    places = np.arange(len(table))
    for among, color, label in ((True, GREEN, "cannot be told from the best"), (False, GREY, "less, beyond chance")):
        chosen = table["among_best"].to_numpy() == among
        if chosen.any():
            rows = table[chosen]
            whiskers(left, places[chosen], rows["value"], rows["low"], rows["high"], color=color, label=label)
    left.plot(table["in_the_search"], places, "x", color=RED, markersize=8, label="what the search had seen")
    left.set_yticks(places, ["\n".join(wrap(choice_words(name), NAME_ROOM)) for name in table["plan"]], fontsize=TICK)
    left.set_ylim(-0.6, len(table) - 0.4)
    name_axes(left, outcome_label(found.outcome), "", "On fresh seeds")
    explain(left, loc="lower right")
    for number, row in zip(range(len(table), 0, -1), table.itertuples(), strict=True):
        place = row.cost_a_year / 1000, row.value
        right.plot(*place, "o", color=BLUE if row.on_front else GREY, markersize=10)
        right.annotate(f"{number}", place, xytext=(7, 5), textcoords="offset points", fontsize=TICK)
    right.margins(0.15)
    name_axes(
        right,
        "Cost of all hours and money (thousands of currency a year)",
        outcome_label(found.outcome),
        "Numbered from the best down",
    )
    note(
        figure,
        f"{found.runs} fresh runs of each; whiskers: 95 % intervals of means. Blue: no other finalist has more of the outcome, "
        f"less strain and less cost at once. {found.covers}.",
    )
    return figure


def of_recommendation(found: Recommendation, figures: Mapping[str, Figure], trust: str) -> str:
    """The whole page."""
    plan = found.plans[str(found.table["plan"].iloc[0])]
    does = [f"{capital(line)}." for line in plan_lines(plan)] or ["Nothing: no plan found does clearly better."]
    sections = [
        Section("What to do", does, [figures["timeline"]]),
        Section("What it brings", [unchanged_words(found)], [figures["recommendation"]]),
        Section("The finalists", [trust], (), [finalist_table(found)]),
        *about_section(found.scenario, None),
    ]
    title = f"{capital(found.scenario.name.replace('_', ' '))}: what to do"
    return page(title, found.statement, sections, f"{found.covers}.")


def unchanged_words(found: Recommendation) -> str:
    """If nothing changes, and with the best choice."""
    nothing, best = found.table[found.table["plan"] == "none"].iloc[0], found.table.iloc[0]
    return (
        f"If nothing changes, {percent(nothing['flourishing'])} of runs flourish and {percent(nothing['holding'])} flourish or "
        f"hold; with the first choice {percent(best['flourishing'])} and {percent(best['holding'])}, for "
        f"{tidy(best['paid_hours_a_week'], 2)} paid hours a week and {tidy(best['money_a_year'])} of money a year more."
    )


def finalist_table(found: Recommendation) -> Table:
    """Every finalist."""
    rows = found.table
    table = pd.DataFrame(
        {
            "plan": [choice_words(name) for name in rows["plan"]],
            outcome_label(found.outcome): rows["value"],
            "95 % interval": [limits_words(*ends) for ends in zip(rows["low"], rows["high"], strict=True)],
            "in the search": rows["in_the_search"],
            "worst tenth": rows["worst_decile"],
            "regret": rows["regret"],
            "flourish": [percent(share) for share in rows["flourishing"]],
            "motivation": rows["motivation"],
            "strain": rows["strain"],
            "paid hours a week more": rows["paid_hours_a_week"],
            "money a year more": rows["money_a_year"],
            "cost a year, all": rows["cost_a_year"].round(),
            "not beaten on all three": ["yes" if one else "no" for one in rows["on_front"]],
            "tied with the best": ["yes" if one else "no" for one in rows["among_best"]],
        }
    )
    return Table(table, "Regret: what a choice lacks, on average, of the best choice in each run.")
