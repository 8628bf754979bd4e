"""Where a community tips: the line between two levers at which half of the runs come to something, and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.experiments.base.statements import plain_name, several, tidy
from community_dynamics.experiments.designs.named_points import label_of, word_of
from community_dynamics.experiments.discovery.failing import HALF
from community_dynamics.experiments.execution.rows import SUCCEEDED
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES

DRAWS = 1000
COVERS = (
    "Intervals are 95 % and cover the seeds alone, which all cells share (seeds drawn again together for the edge, Wilson's for "
    "a cell); not parameters that may be wrong, nor the other circumstances, which stay as they are."
)
VERBS = {"holding": "hold or flourish", "flourishing": "flourish", "took_off": "take off"}
MOST_NAMED = 3
MAP_COLUMNS = ("chance", "low", "high", "runs", "undecided")


@dataclass(frozen=True)
class Edge:
    """Where half of the runs come to an outcome, on a map of two levers.

    map: a row a cell: the two levers, chance with the ends of its 95 % interval, runs, undecided (the interval holds one half);
    table: a row a level of the second lever: the value of the first at which the chance crosses one half (the lowest such value,
    NaN where there is none), with 95 % ends, how many crossings there are, in what share of draws of the seeds there is one, and
    the chance at both ends of the first lever.
    """

    scenario: Scenario
    outcome: str
    levers: tuple[str, str]
    statement: str
    map: pd.DataFrame
    table: pd.DataFrame
    runs: pd.DataFrame
    covers: str = COVERS


def cells_of(runs: pd.DataFrame, levers: Sequence[str], outcome: str) -> pd.DataFrame:
    """A row a cell: chance with Wilson's interval, and whether it can be told from one half."""
    rows = []
    for at, part in runs.groupby(list(levers), sort=True)[outcome]:
        known = part.to_numpy(np.float64)
        known = known[np.isfinite(known)]
        ends = wilson(int(known.sum()), len(known)) if len(known) else (np.nan, np.nan, np.nan)
        rows.append((*at, *ends, len(known), bool(len(known)) and ends[1] <= HALF <= ends[2]))
    return pd.DataFrame(rows, columns=[*levers, *MAP_COLUMNS])


def crossings(levels: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Where a chance that is known at rising levels crosses one half, straight lines between the levels."""
    above = chance >= HALF
    at = np.flatnonzero(above[1:] != above[:-1])
    return levels[at] + (HALF - chance[at]) / (chance[at + 1] - chance[at]) * (levels[at + 1] - levels[at])


def edge_table(runs: pd.DataFrame, levers: Sequence[str], outcome: str, seed: int = 0) -> pd.DataFrame:
    """At each level of the second lever, where the chance crosses one half along the first; intervals by drawing seeds again."""
    first, second = levers
    rows = []
    for level, part in runs.groupby(second, sort=True):
        table = part.pivot_table(index=first, columns="replication_id", values=outcome)
        values, levels = table.to_numpy(np.float64), table.index.to_numpy(np.float64)
        chance = np.nanmean(values, axis=1)
        # The same draws at every level, as all cells share their seeds.
        drawn = np.random.default_rng(seed).integers(0, values.shape[1], (DRAWS, values.shape[1]))
        means = np.nanmean(values[:, drawn], axis=2).T
        firsts = np.array([at[0] if len(at := crossings(levels, one)) else np.nan for one in means])
        known = firsts[np.isfinite(firsts)]
        found = crossings(levels, chance)
        low, high = np.quantile(known, (0.025, 0.975)) if len(found) and len(known) else (np.nan, np.nan)
        lowest = float(found[0]) if len(found) else np.nan
        rows.append((level, lowest, low, high, len(found), len(known) / DRAWS, chance[0], chance[-1]))
    names = [second, first, "low", "high", "crossings", "crossed", "chance_at_lowest", "chance_at_highest"]
    return pd.DataFrame(rows, columns=names)


def edge_of(scenario: Scenario, runs: pd.DataFrame, levers: Sequence[str], outcome: str = "holding", seed: int = 0) -> Edge:
    """The map and its tipping edge, from runs over a grid of two levers.

    The edge is told along the lever that crosses it more often just once; never along one whose levels are names.
    """
    runs = runs[runs["status"] == SUCCEEDED] if "status" in runs else runs
    tables = {
        order: edge_table(runs, order, outcome, seed)
        for order in ((levers[0], levers[1]), (levers[1], levers[0]))
        if word_of(order[0], float(runs[order[0]].iloc[0])) is None
    }
    if not tables:
        raise InvalidValue(
            f"{levers[0]} and {levers[1]} both have names for levels, and an edge needs a range; choose another lever"
        )
    first, second = max(tables, key=lambda order: float((tables[order]["crossings"] == 1).mean()))
    table = tables[first, second]
    statement = told(scenario, table, first, second, outcome)
    return Edge(scenario, outcome, (first, second), statement, cells_of(runs, levers, outcome), table, runs)


def name_of(path: str) -> str:
    """A lever's name within a sentence."""
    label = label_of(path, unit=False)
    return label[0].lower() + label[1:]


def level_of(path: str, value: float) -> str:
    """A level as a word or a number."""
    return word_of(path, value) or tidy(value)


def told(scenario: Scenario, table: pd.DataFrame, first: str, second: str, outcome: str) -> str:
    """The finding: where it tips at the lowest and at the highest level of the second lever at which it does."""
    name, verbs = plain_name(scenario), VERBS.get(outcome, f"have '{OUTCOMES[outcome].label}'")
    crossed = table[table["crossings"] > 0]
    if crossed.empty:
        ends = table[["chance_at_lowest", "chance_at_highest"]].to_numpy()
        side = "more" if (ends >= HALF).all() else "fewer"
        return f"{name} does not tip in these ranges: {side} than half of its runs {verbs} everywhere"
    rows = [row for _, row in crossed.iloc[sorted({0, len(crossed) - 1})].iterrows()]
    parts = [
        f"{name_of(first)} {tidy(row[first])}{doubt(row)} where {name_of(second)} is {level_of(second, float(row[second]))}"
        for row in rows
    ]
    return f"{name} tips (half of its runs {verbs}) at {' and at '.join(parts)}{nowhere(table, second)}"


def doubt(row: pd.Series) -> str:
    """The interval of a crossing, and that there are others."""
    more = ", the first of several" if row["crossings"] > 1 else ""
    ends = f"{tidy(row['low'])} to {tidy(row['high'])}" if np.isfinite(row["low"]) else "no interval"
    return f" ({ends}{more})"


def nowhere(table: pd.DataFrame, second: str) -> str:
    """The levels of the second lever at which it does not tip, in words."""
    without = [level_of(second, float(level)) for level in table.loc[table["crossings"] == 0, second]]
    if not without:
        return ""
    said = several(without) if len(without) <= MOST_NAMED else f"{len(without)} of {len(table)} levels"
    return f"; not at {name_of(second)} {said}" if len(without) <= MOST_NAMED else f"; not at {said} of {name_of(second)}"
