"""How a community goes through time: actives, phases of growth, stall and decline, and who becomes or stops being a regular."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.habits import half_year_name, half_years
from community_dynamics.experiments.logs.log import MONDAY, Days, Log, days_of, week_of
from community_dynamics.experiments.logs.resampling import ENDS, Resampling, ratio
from community_dynamics.experiments.logs.statistics import weeks_of
from community_dynamics.sim.state import JOINS, VISITS

QUARTER = 13
REGULAR_WEEKS = 4
# A change of less than a tenth in a quarter, or of less than one person a week, is no growth that a designer would notice.
NOTABLE = 0.10
FEWEST = 1.0
FEWEST_WEEKS = 4


def date_of(day: int | np.integer) -> str:
    """A day since 1970 as a date."""
    return str(np.datetime64(int(day), "D"))


def actives(days: Days, sample: Resampling, unit: str) -> pd.DataFrame:
    """Different members active in each day, week or month: number, 90 % interval, contributions and newcomers."""
    place, starts = places_of(days, unit)
    kept = np.r_[True, (days.member[1:] != days.member[:-1]) | (place[1:] != place[:-1])] if place.size else np.zeros(0, bool)
    number = np.bincount(place[kept], minlength=starts.size)
    low, high = ends_of(days, sample, place, kept, starts.size)
    return pd.DataFrame(
        {
            unit: [date_of(day) for day in starts],
            "active": number,
            "low": low,
            "high": high,
            "contributions": np.bincount(place, days.count, starts.size).astype(np.int64),
            "newcomers": np.bincount(place[days.starts], minlength=starts.size),
        }
    )


def ends_of(days: Days, sample: Resampling, place: np.ndarray, kept: np.ndarray, places: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of actives, in slices, so that long logs need little memory."""
    low, high = np.zeros(places), np.zeros(places)
    member, place = days.member[kept], place[kept]
    for start in range(0, places, 500):
        inside = (place >= start) & (place < start + 500)
        width = min(500, places - start)
        found = sample.totals(member[inside], place[inside] - start, width)[1:]
        low[start : start + width], high[start : start + width] = np.quantile(found, ENDS, axis=0)
    return low, high


