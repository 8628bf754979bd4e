"""What one point of a calibration is run by: every scenario once, and from its runs every number that is wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import pandas as pd

import experiments
from experiments.calibration.targets import catalogue, targets_of
from experiments.execution.rows import Rows, Stopped
from experiments.execution.sources import code_hash, libraries
from experiments.execution.subject import theory_hash
from experiments.facts.batches import Batch, Each
from experiments.facts.known import Known
from experiments.provenance import scenario_data
from experiments.scenarios import load, scenario_names

# Runs of most scenarios at one point; an emulator smooths over points, so that few are enough.
ASKED = 4
# Some facts need more runs to mean anything: runs asked of their scenarios, and no less work than that.
NEEDS: dict[str, int] = {}
# Seats times days that a scenario may take at one point; at least one run is done of each.
WORK = 4e6
SEEDS_A_POINT = 100_000
# Where the code lies that turns runs into numbers.
FOLDERS, OWN = ("facts", "logs"), ("point", "directions", "stories")


def batches_at(key: str, known: Known, thin: float = 1.0) -> tuple[Batch, ...]:
    """The runs that a fact takes at one point; `thin` is the share of them that is done for a first look."""
    if key in NEEDS:
        return known.batches(NEEDS[key])
    return tuple(replace(one, runs=fewer(one, thin)) for one in known.batches(ASKED))


def fewer(batch: Batch, thin: float) -> int:
    """So many runs of a batch as its share of the work allows."""
    return max(1, min(round(thin * batch.runs), round(thin * WORK * batch.runs / batch.work)))


@dataclass(frozen=True)
class PointSubject:
    """The theory under calibration: points are constants by full path, outcomes the numbers of facts and their like."""

    keys: tuple[str, ...]
    thin: float = 1.0

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every number's name."""
        return tuple(target.name for target in targets_of(self.keys))

    @property
    def series(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def batches(self) -> dict[str, tuple[Batch, ...]]:
        """The runs that each fact takes."""
        known = catalogue()
        return {key: batches_at(key, known[key], self.thin) for key in self.keys}

    def describe(self) -> dict[str, Any]:
        """What is run, the code of theory and facts, the scenarios, and the libraries."""
        runs = {key: [(label_of(one), one.runs) for one in some] for key, some in self.batches.items()}
        return {
            "kind": "calibration",
            "runs": runs,
            "outcomes": list(self.outcomes),
            "code": theory_hash(),
            "facts": facts_hash(),
            "scenarios": scenarios(),
            "libraries": libraries("numpy", "scipy", "numba", "llvmlite"),
        }

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with its seed; a number that a point does not have is missing, and no failure."""
        values = np.full((seeds.size, len(self.outcomes)), np.nan)
        rows = [values_at for values_at in points.to_dict("records") for _ in range(seeds.shape[1])]
        for row, (point, seed) in enumerate(zip(rows, seeds.reshape(-1).tolist(), strict=True)):
            values[row] = self.numbers({str(path): float(value) for path, value in point.items()}, seed, stop)
        return Rows(values)

    def numbers(self, values: dict[str, float], seed: int, stop: np.ndarray) -> list[float]:
        """All numbers at one point."""
        known, done = catalogue(), {}
        for batch in dict.fromkeys(one for some in self.batches.values() for one in some):
            if stop[0]:
                raise Stopped
            done[batch] = carried_out(batch, values, seed * SEEDS_A_POINT)
        return [number for key, some in self.batches.items() for number in means(known[key], [done[one] for one in some])]


def carried_out(batch: Batch, values: Mapping[str, float], seed: int) -> Any:
    """What a batch gives, None where the theory is so far off that there is nothing to measure."""
    try:
        return batch.carry_out(values, seed, 1, lambda work: None)
    except (ArithmeticError, ValueError, IndexError, np.linalg.LinAlgError):
        return None


def means(known: Known, found: Sequence[Any]) -> list[float]:
    """Mean of each number over the runs that count, NaN where none does."""
    nothing = [float("nan")] * len(known.parts)
    if any(one is None for one in found):
        return nothing
    try:
        numbers = [np.asarray(each, np.float64) for each in known.numbers(*found)]
    except (ArithmeticError, ValueError, IndexError):
        return nothing
    counted = [each[np.isfinite(each)] for each in numbers]
    return [float(each.mean()) if each.size else float("nan") for each in counted]


def label_of(batch: Batch) -> str:
    """A batch in words: the community with what is changed in it, or what is measured."""
    if isinstance(batch, Each):
        return f"{batch.do.__module__.rpartition('.')[2]} {batch.do.__name__}".replace("_", " ")
    changes = ", ".join(f"{path}={value:g}" for path, value in batch.changes)
    return f"{batch.community} {changes}".strip()


def costs(subject: PointSubject, seed: int = 0) -> pd.DataFrame:
    """Each scenario that a point takes: whose numbers it gives, its runs, and their time on one core at the defaults."""
    rows: dict[Batch, list[str]] = {}
    for key, some in subject.batches.items():
        for batch in some:
            rows.setdefault(batch, []).append(key)
    found = []
    for batch, keys in rows.items():
        carried_out(replace(batch, runs=1), {}, seed)  # what compiles does so here
        started = process_time()
        carried_out(batch, {}, seed)
        found.append((label_of(batch), ", ".join(dict.fromkeys(keys)), batch.runs, process_time() - started))
    return pd.DataFrame(found, columns=["runs of", "for", "runs", "seconds"])


@cache
def facts_hash() -> str:
    """Hash of the code that turns runs into numbers."""
    root = Path(experiments.__file__).parent
    paths = [path for folder in FOLDERS for path in (root / folder).glob("*.py")]
    paths += [root / "calibration" / f"{name}.py" for name in OWN]
    return code_hash({path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths})


@cache
def scenarios() -> dict[str, Any]:
    """The scenarios that come along, as plain data."""
    return {name: scenario_data(load(name)) for name in scenario_names() if not name.startswith("fitted/")}
