"""Whether tests notice: one thing made wrong in a copy of the code, and the unit's own tests run on it.

`python -m benchmarks.mutants [unit ...] [each=20]` takes so many mutants of each unit, the same ones every time.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.copies import ROOT, copy_to
from benchmarks.mutations import Mutation, falsified, mutations

EACH = 20
SHORT, PLAIN = (
    "not evidence",
    "not evidence and not compiled",
)  # the latter without the compiler, minutes for every mutant of sim/
QUICK = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # none but the one that the settings of pytest name
PASSED, FAILED, INTERRUPTED = 0, 1, 2  # what pytest ends with; INTERRUPTED: a module could not even be imported
PATIENCE, SLOWER = 60.0, 5.0  # seconds, and times what the tests take on code that is right


@dataclass(frozen=True)
class Unit:
    """Some modules and the tests that are theirs.

    by_function: tests bear the name of the function they are about; compiled: tests simulate, in the compiled kernel, which the
    copy compiles once, as no mutant of the unit touches it.
    """

    sources: str
    tests: tuple[str, ...]
    by_function: bool = False
    compiled: bool = False


UNITS = {
    "rules": Unit("sim/rules/*.py", ("tests/test_rules.py",), by_function=True),
    "measures": Unit("sim/kernel/measures.py", ("tests/test_outcomes.py", "tests/test_fates.py")),
    "inputs": Unit("sim/inputs.py", ("tests/test_inputs.py",)),
    "analysis": Unit("experiments/analysis/*.py", ("tests/test_analysis_*.py",)),
    "fit": Unit("experiments/fit/*.py", ("tests/test_fit_sampling.py", "tests/test_fit_template.py"), compiled=True),
    "forecast": Unit("experiments/forecast/*.py", ("tests/test_forecast_scores.py", "tests/test_forecast.py"), compiled=True),
}
TELLING = ("*figures.py", "*words.py", "*report.py")  # what is drawn and said is for the tests of pages and commands


@dataclass(frozen=True)
class Mutant:
    """A mutation of one file."""

    path: str
    mutation: Mutation

    def __str__(self) -> str:
        return f"{self.path}:{self.mutation.line}, {self.mutation.what}"


@dataclass(frozen=True)
class Score:
    """What became of a unit's mutants."""

    tried: int
    of: int
    survivors: tuple[Mutant, ...]

    @property
    def killed(self) -> int:
        """Mutants that some test refused."""
        return self.tried - len(self.survivors)


def mutants_of(unit: Unit, root: Path = ROOT) -> list[Mutant]:
    """All mutants of a unit, file by file."""
    left_out = ("__init__.py", *TELLING)
    files = sorted(path for path in root.glob(unit.sources) if not any(fnmatch(path.name, one) for one in left_out))
    if not files:
        raise FileNotFoundError(f"{unit.sources} names no file of {root}; mend the table UNITS in benchmarks/mutants.py")
    return [Mutant(path.relative_to(root).as_posix(), one) for path in files for one in mutations(path.read_text("utf-8"))]


def sampled(mutants: Sequence[Mutant], number: int, name: str) -> list[Mutant]:
    """So many of them, the same whenever the code is the same."""
    if number >= len(mutants):
        return list(mutants)
    chosen = sorted(random.Random(name).sample(range(len(mutants)), number))
    return [mutants[at] for at in chosen]


@contextmanager
def copied(root: Path = ROOT) -> Iterator[Path]:
    """A copy of the tree, in a temporary folder that goes away: the checkout is never touched."""
    with tempfile.TemporaryDirectory(prefix="community-mutants-") as folder:
        place = Path(folder) / "tree"
        copy_to(place, root)
        yield place


