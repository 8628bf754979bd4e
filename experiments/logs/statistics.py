"""The seventeen numbers that a log is summed up by, each with an interval: what a fit must meet."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.log import Days, Log, days_of, week_of
from community_dynamics.experiments.logs.resampling import DRAWS, Resampling, interval, ratio, resampling
from community_dynamics.experiments.logs.survival import kaplan_meier, share_after, weibull

SILENCE = 180
FOLLOWED = 90
STATISTICS = {
    "gini": "inequality of contributions among those who contribute (Gini coefficient)",
    "top1pct": "share of contributions by the busiest 1 %",
    "top10pct": "share of contributions by the busiest 10 %",
    "share_one_active_day": "share of members with one active day only",
    "share_once": "share of members with one contribution only",
    "p_week_stay": "chance that somebody active in a week is active in the next",
    "ret_1_7": "share of newcomers seen again within 7 days",
    "ret_1_30": "share of newcomers seen again within 30 days",
    "ret_1_90": "share of newcomers seen again within 90 days",
    "S7": "share still active 7 days after their first (Kaplan-Meier)",
    "S30": "share still active 30 days after their first (Kaplan-Meier)",
    "S90": "share still active 90 days after their first (Kaplan-Meier)",
    "S365": "share still active 365 days after their first (Kaplan-Meier)",
    "weibull_k": "Weibull shape of the time active; below 1: the longer here, the less likely to leave",
    "weibull_scale_d": "Weibull scale of the time active, days",
    "gap_median": "days between active days, median",
    "gap_p90": "days between active days, 90th percentile",
}


def statistics(log: Log, silence: int = SILENCE, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """All seventeen, a row each: value and 90 % interval (members drawn again). `silence`: days after which one has left."""
    days = days_of(log)
    drawn = drawn_statistics(days, resampling(days.members, draws, seed), silence)
    rows = [(name, *interval(drawn[name]), meaning) for name, meaning in STATISTICS.items()]
    return pd.DataFrame(rows, columns=["statistic", "value", "low", "high", "meaning"])


def drawn_statistics(days: Days, sample: Resampling, silence: int = SILENCE) -> dict[str, np.ndarray]:
    """All seventeen in every draw of members; the first is the log itself."""
    if not days.member.size:
        return {name: np.full(len(sample.weights), np.nan) for name in STATISTICS}
    return {
        **inequality(days, sample),
        "p_week_stay": weekly_stay(days, sample),
        **returns(days, sample),
        **stays(days, sample, silence),
        **gaps(days, sample),
    }


def inequality(days: Days, sample: Resampling) -> dict[str, np.ndarray]:
    """How contributions are spread over those who made them."""
    everyone = np.arange(days.members)
    totals, people = sample.weighed(everyone, np.add.reduceat(days.count, days.starts))
    active, persons = sample.weighed(everyone, days.ends - days.starts + 1)
    return {
        "gini": gini(totals, people),
        "top1pct": top_share(totals, people, 0.01),
        "top10pct": top_share(totals, people, 0.10),
        "share_one_active_day": ratio(persons[:, active == 1].sum(1), persons.sum(1)),
        "share_once": ratio(people[:, totals == 1].sum(1), people.sum(1)),
    }


def gini(values: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Gini coefficient of ascending values that so many people hold, for every row of people."""
    held = people * values
    below = np.cumsum(people, -1) - people
    number, whole = people.sum(-1), held.sum(-1)
    # Those of equal rank share it: the mean of ranks below + 1 .. below + people, doubled, less one more than all.
    return ratio((held * (2.0 * below + people - number[:, None])).sum(-1), number * whole)


def top_share(values: np.ndarray, people: np.ndarray, share: float) -> np.ndarray:
    """Part of the whole that the given share of people with the most hold; the number of people is rounded up."""
    wanted = np.ceil(share * people.sum(-1) - 1e-9)[:, None]
    people, values = people[:, ::-1], values[::-1]
    before = np.cumsum(people, -1) - people
    taken = np.clip(wanted - before, 0.0, people)
    return ratio((taken * values).sum(-1), (people * values).sum(-1))


