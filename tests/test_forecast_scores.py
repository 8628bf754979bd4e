"""Scores and baselines of forecasts against known answers."""

import numpy as np
import pytest
from scipy.special import beta as beta_function
from scipy.stats import beta, gamma, norm

from community_dynamics.experiments.forecast.baselines import last_quarter, seasonal_naive, smoothing
from community_dynamics.experiments.forecast.buy_till_you_die import BuyTillYouDie, Histories, fitted, histories, log_likelihood
from community_dynamics.experiments.forecast.past import People, past_of
from community_dynamics.experiments.forecast.scores import brier, crps, inside, skill
from community_dynamics.experiments.logs.gathering import log_of


@pytest.mark.parametrize("truth", [-1.0, 0.3, 2.5])
def test_crps_of_a_normal_is_its_closed_form(truth: float) -> None:
    draws = norm.ppf((np.arange(20_000) + 0.5) / 20_000)[:, None]
    exact = truth * (2 * norm.cdf(truth) - 1) + 2 * norm.pdf(truth) - 1 / np.sqrt(np.pi)
    assert crps(draws, np.array([truth]))[0] == pytest.approx(exact, abs=2e-3)


def test_crps_of_one_value_is_the_distance_and_does_not_reward_few_draws() -> None:
    assert crps(np.full((50, 1), 3.0), np.array([5.0]))[0] == pytest.approx(2.0)
    dice = np.random.default_rng(1)
    few = np.mean([crps(dice.normal(size=(5, 1)), dice.normal(size=1))[0] for _ in range(4000)])
    many = np.mean([crps(dice.normal(size=(200, 1)), dice.normal(size=1))[0] for _ in range(4000)])
    assert few == pytest.approx(many, abs=0.03)


def test_bands_hold_what_they_say_and_skill_has_a_sign() -> None:
    dice = np.random.default_rng(2)
    held = np.mean([inside(dice.normal(size=(400, 1)), dice.normal(size=1), 0.8)[0] for _ in range(1500)])
    assert held == pytest.approx(0.8, abs=0.04)
    value, low, high = skill(np.full(12, 1.0), np.linspace(1.5, 2.5, 12))
    assert value == pytest.approx(0.5) and low < 0.5 < high and low > 0.3
    assert brier(np.array([1.0, 0.0, 0.5]), np.array([1, 0, 1])) == pytest.approx(0.25 / 3)


@pytest.mark.parametrize(("x", "t", "whole"), [(0, 0.0, 9.0), (1, 4.0, 9.0), (5, 8.0, 30.0)])
def test_the_likelihood_of_buying_till_you_die_is_the_integral_that_defines_it(x: int, t: float, whole: float) -> None:
    r, alpha, a, b = 0.6, 4.0, 0.8, 2.5

    # The integral over both laws, each cut into fifteen hundred equally likely parts.
    parts = (np.arange(1500) + 0.5) / 1500
    rate, leave = gamma.ppf(parts, r, scale=1 / alpha)[:, None], beta.ppf(parts, a, b)[None, :]
    alive = (1 - leave) ** x * rate**x * np.exp(-rate * whole)
    left = leave * (1 - leave) ** (x - 1) * rate**x * np.exp(-rate * t) if x else 0.0
    exact = float(np.mean(alive + left))
    seen = Histories(np.array([float(x)]), np.array([t]), np.array([whole]))
    assert log_likelihood(np.log([r, alpha, a, b]), seen)[0] == pytest.approx(np.log(exact), abs=1e-3)
    if x:
        stays = beta_function(a, b + x) / (alpha + whole) ** (r + x)
        leaves = beta_function(a + 1, b + x - 1) / (alpha + t) ** (r + x)
        assert BuyTillYouDie(r, alpha, a, b).alive(seen)[0] == pytest.approx(stays / (stays + leaves))


def test_the_fit_of_buying_till_you_die_finds_the_rates_that_made_the_data() -> None:
    dice = np.random.default_rng(3)
    rate, leave = dice.gamma(0.8, 1 / 5.0, 4000), dice.beta(1.0, 3.0, 4000)
    repeats, recency = np.zeros(4000), np.zeros(4000)
    for member in range(4000):
        time = dice.exponential(1 / rate[member])
        while time < 60.0:
            repeats[member], recency[member] = repeats[member] + 1, time
            if dice.random() < leave[member]:
                break
            time += dice.exponential(1 / rate[member])
    model = fitted(Histories(repeats, recency, np.full(4000, 60.0)))
    assert model.r / model.alpha == pytest.approx(0.16, rel=0.12)
    assert model.a / (model.a + model.b) == pytest.approx(0.25, rel=0.15)


def test_histories_count_whole_weeks_once() -> None:
    people = People(np.array([0, 0, 0, 1]), np.array([30, 15, 14, 3]), np.ones(4), 2)
    found = histories(people)
    assert found.repeats.tolist() == [1, 0] and found.recency.tolist() == [2, 0] and found.watched.tolist() == [4, 0]


def test_baselines_repeat_what_they_say_they_repeat() -> None:
    days = np.repeat(np.arange(0, 7 * 120, 7), 10)
    past = past_of(log_of(np.tile(np.arange(10), 120), days + 17_000, last=17_000 + 7 * 120 - 1))
    for method in (seasonal_naive, last_quarter, smoothing):
        found = method(past, 52, 50, 1)
        assert found.actives.shape == (50, 52) and np.abs(found.actives.mean(axis=0) - 10.0).max() < 1.0, method.__name__