def places_of(days: Days, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Number of the day, week or month of every active day, and the first day of each."""
    if unit == "day":
        return (days.day - days.first).astype(np.int64), np.arange(days.first, days.last + 1)
    if unit == "week":
        first = int(week_of(days.first))
        return week_of(days.day) - first, np.arange(first, int(week_of(days.last)) + 1) * 7 - 3
    months = days.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    ends = np.array([days.first, days.last]).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    starts = np.arange(ends[0], ends[1] + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return months - ends[0], starts


def quarters(days: Days) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Member and quarter of every active week, weeks active in it, and how many whole quarters there are."""
    member, week = weeks_of(days)
    first = int(week_of(days.first))
    number = int((int(week_of(days.last)) - first) // QUARTER)
    quarter = (week - first) // QUARTER
    member, quarter = member[quarter < number], quarter[quarter < number]
    if not member.size:
        return member, quarter, member, number
    starts = np.flatnonzero(np.r_[True, (member[1:] != member[:-1]) | (quarter[1:] != quarter[:-1])])
    return member[starts], quarter[starts], np.diff(np.r_[starts, member.size]), number


def phases(days: Days, sample: Resampling) -> pd.DataFrame:
    """Stretches of growth, stall, decline and silence with their dates, from weekly actives a quarter.

    A quarter grows or declines where its weekly actives differ from the quarter before by a tenth and by one person or
    more, and the 90 % interval of the change (members drawn again) leaves out none; otherwise it stalls. A stretch of
    stalling quarters that all in all grew or declined by the same measure is called so. Four whole weeks or more after
    the last quarter count as one.
    """
    weekly = weekly_by_quarter(days, sample)
    words = [word_of(weekly[:, at - 1], weekly[:, at]) for at in range(1, weekly.shape[1])]
    rows: list[tuple[object, ...]] = []
    for word, begin, at in stretches(words, weekly):
        change = ratio(weekly[:, at], weekly[:, begin - 1])
        ends = np.nanquantile(change[1:], ENDS) if np.isfinite(change).any() else (np.nan, np.nan)
        start, end = span(days, begin, at)[0], min(span(days, begin, at)[1], date_of(int(week_of(days.last)) * 7 - MONDAY - 1))
        rows.append((word, start, end, weekly[0, begin - 1], weekly[0, at], change[0], *ends))
    names = ["phase", "from", "to", "weekly actives before", "weekly actives at its end", "times", "low", "high"]
    return pd.DataFrame(rows, columns=names)


def weekly_by_quarter(days: Days, sample: Resampling) -> np.ndarray:
    """Mean weekly actives in each quarter (draws, quarters), the weeks after the last whole one included where they are many."""
    member, week = weeks_of(days)
    first = int(week_of(days.first))
    whole, rest = divmod(int(week_of(days.last)) - first, QUARTER)
    lengths = np.r_[np.full(whole, QUARTER), [rest] if rest >= FEWEST_WEEKS else []]
    kept = week - first < lengths.sum()
    totals = sample.totals(member[kept], (week[kept] - first) // QUARTER, max(lengths.size, 1))
    return totals[:, : lengths.size] / lengths


def stretches(words: list[str], weekly: np.ndarray) -> list[tuple[str, int, int]]:
    """Quarters of the same word together, with the first and the last of each stretch; thin growth or decline is called so."""
    stalls = merged([(word, at, at) for at, word in enumerate(words, 1)])
    judged = [
        (word_of(weekly[:, begin - 1], weekly[:, end]) if word == "stall" else word, begin, end) for word, begin, end in stalls
    ]
    return merged(judged)


def merged(parts: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Neighbours of the same word as one."""
    found: list[tuple[str, int, int]] = []
    for word, begin, end in parts:
        same = bool(found) and found[-1][0] == word
        begin = found.pop()[1] if same else begin
        found.append((word, begin, end))
    return found


def word_of(before: np.ndarray, after: np.ndarray) -> str:
    """Growth, decline, stall or silence: what happened from one quarter to the next; the first draw is the log itself."""
    if after[0] <= 0:
        return "silence"
    if abs(after[0] - before[0]) < FEWEST:
        return "stall"
    if before[0] <= 0:
        return "growth"
    drawn = ratio(after, before)
    low, high = np.nanquantile(drawn[1:], ENDS)
    if drawn[0] >= 1 + NOTABLE and low > 1:
        return "growth"
    return "decline" if drawn[0] <= 1 / (1 + NOTABLE) and high < 1 else "stall"


def span(days: Days, first: int, final: int) -> tuple[str, str]:
    """First and last day of quarters as dates."""
    monday = int(week_of(days.first)) * 7 - 3
    return date_of(monday + 7 * QUARTER * first), date_of(monday + 7 * QUARTER * (final + 1) - 1)


def signs(days: Days, sample: Resampling) -> pd.DataFrame:
    """Early-warning signs, a row a quarter: regulars, gained and lost, newcomers, and the share who become regulars.

    A regular is active in at least four of the thirteen weeks; a newcomer becomes one in the quarter of the first
    active day or in the two after it.
    """
    member, quarter, weeks, number = quarters(days)
    regular = weeks >= REGULAR_WEEKS
    member_r, quarter_r = member[regular], quarter[regular]
    key = np.unique(member_r * (number + 2) + quarter_r)
    was = np.isin(member_r * (number + 2) + quarter_r - 1, key) & (quarter_r > 0)
    on = np.isin(member_r * (number + 2) + quarter_r + 1, key)
    begun = (week_of(days.day[days.starts]) - int(week_of(days.first))) // QUARTER
    early = quarter_r - begun[member_r] <= 2
    became = np.unique(member_r[early])
    asked = begun <= number - 3
    everyone = np.flatnonzero(asked)
    new = sample.totals(everyone, begun[asked], max(number, 1))
    made = became[asked[became]]
    share = ratio(sample.totals(made, begun[made], max(number, 1)), new)
    low, high = quantiles(share[1:])
    gained = np.bincount(quarter_r[~was], minlength=number)
    lost = np.r_[0, np.bincount(quarter_r[~on], minlength=number)[: number - 1]] if number else gained
    return pd.DataFrame(
        {
            "quarter from": [span(days, at, at)[0] for at in range(number)],
            "regulars": np.bincount(quarter_r, minlength=number),
            "gained": gained,
            "lost": lost,
            "newcomers": np.bincount(begun[begun < number], minlength=number),
            "become regulars": share[0, :number],
            "low": low[:number],
            "high": high[:number],
        }
    )


def quantiles(drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of intervals column by column, missing where draws give none."""
    known = np.isfinite(drawn).any(0)
    low, high = np.full(drawn.shape[1], np.nan), np.full(drawn.shape[1], np.nan)
    if known.any():
        low[known], high[known] = np.nanquantile(drawn[:, known], ENDS, axis=0)
    return low, high


def funnel(log: Log) -> pd.DataFrame:
    """From members to regulars, a row a half-year: joined so far, seen, contributing, regular; and each over the one before."""
    doing = days_of(log)
    seeing = days_of(log, (VISITS, *range(2, 5))) if log.has(VISITS) else None
    half = {name: per_half(days) for name, days in (("contribute", doing), ("seen", seeing)) if days is not None}
    first, number = int(half_years(np.array([log.first]))[0]), int(half_years(np.array([log.last]))[0])
    spans = range(first, number + 1)
    begun = log.day[log.kind == JOINS] if log.has(JOINS) else doing.day[doing.starts] if seeing is None else first_days(log)
    members = [int((half_years(begun) <= one).sum()) for one in spans]
    table = pd.DataFrame({"half-year": [half_year_name(one) for one in spans], "members so far": members})
    for name in ("seen", "contribute"):
        if name in half:
            table[f"{name} a week"] = [half[name].get(one, 0.0) / weeks_in(log, one) for one in spans]
    table["weekly contributors over members"] = table["contribute a week"] / table["members so far"].replace(0, np.nan)
    if seeing is not None:
        table["weekly contributors over seen"] = table["contribute a week"] / table["seen a week"].replace(0, np.nan)
    return table


def first_days(log: Log) -> np.ndarray:
    """Day of each member's first event of any kind."""
    return log.day[np.r_[True, log.member[1:] != log.member[:-1]]] if log.member.size else log.day


def per_half(days: Days) -> dict[int, float]:
    """Active member-weeks of each half-year."""
    _, week = weeks_of(days)
    halves, number = np.unique(half_years(week * 7), return_counts=True)
    return dict(zip(halves.tolist(), number.astype(float).tolist(), strict=True))


def weeks_in(log: Log, half: int) -> float:
    """Weeks of a half-year that the log covers."""
    edges = (np.array([half * 6, half * 6 + 6]).astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    return float(max(1, min(int(edges[1]), log.last + 1) - max(int(edges[0]), log.first)) / 7)
