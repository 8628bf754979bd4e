"""Runs as tables: one row a run, or one row a run and week, with the columns that Mesa's users know."""

import numpy as np
import pandas as pd

from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES


def outcomes_frame(scenario: Scenario, ensemble: Ensemble, first_seed: int) -> pd.DataFrame:
    """A row a run: scenario, number, seed and every outcome."""
    runs = len(ensemble.outcomes)
    columns = {
        "scenario_id": np.repeat(scenario.name, runs),
        "replication_id": np.arange(runs),
        "seed": np.arange(runs, dtype=np.uint64) + np.uint64(first_seed),
    }
    outcomes = {name: ensemble.outcomes[:, column] for column, name in enumerate(OUTCOMES)}
    return pd.DataFrame(columns | outcomes)


def weekly_frame(scenario: Scenario, ensemble: Ensemble, first_seed: int) -> pd.DataFrame:
    """A row a run and week: number of the week in `time`, contributors, visitors, mean states."""
    weekly = ensemble.weekly
    assert weekly is not None and weekly.dtype.names is not None
    runs, weeks = weekly.shape
    columns = {
        "scenario_id": np.repeat(scenario.name, runs * weeks),
        "replication_id": np.repeat(np.arange(runs), weeks),
        "seed": np.repeat(np.arange(runs, dtype=np.uint64) + np.uint64(first_seed), weeks),
        "time": np.tile(np.arange(weeks), runs),
    }
    series = {name: weekly[name].reshape(-1).astype(np.float32) for name in weekly.dtype.names}
    return pd.DataFrame(columns | series)
