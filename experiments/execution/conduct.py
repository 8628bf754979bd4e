"""Conducting a study: run what is still to be run, keep everything that is done, tell how it goes, put it together."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown
from community_dynamics.experiments.execution.batches import BATCH_SECONDS, Plan
from community_dynamics.experiments.execution.conductor import Conductor
from community_dynamics.experiments.execution.executors import executor_named
from community_dynamics.experiments.execution.pace import Estimate, Pace, estimate, measured_pace
from community_dynamics.experiments.execution.progress import Done, Progress, Watch
from community_dynamics.experiments.execution.slurm_array import refuse_without_slurm

__all__ = ["Done", "Estimate", "Pace", "Plan", "Progress", "conduct", "estimate", "extend", "measured_pace", "retry"]


def to_stderr(line: str) -> None:
    """Say something on the error stream."""
    print(line, file=sys.stderr)


@dataclass(frozen=True)
class How:
    """How a study is run; none of it changes a number.

    executor: serial, threads, processes, dask or slurm; workers: how many at once, all cores unless said; address: of a
    Dask scheduler; options: for a cluster, such as {"partition": "short"} for Slurm; outcome: the one whose running mean
    is told; watch: told at least twice a second how the study stands; batch_seconds: what a batch should take;
    batch_points: its points, by the measured pace unless said; anew: set earlier runs aside instead of refusing to mix;
    stop: setting stop[0] to 1 ends the study; tell: told lines such as which file had to be set aside.
    """

    executor: str = "threads"
    workers: int | None = None
    address: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    watch: Watch | None = None
    batch_seconds: float = BATCH_SECONDS
    batch_points: int | None = None
    anew: bool = False
    stop: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    tell: Callable[[str], None] = to_stderr

    def check(self, plan: Plan) -> None:
        """Refuse what makes no sense, before anything is touched."""
        executor_named(self.executor)
        if self.executor == "slurm":
            refuse_without_slurm(self.options, self.address)
        if self.workers is not None and self.workers < 1:
            raise InvalidValue(f"workers = {self.workers} is too few; at least 1 is needed")
        if self.batch_points is not None and self.batch_points < 1:
            raise InvalidValue(f"batch_points = {self.batch_points} is too few; at least 1 is needed")
        if not self.batch_seconds > 0:
            raise InvalidValue(f"batch_seconds = {self.batch_seconds:g} is not above 0; 2 is usual")
        outcomes = plan.subject.outcomes
        if self.outcome is not None and self.outcome not in outcomes:
            where = f"the first of {len(outcomes)} is {outcomes[0]}"
            raise unknown(f"outcome = {shown(self.outcome)}", "an outcome of this model", nearest(self.outcome, outcomes), where)


def conduct(folder: Path | str, plan: Plan, **how: Any) -> Done:
    """Run what a study lacks, in its folder, and write runs.parquet; interrupted at any moment, call it again.

    The keywords are those of How. Ctrl-C and SIGTERM end it within a second with StudyStopped; what is done is kept.
    """
    return conductor(folder, plan, how).conduct()


def extend(folder: Path | str, plan: Plan, **how: Any) -> Done:
    """Add points to a study: the plan's first points must be those of the study, whose runs are used again."""
    return conductor(folder, plan, how).conduct(growing=True)


def retry(folder: Path | str, plan: Plan, **how: Any) -> Done:
    """Run the failed runs of a study once more, and no others, besides those that are still to be run."""
    return conductor(folder, plan, how).conduct(retrying=True)


def conductor(folder: Path | str, plan: Plan, how: Mapping[str, Any]) -> Conductor:
    """One who carries out a plan; everything that can be checked beforehand is."""
    chosen = How(**how)
    chosen.check(plan)
    return Conductor(Path(folder).expanduser(), plan, chosen)
