"""Who computes the batches: this process, alone or on threads, or processes of its own; a generator of what is done each.

Every executor yields a BatchDone for a batch that is done and None at least ten times a second, so that the caller can tell
how it goes and can stop. The numbers do not depend on who computes them, nor on the order.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import nearest, shown, unknown
from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import BatchDone
from community_dynamics.experiments.execution.work import Work

BEAT = 0.1
PATIENCE = 0.5
Doing = Callable[[Batch], BatchDone]
Results = Generator[BatchDone | None, None, None]


@dataclass(frozen=True)
class Means:
    """What an executor is given: the work, the batches to do, the stop flag, how many workers, and where they are.

    address: of a Dask scheduler; options: for the cluster, such as {"partition": "short", "time": 60} for Slurm.
    """

    work: Work
    batches: Sequence[Batch]
    stop: np.ndarray
    workers: int | None = None
    address: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Workers on this machine."""
        from community_dynamics.sim.ensemble import available_threads

        return min(self.workers or available_threads(), max(1, len(self.batches)))


def serial(means: Means) -> Results:
    """One batch after another, on one thread of this process."""
    return in_lanes([here(means)], means)


def threads(means: Means) -> Results:
    """Threads of this process: all cores for compiled models, which hold no lock; one at a time for plain Python."""
    return in_lanes([here(means)] * means.count, means)


def processes(means: Means) -> Results:
    """Processes of this machine, for models in plain Python; a worker that is killed is replaced, its batch done again."""
    from community_dynamics.experiments.execution.processes import Crew

    return Crew(means).results()


def dask(means: Means) -> Results:
    """A Dask cluster: the scheduler at `address`, else one of this machine's own."""
    from community_dynamics.experiments.execution.dask_cluster import results

    return results(means)


def slurm(means: Means) -> Results:
    """A Slurm job array through submitit."""
    from community_dynamics.experiments.execution.slurm_array import results

    return results(means)


RUNNERS: dict[str, Callable[[Means], Results]] = {
    "serial": serial,
    "threads": threads,
    "processes": processes,
    "dask": dask,
    "slurm": slurm,
}
EXECUTORS = tuple(RUNNERS)


def executor_named(name: str) -> Callable[[Means], Results]:
    """An executor by name."""
    if name not in EXECUTORS:
        where = f"executors are {', '.join(EXECUTORS)}"
        raise unknown(f"executor = {shown(name)}", "an executor", nearest(name, EXECUTORS), where)
    return RUNNERS[name]


def here(means: Means) -> Doing:
    """A batch done in the calling thread."""
    return lambda batch: means.work.do(batch, means.stop)


def in_lanes(lanes: Sequence[Doing], means: Means) -> Results:
    """Batches done by several threads, each with its own way of doing one; the first trouble of any ends all.

    The threads are daemons: one that hangs in a model's own code does not keep the process from ending.
    """
    waiting, done = deque(means.batches), SimpleQueue[BatchDone | BaseException]()

    def lane(do: Doing) -> None:
        while not means.stop[0]:
            try:
                done.put(do(waiting.popleft()))
            except (IndexError, Stopped):
                return
            except BaseException as error:
                done.put(error)
                return

    running = [Thread(target=lane, args=(do,), daemon=True) for do in lanes]
    for thread in running:
        thread.start()
    try:
        yield from each_of(done, len(means.batches))
    except BaseException:
        means.stop[0] = 1
        raise
    finally:
        join(running)


def each_of(done: "SimpleQueue[BatchDone | BaseException]", count: int) -> Results:
    """So many results from a queue as they come, None while there is nothing."""
    while count:
        try:
            found = done.get(timeout=BEAT)
        except Empty:
            yield None
            continue
        if isinstance(found, BaseException):
            raise found
        count -= 1
        yield found


def join(running: Iterable[Thread]) -> None:
    """Give threads a moment to end."""
    until = monotonic() + PATIENCE
    for thread in running:
        thread.join(max(0.0, until - monotonic()))
