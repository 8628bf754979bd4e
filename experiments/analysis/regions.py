"""Which regions of the space bring an outcome: how far factors differ between runs with and without it, and a box."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.analyse import SPREAD
from community_dynamics.experiments.analysis.analysed import measured
from community_dynamics.experiments.analysis.findings import Words, span
from community_dynamics.experiments.analysis.guards import DICE, Design, check_values, generator, moving_of
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.experiments.base.statements import percent, several, tidy

PEEL = 0.05
LEAST_INSIDE = 0.1
COVERS = "95 % intervals cover which points were drawn; chances are of the half of them that had no part in the search"
LEAST_POINTS = 100
DRAWS = 200
WORTH = 0.01  # of the chance inside: what a limit must add to stay
Box = dict[int, tuple[float, float]]


@dataclass(frozen=True)
class Regions:
    """Where an outcome comes about.

    table: a row a factor: distance (between runs with and without it) with interval, floor (what chance alone brings
    in 95 of 100), above_floor, and the limits of the box (share_from, share_to: shares of the factor's distribution;
    from, to: its values there, where they are known); inside, outside, everywhere: chance of the outcome with the ends
    of its 95 % interval, in the half of the points that had no part in finding the box; share_inside: of these points.
    Where the intervals inside and outside overlap no region is told apart, and there is no box: all is inside.
    """

    table: pd.DataFrame
    inside: tuple[float, float, float]
    outside: tuple[float, float, float]
    everywhere: tuple[float, float, float]
    share_inside: float
    statement: str
    covers: str


def independent_points(design: Design) -> np.ndarray:
    """Rows of the design that cover the space evenly and independently: all, or the two ends of Saltelli's rows."""
    count = len(design.unit)
    if design.method == "sobol":
        rows = (2 if design.second_order else 1) * len(moving_of(design)) + 2
        return np.sort(np.concatenate([np.arange(0, count, rows), np.arange(rows - 1, count, rows)]))
    if design.method in SPREAD:
        return np.arange(count)
    raise InvalidValue(
        f"regions cannot be had from a {design.method} design; take sobol, random, latin_hypercube or sobol_sequence"
    )


