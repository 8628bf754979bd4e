"""Worker processes that may be killed at any moment: each is replaced, and the batch it was at is done again."""

import os
import pickle
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import parent_process
from threading import Lock, Thread
from time import monotonic
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.executors import BEAT, PATIENCE, Means, Results, in_lanes
from community_dynamics.experiments.execution.pace import MOST_MEASURED, Pace, measured_pace
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import BatchDone
from community_dynamics.experiments.execution.subject import Subject
from community_dynamics.experiments.execution.troubles import WorkersLost
from community_dynamics.experiments.execution.work import Work

MOST_DEATHS = 5
STARTING = Lock()  # one at a time, since starting a process is no work for two threads


class Crew:
    """Worker processes, one for each lane."""

    def __init__(self, means: Means) -> None:
        """Refuse a model that cannot be handed over, before any process starts."""
        check_portable(means.work)
        self.means = means
        context = get_context("spawn")
        self.hands = [Hand(means, context, context.RawArray("q", 1)) for _ in range(means.count)]

    def results(self) -> Results:
        """Batches as they are done."""
        try:
            yield from in_lanes([hand.do for hand in self.hands], self.means)
        finally:
            for hand in self.hands:
                hand.end()


@dataclass
class Hand:
    """One worker process, and the pipe to it."""

    means: Means
    context: SpawnContext
    flag: Any
    process: SpawnProcess | None = None
    pipe: Connection | None = field(default=None, repr=False)

    def do(self, batch: Batch) -> BatchDone:
        """Have a batch done, by another process where the first is killed."""
        ending = ""
        for _ in range(MOST_DEATHS):
            try:
                if self.process is None:
                    self.start()
                assert self.pipe is not None
                self.pipe.send(batch)
                answer = self.answer()
            except (EOFError, OSError):
                ending = self.bury()
                continue
            if isinstance(answer, BaseException):
                raise answer
            return answer
        return self.means.work.give_up(batch, f"the process that ran this batch ended {MOST_DEATHS} times ({ending})")

    def start(self) -> None:
        """Start a process and wait until it can work."""
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=serve, args=(self.means.work, theirs, self.flag), daemon=True)
        with STARTING, without_interrupts():
            process.start()
        theirs.close()
        self.process, self.pipe = process, ours
        try:
            self.answer()
        except (EOFError, OSError):
            process.join(PATIENCE)
            refuse_broken_start(process)
            raise

    def answer(self) -> Any:
        """What the process answers; a process that goes on after the stop flag was set is ended."""
        assert self.pipe is not None
        stopping = float("inf")
        while not self.pipe.poll(BEAT):
            if self.means.stop[0] and stopping == float("inf"):
                self.flag[0], stopping = 1, monotonic()
            if monotonic() - stopping > 0.6 * PATIENCE:
                self.end()
                raise Stopped
        return self.pipe.recv()

    def bury(self) -> str:
        """Forget a process that ended; how it ended, in words."""
        process, self.process = self.process, None
        if self.pipe is not None:
            self.pipe.close()
        if process is None:
            return "unknown"
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join(PATIENCE)
        code = process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def end(self) -> None:
        """End the process."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.join(PATIENCE)


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: this one hears it and tells them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def refuse_broken_start(process: SpawnProcess) -> None:
    """Refuse to go on where a process ended by an error of its own before it could work, as every other one would."""
    if (process.exitcode or 0) > 0:
        raise WorkersLost(
            "a worker process could not start; put what starts the study under if __name__ == '__main__':, "
            "or use executor=threads"
        ) from None


def pace_elsewhere(subject: Subject, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Pace | None:
    """The pace as a process of its own measures it; None where a run takes that process along."""
    check_portable(subject)
    some = np.unique(np.linspace(0, len(points) - 1, MOST_MEASURED).astype(np.int64))
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    given = (subject, points.iloc[some], seeds[some][:, :1], theirs)
    process = context.Process(target=tell_pace, args=given, daemon=True)
    with STARTING, without_interrupts():
        process.start()
    theirs.close()
    try:
        while not ours.poll(BEAT):
            if stop[0]:
                raise Stopped
        answer: Pace = ours.recv()
        return answer
    except (EOFError, OSError):
        process.join(PATIENCE)
        refuse_broken_start(process)
        return None
    finally:
        process.kill()
        process.join(PATIENCE)
        ours.close()


def tell_pace(subject: Subject, points: pd.DataFrame, seeds: np.ndarray, pipe: Connection) -> None:
    """Measure the pace for a parent who waits for it."""
    Thread(target=follow_parent, daemon=True).start()
    pipe.send(measured_pace(subject, points, seeds))


def check_portable(model: Work | Subject) -> None:
    """Refuse a model that cannot be handed to another process."""
    try:
        pickle.dumps(model)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise InvalidValue(
            f"the model cannot be handed to other processes ({reason}); define it in a module, or use executor=threads"
        ) from None


def serve(work: Work, pipe: Connection, flag: Any) -> None:
    """Do batches as they come, for as long as the parent lives."""
    Thread(target=follow_parent, daemon=True).start()
    stop = np.frombuffer(flag, np.int64)
    pipe.send(None)
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: BatchDone | BaseException = work.do(batch, stop)
        except Exception as error:
            answer = portable(error)
        with suppress(BrokenPipeError):
            pipe.send(answer)


def portable(error: Exception) -> Exception:
    """The error itself if another process can read it, else its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def follow_parent() -> None:
    """End with the parent, even if that is killed: nobody waits for what this process would still do."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
