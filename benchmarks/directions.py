"""Which way each lever moves a middling community: `python -m benchmarks.directions [seeds]`."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.figures import markdown
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.estimates import Estimate, estimate
from community_dynamics.sim.ensemble import Ensemble, Run, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.levers import DIALS, FAILURES

LEVELS = {f"dials.{dial}": (0.0, 0.5, 1.0) for dial in DIALS} | {
    "levers.leadership_support": (0.0, 0.5, 1.0),
    "levers.protected_minutes_a_week": (0.0, 30.0, 60.0),
}
PRESSURES = {"levers.demand": (0.6, 0.85, 1.1), "levers.hindrance_share": (0.1, 0.4, 0.9)}
CURVES: dict[str, tuple[dict[str, float], tuple[float, ...]]] = {
    "levers.cadence_days": ({}, (2, 4, 7, 14, 21, 30, 60, 120)),
    "levers.control": ({}, (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)),
    "levers.badge_expected": ({"levers.badge_programme": 1.0}, (0.0, 0.25, 0.5, 0.75, 1.0)),
    "levers.badge_programme": ({"levers.badge_expected": 1.0}, (0.0, 0.25, 0.5, 0.75, 1.0)),
    "levers.curated_items_a_week": ({}, (0, 5, 10, 20, 40, 80, 160, 320, 500)),
}
SERIES = ("flourishing", "holding", "weekly_contributors", "motivation")


@dataclass(frozen=True)
class Direction:
    """Chance of flourishing at low, middle and high, and the paired difference high - low."""

    path: str
    expected: int
    low: float
    middle: float
    high: float
    effect: Estimate
    holding: Estimate
    people: Estimate

    @property
    def verdict(self) -> str:
        """Whether the interval lies on the side that theory states."""
        least, most = sorted((self.expected * self.effect.low, self.expected * self.effect.high))
        return "holds" if least > 0 else "FAILS" if most < 0 or self.expected * self.effect.mean <= 0 else "not certain"

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        sign = "raises" if self.expected > 0 else "lowers"
        levels = (f"{self.low:.3f}", f"{self.middle:.3f}", f"{self.high:.3f}")
        return self.path, sign, *levels, str(self.effect), str(self.holding), str(self.people), self.verdict


def at(scenario: Scenario, values: dict[str, float], seeds: int) -> Ensemble:
    """Runs with some values replaced, always on the same seeds: common dice."""
    inputs = inputs_of(scenario.with_values(values))
    return simulate([Run(inputs, seed) for seed in range(seeds)])


def compare(path: str, expected: int, low: Ensemble, middle: Ensemble, high: Ensemble) -> Direction:
    """High against low, seed by seed."""

    def gap(name: str) -> Estimate:
        return estimate(high[name] - low[name])

    chances = [float(one["flourishing"].mean()) for one in (low, middle, high)]
    return Direction(path, expected, *chances, gap("flourishing"), gap("holding"), gap("weekly_contributors"))


def directions(seeds: int, base: Scenario | None = None) -> Iterator[Direction]:
    """Every dial, support, protected time, the pressures of work, and the four failures."""
    base = base or community("middling")
    middle = at(base, {}, seeds)
    for expected, levels in ((1, LEVELS), (-1, PRESSURES)):
        for path, (low, _, high) in levels.items():
            yield compare(path, expected, at(base, {path: low}, seeds), middle, at(base, {path: high}, seeds))
    for failure in FAILURES:
        yield compare(f"failures.{failure}", -1, middle, middle, at(base, {f"failures.{failure}": True}, seeds))


def curve(path: str, seeds: int, base: Scenario | None = None) -> list[tuple[float, dict[str, Estimate]]]:
    """Response of a middling community to one lever over its range."""
    base = base or community("middling")
    fixed, levels = CURVES[path]
    found = []
    for level in levels:
        runs = at(base, fixed | {path: level}, seeds)
        found.append((level, {name: estimate(runs[name]) for name in SERIES}))
    return found


def dose(path: str, level: float) -> float:
    """How much of it: events a year for a cadence, else the level itself."""
    return 365.0 / level if path == "levers.cadence_days" else level


def returns(path: str, points: list[tuple[float, dict[str, Estimate]]], name: str) -> tuple[float, float]:
    """Level with the highest mean, and gain per dose over the curve's second half relative to the first."""
    ordered = sorted((dose(path, level), one[name].mean, level) for level, one in points)
    amounts, means, levels = (np.array(column) for column in zip(*ordered, strict=True))
    half = len(ordered) // 2
    first = (means[half] - means[0]) / (amounts[half] - amounts[0])
    last = (means[-1] - means[half]) / (amounts[-1] - amounts[half])
    return float(levels[means.argmax()]), float(last / abs(first))


def directions_table(seeds: int) -> str:
    """Every lever's direction in Markdown."""
    heads = ("lever", "theory", "low", "middle", "high", "high - low", "holding", "contributors a week", "verdict")
    return markdown(heads, [one.row() for one in directions(seeds)])


def curves_table(seeds: int) -> str:
    """Response curves in Markdown, one table a lever."""
    text = ""
    for path in CURVES:
        points = curve(path, seeds)
        rows = [(f"{level:g}", *(str(one[name]) for name in SERIES)) for level, one in points]
        fixed = "".join(f" with {name} = {value:g}" for name, value in CURVES[path][0].items())
        best, ratio = returns(path, points, "weekly_contributors")
        text += f"\n### {path}{fixed}\n\nMost contributors at {best:g}; gain per dose, second half over first: {ratio:.2f}.\n\n"
        text += markdown(("level", *(name.replace("_", " ") for name in SERIES)), rows)
    return text


if __name__ == "__main__":
    started = time.perf_counter()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{count} seeds, common dice", directions_table(count), curves_table(count), sep="\n\n")
    print(f"{time.perf_counter() - started:.0f} s")
