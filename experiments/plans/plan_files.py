"""Plans by name or by path: read, checked, put together, and moved to the day on which they are to begin."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, gathered, nearest, shown, unknown
from community_dynamics.experiments.base.plain_yaml import parse, read_text
from community_dynamics.experiments.base.provenance import awards_data, plan_data, reactions_data, shocks_data, written
from community_dynamics.experiments.base.values import finite
from community_dynamics.experiments.plans.named_plan import NO_PLAN, Cost, NamedPlan, together
from community_dynamics.experiments.scenarios.dated_entries import (
    awards_of,
    day_of,
    mapping_of,
    plan_of,
    reactions_of,
    section_of,
    shocks_of,
    unknown_key,
)
from community_dynamics.experiments.scenarios.scenario_files import LONGEST_TEXT, is_path, text_of
from community_dynamics.sim.settings import SETTINGS

KEYS = ("name", "story", "source", "begins", "plan", "reactions", "shocks", "awards", "settings", "cost")
LAUNCH_SETTINGS = ("founders", "founder_weeks", "launch_reach", "launch_days", "steady_reach_a_year")
MOST_COST, MOST_PLANS = 1e9, 50
BEGINS = re.compile(r"(?P<name>[^@]+)@(?P<day>\d+|\d{4}-\d{2}-\d{2})")


def plan_names() -> list[str]:
    """Names of the plans that come with the package."""
    root = files("community_dynamics.configs") / "plan"
    return sorted(item.name.removesuffix(".yaml") for item in root.iterdir() if item.name.endswith(".yaml"))


def load_plan(named: str, starts: str = "") -> NamedPlan:
    """A plan in words: none, a name, a path, several with + between, each with @DAY or @DATE for when it begins.

    starts: date of the community's day 0, where it is known.
    """
    parts = [part.strip() for part in named.split("+")]
    plan = together([one_plan(part, starts) for part in parts])
    return replace(plan, name=named.strip()) if len(parts) == 1 and plan is not NO_PLAN else plan


def one_plan(word: str, starts: str) -> NamedPlan:
    """One plan, on its day."""
    found = BEGINS.fullmatch(word)
    name, day = (found["name"], found["day"]) if found else (word, None)
    if "@" in name:
        raise InvalidValue(f"plan = {shown(word)} has no day after @; write a day such as monthly_meetup@180, or a date")
    if name == NO_PLAN.name:
        return NO_PLAN
    plan, begins = read_plan(name, starts)
    first = plan.first_day()
    if day is not None and (first is None or plan.settings):
        why = "only reacts" if first is None else "says how the community begins"
        raise InvalidValue(f"plan = {shown(word)} cannot begin on a day of its own, as {name} {why}; leave @{day} out")
    start = begins if day is None else day_of(int(day) if day.isdecimal() else day, f"plan={name}@", 0, starts)
    return plan.shifted(start)


def plan_text(name: str) -> str:
    """The text of a plan's file."""
    if is_path(name):
        return read_text(Path(name).expanduser(), name)
    names = plan_names()
    if name not in names:
        local = Path(f"{name}.yaml")
        close = f"./{local}" if local.is_file() else nearest(name, [*names, NO_PLAN.name])
        raise unknown(f"plan={shown(name)}", "a plan", close, f"'community plans' lists all {len(names)}")
    return (files("community_dynamics.configs") / "plan" / f"{name}.yaml").read_text("utf-8")


@cache
def bundled(name: str) -> tuple[NamedPlan, int]:
    """A plan that comes with the package; its days are counted from its own beginning, and the day on which it begins."""
    return plan_from(parse(plan_text(name), f"{name}.yaml"), name, "")


def read_plan(name: str, starts: str) -> tuple[NamedPlan, int]:
    """A plan, its days counted from its own beginning, and the day on which it begins unless told otherwise."""
    if not is_path(name) and name in plan_names():
        return bundled(name)
    data = parse(plan_text(name), name)
    try:
        return plan_from(data, Path(name).stem, starts)
    except CommunityError as error:
        raise gathered([error], f"{name}: ") from None


