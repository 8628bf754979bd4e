"""Sobol' shares of variance from Saltelli's rows, with intervals from independent scramblings."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.analysis.guards import Design, Units, moving_of, whole_units
from community_dynamics.experiments.analysis.products import expected_product
from community_dynamics.experiments.analysis.uncertainty import Spread, left_out, no_spread, over_seeds

ROW_PARTS = 16


@dataclass(frozen=True)
class Shares:
    """Shares of the variance of the expected outcome, in a fixed order: first, total, gap, then pairs.

    value, low, high: each as one array; names: what moves; pairs: the two numbers of each pair.
    """

    names: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def part(self, word: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Value and interval ends of `first`, `total`, `gap` or `pair`."""
        count = len(self.names)
        slices = {
            "first": slice(0, count),
            "total": slice(count, 2 * count),
            "gap": slice(2 * count, 2 * count + 1),
            "pair": slice(2 * count + 1, None),
        }
        chosen = slices[word]
        return self.value[chosen], self.low[chosen], self.high[chosen]


def rows_of(design: Design) -> int:
    """Points of one base sample."""
    return (2 if design.second_order else 1) * len(moving_of(design)) + 2


def bases_of(design: Design, values: np.ndarray, outcome: str) -> Units:
    """Values as base samples x rows x replicates, without base samples in which a run failed."""
    return whole_units(design, values, rows_of(design), outcome, "base samples")


def contributions(values: np.ndarray, second_order: bool) -> np.ndarray:
    """What each base sample adds: bases x (square, first, total, pairs); means over bases estimate variances.

    Of rows A, AB (A with one factor from B), BA and B, with y less its mean over A and B, replicate by replicate:
    first_j = y(B) (y(AB_j) - y(A)), total_j = (y(A) - y(AB_j))**2 / 2, pair_jk = y(BA_j) y(AB_k) - y(A) y(B), all as
    expected products. With BA the mirror images are averaged in. Source: Saltelli 2010; Jansen 1999; Saltelli 2002.
    """
    count = (values.shape[1] - 2) // (2 if second_order else 1)
    ends = values[:, [0, -1]]
    values = values - ends.mean(axis=(0, 1))
    a, b, ab = values[:, :1], values[:, -1:], values[:, 1 : 1 + count]
    square = (expected_product(a, a) + expected_product(b, b)) / 2.0
    first, total = expected_product(b, ab - a), expected_product(a - ab, a - ab) / 2.0
    if not second_order:
        return np.concatenate([square, first, total], axis=1)
    ba = values[:, 1 + count : -1]
    first = (first + expected_product(a, ba - b)) / 2.0
    total = (total + expected_product(b - ba, b - ba) / 2.0) / 2.0
    crossed = [expected_product(ba[:, j : j + 1], ab) for j in range(count)]
    both = np.stack(crossed, axis=1)
    apart = expected_product(a, b)
    pairs = [(both[:, j, k] + both[:, k, j])[:, np.newaxis] / 2.0 - apart for j, k in pairs_of(count)]
    return np.concatenate([square, first, total, *pairs], axis=1)


def pairs_of(count: int) -> tuple[tuple[int, int], ...]:
    """The numbers of every pair."""
    return tuple((j, k) for j in range(count) for k in range(j + 1, count))


def shares_from(sums: np.ndarray, count: int) -> np.ndarray:
    """Means of contributions (last axis) as shares: first, total, gap = 1 - sum of first, pairs beyond their firsts.

    NaN where the expected outcome does not vary beyond luck, so that there is nothing to share out.
    """
    variance = np.where(sums[..., :1] > 0.0, sums[..., :1], np.nan)
    shares = sums[..., 1:] / variance
    first, total, pairs = shares[..., :count], shares[..., count : 2 * count], shares[..., 2 * count :]
    gap = 1.0 - first.sum(axis=-1, keepdims=True)
    if pairs.shape[-1]:
        index = np.array(pairs_of(count))
        pairs = pairs - first[..., index[:, 0]] - first[..., index[:, 1]]
    return np.concatenate([first, total, gap, pairs], axis=-1)


def part_of(kept: np.ndarray, scramblings: int) -> np.ndarray:
    """The independent part to which each base sample belongs: its scrambling; with one only, a slice of its rows."""
    if scramblings > 1:
        return np.asarray(kept % scramblings)
    return np.asarray(np.arange(len(kept)) * min(ROW_PARTS, len(kept)) // len(kept))


def over_parts(added: np.ndarray, part: np.ndarray, whole: np.ndarray, count: int) -> Spread:
    """Spread of the shares over scramblings: each is left out in turn."""
    parts = np.unique(part)
    sums = np.stack([added[part == one].sum(axis=0) for one in parts])
    sizes = np.array([(part == one).sum() for one in parts], np.float64)
    others = (sums.sum(axis=0) - sums) / (sizes.sum() - sizes)[:, np.newaxis]
    return left_out(whole, shares_from(others, count))


def shares_of(units: Units, design: Design) -> Shares:
    """Shares of all factors, pooled over scramblings, with 95 % intervals over scramblings and shared seeds."""
    names = moving_of(design)
    count = len(names)

    def estimate(values: np.ndarray) -> np.ndarray:
        return shares_from(contributions(values, design.second_order).mean(axis=0), count)

    added = contributions(units.values, design.second_order)
    value = shares_from(added.mean(axis=0), count)
    spread = over_parts(added, part_of(units.kept, design.scramblings), value, count)
    seeds = over_seeds(units.values, estimate, value) if design.blocks is None else no_spread(value)
    half = (spread + seeds).half()
    bottom = np.zeros(len(value))
    bottom[2 * count + 1 :] = -1.0  # of a pair only its sum with the two firsts is bound to be a share
    bottom[2 * count] = 0.0
    low, high = np.clip(value - half, bottom, 1.0), np.clip(value + half, bottom, 1.0)
    unknown = ~np.isfinite(low + high)
    low, high = np.where(unknown, bottom, low), np.where(unknown, 1.0, high)
    return Shares(names, pairs_of(count) if design.second_order else (), value, low, high)
