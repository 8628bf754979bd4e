"""How many contributions people make: the law of stopping, and counts without interaction or adaptation."""

import numpy as np
import pytest
from scipy.stats import chi2

from benchmarks.counting import (
    Counts,
    binomial_p,
    exponent,
    free_counts,
    negative_binomial_p,
    poisson_p,
    stop_law,
    stop_law_p,
    stopped_counts,
)

CONSTANTS = (0.5, 0.7, 0.9)
DAYS = 250


def test_the_law_of_stopping_is_what_stopping_with_chance_c_over_n_gives() -> None:
    """P(n) = c/n x the product of 1 - c/k for k < n, worked out step by step."""
    for constant in CONSTANTS:
        goes_on, expected = 1.0, []
        for n in range(1, 40):
            expected.append(goes_on * constant / n)
            goes_on *= 1.0 - constant / n
        assert stop_law(constant, 39) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("constant", CONSTANTS)
def test_counts_to_the_stop_follow_the_law(constant: float) -> None:
    """V4: wilkinson_2008, one contribution a day at most, no answers, no return."""
    assert stop_law_p(stopped_counts(constant, 20_000, DAYS, seed=3), constant, DAYS) > 0.001


def test_counts_under_one_constant_refuse_another_law() -> None:
    assert stop_law_p(stopped_counts(0.5, 20_000, DAYS, seed=3), 0.53, DAYS) < 1e-6


def test_the_tail_exponent_is_one_and_the_constant() -> None:
    """V4 in small; the evidence run has the people for .7 and .9."""
    found, error = exponent(stopped_counts(0.5, 20_000, DAYS, seed=4), DAYS)
    assert error <= 0.02
    assert found == pytest.approx(1.5, abs=0.05)


@pytest.mark.evidence
@pytest.mark.parametrize("constant", CONSTANTS)
def test_the_tail_exponent_with_many_people(constant: float) -> None:
    """V4 in full: 1 + c within .05, standard error at most .02."""
    counts = np.concatenate([stopped_counts(constant, 200_000, 400, seed) for seed in range(3)])
    found, error = exponent(counts, 400)
    assert error <= 0.02
    assert found == pytest.approx(1.0 + constant, abs=0.05)
    assert stop_law_p(counts, constant, 400) > 0.001


SEEDS = 24


def freely(base: float, post: float) -> list[Counts]:
    return [free_counts(400, 200, seed, base, post) for seed in range(SEEDS)]


@pytest.mark.parametrize(("base", "post"), [(0.1, 0.4), (0.02, 50.0), (0.8, 0.1)])
def test_mean_and_variance_of_contributions_are_the_thinned_sum(base: float, post: float) -> None:
    """V5: unequal people, known from their dice, come and post independently of others and of the past."""
    deviations = np.array([one.z for one in freely(base, post)])
    assert abs(deviations.mean()) * np.sqrt(SEEDS) < 3.3
    spread = deviations.var(ddof=1) * (SEEDS - 1)
    assert chi2.ppf(0.0005, SEEDS - 1) < spread < chi2.ppf(0.9995, SEEDS - 1)


def test_each_persons_contributions_vary_as_the_thinned_sum_says() -> None:
    """Mean squared standardised deviation over 9,600 persons is 1, give or take sqrt(2 / persons)."""
    dispersion = np.mean([one.dispersion for one in freely(0.8, 0.4)])
    assert dispersion == pytest.approx(1.0, abs=0.06)


def test_rare_contributions_of_equal_people_are_poisson() -> None:
    counts = free_counts(20_000, 600, 1, 0.005, 50.0, spread=0.0)
    assert poisson_p(counts.made, counts.mean / counts.made.size) > 0.001
    assert counts.made.var() == pytest.approx(counts.made.mean(), rel=0.05)


def test_frequent_contributions_are_binomial_and_no_longer_poisson() -> None:
    counts = free_counts(20_000, 60, 2, 0.3, 50.0, spread=0.0)
    assert binomial_p(counts.made, 60, float(counts.chance[0])) > 0.001
    assert poisson_p(counts.made, counts.mean / counts.made.size) < 1e-9


@pytest.mark.parametrize("shape", [0.4, 0.7, 2.0])
def test_rare_contributions_of_gamma_people_are_negative_binomial(shape: float) -> None:
    """V5: gamma propensities, written into the founders, mix Poisson counts into a negative binomial."""
    people = np.random.default_rng(1).gamma(shape, 1.0 / shape, 20_000)
    counts = free_counts(20_000, 600, 1, 0.005, 50.0, spread=0.0, propensity=people)
    assert negative_binomial_p(counts.made, 3.0, shape) > 0.001
    assert poisson_p(counts.made, counts.made.mean()) < 1e-9
