"""The same community advanced by the compiled kernel, one call a day; members are views of its arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, final

import mesa
import numpy as np

from community_dynamics.models.base import BaseCommunity, Reporters
from community_dynamics.models.numbering import Numbering
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import DORMANT, PERSON, PRESENT
from community_dynamics.sim.world import World

if TYPE_CHECKING:
    from mesa.agent import AgentSet


def read_only(name: str) -> property:
    """An attribute read from the arrays, as Python's own number."""

    def value(view: MemberView) -> Any:
        return view.model.world.person[name][view.seat].item()

    value.__doc__ = f"{name} as in `sim.state`."
    return property(value)


@final
class MemberView(mesa.Agent):
    """Somebody who belongs, seen through the arrays; attributes carry the names of `sim.state`."""

    _ids = Numbering()
    model: KernelCommunity

    def __init__(self, model: KernelCommunity, seat: int, generation: int) -> None:
        """A view of the person who sits in `seat` after `generation` predecessors."""
        super().__init__(model)
        self.seat, self.generation = seat, generation

    @property
    def mastery(self) -> np.ndarray:
        """Mastery by topic."""
        return self.model.world.mastery[self.seat].copy()

    def belongs(self) -> bool:
        """Whether this person still belongs."""
        same = self.model.world.generation[self.seat] == self.generation
        return bool(same and self.status in (PRESENT, DORMANT))

    @property
    def status(self) -> int:
        """0 waiting, 1 present, 2 dormant, 3 left."""
        return int(self.model.world.status[self.seat])


for name in PERSON.names or ():
    setattr(MemberView, name, read_only(name))


@final
class KernelCommunity(BaseCommunity):
    """A community that lives a day in one compiled call. Same arguments and same numbers as `Community`."""

    def __init__(
        self,
        scenario: Scenario | None = None,
        seed: int = 0,
        *,
        events: int = 0,
        collect: Reporters | None = None,
        **kwargs: float,
    ) -> None:
        """Make the graph and let the founders in: the morning of day 0."""
        super().__init__(scenario, seed, kwargs, events, collect or {})
        self.kernel = compiled()
        self.views: dict[int, MemberView] = {}
        self.kernel.begin(self.world, np.uint64(seed))

    def step(self) -> None:
        """One day."""
        self.check_day()
        self.kernel.advance_day(self.world, self.day)
        self.end_day()

    @property
    def members(self) -> AgentSet:
        """Those who belong, present or dormant, as views."""
        for view in [view for view in self.views.values() if not view.belongs()]:
            view.remove()
            del self.views[view.seat]
        status, generation = self.world.status, self.world.generation
        belongs = (status == PRESENT) | (status == DORMANT)
        for seat in np.flatnonzero(belongs).tolist():
            if seat not in self.views:
                self.views[seat] = MemberView(self, seat, int(generation[seat]))
        return self.agents

    def snapshot(self) -> World:
        """The arrays themselves."""
        return self.world

    def measured_compiled(self) -> bool:
        """Outcomes are measured as days are lived."""
        return True
