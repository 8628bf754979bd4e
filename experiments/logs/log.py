"""Who did what when, without names: what every statistic reads, whether a community is real or simulated."""

from dataclasses import dataclass, field

import numpy as np

from community_dynamics.sim.state import ATTENDS, AWARDED, EVENT_KINDS, JOINS, LEAVES, POSTS, REPLIES, VISITS

KINDS = EVENT_KINDS
CONTRIBUTIONS = (POSTS, REPLIES, ATTENDS)
PRESENCE = (*CONTRIBUTIONS, VISITS)
NOBODY = -1
DAY_SECONDS = 86_400
# 1970-01-01 was a Thursday; weeks begin on Mondays.
MONDAY = 3

__all__ = ["AWARDED", "JOINS", "LEAVES", "Days", "Log", "days_of", "week_of"]


@dataclass(frozen=True)
class Log:
    """Events ordered by member and time. Members are numbers from 0; nothing here leads back to a person.

    `answers`: the member whom an event answers (NOBODY: none). `hours`: until an event was first answered by another
    member (infinite: never), None where messages have no ids. `first` and `last`: days between which events were seen.
    """

    member: np.ndarray
    time: np.ndarray
    kind: np.ndarray
    count: np.ndarray
    answers: np.ndarray
    first: int
    last: int
    by_the_second: bool = False
    directed: bool = False
    warnings: tuple[str, ...] = ()
    rows: int = 0
    name: str = "the log"
    hours: np.ndarray | None = field(default=None, repr=False)

    @property
    def day(self) -> np.ndarray:
        """Days since 1970-01-01, in Coordinated Universal Time."""
        return (self.time // DAY_SECONDS).astype(np.int32)

    @property
    def members(self) -> int:
        """How many different members there are."""
        return int(self.member[-1]) + 1 if self.member.size else 0

    def has(self, *kinds: int) -> bool:
        """Whether any event is of these kinds."""
        return bool(np.isin(self.kind, kinds).any())


@dataclass(frozen=True)
class Days:
    """Active days: one row a member and day, ordered by both, with the number of contributions."""

    member: np.ndarray
    day: np.ndarray
    count: np.ndarray
    members: int
    first: int
    last: int

    @property
    def starts(self) -> np.ndarray:
        """Row of each member's first active day."""
        return np.flatnonzero(np.r_[True, self.member[1:] != self.member[:-1]])

    @property
    def ends(self) -> np.ndarray:
        """Row of each member's last active day."""
        return np.r_[self.starts[1:], self.member.size] - 1


def days_of(log: Log, kinds: tuple[int, ...] = ()) -> Days:
    """Active days of a log: days with a contribution, or with a visit where a log knows nothing else."""
    kinds = kinds or (CONTRIBUTIONS if log.has(*CONTRIBUTIONS) else PRESENCE)
    kept = np.isin(log.kind, kinds)
    day, member, count = log.day[kept], log.member[kept], log.count[kept]
    # Members without such a day are left out, and the others numbered anew.
    known, member = np.unique(member, return_inverse=True)
    starts = np.flatnonzero(np.r_[True, (member[1:] != member[:-1]) | (day[1:] != day[:-1])]) if member.size else np.zeros(0, int)
    totals = np.add.reduceat(count, starts) if member.size else np.zeros(0, np.int64)
    return Days(member[starts], day[starts], totals, known.size, log.first, log.last)


def week_of(day: np.ndarray | int) -> np.ndarray:
    """Number of the week, Monday to Sunday, that a day lies in."""
    return (np.asarray(day, np.int64) + MONDAY) // 7
