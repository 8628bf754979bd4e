"""Statistics a day, as Slack exports them: the funnel from members to posters, surges, weekdays and phases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, shown
from community_dynamics.experiments.logs.columns import as_bytes, counts_of, simple
from community_dynamics.experiments.logs.course import date_of
from community_dynamics.experiments.logs.files import Source
from community_dynamics.experiments.logs.habits import WEEKDAYS, half_year_name, half_years
from community_dynamics.experiments.logs.log import DAY_SECONDS, MONDAY
from community_dynamics.experiments.logs.resampling import DRAWS, ENDS, ratio
from community_dynamics.experiments.logs.times import ALLOWED, MISSING, Clock

MEMBERS, ACTIVE, POSTERS = "total_membership", "daily_active_members", "daily_members_posting_messages"
WEEKLY, WEEKLY_POSTERS = "weekly_active_members", "weekly_members_posting_messages"
COLUMNS = (MEMBERS, ACTIVE, POSTERS, WEEKLY, WEEKLY_POSTERS)
# What other services and companies call the same numbers; Slack's own names come first.
CALLED = {
    MEMBERS: (MEMBERS, "total_members", "membership", "members", "total_users"),
    ACTIVE: (ACTIVE, "daily_active_users", "daily_actives", "active_members", "active_users", "dau"),
    POSTERS: (POSTERS, "daily_posters", "members_posting", "posters"),
    WEEKLY: (WEEKLY, "weekly_active_users", "weekly_actives", "wau"),
    WEEKLY_POSTERS: (WEEKLY_POSTERS, "weekly_posters"),
}
DATES = ("date", "day")
QUARTER_DAYS = 91
FEWEST_DAYS = 28
NOTABLE = 0.10
LAUNCH_DAYS = 60


@dataclass(frozen=True)
class Daily:
    """One row a day: members, actives and posters that day and in the seven days up to it; missing where unknown."""

    day: np.ndarray
    values: dict[str, np.ndarray]
    warnings: tuple[str, ...] = ()
    name: str = "the log"


def is_daily(headings: Sequence[str]) -> bool:
    """Whether these are the headings of statistics a day, as Slack exports them or under other usual names."""
    plain = [simple(heading) for heading in headings]
    return place_of(plain, DATES) is not None and place_of(plain, CALLED[ACTIVE]) is not None


def place_of(headings: Sequence[str], names: Sequence[str]) -> int | None:
    """Place of the first of these names that is there."""
    return next((headings.index(name) for name in names if name in headings), None)


def read_daily(source: Source, dates: str = "", last: int | None = None) -> Daily:
    """Daily statistics from a file; days that are there twice count once, and impossible numbers not at all."""
    plain = [simple(heading) for heading in source.headings]
    found_at = {name: place_of(plain, CALLED[name]) for name in COLUMNS}
    places = {name: at for name, at in found_at.items() if at is not None}
    names = list(places)
    day = place_of(plain, DATES)
    assert day is not None
    clock, blocks = Clock(dates), []
    for arrays in source.blocks([day, *places.values()]):
        blocks.append(np.stack([clock.seconds(arrays[0]), *(counts_of(as_bytes(one)) for one in arrays[1:])]))
    table = np.concatenate(blocks, axis=1) if blocks else np.zeros((1, 0), np.int64)
    good = table[0] != MISSING
    if last is not None and good.any() and last < table[0][good].min() // DAY_SECONDS:
        first_day = date_of(int(table[0][good].min() // DAY_SECONDS))
        raise InvalidValue(
            f"until = {date_of(last)} is before the first day of {shown(source.path.name)}, {first_day}; "
            "give that day or a later one"
        )
    if not good.any():
        raise InvalidValue(f"{shown(source.path.name)} has no row with a date; allowed are {ALLOWED}")
    days, first = np.unique(table[0][good] // DAY_SECONDS, return_index=True)
    kept = days <= (days[-1] if last is None else last)
    found = {name: table[at + 1][good][first][kept].astype(np.float64) for at, name in enumerate(names)}
    odd = sum(int((values < 0).sum()) for values in found.values())
    warned = (
        (int((~good).sum()), "rows whose date cannot be read are left out"),
        (int(good.sum()) - days.size, "days are there twice and count once"),
        (odd, "numbers are negative or no whole numbers and are left out"),
        (len(source.skipped), "rows with too few or too many cells are left out"),
    )
    values = {name: np.where(one < 0, np.nan, one) for name, one in found.items()}
    return Daily(days[kept], values, tuple(f"{count:,} {text}" for count, text in warned if count), source.path.name)


def mean_with_ends(values: np.ndarray, weeks: np.ndarray, over: np.ndarray | None = None) -> tuple[float, float, float]:
    """Mean (or ratio of sums) with its 90 % interval: weeks are drawn again, as days of a week hang together."""
    over = np.ones(values.size) if over is None else over
    known = np.isfinite(values) & np.isfinite(over)
    _, place = np.unique(weeks[known], return_inverse=True)
    if not place.size:
        return (np.nan, np.nan, np.nan)
    number = int(place.max()) + 1
    sums = np.stack([np.bincount(place, one[known], number) for one in (values, over)])
    draws = np.random.default_rng(0).multinomial(number, np.full(number, 1 / number), DRAWS)
    low, high = np.nanquantile(ratio(draws @ sums[0], draws @ sums[1]), ENDS) if sums[1].sum() > 0 else (np.nan, np.nan)
    return float(ratio(sums[0].sum(keepdims=True), sums[1].sum(keepdims=True))[0]), float(low), float(high)


FUNNEL = (
    ("active a day over members", ACTIVE, MEMBERS),
    ("active a week over members", WEEKLY, MEMBERS),
    ("posters over active, a day", POSTERS, ACTIVE),
    ("posters over active, a week", WEEKLY_POSTERS, WEEKLY),
    ("active a day", ACTIVE, ""),
    ("active a week", WEEKLY, ""),
    ("posters a week", WEEKLY_POSTERS, ""),
)


def daily_funnel(daily: Daily) -> pd.DataFrame:
    """Members, actives and posters over one another, by half-year."""
    half, week = half_years(daily.day), (daily.day + MONDAY) // 7
    rows = []
    for one in np.unique(half):
        inside = half == one
        for name, above, below in FUNNEL:
            if above in daily.values and (not below or below in daily.values):
                over = daily.values[below][inside] if below else None
                rows.append((half_year_name(int(one)), name, *mean_with_ends(daily.values[above][inside], week[inside], over)))
    return pd.DataFrame(rows, columns=["half-year", "ratio", "value", "low", "high"])


def surges(daily: Daily) -> pd.DataFrame:
    """The launch: highest weekly number in the first two months, and days until half of it."""
    rows = []
    for label, name in (("active a week", WEEKLY), ("posters a week", WEEKLY_POSTERS)):
        values = daily.values.get(name, np.zeros(0))
        start = values[: int(np.searchsorted(daily.day, daily.day[0] + LAUNCH_DAYS))]
        if not np.isfinite(start).any():
            continue
        peak = int(np.nanargmax(start))
        below = np.flatnonzero(values[peak:] <= values[peak] / 2)
        after = float(daily.day[peak + below[0]] - daily.day[peak]) if below.size else np.nan
        rows.append((label, values[peak], date_of(daily.day[peak]), after))
    return pd.DataFrame(rows, columns=["number", "highest", "on", "days until half"])


def daily_weekdays(daily: Daily) -> pd.DataFrame:
    """Posters (or actives) on each day of the week over the mean of that week, so that no busy week weighs more."""
    values = daily.values[POSTERS if POSTERS in daily.values else ACTIVE]
    weekday, week = (daily.day + MONDAY) % 7, (daily.day + MONDAY) // 7
    known = np.isfinite(values)
    _, place = np.unique(week, return_inverse=True)
    mean = ratio(np.bincount(place, np.where(known, values, 0.0)), np.bincount(place, known.astype(np.float64)))[place]
    over = np.divide(values, mean, out=np.full(values.size, np.nan), where=known & (mean > 0))
    rows = [(day, *mean_with_ends(over[weekday == at], week[weekday == at])) for at, day in enumerate(WEEKDAYS)]
    return pd.DataFrame(rows, columns=["day", "value", "low", "high"])


def daily_phases(daily: Daily) -> pd.DataFrame:
    """Growth, stall or decline of active members a day, quarter by quarter, beside what membership did.

    Four weeks or more after the last whole quarter count as one."""
    values, week = daily.values[ACTIVE], (daily.day + MONDAY) // 7
    quarter = (daily.day - daily.day[0]) // QUARTER_DAYS
    whole, rest = divmod(int(daily.day[-1] - daily.day[0] + 1), QUARTER_DAYS)
    rows, before = [], (np.nan, np.nan, np.nan)
    for one in range(whole + (rest >= FEWEST_DAYS)):
        inside = quarter == one
        now = mean_with_ends(values[inside], week[inside])
        start = int(daily.day[0]) + one * QUARTER_DAYS
        end = min(start + QUARTER_DAYS - 1, int(daily.day[-1]))
        rows.append((phase_of(before, now), date_of(start), date_of(end), *now, grown(daily, inside)))
        before = now if np.isfinite(now[0]) else before
    names = ["phase", "from", "to", "active a day", "low", "high", "members, end over start"]
    return pd.DataFrame(rows, columns=names)


def grown(daily: Daily, inside: np.ndarray) -> float:
    """Members at the end of a stretch over those at its start, of the days on which they are known."""
    joined = daily.values.get(MEMBERS, np.full(daily.day.size, np.nan))[inside]
    joined = joined[joined > 0]
    return float(joined[-1] / joined[0]) if joined.size else np.nan


def phase_of(before: tuple[float, float, float], now: tuple[float, float, float]) -> str:
    """What happened since the quarter before that is known: a change of a tenth with intervals apart, or a stall."""
    if not np.isfinite(now[0]):
        return "unknown"
    if now[0] <= 0:
        return "silence"
    if not np.isfinite(before[0]):
        return "start"
    if now[0] >= (1 + NOTABLE) * before[0] and now[1] > before[2]:
        return "growth"
    return "decline" if now[0] * (1 + NOTABLE) <= before[0] and now[2] < before[1] else "stall"


__all__ = ["Daily", "daily_funnel", "daily_phases", "daily_weekdays", "is_daily", "read_daily", "surges"]
