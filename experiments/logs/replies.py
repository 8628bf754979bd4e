"""Answers and what they do: how many first posts are answered, how soon, and whether those answered come back."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.log import Log, days_of
from community_dynamics.experiments.logs.resampling import Resampling, interval, ratio
from community_dynamics.experiments.logs.statistics import second_day
from community_dynamics.sim.state import ATTENDS, POSTS, REPLIES

LIMITS = (1.0, 24.0)
ANSWERED_LATER_DAYS = 30


def replies(log: Log, sample: Resampling) -> pd.DataFrame | None:
    """Newcomers by how soon their first post was answered: share of them, and share seen again within 30 days.

    The last row is the difference between answered within a day and not: a comparison of people, not an experiment.
    None where the log does not tell who answers whom.
    """
    if not log.directed:
        return None
    days = days_of(log, (POSTS, REPLIES, ATTENDS))
    hours = hours_to_answer(log)
    later, known = second_day(days)
    place = np.digitize(hours, LIMITS, right=False)
    place = np.where(hours == np.inf, 3, place)
    member = np.flatnonzero(known)
    asked = sample.totals(member, place[known], 4)
    back = sample.totals(member[later[known] <= 30], place[known & (later <= 30)], 4)
    early, late = (ratio(back[:, part].sum(1), asked[:, part].sum(1)) for part in (slice(0, 2), slice(2, 4)))
    names = ["within an hour", "within a day", "later", "never"]
    if not log.by_the_second:  # days are all that is known
        names, asked, back = names[1:], *(np.c_[both[:, :2].sum(1), both[:, 2:]] for both in (asked, back))
    rows = [
        (name, int(asked[0, at]), *interval(ratio(asked[:, at], asked.sum(1))), *interval(ratio(back[:, at], asked[:, at])))
        for at, name in enumerate(names)
    ]
    rows.append(("difference, within a day or not", int(asked[0].sum()), np.nan, np.nan, np.nan, *interval(early - late)))
    names = ["first post answered", "newcomers", "share", "share low", "share high", "seen again", "low", "high"]
    return pd.DataFrame(rows, columns=names)


def hours_to_answer(log: Log) -> np.ndarray:
    """Hours from each contributor's first contribution to its first answer; infinite where it has none."""
    doing = np.isin(log.kind, (POSTS, REPLIES, ATTENDS))
    member, time = log.member[doing], log.time[doing]
    first = np.flatnonzero(np.r_[True, member[1:] != member[:-1]]) if member.size else np.zeros(0, np.int64)
    if log.hours is not None:
        return np.asarray(log.hours[doing][first], np.float64)
    begun = np.full(log.members, np.iinfo(np.int64).max)
    begun[member[first]] = time[first]
    answers = log.answers >= 0
    whom, when = log.answers[answers], log.time[answers]
    after = when >= begun[whom]
    found = np.full(log.members, np.inf)
    np.minimum.at(found, whom[after], (when[after] - begun[whom[after]]) / 3600.0)
    found[found > 24 * ANSWERED_LATER_DAYS] = np.inf
    return found[member[first]]
