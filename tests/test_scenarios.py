"""Scenarios are plain data: read by name or by path, by us and by OmegaConf alike; nothing in them "
"can execute."""

import os
from pathlib import Path
from typing import Any

import pytest
from omegaconf import OmegaConf

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue
from community_dynamics.experiments.base.plain_yaml import parse
from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.scenarios.contradictions import notes
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_from, scenario_names
from community_dynamics.sim.inputs import inputs_of, lever_values

NAMES = scenario_names()
START = "name: ours\nstory: A story.\nsource: Nobody.\n"


def refusal(text: str) -> str:
    """The line with which a text is refused."""
    with pytest.raises(CommunityError) as caught:
        scenario_from(parse(text, "ours.yaml"))
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_loads_under_its_own_name_with_story_and_source(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert len(scenario.story) > 60 and scenario.source
    assert len(inputs_of(scenario).segment) == scenario.setting("days")


@pytest.mark.parametrize("name", NAMES)
def test_omegaconf_reads_the_same_in_three_lines(name: str, checkout: Path) -> None:
    config = OmegaConf.load(checkout / "configs" / "scenario" / f"{name}.yaml")
    data = OmegaConf.to_container(config)
    assert scenario_from(data) == load(name)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_survives_being_written_and_read(name: str) -> None:
    scenario = load(name)
    assert scenario_from(parse(as_yaml(scenario_data(scenario)), "again.yaml")) == scenario


def test_a_path_is_read_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text(START + "levers: {rival_tool: yes}\n")
    assert load("./ours.yaml") == load("ours.yaml") == load(str(tmp_path / "ours.yaml"))
    assert load("./ours.yaml").levers == {"rival_tool": 1.0}


def test_words_and_numbers_mean_the_same() -> None:
    words = scenario_from(
        {
            **parse(START, "x"),
            "settings": {"network": "hubs", "start_weekday": "Friday", "open_pool": True},
            "dials": {"cause": "high"},
            "levers": {"moderation": "none", "sponsor_present": "no", "demand": "0.9"},
            "failures": {"work_pressure": "yes"},
        }
    )
    assert words.settings == {"network": 2.0, "start_weekday": 4.0, "open_pool": 1.0}
    assert words.dials == {"cause": 1.0}
    assert words.levers == {"moderation": 0.0, "sponsor_present": 0.0, "demand": 0.9}
    assert words.failures == {"work_pressure": True}


def test_nothing_written_leaves_every_default() -> None:
    assert lever_values(scenario_from(parse(START, "x")), 0) == lever_values(load("middling"), 0)


def test_a_note_tells_of_hours_that_nobody_is_paid_for() -> None:
    scenario = scenario_from({**parse(START, "x"), "levers": {"facilitator_hours_a_week": 60}})
    assert notes(scenario) == [
        "levers.facilitator_hours_a_week = 60 is more than levers.facilitator_fte = 0.25 pays for "
        "(10 hours); "
        "the rest is not worked"
    ]
    assert notes(load("middling")) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "ours.yaml is empty; 'community new' writes a file to start from"),
        ("# a comment\n", "ours.yaml is empty; 'community new' writes a file to start from"),
        ("- a\n", "ours.yaml is a list, not a mapping of names to values; begin with 'name: ...'"),
        ("7\n", "ours.yaml is a single value, not a mapping of names to values; begin with 'name: ...'"),
        ("name: a\nname: b\n", "ours.yaml states name twice, again in line 2; keep one of the two"),
        (
            "levers:\n  demand: 1\n  demand: 2\n",
            "ours.yaml states demand twice, again in line 3; keep one of the two",
        ),
        ("a: &x 1\nb: *x\n", "ours.yaml uses an alias (& or *) in line 1; write the values out"),
        ("? [a]\n: b\n", "ours.yaml has a name that is no single word in line 1"),
        (
            "name: !!python/object/apply:os.system ['true']\n",
            "ours.yaml uses a tag (tag:yaml.org,2002:python/object/apply:os.system) in line 1; plain values only",
        ),
        (
            "a: " + "[" * 13 + "]" * 13 + "\n",
            "ours.yaml is nested deeper than 12 levels in line 1; a scenario has four",
        ),
        ("a: 1\n---\nb: 2\n", "ours.yaml holds more than one document; a scenario is a page of text"),
        (
            "a: [" + "1," * 20_001 + "]\n",
            "ours.yaml holds more than 20,000 parts; a scenario is a page of text",
        ),
        ("a: [1\n", "ours.yaml is not YAML in line 2: expected ',' or ']', but got '<stream end>'"),
        (
            "a: \x00\n",
            "ours.yaml is not YAML: unacceptable character #x0000: special characters are not allowed",
        ),
    ],
)
def test_hostile_or_broken_text_is_refused_in_a_line(text: str, line: str) -> None:
    assert refusal(text) == line


