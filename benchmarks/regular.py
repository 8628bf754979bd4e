"""Regularities of real communities, each as one number that any log gives, beside what it is where there is no regularity."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.logs.habits import SILENT_WEEKS, STEPS, ladder_chances, return_chances, stay_chances
from community_dynamics.experiments.logs.log import MONDAY, Days
from community_dynamics.experiments.logs.resampling import Resampling, ratio
from community_dynamics.experiments.logs.statistics import inequality, stays, weeks_of

MONTH = 30
SMOOTHED = 13
FIRST_WEEK, FIRST_YEAR = 0, 3  # stretches of tenure: the first week, and weeks 13 to 51


@dataclass(frozen=True)
class Regularity:
    """key: number among the regularities; measure: value in every draw of members; nothing: its value without regularity."""

    key: str
    name: str
    measure: Callable[[Days, Resampling, int], np.ndarray]
    nothing: float
    only: tuple[str, ...] = ()


def shape(days: Days, sample: Resampling, silence: int) -> np.ndarray:
    """Weibull shape of the time active; 1 where the chance to leave is always the same."""
    return stays(days, sample, silence)["weibull_k"]


def return_slope(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Slope of the log chance to come back within a week on log weeks of silence, 1 to 52; 0 where silence does not matter."""
    with np.errstate(divide="ignore"):
        chance = np.log(return_chances(days, sample))
    weeks = np.log(np.array(SILENT_WEEKS, float))
    known = np.isfinite(chance)
    number = known.sum(1)
    x, y = np.where(known, weeks, 0.0), np.where(known, chance, 0.0)
    below = number * (x * x).sum(1) - x.sum(1) ** 2
    return np.where(number > 2, ratio(number * (x * y).sum(1) - x.sum(1) * y.sum(1), below), np.nan)


def log_odds(chance: np.ndarray) -> np.ndarray:
    """Log of the odds; not a number at 0 and 1."""
    inside = np.where((chance > 0.0) & (chance < 1.0), chance, np.nan)
    return np.log(inside / (1.0 - inside))


def staying(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Log odds ratio of being active next week too, in weeks 13 to 51 of membership over the first week."""
    odds = log_odds(stay_chances(days, sample))
    return np.asarray(odds[:, FIRST_YEAR] - odds[:, FIRST_WEEK])


def ladder_bend(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Log odds ratio of one more active day for those with 10 to 19 over those with one; 0 where every day is worth the same."""
    chances = ladder_chances(days, sample)
    steps = np.array([upper - lower for lower, upper in STEPS], float)
    a_day = log_odds(chances ** (1.0 / steps))
    return np.asarray(a_day[:, -1] - a_day[:, 0])


def inequality_gini(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Gini coefficient of contributions; .5 where alike people differ by chance alone (exponential)."""
    return inequality(days, sample)["gini"]


def messages_a_day(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Contributions on an active day, mean."""
    active = sample.totals(days.member, np.zeros(days.member.size, np.int64), 1)
    given = sample.totals(days.member, np.zeros(days.member.size, np.int64), 1, days.count)
    return ratio(given, active)[:, 0]


def by_weekday(days: Days, sample: Resampling) -> np.ndarray:
    """Active days on each day of the week, Monday first, in every draw."""
    return sample.totals(days.member, ((days.day + MONDAY) % 7).astype(np.int64), 7)


def weekend(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Activity on a weekend day over that on a weekday."""
    found = by_weekday(days, sample)
    return ratio(found[:, 5:].mean(1), found[:, :5].mean(1))


def busiest_weekday(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Share of the busiest working day among all active working days; one fifth where no day has a meaning."""
    found = by_weekday(days, sample)[:, :5]
    return ratio(found[:, found[0].argmax()], found.sum(1))


def attendance_follows(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Rank correlation of different attendees a month with events a month."""
    from scipy.stats import rankdata

    month = (days.day - days.first) // MONTH
    months = int((days.last - days.first + 1) // MONTH)
    inside = month < months
    new = np.r_[True, (days.member[1:] != days.member[:-1]) | (month[1:] != month[:-1])] & inside
    people = sample.totals(days.member[new], month[new].astype(np.int64), months)
    events = np.bincount(np.unique(days.day[inside] - days.first) // MONTH, minlength=months)
    return rows_correlated(rankdata(people, axis=1), rankdata(events))


def rows_correlated(rows: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pearson correlation of every row with one other."""
    left, right = rows - rows.mean(1, keepdims=True), other - other.mean()
    return ratio(left @ right, np.sqrt((left**2).sum(1) * (right**2).sum()))


def common_swings(days: Days, sample: Resampling, _: int) -> np.ndarray:
    """Weekly actives: mean squared deviation from the mean of 13 weeks, over the mean; 1 where people come by themselves.

    It is weeks that are drawn again here, 13 at a time: members drawn twice would come and stay away together.
    """
    _, week = weeks_of(days)
    actives = np.bincount(week - int(week.min(initial=0)))[1:-1].astype(float)  # broken weeks at both ends are left out
    if actives.size < 2 * SMOOTHED:
        return np.full(len(sample.weights), np.nan)
    trend = np.convolve(actives, np.full(SMOOTHED, 1.0 / SMOOTHED), "valid")
    # A week counts in its own mean: without common swings the square is 1 - 1/13 of the mean.
    square = (actives[SMOOTHED // 2 :][: trend.size] - trend) ** 2 / (1.0 - 1.0 / SMOOTHED)
    starts = np.random.default_rng(0).integers(0, trend.size, (len(sample.weights), -(-trend.size // SMOOTHED)))
    at = ((starts[:, :, None] + np.arange(SMOOTHED)) % trend.size).reshape(len(starts), -1)
    at[0, : trend.size] = np.arange(trend.size)
    return ratio(square[at[:, : trend.size]].mean(1), trend[at[:, : trend.size]].mean(1))


REGULARITIES = (
    Regularity("1", "leaving falls with time: Weibull shape", shape, 1.0),
    Regularity("2", "return falls with silence: slope of logs", return_slope, 0.0),
    Regularity("3", "staying rises with tenure: log odds ratio", staying, 0.0),
    Regularity("4", "the ladder gets easier: log odds ratio", ladder_bend, 0.0),
    Regularity("5", "contributions are unequal: Gini", inequality_gini, 0.5),
    Regularity("6", "many messages on an active day: mean", messages_a_day, 1.0, ("lean_zulip",)),
    Regularity("8", "fewer at weekends: ratio", weekend, 1.0, ("lean_zulip", "tidytuesday")),
    Regularity("12", "one working day stands out: share", busiest_weekday, 0.2, ("tidytuesday",)),
    Regularity("12", "attendance follows events: rank correlation", attendance_follows, 0.0, ("montana_programmers",)),
    Regularity("13", "good and bad weeks: variance over mean", common_swings, 1.0, ("lean_zulip", "tidytuesday")),
)


def of_community(name: str) -> tuple[Regularity, ...]:
    """Regularities that the log of this community shows."""
    return tuple(one for one in REGULARITIES if not one.only or name in one.only)
