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
