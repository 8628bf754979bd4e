"""What statistics a day are compared by: levels, the funnel, the launch surge; and the few figures of a fit without a log."""

import numpy as np

from community_dynamics.experiments.fit.fit_statistics import AMOUNT, SHARE, SLICES, Measure, slices_in
from community_dynamics.experiments.logs.daily import (
    ACTIVE,
    LAUNCH_DAYS,
    MEMBERS,
    POSTERS,
    WEEKLY,
    WEEKLY_POSTERS,
    Daily,
    mean_with_ends,
)
from community_dynamics.experiments.logs.log import MONDAY
from community_dynamics.sim.world import World

HALF_YEAR = 182
WEEK = 7
LEVELS = (
    ("members", MEMBERS, "members"),
    ("active_day", ACTIVE, "members active a day"),
    ("active_week", WEEKLY, "members active a week"),
)
FUNNEL = (
    ("posting_day", POSTERS, ACTIVE, "share of a day's actives who post"),
    ("posting_week", WEEKLY_POSTERS, WEEKLY, "share of a week's actives who post"),
)
SURGES = (
    ("active_half_life", WEEKLY, "days from the launch peak until weekly actives halve"),
    ("posters_half_life", WEEKLY_POSTERS, "days from the launch peak until weekly posters halve"),
)
WEEKEND = (("active_weekend", ACTIVE, "actives on a weekend day over a weekday"),
           ("posters_weekend", POSTERS, "posters on a weekend day over a weekday"))  # fmt: skip
FIGURES = (
    Measure("weekly_actives", "members active a week, last eight weeks", AMOUNT, "size"),
    Measure("weekly_posters", "members posting a week, last eight weeks", AMOUNT, "size"),
    Measure("members", "members", AMOUNT, "size"),
)


def parts_of(days: int) -> tuple[int, int]:
    """Number of stretches for levels, and for the funnel, which is cut about every half-year."""
    levels = slices_in(days)
    return levels, int(np.clip(round(days / HALF_YEAR), 1, SLICES))


def daily_measures(days: int) -> tuple[Measure, ...]:
    """What statistics a day are compared by, over a window of so many days."""
    levels, halves = parts_of(days)
    found = [
        Measure(f"{name}_{at}", f"{meaning}, stretch {at} of {levels}", AMOUNT, "course")
        for name, _, meaning in LEVELS
        for at in range(1, levels + 1)
    ]
    found += [
        Measure(f"{name}_{at}", f"{meaning}, stretch {at} of {halves}", SHARE, "funnel")
        for name, _, _, meaning in FUNNEL
        for at in range(1, halves + 1)
    ]
    found += [Measure(name, meaning, AMOUNT, "course", 0.5) for name, _, meaning in SURGES]
    return (*found, *(Measure(name, meaning, AMOUNT, "week") for name, _, meaning in WEEKEND))


def daily_with_ends(daily: Daily) -> dict[str, tuple[float, float, float]]:
    """Every statistic that the table can give: value and ends of its 90 % interval (weeks drawn again)."""
    span = int(daily.day[-1] - daily.day[0]) + 1
    since, week = daily.day - daily.day[0], (daily.day + MONDAY) // WEEK
    levels, halves = parts_of(span)
    found = {}
    for name, column, _ in LEVELS:
        if column in daily.values:
            for at in range(levels):
                inside = since * levels // span == at
                found[f"{name}_{at + 1}"] = mean_with_ends(daily.values[column][inside], week[inside])
    for name, above, below, _ in FUNNEL:
        if above in daily.values and below in daily.values:
            for at in range(halves):
                inside = since * halves // span == at
                found[f"{name}_{at + 1}"] = mean_with_ends(daily.values[above][inside], week[inside], daily.values[below][inside])
    found |= {name: half_life(daily, column) for name, column, _ in SURGES if column in daily.values}
    return found | {name: weekend(daily, column) for name, column, _ in WEEKEND if column in daily.values}


def daily_statistics(daily: Daily) -> dict[str, float]:
    """Every statistic, without its interval."""
    return {name: value for name, (value, _, _) in daily_with_ends(daily).items()}


def half_life(daily: Daily, column: str) -> tuple[float, float, float]:
    """Days from the highest number of the first two months to half of it; the rest of the window where that never comes."""
    values = daily.values[column]
    start = values[: int(np.searchsorted(daily.day, daily.day[0] + LAUNCH_DAYS))]
    if not np.isfinite(start).any():
        return np.nan, np.nan, np.nan
    peak = int(np.nanargmax(start))
    below = np.flatnonzero(values[peak:] <= values[peak] / 2)
    days = float(daily.day[peak + below[0]] - daily.day[peak]) if below.size else float(daily.day[-1] - daily.day[peak])
    # One launch is one draw: its own interval is a third either way, about as far as a week's cut moves it.
    return days, days / 1.33, days * 1.33


def weekend(daily: Daily, column: str) -> tuple[float, float, float]:
    """Number on a weekend day over that on a weekday."""
    off = (daily.day + MONDAY) % WEEK >= 5
    values, week = daily.values[column], (daily.day + MONDAY) // WEEK
    return mean_with_ends(np.where(off, values / 2.0, 0.0), week, np.where(off, 0.0, values / 5.0))


def figures_of(world: World) -> dict[str, float]:
    """The few figures of a fit without a log, at the end of a run."""
    weekly = world.weekly[-8:]
    return {
        "weekly_actives": float(weekly["visitors"].mean()),
        "weekly_posters": float(weekly["contributors"].mean()),
        "members": float(world.daily["members"][-1]),
    }
