"""Posts and answers of a log, one after the other: what the facts about single members are measured on."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.logs.log import Log
from community_dynamics.sim.state import POSTS, REPLIES

FOLLOWED = 90


@dataclass(frozen=True)
class Messages:
    """Messages ordered by member and time: day, which of the member's messages it is (1, 2, ...), kind, whether answered.

    `last` is the last day on which anything could be seen.
    """

    member: np.ndarray
    day: np.ndarray
    ordinal: np.ndarray
    kind: np.ndarray
    answered: np.ndarray
    last: int

    def later(self) -> np.ndarray:
        """Days from each message to the same member's next one; infinite after the last."""
        gap = np.full(self.day.size, np.inf)
        same = self.member[1:] == self.member[:-1]
        gap[:-1][same] = np.diff(self.day)[same]
        return gap

    def followed(self) -> np.ndarray:
        """Whether each message was made early enough to see what followed within 90 days."""
        return np.asarray(self.day <= self.last - FOLLOWED)

    def counts(self) -> np.ndarray:
        """Messages of each member who wrote any."""
        return np.unique(self.member, return_counts=True)[1]


def messages_of(log: Log) -> Messages:
    """Every message that a member wrote, each by itself where a row counts several; answered where the log tells so."""
    own = np.flatnonzero(np.isin(log.kind, (POSTS, REPLIES)))
    own = np.repeat(own, log.count[own])
    member = log.member[own]
    first = np.flatnonzero(np.r_[True, member[1:] != member[:-1]]) if member.size else np.zeros(0, np.int64)
    ordinal = np.arange(member.size) - np.repeat(first, np.diff(np.r_[first, member.size])) + 1
    answered = np.zeros(member.size, bool) if log.hours is None else np.isfinite(log.hours[own])
    return Messages(member, log.day[own], ordinal, log.kind[own], answered, log.last)
