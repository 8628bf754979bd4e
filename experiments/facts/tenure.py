"""How long posters stay: spans from the first message to the last, and the hazard to stop."""

import numpy as np

from community_dynamics.experiments.facts.messages import FOLLOWED, Messages
from community_dynamics.experiments.logs.survival import kaplan_meier, weibull


def spans(messages: Messages) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each poster: days from first to last message, whether that was the last for 90 days, number of messages."""
    firsts = np.flatnonzero(messages.ordinal == 1)
    lasts = np.r_[firsts[1:], messages.member.size] - 1
    stopped = messages.day[lasts] <= messages.last - FOLLOWED
    return messages.day[lasts] - messages.day[firsts], stopped, messages.ordinal[lasts]


def weighted(span: np.ndarray, stopped: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Different spans in order, and how many ended so and how many are still there."""
    values, place = np.unique(span, return_inverse=True)
    ended, still = (np.bincount(place[chosen], minlength=values.size) for chosen in (stopped, ~stopped))
    return values, ended, still


def weekly_hazard(messages: Messages, weeks: int = 26) -> np.ndarray:
    """Chance that a week of a poster's life is the last with a message, by week since the first."""
    span, stopped, _ = spans(messages)
    at = span // 7
    risk = np.array([(at >= week).sum() for week in range(weeks)])
    events = np.array([((at == week) & stopped).sum() for week in range(weeks)])
    return events / np.maximum(1, risk)


def median_span(messages: Messages) -> float:
    """Kaplan-Meier median of the active span of those with two messages or more, days; NaN where over half are there."""
    span, stopped, count = spans(messages)
    values, ended, still = weighted(span[count > 1], stopped[count > 1])
    low = np.flatnonzero(kaplan_meier(values, ended, still) <= 0.5 + 1e-12)
    return float(values[low[0]]) if low.size else float("nan")


def weibull_shape(messages: Messages) -> float:
    """Weibull shape of active spans by maximum likelihood with right-censoring; a day is added, so that one message counts."""
    span, stopped, _ = spans(messages)
    return float(weibull(*weighted(span + 1, stopped))[0][0])
