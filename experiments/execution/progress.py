"""How a study stands while it runs, and what it came to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from time import monotonic

import numpy as np

from community_dynamics.experiments.execution.shards import BatchDone


@dataclass(frozen=True)
class Progress:
    """How a study stands: runs done of all, those found done already, failed; the watched outcome so far; the clock.

    mean and error: over runs that have the outcome, with the standard error; undefined: runs that did not fail and have none;
    seconds: since this process began to run batches; runs_a_second: of this process; seconds_left: at this pace, NaN before
    the first batch is done.
    """

    done: int
    total: int
    failed: int
    mean: float
    error: float
    seconds: float
    reused: int
    outcome: str
    runs_a_second: float
    seconds_left: float
    undefined: int = 0


Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Done:
    """What a study came to: its runs, how many failed, how many were there before, the table of all of them.

    lines: what the user was told, such as files that had to be set aside.
    """

    runs: int
    failed: int
    reused: int
    table: Path
    batches: int
    progress: Progress
    lines: tuple[str, ...] = ()


@dataclass
class Tally:
    """Counts as batches come in, and the clock of the progress callback."""

    runs: int
    outcome: str
    column: int
    watch: Watch | None = None
    every: float = 0.4  # at least twice a second, with a beat between
    done: int = 0
    reused: int = 0
    failed: int = 0
    sums: np.ndarray = field(default_factory=lambda: np.zeros(3))
    started: float = field(default_factory=monotonic)
    told: float = -1e9
    surveyed: bool = False

    def reset(self) -> None:
        """Count from the beginning."""
        self.done = self.reused = self.failed = 0
        self.sums, self.surveyed = np.zeros(3), False

    def add(self, batch: BatchDone, found: bool = False) -> None:
        """One batch more; `found` where it was done before this process began."""
        self.done += batch.runs
        self.reused += batch.runs if found else 0
        self.failed += batch.failures
        self.sums = self.sums + batch.sums[:, self.column]

    def begin(self) -> None:
        """All that is done already has been counted: from now on, time counts for the pace."""
        self.surveyed = True
        self.started = monotonic()

    def progress(self) -> Progress:
        """How the study stands now."""
        seconds = monotonic() - self.started
        here = self.done - self.reused
        pace = here / seconds if seconds > 0 else 0.0
        left = (self.runs - self.done) / pace if pace > 0 else (float("nan") if self.done < self.runs else 0.0)
        mean, error = mean_and_error(*self.sums.tolist())
        none = self.done - self.failed - int(self.sums[0])
        return Progress(self.done, self.runs, self.failed, mean, error, seconds, self.reused, self.outcome, pace, left, none)

    def tell(self, now: bool = False) -> None:
        """Call the progress callback, if it is time."""
        if self.watch is not None and (now or monotonic() - self.told >= self.every):
            self.told = monotonic()
            self.watch(self.progress())


def mean_and_error(count: float, total: float, squares: float) -> tuple[float, float]:
    """Mean and standard error from a count, a sum and a sum of squares."""
    if count < 1:
        return float("nan"), float("nan")
    mean = total / count
    if count < 2:
        return mean, float("nan")
    variance = max(0.0, squares - count * mean * mean) / (count - 1)
    return mean, sqrt(variance / count)
