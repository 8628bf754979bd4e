"""Sensitivity indices of any model, from arrays alone: designs and analyses by SALib, behind guards.

Everything happens in the unit cube: a factor's effect is what the outcome does over the factor's whole range.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd

from experiments.errors import InvalidValue

LEVELS = 4
RESAMPLES = 400


def problem_of(names: Sequence[str]) -> dict:
    """SALib's description of a problem, made anew for each call, as some calls change it."""
    if len(set(names)) != len(names) or not names:
        raise InvalidValue("the factors of a sensitivity analysis must be named, each once")
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def check_outputs(values: np.ndarray, expected: int, outcome: str) -> np.ndarray:
    """One finite number for each point, not the same for all; indices of anything else are silently wrong."""
    values = np.asarray(values, np.float64)
    if values.shape != (expected,):
        raise InvalidValue(f"{outcome}: {values.size} values for {expected} points of the design; they must match")
    if not np.isfinite(values).all():
        wrong = np.flatnonzero(~np.isfinite(values))
        raise InvalidValue(f"{outcome} is not a finite number at {len(wrong)} points, first at point {wrong[0]}")
    if np.ptp(values) == 0.0:
        raise InvalidValue(f"{outcome} is {values[0]:g} at every point, so nothing can explain it; widen the ranges")
    return values


@contextmanager
def quiet() -> Iterator[None]:
    """SALib divides by the variance of resamples, which may be none for rare events; NaN then says so."""
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")
        yield


def morris_design(names: Sequence[str], trajectories: int, seed: int) -> np.ndarray:
    """Trajectories through the unit cube in which one factor moves at a time; (factors + 1) points each."""
    from SALib.sample.morris import sample

    if trajectories < 2:
        raise InvalidValue(f"trajectories = {trajectories} is too few; at least 2 are needed, 10 are usual")
    return np.asarray(sample(problem_of(names), trajectories, num_levels=LEVELS, seed=np.random.default_rng(seed)))


def morris_indices(
    names: Sequence[str], unit: np.ndarray, values: np.ndarray, seed: int, outcome: str = "the outcome"
) -> pd.DataFrame:
    """Elementary effects: mu_star (size, 95 % interval), mu (direction) and sigma (turns, interactions)."""
    from SALib.analyze.morris import analyze

    values = check_outputs(values, len(unit), outcome)
    with quiet():
        found = analyze(problem_of(names), unit, values, RESAMPLES, num_levels=LEVELS, seed=np.random.default_rng(seed))
    if list(found["names"]) != list(names):
        raise InvalidValue("the indices came back in another order than the factors went in")
    table = pd.DataFrame({"factor": list(names)})
    half = np.asarray(found["mu_star_conf"], np.float64)
    table["mu_star"] = np.asarray(found["mu_star"], np.float64)
    table["mu_star_low"] = np.maximum(0.0, table["mu_star"] - half)
    table["mu_star_high"] = table["mu_star"] + half
    table["mu"] = np.asarray(found["mu"], np.float64)
    table["sigma"] = np.asarray(found["sigma"], np.float64)
    return table


def sobol_design(names: Sequence[str], samples: int, seed: int, second_order: bool = False) -> np.ndarray:
    """Saltelli's rows: samples x (factors + 2) points, or samples x (2 factors + 2) for pairs as well."""
    from SALib.sample.sobol import sample

    if samples < 2 or samples & (samples - 1):
        below = 1 << max(1, int(samples).bit_length() - 1)
        raise InvalidValue(f"samples = {samples} is not a power of 2; did you mean {below} or {2 * below}?")
    generator = np.random.default_rng(seed)
    return np.asarray(sample(problem_of(names), samples, calc_second_order=second_order, seed=generator))


def sobol_indices(
    names: Sequence[str],
    values: np.ndarray,
    seed: int,
    second_order: bool = False,
    outcome: str = "the outcome",
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Shares of variance with 95 % intervals: of each factor alone (first), and with interactions (total)."""
    from SALib.analyze.sobol import analyze

    rows = (2 if second_order else 1) * len(names) + 2
    values = check_outputs(values, len(values) // rows * rows, outcome)
    with quiet():
        found = analyze(
            problem_of(names),
            values,
            calc_second_order=second_order,
            num_resamples=RESAMPLES,
            seed=np.random.default_rng(seed),
        )
    table = pd.DataFrame({"factor": list(names)})
    for word, key in (("first", "S1"), ("total", "ST")):
        table[word] = found[key]
        table[f"{word}_low"] = found[key] - found[f"{key}_conf"]
        table[f"{word}_high"] = found[key] + found[f"{key}_conf"]
    return table, pairs_of(names, found) if second_order else None


def pairs_of(names: Sequence[str], found: dict) -> pd.DataFrame:
    """Share of variance of each pair of factors beyond what each gives alone."""
    rows = [
        (names[j], names[k], found["S2"][j, k], found["S2_conf"][j, k])
        for j in range(len(names))
        for k in range(j + 1, len(names))
    ]
    table = pd.DataFrame(rows, columns=["factor", "other", "pair", "half"])
    table["pair_low"], table["pair_high"] = table["pair"] - table["half"], table["pair"] + table["half"]
    return table.drop(columns="half").sort_values("pair", ascending=False, ignore_index=True)


def seed_shares(values: np.ndarray) -> tuple[float, float]:
    """How much of the variance is dice, by the law of total variance; `values` has points x replications.

    First of single runs, then of the means over replications. NaN where one replication cannot tell.
    """
    points, replicates = values.shape
    if replicates < 2 or points < 2:
        return float("nan"), float("nan")
    within = float(values.var(axis=1, ddof=1).mean())
    of_means = float(values.mean(axis=1).var(ddof=1))
    between = max(0.0, of_means - within / replicates)
    if within + between == 0.0:
        return 0.0, 0.0
    return within / (within + between), within / replicates / (within / replicates + between)
