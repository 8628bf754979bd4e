"""What a manager can see in a log, week by week: numbers that may warn of a coming stall. Each knows the past alone."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.logs.log import CONTRIBUTIONS, PRESENCE, Log
from community_dynamics.sim.state import POSTS, REPLIES

FEW, QUARTER, HALF_YEAR = 4, 12, 26
BUSIEST = 3
REGULAR_WEEKS = 4
FIRST_WEEK = 16  # weeks of a log that the slowest of them needs


@dataclass(frozen=True)
class Indicator:
    """One number about the weeks so far. worse: 'low' or 'high', which way a stall is expected."""

    name: str
    label: str
    unit: str
    worse: str
    meaning: str

    @property
    def sign(self) -> float:
        """What makes larger values worse."""
        return 1.0 if self.worse == "high" else -1.0


INDICATORS = {
    one.name: one
    for one in (
        Indicator("contributors", "Contributors a week", "people", "low", "different people who contribute in a week, mean of the last 4 weeks"),
        Indicator("contributors_change", "Change of contributors", "share", "low", "mean of the last 6 weeks over that of the 6 before, minus 1"),
        Indicator("visitors_change", "Change of visitors", "share", "low", "the same for people who come"),
        Indicator("regulars", "Regulars", "people", "low", "people who contributed in 4 or more of the last 12 weeks"),
        Indicator("regulars_lost", "Regulars lost", "share", "high", "of those who contributed in 4 or more of the 12 weeks up to 4 weeks ago, those who have not since"),
        Indicator("newcomers", "New contributors", "people a week", "low", "people who contribute for the first time, mean of the last 8 weeks"),
        Indicator("newcomers_return", "Newcomers who return", "share", "low", "of those who first contributed 4 to 16 weeks ago, those who did so on another day within 4 weeks"),
        Indicator("first_posts_answered", "First posts answered", "share", "low", "of first posts of 1 to 13 weeks ago, those answered by now"),
        Indicator("posts_answered", "Posts answered", "share", "low", "of all posts of 1 to 9 weeks ago, those answered by now"),
        Indicator("busiest_share", "Share of the busiest three", "share", "high", "share of contributions in the last 12 weeks that the three busiest people made"),
        Indicator("variation", "Variation of contributors", "share", "high", "standard deviation of weekly contributors about their trend in the last 12 weeks, over their mean"),
        Indicator("autocorrelation", "Autocorrelation of contributors", "-1..1", "high", "lag-1 autocorrelation of weekly contributors about their trend in the last 26 weeks (12 at least)"),
        Indicator("silent_days", "Days since the last post", "days", "high", "days without a post or an answer by a member, at the end of the week"),
    )
}  # fmt: skip


def weekly_indicators(log: Log, weeks: int, start: int) -> dict[str, np.ndarray]:
    """Every indicator at the end of every week; weeks begin on day `start`. NaN where an indicator has no meaning yet."""
    day = log.day - start
    kept = (day >= 0) & (day < 7 * weeks)
    week = day[kept] // 7
    member, kind, count = log.member[kept], log.kind[kept], log.count[kept]
    doing = np.isin(kind, CONTRIBUTIONS)
    made = totals(member[doing], week[doing], count[doing], log.members, weeks)
    came = totals(member, week, np.isin(kind, PRESENCE).astype(np.int64), log.members, weeks) > 0
    people = (made > 0).sum(axis=0).astype(np.float64)
    found = {
        "contributors": rolling_mean(people, FEW),
        "contributors_change": change(people),
        "visitors_change": change(came.sum(axis=0).astype(np.float64)),
        **regulars_of(made > 0),
        **newcomers_of(member[doing], day[kept][doing], weeks),
        **answers_of(log, weeks, start),
        "busiest_share": busiest(made),
        "variation": about_trend(people, QUARTER, QUARTER)[0],
        "autocorrelation": about_trend(people, HALF_YEAR, QUARTER)[1],
        "silent_days": silence(day[kept][np.isin(kind, (POSTS, REPLIES))], weeks),
    }
    return {name: found[name] for name in INDICATORS}


def totals(member: np.ndarray, week: np.ndarray, count: np.ndarray, members: int, weeks: int) -> np.ndarray:
    """Sum of counts by member and week."""
    flat = np.bincount(member.astype(np.int64) * weeks + week, count, minlength=members * weeks)
    return flat.reshape(members, weeks)


def rolling(values: np.ndarray, span: int) -> np.ndarray:
    """Sum over the last `span` weeks (last axis), over fewer at the start."""
    total = np.cumsum(values, axis=-1, dtype=np.float64)
    total[..., span:] = total[..., span:] - total[..., :-span].copy()
    return total


def rolling_mean(values: np.ndarray, span: int) -> np.ndarray:
    """Mean of the last `span` weeks, NaN before there are as many."""
    found = rolling(values, span) / span
    found[..., : span - 1] = np.nan
    return found


def ago(values: np.ndarray, weeks: int) -> np.ndarray:
    """What values were so many weeks ago; NaN before."""
    found = np.full(values.shape, np.nan)
    found[..., weeks:] = values[..., :-weeks]
    return found


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part of the whole, NaN where there is no whole."""
    with np.errstate(invalid="ignore"):
        return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def change(values: np.ndarray) -> np.ndarray:
    """Mean of the last 6 weeks over that of the 6 before, minus 1."""
    now = rolling_mean(values, 6)
    return ratio(now, ago(now, 6)) - 1.0


