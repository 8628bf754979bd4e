"""Fifteen plain questions make a scenario that loads, says why each line is there, and means what "
"was answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.base.plain_yaml import parse
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.scenarios.questionnaire import QUESTIONS, asked_answers, scenario_yaml
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_from
from community_dynamics.sim.inputs import lever_values
from community_dynamics.sim.levers import DIALS, LEVERS


def scenario_of(answers: dict[str, str]):  # type: ignore[no-untyped-def]
    """The scenario that answers make."""
    return scenario_from(parse(scenario_yaml(answers), "ours.yaml"))


def test_there_are_fifteen_questions_that_reach_every_c_and_more() -> None:
    assert len(QUESTIONS) == 15
    text = scenario_yaml({})
    assert {dial for dial in DIALS if f"\n  {dial}: middle\n" in text} == set(DIALS) - {"cadence"}
    assert all(f"\n  # {question.text}\n" in text for question in QUESTIONS[1:])


def test_no_answers_make_the_middling_community() -> None:
    assert lever_values(scenario_of({}), 0) == lever_values(load("middling"), 0)


def test_answers_mean_what_they_say() -> None:
    scenario = scenario_of({"name": "Wir: alle", "people": "80", "founders": "5", "cause": "3", "leaders": "1", "work": "3"})
    assert scenario.name == "Wir: alle"
    assert (scenario.setting("seats"), scenario.setting("founders")) == (80, 5)
    assert scenario.dials["cause"] == 1.0
    assert scenario.levers["leadership_support"] == scenario.levers["sponsor_present"] == 0.0
    assert scenario.levers["demand"] > LEVERS["demand"].default


def test_the_worded_anchors_stand_beside_the_lines() -> None:
    anchors = LEVERS["cause_clarity"].anchors
    assert anchors is not None
    assert all(words in scenario_yaml({}) for words in anchors)


@pytest.mark.parametrize(
    ("key", "answer", "line"),
    [
        ("cause", "4", "cause = 4 is not one of 1 to 3"),
        ("cause", "high", "cause = high is not one of 1 to 3"),
        ("people", "9", "people = 9 is outside 10..20000"),
        ("people", "some", "people = some is not a number from 10 to 20000"),
        ("name", "x" * 61, f"name = {'x' * 57}... is not a name of 1 to 60 letters"),
        (
            "colour",
            "1",
            "colour is not a question; the questions are " + ", ".join(one.key for one in QUESTIONS),
        ),
    ],
)
def test_an_answer_is_refused_in_these_words(key: str, answer: str, line: str) -> None:
    with pytest.raises(CommunityError) as caught:
        scenario_yaml({key: answer})
    assert str(caught.value) == line


def test_a_question_is_asked_again_until_it_is_answered() -> None:
    written: Iterator[str] = iter(["ours", "1", "none", "100", *[""] * 12])
    said: list[str] = []
    answers = asked_answers(lambda _: next(written), said.append)
    assert answers["people"] == "100" and answers["cadence"] == "21"
    assert said == ["people = none is not a number from 10 to 20000"]


def test_the_form_and_a_file_of_answers_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    replies = iter(["", "", "", "", "3", *[""] * 10])
    monkeypatch.setattr("builtins.input", lambda _: next(replies))
    assert main(["new", "asked.yaml", "--form"]) == 0
    Path("answers.yaml").write_text("cause: 3\n")
    assert main(["new", "given.yaml", "answers=answers.yaml"]) == 0
    assert Path("asked.yaml").read_text() == Path("given.yaml").read_text()
    assert "then: community run ./given.yaml" in capsys.readouterr().out


def test_a_wrong_answer_in_a_file_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text("founders: 900\n")
    assert main(["new", "ours.yaml", "answers=answers.yaml"]) == 2
    assert "settings.founders = 900 is more than settings.seats = 300" in capsys.readouterr().err
    assert not Path("ours.yaml").exists()
