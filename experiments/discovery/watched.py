"""A community under study of which a manager sees the log: outcomes as ever, indicators week by week besides."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.discovery.indicators import INDICATORS, weekly_indicators
from community_dynamics.experiments.execution.code_identity import code_hash
from community_dynamics.experiments.execution.rows import INSTANTIATE, RUN, Failure, Rows, Stopped, failure
from community_dynamics.experiments.execution.subject import CommunitySubject
from community_dynamics.experiments.logs import gathering, simulated
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES


@dataclass(frozen=True)
class WatchedSubject:
    """A community whose runs are logged in full, and summed up as a manager would see them."""

    scenario: Scenario

    @property
    def community(self) -> CommunitySubject:
        """The same community without its log."""
        return CommunitySubject(self.scenario)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome of a community."""
        return self.community.outcomes

    @property
    def series(self) -> tuple[str, ...]:
        """Every indicator."""
        return tuple(INDICATORS)

    def describe(self) -> dict[str, Any]:
        """The community, and the source of how its log is made and read."""
        files = [Path(str(one)) for one in (gathering.__file__, simulated.__file__, Path(__file__).with_name("indicators.py"))]
        source = code_hash({path.name: path.read_text("utf-8") for path in files})
        return {**self.community.describe(), "kind": "watched community", "series": list(self.series), "indicators": source}

    def check(self, points: pd.DataFrame) -> None:
        """Refuse points that no community can be at, and runs of several lengths."""
        CommunitySubject(self.scenario, {}, ("contributors",)).check(points)

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, one after another."""
        weeks = int(self.scenario.setting("days")) // 7
        values = np.full((seeds.size, len(OUTCOMES)), np.nan)
        series = {name: np.full((seeds.size, max(1, weeks)), np.nan, np.float32) for name in self.series}
        failures: list[Failure] = []
        for number, point in enumerate(points.to_dict("records")):
            for replication, seed in enumerate(seeds[number].tolist()):
                if stop[0]:
                    raise Stopped
                row, stage = number * seeds.shape[1] + replication, INSTANTIATE
                try:
                    scenario = self.community.at({str(name): value for name, value in point.items()})
                    stage = RUN
                    world = simulated.whole_run(scenario, seed)
                    found = weekly_indicators(simulated.log_of_run(world, scenario.name), weeks, simulated.DAY_ZERO)
                except Exception as error:
                    failures.append(failure(row, stage, error))
                    continue
                values[row] = world.outcome.view(np.float64)
                for name, numbers in found.items():
                    series[name][row] = numbers
        return Rows(values, series, tuple(failures))
