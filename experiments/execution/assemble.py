"""One table of all runs, made from the files of batches as a stream: the same bytes however the batches were cut."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.record import RUNS_TABLE, Record
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import DIGEST, FOOTER, NO_DIGEST, BadShard, read_batch, schema_of
from community_dynamics.experiments.execution.whole_files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 16_384
ABOUT = b"community.runs"
UNREADABLE = "cannot be read: "


class LostShard(Exception):
    """A batch whose file has gone, or has gone bad, since it was written."""

    def __init__(self, batch: Batch, reason: str) -> None:
        """`reason` is None where there is no file."""
        super().__init__(reason)
        self.batch, self.reason = batch, reason


def assemble(folder: Path, record: Record, batches: Iterable[Batch], stop: np.ndarray) -> Path:
    """Write runs.parquet, all runs in their order; raises LostShard where a batch has to be run again."""
    import pyarrow.parquet as pq

    shape = record.data["shape"]
    about = json.dumps({"study": record.fingerprint, "runs": record.points * shape["replicates"], "digest": NO_DIGEST})
    schema = schema_of(shape["factors"], tuple(shape["outcomes"]), shape["dice"]).with_metadata({ABOUT: about.encode()})
    tables = tables_of(folder, record, batches, stop)

    def write(place: Path) -> None:
        with pq.ParquetWriter(place, schema, compression="zstd", write_page_checksum=True) as writer:
            for group in row_groups(tables):
                writer.write_table(group.replace_schema_metadata(schema.metadata), row_group_size=ROW_GROUP)
        mark(place)

    write_whole(folder / RUNS_TABLE, write)
    return folder / RUNS_TABLE


def tables_of(folder: Path, record: Record, batches: Iterable[Batch], stop: np.ndarray) -> Iterator["pa.Table"]:
    """The runs of each batch, in order."""
    shape = record.data["shape"]
    for batch in batches:
        if stop[0]:
            raise Stopped
        try:
            table = read_batch(folder, batch, record.fingerprint, tuple(shape["outcomes"]), bool(shape["series"]))
        except BadShard as error:
            raise LostShard(batch, str(error)) from None
        if table is None:
            raise LostShard(batch, "is missing")
        yield table


def row_groups(tables: Iterable["pa.Table"]) -> Iterator["pa.Table"]:
    """The same rows in tables of one length, the last one shorter."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= ROW_GROUP:
            whole = pa.concat_tables(waiting)
            cut = rows - rows % ROW_GROUP
            for start in range(0, cut, ROW_GROUP):
                yield whole.slice(start, ROW_GROUP).combine_chunks()
            waiting, rows = [whole.slice(cut)], rows - cut
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def digest_of(path: Path) -> tuple[str, int, str]:
    """The hash that a table of runs carries, where it stands in the file, and what it should be; empty where it has none."""
    size, digest = path.stat().st_size, hashlib.sha256()
    tail = max(0, size - FOOTER)
    with path.open("rb") as file:
        left = tail
        while left:
            data = file.read(min(FOOTER, left))
            left -= len(data)
            digest.update(data)
        end = file.read()
    found = list(DIGEST.finditer(end))
    if not found:
        return "", 0, ""
    begin, stop = found[-1].span(1)
    digest.update(end[:begin] + NO_DIGEST.encode() + end[stop:])
    return end[begin:stop].decode(), tail + begin, digest.hexdigest()


def mark(path: Path) -> None:
    """Have a table of runs carry the hash of its own bytes."""
    _, at, digest = digest_of(path)
    with path.open("rb+") as file:
        file.seek(at)
        file.write(digest.encode())


def fault_in(path: Path, record: Record) -> str | None:
    """What is wrong with a table of runs, in a few words; None where it is as this study wrote it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = record.points * record.data["shape"]["replicates"]
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            about = json.loads((file.schema_arrow.metadata or {}).get(ABOUT, b"{}"))
            if not about:
                return "something else wrote it"
            if about.get("study") != record.fingerprint:
                return "it belongs to another study"
            if (about.get("runs"), file.metadata.num_rows) != (wanted, wanted):
                return f"it has {file.metadata.num_rows:,} of {wanted:,} runs"
            carried, _, digest = digest_of(path)
            if carried != digest:
                return "it was changed since"
    except (OSError, pa.ArrowException, ValueError, KeyError, AttributeError) as error:
        return UNREADABLE + " ".join(str(error).split())[:100]
    return None


def assembled(folder: Path, record: Record) -> bool:
    """Whether runs.parquet holds all runs of this study, to the last byte."""
    return fault_in(folder / RUNS_TABLE, record) is None
