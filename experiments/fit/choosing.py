"""Which draw becomes the scenario: candidates from all over the posterior are run several times; the nearest to the log wins."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.cluster.vq import kmeans2

from experiments.fit.likelihood import CUT
from experiments.fit.targets import Target

CLUSTERS = 9
FEWEST_REPEATS = 3


def candidates(unit: np.ndarray, log: Callable[[np.ndarray], np.ndarray], dice: np.random.Generator) -> np.ndarray:
    """Places of up to ten draws: the middle one, and the likeliest of each cluster: all parts of the posterior are heard."""
    centred = (unit - unit.mean(0)) / np.maximum(unit.std(0), 1e-9)
    _, cluster = kmeans2(centred, min(CLUSTERS, len(unit)), minit="++", seed=dice)
    scores = log(unit)
    likeliest = [max(np.flatnonzero(cluster == one), key=lambda place: float(scores[place])) for one in np.unique(cluster)]
    return np.unique([medoid(unit), *likeliest])


def medoid(unit: np.ndarray) -> int:
    """The draw nearest to the middle of all, in units of their spread."""
    centred = unit - np.median(unit, axis=0)
    inverse = np.linalg.pinv(np.cov(unit, rowvar=False) + 1e-9 * np.eye(unit.shape[1]))
    return int(np.argmin(np.einsum("ij,jk,ik->i", centred, inverse, centred)))


def nearest(targets: Sequence[Target], table: pd.DataFrame, number: int) -> int:
    """Which of the candidates, run equally often and in turn, comes nearest to the log.

    Distance: sum over statistics of the squared difference of mean and log in standard deviations (error of the log and
    spread between seeds together), each counted as three standard deviations at the most: what is missed is missed.
    """
    apart = np.zeros(number)
    candidate = np.arange(len(table)) % number
    for target in targets:
        values = target.rescaled(table[target.measure.name].to_numpy(np.float64))
        groups = [values[candidate == one] for one in range(number)]
        spread = np.sqrt(np.nanmean([np.nanvar(group, ddof=1) for group in groups]))
        means = np.array([group.mean() for group in groups])
        apart += np.nan_to_num(
            np.minimum(((means - target.scaled) / np.hypot(target.scaled_error, spread)) ** 2, CUT**2), nan=CUT**2
        )
    return int(np.argmin(apart))
