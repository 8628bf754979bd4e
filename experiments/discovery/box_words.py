"""Limits of a box in words, and as a table with how far each can be trusted."""

from collections.abc import Mapping, Sequence
from math import isinf

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.statements import percent, several, tidy
from community_dynamics.experiments.designs.named_points import label_of, parameter_at, word_of
from community_dynamics.experiments.discovery.prim import Box, Limit

STABLE = 0.5  # share of resamples in which a limit comes back that can be leant on
LUCK = 0.05
LIMIT_COLUMNS = [
    "box", "factor", "label", "limit", "low", "high", "allowed", "luck", "again", "low_from", "low_to", "high_from", "high_to",
]  # fmt: skip


def limit_words(path: str, limit: Limit) -> str:
    """'demand is above 1.05', 'sponsor present is no'."""
    label = label_of(path, unit=False)
    label = label[0].lower() + label[1:]
    if isinstance(limit, frozenset):
        return f"{label} is {' or '.join(word_of(path, value) or tidy(value) for value in sorted(limit))}"
    low, high = limit
    if isinf(high):
        return f"{label} is above {tidy(low)}"
    return f"{label} is below {tidy(high)}" if isinf(low) else f"{label} is {tidy(low)} to {tidy(high)}"


def box_words(box: Box, varied: Sequence[str]) -> str:
    """All limits of a box, joined by 'and'."""
    return several([limit_words(varied[column], limit) for column, limit in box.items()])


def leaving_words(box: Box, varied: Sequence[str]) -> str:
    """How to leave a box, by any one of its limits: 'demand at most 1.05 or sponsor present: yes'."""
    ways = []
    for column, limit in box.items():
        path = varied[column]
        label = label_of(path, unit=False)
        label = label[0].lower() + label[1:]
        if isinstance(limit, frozenset):
            parameter = parameter_at(path)
            others = [level for level in range(int(parameter.low), int(parameter.high) + 1) if level not in limit]
            ways.append(f"{label}: {' or '.join(word_of(path, level) or tidy(level) for level in others)}")
            continue
        ways += [f"{label} at most {tidy(limit[0])}"] if np.isfinite(limit[0]) else []
        ways += [f"{label} at least {tidy(limit[1])}"] if np.isfinite(limit[1]) else []
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"


def sides(limit: Limit) -> frozenset[float] | tuple[bool, bool]:
    """What makes two limits on a column the same: the values allowed, or which ends are closed."""
    return limit if isinstance(limit, frozenset) else (not isinf(limit[0]), not isinf(limit[1]))


def limits_table(
    number: int, box: Box, varied: Sequence[str], luck: Mapping[int, float], resamples: Sequence[Box]
) -> pd.DataFrame:
    """A row a limit: where it lies, the chance that it is luck, how often resamples find it again, and where they put it."""
    rows = []
    for column, limit in box.items():
        again = [other[column] for other in resamples if column in other and sides(other[column]) == sides(limit)]
        low, high = limit if isinstance(limit, tuple) else (np.nan, np.nan)
        allowed = (
            "" if isinstance(limit, tuple) else ", ".join(word_of(varied[column], one) or tidy(one) for one in sorted(limit))
        )
        ranges = np.array([one for one in again if isinstance(one, tuple)]).reshape(-1, 2)
        closed = [len(ranges) > 0 and np.isfinite(end) for end in (low, high)]
        ends = [np.quantile(ranges[:, end], (0.05, 0.95)) if closed[end] else (np.nan, np.nan) for end in (0, 1)]
        where = [float(one) for pair in ends for one in pair]
        words = limit_words(varied[column], limit)
        label = label_of(varied[column], unit=False)
        share = len(again) / len(resamples) if resamples else np.nan
        rows.append((number, varied[column], label, words, low, high, allowed, luck.get(column, np.nan), share, *where))
    return pd.DataFrame(rows, columns=LIMIT_COLUMNS)


def trust_words(limits: pd.DataFrame) -> list[str]:
    """How far each limit can be trusted, a sentence each."""
    told = []
    for _, row in limits.iterrows():
        ends = [f"{tidy(row[f'{end}_from'])} to {tidy(row[f'{end}_to'])}" for end in ("low", "high") if np.isfinite(row[end])]
        where = f", its edge at {' and '.join(ends)} in the middle 90 % of them" if ends else ""
        luck = "less than 0.1 %" if row["luck"] < 0.001 else percent(row["luck"])
        sure = "" if row["again"] >= STABLE and row["luck"] < LUCK else "; do not lean on it"
        told.append(
            f"{row['limit'][0].upper()}{row['limit'][1:]}: found again in {percent(row['again'])} of resamples of the points"
            f"{where}; chance that it is luck {luck}{sure}."
        )
    return told
