"""Tables of runs: aligned with their names, the same for any slice and any number of threads."""

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.designs.named_points import grid, latin_hypercube
from community_dynamics.experiments.execution.in_memory import PointRuns, point_means, run_points, run_seeded
from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.inputs import Scenario, lever_values
from community_dynamics.sim.outcomes import OUTCOMES

SMALL = Scenario("small", settings={"seats": 40, "days": 70, "founders": 8})
RANGES = {"levers.demand": (0.6, 1.2), "dials.contribution": (0.0, 1.0)}


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    return latin_hypercube(RANGES, 6, 0)


@pytest.fixture(scope="module")
def runs(points: pd.DataFrame) -> pd.DataFrame:
    return run_points(SMALL, points, 3, 11, threads=1)


def test_a_row_a_run_with_numbers_seed_parameters_and_outcomes(runs: pd.DataFrame, points: pd.DataFrame) -> None:
    assert list(runs.columns) == ["point_id", "replication_id", "seed", *RANGES, *OUTCOMES]
    assert list(runs["point_id"]) == [p for p in range(6) for _ in range(3)]
    assert list(runs["replication_id"]) == [0, 1, 2] * 6
    for path in RANGES:
        assert (runs[path].to_numpy() == np.repeat(points[path].to_numpy(), 3)).all()


def test_every_point_has_the_same_dice(runs: pd.DataFrame) -> None:
    assert set(runs.groupby("point_id")["seed"].apply(tuple)) == {(11, 12, 13)}


def test_each_row_is_the_run_that_its_parameters_and_seed_name(runs: pd.DataFrame) -> None:
    row = runs.iloc[10]
    scenario = SMALL.with_values({path: row[path] for path in RANGES})
    alone = simulate_scenario(scenario, 1, first_seed=int(row["seed"]), threads=1)
    assert np.array_equal(alone.outcomes[0], row[list(OUTCOMES)].to_numpy(np.float64), equal_nan=True)


def test_threads_and_slices_change_nothing(runs: pd.DataFrame, points: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(run_points(SMALL, points, 3, 11, threads=2), runs)
    part = run_points(SMALL, points.iloc[2:4], 3, 11, threads=1)
    pd.testing.assert_frame_equal(part, runs[runs["point_id"].isin([2, 3])].reset_index(drop=True))


def test_progress_adds_up_to_all_runs(points: pd.DataFrame) -> None:
    seen: list[int] = []
    run_points(SMALL, points, 2, 0, threads=2, progress=seen.append)
    assert sum(seen) == 12


def test_a_lever_beside_its_own_dial_keeps_its_value_whatever_the_order() -> None:
    for order in (
        ["levers.prompts_a_week", "dials.contribution"],
        ["dials.contribution", "levers.prompts_a_week"],
    ):
        table = grid({"levers.prompts_a_week": [7.0], "dials.contribution": [0.0]})[order]
        record = PointRuns(SMALL, table, np.zeros((1, 1))).inputs_at(0).levers[0]
        low = lever_values(SMALL.with_values({"dials.contribution": 0.0}), 0)
        assert record["prompts_a_week"] == 7.0 and record["onboarding"] == low["onboarding"]


def test_failures_and_settings_can_be_varied() -> None:
    table = run_points(SMALL, grid({"failures.work_pressure": [0, 1], "settings.days": [35, 70]}), 1, 0, threads=1)
    assert list(table["settings.days"]) == [35, 70, 35, 70] and np.isfinite(table["strain"]).all()
    assert table["strain"][3] > table["strain"][1]


def test_seeds_of_ones_own() -> None:
    seeds = np.array([[5], [9]])
    table = run_seeded(SMALL, grid({"levers.demand": [0.8, 0.8]}), seeds, threads=1)
    assert list(table["seed"]) == [5, 9]


@pytest.mark.parametrize("seed", [-1, 1.5, True, 2**63])
def test_what_is_no_seed_is_refused(seed: int, points: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"is not a whole number from 0 to 9\.2e18; 0 is a seed like any other"):
        run_points(SMALL, points, 1, seed)


def test_no_replication_is_refused(points: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="replicates = 0 is too few"):
        run_points(SMALL, points, 0, 0)


def test_means_by_point(runs: pd.DataFrame) -> None:
    means = point_means(runs, "strain")
    assert list(means.index) == list(range(6))
    assert means[4] == pytest.approx(runs.loc[runs["point_id"] == 4, "strain"].mean())
