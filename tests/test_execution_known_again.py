"""A study knows its model again by all that decides the numbers, and refuses at once what it could not know again."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from execution_models import seeds_of
from identity_models import LONG, ONCE, TWICE, Setting, Slope, plain
from walking import Walk, place_of

from community_dynamics.experiments.base.errors import UnreadableFile, WrongKind
from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.foreign import FunctionSubject, MesaSubject
from community_dynamics.experiments.execution.study_folder import read_runs
from community_dynamics.experiments.execution.troubles import StudyRefused


def plan_of(function: Any) -> Plan:
    return Plan(FunctionSubject(function), pd.DataFrame({"drift": [1.0, 2.0]}), seeds_of(2, 1), {})


def fixed(value: object) -> MesaSubject:
    return MesaSubject(Walk, 5, place_of, ("place",), fixed={"thing": value})


@pytest.mark.parametrize(("first", "second"), [(Slope(1).run, Slope(5).run), (ONCE, TWICE)])
def test_runs_of_another_object_are_never_used_again(tmp_path: Path, first: Any, second: Any) -> None:
    conduct(tmp_path / "study", plan_of(first), executor="serial")
    conduct(tmp_path / "study", plan_of(first), executor="serial")  # the same goes on
    with pytest.raises(StudyRefused, match="carried"):
        conduct(tmp_path / "study", plan_of(second), executor="serial")
    assert read_runs(tmp_path / "study")["value"].tolist() == [1.0, 2.0]


def test_a_plain_function_is_described_as_ever() -> None:
    assert "carried" not in FunctionSubject(plain).describe()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, np.where(np.arange(5000) == 2500, 1.0, LONG)),  # the text of both is the same
        (Setting(1.0), Setting(2.0)),
        (Setting(1.0, LONG), Setting(1.0, LONG + 1.0)),
        ([LONG], [LONG + 1.0]),
        ({"a": Setting(1.0)}, {"a": Setting(2.0)}),
        (pd.DataFrame({"a": LONG}), pd.DataFrame({"a": LONG + 1.0})),
        (ONCE, TWICE),
    ],
)
def test_fixed_values_are_told_apart_by_what_they_hold(one: object, other: object) -> None:
    assert fixed(one).describe() == fixed(one).describe()
    assert fixed(one).describe() != fixed(other).describe()


def test_plain_fixed_values_are_written_as_ever() -> None:
    assert fixed([1, (2.5, "a")]).describe()["fixed"] == {"thing": "[1, (2.5, 'a')]"}
    assert fixed(3).describe()["fixed"] == {"thing": 3}


REMEDY = (
    " is an object that cannot be known again, so its runs could not be told from those of another; "
    "give plain values, or make its class a dataclass of plain values"
)


def test_an_object_that_cannot_be_known_again_is_refused_at_once() -> None:
    with pytest.raises(WrongKind) as refused:
        fixed(Slope(1))
    assert str(refused.value) == f"fixed['thing'] = Slope(...){REMEDY}"
    with pytest.raises(WrongKind) as refused:
        FunctionSubject(Slope(Slope(1)).run)
    assert str(refused.value) == f"steep of Slope.run = Slope(...){REMEDY}"


def by_value(path: Path) -> None:
    pd.read_parquet(path).sort_values("value", ascending=False).to_parquet(path)


def without_the_last(path: Path) -> None:
    pq.write_table(pq.read_table(path).slice(0, 3), path)


def resorted(path: Path) -> None:
    """With the marks of the study kept."""
    table = pq.read_table(path)
    pq.write_table(table.take([3, 2, 1, 0]), path)


def edited(path: Path) -> None:
    table = pq.read_table(path)
    values = pa.array(table["value"].to_numpy() + 1.0)
    pq.write_table(table.set_column(table.schema.get_field_index("value"), table.schema.field("value"), values), path)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (by_value, "something else wrote it"),
        (without_the_last, "it has 3 of 4 runs"),
        (resorted, "it was changed since"),
        (edited, "it was changed since"),
    ],
)
def test_a_table_that_is_not_as_the_study_wrote_it_is_not_read(tmp_path: Path, spoil: Any, reason: str) -> None:
    plan = Plan(FunctionSubject(plain), pd.DataFrame({"drift": [1.0, 2.0]}), seeds_of(2, 2), {})
    conduct(tmp_path / "study", plan, executor="serial")
    path = tmp_path / "study" / "runs.parquet"
    before = path.read_bytes()
    spoil(path)
    with pytest.raises(UnreadableFile) as refused:
        read_runs(tmp_path / "study")
    assert str(refused.value) == f"{path} is not as the study wrote it ({reason}); give the study's command once more to mend it"
    conduct(tmp_path / "study", plan, executor="serial")
    assert path.read_bytes() == before
    assert read_runs(tmp_path / "study")["value"].tolist() == [1.0, 1.0, 2.0, 2.0]


def test_the_table_of_another_study_is_not_read(tmp_path: Path) -> None:
    for name, function in (("one", plain), ("other", TWICE)):
        conduct(tmp_path / name, plan_of(function), executor="serial")
    shutil.copyfile(tmp_path / "other" / "runs.parquet", tmp_path / "one" / "runs.parquet")
    with pytest.raises(UnreadableFile, match="it belongs to another study"):
        read_runs(tmp_path / "one")