def regulars_of(active: np.ndarray) -> dict[str, np.ndarray]:
    """How many regulars there are, and the share of those of a month ago who have gone silent since."""
    weeks = active.shape[1]
    regular = rolling(active, QUARTER) >= REGULAR_WEEKS
    number = regular.sum(axis=0).astype(np.float64)
    number[: QUARTER - 1] = np.nan
    before = np.zeros_like(regular)
    before[:, FEW:] = regular[:, :-FEW]
    lost = (before & (rolling(active, FEW) == 0)).sum(axis=0).astype(np.float64)
    share = ratio(lost, before.sum(axis=0))
    share[: min(weeks, QUARTER + FEW - 1)] = np.nan
    return {"regulars": number, "regulars_lost": share}


def newcomers_of(member: np.ndarray, day: np.ndarray, weeks: int) -> dict[str, np.ndarray]:
    """New contributors a week, and the share of those of a while ago who came back within 4 weeks. Rows by member and time."""
    start = np.flatnonzero(np.r_[True, member[1:] != member[:-1]]) if member.size else np.zeros(0, np.int64)
    first = day[start]
    later = np.where(day > np.repeat(first, np.diff(np.r_[start, member.size])), day, np.iinfo(np.int32).max)
    second = np.minimum.reduceat(later, start) if member.size else later
    new = np.bincount(first // 7, minlength=weeks).astype(np.float64)
    back = np.bincount(first[second <= first + 28] // 7, minlength=weeks).astype(np.float64)
    share = ratio(rolling(back, QUARTER), rolling(new, QUARTER))
    return {"newcomers": rolling_mean(new, 8), "newcomers_return": ago(share, FEW + 1)}


def answers_of(log: Log, weeks: int, start: int) -> dict[str, np.ndarray]:
    """Shares of first posts and of all posts of late that have been answered by now; NaN where a log does not tell."""
    nothing = np.full(weeks, np.nan)
    if log.hours is None:
        return {"first_posts_answered": nothing, "posts_answered": nothing}
    posts = np.flatnonzero((log.kind == POSTS) & (log.day >= start) & (log.day < start + 7 * weeks))
    firsts = posts[np.r_[True, log.member[posts][1:] != log.member[posts][:-1]]] if posts.size else posts
    return {
        "first_posts_answered": answered_by_now(log, firsts, QUARTER, weeks, start),
        "posts_answered": answered_by_now(log, posts, 8, weeks, start),
    }


def answered_by_now(log: Log, rows: np.ndarray, span: int, weeks: int, start: int) -> np.ndarray:
    """Of posts made in `span` weeks that ended a week ago, the share answered by the end of each week."""
    assert log.hours is not None
    made = (log.day[rows] - start) // 7
    hours = np.minimum(log.hours[rows], 24.0 * 7 * weeks)
    answered = ((log.time[rows] / 3600.0 + hours) // 24 - start).astype(np.int64) // 7
    asked = ago(rolling(np.bincount(made, minlength=weeks).astype(np.float64), span), 1)
    # A post counts as answered in the weeks from its answer (a week after it at the least) until it leaves the window.
    begin, end = np.maximum(answered, made + 1), made + span + 1
    seen = begin < end
    steps = np.zeros(weeks + 1)
    np.add.at(steps, np.minimum(begin[seen], weeks), 1.0)
    np.add.at(steps, np.minimum(end[seen], weeks), -1.0)
    return ratio(np.cumsum(steps)[:weeks], asked)


def busiest(made: np.ndarray) -> np.ndarray:
    """Share of contributions in the last 12 weeks by the three who made most."""
    sums = rolling(made, QUARTER)
    if len(sums) > BUSIEST:
        sums = np.partition(sums, len(sums) - BUSIEST, axis=0)
    share = ratio(sums[-BUSIEST:].sum(axis=0), sums.sum(axis=0))
    share[: QUARTER - 1] = np.nan
    return share


def about_trend(values: np.ndarray, span: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """Spread over the mean, and lag-1 autocorrelation, about a straight line in the last `span` weeks (`least` at least)."""
    variation, correlation = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for last in range(least, len(values) + 1):
        part = values[max(0, last - span) : last]
        time = np.arange(len(part)) - (len(part) - 1) / 2.0
        rest = part - part.mean() - time * (time @ part) / (time @ time)
        whole = float(rest @ rest)
        if part.mean() > 0.0:
            variation[last - 1] = np.sqrt(whole / (len(part) - 2)) / part.mean()
        if whole > 1e-9:
            correlation[last - 1] = float(rest[1:] @ rest[:-1]) / whole
    return variation, correlation


def silence(days: np.ndarray, weeks: int) -> np.ndarray:
    """Days since the last of these days at the end of each week; since the beginning before there is any."""
    ends = 7 * np.arange(1, weeks + 1) - 1
    ordered = np.sort(days)
    place = np.searchsorted(ordered, ends, "right") - 1
    last = np.where(place >= 0, ordered[np.maximum(place, 0)] if ordered.size else -1, -1)
    return (ends - last).astype(np.float64)
