"""Models that carry something beside their source, importable by name as a user's own would be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

import numpy as np


class Slope:
    """A plain class, whose method is a model."""

    def __init__(self, steep: object) -> None:
        self.steep = steep

    def run(self, point: Mapping[str, float], seed: int) -> float:
        return float(self.steep * point["drift"])  # type: ignore[operator]


@dataclass(frozen=True)
class Setting:
    """Plain values under names."""

    steep: float
    table: object = None


def scaled(by: float) -> Callable[[Callable[..., float]], Callable[..., float]]:
    """A decorator that encloses a number."""

    def around(function: Callable[..., float]) -> Callable[..., float]:
        @wraps(function)
        def inside(point: Mapping[str, float], seed: int) -> float:
            return by * function(point, seed)

        return inside

    return around


def plain(point: Mapping[str, float], seed: int) -> float:
    """Nothing but its source."""
    return float(point["drift"])


ONCE, TWICE = scaled(1.0)(plain), scaled(2.0)(plain)
LONG = np.zeros(5000)
