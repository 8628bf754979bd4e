"""What a study folder says of itself: the model, what was asked, its points, and how they are cut into batches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.base.result_folder import as_json
from community_dynamics.experiments.execution.batches import DICE, Part, Plan, content_hash, fingerprint_of
from community_dynamics.experiments.execution.shards import write_table
from community_dynamics.experiments.execution.troubles import differences, refused
from community_dynamics.experiments.execution.whole_files import write_whole

STUDY, DESIGN, RUNS, RUNS_TABLE, SERIES = "study.json", "design.parquet", "runs", "runs.parquet", "series"
FORMAT = 1
READING = ("question", "outcome", "about", "threshold", "below", "above")


@dataclass(frozen=True)
class Record:
    """What study.json says: the model, what was asked, and how the points are cut into batches."""

    data: Mapping[str, Any]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in which points were added."""
        return tuple(Part(part["first"], part["end"], part["points_a_batch"]) for part in self.data["parts"])

    @property
    def points(self) -> int:
        """Number of points, of all parts."""
        return int(self.parts[-1].end)

    @property
    def fingerprint(self) -> str:
        """Hash of all that decides the numbers besides points and seeds."""
        return str(self.data["fingerprint"])


def read_record(folder: Path) -> Record | None:
    """What study.json says, None where there is none yet."""
    try:
        data = json.loads((folder / STUDY).read_text("utf-8"))
        record = Record(data)
        refuse_other_kinds(data)
        _ = record.points, record.fingerprint, record.parts
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise UnreadableFile(f"{folder / STUDY} cannot be read; name a new folder, or add --anew to begin again") from None
    return record


def refuse_other_kinds(data: Any) -> None:
    """Raise TypeError or KeyError where study.json holds other kinds of things than are written there."""
    kinds = {"subject": dict, "shape": dict, "config": dict, "parts": list, "fingerprint": str}
    shape = {"factors": list, "replicates": int, "outcomes": list, "series": list, "dice": bool}
    _ = data["format"]
    wrong = [name for name, kind in kinds.items() if not isinstance(data[name], kind)]
    wrong += [name for name, kind in shape.items() if not isinstance(data["shape"][name], kind)]
    for part in data["parts"]:
        wrong += [name for name in ("first", "end", "points_a_batch") if not isinstance(part[name], int) or part[name] < 0]
        wrong += [] if isinstance(part["hash"], str) and part["points_a_batch"] else ["hash"]
    if wrong:
        raise TypeError(wrong[0])


def shape_of(plan: Plan) -> dict[str, Any]:
    """What all parts of a study share."""
    return {
        "factors": [str(name) for name in plan.points.columns],
        "replicates": plan.replicates,
        "dice": plan.dice is not None,
        "outcomes": list(plan.subject.outcomes),
        "series": list(plan.subject.series),
    }


def part_hash(plan: Plan, fingerprint: str, first: int, end: int) -> str:
    """Hash of the points and seeds of a part."""
    dice = None if plan.dice is None else plan.dice[first:end]
    return content_hash(fingerprint, first, plan.points.iloc[first:end], plan.seeds[first:end], dice)


def runs_asked(config: Mapping[str, Any]) -> dict[str, Any]:
    """What of a config decides which runs are made; for which outcome they are read does not."""
    return {name: value for name, value in config.items() if name not in READING}


def check_same(folder: Path, record: Record, plan: Plan, growing: bool) -> None:
    """Refuse a folder whose runs are not those of this plan, or with `growing` not its first runs."""
    there, now = record.data, plain({"subject": plan.subject.describe(), "shape": shape_of(plan)})
    lines = differences(there["subject"], now["subject"]) + differences(there["shape"], now["shape"])
    if not growing:
        lines += differences(runs_asked(there.get("config", {})), runs_asked(plain(plan.config)))
    if not lines and (len(plan.points) < record.points or (len(plan.points) > record.points and not growing)):
        lines = [f"  points: {record.points:,} there, {len(plan.points):,} now"]
    if not lines:
        for part in there["parts"]:
            if part_hash(plan, record.fingerprint, part["first"], part["end"]) != part["hash"]:
                asked = differences(there.get("config", {}), plain(plan.config))
                lines = [*asked, f"  points {part['first']:,} to {part['end'] - 1:,}: other values or seeds"]
                break
    if lines:
        raise refused(folder, lines)


def plain(data: Any) -> Any:
    """Data as it comes back from a file."""
    return json.loads(json.dumps(data, default=str))


def begin(folder: Path, plan: Plan, points_a_batch: int, made: Mapping[str, Any]) -> Record:
    """Write down a new study before anything runs."""
    description = plain(plan.subject.describe())
    data = {
        "format": FORMAT,
        "fingerprint": fingerprint_of(description),
        "subject": description,
        "shape": shape_of(plan),
        "config": plain(plan.config),
        "parts": [],
        "made_with": dict(made),
    }
    for name in (RUNS, *([SERIES] if plan.subject.series else [])):
        (folder / name).mkdir(exist_ok=True)
    return extend(folder, Record(data), plan, 0, points_a_batch)


def extend(folder: Path, record: Record, plan: Plan, first: int, points_a_batch: int) -> Record:
    """Write down points that are added to a study: the points first, for study.json says what holds."""
    end = len(plan.points)
    part = {"first": first, "end": end, "points_a_batch": points_a_batch, "hash": part_hash(plan, record.fingerprint, first, end)}
    new = Record({**record.data, "config": plain(plan.config), "parts": [*record.data["parts"], part]})
    write_design(folder, plan, record.fingerprint)
    write_record(folder, new)
    return new


def write_record(folder: Path, record: Record) -> None:
    """Write study.json."""
    write_whole(folder / STUDY, lambda place: place.write_text(as_json(record.data), "utf-8"))


def write_design(folder: Path, plan: Plan, fingerprint: str) -> None:
    """Write the points and their seeds."""
    import pyarrow as pa

    columns: dict[str, Any] = {"point_id": np.arange(len(plan.points))}
    if plan.dice is not None:
        columns[DICE] = plan.dice.astype(np.int64)
    columns |= {str(name): plan.points[name].to_numpy(np.float64) for name in plan.points.columns}
    seeds = pa.array(np.ascontiguousarray(plan.seeds, np.int64).reshape(-1))
    columns["seeds"] = pa.FixedSizeListArray.from_arrays(seeds, plan.replicates)
    write_table(folder / DESIGN, pa.table(columns), "design", fingerprint)
