"""The pace of a study as a worker of a running Dask cluster measures it, which is warm where a new process is not."""

from contextlib import suppress
from os import urandom
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.pace import BEAT, MOST_MEASURED, Pace
from community_dynamics.experiments.execution.processes import pace_elsewhere
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.stop_flag import pace_until
from community_dynamics.experiments.execution.subject import Subject

ANSWER_SECONDS = 1


def pace_there(
    address: str, folder: Path, subject: Subject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray
) -> Pace | None:
    """The pace on a worker of the scheduler at the address; where none is there, or none answers, that of a process here."""
    with suppress(ImportError, OSError, TimeoutError):
        from distributed import Client

        with Client(address, timeout=ANSWER_SECONDS, set_as_default=False) as client:
            if client.nthreads():
                found = asked(client, folder, subject, points, seeds, stop)
                if found is not None:
                    return found
    return pace_elsewhere(subject, points, seeds, stop)


def asked(client: Any, folder: Path, subject: Subject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Pace | None:
    """What a worker measures; None where it does not come to that, for whatever reason."""
    some = np.unique(np.linspace(0, len(points) - 1, MOST_MEASURED).astype(np.int64))
    flag = folder / "cluster" / f"stop-{urandom(4).hex()}"
    flag.parent.mkdir(exist_ok=True)
    future = client.submit(pace_until, subject, points.iloc[some], seeds[some][:, :1], flag, key=f"pace-{flag.name}", priority=1)
    done = SimpleQueue[Any]()
    future.add_done_callback(done.put)
    try:
        while client.status == "running":
            if stop[0]:
                flag.touch()
                raise Stopped
            if answered(done):
                break
        answer: Pace | None = future.result(timeout=ANSWER_SECONDS) if future.status == "finished" else None
        return answer
    finally:
        if not flag.exists():
            with suppress(OSError):
                flag.parent.rmdir()


def answered(done: "SimpleQueue[Any]") -> bool:
    """Whether something came within a beat."""
    try:
        done.get(timeout=BEAT)
    except Empty:
        return False
    return True
