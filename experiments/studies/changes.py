"""What was changed between two communities: each parameter by its name in words, before, after, and what it means."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from community_dynamics.experiments.base.statements import plain_name, several, tidy, time_words
from community_dynamics.experiments.designs.named_points import PARAMETERS, label_of, word_of
from community_dynamics.experiments.studies.bases import standing_levers
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.levers import DIALS, LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

if TYPE_CHECKING:
    from community_dynamics.experiments.studies.study import Study

COLUMNS = ("changed", "before", "after", "unit", "meaning")
NOTHING = "Nothing: the community is as its scenario has it."
NAMED_IN_FULL = 2
MOST_TOLD = 8
NOT_SET = "not set"
DATED = {
    "plan": ("Plan", "dated changes of dials and levers"),
    "reactions": ("Reactions", "changes that the community's own course calls for"),
    "shocks": ("Bursts of attention", "dated bursts of attention from outside"),
    "awards": ("Awards", "dated rounds of awards"),
    "arrivals": ("Arrivals", "course of those who find or hear of the community"),
}


def level_of(path: str, value: float | None) -> str:
    """One value of a parameter as its word, where it has words, or as a number."""
    if value is None:
        return NOT_SET
    return word_of(path, value) or tidy(value)


def differing(before: Scenario, after: Scenario) -> Iterator[tuple[str, float | None, float | None]]:
    """Parameters that differ, by path; levers that a changed dial moves are told by the dial, unless they are set as well."""
    for name in SETTINGS:
        yield f"settings.{name}", before.setting(name), after.setting(name)
    moved: set[str] = set()
    for name in DIALS:
        one, other = before.dials.get(name), after.dials.get(name)
        moved |= set(DIALS[name]) if other is not None and one != other else set()
        yield f"dials.{name}", one, other
    levers = standing_levers(before), standing_levers(after)
    for name in LEVERS:
        if name in after.levers or name not in moved:
            yield f"levers.{name}", levers[0][name], levers[1][name]
    for name, constant in THEORY.items():
        yield f"theory.{name}", before.theory.get(name, constant.default), after.theory.get(name, constant.default)
    for name in {**before.failures, **after.failures}:
        yield f"failures.{name}", float(before.failures.get(name, False)), float(after.failures.get(name, False))


def changes_between(before: Scenario, after: Scenario) -> pd.DataFrame:
    """A row for each thing that differs: what it is called, before, after, unit, meaning."""
    rows = []
    for path, one, other in differing(before, after):
        if one != other:
            known = PARAMETERS[path]
            rows.append((label_of(path, unit=False), level_of(path, one), level_of(path, other), known.unit, known.meaning))
    for name, (label, meaning) in DATED.items():
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            rows.append((label, counted(one), counted(other), "", meaning))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def counted(entries: tuple) -> str:
    """How many entries something dated has."""
    return "none" if not entries else "1 entry" if len(entries) == 1 else f"{len(entries)} entries"


def with_words(changes: pd.DataFrame) -> str:
    """The change as a name: 'with days between events 30', or how many changes there are."""
    if len(changes) > NAMED_IN_FULL:
        return f"with {len(changes)} changes"
    told = [f"{row.changed[0].lower()}{row.changed[1:]} {row.after}" for row in changes.itertuples()]
    return f"with {several(told)}" if told else "as it is"


def side_names(first: Scenario, second: Scenario) -> tuple[str, str]:
    """What to call two communities side by side: by their names, the second by its change where both have one name."""
    names = plain_name(first), plain_name(second)
    if names[0] != names[1]:
        return names
    changes = changes_between(first, second)
    return (names[0], with_words(changes)) if len(changes) else (names[0], f"{names[0]} again")


def changes_of(study: "Study") -> pd.DataFrame | None:
    """What a study changed in the community that it begins with; None where its scenario cannot be read any more."""
    from community_dynamics.experiments.base.errors import CommunityError
    from community_dynamics.experiments.scenarios.scenario_files import load

    try:
        return changes_between(load(str(study.option("scenario"))), study.scenario)
    except (CommunityError, OSError):
        return None


def changes_line(changes: pd.DataFrame | None) -> str:
    """All changes in a sentence, for a terminal or the foot of a picture; the first few of many."""
    if changes is None or not len(changes):
        return ""
    told = [f"{row.changed} {row.before} → {row.after}" for row in changes.head(MOST_TOLD).itertuples()]
    rest = f"; and {len(changes) - MOST_TOLD} more, on the page" if len(changes) > MOST_TOLD else ""
    return f"Changed: {'; '.join(told)}{rest}."


def community_words(scenario: Scenario) -> str:
    """What the community is, in a sentence: how large, how begun, for how long."""
    people = scenario.setting("seats") * scenario.setting("scale")
    founders = scenario.setting("founders") * scenario.setting("scale")
    span = time_words(scenario.setting("days"))
    return f"{plain_name(scenario)}: {tidy(people)} potential members, {tidy(founders)} founders, simulated for {span}"
