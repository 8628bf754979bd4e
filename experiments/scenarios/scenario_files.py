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
    nearest,
    shown,
    unknown,
)
from community_dynamics.experiments.base.plain_yaml import parse, read_text
from community_dynamics.experiments.base.values import TABLES
from community_dynamics.experiments.scenarios.contradictions import contradictions
from community_dynamics.experiments.scenarios.dated_entries import (
    arrivals_of,
    awards_of,
    date_of,
    plan_of,
    reactions_of,
    section_of,
    shocks_of,
    starts_of,
    unknown_key,
)
from community_dynamics.sim.inputs import Scenario

if TYPE_CHECKING:
    import pandas as pd

SECTIONS = tuple(TABLES)
KEYS = ("name", "story", "source", "starts", *SECTIONS, "plan", "reactions", "shocks", "awards", "arrivals")
MOST_CHECKED = 2_000
LONGEST_TEXT, LONGEST_NAME = 10_000, 60


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
    take("starts", starts_of, data.get("starts"))
    starts = parts.get("starts", "")
    take("plan", plan_of, data.get("plan"), starts)
    take("reactions", reactions_of, data.get("reactions"))
    take("shocks", shocks_of, data.get("shocks"), starts)
    take("awards", awards_of, data.get("awards"), starts)
    take("arrivals", arrivals_of, data.get("arrivals"))
    if found:
        raise gathered(found)
    if starts:
        parts["settings"].setdefault("start_weekday", float(date_of(starts, "starts").weekday()))
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


def text_of(data: Mapping[Any, Any], key: str, longest: int, default: str | None = None, wanted: str = "") -> str:
    """A text in plain words, required unless there is a default; `wanted` is what it should say."""
    value = data.get(key, default)
    if value is None or value == "":
        raise InvalidValue(f"{key} is missing; say in plain words {wanted or WANTED[key]}")
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
