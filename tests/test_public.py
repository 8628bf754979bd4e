"""The public door: everything that a notebook needs from one import, as tidy tables and figures."""

import doctest
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

import community_dynamics as cd
from community_dynamics.experiments.base.errors import CommunityError, InvalidValue
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.sim.inputs import Scenario

SMALL = {"settings.seats": 40, "settings.days": 140, "settings.founders": 8}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return cd.load("middling").with_values(SMALL)


@pytest.fixture(scope="module")
def log() -> Any:
    return simulated_log(cd.load("open_forum").with_values({"settings.days": 500}), seed=1)


def test_the_example_of_the_package_holds() -> None:
    assert doctest.testmod(cd).failed == 0


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import community_dynamics, sys; print(sorted({'numpy', 'pandas', 'numba', 'mesa'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_every_bundled_community_is_listed_and_can_be_loaded() -> None:
    table = cd.scenarios()
    assert {"guild", "middling", "nasa_spacebook"} <= set(table["name"])
    assert table["story"].str.len().min() > 20


def test_runs_are_a_row_each_and_a_row_each_week(scenario: Scenario) -> None:
    found = cd.run(scenario, runs=3, seed=5, workers=1)
    assert list(found.table["seed"]) == [5, 6, 7]
    assert len(found.weekly) == 3 * 20


def test_runs_do_not_depend_on_workers(scenario: Scenario) -> None:
    pd.testing.assert_frame_equal(cd.run(scenario, 4, workers=1).table, cd.run(scenario, 4, workers=2).table)


def test_the_mesa_model_is_the_same_community(scenario: Scenario) -> None:
    community = cd.agents(scenario, seed=3)
    for _ in range(140):
        community.step()
    table = cd.run(scenario, runs=1, seed=3).table
    assert community.outcomes()["weekly_contributors"] == table["weekly_contributors"][0]


def test_what_changes_cannot_be_read_is_refused_in_a_line(scenario: Scenario) -> None:
    with pytest.raises(InvalidValue, match="runs = 0"):
        cd.run(scenario, runs=0)
    with pytest.raises(CommunityError, match=r"did you mean levers\.demand"):
        cd.sweep(scenario, {"levers.demnd": [1.0]})
    with pytest.raises(TypeError, match="str has no figure; give what run"):
        cd.figure("guild")


FIGURES: dict[str, Callable[[Scenario, Any], Any]] = {
    "run": lambda scenario, log: cd.run(scenario, 4),
    "compare": lambda scenario, log: cd.compare(scenario, scenario.with_values({"levers.demand": 1.2}), 4),
    "repairs": lambda scenario, log: cd.repairs(scenario, {"less work": {"levers.demand": 0.6}}, 4),
    "compare_plans": lambda scenario, log: cd.compare_plans(scenario, ["none", "badges@20"], 4),
    "recommend": lambda scenario, log: cd.recommend(scenario, ["badges", "work_out_loud"], runs=4),
    "sweep": lambda scenario, log: cd.sweep(scenario, {"levers.demand": [0.6, 1.2]}, 4),
    "sensitivity": lambda scenario, log: cd.sensitivity(
        scenario, {"levers.demand": (0.6, 1.2), "dials.credit": (0.0, 1.0)}, samples=4, runs=2
    ),
    "describe": lambda scenario, log: cd.describe(log),
    "forecast": lambda scenario, log: cd.forecast(log, draws=100),
}


def test_every_bundled_plan_is_listed_and_can_be_laid(scenario: Scenario) -> None:
    table = cd.plans()
    assert {"monthly_meetup", "soft_launch"} <= set(table["name"]) and table["source"].str.len().min() > 10
    planned = cd.with_plan(scenario, "badges@20+thank_in_public@0")
    assert [one.from_day for one in planned.plan] == [20, 0]
    assert cd.with_plan(scenario, cd.plan("badges@20")).plan == cd.plan("badges@20").plan
    assert cd.with_plan(scenario, "none") == scenario


def test_plans_are_compared_and_recommended(scenario: Scenario) -> None:
    ours = replace(cd.plan("badges@20"), name="ours")
    found = cd.compare_plans(scenario, ["none", "safe_to_ask@20", ours], 4, seed=2, workers=1)
    assert list(found.plans) == ["none", "safe_to_ask@20", "ours"] and set(found.effects["plan"]) == {"safe_to_ask@20", "ours"}
    best = cd.recommend(scenario, ["badges", "thank_in_public"], hours_a_week=2.0, money_a_year=100.0, runs=4, workers=1)
    assert best.table["plan"].str.contains("thank_in_public").any(), "six hours a month are less than two a week"
    assert not best.table["plan"].str.contains("badges").any(), "badges cost 4,000"
    with pytest.raises(CommunityError, match="plan = ours is named twice"):
        cd.compare_plans(scenario, [ours, ours], 4)


@pytest.mark.parametrize("name", FIGURES)
def test_whatever_is_found_can_be_drawn(name: str, scenario: Scenario, log: Any) -> None:
    drawn = cd.figure(FIGURES[name](scenario, log))
    assert isinstance(drawn, Figure) and drawn.axes


def test_a_log_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("author,sent_at\n" + "".join(f"{k % 5},2024-01-{1 + k:02d}T10:00:00\n" for k in range(28)))
    assert cd.describe(cd.read_log(path, member="author", time="sent_at"))["statistics"].shape[0] == 17
