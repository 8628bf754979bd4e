"""The page in a real Chromium, driven as a person would; and what it shows is what the command line computes."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.page.kernel.identity import node
from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.outcomes import FATES

PAGE = Path(__file__).resolve().parents[1] / "page"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
NODE = node() or shutil.which("node")


def missing() -> str:
    """Why the page cannot be tried here, empty where it can."""
    if CHROMIUM is None:
        return "no Chromium here; on Debian: apt-get install chromium"
    if NODE is None:
        return "no Node.js here; make page installs one"
    if not (PAGE / "dist" / "index.html").is_file() or not (PAGE / "node_modules" / "playwright-core").is_dir():
        return "the page is not built; make page builds it"
    return ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(scope="module")
def driven(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """All tests of the page, run once; and the folder with what the page saved in one of them."""
    folder = tmp_path_factory.mktemp("page")
    files = sorted(str(file.relative_to(PAGE)) for file in (PAGE / "tests").glob("*.test.mjs"))
    environment = {**os.environ, "SAVED_INTO": str(folder), "CHROMIUM": str(CHROMIUM)}
    command = [str(NODE), "--test", "--test-reporter=spec", *files]
    done = subprocess.run(command, cwd=PAGE, env=environment, capture_output=True, text=True, timeout=1800)
    return done, folder


def test_the_page_does_what_it_says_and_asks_nobody_for_anything(driven):
    done, _ = driven
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "pass 0" not in done.stdout


def test_a_saved_file_gives_the_same_fates_on_the_command_line(driven):
    _, folder = driven
    with (folder / "fates.csv").open() as stream:
        shown = [(int(row["seed"]), row["fate"]) for row in csv.DictReader(stream)]
    assert len(shown) >= 30
    computed = simulate_scenario(load(str(folder / "saved.yaml")), len(shown))["fate"]
    assert shown == [(seed, FATES[int(fate)]) for seed, fate in enumerate(computed)]
    assert len({fate for _, fate in shown}) > 1, "a fate that all share shows little"
