"""Sweeps: intervals that hold as often as they say, one honest way for shares, and one parameter at a time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.intervals import paired_shares
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.designs.design import make_design, points_of
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.named_points import PLAN, latin_hypercube
from community_dynamics.experiments.execution.in_memory import run_points
from community_dynamics.experiments.report.run_figures import sweep_figure
from community_dynamics.experiments.report.sweep_statements import base_words, sweep_title
from community_dynamics.experiments.studies.bases import base_values, with_base
from community_dynamics.experiments.studies.sweeps import MOST_LEVELS, Effect, covers, effect_of, moves, with_plan_names
from community_dynamics.sim.inputs import Scenario, lever_values

DEMAND, CULTURE = "levers.demand", "dials.culture"
SMALL = Scenario("small_team", settings={"seats": 30, "days": 56, "founders": 12})
PLANNED = [Factor(CULTURE, 0.02, 1.0, "log_uniform"), Factor(DEMAND, 0.6, 1.2)]


def table_of(points: pd.DataFrame, runs: int, outcome: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> pd.DataFrame:
    """A table of runs in which the outcome follows from the point's number and the replication alone."""
    table = points.rename_axis("point_id").reset_index().merge(pd.DataFrame({"replication_id": range(runs)}), how="cross")
    return table.assign(holding=outcome(table["point_id"].to_numpy(), table["replication_id"].to_numpy()).astype(float))