def tested(place: Path, unit: Unit, function: str = "", seconds: float | None = None) -> bool:
    """Whether the unit's own tests pass in the copy; too slow is not passed."""
    tests = [path.relative_to(place).as_posix() for pattern in unit.tests for path in sorted(place.glob(pattern))]
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **QUICK, **({} if unit.compiled else {"NUMBA_DISABLE_JIT": "1"}))
    environment["PYTHONPATH"] = os.pathsep.join([str(place / "src"), str(place)])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "pytest_timeout",
        "-x",
        "-p",
        "no:cacheprovider",
        "--tb=no",
        "-m",
        SHORT if unit.compiled else PLAIN,
        *tests,
    ]
    if unit.by_function and function:
        command += ["-k", function]
    try:
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (PASSED, FAILED, INTERRUPTED):
        said = (done.stdout + done.stderr)[-2000:]
        raise RuntimeError(f"pytest ended with {done.returncode}, neither passed nor failed: {' '.join(command[1:])}\n{said}")
    return done.returncode == PASSED


def survives(place: Path, unit: Unit, mutant: Mutant, seconds: float | None = None) -> bool:
    """Whether no test notices; the copy is then as it was."""
    path = place / mutant.path
    right = path.read_text("utf-8")
    return passes_with(place, unit, path, falsified(right, mutant.mutation.number), mutant.mutation.function, seconds)


def passes_with(place: Path, unit: Unit, path: Path, text: str, function: str = "", seconds: float | None = None) -> bool:
    """Whether the tests pass while this file of the copy has this text."""
    right = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    try:
        return tested(place, unit, function, seconds)
    finally:
        path.write_text(right, "utf-8")


def checked(place: Path, unit: Unit, first: Mutant) -> float:
    """Seconds that the tests take on code that is right; they must pass there, and fail where a module breaks at once."""
    function = first.mutation.function
    started = time.perf_counter()
    if not tested(place, unit, function):
        raise RuntimeError(f"{', '.join(unit.tests)} fail without any mutant; mend them first")
    seconds = time.perf_counter() - started
    if passes_with(place, unit, place / first.path, "raise ImportError('a mutant')\n", function):
        raise RuntimeError(f"{', '.join(unit.tests)} do not read {first.path} from the copy; run this from the checkout")
    return seconds


def scored(name: str, each: int = EACH, root: Path = ROOT) -> Score:
    """A unit's sample of mutants against its tests."""
    unit = UNITS[name]
    everything = mutants_of(unit, root)
    chosen = sampled(everything, each, name)
    alive = []
    with copied(root) as place:
        seconds = PATIENCE + SLOWER * checked(place, unit, chosen[0])
        for at, mutant in enumerate(chosen, start=1):
            if survives(place, unit, mutant, seconds):
                alive.append(mutant)
                print(f"{name}, {at} of {len(chosen)}: nobody noticed {mutant}", file=sys.stderr, flush=True)
    return Score(len(chosen), len(everything), tuple(alive))


def table(names: Sequence[str] = tuple(UNITS), each: int = EACH) -> str:
    """What became of the mutants of each unit, and the survivors in full."""
    scores = {name: scored(name, each) for name in names}
    rows = ["| unit | tests | mutants | tried | killed | survived |", "|---|---|---:|---:|---:|---:|"]
    for name, score in scores.items():
        tests = ", ".join(f"`{one}`" for one in UNITS[name].tests)
        rows.append(
            f"| `{UNITS[name].sources}` | {tests} | {score.of:,} | {score.tried} | {score.killed} | {len(score.survivors)} |"
        )
    alive = [f"- {mutant}" for score in scores.values() for mutant in score.survivors]
    return "\n".join([*rows, "", "Survivors:" if alive else "None survived.", "", *alive])


def main(words: Sequence[str]) -> int:
    """Print the table for the units named, or for all."""
    each = next((int(word.partition("=")[2]) for word in words if word.startswith("each=")), EACH)
    names = [word for word in words if not word.startswith("each=")]
    unknown = [name for name in names if name not in UNITS]
    if unknown:
        raise SystemExit(f"unit {unknown[0]} is not known; known are {', '.join(UNITS)}")
    print(table(names or list(UNITS), each))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
