"""`community discover` at the door: what it writes, that it goes on where it was, and one line for what cannot be meant."""

import json
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

import community_dynamics as cd
from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.discovery.boxes import Boxes
from community_dynamics.experiments.discovery.edge import Edge

SMALL = ("settings.seats=40", "settings.days=180", "workers=1")
FACTORS = ("vary.levers.demand=0.6..1.6", "vary.levers.leadership_support=0:1", "vary.levers.sponsor_present=no,yes")
BOXES = ("discover", *FACTORS, "points=128", "runs=3", *SMALL)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line with which a command is refused, before anything is written."""
    assert main(["discover", *words]) == 2
    screen = capsys.readouterr()
    assert screen.out == "" and not list(Path().iterdir())
    return screen.err.removesuffix("\n")


def test_boxes_are_told_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOXES, "out=found"]) == 0
    screen = capsys.readouterr()
    assert "128 points of 3 runs: 384 runs" in screen.err
    assert "fails at" in screen.out and "of 128 points in the ranges tried" in " ".join(screen.out.split())
    names = {path.name for path in Path("found").iterdir()}
    assert names >= {"boxes.csv", "limits.csv", "trajectory.csv", "points.csv", "box_1.png", "peeling.png", "report.html"}
    assert names >= {"runs.parquet", "config.yaml", "scenario.yaml", "provenance.json"}
    points = pd.read_csv("found/points.csv")
    assert len(points) == 128 and points["held_out"].sum() == 64
    assert set(points["levers.sponsor_present"]) == {0.0, 1.0} and points["levers.demand"].max() > 1.5
    html = Path("found/report.html").read_text("utf-8")
    order = ["What to do about it", "How good each box is", "What was tried", "The community", "How far to trust this"]
    places = [html.find(heading) for heading in order if heading in html]
    assert places == sorted(places) and len(places) >= 4
    assert "0.6 to 1.6" in html and "no, yes" in html


def test_the_same_again_uses_the_runs_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOXES, "out=found", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    kept = {path: path.stat().st_mtime_ns for path in Path("found/runs").iterdir()}
    assert main([*BOXES, "out=found", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert first == again and first["find"] == "boxes" and isinstance(first["boxes"], list)
    assert kept == {path: path.stat().st_mtime_ns for path in Path("found/runs").iterdir()}


def test_another_limit_is_another_question_to_the_same_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOXES, "out=found", "--quiet"]) == 0
    assert main([*BOXES, "outcome=strain", "above=0.3", "out=found", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "strain" and "is more than 0.3" in told["statement"]
    assert main(["analyse", "found", "outcome=flourishing"]) == 0
    assert "fails at" in capsys.readouterr().out
    assert main(["extend", "found", "points=256", "--dry-run"]) == 0
    assert "256 points of 3" in capsys.readouterr().out


def test_workers_change_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    tables = []
    for workers in (1, 2):
        words = [word for word in BOXES if not word.startswith("workers")]
        assert main([*words, f"workers={workers}", f"out=found{workers}", "--quiet"]) == 0
        tables.append(Path(f"found{workers}/limits.csv").read_bytes() + Path(f"found{workers}/points.csv").read_bytes())
    assert tables[0] == tables[1]


def test_an_edge_is_told_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("find=edge", "vary.levers.demand=0.6..1.6", "vary.levers.sponsor_present=no,yes", "points=4", "runs=6")
    assert main(["discover", *words, *SMALL, "out=found"]) == 0
    screen = capsys.readouterr()
    assert "8 points of 6 runs: 48 runs" in screen.err
    assert "tip" in screen.out
    assert len(pd.read_csv("found/map.csv")) == 8 and len(pd.read_csv("found/edge.csv")) == 2
    assert Path("found/edge.png").stat().st_size > 10_000
    assert "Where it tips" in Path("found/report.html").read_text("utf-8")


def test_warnings_are_told_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("find=warnings", "vary.levers.demand=0.5..1.2", "vary.levers.leadership_support=0..1", "points=256")
    assert main(["discover", *words, "settings.seats=80", "settings.days=480", "workers=1", "out=found"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "12 weeks before a stall: of single signs" in said and "within the model only" in said
    names = {path.name for path in Path("found").iterdir()}
    assert names >= {"indicators.csv", "watch.csv", "rule.csv", "worlds.csv", "before.csv", "warnings.png", "course.png"}
    html = Path("found/report.html").read_text("utf-8")
    assert html.find("Which signs warn") < html.find("What to watch") < html.find("What the signs mean")
    assert main(["retry", "found"]) == 2
    assert "give its command once more" in capsys.readouterr().err


def test_a_dry_run_says_how_many_runs_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BOXES, "--dry-run"]) == 0
    assert "384 runs: 128 points of 3" in capsys.readouterr().out
    assert not list(Path().iterdir())


def test_what_is_set_does_not_vary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discover", "levers.demand=1.1", "points=64", "runs=1", *SMALL, "out=found", "--quiet"]) == 0
    points = pd.read_csv("found/points.csv")
    assert "levers.demand" not in points and "levers.hindrance_share" in points


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("find=box",), "find = box is not boxes, edge or warnings (what is asked); did you mean boxes?"),
        (("points=100",), "points = 100 is not a power of 2; did you mean 64 or 128?"),
        (("outcome=strain",), "outcome = strain is a number (0-1), and failing needs a limit; write above=VALUE"),
        (("below=2",), "below = 2 is outside 0..1 (share of runs with holding); one half is usual: below=0.5"),
        (
            ("find=edge", "vary.levers.demand=0..1"),
            "find = edge is a map of two levers, and 1 vary; keep two, such as levers.demand and levers.leadership_support",
        ),
        (("find=edge", "points=1000"), "points = 1000 is outside 2..64 (levels of each range of a map); 9 is usual"),
        (("find=edge", "below=0.4"), "below = 0.4 is not for find=edge, whose line lies at one half of the runs"),
        (
            ("find=warnings", "outcome=strain"),
            "outcome = strain is not for find=warnings, which asks what warns of a stall; leave it out",
        ),
        (
            ("find=warnings", "settings.days=200"),
            "settings.days = 200 is too short for warnings up to 26 weeks ahead; at least 294",
        ),
        (
            ("factors=dials", "vary.levers.demand=0..1"),
            "factors = dials beside vary, which names the factors; leave out one of the two",
        ),
        (("vary.levers.demnd=0..1",), "vary.levers.demnd is not a lever; did you mean levers.demand?"),
        (("vary.levers.demand=1..0.5",), "vary.levers.demand = 1..0.5 is no range; the first value must be the smaller"),
    ],
)
def test_what_cannot_be_meant_gets_one_line(words: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refusal(capsys, *words)
    assert told.startswith(line) and "\n" not in told


def test_the_same_from_python() -> None:
    scenario = cd.load("middling").with_values({"settings.seats": 40, "settings.days": 180})
    vary = {"levers.demand": (0.6, 1.6), "levers.leadership_support": (0.0, 1.0), "levers.sponsor_present": [0, 1]}
    found = cd.discover(scenario, vary, points=128, runs=3, workers=1)
    assert isinstance(found, Boxes) and "of 128 points" in found.statement
    assert main([*BOXES, "out=found", "--quiet"]) == 0
    there = pd.read_csv("found/points.csv")
    assert there["fails"].tolist() == found.points["fails"].tolist()
    assert isinstance(cd.figure(found), Figure)
    two = {"levers.demand": [0.6, 1.6], "levers.leadership_support": [0.0, 1.0]}
    edge = cd.discover(scenario, two, find="edge", runs=4, workers=1)
    assert isinstance(edge, Edge) and len(edge.map) == 4
    assert isinstance(cd.figure(edge), Figure)
    with pytest.raises(CommunityError, match="find = boxs is not something to discover; did you mean boxes"):
        cd.discover(scenario, vary, find="boxs")
