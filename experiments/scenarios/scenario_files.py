"""Scenarios: plain YAML by name or by path, checked before anything runs."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from community_dynamics.experiments.base.errors import (
    CommunityError,
    InvalidValue,
    UnreadableFile,
    WrongKind,
    gathered,
    hint,
    nearest,
    shown,
    unknown,
)
from community_dynamics.experiments.base.plain_yaml import parse, read_text
from community_dynamics.experiments.base.values import TABLES, finite, unknown_parameter, value_of
from community_dynamics.experiments.scenarios.contradictions import contradictions
from community_dynamics.sim.inputs import Award, Change, Scenario, Shock
from community_dynamics.sim.state import AWARD_RULES

if TYPE_CHECKING:
    import pandas as pd

SECTIONS = tuple(TABLES)
KEYS = ("name", "story", "source", *SECTIONS, "plan", "shocks", "awards", "arrivals")
CHANGE_KEYS = ("from_day", "until_day", "dials", "levers")
SHOCK_KEYS = ("day", "size", "days")
AWARD_KEYS = ("day", "rule", "share")
MOST_CHECKED = 2_000
LONGEST_TEXT, LONGEST_NAME, MOST_ENTRIES = 10_000, 60, 200
MOST_ARRIVALS = 1000.0


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package; those fitted to real communities begin with fitted/."""
    root = files("community_dynamics.configs") / "scenario"
    places = [("", root), ("fitted/", root / "fitted")]
    found = [(f"{prefix}{item.name}") for prefix, place in places if place.is_dir() for item in place.iterdir()]
    return sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml"))


def is_path(named: str) -> bool:
    """Whether a scenario is named by its file rather than by its name."""
    if named.startswith("fitted/") and not named.endswith((".yaml", ".yml")):
        return False
    return named.endswith((".yaml", ".yml")) or "/" in named or "\\" in named


def scenario_text(named: str) -> str:
    """The text of a scenario's file."""
    if is_path(named):
        return read_text(Path(named).expanduser(), named)
    names = scenario_names()
    if named not in names:
        local = Path(f"{named}.yaml")
        close = f"./{local}" if local.is_file() else nearest(named, names)
        raise unknown(f"scenario={shown(named)}", "a scenario", close, f"'community scenarios' lists all {len(names)}")
    return (files("community_dynamics.configs") / "scenario" / f"{named}.yaml").read_text("utf-8")


def load(named: str) -> Scenario:
    """A scenario by name (guild) or by path (./ours.yaml), checked."""
    text = scenario_text(named)
    label = named if is_path(named) else f"{named}.yaml"
    data = parse(text, label)
    try:
        return scenario_from(data, Path(label).stem)
    except CommunityError as error:
        raise gathered([error], f"{label}: ") from None


def scenario_from(data: Mapping[Any, Any], default_name: str = "unnamed") -> Scenario:
    """A scenario from plain data; every fault found is reported, a line each."""
    found: list[CommunityError] = [unknown_key(key, KEYS, "") for key in data if key not in KEYS]
    parts: dict[str, Any] = {}

    def take(key: str, reader: Any, *arguments: Any) -> None:
        try:
            parts[key] = reader(*arguments)
        except CommunityError as error:
            found.append(error)

    take("name", text_of, data, "name", LONGEST_NAME, default_name)
    take("story", text_of, data, "story", LONGEST_TEXT)
    take("source", text_of, data, "source", LONGEST_TEXT)
    for section in SECTIONS:
        take(section, section_of, data, section)
    take("plan", plan_of, data.get("plan"))
    take("shocks", shocks_of, data.get("shocks"))
    take("awards", awards_of, data.get("awards"))
    take("arrivals", arrivals_of, data.get("arrivals"))
    if found:
        raise gathered(found)
    return checked(Scenario(**parts))


def checked(scenario: Scenario) -> Scenario:
    """The same scenario, if nothing in it contradicts anything else."""
    found = contradictions(scenario)
    if found:
        raise gathered(found)
    return scenario


def check_each(scenario: Scenario, points: "pd.DataFrame") -> None:
    """Refuse points at which the community contradicts itself, before anything runs; of very many, the first."""
    for values in points.drop_duplicates().iloc[:MOST_CHECKED].to_dict("records"):
        try:
            checked(scenario.with_values({str(path): value for path, value in values.items()}))
        except CommunityError as error:
            shown_point = ", ".join(f"{path}={value:g}" for path, value in values.items())
            raise gathered([error], f"at {shown_point}: ") from None


def unknown_key(key: object, keys: tuple[str, ...], place: str) -> CommunityError:
    """A key that no scenario has; a parameter written at the top is sent to its section."""
    name = str(key)
    homes = [f"{section}.{name}" for section, table in TABLES.items() if name in table]
    close = homes[0] if homes and not place else nearest(name, keys)
    kind = "a part of a scenario" if not place else "known here"
    return unknown(f"{place}{shown(name)}", kind, close, f"it may hold {', '.join(keys)}")


def text_of(data: Mapping[Any, Any], key: str, longest: int, default: str | None = None) -> str:
    """A text in plain words, required unless there is a default."""
    value = data.get(key, default)
    if value is None or value == "":
        raise InvalidValue(f"{key} is missing; say in plain words {WANTED[key]}")
    if not isinstance(value, str):
        raise WrongKind(f"{key} = {shown(value)} is not text; put it in quotation marks")
    if len(value) > longest:
        raise InvalidValue(f"{key} has {len(value):,} letters, more than {longest:,}; shorten it")
    if any(not letter.isprintable() and letter not in "\n\t" for letter in value):
        raise InvalidValue(f"{key} holds control characters; write plain text")
    return value.strip()


