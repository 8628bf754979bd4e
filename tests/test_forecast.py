"""Forecasts of communities whose future is known, of simulated ones, and of observed ones where they are at hand."""

from pathlib import Path

import numpy as np
import pytest

from experiments.forecast.analogues import Course, go_on
from experiments.forecast.arrivals import arrivals, recent_course
from experiments.forecast.foresight import foresee
from experiments.forecast.futures import forecast
from experiments.forecast.outlook import Outlook, chance, stalled
from experiments.forecast.past import Past, past_of
from experiments.forecast.scores import inside
from experiments.forecast.worlds import World, usual_worlds, worlds
from experiments.logs.gathering import log_of
from experiments.logs.simulated import simulated_log
from experiments.scenarios import load

LAST = 17_000
MEMBERS, RATE = 80, 0.08


def steady(weeks: int) -> Past:
    """Members who never come or go: each is active on any day with the same chance."""
    active = np.random.default_rng(5).random((MEMBERS, 7 * weeks)) < RATE
    active[:, 0] = True
    member, day = np.nonzero(active)
    return past_of(log_of(member, day + LAST, last=LAST + 7 * weeks - 1))


@pytest.fixture(scope="module")
def some_worlds() -> list[World]:
    return worlds([one.with_values({"settings.seats": 1500, "settings.days": 1092}) for one in usual_worlds()[1:3]])


def test_a_steady_community_is_forecast_to_stay_as_it_is() -> None:
    past = steady(208)
    found = forecast(past.before(52), [], 400, 1).outlook
    exact = MEMBERS * (1 - (1 - RATE) ** 7)
    middle = np.median(found.actives, axis=0)
    assert middle.mean() == pytest.approx(exact, rel=0.07)
    assert found.contributions.mean() == pytest.approx(7 * RATE * MEMBERS, rel=0.10)
    assert inside(found.actives, past.actives[-52:], 0.8).mean() >= 0.75


def test_what_is_forecast_depends_on_the_past_and_the_seed_alone(some_worlds: list[World]) -> None:
    past = steady(80)
    first, again, other = (foresee(past, some_worlds, 100, seed).outlook.actives for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    # Nothing after the day of the forecast may matter.
    longer = foresee(steady(80).before(13), some_worlds, 100, 1).outlook.actives
    assert np.array_equal(longer, foresee(past.before(13), some_worlds, 100, 1).outlook.actives)


def test_a_simulated_community_lands_where_it_was_forecast(some_worlds: list[World]) -> None:
    log = simulated_log(load("open_forum").with_values({"settings.days": 1092, "settings.seats": 1500}), seed=77)
    past = past_of(log)
    found = foresee(past.before(52), some_worlds, 300, 1).outlook
    assert inside(found.actives, past.actives[-52:], 0.95).mean() >= 0.8
    assert found.group is not None and len(set(found.group.tolist())) > 1


def test_stalling_is_counted_as_it_is_defined() -> None:
    past = steady(30)
    small = Outlook(*(np.full((2, 10), value) for value in (2.0, 2.0, 2.0, 80.0)))
    known = past.contributors[-7:].sum()
    first = (known + 2.0) / 8 < 3.0
    assert stalled(past, small)[:, 0].tolist() == [first, first]
    assert stalled(past, small)[:, 9].all()
    many = Outlook(*(np.full((2, 10), value) for value in (8.0, 8.0, 8.0, 900.0)))
    assert stalled(past, many)[:, 9].all() and not stalled(past, Outlook(*(many.actives,) * 3, many.joined - 200))[:, 9].any()


def test_a_chance_has_an_interval_that_knows_few_draws_and_different_worlds() -> None:
    value, low, high = chance(np.zeros(100, bool), None)
    assert value == low == 0.0 and 0.005 < high < 0.05
    apart = chance(np.repeat([True, False], 500), np.repeat([0, 1], 500))
    alike = chance(np.tile([True, False], 500), np.repeat([0, 1], 500))
    assert apart[2] - apart[1] > 4 * (alike[2] - alike[1])


def test_arrivals_keep_their_level_and_their_bursts() -> None:
    dice = np.random.default_rng(4)
    rates = dice.gamma(2.0, 5.0, 104)
    seen = dice.poisson(rates).astype(np.float64)
    drawn = arrivals(seen, 52, 4000, dice)
    assert drawn.mean() == pytest.approx(recent_course(seen)[0], rel=0.3)
    assert drawn[:, 0].var() / drawn[:, 0].mean() > 3.0


def test_numbers_without_members_follow_worlds_that_stood_alike() -> None:
    weeks = np.arange(200.0)
    falling, growing = (Course(*(400.0 * np.exp(rate * weeks),) * 3) for rate in (-0.01, 0.01))
    series = 250.0 * np.exp(-0.01 * np.arange(120.0))
    past = Past(series, series / 4, series, np.ones(120), 900.0 + np.arange(120.0), None, LAST)
    down = go_on(past, [falling, growing], 200, 1)
    assert np.median(down.actives[:, -1]) < 0.8 * series[-1]
    assert down.contributors.mean() == pytest.approx(down.actives.mean() / 4, rel=0.2)


def test_observed_communities_are_covered(observed_data: Path, some_worlds: list[World]) -> None:
    from benchmarks.forecasts import communities

    pasts = communities(observed_data)
    held = []
    for name, before in (("TidyTuesday", 52), ("Lean", 52), ("Montana", 104), ("R4DS", 39)):
        past = pasts[name]
        found = foresee(past.before(before), some_worlds, 200, 1).outlook.actives
        weeks = min(52, before)
        held.append(inside(found[:, :weeks], past.actives[-before:][:weeks], 0.95).mean())
    assert np.mean(held) > 0.7, held
