"""Pictures of boxes: the points in the two dimensions that tell most, with the box; and how peeling went."""

from collections.abc import Sequence
from math import isinf
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from community_dynamics.experiments.base.statements import percent, plain_name
from community_dynamics.experiments.designs.named_points import label_of, word_of
from community_dynamics.experiments.discovery.box_words import box_words
from community_dynamics.experiments.discovery.boxes import NO_BOX, Boxes
from community_dynamics.experiments.discovery.prim import Limit, inside, without
from community_dynamics.experiments.presentation.drawing import BLUE, GREY, INK, RED, TICK, explain, name_axes, note, sheet

SPREAD = 0.3  # of a step, over which points that share a name are scattered
MARGIN = 0.04


def box_title(found: Boxes, number: int) -> str:
    """The finding on one box, or that there is none."""
    if not len(found.boxes):
        return f"{plain_name(found.scenario)}: {NO_BOX} ({percent(found.points['fails'].mean())} of points fail)"
    row = found.boxes.iloc[number]
    return (
        f"{plain_name(found.scenario)} fails where {box_words(found.found[number], found.varied)}: "
        f"{percent(row['coverage'])} of its failures, {percent(row['density'])} pure"
    )


def box_figure(found: Boxes, number: int = 0) -> Figure:
    """The points in the two dimensions that the box limits most, with the box drawn where it limits them."""
    first, second = shown_columns(found, number)
    figure, (axes,) = sheet(box_title(found, number), width=10.5, height=7.2)
    box = found.found[number] if len(found.found) else {}
    others = without(without(box, first), second)
    x, fails = found.points[list(found.varied)].to_numpy(np.float64), found.points["fails"].to_numpy(bool)
    left = ~np.isin(found.points["box"].to_numpy(), range(1, number + 1))
    near = inside(others, x)
    held = found.points["held_out"].to_numpy(bool)
    places = [scattered(x[:, column], found.varied[column]) for column in (first, second)]
    for failing, color, mark, words in ((False, BLUE, "o", "holds"), (True, RED, "X", "fails")):
        if found.rule.outcome != "holding":
            words = "fails" if failing else "does not fail"
        for close, strength in ((False, 0.13), (True, 0.8)):
            chosen = (fails == failing) & (near == close) & left & held
            across, up = (place[chosen] for place in places)
            label = words if close else None
            axes.scatter(across, up, c=color, marker=mark, s=34, alpha=strength, linewidths=0, label=label)
    if box:
        draw_box(axes, [box.get(column) for column in (first, second)], places)
    for column, axis in ((first, axes.xaxis), (second, axes.yaxis)):
        name_levels(axis, found.varied[column], x[:, column])
    axes.grid(False)
    name_axes(axes, label_of(found.varied[first]), label_of(found.varied[second]), room=60)
    explain(axes, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, borderaxespad=0.2)
    pale = f" Pale: points outside its other limits ({box_words(others, found.varied)})." if others else ""
    gone = " Points in earlier boxes are left out." if number else ""
    note(
        figure,
        f"Each dot: a held-out point, the mean of its runs on shared seeds; it fails where {found.rule.words}.{pale}{gone}",
    )
    return figure


def shown_columns(found: Boxes, number: int) -> tuple[int, int]:
    """The columns to draw: those whose limits are least likely luck, filled up with those that go most with failing."""
    table = found.limits[found.limits["box"] == number + 1].sort_values("luck", kind="stable")
    limited = [found.varied.index(path) for path in table["factor"]]
    x, fails = found.points[list(found.varied)].to_numpy(np.float64), found.points["fails"].to_numpy(np.float64)
    spread = x.std(axis=0) * fails.std()
    shared = ((x - x.mean(axis=0)) * (fails - fails.mean())[:, None]).mean(axis=0)
    together = np.abs(np.divide(shared, spread, out=np.zeros(x.shape[1]), where=spread > 0.0))
    ordered = [*limited, *(int(one) for one in np.argsort(-together, kind="stable") if one not in limited)]
    chosen = (ordered + ordered)[:2]
    return chosen[0], chosen[1]


