"""Pictures of a diagnosis: shares of the loss, until when repairs help, and one world lived twice."""

from textwrap import wrap

import numpy as np
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import plain_name, several, tidy
from community_dynamics.experiments.diagnosis.diagnosing import CLEAR_CAUSE, NO_CAUSE, Diagnosis
from community_dynamics.experiments.diagnosis.rescue import DEADLINE_SEEDS
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    LABEL,
    ORANGE,
    RED,
    TICK,
    explain,
    mark_months,
    name_axes,
    note,
    sheet,
    time_axis,
    whiskers,
)
from community_dynamics.sim.outcomes import OUTCOMES

SEEDS = "95 % intervals cover seed noise (other random seeds), not parameters that may be wrong."
NAME_ROOM = 30


def causes_title(found: Diagnosis) -> str:
    """The finding about causes."""
    name, loss = plain_name(found.case.community), tidy(found.shares.loss)
    label, unit = OUTCOMES[found.outcome].label.lower(), OUTCOMES[found.outcome].unit
    lost = f"{loss} {label}" if unit == "people" else f"{loss} of {label}"
    if found.verdict == NO_CAUSE:
        return f"{name.capitalize()}: no clear cause"
    if found.verdict == CLEAR_CAUSE:
        top = found.causes.iloc[0]
        return f"{name.capitalize()} loses {lost}, most of all to {top.cause}: {tidy(top.percent)} %"
    return f"{name.capitalize()} loses {lost}; {several(list(found.leading[:3]))} cannot be told apart"


def causes_figure(found: Diagnosis) -> Figure:
    """Each cause's share of the loss as a bar with its interval; dots: repaired alone, and broken alone."""
    table = found.causes.iloc[::-1].reset_index(drop=True)
    figure, (axes,) = sheet(causes_title(found), width=12, height=0.52 * len(table) + 3.4)
    places = np.arange(len(table))
    share = table["share"].to_numpy()
    axes.barh(places, share, height=0.55, color=BLUE, label="share of the loss (to the left: helps as it is)")
    whiskers(axes, places, share, table["low"], table["high"], color="black", fmt="none", linewidth=1.6)
    for column, color, mark, label in (
        ("repaired_alone", GREEN, "^", "won back where it alone is repaired"),
        ("broken_alone", ORANGE, "v", "lost where it alone is broken in the reference"),
    ):
        axes.plot(table[column], places, mark, color=color, markersize=9, markeredgecolor="white", label=label)
    axes.axvline(0, color=GREY, linewidth=1)
    axes.set_yticks(places, ["\n".join(wrap(name, NAME_ROOM)) for name in table["cause"]], fontsize=TICK)
    unit = OUTCOMES[found.outcome].unit
    name_axes(axes, f"{OUTCOMES[found.outcome].label} lost ({'share of worlds' if unit == '0/1' else unit})", "", room=70)
    explain(axes, loc="lower right")
    seeds = len(found.shares.parts)
    note(figure, f"Bars add up to the loss. {SEEDS} Seeds: {seeds}.")
    return figure


def deadline_figure(found: Diagnosis) -> Figure:
    """Share of worlds that hold at the end, by the day on which the repair begins."""
    late = found.deadline
    assert late is not None
    repairs = several(found.case.names(late.repairs))
    last = "never" if late.last_day is None else f"up to about day {late.last_day}"
    verb = "saves it" if found.rescue.needed else "wins half of the loss back"
    figure, (axes,) = sheet(f"Repairing {repairs} {verb} {last}", width=11)
    time, unit = time_axis(np.array([*late.days, int(found.case.community.setting("days"))]))
    axes.plot(time[:-1], late.values, "o-", color=BLUE, linewidth=2.2, markersize=8, label=f"repairing {repairs}")
    if late.repairs != found.case.everything:
        label = f"repairing all {len(found.case.causes)} causes"
        axes.plot(time[:-1], late.all_values, "s--", color=GREEN, linewidth=2.2, markersize=8, label=label)
    axes.axhline(found.rescue.holding_now, color=RED, linewidth=2, label="nothing repaired")
    if late.last_day is not None:
        axes.axvline(late.last_day * time[-1] / int(found.case.community.setting("days")), color=GREY, linestyle=":", linewidth=2)
    axes.set_ylim(-0.03, 1.08)
    axes.set_xlim(0, time[-1])
    name_axes(axes, f"the repair begins ({unit})", "worlds that hold at the end (share)", room=50)
    mark_months(axes)
    explain(axes, loc="best")
    told = f"{DEADLINE_SEEDS} worlds at each point, the same ones everywhere; dotted: the last day found."
    note(figure, f"{told} A repair late in the run has little time to show.")
    return figure


def twins_figure(found: Diagnosis) -> Figure:
    """Contributors a week of one world, as it is and with the repair."""
    twins = found.twins
    assert twins is not None
    seen = "" if twins.seen_week is None else f", for all to see from week {twins.seen_week + 1} on"
    figure, (axes,) = sheet(f"One world lived twice: the two part on day {twins.first_day}{seen}", width=11)
    time, unit = time_axis(7 * np.arange(1, len(twins.weekly[0]) + 1))
    for weekly, color, label in zip(twins.weekly, (RED, BLUE), ("as it is", "with the repair"), strict=True):
        axes.plot(time, weekly, color=color, alpha=0.3, linewidth=1)
        smooth = np.convolve(weekly, np.ones(8) / 8.0)[: len(weekly)]
        axes.plot(time[7:], smooth[7:], color=color, linewidth=2.4, label=f"{label} (mean of 8 weeks)")
    if twins.first_day is not None:
        at = twins.first_day / 7.0 * (time[1] - time[0])
        axes.axvline(at, color=GREY, linestyle=":", linewidth=2)
        axes.text(at, axes.get_ylim()[1], f" day {twins.first_day}", fontsize=LABEL, color=GREY, va="top")
    axes.set_ylim(bottom=0)
    name_axes(axes, unit, "contributors a week (people)")
    mark_months(axes)
    explain(axes, loc="best")
    repairs = several(found.case.names(twins.repairs))
    told = f"Seed {twins.seed}: the same people and the same luck. Repaired: {repairs}."
    note(figure, f"{told} One world out of many, chosen because the repair changes how it ends.")
    return figure
