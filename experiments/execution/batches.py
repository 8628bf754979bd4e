"""What is to be run, and its cut into batches: points that follow one another, named by their content."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.execution.subject import Subject

NUMBERED = ("run_id", "point_id", "replication_id", "seed")
DICE = "dice"
FATE = ("status", "stage", "error", "message")
BATCH_SECONDS = 2.0
MOST_BATCHES = 900
FEWEST_BATCHES = 60  # of an extension, however many batches there are before it


@dataclass(frozen=True, eq=False)
class Plan:
    """All runs of a study: a model, points (a row each, a column a factor), seeds (points x replicates).

    config: what was asked, as plain data, kept for whoever reads the study later; dice: the dice block of each point.
    """

    subject: Subject
    points: pd.DataFrame
    seeds: np.ndarray
    config: Mapping[str, Any] = field(default_factory=dict)
    dice: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Refuse points and seeds that do not belong together, and names that tables of runs use themselves."""
        check_shapes(self.points, self.seeds, self.dice)
        check_names([*map(str, self.points.columns)], self.subject.outcomes)
        check = getattr(self.subject, "check", None)
        if check is not None:
            check(self.points)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.seeds.size)

    @property
    def replicates(self) -> int:
        """Runs at each point."""
        return int(self.seeds.shape[1])

    def first(self, points: int) -> "Plan":
        """The same study with its first points only."""
        dice = None if self.dice is None else self.dice[:points]
        return Plan(self.subject, self.points.iloc[:points], self.seeds[:points], self.config, dice)


class Part(NamedTuple):
    """Points that were added together, and how many of them make a batch."""

    first: int
    end: int
    points_a_batch: int


@dataclass(frozen=True, eq=False)
class Batch:
    """Points that follow one another, computed together and kept in one file."""

    name: str
    first: int
    points: pd.DataFrame
    seeds: np.ndarray
    dice: np.ndarray | None = None

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.seeds.size)

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"part-{self.name}.parquet"


def check_shapes(points: pd.DataFrame, seeds: np.ndarray, dice: np.ndarray | None) -> None:
    """Refuse points, seeds and dice of different lengths, and seeds that are none."""
    if len(points) == 0 or seeds.size == 0:
        raise InvalidValue("the study has no runs; give at least one point and one replicate")
    if seeds.ndim != 2 or len(seeds) != len(points):
        raise InvalidValue(f"seeds have the shape {seeds.shape}, and {len(points)} points need a row each, a column a replicate")
    if seeds.dtype.kind not in "iu" or int(seeds.min()) < 0 or int(seeds.max()) > 2**63 - 1:
        raise InvalidValue("seeds are not whole numbers from 0 to 9.2e18; 0 is a seed like any other")
    if dice is not None and dice.shape != (len(points),):
        raise InvalidValue(f"dice have the shape {dice.shape}, and {len(points)} points need one block each")


def check_names(factors: list[str], outcomes: tuple[str, ...]) -> None:
    """Refuse names that would stand twice in a table of runs."""
    taken = {*NUMBERED, DICE, *FATE}
    for name in (*factors, *outcomes):
        if name in taken:
            raise InvalidValue(f"{name} is the name of two columns of the table of runs; rename the factor or outcome")
        taken.add(name)


def fingerprint_of(description: Mapping[str, Any]) -> str:
    """Hash of all that decides the numbers besides points and seeds."""
    return hashlib.sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()


def exact(points: pd.DataFrame) -> np.ndarray:
    """The numbers of points, to the bit, in one layout."""
    return np.ascontiguousarray(points.to_numpy(np.float64))


def content_hash(fingerprint: str, first: int, points: pd.DataFrame, seeds: np.ndarray, dice: np.ndarray | None) -> str:
    """Hash of a model, points and seeds: what names a batch, and what says that a table is of this study."""
    digest = hashlib.sha256(f"{fingerprint}\0{first}\0{seeds.shape}\0{list(points.columns)}\0".encode())
    digest.update(exact(points).tobytes())
    digest.update(np.ascontiguousarray(seeds, np.int64).tobytes())
    if dice is not None:
        digest.update(np.ascontiguousarray(dice, np.int64).tobytes())
    return digest.hexdigest()


def batches_of(
    points: pd.DataFrame, seeds: np.ndarray, dice: np.ndarray | None, fingerprint: str, parts: tuple[Part, ...]
) -> Iterator[Batch]:
    """All batches in the order of the points, each made when it is asked for."""
    for part in parts:
        for first in range(part.first, part.end, part.points_a_batch):
            here = slice(first, min(first + part.points_a_batch, part.end))
            thrown = None if dice is None else dice[here]
            name = content_hash(fingerprint, first, points.iloc[here], seeds[here], thrown)[:20]
            yield Batch(name, first, points.iloc[here], seeds[here], thrown)


def count_of(parts: tuple[Part, ...]) -> int:
    """Number of batches."""
    return sum(-(-(part.end - part.first) // part.points_a_batch) for part in parts)


def points_a_batch(points: int, seconds_a_point: float, seconds: float, most: int) -> int:
    """Points of a batch that takes about so many seconds, in at most so many batches.

    Short studies are cut finer, so that every worker has something to do until the end.
    """
    wanted = min(seconds, max(seconds / 4, points * seconds_a_point / 16))
    for_time = max(1, round(wanted / max(seconds_a_point, 1e-9)))
    return max(min(points, for_time), -(-points // most))


def most_batches(plan: Plan, before: int) -> int:
    """How many batches may be added to so many, so that a study stays below 1,000 files."""
    files = 2 if plan.subject.series else 1
    return max(FEWEST_BATCHES, MOST_BATCHES // files - before)
