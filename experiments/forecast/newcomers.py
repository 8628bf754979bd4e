"""What becomes of newcomers: their share active, and contributions, week by week since their first."""

import numpy as np

from community_dynamics.experiments.forecast.alike import OWN
from community_dynamics.experiments.forecast.arrivals import DAMPED_AFTER, recent_course
from community_dynamics.experiments.forecast.histories import YEAR
from community_dynamics.experiments.forecast.trust import Trust

AGES = ((1, 2), (2, 5), (5, 13), (13, 26), (26, 39), (39, YEAR))


def staying(trusts: list[Trust], before: int) -> np.ndarray:
    """Share active (row 0) and contributions (row 1) of a newcomer by week since the first, as known `before` weeks ago.

    The log's own as far as it was seen, smoothed over spans of ages; from there on as the worlds' curve goes on.
    """
    worlds = [(one.weight, one.source.staying(before)) for one in trusts if one.source.name != OWN]
    own = [one.source.staying(before) for one in trusts if one.source.name == OWN]
    theirs = weighed([(weight, curve[0]) for weight, curve in worlds]) if worlds else None
    if not own:
        assert theirs is not None
        return theirs
    ours, known = own[0]
    return extended(smooth(ours, known), theirs, known)


def weighed(curves: list[tuple[float, np.ndarray]]) -> np.ndarray:
    """Weighted mean of curves."""
    whole = sum(weight for weight, _ in curves)
    return np.asarray(sum(weight * curve for weight, curve in curves) / whole)


def smooth(curve: np.ndarray, known: int) -> np.ndarray:
    """Means over spans of ages, joined by straight lines, as weeks long after the first rest on few."""
    found = curve.copy()
    middles, means = [], []
    for low, high in AGES:
        high = min(high, known)
        if high > low:
            middles.append((low + high - 1) / 2.0)
            means.append(curve[:, low:high].mean(axis=1))
    if len(middles) > 2:
        later = np.arange(5, YEAR)
        for row in range(2):
            found[row, 5:] = np.interp(later, middles, [mean[row] for mean in means])
    return found


def extended(ours: np.ndarray, theirs: np.ndarray | None, known: int) -> np.ndarray:
    """The log's own curve, gone on with as the worlds' goes on."""
    if known >= YEAR or known < 2:
        return ours if known >= 2 or theirs is None else theirs
    found = ours.copy()
    at = slice(max(1, known - 8), known)
    for row in range(2):
        level = float(ours[row, at].mean())
        if theirs is None:
            found[row, known:] = level
        else:
            found[row, known:] = theirs[row, known:] * level / max(float(theirs[row, at].mean()), 1e-9)
    return found


def carried(coming: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Activity (or contributions) that newcomers bring: those of each week times the curve, summed over weeks of arrival."""
    weeks = coming.shape[-1]
    ahead = np.arange(weeks)[None, :] - np.arange(weeks)[:, None]
    return np.asarray(coming @ np.where(ahead >= 0, curve[np.clip(ahead, 0, YEAR - 1)], 0.0))


def expected_arrivals(newcomers: np.ndarray, weeks: int) -> np.ndarray:
    """Mean of weekly newcomers to come."""
    level, trend = recent_course(newcomers)
    return np.asarray(level * np.exp(trend * DAMPED_AFTER * (1.0 - np.exp(-np.arange(1, weeks + 1) / DAMPED_AFTER))))
