"""A result takes the place of an earlier one of the very same request, and of nothing else; links are followed."""

import json
from pathlib import Path

import pytest

from community_dynamics.experiments.base import result_folder as store
from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.base.result_folder import MARKER, Folder
from community_dynamics.experiments.cli.main import main

ASKED = {"verb": "run", "seed": 0, "workers": 2, "out": "r1"}


def result(folder: Path, request: dict[str, object], text: str) -> None:
    with Folder(folder, request) as made:
        made.write("report.html", text)
        made.write(MARKER, json.dumps({"command": "community run guild"}))
        made.keep()


def test_the_same_request_replaces_its_result(tmp_path: Path) -> None:
    result(tmp_path / "r1", ASKED, "one")
    result(tmp_path / "r1", {**ASKED, "workers": 1, "out": "./r1"}, "two")
    assert (tmp_path / "r1" / "report.html").read_text() == "two"
    assert {path.name for path in tmp_path.iterdir()} == {"r1"}


@pytest.mark.parametrize("other", [{"verb": "compare"}, {"seed": 1}])
def test_the_result_of_another_request_is_never_deleted(tmp_path: Path, other: dict[str, object]) -> None:
    result(tmp_path / "r1", ASKED, "one")
    with pytest.raises(UnreadableFile) as refused:
        result(tmp_path / "r1", {**ASKED, **other}, "two")
    assert str(refused.value) == (
        f"out = {tmp_path / 'r1'} holds the result of another request (community run guild); name a new folder, or remove it"
    )
    assert (tmp_path / "r1" / "report.html").read_text() == "one"


@pytest.mark.parametrize(
    ("marker", "line"),
    [
        ("my own notes", "holds something else than results; name a new folder"),
        ('["a", "list"]', "holds something else than results; name a new folder"),
        ('{"source": "the attic"}', "holds what this command did not write; name a new folder"),
    ],
)
def test_a_folder_with_the_same_names_is_no_result(tmp_path: Path, marker: str, line: str) -> None:
    for name, text in ((MARKER, marker), ("config.yaml", "a: 1"), ("report.html", "mine")):
        (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableFile) as refused:
        result(tmp_path, ASKED, "two")
    assert str(refused.value) == f"out = {tmp_path} {line}"
    assert (tmp_path / "report.html").read_text() == "mine"


@pytest.mark.parametrize("verb", [["log", "describe"], ["forecast"]])
def test_no_verb_writes_into_the_result_of_another(tmp_path: Path, verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    result(tmp_path / "r1", ASKED, "one")
    days = "".join(f"m{at % 5},2024-{1 + at // 28:02}-{1 + at % 28:02}\n" for at in range(330))
    (tmp_path / "log.csv").write_text(f"member,time\n{days}")
    before = {path.name: path.read_bytes() for path in (tmp_path / "r1").iterdir()}
    assert main([*verb, str(tmp_path / "log.csv"), f"out={tmp_path / 'r1'}"]) == 2
    assert "holds the result of another request (community run guild)" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "r1").iterdir()} == before


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()
    (tmp_path / "res").symlink_to("big")
    for text in ("one", "two"):
        result(tmp_path / "res", ASKED, text)
        assert (tmp_path / "res").is_symlink()
        assert (tmp_path / "big" / "report.html").read_text() == text


@pytest.mark.parametrize("verb", ["run", "sweep"])
def test_a_link_that_leads_nowhere_is_refused_before_anything_runs(
    tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("res").symlink_to("gone")
    assert main([verb, "guild", "out=res", *(["vary.levers.demand=0.6,1"] if verb == "sweep" else [])]) == 2
    line = "out = res is a link to gone, which is not there; make that folder first"
    assert capsys.readouterr().err.splitlines()[-1] == line
    assert [path.name for path in tmp_path.iterdir()] == ["res"]


def test_a_folder_of_ones_own_in_one_that_is_not_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be made beside it, as in a parent that belongs to somebody else."""
    make = store.mkdtemp

    def only_inside(prefix: str, dir: Path) -> str:
        if Path(dir) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr(store, "mkdtemp", only_inside)
    (tmp_path / "own").mkdir()
    for text in ("one", "two"):
        result(tmp_path / "own", ASKED, text)
        assert {path.name for path in (tmp_path / "own").iterdir()} == {MARKER, "report.html"}
        assert (tmp_path / "own" / "report.html").read_text() == text
    with pytest.raises(UnreadableFile, match=r"new cannot be written \(permission denied\)"):
        result(tmp_path / "new", ASKED, "one")


@pytest.mark.parametrize("verb", ["run", "sweep"])
def test_a_name_that_no_disk_takes_is_refused(tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = f"out={'x' * 300}"
    assert main([verb, "guild", out, *(["vary.levers.demand=0.6,1"] if verb == "sweep" else [])]) == 2
    line = f"out = {'x' * 57}... cannot be written (file name too long); name a folder that you may write to"
    assert capsys.readouterr().err.splitlines()[-1] == line


NINES = "9" * 5000


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["run", f"runs={NINES}"], f"runs = {NINES[:57]}... has 5,000 figures; at most 400 can be read"),
        (
            ["sweep", f"vary.levers.demand=0.6,{NINES}"],
            f"vary.levers.demand = {NINES[:57]}... has 5,000 figures; at most 400 can be read",
        ),
        (["replay", "study", NINES], f"the number = {NINES[:57]}... has 5,000 figures; at most 400 can be read"),
        (["run", f"scenario={'x' * 300}"], "letters"),
        (["run", f"scenario=./{'x' * 300}.yaml"], "cannot be read (file name too long); check its name and permissions"),
        (["sweep", f"study={'x' * 300}"], "letters"),
        (["scenarios", "x" * 300], "letters"),
        (["analyse", "x" * 300], "cannot be read; name a new folder, or add --anew to begin again"),
    ],
)
def test_absurd_lengths_are_refused_in_a_line(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.endswith(f"{line}\n") and said.count("\n") == 1
