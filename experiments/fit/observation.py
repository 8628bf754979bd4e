"""How a community is seen: what its log shows, and what a log kept in the same way would show of a run."""

import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from community_dynamics.experiments.execution.code_identity import code_hash
from community_dynamics.experiments.fit import daily_measures, fit_statistics, footprint
from community_dynamics.experiments.fit.fit_statistics import Measure, log_measures, log_statistics, whole_weeks
from community_dynamics.experiments.fit.footprint import run_daily, run_days
from community_dynamics.experiments.logs import habits, log, resampling, statistics, survival
from community_dynamics.experiments.logs.log import Days
from community_dynamics.experiments.logs.resampling import resampling as drawn
from community_dynamics.experiments.logs.statistics import weeks_of
from community_dynamics.sim.state import ATTENDS, JOINS, VISITS
from community_dynamics.sim.world import World

READ = (daily_measures, footprint, fit_statistics, habits, log, resampling, statistics, survival)
LOG, DAILY, FEW = "log of members", "statistics a day", "a few figures"


@dataclass(frozen=True)
class Observation:
    """form: a log of members, statistics a day, or a few figures; kinds: of events that it shows; first: day that it
    begins on, since 1970; days: its length; silence: days after which one counts as gone; names: of the figures given."""

    form: str
    kinds: tuple[int, ...]
    first: int
    days: int
    silence: int
    names: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is compared."""
        if self.form == LOG:
            return log_measures(self.days, self.kinds == (ATTENDS,))
        chosen = daily_measures.daily_measures(self.days) if self.form == DAILY else daily_measures.FIGURES
        return tuple(measure for measure in chosen if measure.name in self.names)

    @property
    def weeks(self) -> int:
        """Whole weeks in the window."""
        start, end = whole_weeks(self.first, self.first + self.days - 1)
        return end - start

    def describe(self) -> dict[str, Any]:
        """What decides the numbers, as plain data."""
        return {
            "form": self.form,
            "kinds": list(self.kinds),
            "first": self.first,
            "days": self.days,
            "silence": self.silence,
            "measures": [measure.name for measure in self.measures],
        }

    def code(self) -> str:
        """Hash of the code that computes the statistics."""
        return read_code()

    def of_run(self, world: World) -> dict[str, float]:
        """Every statistic of a run."""
        if self.form == LOG:
            days = run_days(world, self.kinds, self.first)
            found = log_statistics(days, drawn(days.members, 0, groups=1), self.silence)
            return {name: float(values[0]) for name, values in found.items()}
        if self.form == DAILY:
            return daily_measures.daily_statistics(run_daily(world, self.first))
        return daily_measures.figures_of(world)

    def weekly_actives(self, world: World) -> np.ndarray:
        """Different members active in each whole week of the window."""
        kinds = self.kinds if self.form == LOG else (VISITS, JOINS)
        return weekly_actives(run_days(world, kinds, self.first))


@cache
def read_code() -> str:
    """Hash of the modules that turn a run into statistics."""
    return code_hash({module.__name__: inspect.getsource(module) for module in READ})


def weekly_actives(days: Days) -> np.ndarray:
    """Different members active in each whole week of the window."""
    start, end = whole_weeks(days.first, days.last)
    _, week = weeks_of(days)
    return np.bincount(week[(week >= start) & (week < end)] - start, minlength=end - start)
