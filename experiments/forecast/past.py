"""What is known of a community on one day: who was active when, and weekly numbers in blocks of seven days that end on it."""

from dataclasses import dataclass, replace

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.logs.daily import ACTIVE, MEMBERS, POSTERS, WEEKLY, WEEKLY_POSTERS, Daily
from community_dynamics.experiments.logs.log import Days, Log, days_of

WEEK = 7
FEWEST_WEEKS = 26
SUMMED = (
    "weekly numbers are missing and taken from sums over days, where who comes on several days counts several times: "
    "the chance of stalling is too low"
)
SERIES = ("actives", "contributors", "contributions", "newcomers", "joined")


@dataclass(frozen=True)
class People:
    """Active days, ordered by member and day: `ago` counts days before the last day known (0: that day itself)."""

    member: np.ndarray
    ago: np.ndarray
    count: np.ndarray
    number: int

    @property
    def starts(self) -> np.ndarray:
        """Row of each member's first active day."""
        return np.flatnonzero(np.r_[True, self.member[1:] != self.member[:-1]]) if self.member.size else self.member

    @property
    def first_ago(self) -> np.ndarray:
        """Days since each member's first active day."""
        return self.ago[self.starts]

    def before(self, days: int) -> "People":
        """The same as it was known so many days earlier."""
        kept = self.ago >= days
        known, member = np.unique(self.member[kept], return_inverse=True)
        return People(member, self.ago[kept] - days, self.count[kept], known.size)


@dataclass(frozen=True)
class Past:
    """Weekly numbers, oldest first, up to and with the last day known; people are None where a log knows numbers only.

    `actives`: different members with a contribution (Slack's daily statistics: active members, readers included; member-days
    where these have no weekly numbers, see `summed`);
    `contributors`: the same, of those who contribute; `contributions`: how many (Slack: days on which a member posted);
    `newcomers`: members active for the first time; `joined`: members so far, `counted` where a platform counts them.
    """

    actives: np.ndarray
    contributors: np.ndarray
    contributions: np.ndarray
    newcomers: np.ndarray
    joined: np.ndarray
    people: People | None
    last: int
    name: str = "the log"
    warnings: tuple[str, ...] = ()
    summed: bool = False
    counted: bool = False

    @property
    def weeks(self) -> int:
        """Whole weeks that were seen."""
        return int(self.actives.size)

    def before(self, weeks: int) -> "Past":
        """What was known so many weeks earlier."""
        if weeks == 0:
            return self
        people = None if self.people is None else self.people.before(weeks * WEEK)
        cut = {name: getattr(self, name)[:-weeks] for name in SERIES}
        return replace(self, **cut, people=people, last=self.last - weeks * WEEK)


def past_of(log: Log) -> Past:
    """Weekly numbers and members' active days from a log of members; anything that a member did counts as having joined."""
    days = days_of(log)
    enough((log.last - log.first + 1) // WEEK, log.name)
    people = people_of(days, log.last)
    weeks = (log.last - log.first + 1) // WEEK
    joined = np.bincount(back(log.day[first_rows(log.member)], log.last, weeks), minlength=weeks)[:weeks]
    return weekly(people, weeks, np.cumsum(joined), log)


def weekly(people: People, weeks: int, joined: np.ndarray, log: Log) -> Past:
    """Actives, contributions and newcomers a week; days before the first whole week count for members only."""
    actives, contributions = in_weeks(people, weeks)
    begun = weeks - 1 - people.first_ago // WEEK
    newcomers = np.bincount(begun[begun >= 0], minlength=weeks).astype(np.float64)
    return Past(actives, actives, contributions, newcomers, joined.astype(np.float64), people, log.last, log.name, log.warnings)


def in_weeks(people: People, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Different members active in each of the last so many weeks, and their contributions."""
    week = weeks - 1 - people.ago // WEEK
    whole = week >= 0
    new = np.r_[True, (people.member[1:] != people.member[:-1]) | (week[1:] != week[:-1])] if week.size else whole
    actives = np.bincount(week[whole & new], minlength=weeks).astype(np.float64)
    return actives, np.bincount(week[whole], people.count[whole], weeks).astype(np.float64)


def people_of(days: Days, last: int) -> People:
    """Members' active days up to a day, counted back from it."""
    kept = days.day <= last
    known, member = np.unique(days.member[kept], return_inverse=True)
    return People(member, (last - days.day[kept]).astype(np.int64), days.count[kept].astype(np.float64), known.size)


def first_rows(member: np.ndarray) -> np.ndarray:
    """First row of each member where rows are ordered by member."""
    return np.flatnonzero(np.r_[True, member[1:] != member[:-1]]) if member.size else np.zeros(0, np.int64)


def back(day: np.ndarray, last: int, weeks: int) -> np.ndarray:
    """Week of a day, the last being weeks - 1; what lies before the first whole week goes into it."""
    return np.maximum(0, weeks - 1 - (last - day.astype(np.int64)) // WEEK)


def past_of_daily(daily: Daily) -> Past:
    """Weekly numbers from Slack's daily statistics: the seven days up to each block's end."""
    span = int(daily.day[-1] - daily.day[0] + 1)
    weeks = span // WEEK
    enough(weeks, daily.name)
    at = daily.day - daily.day[-1] + weeks * WEEK - 1
    kept = at >= 0

    def known(*names: str) -> str | None:
        return next((name for name in names if name in daily.values and np.isfinite(daily.values[name][kept]).any()), None)

    def every_day(name: str) -> np.ndarray:
        values = daily.values[name][kept]
        known = np.isfinite(values)
        return np.interp(np.arange(weeks * WEEK), at[kept][known], values[known])

    def in_weeks(name: str, days: str) -> np.ndarray:
        if known(name):
            return every_day(name)[WEEK - 1 :: WEEK]
        return every_day(days).reshape(weeks, WEEK).sum(axis=1)

    if known(ACTIVE) is None:
        raise InvalidValue(f"{daily.name} has no number of daily active members; a forecast needs them")
    posters = known(POSTERS) or ACTIVE
    contributors = in_weeks(WEEKLY_POSTERS, posters)
    actives = in_weeks(WEEKLY, ACTIVE)
    joined = every_day(MEMBERS)[WEEK - 1 :: WEEK] if known(MEMBERS) else np.maximum.accumulate(actives)
    contributions = every_day(posters).reshape(weeks, WEEK).sum(axis=1)
    newcomers = np.maximum(0.0, np.diff(joined, prepend=joined[0]))
    summed = known(WEEKLY) is None or (known(POSTERS) is not None and known(WEEKLY_POSTERS) is None)
    warnings = (*daily.warnings, SUMMED) if summed else daily.warnings
    last = int(daily.day[-1])
    return Past(
        actives, contributors, contributions, newcomers, joined, None, last, daily.name, warnings,
        summed=known(WEEKLY) is None, counted=known(MEMBERS) is not None,
    )  # fmt: skip


def enough(weeks: int, name: str) -> None:
    """Refuse a log too short to say anything of its future."""
    if weeks < FEWEST_WEEKS:
        raise InvalidValue(
            f"{name} covers {weeks} whole weeks; a forecast needs at least {FEWEST_WEEKS}: 'community log describe' needs none"
        )
