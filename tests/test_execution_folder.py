"""A study's folder keeps strangers, damage, other studies and other processes apart from its runs, in a line each."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from execution_models import SMALL, community_plan, function_plan, line

from community_dynamics.experiments.base.errors import UnknownName, UnreadableFile
from community_dynamics.experiments.execution import code_identity, record, shards, subject
from community_dynamics.experiments.execution.batches import Batch, Plan
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.locking import held
from community_dynamics.experiments.execution.study_folder import open_study
from community_dynamics.experiments.execution.troubles import FolderBusy, StudyRefused
from community_dynamics.experiments.execution.work import Work

HOW: dict[str, Any] = {"executor": "threads", "workers": 2, "batch_points": 3}


@pytest.fixture
def plan() -> Plan:
    return function_plan(line, 12, 2, ("height", "noise"))


@pytest.fixture
def study(plan: Plan, tmp_path: Path) -> Path:
    conduct(tmp_path / "study", plan, **HOW)
    return tmp_path / "study"


def files(folder: Path) -> list[Path]:
    return sorted((folder / "runs").iterdir())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 5] ^= 4
    path.write_bytes(data)


def swap(path: Path) -> None:
    other = next(one for one in path.parent.iterdir() if one != path)
    shutil.copyfile(other, path)


def overwrite(path: Path) -> None:
    path.write_text("my notes")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut, "is not as it was written"),
        (flip, "is not as it was written"),
        (swap, "belongs to something else"),
        (overwrite, "is cut short or no file of a study"),
    ],
)
def test_a_bad_file_is_set_aside_and_its_runs_are_run_again(study: Path, plan: Plan, damage: object, reason: str) -> None:
    before = (study / "runs.parquet").read_bytes()
    bad = files(study)[1]
    damage(bad)  # type: ignore[operator]
    broken = bad.read_bytes()
    report = conduct(study, plan, **HOW)
    assert len(report.lines) == 1 and report.reused == 18
    assert report.lines[0].startswith(f"runs/{bad.name} {reason}")
    assert report.lines[0].endswith(": set aside, and its 6 runs are run again")
    assert (study / "set_aside" / f"runs-{bad.name}-1").read_bytes() == broken
    assert (study / "runs.parquet").read_bytes() == before


def test_every_flipped_bit_is_seen(study: Path, plan: Plan) -> None:
    fingerprint = record.read_record(study).fingerprint  # type: ignore[union-attr]
    batch = next(iter(open_study(study).batches()))
    path = study / "runs" / batch.file
    whole = path.read_bytes()
    assert shards.read_batch(study, batch, fingerprint, plan.subject.outcomes, False) is not None
    for at in range(0, len(whole), 23):
        data = bytearray(whole)
        data[at] ^= 1 << (at % 8)
        path.write_bytes(data)
        with pytest.raises(shards.BadShard):
            shards.read_batch(study, batch, fingerprint, plan.subject.outcomes, False)


@pytest.mark.parametrize("damage", [cut, overwrite, Path.unlink])
def test_a_damaged_table_of_all_runs_is_made_anew(study: Path, plan: Plan, damage: object) -> None:
    before = (study / "runs.parquet").read_bytes()
    damage(study / "runs.parquet")  # type: ignore[operator]
    assert conduct(study, plan, **HOW).reused == 24
    assert (study / "runs.parquet").read_bytes() == before


def test_a_file_lost_while_all_is_put_together_is_run_again(
    tmp_path: Path, plan: Plan, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Work.keep

    def keep_and_lose(self: Work, batch: Batch, rows: shards.Rows) -> shards.BatchDone:
        done = keep(self, batch, rows)
        if batch.first == 3 and not (tmp_path / "lost").exists():
            (tmp_path / "lost").touch()
            (self.folder / "runs" / batch.file).unlink()
        return done

    monkeypatch.setattr(Work, "keep", keep_and_lose)
    report = conduct(tmp_path / "other", plan, **HOW)
    assert len(report.lines) == 1 and "is missing" in report.lines[0]
    assert (tmp_path / "other" / "runs.parquet").read_bytes() == (study / "runs.parquet").read_bytes()


def refusal(folder: Path, plan: Plan) -> list[str]:
    with pytest.raises(StudyRefused) as error:
        conduct(folder, plan, **HOW)
    lines = str(error.value).splitlines()
    assert lines[0] == f"{folder} holds the runs of another study, and rows of two kinds must not mix:"
    assert lines[-1] == "name a new folder with out=, or add --anew to set the earlier runs aside and begin again"
    return lines[1:-1]


def test_another_scenario_code_or_library_is_refused_with_what_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = community_plan(2, 1)
    conduct(tmp_path, plan, executor="serial")
    other = replace(SMALL, settings={**SMALL.settings, "seats": 30})
    assert refusal(tmp_path, community_plan(2, 1, other)) == ["  scenario.settings.seats: 20 there, 30 now"]
    with monkeypatch.context() as changed:
        changed.setattr(subject, "theory_hash", lambda: "0" * 32)
        assert refusal(tmp_path, plan) == [f"  code: {subject_code(tmp_path)}... there, 00000000... now"]
    with monkeypatch.context() as changed:
        changed.setattr(code_identity, "version", lambda name: "9.9" if name == "numba" else original(name))
        original = record_version
        lines = refusal(tmp_path, plan)
        assert len(lines) == 1 and lines[0].startswith("  libraries.numba: ") and lines[0].endswith(" there, 9.9 now")


def record_version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


def subject_code(folder: Path) -> str:
    return str(json.loads((folder / "study.json").read_text())["subject"]["code"])[:8]


def test_other_points_seeds_replicates_or_fewer_points_are_refused(study: Path, plan: Plan) -> None:
    moved = plan.points.copy()
    moved.iloc[3, 0] += 1e-15
    assert refusal(study, Plan(plan.subject, moved, plan.seeds)) == ["  points 0 to 11: other values or seeds"]
    asked = Plan(plan.subject, plan.points, plan.seeds + 1, {"seed": 1})
    assert refusal(study, asked) == ["  seed: not stated there, 1 now"]
    assert refusal(study, plan.first(5)) == ["  points: 12 there, 5 now"]
    assert refusal(study, Plan(plan.subject, plan.points, plan.seeds[:, :1])) == ["  replicates: 2 there, 1 now"]


def test_anew_sets_the_earlier_runs_aside(study: Path, plan: Plan) -> None:
    before = (study / "runs.parquet").read_bytes()
    asked = Plan(plan.subject, plan.points, plan.seeds + 1)
    report = conduct(study, asked, **HOW, anew=True)
    assert report.lines == (f"the earlier runs are set aside in {study}/earlier-1",) and report.reused == 0
    assert (study / "earlier-1" / "runs.parquet").read_bytes() == before != (study / "runs.parquet").read_bytes()


def test_comments_and_layout_are_no_change_of_code() -> None:
    one = code_identity.code_hash({"a.py": 'def f(x):\n    """Told."""\n    return x + 1\n'})
    assert one == code_identity.code_hash({"a.py": 'def f(x):  # why\n    """Otherwise told."""\n\n    return (x + 1)\n'})
    assert one != code_identity.code_hash({"a.py": 'def f(x):\n    """Told."""\n    return x + 2\n'})


def test_the_second_process_hears_who_holds_the_folder(study: Path, plan: Plan) -> None:
    with held(study), pytest.raises(FolderBusy) as error:
        conduct(study, plan, **HOW)
    said = str(error.value)
    assert said.startswith(f"{study} is in use by process {os.getpid()} on ")
    assert said.endswith("; wait until that has finished, or stop it") and "\n" not in said
    assert conduct(study, plan, **HOW).reused == 24


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB, where this system lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    if not made:
        pytest.skip("no disk can be mounted here; the same ends are tested with a disk that only says so")
    yield place
    # Whatever else looks at all disks just now (an indexer, a monitor) must not fail the test: the disk goes when it lets go.
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_ends_in_a_line_and_a_study_that_goes_on(disk: Path, tmp_path: Path) -> None:
    plan = function_plan(line, 2000, 10, ("height", "noise"))
    how: dict[str, Any] = {"executor": "threads", "workers": 2, "batch_points": 100}
    with pytest.raises(UnreadableFile) as error:
        conduct(disk / "study", plan, **how)
    assert str(error.value) == (
        f"out = {disk}/study has no room left (no space left on device); what is done is kept: "
        "free some space, then give the same command again"
    )
    assert 0 < len(files(disk / "study")) < 20
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    assert conduct(disk / "study", plan, **how).reused > 0
    conduct(tmp_path / "whole", plan, **how)
    assert (disk / "study" / "runs.parquet").read_bytes() == (tmp_path / "whole" / "runs.parquet").read_bytes()


def test_a_read_only_disk_ends_in_a_line(disk: Path, plan: Plan) -> None:
    conduct(disk / "study", plan, **HOW)
    files(disk / "study")[0].unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for place in (disk / "study", disk / "new"):
        with pytest.raises(UnreadableFile) as error:
            conduct(place, plan, **HOW)
        assert str(error.value) == (
            f"out = {place} cannot be written (read-only file system); name a folder that you may write to"
        )
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert conduct(disk / "study", plan, **HOW).reused == 18


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_a_disk_that_says_it_is_full_ends_the_study(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch, executor: str
) -> None:
    def full(*anything: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if executor == "processes":
        conduct(tmp_path / "study", plan.first(3), **HOW)
        (tmp_path / "study" / "runs").rename(tmp_path / "moved")
        (tmp_path / "study" / "runs").write_text("in the way")
        with pytest.raises(UnreadableFile, match=r"out = .*study cannot be written \(not a directory\)"):
            conduct(tmp_path / "study", plan.first(3), executor="processes")
        return
    monkeypatch.setattr("community_dynamics.experiments.execution.work.write_table", full)
    with pytest.raises(UnreadableFile, match="has no room left"):
        conduct(tmp_path / "study", plan, **HOW)
    monkeypatch.undo()
    assert conduct(tmp_path / "study", plan, **HOW).progress.done == 24


def test_strange_folders_are_left_alone(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UnreadableFile) as error:
        conduct(tmp_path, plan, **HOW)
    assert str(error.value) == f"out = {tmp_path} holds notes.txt and no study; name a new folder"
    with pytest.raises(UnreadableFile) as error:
        conduct(tmp_path / "notes.txt", plan, **HOW)
    assert str(error.value) == f"out = {tmp_path}/notes.txt is a file; name a folder"
    with pytest.raises(UnreadableFile) as error:
        open_study(tmp_path)
    assert str(error.value) == f"{tmp_path} holds no study; name the folder of one, which has a study.json"


def test_a_study_record_that_cannot_be_read_is_refused(study: Path, plan: Plan) -> None:
    (study / "study.json").write_text("{")
    with pytest.raises(UnreadableFile) as error:
        conduct(study, plan, **HOW)
    assert str(error.value) == f"{study}/study.json cannot be read; name a new folder, or add --anew to begin again"


def test_an_unknown_executor_is_refused(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(UnknownName) as error:
        conduct(tmp_path / "study", plan, executor="thread")
    assert str(error.value) == (
        "executor = thread is not an executor; did you mean threads? executors are serial, threads, processes, dask, slurm"
    )


def test_the_study_reads_back(study: Path, plan: Plan) -> None:
    back = open_study(study)
    points, seeds, _ = back.design()
    assert points.equals(plan.points) and np.array_equal(seeds, plan.seeds) and back.config == {}
    files(study)[0].unlink()
    assert np.isnan(back.values("height")).sum() == 6
