"""`community diagnose` from word to page: the same for any number of workers, and every file written."""

import json
from pathlib import Path

import pandas as pd
import pytest

import community_dynamics as cd
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.diagnosis.diagnosing import diagnose
from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds
from community_dynamics.experiments.diagnosis.twins import first_difference, lived
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Change, Scenario

SMALL = ("settings.seats=40", "settings.days=140", "settings.founders=10")


def ailing() -> Scenario:
    small = {"settings.seats": 40, "settings.days": 140, "settings.founders": 10, "failures.work_pressure": True}
    scenario = load("well_run_cop").with_values(small)
    levers = {"leadership_support": 0.0, "sponsor_present": 0.0}
    return Scenario(**{**vars(scenario), "plan": (Change(70, None, {}, levers),)})


def test_the_same_for_any_number_of_workers_and_shares_add_up() -> None:
    one, two = (diagnose(ailing(), runs=200, threads=threads) for threads in (1, 2))
    pd.testing.assert_frame_equal(one.causes, two.causes)
    assert one.rescue == two.rescue and one.deadline == two.deadline and one.verdict == two.verdict
    assert one.causes["share"].sum() == one.shares.loss
    assert set(one.causes["cause"]) == {"Leadership support", "Failure: work pressure"}
    assert one.causes["percent"].sum() == 100
    assert cd.figure(one).axes


def test_twins_part_on_the_day_on_which_the_repair_begins_to_differ() -> None:
    plan = (Change(70, None, {}, {"cadence_days": 0.0, "prompts_a_week": 0.0, "protected_minutes_a_week": 0.0}),)
    community = Scenario(**{**vars(ailing()), "failures": {}, "plan": plan})
    found = diagnose(community, runs=200, threads=1)
    worlds = Worlds(found.case, 0)
    day, act = first_difference(lived(worlds, 0, 0), lived(worlds, found.case.everything, 0))
    assert day is not None and day >= 70 and act
    assert first_difference(lived(worlds, 0, 0), lived(worlds, 0, 0)) == (None, "")


def test_the_command_writes_page_tables_pictures_and_the_repaired_community(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["diagnose", "well_run_cop", *SMALL, "failures.work_pressure=yes", "failures.no_leadership_support=yes", "runs=200"]
    assert main([*words, "out=found", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verb"] == "diagnose" and told["reference"].startswith("well_run_cop without")
    causes = pd.read_csv("found/causes.csv")
    assert set(causes["cause"]) == {"Failure: work pressure", "Failure: no leadership support"}
    page = Path("found/report.html").read_text("utf-8")
    assert "If nothing changes, well run cop flourishes or holds in" in page and "What nobody knows" in page
    if told["verdict"] != "no clear cause" and told["last_day"] is not None:
        assert {"deadline.png", "twins.png", "people.csv", "repaired.yaml"} <= {one.name for one in Path("found").iterdir()}
        assert main(["run", "scenario=./found/repaired.yaml", "runs=2", "out=again"]) == 0


def test_what_cannot_be_diagnosed_is_said_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["guild", "reference=gild"], ["guild", "outcome=strain"], ["well_run_cop"], ["guild", "by=lever"]):
        assert main(["diagnose", *words]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
