"""The picture of a forecast: what was seen, then bands of what may come."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.forecast.foresight import Foresight, people
from community_dynamics.experiments.forecast.outlook import STALL_PEOPLE, STALL_SHARE, trailing
from community_dynamics.experiments.presentation.drawing import BLUE, GREY, INK, PURPLE, RED, explain, name_axes, note, sheet

SHOWN_WEEKS = 104
COVERED = "Dark band: half of the futures drawn; pale: 90 %, week by week. They cover chance, drift, differences between worlds."
# The legend stands above the upper curve.
ROOM = {"actives": 1.4, "contributions": 1.08}


def fan(foresight: Foresight) -> Figure:
    """Weekly actives and contributions as seen, then bands; below which a community counts as stalled."""
    figure, (above, below) = sheet(foresight.finding, 2, 1, height=8.2, sharex=True)
    past, outlook, weeks = foresight.past, foresight.outlook, foresight.weeks
    seen = min(SHOWN_WEEKS, past.weeks)
    behind = dates(past.last, np.arange(-seen + 1, 1))
    ahead = dates(past.last, np.arange(1, weeks + 1))
    for axes, name, color in ((above, "actives", BLUE), (below, "contributions", PURPLE)):
        values, draws = getattr(past, name)[-seen:], getattr(outlook, name)[:, :weeks]
        axes.plot(behind, values, color=INK, linewidth=1.6, label="seen")
        bands(axes, ahead, draws, color)
        axes.axvline(behind[-1], color=GREY, linewidth=1, linestyle=":")
        axes.set_ylim(0, ROOM[name] * max(1.0, float(values.max()), float(np.quantile(draws, 0.95, axis=0).max())))
    if past.people is not None:  # where readers count as active, those who contribute are another line
        threshold = np.maximum(STALL_PEOPLE, STALL_SHARE * outlook.joined[:, :weeks]).mean(axis=0)
        above.set_ylim(top=max(above.get_ylim()[1], ROOM["actives"] * float(threshold.max())))
        above.plot(ahead, threshold, color=RED, linestyle="--", linewidth=1.8, label="stalled below (mean of 8 weeks)")
    name_axes(above, "", "active days of members a week" if past.summed else "members active a week")
    name_axes(below, "", "days posted on, all members, a week" if past.people is None else "contributions a week")
    explain(above, loc="upper left", ncols=2)
    note(figure, COVERED)
    return figure


def bands(axes: Axes, ahead: np.ndarray, draws: np.ndarray, color: str) -> None:
    """Median with the middle half and the middle nine tenths."""
    low, below, middle, above, high = np.quantile(draws, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
    axes.fill_between(ahead, low, high, color=color, alpha=0.18, linewidth=0, label="90 % of futures")
    axes.fill_between(ahead, below, above, color=color, alpha=0.35, linewidth=0, label="half of futures")
    axes.plot(ahead, middle, color=color, linewidth=2.2, label="median")


def dates(last: int, weeks: np.ndarray) -> np.ndarray:
    """The last day of weeks counted from the last one known."""
    return np.asarray((last + 7 * weeks).astype("datetime64[D]"))


def alt(foresight: Foresight) -> str:
    """The picture in words."""
    m = trailing(foresight.past, foresight.outlook)[:, foresight.weeks - 1]
    return (
        f"Weekly actives and contributions as seen, then bands for {foresight.weeks} weeks. {foresight.statement} "
        f"The eight-week mean of weekly contributors ends at a median of {people(float(np.median(m)))}."
    )
