"""Patient rule induction: the box of circumstances in which failures lie close together, found by peeling.

Source: Friedman and Fisher 1999; for scenarios Bryant and Lempert 2010.
"""

from collections.abc import Collection, Iterator, Mapping
from math import inf

import numpy as np
from scipy.stats import binom

PEEL = 0.05  # of the points inside, taken off at a step
LEAST_INSIDE = 0.05  # of all points, below which peeling ends
FEWEST_INSIDE = 10
ALPHA = 0.05  # chance up to which a limit is more than luck

# A range with its two ends (infinite where open), or the values that are allowed of those that have no order.
Limit = tuple[float, float] | frozenset[float]
Box = Mapping[int, Limit]


def allowed(values: np.ndarray, limit: Limit) -> np.ndarray:
    """Which values a limit lets in."""
    if isinstance(limit, frozenset):
        return np.isin(values, list(limit))
    return (values >= limit[0]) & (values <= limit[1])


def inside(box: Box, x: np.ndarray) -> np.ndarray:
    """Which points (rows of x) lie in the box; all lie in a box without limits."""
    found = np.ones(len(x), bool)
    for column, limit in box.items():
        found &= allowed(x[:, column], limit)
    return found


def without(box: Box, column: int) -> dict[int, Limit]:
    """The box without the limit on one column."""
    return {other: limit for other, limit in box.items() if other != column}


def cuts(values: np.ndarray, limit: Limit | None, named: bool) -> Iterator[tuple[Limit, np.ndarray]]:
    """The next smaller limits on a column, each with the points inside (their values are given) that it keeps.

    A range loses a twentieth of the points at either end, or all that share the end's value; names go one at a time.
    """
    if named:
        levels = frozenset(np.unique(values).tolist())
        for level in sorted(levels):
            yield levels - {level}, values != level
        return
    low, high = limit if isinstance(limit, tuple) else (-inf, inf)
    ordered = np.sort(values)
    step = max(1, int(PEEL * len(ordered)))
    if len(ordered) <= step or ordered[0] == ordered[-1]:
        return
    place = first_kept(ordered, step)
    if place < len(ordered):
        yield (float(ordered[place - 1] + ordered[place]) / 2.0, high), values >= ordered[place]
    place = first_kept(-ordered[::-1], step)
    if place < len(ordered):
        last = len(ordered) - 1 - place
        yield (low, float(ordered[last] + ordered[last + 1]) / 2.0), values <= ordered[last]


def first_kept(ordered: np.ndarray, step: int) -> int:
    """The first place kept where so many of rising values are taken off the start; equal values stay or go together."""
    cut = ordered[step]
    if ordered[step - 1] < cut:
        return step
    return int(np.searchsorted(ordered, cut, "left")) or int(np.searchsorted(ordered, cut, "right"))


def trajectory(x: np.ndarray, fails: np.ndarray, named: Collection[int] = ()) -> list[Box]:
    """The boxes of peeling, from all points to the last; at each step without the piece in which the fewest fail.

    x: points x columns; fails: which points fail; named: columns whose values have no order.
    """
    boxes: list[Box] = [{}]
    within, least = np.arange(len(x)), max(FEWEST_INSIDE, LEAST_INSIDE * len(x))
    while True:
        hits = fails[within]
        density, best, found = np.count_nonzero(hits) / len(hits), 0.0, None
        for column in range(x.shape[1]):
            for limit, kept in cuts(x[within, column], boxes[-1].get(column), column in named):
                lost = len(kept) - np.count_nonzero(kept)
                spared = density - np.count_nonzero(hits[~kept]) / lost if len(kept) - lost >= least else 0.0
                if spared > best:
                    best, found = spared, (column, limit, kept)
        if found is None:
            return boxes
        column, limit, kept = found
        boxes.append({**boxes[-1], column: limit})
        within = within[kept]


