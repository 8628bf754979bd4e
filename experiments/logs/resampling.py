"""What another draw of members would have shown: members are drawn again, as wholes, in groups where they are many."""

from dataclasses import dataclass

import numpy as np

DRAWS = 400
GROUPS = 4000
ENDS = (0.05, 0.95)
MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Tally:
    """How often each value occurs in each group of members: all that a statistic needs, in little memory."""

    values: np.ndarray
    group: np.ndarray
    place: np.ndarray
    number: np.ndarray

    def weighed(self, weights: np.ndarray) -> np.ndarray:
        """How often each value occurs when groups count so often: a row a draw, a column a value."""
        rows = [np.bincount(self.place, draw[self.group] * self.number, len(self.values)) for draw in weights]
        return np.array(rows).reshape(len(weights), len(self.values))


@dataclass(frozen=True)
class Resampling:
    """Group of each member, and how often each group is drawn; the first draw is the log itself."""

    group: np.ndarray
    weights: np.ndarray

    def tally(self, member: np.ndarray, value: np.ndarray) -> Tally:
        """Values of members (a member may have none, or many)."""
        values, place = distinct(value)
        if not values.size:
            return Tally(values, place, place, np.zeros(0))
        pairs, number = counted(self.group[member].astype(np.int64) * values.size + place, self.weights.shape[1] * values.size)
        return Tally(values, pairs // values.size, pairs % values.size, number.astype(np.float64))

    def weighed(self, member: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Different values, and how often each occurs in every draw."""
        tally = self.tally(member, value)
        return tally.values, tally.weighed(self.weights)

    def totals(self, member: np.ndarray, place: np.ndarray, places: int, amount: np.ndarray | None = None) -> np.ndarray:
        """Sum of amounts (or number of rows) at each of so many places, in every draw."""
        groups = self.weights.shape[1]
        flat = self.group[member].astype(np.int64) * places + place
        return np.asarray(self.weights @ np.bincount(flat, amount, groups * places).reshape(groups, places))


def distinct(value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Different whole numbers in order, and the place of each value among them; without sorting where they lie close."""
    if not value.size or np.ptp(value) > MOST_CELLS:
        return np.unique(value, return_inverse=True)
    shifted = value.astype(np.int64) - int(value.min())
    there = np.bincount(shifted) > 0
    return np.flatnonzero(there) + int(value.min()), (np.cumsum(there) - 1)[shifted]


def counted(cells: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Which of `most` cells occur, and how often."""
    if most > MOST_CELLS:
        return np.unique(cells, return_counts=True)
    number = np.bincount(cells, minlength=most)
    occurring = np.flatnonzero(number)
    return occurring, number[occurring]


def resampling(members: int, draws: int = DRAWS, seed: int = 0, groups: int = GROUPS) -> Resampling:
    """Draws of members with replacement. Of many members, random groups are drawn, which is as wide and much faster."""
    dice = np.random.default_rng(seed)
    number = max(1, min(members, groups))
    group = np.arange(members) if members <= groups else dice.permutation(members) % number
    weights = np.ones((draws + 1, number))
    weights[1:] = dice.multinomial(number, np.full(number, 1.0 / number), draws)
    return Resampling(group.astype(np.int32), weights)


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Value of the log itself and the ends of its 90 % interval; missing where draws do not give one."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not drawn.size or not np.isfinite(values[0]):
        return float(values[0]), np.nan, np.nan
    low, high = np.quantile(drawn, ENDS)
    return float(values[0]), float(low), float(high)


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """One over the other, missing where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0)
