"""What a table of runs says about one parameter at a time: levels or slices, each with mean and interval.

All points share their seeds. An interval at a level covers which seeds were used; an interval of a slice covers
which points were drawn as well.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.uncertainty import Spread, left_out, of_mean
from community_dynamics.experiments.base.intervals import is_zero_or_one, wilson
from community_dynamics.experiments.base.statements import SEEDS_ONLY
from community_dynamics.experiments.base.undefined import counted
from community_dynamics.experiments.designs.named_points import PARAMETERS, PLAN, word_of
from community_dynamics.experiments.execution.rows import SUCCEEDED
from community_dynamics.experiments.studies.paired_levels import Gap, gaps_from, mean_of

MOST_LEVELS = 12
PLAN_NAME = "plan_name"
SLICES = 8


class Effect(NamedTuple):
    """Mean of an outcome at each level (or slice) of one parameter, with the ends of its 95 % interval.

    known: runs behind the mean; runs: those that succeeded there. Where the outcome is undefined, or defined in too few runs,
    value, low and high are NaN. change: paired difference from the level `at[base]`, with its ends, a row a level; change_last:
    from the last level. names: words of the levels, where they have words. base: the first level at which there is a mean, or
    the base where parameters move one at a time.
    """

    at: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    known: np.ndarray
    runs: np.ndarray
    change: np.ndarray
    change_last: np.ndarray
    names: np.ndarray
    base: int
    sliced: bool

    @property
    def named(self) -> bool:
        """True for levels that are names."""
        return bool(len(self.names))

    def where_defined(self) -> "Effect":
        """The levels at which there is a mean."""
        told = np.isfinite(self.value)
        arrays = {name: getattr(self, name)[told] for name in self._fields[:-2] if len(getattr(self, name))}
        return self._replace(**arrays, base=int(told[: self.base].sum()))


class Part(NamedTuple):
    """Runs at one level or in one slice: their mean, its variance, half its Student interval, how many runs there are.

    `alone`: no two runs share a point that was drawn, or a seed.
    """

    value: float
    variance: float
    half: float
    runs: int
    alone: bool


def is_grid(values: pd.Series) -> bool:
    """True for a parameter that takes few values, so that each is a level of its own."""
    return int(values.nunique()) <= MOST_LEVELS


def runs_by_point(part: pd.DataFrame, outcome: str) -> np.ndarray:
    """Runs as a table of points and replications; NaN where a run is missing or the outcome is undefined."""
    return part.pivot_table(index="point_id", columns="replication_id", values=outcome).to_numpy(np.float64)


def over_replications(runs: np.ndarray) -> Spread:
    """Spread of a mean over seeds that all points share: each replication left out in turn; NaN for a single one."""
    without = np.array([mean_of(np.delete(runs, one, axis=1)) for one in range(runs.shape[1])])
    return left_out(np.array(mean_of(runs)), without)


def part_of(runs: np.ndarray, sliced: bool) -> Part:
    """Mean and doubt at a level (which seeds) or in a slice (which points, which seeds).

    The halves of the two doubts add as squares, each with its own degrees of freedom. Source: Zou and Donner 2008.
    A slice of one replication tells of its points alone.
    """
    points, replications = runs.shape
    doubts = [of_mean(np.nanmean(runs, axis=1))] if sliced else []
    if not sliced or replications > 1:
        doubts.append(over_replications(runs))
    half = float(np.sqrt(sum(one.half() ** 2 for one in doubts)))
    variance = float(sum(one.variance for one in doubts))
    alone = replications == 1 if sliced else points == 1
    return Part(mean_of(runs), variance, half, int(np.isfinite(runs).sum()), alone)


def design_effects(parts: list[Part]) -> np.ndarray:
    """By how much runs that share points and seeds tell less of a share than as many independent runs, in each part.

    Variance over that of independent runs (Kish 1965); never below 1, nor below that of all parts together, so that a
    part in which every run is alike is no surer than its neighbours, and no less sure either.
    """
    each = np.array([one.value * (1.0 - one.value) / max(1, one.runs - 1) for one in parts])
    found = np.array([one.variance for one in parts])
    if all(one.alone for one in parts):
        return np.ones(len(parts))
    known = np.isfinite(found) & (each > 0.0)
    together = found[known].sum() / each[known].sum() if known.any() else 1.0
    own = np.divide(found, each, out=np.ones(len(parts)), where=known)
    return np.maximum(1.0, np.maximum(own, together))


def share_ends(parts: list[Part]) -> np.ndarray:
    """Ends of the interval of a share in each part: Wilson's, with runs counted as what they are worth together."""
    ends = np.full((len(parts), 2), np.nan)
    for place, (one, effect) in enumerate(zip(parts, design_effects(parts), strict=True)):
        if np.isfinite(one.half) or one.alone:
            worth = max(1.0, one.runs / effect)
            ends[place] = wilson(one.value * worth, worth)[1:]
    return ends


