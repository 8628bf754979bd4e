"""The folder of a study: what was asked, its points, a file for each batch, and in the end one table of all runs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.base.result_folder import refuse_dangling
from community_dynamics.experiments.execution.assemble import UNREADABLE, fault_in
from community_dynamics.experiments.execution.batches import DICE, Batch, batches_of
from community_dynamics.experiments.execution.locking import HOLDER, LOCK
from community_dynamics.experiments.execution.record import DESIGN, RUNS, RUNS_TABLE, SERIES, STUDY, Record, read_record
from community_dynamics.experiments.execution.shards import BadShard, done_of, read_batch, read_table
from community_dynamics.experiments.execution.whole_files import TEMPORARY, sweep_temporary

if TYPE_CHECKING:
    import pyarrow as pa

SET_ASIDE, EARLIER, CLUSTER = "set_aside", "earlier", "cluster"
OWN = (STUDY, DESIGN, RUNS, RUNS_TABLE, SERIES, SET_ASIDE, CLUSTER)


def tidied(folder: Path) -> None:
    """Remove what killed workers left half-written."""
    for place in (folder, folder / RUNS, folder / SERIES):
        sweep_temporary(place)
    for flag in (folder / CLUSTER).glob("stop-*"):
        with suppress(OSError):
            flag.unlink()


def refuse_strangers(folder: Path) -> None:
    """Refuse to begin a study in a folder that holds something else; nothing in it is touched."""
    refuse_dangling(folder)
    if not folder.is_dir() or (folder / STUDY).exists():
        return
    ours = {*OWN, LOCK, HOLDER}
    strange = sorted(path.name for path in folder.iterdir() if path.name not in ours and not path.name.startswith(EARLIER))
    strange = [name for name in strange if not name.startswith(TEMPORARY)]
    if strange:
        raise UnreadableFile(f"out = {folder} holds {strange[0]} and no study; name a new folder")


def set_earlier_aside(folder: Path) -> str | None:
    """Move the study of a folder out of the way; the line that says where to."""
    present = [name for name in OWN if (folder / name).exists()]
    if not present:
        return None
    place = unused(folder, EARLIER)
    place.mkdir()
    for name in present:
        (folder / name).replace(place / name)
    return f"the earlier runs are set aside in {place}"


def set_shard_aside(folder: Path, batch: Batch, reason: str) -> str:
    """Move a file that is not what it should be out of the way; the line that says so."""
    (folder / SET_ASIDE).mkdir(exist_ok=True)
    for kind in (SERIES, RUNS):
        with suppress(FileNotFoundError):
            (folder / kind / batch.file).replace(unused(folder / SET_ASIDE, f"{kind}-{batch.file}"))
    return f"{RUNS}/{batch.file} {reason}: set aside, and its {batch.runs:,} runs are run again"


def lists_in(table: "pa.Table", name: str) -> np.ndarray:
    """A column of lists of one length, a list a row."""
    flat = table.column(name).combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return np.asarray(flat.reshape(table.num_rows, -1))


def unused(folder: Path, name: str) -> Path:
    """A name that nothing in a folder has yet."""
    number = 1
    while (folder / f"{name}-{number}").exists():
        number += 1
    return folder / f"{name}-{number}"


@dataclass(frozen=True)
class StudyFolder:
    """A study on disk, to read: its points, its runs, finished or not."""

    path: Path
    record: Record

    @property
    def config(self) -> dict[str, Any]:
        """What was asked."""
        return dict(self.record.data["config"])

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes."""
        return tuple(self.record.data["shape"]["outcomes"])

    @property
    def replicates(self) -> int:
        """Runs at each point."""
        return int(self.record.data["shape"]["replicates"])

    def design(self) -> tuple[pd.DataFrame, np.ndarray, np.ndarray | None]:
        """Points, seeds (points x replicates) and dice blocks, None where all points throw the same."""
        try:
            table = read_table(self.path / DESIGN, "design", self.record.fingerprint)
        except (BadShard, FileNotFoundError) as error:
            raise UnreadableFile(f"{self.path / DESIGN} cannot be used ({error}); give the study's command once more") from None
        table = table.slice(0, self.record.points)
        seeds = lists_in(table, "seeds")
        dice = table.column(DICE).to_numpy() if self.record.data["shape"]["dice"] else None
        factors = self.record.data["shape"]["factors"]
        points = pd.DataFrame({name: table.column(name).to_numpy() for name in factors}).rename_axis("point_id")
        return points, seeds, dice

    def batches(self) -> Iterator[Batch]:
        """All batches, in the order of the points."""
        points, seeds, dice = self.design()
        return batches_of(points, seeds, dice, self.record.fingerprint, self.record.parts)

    def table(self, batch: Batch) -> "pa.Table | None":
        """The runs of one batch, None where they are not done."""
        series = bool(self.record.data["shape"]["series"])
        return read_batch(self.path, batch, self.record.fingerprint, self.outcomes, series)

    def done(self) -> Iterator[tuple[Batch, "pa.Table"]]:
        """The batches that are done, each with its runs."""
        for batch in self.batches():
            with suppress(BadShard):
                table = self.table(batch)
                if table is not None:
                    yield batch, table

    def values(self, outcome: str) -> np.ndarray:
        """One outcome, points x replicates; NaN where a run failed or is still to be done, or the outcome is undefined."""
        found = np.full(self.record.points * self.replicates, np.nan)
        for batch, table in self.done():
            start = batch.first * self.replicates
            found[start : start + batch.runs] = table.column(outcome).to_numpy()
        return found.reshape(-1, self.replicates)

    def undefined(self, outcome: str) -> int:
        """In how many runs that are done, and did not fail, an outcome has no meaning."""
        done = (done_of(batch, table, (outcome,)) for batch, table in self.done())
        return sum(one.runs - one.failures - int(one.sums[0, 0]) for one in done)

    def series(self, name: str) -> np.ndarray:
        """One weekly series, runs x weeks; NaN where a run failed or is still to be done, or the series is undefined."""
        rows: list[np.ndarray] = []
        weeks = 1
        for batch in self.batches():
            part = np.full((batch.runs, 1), np.nan, np.float32)
            with suppress(BadShard, FileNotFoundError, KeyError):
                table = read_table(self.path / SERIES / batch.file, batch.name, self.record.fingerprint)
                part = lists_in(table, name)
            weeks = max(weeks, part.shape[1])
            rows.append(part)
        return np.concatenate(
            [part if part.shape[1] == weeks else np.full((len(part), weeks), np.nan, np.float32) for part in rows]
        )

    def runs(self, columns: list[str] | None = None) -> pd.DataFrame:
        """All runs of a finished study, a row a run; refused where the table is not the one that the study wrote."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.path / RUNS_TABLE
        fault = fault_in(path, self.record) if path.exists() else None
        if fault is not None:
            reason = fault.removeprefix(UNREADABLE)
            what = "is not as the study wrote it" if reason == fault else "cannot be read"
            raise UnreadableFile(f"{path} {what} ({reason}); give the study's command once more to mend it")
        try:
            table = pq.read_table(path, columns=columns, page_checksum_verification=True, partitioning=None)
        except FileNotFoundError:
            raise UnreadableFile(f"{path} is not there yet; give the study's command once more to finish it") from None
        except (pa.ArrowException, OSError) as error:
            reason = " ".join(str(error).split())[:100]
            raise UnreadableFile(f"{path} cannot be read ({reason}); give the study's command once more to mend it") from None
        frame: pd.DataFrame = table.to_pandas()
        return frame


def open_study(folder: Path | str) -> StudyFolder:
    """A study on disk, to read."""
    path = Path(folder).expanduser()
    record = read_record(path)
    if record is None:
        raise UnreadableFile(f"{path} holds no study; name the folder of one, which has a {STUDY}")
    return StudyFolder(path, record)


def read_config(folder: Path | str) -> dict[str, Any]:
    """What was asked in the study of a folder."""
    return open_study(folder).config


def read_runs(folder: Path | str, columns: list[str] | None = None) -> pd.DataFrame:
    """All runs of the finished study of a folder, a row a run; some of the columns where only those are wanted."""
    return open_study(folder).runs(columns)
