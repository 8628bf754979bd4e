"""Which draw becomes the scenario: candidates from all over the posterior are run several times; the nearest to the log wins."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.cluster.vq import kmeans2

from experiments.fit.likelihood import CUT
from experiments.fit.targets import Target

CANDIDATES = 12
FEWEST_REPEATS = 3


def candidates(unit: np.ndarray, log: Callable[[np.ndarray], np.ndarray], dice: np.random.Generator) -> np.ndarray:
    """Places of up to twelve draws: of each cluster of the posterior the likeliest, so that no part of it goes unheard."""
    centred = (unit - unit.mean(0)) / np.maximum(unit.std(0), 1e-9)
    _, cluster = kmeans2(centred, min(CANDIDATES, len(unit)), minit="++", seed=dice)
    scores = log(unit)
    return np.array([max(np.flatnonzero(cluster == one), key=lambda place: float(scores[place])) for one in np.unique(cluster)])


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
