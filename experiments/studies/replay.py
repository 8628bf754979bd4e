"""Any single run of a study once more: the very community and seed of one row, as numbers or as a Mesa model to step."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.named_points import PLAN
from community_dynamics.experiments.execution.study_folder import read_config, read_runs
from community_dynamics.experiments.studies.run_plan import study_from
from community_dynamics.models.community import Community
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES


@dataclass(frozen=True)
class Replayed:
    """A row of a study: the community it ran, its seed, and what the table says of it."""

    row: int
    scenario: Scenario
    seed: int
    recorded: pd.Series

    def outcomes(self) -> dict[str, float]:
        """What the run gives, run again in the compiled kernel."""
        return dict(zip(OUTCOMES, simulate([Run(inputs_of(self.scenario), self.seed)], 1).outcomes[0].tolist(), strict=True))

    def model(self, rules: str = "python", events: int = 0) -> Community:
        """The same run as a Mesa model on the morning of day 0, to step through; `rules="compiled"` is quicker."""
        return Community(self.scenario, self.seed, rules, events=events)

    def differences(self, found: dict[str, float]) -> list[str]:
        """Names of outcomes in which a run differs from the table, to the last bit; what both leave undefined is the same."""
        if self.recorded["status"] != "SUCCEEDED":
            return []
        return [name for name, value in found.items() if not same(value, float(self.recorded[name]))]


def same(one: float, other: float) -> bool:
    """Whether two numbers are the same to the last bit, or both undefined."""
    return (one != one and other != other) or np.float64(one).tobytes() == np.float64(other).tobytes()


def replayed(folder: Path | str, row: int) -> Replayed:
    """The run behind one row (its run_id) of the study in a folder."""
    place = Path(folder)
    study, table = study_from(read_config(place)), read_runs(place)
    chosen = table[table["run_id"] == row]
    if chosen.empty:
        raise InvalidValue(f"row = {row} is not in the study; its rows are 0 to {len(table) - 1:,}")
    recorded = chosen.iloc[0]
    own = [name for name in table.columns[: list(table.columns).index("status")] if "." in str(name)]
    paths = sorted(own, key=lambda path: not str(path).startswith("dials."))
    scenario = study.scenario.with_values({str(path): float(recorded[path]) for path in paths})
    if PLAN in table:
        scenario = tuple(study.plans.values())[int(recorded[PLAN])].laid_over(scenario)
    return Replayed(row, scenario, int(recorded["seed"]), recorded)
