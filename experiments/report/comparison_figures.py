"""Pictures of two communities side by side, and of what each repair saves."""

from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.base.intervals import band
from community_dynamics.experiments.base.statements import outcome_label
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    RED,
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
from community_dynamics.experiments.studies.changes import changes_between, changes_line, side_names
from community_dynamics.experiments.studies.compare import Comparison, Repairs, pairs_words
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.outcomes import OUTCOMES

NAME_ROOM = 22
SHOWN = ("logons_a_weekday", "members", "contributions_a_week", "kept_90_days", "sharing_knowledge")


def has_series(ensembles: tuple[Ensemble, Ensemble] | None) -> bool:
    """True where both sides kept their weekly series."""
    return ensembles is not None and all(one.weekly is not None for one in ensembles)


def draw_both(axes: Axes, comparison: Comparison) -> None:
    """Contributors a week of both communities, with bands."""
    assert comparison.ensembles is not None
    sides = zip((comparison.first, comparison.second), comparison.ensembles, (RED, BLUE), strict=True)
    unit = ""
    for (scenario, ensemble, color), name in zip(sides, side_names(comparison.first, comparison.second), strict=True):
        assert ensemble.weekly is not None
        time, unit = time_axis(week_days(ensemble.weekly))
        middle, low, high = band(weekly_contributors(scenario, ensemble))
        shaded(axes, time, low, middle, high, color=color, label="\n".join(wrap(name, NAME_ROOM)))
    axes.set_ylim(0, 1.5 * max(1.0, axes.get_ylim()[1]))
    name_axes(axes, unit, "people, 8-week mean", "Contributors a week", room=60)
    mark_months(axes)
    explain(axes, loc="upper left")


def draw_pairs(axes: Axes, comparison: Comparison, outcome: str) -> None:
    """One outcome on both sides: every pair of runs a pale line, the means on top."""
    runs = comparison.runs
    sides = np.stack([runs.loc[runs["side"] == side, outcome].to_numpy() for side in "ab"])
    known = sides[:, np.isfinite(sides).all(axis=0)]
    if known.size:
        axes.plot([0, 1], known[:, :60], color=GREY, alpha=0.2, linewidth=1)
        for place, color in ((0, RED), (1, BLUE)):
            axes.plot(place, known[place].mean(), "o", color=color, markersize=11)
    if known.shape[1] < sides.shape[1]:
        over = f"over {known.shape[1]} of {sides.shape[1]} pairs" if known.size else "undefined in every pair"
        axes.text(0.5, 0.02, over, transform=axes.transAxes, ha="center", fontsize=TICK, color=GREY)
    axes.set_xlim(-0.4, 1.4)
    names = side_names(comparison.first, comparison.second)
    axes.set_xticks([0, 1], ["\n".join(wrap(name, NAME_ROOM)) for name in names])
    name_axes(axes, "", OUTCOMES[outcome].unit, OUTCOMES[outcome].label, room=30)


def comparison_figure(comparison: Comparison) -> Figure:
    """Contributors over time, then single outcomes, each pair of runs joined by a line."""
    title = comparison.statement.rstrip(".")
    figure, panels = sheet(title, 2, 3, width=14, height=9)
    first = panels[0]
    if has_series(comparison.ensembles):
        draw_both(first, comparison)
    else:
        draw_pairs(first, comparison, "weekly_contributors")
    for axes, outcome in zip(panels[1:], SHOWN, strict=True):
        draw_pairs(axes, comparison, outcome)
    runs = len(comparison.runs) // 2
    told = f"Grey lines: {runs} pairs of runs with the same random seeds"
    told += "; shaded: middle 90 % of seeds" if has_series(comparison.ensembles) else ""
    changes = changes_line(changes_between(comparison.first, comparison.second))
    note(figure, f"{changes} {told}; dots: means. {comparison.covers}.".strip())
    return figure


def repairs_figure(repairs: Repairs) -> Figure:
    """What each repair alone adds to the outcome, and how many days it gains before stalling."""
    table = repairs.table.iloc[::-1].reset_index(drop=True)
    outcome = str(table["outcome"].iloc[0])
    title = repairs.statement.rstrip(".")
    figure, panels = sheet(title, 1, 3, 15, 0.44 * len(table) + 3.2, sharey=True)
    places = np.arange(len(table))
    columns = (
        ("difference", "low", "high", GREEN, f"Added to: {outcome_label(outcome)}"),
        ("days_gained", "days_low", "days_high", BLUE, "Days gained before stalling (days)"),
        (
            "contributors_gained",
            "contributors_low",
            "contributors_high",
            PURPLE,
            "Contributors gained (people a week)",
        ),
    )
    for axes, (value, low, high, color, label) in zip(panels, columns, strict=True):
        whiskers(axes, places, *(table[name].to_numpy() for name in (value, low, high)), color=color)
        axes.axvline(0, color=GREY, linewidth=1)
        left, right = axes.get_xlim()
        axes.set_xlim(min(left, -0.1), max(right, 1.04))
        name_axes(axes, label, "", room=34)
    panels[0].set_yticks(places, table["repair"], fontsize=TICK)
    note(figure, f"Each repair alone, with the same random seeds as no repair; {pairs_words(table)}. {repairs.covers}.")
    return figure
