"""What a worker does, wherever it is: compute a batch and put it into its file."""

import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from community_dynamics.experiments.execution.batches import Batch, fingerprint_of
from community_dynamics.experiments.execution.record import plain
from community_dynamics.experiments.execution.rows import ABORTED, RUN, Rows, Stopped, all_failed
from community_dynamics.experiments.execution.shards import (
    BadShard,
    BatchDone,
    read_batch,
    rows_in,
    series_table,
    sums_of,
    table_of,
    write_table,
)
from community_dynamics.experiments.execution.subject import Subject
from community_dynamics.experiments.execution.troubles import WorkersLost


@dataclass(frozen=True)
class Work:
    """What every worker of a study has to know. With `retrying`, only the failed runs of a batch are run, once more."""

    folder: Path
    subject: Subject
    fingerprint: str
    retrying: bool = False

    def do(self, batch: Batch, stop: np.ndarray) -> BatchDone:
        """Compute a batch in this thread and write its file; raises Stopped soon after `stop` is set."""
        check_same_code(self)
        rows = self.again(batch, stop) if self.retrying else None
        return self.keep(batch, self.compute(batch, stop) if rows is None else rows)

    def compute(self, batch: Batch, stop: np.ndarray) -> Rows:
        """All runs of a batch; a model that breaks as a whole makes failed rows."""
        try:
            return self.subject.run(batch.points, batch.seeds, stop)
        except Stopped:
            raise
        except Exception as error:
            message = " ".join(str(error).split())
            return all_failed(batch.runs, len(self.subject.outcomes), RUN, type(error).__name__, message)

    def again(self, batch: Batch, stop: np.ndarray) -> Rows | None:
        """The rows of a batch with the failed runs run once more; None where there is no file to begin with."""
        outcomes = self.subject.outcomes
        try:
            table = read_batch(self.folder, batch, self.fingerprint, outcomes, False)
        except BadShard:
            return None
        if table is None or self.subject.series:  # series have no rows to be replaced one by one
            return None
        old = rows_in(table, outcomes)
        failed = np.array([one.row for one in old.failures], np.int64)
        point, replication = np.divmod(failed, batch.seeds.shape[1])
        part = Batch("", 0, batch.points.iloc[point], batch.seeds[point, replication][:, np.newaxis])
        new = self.compute(part, stop)
        old.values[failed] = new.values
        failures = tuple(one._replace(row=int(failed[one.row])) for one in new.failures)
        return Rows(old.values, {}, failures)

    def keep(self, batch: Batch, rows: Rows) -> BatchDone:
        """Write the file of a batch; that of its runs comes last, and says that all is there."""
        if self.subject.series:
            write_table(self.folder / "series" / batch.file, series_table(batch, rows), batch.name, self.fingerprint)
        table = table_of(batch, rows, self.subject.outcomes)
        write_table(self.folder / "runs" / batch.file, table, batch.name, self.fingerprint)
        return BatchDone(batch.name, batch.runs, len(rows.failures), sums_of(rows.values))

    def give_up(self, batch: Batch, message: str) -> BatchDone:
        """Write rows that say why a batch could not be run by any worker."""
        rows = all_failed(batch.runs, len(self.subject.outcomes), RUN, "WorkerLost", message, ABORTED)
        return self.keep(batch, rows)


CHECKED: set[str] = set()


def check_same_code(work: Work) -> None:
    """Refuse to work on a study in a process that has other code or other libraries than the study was made with."""
    if work.fingerprint in CHECKED:
        return
    if fingerprint_of(plain(work.subject.describe())) != work.fingerprint:
        raise WorkersLost(
            f"a worker on {platform.node()} has other code or libraries than this study was made with; "
            "install the same versions there"
        )
    CHECKED.add(work.fingerprint)
