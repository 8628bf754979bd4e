"""What runs gave: numbers where they succeeded, and where and why they did not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

SUCCEEDED, FAILED, ABORTED = "SUCCEEDED", "FAILED", "ABORTED"
INSTANTIATE, RUN, EXTRACT, WRITING = "instantiate", "run", "extract", "writing"
ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")
LONGEST_MESSAGE = 300


class Stopped(Exception):
    """The stop flag was set: what is under way is worth nothing, what is done is kept."""


class Failure(NamedTuple):
    """A run that gave nothing: its row in the batch, how far it came, the kind of error and its words."""

    row: int
    stage: str
    kind: str
    message: str
    status: str = FAILED


@dataclass(frozen=True)
class Rows:
    """The runs of a batch, the replications of a point after one another.

    values: runs x outcomes, NaN where a run failed, or where an outcome has no meaning in a run that did not; series: by name,
    runs x weeks; failures: one for each failed run.
    """

    values: np.ndarray
    series: Mapping[str, np.ndarray] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()


@dataclass
class Stage:
    """How far a run has come."""

    name: str = INSTANTIATE


def failure(row: int, stage: str, error: BaseException) -> Failure:
    """A failed run in words that are the same whenever it fails the same way: addresses in memory are left out."""
    words = ADDRESS.sub("0x...", " ".join(str(error).split()))
    return Failure(row, stage, type(error).__name__, words[:LONGEST_MESSAGE])


def all_failed(runs: int, outcomes: int, stage: str, kind: str, message: str, status: str = FAILED) -> Rows:
    """Rows of a batch of which nothing is known."""
    failures = tuple(Failure(row, stage, kind, message, status) for row in range(runs))
    return Rows(np.full((runs, outcomes), np.nan), {}, failures)


def one_by_one(
    points: pd.DataFrame,
    seeds: np.ndarray,
    outcomes: tuple[str, ...],
    stop: np.ndarray,
    run: Callable[[dict[str, Any], int, Stage], Any],
) -> Rows:
    """Runs of a model that takes one point and one seed at a time; a run that raises becomes a failed row."""
    values = np.full((seeds.size, len(outcomes)), np.nan)
    failures = []
    for number, point in enumerate(points.to_dict("records")):
        for replication in range(seeds.shape[1]):
            if stop[0]:
                raise Stopped
            row, stage = number * seeds.shape[1] + replication, Stage()
            try:
                told = run({str(name): value for name, value in point.items()}, int(seeds[number, replication]), stage)
                stage.name = EXTRACT
                values[row] = in_order(told, outcomes)
            except Stopped:
                raise
            except Exception as error:
                failures.append(failure(row, stage.name, error))
    return Rows(values, {}, tuple(failures))


def in_order(told: Any, outcomes: tuple[str, ...]) -> list[float]:
    """What a model told as numbers, in the order of the outcomes; a mapping may hold more than is asked for."""
    if isinstance(told, Mapping):
        missing = next((name for name in outcomes if name not in told), None)
        if missing is not None:
            raise KeyError(f"{missing} is not among the outcomes that the model gave")
        told = [told[name] for name in outcomes]
    numbers = np.atleast_1d(np.asarray(told, np.float64))
    if numbers.shape != (len(outcomes),):
        raise ValueError(f"the model gave {numbers.size} numbers for {len(outcomes)} outcomes")
    for name, number in zip(outcomes, numbers.tolist(), strict=True):
        if not isfinite(number):
            raise ValueError(f"{name} = {number:g} is not a finite number")
    return [float(number) for number in numbers]
