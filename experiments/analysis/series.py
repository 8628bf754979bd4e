"""Indices over time: one analysis a week, each behind its own guards."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.findings import Words
from community_dynamics.experiments.analysis.guards import DICE, Design
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.statements import percent
from community_dynamics.experiments.base.undefined import Undefined

NOBODY = "no factor is distinguishable from seed noise"


@dataclass(frozen=True)
class Course:
    """Findings over time.

    table: time (the week, from 1), then as in Findings.tidy; luck: time, seed_share and its ends; passed: weeks that
    could not be analysed, why, in one line each, and whether for being undefined in some runs; statement: what leads when.
    """

    table: pd.DataFrame
    luck: pd.DataFrame
    passed: pd.DataFrame
    leading: str
    statement: str


def over_time(
    design: Design,
    series: np.ndarray,
    outcome: str,
    method: str | None = None,
    words: Words | None = None,
    every: int = 1,
    failed: np.ndarray | None = None,
    **options: Any,
) -> Course:
    """Indices of each week of a weekly series: points x replicates x weeks.

    A week that cannot be analysed (the same in all runs, as often in the first, or undefined in some, as often in the last) is
    passed over and named. failed: as in `analyse`.
    """
    series = np.asarray(series)
    if series.ndim != 3:
        raise InvalidValue(f"{outcome}: a series needs points x replicates x weeks, not {series.ndim} dimensions")
    if every < 1:
        raise InvalidValue(f"every = {every} is too few; 1 is every week, 4 every fourth")
    chosen = range(0, series.shape[2], every)
    tables, luck, passed, leading = [], [], [], ""
    for week in chosen:
        try:
            week_options = {"failed": failed, **brief(design, method), **options}
            found = analyse(design, series[:, :, week], outcome, method, words, **week_options)
        except InvalidValue as error:
            passed.append((week + 1, str(error), isinstance(error, Undefined)))
            continue
        leading = found.leading
        tables.append(found.tidy.assign(time=week + 1))
        if found.split is not None:
            luck.append((week + 1, found.split.seed_share, found.split.seed_share_low, found.split.seed_share_high))
    if not tables:
        raise InvalidValue(f"no week of {outcome} can be analysed; the first says: {passed[0][1]}")
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, "time", table.pop("time"))
    shares = pd.DataFrame(luck, columns=["time", "seed_share", "low", "high"])
    lost = pd.DataFrame(passed, columns=["time", "reason", "undefined"])
    statement = course_words(table, shares, leading, (words or Words()).of(outcome))
    return Course(table, shares, lost, leading, " ".join(text for text in (statement, lost_words(lost)) if text))


def brief(design: Design, method: str | None) -> dict[str, Any]:
    """Options that leave out of each week what only the whole needs."""
    return {"settle": False} if (method or design.method) == "sobol" else {}


def leader(rows: pd.DataFrame) -> str | None:
    """Who leads in a week, in words; None where no factor is distinguishable from seed noise."""
    apart = rows[rows["above_dice"]].sort_values("value")
    return None if apart.empty else f"{apart['label'].iloc[-1]} leads"


def lost_words(lost: pd.DataFrame) -> str:
    """How many weeks could not be analysed, and in how many of these some runs had nothing to analyse."""
    if lost.empty:
        return ""
    missing = int(lost["undefined"].sum())
    whom = "" if missing == len(lost) else f" {missing} of them"
    why = f",{whom} as some runs leave the outcome undefined" if missing else ""
    return f"{len(lost)} {'week' if len(lost) == 1 else 'weeks'} could not be analysed{why}."


def course_words(table: pd.DataFrame, luck: pd.DataFrame, leading: str, outcome: str) -> str:
    """Which factor leads at first and at last, of those distinguishable from seed noise, and what the dice make at both."""
    rows = table[(table["index"] == leading) & (table["factor"] != DICE)]
    first, last = rows["time"].min(), rows["time"].max()
    leaders = [leader(rows[rows["time"] == week]) for week in (first, last)]
    if first == last:
        said = f"{outcome}: {leaders[0] or NOBODY} in week {first}."
    elif leaders[0] == leaders[1]:
        said = f"{outcome}: {leaders[0] or NOBODY} in week {first} and in week {last}."
    else:
        said = f"{outcome}: {leaders[0] or NOBODY} in week {first}, {leaders[1] or NOBODY} in week {last}."
    if len(luck):
        ends = luck["seed_share"].iloc[[0, -1]]
        said += f" Seed noise accounts for {percent(ends.iloc[0])} of the variance at first and {percent(ends.iloc[1])} at last."
    return said
