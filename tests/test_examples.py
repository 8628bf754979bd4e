"""The examples run as they stand, on models that are not ours."""

import subprocess
import sys
from pathlib import Path

import pandas as pd

SMALL = "import sys; sys.path.insert(0, 'examples'); import wealth; print(wealth.study(wealth.Path(sys.argv[1]), 16, 5))"


def test_a_model_of_mesas_own_is_studied_unchanged(checkout: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", SMALL, str(tmp_path / "found")], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("Inequality")
    runs = pd.read_parquet(tmp_path / "found" / "runs.parquet")
    assert len(runs) == 16 * 6 * 8 and set(runs["status"]) == {"SUCCEEDED"}
    assert runs["inequality"].between(0, 1).all() and runs["inequality"].nunique() > 20