def mean_ends(parts: list[Part], least: float, most: float) -> np.ndarray:
    """Ends of Student's interval of a mean in each part, within what runs can be."""
    ends = [(one.value - one.half, one.value + one.half) for one in parts]
    return np.clip(np.array(ends, np.float64).reshape(-1, 2), least, most)


def varied_in(table: pd.DataFrame) -> list[str]:
    """The parameters of a table of runs that take more than one value."""
    return [path for path in table.columns if (path in PARAMETERS or path == PLAN) and table[path].nunique() > 1]


def base_point(table: pd.DataFrame) -> pd.Series | None:
    """The base of a table in which parameters move one at a time: its first point, from which no other differs in two.

    None for any other table.
    """
    points = table.groupby("point_id")[varied_in(table)].first()
    if points.shape[1] < 2 or points.empty:
        return None
    base = points.iloc[0]
    return base if ((points != base).sum(axis=1) <= 1).all() else None


def rows_about(table: pd.DataFrame, path: str) -> pd.DataFrame:
    """The rows that tell of one parameter: all, or the base and the rows that move it where they move one at a time."""
    base = base_point(table)
    if base is None or path not in base.index:
        return table
    return table[(table[path] != base[path]) | (table["point_id"] == table["point_id"].min())]


def effect_of(table: pd.DataFrame, path: str, outcome: str) -> Effect:
    """How the mean of an outcome goes with one parameter, over whatever else varies in the table."""
    about = rows_about(succeeded(table), path).reset_index(drop=True)
    sliced = not is_grid(about[path]) and base_point(table) is None
    groups = [part for _, part in about.groupby(slices_of(about, path) if sliced else about[path], sort=True)]
    usable = counted(about, outcome)
    told = [usable[usable.index.isin(part.index)] for part in groups]
    parts = [part_of(runs_by_point(part, outcome), sliced) for part in told if len(part)]
    has, found = np.array([len(part) > 0 for part in told], bool), np.full((3, len(groups)), np.nan)
    found[0, has] = [one.value for one in parts]
    found[1:, has] = ends_of(parts, usable[outcome].to_numpy(np.float64)).T
    some = [part if len(part) else group for part, group in zip(told, groups, strict=True)]
    at = np.array([part[path].mean() if sliced else part[path].iloc[0] for part in some])
    known, runs = (np.array([len(part) for part in one], np.int64) for one in (told, groups))
    tables = [runs_table(part, outcome, varied_in(about)) for part in told]
    defined = [place for place, one in enumerate(has) if one]
    base = base_place(table, path, at, defined)
    values = usable[outcome].to_numpy(np.float64)
    changes = [gaps_from(tables, place, sliced, values) for place in (base, defined[-1] if defined else base)]
    names = names_of(about, path, at, sliced)
    return Effect(at, found[0], found[1], found[2], known, runs, changes[0], changes[1], names, base, sliced)


def runs_table(part: pd.DataFrame, outcome: str, varied: list[str]) -> pd.DataFrame:
    """Runs as points by seeds, the points in the order of all that varies, so that two levels can be paired."""
    order = part.groupby("point_id")[varied].first().sort_values(varied).index
    return part.pivot_table(index="point_id", columns="replication_id", values=outcome).reindex(order)


