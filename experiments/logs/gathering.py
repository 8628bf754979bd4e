"""From columns of a file to a Log: members numbered, rows ordered, doubles dropped, answers found."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.logs.log import DAY_SECONDS, NOBODY, Log
from community_dynamics.sim.state import POSTS, REPLIES

NO_ID = 0


def gathered(
    columns: dict[str, np.ndarray],
    hours: bool,
    name: str,
    warnings: Sequence[str] = (),
    last: int | None = None,
    trusted: bool = True,
) -> Log:
    """A log from columns of hashes; member 0 is nobody. Members get numbers in the order in which they first act."""
    rows = columns["time"].size
    order = np.argsort(columns["time"], kind="stable")
    if last is not None:  # what came after is left out, as if the log had been taken on that day
        order = order[columns["time"][order] < (last + 1) * DAY_SECONDS]
    columns = {role: values[order] for role, values in columns.items()}
    member, known = pd.factorize(columns.pop("member"))
    columns["member"] = member.astype(np.int32)
    del order, member
    columns |= answered(columns, known)
    columns = in_order(columns, known)
    columns, doubles = (columns, 0) if trusted else without_doubles(columns, hours)
    more = [f"{doubles:,} rows are there twice and count once"] if doubles else []
    day = columns["time"] // DAY_SECONDS
    end = int(day.max(initial=0)) if last is None else last
    return Log(
        columns["member"], columns["time"], columns["kind"],
        columns.get("count", np.ones(day.size, np.int64)), columns["answers"], int(day.min(initial=end)), end, hours,
        bool((columns["answers"] != NOBODY).any()), (*warnings, *more), rows, name, columns.get("hours"),
    )  # fmt: skip


def answered(columns: dict[str, np.ndarray], known: np.ndarray) -> dict[str, np.ndarray]:
    """Whom each row answers or is directed at, and hours until it is answered; rows are in order of time."""
    member = columns["member"]
    found = np.full(member.size, NOBODY, np.int32)
    more: dict[str, np.ndarray] = {}
    if "target" in columns:
        found = pd.Index(known).get_indexer(columns.pop("target")).astype(np.int32)
    if "reply_to" in columns:
        parent = columns.pop("reply_to")
        kind = columns["kind"]
        kind[(parent != NO_ID) & (kind == POSTS)] = REPLIES
        if "id" in columns:
            at = rows_of(columns["id"], parent)
            author = np.where(at >= 0, member[at], NOBODY)
            more["hours"] = first_answers(columns["time"], at, (at >= 0) & (author != member))
        else:
            author = np.where(parent == NO_ID, NOBODY, pd.Index(known).get_indexer(parent))
        found = np.where(author >= 0, author, found).astype(np.int32)
    return {"answers": np.where(found == member, np.int32(NOBODY), found), **more}


def rows_of(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Row that bears each id that is wanted, the first where several do; -1 where none does."""
    rows = np.flatnonzero(ids != NO_ID)
    index = pd.Index(ids[rows])
    if not index.is_unique:
        first = ~index.duplicated()
        rows, index = rows[first], index[first]
    at = index.get_indexer(wanted)
    return np.where((at >= 0) & (wanted != NO_ID), rows[at], -1) if rows.size else np.full(wanted.size, -1)


def first_answers(time: np.ndarray, at: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Hours from each row to its first answer, infinite where there is none."""
    hours = np.full(time.size, np.inf, np.float32)
    np.minimum.at(hours, at[counts], np.maximum(0, time[counts] - time[at[counts]]).astype(np.float32) / np.float32(3600))
    return hours


def in_order(columns: dict[str, np.ndarray], known: np.ndarray) -> dict[str, np.ndarray]:
    """Rows by member and time, without those of nobody."""
    order = np.argsort(columns["member"], kind="stable")
    columns = {role: values[order] for role, values in columns.items()}
    nobody = np.flatnonzero(known == 0)
    if not nobody.size:
        return columns
    number, kept = int(nobody[0]), columns["member"] != nobody[0]
    columns = {role: values[kept] for role, values in columns.items()}
    for role in ("member", "answers"):
        columns[role] = np.where(columns[role] == number, NOBODY, columns[role] - (columns[role] > number)).astype(np.int32)
    return columns


def without_doubles(columns: dict[str, np.ndarray], hours: bool) -> tuple[dict[str, np.ndarray], int]:
    """Rows that are there twice, once: the same message, the same deed in the same second, or the same count of a day."""
    if not (hours or "id" in columns or "count" in columns):
        return columns, 0  # where days are all there is, several contributions of a member on one are no doubles
    alike = [columns[role] for role in ("member", "time", "kind", "id", "count", "answers") if role in columns]
    same = np.r_[False, np.all([values[1:] == values[:-1] for values in alike], axis=0)]
    if "id" in columns and not hours:
        same &= columns["id"] != NO_ID
    columns = {role: values for role, values in columns.items() if role != "id"}
    return {role: values[~same] for role, values in columns.items()}, int(same.sum())


def log_of(
    member: np.ndarray, day: np.ndarray, count: np.ndarray | None = None, name: str = "the log", last: int | None = None
) -> Log:
    """A log of contributions from plain arrays: members as numbers from 0 on, days since 1970-01-01."""
    columns = {"member": np.asarray(member, np.uint64) + np.uint64(1), "time": np.asarray(day, np.int64) * DAY_SECONDS}
    columns["kind"] = np.full(len(day), POSTS, np.uint8)
    if count is not None:
        columns["count"] = np.asarray(count, np.int64)
    return gathered(columns, False, name, last=last)
