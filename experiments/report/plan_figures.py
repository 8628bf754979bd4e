"""Pictures of plans: when each part holds, what each does over time, and what each changes for what it costs."""

from collections.abc import Mapping
from textwrap import shorten, wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.base.statements import outcome_label, tidy
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.plans.plan_words import change_words, choice_words, reaction_words
from community_dynamics.experiments.presentation.drawing import (
    DAYS_A_MONTH,
    GREEN,
    GREY,
    INK,
    PALETTE,
    PURPLE,
    SKY,
    TICK,
    explain,
    mark_months,
    name_axes,
    note,
    shaded,
    sheet,
    time_axis,
    whiskers,
)
from community_dynamics.experiments.report.run_figures import week_days, weekly_contributors
from community_dynamics.experiments.studies.plan_comparison import PlanComparison
from community_dynamics.sim.outcomes import OUTCOMES

NAME_ROOM = 24
LETTERS = 150  # across the timeline


def timeline_figure(plans: Mapping[str, NamedPlan], days: float) -> Figure:
    """When each part of each plan holds: a bar for what is dated, dots for awards, a dashed line for what only reacts."""
    rows = [(name, words, spans) for name, plan in plans.items() for words, spans in parts_of(plan, days).items()]
    figure, (axes,) = sheet("What each plan does, and when", 1, 1, 12.5, 1.6 + 0.62 * max(2, len(rows)))
    for place, (name, words, spans) in zip(reversed(range(len(rows))), rows, strict=True):
        color = color_of(list(plans).index(name) + (len(plans) == 1))
        for how, first, last in spans:
            draw_span(axes, place, how, first / DAYS_A_MONTH, last / DAYS_A_MONTH, color)
        left = min(first for _, first, _ in spans) / DAYS_A_MONTH
        room = max(40, int(LETTERS * (1.0 - left * DAYS_A_MONTH / days)))
        axes.text(left, place + 0.24, shorten(words, room, placeholder=" ..."), fontsize=10, color=INK, va="bottom")
    names = ["\n".join(wrap(choice_words(name), NAME_ROOM)) for name, *_ in reversed(rows)]
    axes.set_yticks(range(len(rows)), names, fontsize=TICK)
    axes.set_xlim(0, days / DAYS_A_MONTH)
    axes.set_ylim(-0.6, len(rows) - 0.05)
    axes.grid(axis="y", visible=False)
    name_axes(axes, "months since the launch", "")
    mark_months(axes)
    return figure


def draw_span(axes: Axes, place: int, how: str, first: float, last: float, color: str) -> None:
    """One time at which a part of a plan holds, may be called for, or comes once."""
    if how == "reacts":
        axes.plot([first, last], [place, place], color=color, linestyle=(0, (4, 3)), linewidth=2)
    elif how == "nothing":
        return
    elif how == "once":
        axes.plot(first, place, "o", color=color, markersize=9, clip_on=False)
    else:
        axes.barh(place, last - first, left=first, height=0.34, color=color)


def parts_of(plan: NamedPlan, days: float) -> dict[str, list[tuple[str, float, float]]]:
    """What a plan does, in words, and each time at which it does: how (holds, reacts, once, nothing), first and last day."""
    parts: dict[str, list[tuple[str, float, float]]] = {}
    if plan.settings:
        parts["how it begins"] = [("once", 0.0, 0.0)]
    for change in plan.plan:
        last = days if change.until_day is None else min(days, change.until_day)
        parts.setdefault(change_words(change), []).append(("holds", float(change.from_day), float(last)))
    for one in plan.reactions:
        parts.setdefault(reaction_words(one), []).append(("reacts", 0.0, days))
    for dated, words in ((plan.awards, "awards"), (plan.shocks, "a burst of attention")):
        for single in dated:
            parts.setdefault(words, []).append(("once", float(single.day), float(single.day)))
    return parts or {"nothing is changed": [("nothing", 0.0, 0.0)]}


def color_of(number: int) -> str:
    """The colour of a plan, the same in every picture; the first one, which all are compared with, is grey."""
    return GREY if number == 0 else PALETTE[(number - 1) % len(PALETTE)]


def plans_figure(comparison: PlanComparison) -> Figure:
    """Contributors a week under each plan, and how each plan differs from the first."""
    figure, panels = sheet(comparison.statement.rstrip("."), 1, 3, 15, 6.2, width_ratios=(1.5, 1, 1))
    draw_courses(panels[0], comparison)
    for axes, outcome, color in zip(panels[1:], compared(comparison.outcome), (GREEN, PURPLE), strict=True):
        draw_differences(axes, comparison, outcome, color)
    panels[2].set_yticklabels([])
    saved = comparison.saved
    paired = f" Sharing seeds was worth {saved:.1f} times as many runs." if np.isfinite(saved) and saved > 1 else ""
    first = choice_words(next(iter(comparison.plans)))
    note(
        figure,
        f"{comparison.count} runs of each plan on the same seeds; bands and whiskers: 95 % intervals of means. Right: difference "
        f"from {first}. {comparison.covers}.{paired}",
    )
    return figure


