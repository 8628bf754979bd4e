"""Designs: every combination once, every slice once, and one clear line for what cannot be varied."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from community_dynamics.experiments.designs.named_points import (
    PARAMETERS,
    check_points,
    grid,
    label_of,
    latin_hypercube,
    parameter_at,
    study_range,
)
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.levers import STUDY_FACTORS


def test_a_grid_has_every_combination_once_and_the_last_path_varies_fastest() -> None:
    points = grid({"levers.demand": [0.6, 0.9], "dials.cause": [0, 0.5, 1]})
    assert list(points.columns) == ["levers.demand", "dials.cause"]
    assert points.index.name == "point_id" and list(points.index) == list(range(6))
    assert points.to_numpy().tolist()[:4] == [[0.6, 0], [0.6, 0.5], [0.6, 1], [0.9, 0]]
    assert not points.duplicated().any()


@given(points=some.integers(1, 60), seed=some.integers(0, 2**32))
def test_a_latin_hypercube_uses_every_slice_of_every_range_once(points: int, seed: int) -> None:
    ranges = {"levers.demand": (0.6, 1.2), "dials.cause": (0.0, 1.0), "theory.contagion": (0.0, 0.5)}
    table = latin_hypercube(ranges, points, seed)
    assert list(table.columns) == list(ranges) and len(table) == points
    for path, (low, high) in ranges.items():
        slices = np.floor((table[path] - low) / (high - low) * points)
        assert sorted(np.minimum(slices, points - 1)) == list(range(points))


def test_whole_numbers_stay_whole_and_come_equally_often() -> None:
    table = latin_hypercube({"settings.team_size": (2, 5), "levers.rival_tool": (0, 1)}, 400, 3)
    assert table["settings.team_size"].value_counts().to_dict() == {2: 100, 3: 100, 4: 100, 5: 100}
    assert table["levers.rival_tool"].value_counts().to_dict() == {0: 200, 1: 200}


def test_one_seed_one_design_and_another_seed_another() -> None:
    ranges = {"levers.demand": (0.6, 1.2)}
    pd.testing.assert_frame_equal(latin_hypercube(ranges, 9, 0), latin_hypercube(ranges, 9, 0))
    assert not latin_hypercube(ranges, 9, 0).equals(latin_hypercube(ranges, 9, 1))


@pytest.mark.parametrize(
    ("ranges", "text"),
    [
        ({"levers.demnd": (0.0, 1.0)}, "levers.demnd is not a lever; did you mean levers.demand?"),
        ({"levers.demand": (0.6, 7.0)}, "levers.demand = 7 is outside 0..2"),
        (
            {"levers.demand": (1.2, 0.6)},
            "levers.demand = 1.2..0.6 is no range; the first value must be the smaller",
        ),
        ({"settings.team_size": (2.0, 3.5)}, "settings.team_size = 3.5 is not a whole number"),
        ({"levers.demand": (0.6, float("nan"))}, "levers.demand = nan is not a number"),
        ({}, "nothing to vary; name at least one parameter with its range"),
    ],
)
def test_what_cannot_be_varied_is_refused_in_one_line(ranges: dict, text: str) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)) as caught:
        latin_hypercube(ranges, 4, 0)
    assert str(caught.value).startswith(text) and "\n" not in str(caught.value)


def test_empty_lists_and_no_points_are_refused() -> None:
    with pytest.raises(ValueError, match=r"levers\.demand has no values; list at least one"):
        grid({"levers.demand": []})
    with pytest.raises(ValueError, match="points = 0 is too few; at least 1 is needed"):
        latin_hypercube({"levers.demand": (0, 1)}, 0, 0)


def test_a_table_made_elsewhere_is_checked() -> None:
    check_points(pd.DataFrame({"levers.demand": [0.5, 1.5]}))
    with pytest.raises(TypeError, match=r"levers\.demand = nan"):
        check_points(pd.DataFrame({"levers.demand": [0.5, np.nan]}))
    with pytest.raises(ValueError, match=r"two points share one number; call points\.reset_index"):
        check_points(pd.DataFrame({"levers.demand": [0.5, 0.6]}, index=[4, 4]))
    with pytest.raises(ValueError, match="has two columns"):
        check_points(pd.DataFrame([[0.5, 0.6]], columns=["levers.demand", "levers.demand"]))


def test_everything_that_can_be_varied_has_a_label_a_range_and_a_place_in_a_scenario() -> None:
    scenario = Scenario("any")
    for path, parameter in PARAMETERS.items():
        assert parameter_at(path) is parameter and label_of(path)[0].isupper()
        low, high = study_range(path)
        assert parameter.low <= low < high <= parameter.high
        assert scenario.with_values({path: low}) is not scenario
    assert set(STUDY_FACTORS) <= set(PARAMETERS)


def test_labels_say_the_unit_once() -> None:
    assert label_of("levers.demand") == "Demand (of capacity)"
    assert label_of("dials.cause") == "Cause dial (0 low .. 1 high)"
    assert label_of("levers.protected_minutes_a_week") == "Protected minutes a week"
