"""A stop flag that reaches workers elsewhere: a file in the study's folder, looked for while a batch runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.pace import Pace, measured_pace
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import BatchDone
from community_dynamics.experiments.execution.subject import Subject
from community_dynamics.experiments.execution.work import Work

EVERY = 0.25


@contextmanager
def flag_watched(flag: Path) -> Iterator[np.ndarray]:
    """A stop flag in memory that is set soon after the file is there."""
    stop, over = np.zeros(1, np.int64), Event()

    def look() -> None:
        while not over.wait(EVERY):
            if flag.exists():
                stop[0] = 1

    Thread(target=look, daemon=True).start()
    try:
        yield stop
    finally:
        over.set()


def do_until(work: Work, batch: Batch, flag: Path) -> BatchDone | None:
    """Do a batch on a machine of a cluster; None where the flag was raised meanwhile."""
    with flag_watched(flag) as stop:
        try:
            return work.do(batch, stop)
        except Stopped:
            return None


def pace_until(subject: Subject, points: pd.DataFrame, seeds: np.ndarray, flag: Path) -> Pace | None:
    """The pace on a machine of a cluster; None where the flag was raised meanwhile."""
    with flag_watched(flag) as stop:
        try:
            return measured_pace(subject, points, seeds, stop)
        except Stopped:
            return None


def do_all_until(work: Work, batches: Sequence[Batch], flag: Path) -> int:
    """Do several batches, one after another; how many were done before the flag was raised."""
    for number, batch in enumerate(batches):
        if flag.exists() or do_until(work, batch, flag) is None:
            return number
    return len(batches)
