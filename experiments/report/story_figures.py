"""The pictures of the opening story: who stalls when, and how many still come at the end."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.base.intervals import band, bootstrap_mean, wilson
from community_dynamics.experiments.base.statements import tidy, time_words
from community_dynamics.experiments.base.undefined import defined
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    DAYS_A_MONTH,
    GREY,
    INK,
    RED,
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
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Scenario

Side = tuple[str, Scenario, Ensemble]
COLOURS = (RED, BLUE)
PUBLIC = {"logons_a_weekday": 14.0, "logons_a_weekend_day": 0.0}


def not_yet_stalled(scenario: Scenario, ensemble: Ensemble, days: np.ndarray) -> np.ndarray:
    """How many runs have, by each day, not entered the spell of stalling that lasts to the end.

    A run that has no such day and does not hold never took off: it counts as stalled from the first day.
    """
    stalled = np.where(ensemble["holding"] == 1.0, np.inf, np.nan_to_num(ensemble["stalled_day"], nan=0.0))
    return np.sum(stalled[np.newaxis, :] > days[:, np.newaxis], axis=1)


def stall_words(ensemble: Ensemble) -> str:
    """'93 of 100, half of them by month 7'."""
    over = ensemble["holding"] == 0.0
    text, days = f"{int(over.sum())} of {len(over)}", defined(ensemble["stalled_day"][over])
    if len(days) > 1:
        whom = "these" if len(days) == over.sum() else f"the {len(days)} that ever took off"
        text += f" (half of {whom} within {time_words(float(np.median(days)))})"
    return text


def draw_survival(axes: Axes, side: Side, color: str) -> None:
    """Share of runs not yet stalled, as steps, with Wilson's interval."""
    name, scenario, ensemble = side
    days = np.arange(0, int(scenario.setting("days")) + 1, 7)
    counts = not_yet_stalled(scenario, ensemble, days)
    ends = np.array([wilson(int(count), len(ensemble.outcomes)) for count in counts], np.float64)
    months = days / DAYS_A_MONTH
    axes.fill_between(months, ends[:, 1], ends[:, 2], step="post", color=color, alpha=0.2, linewidth=0)
    axes.step(months, ends[:, 0], where="post", color=color, linewidth=2.4, label=name)


def draw_weekly(axes: Axes, side: Side, color: str) -> None:
    """Contributors a week with the middle 90 % of seeds."""
    name, scenario, ensemble = side
    assert ensemble.weekly is not None
    months, _ = time_axis(week_days(ensemble.weekly))
    middle, low, high = band(weekly_contributors(scenario, ensemble))
    shaded(axes, months, low, middle, high, color=color, label=name)


def fate_figure(sides: Sequence[Side]) -> Figure:
    """Who stalls when, and how many contribute, with the same random seeds."""
    stalls = [stall_words(ensemble) for _, _, ensemble in sides]
    title = f"Stalled: {sides[0][0]}, {stalls[0]}; {sides[1][0]}, {stalls[1]}"
    figure, (survival, weekly) = sheet(title, 1, 2, width=14, height=6)
    for side, color in zip(sides, COLOURS, strict=True):
        draw_survival(survival, side, color)
        draw_weekly(weekly, side, color)
    survival.set_ylim(-0.03, 1.03)
    name_axes(survival, "months since the launch", "share of runs not yet stalled", "Not yet stalled")
    explain(survival, loc="center right")
    weekly.set_yscale("symlog", linthresh=10)
    marks = [0, 10, 100, 1000, 10000]
    top = max(20.0, weekly.get_ylim()[1])
    weekly.set_yticks([mark for mark in marks if mark <= top], [f"{mark:,}" for mark in marks if mark <= top])
    weekly.minorticks_off()
    weekly.set_ylim(0, 4 * top)
    name_axes(weekly, "months since the launch", "people, 8-week mean, log scale above 10", "Contributors a week")
    explain(weekly, loc="upper left")
    for axes in (survival, weekly):
        mark_months(axes)
    runs = len(sides[0][2].outcomes)
    bands = "left: 95 % interval of the share; right: middle 90 % of seeds"
    note(figure, f"{runs} pairs of runs with the same random seeds. Shaded {bands}.")
    return figure


def logon_rows(side: Side) -> dict[str, tuple[float, float, float]]:
    """Mean log-ons a day in the last three months, working days and days off, with 95 % intervals."""
    rows = {}
    for name in PUBLIC:
        values = defined(side[2][name])
        value, low, high = bootstrap_mean(values) if len(values) else (np.nan,) * 3
        rows[name] = float(value), float(low), float(high)
    return rows


def logons_figure(side: Side) -> Figure:
    """Log-ons at the end beside the public figures."""
    _, scenario, ensemble = side
    eligible = scenario.setting("seats") * scenario.setting("scale")
    rows = logon_rows(side)
    means = [tidy(rows[outcome][0], 2) for outcome in PUBLIC]
    title = f"At the end {means[0]} people log on a working day and {means[1]} a day off; reported: 14 and none"
    figure, panels = sheet(title, 2, 1, width=11, height=5.6, sharex=True)
    top = 1.15 * max(float(defined(ensemble[name]).max(initial=0.0)) for name in PUBLIC)
    for axes, outcome, heading in zip(panels, PUBLIC, ("Working days", "Days off"), strict=True):
        values = ensemble[outcome]
        spread = np.linspace(-0.25, 0.25, len(values))
        axes.plot(values, spread, ".", color=GREY, alpha=0.35, markersize=7, label="single runs")
        value, low, high = rows[outcome]
        whiskers(
            axes,
            np.array([0.0]),
            *(np.array([end]) for end in (value, low, high)),
            color=RED,
            label="mean, 95 %",
        )
        axes.plot(PUBLIC[outcome], 0.42, "v", color=INK, markersize=11, label="reported in 2012")
        axes.set_ylim(-0.5, 0.6)
        axes.set_yticks([])
        name_axes(axes, f"log-ons a day among {eligible:,.0f} eligible", "", heading, room=80)
    panels[0].set_xlim(-0.5, max(top, 1.3 * PUBLIC["logons_a_weekday"]))
    explain(panels[1], loc="center right")
    scaled = f" One simulated seat stands for {scenario.setting('scale'):g} people." if scenario.setting("scale") > 1 else ""
    note(
        figure,
        f"Mean of the last 90 days; {len(ensemble.outcomes)} runs.{scaled} Number of eligible: assumed.",
    )
    return figure
