"""What a sweep says, in words: the finding as a title, levels by their names, and what dots and intervals mean."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.statements import percent, tidy
from community_dynamics.experiments.base.undefined import missing_words
from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.designs.named_points import PLAN, label_of, parameter_at
from community_dynamics.experiments.studies.fate_shares import effects_of, most_moved, stands_still
from community_dynamics.experiments.studies.sweeps import Effect, base_point, covers, is_known, moves, reach, turn_of
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS

MOST_NAMED = 6


def sweep_title(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> str:
    """The finding: with which parameter the outcome moves most, and from what to what; or that it moves with none."""
    effects = effects_of(table, varied, outcome)
    if outcome != FATE:
        return title_of(effects[outcome], OUTCOMES[outcome].label, shown_as(outcome))
    if stands_still(effects) and all(len(effect.at) > 1 for effect in effects[most_moved(effects)].values()):
        return f"No share of a fate moves beyond chance with {whom(varied)}"
    chosen = most_moved(effects)
    return title_of(effects[chosen], chosen.capitalize(), percent)


def title_of(effects: dict[str, Effect], label: str, shown: Callable[[float], str]) -> str:
    """The finding on one mean or share, as far as it is defined."""
    effects = {path: one.where_defined() for path, one in effects.items() if one.known.any()}
    moving = [path for path, effect in effects.items() if moves(effect)]
    path = max(moving or effects, key=lambda one: reach(effects[one]))
    effect, name = effects[path], label_of(path, unit=False)
    if len(effect.at) == 1:
        return f"{label}: {shown(effect.value[0])} at {name} = {tidy(effect.at[0])}"
    if not moving and all(is_known(one) for one in effects.values()):
        return no_effect(effects, label, shown)
    near = "near" if effect.sliced else "at"
    first, last = (f"{shown(effect.value[k])} {near} {level_word(path, effect, k)}" for k in (0, -1))
    turn = turn_words(path, effect, shown(effect.value[turn_of(effect) or 0]))
    doubt = "" if moving else " (which may be chance: too few runs for intervals)"
    return f"{label} {'with ' if len(effects) == 1 else 'moves most with '}{name}: {first}, {last}{turn}{doubt}"


def whom(varied: Sequence[str]) -> str:
    """What was varied, in words."""
    names = [label_of(path, unit=False) for path in varied]
    return names[0] if len(names) == 1 else f"{names[0]} or {names[1]}" if len(names) == 2 else f"any of {len(names)} parameters"


def no_effect(effects: dict[str, Effect], label: str, shown: Callable[[float], str]) -> str:
    """That the outcome does not move beyond chance, and where it stays."""
    values = np.concatenate([one.value for one in effects.values()])
    first, last = shown(float(values.min())), shown(float(values.max()))
    stays = first if first == last else f"{first} to {last}"
    return f"{label} does not move beyond chance with {whom(list(effects))}: {stays} throughout"


def turn_words(path: str, effect: Effect, value: str) -> str:
    """Where an effect turns between its ends, if it does."""
    place = turn_of(effect)
    if place is None:
        return ""
    most = "most" if effect.value[place] > effect.value[0] else "least"
    return f", {most} {'near' if effect.sliced else 'at'} {level_word(path, effect, place)} ({value})"


def shown_as(outcome: str) -> Callable[[float], str]:
    """How a mean of this outcome is written."""
    return percent if outcome in PROPORTIONS else tidy


def level_word(path: str, effect: Effect, place: int) -> str:
    """One level of a parameter in words, or a number with two digits that count."""
    return level_words(path, effect.at[[place]])[0] if choices_of(path) and not effect.sliced else tidy(effect.at[place], 2)


def base_words(table: pd.DataFrame) -> str:
    """What stays where while one parameter moves, in a sentence; nothing for other sweeps."""
    base = base_point(table)
    if base is None:
        return ""
    values = [f"{label_of(str(path), unit=False)} {level_words(str(path), [value])[0]}" for path, value in base.items()]
    named = f": {', '.join(values)}" if len(values) <= MOST_NAMED else ""
    return f"One parameter moves at a time; all others stay at the base, the middle of each range{named}."


def sweep_note(table: pd.DataFrame, effects: dict[str, Effect], outcome: str) -> str:
    """What dots and intervals mean in this sweep."""
    points, runs = table["point_id"].nunique(), len(table)
    rest = "All else varies along." if len(effects) > 1 else ""
    told = [f"{points:,} points, {runs:,} runs. Whiskers: 95 % interval of the mean.", covers(table, effects)]
    return " ".join([*told, base_words(table) or rest, missing_words(table, outcome)]).strip()


def choices_of(path: str) -> tuple[str, ...]:
    """The words of a parameter that has words; plans, which belong to a study, go by number."""
    return () if path == PLAN else tuple(parameter_at(path).choices or ())


def level_words(path: str, levels: Iterable[float]) -> list[str]:
    """Levels of a parameter as numbers, or as its words where it has words."""
    choices = choices_of(path)
    return [choices[int(level)].replace("_", " ") if choices else tidy(level) for level in levels]
