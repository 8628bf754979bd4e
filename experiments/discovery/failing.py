"""What failing means at a point: the mean outcome of its runs on the wrong side of a limit; and which circumstances are tried."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.base.undefined import point_means
from community_dynamics.experiments.base.values import outcome_with_mean
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.sim.levers import DIALS, STUDY_FACTORS
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS

HALF = 0.5
# What a designer does not decide alone, with ranges that workplaces have.
CIRCUMSTANCES = {
    "levers.demand": (0.6, 1.2),
    "levers.hindrance_share": (0.1, 0.9),
    "levers.demand_volatility": (0.0, 0.4),
    "levers.staff_turnover_a_year": (0.0, 0.5),
    "levers.leadership_support": (0.0, 1.0),
    "levers.sponsor_present": (0, 1),
    "levers.protected_minutes_a_week": (0.0, 120.0),
    "levers.facilitator_hours_a_week": (0.0, 12.0),
    "levers.technology_quality": (0.2, 1.0),
    "levers.rival_tool": (0, 1),
}
FACTOR_SETS: Mapping[str, Mapping[str, object]] = {
    "circumstances": CIRCUMSTANCES,
    "twelve": dict.fromkeys(STUDY_FACTORS),
    "dials": {f"dials.{name}": None for name in DIALS},
}
EDGE = ("levers.demand", "levers.leadership_support")


class Rule(NamedTuple):
    """When a point fails: its mean outcome is below a limit, or above it."""

    outcome: str
    limit: float
    above: bool

    def failing(self, runs: pd.DataFrame) -> pd.Series:
        """Whether each point fails; points at which the outcome is undefined are left out."""
        means = point_means(runs, self.outcome).dropna()
        return means > self.limit if self.above else means < self.limit

    @property
    def words(self) -> str:
        """When a point fails, as the end of a sentence."""
        label = OUTCOMES[self.outcome].label
        if self.outcome == "holding" and not self.above and self.limit == HALF:
            return "fewer than half of its runs hold or flourish"
        side = "more" if self.above else "less"
        if self.outcome in PROPORTIONS:
            side = "more" if self.above else "fewer"
            return f"{side} than {tidy(100 * self.limit)} % of its runs have '{label}'"
        return f"the mean of '{label}' over its runs is {side} than {tidy(self.limit)} {OUTCOMES[self.outcome].unit}"


def rule_of(outcome: str, below: float | None = None, above: float | None = None) -> Rule:
    """The rule for an outcome: the limit given, else one half for outcomes that are yes or no."""
    outcome_with_mean(outcome)
    if below is not None and above is not None:
        raise InvalidValue(f"below = {below:g} and above = {above:g} are both given; a point fails on one side, keep one")
    if below is None and above is None and outcome not in PROPORTIONS:
        side = "above" if OUTCOMES[outcome].better == "less" else "below"
        raise InvalidValue(
            f"outcome = {outcome} is a number ({OUTCOMES[outcome].unit}), and failing needs a limit; write {side}=VALUE"
        )
    for word, limit in (("below", below), ("above", above)):
        if limit is not None and outcome in PROPORTIONS and not 0.0 <= limit <= 1.0:
            raise InvalidValue(
                f"{word} = {limit:g} is outside 0..1 (share of runs with {outcome}); one half is usual: {word}=0.5"
            )
    if above is not None:
        return Rule(outcome, above, True)
    if below is not None:
        return Rule(outcome, below, False)
    return Rule(outcome, HALF, OUTCOMES[outcome].better == "less")


def factors_named(named: str) -> list[Factor]:
    """The factors of a set: circumstances, the twelve, or the dials."""
    return [factor_of(path, limits) for path, limits in FACTOR_SETS[named].items()]


def values_and_fails(runs: pd.DataFrame, varied: list[str], rule: Rule) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points x factors, whether each point fails, and the numbers of the points, in their order."""
    fails = rule.failing(runs).sort_index()
    points = runs.groupby("point_id")[varied].first().reindex(fails.index)
    return points.to_numpy(np.float64), fails.to_numpy(bool), fails.index.to_numpy()
