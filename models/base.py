"""What every community on Mesa has, whoever lives its days: a description, a calendar, books, a collector."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa

from community_dynamics.models.overrides import checked
from community_dynamics.models.snapshot import readable
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.kernel import measures
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.world import World, allocate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from mesa.agent import AgentSet

Reporters = Mapping[str, Any]


class BaseCommunity(mesa.Model, ABC):
    """A learning community as a Mesa model. `day` is the day to live next, from 0; `step()` lives it."""

    def __init__(
        self,
        described: Scenario | None,
        seed: int,
        overrides: Mapping[str, float],
        events: int,
        collect: Reporters,
    ) -> None:
        """Take a scenario (None: all defaults) with values overridden by full name."""
        super().__init__(rng=seed)
        given = Scenario("community") if described is None else described
        self.described = given.with_values(checked(overrides))
        self.run_seed = seed
        self.inputs = inputs_of(self.described)
        self.world: World = allocate(self.inputs, events)
        self.days = len(self.inputs.calendar)
        self.day = 0
        self.datacollector = collector(collect)
        self.collects_members = "agent_reporters" in collect

    @property
    @abstractmethod
    def members(self) -> AgentSet:
        """Those who belong, present or dormant, as agents."""

    @abstractmethod
    def snapshot(self) -> World:
        """Every state of every member, and the books, as the arrays that all engines share."""

    @abstractmethod
    def measured_compiled(self) -> bool:
        """Whether outcomes are measured by compiled code."""

    def check_day(self) -> None:
        """Refuse to live a day after the last."""
        if self.day >= self.days:
            raise RuntimeError(f"the run of {self.days} days is over; for a longer one, set settings.days before it begins")

    def end_day(self) -> None:
        """Count the day, let the collector see it, stop after the last."""
        if self.datacollector is not None:
            if self.collects_members:
                _ = self.members  # from here on, whoever belongs is an agent
            self.datacollector.collect(self)
        self.day += 1
        self.running = self.day < self.days

    def run(self) -> BaseCommunity:
        """Live all days that are left."""
        while self.day < self.days:
            self.step()
        return self

    def outcomes(self) -> dict[str, float]:
        """What the finished run is judged by, each as `sim.outcomes` defines it."""
        if self.day < self.days:
            raise RuntimeError(
                f"outcomes are about a finished run: {self.days - self.day} of {self.days} days are left; call run() first"
            )
        world = self.snapshot()
        if self.measured_compiled():
            compiled().measure(world)
        else:
            measures.measure(readable(world))
        return {name: float(world.outcome[name][0]) for name in OUTCOMES}

    @property
    def daily(self) -> pd.DataFrame:
        """What was counted on each day lived so far."""
        return table(self.snapshot().daily[: self.day], "day")

    @property
    def weekly(self) -> pd.DataFrame:
        """What was counted in each week lived so far, and mean states of those present."""
        return table(self.snapshot().weekly[: self.day // 7], "week")

    @property
    def events(self) -> pd.DataFrame:
        """The log of joins, visits, posts, replies, attendances, awards and leavings, as far as kept."""
        world = self.snapshot()
        return table(world.events[: world.community[0]["event_count"]], "event")

    def collected(self) -> pd.DataFrame:
        """What the collector saw of the community, a row for each day."""
        assert self.datacollector is not None, "pass collect={'model_reporters': {...}}"
        return self.datacollector.get_model_vars_dataframe().set_index("day")

    def collected_members(self) -> pd.DataFrame:
        """What the collector saw of the members, a row for each day, seat and generation."""
        assert self.datacollector is not None, "pass collect={'agent_reporters': {...}}"
        seen = self.datacollector.get_agent_vars_dataframe().reset_index(drop=True)
        return seen.set_index(["day", "seat", "generation"])


def collector(collect: Reporters) -> mesa.DataCollector | None:
    """A collector with Mesa's own keywords, that also keeps the day and who is who."""
    if not collect:
        return None
    asked = dict(collect)
    asked["model_reporters"] = {"day": "day", **asked.get("model_reporters", {})}
    if "agent_reporters" in asked:
        who = {"day": day_of, "seat": "seat", "generation": "generation"}
        asked["agent_reporters"] = {**who, **asked["agent_reporters"]}
    return mesa.DataCollector(**asked)


def day_of(agent: mesa.Agent) -> int:
    """The day that an agent is seen on."""
    return agent.model.day


def table(rows: np.ndarray, index: str) -> pd.DataFrame:
    """Records as a table."""
    import pandas as pd

    found = pd.DataFrame({name: rows[name] for name in rows.dtype.names or ()})
    found.index.name = index
    return found
