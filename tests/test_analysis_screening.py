"""Morris's screening: slopes of a plane exactly, as SALib finds them, and intervals that are possible and cover."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.known_answers import noisy_plane, trajectories
from community_dynamics.experiments.analysis.analyse import analyse, morris
from community_dynamics.experiments.analysis.guards import problem_of


def bent(unit: np.ndarray) -> np.ndarray:
    return 3.0 * unit[:, 0] * unit[:, 1] - 5.0 * unit[:, 2]


def test_effects_are_what_salib_finds() -> None:
    from SALib.analyze.morris import analyze

    design = trajectories(3, 12, 0)
    values = bent(design.unit)
    table = morris(design, values, "calm").table.set_index("factor").loc[list(design.names)]
    found = analyze(problem_of(design.names), design.unit, values, 2, num_levels=4, seed=np.random.default_rng(1))
    for word in ("mu", "mu_star", "sigma"):
        assert list(table[word]) == pytest.approx(list(found[word]), abs=1e-7)


def test_the_slopes_of_a_plane_are_exact_without_doubt() -> None:
    design = trajectories(3, 6, 0)
    findings = morris(design, 3 + design.unit @ [2.0, -5.0, 0.0], "calm")
    table = findings.table.set_index("factor")
    assert list(table.index) == ["x2", "x1", "x3"] and findings.leading == "mu_star"
    assert list(table["mu"]) == pytest.approx([-5.0, 2.0, 0.0]) and np.abs(table["sigma"]).max() < 1e-6
    assert list(table["mu_star_low"]) == pytest.approx([5.0, 2.0, 0.0]) == list(table["mu_star_high"])
    assert findings.statement.startswith("Calm depends most on X2 (lowers it by 5) and X1 (raises it by 2).")
    assert not table.loc["x3", "above_dice"]


def test_intervals_stay_where_indices_can_be() -> None:
    design = trajectories(3, 4, 1)
    table = morris(design, bent(design.unit), "calm").table
    assert (table[["mu_star_low", "sigma_low"]] >= 0.0).all(axis=None)
    assert (table["mu_star_low"] <= table["mu_star"]).all() and (table["mu_star"] <= table["mu_star_high"]).all()


def test_luck_is_taken_out_of_sigma() -> None:
    """A plane has no turns; what the dice add to each effect is not one."""
    design = trajectories(2, 400, 0)
    blocks = np.arange(400).repeat(3)
    values = noisy_plane(design.unit, blocks, 3, 0)
    table = morris(replace(design, blocks=blocks), values, "calm").table.set_index("factor")
    assert table.loc["x1", "sigma"] < 0.2 and table.loc["x1", "sigma_low"] == 0.0
    effects = np.diff(values.mean(axis=1).reshape(400, 3), axis=1)
    assert np.abs(effects).std() > 0.2


def test_members_of_a_group_move_together_and_have_a_size_but_no_way() -> None:
    design = trajectories(2, 10, 0)
    grouped = replace(design, unit=design.unit[:, [0, 1, 0]], names=("x1", "x2", "x3"), groups=("work", "x2", "work"))
    table = morris(grouped, grouped.unit @ [1.0, 1.0, 2.0], "calm").table.set_index("factor")
    assert table.loc["work", "mu_star"] == pytest.approx(3.0) and np.isnan(table.loc["work", "mu"])


def test_a_trajectory_with_a_failed_run_is_left_out_whole() -> None:
    design = trajectories(3, 12, 0)
    values = bent(design.unit)
    values[5] = np.nan
    findings = morris(design, values, "calm")
    assert findings.dropped == 1 and "1 run failed, so 1 of 12 trajectories were left out whole" in findings.statement
    rest = replace(design, unit=np.delete(design.unit, range(4, 8), axis=0), size=11)
    other = morris(rest, np.delete(values, range(4, 8)), "calm")
    pd.testing.assert_frame_equal(findings.table, other.table)


def test_rows_that_are_no_trajectories_are_refused() -> None:
    design = trajectories(3, 6, 0)
    shuffled = np.random.default_rng(0).permutation(design.unit)
    with pytest.raises(ValueError, match="does not move each factor once, alone"):
        morris(replace(design, unit=shuffled), bent(shuffled), "calm")
    with pytest.raises(ValueError, match="not whole trajectories of 4 points"):
        morris(replace(design, unit=design.unit[:-1]), bent(design.unit[:-1]), "calm")


def test_one_seed_one_answer_seed_zero_included() -> None:
    design = trajectories(3, 8, 0)
    one, same, other = (analyse(design, bent(design.unit), "calm", seed=seed).table for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    with pytest.raises(ValueError, match="seed = -1 is not a whole number"):
        morris(design, bent(design.unit), "calm", seed=-1)


@pytest.mark.parametrize("shared", [False, True])
def test_intervals_cover_the_known_slopes(shared: bool) -> None:
    """A sample of benchmarks/coverage.py: 40 studies, of which about two may miss."""
    held = np.zeros(2)
    for seed in range(40):
        design = trajectories(2, 15, seed)
        blocks = np.zeros(45, np.int64) if shared else np.arange(15).repeat(3)
        values = noisy_plane(design.unit, blocks, 4, seed) + 2.0 * np.prod(design.unit - 0.5, axis=1)[:, np.newaxis]
        table = morris(replace(design, blocks=None if shared else blocks), values, "calm").table.set_index("factor")
        table = table.loc[["x1", "x2"]]
        held += (table["mu_low"] <= [2.0, 1.0]) & (table["mu_high"] >= [2.0, 1.0])
    assert (held >= 33).all()
