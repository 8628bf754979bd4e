"""The glossary names every fate, and states the thresholds that the settings have."""

from pathlib import Path

from community_dynamics.sim.outcomes import FATES
from community_dynamics.sim.settings import SETTINGS

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_fate_is_defined() -> None:
    """Each fate has a row."""
    assert [fate for fate in FATES if f"\n| {fate} | " not in TEXT] == []


def test_thresholds_are_those_of_the_settings() -> None:
    """A changed default must be changed on the page as well."""
    default = {name: SETTINGS[name].default for name in ("stall_people", "stall_share", "dead_days", "flourish_times")}
    assert f"`stall_people` ({default['stall_people']:g})" in TEXT
    assert f"`stall_share` ({100 * default['stall_share']:g} %)" in TEXT
    assert f"`dead_days` ({default['dead_days']:g})" in TEXT
    assert f"`flourish_times` ({default['flourish_times']:g})" in TEXT


def test_the_words_of_plans_are_defined() -> None:
    """Whatever a plan's file or a page of plans says needs a row."""
    words = ("plan", "reaction", "ramp", "at least, at most", "launch recipe", "cost of a plan", "price", "budget", "fresh seeds")
    assert [word for word in words if f"\n| {word} | " not in TEXT] == []
