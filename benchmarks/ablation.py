"""A mechanism taken away, and the pattern it exists for, with it and without it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.halves import Measure
from community_dynamics.experiments.facts.estimates import Estimate, estimate


@dataclass(frozen=True)
class Ablation:
    """A mechanism, the values that take it away, the pattern it exists for, and what the number is without the pattern."""

    mechanism: str
    without: Mapping[str, float]
    pattern: str
    source: str
    measure: Measure
    nothing: float
    seeds: int
    way: int = 1  # whether the pattern lies above or below nothing


def judge(there: Estimate, gone: Estimate, lost: Estimate, nothing: float, way: int = 1) -> bool:
    """The pattern is there with the mechanism, and at least half goes (or it turns round), both beyond chance."""
    seen = min(way * (there.low - nothing), way * (there.high - nothing)) > 0.0
    fallen = not lost.low <= 0.0 <= lost.high
    return seen and fallen and (gone.mean - nothing) / (there.mean - nothing) <= 0.5


@dataclass(frozen=True)
class Broken:
    """The number with and without the mechanism, and the difference seed by seed."""

    ablation: Ablation
    there: Estimate
    gone: Estimate
    lost: Estimate

    @property
    def holds(self) -> bool:
        """Whether the pattern breaks."""
        return judge(self.there, self.gone, self.lost, self.ablation.nothing, self.ablation.way)

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        one = self.ablation
        off = ", ".join(f"{path.partition('.')[2]} = {value:g}" for path, value in one.without.items())
        verdict = "breaks" if self.holds else "DOES NOT BREAK"
        return (
            one.mechanism,
            off,
            one.pattern,
            one.source,
            str(self.there),
            str(self.gone),
            f"{one.nothing:g}",
            verdict,
        )


def theory(**values: float) -> dict[str, float]:
    """Theory constants by full name."""
    return {f"theory.{name}": value for name, value in values.items()}


def ablate(one: Ablation, share: float = 1.0) -> Broken:
    """The pattern with and without, on the same seeds."""
    seeds = max(3, round(one.seeds * share))
    there, gone = one.measure({}, seeds), one.measure(dict(one.without), seeds)
    return Broken(one, estimate(there), estimate(gone), estimate(np.asarray(there) - np.asarray(gone)))