def as_outcome(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same runs with their outcome under another name."""
    return table.rename(columns={"holding": name})


def cloud(count: int) -> pd.DataFrame:
    """Points along demand, one a step."""
    return pd.DataFrame({DEMAND: np.linspace(0.6, 1.2, count)})


def alternating(points: int = 5, runs: int = 10) -> pd.DataFrame:
    """A grid whose outcome is the same share of runs at every level."""
    return table_of(cloud(points), runs, lambda point, run: (point + run) % 2)


def test_the_interval_of_a_slice_covers_the_seeds_that_all_points_share() -> None:
    """Every point has the same luck: without the seeds the interval would have no width."""
    luck = np.random.default_rng(3).normal(0.5, 0.1, 10)
    found = effect_of(as_outcome(table_of(cloud(64), 10, lambda point, run: luck[run]), "safety"), DEMAND, "safety")
    assert found.sliced and ((found.high - found.low) > 2 * 2.2 * luck.std(ddof=1) / np.sqrt(10)).all()


def test_few_seeds_make_a_level_less_sure_than_their_spread() -> None:
    """Two runs lie at most half their distance from their mean, and the truth farther than that half the time."""
    table = as_outcome(table_of(cloud(3), 2, lambda point, run: 0.4 + 0.2 * run), "safety")
    found = effect_of(table, DEMAND, "safety")
    assert (found.low == 0.0).all() and (found.high > 1.0).all()
    assert (effect_of(table[table["replication_id"] == 0], DEMAND, "safety").low != found.low).all()


POINTS, SEEDS = 400, 50


@pytest.fixture(scope="module")
def lived() -> pd.DataFrame:
    """Many communities: points spread through two ranges, and many seeds, of which sweeps draw a few."""
    return run_points(SMALL, latin_hypercube({DEMAND: (0.6, 1.2), CULTURE: (0.0, 1.0)}, POINTS, 5), SEEDS, 1000, threads=2)


SWEEPS = [(64, 3, True)]
MORE = [
    pytest.param(*one, marks=pytest.mark.evidence) for one in ((64, 20, False), (64, 3, False), (32, 5, False), (64, 20, True))
]


@pytest.mark.parametrize(("points", "runs", "yes"), [*SWEEPS, *MORE])
def test_intervals_of_slices_hold_in_95_of_100_sweeps(lived: pd.DataFrame, points: int, runs: int, yes: bool) -> None:
    generator, hits = np.random.default_rng(7), []
    table = lived.assign(safety=(lived["safety"] > lived["safety"].median()).astype(float)) if yes else lived
    whole = table.groupby("point_id").agg({DEMAND: "first", "safety": "mean"})
    slope = np.polynomial.Polynomial.fit(whole[DEMAND], whole["safety"], 3)
    for _ in range(30):
        drawn, thrown = generator.choice(POINTS, points, replace=False), generator.choice(SEEDS, runs, replace=False)
        chosen = table[table["point_id"].isin(drawn) & table["replication_id"].isin(thrown)]
        found = effect_of(chosen, DEMAND, "safety")
        hits += list((found.low <= slope(found.at)) & (slope(found.at) <= found.high))
    assert 0.88 <= np.mean(hits) <= 0.995, np.mean(hits)


def test_a_share_of_none_is_no_less_sure_than_a_share_of_some() -> None:
    """Ten of 160 runs in one slice, none in its neighbour."""
    table = table_of(cloud(64), 20, lambda point, run: (point < 8) & ((7 * point + run) % 16 == 0))
    found = effect_of(table, DEMAND, "holding")
    assert 0.04 < found.value[0] < 0.08 and found.value[1] == 0.0
    assert 0.0 < found.high[1] - found.low[1] <= found.high[0] - found.low[0]


def test_a_share_over_few_seeds_is_no_surer_than_its_neighbours() -> None:
    """Whole seeds hold or fail at one level: none at the other must not count every run as a trial of its own."""
    points = pd.DataFrame({DEMAND: np.repeat([0.6, 1.2], 10), CULTURE: np.tile(np.linspace(0, 1, 10), 2)})
    found = effect_of(table_of(points, 10, lambda point, run: (point < 10) & (run < 5)), DEMAND, "holding")
    assert found.value.tolist() == [0.5, 0.0] and found.high[1] > 0.2


def moved_alone(runs: int = 4) -> pd.DataFrame:
    """One at a time: demand moves the outcome, culture does not, and demand's rows lie at culture's base."""
    points = points_of(make_design("one_at_a_time", PLANNED, 5, 0), PLANNED)
    value = np.where(points[DEMAND] > 1.0, 1.0, 0.0)
    return as_outcome(table_of(points, runs, lambda point, run: value[point] + 0.01 * run), "safety")


def test_one_at_a_time_no_effect_leaks_into_another_panel() -> None:
    table = moved_alone()
    culture, demand = (effect_of(table, path, "safety") for path in (CULTURE, DEMAND))
    assert np.allclose(culture.value, culture.value[0]) and len(culture.at) == 5
    assert np.allclose(demand.value - demand.value[0], demand.at > 1.0)


def test_many_levels_one_at_a_time_stay_levels() -> None:
    points = points_of(make_design("one_at_a_time", PLANNED, MOST_LEVELS + 5, 0), PLANNED)
    table = table_of(points, 3, lambda point, run: (point + run) % 2)
    assert not effect_of(table, DEMAND, "holding").sliced and len(effect_of(table, DEMAND, "holding").at) == MOST_LEVELS + 5


def test_one_at_a_time_the_base_is_named_in_the_note_and_drawn_in_panels() -> None:
    drawn = sweep_figure(moved_alone(), [CULTURE, DEMAND], "safety")
    assert len([axes for axes in drawn.axes if axes.get_visible()]) == 2
    note = " ".join(drawn.get_supxlabel().split())
    assert "all others stay at the base: Culture dial 0.141, Demand 0.9" in note
    assert base_words(alternating()) == ""


def title_of(table: pd.DataFrame, outcome: str) -> str:
    return sweep_title(table, [DEMAND], outcome)


def test_a_title_announces_no_effect_that_chance_could_make() -> None:
    assert "does not move beyond chance with Demand: 50 % throughout" in title_of(alternating(), "holding")
    rising = table_of(cloud(5), 10, lambda point, run: point > 2)
    assert "Demand matters: 0 % of runs flourish or hold at 0.6, 100 % at 1.2" in title_of(rising, "holding")
    turning = table_of(cloud(5), 10, lambda point, run: point != 2)
    assert "least at 0.9 (0 %)" in title_of(turning, "holding")
    single = title_of(as_outcome(table_of(cloud(5), 1, lambda point, run: point), "safety"), "safety")
    assert "may be chance" in single


def test_what_intervals_cover_is_told_as_it_is() -> None:
    def told(table: pd.DataFrame, outcome: str = "holding") -> str:
        return covers(table, {DEMAND: effect_of(table, DEMAND, outcome)})

    assert "which points were drawn" in told(alternating(64)) and "which seeds all share" in told(alternating(64))
    assert "not which seed" in told(alternating(64, 1))
    assert "points" not in told(alternating()) and "seed noise" in told(alternating())
    assert "no intervals" in told(alternating(5, 1).assign(safety=0.3), "safety")


def test_the_terminal_says_what_intervals_cover(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    small = ["settings.seats=30", "settings.days=56", "settings.founders=12", "workers=2"]
    assert main(["sweep", "vary.levers.demand=0.6:1.2", "points=16", "runs=2", "outcome=safety", *small, "out=cloud"]) == 0
    assert "which points were drawn within a slice and which seeds all share" in capsys.readouterr().out
    varied = "vary={dials.culture: {distribution: log_uniform, low: 0.02, high: 1}, levers.demand: {low: 0.6, high: 1.2}}"
    assert main(["sweep", varied, "design=one_at_a_time", "runs=4", "outcome=safety", *small, "out=single"]) == 0
    assert "The base is the community as it stands" in capsys.readouterr().out


def lopsided(names: bool) -> pd.DataFrame:
    """Fifty seeds under two plans: eleven hold under the first alone, two under the second alone."""
    held = np.array([(run < 34, (11 <= run < 34) or run in (40, 41)) for run in range(50)])
    table = table_of(pd.DataFrame({PLAN: [0.0, 1.0]}), 50, lambda point, run: held[run, point])
    return with_plan_names(table, ["nothing", "badges"] if names else [])


def test_levels_that_share_seeds_are_judged_by_paired_differences() -> None:
    """Intervals side by side overlap; of the seeds that changed sides, eleven of thirteen changed for the worse."""
    found = effect_of(lopsided(True), PLAN, "holding")
    assert found.low[0] < found.high[1] and moves(found)
    assert found.change[1] == pytest.approx((-0.18, *paired_ends(found)), abs=1e-9) and found.change[1, 2] < 0.0
    assert (found.change[0] == 0.0).all()


def paired_ends(found: Effect) -> tuple[float, float]:
    """Tango's interval of nine more lost than gained among fifty."""
    before = np.r_[np.ones(11), np.zeros(2), np.ones(37)]
    after = np.r_[np.zeros(11), np.ones(2), np.ones(37)]
    return paired_shares(before, after)[1:3]


def test_plans_keep_their_names_and_no_line_runs_through_them() -> None:
    table = lopsided(True)
    title = sweep_title(table, [PLAN], "holding")
    assert 'Plan "badges": 18 percentage points fewer runs flourish or hold than with "nothing"' in title
    axes = sweep_figure(table, [PLAN], "holding").axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["nothing", "badges"]
    assert {line.get_linestyle() for line in axes.get_lines()} == {"None"}
    assert effect_of(lopsided(False), PLAN, "holding").names.tolist() == ["plan 0", "plan 1"]


def test_slices_share_seeds_too() -> None:
    """What all points share with a seed is no doubt about a difference between two slices."""
    luck = np.random.default_rng(3).normal(0.0, 10.0, 10)
    rising = as_outcome(table_of(cloud(64), 10, lambda point, run: 0.01 * point + luck[run]), "contributions_a_week")
    assert moves(effect_of(rising, DEMAND, "contributions_a_week"))
    level = as_outcome(table_of(cloud(64), 10, lambda point, run: luck[run] + point % 2), "contributions_a_week")
    assert not moves(effect_of(level, DEMAND, "contributions_a_week"))


def test_one_at_a_time_the_base_is_the_community_as_it_stands() -> None:
    community = SMALL.with_values({DEMAND: 0.85, CULTURE: 0.5, "levers.badge_programme": 0})
    listed = [Factor(DEMAND, 0.6, 1.2, "values", values=(0.6, 1.2)), Factor("levers.cadence_days", 14, 60), PLANNED[0]]
    factors = [with_base(community, factor, 5) for factor in listed]
    assert factors[0].values == (0.6, 0.85, 1.2) and factors[2] is PLANNED[0]
    base = base_values(community, factors)
    assert base == {DEMAND: 0.85, "levers.cadence_days": lever_values(community, 0)["cadence_days"], CULTURE: 0.5}
    points = points_of(make_design("one_at_a_time", factors, 5, 0, base=base), factors)
    assert points.iloc[0].to_dict() == pytest.approx(base) and ((points != points.iloc[0]).sum(axis=1) <= 1).all()
