"""How well a number warns: how often it is worse before a stall than in a community that holds, and what an alarm would catch."""

from typing import NamedTuple

import numpy as np

from community_dynamics.experiments.base.intervals import Interval, normal_quantile, wilson

FALSE_ALARMS = 0.1
LUCK = 0.05
FEWEST = 5  # worlds of each kind in a group, below which its variance says too little
IN_A_ROW = 2  # weeks that an alarm must last before it counts


class Alarm(NamedTuple):
    """An alarm judged on worlds that had no part in setting it: its threshold, false alarms and stalls seen, with intervals."""

    threshold: float
    false: Interval
    seen: Interval


def area(stalls: np.ndarray, holds: np.ndarray) -> float:
    """Chance that a stall is worse (larger) than a community that holds, ties counting half (area under the ROC curve)."""
    from scipy.stats import rankdata

    if not len(stalls) or not len(holds):
        return float("nan")
    ranks = rankdata(np.concatenate([stalls, holds]))[: len(stalls)]
    return float((ranks.sum() - len(stalls) * (len(stalls) + 1) / 2.0) / (len(stalls) * len(holds)))


def area_parts(stalls: np.ndarray, holds: np.ndarray) -> tuple[float, float]:
    """The same with its variance (DeLong, DeLong and Clarke-Pearson 1988), from two worlds of each kind or more."""
    from scipy.stats import rankdata

    m, n = len(stalls), len(holds)
    ranks = rankdata(np.concatenate([stalls, holds]))
    beaten = (ranks[:m] - rankdata(stalls)) / n
    beating = 1.0 - (ranks[m:] - rankdata(holds)) / m
    return area(stalls, holds), float(beaten.var(ddof=1) / m + beating.var(ddof=1) / n)


def within_ends(value: float, error: float) -> Interval:
    """A 95 % interval of an area from its standard error, within 0..1."""
    half = normal_quantile(0.95) * error
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


def area_interval(stalls: np.ndarray, holds: np.ndarray) -> Interval:
    """The area with its 95 % interval; no ends where there are fewer than two worlds of a kind."""
    if min(len(stalls), len(holds)) < 2:
        return Interval(area(stalls, holds), float("nan"), float("nan"))
    value, variance = area_parts(stalls, holds)
    return within_ends(value, float(np.sqrt(variance)))


def area_within(stalls: np.ndarray, holds: np.ndarray, of_stalls: np.ndarray, of_holds: np.ndarray) -> Interval:
    """The area among worlds of the same group (given for each), groups weighted by their pairs; five of each kind at least."""
    parts = []
    for group in np.intersect1d(of_stalls, of_holds):
        own, others = stalls[of_stalls == group], holds[of_holds == group]
        if min(len(own), len(others)) >= FEWEST:
            parts.append((len(own) * len(others), *area_parts(own, others)))
    if not parts:
        return Interval(float("nan"), float("nan"), float("nan"))
    pairs, values, variances = np.array(parts, np.float64).T
    weights = pairs / pairs.sum()
    return within_ends(float(weights @ values), float(np.sqrt(weights**2 @ variances)))


def threshold_of(holds: np.ndarray) -> float:
    """The value above which one in ten of those that hold lie."""
    return float(np.quantile(holds, 1.0 - FALSE_ALARMS, method="higher")) if len(holds) else float("nan")


def alarm(holds_searched: np.ndarray, stalls_held: np.ndarray, holds_held: np.ndarray) -> Alarm:
    """The alarm that one in ten of the searched communities that hold would raise, judged on those held out."""
    threshold = threshold_of(holds_searched)
    return Alarm(threshold, above(holds_held, threshold), above(stalls_held, threshold))


def above(values: np.ndarray, threshold: float) -> Interval:
    """The share of values above a threshold, with Wilson's interval."""
    if not len(values) or not np.isfinite(threshold):
        return Interval(float("nan"), float("nan"), float("nan"))
    return wilson(int((values > threshold).sum()), len(values))


def lasting(badness: np.ndarray, first: int, ends: np.ndarray) -> np.ndarray:
    """What an alarm is raised on, worlds x weeks: the better of a week and the week before, from `first` to each world's end.

    -infinity before, after, and where the number has no meaning.
    """
    known = np.where(np.isfinite(badness), badness, -np.inf)
    found = np.full(known.shape, -np.inf)
    found[:, 1:] = np.minimum(known[:, 1:], known[:, :-1])
    week = np.arange(known.shape[1])
    found[(week < first + IN_A_ROW - 1) | (week >= ends[:, None])] = -np.inf
    return found


def first_alarms(watched: np.ndarray, threshold: float) -> np.ndarray:
    """The week of the first alarm in each world; NaN where there is none."""
    raised = watched > threshold
    return np.where(raised.any(axis=1), raised.argmax(axis=1), np.nan)


def fitted(x: np.ndarray, y: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    """Logistic regression by Newton's steps: weights, the constant first. x: worlds x standardised numbers; y: 0 or 1."""
    whole = np.column_stack([np.ones(len(x)), x])
    weights = np.zeros(whole.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(whole @ weights, -30.0, 30.0)))
        slope = whole.T @ (y - chance) - ridge * weights
        curve = (whole * (chance * (1.0 - chance))[:, None]).T @ whole + ridge * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def likelihood(x: np.ndarray, y: np.ndarray) -> float:
    """Log-likelihood of the fitted regression."""
    score = np.clip(np.column_stack([np.ones(len(x)), x]) @ fitted(x, y), -30.0, 30.0)
    return float((y * score - np.log1p(np.exp(score))).sum())


def chosen(x: np.ndarray, y: np.ndarray, most: int = 3) -> list[int]:
    """Up to `most` columns, each the one that adds most to the likelihood.

    It must add more than the best of as many idle columns would in nineteen of twenty cases (likelihood ratio, Bonferroni).
    """
    from scipy.stats import chi2

    columns: list[int] = []
    best, price = likelihood(x[:, :0], y), float(chi2.isf(LUCK / x.shape[1], 1)) / 2.0
    while len(columns) < most:
        left = [one for one in range(x.shape[1]) if one not in columns]
        gains = {one: likelihood(x[:, [*columns, one]], y) for one in left}
        column = max(left, key=lambda one: gains[one])
        if gains[column] - best <= price:
            break
        columns.append(column)
        best = gains[column]
    return columns
