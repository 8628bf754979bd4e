"""The picture of all facts: each number with its interval, against the range that is accepted."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.facts.known import Finding, statement
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    RED,
    TICK,
    explain,
    name_axes,
    note,
    sheet,
    whiskers,
)

EDGE = 1.25  # widths of the range on either side that are shown
MOST_LETTERS = 64
TICKS = {-1.0: "a width\nbelow", 0.0: "lowest\naccepted", 1.0: "highest\naccepted", 2.0: "a width\nabove"}
# By whether a number holds and whether its range is soft: colour, mark, name.
LOOKS = {
    (True, False): (BLUE, "o", "in the range"),
    (False, False): (RED, "D", "outside"),
    (True, True): (BLUE, "o", "soft, in the range"),
    (False, True): (ORANGE, "s", "soft, outside"),
}


def placed(found: Sequence[Finding]) -> np.ndarray:
    """Mean and ends of each interval, and reference, in widths of the accepted range: 0 its low end, 1 its high end."""
    rows = []
    for one in found:
        low, width = one.part.low, one.part.high - one.part.low
        reference = (*one.part.reference, *one.part.reference)[:2] if one.part.reference else (np.nan, np.nan)
        rows.append([(number - low) / width for number in (one.value.mean, one.value.low, one.value.high, *reference)])
    return np.array(rows)


def facts_figure(found: Sequence[Finding], changed: str = "") -> Figure:
    """Every number on a row of its own, parted by fact; soft ones are hollow."""
    figure, (axes,) = sheet(statement(found), width=15, height=0.34 * len(found) + 3.2)
    rows = placed(found)
    axes.axvspan(0, 1, color=GREEN, alpha=0.13, linewidth=0, label="accepted range")
    draw_references(axes, rows)
    draw_values(axes, found, rows)
    name_rows(axes, found)
    axes.set_xlim(-EDGE, 1 + EDGE)
    axes.set_xticks(list(TICKS), list(TICKS.values()))
    name_axes(axes, "Place of the mean over runs, in widths of the accepted range", "", room=100)
    explain(axes, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, borderaxespad=0.4)
    soft = "Soft ranges rest on memory and are not judged. An arrow: farther out than is drawn."
    note(figure, " ".join(text for text in ("Whiskers: 95 % intervals over seeds.", soft, changed) if text))
    return figure


def draw_references(axes: Axes, rows: np.ndarray) -> None:
    """What studies found: a tick, or a bar where it is a range."""
    label = "what studies found"
    for at, (low, high) in enumerate(rows[:, 3:]):
        if low == low:
            ends = np.clip([low, high], -EDGE, 1 + EDGE)
            axes.plot(ends, [at, at], color=GREY, linewidth=9, alpha=0.35, solid_capstyle="butt")
            axes.plot(ends, [at, at], "|", color=GREY, markersize=13, markeredgewidth=2.5, label=label)
            label = "_"


def draw_values(axes: Axes, found: Sequence[Finding], rows: np.ndarray) -> None:
    """Means with their intervals; what lies beyond the edge is an arrow at it."""
    mean, low, high = rows[:, 0], np.maximum(rows[:, 1], -EDGE), np.minimum(rows[:, 2], 1 + EDGE)
    kinds = [(one.holds, one.part.soft) for one in found]
    beyond = (mean < -EDGE) | (mean > 1 + EDGE)
    for kind, (color, mark, label) in LOOKS.items():
        chosen = np.array([one == kind for one in kinds]) & np.isfinite(mean)
        look: dict[str, Any] = {"color": color, "markerfacecolor": "white" if kind[1] else color, "markersize": 7}
        drawn, far = np.flatnonzero(chosen & ~beyond), np.flatnonzero(chosen & beyond)
        if drawn.size:
            whiskers(axes, drawn, mean[drawn], low[drawn], high[drawn], fmt=mark, label=label, **look)
        for at in far:
            left = mean[at] < 0
            axes.plot(0.05 - EDGE if left else 0.95 + EDGE, at, "<" if left else ">", **{**look, "markersize": 10})


def name_rows(axes: Axes, found: Sequence[Finding]) -> None:
    """On the left what each row is, on the right its number and range; pale lines part the facts."""
    axes.set_yticks(range(len(found)), [f"{brief(one)}   {one.key}" for one in found], fontsize=TICK)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(found)), [f"{one.value}  in {one.part.accepted}" for one in found], fontsize=TICK - 2)
    right.tick_params(length=0, colors=INK)
    right.spines["right"].set_visible(False)
    for at in range(1, len(found)):
        if found[at].key != found[at - 1].key:
            axes.axhline(at - 0.5, color=PALE, linewidth=1)


def brief(found: Finding) -> str:
    """What a row is, cut where it is long: tables hold the whole."""
    return shorten(found.part.what, MOST_LETTERS, placeholder=" ...")
