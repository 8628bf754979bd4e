"""Models of a few lines for the tests of execution: quick, waiting, failing now and then, failing as a whole.

What waits, waits for a test to let it go, never for a time: whatever the machine, a test finds it in the middle of a run.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.foreign import FunctionSubject
from community_dynamics.experiments.execution.subject import CommunitySubject
from community_dynamics.sim.inputs import Scenario

SMALL = Scenario("small", settings={"seats": 20, "days": 28, "founders": 8})
BROKEN = "EXECUTION_MODELS_BROKEN"
GATE = "EXECUTION_MODELS_GATE"
BEGUN, LET_GO = Event(), Event()
LOOK = 0.005  # seconds between two looks at what is waited for


def line(point: Mapping[str, Any], seed: int) -> dict[str, float]:
    """A plane and a little noise of its own."""
    noise = float(np.random.default_rng(seed).normal())
    return {"height": 2.0 * point["x"] - point["y"] + noise, "noise": noise}


def fragile(point: Mapping[str, Any], seed: int) -> float:
    """The plane, but for points beyond .8 while the world is broken."""
    if point["x"] > 0.8 and os.environ.get(BROKEN):
        raise ArithmeticError(f"x = {point['x']:.3f} is too far\nfor {object()!r}")
    return line(point, seed)["height"]


def deaf(point: Mapping[str, Any], seed: int) -> float:
    """A run that hears nothing until the test lets it go."""
    BEGUN.set()
    LET_GO.wait()
    return 0.0


@contextmanager
def deaf_runs() -> Iterator[None]:
    """Runs that hear nothing begin within the block, and are let go when it ends."""
    BEGUN.clear()
    LET_GO.clear()
    try:
        yield
    finally:
        LET_GO.set()


def silent(point: Mapping[str, Any], seed: int) -> dict[str, float]:
    """A model that forgets its outcome."""
    return {"other": 1.0}


def deadly(point: Mapping[str, Any], seed: int) -> float:
    """A model that takes its process with it at one point."""
    if point["x"] > 0.99:
        os.kill(os.getpid(), 9)
    return 1.0


def points_of(count: int, *names: str) -> pd.DataFrame:
    """Points spread over the unit square."""
    unit = np.random.default_rng(1).random((count, len(names)))
    unit[:, 0] = np.linspace(0.0, 1.0, count)
    return pd.DataFrame(unit, columns=list(names)).rename_axis("point_id")


def seeds_of(points: int, replicates: int) -> np.ndarray:
    """The same seeds at every point."""
    return np.broadcast_to(np.arange(replicates, dtype=np.int64), (points, replicates))


def community_plan(points: int = 12, replicates: int = 3, scenario: Scenario = SMALL, **options: Any) -> Plan:
    """Small communities over two levers."""
    values = points_of(points, "levers.demand", "dials.contribution")
    values["levers.demand"] = 0.6 + 0.6 * values["levers.demand"]
    return Plan(CommunitySubject(scenario, **options), values, seeds_of(points, replicates))


def function_plan(function: Any, points: int = 12, replicates: int = 3, outcomes: tuple[str, ...] = ("value",)) -> Plan:
    """A function of x and y."""
    return Plan(FunctionSubject(function, outcomes), points_of(points, "x", "y"), seeds_of(points, replicates))


def gated(point: Mapping[str, Any], seed: int) -> float:
    """The plane; where a gate is named, runs beyond the x that stands in its file wait until more stands there."""
    while GATE in os.environ and point["x"] > float(Path(os.environ[GATE]).read_text("utf-8")):
        time.sleep(LOOK)
    return line(point, seed)["height"]


def open_gate(gate: Path, points: int, of: int) -> None:
    """Let the first points pass, of so many between 0 and 1."""
    new = gate.with_suffix(".new")
    new.write_text(f"{(points - 0.5) / (of - 1)}", "utf-8")
    new.replace(gate)


if __name__ == "__main__":  # a study in a process of its own: its folder and executor
    from execution_models import gated as known  # by a name that other processes know

    from community_dynamics.experiments.execution.conduct import conduct

    try:
        conduct(sys.argv[1], function_plan(known, 80, 5), executor=sys.argv[2], workers=2, batch_points=1)
    except KeyboardInterrupt as stopped:
        print(stopped, flush=True)
        sys.exit(130)
