"""Pictures of which parameters matter, beside the noise floor that seeds make, and of whether the answer has settled."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from community_dynamics.experiments.analysis.findings import Findings, noise_floor
from community_dynamics.experiments.analysis.guards import DICE
from community_dynamics.experiments.analysis.series import Course
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREY,
    INK,
    LABEL,
    RED,
    TICK,
    explain,
    name_axes,
    note,
    sheet,
    whiskers,
)
from community_dynamics.sim.outcomes import OUTCOMES

MOST_ROWS = 20
MOST_LINES = 6
LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
HEADINGS = {
    "mu_star": "moves it by",
    "total": "share of variance",
    "first": "share of variance, alone",
    "delta": "shift of the distribution",
    "median": "shift of the distribution",
    "dgsm": "bound on the share",
    "strength": "slope, by size",
}
AXES = {
    "mu_star": "Mean effect over the factor's range on: ",
    "total": "Share of the variance of: ",
    "first": "Share of the variance, alone, of: ",
    "delta": "How far the factor shifts the distribution of: ",
    "median": "How far the factor shifts the distribution (median over slices) of: ",
    "dgsm": "Upper bound, from slopes (DGSM), on the share of the variance of: ",
    "strength": "Size of the standardised slope of: ",
}


def rows_shown(findings: Findings) -> pd.DataFrame:
    """The leading factors and the dice, the most important last so that it is drawn on top."""
    table = findings.table
    keep = table.head(MOST_ROWS)
    if DICE not in set(keep["factor"]):
        keep = pd.concat([keep, table[table["factor"] == DICE]])
    return keep.iloc[::-1].reset_index(drop=True)


def findings_figure(findings: Findings, runs: int, changed: str = "") -> Figure:
    """The leading index of each factor with its interval, the most important factor on top, beside the noise floor."""
    rows, value = rows_shown(findings), findings.leading
    figure, (axes,) = sheet(findings.statement.split(". ")[0].rstrip("."), width=11.5, height=0.42 * len(rows) + 2.6)
    axes.set_yticks(range(len(rows)), rows["label"], fontsize=TICK)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    if rows.loc[rows["factor"] != DICE, value].isna().all():
        write_across(axes, "No index is defined: the outcome does not vary beyond seed noise.")
    else:
        draw_floor(axes, rows, value)
        draw_indices(axes, rows, value)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    name_axes(axes, f"{AXES.get(value, value.replace('_', ' ').capitalize() + ' of: ')}{called(findings)}", "", room=90)
    explain_above(axes)
    note(figure, f"Whiskers: {findings.covers}; {runs:,} runs. Parameters outside the study stay as they are. {changed}".rstrip())
    return figure


def called(findings: Findings) -> str:
    """What was asked of the outcome, in words; with its unit where effects on the outcome itself are told."""
    known = OUTCOMES.get(findings.outcome)
    if findings.asked is not None or known is None:
        return findings.asked or findings.outcome
    return f"{known.label} ({known.unit})" if findings.leading == "mu_star" else known.label


def explain_above(axes: Axes, columns: int = 3) -> None:
    """The legend between title and data, so that it hides none of them; nothing where nothing is drawn."""
    if axes.get_legend_handles_labels()[0]:
        explain(axes, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=columns, borderaxespad=0.2)


def write_across(axes: Axes, text: str) -> None:
    """A sentence in the middle of a picture that has nothing else to show."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", fontsize=LABEL, color=INK)
    axes.set_xticks([])


