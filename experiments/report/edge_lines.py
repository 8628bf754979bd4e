"""The tipping edge on a map of shares: the line at which half of the runs come to it, and cells that cannot be told from it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from community_dynamics.experiments.designs.named_points import PLAN, word_of
from community_dynamics.experiments.discovery.edge import cells_of
from community_dynamics.experiments.discovery.failing import HALF
from community_dynamics.experiments.presentation.drawing import RED, TICK

HATCH = "////"


def draw_edge(axes: Axes, table: pd.DataFrame, varied: Sequence[str], outcome: str, means: np.ndarray) -> str:
    """Hatch the cells whose interval holds one half and draw the line at one half, on a map whose cells lie at 0, 1, 2 ...

    The line needs levels that have an order on both sides and a chance in every cell. Returns what to say of it below.
    """
    cells = cells_of(table, list(varied), outcome)
    columns, rows = (np.unique(cells[path]) for path in varied)
    for x, y, undecided in cells[[*varied, "undecided"]].itertuples(index=False):
        if undecided:
            corner = (np.searchsorted(columns, x) - 0.5, np.searchsorted(rows, y) - 0.5)
            axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch=HATCH, edgecolor="white", linewidth=0, alpha=0.55))
    marks: list[Line2D | Patch] = [Patch(facecolor="#888888", hatch=HATCH, edgecolor="white", label="cannot be told from half")]
    said = "Hatched: the cell's 95 % interval, over seeds, holds one half. " if cells["undecided"].any() else ""
    ordered = not any(path == PLAN or word_of(path, float(cells[path].iloc[0])) for path in varied)
    if ordered and min(means.shape) > 1 and np.isfinite(means).all() and means.min() < HALF <= means.max():
        axes.contour(means, levels=[HALF], colors=RED, linewidths=3)
        marks.append(Line2D([], [], color=RED, linewidth=3, label="half of the runs"))
    shown = marks if said else marks[1:]
    if shown:
        place: dict[str, Any] = {"bbox_to_anchor": (0.0, 1.0), "borderaxespad": 0.2, "ncols": 2, "frameon": False}
        axes.legend(handles=shown, loc="lower left", fontsize=TICK, **place)
    return said
