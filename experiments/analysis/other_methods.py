"""Findings of the analyses beside Sobol' and Morris: FAST, RBD-FAST, delta, PAWN, HDMR, DGSM and regression."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.findings import Findings, Words, described, state
from community_dynamics.experiments.analysis.frequencies import balanced_shares, fast_shares, slope_measures
from community_dynamics.experiments.analysis.guards import DICE, Design, Units, generator, moving_of, whole_units
from community_dynamics.experiments.analysis.moment_independent import (
    emulator_shares,
    squared_deltas,
    squared_pawns,
    standardised_slopes,
)
from community_dynamics.experiments.analysis.seed_variance import Split, split_of
from community_dynamics.experiments.analysis.uncertainty import LEAST_SEEDS, Spread, left_out, over_seeds
from community_dynamics.experiments.base.errors import InvalidValue

RESAMPLES = 50
SPLITS = 40
QUARTERS = 4
ALIASED = 0.02  # of the variance: what a curve's harmonics may take from one another, whatever the dice
LEAST_POINTS = 50
LEAST_SHIFTED = 160  # ten in the sixteenths of them by which the spread of a shift is known
LEAST_EMULATED = 300
ROW_PARTS = 20
Measure = Callable[[np.ndarray, np.ndarray, int], np.ndarray]  # points, runs, number of parts -> parts x ...


def part_by_part(measure: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Measure:
    """A measure taken of each of several equal parts of the points, which follow one another."""

    def parted(unit: np.ndarray, values: np.ndarray, parts: int) -> np.ndarray:
        ends = np.arange(parts + 1) * (len(unit) // parts)
        return np.stack([measure(unit[low:high], values[low:high]) for low, high in pairwise(ends)])

    return parted


def extrapolated(squares: Measure, pieces: int) -> Measure:
    """A measure continued from pieces of the points over the whole to endlessly many points.

    2 m - mean of pieces: with two pieces an error that falls like 1 / points is gone, with four one that falls like
    points**(-1/2). Source: Richardson 1911; Quenouille 1956.
    """

    def continued(unit: np.ndarray, values: np.ndarray, parts: int) -> np.ndarray:
        few = squares(unit, values, pieces * parts).reshape(parts, pieces, -1).mean(axis=1)
        return np.asarray(2.0 * squares(unit, values, parts) - few)

    return continued


def over_points(unit: np.ndarray, values: np.ndarray, measure: Measure, seed: int) -> Spread:
    """Spread of a measure over points, from its variances between halves and between quarters that share no point.

    Where halves vary h and quarters q, the whole is taken to vary h**2 / q, as variances fall by one power of the number of
    points: q / h is 2 for a factor with an effect, and up to 4 for one without, whose measure is made of squares of noise.
    Between parts no point comes twice, which measures that sort or slice the points would take for a pattern. The square
    of one variance over another is known as well as one from a quarter of the splits. Source: Bertail, Politis and Romano 1999.
    """
    dice = generator(seed)
    orders = [dice.permutation(len(unit)) for _ in range(SPLITS)]
    halves, quarters = (
        np.mean([measure(unit[order], values[order], parts).var(axis=0, ddof=1) for order in orders], axis=0)
        for parts in (2, QUARTERS)
    )
    fall = np.clip(np.divide(quarters, halves, out=np.full(halves.shape, 2.0), where=halves > 0.0), 2.0, 4.0)
    return Spread(halves / fall, np.full(halves.shape, SPLITS / 4.0))


def half_samples(unit: np.ndarray, values: np.ndarray, measure: Measure, seed: int) -> Spread:
    """Spread of a measure that quarters are too small for: its variance over halves drawn without replacement.

    For means, the variance between halves equals that between whole samples. Source: Politis and Romano 1994.
    """
    dice = generator(seed)
    halves = [dice.permutation(len(unit))[: len(unit) // 2] for _ in range(RESAMPLES)]
    found = np.stack([measure(unit[half], values[half], 1)[0] for half in halves])
    return Spread(found.var(axis=0, ddof=1), np.full(found.shape[1:], RESAMPLES - 1.0))


def table_of(
    names: tuple[str, ...], words: tuple[str, ...], value: np.ndarray, low: np.ndarray, high: np.ndarray
) -> pd.DataFrame:
    """Indices (one row of `value` for each word) with interval ends, all within 0..1."""
    table = pd.DataFrame({"factor": list(names)})
    ends = (np.clip(np.atleast_2d(part), 0.0, 1.0) for part in (value, low, high))
    for word, middle, least, most in zip(words, *ends, strict=True):
        table[word], table[f"{word}_low"], table[f"{word}_high"] = middle, least, most
    return table


def told(
    method: str,
    outcome: str,
    table: pd.DataFrame,
    words: Words | None,
    leading: str,
    units: Units,
    covers: str,
    split: Split | None,
) -> Findings:
    """Findings of one method from its table."""
    words = words or Words()
    share = " of the variance" if leading in ("first", "total") else ""
    split = split if words.single_runs else None
    table = described(table, words, leading)
    said = (state(table, leading, words.of(outcome), split, share), units.said("points"))
    seed_share = float("nan") if split is None else split.seed_share
    text = " ".join(part for part in said if part)
    return Findings(method, outcome, table, leading, text, covers, seed_share, split, dropped=units.dropped)


def spread_points(design: Design, values: np.ndarray, outcome: str, least: int) -> tuple[np.ndarray, Units]:
    """Points that have all their runs, and their values as points x 1 x replicates."""
    if design.groups is not None:
        raise InvalidValue("groups of factors have no such index; use sobol or morris, or leave the groups out")
    units = whole_units(design, values, 1, outcome, "points", least)
    return np.asarray(design.unit, np.float64)[units.kept], units


def root(squares: np.ndarray) -> np.ndarray:
    """What the squares are of; 0 where chance made one negative."""
    return np.asarray(np.sqrt(np.maximum(0.0, squares)))


def from_points(
    method: str,
    indices: tuple[str, ...],
    measure: Measure,
    design: Design,
    values: np.ndarray,
    outcome: str,
    words: Words | None,
    seed: int,
    least: int = LEAST_POINTS,
    spread_of: Callable[[np.ndarray, np.ndarray, Measure, int], Spread] = over_points,
    squared: bool = False,
    but: str = "",
) -> Findings:
    """Findings of a measure of any spread of points, with intervals over points and over seeds that all share.

    squared: whether the measure is a square, whose interval is told as that of its root; but: what intervals do not cover.
    """
    unit, units = spread_points(design, values, outcome, least)
    order = generator(seed).permutation(len(unit)) if squared else np.arange(len(unit))
    unit, runs = unit[order], units.values[order, 0]
    value = measure(unit, runs, 1)[0]
    spread = spread_of(unit, runs, measure, seed)
    covers = f"95 % intervals cover which {len(unit)} points were drawn"
    if design.blocks is None and runs.shape[1] >= LEAST_SEEDS:
        spread = spread + over_seeds(runs, lambda chosen: measure(unit, chosen, 1)[0], value)
        covers += ", and which seeds were used"
    ends = (value, value - spread.half(), value + spread.half())
    table = table_of(moving_of(design), indices, *(map(root, ends) if squared else ends))
    return told(method, outcome, table, words, indices[-1], units, f"{covers}{but}", split_of(design, units.values))


def rbd_fast(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """First shares of variance from any spread of points, by how the outcome swings in the order of each factor."""
    return from_points("rbd_fast", ("first",), part_by_part(balanced_shares), design, values, outcome, words, seed)


def pawn(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """How far each factor shifts the distribution of the outcome: the median distance over slices of the factor."""
    measure = extrapolated(squared_pawns, 2)  # squares of unrelated differences add up, and chance brings 1 / points
    return from_points("pawn", ("median",), measure, design, values, outcome, words, seed, LEAST_SHIFTED, squared=True)


def delta(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """How far each factor shifts the distribution of the outcome: the area between densities."""
    measure = extrapolated(squared_deltas, 4)  # cells are as wide as points**(-1/4), and what they blur goes as its square
    return from_points("delta", ("delta",), measure, design, values, outcome, words, seed, LEAST_SHIFTED, squared=True)


def hdmr(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """First and total shares of variance by an emulator of splines, from any spread of at least 600 points."""
    but = ", not what the emulator misses: a factor under which the outcome turns more than once gets too little"
    least = 2 * LEAST_EMULATED
    measure = part_by_part(emulator_shares)
    return from_points("hdmr", ("first", "total"), measure, design, values, outcome, words, seed, least, half_samples, but=but)


def fast(design: Design, values: np.ndarray, outcome: str, words: Words | None = None) -> Findings:
    """First and total shares of variance from curves on which each factor swings at a frequency of its own."""
    names = moving_of(design)
    units = whole_units(design, values, len(design.unit) // len(names), outcome, "curves", len(names))
    runs = units.values.reshape(len(design.unit), -1)
    value = fast_shares(runs, len(names))
    covers = "FAST has no intervals over points: its curves cannot be drawn anew; use sobol to be sure"
    half = np.full(value.shape, np.nan)
    if runs.shape[1] >= LEAST_SEEDS:
        half = over_seeds(runs, lambda chosen: fast_shares(chosen, len(names)), value).half() + ALIASED
        covers = f"95 % intervals cover which seeds were used; {covers}"
    table = table_of(names, ("first", "total"), value, value - half, value + half)
    split = split_of(design, runs[:, np.newaxis])
    return told("fast", outcome, table, words, "total", units, covers, split)


def dgsm(design: Design, values: np.ndarray, outcome: str, words: Words | None = None) -> Findings:
    """Upper bounds of the total shares from mean squared slopes: dgsm = mean slope**2 / (variance pi**2), unit ranges."""
    names = moving_of(design)
    units = whole_units(design, values, len(names) + 1, outcome, "base points", 2 * ROW_PARTS)
    unit = np.asarray(design.unit, np.float64).reshape(-1, len(names) + 1, len(names))[units.kept]
    steps = np.diagonal(unit[:, 1:] - unit[:, :1], axis1=1, axis2=2)
    if (steps == 0.0).any() or np.count_nonzero(unit[:, 1:] - unit[:, :1]) != steps.size:
        raise InvalidValue("the design does not move each factor by a small step from each base point")

    def estimate(added: np.ndarray) -> np.ndarray:
        return np.asarray(added[1:] / (max(added[0], 0.0) * np.pi**2)) if added[0] > 0.0 else np.full(len(names), np.nan)

    added = slope_measures(steps, units.values)
    value, part = estimate(added.mean(axis=0)), np.arange(len(added)) * ROW_PARTS // len(added)
    spread = left_out(value, np.stack([estimate(added[part != one].mean(axis=0)) for one in range(ROW_PARTS)]))
    if design.blocks is None:
        spread = spread + over_seeds(units.values, lambda runs: estimate(slope_measures(steps, runs).mean(axis=0)), value)
    table = pd.DataFrame({"factor": list(names), "dgsm": np.maximum(0.0, value)})
    table["dgsm_low"], table["dgsm_high"] = (np.maximum(0.0, value + sign * spread.half()) for sign in (-1, 1))
    table.loc[table["factor"] == DICE, ["dgsm", "dgsm_low", "dgsm_high"]] = np.nan  # a throw has no slope
    covers = f"95 % intervals cover which {len(added)} base points were drawn; a total share is at most its dgsm"
    return told("dgsm", outcome, table, words, "dgsm", units, covers, None)


def regression(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """Standardised slopes of a plane through the outcome (slope) and its ranks (ranked), ranked by size (strength)."""
    unit, units = spread_points(design, values, outcome, len(design.names) + 2)
    runs = units.values[:, 0]
    value, dice = standardised_slopes(unit, runs), generator(seed)
    picked = [dice.integers(len(unit), size=len(unit)) for _ in range(4 * RESAMPLES)]
    drawn = [standardised_slopes(unit[rows], runs[rows]) for rows in picked]
    spread = Spread(np.var(drawn, axis=0), np.full(value.shape, len(unit) - 1.0))
    if design.blocks is None:
        spread = spread + over_seeds(runs, lambda chosen: standardised_slopes(unit, chosen), value)
    low, high = value - spread.half(), value + spread.half()
    table = pd.DataFrame({"factor": list(design.names), "strength": np.abs(value[0])})
    table["strength_low"] = np.where(low[0] * high[0] > 0.0, np.minimum(np.abs(low[0]), np.abs(high[0])), 0.0)
    table["strength_high"] = np.maximum(np.abs(low[0]), np.abs(high[0]))
    for row, word in enumerate(("slope", "ranked")):
        table[word], table[f"{word}_low"], table[f"{word}_high"] = value[row], low[row], high[row]
    covers = f"95 % intervals cover which {len(unit)} points were drawn; a plane misses turns and interactions"
    return told("regression", outcome, table, words, "strength", units, covers=covers, split=split_of(design, units.values))
