"""Saltelli's rows for Sobol' indices: two independent points A and B, and A with one factor (or group) from B.

Several independent scramblings of the Sobol' sequence, base sample by base sample in turn: the spread of the indices
between scramblings is the honest error of their mean, and a larger design begins with the rows of a smaller one.
"""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, shown
from community_dynamics.experiments.designs.spread import check_power_of_two, sobol_sequence

SCRAMBLINGS = 8


def rows(blocks: int, second_order: bool) -> int:
    """Points of one base sample, for this many groups of columns."""
    return (2 if second_order else 1) * blocks + 2


def saltelli(members: Sequence[Sequence[int]], size: int, seed: int, scramblings: int, second_order: bool) -> np.ndarray:
    """The points of the design; `members` are the columns of each group, in order.

    For base sample k of scrambling s, rows s + scramblings * k of: A, A with each group from B, (second order: B with
    each group from A), B.
    """
    if not isinstance(second_order, bool):
        raise InvalidValue(f"second_order = {shown(second_order)} is not yes or no")
    columns = sum(len(group) for group in members)
    base = bases(columns, size, seed, scramblings)
    unit = np.empty((size, rows(len(members), second_order), columns))
    first, second = base[:, :columns], base[:, columns:]
    middle = 1 + len(members)
    unit[:, :middle] = first[:, np.newaxis]
    unit[:, middle:] = second[:, np.newaxis]
    for row, group in enumerate(members):
        columns_of = np.asarray(group)
        unit[:, 1 + row, columns_of] = second[:, columns_of]
        if second_order:
            unit[:, middle + row, columns_of] = first[:, columns_of]
    return unit.reshape(-1, columns)


def bases(columns: int, size: int, seed: int, scramblings: int) -> np.ndarray:
    """Base samples (A beside B): the scramblings in turn, each its own Sobol' sequence of 2 x columns dimensions."""
    if not isinstance(scramblings, int) or isinstance(scramblings, bool) or scramblings < 1:
        raise InvalidValue(f"scramblings = {shown(scramblings)} is not a whole number of 1 or more; 8 give intervals that cover")
    if size < 2 * scramblings:
        raise InvalidValue(f"size = {size} is too few for {scramblings} scramblings; the least is {2 * scramblings}")
    check_power_of_two("size", size, scramblings)
    each = size // scramblings
    base = np.empty((each, scramblings, 2 * columns))
    for scrambling in range(scramblings):
        base[:, scrambling] = sobol_sequence(2 * columns, each, (seed, scrambling))
    return base.reshape(size, 2 * columns)