def plan_from(data: Mapping[Any, Any], default_name: str, starts: str) -> tuple[NamedPlan, int]:
    """A plan from plain data, and the day on which it begins; every fault found is reported, a line each."""
    found: list[CommunityError] = [unknown_key(key, KEYS, "") for key in data if key not in KEYS]
    parts: dict[str, Any] = {}

    def take(key: str, reader: Any, *arguments: Any) -> None:
        try:
            parts[key] = reader(*arguments)
        except CommunityError as error:
            found.append(error)

    take("name", text_of, data, "name", 60, default_name)
    take("story", text_of, data, "story", LONGEST_TEXT, None, "what is done, and why")
    take("source", text_of, data, "source", LONGEST_TEXT)
    for key, reader in (("plan", plan_of), ("reactions", reactions_of), ("shocks", shocks_of), ("awards", awards_of)):
        take(key, reader, data.get(key), starts)
    take("settings", launch_settings, data)
    take("cost", cost_of, data.get("cost"))
    begins = 0
    try:
        begins = day_of(data.get("begins", 0), "begins", 0, starts)
    except CommunityError as error:
        found.append(error)
    if found:
        raise gathered(found)
    plan = NamedPlan(**parts)
    if not (plan.plan or plan.reactions or plan.shocks or plan.awards or plan.settings):
        raise InvalidValue("the plan does nothing; give it plan, reactions, awards, shocks or settings")
    return plan, begins


def plan_record(plan: NamedPlan) -> Any:
    """A plan as plain data that `plan_from_record` reads: whole, or its changes alone where it replaces a community's own."""
    if plan.replaces:
        return plan_data(plan.plan)
    data: dict[str, Any] = {"story": plan.story, "source": plan.source, "plan": plan_data(plan.plan)}
    data["reactions"] = reactions_data(plan.reactions)
    data["shocks"], data["awards"] = shocks_data(plan.shocks), awards_data(plan.awards)
    data["settings"] = {name: written(SETTINGS[name], value) for name, value in plan.settings.items()}
    data["cost"] = {one.name: getattr(plan.cost, one.name) for one in fields(Cost) if getattr(plan.cost, one.name)}
    return {name: value for name, value in data.items() if value}


def plan_from_record(name: str, record: object, starts: str = "") -> NamedPlan:
    """A plan as a study holds it: words that name one, a whole plan, or a list of changes in place of the community's own."""
    if isinstance(record, str):
        return replace(load_plan(record, starts), name=name)
    if isinstance(record, Mapping):
        if not record:
            return replace(NO_PLAN, name=name)
        return replace(plan_from({"story": name, "source": "-", **record}, name, starts)[0], name=name)
    return NamedPlan(name, plan=plan_of(record, starts), replaces=True)


def launch_settings(data: Mapping[Any, Any]) -> dict[str, float]:
    """Settings that a plan may give: those that say how a community begins."""
    settings = section_of(data, "settings")
    for name in settings:
        if name not in LAUNCH_SETTINGS:
            allowed = f"a plan may set {', '.join(LAUNCH_SETTINGS)}"
            raise unknown(f"settings.{name}", "a setting of a launch", nearest(name, LAUNCH_SETTINGS), allowed)
    return settings


def cost_of(value: object) -> Cost:
    """Hours and money, never below zero."""
    known = [one.name for one in fields(Cost)]
    amounts: dict[str, float] = {}
    for key, amount in mapping_of(value, "cost").items():
        if key not in known:
            raise unknown_key(key, tuple(known), "cost.")
        number = finite(amount)
        if number is None or not 0.0 <= number <= MOST_COST:
            unit = "hours" if "hours" in str(key) else "money"
            raise InvalidValue(f"cost.{key} = {shown(amount)} is not a number from 0 to {MOST_COST:g} ({unit})")
        amounts[str(key)] = number
    return Cost(**amounts)


def plans_named(words: Sequence[str], starts: str = "") -> dict[str, NamedPlan]:
    """Several plans by the words that name them; none twice."""
    if len(words) > MOST_PLANS:
        raise InvalidValue(f"{len(words)} plans are named, more than {MOST_PLANS}; leave some out")
    found: dict[str, NamedPlan] = {}
    for word in words:
        plan = load_plan(str(word), starts)
        if plan.name in found:
            raise InvalidValue(f"plan = {shown(plan.name)} is named twice; keep one of the two")
        found[plan.name] = plan
    return found
