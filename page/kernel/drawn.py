"""Communities drawn at random, with every kind of thing that a scenario may say: to hold two engines against each other."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from community_dynamics.sim.inputs import Award, Change, Reaction, Scenario, Shock
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import AWARD_RULES, REACTION_SERIES
from community_dynamics.sim.theory import THEORY

OWN = ("seats", "days", "founders", "arrivals_a_day", "open_pool", "network")


class Draw:
    """Draws from one seed."""

    def __init__(self, seed: int) -> None:
        """The seed names the community."""
        self.seed = seed
        self.rng = np.random.default_rng(seed)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low up to and including high."""
        return int(self.rng.integers(low, high + 1))

    def value(self, parameter: Parameter) -> float:
        """A value anywhere in a parameter's range, one in five times at its end: 0 often means none at all."""
        if self.rng.uniform() < 0.2:
            return float(self.rng.choice([parameter.low, min(parameter.high, 2**31)]))
        if parameter.whole:
            return float(self.whole(int(parameter.low), int(min(parameter.high, 2**31))))
        return float(self.rng.uniform(parameter.low, parameter.high))

    def values(self, table: Mapping[str, Parameter], most: int) -> dict[str, float]:
        """A few parameters of a table."""
        names = self.rng.choice(sorted(table), self.whole(0, min(most, len(table))), replace=False)
        return {str(name): self.value(table[str(name)]) for name in names}

    def dials(self, most: int) -> dict[str, float]:
        """A few dials, at their anchors or anywhere between."""
        names = self.rng.choice(sorted(DIALS), self.whole(0, most), replace=False)
        return {str(name): float(self.rng.choice([0.0, 0.5, 1.0, self.rng.uniform()])) for name in names}

    def change(self, days: int) -> Change:
        """A dated change, at once or over weeks, for a time or to the end."""
        start = self.whole(0, days)
        until = start + self.whole(1, days) if self.rng.uniform() < 0.5 else None
        ramp = self.whole(0, 60) if self.rng.uniform() < 0.5 else 0
        bounds = self.values(LEVERS, 3), self.values(LEVERS, 3)
        failures = {name: bool(self.rng.uniform() < 0.5) for name in FAILURES if self.rng.uniform() < 0.3}
        return Change(start, until, self.dials(2), self.values(LEVERS, 4), *bounds, failures, ramp)

    def reaction(self) -> Reaction:
        """A change that the community's own course calls for."""
        series = str(self.rng.choice(REACTION_SERIES))
        threshold = self.rng.uniform(0, 12) if series.startswith("weekly_") else self.rng.uniform()
        hold = self.whole(1, 12) if self.rng.uniform() < 0.5 else None
        above = bool(self.rng.uniform() < 0.5)
        return Reaction(series, float(threshold), above, self.whole(1, 4), hold, self.dials(2), self.values(LEVERS, 4))

    def shock(self, days: int) -> Shock:
        """A burst of attention."""
        return Shock(self.whole(0, days - 1), float(self.rng.uniform(0, 20)), float(self.rng.uniform(0.5, 60)))

    def award(self, days: int) -> Award:
        """Awards on a day."""
        return Award(self.whole(0, days - 1), str(self.rng.choice(AWARD_RULES)), float(self.rng.uniform()))


def drawn(seed: int, shocks: bool = True) -> Scenario:
    """One community of at most 120 seats over at most 200 days; open or closed and each network equally often."""
    draw = Draw(seed)
    days, seats = draw.whole(28, 200), draw.whole(2, 120)
    sizes = {"days": days, "seats": seats, "founders": draw.whole(0, seats), "open_pool": seed % 2, "network": seed % 3}
    free = {name: one for name, one in SETTINGS.items() if name not in OWN}
    some = range(draw.whole(0, 3))
    community = Scenario(
        f"drawn {seed}",
        settings={**draw.values(free, 8), **sizes, "arrivals_a_day": float(draw.rng.uniform(0, 3))},
        dials=draw.dials(len(DIALS)),
        levers=draw.values(LEVERS, 12),
        theory=draw.values(THEORY, 20),
        failures={name: bool(draw.rng.uniform() < 0.3) for name in FAILURES},
        plan=tuple(draw.change(days) for _ in some),
        reactions=tuple(draw.reaction() for _ in some),
        shocks=tuple(draw.shock(days) for _ in some),
        awards=tuple(draw.award(days) for _ in some),
        arrivals=tuple(float(one) for one in draw.rng.uniform(0, 3, draw.whole(0, 12))),
    )
    return community if shocks else replace(community, shocks=())


def shrunk(community: Scenario, seats: int, days: int) -> Scenario:
    """The same community with at most so many seats and days; what is dated later than its end never comes."""
    sizes = {"seats": min(seats, community.setting("seats")), "days": min(days, community.setting("days"))}
    sizes["founders"] = min(sizes["seats"], community.setting("founders"))
    return community.with_values({f"settings.{name}": value for name, value in sizes.items()})
