"""The README's Python runs as it stands, and the files that it names exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_blocks_run_one_after_another(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader who pastes the blocks in order gets numbers, not errors."""
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) == 2
    namespace: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), namespace)
    told = capsys.readouterr().out
    assert re.search(r"^flourishing +0\.\d+$", told, re.MULTILINE) and "percentage points" in told
    motivation, safety = (float(word) for word in told.split()[-2:])
    assert 0 < motivation < 1 and 0 < safety < 1


def test_every_file_that_is_linked_exists() -> None:
    """Links within the repository lead somewhere."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link]
    assert len(links) >= 8
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_going_on_from_a_saved_morning_as_the_page_on_studies_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The last block of docs/studies.md prints contributors a week with and without the sponsor."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "studies.md").read_text("utf-8"), re.DOTALL)
    exec(compile(blocks[-1], "docs/studies.md", "exec"), {})
    stays, leaves = (float(word) for word in capsys.readouterr().out.split())
    assert stays > 0 and stays != leaves


def test_the_study_in_the_page_on_studies_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its YAML is a whole study file."""
    from community_dynamics.experiments.studies.study import studies

    monkeypatch.chdir(tmp_path)
    text, *_ = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "studies.md").read_text("utf-8"), re.DOTALL)
    Path("study.yaml").write_text(text, "utf-8")
    (study,) = studies("sensitivity", ["study=./study.yaml"])
    assert {factor.group for factor in study.factors.values()} == {None, "recognition"}
