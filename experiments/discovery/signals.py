"""How well a number warns: how often it is worse before a stall than in a community that holds, and what an alarm would catch."""

from typing import NamedTuple

import numpy as np

from community_dynamics.experiments.base.intervals import Interval, wilson

DRAWS = 1000
FALSE_ALARMS = 0.1
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


def area_interval(stalls: np.ndarray, holds: np.ndarray, level: float = 0.95) -> Interval:
    """The same with the interval of DeLong, DeLong and Clarke-Pearson 1988; its ends within 0..1, NaN for single worlds."""
    from scipy.stats import norm, rankdata

    value, (m, n) = area(stalls, holds), (len(stalls), len(holds))
    if min(m, n) < 2:
        return Interval(value, float("nan"), float("nan"))
    ranks = rankdata(np.concatenate([stalls, holds]))
    beaten = (ranks[:m] - rankdata(stalls)) / n
    beating = 1.0 - (ranks[m:] - rankdata(holds)) / m
    half = float(norm.ppf(0.5 + level / 2.0) * np.sqrt(beaten.var(ddof=1) / m + beating.var(ddof=1) / n))
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


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
    """Up to `most` columns, each the one that adds most to the likelihood, while it adds more than by luck (BIC)."""
    columns: list[int] = []
    best, price = likelihood(x[:, :0], y), np.log(len(y)) / 2.0
    while len(columns) < most:
        left = [one for one in range(x.shape[1]) if one not in columns]
        gains = {one: likelihood(x[:, [*columns, one]], y) for one in left}
        column = max(left, key=lambda one: gains[one])
        if gains[column] - best <= price:
            break
        columns.append(column)
        best = gains[column]
    return columns
