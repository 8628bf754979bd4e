"""What about an outcome is analysed: itself, its spread over replicates, or the chance that it is low or high."""

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, nearest, unknown

ABOUT = ("mean", "spread", "log_spread", "at_most", "at_least")
LEAST_EACH = 2
USUAL_EACH = 4


def measured(values: np.ndarray, about: str = "mean", threshold: float | None = None) -> np.ndarray:
    """Values whose mean over the last axis is what is asked about; points x replicates in, points x columns out.

    mean: the values themselves; at_most, at_least: 1 where a run is on that side of the threshold, so that the mean is
    the chance; spread, log_spread: standard deviations over parts of the replicates. Columns are replicates or parts
    with seeds of their own, so luck can be taken out of all of them alike. NaN, a failed run, stays NaN.
    """
    if about not in ABOUT:
        raise unknown(
            f"about = {about}", "something to ask of an outcome", nearest(about, ABOUT), f"known are {', '.join(ABOUT)}"
        )
    values = np.asarray(values, np.float64)
    if values.ndim == 1:
        values = values[:, np.newaxis]
    if about == "mean":
        return values
    if about in ("spread", "log_spread"):
        return spread(values, about == "log_spread")
    if threshold is None or not np.isfinite(threshold):
        raise InvalidValue(f"{about} needs a threshold: the value that the outcome should be {about.replace('_', ' ')}")
    side = values <= threshold if about == "at_most" else values >= threshold
    return np.where(np.isnan(values), np.nan, side)


def spread(values: np.ndarray, log: bool) -> np.ndarray:
    """Standard deviation over each of several parts of the replicates, or its logarithm; points x parts.

    Four replicates a part, or two where there are fewer than eight: parts have seeds of their own, so that what their
    spreads have in common is not luck. A single part where there are fewer than four.
    """
    replicates = values.shape[1]
    if replicates < LEAST_EACH:
        raise InvalidValue(f"a spread needs 2 replicates of each point or more; there is {replicates}")
    each = USUAL_EACH if replicates >= 2 * USUAL_EACH else LEAST_EACH
    parts = np.array_split(np.arange(replicates), max(1, replicates // each))
    found = np.stack([values[:, part].std(axis=1, ddof=1) for part in parts], axis=1)
    if not log:
        return found
    if (found == 0.0).any():
        where = int(np.flatnonzero((found == 0.0).any(axis=1))[0])
        raise InvalidValue(f"runs of point {where} are all alike, and no spread has no logarithm; ask about spread instead")
    return np.asarray(np.log(found))


def called(label: str, about: str, threshold: float | None = None) -> str:
    """What is asked, in words: 'Calm, spread over runs'."""
    if about in ("at_most", "at_least") and threshold is not None:
        return f"{label}, chance of {about.replace('_', ' ')} {threshold:g}"
    return {"spread": f"{label}, spread over runs", "log_spread": f"{label}, logarithm of its spread over runs"}.get(about, label)
