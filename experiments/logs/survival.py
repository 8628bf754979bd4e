"""How long people stay, from weighted spans of days: Kaplan-Meier and Weibull, with those still there censored."""

import numpy as np


def kaplan_meier(spans: np.ndarray, ended: np.ndarray, open_: np.ndarray) -> np.ndarray:
    """Share still active after each span of days; `ended` and `open_` count members at each of the ascending spans.

    The last axis runs over spans; scipy.stats.ecdf gives the same for one sample.
    """
    leaving = np.asarray(ended, np.float64)
    at_risk = np.flip(np.cumsum(np.flip(leaving + open_, -1), -1), -1)
    hazard = np.divide(leaving, at_risk, out=np.zeros_like(leaving), where=at_risk > 0)
    return np.cumprod(1.0 - hazard, -1)


def share_after(days: float, spans: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Value of the survival curve after so many days."""
    at = int(np.searchsorted(spans, days, side="right")) - 1
    return np.ones(curve.shape[:-1]) if at < 0 else curve[..., at]


def weibull(spans: np.ndarray, ended: np.ndarray, open_: np.ndarray, rounds: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Shape and scale (days) by maximum likelihood with right-censoring, for each row of weights.

    For shape k the best scale is (sum w t^k / d)^(1/k); the score in k is decreasing, so Newton's steps are held
    between bounds. scipy.stats.weibull_min.fit on CensoredData gives the same for one sample.
    """
    keep = spans > 0
    logs = np.log(spans[keep].astype(np.float64))
    gone = np.atleast_2d(np.asarray(ended, np.float64))[:, keep]
    all_ = gone + np.atleast_2d(np.asarray(open_, np.float64))[:, keep]
    deaths = gone.sum(1)
    unknown = (deaths <= 0) | ((gone > 0).sum(1) < 2)
    deaths = np.where(unknown, 1.0, deaths)
    mean, low, high = gone @ logs / deaths, np.full(len(gone), 1e-2), np.full(len(gone), 50.0)
    shape, top = np.ones(len(gone)), logs.max(initial=0.0)
    for _ in range(rounds):
        power = all_ * np.exp(shape[:, None] * (logs - top))
        zero, one, two = power.sum(1), power @ logs, power @ logs**2
        zero = np.where(zero > 0, zero, 1.0)
        score = 1.0 / shape + mean - one / zero
        slope = -1.0 / shape**2 - (two / zero - (one / zero) ** 2)
        low, high = np.where(score > 0, shape, low), np.where(score > 0, high, shape)
        step = shape - score / slope
        shape = np.where((step > low) & (step < high), step, 0.5 * (low + high))
    zero = (all_ * np.exp(shape[:, None] * (logs - top))).sum(1)
    scale = np.exp(top + np.log(np.where(zero > 0, zero, 1.0) / deaths) / shape)
    return np.where(unknown, np.nan, shape), np.where(unknown, np.nan, scale)