def regions(
    design: Design,
    values: np.ndarray,
    outcome: str,
    at_most: float | None = None,
    at_least: float | None = None,
    words: Words | None = None,
    seed: int = 0,
    points: pd.DataFrame | None = None,
) -> Regions:
    """Where in the space an outcome is at most, or at least, a threshold.

    values: points x replicates; points: values of the factors, a point a row, in which limits are then told.
    """
    if (at_most is None) == (at_least is None):
        raise InvalidValue("regions need one threshold: at_most or at_least")
    words = words or Words()
    about, threshold = ("at_most", at_most) if at_least is None else ("at_least", at_least)
    event = f"{words.of(outcome)} {about.replace('_', ' ')} {threshold:g}"
    rows = independent_points(design)
    chance = measured(check_values(design, values, outcome), about, threshold)[rows]
    rows, chance = rows[np.isfinite(chance).all(axis=1)], chance[np.isfinite(chance).all(axis=1)].mean(axis=1)
    check_chance(chance, event)
    unit = np.asarray(design.unit, np.float64)[rows]
    table = distances(design, unit, chance, seed)
    dice = generator(seed).permutation(len(unit))
    search, held = dice[: len(unit) // 2], dice[len(unit) // 2 :]
    box = found_box(unit[search], chance[search], [column for column, name in enumerate(design.names) if name != DICE])
    if box and not raised(within(box, unit[held]), chance[held]):
        box = {}
    table = with_limits(table, design, box, unit, None if points is None else points.iloc[rows], words)
    inside = within(box, unit[held])
    parts = [interval(chance[held][chosen]) for chosen in (inside, ~inside, np.ones(len(held), bool))]
    statement = told(event, parts, box_words(table, {design.names[column] for column in box}))
    table = table.sort_values("distance", ascending=False, ignore_index=True, kind="stable")
    return Regions(table, parts[0], parts[1], parts[2], float(inside.mean()), statement, COVERS)


def check_chance(chance: np.ndarray, event: str) -> None:
    """Refuse too few points, or an outcome that comes about never or always."""
    if len(chance) < LEAST_POINTS:
        raise InvalidValue(f"{len(chance)} points are too few to find regions; at least {LEAST_POINTS} are needed")
    if not 0.0 < chance.mean() < 1.0:
        often = "never" if chance.mean() == 0.0 else "always"
        raise InvalidValue(f"{event}: {often} so; choose another threshold")


def apart(order: np.ndarray, weights: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Kolmogorov and Smirnov's distance of each factor between runs with and without the outcome.

    max over x of |F(x | with) - F(x | without)|, each point counting by its chance. order: points in the order of each
    factor, points x factors. Source: Hornberger and Spear 1981.
    """
    with_it, without = weights * chance, weights * (1.0 - chance)
    if with_it.sum() == 0.0 or without.sum() == 0.0:
        return np.zeros(order.shape[1])
    gaps = np.cumsum(with_it[order], axis=0) / with_it.sum() - np.cumsum(without[order], axis=0) / without.sum()
    return np.asarray(np.abs(gaps).max(axis=0))


def distances(design: Design, unit: np.ndarray, chance: np.ndarray, seed: int) -> pd.DataFrame:
    """Distances of all factors, their intervals (a bootstrap of points, mirrored), and the floor that chance sets."""
    dice, points = generator(seed), len(unit)
    order = np.argsort(unit, axis=0, kind="stable")
    value = apart(order, np.ones(points), chance)
    weights = dice.multinomial(points, np.full(points, 1.0 / points), size=DRAWS).astype(np.float64)
    drawn = np.stack([apart(order, row, chance) for row in weights])
    shuffled = np.stack([apart(order, np.ones(points), dice.permutation(chance)) for _ in range(DRAWS)])
    low, high = (2.0 * value - np.quantile(drawn, tail, axis=0) for tail in (0.975, 0.025))
    table = pd.DataFrame({"factor": list(design.names), "distance": value})
    table["distance_low"], table["distance_high"] = (
        np.clip(np.minimum(low, value), 0.0, 1.0),
        np.clip(np.maximum(high, value), 0.0, 1.0),
    )
    table["floor"] = np.quantile(shuffled, 0.95, axis=0)
    table["above_floor"] = (table["distance"] > table["floor"]) & (table["factor"] != DICE)
    return table


def within(box: Box, unit: np.ndarray) -> np.ndarray:
    """Which points lie inside the box."""
    inside = np.ones(len(unit), bool)
    for column, (low, high) in box.items():
        inside &= (unit[:, column] >= low) & (unit[:, column] <= high)
    return inside


def found_box(unit: np.ndarray, chance: np.ndarray, usable: list[int]) -> Box:
    """A box in which the outcome is likely, peeled a twentieth at a time from whichever side raises the chance most.

    It keeps at least a tenth of the points; limits that add little are taken off again. Source: Friedman and Fisher
    1999 (patient rule induction).
    """
    box: Box = {}
    while True:
        inside = within(box, unit)
        best, best_box = chance[inside].mean(), None
        for column in usable:
            low, high = box.get(column, (0.0, 1.0))
            ends = np.quantile(unit[inside, column], [PEEL, 1.0 - PEEL])
            for trial in ((float(ends[0]), high), (low, float(ends[1]))):
                kept = inside & (unit[:, column] >= trial[0]) & (unit[:, column] <= trial[1])
                if LEAST_INSIDE * len(unit) <= kept.sum() < inside.sum() and chance[kept].mean() > best:
                    best, best_box = chance[kept].mean(), box | {column: trial}
        if best_box is None:
            return pruned(box, unit, chance)
        box = best_box


def pruned(box: Box, unit: np.ndarray, chance: np.ndarray) -> Box:
    """The box without limits that add little, the least useful taken off first."""
    while box:
        whole = chance[within(box, unit)].mean()
        looser = [
            box | {column: ends} for column, (low, high) in box.items() for ends in {(0.0, high), (low, 1.0)} - {(low, high)}
        ]
        losses = [whole - chance[within(trial, unit)].mean() for trial in looser]
        least = int(np.argmin(losses))
        if losses[least] > WORTH * whole:
            break
        box = {column: ends for column, ends in looser[least].items() if ends != (0.0, 1.0)}
    return box


def raised(inside: np.ndarray, chance: np.ndarray) -> bool:
    """Whether the chance inside is told apart from that outside: its interval lies above the other."""
    return bool(interval(chance[inside])[1] > interval(chance[~inside])[2])


def interval(chance: np.ndarray) -> tuple[float, float, float]:
    """Mean chance over points with Wilson's interval, a point counting as one trial, which errs to the wide side."""
    if not len(chance):
        return (float("nan"),) * 3
    found = wilson(float(chance.sum()), len(chance))
    return float(found.value), float(found.low), float(found.high)


def with_limits(
    table: pd.DataFrame, design: Design, box: Box, unit: np.ndarray, points: pd.DataFrame | None, words: Words
) -> pd.DataFrame:
    """The table with labels and the limits of the box, as shares and, where the points are known, as values."""
    table.insert(1, "label", [words.factor(name) for name in design.names])
    limits = [box.get(column, (0.0, 1.0)) for column in range(len(design.names))]
    table["share_from"], table["share_to"] = np.transpose(limits)
    ends = np.full((len(design.names), 2), np.nan)
    for column, name in enumerate(design.names):
        if points is not None and name in points:
            low, high = limits[column]
            chosen = points[name].to_numpy()[(unit[:, column] >= low) & (unit[:, column] <= high)]
            ends[column] = chosen.min(), chosen.max()
    table["from"], table["to"] = ends.T
    return table


def told(event: str, parts: list[tuple[float, float, float]], limits: str) -> str:
    """The finding in a sentence."""
    inside, outside, everywhere = (f"{percent(part[0])}{span(*part)}" for part in parts)
    if not limits:
        return f"{event}: {everywhere} of runs; no region of the space is told apart from the rest."
    return f"{event}: {inside} of runs where {limits}, {outside} elsewhere, {everywhere} in all."


def box_words(table: pd.DataFrame, limited: set[str]) -> str:
    """The limits of a box in words: in values where these are known, else in shares of the range."""
    said = []
    for _, row in table[table["factor"].isin(limited)].iterrows():
        known = np.isfinite(row["from"])
        low, high = (tidy(row[end]) if known else percent(row[f"share_{end}"]) for end in ("from", "to"))
        of = "" if known else " of its range"
        if row["share_from"] > 0.0 and row["share_to"] < 1.0:
            said.append(f"{row['label']} is {low} to {high}{of}")
        else:
            said.append(
                f"{row['label']} is at least {low}{of}" if row["share_from"] > 0.0 else f"{row['label']} is at most {high}{of}"
            )
    return several(said) if said else ""