def agreement(inside_count: np.ndarray, inside_fails: np.ndarray, count: int, fails: int) -> np.ndarray:
    """Correlation of lying inside with failing (phi, Matthews 1975): 1 where all inside fail and no other does."""
    n, f = np.asarray(inside_count, np.float64), np.asarray(inside_fails, np.float64)
    spread = np.sqrt(n * (count - n) * float(fails) * float(count - fails))
    return np.divide(f * count - n * fails, spread, out=np.zeros_like(f), where=spread > 0.0)


def fits(box: Box, x: np.ndarray, fails: np.ndarray) -> float:
    """How well a box agrees with the failures."""
    within = inside(box, x)
    return float(agreement(within.sum(), fails[within].sum(), len(x), int(fails.sum())))


def best_end(values: np.ndarray, hits: np.ndarray, upper: bool, count: int, fails: int) -> float:
    """Where one end of a range agrees best with the failures: infinite where it is best left open."""
    sign = 1.0 if upper else -1.0
    order = np.argsort(sign * values, kind="stable")
    ordered, running = values[order], np.cumsum(hits[order])
    last = np.r_[np.flatnonzero(np.diff(ordered) != 0.0), len(ordered) - 1]  # the last point of each value
    at = int(last[int(np.argmax(agreement(last + 1, running[last], count, fails)))])
    return sign * inf if at == len(ordered) - 1 else float((ordered[at] + ordered[at + 1]) / 2.0)


def refined(box: Box, x: np.ndarray, fails: np.ndarray) -> dict[int, Limit]:
    """The box with each end of its ranges where it agrees best with the failures, the others as they are, till none moves."""
    box, total = dict(box), int(fails.sum())
    for _ in range(20):
        before = dict(box)
        for column in [one for one, limit in box.items() if isinstance(limit, tuple)]:
            others = inside(without(box, column), x)
            for end in (0, 1):
                low, high = box.get(column, (-inf, inf))
                if np.isinf((low, high)[end]):
                    continue
                near = others & allowed(x[:, column], (-inf, high) if end == 0 else (low, inf))
                moved = best_end(x[near, column], fails[near], end == 1, len(x), total)
                box[column] = (moved, high) if end == 0 else (low, moved)
        box = {column: limit for column, limit in box.items() if limit != (-inf, inf)}
        if box == before:
            break
    return box


def chances(box: Box, x: np.ndarray, fails: np.ndarray) -> dict[int, float]:
    """Chance of each limit's gain by luck: of as many failures inside, were all there as likely to fail as without the limit.

    The quasi-p-value of Bryant and Lempert 2010. 1 where nothing lies inside.
    """
    within = inside(box, x)
    count, hits = int(within.sum()), int(fails[within].sum())
    found = {}
    for column in box:
        wider = inside(without(box, column), x)
        found[column] = float(binom.sf(hits - 1, count, fails[wider].mean())) if count else 1.0
    return found


def pruned(box: Box, x: np.ndarray, fails: np.ndarray) -> dict[int, Limit]:
    """The box without limits that may be luck or that make it no better, the least useful taken off first."""
    box = dict(box)
    while box:
        luck = chances(box, x, fails)
        whole = fits(box, x, fails)
        losses = {column: whole - fits(without(box, column), x, fails) for column in box}
        column = min(losses, key=lambda one: losses[one])
        if losses[column] > 0.0 and max(luck.values()) <= ALPHA:
            break
        if losses[column] > 0.0:
            column = max(luck, key=lambda one: luck[one])
        box = refined(without(box, column), x, fails)
    return box


def found_box(x: np.ndarray, fails: np.ndarray, named: Collection[int] = ()) -> tuple[dict[int, Limit], list[Box]]:
    """The box that agrees best with the failures, its ends refined and idle limits taken off; and the boxes of peeling."""
    boxes = trajectory(x, fails, named)
    best = max(boxes, key=lambda box: fits(box, x, fails))
    return pruned(refined(best, x, fails), x, fails), boxes
