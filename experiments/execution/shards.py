"""One file for each batch: written aside, flushed and renamed, so that it is whole or absent; read with every check."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.batches import DICE, FATE, NUMBERED, Batch
from community_dynamics.experiments.execution.rows import SUCCEEDED, Failure, Rows
from community_dynamics.experiments.execution.whole_files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "1"
ABOUT = b"community.batch"
NO_DIGEST = "0" * 64
DIGEST = re.compile(rb'"digest": "([0-9a-f]{64})"')
FOOTER = 1 << 20  # bytes at the end of a file among which it says its hash


class BadShard(Exception):
    """A file that is not what its name says: why, in a few words."""


@dataclass(frozen=True)
class BatchDone:
    """A batch that is done: its runs, how many failed, and sums of the finite values of each outcome."""

    name: str
    runs: int
    failures: int
    sums: np.ndarray  # 3 x outcomes: how many, their sum, the sum of their squares


def sums_of(values: np.ndarray) -> np.ndarray:
    """How many values are finite, their sum and the sum of their squares, by outcome."""
    finite = np.isfinite(values)
    kept = np.where(finite, values, 0.0)
    return np.stack([finite.sum(axis=0).astype(np.float64), kept.sum(axis=0), (kept * kept).sum(axis=0)])


def schema_of(factors: list[str], outcomes: tuple[str, ...], dice: bool) -> "pa.Schema":
    """Columns of a table of runs."""
    import pyarrow as pa

    numbers = [*NUMBERED, *([DICE] if dice else [])]
    fields = [pa.field(name, pa.int64(), nullable=False) for name in numbers]
    fields += [pa.field(name, pa.float64(), nullable=False) for name in factors]
    fields += [pa.field(name, pa.string()) for name in FATE]
    return pa.schema(fields + [pa.field(name, pa.float64(), nullable=False) for name in outcomes])


def table_of(batch: Batch, rows: Rows, outcomes: tuple[str, ...]) -> "pa.Table":
    """The runs of a batch as a table, a row a run."""
    import pyarrow as pa

    replicates = batch.seeds.shape[1]
    run = np.arange(batch.runs, dtype=np.int64) + batch.first * replicates
    numbers = [run, run // replicates, run % replicates, batch.seeds.reshape(-1).astype(np.int64)]
    if batch.dice is not None:
        numbers.append(np.repeat(batch.dice.astype(np.int64), replicates))
    factors = [
        np.repeat(batch.points.iloc[:, column].to_numpy(np.float64), replicates) for column in range(batch.points.shape[1])
    ]
    values = one_nan(rows.values)
    schema = schema_of([str(name) for name in batch.points.columns], outcomes, batch.dice is not None)
    columns = [*numbers, *factors, *fates_of(rows.failures, batch.runs), *np.ascontiguousarray(values.T)]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def one_nan(values: np.ndarray) -> np.ndarray:
    """The same with one NaN for all of them, so that bytes are the same: processors make NaN with one sign or the other."""
    return np.where(np.isnan(values), values.dtype.type(np.nan), values)


def fates_of(failures: tuple[Failure, ...], runs: int) -> list[list[str | None]]:
    """Status, stage, kind of error and message of every run."""
    fates: list[list[str | None]] = [[SUCCEEDED] * runs, [None] * runs, [None] * runs, [None] * runs]
    for failed in failures:
        for column, word in zip(fates, (failed.status, failed.stage, failed.kind, failed.message), strict=True):
            column[failed.row] = word
    return fates


def series_table(batch: Batch, rows: Rows) -> "pa.Table":
    """The weekly series of a batch, a row a run, a list a series."""
    import pyarrow as pa

    run = np.arange(batch.runs, dtype=np.int64) + batch.first * batch.seeds.shape[1]
    columns: dict[str, Any] = {"run_id": pa.array(run)}
    for name, values in rows.series.items():
        flat = pa.array(one_nan(np.ascontiguousarray(values, np.float32).reshape(-1)))
        columns[name] = pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
    return pa.table(columns)


def write_table(path: Path, table: "pa.Table", name: str, fingerprint: str) -> None:
    """Write a table so that its file is whole or absent, even after a power cut, and says the hash of its own bytes."""
    import pyarrow.parquet as pq

    told = {"format": FORMAT, "batch": name, "study": fingerprint, "digest": NO_DIGEST}
    marked = table.replace_schema_metadata({ABOUT: json.dumps(told).encode()})

    def write(place: Path) -> None:
        pq.write_table(marked, place, compression="zstd", write_page_checksum=True)
        data = place.read_bytes()
        with place.open("rb+") as file:
            file.seek(data.rindex(NO_DIGEST.encode()))
            file.write(hashlib.sha256(data).hexdigest().encode())

    write_whole(path, write)


def refuse_altered(data: bytes) -> None:
    """Refuse bytes that are not those whose hash they carry, before anything tries to make sense of them."""
    found = list(DIGEST.finditer(data, max(0, len(data) - FOOTER)))
    if not found:
        raise BadShard("is cut short or no file of a study")
    begin, end = found[-1].span(1)
    if hashlib.sha256(data[:begin] + NO_DIGEST.encode() + data[end:]).hexdigest().encode() != data[begin:end]:
        raise BadShard("is not as it was written")


def read_table(path: Path, name: str, fingerprint: str) -> "pa.Table":
    """A table whose file is what its name says, to the last byte; raises BadShard else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = path.read_bytes()
    refuse_altered(data)
    try:
        table = pq.read_table(pa.BufferReader(data))
        told = json.loads((table.schema.metadata or {})[ABOUT])
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise BadShard("is no table of runs") from None
    if (told.get("format"), told.get("batch"), told.get("study")) != (FORMAT, name, fingerprint):
        raise BadShard("belongs to something else")
    return table.replace_schema_metadata(None)


def read_batch(folder: Path, batch: Batch, fingerprint: str, outcomes: tuple[str, ...], series: bool) -> "pa.Table | None":
    """The runs of a batch, None where they have still to be run; raises BadShard where the file is not what it should be."""
    try:
        table = read_table(folder / "runs" / batch.file, batch.name, fingerprint)
        if series:
            read_table(folder / "series" / batch.file, batch.name, fingerprint)
    except FileNotFoundError:
        return None
    wanted = schema_of([str(name) for name in batch.points.columns], outcomes, batch.dice is not None)
    if table.num_rows != batch.runs or not table.schema.equals(wanted):
        raise BadShard(f"has {table.num_rows} rows or other columns, and {batch.runs} runs were asked for")
    return table


def done_of(batch: Batch, table: "pa.Table", outcomes: tuple[str, ...]) -> BatchDone:
    """What a table says of its batch."""
    failed = sum(status != SUCCEEDED for status in table.column("status").to_pylist())
    return BatchDone(batch.name, batch.runs, failed, sums_of(values_in(table, outcomes)))


def values_in(table: "pa.Table", outcomes: tuple[str, ...]) -> np.ndarray:
    """The outcomes of a table, runs x outcomes."""
    return np.column_stack([table.column(name).to_numpy() for name in outcomes])


def rows_in(table: "pa.Table", outcomes: tuple[str, ...]) -> Rows:
    """A table as the rows that it was made from, without series."""
    fates = pd.DataFrame({name: table.column(name).to_pylist() for name in FATE})
    failed = fates[fates["status"] != SUCCEEDED]
    told = zip(failed.index, failed["stage"], failed["error"], failed["message"], failed["status"], strict=True)
    failures = tuple(Failure(int(row), *words) for row, *words in told)
    return Rows(values_in(table, outcomes), {}, failures)
