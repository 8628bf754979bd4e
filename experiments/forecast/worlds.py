"""Simulated worlds that futures are taken from: a spread of plausible ones unless a fit to the log gives its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, UnreadableFile, shown
from community_dynamics.experiments.forecast.alike import Source, world_source
from community_dynamics.experiments.forecast.analogues import Course
from community_dynamics.experiments.forecast.past import WEEK, in_weeks, people_of
from community_dynamics.experiments.logs.log import PRESENCE, Log, days_of
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Scenario

# Half a year more than three years, so that members three years old still have a year to come.
DAYS = 1456
FEWEST_MEMBERS = 30
MOST_WORLDS = 24
# Communities that lose and keep members at different speeds: what the cause is worth, who leads, what a contribution costs.
USUAL: tuple[Mapping[str, float], ...] = (
    {"dials.cause": 0.0, "settings.contribution_effort": 3.0},
    {"dials.cause": 0.0},
    {"dials.cause": 0.15, "settings.propensity_spread": 2.2},
    {"dials.cause": 0.3},
    {"settings.propensity_spread": 1.2},
)


def usual_worlds() -> list[Scenario]:
    """Open forums that differ in what keeps people: from one that loses nearly everybody to one that keeps many."""
    base = load("open_forum").with_values({"settings.days": DAYS, "settings.start_weekday": 0})
    return [base.with_values(values) for values in USUAL]


def fitted_worlds(folder: Path) -> list[Scenario]:
    """Draws of a posterior that `community fit` wrote, laid over the community that it fitted."""
    import pandas as pd

    place, table = folder / "fitted.yaml", folder / "posterior.parquet"
    for file in (place, table):
        if not file.is_file():
            raise UnreadableFile(f"fit = {shown(str(folder))} has no {file.name}; name a folder that 'community fit' wrote")
    base, draws = load(str(place)), pd.read_parquet(table)
    paths = [name for name in draws.columns if name.partition(".")[0] in ("settings", "levers", "dials")]
    if not paths or draws.empty:
        raise InvalidValue(f"fit = {shown(str(folder))}: posterior.parquet has no draws of settings or levers; fit it again")
    rows = draws[paths].iloc[np.linspace(0, len(draws) - 1, min(8, len(draws))).astype(int)]
    length = {"settings.days": float(max(DAYS, int(base.setting("days"))))}
    return [base.with_values({**row, **length}) for row in rows.to_dict("records")]


@dataclass(frozen=True)
class World:
    """One simulated community: its members' histories, and its weeks."""

    name: str
    source: Source
    course: Course


def worlds(scenarios: Iterable[Scenario], seed: int = 0) -> list[World]:
    """Each scenario simulated once; those that hardly anybody ever joins are left out."""
    found = []
    for number, scenario in enumerate(list(scenarios)[:MOST_WORLDS]):
        log = simulated_log(scenario, seed + number)
        if days_of(log).members >= FEWEST_MEMBERS:
            found.append(world_of(f"{scenario.name} {number + 1}", log))
    if not found:
        raise InvalidValue("none of the worlds to forecast from has 30 members who ever contribute; name another fit")
    return found


def world_of(name: str, log: Log) -> World:
    """A simulated log as a world."""
    people = people_of(days_of(log), log.last)
    weeks = (log.last - log.first + 1) // WEEK
    seen = people_of(days_of(log, PRESENCE), log.last)
    actives, contributions = in_weeks(people, weeks)
    return World(name, world_source(name, people, weeks), Course(in_weeks(seen, weeks)[0], actives, contributions))
