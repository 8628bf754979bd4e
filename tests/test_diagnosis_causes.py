"""What a diagnosis takes for causes, and that repairing none or all of them gives the community or its reference."""

from dataclasses import replace

import numpy as np
import pytest

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.diagnosis.causes import case_of, differing_levers, edges, repaired
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Change, Scenario, inputs_of, lever_values
from community_dynamics.sim.levers import LEVERS


def levers_by_day(scenario: Scenario) -> np.ndarray:
    inputs = inputs_of(scenario)
    return inputs.levers[inputs.segment]


@pytest.mark.parametrize("name", ["sponsor_leaves", "overloaded_team", "badge_rush"])
def test_none_repaired_is_the_community_and_all_repaired_has_the_levers_of_the_reference(name: str) -> None:
    community = load(name).with_values({"failures.work_pressure": True})
    case = case_of(community, "guild")
    assert levers_by_day(repaired(case, 0)).tobytes() == levers_by_day(community).tobytes()
    reference = replace(load("guild"), settings=community.settings)
    assert levers_by_day(repaired(case, case.everything)).tobytes() == levers_by_day(reference).tobytes()


def test_ramps_bounds_and_dated_failures_are_those_of_the_community_and_all_of_them_are_repaired() -> None:
    plan = (
        Change(100, 400, at_least={"demand": 1.2}, at_most={"praise_rate": 0.05}, ramp_days=70),
        Change(200, failures={"work_pressure": False, "inadequate_focus": True}),
        Change(300, 350, failures={"inadequate_focus": False, "work_pressure": True}),
    )
    community = replace(load("overloaded_team"), plan=plan, failures={"work_pressure": True})
    case = case_of(community, "guild")
    assert "Failure: work pressure" in [cause.name for cause in case.causes]
    assert levers_by_day(repaired(case, 0)).tobytes() == levers_by_day(community).tobytes()
    reference = replace(load("guild"), settings=community.settings)
    assert levers_by_day(repaired(case, case.everything)).tobytes() == levers_by_day(reference).tobytes()


def test_each_cause_repairs_its_own_levers_alone() -> None:
    case = case_of(load("overloaded_team"))
    now, better = lever_values(case.community, 0), lever_values(case.reference, 0)
    for number, cause in enumerate(case.causes):
        values = lever_values(repaired(case, 1 << number), 0)
        for lever in LEVERS:
            assert values[lever] == (better if lever in cause.levers else now)[lever]


def test_a_repair_from_a_day_on_leaves_the_past() -> None:
    case = case_of(load("sponsor_leaves"))
    late = levers_by_day(repaired(case, case.everything, 500))
    assert late[:500].tobytes() == levers_by_day(case.community)[:500].tobytes()
    assert late[500:].tobytes() == levers_by_day(case.reference)[500:].tobytes()


def test_dated_changes_and_failures_are_held_against_the_same_community_without_them() -> None:
    leaves = load("sponsor_leaves")
    case = case_of(leaves)
    assert not case.reference.plan and "itself without" in case.chosen
    assert {lever for cause in case.causes for lever in cause.levers} == set(leaves.plan[0].levers)
    failing = case_of(load("guild").with_values({"failures.inadequate_focus": True}))
    assert [cause.failure for cause in failing.causes] == ["inadequate_focus"]
    assert case_of(load("middling")).reference.name == "well_run_cop"


def test_days_after_the_end_count_for_nothing() -> None:
    short = load("sponsor_leaves").with_values({"settings.days": 300})
    assert edges(short) == [0, 365]
    assert differing_levers(short, replace(short, plan=())) == []


@pytest.mark.parametrize(
    ("name", "reference", "line"),
    [
        ("guild", "guild", "guild has the levers of its reference (guild) on every day, so nothing can be repaired"),
        ("guild", "before", "reference = before is a community without its dated changes and failures, and guild has neither"),
    ],
)
def test_what_cannot_be_diagnosed_is_refused_in_a_line(name: str, reference: str, line: str) -> None:
    with pytest.raises(InvalidValue, match=r"^[^\n]+$") as refused:
        case_of(load(name), reference)
    assert str(refused.value).startswith(line)
