"""Logs in: from a file to a nameless Log, block by block; what is broken is counted, what is hopeless refused in a line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from community_dynamics.experiments.base.errors import InvalidValue, shown
from community_dynamics.experiments.logs.columns import NEEDED, Columns, as_bytes, checked, counts_of, find_columns, kinds_of
from community_dynamics.experiments.logs.course import date_of
from community_dynamics.experiments.logs.files import Source, open_source
from community_dynamics.experiments.logs.gathering import gathered
from community_dynamics.experiments.logs.log import DAY_SECONDS, POSTS, Log
from community_dynamics.experiments.logs.pseudonyms import Pseudonyms
from community_dynamics.experiments.logs.times import ALLOWED, MISSING, Clock, plain

MOST_ROWS = 50_000_000
# Before 1980 nobody kept such logs: such a date is a zero or a slip.
EARLIEST = 10 * 365 * DAY_SECONDS + 2 * DAY_SECONDS
LATEST = 130 * 365 * DAY_SECONDS + 32 * DAY_SECONDS
FIGURES_ONLY, LETTER, FIGURE = re.compile(r"^[\d:T.+/ -]{0,40}Z?$"), re.compile(r"[^\W\d_]"), re.compile(r"\d")
ROLES = ("member", "time", "type", "target", "reply_to", "id", "count")


@dataclass
class Notebook:
    """What was odd about a file, counted while it is read."""

    rows: int = 0
    odd_times: int = 0
    outside: int = 0
    nameless: int = 0
    odd_counts: int = 0
    unknown_types: int = 0
    examples: dict[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """One reading of one file: its clock, its key, and what was found so far."""

    source: Source
    columns: Columns
    latest: int
    clock: Clock
    names: Pseudonyms = field(default_factory=Pseudonyms)
    notes: Notebook = field(default_factory=Notebook)

    def block(self, cells: Mapping[str, pa.Array]) -> dict[str, np.ndarray]:
        """The rows of a block that can be used, as numbers."""
        times = self.clock.seconds(cells["time"])
        members = self.names.numbers(as_bytes(cells["member"]))
        good = self.judged(times, members, cells)
        found = {"member": members, "time": times, "kind": np.full(len(times), POSTS, np.uint8)}
        if "type" in cells:
            found["kind"], unknown = kinds_of(as_bytes(cells["type"]))
            self.notes.unknown_types += unknown
        if "count" in cells:
            found["count"] = counts_of(cells["count"])
            wrong = good & (found["count"] < 0)
            self.notes.odd_counts += int(wrong.sum())
            good &= ~wrong & (found["count"] > 0)
        for role in ("target", "reply_to", "id"):
            if role in cells:
                number = self.names.passing if "id" in cells and role != "target" else self.names.numbers
                found[role] = number(as_bytes(cells[role]))
        return {role: values[good] for role, values in found.items()}

    def judged(self, times: np.ndarray, members: np.ndarray, cells: Mapping[str, pa.Array]) -> np.ndarray:
        """Which rows have a time within reason and a member; the others are counted, with one example."""
        notes, missing, nameless = self.notes, times == MISSING, members == 0
        outside = ~missing & ((times < EARLIEST) | (times > self.latest))
        for name, odd in (("time", missing), ("outside", outside)):
            if odd.any() and name not in notes.examples:
                notes.examples[name] = example(cells["time"], int(np.argmax(odd)))
        notes.rows += len(times)
        notes.odd_times += int(missing.sum())
        notes.outside += int(outside.sum())
        notes.nameless += int((nameless & ~missing & ~outside).sum())
        return ~missing & ~outside & ~nameless


def read_log(
    path: Path | str | Source,
    given: Mapping[str, str] | None = None,
    dates: str = "",
    last: int | None = None,
    latest: int | None = None,
) -> Log:
    """A log from a file, or from one that is open already.

    `given`: columns by name; `dates`: day or month first; `last`: last day observed, since 1970.
    """
    source = path if isinstance(path, Source) else open_source(Path(path))
    path = source.path
    source.skipped.clear()
    columns = find_columns(source.headings, given or {}, path.name)
    reading = Reading(source, columns, LATEST if latest is None else latest, Clock(dates))
    roles = [role for role in ROLES if role in columns]
    blocks: list[dict[str, np.ndarray]] = []
    for arrays in source.blocks([columns.place[role] for role in roles]):
        cells = checked(dict(zip(roles, arrays, strict=True)), source, columns)
        blocks.append(reading.block(cells))
        if reading.notes.rows > MOST_ROWS:
            raise InvalidValue(f"{shown(path.name)} has more than {MOST_ROWS:,} rows; allowed are that many: read it by years")
    usable(reading, path.name)
    joined = {role: np.concatenate([block[role] for block in blocks]) for role in blocks[0]}
    blocks.clear()
    if last is not None:
        refuse_before(int(joined["time"].min()) // DAY_SECONDS, last, path.name)
    log = gathered(joined, reading.clock.hours, path.name, warnings_of(reading), last, trusted=False)
    return replace(log, rows=reading.notes.rows)


def example(times: pa.Array, place: int) -> str:
    """What a time that cannot be used looks like: as it is if it is made of figures, else its form; it may be a name."""
    try:
        text = plain(times[place].as_py())
    except (OverflowError, ValueError):
        return "a time beyond the calendar"
    if text is None:
        return "bytes that are no UTF-8"
    return shown(text) if FIGURES_ONLY.match(text) else shown(LETTER.sub("x", FIGURE.sub("9", text)))


def refuse_before(first: int, last: int, name: str) -> None:
    """Refuse a last day on which nothing had been seen yet."""
    if last < first:
        raise InvalidValue(
            f"until = {date_of(last)} is before the first day of {shown(name)}, {date_of(first)}; give that day or a later one"
        )


def usable(reading: Reading, file: str) -> None:
    """Refuse a file without rows, and one whose rows are mostly broken: then a column is not what it seems."""
    notes, headings = reading.notes, reading.source.headings
    if not notes.rows:
        raise InvalidValue(f"{shown(file)} has headings but no rows; a log needs a row for each event")
    if 2 * (notes.odd_times + notes.outside) > notes.rows:
        what = notes.examples.get("time") or notes.examples["outside"]
        column = shown(headings[reading.columns.place["time"]].strip())
        raise InvalidValue(
            f"{notes.odd_times + notes.outside:,} of {notes.rows:,} times in column {column} are no times, such as {what}; "
            f"allowed are {ALLOWED}, from 1980 to today; say time=COLUMN for another column"
        )
    if notes.nameless + notes.odd_counts + notes.odd_times + notes.outside >= notes.rows:
        raise InvalidValue(f"{shown(file)} has no row with a member, a time and a count; say {'=COLUMN '.join(NEEDED)}=COLUMN")


def warnings_of(reading: Reading) -> tuple[str, ...]:
    """What was odd, a counted line each."""
    notes, clock = reading.notes, reading.clock
    zones = clock.zoned and clock.plain
    lines = (
        (len(reading.source.skipped), "rows with too few or too many cells are left out"),
        (notes.odd_times, f"rows whose time cannot be read are left out, such as {notes.examples.get('time', '')}"),
        (notes.outside, f"rows before 1980 or after today are left out, such as {notes.examples.get('outside', '')}"),
        (notes.nameless, "rows without a member are left out"),
        (notes.odd_counts, "rows whose count is negative or no whole number are left out"),
        (notes.unknown_types, "rows of an unknown type count as contributions"),
        (reading.names.formulas, "ids look like spreadsheet formulas; ids are never written"),
        (clock.plain if zones else 0, f"times have no zone and {clock.zoned:,} have one; those without are read as UTC"),
    )
    return tuple(f"{count:,} {text}" for count, text in lines if count)
