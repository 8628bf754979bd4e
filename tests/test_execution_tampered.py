"""A study folder that somebody has changed by hand is refused in one line, whatever was changed."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from execution_models import seeds_of
from identity_models import plain

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.execution.foreign import FunctionSubject
from community_dynamics.experiments.execution.study_folder import read_runs
from community_dynamics.experiments.execution.whole_files import write_whole

CONFIG = {"verb": "sweep", "vary": {"levers.demand": [0.6, 1.0]}, "plans": {}, "community": {"name": "a"}}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    plan = Plan(FunctionSubject(plain), pd.DataFrame({"drift": [1.0, 2.0]}), seeds_of(2, 1), CONFIG)
    conduct(tmp_path / "study", plan, executor="serial")
    return tmp_path / "study"


def tampered(study: Path, path: str, value: Any) -> None:
    """study.json with another value at a place; None: without it."""
    data = json.loads((study / "study.json").read_text("utf-8"))
    *above, last = path.split(".")
    place = data
    for name in above:
        place = place[int(name) if isinstance(place, list) else name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    (study / "study.json").write_text(json.dumps(data), "utf-8")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("parts.0.hash", None), ("parts.0.first", "0"), ("parts.0.points_a_batch", 0), ("parts", {}), ("parts", []),
        ("shape.replicates", "2"), ("shape.factors", None), ("shape", []), ("subject", "a"), ("config", None), ("config", []),
        ("fingerprint", 3), ("format", None),
    ],
)  # fmt: skip
def test_a_record_of_other_kinds_is_refused(study: Path, path: str, value: Any) -> None:
    tampered(study, path, value)
    with pytest.raises(UnreadableFile) as refused:
        read_runs(study)
    line = f"{study / 'study.json'} cannot be read; name a new folder, or add --anew to begin again"
    assert str(refused.value) == line


@pytest.mark.parametrize(
    ("path", "value"),
    [("config.vary", ["a"]), ("config.vary", None), ("config.community", "a text"), ("config.verb", "walk"), ("config.plans", 3)],
)
def test_a_config_of_other_kinds_is_refused(study: Path, path: str, value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    tampered(study, path, value)
    for verb in ("analyse", "extend", "retry"):
        assert main([verb, str(study)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(UnreadableFile) as refused:
        write_whole(tmp_path / "report.html", lambda place: place.write_text("a page"))
    line = f"{tmp_path / 'report.html'} is a folder, and a file of that name is to be written; move it away"
    assert str(refused.value) == line and [path.name for path in tmp_path.iterdir()] == ["report.html"]
