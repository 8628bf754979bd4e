"""What type checkers know of the records is what the tables state."""

import subprocess
import sys
from pathlib import Path

from community_dynamics.models.records import PLACE, RECORDS, stub


def test_the_stub_is_that_of_the_tables() -> None:
    assert PLACE.read_text("utf-8") == stub(), "run: python -m community_dynamics.models.records"
    for name, dtype in RECORDS.items():
        assert f"class {name}:\n    {dtype.names[0]}: " in stub(), name


def test_a_misspelt_constant_in_a_rule_is_an_error_of_types(checkout: Path, tmp_path: Path) -> None:
    text = (
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
        "    from community_dynamics.sim.records import Theory\n"
        "def rule(theory: Theory) -> float:\n    return theory.friction_cost + theory.frction_cost\n"
    )
    (tmp_path / "rule.py").write_text(text)
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "", "--follow-imports", "silent", str(tmp_path / "rule.py")],
        cwd=checkout / "src",
        capture_output=True,
        text=True,
    )
    assert 'has no attribute "frction_cost"; maybe "friction_cost"' in found.stdout and "Found 1 error" in found.stdout
