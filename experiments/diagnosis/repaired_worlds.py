"""Runs of one community with sets of causes repaired, on shared seeds; none is done twice."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from community_dynamics.experiments.diagnosis.causes import Case, repaired
from community_dynamics.experiments.execution.in_memory import Progress
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Inputs, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES

COLUMNS = {name: number for number, name in enumerate(OUTCOMES)}


class Worlds:
    """Outcomes of a case by (set of causes repaired, seed), kept as they are made."""

    def __init__(self, case: Case, seed: int, threads: int | None = None, progress: Progress | None = None) -> None:
        """`seed` is the first one; seed number r is seed + r."""
        self.case, self.seed, self.threads, self.progress = case, seed, threads, progress
        self.known: dict[tuple[int, int], np.ndarray] = {}
        self.inputs = lru_cache(maxsize=512)(self.inputs_of)

    def inputs_of(self, causes: int) -> Inputs:
        """Arrays of the community with these causes repaired."""
        return inputs_of(repaired(self.case, causes))

    @property
    def done(self) -> int:
        """Runs done so far."""
        return len(self.known)

    def live(self, wanted: Iterable[tuple[int, int]]) -> None:
        """Do those runs of (causes, seed number) that are not known yet."""
        missing = sorted({one for one in wanted if one not in self.known})
        if not missing:
            return
        runs = [Run(self.inputs(causes), self.seed + number) for causes, number in missing]
        outcomes = simulate(runs, self.threads, progress=self.progress).outcomes
        self.known |= dict(zip(missing, outcomes, strict=True))

    def values(self, outcome: str, causes: int, seeds: Sequence[int]) -> np.ndarray:
        """An outcome with these causes repaired, for each seed number."""
        self.live((causes, number) for number in seeds)
        return np.array([self.known[causes, number][COLUMNS[outcome]] for number in seeds])
