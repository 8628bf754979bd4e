"""Designs of chosen levels: every combination (grid), one factor at a time, and two levels in half the combinations."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, nearest, shown, unknown
from community_dynamics.experiments.base.values import finite
from community_dynamics.experiments.designs.distributions import DISTRIBUTIONS
from community_dynamics.experiments.designs.factors import DICE, Factor, plain

MOST_FACTORIAL = 512


def levels_of(factor: Factor, size: int) -> np.ndarray:
    """Shares of a factor's distribution at its levels: all listed values, all of a few whole numbers, else `size`.

    Even steps from end to end where all is equally likely; where some values are likelier, the middles of equal shares.
    """
    count = level_count(factor, size)
    if factor.distribution == "values":
        return middles(count)
    if factor.whole and count == factor.high - factor.low + 1:
        return np.array([factor.unit_of(factor.low + k) for k in range(count)])
    return middles(count) if DISTRIBUTIONS[factor.distribution].peaked else np.linspace(0.0, 1.0, count)


def level_count(factor: Factor, size: int) -> int:
    """How many levels a factor has."""
    if factor.distribution == "values":
        return len(factor.values)
    return min(size, int(factor.high - factor.low) + 1) if factor.whole else size


def middles(count: int) -> np.ndarray:
    """The middles of equal slices of 0..1."""
    return (np.arange(count) + 0.5) / count


def level_counts(factors: Sequence[Factor], size: int) -> list[int]:
    """How many levels each factor has."""
    return [level_count(factor, size) for factor in factors]


def grid_points(factors: Sequence[Factor], size: int) -> int:
    """Size of a grid: the product of the levels, as a whole number of any length."""
    return math.prod(level_counts(factors, size))


def grid(factors: Sequence[Factor], size: int) -> np.ndarray:
    """Every combination of the levels; the last factor varies fastest."""
    counts = level_counts(factors, size)
    places = np.unravel_index(np.arange(grid_points(factors, size)), counts)
    return np.column_stack([levels_of(factor, size)[place] for factor, place in zip(factors, places, strict=True)])


def base_of(factors: Sequence[Factor], base: Mapping[str, float] | None) -> np.ndarray:
    """Where all factors stay while one moves: at the values of `base`, else at the middle of the distribution.

    The dice stay at 0, the dice that all other runs throw.
    """
    given = read_base(factors, base)
    middle = {factor.name: 0.0 if factor.name == DICE else 0.5 for factor in factors}
    return np.array([factor.unit_of(given[factor.name]) if factor.name in given else middle[factor.name] for factor in factors])


def read_base(factors: Sequence[Factor], base: object) -> dict[str, float]:
    """The values of a base as numbers, by factor; anything else is refused."""
    if base is None:
        return {}
    if not isinstance(base, Mapping):
        raise WrongKind(f"base = {shown(base)} is not a value for each factor; write {{{factors[0].name}: {factors[0].low:g}}}")
    names = [factor.name for factor in factors if factor.name != DICE]
    found = {}
    for name, written in base.items():
        if name not in names:
            raise unknown(f"base {shown(name)}", "a factor", nearest(str(name), names), f"factors are {', '.join(names)}")
        number = finite(plain(written))
        if number is None:
            raise WrongKind(f"base {name} = {shown(written)} is not a number")
        found[name] = number
    return found


def one_at_a_time(factors: Sequence[Factor], size: int, base: Mapping[str, float] | None = None) -> np.ndarray:
    """The base first; then each factor over its levels, while all others stay at the base."""
    which = moved(factors, size)
    unit = np.tile(base_of(factors, base), (len(which), 1))
    for column, factor in enumerate(factors):
        unit[which == column, column] = levels_of(factor, size)
    return unit


def moved(factors: Sequence[Factor], size: int) -> np.ndarray:
    """Which factor each point of a one-at-a-time design moves, by its column; -1 for the base."""
    return np.concatenate([[-1], np.repeat(np.arange(len(factors)), level_counts(factors, size))])


def other_dice(unit: np.ndarray) -> np.ndarray:
    """Dice blocks where the dice have levels: a level of the dice column is a throw of its own, 0 the common one."""
    return np.unique(np.concatenate([[0.0], unit[:, -1]]), return_inverse=True)[1][1:].astype(np.int64)


def factorial_points(factors: Sequence[Factor]) -> int:
    """Points of a fractional factorial design: twice the power of two that is at least the number of factors."""
    return 2 << (len(factors) - 1).bit_length()


def fractional_factorial(factors: Sequence[Factor]) -> np.ndarray:
    """Every factor at its low or high end, in half the points each, no two factors alike; then all the other way round."""
    from SALib.sample.ff import sample

    count = len(factors)
    if count > MOST_FACTORIAL:
        raise InvalidValue(f"{count} factors are too many for fractional_factorial; at most {MOST_FACTORIAL}, or use morris")
    # SALib adds its dummies to the description it is given, so it is given one made for this call.
    problem = {"num_vars": count, "names": [factor.name for factor in factors], "bounds": [[0.0, 1.0]] * count}
    return np.asarray(sample(problem), np.float64)[:, :count]
