"""The page on logs: its Python runs as it stands, and it tells of every statistic and option."""

import re
from pathlib import Path

import pytest

from community_dynamics.experiments.cli.verbs.log import HELP
from community_dynamics.experiments.logs.statistics import STATISTICS
from community_dynamics.experiments.studies.options import option_names

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "logs.md").read_text("utf-8")


def test_the_python_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(block, "docs/logs.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(STATISTICS)


def test_every_statistic_and_option_is_told() -> None:
    assert [name for name in STATISTICS if f"`{name}`" not in TEXT] == []
    assert [name for name in option_names("log") if f"{name}=" not in HELP] == []
