"""How the benchmark measures and tells: sizes, one line of a table, processor time, the community that is timed."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from statistics import median

from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Scenario

Watch = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]

# Everybody is a founder and nobody falls silent, stops, leaves or changes jobs, so that every seat is walked every
# day. What a visit is expected to be worth stays as it was, because the flood of a large feed would keep people away.
FULL_HOUSE = {
    "theory.dormancy_days": 365, "theory.stop_constant": 0, "theory.stop_floor": 0,
    "theory.stay_cost": 0, "theory.benefit_rate": 0,
    "levers.staff_turnover_a_year": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    seats: int = 300
    days: int = 365
    rounds: int = 5
    growth: tuple[int, ...] = (300, 3_000, 30_000)
    thread_runs: int = 256
    counted_days: int = 120
    sobol_samples: int = 64
    sobol_runs: int = 11
    large_seats: int = 1_000_000
    large_days: int = 60
    cold: bool = True


QUICK = Sizes(days=91, rounds=3, thread_runs=128, counted_days=28, sobol_samples=16, sobol_runs=2, large_days=7, cold=False)


@dataclass(frozen=True)
class Line:
    """One measurement: repeats of one number, and what is wanted of their median."""

    what: str
    values: tuple[float, ...]
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def middle(self) -> float:
        """Median of the repeats."""
        return median(self.values)

    def cells(self) -> tuple[str, str, str, str, str]:
        """The line as it stands in a table."""
        shown = f"{tidy(self.middle)} {self.unit}".rstrip()
        ends = f"{tidy(min(self.values))} to {tidy(max(self.values))}" if len(self.values) > 1 else ""
        return self.what, shown, ends, self.wanted(), self.held()

    def wanted(self) -> str:
        """What is wanted, in words."""
        if self.least is not None:
            return f"at least {tidy(self.least)}"
        return "" if self.most is None else f"at most {tidy(self.most)}"

    def held(self) -> str:
        """Whether the median is as wanted."""
        if self.least is None and self.most is None:
            return ""
        enough = self.least is None or self.middle >= self.least
        return "yes" if enough and (self.most is None or self.middle <= self.most) else "no"


HEADINGS = ("measured", "median", "lowest to highest", "wanted", "so it is")


def table(lines: list[Line]) -> str:
    """Lines as a table that reads alike on a screen and as Markdown."""
    rows = [HEADINGS, *[line.cells() for line in lines]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]

    def told(cells: tuple[str, ...]) -> str:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join(padded)} |"

    return "\n".join([told(HEADINGS), f"|{'|'.join('-' * (width + 2) for width in widths)}|", *map(told, rows[1:])])


def ratios(what: str, above: list[float], below: list[float], unit: str = "times", **wanted: float) -> Line:
    """Two measurements compared round by round, so that what slows a whole round cancels out."""
    return Line(what, tuple(one / other for one, other in zip(above, below, strict=True)), unit, **wanted)


def processor_seconds(act: Callable[[], object], times: int = 1) -> float:
    """Processor time of one `act`, of so many: what else the machine does counts less than with a clock on the wall."""
    start = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - start) / times


def full_house(named: str, seats: int, days: int) -> Scenario:
    """A community by name in which everybody is present on every day."""
    size = {"settings.seats": seats, "settings.founders": seats, "settings.days": days}
    return load(named).with_values({**size, **FULL_HOUSE})


@contextmanager
def unwatched(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Progress that nobody watches."""
    yield lambda count: None
