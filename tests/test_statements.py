"""Numbers and findings in words."""

import numpy as np
import pytest

from community_dynamics.experiments.base.statements import (
    fate_sentence,
    limits_words,
    percent,
    points_words,
    several,
    share_words,
    tidy,
    time_words,
)
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (1234.5, "1,234"),
        (12.345, "12.3"),
        (1.0, "1"),
        (0.05, "0.05"),
        (-0.001234, "−0.00123"),
        (1e-12, "0"),
        (100, "100"),
        (float("nan"), "–"),
    ],
)
def test_numbers_have_three_digits_that_count(value: float, text: str) -> None:
    assert tidy(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.004, "0.4 %"),
        (0.996, "99.6 %"),
        (0.5, "50 %"),
        (-0.25, "−25 %"),
        (-1.0, "−100 %"),
    ],
)
def test_none_and_all_are_said_of_none_and_all_only(share: float, text: str) -> None:
    assert percent(share) == text


def test_spans_of_time_are_in_the_unit_that_people_use() -> None:
    assert [time_words(days) for days in (14, 91, 365, 730, 1095, 500)] == [
        "14 days", "3 months", "12 months", "2 years", "3 years", "16 months",
    ]  # fmt: skip


def test_lists_in_words() -> None:
    assert [several(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_share_is_told_with_its_interval() -> None:
    assert share_words(37, 100) == "37 of 100 (28–47 %)"


def fates(*names: str) -> np.ndarray:
    """Fates as the runs have them: numbers."""
    return np.array([float(FATES.index(name)) for name in names])


def test_a_fate_is_told_for_one_run_and_for_many() -> None:
    scenario = Scenario("small_team", settings={"days": 730})
    ends = fates("flourishing", "flourishing", "holding", "stalled", "dead", "never took off")
    assert fate_sentence(scenario, ends, np.array([730, 730, 730, 180, 300, np.nan])) == (
        "small team: after 2 years, of 6 runs, 2 flourish, 1 holds, 1 has stalled, 1 is dead and 1 never took off; "
        "half of those that stalled did within 8 months"
    )
    one = fate_sentence(scenario, fates("stalled"), np.array([120.0]))
    assert one == "small team: after 2 years, of 1 runs, 1 has stalled, stalled after 4 months"


def test_runs_without_a_day_of_stalling_have_no_part_in_when() -> None:
    ends = fates("never took off", "never took off", "stalled", "holding")
    days = np.array([np.nan, np.nan, 120.0, 730.0])
    told = fate_sentence(Scenario("small_team", settings={"days": 730}), ends, days)
    assert told == (
        "small team: after 2 years, of 4 runs, 1 holds, 1 has stalled and 2 never took off; "
        "the one that stalled did after 4 months"
    )


def test_a_change_of_a_share_is_told_in_percentage_points() -> None:
    assert points_words(-0.22, -0.29, -0.16) == "22 percentage points fewer (95 % interval 16 to 29)"
    assert points_words(0.05, -0.01, 0.11) == "5 percentage points more (95 % interval −1 to 11, which may be chance)"
    assert points_words(0.0, -0.28, 0.28) == "no difference (95 % interval −28 to 28 points)"


def test_no_interval_is_shown_without_width() -> None:
    assert limits_words(0.0, 0.0) == "the same in every run" and limits_words(1.0, 2.0) == "1 to 2"
    assert limits_words(float("nan"), float("nan")) == "-"
