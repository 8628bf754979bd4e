"""The communities that facts are measured in."""

from functools import cache

from experiments.scenarios import load
from sim.inputs import Scenario


@cache
def community(name: str) -> Scenario:
    """A scenario of the product by name, read once."""
    return load(name)
