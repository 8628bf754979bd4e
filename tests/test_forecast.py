"""Forecasts of communities whose future is known, of simulated ones, and of observed ones where they are at hand."""

from pathlib import Path

import numpy as np
import pytest

from community_dynamics.experiments.forecast.analogues import Course, go_on
from community_dynamics.experiments.forecast.arrivals import arrivals, recent_course, weeks_since_break
from community_dynamics.experiments.forecast.foresight import foresee
from community_dynamics.experiments.forecast.futures import forecast
from community_dynamics.experiments.forecast.outlook import Outlook, chance, stalled
from community_dynamics.experiments.forecast.past import SUMMED, Past, past_of, past_of_daily
from community_dynamics.experiments.forecast.scores import inside
from community_dynamics.experiments.forecast.worlds import World, usual_worlds, worlds
from community_dynamics.experiments.logs import daily
from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.experiments.scenarios.scenario_files import load

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


def collapsed(weeks: int, since: int) -> Past:
    """As many come anew as fall silent, and stay for some weeks; then, so many weeks ago, all but two stop at once."""
    dice = np.random.default_rng(8)
    begun = dice.integers(0, 7 * weeks, 20 * weeks // 4)
    rows = [
        np.stack([np.full(number, at), start + np.sort(dice.choice(70, number, replace=False))])
        for at, (start, number) in enumerate(zip(begun, dice.integers(1, 30, begun.size), strict=True))
    ]
    member, day = np.concatenate(rows, axis=1)
    kept = day < 7 * (weeks - since)
    few = np.repeat([begun.size, begun.size + 1], weeks), np.tile(7 * np.arange(weeks), 2)
    return past_of(log_of(np.r_[member[kept], few[0]], np.r_[day[kept], few[1]] + LAST, last=LAST + 7 * weeks - 1))


@pytest.mark.parametrize("since", [9, 60])
def test_after_a_collapse_no_one_expects_the_crowd_of_before(since: int) -> None:
    past = collapsed(156, since)
    crowd = float(past.actives[-since - 26 : -since].mean())
    assert crowd > 20 and past.actives[-since + 1 :].max() <= 2
    found = forecast(past, [], 300, 1).outlook
    assert weeks_since_break(past.actives) == (9 if since == 9 else 0)
    assert np.quantile(found.actives[:, -8:].mean(axis=1), 0.95) < crowd
    assert found.actives.mean() < 0.25 * crowd
    assert stalled(past, found)[:, 12].mean() > 0.7


def test_newcomers_who_pause_each_year_have_not_broken_off() -> None:
    yearly = np.where(np.arange(156) % 52 < 43, 8.0, 0.0)  # the last nine weeks of each year
    assert weeks_since_break(yearly) == 0 and weeks_since_break(yearly[-52:]) >= 9
    gone = np.r_[np.full(100, 8.0), np.zeros(8)]
    assert weeks_since_break(gone) == 8 and recent_course(gone) == (0.05, 0.0)
    assert recent_course(np.full(108, 8.0))[0] == pytest.approx(8.0)


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


def test_statistics_a_day_without_weekly_numbers_say_so_and_no_more_are_active_than_there_are() -> None:
    days = np.arange(400)
    few = days < 200
    values = {daily.MEMBERS: 60.0 + 0 * days, daily.ACTIVE: np.where(few, 2.0, 20.0), daily.POSTERS: np.where(few, 1.0, 9.0)}
    past = past_of_daily(daily.Daily(days + LAST, values))
    assert past.summed and past.warnings == (SUMMED,) and past.actives[-1] == 140.0
    weekly = {daily.WEEKLY: np.where(few, 4.0, 50.0), daily.WEEKLY_POSTERS: np.where(few, 2.0, 25.0)}
    past = past_of_daily(daily.Daily(days + LAST, values | weekly))
    assert not past.summed and past.warnings == ()
    steady_world = Course(np.full(200, 50.0), np.full(200, 25.0), np.full(200, 60.0))
    found = go_on(past, [steady_world], 300, 1)
    assert found.actives.max() <= 60.0 and found.contributors.max() <= 60.0


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
