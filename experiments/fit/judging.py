"""What a fit is worth: which parameters the log tells of, which statistics the model meets, and how sure that is."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.fit.likelihood import Likelihood
from community_dynamics.experiments.fit.parameters import Prior
from community_dynamics.experiments.fit.targets import REACH
from community_dynamics.experiments.fit.template import Problem

ENDS = (0.05, 0.95)
# The 90 % interval of a prior left as it was covers 90 % of it.
IDENTIFIED, WEAKLY = 0.45, 0.75
CORRELATED = 0.5
DRAWS = 400


def identified(width: float) -> str:
    """In words, how far a log narrowed a parameter down: width of the posterior over that of the prior."""
    if width <= IDENTIFIED:
        return "identified"
    return "weakly identified" if width <= WEAKLY else "not identified by this log"


def parameters_table(priors: Sequence[Prior], unit: np.ndarray, draws: pd.DataFrame, fitted: pd.Series) -> pd.DataFrame:
    """Each parameter: prior, posterior, how far it is identified."""
    rows = []
    for at, prior in enumerate(priors):
        low, high = np.quantile(draws[prior.path], ENDS)
        width = float(np.diff(np.quantile(unit[:, at], ENDS))[0]) / (ENDS[1] - ENDS[0])
        rows.append(
            (prior.path, label_of(prior.path), prior.kind, prior.low, prior.high, float(fitted[prior.path]),
             float(draws[prior.path].median()), float(low), float(high), width, identified(width))
        )  # fmt: skip
    names = ["parameter", "label", "kind", "prior low", "prior high", "fitted", "median", "low", "high", "width", "verdict"]
    return pd.DataFrame(rows, columns=names)


def pairs_table(priors: Sequence[Prior], unit: np.ndarray) -> pd.DataFrame:
    """Pairs of parameters that the log tells together better than each alone."""
    from scipy.stats import spearmanr

    rank = np.atleast_2d(spearmanr(unit).statistic)
    rows = [
        (priors[one].path, priors[other].path, float(rank[one, other]))
        for one in range(len(priors))
        for other in range(one)
        if abs(rank[one, other]) >= CORRELATED
    ]
    rows.sort(key=lambda row: -abs(row[2]))
    return pd.DataFrame(rows, columns=["parameter", "with", "correlation"])


def checks_table(problem: Problem, found: Likelihood, runs: pd.DataFrame) -> pd.DataFrame:
    """Each statistic: observed with its standard error, mean of runs at the posterior, sd between seeds, whether it is met.

    Met: the mean of the runs differs by at most 1.645 times the root of (standard error^2 + variance between seeds).
    """
    rows = []
    for at, target in enumerate(problem.targets):
        name = target.measure.name
        values = runs[name].to_numpy(np.float64)
        at_draws, at_fit = values[~runs["fitted"].to_numpy()], values[runs["fitted"].to_numpy()]
        mean, seeds = float(np.nanmean(at_draws)), float(np.nanstd(at_fit, ddof=1))
        low, high = np.nanquantile(at_draws, ENDS)
        reach = np.hypot(target.error, seeds)
        own = float(np.nanmean(at_fit))
        rows.append(
            (name, target.measure.group, target.value, target.error, mean, seeds, float(low), float(high),
             (mean - target.value) / reach, abs(mean - target.value) <= REACH * reach,
             own, abs(own - target.value) <= REACH * reach, bool(found.missed[at] > 0), target.measure.meaning)
        )  # fmt: skip
    names = ["statistic", "group", "observed", "standard error", "simulated", "sd between seeds", "low", "high", "deviations",
             "met", "at the fitted point", "met there", "given up", "meaning"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def met_interval(problem: Problem, runs: pd.DataFrame, group: str = "") -> tuple[int, int, int, int]:
    """How many statistics are met, of how many, and the 90 % interval of the number when the runs are drawn again."""
    chosen = [target for target in problem.targets if not group or target.measure.group == group]
    values = np.stack([runs[target.measure.name].to_numpy(np.float64) for target in chosen], axis=1)
    fitted = runs["fitted"].to_numpy()
    observed, error = np.array([target.value for target in chosen]), np.array([target.error for target in chosen])
    dice, counts = np.random.default_rng(0), []
    for draw in range(DRAWS + 1):
        there, here = values[~fitted], values[fitted]
        if draw:
            there, here = (one[dice.integers(0, len(one), len(one))] for one in (there, here))
        reach = np.hypot(error, np.nanstd(here, axis=0, ddof=1))
        counts.append(int((np.abs(np.nanmean(there, axis=0) - observed) <= REACH * reach).sum()))
    low, high = np.quantile(counts[1:], ENDS)
    return counts[0], len(chosen), int(low), int(np.ceil(high))
