"""Conducting a study: run what is still to be run, keep everything that is done, tell how it goes, put it together."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import numpy as np

from experiments.errors import CommunityError
from experiments.execution.assemble import LostShard, assemble, assembled
from experiments.execution.batches import FEWEST_BATCHES, MOST_BATCHES, Batch, Plan, batches_of, count_of, points_a_batch
from experiments.execution.executors import Means, executor_named
from experiments.execution.locking import held
from experiments.execution.pace import measured_pace
from experiments.execution.record import RUNS_TABLE, Record, begin, check_same, extend, read_record
from experiments.execution.rows import Stopped
from experiments.execution.shards import BadShard, Done, done_of, read_batch
from experiments.execution.standing import Progress, Report, Tally
from experiments.execution.study_folder import refuse_strangers, set_earlier_aside, set_shard_aside, tidied
from experiments.execution.troubles import StudyStopped, WorkersLost, trouble_with
from experiments.execution.work import Work
from experiments.provenance import commit
from experiments.provenance import installed as version_of

__all__ = ["How", "Plan", "Report", "conduct", "retry"]

BATCH_SECONDS = 2.0
MOST_ROUNDS = 3
MADE_WITH = ("community-dynamics", "numpy", "numba", "scipy", "pandas", "pyarrow", "SALib", "mesa")


@dataclass(frozen=True)
class How:
    """How a study is run; none of it changes a number.

    executor: serial, threads, processes, dask or slurm; workers: how many at once, all cores unless said; address: of a
    Dask scheduler; options: for a cluster; watch: the outcome whose running mean is told; batch_points: points of a
    batch, by the measured pace unless said; anew: set earlier runs aside instead of refusing to mix.
    """

    executor: str = "threads"
    workers: int | None = None
    address: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    watch: str | None = None
    batch_points: int | None = None
    batch_seconds: float = BATCH_SECONDS
    anew: bool = False


def conduct(
    folder: Path | str,
    plan: Plan,
    how: How | None = None,
    progress: Progress | None = None,
    stop: np.ndarray | None = None,
) -> Report:
    """Run what a study lacks, in its folder, and write runs.parquet; interrupted at any moment, call it again.

    `progress` is told twice a second how the study stands. Setting stop[0] to 1, Ctrl-C and SIGTERM end it within a
    second with StudyStopped; what is done is kept.
    """
    return Conductor(Path(folder).expanduser(), plan, how or How(), progress, stop).conduct(False)


def retry(
    folder: Path | str,
    plan: Plan,
    how: How | None = None,
    progress: Progress | None = None,
    stop: np.ndarray | None = None,
) -> Report:
    """Run the failed runs of a study once more, and no others, besides those that are still to be run."""
    return Conductor(Path(folder).expanduser(), plan, how or How(), progress, stop).conduct(True)


class Conductor:
    """One call of `conduct`: the folder, the plan, and what has come of it so far."""

    def __init__(self, folder: Path, plan: Plan, how: How, progress: Progress | None, stop: np.ndarray | None) -> None:
        """Nothing is touched before `conduct` is called."""
        self.folder, self.plan, self.how = folder.absolute(), plan, how
        self.execute = executor_named(how.executor)
        self.stop = np.zeros(1, np.int64) if stop is None else stop
        self.lines: list[str] = []
        outcome = how.watch or plan.subject.outcomes[0]
        self.tally = Tally(plan.runs, outcome, list(plan.subject.outcomes).index(outcome), progress)

    def conduct(self, retrying: bool) -> Report:
        """Do everything, with the folder held and signals caught."""
        with held(self.folder), stoppable(self.stop):
            try:
                record = self.opened()
                self.complete(record, retrying)
            except (Stopped, KeyboardInterrupt):
                raise self.stopped() from None
            except CommunityError:
                raise
            except OSError as error:
                raise trouble_with(self.folder, error) from error
        self.tally.tell(now=True)
        return Report(self.folder, self.tally.standing(), count_of(record.parts), tuple(self.lines))

    def opened(self) -> Record:
        """The study of the folder, begun, found or extended."""
        if self.how.anew and (line := set_earlier_aside(self.folder)) is not None:
            self.lines.append(line)
        tidied(self.folder)
        record = read_record(self.folder)
        if record is None:
            refuse_strangers(self.folder)
            made = {"libraries": {name: version_of(name) for name in MADE_WITH}, "commit": commit()}
            return begin(self.folder, self.plan, self.points_a_batch(0, 0), made)
        check_same(self.folder, record, self.plan)
        if len(self.plan.points) > record.points:
            cut = self.points_a_batch(record.points, count_of(record.parts))
            return extend(self.folder, record, self.plan, record.points, cut)
        return record

    def points_a_batch(self, first: int, batches: int) -> int:
        """Points of a batch for the points from `first` on, where so many batches are there already."""
        if self.how.batch_points is not None:
            return self.how.batch_points
        plan = self.plan
        pace = measured_pace(plan.subject, plan.points.iloc[first:], plan.seeds[first:], self.stop)
        files = 2 if plan.subject.series else 1
        most = max(FEWEST_BATCHES, MOST_BATCHES // files - batches)
        seconds = pace.seconds_a_run * plan.replicates
        return points_a_batch(len(plan.points) - first, seconds, self.how.batch_seconds, most)

    def complete(self, record: Record, retrying: bool) -> None:
        """Run what is lacking and put all runs together; what is lost meanwhile is run again."""
        for _ in range(MOST_ROUNDS):
            pending, failed = self.survey(record, retrying)
            if not pending and not failed and assembled(self.folder, record):
                return
            (self.folder / RUNS_TABLE).unlink(missing_ok=True)
            self.tally.begin()
            self.run(record, pending, False)
            self.run(record, failed, True)
            try:
                assemble(self.folder, record, self.batches(record), self.stop)
                return
            except LostShard as lost:
                self.lines.append(set_shard_aside(self.folder, lost.batch, str(lost)))
                retrying = False
        raise WorkersLost(f"files that workers wrote are missing; every worker needs the folder {self.folder} under this name")

    def batches(self, record: Record) -> Iterator[Batch]:
        """All batches."""
        return batches_of(self.plan.points, self.plan.seeds, self.plan.dice, record.fingerprint, record.parts)

    def survey(self, record: Record, retrying: bool) -> tuple[list[Batch], list[Batch]]:
        """The batches that are still to be run, and with `retrying` those with failed runs; the others are counted."""
        pending, failed = [], []
        self.tally.reset()
        for batch in self.batches(record):
            if self.stop[0]:
                raise Stopped
            done = self.found(record, batch)
            if done is None:
                pending.append(batch)
            elif retrying and done.failures:
                failed.append(batch)
            else:
                self.tally.add(done, found=True)
            self.tally.tell()
        return pending, failed

    def found(self, record: Record, batch: Batch) -> Done | None:
        """A batch that is done already; a file that is not what it should be is set aside."""
        subject = self.plan.subject
        try:
            table = read_batch(self.folder, batch, record.fingerprint, subject.outcomes, bool(subject.series))
        except BadShard as error:
            self.lines.append(set_shard_aside(self.folder, batch, str(error)))
            return None
        return None if table is None else done_of(batch, table, subject.outcomes)

    def run(self, record: Record, batches: list[Batch], retrying: bool) -> None:
        """Have batches run by the executor."""
        if not batches:
            return
        work = Work(self.folder, self.plan.subject, record.fingerprint, retrying)
        means = Means(work, batches, self.stop, self.how.workers, self.how.address, self.how.options)
        with closing(self.execute(means)) as results:
            for done in results:
                if done is not None:
                    self.tally.add(done)
                self.tally.tell()
                if self.stop[0]:
                    raise Stopped

    def stopped(self) -> StudyStopped:
        """What to say when the study was stopped."""
        kept = f"{self.tally.done:,} of {self.tally.runs:,} runs" if self.tally.surveyed else "what is done"
        return StudyStopped(f"stopped: {kept} kept in {self.folder}; the same command goes on from there")


@contextmanager
def stoppable(stop: np.ndarray) -> Iterator[None]:
    """Have Ctrl-C and SIGTERM set the stop flag; a second one interrupts at once. Only a main thread can do so."""
    if current_thread() is not main_thread():
        yield
        return

    def ask(number: int, frame: Any) -> None:
        if stop[0]:
            raise KeyboardInterrupt
        stop[0] = 1

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
