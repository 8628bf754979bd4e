"""Regularities of logs, with and without mechanisms, and simpler models: on logs whose answers are known."""

import os

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, gamma

from benchmarks.observed import COMMUNITIES
from benchmarks.regular import REGULARITIES, attendance_follows, busiest_weekday, common_swings, of_community
from benchmarks.regularities import MECHANISMS, found_in, is_met, observed, regular, run_days, standing, verdict, without
from benchmarks.simpler import Buying, Equal, equal_likelihood, fitted, histories, simulated
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.forecast.buy_till_you_die import Histories, log_likelihood
from community_dynamics.experiments.logs.log import Days
from community_dynamics.experiments.logs.resampling import resampling
from community_dynamics.sim.inputs import Change, Scenario
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

LEAN = COMMUNITIES[0]
SHAPE = next(one for one in REGULARITIES if one.key == "1")


def log_from(first: np.ndarray, last: int) -> Days:
    """A log in which everybody has one active day."""
    number = first.size
    return Days(np.arange(number), first.astype(np.int32), np.ones(number, np.int64), number, 0, last)


@pytest.fixture(scope="module")
def beginnings() -> Days:
    return log_from(np.sort(np.random.default_rng(0).integers(0, 800, 3000)), 1095)


@pytest.fixture(scope="module")
def equal(beginnings: Days) -> Days:
    """Equal people who come every twenty days on average and leave after two hundred."""
    return simulated(Equal((0.05, 0.005)), beginnings, 1)


def test_a_log_of_equal_people_shows_no_regularity(equal: Days) -> None:
    found = {one.key: regular(LEAN, equal)[one.name][0] for one in of_community("lean_zulip")}
    assert found["1"] == pytest.approx(1.0, abs=0.1)
    assert found["3"] == pytest.approx(0.0, abs=0.1)
    assert found["4"] == pytest.approx(0.0, abs=0.1)
    assert found["5"] == pytest.approx(0.5, abs=0.06)
    assert found["8"] == pytest.approx(1.0, abs=0.05)


def test_equal_people_are_found_again(equal: Days) -> None:
    """Maximum likelihood recovers what made the log; gaps are whole days, so that a rate is a daily chance."""
    assert fitted(histories(equal), True).parameters == pytest.approx((0.05, 0.005), rel=0.1)


def test_customers_are_found_again(beginnings: Days) -> None:
    planted = Buying((0.4, 20.0, 0.6, 2.0))
    found = fitted(histories(simulated(planted, beginnings, 2)), False).parameters
    assert found == pytest.approx(planted.parameters, rel=0.3)
    assert found[0] / found[1] == pytest.approx(0.4 / 20.0, rel=0.15)


def test_the_likelihood_of_equal_people_is_an_integral_over_the_day_of_leaving() -> None:
    rate, leave, repeats, recency, watched = 0.05, 0.01, 3.0, 20.0, 60.0
    seen = Histories(np.array([repeats]), np.array([recency]), np.array([watched]))
    ended = quad(lambda day: leave * np.exp(-leave * day) * rate**repeats * np.exp(-rate * day), recency, watched)[0]
    known = ended + np.exp(-leave * watched) * rate**repeats * np.exp(-rate * watched)
    assert np.exp(equal_likelihood(np.log([rate, leave]), seen)[0]) == pytest.approx(known, rel=1e-6)


def test_the_likelihood_of_customers_is_an_integral_over_chances_to_leave() -> None:
    """Who never came again can only have waited; who came again may have left after the last time."""
    r, alpha, a, b = 1.5, 20.0, 1.5, 3.0
    seen = Histories(np.array([0.0, 3.0]), np.array([0.0, 20.0]), np.array([30.0, 60.0]))
    found = np.exp(log_likelihood(np.log([r, alpha, a, b]), seen))
    assert found[0] == pytest.approx((alpha / (alpha + 30.0)) ** r, rel=1e-9)

    def paced(until: float) -> float:
        """Mean of rate^3 exp(-rate x until) over gamma rates."""
        return float(gamma.expect(lambda rate: rate**3 * np.exp(-rate * until), (r,), scale=1.0 / alpha))

    stayed = quad(lambda chance: (1 - chance) ** 3 * beta.pdf(chance, a, b), 0, 1)[0]
    left = quad(lambda chance: chance * (1 - chance) ** 2 * beta.pdf(chance, a, b), 0, 1)[0]
    assert found[1] == pytest.approx(stayed * paced(60.0) + left * paced(20.0), rel=1e-6)


def test_attendance_that_follows_events_is_seen_and_one_that_does_not_is_not() -> None:
    """Months with 1, 2, ... 6 events: different people at each, or the same few at all."""
    day = np.concatenate([30 * month + 3 * np.arange(month + 1) for month in range(6)]).astype(np.int32)
    other = log_from(day, 179)
    same = Days(np.zeros(day.size, np.int64), day, np.ones(day.size, np.int64), 1, 0, 179)
    assert attendance_follows(other, resampling(other.members, 0), 180)[0] == pytest.approx(1.0)
    assert not attendance_follows(same, resampling(1, 0), 180)[0] > 0.0


