"""One table of all runs, made from the files of batches as a stream: the same bytes however the batches were cut."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.record import RUNS_TABLE, Record
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.shards import BadShard, read_batch, schema_of
from community_dynamics.experiments.execution.whole_files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 16_384
ABOUT = b"community.runs"


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
    about = json.dumps({"study": record.fingerprint, "runs": record.points * shape["replicates"]})
    schema = schema_of(shape["factors"], tuple(shape["outcomes"]), shape["dice"]).with_metadata({ABOUT: about.encode()})
    tables = tables_of(folder, record, batches, stop)

    def write(place: Path) -> None:
        with pq.ParquetWriter(place, schema, compression="zstd", write_page_checksum=True) as writer:
            for group in row_groups(tables):
                writer.write_table(group.replace_schema_metadata(schema.metadata), row_group_size=ROW_GROUP)

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


def assembled(folder: Path, record: Record) -> bool:
    """Whether runs.parquet holds all runs of this study, to the last byte."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(folder / RUNS_TABLE, page_checksum_verification=True) as file:
            about = json.loads((file.schema_arrow.metadata or {}).get(ABOUT, b"{}"))
            wanted = record.points * record.data["shape"]["replicates"]
            if about != {"study": record.fingerprint, "runs": wanted}:
                return False
            return sum(batch.num_rows for batch in file.iter_batches(ROW_GROUP)) == wanted
    except (OSError, pa.ArrowException, ValueError):
        return False
