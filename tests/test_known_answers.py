"""Known answers through a user's whole path: design, study on disk, table, findings."""

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.known_answers import ISHIGAMI_FIRST, ISHIGAMI_TOTAL
from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.findings import Findings
from community_dynamics.experiments.designs.design import make_design, points_of, seeds_of
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.execution.conduct import Plan, conduct
from community_dynamics.experiments.execution.foreign import FunctionSubject
from community_dynamics.experiments.execution.study_folder import read_runs

ANGLES = [Factor(name, -math.pi, math.pi) for name in ("first", "second", "third")]
SHARES = [Factor(name, 0.0, 1.0) for name in ("acts", "idle")]


def ishigami(point: dict[str, float], seed: int) -> float:
    """Ishigami's function, a = 7, b = 0.1; no chance in it."""
    return math.sin(point["first"]) + 7.0 * math.sin(point["second"]) ** 2 + 0.1 * point["third"] ** 4 * math.sin(point["first"])


def half_luck(point: dict[str, float], seed: int) -> float:
    """One factor and the seed, each of variance 1/12: half of the variance of single runs is luck, everywhere alike."""
    return point["acts"] + float(np.random.default_rng(seed).uniform())


def studied(folder: Path, function: object, factors: list[Factor], samples: int, replicates: int) -> Findings:
    """A function through the whole path."""
    design = make_design("sobol", factors, samples, 3, dice=True)
    subject = FunctionSubject(function)  # type: ignore[arg-type]
    conduct(folder, Plan(subject, points_of(design, factors), seeds_of(design, replicates, 3), {}, design.blocks))
    values = read_runs(folder, ["value"])["value"].to_numpy().reshape(len(design), replicates)
    return analyse(design, values, "value")


def test_ishigamis_shares(tmp_path: Path) -> None:
    table = studied(tmp_path / "study", ishigami, ANGLES, 1024, 1).table.set_index("factor")
    for word, truth in (("first", ISHIGAMI_FIRST), ("total", ISHIGAMI_TOTAL)):
        found = [table.loc[factor.name, word] for factor in ANGLES]
        assert found == pytest.approx(list(truth)[: len(ANGLES)], abs=0.03)
    assert table.loc["dice", "total"] == 0.0 and not table.loc["dice", "above_dice"]


def test_shares_of_parameter_and_seed(tmp_path: Path) -> None:
    findings = studied(tmp_path / "study", half_luck, SHARES, 512, 3)
    table = findings.table.set_index("factor")
    assert table.loc["acts", "total"] == pytest.approx(1.0, abs=0.05) and table.loc["idle", "total"] < 0.05
    assert findings.split is not None
    parts = findings.split.table.set_index("part")["share"]
    assert parts["parameters"] == pytest.approx(0.5, abs=0.06) and parts["seed"] == pytest.approx(0.5, abs=0.06)
    assert parts["interaction"] < 0.06
