"""How a study stands while it runs, and what it came to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from time import monotonic

import numpy as np

from experiments.execution.shards import Done


@dataclass(frozen=True)
class Standing:
    """How a study stands: runs in all, done, of those found done already, failed; the watched outcome so far; the clock.

    mean and error: over successful runs, with the standard error; seconds: since this process began to run batches;
    runs_a_second: of this process; seconds_left: at this pace, NaN before the first batch is done.
    """

    runs: int
    done: int
    found: int
    failed: int
    outcome: str
    mean: float
    error: float
    seconds: float
    runs_a_second: float
    seconds_left: float


Progress = Callable[[Standing], None]


@dataclass(frozen=True)
class Report:
    """What a study came to. lines: what the user should know, such as files that had to be set aside."""

    folder: Path
    standing: Standing
    batches: int
    lines: tuple[str, ...]

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.standing.runs

    @property
    def failed(self) -> int:
        """Runs that failed."""
        return self.standing.failed


@dataclass
class Tally:
    """Counts as batches come in, and the clock of the progress callback."""

    runs: int
    outcome: str
    column: int
    progress: Progress | None = None
    every: float = 0.5
    done: int = 0
    found: int = 0
    failed: int = 0
    sums: np.ndarray = field(default_factory=lambda: np.zeros(3))
    started: float = field(default_factory=monotonic)
    told: float = -1e9
    surveyed: bool = False

    def reset(self) -> None:
        """Count from the beginning."""
        self.done = self.found = self.failed = 0
        self.sums, self.surveyed = np.zeros(3), False

    def add(self, batch: Done, found: bool = False) -> None:
        """One batch more; `found` where it was done before this process began."""
        self.done += batch.runs
        self.found += batch.runs if found else 0
        self.failed += batch.failures
        self.sums = self.sums + batch.sums[:, self.column]

    def begin(self) -> None:
        """All that is done already has been counted: from now on, time counts for the pace."""
        self.surveyed = True
        self.started = monotonic()

    def standing(self) -> Standing:
        """How the study stands now."""
        seconds = monotonic() - self.started
        here = self.done - self.found
        pace = here / seconds if seconds > 0 else 0.0
        left = (self.runs - self.done) / pace if pace > 0 else (float("nan") if self.done < self.runs else 0.0)
        mean, error = mean_and_error(*self.sums.tolist())
        return Standing(self.runs, self.done, self.found, self.failed, self.outcome, mean, error, seconds, pace, left)

    def tell(self, now: bool = False) -> None:
        """Call the progress callback, if it is time."""
        if self.progress is not None and (now or monotonic() - self.told >= self.every):
            self.told = monotonic()
            self.progress(self.standing())


def mean_and_error(count: float, total: float, squares: float) -> tuple[float, float]:
    """Mean and standard error from a count, a sum and a sum of squares."""
    if count < 1:
        return float("nan"), float("nan")
    mean = total / count
    if count < 2:
        return mean, float("nan")
    variance = max(0.0, squares - count * mean * mean) / (count - 1)
    return mean, sqrt(variance / count)
