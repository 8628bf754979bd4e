"""A world that the kernel's functions can read as they stand, uncompiled: a rule broken in them is seen at once."""

from types import SimpleNamespace

import numpy as np

from community_dynamics.sim.world import World


def plainly(world: World) -> SimpleNamespace:
    """The same memory, whose records give their fields as attributes."""
    return SimpleNamespace(**{name: readable(getattr(world, name)) for name in world.LAYOUT})


def readable(array: np.ndarray) -> np.ndarray:
    """An array of records as one that gives fields as attributes; any other array as it is."""
    return array if array.dtype.names is None else array.view(np.recarray)
