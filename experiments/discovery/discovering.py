"""Discovery without a folder: runs in memory, for notebooks; the same numbers as the command gives."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown
from community_dynamics.experiments.discovery.asked import as_asked, plan_asked, rule_asked
from community_dynamics.experiments.discovery.boxes import Boxes, boxes_of
from community_dynamics.experiments.discovery.edge import Edge, edge_of
from community_dynamics.experiments.discovery.indicators import INDICATORS
from community_dynamics.experiments.discovery.warning_signs import Warnings, warnings_of
from community_dynamics.experiments.discovery.watched import WatchedSubject
from community_dynamics.experiments.execution.in_memory import run_seeded
from community_dynamics.experiments.studies.options import defaults
from community_dynamics.experiments.studies.study import Study
from community_dynamics.experiments.studies.varying import factors_of
from community_dynamics.sim.inputs import Scenario

FIND = ("boxes", "edge", "warnings")


def discovered(
    scenario: Scenario, vary: Mapping[str, Any], find: str = "boxes", workers: int | None = None, **options: Any
) -> Boxes | Edge | Warnings:
    """Where a community fails (boxes), where it tips (edge) or what warns of a stall; options as in the command."""
    if find not in FIND:
        raise unknown(f"find = {shown(find)}", "something to discover", nearest(str(find), FIND), f"known are {', '.join(FIND)}")
    given = {name: value for name, value in options.items() if value is not None}
    study = Study("discover", scenario, {**defaults("discover"), "find": find, **given}, {}, {}, factors_of(vary))
    study = as_asked(study)
    plan = plan_asked(study)
    seed = study.option("seed")
    if isinstance(plan.subject, WatchedSubject):
        rows = plan.subject.run(plan.points, plan.seeds, np.zeros(1, np.int64))
        if rows.failures:
            raise InvalidValue(f"{len(rows.failures)} runs failed, the first with: {rows.failures[0].message}")
        numbers = plan.points.index.repeat(plan.replicates)
        runs = pd.DataFrame(rows.values, columns=list(plan.subject.outcomes)).assign(point_id=numbers)
        return warnings_of(scenario, runs, {name: rows.series[name] for name in INDICATORS}, seed)
    runs = run_seeded(scenario, plan.points, plan.seeds.astype(np.uint64), workers)
    varied = [str(name) for name in plan.points.columns]
    if find == "edge":
        return edge_of(scenario, runs, varied, study.option("outcome"), seed)
    return boxes_of(scenario, runs, varied, rule_asked(study), seed)
