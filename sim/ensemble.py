"""Many runs at once: the compiled kernel on threads, the same numbers for any number of threads and any order."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np

from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.world import World, allocate, refit, shape_of


@dataclass(frozen=True)
class Run:
    """One run to do: a scenario's inputs and a seed."""

    inputs: Inputs
    seed: int


@dataclass(frozen=True)
class Ensemble:
    """What runs gave: outcomes (runs x outcomes) in the order of OUTCOMES; daily and weekly series where asked for."""

    outcomes: np.ndarray
    daily: np.ndarray | None = None
    weekly: np.ndarray | None = None

    def __getitem__(self, name: str) -> np.ndarray:
        """All runs' values of one outcome."""
        return self.outcomes[:, list(OUTCOMES).index(name)]


class Worker(local):
    """Arrays of one thread, used again from run to run."""

    world: World | None = None
    shape: tuple[int, ...] | None = None

    def simulate(self, run: Run, stop: np.ndarray) -> World:
        """Do one run, unless `stop` is set; the world it ended in is good until the next run."""
        shape = shape_of(run.inputs)
        if self.world is None or self.shape != shape:
            self.world, self.shape = allocate(run.inputs), shape
        refit(self.world, run.inputs)
        compiled().run_whole(self.world, np.uint64(run.seed), stop)
        return self.world


def available_threads() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def runs_of(scenario: Scenario, seeds: Iterable[int]) -> list[Run]:
    """One scenario under several seeds."""
    inputs = inputs_of(scenario)
    return [Run(inputs, seed) for seed in seeds]


def simulate(
    runs: Sequence[Run], threads: int | None = None, series: bool = False, progress: Callable[[int], None] | None = None
) -> Ensemble:
    """Do all runs; `progress` is called from this thread with the number of runs just finished.

    With `series`, all runs must be of one length; daily is (runs, days), weekly (runs, weeks), as records.
    """
    threads = threads or available_threads()
    compiled()  # once, before threads could ask for it together
    outcomes = np.full((len(runs), len(OUTCOMES)), np.nan)
    daily: list[np.ndarray] = [np.empty(0)] * len(runs)
    weekly: list[np.ndarray] = [np.empty(0)] * len(runs)
    worker, stop = Worker(), np.zeros(1, np.int64)

    def do(chunk: range) -> int:
        for index in chunk:
            world = worker.simulate(runs[index], stop)
            outcomes[index] = world.outcome.view(np.float64)
            if series:
                daily[index], weekly[index] = world.daily.copy(), world.weekly.copy()
        return len(chunk)

    size = max(1, min(16, len(runs) // (4 * threads)))
    chunks = [range(start, min(start + size, len(runs))) for start in range(0, len(runs), size)]
    with ThreadPoolExecutor(threads) as pool:
        try:
            for count in map(do, chunks) if threads == 1 else pool.map(do, chunks):
                if progress is not None:
                    progress(count)
        except BaseException:
            stop[0] = 1  # the kernel looks at it every simulated day
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if not series:
        return Ensemble(outcomes)
    return Ensemble(outcomes, np.stack(daily), np.stack(weekly))


def simulate_scenario(scenario: Scenario, runs: int, first_seed: int = 0, **options: Any) -> Ensemble:
    """Runs of one scenario on seeds first_seed, first_seed + 1, ..."""
    return simulate(runs_of(scenario, range(first_seed, first_seed + runs)), **options)
