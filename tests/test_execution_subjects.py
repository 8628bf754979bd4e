"""Any model is a subject: our community, a function, a Mesa class; what it takes is measured before it starts."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from execution_models import SMALL, community_plan, function_plan, line, points_of, seeds_of, silent
from walking import PlannedWalk, Walk, WalkScenario, place_of

from community_dynamics.experiments.base.errors import InvalidValue, UnknownName, WrongKind
from community_dynamics.experiments.execution.batches import Part, Plan, batches_of, count_of, points_a_batch
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.foreign import FunctionSubject, MesaSubject
from community_dynamics.experiments.execution.pace import estimate, measured_pace
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.subject import CommunitySubject, Subject
from community_dynamics.sim.outcomes import OUTCOMES

GO, HALT = np.zeros(1, np.int64), np.ones(1, np.int64)


def walkers(**options: object) -> MesaSubject:
    return MesaSubject(Walk, 5, place_of, ("place",), **options)  # type: ignore[arg-type]


def test_a_mesa_class_runs_unchanged_and_whole_numbers_are_whole() -> None:
    points = pd.DataFrame({"drift": [0.0, 1.0], "length": [2.0, 2.0]})
    rows = walkers(whole=("length",)).run(points, seeds_of(2, 3), GO)
    assert rows.failures == () and rows.values.shape == (6, 1)
    assert rows.values[3:, 0] == pytest.approx(rows.values[:3, 0] + 10.0)  # the same dice, and ten jumps of 1
    again = walkers(whole=("length",)).run(points, seeds_of(2, 3), GO)
    assert (again.values == rows.values).all()


def test_a_class_that_takes_a_scenario_gives_what_the_class_with_values_gives() -> None:
    points = pd.DataFrame({"drift": [0.0, 1.0]})
    planned = MesaSubject(PlannedWalk, 5, place_of, ("place",), fixed={"length": 4}, scenario=WalkScenario)
    plain = walkers(fixed={"length": 4})
    rows = [subject.run(points, seeds_of(2, 3), GO) for subject in (planned, plain)]
    assert rows[0].failures == () and (rows[0].values == rows[1].values).all()
    assert planned.describe() != MesaSubject(PlannedWalk, 5, place_of, ("place",), fixed={"length": 4}).describe()


def test_a_name_that_a_class_does_not_take_is_refused_before_the_first_run() -> None:
    points, seeds = pd.DataFrame({"drft": [0.0]}), seeds_of(1, 1)
    with pytest.raises(UnknownName, match=r"^drft is not a parameter of Walk; did you mean drift\? it takes drift, length$"):
        Plan(walkers(), points, seeds)
    line = r"^PlannedWalk takes no drft but a scenario; give MesaSubject\(\.\.\., scenario=ItsScenarioClass\)$"
    with pytest.raises(InvalidValue, match=line):
        Plan(MesaSubject(PlannedWalk, 5, place_of, ("place",)), points, seeds)


def test_each_stage_of_a_run_may_fail() -> None:
    points = pd.DataFrame({"drift": [0.0, 1e7], "length": [2.5, 2.0]})
    rows = walkers().run(points, seeds_of(2, 1), GO)
    assert [(one.row, one.stage, one.kind) for one in rows.failures] == [
        (0, "instantiate", "TypeError"),
        (1, "instantiate", "TypeError"),
    ]
    rows = walkers(whole=("length",)).run(points, seeds_of(2, 1), GO)
    assert [(one.row, one.stage, one.message) for one in rows.failures] == [(1, "run", "walked too far")]
    forgetful = FunctionSubject(silent, ("value",)).run(points, seeds_of(2, 1), GO)
    assert {one.stage for one in forgetful.failures} == {"extract"} and np.isnan(forgetful.values).all()
    assert forgetful.failures[0].message == "'value is not among the outcomes that the model gave'"


@pytest.mark.parametrize("subject", [CommunitySubject(SMALL), FunctionSubject(line, ("height",)), walkers()])
def test_every_subject_stops_when_asked(subject: Subject) -> None:
    factor = "levers.demand" if isinstance(subject, CommunitySubject) else "drift"
    with pytest.raises(Stopped):
        subject.run(pd.DataFrame({factor: [0.8]}), seeds_of(1, 1), HALT)


def test_a_community_that_cannot_be_is_a_failed_row(tmp_path: Path) -> None:
    points = pd.DataFrame({"settings.seats": [20.0, -5.0]})
    rows = CommunitySubject(SMALL).run(points, seeds_of(2, 2), GO)
    members = rows.values[:, list(OUTCOMES).index("members")]  # which every community has
    assert [one.row for one in rows.failures] == [2, 3] and np.isfinite(members[:2]).all() and np.isnan(rows.values[2:]).all()
    with pytest.raises(InvalidValue, match="seats"):
        Plan(CommunitySubject(SMALL), points, seeds_of(2, 2))


def test_what_cannot_be_handed_over_is_refused_before_it_starts(tmp_path: Path) -> None:
    def constant(point: dict, seed: int) -> float:
        return 1.0

    constant.__qualname__ = "not_to_be_found"
    local = FunctionSubject(constant)
    plan = Plan(local, points_of(2, "x"), seeds_of(2, 1))
    with pytest.raises(
        InvalidValue, match=r"^the model cannot be handed to other processes \(.*\); define it in a module, or use"
    ):
        conduct(tmp_path / "study", plan, executor="processes", batch_points=1)
    assert conduct(tmp_path / "study", plan, executor="threads").failed == 0


def test_what_a_function_was_made_with_cannot_hide() -> None:
    """Two functions of one name that do different things would share a folder."""
    with pytest.raises(WrongKind, match=r"<lambda> is made inside a function, .* define it at the top of a module$"):
        FunctionSubject(lambda point, seed: 1.0)


@pytest.mark.parametrize(
    ("points", "seeds", "message"),
    [
        (points_of(0, "x"), np.zeros((0, 1), np.int64), "the study has no runs; give at least one point and one replicate"),
        (points_of(2, "x"), seeds_of(3, 1), "seeds have the shape (3, 1), and 2 points need a row each, a column a replicate"),
        (points_of(2, "x"), seeds_of(2, 1) - 1, "seeds are not whole numbers from 0 to 9.2e18; 0 is a seed like any other"),
        (
            points_of(2, "seed"),
            seeds_of(2, 1),
            "seed is the name of two columns of the table of runs; rename the factor or outcome",
        ),
        (
            points_of(2, "value"),
            seeds_of(2, 1),
            "value is the name of two columns of the table of runs; rename the factor or outcome",
        ),
    ],
)
def test_plans_that_make_no_sense_are_refused(points: pd.DataFrame, seeds: np.ndarray, message: str) -> None:
    with pytest.raises(InvalidValue) as error:
        Plan(FunctionSubject(line), points, seeds)
    assert str(error.value) == message


def test_batches_cover_every_point_once_and_names_differ_even_for_equal_points() -> None:
    points, seeds = pd.DataFrame({"x": np.zeros(10)}), seeds_of(10, 2)
    parts = (Part(0, 7, 3), Part(7, 10, 2))
    batches = list(batches_of(points, seeds, None, "study", parts))
    assert [(one.first, one.runs) for one in batches] == [(0, 6), (3, 6), (6, 2), (7, 4), (9, 2)]
    assert count_of(parts) == 5 == len({one.name for one in batches})
    assert [one.name for one in batches_of(points, seeds, None, "other", parts)] != [one.name for one in batches]


@pytest.mark.parametrize(
    ("points", "seconds_a_point", "expected"),
    [(1000, 0.1, 20), (10, 0.1, 5), (900, 30.0, 1), (1_000_000, 0.1, 1112), (100_000, 1e-5, 50_000)],
)
def test_a_batch_takes_about_two_seconds_but_there_are_never_too_many(points: int, seconds_a_point: float, expected: int) -> None:
    assert points_a_batch(points, seconds_a_point, 2.0, 900) == expected


CLOCK = [0.0, 0.0]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that runs alone move: the time it shows, and the seconds that a run takes."""
    monkeypatch.setattr("community_dynamics.experiments.execution.pace.perf_counter", lambda: CLOCK[0])
    CLOCK[:] = [0.0, 0.0]
    return CLOCK


