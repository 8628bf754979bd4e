"""`community scenarios`: the communities that come with the package, and their stories."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.sim.inputs import Scenario

HELP = """\
community scenarios [NAME or ./FILE.yaml ...]

  community scenarios               all of them, a line each
  community scenarios guild         the whole story, its sources, and what it sets
  community scenarios ./ours.yaml   the same for a file of yours, which is checked on the way"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Print the list, or whole stories."""
    from community_dynamics.experiments.base.provenance import scenario_data
    from community_dynamics.experiments.cli.screen import give
    from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names

    if arguments:
        for name in arguments:
            give(partial(scenario_data, load(name)))
        print("\n\n".join([told(load(name)) for name in arguments]))
        return 0
    names = scenario_names()
    listed = [load(name) for name in names]
    give(
        lambda: [
            {"name": one.name, "seats": one.setting("seats"), "days": one.setting("days"), "story": one.story} for one in listed
        ]
    )
    print(f"{len(names)} communities; 'community scenarios <name>' tells the whole story")
    for scenario in listed:
        print(line(scenario))
    return 0


def line(scenario: "Scenario") -> str:
    """A scenario's name, size and the first sentence of its story."""
    from community_dynamics.experiments.cli.screen import wrapped

    first = scenario.story.partition(". ")[0].rstrip(".") + "."
    size = f"{scenario.setting('seats'):,.0f} seats, {scenario.setting('days') / 365:.1f} years"
    return f"\n{scenario.name} ({size})\n{wrapped(first, '  ')}"


def told(scenario: "Scenario") -> str:
    """Story, sources, and everything that differs from the defaults."""
    from community_dynamics.experiments.cli.screen import wrapped

    parts = [
        scenario.name,
        wrapped(scenario.story),
        wrapped(f"Sources: {scenario.source}"),
        *differences(scenario),
    ]
    return "\n\n".join([*parts, f"to run it: community run {scenario.name}"])


def differences(scenario: "Scenario") -> list[str]:
    """What a scenario sets, beside the defaults, section by section."""
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.plans.named_plan import NamedPlan
    from community_dynamics.experiments.plans.plan_words import plan_lines

    parts = []
    for section in ("settings", "dials", "levers", "theory", "failures"):
        rows = [
            (
                f"{section}.{name}",
                value_words(section, name, value),
                default_words(section, name),
                meaning(section, name),
            )
            for name, value in getattr(scenario, section).items()
        ]
        if rows:
            parts.append(table(("sets", "to", "default", "meaning"), rows))
    dated = NamedPlan("", plan=scenario.plan, reactions=scenario.reactions, shocks=scenario.shocks, awards=scenario.awards)
    parts += plan_lines(dated)
    if scenario.arrivals:
        course = ", ".join(f"{relative:g}" for relative in scenario.arrivals)
        parts.append(f"arrivals, relative to the usual, over equal stretches of the run: {course}")
    return parts or ["everything stands at its default"]


def value_words(section: str, name: str, value: float) -> str:
    """A value as a file would hold it."""
    from community_dynamics.experiments.base.values import words_of
    from community_dynamics.experiments.scenarios.explain import PARAMETERS

    if section == "failures":
        return "yes" if value else "no"
    if section == "dials":
        return {0.0: "low", 0.5: "middle", 1.0: "high"}.get(float(value), f"{value:g}")
    return words_of(PARAMETERS[section][name], value)


def default_words(section: str, name: str) -> str:
    """The default that a value replaces."""
    from community_dynamics.experiments.base.values import words_of
    from community_dynamics.experiments.scenarios.explain import PARAMETERS

    if section in ("failures", "dials"):
        return {"failures": "no", "dials": "-"}[section]
    stated = PARAMETERS[section][name]
    return words_of(stated, stated.default)


def meaning(section: str, name: str) -> str:
    """What it is, in a few words."""
    from community_dynamics.experiments.scenarios.explain import PARAMETERS

    return PARAMETERS[section][name].meaning if section in PARAMETERS else ""
