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
    numbers = [float(word) for word in capsys.readouterr().out.split()]
    assert len(numbers) == 4
    assert 0 <= numbers[0] <= 1
    assert 0 < numbers[2] < 1


def test_every_file_that_is_linked_exists() -> None:
    """Links within the repository lead somewhere."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link]
    assert len(links) >= 8
    assert [link for link in links if not (ROOT / link).exists()] == []
