"""Every outcome of bundled scenarios, to the last digit: a number that moves unseen is a fault."""

import json
from pathlib import Path

import pytest

from benchmarks import baseline
from community_dynamics.experiments.scenarios.scenario_files import scenario_names
from community_dynamics.sim.outcomes import OUTCOMES

BEFORE: baseline.Numbers = {"guild": {"safety": 0.5, "strain": 0.25, "trend": None}}


def test_the_model_says_what_it_said() -> None:
    lines = baseline.moved(baseline.kept(), baseline.measured())
    assert not lines, "\n".join(
        [
            f"{len(lines)} numbers moved:",
            *lines,
            f"If this is meant, '{baseline.COMMAND}' writes them down, and a line beginning RESULTS in CHANGELOG.md says why.",
        ]
    )


def test_every_outcome_of_each_scenario_is_kept() -> None:
    numbers = baseline.kept()
    assert set(numbers) == set(baseline.SCENARIOS) <= set(scenario_names())
    for name, values in numbers.items():
        assert {outcome for outcome in values if "," not in outcome} == set(OUTCOMES), name
        assert all(values[f"{outcome}, runs defined"] == 0 for outcome in OUTCOMES if values[outcome] is None), name


def test_the_file_is_sorted_and_has_a_number_a_line() -> None:
    text = baseline.FILE.read_text("utf-8")
    assert text == baseline.text_of(json.loads(text))
    assert text.count("\n") == sum(len(values) + 2 for values in baseline.kept().values()) + 2


def test_what_moved_is_named_with_both_values_and_the_change() -> None:
    after: baseline.Numbers = {"guild": {"safety": 0.4, "trend": 0.1, "habit": 0.75}, "middling": {"strain": 0.5}}
    assert baseline.moved(BEFORE, after) == [
        "guild, habit: new -> 0.75",
        "guild, safety: 0.5 -> 0.4 (-0.1, -0.2 of it)",
        "guild, strain: 0.25 -> no longer measured",
        "guild, trend: undefined -> 0.1",
        "middling, strain: new -> 0.5",
    ]
    assert baseline.moved(BEFORE, BEFORE) == []


def test_the_last_digit_counts() -> None:
    after: baseline.Numbers = {"guild": BEFORE["guild"] | {"safety": 0.5000000000000001}}
    assert baseline.moved(BEFORE, after) == ["guild, safety: 0.5 -> 0.5000000000000001 (+1.11022e-16, +2.2e-16 of it)"]


def test_the_command_writes_what_moved_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "baseline.json"
    monkeypatch.setattr(baseline, "measured", lambda: BEFORE)
    assert baseline.main(file) == 0
    assert "3 numbers moved" in capsys.readouterr().out and baseline.kept(file) == BEFORE
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")  # to see that the same numbers are not written again
    assert baseline.main(file) == 0
    told = capsys.readouterr().out
    assert told == "nothing moved: baseline.json holds what the model says today\n"
    assert file.read_text("utf-8").endswith("}\n\n")


def test_a_mean_is_over_the_runs_in_which_an_outcome_is_defined() -> None:
    nan = float("nan")
    assert baseline.mean_of([0.25, nan, 0.75]) == 0.5 and baseline.mean_of([nan, nan]) is None
