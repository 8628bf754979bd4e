"""The opening story: told whole, with the same random seeds, with what is assumed said."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_report import read

from community_dynamics.experiments.report.story import AS_IT_WAS, GROUPS, SUPPORTED, Story, at_scale, repairs_from, tell
from community_dynamics.experiments.report.story_figures import not_yet_stalled
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import lever_values
from community_dynamics.sim.levers import LEVERS

RUNS = 4


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, list[str], list[int]]:
    said: list[str] = []
    done: list[int] = []
    folder = tmp_path_factory.mktemp("story") / "deep" / "down"
    return tell(folder, RUNS, 60, 2, done.append, said.append), said, done


def test_all_runs_are_counted(told: tuple[Story, list[str], list[int]]) -> None:
    story, _, done = told
    repairs = len(story.repairs.table)
    assert sum(done) == RUNS * (2 + 1 + repairs)


def test_the_folder_holds_the_page_the_pictures_and_the_numbers(
    told: tuple[Story, list[str], list[int]],
) -> None:
    folder = told[0].page.parent
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "index.html", "fates.png", "log_ons.png", "repairs.png", "comparison.csv", "repairs.csv", "runs.csv",
    }  # fmt: skip
    runs = pd.read_csv(folder / "runs.csv")
    assert list(runs.loc[runs["side"] == "a", "seed"]) == list(range(RUNS))


def test_the_page_is_whole_and_says_what_is_assumed(told: tuple[Story, list[str], list[int]]) -> None:
    reader = read(told[0].page.read_text("utf-8"))
    text = " ".join(reader.text)
    assert len(reader.images) == 3
    for words in ("reported: 14", "is a prediction", "18,000 people were eligible is assumed", "same random seeds"):
        assert words in text
    assert all(line in text for line in told[0].summary)


def test_it_is_told_in_plain_words(told: tuple[Story, list[str], list[int]]) -> None:
    said = told[1]
    assert said[0].startswith(f"{RUNS} pairs of runs with the same random seeds")
    assert any(line.startswith("As it was, Spacebook stalls in") for line in said)
    assert not any(str(Path.home()) in line or str(told[0].page.parent) in line for line in said)


def test_the_repairs_together_make_the_supported_organisation() -> None:
    stalled, supported = load(AS_IT_WAS), load(SUPPORTED)
    repairs = repairs_from(stalled, supported)
    assert set(repairs) <= set(GROUPS.values())
    assert all(path.partition(".")[2] in LEVERS for values in repairs.values() for path in values)
    whole = stalled
    for values in repairs.values():
        whole = whole.with_values(values)
    reached, wanted = lever_values(whole, 0), lever_values(supported, 0)
    assert {name for name in LEVERS if reached[name] != wanted[name]} <= {name for name in LEVERS if LEVERS[name].group == "work"}


def test_both_organisations_differ_by_their_levers_and_by_how_newcomers_go_on_hearing_of_it() -> None:
    stalled, supported = load(AS_IT_WAS), load(SUPPORTED)
    heard = "steady_reach_a_year"
    assert {**stalled.settings, heard: 0.0} == {**supported.settings, heard: 0.0}
    assert stalled.settings[heard] <= supported.settings[heard]
    assert not stalled.theory and not supported.theory and stalled.shocks == supported.shocks


@pytest.mark.parametrize("scale", [1, 10, 36])
def test_scaling_keeps_the_people(scale: float) -> None:
    scenario = load(AS_IT_WAS)
    people = scenario.setting("seats") * scenario.setting("scale")
    scaled = at_scale(scenario, scale)
    assert scaled.setting("seats") * scaled.setting("scale") == pytest.approx(people, rel=0.01)


def test_the_curve_ends_with_those_that_hold(told: tuple[Story, list[str], list[int]]) -> None:
    comparison = told[0].comparison
    assert comparison.ensembles is not None
    for scenario, ensemble in zip((comparison.first, comparison.second), comparison.ensembles, strict=True):
        days = np.arange(0, int(scenario.setting("days")) + 1, 7)
        counts = not_yet_stalled(scenario, ensemble, days)
        assert counts[0] == ensemble["took_off"].sum() and (np.diff(counts) <= 0).all()
        assert counts[-1] == ensemble["holding"].sum()
