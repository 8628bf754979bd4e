"""Histories of members with what came after: whom a member at some day is like, and what those did next."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.forecast.past import WEEK, People

YEAR = 52
FOUNDING_WEEKS = 4
# A contribution so many days ago says half as much of how much somebody writes as one of today.
PACE_DAYS = 1000.0
SPANS = (7, 28, 91)
# How far apart two members are: logs of these numbers, with these weights.
WEIGHTS = {"silence": 1.0, "active days": 0.7, "last 7 days": 0.7, "last 28 days": 1.0, "last 91 days": 1.0, "tenure": 0.5}


@dataclass(frozen=True)
class Library:
    """Rows are members on some day: features then, active days in each of the weeks after, and how many weeks were seen.

    `made`: contributions in those weeks (kept for newcomers only); `since`: weeks from that day to the end of the log.
    """

    features: np.ndarray
    days: np.ndarray
    made: np.ndarray
    seen: np.ndarray
    since: np.ndarray

    def known(self, weeks: int, before: int = 0) -> np.ndarray:
        """Rows whose first so many weeks had been seen `before` weeks before the end."""
        return np.flatnonzero((self.seen >= weeks) & (self.since - weeks >= before))


def pace(people: People) -> np.ndarray:
    """Contributions an active day of each member, lately above all; everybody's mean counts as one day more."""
    weight = 0.5 ** (people.ago / PACE_DAYS)
    days = np.bincount(people.member, weight, people.number)
    whole = np.bincount(people.member, weight * people.count, people.number)
    everybody = float(whole.sum() / max(days.sum(), 1e-9))
    return np.asarray((whole + everybody) / (days + 1.0))


def features(people: People) -> np.ndarray:
    """Where each member stands on the last day: log(1 + x) of silence, active days in all and lately, tenure; weighted."""
    latest = np.r_[people.starts[1:], people.member.size] - 1
    columns = [people.ago[latest], np.bincount(people.member, minlength=people.number)]
    columns += [np.bincount(people.member, people.ago < span, people.number) for span in SPANS]
    columns.append(people.first_ago)
    return np.asarray(np.log1p(np.stack(columns, axis=1).astype(np.float64)) * np.array(list(WEIGHTS.values())))


def by_week(people: People, week: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Active days and contributions of each member in weeks 0 to reach - 1, each row of people lying in a week (or outside)."""
    inside = (week >= 0) & (week < reach)
    key = people.member[inside] * reach + week[inside]
    cells = people.number * reach
    days = np.bincount(key, minlength=cells).reshape(people.number, reach)
    return days, np.bincount(key, people.count[inside], cells).reshape(people.number, reach)


def after(people: People, weeks: int, reach: int = YEAR) -> tuple[np.ndarray, np.ndarray]:
    """Active days and contributions in each week after the day `weeks` before the last, members numbered as in people."""
    return by_week(people, weeks - 1 - people.ago // WEEK, reach)


def gathered(parts: list[Library]) -> Library:
    """Several libraries as one."""
    columns = ("features", "days", "made", "seen", "since")
    return Library(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def members_library(people: People, cuts: list[int], reach: int = YEAR) -> Library:
    """Every member at each cut (weeks before the last day) at which they had been active at least once."""
    parts = []
    for cut in cuts:
        there = np.unique(people.member[people.ago >= cut * WEEK])
        if there.size:
            asked = features(people.before(cut * WEEK)).astype(np.float32)
            days = after(people, cut, reach)[0][there].astype(np.uint8)
            seen = np.full(there.size, min(cut, reach), np.int32)
            parts.append(Library(asked, days, np.zeros((there.size, 0)), seen, np.full(there.size, cut, np.int32)))
    return gathered(parts)


def newcomers_library(people: People, weeks: int, reach: int = YEAR) -> Library:
    """Every member from the first active week on; not those of the log's first weeks, who may have come before."""
    begun = people.first_ago // WEEK
    days, made = by_week(people, begun[people.member] - people.ago // WEEK, reach)
    new = begun < weeks - FOUNDING_WEEKS
    seen = np.minimum(begun + 1, reach).astype(np.int32)
    none = np.zeros((int(new.sum()), 0), np.float32)
    return Library(none, days[new].astype(np.uint8), made[new], seen[new], (begun[new] + 1).astype(np.int32))
