"""How members come and stay: the ladder of active days, return after silence, staying by tenure, weekdays, cohorts."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.log import MONDAY, Days, week_of
from community_dynamics.experiments.logs.resampling import Resampling, interval, ratio
from community_dynamics.experiments.logs.statistics import second_day, span_weights, weeks_of
from community_dynamics.experiments.logs.survival import kaplan_meier

STEPS = ((1, 2), (2, 3), (3, 5), (5, 10), (10, 20))
SILENT_WEEKS = (1, 2, 3, 4, 8, 13, 26, 52)
TENURES = ((0, 0), (1, 3), (4, 12), (13, 51), (52, 10**6))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANS = (0, 1, 7, 14, 30, 60, 90, 180, 365, 730, 1095, 1825)
HALF_YEAR = 182.625


def rows_with_intervals(names: list[str], drawn: np.ndarray, heading: str) -> pd.DataFrame:
    """A table with a row for each name: value and 90 % interval; `drawn` has a row a draw and a column a name."""
    rows = [(name, *interval(drawn[:, at])) for at, name in enumerate(names)]
    return pd.DataFrame(rows, columns=[heading, "value", "low", "high"])


def ladder(days: Days, sample: Resampling) -> pd.DataFrame:
    """Chance of at least so many active days for those who had fewer: where the ladder breaks."""
    names = [f"{upper} or more, of {lower} or more" for lower, upper in STEPS]
    return rows_with_intervals(names, ladder_chances(days, sample), "active days")


def ladder_chances(days: Days, sample: Resampling) -> np.ndarray:
    """The same in every draw: a column a step."""
    active, people = sample.weighed(np.arange(days.members), days.ends - days.starts + 1)
    least = {step: people[:, active >= step].sum(1) for step in {one for pair in STEPS for one in pair}}
    return np.stack([ratio(least[upper], least[lower]) for lower, upper in STEPS], 1)


def return_after_silence(days: Days, sample: Resampling) -> pd.DataFrame:
    """Chance to come back in the next week, after so many weeks of silence."""
    return rows_with_intervals([str(many) for many in SILENT_WEEKS], return_chances(days, sample), "silent weeks")


def return_chances(days: Days, sample: Resampling) -> np.ndarray:
    """The same in every draw: a column for each number of silent weeks."""
    member, week = weeks_of(days)
    follows = np.r_[member[1:] == member[:-1], False]
    final = int(week_of(days.last)) - 1  # the week in which the log ends is not asked about
    silent = np.where(follows, np.r_[week[1:], 0] - week, final - week + 1) - 1
    back = follows & (np.r_[week[1:], 0] <= final)
    silent = np.where(follows & ~back, final - week, silent)
    kept = silent >= 0
    value, weights = sample.weighed(member[kept], 2 * silent[kept] + back[kept])
    weeks, came = value // 2, value % 2 == 1
    drawn = [
        ratio(weights[:, came & (weeks == many)].sum(1), weights[:, (weeks > many) | (came & (weeks == many))].sum(1))
        for many in SILENT_WEEKS
    ]
    return np.stack(drawn, 1)


def stay_by_tenure(days: Days, sample: Resampling) -> pd.DataFrame:
    """Chance to be active next week too, by weeks since the first."""
    names = [f"{low}" if low == high else f"{low}–{high}" if high < 10**6 else f"{low} or more" for low, high in TENURES]
    return rows_with_intervals(names, stay_chances(days, sample), "weeks since the first")


def stay_chances(days: Days, sample: Resampling) -> np.ndarray:
    """The same in every draw: a column for each stretch of tenure."""
    member, week = weeks_of(days)
    stays_on = np.r_[(member[1:] == member[:-1]) & (week[1:] == week[:-1] + 1), False]
    begun = np.r_[True, member[1:] != member[:-1]]
    tenure = week - week[np.maximum.accumulate(np.where(begun, np.arange(week.size), 0))]
    place = np.searchsorted([low for low, _ in TENURES], tenure, side="right") - 1
    asked = week < week_of(days.last)
    found = sample.totals(member[asked], 2 * place[asked] + stays_on[asked], 2 * len(TENURES))
    return ratio(found[:, 1::2], found[:, 1::2] + found[:, ::2])


def survival_curve(days: Days, sample: Resampling, silence: int) -> pd.DataFrame:
    """Share still active after so many days (Kaplan-Meier)."""
    spans, ended, still = span_weights(days, sample, silence)
    curve = kaplan_meier(spans, ended, still)
    reach = [span for span in SPANS if spans.size and span <= spans[-1]]
    at = np.searchsorted(spans, reach, side="right") - 1
    drawn = np.where(at >= 0, curve[:, np.maximum(at, 0)], 1.0) if reach else np.ones((len(curve), 0))
    table = rows_with_intervals([str(span) for span in reach], drawn, "days since the first")
    return table.assign(**{"days since the first": reach})


def weekdays(days: Days, sample: Resampling) -> pd.DataFrame:
    """Share of active days that fall on each day of the week, and a weekend day over a weekday."""
    found = sample.totals(days.member, ((days.day + MONDAY) % 7).astype(np.int64), 7)
    weekend = ratio(found[:, 5:].mean(1), found[:, :5].mean(1))
    drawn = np.c_[ratio(found, found.sum(1, keepdims=True)), weekend]
    return rows_with_intervals([*WEEKDAYS, "weekend day over weekday"], drawn, "day")


def gaps_table(days: Days, sample: Resampling) -> pd.DataFrame:
    """Share of gaps between active days that are at most so long."""
    same = days.member[1:] == days.member[:-1]
    values, number = sample.weighed(days.member[1:][same], np.diff(days.day)[same])
    reach = (1, 2, 7, 14, 30, 90, 180, 365)
    drawn = np.stack([ratio(number[:, values <= days_].sum(1), number.sum(1)) for days_ in reach], 1)
    return rows_with_intervals([str(one) for one in reach], drawn, "days from one active day to the next, at most")


def newcomers_kept(days: Days, sample: Resampling) -> pd.DataFrame:
    """Newcomers of each half-year, and the share of them seen again within 30 and 90 days."""
    later, known = second_day(days)
    half = half_years(days.day[days.starts])
    first, final = half_years(np.array([days.first, days.last])).tolist()
    places = final - first + 1
    everyone = np.arange(days.members)
    asked = sample.totals(everyone[known], half[known] - first, places)
    came = np.bincount(half - first, minlength=places)
    table = pd.DataFrame({"half-year": [half_year_name(first + one) for one in range(places)], "newcomers": came})
    for reach in (30, 90):
        back = sample.totals(everyone[known & (later <= reach)], half[known & (later <= reach)] - first, places)
        shares = rows_with_intervals(list(table["half-year"]), ratio(back, asked), "half-year")
        for name in ("value", "low", "high"):
            table[f"seen again in {reach} days" if name == "value" else f"{reach} {name}"] = shares[name]
    return table


def half_years(day: np.ndarray) -> np.ndarray:
    """Number of the half-year that a day lies in."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // 6)


def half_year_name(number: int) -> str:
    """'2019, first half'."""
    return f"{1970 + number // 2}, {'second' if number % 2 else 'first'} half"
