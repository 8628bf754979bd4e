"""One study being run: what its folder holds, what is pending, who does it, and what becomes of it."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.base.provenance import commit
from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.execution.assemble import LostShard, assemble, assembled
from community_dynamics.experiments.execution.batches import Batch, Plan, batches_of, count_of, most_batches, points_a_batch
from community_dynamics.experiments.execution.code_identity import libraries
from community_dynamics.experiments.execution.dask_pace import pace_there
from community_dynamics.experiments.execution.executors import Means, executor_named
from community_dynamics.experiments.execution.locking import held
from community_dynamics.experiments.execution.pace import Pace, measured_pace
from community_dynamics.experiments.execution.processes import pace_elsewhere
from community_dynamics.experiments.execution.progress import Done, Tally
from community_dynamics.experiments.execution.record import RUNS_TABLE, STUDY, Record, begin, check_same, extend, read_record
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import BadShard, BatchDone, done_of, read_batch
from community_dynamics.experiments.execution.study_folder import refuse_strangers, set_earlier_aside, set_shard_aside, tidied
from community_dynamics.experiments.execution.troubles import StudyStopped, WorkersLost, trouble_with
from community_dynamics.experiments.execution.work import Work

if TYPE_CHECKING:
    from community_dynamics.experiments.execution.conduct import How

MOST_ROUNDS = 3
MADE_WITH = ("community-dynamics", "numpy", "numba", "scipy", "pandas", "pyarrow", "SALib", "mesa")
MOST_LINES = 3


class Conductor:
    """One call of conduct, extend or retry: the folder, the plan, and what has come of it so far."""

    def __init__(self, folder: Path, plan: Plan, how: "How") -> None:
        """Nothing is touched before `conduct` is called."""
        self.folder, self.plan, self.how, self.stop = folder, plan, how, how.stop
        self.lines: list[str] = []
        outcomes = plan.subject.outcomes
        outcome = how.outcome or next((name for name in outcomes if name != FATE), outcomes[0])  # one that has a mean
        self.tally = Tally(plan.runs, outcome, outcomes.index(outcome), how.watch)

    def conduct(self, growing: bool = False, retrying: bool = False) -> Done:
        """Do everything, with the folder held and signals caught."""
        try:
            self.check_folder(growing or retrying)
            with held(self.folder), stoppable(self.stop):
                self.folder = self.folder.absolute()
                record = self.opened(growing)
                self.complete(record, retrying)
        except (Stopped, KeyboardInterrupt):
            raise self.stopped() from None
        except OSError as error:
            if isinstance(error, UnreadableFile | BlockingIOError):
                raise
            raise trouble_with(self.folder, error) from error
        self.tally.tell(now=True)
        now = self.tally.progress()
        table = self.folder / RUNS_TABLE
        return Done(now.total, now.failed, now.reused, table, count_of(record.parts), now, tuple(self.lines))

    def check_folder(self, must_be: bool) -> None:
        """Refuse a folder that is no place for this study, before it is touched."""
        if must_be and not (self.folder / STUDY).exists():
            raise UnreadableFile(f"{self.folder} holds no study; name the folder of one, which has a {STUDY}")
        refuse_strangers(self.folder)

    def say(self, line: str | None) -> None:
        """Tell the user something now, and keep it for the end."""
        if line is not None:
            self.lines.append(line)
            if len(self.lines) <= MOST_LINES:
                self.how.tell(line)
            elif len(self.lines) == MOST_LINES + 1:
                self.how.tell("and more of the same; all that was set aside lies in set_aside/")

    def opened(self, growing: bool) -> Record:
        """The study of the folder, begun, found or extended."""
        if self.how.anew:
            self.say(set_earlier_aside(self.folder))
        tidied(self.folder)
        record = read_record(self.folder)
        if record is None:
            made = {"libraries": libraries(*MADE_WITH), "commit": commit()}
            return begin(self.folder, self.plan, self.cut(0, 0), made)
        check_same(self.folder, record, self.plan, growing)
        if len(self.plan.points) > record.points:
            cut = self.cut(record.points, count_of(record.parts))
            return extend(self.folder, record, self.plan, record.points, cut)
        return record

    def cut(self, first: int, batches: int) -> int:
        """Points of a batch for the points from `first` on, where so many batches are there already."""
        if self.how.batch_points is not None:
            return self.how.batch_points
        plan = self.plan
        pace = self.pace(plan.points.iloc[first:], plan.seeds[first:])
        seconds = self.how.batch_seconds if pace is None else pace.seconds_a_run * plan.replicates
        return points_a_batch(len(plan.points) - first, seconds, self.how.batch_seconds, most_batches(plan, batches))

    def pace(self, points: pd.DataFrame, seeds: np.ndarray) -> Pace | None:
        """What a run takes where the runs will be done; None where a run takes its process along."""
        how, subject = self.how, self.plan.subject
        if how.executor in ("serial", "threads"):
            return measured_pace(subject, points, seeds, self.stop)
        if how.executor == "dask" and how.address is not None:
            return pace_there(how.address, self.folder, subject, points, seeds, self.stop)
        return pace_elsewhere(subject, points, seeds, self.stop)

    def complete(self, record: Record, retrying: bool) -> None:
        """Run what is lacking and put all runs together; what is lost meanwhile is run again."""
        for _ in range(MOST_ROUNDS):
            pending, failed = self.survey(record, retrying)
            self.tally.begin()
            if not pending and not failed and assembled(self.folder, record):
                return
            (self.folder / RUNS_TABLE).unlink(missing_ok=True)
            self.run(record, pending, False)
            self.run(record, failed, True)
            try:
                assemble(self.folder, record, self.batches(record), self.stop)
                return
            except LostShard as lost:
                self.say(set_shard_aside(self.folder, lost.batch, str(lost)))
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

    def found(self, record: Record, batch: Batch) -> BatchDone | None:
        """A batch that is done already; a file that is not what it should be is set aside."""
        subject = self.plan.subject
        try:
            table = read_batch(self.folder, batch, record.fingerprint, subject.outcomes, bool(subject.series))
        except BadShard as error:
            self.say(set_shard_aside(self.folder, batch, str(error)))
            return None
        return None if table is None else done_of(batch, table, subject.outcomes)

    def run(self, record: Record, batches: list[Batch], retrying: bool) -> None:
        """Have batches run by the executor."""
        if not batches:
            return
        how, work = self.how, Work(self.folder, self.plan.subject, record.fingerprint, retrying)
        means = Means(work, batches, self.stop, how.workers, how.address, how.options)
        with closing(executor_named(how.executor)(means)) as results:
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
