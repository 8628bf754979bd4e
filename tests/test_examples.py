"""The examples run as they stand, on models that are not ours."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

SMALL = "import sys; sys.path.insert(0, 'examples'); import wealth; print(wealth.study(wealth.Path(sys.argv[1]), 16, 5))"


def test_a_model_of_mesas_own_is_studied_unchanged(checkout: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", SMALL, str(tmp_path / "found")], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("Inequality")
    runs = pd.read_parquet(tmp_path / "found" / "runs.parquet")
    assert len(runs) == 16 * 6 * 8 and set(runs["status"]) == {"SUCCEEDED"}
    assert runs["inequality"].between(0, 1).all() and runs["inequality"].nunique() > 20


VIEW = """
import sys
sys.path.insert(0, "examples")
import living_community, solara
model = living_community.LivingCommunity(**living_community.START)
for _ in range(30):
    model.step()
title = living_community.drawn(model, living_community.places(model)).axes[0].get_title()
box, shown = solara.render(living_community.page, handle_error=False)
print(title, "|", len(model.datacollector.get_model_vars_dataframe()), "|", type(box).__name__)
"""


def test_the_community_in_mesas_own_view_starts_and_steps(checkout: Path) -> None:
    pytest.importorskip("solara", reason="Mesa's view is not installed: pip install -e '.[view]'")
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", VIEW], cwd=checkout, capture_output=True, text=True, check=True
    )
    title, days, box = answer.stdout.strip().splitlines()[-1].split(" | ")
    assert title.startswith("day 30: ") and days == "30" and box == "VBox"
