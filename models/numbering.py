"""Numbers for agents that do not keep their model alive, as Mesa's own table of counters did before 3.4.2."""

from collections.abc import Iterator
from itertools import count
from weakref import WeakKeyDictionary

import mesa


class Numbering:
    """Takes the place of that table in our own agents; later versions of Mesa do not look at it."""

    def __init__(self) -> None:
        """No model yet."""
        self.counters: WeakKeyDictionary[mesa.Model, Iterator[int]] = WeakKeyDictionary()

    def __getitem__(self, model: mesa.Model) -> Iterator[int]:
        """The counter of one model, from 1."""
        return self.counters.setdefault(model, count(1))
