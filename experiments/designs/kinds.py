"""All kinds of design in one table: what each is for, whether it can be extended, and how its points are made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown
from community_dynamics.experiments.designs import differences, fourier, levels, saltelli, spread, trajectories
from community_dynamics.experiments.designs.factors import Factor

BLOCKS = 1 << 30
Factors = Sequence[Factor]


def members_of(factors: Factors) -> list[list[int]]:
    """Columns that move together: those of each group, in the order in which the groups appear."""
    found: dict[tuple[str, str], list[int]] = {}
    for column, factor in enumerate(factors):
        key = ("alone", factor.name) if factor.group is None else ("group", factor.group)
        found.setdefault(key, []).append(column)
    return list(found.values())


def any_dice(unit: np.ndarray, factors: Factors) -> np.ndarray:
    """Dice blocks where the dice column may have any value: each value a throw of its own."""
    return np.floor(unit[:, -1] * BLOCKS).astype(np.int64)


def level_dice(unit: np.ndarray, factors: Factors) -> np.ndarray:
    """Dice blocks where the dice column has levels."""
    return levels.other_dice(unit)


def trajectory_dice(unit: np.ndarray, factors: Factors) -> np.ndarray:
    """Dice blocks of trajectories."""
    return trajectories.dice_blocks(unit, len(members_of(factors)) + 1)


@dataclass(frozen=True)
class Kind:
    """One kind of design.

    extends: a larger design of the same seed begins with the points of a smaller one; why_not: why it does not, one
    line; size_word: what its size counts; usual, least: the size unless told, and the smallest; points: how many points
    a size makes, of these factors (dummy included), with or without second order; make: points of the unit cube from
    factors, size, seed and options; serves: the analyses that it is made for; groups: factors of a group move together;
    options: what else may be chosen; blocks: dice block of each point from the last column, None where no dummy is taken.
    """

    name: str
    meaning: str
    size_word: str
    usual: int
    least: int
    points: Callable[[int, Factors, bool], int]
    make: Callable[..., np.ndarray]
    extends: bool = False
    why_not: str = ""
    serves: tuple[str, ...] = ()
    groups: bool = False
    options: Mapping[str, Any] | None = None
    blocks: Callable[[np.ndarray, Factors], np.ndarray] | None = any_dice


GIVEN_DATA = ("rbd_fast", "delta", "pawn", "hdmr")
MORE_LEVELS = "its levels are spaced evenly between the same ends, so more levels fall on other values"

_KINDS = (
    Kind(
        "grid",
        "every combination of the levels of every factor",
        "levels of a range",
        5,
        2,
        lambda size, factors, second: levels.grid_points(factors, size),
        lambda factors, size, seed: levels.grid(factors, size),
        why_not=MORE_LEVELS,
        blocks=None,
    ),
    Kind(
        "one_at_a_time",
        "each factor over its levels while all others stay at a base",
        "levels of a range",
        5,
        2,
        lambda size, factors, second: 1 + sum(levels.level_counts(factors, size)),
        lambda factors, size, seed, base: levels.one_at_a_time(factors, size, base),
        why_not=MORE_LEVELS,
        options={"base": None},
        blocks=level_dice,
    ),
    Kind(
        "latin_hypercube",
        "points spread evenly: each range is cut into as many slices, each used once",
        "points",
        100,
        1,
        lambda size, factors, second: size,
        lambda factors, size, seed: spread.latin_hypercube(len(factors), size, seed),
        why_not="each slice of each range is used once already; more points need narrower slices; use sobol_sequence or random",
        serves=GIVEN_DATA,
    ),
    Kind(
        "random",
        "points thrown independently",
        "points",
        100,
        1,
        lambda size, factors, second: size,
        lambda factors, size, seed: spread.random(len(factors), size, seed),
        extends=True,
        serves=GIVEN_DATA,
    ),
    Kind(
        "sobol_sequence",
        "points that fill the space evenly, more evenly the more there are",
        "points, a power of 2",
        128,
        1,
        lambda size, factors, second: size,
        lambda factors, size, seed: spread.sobol_sequence(len(factors), size, seed),
        extends=True,
        serves=tuple(name for name in GIVEN_DATA if name != "rbd_fast"),
    ),
    Kind(
        "sobol",
        "Saltelli's rows: shares of variance of each factor alone, with all interactions, and of pairs",
        "base samples",
        1024,
        2,
        lambda size, factors, second: size * saltelli.rows(len(members_of(factors)), second),
        lambda factors, size, seed, scramblings, second_order: saltelli.saltelli(
            members_of(factors), size, seed, scramblings, second_order
        ),
        extends=True,
        serves=("sobol",),
        groups=True,
        options={"scramblings": saltelli.SCRAMBLINGS, "second_order": False},
    ),
    Kind(
        "morris",
        "trajectories in which one factor at a time moves: screening with few points",
        "trajectories",
        20,
        2,
        lambda size, factors, second: size * (len(members_of(factors)) + 1),
        lambda factors, size, seed: trajectories.morris(members_of(factors), size, seed),
        extends=True,
        serves=("morris",),
        groups=True,
        blocks=trajectory_dice,
    ),
    Kind(
        "fast",
        "curves on which each factor swings at a frequency of its own",
        "points a factor",
        257,
        fourier.LEAST,
        lambda size, factors, second: size * len(factors),
        lambda factors, size, seed: fourier.fast(len(factors), size, seed),
        why_not="the frequencies at which its factors swing belong to its number of points; use sobol",
        serves=("fast",),
    ),
    Kind(
        "fractional_factorial",
        "each factor at its two ends, in a small share of all combinations",
        "",
        1,
        1,
        lambda size, factors, second: levels.factorial_points(factors),
        lambda factors, size, seed: levels.fractional_factorial(factors),
        why_not="its points follow from the number of factors alone; add replicates, or use morris",
        serves=("fractional_factorial",),
        blocks=level_dice,
    ),
    Kind(
        "finite_differences",
        "many points, and from each a small step of every factor: slopes",
        "base samples, a power of 2",
        128,
        2,
        lambda size, factors, second: size * (len(factors) + 1),
        lambda factors, size, seed: differences.finite_differences(factors, size, seed),
        extends=True,
        serves=("dgsm",),
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}


def kind_named(name: str) -> Kind:
    """The kind of design of this name, or an error that offers the nearest."""
    if name in KINDS:
        return KINDS[name]
    raise unknown(f"design = {shown(name)}", "a design", nearest(str(name), KINDS), f"known are {', '.join(KINDS)}")


def options_of(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a design: those given, else the usual; one that the kind does not have is refused."""
    usual = dict(kind.options or {})
    for word in given:
        if word not in usual:
            takes = f"it takes {' and '.join(usual)}" if usual else "it takes none"
            raise unknown(f"{kind.name}: {shown(word)}", f"an option of {kind.name}", nearest(word, usual), takes)
    return usual | dict(given)


def check_size(kind: Kind, size: object) -> int:
    """A size that is a whole number and large enough for this kind."""
    whole = isinstance(size, int | np.integer) and not isinstance(size, bool)
    if not whole:
        raise InvalidValue(f"size = {shown(size)} is not a whole number ({kind.size_word})")
    if int(size) < kind.least:  # type: ignore[call-overload]
        raise InvalidValue(f"size = {size} ({kind.size_word}) is too few for {kind.name}; at least {kind.least}")
    return int(size)  # type: ignore[call-overload]
