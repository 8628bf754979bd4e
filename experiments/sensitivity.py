"""Which parameters matter: Morris's screening and Sobol's shares of variance, told apart from the dice.

A dummy factor, the dice, takes part in every design: where it moves, all runs of a point get other seeds, and
nothing else changes. How much that seems to matter is the noise floor; all else is compared on the same dice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.design import check_ranges, label_of, scaled
from experiments.errors import InvalidValue
from experiments.execute import Progress, check_seed, run_seeded
from experiments.indices import (
    LEVELS,
    morris_design,
    morris_indices,
    seed_shares,
    sobol_design,
    sobol_indices,
)
from experiments.statements import percent, several, tidy
from experiments.words import outcome_named
from sim.inputs import Scenario
from sim.outcomes import OUTCOMES

DICE = "dice"
DICE_LABEL = "Other dice (dummy)"
BLOCKS = 1 << 30
CONVERGED = 0.05
Ranges = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Findings:
    """What a sensitivity analysis found: a table by factor, the runs behind it, what intervals cover."""

    method: str
    outcome: str
    table: pd.DataFrame
    runs: pd.DataFrame
    statement: str
    covers: str
    seed_share: float
    converged: bool | None = None
    pairs: pd.DataFrame | None = field(default=None, repr=False)

    def figure(self) -> Figure:
        """The table as a picture, the most important factor on top, beside the noise floor."""
        from experiments.findings_figures import morris_figure, sobol_figure

        return morris_figure(self) if self.method == "morris" else sobol_figure(self)


def factor_label(factor: str) -> str:
    """A factor in words."""
    return DICE_LABEL if factor == DICE else label_of(factor, unit=False)


def check_factors(factors: Ranges, outcome: str, replicates: int, seed: int) -> None:
    """Refuse what cannot be analysed, before anything runs."""
    check_ranges(factors)
    outcome_named(outcome)
    if replicates < 1:
        raise InvalidValue(f"replicates = {replicates} is too few; at least 1 is needed")
    check_seed(seed, replicates * (BLOCKS + 1))


def run_design(
    scenario: Scenario,
    factors: Ranges,
    unit: np.ndarray,
    blocks: np.ndarray,
    replicates: int,
    seed: int,
    **how: object,
) -> pd.DataFrame:
    """Run the points of a unit design (last column: the dice) on seeds that belong to each point's block."""
    points = scaled(unit[:, :-1], factors)
    seeds = seed + replicates * blocks.astype(np.int64)[:, np.newaxis] + np.arange(replicates)
    runs = run_seeded(scenario, points, seeds, **how)  # type: ignore[arg-type]
    runs.insert(3, DICE, np.repeat(blocks, replicates))
    return runs


def values_of(runs: pd.DataFrame, outcome: str, replicates: int) -> np.ndarray:
    """One outcome as points x replications, in the order of the design."""
    return runs[outcome].to_numpy(np.float64).reshape(-1, replicates)


def describe(table: pd.DataFrame, factors: Ranges) -> pd.DataFrame:
    """Put words and ranges beside each factor."""
    ends = [factors.get(factor, (np.nan, np.nan)) for factor in table["factor"]]
    table.insert(1, "label", [factor_label(factor) for factor in table["factor"]])
    table.insert(2, "from", [low for low, _ in ends])
    table.insert(3, "to", [high for _, high in ends])
    return table


def above_dice(table: pd.DataFrame, value: str) -> pd.Series:
    """True where the lower end of a factor's interval is above what other dice alone bring."""
    floor = float(table.loc[table["factor"] == DICE, value].iloc[0])
    return (table[f"{value}_low"] > floor) & (table["factor"] != DICE)


