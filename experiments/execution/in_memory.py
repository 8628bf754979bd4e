"""From points to a table of runs: every point under the same seeds, on all cores, in one call."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.undefined import point_means as means_where_defined
from community_dynamics.experiments.base.values import outcome_with_mean
from community_dynamics.experiments.designs.named_points import check_points
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES

Progress = Callable[[int], None]
LARGEST_SEED = 2**63 - 1


class PointRuns(Sequence[Run]):
    """All runs of a design, point by point, each made when a thread asks for it, so that millions fit."""

    def __init__(self, scenario: Scenario, points: pd.DataFrame, seeds: np.ndarray) -> None:
        """`seeds` has a row for each point and a column for each replication."""
        # Dials come first, so that a lever set beside its own dial keeps its value.
        self.paths = sorted(points.columns, key=lambda path: not path.startswith("dials."))
        self.values = points[self.paths].to_numpy(np.float64)
        self.seeds = seeds
        self.scenario = scenario
        self.inputs = lru_cache(maxsize=64)(self.inputs_at)

    def __len__(self) -> int:
        """Number of runs."""
        return int(self.seeds.size)

    def __getitem__(self, index: Any) -> Any:
        """One run; the replications of a point follow one another."""
        point, replication = divmod(index, self.seeds.shape[1])
        return Run(self.inputs(point), int(self.seeds[point, replication]))

    def inputs_at(self, point: int) -> Inputs:
        """Arrays of one point."""
        values = dict(zip(self.paths, self.values[point].tolist(), strict=True))
        return inputs_of(self.scenario.with_values(values))


def check_seed(seed: int, count: int) -> None:
    """Refuse seeds that the dice cannot take."""
    whole = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
    if not whole or not 0 <= seed <= LARGEST_SEED - count:
        raise InvalidValue(f"seed = {seed!r} is not a whole number from 0 to 9.2e18; 0 is a seed like any other")


def run_points(
    scenario: Scenario,
    points: pd.DataFrame,
    replicates: int,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run every point `replicates` times; a row a run: numbers, seed, parameters and outcomes.

    Replication r has seed `seed + r` at every point, so that points differ by their parameters alone.
    point_id is the index of `points`: a slice of a design gives the same rows as the whole of it.
    `progress` is told how many runs have just been done.
    """
    if replicates < 1:
        raise InvalidValue(f"replicates = {replicates} is too few; at least 1 is needed")
    check_seed(seed, replicates)
    same_for_all = np.arange(seed, seed + replicates, dtype=np.uint64)
    seeds = np.broadcast_to(same_for_all, (len(points), replicates))
    return run_seeded(scenario, points, seeds, threads, progress)


def run_seeded(
    scenario: Scenario,
    points: pd.DataFrame,
    seeds: np.ndarray,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The same with every run's seed given: a row of `seeds` for each point."""
    check_points(points)
    outcomes = simulate(PointRuns(scenario, points, seeds), threads, progress=progress).outcomes
    replicates = seeds.shape[1]
    table: dict[str, np.ndarray] = {
        "point_id": np.repeat(points.index.to_numpy(), replicates),
        "replication_id": np.tile(np.arange(replicates), len(points)),
        "seed": seeds.reshape(-1).astype(np.uint64),
    }
    table |= {path: np.repeat(points[path].to_numpy(), replicates) for path in points.columns}
    table |= {name: outcomes[:, column] for column, name in enumerate(OUTCOMES)}
    return pd.DataFrame(table)


def point_means(runs: pd.DataFrame, outcome: str) -> pd.Series:
    """Mean of one outcome at each point, in their order, over the runs in which it is defined; NaN where these are too few."""
    return means_where_defined(runs, outcome_with_mean(outcome))
