"""One file for each batch: written aside, flushed and renamed, so that it is whole or absent; read with every check."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.execution.batches import DICE, FATE, NUMBERED, Batch
from experiments.execution.rows import SUCCEEDED, Failure, Rows

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "1"
ABOUT = b"community.batch"
ASIDE = ".writing-"


class BadShard(Exception):
    """A file that is not what its name says: why, in a few words."""


@dataclass(frozen=True)
class Done:
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
    values = np.where(np.isnan(rows.values), np.nan, rows.values)  # one NaN only, so that bytes are the same
    schema = schema_of([str(name) for name in batch.points.columns], outcomes, batch.dice is not None)
    columns = [*numbers, *factors, *fates_of(rows.failures, batch.runs), *np.ascontiguousarray(values.T)]
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


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
        flat = pa.array(np.ascontiguousarray(values, np.float32).reshape(-1))
        columns[name] = pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
    return pa.table(columns)


def digest_of(table: "pa.Table") -> str:
    """Hash of every value of a table."""
    digest = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(f"{name}\0".encode())
        if column.null_count == len(column):
            continue
        if str(column.type) == "string":
            digest.update("\0".join("" if word is None else word for word in column.to_pylist()).encode())
        else:
            flat = column.combine_chunks()
            flat = flat.flatten() if hasattr(flat.type, "list_size") else flat
            digest.update(np.ascontiguousarray(flat.to_numpy(zero_copy_only=False)).tobytes())
    return digest.hexdigest()


def about(name: str, fingerprint: str, table: "pa.Table") -> dict[str, str]:
    """What a file says of itself."""
    return {"format": FORMAT, "batch": name, "study": fingerprint, "digest": digest_of(table)}


def write_table(path: Path, table: "pa.Table", name: str, fingerprint: str) -> None:
    """Write a table so that its file is whole or absent, even after a power cut."""
    import pyarrow.parquet as pq

    told = json.dumps(about(name, fingerprint, table)).encode()
    marked = table.replace_schema_metadata({ABOUT: told})
    with replacing(path) as aside:
        pq.write_table(marked, aside, compression="zstd", write_page_checksum=True)


class replacing:
    """A file beside `path` that takes its place when the block ends well, and vanishes when it does not."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist."""
        self.path = path
        self.aside = path.with_name(f"{ASIDE}{os.getpid()}-{os.urandom(4).hex()}-{path.name}")

    def __enter__(self) -> Path:
        return self.aside

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                flush(self.aside)
                self.aside.replace(self.path)
                flush(self.path.parent)
        finally:
            with suppress(OSError):
                self.aside.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk itself; folders cannot be opened on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_table(path: Path, name: str, fingerprint: str) -> "pa.Table":
    """A table whose file is what its name says, to the last byte; raises BadShard else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, page_checksum_verification=True, memory_map=False, partitioning=None)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError, UnicodeDecodeError, ValueError) as error:
        raise BadShard(f"cannot be read: {' '.join(str(error).split())[:100]}") from None
    try:
        told = json.loads((table.schema.metadata or {}).get(ABOUT, b"{}"))
    except ValueError:
        told = {}
    if told.get("format") != FORMAT or told.get("batch") != name or told.get("study") != fingerprint:
        raise BadShard("belongs to something else")
    if told.get("digest") != digest_of(table):
        raise BadShard("its values are not those that were written")
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


def done_of(batch: Batch, table: "pa.Table", outcomes: tuple[str, ...]) -> Done:
    """What a table says of its batch."""
    failed = sum(status != SUCCEEDED for status in table.column("status").to_pylist())
    return Done(batch.name, batch.runs, failed, sums_of(values_in(table, outcomes)))


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
