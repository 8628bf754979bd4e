"""How unequal and how lasting: tails of posts per poster, active spans and the hazard to stop."""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from experiments.facts.communities import Messages

FOLLOWED = 90


def tail_exponent(counts: np.ndarray, least: int = 1) -> float:
    """Exponent of a discrete power law by maximum likelihood, from counts of at least `least`."""
    kept = counts[counts >= least]
    logs = np.log(kept).sum()
    found = minimize_scalar(lambda a: a * logs + kept.size * np.log(zeta(a, least)), bounds=(1.05, 6.0), method="bounded")
    return float(found.x)


def prefers_heavy_tail(counts: np.ndarray) -> float:
    """1 where Vuong's test prefers a power law or a lognormal to a geometric at p < .05."""
    geometric = np.log(1.0 / counts.mean()) + (counts - 1) * np.log(max(1e-12, 1.0 - 1.0 / counts.mean()))
    alpha = tail_exponent(counts)
    power = -alpha * np.log(counts) - np.log(zeta(alpha, 1))
    return float(max(vuong(power, geometric), vuong(lognormal(counts), geometric)) > 1.645)


def lognormal(counts: np.ndarray) -> np.ndarray:
    """Log-likelihood of a lognormal cut into whole numbers, with moments of log(count) matched."""
    from scipy.stats import norm

    logs = np.log(counts)
    mean, spread = logs.mean(), max(1e-6, logs.std())
    upper, lower = (
        norm.cdf((np.log(counts + 0.5) - mean) / spread),
        norm.cdf((np.log(counts - 0.5) - mean) / spread),
    )
    return np.log(np.maximum(1e-300, (upper - lower) / (1.0 - norm.cdf((np.log(0.5) - mean) / spread))))


def vuong(one: np.ndarray, other: np.ndarray) -> float:
    """Vuong's statistic: mean difference of log-likelihoods in its standard errors."""
    gap = one - other
    return float(gap.mean() / max(1e-12, gap.std()) * np.sqrt(gap.size))


def spans(log: Messages) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each person: days from first to last message, whether that was the last, number of messages."""
    firsts = np.flatnonzero(log.ordinal == 1)
    lasts = np.r_[firsts[1:], log.person.size] - 1
    return log.day[lasts] - log.day[firsts], log.day[lasts] < log.days - FOLLOWED, log.ordinal[lasts]


def weekly_hazard(log: Messages, weeks: int = 26) -> np.ndarray:
    """Chance that a week of a poster's life is the last with a message, by week since the first."""
    span, stopped, _ = spans(log)
    at = span // 7
    risk = np.array([(at >= week).sum() for week in range(weeks)])
    events = np.array([((at == week) & stopped).sum() for week in range(weeks)])
    return events / np.maximum(1, risk)


def median_span(log: Messages) -> float:
    """Kaplan-Meier median of the active span of those with two messages or more, days."""
    span, stopped, count = spans(log)
    span, stopped = span[count > 1], stopped[count > 1]
    alive = 1.0
    for day in np.unique(span[stopped]):
        alive *= 1.0 - ((span == day) & stopped).sum() / (span >= day).sum()
        if alive <= 0.5:
            return float(day)
    return float("nan")


def weibull_shape(log: Messages) -> float:
    """Weibull shape of active spans (in days, a day added), by maximum likelihood with right-censoring."""
    span, stopped, _ = spans(log)
    time = span + 1.0
    logs = np.log(time)

    def lost(shape: float) -> float:
        scale_power = (time**shape).sum() / stopped.sum()
        return -(stopped.sum() * (np.log(shape) - np.log(scale_power)) + (shape - 1) * logs[stopped].sum() - stopped.sum())

    return float(minimize_scalar(lost, bounds=(0.05, 5.0), method="bounded").x)
