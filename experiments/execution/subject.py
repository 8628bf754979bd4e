"""A model under study: from points and seeds to outcomes; and our own community as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from community_dynamics import sim
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.provenance import scenario_data
from community_dynamics.experiments.designs.named_points import check_points
from community_dynamics.experiments.execution.code_identity import code_hash, libraries
from community_dynamics.experiments.execution.foreign import FunctionSubject, MesaSubject
from community_dynamics.experiments.execution.rows import INSTANTIATE, RUN, Failure, Rows, Stopped, failure
from community_dynamics.experiments.plans.named_plan import NamedPlan
from community_dynamics.experiments.plans.plan_files import plan_record
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.state import WEEKLY

if TYPE_CHECKING:
    from community_dynamics.sim.ensemble import Run, Worker

__all__ = ["CommunitySubject", "FunctionSubject", "MesaSubject", "Rows", "Subject"]

PLAN = "plan"


class Subject(Protocol):
    """A model under study: from points and seeds to outcomes."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of what a run gives, in the order of the columns."""

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the weekly series that a run gives besides."""

    def describe(self) -> dict[str, Any]:
        """All that decides the numbers, as plain data: what is run, the code, the versions of libraries."""

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, in this thread; raises Stopped soon after `stop` is set."""


@cache
def worker() -> "Worker":
    """Arrays for each thread, used again from batch to batch; numba is loaded here, not for models without it."""
    from community_dynamics.sim.ensemble import Worker

    return Worker()


@cache
def theory_hash() -> str:
    """Hash of the theory's whole source, compiled or not: rules, kernel and tables of defaults."""
    root = Path(sim.__file__).parent
    return code_hash({path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")})


@dataclass(frozen=True)
class CommunitySubject:
    """Our own community, in the compiled kernel: a scenario, plans to choose among, the weekly series to keep.

    The columns of points are full paths such as levers.demand; a column `plan` holds the number of one of the plans.
    """

    scenario: Scenario
    plans: Mapping[str, NamedPlan] = field(default_factory=dict)
    series: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse series that communities do not have."""
        assert WEEKLY.names is not None
        for name in self.series:
            if name not in WEEKLY.names:
                raise InvalidValue(f"series = {name} is no weekly series; there are {', '.join(WEEKLY.names)}")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome of a community."""
        return tuple(OUTCOMES)

    def describe(self) -> dict[str, Any]:
        """The scenario, the plans, the theory's source and the libraries that compile and run it."""
        return {
            "kind": "community",
            "scenario": scenario_data(self.scenario),
            "plans": {name: plan_record(plan) for name, plan in self.plans.items()},
            "series": list(self.series),
            "code": theory_hash(),
            "libraries": libraries("numpy", "numba", "llvmlite"),
        }

    def check(self, points: pd.DataFrame) -> None:
        """Refuse points that no community can be at, before anything runs."""
        check_points(points.drop(columns=PLAN, errors="ignore"))
        if PLAN in points and not points[PLAN].isin(range(len(self.plans))).all():
            raise InvalidValue(f"plan is not the number of one of the {len(self.plans)} plans, counted from 0")
        if self.series and "settings.days" in points:
            raise InvalidValue("settings.days varies, and weekly series need runs of one length; leave one of the two out")

    def at(self, values: Mapping[str, float]) -> Scenario:
        """The community at one point; dials come first, so that a lever set beside its own dial keeps its value."""
        paths = sorted((path for path in values if path != PLAN), key=lambda path: not path.startswith("dials."))
        scenario = self.scenario.with_values({path: values[path] for path in paths})
        if PLAN not in values:
            return scenario
        return tuple(self.plans.values())[int(values[PLAN])].laid_over(scenario)

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, one after another in the compiled kernel."""
        from community_dynamics.sim.ensemble import Run

        names, numbers = [str(name) for name in points.columns], points.to_numpy(np.float64)
        values = np.full((seeds.size, len(OUTCOMES)), np.nan)
        weekly: dict[int, np.ndarray] = {}
        failures: list[Failure] = []
        replicates = seeds.shape[1]
        for point in range(len(points)):
            rows = range(point * replicates, (point + 1) * replicates)
            try:
                inputs = inputs_of(self.at(dict(zip(names, numbers[point].tolist(), strict=True))))
            except Exception as error:
                failures += [failure(row, INSTANTIATE, error) for row in rows]
                continue
            for row, seed in zip(rows, seeds[point].tolist(), strict=True):
                self.one(row, Run(inputs, seed), values[row], stop, weekly, failures)
        return Rows(values, self.series_of(weekly, seeds.size), tuple(failures))

    def one(
        self, row: int, run: "Run", values: np.ndarray, stop: np.ndarray, weekly: dict[int, np.ndarray], failures: list[Failure]
    ) -> None:
        """One run into its row of values, its weeks, or its failure."""
        try:
            world = worker().simulate(run, stop)
        except Exception as error:
            failures.append(failure(row, RUN, error))
            return
        if stop[0]:
            raise Stopped
        values[:] = world.outcome.view(np.float64)
        if self.series:
            weekly[row] = world.weekly.copy()

    def series_of(self, weekly: Mapping[int, np.ndarray], runs: int) -> dict[str, np.ndarray]:
        """The weekly series asked for, runs x weeks, NaN where a run failed."""
        if not self.series:
            return {}
        weeks = len(next(iter(weekly.values()))) if weekly else max(1, int(self.scenario.setting("days")) // 7)
        found = {name: np.full((runs, weeks), np.nan, np.float32) for name in self.series}
        for row, values in weekly.items():
            for name in self.series:
                found[name][row] = values[name]
        return found
