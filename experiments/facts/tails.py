"""How unequal: the tail of messages per poster, and the law by which posters stop."""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import zeta
from scipy.stats import norm

from community_dynamics.experiments.facts.estimates import slope
from community_dynamics.experiments.facts.messages import FOLLOWED, Messages

BEATS = 1.645  # standard errors beyond which one law beats another, one-sided p < .05
MOST = 30


def tail_exponent(counts: np.ndarray, least: int = 1) -> float:
    """Exponent of a discrete power law by maximum likelihood, from counts of at least `least`."""
    kept = counts[counts >= least]
    logs = np.log(kept).sum()
    found = minimize_scalar(lambda a: a * logs + kept.size * np.log(zeta(a, least)), bounds=(1.05, 6.0), method="bounded")
    return float(found.x)


def prefers_heavy_tail(counts: np.ndarray) -> float:
    """1 where Vuong's test prefers a power law or a lognormal to a geometric law (the exponential of counts) at p < .05.

    The power law has no cut-off and the lognormal the moments of log(count), so that neither is as close as it might be.
    """
    geometric = np.log(1.0 / counts.mean()) + (counts - 1) * np.log(max(1e-12, 1.0 - 1.0 / counts.mean()))
    alpha = tail_exponent(counts)
    power = -alpha * np.log(counts) - np.log(zeta(alpha, 1))
    return float(max(vuong(power, geometric), vuong(lognormal(counts), geometric)) > BEATS)


def lognormal(counts: np.ndarray) -> np.ndarray:
    """Log-likelihood of a lognormal cut into whole numbers, with moments of log(count) matched."""
    logs = np.log(counts)
    mean, spread = logs.mean(), max(1e-6, logs.std())
    upper, lower = (norm.cdf((np.log(counts + half) - mean) / spread) for half in (0.5, -0.5))
    return np.log(np.maximum(1e-300, (upper - lower) / (1.0 - norm.cdf((np.log(0.5) - mean) / spread))))


def vuong(one: np.ndarray, other: np.ndarray) -> float:
    """Vuong's statistic: mean difference of log-likelihoods in its standard errors."""
    gap = one - other
    return float(gap.mean() / max(1e-12, gap.std()) * np.sqrt(gap.size))


def quit_law(messages: Messages) -> float:
    """Unweighted slope of log P(no further message in 90 days | n messages) on log n, n = 1 .. 30; NaN below three points."""
    gap, seen = messages.later(), messages.followed()
    at = [seen & (messages.ordinal == n) for n in range(1, MOST + 1)]
    shares = np.asarray([(gap[one] > FOLLOWED).mean() if one.any() else 0.0 for one in at])
    number, some = np.arange(1, MOST + 1), shares > 0
    return slope(np.log(number[some]), np.log(shares[some])) if some.sum() > 2 else float("nan")
