"""Which point becomes the scenario: candidates from all over the posterior are run, and the nearest to the log wins."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.cluster.vq import kmeans2

from community_dynamics.experiments.fit.likelihood import CUT, Judge
from community_dynamics.experiments.fit.sampling import posterior
from community_dynamics.experiments.fit.targets import Target

CLUSTERS, NEAR_CLUSTERS = 5, 12
FINALISTS = 4
WALKERS = 300


def candidates(found: Judge, unit: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Points: the middle draw, middle and likeliest of five clusters of draws, and twelve that the emulator puts nearest.

    Likelihood weighs statistics together, distance one by one; the two part where the model misses something.
    """
    near = posterior(lambda points: -0.5 * emulated_distance(found, points), unit.shape[1], WALKERS, dice).points
    near_scores, scores = -emulated_distance(found, near), found.log(unit)
    clusters = clusters_of(unit, CLUSTERS, dice)
    middles = [unit[inside].mean(axis=0) for inside in clusters]
    likeliest = [unit[inside[np.argmax(scores[inside])]] for inside in clusters]
    nearest_ones = [near[inside[np.argmax(near_scores[inside])]] for inside in clusters_of(near, NEAR_CLUSTERS, dice)]
    return np.stack([unit[medoid(unit)], *middles, *likeliest, *nearest_ones])


def clusters_of(unit: np.ndarray, number: int, dice: np.random.Generator) -> list[np.ndarray]:
    """Places of the points of up to so many clusters, so that all parts of a posterior are heard."""
    centred = (unit - unit.mean(0)) / np.maximum(unit.std(0), 1e-9)
    _, cluster = kmeans2(centred, min(number, len(unit)), minit="++", seed=dice)
    return [np.flatnonzero(cluster == one) for one in np.unique(cluster)]


def medoid(unit: np.ndarray) -> int:
    """The draw nearest to the middle of all, in units of their spread."""
    centred = unit - np.median(unit, axis=0)
    inverse = np.linalg.pinv(np.cov(unit, rowvar=False) + 1e-9 * np.eye(unit.shape[1]))
    return int(np.argmin(np.einsum("ij,jk,ik->i", centred, inverse, centred)))


def distance(apart: np.ndarray) -> np.ndarray:
    """Sum over statistics of squared standard deviations, each counted as three at the most: what is missed is missed."""
    return np.asarray(np.minimum(np.nan_to_num(apart, nan=CUT) ** 2, CUT**2).sum(axis=-1))


def emulated_distance(found: Judge, unit: np.ndarray) -> np.ndarray:
    """Distance of the log from each point, by the emulator; allowances count for nothing here."""
    return distance(found.deviations(unit))


def ranked(targets: Sequence[Target], table: pd.DataFrame, number: int) -> np.ndarray:
    """Candidates, run equally often and in turn, from the one nearest to the log on, by the means of their runs."""
    candidate = np.arange(len(table)) % number
    apart = np.zeros((number, len(targets)))
    for at, target in enumerate(targets):
        values = target.rescaled(table[target.name].to_numpy(np.float64))
        groups = [values[candidate == one] for one in range(number)]
        seeds = np.sqrt(np.nanmean([np.nanvar(group, ddof=1) for group in groups]))
        apart[:, at] = (np.array([group.mean() for group in groups]) - target.scaled) / np.hypot(target.scaled_error, seeds)
    return np.argsort(distance(apart), kind="stable")
