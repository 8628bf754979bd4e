"""Morris's trajectories: from a random point of a small grid, each factor (or group) moves once, by two thirds."""

from collections.abc import Sequence

import numpy as np

LEVELS = 4
STEP = LEVELS // 2  # two of three intervals, so that all levels are visited equally often


def morris(members: Sequence[Sequence[int]], size: int, seed: int) -> np.ndarray:
    """Trajectories of (groups + 1) points, laid out as SALib lays them out.

    What trajectory k throws is row k of one stream of random numbers: it depends on seed and k alone, so that more
    trajectories leave the first ones as they were.
    """
    columns = sum(len(group) for group in members)
    thrown = np.random.default_rng(seed).random((size, 2 * columns + len(members)))
    starts, ways, turns = np.split(thrown, [columns, 2 * columns], axis=1)
    start = np.floor(starts * (LEVELS - STEP))
    downwards = ways < 0.5
    turn = np.argsort(np.argsort(turns, axis=1), axis=1)  # when each group moves: 0 for the first to move
    group_of = np.empty(columns, np.int64)
    for index, group in enumerate(members):
        group_of[np.asarray(group)] = index
    points = np.arange(len(members) + 1)[:, np.newaxis]
    has_moved = points > turn[:, group_of][:, np.newaxis, :]
    place = start[:, np.newaxis, :] + STEP * (has_moved ^ downwards[:, np.newaxis, :])
    return (place / (LEVELS - 1)).reshape(-1, columns)


def dice_blocks(unit: np.ndarray, points_each: int) -> np.ndarray:
    """Dice blocks: each trajectory throws its own dice, other ones where its dice column moves."""
    trajectory = np.arange(len(unit)) // points_each
    return trajectory * LEVELS + np.rint(unit[:, -1] * (LEVELS - 1)).astype(np.int64)
