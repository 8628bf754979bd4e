"""Runs of the template as a subject of a study: a point and a seed in, the statistics of the log that the run leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.provenance import scenario_data
from community_dynamics.experiments.execution.code_identity import libraries
from community_dynamics.experiments.execution.rows import INSTANTIATE, RUN, Failure, Rows, Stopped, failure
from community_dynamics.experiments.execution.subject import CommunitySubject, theory_hash
from community_dynamics.experiments.fit.observation import Observation
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of
from community_dynamics.sim.world import World, allocate, refit, shape_of

EVENTS_AT_FIRST = 200_000


class Bench(local):
    """Arrays of one thread with room for a run's events, used again from run to run."""

    world: World | None = None
    shape: tuple[int, ...] | None = None
    capacity: int = EVENTS_AT_FIRST

    def run(self, inputs: Inputs, seed: int, stop: np.ndarray) -> World:
        """One run with its whole event log; again with more room where the log turns out too short."""
        while True:
            if self.world is None or self.shape != shape_of(inputs) or len(self.world.events) < self.capacity:
                self.world, self.shape = allocate(inputs, self.capacity), shape_of(inputs)
            refit(self.world, inputs)
            compiled().run_whole(self.world, np.uint64(seed), stop)
            if stop[0]:
                raise Stopped
            if int(self.world.community[0]["event_count"]) < self.capacity:
                return self.world
            self.capacity *= 2


BENCH = Bench()


@dataclass(frozen=True)
class FitSubject:
    """The template under study; points are full paths such as settings.arrivals_a_day. `course`: keep weekly actives too."""

    scenario: Scenario
    observation: Observation
    course: bool = False

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the statistics."""
        return tuple(measure.name for measure in self.observation.measures)

    @property
    def series(self) -> tuple[str, ...]:
        """Weekly actives, where asked for."""
        return ("weekly_actives",) if self.course else ()

    def describe(self) -> dict[str, Any]:
        """The template, what is observed, the code of the theory and of the statistics, and the libraries."""
        return {
            "kind": "fit",
            "scenario": scenario_data(self.scenario),
            "observation": self.observation.describe(),
            "code": theory_hash(),
            "statistics": self.observation.code(),
            "series": list(self.series),
            "libraries": libraries("numpy", "numba", "llvmlite"),
        }

    def at(self, values: Mapping[str, float]) -> Scenario:
        """The community at one point."""
        return CommunitySubject(self.scenario).at(values)

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds; a statistic that a run does not have is missing, and no failure."""
        names, numbers = [str(name) for name in points.columns], points.to_numpy(np.float64)
        values = np.full((seeds.size, len(self.outcomes)), np.nan)
        weekly = np.full((seeds.size, self.observation.weeks), np.nan, np.float32)
        failures: list[Failure] = []
        for row, seed in enumerate(seeds.reshape(-1).tolist()):
            stage = INSTANTIATE
            try:
                inputs = inputs_of(self.at(dict(zip(names, numbers[row // seeds.shape[1]].tolist(), strict=True))))
                stage = RUN
                world = BENCH.run(inputs, seed, stop)
                found = self.observation.of_run(world)
                values[row] = [found[name] for name in self.outcomes]
                if self.course:
                    weekly[row] = self.observation.weekly_actives(world)
            except Stopped:
                raise
            except Exception as error:
                failures.append(failure(row, stage, error))
        return Rows(values, {"weekly_actives": weekly} if self.course else {}, tuple(failures))