def scattered(values: np.ndarray, path: str) -> np.ndarray:
    """Where to draw values: as they are, and names scattered about their places, always in the same way."""
    if word_of(path, float(values[0])) is None:
        return values
    return values + SPREAD * (np.random.default_rng(len(values)).random(len(values)) - 0.5) * 2.0


def name_levels(axis: object, path: str, values: np.ndarray) -> None:
    """Words at the levels of a factor that has words."""
    levels = np.unique(values)
    words = [word_of(path, float(level)) for level in levels]
    if all(words):
        axis.set_ticks(levels, labels=words, fontsize=TICK)  # type: ignore[attr-defined]


def draw_box(axes: Axes, limits: Sequence[Limit | None], places: Sequence[np.ndarray]) -> None:
    """The rectangle of a box in two dimensions; an open end reaches beyond the points."""
    ends = [span(limit, place) for limit, place in zip(limits, places, strict=True)]
    (left, right), (bottom, top) = ends
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=True, facecolor=RED, alpha=0.08, edgecolor="none", zorder=0.5)
    )
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=INK, linewidth=2.2, zorder=3, label="the box")
    )


def span(limit: Limit | None, place: np.ndarray) -> tuple[float, float]:
    """From where to where a box reaches on an axis."""
    margin = MARGIN * float(np.ptp(place))
    low, high = float(place.min()) - margin, float(place.max()) + margin
    if limit is None:
        return low, high
    if isinstance(limit, frozenset):
        return min(limit) - 0.5 + MARGIN, max(limit) + 0.5 - MARGIN
    return (low if isinf(limit[0]) else limit[0]), (high if isinf(limit[1]) else limit[1])


def peeling_figure(found: Boxes) -> Figure:
    """Density against coverage while the first box is peeled, where it was searched and held out."""
    steps = found.trajectory[found.trajectory["box"] == 1] if len(found.trajectory) else found.trajectory
    base = float(found.points["fails"].mean())
    title = f"{plain_name(found.scenario)}: {NO_BOX}"
    if len(found.boxes):
        row = found.boxes.iloc[0]
        title = (
            f"The first box takes {percent(row['coverage'])} of the failures at {percent(row['density'])} pure, "
            f"where {percent(row['base'])} of all points fail"
        )
    figure, (axes,) = sheet(title, width=9.5, height=6)
    for ends, color, words in (("", GREY, "on the points searched"), ("_held_out", BLUE, "on held-out points")):
        axes.plot(100 * steps[f"coverage{ends}"], 100 * steps[f"density{ends}"], ".-", color=color, label=f"peeling, {words}")
    if len(found.boxes):
        across, up = (ends_of(row, name) for name in ("coverage", "density"))
        look: dict[str, Any] = {"fmt": "D", "color": RED, "markersize": 9, "capsize": 4, "label": "the box, held out (95 %)"}
        axes.errorbar(across[0], up[0], xerr=across[1], yerr=up[1], **look)
    axes.axhline(100 * base, color=INK, linestyle="--", linewidth=1.2, label="all points: share that fails")
    axes.set_xlim(0, 103)
    axes.set_ylim(0, 103)
    name_axes(axes, "Coverage: % of all failures inside", "Density: % of the points inside that fail", room=60)
    explain(axes, loc="lower left")
    note(
        figure,
        "From right to left the box loses points; its ends are then moved to where they agree best, and idle limits taken off.",
    )
    return figure


def ends_of(row: pd.Series, name: str) -> tuple[float, np.ndarray]:
    """A share in per cent, and how far its interval reaches to either side."""
    at = 100.0 * float(row[name])
    return at, np.array([[at - 100.0 * float(row[f"{name}_low"])], [100.0 * float(row[f"{name}_high"]) - at]])
