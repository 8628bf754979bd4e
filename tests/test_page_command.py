"""`community page`: the built page with a community in it, as data and nothing else."""

import json
import webbrowser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.cli.verbs import page
from community_dynamics.experiments.execution.stamp import stamp
from community_dynamics.experiments.scenarios.scenario_files import load

BUILT = f"<!doctype html><p>{{stamp}}</p>{page.PLACE}null{page.END}<script>1</script>\n"


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A small page in place of the built one, a folder to write to, and the addresses that a browser was asked to open."""
    opened: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    place = tmp_path / "package" / "dist"
    place.mkdir(parents=True)
    (place / "index.html").write_text(BUILT.format(stamp=stamp()))
    monkeypatch.setattr("importlib.resources.files", lambda name: tmp_path / "package")
    return opened


def loaded(file: str) -> Any:
    """What a written page begins with."""
    text = Path(file).read_text("utf-8")
    return json.loads(text.partition(page.PLACE)[2].partition(page.END)[0])


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["page", *arguments]) == 2
    return capsys.readouterr().err.removesuffix("\n")


def plain(community: Any) -> Any:
    return json.loads(json.dumps(asdict(community)))


def test_a_page_is_written_here_and_opened(built: list[str], tmp_path: Path) -> None:
    assert main(["page"]) == 0
    assert loaded("page.html") is None
    assert built == [(tmp_path / "page.html").as_uri()]


def test_a_file_begins_with_its_community_and_quiet_opens_nothing(
    built: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = "</script><script>alert(1)</script><!-- & \u2028 é"
    (tmp_path / "ours.yaml").write_text(f"name: ours\nstory: '{story[:-5]}'\nsource: us\nlevers: {{demand: 0.7}}\n", "utf-8")
    assert main(["page", "./ours.yaml", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    text = Path("page-ours.html").read_text("utf-8")
    assert text.count("<script") == 2 and "alert(1)<" not in text and "<!--" not in text
    assert loaded("page-ours.html") == {"scenario": plain(load("./ours.yaml")), "against": None}
    assert built == []


def test_the_rest_of_the_page_stays_as_built(built: list[str]) -> None:
    assert main(["page", "guild", "out=here/class.html"]) == 0
    text = Path("here/class.html").read_text("utf-8")
    before, _, rest = text.partition(page.PLACE)
    assert before == f"<!doctype html><p>{stamp()}</p>" and rest.partition(page.END)[2] == "<script>1</script>\n"
    assert built == [], "out= says where it goes, and opens nothing"


def test_a_folder_of_a_comparison_begins_with_both_sides(tmp_path: Path) -> None:
    folder = tmp_path / "results" / "compare-1"
    folder.mkdir(parents=True)
    for name, demand in (("first", 0.5), ("scenario", 0.9)):
        (folder / f"{name}.yaml").write_text(f"name: {name}\nstory: s\nsource: s\nlevers: {{demand: {demand}}}\n")
    assert main(["page", "results/compare-1", "out=both.html"]) == 0
    found = loaded("both.html")
    assert (found["scenario"]["name"], found["against"]["name"]) == ("first", "scenario")
    (folder / "first.yaml").unlink()
    assert main(["page", "results/compare-1", "out=both.html"]) == 0
    assert (loaded("both.html")["scenario"]["name"], loaded("both.html")["against"]) == ("scenario", None)


def test_what_stands_in_the_way_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.html").write_text("my own page")
    line = "mine.html is there already and is no page of this command; name another with out="
    assert refusal(capsys, "guild", "out=mine.html") == line
    assert (tmp_path / "mine.html").read_text() == "my own page"
    assert refusal(capsys, "guilt").startswith("scenario=guilt is not a scenario; did you mean guild?")
    assert refusal(capsys, "guild", "middling") == "2 communities are given; allowed is one: community page guild"
    assert refusal(capsys, "guild", "runs=3").startswith("runs is not known to 'community page'")


def test_a_page_that_is_not_built_or_is_of_another_theory_says_how_to_build_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "package" / "dist" / "index.html"
    index.write_text(BUILT.format(stamp="0" * 12))
    line = f"the page was built from another version of the theory than {stamp()}; run 'make page' in the checkout"
    assert refusal(capsys) == line
    index.unlink()
    assert refusal(capsys) == "the page is not built; run 'make page' in the checkout"
    assert not list(tmp_path.glob("*.html"))


def test_the_version_says_which_theory(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.endswith(f", theory {stamp()}\n")
