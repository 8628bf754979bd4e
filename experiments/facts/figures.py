"""The picture of all facts: each number with its interval, against the range that is accepted."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.drawing import BLUE, GREEN, GREY, INK, ORANGE, PALE, RED, TICK, explain, name_axes, note, sheet, whiskers
from experiments.facts.known import Finding, statement

EDGE = 1.5  # widths of the range on either side that are shown
LOOKS = {
    "holds": (BLUE, "o", "in the range"),
    "misfit": (RED, "D", "outside"),
    "outside (soft)": (ORANGE, "s", "outside, soft"),
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
    """Every number on a row of its own; rows are told apart by fact, soft ones by their shape and colour."""
    figure, (axes,) = sheet(statement(found), width=13.5, height=0.34 * len(found) + 2.9)
    rows = placed(found)
    axes.axvspan(0, 1, color=GREEN, alpha=0.13, linewidth=0, label="accepted range")
    draw_references(axes, rows)
    draw_values(axes, found, rows)
    name_rows(axes, found)
    axes.set_xlim(-EDGE, 1 + EDGE)
    axes.set_xticks([-1, 0, 0.5, 1, 2], ["one width below", "lowest accepted", "middle", "highest accepted", "one width above"])
    name_axes(axes, "Place of the mean over runs, in widths of the range that is accepted", "", room=100)
    explain(axes, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=6, borderaxespad=0.2)
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
    mean, low, high = rows[:, :3].T
    verdicts = np.array([one.verdict for one in found])
    far = (mean < -EDGE) | (mean > 1 + EDGE)
    for verdict, (color, mark, label) in LOOKS.items():
        chosen = np.flatnonzero((verdicts == verdict) & ~far)
        if chosen.size:
            ends = (np.clip(low[chosen], -EDGE, None), np.clip(high[chosen], None, 1 + EDGE))
            whiskers(axes, chosen, mean[chosen], *ends, color=color, fmt=mark, markersize=7, label=label)
        for at in np.flatnonzero((verdicts == verdict) & far):
            side = -1 if mean[at] < 0 else 1
            place = 0.5 + side * (0.5 + EDGE) - 0.04 * side
            axes.plot(place, at, "<" if side < 0 else ">", color=color, markersize=11, clip_on=False)


def name_rows(axes: Axes, found: Sequence[Finding]) -> None:
    """On the left what each row is, on the right its number and range; pale lines part the facts."""
    axes.set_yticks(range(len(found)), [f"{one.part.what}   {one.key}" for one in found], fontsize=TICK)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(found)), [f"{one.value}  in {one.part.accepted}" for one in found], fontsize=TICK - 2)
    right.tick_params(length=0, colors=INK)
    right.spines["right"].set_visible(False)
    for at in range(1, len(found)):
        if found[at].key != found[at - 1].key:
            axes.axhline(at - 0.5, color=PALE, linewidth=1)
