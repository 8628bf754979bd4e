"""What a sweep says, in words: the finding as a title, levels by their names, and what dots and intervals mean."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.statements import limits_words, percent, tidy
from community_dynamics.experiments.base.undefined import missing_words
from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.designs.named_points import label_of, word_of
from community_dynamics.experiments.studies.fate_shares import effects_of, most_moved, stands_still
from community_dynamics.experiments.studies.paired_levels import KIND
from community_dynamics.experiments.studies.sweeps import Effect, apart, base_point, covers, is_known, moves, reach, turn_of
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS

MOST_NAMED = 6
OF = "of "
RISES = {"more": "higher", "fewer": "lower"}
# How the share of runs that come to something is said in a sentence.
SUBJECTS = {
    "Flourishes": "of runs flourish",
    "Flourishes or holds": "of runs flourish or hold",
    "fate: flourishing": "of runs flourish",
    "fate: holding": "of runs hold",
    "fate: stalled": "of runs have stalled",
    "fate: dead": "of runs are dead",
    "fate: never took off": "of runs never took off",
}


def sweep_title(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> str:
    """The finding: with which parameter the outcome moves most, and from what to what; or that it moves with none."""
    effects = effects_of(table, varied, outcome)
    if outcome != FATE:
        return title_of(effects[outcome], OUTCOMES[outcome].label, shown_as(outcome))
    if stands_still(effects) and all(len(effect.at) > 1 for effect in effects[most_moved(effects)].values()):
        return f"No share of a fate moves beyond chance with {whom(varied)}"
    chosen = most_moved(effects)
    return title_of(effects[chosen], chosen, percent)


def title_of(effects: dict[str, Effect], label: str, shown: Callable[[float], str]) -> str:
    """The finding on one mean or share, as far as it is defined."""
    effects = {path: one.where_defined() for path, one in effects.items() if one.known.any()}
    moving = [path for path, effect in effects.items() if moves(effect)]
    path = max(moving or effects, key=lambda one: reach(effects[one]))
    effect, name = effects[path], label_of(path, unit=False)
    if len(effect.at) == 1:
        return f"{capital(label)}: {shown(effect.value[0])} at {name} = {level_word(path, effect, 0)}"
    if not moving and all(is_known(one) for one in effects.values()):
        return no_effect(effects, label, shown)
    if effect.named and moving:
        return named_title(path, effect, label, shown is percent)
    near = "near" if effect.sliced else "at"
    first, last = (f"{near} {level_word(path, effect, k)}" for k in (0, -1))
    subject = SUBJECTS.get(label)
    told = f"{label} {shown(effect.value[0])} {first}" if subject is None else f"{shown(effect.value[0])} {subject} {first}"
    turn = turn_words(path, effect, shown(effect.value[turn_of(effect) or 0]))
    doubt = "" if moving else " (which may be chance: too few runs for intervals)"
    matters = "matters most" if len(effects) > 1 else "matters"
    return f"{name}{f' {matters}' if moving else ''}: {told}, {shown(effect.value[-1])} {last}{turn}{doubt}"


def named_title(path: str, effect: Effect, label: str, share: bool) -> str:
    """The finding on levels that are names: the one farthest from the first, by their paired difference."""
    clear = [place for place in range(len(effect.at)) if apart(effect, place)]
    place = max(clear, key=lambda one: abs(effect.change[one, 0]))
    change = effect.change[place]
    one, other = f'"{effect.names[place]}"', f'"{effect.names[effect.base]}"'
    ends, factor = sorted(abs(change[1:])), 100.0 if share else 1.0
    size, low, high = (tidy(factor * abs(number), 2) for number in (change[0], *ends))
    way = "more" if change[0] > 0 else "fewer"
    subject = SUBJECTS.get(label)
    what = f"{size} percentage points {way} {subject.removeprefix(OF)}" if subject and share else f"{label} {size} {RISES[way]}"
    what = f"{label} {size} percentage points {RISES[way]}" if share and not subject else what
    return f"{label_of(path, unit=False)} {one}: {what} than with {other} (95 % interval {low} to {high})"


def capital(text: str) -> str:
    """The same with a capital letter in front."""
    return text[:1].upper() + text[1:]


def whom(varied: Sequence[str]) -> str:
    """What was varied, in words."""
    names = [label_of(path, unit=False) for path in varied]
    return names[0] if len(names) == 1 else f"{names[0]} or {names[1]}" if len(names) == 2 else f"any of {len(names)} parameters"


def no_effect(effects: dict[str, Effect], label: str, shown: Callable[[float], str]) -> str:
    """That the outcome does not move beyond chance, and where it stays."""
    values = np.concatenate([one.value for one in effects.values()])
    first, last = shown(float(values.min())), shown(float(values.max()))
    stays = first if first == last else f"{first} to {last}"
    return f"{capital(label)} does not move beyond chance with {whom(list(effects))}: {stays} throughout"


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
    return str(effect.names[place]) if effect.named else tidy(effect.at[place], 2)


def base_words(table: pd.DataFrame) -> str:
    """What stays where while one parameter moves, in a sentence; nothing for other sweeps."""
    base = base_point(table)
    if base is None:
        return ""
    values = [f"{label_of(str(path), unit=False)} {level_words(str(path), [value])[0]}" for path, value in base.items()]
    named = f": {', '.join(values)}" if len(values) <= MOST_NAMED else ""
    return f"One parameter moves at a time; all others stay at the base{named}."


def sweep_note(table: pd.DataFrame, effects: dict[str, Effect], outcome: str) -> str:
    """What dots and intervals mean in this sweep."""
    points, runs = table["point_id"].nunique(), len(table)
    rest = "All other factors vary too." if len(effects) > 1 else ""
    told = [
        f"{points:,} points, {runs:,} runs. Whiskers: 95 % interval of the mean at a level.",
        f"{KIND}.",
        covers(table, effects),
    ]
    return " ".join([*told, base_words(table) or rest, missing_words(table, outcome)]).strip()


def level_words(path: str, levels: Iterable[float]) -> list[str]:
    """Levels of a parameter as numbers, or as its words where it has words."""
    return [word_of(path, level) or tidy(level) for level in levels]


def change_words(effect: Effect, place: int) -> str:
    """The paired difference of a level from the one that all are compared with, with its interval."""
    if place == effect.base:
        return "compared with"
    value, low, high = effect.change[place]
    if not np.isfinite(value):
        return "-"
    return f"{tidy(value)} ({limits_words(low, high)})" if np.isfinite(low) else tidy(value)
