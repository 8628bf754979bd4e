"""From what a designer writes to a number: words, yes and no, low and high, each parameter's range."""

import math
from collections.abc import Mapping

from community_dynamics.experiments.base.errors import (
    CommunityError,
    InvalidValue,
    UnknownName,
    WrongKind,
    hint,
    nearest,
    shown,
    unknown,
)
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.outcomes import FATES, OUTCOMES
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

POSITIONS = {"low": 0.0, "middle": 0.5, "high": 1.0}
SWITCH = {"no": False, "yes": True, "false": False, "true": True, "off": False, "on": True}
TABLES: Mapping[str, Mapping[str, object]] = {
    "settings": SETTINGS,
    "dials": DIALS,
    "levers": LEVERS,
    "theory": THEORY,
    "failures": FAILURES,
}
FATE = "fate"  # the outcome whose numbers are names
ONE = {
    "settings": "a setting",
    "dials": "a dial",
    "levers": "a lever",
    "theory": "a theory constant",
    "failures": "a failure",
    "outcomes": "an outcome",
}


def listed(section: str) -> str:
    """Where all names of a section are listed."""
    count = len(OUTCOMES) if section == "outcomes" else len(TABLES[section])
    return f"'community explain {section}' lists all {count}"


def unknown_parameter(section: str, name: str, place: str = "") -> UnknownName:
    """A name that its section does not hold; the same name in another section is offered first."""
    for other, table in TABLES.items():
        if name in table and not place:
            return unknown(f"{section}.{name}", ONE[section], f"{other}.{name}", listed(section))
    close = nearest(name, TABLES[section])
    suggestion = None if close is None else f"{place}{section}.{close}"
    return unknown(f"{place}{section}.{name}", ONE[section], suggestion, listed(section))


def outcome_named(name: str) -> str:
    """The name of an outcome, or an error that offers the nearest."""
    if name in OUTCOMES:
        return name
    raise unknown(f"outcome={shown(name)}", "an outcome", nearest(name, OUTCOMES), listed("outcomes"))


def outcome_with_mean(name: str) -> str:
    """The name of an outcome that has a mean: any but the fate, which is a name itself and has shares of runs."""
    if outcome_named(name) == FATE:
        raise InvalidValue(
            f"outcome = {FATE} has no mean, as fates are names ({', '.join(FATES)}); judge by flourishing or holding, "
            f"or see the share of each fate with 'community sweep outcome={FATE}'"
        )
    return name


def split(path: str) -> tuple[str, str]:
    """Section and name of a full name such as levers.demand, which must exist."""
    section, _, name = path.partition(".")
    if section in TABLES and name in TABLES[section]:
        return section, name
    if section in TABLES and name:
        raise unknown_parameter(section, name)
    homes = [f"{other}.{section}" for other, table in TABLES.items() if section in table and not name]
    close = homes[0] if homes else nearest(path, [f"{s}.{n}" for s, table in TABLES.items() for n in table])
    raise unknown(
        shown(path),
        "the full name of a parameter",
        close,
        "write section.name, such as levers.demand",
    )


def value_of(section: str, name: str, value: object, place: str = "") -> float:
    """The number that a written value stands for, by section; an error says what is allowed."""
    if name not in TABLES[section]:
        raise unknown_parameter(section, name, place)
    path = f"{place}{section}.{name}"
    if section == "dials":
        return dial_value(path, value)
    if section == "failures":
        return failure_value(path, value)
    parameter = {"settings": SETTINGS, "levers": LEVERS, "theory": THEORY}[section][name]
    return parameter_value(parameter, path, value)


def dial_value(path: str, value: object) -> float:
    """Position of a dial: low, middle, high, or a number from 0 to 1."""
    if isinstance(value, str) and value.lower() in POSITIONS:
        return POSITIONS[value.lower()]
    number = finite(value)
    if number is None:
        close = nearest(value, POSITIONS) if isinstance(value, str) else None
        raise WrongKind(f"{path} = {shown(value)} is not low, middle, high or a number in 0..1{hint(close)}")
    if not 0.0 <= number <= 1.0:
        remedy = hint(tenth(number, 0.0, 1.0))
        raise InvalidValue(f"{path} = {shown(value)} is outside 0..1 (low 0, middle 0.5, high 1){remedy}")
    return number


