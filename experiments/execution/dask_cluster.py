"""Batches on a Dask cluster: lost workers and a lost scheduler are waited for, and what they were at is done again."""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import urandom
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.executors import BEAT, Means, Results
from community_dynamics.experiments.execution.shards import BatchDone
from community_dynamics.experiments.execution.stop_flag import do_until
from community_dynamics.experiments.execution.troubles import WorkersLost

MOST_DEATHS = 5
LONGEST_WAIT = 300.0
# What a scheduler and its workers do beside the work, many times a second unless told: on as many workers as cores, each
# look at a stack, a clock or a gauge is time of a run.
QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}


def results(means: Means) -> Results:
    """Batches as they are done by the scheduler at the address, or by a cluster of this machine's own."""
    try:
        import distributed
    except ImportError:
        raise InvalidValue(
            "executor = dask needs the package distributed; pip install 'community-dynamics[cluster]', or use executor=threads"
        ) from None
    flag = means.work.folder / "cluster" / f"stop-{urandom(4).hex()}"
    flag.parent.mkdir(exist_ok=True)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with cluster_of(means, distributed) as address:
        crew = Crew(means, distributed, address, flag)
        try:
            yield from crew.results()
        except BaseException:
            with suppress(OSError):
                flag.touch()
            raise
        finally:
            crew.leave()
            if not flag.exists():
                with suppress(OSError):
                    flag.parent.rmdir()


@contextmanager
def cluster_of(means: Means, distributed: Any) -> Iterator[str]:
    """The address of a scheduler: the one named, else of a cluster that lives as long as the block."""
    if means.address is not None:
        yield means.address
        return
    options = {"processes": True, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "silence_logs": logging.CRITICAL}
    import dask

    with dask.config.set(QUIET):
        cluster = distributed.LocalCluster(n_workers=means.count, **{**options, **means.options})
    try:
        yield str(cluster.scheduler_address)
    finally:
        if means.stop[0]:
            end_at_once(cluster)
        with suppress(Exception):
            cluster.close(timeout=0.3 if means.stop[0] else 10)


def end_at_once(cluster: Any) -> None:
    """End the workers of a cluster of this machine's own: nobody waits for what they are at."""
    for nanny in cluster.workers.values():
        with suppress(Exception):
            nanny.auto_restart = False
            nanny.process.process._process.kill()


@dataclass
class Crew:
    """The batches under way on a cluster."""

    means: Means
    distributed: Any
    address: str
    flag: Path
    client: Any = None
    under_way: dict[str, tuple[Batch, Any]] = field(default_factory=dict)
    deaths: dict[str, int] = field(default_factory=dict)
    attempts: int = 0

    def __post_init__(self) -> None:
        """Nothing is connected yet."""
        self.waiting = deque(self.means.batches)
        self.done = SimpleQueue[Any]()

    def results(self) -> Results:
        """Batches as they are done."""
        left = len(self.means.batches)
        while left:
            if self.client is None or self.client.status not in ("running", "connecting"):
                yield from self.connect()
            try:
                self.hand_over()
            except OSError:
                yield from self.connect()
                continue
            try:
                future = self.done.get(timeout=BEAT)
            except Empty:
                yield None
                continue
            done = self.taken(future)
            left -= done is not None
            yield done

    def connect(self) -> Results:
        """Connect to the scheduler, and wait for one that has gone; all that was under way is handed over anew."""
        self.leave()
        until, reason = monotonic() + float(self.means.options.get("patience", LONGEST_WAIT)), "no answer"
        while monotonic() < until:
            try:
                self.client = self.distributed.Client(self.address, timeout=1, set_as_default=False)
                break
            except (OSError, TimeoutError) as error:
                reason = type(error).__name__
            yield None
        if self.client is None:
            raise WorkersLost(
                f"address = {self.address} does not answer ({reason}); what is done is kept: "
                "start a scheduler there, or leave address out"
            )
        self.waiting.extendleft(batch for batch, _ in reversed(self.under_way.values()))
        self.under_way.clear()

    def hand_over(self) -> None:
        """Hand over all that waits; a study has too few batches to choke a scheduler."""
        while self.waiting:
            batch = self.waiting[0]
            self.attempts += 1
            key = f"batch-{batch.name}-{self.attempts}-{self.flag.name}"  # one word first: Dask learns how long batches take
            future = self.client.submit(do_until, self.means.work, batch, self.flag, key=key, pure=False)
            self.waiting.popleft()
            self.under_way[key] = batch, future
            future.add_done_callback(self.done.put)

    def taken(self, future: Any) -> BatchDone | None:
        """What came of a batch: done, or to be handed over once more, or given up after several deaths."""
        if future.key not in self.under_way:
            return None  # of a connection that is no more
        batch, _ = self.under_way.pop(future.key)
        error = None
        if future.status == "finished":
            done: BatchDone | None = future.result(timeout=10)
            if done is not None:
                return done
        elif future.status == "error":
            error = future.exception(timeout=10)
        if isinstance(error, self.distributed.scheduler.KilledWorker):
            self.deaths[batch.name] = self.deaths.get(batch.name, 0) + 1
            if self.deaths[batch.name] >= MOST_DEATHS:
                return self.means.work.give_up(batch, "the Dask workers that ran this batch died again and again")
        elif error is not None:
            raise error
        self.waiting.append(batch)
        return None

    def leave(self) -> None:
        """Close the connection."""
        client, self.client = self.client, None
        if client is not None:
            with suppress(Exception):
                client.close(timeout=1)
