"""Shares of a loss: what each cause's repair adds, averaged over the orders in which causes may be repaired (Shapley).

A seed has one order and its reverse. Along an order the gains add up to the whole loss of that seed, so the shares add up to
the mean loss. They do so to the last digit, as both are laid on a grid (a part in 10^12) on which sums are exact.
Source: Shapley 1953 (shares); Castro, Gomez and Tejada 2009 (sampled orders); Mitchell et al. 2022 (an order with its reverse).
"""

from dataclasses import dataclass
from math import ceil, log2

import numpy as np

from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds

GRID_BITS, SMALLEST = 40, 2.0**-20
WORTH = 0.1  # losses below this share of what the reference has are not looked into
CLEAR = 0.99  # level of the intervals that decide, stricter than those shown, as they are looked at several times
LOOKS = (32, 64, 128, 256, 512, 1024)


@dataclass(frozen=True)
class Shares:
    """What each cause took of the outcome, by seed: `parts` (seeds x causes) add up along a row to that seed's loss.

    first: gain where a cause alone is repaired; last: loss where it alone is broken; both seeds x causes, as parts is;
    held: whether the community as it is flourishes or holds, by seed.
    """

    as_it_is: np.ndarray
    whole: np.ndarray
    parts: np.ndarray
    first: np.ndarray
    last: np.ndarray
    held: np.ndarray

    @property
    def loss(self) -> float:
        """Mean over seeds of what is lost, on the grid."""
        return float(on_grid((self.whole - self.as_it_is).mean(), self.grid))

    @property
    def grid(self) -> float:
        """The step of the grid: a power of two, fine against the largest outcome and coarse enough for exact sums."""
        largest = float(np.max(np.abs([self.as_it_is, self.whole])))
        return 2.0 ** (ceil(log2(max(largest, SMALLEST))) - GRID_BITS)

    @property
    def values(self) -> np.ndarray:
        """Shares of the mean loss; they add up to `loss` exactly, in any order: the largest takes what rounding leaves."""
        found = on_grid(self.parts.mean(axis=0), self.grid)
        largest = int(np.argmax(np.abs(found)))
        found[largest] += self.loss - found.sum()
        return found

    @property
    def top(self) -> int:
        """Number of the cause with the largest share."""
        return int(np.argmax(self.values))


def order_of(causes: int, number: int, seed: int) -> np.ndarray:
    """The order in which causes are repaired under one seed: of as many seeds as causes, each cause is once at each place."""
    block, turn = divmod(number, causes)
    shuffled = np.random.default_rng([seed, block]).permutation(causes)
    return np.roll(shuffled, turn)


def prefixes(order: np.ndarray) -> list[int]:
    """Sets of causes along an order, from none to all."""
    found = [0]
    for cause in order.tolist():
        found.append(found[-1] | 1 << cause)
    return found


def paths_of(causes: int, number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The order of a seed, and its reverse."""
    order = order_of(causes, number, seed)
    return order, order[::-1]


def sets_of(causes: int, number: int, seed: int) -> set[int]:
    """All sets that one seed needs: along both orders, each cause alone, and all but each."""
    whole = (1 << causes) - 1
    found = {one for order in paths_of(causes, number, seed) for one in prefixes(order)}
    return found | {1 << cause for cause in range(causes)} | {whole & ~(1 << cause) for cause in range(causes)}


def runs_needed(causes: int, seeds: int, seed: int = 0) -> int:
    """Runs that so many seeds take."""
    return sum(len(sets_of(causes, number, seed)) for number in range(seeds))


def shares_of(worlds: Worlds, outcome: str, seeds: int) -> Shares:
    """Shares over the first so many seeds."""
    causes = len(worlds.case.causes)
    numbers = range(seeds)
    worlds.live((one, number) for number in numbers for one in sets_of(causes, number, worlds.seed))
    rows = [row_of(worlds, outcome, causes, number) for number in numbers]
    as_it_is, whole, parts, first, last = (np.array([row[place] for row in rows]) for place in range(5))
    return Shares(as_it_is, whole, parts, first, last, worlds.values("holding", 0, numbers))


def row_of(worlds: Worlds, outcome: str, causes: int, number: int) -> tuple[float, float, np.ndarray, np.ndarray, np.ndarray]:
    """One seed: as it is, all repaired, each cause's part, its gain alone, its loss alone."""

    def value(one: int) -> float:
        return float(worlds.values(outcome, one, [number])[0])

    whole = (1 << causes) - 1
    parts = np.zeros(causes)
    for order in paths_of(causes, number, worlds.seed):
        parts[order] += np.diff([value(one) for one in prefixes(order)]) / 2.0
    first = np.array([value(1 << cause) - value(0) for cause in range(causes)])
    last = np.array([value(whole) - value(whole & ~(1 << cause)) for cause in range(causes)])
    return value(0), value(whole), parts, first, last


def on_grid(values: np.ndarray, grid: float) -> np.ndarray:
    """Values rounded to whole steps."""
    return np.round(values / grid) * grid


def is_clear(shares: Shares) -> bool:
    """Whether the largest share is clear of zero and of every other, and the loss of zero."""
    return loss_is_clear(shares) and not rivals(shares) and above_zero(shares.parts[:, shares.top])


def loss_is_clear(shares: Shares) -> bool:
    """Whether something worth the name is lost: clearly more than nothing, and at least a tenth of what the reference has."""
    lost = shares.whole - shares.as_it_is
    return above_zero(lost) and float(lost.mean()) >= WORTH * float(shares.whole.mean())


def is_settled(shares: Shares) -> bool:
    """Whether more seeds would say nothing new: the top cause is clear, or clearly too little is lost."""
    spare = WORTH * shares.whole - (shares.whole - shares.as_it_is)
    return is_clear(shares) or above_zero(spare)


def rivals(shares: Shares) -> list[int]:
    """Causes that cannot be told from the one with the largest share, the largest first."""
    top, values = shares.top, shares.values
    others = [cause for cause in range(len(values)) if cause != top]
    found = [cause for cause in others if not above_zero(shares.parts[:, top] - shares.parts[:, cause])]
    return sorted(found, key=lambda cause: -values[cause])


def above_zero(values: np.ndarray) -> bool:
    """Whether the mean of these differences, one for each seed, lies clearly above zero."""
    found = bootstrap_mean(values, CLEAR)
    return bool(found.low > 0.0)


def grown(worlds: Worlds, outcome: str, most_runs: int) -> Shares:
    """More and more seeds until the top cause is clear, or as many runs are spent; counted in runs, never by the clock."""
    causes = len(worlds.case.causes)
    found = shares_of(worlds, outcome, LOOKS[0])
    for seeds in LOOKS[1:]:
        if is_settled(found) or runs_needed(causes, seeds, worlds.seed) > most_runs:
            break
        found = shares_of(worlds, outcome, seeds)
    return found
