"""Everything measured as facts are judged, over many runs; done once, kept, and read again when a calibration goes on."""

from collections.abc import Mapping
from dataclasses import astuple

import pandas as pd

from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.execution.whole_files import write_whole
from community_dynamics.experiments.facts.estimates import Estimate
from community_dynamics.experiments.fit.fitting import seeds_from
from community_dynamics.experiments.fit.run_waves import Workshop

NUMBERS = ["mean", "low", "high", "count"]


def judged(task: Calibration, workshop: Workshop, name: str, values: Mapping[str, float], runs: int, stage: int) -> pd.DataFrame:
    """A row a number, by its name: mean over runs and 95 % interval."""
    place = workshop.folder / f"{name}.parquet"
    if not place.exists():
        found = task.judge(task.keys, values, runs, seeds_from(workshop.seed, stage), workshop.workers)
        table = pd.DataFrame([astuple(one) for one in found.values()], columns=NUMBERS, index=list(found))
        write_whole(place, table.to_parquet)
    return pd.read_parquet(place)


def estimate_in(table: pd.DataFrame, name: str) -> Estimate:
    """One number of the table."""
    mean, low, high, count = table.loc[name, NUMBERS]
    return Estimate(float(mean), float(low), float(high), int(count))
