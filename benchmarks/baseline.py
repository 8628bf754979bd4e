"""What the model says today, kept to the last digit: `python -m benchmarks.baseline` prints what moved and writes it down.

Mean outcomes of bundled scenarios over fixed seeds. A change that is meant moves them once, with a line beginning RESULTS
in CHANGELOG.md; any other movement is a fault.
"""

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.outcomes import OUTCOMES

FILE = Path(__file__).resolve().parents[1] / "tests" / "baseline.json"
SCENARIOS = {
    "apollo13": 20,
    "badge_rush": 20,
    "guild": 20,
    "homebrew": 20,
    "middling": 20,
    "nasa_spacebook": 10,
    "open_forum": 4,
    "overloaded_team": 20,
    "sponsor_leaves": 20,
    "unsupported_launch": 20,
    "well_run_cop": 20,
}
COMMAND = "python -m benchmarks.baseline"
Numbers = dict[str, dict[str, float | None]]


def mean_of(values: Iterable[float]) -> float | None:
    """Mean over the runs in which the outcome is defined, exactly rounded (Python's sum is not the same in every version)."""
    defined = [float(value) for value in values if not np.isnan(value)]
    return math.fsum(defined) / len(defined) if defined else None


def measured(scenarios: dict[str, int] = SCENARIOS) -> Numbers:
    """Every outcome of every scenario, and in how many runs it is defined where that is not in all of them."""
    numbers: Numbers = {}
    for name, seeds in scenarios.items():
        found = simulate_scenario(load(name), seeds)
        numbers[name] = {}
        for outcome in OUTCOMES:
            numbers[name][outcome] = mean_of(found[outcome])
            defined = int(np.sum(~np.isnan(found[outcome])))
            if defined < seeds:
                numbers[name][f"{outcome}, runs defined"] = float(defined)
    return numbers


def kept(path: Path = FILE) -> Numbers:
    """The numbers of the file; none where there is no file yet."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def shown(value: float | None) -> str:
    """A number to its last digit."""
    return "undefined" if value is None else repr(value)


def moved(before: Numbers, after: Numbers) -> list[str]:
    """A line for each number that is not what it was: scenario, outcome, before, after, change."""
    lines = []
    for scenario in sorted(before.keys() | after.keys()):
        old, new = before.get(scenario, {}), after.get(scenario, {})
        for outcome in sorted(old.keys() | new.keys()):
            if outcome not in new:
                lines.append(f"{scenario}, {outcome}: {shown(old[outcome])} -> no longer measured")
            elif outcome not in old:
                lines.append(f"{scenario}, {outcome}: new -> {shown(new[outcome])}")
            elif old[outcome] != new[outcome]:
                both = f"{shown(old[outcome])} -> {shown(new[outcome])}"
                lines.append(f"{scenario}, {outcome}: {both}{change(old[outcome], new[outcome])}")
    return lines


def change(before: float | None, after: float | None) -> str:
    """The difference of two numbers, with its sign, and its size relative to the first."""
    if before is None or after is None:
        return ""
    relative = f", {(after - before) / abs(before):+.2g} of it" if before else ""
    return f" ({after - before:+.6g}{relative})"


def text_of(numbers: Numbers) -> str:
    """The file: sorted, a number a line, so that a difference is read as it stands."""
    return json.dumps(numbers, indent=1, sort_keys=True, allow_nan=False) + "\n"


def main(path: Path = FILE) -> int:
    """Print what moved and write it; write nothing where nothing moved."""
    after = measured()
    lines = moved(kept(path), after)
    if not lines:
        print(f"nothing moved: {path.name} holds what the model says today")
        return 0
    print(*lines, sep="\n")
    path.write_text(text_of(after), "utf-8")
    print(f"{len(lines)} numbers moved and are written to {path.name}; say why in a line of CHANGELOG.md that begins RESULTS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