def ticking(point: Mapping[str, Any], seed: int) -> float:
    """A run that takes as long as the clock says."""
    CLOCK[0] += CLOCK[1]
    return 1.0


@pytest.mark.parametrize(("seconds", "measured"), [(0.001, 64), (2**-6, 32), (0.4, 1), (60.0, 1)])
def test_the_pace_is_measured_on_a_few_runs(clock: list[float], seconds: float, measured: int) -> None:
    clock[1] = seconds
    plan = function_plan(ticking, 500, 4)
    pace = measured_pace(plan.subject, plan.points, plan.seeds)
    assert pace.measured == measured and pace.seconds_a_run == pytest.approx(seconds)


def test_what_a_study_will_need_is_told_before_it_starts(clock: list[float]) -> None:
    assert 2000 * 100 < estimate(community_plan(500, 4), 2).disk_bytes < 2000 * 2000
    clock[1] = 2**-6
    told = estimate(function_plan(ticking, 500, 4), 2)
    assert (told.runs, told.batches, told.seconds) == (2000, 17, pytest.approx(2000 * 2**-6 / 2))
    assert 2e8 < told.memory_bytes < 1e9
    assert estimate(function_plan(line, 20, 1, ("height",)), 1, "serial").batches <= 20


def test_clusters_are_not_imported_before_they_are_asked_for() -> None:
    import subprocess

    late = "{'distributed', 'submitit', 'pyarrow.parquet', 'filelock'}"
    command = f"import sys, experiments.execution.conduct; print(sorted({late} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
