"""Runs that facts are measured on: done once each, on several cores, however many facts share them."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.facts.communities import community
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.ensemble import Ensemble, Run, available_threads, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of

Values = Mapping[str, float]
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Runs:
    """Runs of one community on seeds that follow one another; `offset` is added to the first."""

    community: str
    runs: int
    changes: tuple[tuple[str, float], ...] = ()
    offset: int = 0
    series: bool = False

    @property
    def scenario(self) -> Scenario:
        """The community, before theory constants are changed."""
        return community(self.community).with_values(dict(self.changes))

    @property
    def work(self) -> float:
        """How much there is to do, in seats times days."""
        return self.runs * self.scenario.setting("seats") * self.scenario.setting("days")

    def last_seed(self, seed: int) -> int:
        """The last of its seeds, where `seed` is the first of all."""
        return seed + self.offset + self.runs - 1

    def carry_out(self, values: Values, seed: int, workers: int | None, progress: Progress) -> Ensemble:
        """Outcomes of all runs, and daily series where `series` says so."""
        inputs = inputs_of(self.scenario.with_values(values))
        first, one = seed + self.offset, self.work / self.runs
        runs = [Run(inputs, number) for number in range(first, first + self.runs)]
        return simulate(runs, workers, self.series, lambda count: progress(count * one))


@dataclass(frozen=True)
class Each:
    """Something that gives numbers by name, done on seeds that follow one another; `size` is what one takes."""

    do: Callable[[Values, int], dict[str, float]]
    runs: int
    size: float

    @property
    def work(self) -> float:
        """How much there is to do, in the unit of `Runs.work`."""
        return self.runs * self.size

    def last_seed(self, seed: int) -> int:
        """The last of its seeds, where `seed` is the first of all."""
        return seed + self.runs - 1

    def carry_out(self, values: Values, seed: int, workers: int | None, progress: Progress) -> dict[str, np.ndarray]:
        """Each number over all seeds, in their order."""
        compiled()  # once, before threads could ask for it together
        found = []
        with ThreadPoolExecutor(workers or available_threads()) as pool:
            try:
                for numbers in pool.map(lambda one: self.do(values, one), range(seed, seed + self.runs)):
                    found.append(numbers)
                    progress(self.size)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return {name: np.asarray([one[name] for one in found], np.float64) for name in found[0]}


Batch = Runs | Each


def well_run(runs: int) -> Runs:
    """The community of practice as the books describe it."""
    return Runs("well_run_cop", runs, series=True)


def fewer(runs: int) -> int:
    """How often something is done that is an experiment with hundreds of people by itself."""
    return max(10, runs // 4)