def test_depth_is_checked_before_anything_is_built() -> None:
    assert "nested deeper" in refusal("a: " + "[" * 400_000)


@pytest.mark.parametrize("value", ["${oc.env:HOME}", "${levers.demand}", "!!float 1"])
def test_nothing_in_a_value_is_resolved(value: str) -> None:
    assert "levers.demand" in refusal(START + f"levers: {{onboarding: 1, demand: '{value}'}}\n")


def test_a_target_is_only_an_unknown_name() -> None:
    assert refusal(START + "_target_: os.system\n").startswith("_target_ is not a part of a scenario;")


def refused_file(path: Path) -> str:
    """The line with which a file is refused."""
    with pytest.raises(CommunityError) as caught:
        load(str(path))
    return str(caught.value)


def test_files_that_cannot_be_read_are_refused_in_a_line(tmp_path: Path) -> None:
    missing, folder, large, binary = (tmp_path / f"{name}.yaml" for name in ("missing", "folder", "large", "binary"))
    folder.mkdir()
    large.write_text("a: " + "b" * 1_000_001)
    binary.write_bytes(b"\xff\xfe\x00")
    assert refused_file(missing) == (f"{missing} does not exist; check the name, or make it with 'community new {missing}'")
    assert refused_file(folder) == f"{folder} is a folder; name a file"
    assert refused_file(large) == f"{large} is larger than 1 MB; a scenario is a page of text"
    assert refused_file(binary) == f"{binary} is not text in UTF-8; save it as plain text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert refused_file(pipe) == f"{pipe} is no file; name a file"


def test_a_file_s_faults_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(START + "levers: {demand: 9, onbording: 1}\n")
    lines = refused_file(path).splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{path}: levers.") for line in lines)


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LookupError) as caught:
        load("giuld")
    assert str(caught.value) == (
        f"scenario=giuld is not a scenario; did you mean guild? 'community scenarios' lists all {len(NAMES)}"
    )
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text(START)
    with pytest.raises(LookupError, match=r"did you mean \./ours\.yaml\?"):
        load("ours")


def test_hydra_reads_a_scenario_as_plain_data(checkout: Path) -> None:
    from hydra import compose, initialize_config_dir

    with initialize_config_dir(version_base="1.3", config_dir=str(checkout / "configs" / "scenario")):
        config = compose("sponsor_leaves", overrides=["levers.leadership_support=0.4"])
    data: Any = OmegaConf.to_container(config)
    assert scenario_from(data).levers["leadership_support"] == 0.4


def test_a_contradiction_between_file_and_default_is_found() -> None:
    with pytest.raises(InvalidValue, match="founders = 20 is more than"):
        scenario_from({**parse(START, "x"), "settings": {"seats": 15}})


def test_numbers_are_read_as_people_write_them() -> None:
    """Not as YAML 1.1 has it, where 010 is eight, 3:30 is 210 and 1e6 is a text."""
    from community_dynamics.experiments.base.plain_yaml import parse

    text = "a: 010\nb: 3:30\nc: 1e6\nd: 0x10\ne: 2026-11-24\nf: yes\ng: -.5\nh: 1_000\n"
    read = {"a": 10, "b": "3:30", "c": 1e6, "d": "0x10", "e": "2026-11-24", "f": True, "g": -0.5, "h": "1_000"}
    assert parse(text, "ours.yaml") == read


def test_a_story_tells_all_that_is_dated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(
        "name: ours\nstory: Ours.\nsource: Nobody.\nplan:\n  - {from_day: 30, ramp_days: 28, at_least: {praise_rate: 0.5}}\n"
        "  - {from_day: 90, failures: {work_pressure: yes}}\nreactions:\n"
        "  - {when: strain > 0.6 for 3 weeks, levers: {demand: 0.5}}\n"
    )
    assert main(["scenarios", str(tmp_path / "ours.yaml")]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "from day 30 on, over 28 days: share of contributions praised at least 0.5" in told
    assert "from day 90 on: work pressure sets in" in told and "when strain > 0.6 for 3 weeks: demand 0.5, to the end" in told
