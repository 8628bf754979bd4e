"""Pictures of which parameters matter, beside the noise floor that the dice make."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.drawing import BLUE, GREY, RED, TICK, explain, name_axes, note, sheet, whiskers
from experiments.sensitivity import DICE, Findings
from sim.outcomes import OUTCOMES

MOST_ROWS = 20


def rows_shown(findings: Findings) -> pd.DataFrame:
    """The leading factors and the dice, the most important last so that it is drawn on top."""
    table = findings.table
    keep = table.head(MOST_ROWS)
    if DICE not in set(keep["factor"]):
        keep = pd.concat([keep, table[table["factor"] == DICE]])
    return keep.iloc[::-1].reset_index(drop=True)


def frame(findings: Findings, rows: pd.DataFrame) -> tuple[Figure, Axes]:
    """An empty sheet with a row for each factor."""
    title = findings.statement.split(". ")[0].rstrip(".")
    figure, (axes,) = sheet(title, width=11.5, height=0.42 * len(rows) + 2.6)
    axes.set_yticks(range(len(rows)), rows["label"], fontsize=TICK)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    return figure, axes


def draw_floor(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    """Grey ground up to what other dice alone bring."""
    floor = float(rows.loc[rows["factor"] == DICE, value].iloc[0])
    axes.axvspan(0, max(0.0, floor), color=GREY, alpha=0.18, linewidth=0, label="noise floor: other dice alone")


def finish(figure: Figure, findings: Findings) -> Figure:
    """What intervals cover, below."""
    runs = len(findings.runs)
    note(figure, f"Whiskers: {findings.covers}; {runs:,} runs. Parameters outside the study stay as they are.")
    return figure


def morris_figure(findings: Findings) -> Figure:
    """Size of each factor's effect over its range; red where it lowers the outcome."""
    rows = rows_shown(findings)
    figure, axes = frame(findings, rows)
    draw_floor(axes, rows, "mu_star")
    for rises, color, label in ((True, BLUE, "raises it"), (False, RED, "lowers it")):
        chosen = ((rows["mu"] >= 0) == rises) & (rows["factor"] != DICE)
        if chosen.any():
            ends = (rows.loc[chosen, f"mu_star{end}"].to_numpy() for end in ("", "_low", "_high"))
            whiskers(axes, np.flatnonzero(chosen), *ends, color=color, label=f"{label}, on the whole")
    dice = rows["factor"] == DICE
    ends = (rows.loc[dice, f"mu_star{end}"].to_numpy() for end in ("", "_low", "_high"))
    whiskers(axes, np.flatnonzero(dice), *ends, color=GREY)
    axes.set_xlim(left=0)
    known = OUTCOMES[findings.outcome]
    name_axes(axes, f"Mean effect over the factor's range on: {known.label} ({known.unit})", "", room=90)
    explain(axes, loc="lower right")
    return finish(figure, findings)


def sobol_figure(findings: Findings) -> Figure:
    """Share of variance of each factor, alone and with its interactions."""
    rows = rows_shown(findings)
    figure, axes = frame(findings, rows)
    draw_floor(axes, rows, "total")
    places = np.arange(len(rows))
    looks = (
        ("total", BLUE, 0.14, "with all interactions (total)"),
        ("first", RED, -0.14, "alone (first order)"),
    )
    for value, color, shift, label in looks:
        ends = (rows[f"{value}{end}"].to_numpy() for end in ("", "_low", "_high"))
        whiskers(axes, places + shift, *ends, color=color, label=label, fmt="o" if value == "total" else "s")
    axes.axvline(0, color=GREY, linewidth=1)
    label = OUTCOMES[findings.outcome].label
    name_axes(axes, f"Share of the variance of: {label}", "", room=90)
    explain(axes, loc="lower right")
    return finish(figure, findings)
