"""Fates over a sweep: the share of runs that came to each at every level. Fates are names, and names have no mean."""

from collections.abc import Sequence

import pandas as pd

from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.studies.sweeps import Effect, effect_of, is_known, moves, reach
from community_dynamics.sim.outcomes import FATES

Columns = dict[str, str]


def measures_of(table: pd.DataFrame, outcome: str) -> tuple[pd.DataFrame, Columns]:
    """The columns of a table of runs whose means tell of an outcome, and what to call each: one, or one for each fate."""
    if outcome != FATE:
        return table, {outcome: outcome}
    columns = {f"{FATE}: {name}": name for name in reversed(FATES)}
    shares = {column: (table[FATE] == FATES.index(name)).astype(float) for column, name in columns.items()}
    return table.assign(**shares), columns


def effects_of(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> dict[str, dict[str, Effect]]:
    """By column that tells of an outcome, how its mean goes with each parameter."""
    runs, columns = measures_of(table, outcome)
    return {column: {path: effect_of(runs, path, column) for path in varied} for column in columns}


def most_moved(effects: dict[str, dict[str, Effect]]) -> str:
    """The column that moves most with any parameter, of those that move beyond chance if there are any."""
    moving = [column for column, found in effects.items() if any(map(moves, found.values()))]
    return max(moving or effects, key=lambda column: max(map(reach, effects[column].values())))


def stands_still(effects: dict[str, dict[str, Effect]]) -> bool:
    """Whether no share of a fate moves beyond chance with any parameter, as far as there are intervals to tell."""
    every = [effect for found in effects.values() for effect in found.values()]
    return all(map(is_known, every)) and not any(map(moves, every))
