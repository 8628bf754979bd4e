"""Which parameters matter, in one call and in memory: for notebooks, scripts and small studies.

`community sensitivity` does the same on disk, where a study survives being stopped and can be extended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.findings import Findings, Words
from community_dynamics.experiments.base.undefined import Undefined, others_words
from community_dynamics.experiments.base.values import outcome_with_mean
from community_dynamics.experiments.designs.design import Design, make_design, points_of, seeds_of
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.execution.in_memory import Progress, run_seeded
from community_dynamics.experiments.scenarios.scenario_files import check_each
from community_dynamics.sim.inputs import Scenario

# The design of each method unless told; the others take any cloud of points.
DESIGN_OF = {
    "morris": "morris",
    "sobol": "sobol",
    "fast": "fast",
    "dgsm": "finite_differences",
    "rbd_fast": "latin_hypercube",
}
ANY_POINTS = "sobol_sequence"


@dataclass(frozen=True)
class Analysis:
    """A design, all its runs (a row a run, every outcome), and what they say of one outcome."""

    design: Design
    runs: pd.DataFrame = field(repr=False)
    findings: Findings


def sensitivity(
    scenario: Scenario,
    factors: Mapping[str, object] | Sequence[Factor],
    outcome: str,
    method: str = "morris",
    samples: int | None = None,
    replicates: int = 10,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Analysis:
    """Move many factors at once, and say which of them matter most for one outcome.

    factors: ranges by full path, {"levers.demand": (0.6, 1.2)}, or Factors with distributions; samples: trajectories of
    morris, base samples of sobol, points of the others; options: of the design (second_order, scramblings).
    """
    outcome_with_mean(outcome)
    chosen = list(factors) if not isinstance(factors, Mapping) else [factor_of(path, ends) for path, ends in factors.items()]
    design = make_design(DESIGN_OF.get(method, ANY_POINTS), chosen, samples, seed, dice=True, **options)
    points = points_of(design, chosen)
    check_each(scenario, points)
    runs = run_seeded(scenario, points, seeds_of(design, replicates, seed), threads, progress)
    return Analysis(design, runs, findings_of(design, runs, chosen, outcome, method))


def findings_of(design: Design, runs: pd.DataFrame, factors: Sequence[Factor], outcome: str, method: str) -> Findings:
    """What a table of runs, in the order of its design, says of one outcome."""
    values = runs[outcome_with_mean(outcome)].to_numpy(float).reshape(len(design), -1)
    labels = {factor.name: label_of(factor.name, unit=False) for factor in factors}
    words = Words(labels, {factor.name: (factor.low, factor.high) for factor in factors})
    try:
        return analyse(design, values, outcome, method, words, failed=np.zeros(values.shape, bool))
    except Undefined as error:
        raise Undefined(f"{error}; {others_words(runs)}") from None