def base_place(table: pd.DataFrame, path: str, at: np.ndarray, defined: list[int]) -> int:
    """The level that others are compared with: the base, else the first at which there is a mean."""
    base = base_point(table)
    if base is not None and path in base.index and base[path] in at:
        place = int(np.flatnonzero(at == base[path])[0])
        if place in defined:
            return place
    return defined[0] if defined else 0


def names_of(table: pd.DataFrame, path: str, at: np.ndarray, sliced: bool) -> np.ndarray:
    """Words of the levels; none where levels are numbers."""
    if sliced:
        return np.array([], str)
    if path == PLAN:
        if PLAN_NAME not in table:
            return np.array([f"plan {value:g}" for value in at], str)
        words = table.groupby(PLAN)[PLAN_NAME].first()
        return np.array([str(words[value]) for value in at], str)
    words = [word_of(path, value) for value in at]
    return np.array(words if all(words) else [], str)


def with_plan_names(table: pd.DataFrame, plans: Sequence[str]) -> pd.DataFrame:
    """The same runs with the name of each run's plan, where plans are chosen among."""
    if PLAN not in table or not plans:
        return table
    return table.assign(**{PLAN_NAME: [plans[int(number)] for number in table[PLAN]]})


def slices_of(table: pd.DataFrame, path: str) -> pd.Series:
    """The slice of each run: as many points in each, in the order of the parameter."""
    rank = table.groupby("point_id")[path].first().rank(method="first")
    return table["point_id"].map(((rank - 1) * SLICES / len(rank)).astype(int))


def succeeded(table: pd.DataFrame) -> pd.DataFrame:
    """The runs that did not fail: all of a table that does not say what became of its runs."""
    return table[table["status"] == SUCCEEDED] if "status" in table else table


def ends_of(parts: list[Part], values: np.ndarray) -> np.ndarray:
    """Ends of the interval in each part: of a share where all runs say yes or no, else of a mean."""
    if is_zero_or_one(values):
        return share_ends(parts)
    return mean_ends(parts, 0.0 if values.min() >= 0.0 else -np.inf, np.inf)


def reach(effect: Effect) -> float:
    """How far the mean moves over all levels."""
    return float(np.ptp(effect.value)) if len(effect.value) else 0.0


def is_known(effect: Effect) -> bool:
    """True where every level has an interval."""
    return bool(np.isfinite(effect.low).all() and np.isfinite(effect.high).all())


def apart(effect: Effect, place: int, last: bool = False) -> bool:
    """True where a level differs beyond chance from the base level, or from the last one."""
    return Gap(*(effect.change_last if last else effect.change)[place]).clear


def turn_of(effect: Effect) -> int | None:
    """The level inside at which an effect turns beyond chance: most, else least, apart from both ends."""
    last = len(effect.at) - 1
    for place in (int(np.argmax(effect.value)), int(np.argmin(effect.value))):
        if 0 < place < last and effect.base == 0 and apart(effect, place) and apart(effect, place, last=True):
            return place
    return None


def moves(effect: Effect) -> bool:
    """True where the outcome moves beyond chance: from end to end, by a turn, or from the first name to another."""
    if len(effect.at) < 2:
        return False
    if effect.named:
        return any(apart(effect, place) for place in range(len(effect.at)))
    return apart(effect, 0, last=True) or turn_of(effect) is not None


def covers(table: pd.DataFrame, effects: dict[str, Effect]) -> str:
    """What the intervals of a sweep cover, in a sentence."""
    replications, sliced = table["replication_id"].nunique(), any(one.sliced for one in effects.values())
    if not any(np.isfinite(one.low).any() for one in effects.values()):
        return "Too few runs: there are no intervals; other seeds could give other runs."
    if not sliced:
        return SEEDS_ONLY
    if replications == 1:
        return "Intervals cover which points were drawn within a slice, with one run each; not which seed all of them share."
    both = "" if all(one.sliced for one in effects.values()) else "; where a parameter has levels, the seeds alone"
    return (
        f"Intervals cover which points were drawn within a slice and which seeds all share{both}; not what the ranges leave out."
    )