def test_a_weekly_day_and_common_swings_are_seen() -> None:
    dice = np.random.default_rng(3)
    even = log_from(np.sort(dice.integers(0, 1400, 8000)), 1399)
    # 1970-01-01 was a Thursday: days 5, 12, 19 are Tuesdays; every other week nobody comes.
    tuesdays = log_from(np.sort(5 + 14 * dice.integers(0, 100, 8000)), 1399)
    sample = resampling(8000, 0)
    assert busiest_weekday(even, sample, 180)[0] == pytest.approx(0.2, abs=0.02)
    assert busiest_weekday(tuesdays, sample, 180)[0] == 1.0
    assert common_swings(even, sample, 180)[0] == pytest.approx(1.0, abs=0.3)
    assert common_swings(tuesdays, sample, 180)[0] > 10.0


def test_a_mechanism_is_taken_away_on_every_day_of_a_plan() -> None:
    plan = (Change(0, 30, {}, {"cadence_days": 5.0, "praise_rate": 0.1}), Change(30, None, {}, {"cadence_days": 9.0}))
    gone = without(Scenario("planned", plan=plan), {"levers.cadence_days": 0.0, "theory.stop_floor": 0.0})
    assert gone.levers["cadence_days"] == 0.0
    assert gone.theory["stop_floor"] == 0.0
    assert [dict(one.levers) for one in gone.plan] == [{"praise_rate": 0.1}, {}]


def test_mechanisms_and_communities_name_real_parameters() -> None:
    names = {one.path for table in (LEVERS, THEORY, SETTINGS) for one in table.values()}
    assert {path for one in MECHANISMS for path in one.without} <= names
    assert {one.scenario().setting("open_pool") for one in COMMUNITIES} == {1.0}


@pytest.mark.parametrize(
    ("full", "other", "expected"),
    [
        (0.5, 0.55, "kept"),
        (0.5, 0.9, "lost"),
        (0.5, 1.3, "lost"),  # turned round
        (0.9, 0.5, "shown"),  # not there with everything, there without
        (0.9, 0.95, "not shown"),
        (-0.2, 0.5, "kept"),  # overdone with everything, as observed without
        (-0.2, 0.9, "lost"),
        (0.5, -0.2, "overdone"),
    ],
)
def test_verdicts(full: float, other: float, expected: str) -> None:
    """The log's own shape is .5, and 1 says that there is nothing to see."""
    noise = np.array([-0.01, 0.0, 0.01])
    assert verdict(SHAPE, (0.5, 0.45, 0.55), full + noise, other + noise) == expected


def test_what_the_log_leaves_open_is_not_judged() -> None:
    assert standing(SHAPE, (0.95, 0.85, 1.05), np.array([0.5, 0.51, 0.52])) == ""
    assert verdict(SHAPE, (0.5, 0.45, 0.55), np.array([0.5, 0.51, 0.49]), np.full(3, np.nan)) == "lost"


def test_a_statistic_is_met_within_its_own_error_and_that_of_seeds() -> None:
    seen = (10.0, 9.0, 11.0)  # a standard error of 1 / 1.645
    assert is_met(seen, np.array([10.9, 10.9, 10.9]), "gini")
    assert not is_met(seen, np.array([11.1, 11.1, 11.1]), "gini")
    assert is_met(seen, np.array([10.1, 11.1, 12.1]), "gini")
    assert not is_met(seen, np.full(3, np.nan), "gini")
    assert is_met((7.0, 7.0, 7.0), np.array([7.4, 7.4]), "gap_median")  # whole days, half a day either way


def test_a_run_shows_what_its_mechanism_is_for() -> None:
    """A small open forum: unequal people make a log unequal, and equal ones less so."""
    small = community("open_forum").with_values({"settings.days": 365, "settings.messages_a_contribution": 3})
    alike = without(small, {"settings.propensity_spread": 0, "settings.expressive_spread": 0})
    found = [found_in(LEAN, [run_days(LEAN, one, seed) for seed in (0, 1)]) for one in (small, alike)]
    name = next(one.name for one in REGULARITIES if one.key == "5")
    unequal, same = (one.regular[name].mean() for one in found)
    assert unequal > same + 0.05
    assert found[0].statistics["gini"] == pytest.approx(found[0].regular[name])


@pytest.mark.skipif("COMMUNITY_DATA" not in os.environ, reason="COMMUNITY_DATA names no folder with logs of real communities")
@pytest.mark.parametrize(
    ("name", "members", "gini", "shape"),
    [("lean_zulip", 1473, 0.941, 0.448), ("tidytuesday", 3323, 0.639, 0.678), ("montana_programmers", 850, 0.647, 0.833)],
)
def test_real_logs_give_the_published_statistics(name: str, members: int, gini: float, shape: float) -> None:
    seen = observed(name)
    assert seen.days.members == members
    assert seen.statistics["gini"][0] == pytest.approx(gini, abs=0.001)
    assert seen.statistics["weibull_k"][0] == pytest.approx(shape, abs=0.001)
    assert seen.regular["return falls with silence: slope of logs"][2] < 0.0
