"""Every name explains itself: meaning, unit, range, anchors, source, readers; every source is stated once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from community_dynamics import sim
from community_dynamics.experiments.base.errors import UnknownName
from community_dynamics.experiments.scenarios.explain import PARAMETERS, TOPICS, explained, names_in
from community_dynamics.experiments.scenarios.readers import readers_of
from community_dynamics.sim.source import KINDS
from community_dynamics.sim.sources import SOURCES

PARAMETER_PATHS = [parameter.path for table in PARAMETERS.values() for parameter in table.values()]
KEY = re.compile(r"\b(?:[a-z]+_)+(?:19|20)\d\d\b|\bdata_regularity_\d+\b")


def keys_used() -> set[str]:
    """Keys in the tables of parameters, and in the docstrings of rules and kernel."""
    used = {parameter.source for table in PARAMETERS.values() for parameter in table.values()}
    for path in Path(sim.__file__).parent.rglob("*.py"):
        if path.name != "sources.py":
            used.update(KEY.findall(path.read_text("utf-8")))
    return used


def test_every_source_used_is_stated_and_every_stated_one_is_used() -> None:
    assert keys_used() - set(SOURCES) == set(), "used but not stated in sim/sources.py"
    assert set(SOURCES) - keys_used() == set(), "stated in sim/sources.py but used by nothing"


def test_sources_say_how_they_were_read() -> None:
    assert {source.kind for source in SOURCES.values()} <= set(KINDS)
    assert all(source.citation and source.note for source in SOURCES.values())
    for key, source in SOURCES.items():
        year = re.search(r"_(\d{4})$", key)
        if year is not None and key != "decuypere_schaufeli_2020":
            assert year[1] in source.citation, key


@pytest.mark.parametrize("path", PARAMETER_PATHS)
def test_every_parameter_is_explained_and_read_by_something(path: str) -> None:
    section, _, name = path.partition(".")
    assert readers_of(section, name), f"{path} is read by nothing"
    parameter = PARAMETERS[section][name]
    text = " ".join(explained(path).split())
    for part in (parameter.meaning[1:], SOURCES[parameter.source].citation, parameter.status, f"{path}="):
        assert " ".join(part.split()) in text
    for words in parameter.anchors or parameter.choices:
        assert words in text


@pytest.mark.parametrize("section", TOPICS)
def test_a_topic_lists_every_name(section: str) -> None:
    text = explained(section)
    assert all(re.search(rf"^  {name}\s", text, re.MULTILINE) for name in names_in(section))
    assert all(explained(f"{section}.{name}").startswith(f"{section}.{name}\n") for name in names_in(section))


def test_a_rule_is_found_through_the_kernel_that_hands_it_a_number() -> None:
    assert "contagion" in {reader.function for reader in readers_of("theory", "contagion")}
    assert "entry_factor" in {reader.function for reader in readers_of("levers", "onboarding")}


def test_a_lever_names_its_dial_and_its_failure() -> None:
    text = explained("levers.cause_clarity")
    assert "dials.cause sets it: low 0.1, middle 0.5, high 0.9" in text
    assert "failures.inadequate_focus sets it to 0" in text


def test_the_section_may_be_left_out() -> None:
    assert explained("cadence_days") == explained("levers.cadence_days")
    assert explained("flourishing") == explained("outcomes.flourishing")


def test_a_name_that_two_sections_share_is_explained_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARAMETERS["settings"], "demand", replace(PARAMETERS["settings"]["days"], name="demand"))
    both = explained("demand")
    assert "levers.demand\n" in both and "settings.demand\n" in both


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("levers.sponsr", "levers.sponsor_present"),
        ("patiense_days", "theory.patience_days"),
        ("lever", "levers"),
        ("lever.cadence_days", "levers.cadence_days"),
        ("dials.cuase", "dials.cause"),
        ("outcomes.flourish", "outcomes.flourishing"),
    ],
)
def test_a_typo_is_answered_with_the_nearest(name: str, close: str) -> None:
    with pytest.raises(UnknownName) as caught:
        explained(name)
    assert str(caught.value) == (
        f"{name} is not known here; did you mean {close}? 'community explain' takes levers, outcomes, dials, failures, "
        "settings, theory, columns, series or one name"
    )
