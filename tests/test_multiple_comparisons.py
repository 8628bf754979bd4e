"""All pairs judged at once: intervals that hold together, a best that is found, and equals that tie."""

import numpy as np
import pytest

from community_dynamics.experiments.analysis.multiple_comparisons import rank

MEANS = np.array([0.0, 0.0, 0.3, 0.5])


def runs_of(generator: np.random.Generator, runs: int = 30) -> np.ndarray:
    """Runs of four alternatives that share most of their luck."""
    return MEANS + generator.normal(size=(runs, 1)) + generator.normal(size=(runs, 4)) * (0.4, 0.6, 0.8, 1.0)


def test_no_interval_of_any_pair_misses_in_about_95_of_100_repetitions() -> None:
    generator, truth, held = np.random.default_rng(5), MEANS[:, None] - MEANS[None, :], 0
    for _ in range(300):
        found = rank(runs_of(generator), draws=400)
        held += bool(((found.low <= truth) & (truth <= found.high)).all())
    assert 0.92 <= held / 300 <= 0.985


def test_the_best_is_among_the_best_in_about_all_repetitions_and_alone_where_it_is_far() -> None:
    generator, kept, alone = np.random.default_rng(6), 0, 0
    for _ in range(200):
        values = runs_of(generator)
        kept += 3 in rank(values, draws=300).among_best
        alone += rank(values + np.array([0.0, 0.0, 0.0, 2.0]), draws=300).among_best == (3,)
    assert kept >= 195 and alone == 200


def test_alternatives_that_are_the_same_tie() -> None:
    column = np.random.default_rng(1).normal(size=(40, 1))
    found = rank(np.repeat(column, 3, axis=1))
    assert found.among_best == (0, 1, 2) and not found.beats(0, 1)
    assert (found.difference == 0).all() and (found.low == 0).all() and (found.high == 0).all()


def test_less_may_be_better() -> None:
    values = np.random.default_rng(2).normal(size=(50, 1)) + np.array([[0.0, 5.0]]) + np.zeros((50, 1))
    values[:, 1] += 0.01 * np.arange(50)
    assert rank(values).best == 1 and rank(values, more_is_better=False).best == 0
    found = rank(values, more_is_better=False)
    assert found.among_best == (0,) and found.beats(0, 1, False) and not found.beats(1, 0, False)


def test_shared_seeds_make_intervals_narrow() -> None:
    generator = np.random.default_rng(3)
    luck, own = generator.normal(size=(60, 1)) * 5, generator.normal(size=(60, 2)) * 0.1
    apart = np.column_stack([luck[:, 0], generator.permutation(luck[:, 0])])
    shared, without = rank(luck + own), rank(apart + own)
    assert (shared.high - shared.low)[0, 1] < 0.1 * (without.high - without.low)[0, 1]


def test_both_ways_round_say_the_same() -> None:
    found = rank(runs_of(np.random.default_rng(4)))
    assert np.allclose(found.low, -found.high.T) and np.allclose(found.difference, -found.difference.T)


def test_runs_without_a_value_are_left_out_and_too_few_tell_nothing() -> None:
    values = np.array([[1.0, 2.0], [np.nan, 9.0], [1.5, 2.4]])
    assert rank(values).means.tolist() == [1.25, 2.2]
    found = rank(values[:2])
    assert found.among_best == (0, 1) and found.high[0, 1] == np.inf and not found.beats(1, 0)
    assert rank(np.full((3, 2), np.nan)).among_best == (0, 1)
    with pytest.raises(ValueError, match="1 alternative cannot be ranked"):
        rank(values[:, :1])
