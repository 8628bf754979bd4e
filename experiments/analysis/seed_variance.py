"""What the seed does: the variance of a single run split into parameters, seed, and their interaction.

parameters: what the expected outcome varies over the space; seed: what a throw of the dice does everywhere alike;
interaction: what it does at one point and not at another. All three are variance components of the two-way table of
points and seeds, from four means of products of two runs: same point or other point, same seed or other seed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.guards import DICE, Design, moving_of
from community_dynamics.experiments.analysis.products import expected_product, shared_luck
from community_dynamics.experiments.analysis.uncertainty import Spread, left_out, no_spread, over_seeds

PARTS = ("parameters", "seed", "interaction")
ROW_PARTS = 20
LEAST_UNITS = 3  # with each left out in turn, two must stay
LEAST_THROWS = 4  # of three, intervals of what the seed does would reach over nearly all of 0..1
NONE = 1e-9  # shares nearer to none, or to all, count as none, or all


@dataclass(frozen=True)
class Split:
    """Shares of the variance of single runs with 95 % intervals: a row for parameters, seed and interaction.

    table: part, share, low, high, variance; seed_share: seed and interaction together, with the ends of its interval.
    """

    table: pd.DataFrame
    seed_share: float
    seed_share_low: float
    seed_share_high: float


def apart(units: np.ndarray) -> tuple[float, float]:
    """Mean product of two runs of different units: with the same seed, and with different seeds; units x rows x replicates."""
    means = units.mean(axis=1)
    together, count = means.sum(axis=0), len(means)
    same = (together**2).mean() - (means**2).mean(axis=1).sum()
    other = expected_product(together, together) - expected_product(means, means).sum()
    return float(same) / (count * (count - 1)), float(other) / (count * (count - 1))


def shared_seeds(units: np.ndarray) -> np.ndarray:
    """Components where all points share their seeds: units x rows x replicates, units independent of one another.

    With m(point, seed) a mean of products: parameters = m(same, other) - m(other, other); seed = m(other, same) -
    m(other, other); interaction = m(same, same) less all of these. Unbiased (for single rows, the two-way analysis
    of variance). Source: Searle, Casella and McCulloch 1992.
    """
    own, expected = float((units**2).mean()), float(expected_product(units, units).mean())
    same, other = apart(units)
    return np.array([expected - other, same - other, own - expected - same + other])


def own_seeds(units: np.ndarray) -> np.ndarray:
    """Components where units have seeds of their own: parameters, and seed with interaction (apart unknown)."""
    own, expected = float((units**2).mean()), float(expected_product(units, units).mean())
    means = units.mean(axis=(1, 2))
    count = len(means)
    other = (means.sum() ** 2 - (means**2).sum()) / (count * (count - 1))
    return np.array([expected - other, np.nan, own - expected])


def moved_dice(units: np.ndarray) -> np.ndarray:
    """Components from rows A, A with the dice of B, B (with the dice of A): base samples x 3 or 4 x replicates.

    The second row has the point of the first and the dice of the third, so that all four means are there even with
    one replicate.
    """
    a, a_other, b = units[:, 0], units[:, 1], units[:, 2]
    expected = float(expected_product(*2 * [np.concatenate([a, a_other], axis=1)]).mean())
    own = float((units**2).mean())
    means = np.stack([(a.mean(axis=1) + a_other.mean(axis=1)) / 2.0, b.mean(axis=1)], axis=1).mean(axis=1)
    count = len(means)
    other = (means.sum() ** 2 - (means**2).sum()) / (count * (count - 1))
    if units.shape[2] > 1:
        seed = float(shared_luck(a_other, b).mean())
        seed = seed if units.shape[1] == 3 else (seed + float(shared_luck(units[:, 3], a).mean())) / 2.0
    else:
        seed = float((a_other * b).mean()) - other
    return np.array([expected - other, seed, own - expected - seed])


def chosen(design: Design, units: np.ndarray) -> tuple[np.ndarray, str]:
    """The rows of each unit that tell seed from parameters, and how: all, the ends, or those in which the dice move."""
    if design.method != "sobol":
        return units, "shared" if design.blocks is None else "own"
    if design.blocks is None:
        return units[:, [0, -1]], "shared"
    names = moving_of(design)
    if names[-1] != DICE:
        return units[:, [0, -1]], "own"
    rows = [0, len(names), -1, -2] if design.second_order else [0, len(names), -1]
    return units[:, rows], "moved"


def shares(components: np.ndarray) -> np.ndarray:
    """Shares of the variance of single runs: of parameters, seed, interaction; the last is seed and interaction."""
    total = np.nansum(components)
    if total <= 0.0:
        return np.full(4, np.nan)
    return np.append(components, np.nansum(components[1:])) / total


def split_of(design: Design, units: np.ndarray, part: np.ndarray | None = None, asked: bool = True) -> Split | None:
    """The split of the variance; None where not asked for, or where one replicate cannot tell.

    part: the independent part of each unit.
    """
    if not asked:
        return None
    units, how = chosen(design, units)
    if len(units) < LEAST_UNITS or (units.shape[2] < 2 and how != "moved"):
        return None
    ways = {"shared": shared_seeds, "own": own_seeds, "moved": moved_dice}
    units = units - units.mean()
    part = np.arange(len(units)) * min(ROW_PARTS, len(units)) // len(units) if part is None else part
    found = ways[how](units)
    whole = shares(found)

    def transformed(values: np.ndarray) -> np.ndarray:
        return log_odds(shares(ways[how](values)))

    without = np.stack([transformed(units[part != one]) for one in np.unique(part)])
    spread = left_out(log_odds(whole), without)
    seeds = over_seeds(units, transformed, log_odds(whole)) if how == "shared" else no_spread(whole)
    low, high = ends(whole, spread + seeds)
    if how == "shared" and units.shape[2] < LEAST_THROWS and whole[3] > 0.0:
        low, high = np.full(4, np.nan), np.full(4, np.nan)  # so few throws say nothing of how much throws differ
    return told(found, whole, low, high)


def log_odds(share: np.ndarray) -> np.ndarray:
    """Shares on the scale on which their errors are alike at both ends; far out where a share is none or all."""
    cut = np.clip(share, NONE, 1.0 - NONE)
    return np.asarray(np.log(cut / (1.0 - cut)))


def ends(whole: np.ndarray, spread: Spread) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the intervals, back from log odds to shares."""
    middle, half = log_odds(whole), spread.half()
    with np.errstate(over="ignore"):
        low, high = 1.0 / (1.0 + np.exp(half - middle)), 1.0 / (1.0 + np.exp(-half - middle))
    low, high = (np.where(end <= 2 * NONE, 0.0, np.where(end >= 1.0 - 2 * NONE, 1.0, end)) for end in (low, high))
    return low, high


def told(components: np.ndarray, share: np.ndarray, low: np.ndarray, high: np.ndarray) -> Split:
    """The split as a table."""
    share = np.clip(share, 0.0, 1.0)
    table = pd.DataFrame({"part": PARTS, "share": share[:3], "low": low[:3], "high": high[:3], "variance": components})
    if np.isnan(components[1]):
        table.loc[2, "part"] = "seed and interaction"
        table = table.drop(index=1).reset_index(drop=True)
    return Split(table, float(share[3]), float(low[3]), float(high[3]))