def weekly_stay(days: Days, sample: Resampling) -> np.ndarray:
    """Chance to be active next week for those active this week; the week in which the log ends is not asked about."""
    member, week = weeks_of(days)
    stays_on = np.r_[(member[1:] == member[:-1]) & (week[1:] == week[:-1] + 1), False]
    asked = week < week_of(days.last)
    found = sample.totals(member[asked], stays_on[asked].astype(np.int64), 2)
    return ratio(found[:, 1], found.sum(1))


def weeks_of(days: Days) -> tuple[np.ndarray, np.ndarray]:
    """Member and week of every active week, in order."""
    week = week_of(days.day)
    kept = np.r_[True, (days.member[1:] != days.member[:-1]) | (week[1:] != week[:-1])]
    return days.member[kept], week[kept]


def returns(days: Days, sample: Resampling, followed: int = FOLLOWED) -> dict[str, np.ndarray]:
    """Newcomers seen again, among those followed long enough."""
    later, known = second_day(days, followed)
    after, people = sample.weighed(np.flatnonzero(known), later[known])
    return {f"ret_1_{reach}": ratio(people[:, after <= reach].sum(1), people.sum(1)) for reach in (7, 30, 90)}


def second_day(days: Days, followed: int = FOLLOWED) -> tuple[np.ndarray, np.ndarray]:
    """Days from a member's first active day to the second (at most followed + 1), and who was followed long enough."""
    starts, ends = days.starts, days.ends
    first = days.day[starts]
    second = days.day[np.minimum(starts + 1, days.day.size - 1)]
    later = np.where(ends > starts, np.minimum(second - first, followed + 1), followed + 1)
    return later, first <= days.last - followed


def stays(days: Days, sample: Resampling, silence: int) -> dict[str, np.ndarray]:
    """Survival and Weibull of the time from first to last active day."""
    spans, ended, still = span_weights(days, sample, silence)
    curve, unknown = kaplan_meier(spans, ended, still), np.full(len(ended), np.nan)
    # Where nobody was followed, or not for so long, staying is unknown rather than certain.
    longest = days.last - days.first if spans.size else -1
    found = {f"S{reach}": share_after(reach, spans, curve) if reach <= longest else unknown for reach in (7, 30, 90, 365)}
    # One active day is a span of 0, which a Weibull law has no room for: it is fitted to those who came again.
    shape, scale = weibull(spans, ended, still)
    return {**found, "weibull_k": shape, "weibull_scale_d": scale}


def span_weights(days: Days, sample: Resampling, silence: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Spans of active time, and how many members ended so and how many are still there, in every draw.

    Members who came less than `silence` days before the end are left out: they cannot be seen to have left.
    """
    first, final = days.day[days.starts], days.day[days.ends]
    kept = np.flatnonzero(first <= days.last - silence)
    open_ = final[kept] >= days.last - silence
    value, weights = sample.weighed(kept, 2 * (final - first)[kept].astype(np.int64) + open_)
    spans = np.unique(value // 2)
    ended, still = (np.zeros((len(weights), spans.size)) for _ in range(2))
    for part, into in ((0, ended), (1, still)):
        chosen = value % 2 == part
        into[:, np.searchsorted(spans, value[chosen] // 2)] = weights[:, chosen]
    return spans, ended, still


def gaps(days: Days, sample: Resampling) -> dict[str, np.ndarray]:
    """Median and 90th percentile of the days between active days, all members together."""
    same = days.member[1:] == days.member[:-1]
    values, number = sample.weighed(days.member[1:][same], np.diff(days.day)[same])
    return {"gap_median": weighted_quantile(values, number, 0.5), "gap_p90": weighted_quantile(values, number, 0.9)}


def weighted_quantile(values: np.ndarray, number: np.ndarray, level: float) -> np.ndarray:
    """Quantile of ascending values that occur so often, between neighbours as numpy.quantile does."""
    if not values.size:
        return np.full(len(number), np.nan)
    upto, whole = np.cumsum(number, -1), number.sum(-1)
    place = level * (whole - 1.0)
    below, above = ((upto <= np.floor(place)[:, None] + more).sum(-1) for more in (0, 1))
    below, above = (np.minimum(one, values.size - 1) for one in (below, above))
    part = place - np.floor(place)
    return np.where(whole > 0, values[below] * (1 - part) + values[above] * part, np.nan)
