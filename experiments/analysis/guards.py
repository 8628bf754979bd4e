"""Nothing is analysed that would silently come out wrong: what must match, be finite, vary and be seeded."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.undefined import Undefined, undefined_words

DICE = "dice"
LEAST_KEPT = 0.5
BEYOND_CHANCE = 5.5  # of standard errors: independent columns stay below in 9,999 of 10,000 designs of 60 factors
LARGEST = 1e150  # squares of larger numbers are beyond what a computer holds
ROUNDING = 64 * np.finfo(np.float64).eps


class SameEverywhere(InvalidValue):
    """An outcome that is the same in every run, so that there is nothing to explain; another outcome may vary."""


class Design(Protocol):
    """What an analysis must know of a design; any object with these attributes will do.

    method: its kind; names: the columns of `unit`, the last may be the dummy `dice`; unit: points x columns, 0..1;
    size: base samples, trajectories or points; scramblings, second_order: of Saltelli's rows; groups: the group of
    each column, or None; blocks: the dice that each point throws (points with one number share the seeds of all their
    replicates), or None where all points share them.
    """

    @property
    def method(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def unit(self) -> np.ndarray: ...
    @property
    def size(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def scramblings(self) -> int: ...
    @property
    def second_order(self) -> bool: ...
    @property
    def groups(self) -> tuple[str, ...] | None: ...
    @property
    def blocks(self) -> np.ndarray | None: ...


@dataclass(frozen=True)
class Arrays:
    """A design as plain attributes, for data that come from elsewhere; also handy to spoil in tests."""

    method: str
    names: tuple[str, ...]
    unit: np.ndarray
    size: int
    seed: int = 0
    scramblings: int = 1
    second_order: bool = False
    groups: tuple[str, ...] | None = None
    blocks: np.ndarray | None = None


@dataclass(frozen=True)
class Units:
    """Values by unit of sampling (base sample, trajectory, point), of which those with a failed run are left out.

    values: units x rows x replicates; kept: which units of the design these are; asked: how many there were;
    failed: how many single runs had no value.
    """

    values: np.ndarray
    kept: np.ndarray
    asked: int
    failed: int

    @property
    def dropped(self) -> int:
        """Units left out because at least one of their runs has no value."""
        return self.asked - len(self.kept)

    def said(self, word: str) -> str:
        """What was left out, in a sentence; empty where nothing was."""
        if not self.dropped:
            return ""
        runs = "1 run" if self.failed == 1 else f"{self.failed} runs"
        left = f"{runs} failed, so {self.dropped} of {self.asked} {word} were left out whole"
        return f"{left}; if runs fail where the outcome is extreme, indices are off."


def moving_of(design: Design) -> tuple[str, ...]:
    """What moves, in the order of rows: each group once, and each factor without one."""
    return tuple(dict.fromkeys(design.groups or design.names))


def check_names(design: Design) -> None:
    """Refuse columns that are not named, each once, or a unit design outside 0..1."""
    if not design.names or len(set(design.names)) != len(design.names):
        raise InvalidValue("the factors of a sensitivity analysis must be named, each once")
    if design.unit.ndim != 2 or design.unit.shape[1] != len(design.names):
        raise InvalidValue(f"the design has {design.unit.shape[-1]} columns for {len(design.names)} names; they must match")
    if not np.isfinite(design.unit).all() or design.unit.min() < 0.0 or design.unit.max() > 1.0:
        raise InvalidValue("the design has points outside the unit cube; give shares of each range, 0..1")
    if design.groups is not None and len(design.groups) != len(design.names):
        raise InvalidValue(f"{len(design.groups)} groups for {len(design.names)} factors; they must match")
    if design.blocks is not None and np.shape(design.blocks) != (len(design.unit),):
        raise InvalidValue(f"{np.size(design.blocks)} dice blocks for {len(design.unit)} points; they must match")


def check_apart(design: Design, method: str) -> None:
    """Refuse columns that go together more than chance allows: one would be named for what the other does."""
    check_names(design)
    moving = np.ptp(design.unit, axis=0) > 0.0
    names = [name for name, moves in zip(design.names, moving, strict=True) if moves]
    if len(names) < 2:
        return
    together = np.triu(np.abs(np.corrcoef(design.unit[:, moving], rowvar=False)), 1)
    if together.max() * np.sqrt(len(design.unit) - 1) > BEYOND_CHANCE:
        one, other = np.unravel_index(int(together.argmax()), together.shape)
        raise InvalidValue(
            f"{names[one]} and {names[other]} go together in the design (correlation {together.max():.2f}), so that {method} "
            "would name one for what the other does; say design=latin_hypercube"
        )


def check_values(design: Design, values: np.ndarray, outcome: str) -> np.ndarray:
    """Values as points x replicates, aligned with the design; NaN: a failed run; refused: infinity, and what is too large."""
    check_names(design)
    values = np.asarray(values, np.float64)
    if values.ndim == 1:
        values = values[:, np.newaxis]
    if values.ndim != 2 or len(values) != len(design.unit) or values.shape[1] < 1:
        raise InvalidValue(
            f"{outcome}: {len(values)} rows of values for {len(design.unit)} points of the design; they must match"
        )
    if np.isinf(values).any():
        where = int(np.flatnonzero(np.isinf(values).any(axis=1))[0])
        raise InvalidValue(f"{outcome} is infinite at point {where}; indices of it have no meaning")
    if (np.abs(values) > LARGEST).any():
        where = int(np.flatnonzero((np.abs(values) > LARGEST).any(axis=1))[0])
        most = np.nanmax(np.abs(values[where]))
        raise InvalidValue(
            f"{outcome} comes to {most:.3g} at point {where}, and its variance cannot be computed above {LARGEST:g}; "
            "measure it in a larger unit, or take its logarithm"
        )
    return values


def check_defined(values: np.ndarray, failed: np.ndarray, outcome: str) -> None:
    """Refuse an outcome that has no meaning in runs that did not fail.

    Whether it has one depends on the very factors that are asked about, so runs that have it are no fair part of all.
    """
    missing = int((np.isnan(values) & ~failed).sum())
    if missing:
        said = undefined_words(outcome, missing, int((~failed).sum()))
        raise Undefined(f"{said}, and an analysis needs it in every run")


def check_varies(values: np.ndarray, outcome: str) -> None:
    """Refuse an outcome that is the same in every run: there is nothing to explain."""
    if np.ptp(values) <= ROUNDING * np.abs(values).max():
        near = "" if np.ptp(values) == 0.0 else " but for rounding"
        raise SameEverywhere(f"{outcome} is {values.flat[0]:g} at every point{near}, so nothing can explain it; widen the ranges")


def whole_units(design: Design, values: np.ndarray, rows: int, outcome: str, word: str, least: int = 2) -> Units:
    """Values grouped by unit of `rows` consecutive points; units with a failed run are dropped whole and counted.

    Too few from the start, and too few because runs failed, are refused in words of their own.
    """
    values = check_values(design, values, outcome)
    if len(values) % rows:
        raise InvalidValue(f"{outcome}: {len(values)} points are not whole {word} of {rows} points each; they must be")
    units = values.reshape(-1, rows, values.shape[1])
    if len(units) < least:
        raise InvalidValue(f"{outcome}: {len(units)} {word} are too few; at least {least} are needed: take more samples")
    fine = np.isfinite(units).all(axis=(1, 2))
    failed = int(np.isnan(values).sum())
    kept = np.flatnonzero(fine)
    if len(kept) < max(least, LEAST_KEPT * len(units)):
        lost = f"{outcome}: {failed} runs failed, which leaves {len(kept)} of {len(units)} {word}"
        raise InvalidValue(
            f"{lost}; at least {max(least, int(np.ceil(LEAST_KEPT * len(units))))} are needed: run the failed again"
        )
    check_varies(units[kept], outcome)
    return Units(units[kept], kept, len(units), failed)


def generator(seed: int) -> np.random.Generator:
    """A seeded generator; 0 is a seed like any other (given a plain 0, SALib would draw unseeded)."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InvalidValue(f"seed = {seed!r} is not a whole number from 0; 0 is a seed like any other")
    return np.random.default_rng(seed)


def problem_of(names: Sequence[str]) -> dict:
    """SALib's description of a problem, made anew for each call, as some calls change it."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def check_order(found: Sequence[str], names: Sequence[str]) -> None:
    """Refuse indices that came back in another order than the factors went in."""
    if list(found) != list(names):
        raise InvalidValue("the indices came back in another order than the factors went in")


@contextmanager
def quiet() -> Iterator[None]:
    """SALib warns of its own retirement plans, and divides by the variance of resamples, which may be none."""
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """NumPy's old global stream seeded for the time of a call that draws from it, and put back as it was."""
    before = np.random.get_state()  # noqa: NPY002 - SALib draws from this stream
    np.random.seed(int(generator(seed).integers(1, 2**32 - 1)))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
