"""What the seed does: known shares of parameters, seed and interaction are found, with intervals that cover."""

import numpy as np
import pytest

from benchmarks.known_answers import ALIKE, HERE, NOISY_SPLIT, noisy, noisy_plane
from community_dynamics.experiments.analysis.analyse import sobol
from community_dynamics.experiments.analysis.findings import seed_words, span
from community_dynamics.experiments.analysis.guards import Arrays
from community_dynamics.experiments.analysis.seed_variance import Split, shared_seeds, split_of
from community_dynamics.experiments.analysis.shares import bases_of, part_of


def split(size: int, replicates: int, seed: int, dice: bool, second_order: bool = False) -> Split | None:
    design, values = noisy(size, replicates, seed, dice, second_order)
    units = bases_of(design, values, "calm")
    return split_of(design, units.values, part_of(units.kept, design.scramblings))


def test_single_rows_are_split_as_by_the_two_way_analysis_of_variance() -> None:
    values = np.random.default_rng(0).normal(size=(7, 4)) + np.arange(4) + 2.0 * np.arange(7)[:, np.newaxis]
    points, replicates = values.shape
    rows, columns, grand = values.mean(axis=1), values.mean(axis=0), values.mean()
    left = values - rows[:, np.newaxis] - columns + grand
    within = (left**2).sum() / (points - 1) / (replicates - 1)
    of_points = (replicates * ((rows - grand) ** 2).sum() / (points - 1) - within) / replicates
    of_seeds = (points * ((columns - grand) ** 2).sum() / (replicates - 1) - within) / points
    assert shared_seeds(values[:, np.newaxis]) == pytest.approx([of_points, of_seeds, within])


@pytest.mark.parametrize(("dice", "second_order"), [(False, False), (True, False), (True, True)])
def test_variances_are_right_on_average_with_two_replicates(dice: bool, second_order: bool) -> None:
    found = []
    for seed in range(60):
        told = split(64, 2, seed, dice, second_order)
        assert told is not None
        found.append(told.table["variance"])
    truth = np.array([5.0 / 12.0, ALIKE**2, HERE**2 / 12.0])
    error = np.std(found, axis=0) / np.sqrt(len(found))
    assert (np.abs(np.mean(found, axis=0) - truth) < 3.5 * error + 1e-3).all()


def test_moving_the_dice_splits_even_without_replicates() -> None:
    told = split(4096, 1, 0, dice=True)
    assert told is not None
    assert list(told.table["share"]) == pytest.approx(NOISY_SPLIT, abs=0.04)


def test_without_replicates_on_common_dice_nothing_is_known_of_the_seed() -> None:
    assert split(64, 1, 0, dice=False) is None


@pytest.mark.parametrize("throws", [2, 3])
def test_few_throws_for_all_give_a_share_but_no_interval(throws: int) -> None:
    told = split(64, throws, 0, dice=False)
    assert told is not None and np.isfinite(told.seed_share) and np.isnan(told.seed_share_low)


def test_a_model_without_dice_has_no_seed_share_and_no_doubt() -> None:
    unit = np.random.default_rng(0).random((200, 2))
    design = Arrays("random", ("x1", "x2"), unit, 200)
    told = split_of(design, np.repeat(unit.sum(axis=1)[:, np.newaxis, np.newaxis], 4, axis=2))
    assert told is not None
    assert (told.seed_share, told.seed_share_low, told.seed_share_high) == (0.0, 0.0, 0.0)
    assert list(told.table["share"]) == [1.0, 0.0, 0.0]
    assert seed_words(told) == "Seed noise accounts for 0 % of the variance between single runs."


def test_the_interval_of_the_luck_share_is_rounded_as_its_value_and_left_out_where_it_says_nothing() -> None:
    assert span(0.002, 0.001, 0.004) == " (0.1–0.4 %)" and span(0.47, 0.432, 0.5) == " (43–50 %)"
    assert span(0.99, 0.985, 0.9999) == " (98–100 %)" and span(0.9995, 0.991, 0.9999) == " (99.1–100.0 %)"
    assert span(0.5, 0.0, 1.0) == "" == span(0.5, float("nan"), float("nan"))


def test_seeds_of_their_own_leave_seed_and_interaction_together() -> None:
    unit = np.random.default_rng(0).random((4000, 2))
    design = Arrays("random", ("x1", "x2"), unit, 4000, blocks=np.arange(4000))
    told = split_of(design, noisy_plane(unit, np.arange(4000), 3, 0)[:, np.newaxis])
    assert told is not None and list(told.table["part"]) == ["parameters", "seed and interaction"]
    assert told.seed_share == pytest.approx(1.0 - NOISY_SPLIT[0], abs=0.03)


@pytest.mark.parametrize(("dice", "replicates"), [(False, 6), (True, 3)])
def test_intervals_cover_the_known_split(dice: bool, replicates: int) -> None:
    """A sample of benchmarks/coverage.py: 40 studies, of which about two may miss."""
    held = np.zeros(3)
    for seed in range(40):
        told = split(128, replicates, seed, dice)
        assert told is not None
        held += (told.table["low"] <= NOISY_SPLIT) & (told.table["high"] >= NOISY_SPLIT)
    assert (held >= 33).all()


def test_findings_say_what_the_seed_does() -> None:
    design, values = noisy(1024, 5, 0, dice=True)
    findings = sobol(design, values, "calm")
    assert findings.seed_share == pytest.approx(1.0 - NOISY_SPLIT[0], abs=0.04)
    assert "Seed noise accounts for 4" in findings.statement and "common to all settings" in findings.statement
    assert "specific to a setting" in findings.statement