def compared(outcome: str) -> tuple[str, str]:
    """The outcome asked about, and the chance of flourishing (or of holding) beside it."""
    return outcome, "flourishing" if outcome != "flourishing" else "holding"


def draw_courses(axes: Axes, comparison: PlanComparison) -> None:
    """Mean weekly contributors under each plan, with intervals; the outcome itself where series were not kept."""
    if any(ensemble.weekly is None for ensemble in comparison.ensembles.values()):
        draw_means(axes, comparison)
        return
    unit = ""
    for number, (name, ensemble) in enumerate(comparison.ensembles.items()):
        assert ensemble.weekly is not None
        time, unit = time_axis(week_days(ensemble.weekly))
        found = bootstrap_mean(weekly_contributors(comparison.scenario, ensemble), draws=300)
        label = "\n".join(wrap(choice_words(name), NAME_ROOM))
        color = color_of(number)
        shaded(axes, time, np.asarray(found.low), np.asarray(found.value), np.asarray(found.high), color=color, label=label)
    axes.set_ylim(0, 1.35 * max(1.0, axes.get_ylim()[1]))
    name_axes(axes, unit, "people, 8-week mean", "Contributors a week")
    mark_months(axes)
    explain(axes, loc="upper left", ncols=2)


def draw_means(axes: Axes, comparison: PlanComparison) -> None:
    """The mean of the outcome under each plan."""
    names = list(comparison.plans)
    found = [bootstrap_mean(ensemble[comparison.outcome]) for ensemble in comparison.ensembles.values()]
    places = np.arange(len(names))[::-1]
    whiskers(axes, places, *(np.array([getattr(one, part) for one in found]) for part in ("value", "low", "high")), color=SKY)
    axes.set_yticks(places, [choice_words(name) for name in names], fontsize=TICK)
    name_axes(axes, outcome_label(comparison.outcome), "")


def draw_differences(axes: Axes, comparison: PlanComparison, outcome: str, color: str) -> None:
    """Each plan's difference from the first in one outcome."""
    rows = comparison.effects[comparison.effects["outcome"] == outcome].iloc[::-1]
    places = np.arange(len(rows))
    whiskers(axes, places, *(rows[name].to_numpy() for name in ("difference", "low", "high")), color=color)
    axes.axvline(0, color=GREY, linewidth=1)
    axes.set_yticks(places, ["\n".join(wrap(choice_words(name), NAME_ROOM)) for name in rows["plan"]], fontsize=TICK)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.locator_params(axis="x", nbins=4)
    name_axes(axes, f"Difference: {outcome_label(outcome)}", "", room=34)


def cost_figure(comparison: PlanComparison) -> Figure:
    """What each plan achieves against what it costs a year more than the first."""
    costs = comparison.costs.set_index("plan")
    rows = comparison.effects[comparison.effects["outcome"] == comparison.outcome].set_index("plan")
    label = OUTCOMES[comparison.outcome].label.lower()
    moved = "less" if OUTCOMES[comparison.outcome].better == "less" else "more"
    clear = rows.index[rows["verdict"] == "better"]
    known = costs.loc[clear, "gain_for_1000"].dropna()
    title = (
        f"For the money, {choice_words(str(known.idxmax()))} brings most: "
        f"{tidy(known.max(), 2)} {moved} {label} for each 1,000 a year"
        if len(known)
        else "No plan that costs more clearly brings more"
    )
    figure, (axes,) = sheet(title, 1, 1, 11.5, 6)
    for number, name in enumerate(rows.index):
        cost, gain = costs.loc[name], rows.loc[name]
        axes.errorbar(
            cost["more_a_year"],
            gain["difference"],
            xerr=reach(cost["more_a_year"], cost["more_low"], cost["more_high"]),
            yerr=reach(gain["difference"], gain["low"], gain["high"]),
            fmt="o",
            markersize=9,
            capsize=3,
            color=color_of(number + 1),
            label="\n".join(wrap(choice_words(str(name)), NAME_ROOM)),
        )
    axes.axhline(0, color=GREY, linewidth=1)
    axes.axvline(0, color=GREY, linewidth=1)
    name_axes(
        axes,
        f"Cost beyond {choice_words(next(iter(comparison.plans)))} (currency a year)",
        f"Difference: {outcome_label(comparison.outcome)}",
    )
    explain(axes, loc="center left", bbox_to_anchor=(1.0, 0.5))
    note(figure, f"{comparison.covers}. Hours are priced; see the table of costs.")
    return figure


def reach(value: float, low: float, high: float) -> list[list[float]]:
    """How far whiskers reach below and above; nowhere where there is no interval."""
    return [[float(np.nan_to_num(max(0.0, value - low)))], [float(np.nan_to_num(max(0.0, high - value)))]]