def failure_value(path: str, value: object) -> bool:
    """Whether a failure is on: yes or no."""
    on = switch(value)
    if on is None:
        raise WrongKind(f"{path} = {shown(value)} is not yes or no; write yes to switch the failure on")
    return on


def switch(value: object) -> bool | None:
    """Yes or no from what YAML, a command line or a spreadsheet makes of it; None for anything else."""
    if isinstance(value, str):
        return SWITCH.get(value.lower())
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    return None


def parameter_value(parameter: Parameter, path: str, value: object) -> float:
    """A parameter's number: in range, whole where it must be, or one of its words."""
    if parameter.choices:
        return choice_value(parameter, path, value)
    number = finite(value)
    if number is None:
        raise WrongKind(not_a_number(parameter, path, value))
    if not parameter.low <= number <= parameter.high:
        remedy = hint(tenth(number, parameter.low, parameter.high))
        allowed = f"{parameter.low:.12g}..{parameter.high:.12g}"
        raise InvalidValue(f"{path} = {shown(value)} is outside {allowed} ({parameter.meaning}){remedy}")
    if parameter.whole and number != int(number):
        close = min(max(round(number), parameter.low), parameter.high)
        raise InvalidValue(f"{path} = {shown(value)} is not a whole number ({parameter.unit}){hint(f'{close:.12g}')}")
    return number


def choice_value(parameter: Parameter, path: str, value: object) -> float:
    """One of the words of a parameter, or the number that stands for it."""
    words = parameter.choices
    if words == ("no", "yes") and (on := switch(value)) is not None:
        return float(on)
    if isinstance(value, str) and value.lower() in words:
        return float(words.index(value.lower()))
    number = finite(value)
    if number is not None and number in range(len(words)):
        return float(number)
    allowed = ", ".join(words[:-1]) + f" or {words[-1]}"
    close = nearest(value, words) if isinstance(value, str) else None
    raise InvalidValue(f"{path} = {shown(value)} is not {allowed} ({parameter.meaning}){hint(close)}")


def finite(value: object) -> float | None:
    """A finite number from a number or its text; None for anything else, such as yes, NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def not_a_number(parameter: Parameter, path: str, value: object) -> str:
    """Line for a value that is no number at all; a word such as high is offered as a number."""
    allowed = f"{parameter.low:.12g}..{parameter.high:.12g}"
    remedy = None
    if isinstance(value, str) and value.lower() in POSITIONS and parameter.anchors is not None:
        remedy = f"{POSITIONS[value.lower()]:g}"
    elif isinstance(value, bool) and (parameter.low, parameter.high) == (0.0, 1.0):
        remedy = "1" if value else "0"
    return f"{path} = {shown(value)} is not a number in {allowed} ({parameter.meaning}){hint(remedy)}"


def tenth(number: float, low: float, high: float) -> str:
    """The value that was likely meant: 7 of ten or 70 percent where 0..1 is asked, else the nearest bound."""
    if (low, high) == (0.0, 1.0):
        for base in (10.0, 100.0):
            if 1.0 < number <= base:
                return f"{number / base:.12g}"
    return f"{min(max(number, low), high):.12g}"


def words_of(parameter: Parameter, value: float) -> str:
    """A value as a scenario file writes it."""
    if parameter.choices:
        return parameter.choices[int(value)]
    return f"{value:.12g}"


def each_value(values: Mapping[str, Mapping[str, object]]) -> tuple[dict[str, dict], list[CommunityError]]:
    """All written values as numbers by section, and all that is wrong with them."""
    numbers: dict[str, dict] = {section: {} for section in values}
    found: list[CommunityError] = []
    for section, entries in values.items():
        for name, value in entries.items():
            try:
                numbers[section][name] = value_of(section, str(name), value)
            except CommunityError as error:
                found.append(error)
    return numbers, found
