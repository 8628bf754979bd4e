"""Outcomes that have no meaning in some runs, as the motivation of nobody: NaN in a run that did not fail.

A mean is over the runs in which an outcome is defined, and says over how many; nothing stands in for the others.
"""

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.values import FATE
from community_dynamics.sim.outcomes import OUTCOMES

NONE = "none"
LEAST = 2  # runs in which a point has to have an outcome to say anything of it


class Undefined(InvalidValue):
    """An outcome that has no meaning in some runs, where it is asked of all; another outcome may be defined in each."""


def defined(values: np.ndarray) -> np.ndarray:
    """The values of those runs in which an outcome has a meaning."""
    return values[np.isfinite(values)]


def count_words(known: int, runs: int) -> str:
    """'100', or '83 of 100' where an outcome is undefined in some runs."""
    return f"{known:,}" if known == runs else f"{known:,} of {runs:,}"


def undefined_words(outcome: str, missing: int, runs: int) -> str:
    """'Tenure is undefined in 17 of 100 runs (what it is)': in how many, and by its definition why."""
    label, why = (OUTCOMES[outcome].label, f" ({OUTCOMES[outcome].meaning})") if outcome in OUTCOMES else (outcome, "")
    return f"{label} is undefined in {missing:,} of {runs:,} runs{why}"


def undefined_in(table: pd.DataFrame, outcome: str) -> int:
    """In how many runs of a table an outcome is undefined."""
    return int((~np.isfinite(table[outcome].to_numpy(np.float64))).sum())


def missing_words(table: pd.DataFrame, outcome: str, mark: str = f"'{NONE}'") -> str:
    """Of a table of runs that succeeded: in how many an outcome is undefined, as a sentence; empty where in none.

    mark: what stands in place of a mean where too few runs have the outcome.
    """
    missing = undefined_in(table, outcome)
    if not missing:
        return ""
    said = undefined_words(outcome, missing, len(table))
    return f"{said}; means are over the others, and {mark} stands where fewer than two are defined."


def counted(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The runs that say something of an outcome: those in which it is defined, at points that have two of them or more.

    A point that has but one run says what that run says.
    """
    known = pd.Series(np.isfinite(table[outcome].to_numpy(np.float64)), table.index)
    by_point = known.groupby(table["point_id"])
    enough = by_point.transform("sum") >= np.minimum(LEAST, by_point.transform("size"))
    return table[known & enough]


def point_means(table: pd.DataFrame, outcome: str) -> pd.Series:
    """Mean of an outcome at every point, over the runs in which it is defined; NaN where these are too few."""
    points = pd.Index(table["point_id"].unique(), name="point_id")
    return counted(table, outcome).groupby("point_id")[outcome].mean().reindex(points)


def defined_everywhere(table: pd.DataFrame) -> list[str]:
    """The outcomes that have a meaning in every run of a table, and a mean."""
    names = [name for name in OUTCOMES if name in table and name != FATE]
    return [name for name in names if np.isfinite(table[name].to_numpy(np.float64)).all()]


def others_words(table: pd.DataFrame) -> str:
    """What to analyse instead of an outcome that is undefined in some runs."""
    names = defined_everywhere(table)
    return f"defined in every run: {', '.join(names)}" if names else "no outcome is defined in every run"
