"""How long a study will take and how much room it needs, measured on a few of its runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.batches import BATCH_SECONDS, Batch, Plan, most_batches, points_a_batch
from community_dynamics.experiments.execution.rows import Rows, Stopped, all_failed
from community_dynamics.experiments.execution.subject import Subject

MEASURED_SECONDS = 0.5
MOST_MEASURED = 64
BEAT = 0.05
LIBRARIES_BYTES = 250e6  # what Python, NumPy, pandas, pyarrow and numba take, in each process


@dataclass(frozen=True)
class Pace:
    """What a few runs took: seconds a run on one core, how many were measured, and the rows that they gave."""

    seconds_a_run: float
    measured: int
    rows: Rows
    points: pd.DataFrame
    seeds: np.ndarray


@dataclass(frozen=True)
class Estimate:
    """What a study will need: runs, seconds with so many workers, bytes on disk, bytes of memory in all processes."""

    runs: int
    seconds: float
    disk_bytes: float
    memory_bytes: float
    batches: int
    workers: int
    pace: Pace


def measured_pace(subject: Subject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray | None = None) -> Pace:
    """Run a few points, spread over the whole, and take the time; the first run, which may compile, does not count."""
    stop = np.zeros(1, np.int64) if stop is None else stop
    one, first = perf_counter(), attended(lambda: tried(subject, points.iloc[:1], seeds[:1, :1], stop), stop)
    one = perf_counter() - one
    if one < 10 * MEASURED_SECONDS:
        one, first = perf_counter(), attended(lambda: tried(subject, points.iloc[:1], seeds[:1, :1], stop), stop)
        one = perf_counter() - one
    count = int(min(MOST_MEASURED, len(points), MEASURED_SECONDS / max(one, 1e-6)))
    if count < 2:
        return Pace(one, 1, first, points.iloc[:1], seeds[:1, :1])
    chosen = np.unique(np.linspace(0, len(points) - 1, count).astype(np.int64))
    some, thrown = points.iloc[chosen], seeds[chosen][:, :1]
    started = perf_counter()
    rows = attended(lambda: tried(subject, some, thrown, stop), stop)
    return Pace((perf_counter() - started) / len(chosen), len(chosen), rows, some, thrown)


def tried(subject: Subject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
    """A few runs; a model that breaks as a whole breaks here as it will in the study."""
    try:
        return subject.run(points, seeds, stop)
    except Stopped:
        raise
    except Exception as error:
        return all_failed(seeds.size, len(subject.outcomes), "run", type(error).__name__, str(error))


def attended(call: Callable[[], Rows], stop: np.ndarray) -> Rows:
    """Call in a thread of its own, so that this one can stop waiting at once when it is asked to."""
    answers = SimpleQueue[Rows | BaseException]()

    def answer() -> None:
        try:
            answers.put(call())
        except BaseException as error:
            answers.put(error)

    Thread(target=answer, daemon=True).start()
    while True:
        try:
            found = answers.get(timeout=BEAT)
        except Empty:
            if stop[0]:
                raise Stopped from None
            continue
        if isinstance(found, BaseException):
            raise found
        return found


def estimate(plan: Plan, workers: int | None = None, executor: str = "threads") -> Estimate:
    """What a study will need, before it starts."""
    from community_dynamics.sim.ensemble import available_threads

    pace = measured_pace(plan.subject, plan.points, plan.seeds)
    workers = 1 if executor == "serial" else workers or available_threads()
    processes = 1 if executor in ("serial", "threads") else workers + 1
    own = sum(array.nbytes for array in (plan.points.to_numpy(), plan.seeds))
    memory = processes * LIBRARIES_BYTES + 3.0 * own + workers * 4.0 * bytes_of_batch(plan, pace)
    disk = plan.runs * bytes_a_run(plan, pace) + 2.0 * own
    cut = points_a_batch(len(plan.points), pace.seconds_a_run * plan.replicates, BATCH_SECONDS, most_batches(plan, 0))
    batches = -(-len(plan.points) // cut)
    return Estimate(plan.runs, plan.runs * pace.seconds_a_run / workers, disk, memory, batches, workers, pace)


def bytes_of_batch(plan: Plan, pace: Pace) -> float:
    """Memory of the runs of one batch of two seconds, and of a row group."""
    return (2.0 / max(pace.seconds_a_run, 1e-6) + 16_384) * 8.0 * (len(plan.subject.outcomes) + plan.points.shape[1] + 8)


def bytes_a_run(plan: Plan, pace: Pace) -> float:
    """Bytes that a run takes on disk, in its batch's file and in the table of all runs, measured on the runs of the pace."""
    from community_dynamics.experiments.execution.shards import series_table, table_of, write_table

    dice = None if plan.dice is None else plan.dice[: len(pace.points)]
    batch = Batch("measured", 0, pace.points, pace.seeds, dice)
    with TemporaryDirectory() as place:
        table = table_of(batch, pace.rows, plan.subject.outcomes)
        sizes = []
        for name, part in (("one", table.slice(0, 1)), ("all", table)):
            write_table(Path(place) / name, part, name, "")
            sizes.append((Path(place) / name).stat().st_size)
        told = 2.0 * max(16.0, (sizes[1] - sizes[0]) / max(1, batch.runs - 1))
        if plan.subject.series:
            write_table(Path(place) / "series", series_table(batch, pace.rows), "series", "")
            told += (Path(place) / "series").stat().st_size / batch.runs
    return told
