"""A plan in words: what happens when, what calls for it, what it takes."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from community_dynamics.experiments.base.provenance import when_words
from community_dynamics.experiments.base.statements import several, time_words
from community_dynamics.experiments.designs.named_points import label_of, word_of
from community_dynamics.experiments.plans.named_plan import NO_PLAN, Cost, NamedPlan
from community_dynamics.sim.inputs import Change, Reaction

AWARDED = {
    "newcomers": "those who first contributed in the month before",
    "most_productive": "those who ever contributed, the most productive",
    "random": "those who ever contributed, at random",
}


def choice_words(name: str) -> str:
    """A plan's name as people would say it: 'badges from day 180 + our plan' for badges@180+./our_plan.yaml."""
    if name == NO_PLAN.name:
        return "doing nothing"
    parts = [part.partition("@") for part in name.split("+")]
    return " + ".join(f"{stem_of(word)}{f' from {day_said(day)}' if day else ''}" for word, _, day in parts)


def stem_of(word: str) -> str:
    """A name or a path without folders, ending and underscores."""
    return Path(word).name.removesuffix(".yaml").removesuffix(".yml").replace("_", " ")


def day_said(day: str) -> str:
    """A day of the run, or a date, as words."""
    return f"day {day}" if day.isdecimal() else day


def plan_lines(plan: NamedPlan) -> list[str]:
    """What a plan does, a line for each of its parts, in order of time."""
    dated = [(change.from_day, change_line(change)) for change in plan.plan]
    dated += [(one.day, f"day {one.day}: attention {1 + one.size:g} times as high, fading") for one in plan.shocks]
    dated += [(one.day, f"day {one.day}: awards to {one.share:.0%} of {AWARDED[one.rule]}") for one in plan.awards]
    lines = [line for _, line in sorted(dated, key=lambda pair: pair[0])]
    if plan.settings:
        lines.insert(0, f"as it begins: {values_words('settings', plan.settings)}")
    return [*lines, *(reaction_words(one) for one in plan.reactions)]


def change_line(change: Change) -> str:
    """One dated change: from when to when, and what it sets."""
    first = f"from day {change.from_day}" if change.from_day else "from the beginning"
    last = "on" if change.until_day is None else f"to day {change.until_day - 1}"
    ramp = f", over {time_words(change.ramp_days)}" if change.ramp_days else ""
    return f"{first} {last}{ramp}: {change_words(change)}"


def change_words(change: Change) -> str:
    """What a change does, without its dates."""
    return several(changed_words(change))


def changed_words(change: Change) -> list[str]:
    """What a change sets, raises, lowers, or lets fail."""
    words = [values_words(section, getattr(change, section)) for section in ("dials", "levers")]
    for key, how in (("at_least", "at least"), ("at_most", "at most")):
        words += [bounded_words(name, how, value) for name, value in getattr(change, key).items()]
    for name, on in change.failures.items():
        failure = name.replace("_", " ")
        words.append(f"{failure} sets in" if on else f"{failure} ends")
    return [word for word in words if word]


def bounded_words(lever: str, how: str, value: float) -> str:
    """A lever raised or lowered: 'praise rate at least 0.5'; one that has words takes the word."""
    word = word_of(f"levers.{lever}", value)
    return f"{named('levers', lever)} {word or f'{how} {value:g}'}"


def reaction_words(reaction: Reaction) -> str:
    """One reaction: what calls for it, what it sets, for how long."""
    sets = several([words for section in ("dials", "levers") if (words := values_words(section, getattr(reaction, section)))])
    held = "to the end" if reaction.hold_weeks is None else f"for {time_words(7 * reaction.hold_weeks)}, and again if need be"
    return f"when {when_words(reaction).replace('_', ' ')}: {sets}, {held}"


def values_words(section: str, values: Mapping[str, float]) -> str:
    """Names and values: 'days between events 28, praise rate 0.5'."""
    return ", ".join(f"{named(section, name)} {level(section, name, value)}" for name, value in values.items())


def named(section: str, name: str) -> str:
    """A parameter's name inside a sentence."""
    label = label_of(f"{section}.{name}", unit=False)
    return f"{label[0].lower()}{label[1:]}"


def level(section: str, name: str, value: float) -> str:
    """A value as its word, where it has one, or as a number."""
    return word_of(f"{section}.{name}", value) or f"{value:g}"


def cost_words(cost: Cost) -> str:
    """What a plan takes besides its levers: '4 manager hours a month and 2,000 of money once'; empty where nothing."""
    told = []
    for one in fields(Cost):
        amount = getattr(cost, one.name)
        if amount:
            kind, how = one.name.replace("_a_month", ""), " a month" if one.name.endswith("_a_month") else " once"
            what = kind.removesuffix("_once").replace("_", " ")
            told.append(f"{amount:,g} {'of money' if what == 'money' else what}{how}")
    return several(told) if told else ""
