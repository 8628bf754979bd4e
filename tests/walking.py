"""A Mesa model of a few lines, in a module of its own, so that other models load without Mesa."""

import mesa


class Walk(mesa.Model):
    """A walker with a drift, as small as a Mesa model can be."""

    def __init__(self, drift: float = 0.0, length: int = 3, seed: int | None = None) -> None:
        """`length` must be a whole number."""
        super().__init__(rng=seed) if "rng" in mesa.Model.__init__.__code__.co_varnames else super().__init__(seed=seed)
        self.place, self.drift, self.jumps = 0.0, drift, range(length)

    def step(self) -> None:
        """One step of several jumps."""
        for _ in self.jumps:
            self.place += self.drift + self.random.random()
        if self.place > 1e6:
            raise OverflowError("walked too far")


def place_of(model: Walk) -> float:
    """Where the walker is."""
    return model.place


class Scenario:
    """Values and a seed in one object, as Mesa 3.4 and later have them: any value may be given, and read as an attribute."""

    def __init__(self, *, rng: int | None = None, **values: float) -> None:
        """Keep all that is given."""
        self.rng = rng
        self.__dict__.update(values)


class WalkScenario(Scenario):
    """What a walk may be told."""

    drift: float = 0.0
    length: int = 3


class PlannedWalk(Walk):
    """The same walker, made from a scenario."""

    def __init__(self, scenario: WalkScenario | None = None) -> None:
        """Take drift, length and seed from the scenario."""
        chosen = scenario or WalkScenario()
        super().__init__(chosen.drift, chosen.length, chosen.rng)
