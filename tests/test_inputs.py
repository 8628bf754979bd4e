"""From a scenario's words to arrays: which of two words about one lever holds, on which day, and what a calendar says."""

import math

import numpy as np
import pytest

from community_dynamics.sim.inputs import (
    Award,
    Change,
    Scenario,
    Shock,
    calendar_of,
    dial_levers,
    inputs_of,
    lever_values,
    segments_of,
)
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY


def calendar(days: int, **other: object) -> np.ndarray:
    """A calendar that begins on a Monday, without holidays, crunches or bursts unless they are asked for."""
    usual = {
        "start_weekday": 0, "weekend_share": 0.25, "holiday_weeks": 0, "holiday_start": 0, "crunch_every": 0, "crunch_days": 0,
        "shocks": (),
    }  # fmt: skip
    return calendar_of(days, **(usual | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("dial", list(DIALS))
def test_a_dial_passes_its_three_anchors_by_straight_lines(dial: str) -> None:
    for lever, (low, middle, high) in DIALS[dial].items():
        expected = {0.0: low, 0.25: (low + middle) / 2, 0.5: middle, 0.75: (middle + high) / 2, 1.0: high}
        for position, value in expected.items():
            whole = float(round(value)) if LEVERS[lever].whole else value
            assert dial_levers({dial: position})[lever] == pytest.approx(whole), (lever, position)


def test_the_later_of_two_words_about_a_lever_holds() -> None:
    """Defaults, then dials, then levers, then the plan while it lasts, then failures."""
    dial, failure = next((dial, failure) for dial in DIALS for failure in FAILURES if set(DIALS[dial]) & set(FAILURES[failure]))
    lever = next(name for name in DIALS[dial] if name in FAILURES[failure])
    high = dial_levers({dial: 1.0})[lever]
    words: dict = {"name": "words"}
    assert lever_values(Scenario(**words), 0)[lever] == LEVERS[lever].default
    words["dials"] = {dial: 1.0}
    assert lever_values(Scenario(**words), 0)[lever] == high
    words["levers"] = {lever: 0.31}
    assert lever_values(Scenario(**words), 0)[lever] == 0.31
    words["plan"] = (Change(5, 8, levers={lever: 0.52}), Change(7, None, dials={dial: 1.0}))
    found = [lever_values(Scenario(**words), day)[lever] for day in range(3, 10)]
    assert found == [0.31, 0.31, 0.52, 0.52, high, high, high]
    words["failures"] = {failure: False}
    assert lever_values(Scenario(**words), 6)[lever] == 0.52
    words["failures"] = {failure: True}
    assert lever_values(Scenario(**words), 6)[lever] == FAILURES[failure][lever]


def test_a_lever_that_is_named_stands_above_its_dial_until_the_dial_is_named_again() -> None:
    dial = next(iter(DIALS))
    lever = next(iter(DIALS[dial]))
    scenario = Scenario("named", dials={dial: 0.0}, levers={lever: 0.31, "demand": 0.9})
    moved = scenario.with_values({f"dials.{dial}": 1.0})
    assert lever not in moved.levers and moved.levers["demand"] == 0.9
    assert lever_values(moved, 0)[lever] == dial_levers({dial: 1.0})[lever]
    both = scenario.with_values({f"dials.{dial}": 1.0, f"levers.{lever}": 0.44, "settings.seats": 12})
    assert both.levers[lever] == 0.44 and both.setting("seats") == 12
    assert scenario.setting("seats") == SETTINGS["seats"].default and scenario.levers[lever] == 0.31


def test_a_plan_makes_a_row_for_each_stretch() -> None:
    plan = (Change(3, 6, levers={"demand": 1.0}), Change(4, None, levers={"control": 0.2}), Change(0, 50), Change(20, 21))
    rows, segment = segments_of(Scenario("planned", plan=plan), 10)
    assert segment.dtype == np.int32 and segment.tolist() == [0, 0, 0, 1, 2, 2, 3, 3, 3, 3]
    usual, control = LEVERS["demand"].default, LEVERS["control"].default
    assert rows["demand"].tolist() == [usual, 1.0, 1.0, usual] and rows["control"].tolist() == [control, control, 0.2, 0.2]
    assert segments_of(Scenario("unplanned"), 4)[1].tolist() == [0, 0, 0, 0]


def test_weekends_begin_on_the_sixth_day_of_the_week() -> None:
    found = calendar(9)
    assert found["working"].tolist() == [1, 1, 1, 1, 1, 0, 0, 1, 1]
    assert found["activity"].tolist() == [1, 1, 1, 1, 1, 0.25, 0.25, 1, 1]
    assert found["week_start"].tolist() == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    assert calendar(5, start_weekday=3)["working"].tolist() == [1, 1, 0, 0, 1]


def test_holidays_come_back_every_fifty_two_weeks() -> None:
    off = calendar(800, holiday_weeks=2, holiday_start=28)["working"] == 0.0
    working_days_off = [day for day in range(800) if off[day] and day % 7 < 5]
    first = [28, 29, 30, 31, 32, 35, 36, 37, 38, 39]
    assert working_days_off == [*first, *(day + 364 for day in first), *(day + 728 for day in first)]


def test_crunches_come_after_the_first_period_and_last_their_days() -> None:
    found = calendar(26, crunch_every=10, crunch_days=3)["crunch"]
    assert np.flatnonzero(found).tolist() == [10, 11, 12, 20, 21, 22] and set(found) == {0.0, 1.0}
    assert not calendar(26, crunch_every=0, crunch_days=3)["crunch"].any()
    assert calendar(3, crunch_every=1, crunch_days=1)["crunch"].tolist() == [0, 1, 1]


def test_a_burst_of_attention_fades_and_bursts_add_up() -> None:
    found = calendar(12, shocks=(Shock(2, 3.0, 4.0), Shock(6, 1.0)))["attention"]
    assert found[:3].tolist() == [1.0, 1.0, 4.0]
    assert found[6] == pytest.approx(1.0 + 3.0 * math.exp(-1) + 1.0)
    assert found[9] == pytest.approx(1.0 + 3.0 * math.exp(-7 / 4) + math.exp(-3 / 7))


def test_a_course_of_arrivals_fills_the_run_in_equal_stretches() -> None:
    assert calendar(6, arrivals=(0.5, 2.0, 1.5))["arrival"].tolist() == [0.5, 0.5, 2.0, 2.0, 1.5, 1.5]
    assert calendar(4)["arrival"].tolist() == [1.0] * 4


def test_a_calendar_is_shared_by_runs_and_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        calendar(4)["working"][0] = 9.0


def test_turnover_adds_up_by_the_day_under_the_lever_of_each_day() -> None:
    plan = (Change(2, None, levers={"staff_turnover_a_year": 0.73}),)
    words = {"settings": {"days": 4}, "levers": {"staff_turnover_a_year": 0.365}, "plan": plan}
    assert inputs_of(Scenario("leaving", **words)).turnover == pytest.approx([0.0, 0.001, 0.002, 0.004, 0.006])


def test_what_is_said_replaces_the_default_and_nothing_else() -> None:
    found = inputs_of(Scenario("said", settings={"seats": 7, "days": 30}, theory={"stay_cost": 0.125}))
    said = {"seats": 7.0, "days": 30.0}
    assert {name: found.settings[0][name] for name in SETTINGS} == {name: one.default for name, one in SETTINGS.items()} | said
    constants = {name: one.default for name, one in THEORY.items()} | {"stay_cost": 0.125}
    assert {name: found.theory[0][name] for name in THEORY} == constants
    assert found.calendar.shape == found.segment.shape == (30,) and found.turnover.shape == (31,)


def test_the_calendar_of_a_run_is_that_of_its_settings() -> None:
    words = {
        "days": 60, "start_weekday": 2, "weekend_share": 0.3, "holiday_weeks": 1, "holiday_start_day": 14,
        "crunch_every_days": 20, "crunch_days": 5,
    }  # fmt: skip
    shocks = (Shock(3, 2.0),)
    found = inputs_of(Scenario("set", settings=words, shocks=shocks, arrivals=(1.0, 0.5))).calendar
    assert found.tobytes() == calendar_of(60, 2, 0.3, 1, 14, 20, 5, shocks, (1.0, 0.5)).tobytes()


def test_awards_are_numbered_by_their_rule() -> None:
    given = (Award(3, "random", 0.5), Award(9, "newcomers"), Award(12, "most_productive", 0.2))
    awards = inputs_of(Scenario("awarded", awards=given)).awards
    assert awards.tolist() == [(3.0, 2.0, 0.5), (9.0, 0.0, 1.0), (12.0, 1.0, 0.2)]
