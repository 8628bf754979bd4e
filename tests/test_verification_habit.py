"""Habit forms as fast as people's did, through the model's own day (V6 and fact C10)."""

from itertools import pairwise

import numpy as np

from community_dynamics.experiments.facts.habit_curve import (
    cost_of_a_miss,
    daily,
    days_to,
    formation,
    paths,
    weekly,
    working_week,
)
from community_dynamics.sim.rules.adapt import habit_gain, repetitions


def test_a_daily_cue_makes_a_habit_in_a_median_of_66_days() -> None:
    """Lally 2010: median 66 days, 5-95 % range inside 15-270; C10 accepts a median of 55-77."""
    found = formation(1000, daily(500))
    assert 61 <= found.median <= 71
    assert 15 <= found.fast < found.median < found.slow <= 270
    assert found.asymptote > 0.999


def test_the_range_between_people_is_as_wide_as_observed() -> None:
    """Lally's volunteers took 18 to 254 days: a spread without speed differences would not."""
    wide = formation(1000, daily(500))
    narrow = formation(1000, daily(500), {"theory.habit_rate_spread": 0.0})
    assert wide.slow / wide.fast > 4
    assert narrow.slow == narrow.fast


def test_one_miss_does_not_materially_matter() -> None:
    """Lally 2010: less than 2 % of final automaticity, for everybody and whichever day is missed."""
    lost = cost_of_a_miss(500, (7, 21, 42, 77))
    assert 0.0 < lost.mean() < 0.02
    assert lost.max() < 0.02


def test_habit_follows_its_curve_day_by_day() -> None:
    """Under a daily cue habit is 1 - exp(-rate x days): log(1 - habit) falls by the same step every day."""
    found = paths(50, daily(40))
    steps = np.diff(np.log(1.0 - found), axis=0)
    assert np.allclose(steps, steps[0], rtol=1e-9)


def test_fewer_cues_make_a_slower_and_weaker_habit() -> None:
    every, working, once = (formation(400, cue) for cue in (daily(400), working_week(700), weekly(2100)))
    assert every.median < working.median < once.median
    assert every.asymptote > working.asymptote > once.asymptote > 0.5


def test_growth_per_elapsed_day_needs_the_same_time_whatever_the_gap() -> None:
    """per_day = 1: one repetition after k days closes as much as k repetitions; 0: as much as one."""
    for rate in (0.01, 0.0454, 0.2):
        for gap in (2, 7, 30):
            many = 1.0 - (1.0 - habit_gain(rate, 1.0)) ** gap
            assert abs(habit_gain(rate, repetitions(gap, 1.0)) - many) < 1e-12
            assert repetitions(gap, 0.0) == 1.0


def test_days_to_counts_from_the_first_cue() -> None:
    path = np.array([[0.5], [0.95], [0.96], [1.0]])
    assert days_to(path) == [2]
    shares = [days_to(path, share)[0] for share in (0.1, 0.5, 0.96, 1.0)]
    assert all(one <= other for one, other in pairwise(shares))
