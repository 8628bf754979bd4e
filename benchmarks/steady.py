"""Models and studies for benchmarks.kills, in a module of their own so that every process can import them."""

import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.conduct import Done, Plan, conduct
from community_dynamics.experiments.execution.foreign import FunctionSubject
from community_dynamics.experiments.execution.subject import CommunitySubject
from community_dynamics.sim.inputs import Scenario

OUTCOMES = ("height", "seed_used")
POINTS, REPLICATES, SECONDS_A_RUN, SECONDS_A_BATCH = 300, 4, 0.004, 0.1


def tiny(point: Mapping[str, float], seed: int) -> dict[str, float]:
    """Costs next to nothing, so that what remains is the engine's own."""
    return {"height": point["x"] ** 2 + point["y"] * seed, "seed_used": float(seed)}


def steady(point: Mapping[str, float], seed: int) -> dict[str, float]:
    """The same, taking a few milliseconds."""
    time.sleep(SECONDS_A_RUN)
    return tiny(point, seed)


def square(points: int) -> pd.DataFrame:
    """Points of the unit square."""
    unit = np.random.default_rng(1).random((points, 2))
    return pd.DataFrame(unit, columns=["x", "y"]).rename_axis("point_id")


def seeds_for(points: int, replicates: int) -> np.ndarray:
    """The same dice at every point."""
    return np.tile(np.arange(replicates, dtype=np.int64), (points, 1))


def steady_plan() -> Plan:
    """The study that is killed: five seconds on one worker."""
    return Plan(FunctionSubject(steady, OUTCOMES), square(POINTS), seeds_for(POINTS, REPLICATES), {"points": POINTS})


def tiny_plan(runs: int) -> Plan:
    """So many runs that cost nothing, ten at each point."""
    points = runs // 10
    return Plan(FunctionSubject(tiny, OUTCOMES), square(points), seeds_for(points, 10), {"points": points})


def community_plan(points: int) -> Plan:
    """Communities of a hundred members for a year, eight at each point."""
    scenario = Scenario("pace", settings={"seats": 400, "days": 364, "founders": 100})
    demand = np.random.default_rng(2).uniform(0.6, 1.2, points)
    table = pd.DataFrame({"levers.demand": demand}).rename_axis("point_id")
    return Plan(CommunitySubject(scenario), table, seeds_for(points, 8), {"points": points})


def killed_study(folder: Path, executor: str, address: str | None) -> Done:
    """Go on with the study in `folder`, and say on the screen how many runs are done."""
    return conduct(
        folder,
        steady_plan(),
        executor=executor,
        workers=2,
        address=address,
        batch_seconds=SECONDS_A_BATCH,
        watch=lambda progress: print(progress.done, flush=True),
    )
