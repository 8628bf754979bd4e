"""What a fact is, what was found of it, and how facts that share runs are measured together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from community_dynamics.experiments.base.intervals import is_zero_or_one, wilson
from community_dynamics.experiments.facts.estimates import Estimate, estimate
from community_dynamics.experiments.facts.shared_runs import Batch, Progress, Values


@dataclass(frozen=True)
class Part:
    """One number of a fact, and the range in which its mean over runs is accepted.

    reference: what studies found, a number or the ends of a range; soft: the range rests on memory, and is not judged.
    """

    what: str
    low: float
    high: float
    reference: tuple[float, ...] = ()
    soft: bool = False

    @property
    def accepted(self) -> str:
        """The range in words."""
        return f"{self.low:g} to {self.high:g}"

    @property
    def found_by_studies(self) -> str:
        """The reference in words, empty where there is none."""
        return " to ".join(f"{one:g}" for one in self.reference)


@dataclass(frozen=True)
class Known:
    """A fact: where it was read, how it is measured here, its numbers, and the runs that they are computed from.

    `numbers` takes what each of `batches(runs)` gives, and returns for each part its values, one a run: NaN where a run does
    not count.
    """

    key: str
    title: str
    source: str
    measured: str
    parts: tuple[Part, ...]
    batches: Callable[[int], tuple[Batch, ...]]
    numbers: Callable[..., Sequence[np.ndarray]]


@dataclass(frozen=True)
class Finding:
    """What was found of one part of a fact; `runs` were done, of which the estimate says how many count."""

    key: str
    part: Part
    value: Estimate
    runs: int

    @property
    def holds(self) -> bool:
        """Whether the mean lies in the accepted range."""
        return self.value.inside(self.part.low, self.part.high)

    @property
    def verdict(self) -> str:
        """Whether it holds, in words."""
        if self.value.count == 0:
            return "no run counts"
        return "holds" if self.holds else "outside (soft)" if self.part.soft else "misfit"

    @property
    def covers_reference(self) -> bool | None:
        """Whether the interval and what studies found have a number in common; None where there is no reference."""
        reference, value = self.part.reference, self.value
        return value.low <= reference[-1] and value.high >= reference[0] if reference and value.count > 1 else None

    @property
    def counted(self) -> str:
        """How many runs the mean is over."""
        return str(self.runs) if self.value.count == self.runs else f"{self.value.count} of {self.runs}"

    def row(self) -> tuple[str, ...]:
        """A line of a table with HEADINGS."""
        part = self.part
        return self.key, part.what, str(self.value), part.accepted, part.found_by_studies, self.counted, self.verdict


HEADINGS = ("fact", "what", "mean [95 %]", "accepted", "reference", "runs", "verdict")


def shares_and_means(values: np.ndarray) -> Estimate:
    """Mean over the runs that count with its 95 % interval: Wilson's where runs say yes or no."""
    counted = values[np.isfinite(values)]
    if counted.size == 1:  # one run says nothing about spread
        return Estimate(float(counted[0]), np.nan, np.nan, 1)
    if not counted.size or not is_zero_or_one(counted):
        return estimate(counted)
    found = wilson(float(counted.sum()), counted.size)
    return Estimate(float(found.value), float(found.low), float(found.high), counted.size)


def batches_of(facts: Sequence[Known], runs: int) -> list[Batch]:
    """All that has to be run for these facts, each once."""
    return list(dict.fromkeys(batch for fact in facts for batch in fact.batches(runs)))


def measure(
    facts: Sequence[Known],
    runs: int,
    seed: int = 0,
    values: Values | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Measure facts with theory constants changed by full name; the same numbers for any number of workers.

    `progress` is told of work done, in the unit of `Batch.work`.
    """
    tell = progress or (lambda work: None)
    done: Mapping[Batch, Any] = {batch: batch.carry_out(values or {}, seed, workers, tell) for batch in batches_of(facts, runs)}
    found = []
    for fact in facts:
        numbers = fact.numbers(*[done[batch] for batch in fact.batches(runs)])
        for part, each in zip(fact.parts, numbers, strict=True):
            found.append(Finding(fact.key, part, shares_and_means(each), len(each)))
    return found


def tally(found: Sequence[Finding]) -> tuple[int, int]:
    """How many facts hold in every number that is judged, and how many there are."""
    keys = dict.fromkeys(one.key for one in found)
    missed = {one.key for one in found if not one.holds and not one.part.soft}
    return len(keys) - len(missed), len(keys)


def statement(found: Sequence[Finding]) -> str:
    """How many facts hold, in a sentence."""
    facts, of = tally(found)
    judged = [one for one in found if not one.part.soft]
    soft = [one for one in found if one.part.soft]
    inside = [sum(one.holds for one in some) for some in (judged, soft)]
    whole = "fact holds" if of == 1 else "facts hold"
    text = f"{facts} of {of} {whole}: {inside[0]} of {len(judged)} numbers lie in their accepted range"
    return f"{text}, and {inside[1]} of {len(soft)} soft ones" if soft else text
