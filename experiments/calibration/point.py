"""What one point of a calibration is run by: every scenario once, and from its runs every number that is wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from community_dynamics import experiments
from community_dynamics.experiments.base.provenance import scenario_data
from community_dynamics.experiments.calibration.ranges_to_meet import catalogue, targets_of
from community_dynamics.experiments.execution.code_identity import code_hash, libraries
from community_dynamics.experiments.execution.rows import Rows, Stopped
from community_dynamics.experiments.execution.subject import theory_hash
from community_dynamics.experiments.facts.known import Known
from community_dynamics.experiments.facts.shared_runs import Batch, Each, Runs
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names

# Runs of most scenarios at one point; an emulator smooths over points, so that few are enough.
ASKED = 4
# Seats times days that a scenario may take at one point; at least one run is done of each.
WORK = 4e6
# Scenarios that are dearer than their size tells, as much goes on in them.
FEW = {"nasa_spacebook_supported": 1, "guild": 2}


class Taken(NamedTuple):
    """How a fact is measured: at every so many points, from which on, and with how many runs of each of its scenarios."""

    every: int
    first: int = 0
    runs: tuple[int, ...] = ()


# Dear facts are measured at some points only, and with as many runs as they need to mean anything.
TAKEN = {
    "C9": Taken(2),
    "C10": Taken(3, 1),
    "C11": Taken(3, 0, (2, 16, 20)),
    "C12": Taken(4, 1, (2, 1)),
    "C13": Taken(3, 2, (3, 4)),
    "C14": Taken(2),
    "C15": Taken(2, 1, (1,)),
    "C18": Taken(2, 1, (4, 2, 1, 2, 4, 8)),
    "C19": Taken(4, 2, (1, 2, 4)),
}
SEEDS_A_POINT = 100_000
# Where the code lies that turns runs into numbers.
FOLDERS, OWN = ("facts", "logs"), ("point", "factor_directions", "stories")


def batches_at(key: str, known: Known, thin: float = 1.0) -> tuple[Batch, ...]:
    """The runs that a fact takes at one point; `thin` is the share of them that is done for a first look."""
    asked = known.batches(ASKED)
    runs = TAKEN[key].runs if key in TAKEN else ()
    counts = runs if len(runs) == len(asked) else [fewer(one) for one in asked]
    return tuple(replace(one, runs=max(1, round(thin * count))) for one, count in zip(asked, counts, strict=True))


def fewer(batch: Batch) -> int:
    """So many runs of a batch as its share of the work allows."""
    if isinstance(batch, Runs) and batch.community in FEW:
        return FEW[batch.community]
    return max(1, min(batch.runs, round(WORK * batch.runs / batch.work)))


def taken_at(key: str, seed: int) -> bool:
    """Whether a fact is measured at the point of this seed."""
    return key not in TAKEN or seed % TAKEN[key].every == TAKEN[key].first


def usual(keys: Sequence[str]) -> tuple[str, ...]:
    """Those that are measured at every point."""
    return tuple(key for key in keys if key not in TAKEN)


@dataclass(frozen=True)
class PointSubject:
    """The theory under calibration: points are constants by full path, outcomes the numbers of facts and their like.

    whole: every fact is measured at every point, also the dear ones.
    """

    keys: tuple[str, ...]
    thin: float = 1.0
    whole: bool = False

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
        every = {} if self.whole else {key: TAKEN[key][:2] for key in self.keys if key in TAKEN}
        return {
            "kind": "calibration",
            "runs": runs,
            "every": every,
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
        """All numbers at one point, NaN of facts that are not measured there."""
        known, done, found = catalogue(), {}, []
        for key, some in self.batches.items():
            if not (self.whole or taken_at(key, seed)):
                found += [float("nan")] * len(known[key].parts)
                continue
            for batch in some:
                if stop[0]:
                    raise Stopped
                if batch not in done:
                    done[batch] = carried_out(batch, values, seed * SEEDS_A_POINT)
            found += means(known[key], [done[one] for one in some])
        return found


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
    """Each scenario of a point: for which facts, how many runs, at every how many points, and seconds a point on one core."""
    rows: dict[Batch, list[str]] = {}
    for key, some in subject.batches.items():
        for batch in some:
            rows.setdefault(batch, []).append(key)
    found = []
    for batch, keys in rows.items():
        carried_out(replace(batch, runs=1), {}, seed)  # what compiles does so here
        started = process_time()
        carried_out(batch, {}, seed)
        every = min(TAKEN[key].every if key in TAKEN else 1 for key in keys)
        found.append((label_of(batch), ", ".join(dict.fromkeys(keys)), batch.runs, every, (process_time() - started) / every))
    return pd.DataFrame(found, columns=["runs of", "for", "runs", "at every", "seconds a point"])


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