def morris(
    scenario: Scenario,
    factors: Ranges,
    outcome: str,
    trajectories: int = 10,
    replicates: int = 3,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Screening: how far an outcome moves when one factor at a time moves, averaged over the whole space."""
    check_factors(factors, outcome, replicates, seed)
    names = [*factors, DICE]
    unit = morris_design(names, trajectories, seed)
    # Each trajectory throws its own dice, so that the answer is not that of one throw.
    trajectory = np.arange(len(unit)) // (len(names) + 1)
    blocks = trajectory * LEVELS + np.rint(unit[:, -1] * (LEVELS - 1)).astype(np.int64)
    runs = run_design(scenario, factors, unit, blocks, replicates, seed, threads=threads, progress=progress)
    values = values_of(runs, outcome, replicates)
    table = describe(morris_indices(names, unit, values.mean(axis=1), seed, outcome), factors)
    table["above_dice"] = above_dice(table, "mu_star")
    shares = seed_shares(values)
    covers = f"95 % intervals cover which {trajectories} trajectories and which dice were drawn"
    statement = state(table, "mu_star", outcome, shares[0])
    table = table.sort_values("mu_star", ascending=False, ignore_index=True)
    return Findings("morris", outcome, table, runs, statement, covers, shares[0])


def sobol(
    scenario: Scenario,
    factors: Ranges,
    outcome: str,
    samples: int = 128,
    replicates: int = 3,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
    second_order: bool = False,
) -> Findings:
    """Shares of an outcome's variance over the space: of each factor alone, and with all interactions."""
    check_factors(factors, outcome, replicates, seed)
    names = [*factors, DICE]
    unit = sobol_design(names, samples, seed, second_order)
    blocks = np.floor(unit[:, -1] * BLOCKS).astype(np.int64)
    runs = run_design(scenario, factors, unit, blocks, replicates, seed, threads=threads, progress=progress)
    values = values_of(runs, outcome, replicates)
    table, pairs = sobol_indices(names, values.mean(axis=1), seed, second_order, outcome)
    table = describe(table, factors)
    table["above_dice"] = above_dice(table, "total")
    shares = seed_shares(values)
    widest = float((table["total_high"] - table["total_low"]).max())
    converged = widest < CONVERGED
    covers = f"95 % intervals cover which {samples} base points and which dice were drawn"
    statement = f"{state(table, 'total', outcome, shares[0])} {convergence(widest, converged)}"
    table = table.sort_values("total", ascending=False, ignore_index=True)
    return Findings("sobol", outcome, table, runs, statement, covers, shares[0], converged, pairs)


def convergence(widest: float, converged: bool) -> str:
    """Whether the shares have settled, in words."""
    if not np.isfinite(widest):
        return "Not converged: the intervals are unknown; take more samples."
    if converged:
        return f"Converged: the widest interval is {tidy(widest, 2)}."
    return f"Not converged: the widest interval is {tidy(widest, 2)}, below {CONVERGED} is wanted; take more."


def state(table: pd.DataFrame, value: str, outcome: str, seed_share: float) -> str:
    """The finding in a sentence or two: what matters most, what is lost in the noise, how much is dice."""
    ranked = table[table["above_dice"]].sort_values(value, ascending=False)
    known = OUTCOMES[outcome]
    if ranked.empty:
        first = f"{known.label}: no factor is told apart from the throw of the dice."
    else:
        leaders = [in_words(row, value) for _, row in ranked.head(3).iterrows()]
        first = f"{known.label} depends most on {several(leaders)}."
    lost = len(table) - 1 - len(ranked)
    if len(ranked) and lost:
        first += f" {lost} of {len(table) - 1} factors are not told apart from the dice."
    if np.isfinite(seed_share):
        first += f" Dice make {percent(seed_share)} of the variance between single runs."
    return first


def in_words(row: pd.Series, value: str) -> str:
    """A factor with its index and interval."""
    low, high = tidy(max(0.0, row[f"{value}_low"]), 2), tidy(row[f"{value}_high"], 2)
    shown = f"{tidy(row[value], 2)}, {low}–{high}"
    if value == "total":
        return f"{row['label']} ({shown} of the variance)"
    way = "raises" if row["mu"] > 0 else "lowers"
    steady = abs(row["mu"]) > 0.9 * row["mu_star"]
    return f"{row['label']} ({way if steady else 'moves'} it by {shown})"