def draw_floor(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    """Grey ground up to the floor above which factors are told apart: what other dice alone may bring."""
    floor = noise_floor(rows, value)
    if floor > 0.0:
        axes.axvspan(0, floor, color=GREY, alpha=0.18, linewidth=0, label="noise floor: other seeds alone")


def draw_indices(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    """The leading index of every row, and what belongs beside it: the direction, or the share that a factor has alone."""
    if "mu" in rows:
        draw_directions(axes, rows, value)
    elif value == "total":
        draw(axes, rows, np.ones(len(rows), bool), "total", BLUE, "with all interactions (total)", 0.14)
        draw(axes, rows, np.ones(len(rows), bool), "first", RED, "alone (first order)", -0.14)
    else:
        draw(axes, rows, (rows["factor"] != DICE).to_numpy(), value, BLUE, HEADINGS.get(value, value.replace("_", " ")))
        draw(axes, rows, (rows["factor"] == DICE).to_numpy(), value, GREY, None)


def draw_directions(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    """Blue where a factor raises the outcome, red where it lowers it."""
    for rises, color, label in ((True, BLUE, "raises it, on the whole"), (False, RED, "lowers it, on the whole")):
        draw(axes, rows, ((rows["mu"] >= 0) == rises).to_numpy() & (rows["factor"] != DICE).to_numpy(), value, color, label)
    draw(axes, rows, (rows["factor"] == DICE).to_numpy(), value, GREY, None)


def draw(
    axes: Axes, rows: pd.DataFrame, chosen: np.ndarray, value: str, color: str, label: str | None, shift: float = 0.0
) -> None:
    """One index of some rows, with whiskers where there are intervals."""
    if not chosen.any():
        return
    middle = rows.loc[chosen, value].to_numpy()
    low, high = (rows.loc[chosen, f"{value}{end}"].to_numpy() if f"{value}{end}" in rows else middle for end in ("_low", "_high"))
    look = {} if label is None else {"label": label}
    whiskers(axes, np.flatnonzero(chosen) + shift, middle, low, high, color=color, fmt="o" if shift >= 0 else "s", **look)


def course_figure(course: Course) -> Figure:
    """The leading index of the strongest factors week by week, with intervals, and what the dice make."""
    rows = course.table[course.table["index"] == course.leading]
    order = rows[rows["factor"] != DICE].groupby("label")["value"].max().sort_values(ascending=False).index[:MOST_LINES]
    figure, (axes,) = sheet(course.statement.split(". ")[0].rstrip("."), width=11, height=5.6)
    for label, color in zip(order, LINES, strict=False):
        line = rows[rows["label"] == label].sort_values("time")
        axes.plot(line["time"], line["value"], color=color, linewidth=2, label=label)
        axes.fill_between(line["time"], line["low"], line["high"], color=color, alpha=0.15, linewidth=0)
    if len(course.luck):
        luck = course.luck.sort_values("time")
        axes.plot(luck["time"], luck["seed_share"], color=GREY, linestyle="--", linewidth=2, label="seed noise, of single runs")
    name_axes(axes, "Week", AXES.get(course.leading, course.leading).removesuffix(" of: ").removesuffix(" on: "), room=60)
    axes.set_ylim(0.0, 1.02 if course.leading in ("total", "first") else None)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    explain_above(axes, 4)
    note(figure, "Bands: 95 % intervals of each week's own analysis; weeks are not independent of one another.")
    return figure


def convergence_figure(findings: Findings) -> Figure:
    """How the widest interval of the leading totals narrows as samples grow, beside what is wanted."""
    settling = findings.convergence
    assert settling is not None
    verdict = settling.verdict[0].upper() + settling.verdict[1:]
    figure, (axes,) = sheet(verdict, width=8.5, height=5)
    samples, width = settling.table["samples"].to_numpy(), settling.table["width"].to_numpy()
    axes.plot(samples, width, "o-", color=BLUE, label="widest interval among the five leading totals")
    axes.axhline(settling.target, color=RED, linewidth=1.5, linestyle="--", label=f"wanted: at most {settling.target:g}")
    axes.set_xscale("log", base=2)
    axes.set_xticks(samples, [f"{count:,}" for count in samples], fontsize=TICK)
    axes.set_ylim(0.0, 1.1 * max(float(np.nanmax(width)), settling.target))
    name_axes(axes, "Base samples", "Width of the 95 % interval", room=60)
    explain_above(axes, 1)
    note(figure, "Each point uses the first samples of the same design, as if the study had ended there.")
    return figure
