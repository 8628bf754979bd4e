"""Intervals give the published numbers, cover what they claim, and never say more than the runs do."""

import numpy as np
import pytest

from community_dynamics.experiments.base.intervals import band, bootstrap_mean, paired_shares, wilson


def test_wilson_gives_the_textbook_numbers() -> None:
    # Newcombe (1998), 81 of 263 and none of 20.
    assert wilson(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.0, 0.1611), abs=5e-5)
    value, low, high = wilson(20, 20)
    assert (value, high) == (1.0, 1.0) and low == pytest.approx(1 - 0.1611, abs=5e-5)


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (3, 2), (-1, 5)])
def test_no_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no share; at least one trial is needed"):
        wilson(successes, trials)


def pairs(both: int, lost: int, gained: int, neither: int) -> tuple[np.ndarray, np.ndarray]:
    """Paired 0/1 outcomes with these counts."""
    before = [1] * both + [1] * lost + [0] * gained + [0] * neither
    after = [1] * both + [0] * lost + [1] * gained + [0] * neither
    return np.array(before), np.array(after)


def test_paired_shares_give_the_textbook_numbers() -> None:
    # Airway hyper-responsiveness, Fagerland, Lydersen and Laake (2014): Tango's interval is .026 to .517.
    found = paired_shares(*pairs(1, 1, 7, 12))
    assert (found.value, found.low, found.high) == pytest.approx((6 / 21, 0.026, 0.517), abs=5e-4)
    assert (found.gained, found.lost) == (7, 1)
    assert found.chance == pytest.approx(2 * (1 + 8) / 2**8)


def test_exchanging_the_sides_changes_the_sign_alone() -> None:
    before, after = pairs(30, 2, 11, 57)
    one, other = paired_shares(before, after), paired_shares(after, before)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


def test_no_pair_that_differs_is_no_proof_that_none_ever_would() -> None:
    found = paired_shares(*pairs(40, 0, 0, 60))
    assert (found.value, found.chance) == (0.0, 1.0)
    assert found.high == pytest.approx(-found.low) and 0.03 < found.high < 0.04


def test_all_changed_sides() -> None:
    found = paired_shares(*pairs(0, 0, 30, 0))
    assert (found.value, found.high) == (1.0, 1.0) and 0.6 < found.low < 1.0


@pytest.mark.parametrize("difference", [0.0, 0.15])
def test_paired_intervals_cover_the_truth_as_often_as_they_say(difference: float) -> None:
    generator = np.random.default_rng(1)
    covered, trials = 0, 300
    for _ in range(trials):
        luck = generator.random((2, 60))
        before = luck[0] < 0.3
        after = np.where(before, luck[1] < 0.9, luck[1] < (0.03 + difference) / 0.7)
        found = paired_shares(before.astype(int), after.astype(int))
        covered += found.low <= difference <= found.high
    assert 0.92 <= covered / trials <= 0.99


def test_bootstrap_covers_the_mean_and_scales_with_the_spread() -> None:
    generator = np.random.default_rng(2)
    covered = 0
    for _ in range(200):
        found = bootstrap_mean(generator.exponential(size=60), draws=400)
        covered += bool(found.low <= 1.0 <= found.high)
    assert 0.88 <= covered / 200 <= 0.98
    values = generator.normal(size=(50, 2)) * (1.0, 10.0)
    _, low, high = bootstrap_mean(values)
    assert (high - low)[1] > 5 * (high - low)[0]


def test_a_constant_has_no_spread_and_a_single_run_says_nothing() -> None:
    assert bootstrap_mean(np.full(10, 3.5)) == (3.5, 3.5, 3.5)
    value, low, high = bootstrap_mean(np.array([2.0]))
    assert value == 2.0 and np.isnan(low) and np.isnan(high)


def test_band_holds_the_middle_of_the_runs() -> None:
    runs = np.arange(101.0)[:, np.newaxis] * np.ones(3)
    median, low, high = band(runs, 0.9)
    assert np.allclose([median, low, high], [[50] * 3, [5] * 3, [95] * 3])
