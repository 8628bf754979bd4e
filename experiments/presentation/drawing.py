"""Paper and pencil of every picture: no global state, colours for the colour-blind, letters to read afar."""

from io import BytesIO
from textwrap import wrap
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from community_dynamics.experiments.base.statements import DAYS_A_MONTH

# Okabe and Ito's palette, in the order in which it is used; yellow is left out, as it is lost on white.
BLUE, ORANGE, GREEN, PURPLE, SKY, RED = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"
PALETTE = (BLUE, RED, GREEN, ORANGE, PURPLE, SKY)
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
TITLE, LABEL, TICK = 15, 13, 12


def sheet(
    title: str, rows: int = 1, columns: int = 1, width: float = 10.5, height: float = 5.8, **options: Any
) -> tuple[Figure, list[Axes]]:
    """A figure that needs no screen, with its title set and its axes in reading order."""
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.08)  # type: ignore[union-attr, call-arg]
    fit(figure, figure.suptitle(title, x=0.015, ha="left", fontsize=TITLE, fontweight="bold", color=INK))
    axes = figure.subplots(rows, columns, squeeze=False, **options)
    for one in axes.flat:
        dress(one)
    return figure, list(axes.flat)


def dress(axes: Axes) -> None:
    """A quiet frame: two sides, pale grid behind the data, letters large enough for a projector."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=PALE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=TICK, colors=INK)


def name_axes(axes: Axes, x: str, y: str, heading: str = "", room: int = 46) -> None:
    """Names of both axes with their units, broken into lines of at most `room` letters, and a heading."""
    axes.set_xlabel("\n".join(wrap(x, room)), fontsize=LABEL, color=INK)
    axes.set_ylabel("\n".join(wrap(y, room)), fontsize=LABEL, color=INK)
    if heading:
        axes.set_title("\n".join(wrap(heading, room)), fontsize=LABEL, loc="left", color=INK)


def explain(axes: Axes, **options: Any) -> None:
    """The legend, on a ground that lets the data through."""
    axes.legend(fontsize=TICK, frameon=True, framealpha=0.85, edgecolor="none", **options)


def note(figure: Figure, text: str) -> None:
    """A line below everything that says what intervals cover."""
    fit(figure, figure.supxlabel(text, x=0.015, ha="left", fontsize=TICK, color=GREY))


def fit(figure: Figure, text: Text) -> None:
    """Break a text into lines that do not leave the sheet."""
    words, room = text.get_text(), figure.get_figwidth() * figure.dpi * 0.93
    letters = int(figure.get_figwidth() * 13)
    while text.get_window_extent().width > room and letters > 20:
        text.set_text("\n".join(wrap(words, letters)))
        letters -= 3


def shaded(axes: Axes, x: np.ndarray, low: np.ndarray, middle: np.ndarray, high: np.ndarray, **look: Any) -> None:
    """A line with its band."""
    color = look.pop("color", BLUE)
    axes.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    axes.plot(x, middle, color=color, linewidth=2.2, **look)


def whiskers(axes: Axes, at: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray, **look: Any) -> None:
    """Dots with horizontal intervals, one a row; an interval that is not known is left out."""
    value, low, high = (np.asarray(one, np.float64) for one in (value, low, high))
    reach = np.nan_to_num(np.stack([np.maximum(0.0, value - low), np.maximum(0.0, high - value)]))
    usual: dict[str, Any] = {"fmt": "o", "markersize": 8, "capsize": 4, "linewidth": 2}
    axes.errorbar(value, at, xerr=reach, **usual | look)


def time_axis(days: np.ndarray) -> tuple[np.ndarray, str]:
    """Days as months, or as weeks where the whole is short, and the name of the axis."""
    if len(days) and days[-1] < 190:
        return days / 7.0, "weeks since the launch"
    return days / DAYS_A_MONTH, "months since the launch"


def mark_months(axes: Axes) -> None:
    """Marks every half-year on a long axis of months, every quarter on a shorter one."""
    reach = axes.get_xlim()[1]
    if "months" in axes.get_xlabel() and reach > 8:
        axes.set_xticks(np.arange(0, reach, 3 if reach < 20 else 6 if reach < 50 else 12))


DRAWN: WeakKeyDictionary[Figure, dict[int, bytes]] = WeakKeyDictionary()


def png(figure: Figure, dots_per_inch: int = 110) -> bytes:
    """The picture of a finished figure as a PNG file, drawn once for page and folder."""
    drawn = DRAWN.setdefault(figure, {})
    if dots_per_inch not in drawn:
        buffer = BytesIO()
        figure.savefig(buffer, format="png", dpi=dots_per_inch)
        drawn[dots_per_inch] = buffer.getvalue()
    return drawn[dots_per_inch]
