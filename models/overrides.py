"""Values given by full name, such as levers.cause_clarity: known and within their range, or refused."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

TABLES = {"settings": SETTINGS, "levers": LEVERS, "theory": THEORY}
SWITCHES: dict[str, Iterable[str]] = {"dials": DIALS, "failures": FAILURES}
SECTIONS = {**TABLES, **SWITCHES}
NAMES = [f"{section}.{name}" for section, names in SECTIONS.items() for name in names]


def checked(overrides: Mapping[str, float]) -> Mapping[str, float]:
    """The same values, or an error that says which one is wrong and what would be right."""
    for path, value in overrides.items():
        if path not in NAMES:
            raise ValueError(f"{path} is unknown; {suggestion(path)}")
        low, high, meaning = bounds(path)
        if not low <= value <= high:
            raise ValueError(f"{path} = {value:g} is outside {low:g}..{high:g} ({meaning})")
    return overrides


def bounds(path: str) -> tuple[float, float, str]:
    """Lowest and highest value allowed, and what the value means."""
    section, _, name = path.partition(".")
    if section not in TABLES:
        return 0.0, 1.0, "low to high" if section == "dials" else "off or on"
    parameter = TABLES[section][name]
    return parameter.low, parameter.high, parameter.meaning


def suggestion(path: str) -> str:
    """The nearest full name; a name without its section is completed."""
    completed = [name for name in NAMES if name.partition(".")[2] == path.rpartition(".")[2]]
    near = completed or get_close_matches(path, NAMES, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"full names begin with {', '.join(SECTIONS)}, as in levers.cause_clarity"
