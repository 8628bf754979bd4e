"""`community facts`: the table, the folder, exit statuses, and what is refused."""

import json
from pathlib import Path

import pandas as pd
import pytest

from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.facts.catalogue import FACTS
from community_dynamics.sim.theory import THEORY

QUICK = ("C8", "C2", "runs=4")
SILENCE = ("theory.ask_base=0", "theory.show_base=0")  # nobody posts: C2 and C8 cannot hold


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, away from the checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNITY_DEBUG", raising=False)
    return tmp_path


def test_chosen_facts_are_told_in_order_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["fact", "what", "mean", "[95", "%]", "accepted", "reference", "runs", "verdict"]
    assert [line.split()[0] for line in lines[2:6]] == ["C2", "C2", "C2", "C8"]
    assert "  306  " in lines[5]
    assert any(" of 2 facts hold: " in line for line in lines)
    assert list(Path().iterdir()) == []


def test_a_folder_holds_the_table_a_picture_and_where_they_come_from() -> None:
    assert main(["facts", *QUICK, *SILENCE, "out=there/facts"]) == 0
    folder = Path("there/facts")
    names = {"config.yaml", "provenance.json", "facts.csv", "facts.png", "report.html"}
    assert {path.name for path in folder.iterdir()} == names
    table = pd.read_csv(folder / "facts.csv").set_index("what")
    assert list(table["fact"]) == ["C2", "C2", "C2", "C8"]
    silent = table.loc["unsupported launches silent at month three"]
    assert (silent["mean"], silent["runs"], silent["verdict"]) == (1.0, 306, "misfit")
    assert (silent["accepted_low"], silent["accepted_high"], silent["reference_low"]) == (0.45, 0.70, 0.57)
    assert silent["low"] < silent["mean"] <= silent["high"]
    made = json.loads((folder / "provenance.json").read_text("utf-8"))
    assert made["command"] == "community facts C8 C2 runs=4 theory.ask_base=0 theory.show_base=0 out=there/facts"
    assert made["seeds"] == {"first": 0, "last": 50_033}
    assert "show_base: 0.0" in (folder / "config.yaml").read_text("utf-8")
    assert main(["facts", "C2", "runs=2", "out=there/facts"]) == 2  # the result of another request
    assert len(pd.read_csv(folder / "facts.csv")) == 4


def test_numbers_do_not_depend_on_the_workers() -> None:
    for workers in ("1", "3"):
        assert main(["facts", "C2", "C5", "runs=3", "seed=7", f"workers={workers}", f"out={workers}"]) == 0
    assert Path("1/facts.csv").read_bytes() == Path("3/facts.csv").read_bytes()
    assert main(["facts", "C2", "runs=3", "seed=8", "out=other"]) == 0
    first, other = (pd.read_csv(f"{name}/facts.csv")["mean"][0] for name in ("1", "other"))
    assert first != other


def test_strict_is_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "C8", *SILENCE, "--strict"]) == 1
    assert "misfit" in capsys.readouterr().out
    assert main(["facts", "C8", *SILENCE]) == 0


def test_beside_tells_what_a_change_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "C8", *SILENCE, "--beside", "out=beside"]) == 0
    told = capsys.readouterr().out
    table = pd.read_csv("beside/facts.csv")
    assert "as it stands" in told and table["mean_as_it_stands"][0] < table["mean"][0]
    if table["verdict_as_it_stands"][0] == "holds":
        assert "holds, then misfit" in told
        assert "The change breaks C8 (unsupported launches silent at month three)." in " ".join(told.split())


def test_the_list_tells_source_scenario_and_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "--list"]) == 0
    told = capsys.readouterr().out
    plain = " ".join(told.split())
    for fact in FACTS.values():
        assert f"{fact.key} {fact.title} Source: {fact.source}. Measured: {fact.measured}." in plain
        assert all(part.what in told and part.accepted in told for part in fact.parts)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["C20"], "C20 is not a fact; did you mean C2? allowed are C1 to C19 and fates"),
        (["fate"], "fate is not a fact; did you mean fates? allowed are C1 to C19 and fates"),
        (["lurkers"], "lurkers is not a fact; allowed are C1 to C19 and fates"),
        (["runs=0"], "runs = 0 is outside 1..10000000 (runs of each scenario); did you mean 1?"),
        (["rusn=4"], "rusn is not known to 'community facts'; did you mean runs? 'community facts --help' lists all"),
        (["workers=0"], "workers = 0 is outside 1..1024 (processor cores to use; all of them unless said); did you mean 1?"),
        (
            ["theory.contagon=0"],
            "theory.contagon is not a theory constant; did you mean theory.contagion? "
            f"'community explain theory' lists all {len(THEORY)}",
        ),
        (
            ["contagion=0"],
            "contagion is not known to 'community facts'; did you mean theory.contagion? 'community facts --help' lists all",
        ),
        (
            ["theory.contagion=9"],
            "theory.contagion = 9 is outside 0..0.5 (hazard to visit for each visit recently seen); did you mean 0.5?",
        ),
        (
            ["theory.contagion=no"],
            "theory.contagion = no is not a number in 0..0.5 (hazard to visit for each visit recently seen)",
        ),
        (["theory=0"], "theory = 0 names no parameter; write theory.<name>=<value>"),
        (
            ["theory.contagion=0", "theory.contagion=0.1"],
            "theory.contagion is given twice (theory.contagion=0 and theory.contagion=0.1); keep one of the two",
        ),
        (
            ["levers.demand=1"],
            "levers.demand cannot be changed, as each fact belongs to a community as it is; theory.NAME=VALUE can",
        ),
        (["--strikt"], "--strikt is not a flag; did you mean --strict? 'community facts --help' lists all"),
        (
            ["--beside"],
            "--beside compares with the theory as it stands, and nothing is changed; add theory.NAME=VALUE",
        ),
        (["out=taken"], "out = taken holds something else than results; name a new folder"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_a_line(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community_dynamics.experiments.facts.known.measure", None)  # no run is begun
    Path("taken").mkdir()
    Path("taken/thesis.txt").write_text("x", "utf-8")
    assert main(["facts", *words]) == 2
    screen = capsys.readouterr()
    assert (screen.out, screen.err) == ("", f"{line}\n")
    assert sorted(path.name for path in Path().rglob("*")) == ["taken", "thesis.txt"]