WANTED = {
    "name": "what the community is called",
    "story": "whose community this is and what happens",
    "source": "where the numbers come from",
}


def mapping_of(value: object, path: str) -> Mapping[Any, Any]:
    """A mapping of names to values; nothing written counts as none."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongKind(f"{path} = {shown(value)} is not a mapping of names to values; write 'name: value' below it")
    return value


def section_of(data: Mapping[Any, Any], section: str, place: str = "") -> dict[str, Any]:
    """The numbers of one section, such as levers."""
    numbers: dict[str, Any] = {}
    found: list[CommunityError] = []
    for key, value in mapping_of(data.get(section), f"{place}{section}").items():
        name = str(key)
        try:
            if name not in TABLES[section]:
                raise unknown_parameter(section, name, place)
            numbers[name] = value_of(section, name, value, place)
        except CommunityError as error:
            found.append(error)
    if found:
        raise gathered(found)
    return numbers


def entries_of(value: object, path: str, keys: tuple[str, ...]) -> list[Mapping[Any, Any]]:
    """A list of mappings with known keys."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise WrongKind(f"{path} = {shown(value)} is not a list; begin each entry with '- {keys[0]}: ...'")
    if len(value) > MOST_ENTRIES:
        raise InvalidValue(f"{path} has {len(value):,} entries, more than {MOST_ENTRIES}; leave some out")
    entries = []
    for index, item in enumerate(value):
        entry = mapping_of(item, f"{path}[{index}]")
        wrong = [unknown_key(key, keys, f"{path}[{index}].") for key in entry if key not in keys]
        if wrong:
            raise gathered(wrong)
        entries.append(entry)
    return entries


def plan_of(value: object) -> tuple[Change, ...]:
    """Dated changes of dials and levers."""
    changes = []
    for index, entry in enumerate(entries_of(value, "plan", CHANGE_KEYS)):
        place = f"plan[{index}]."
        first = day_of(entry.get("from_day"), f"{place}from_day", 0)
        until = entry.get("until_day")
        last = None if until is None else day_of(until, f"{place}until_day", 1)
        dials, levers = section_of(entry, "dials", place), section_of(entry, "levers", place)
        if not dials and not levers:
            raise InvalidValue(f"plan[{index}] changes nothing; give it levers or dials")
        changes.append(Change(first, last, dials, levers))
    return tuple(changes)


def shocks_of(value: object) -> tuple[Shock, ...]:
    """Bursts of attention from outside."""
    shocks = []
    for index, entry in enumerate(entries_of(value, "shocks", SHOCK_KEYS)):
        place = f"shocks[{index}]."
        day = day_of(entry.get("day"), f"{place}day", 0)
        size = amount_of(entry.get("size"), f"{place}size", 1000.0, "times the usual attention, on top of it")
        days = amount_of(entry.get("days", 7.0), f"{place}days", 3650.0, "days in which it fades to 37 %")
        shocks.append(Shock(day, size, days))
    return tuple(shocks)


def awards_of(value: object) -> tuple[Award, ...]:
    """Awards on a day by a rule, to a share of those whom the rule names."""
    awards = []
    for index, entry in enumerate(entries_of(value, "awards", AWARD_KEYS)):
        place = f"awards[{index}]."
        day = day_of(entry.get("day"), f"{place}day", 0)
        rule = entry.get("rule")
        if rule not in AWARD_RULES:
            raise unknown(
                f"{place}rule={shown(rule)}",
                "a rule for awards",
                nearest(str(rule), AWARD_RULES),
                f"it may be {', '.join(AWARD_RULES)}",
            )
        awards.append(
            Award(day, rule, amount_of(entry.get("share", 1.0), f"{place}share", 1.0, "share of those whom the rule names"))
        )
    return tuple(awards)


def arrivals_of(value: object) -> tuple[float, ...]:
    """The course of arrivals: a list of numbers, relative to the usual, for equal stretches of the run."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise WrongKind(f"arrivals = {shown(value)} is not a list of at most {MOST_ENTRIES} numbers; write arrivals: [1, 0.5, 2]")
    course = []
    for index, entry in enumerate(value):
        number = finite(entry)
        if number is None or not 0.0 <= number <= MOST_ARRIVALS:
            allowed = f"0 to {MOST_ARRIVALS:g} (times the usual arrivals)"
            raise InvalidValue(f"arrivals[{index}] = {shown(entry)} is not a number from {allowed}")
        course.append(number)
    return tuple(course)


def day_of(value: object, path: str, low: int) -> int:
    """A day of the run, counted from 0."""
    number = finite(value)
    if number is None or number != int(number):
        raise WrongKind(f"{path} = {shown(value)} is not a day; write a whole number, day 0 is the first")
    if number < low:
        raise InvalidValue(f"{path} = {shown(value)} is below {low}{hint(str(low))}")
    return int(number)


def amount_of(value: object, path: str, high: float, meaning: str) -> float:
    """A number above zero."""
    number = finite(value)
    if number is None:
        raise WrongKind(f"{path} = {shown(value)} is not a number ({meaning}); write one above 0")
    if not 0.0 < number <= high:
        raise InvalidValue(f"{path} = {shown(value)} is not above 0 and at most {high:g} ({meaning})")
    return number


def save(path: Path, text: str) -> None:
    """Write a new file whole or not at all; one that exists is never replaced."""
    if path.exists():
        raise UnreadableFile(f"{path} exists already; choose another name, or remove it first")
    aside = path.with_name(f".{path.name}.partial")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFile(f"{path} cannot be written ({reason}); choose a folder that you may write to") from None
