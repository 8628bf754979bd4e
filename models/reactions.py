"""Reactions: changes of levers that the community's own course calls for, decided on the first morning of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.state import WEEKLY

if TYPE_CHECKING:
    import numpy as np

SERIES = WEEKLY.names or ()  # in the order of REACTION_SERIES


class Reactions:
    """Which reactions hold, and until when."""

    def __init__(self, conditions: np.ndarray, rows: int) -> None:
        """None holds; `rows` of levers are there in all, those of each set of reactions after those of the one before."""
        self.conditions = conditions
        self.until = [0.0] * len(conditions)
        self.stretches = rows >> len(conditions)
        self.held = 0

    def begin_week(self, day: int, weekly: np.ndarray) -> None:
        """Those that are called for begin; those whose weeks are over end."""
        for k, reaction in enumerate(self.conditions):
            if day >= self.until[k] and called_for(reaction, weekly[: day // 7]):
                self.until[k] = day + float(reaction["hold_days"])
        self.held = sum(1 << k for k, until in enumerate(self.until) if day < until)

    def row(self, planned: int) -> int:
        """The row of levers that holds where the dated plan has row `planned`."""
        return int(planned) + self.held * self.stretches


def called_for(reaction: np.void, lived: np.ndarray) -> bool:
    """Whether the series has been beyond the threshold in each of the last weeks; a week without a value is not beyond."""
    weeks, threshold = int(reaction["weeks"]), float(reaction["threshold"])
    if len(lived) < weeks:
        return False
    values = [float(value) for value in lived[SERIES[int(reaction["series"])]][-weeks:]]
    return all(value > threshold if reaction["above"] else value < threshold for value in values)
