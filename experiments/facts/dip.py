"""Hartigan's dip: how far a sample is from every distribution with a single mode, and how unlikely so much is by chance."""

from functools import lru_cache

import numpy as np

DRAWS = 2000
SEED = 85


def dip(values: np.ndarray) -> float:
    """Largest distance between the sample's cumulated shares and those of the nearest unimodal distribution.

    From 1 / 2n, as for evenly spaced numbers, to 1/4, as for two clumps of equal size. Source: Hartigan and Hartigan 1985.
    """
    x = np.sort(np.asarray(values, np.float64))
    count = x.size
    if count < 2 or x[0] == x[-1]:
        return 0.5 / max(1, count)
    step = np.arange(count, dtype=np.float64)
    low, high, found = 0, count - 1, 1.0
    while True:
        inside = slice(low, high + 1)
        below, above = hull(x[inside], step[inside], -1.0), hull(x[inside], step[inside] + 1.0, 1.0)
        under = np.interp(x[inside], x[low + below], step[low + below])
        over = np.interp(x[inside], x[low + above], step[low + above] + 1.0)
        corners = np.union1d(below, above)
        gap = (over - under)[corners]
        if gap.max() <= found:
            return found / (2 * count)
        widest = corners[gap.argmax()]
        left, right = below[below <= widest].max(), above[above >= widest].min()
        convex = (step[inside] + 1.0 - under)[: left + 1].max()
        concave = (over - step[inside])[right:].max()
        found = max(found, convex, concave)
        if left == 0 and right == high - low:
            return found / (2 * count)
        low, high = low + left, low + right


def hull(x: np.ndarray, y: np.ndarray, side: float) -> np.ndarray:
    """Corners of the highest convex line below the points (side -1), or of the lowest concave one above them (side 1)."""
    kept: list[int] = []
    xs, ys = x.tolist(), (-side * y).tolist()
    for at in range(len(xs)):
        while len(kept) > 1:
            one, other = kept[-2], kept[-1]
            if (ys[other] - ys[one]) * (xs[at] - xs[other]) < (ys[at] - ys[other]) * (xs[other] - xs[one]):
                break
            kept.pop()
        kept.append(at)
    return np.asarray(kept)


def chance_of_dip(values: np.ndarray, grain: float = 0.0) -> float:
    """Chance that as many evenly spread numbers have a dip as deep; values that come in steps of `grain` are spread within them.

    Numbers spread evenly are the hardest case of one mode, so the chance is rather too large than too small.
    """
    generator = np.random.default_rng(SEED)
    spread = np.asarray(values, np.float64) + grain * generator.random(len(values))
    deep = int(np.count_nonzero(dips_by_chance(len(values)) >= dip(spread)))
    return (1 + deep) / (1 + DRAWS)


@lru_cache(maxsize=8)
def dips_by_chance(count: int) -> np.ndarray:
    """The dips of many samples of so many numbers between 0 and 1."""
    generator = np.random.default_rng(SEED)
    return np.array([dip(generator.random(count)) for _ in range(DRAWS)])
