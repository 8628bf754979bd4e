"""What varies in a study: a factor with its range, distribution and group, and how a study file writes it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, nearest, shown
from community_dynamics.experiments.base.values import finite, switch
from community_dynamics.experiments.designs.distributions import (
    DISTRIBUTIONS,
    check_shape,
    known_distribution,
    share_at,
    unknown_word,
    value_at,
)

DICE = "dice"
MOST_LEVELS = 10_000


@dataclass(frozen=True)
class Factor:
    """One thing that varies, and how: its values are found from a share (0..1) of its distribution.

    name: a full path such as levers.demand, or any name for a foreign model; low, high: ends of the range, where a
    distribution with tails is cut; shape: what the distribution needs beyond the ends, in words; values: the levels of
    the distribution `values`, from low to high; whole: whole numbers only; group: factors of one group move together
    in Morris and Sobol designs.
    """

    name: str
    low: float
    high: float
    distribution: str = "uniform"
    shape: Mapping[str, float] = field(default_factory=dict, hash=False)
    values: tuple[float, ...] = ()
    whole: bool = False
    group: str | None = None

    def __post_init__(self) -> None:
        """Refuse a factor that contradicts itself."""
        known_distribution(self.name, self.distribution)
        if self.distribution == "values":
            check_levels(self.name, self.values, self.low, self.high)
        elif self.values:
            raise InvalidValue(f"{self.name}: {self.distribution} with listed values; leave out one of the two")
        check_range(self.name, self.low, self.high)
        if self.whole and not all(float(value).is_integer() for value in (self.low, self.high, *self.values)):
            raise InvalidValue(f"{self.name} = {self.low:g}..{self.high:g} must begin and end with whole numbers")
        if self.distribution == "values" and self.shape:
            raise unknown_word(self.name, self.distribution, next(iter(self.shape)))
        if self.distribution != "values":
            check_shape(self.name, self.distribution, *self.ends, self.shape)

    @property
    def ends(self) -> tuple[float, float]:
        """Ends of what is drawn; half a step beyond whole numbers, so that the first and last get their full share."""
        widened = self.whole and self.distribution not in ("uniform", "values")
        beyond = 0.5 if widened else 0.0
        return self.low - beyond, self.high + beyond

    def value(self, unit: np.ndarray) -> np.ndarray:
        """The values at these shares of the distribution: 0 gives the low end, 1 the high end; never falling."""
        unit = np.asarray(unit, np.float64)
        if self.distribution == "values":
            which = np.minimum(len(self.values) - 1, np.floor(unit * len(self.values)))
            return np.asarray(self.values, np.float64)[which.astype(np.int64)]
        if self.whole and self.distribution == "uniform":
            return np.minimum(self.high, self.low + np.floor(unit * (self.high - self.low + 1.0)))
        found = value_at(self.distribution, *self.ends, self.shape, unit)
        return np.clip(np.rint(found), self.low, self.high) if self.whole else found

    def unit_of(self, value: float) -> float:
        """A share of the distribution at which the factor has this value; in the middle of it for a level.

        `value` makes of it the same value again, but for the last digits.
        """
        if self.distribution == "values":
            if value not in self.values:
                listed = ", ".join(f"{one:g}" for one in self.values)
                close = min(self.values, key=lambda one: abs(one - value))
                raise InvalidValue(f"{self.name} = {value:g} is none of its values {listed}; did you mean {close:g}?")
            return (self.values.index(value) + 0.5) / len(self.values)
        if not self.low <= value <= self.high or (self.whole and value != int(value)):
            kind = "a whole number in " if self.whole else "in "
            raise InvalidValue(f"{self.name} = {value:g} is not {kind}{self.low:g}..{self.high:g}, where it varies")
        if self.distribution == "uniform":
            if self.whole:
                return (value - self.low + 0.5) / (self.high - self.low + 1.0)
            return (value - self.low) / (self.high - self.low)
        if not self.whole:
            return share_at(self.distribution, *self.ends, self.shape, value)
        sides = [share_at(self.distribution, *self.ends, self.shape, value + half) for half in (-0.5, 0.5)]
        return sum(sides) / 2.0


def check_range(name: str, low: float, high: float) -> None:
    """Refuse ends that are no numbers, and a range that is empty or turned round."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InvalidValue(f"{name} = {low:g}..{high:g} is no range; both ends must be finite numbers")
    if not low < high:
        raise InvalidValue(f"{name} = {low:g}..{high:g} is no range; the first value must be the smaller")
    if not math.isfinite(high - low):
        raise InvalidValue(f"{name} = {low:g}..{high:g} is too wide for a range; choose nearer ends")


def check_levels(name: str, values: Sequence[float], low: float, high: float) -> None:
    """Refuse levels that are fewer than two, not rising, or not from low to high."""
    if len(values) < 2:
        raise InvalidValue(f"{name} has {len(values)} values; to vary it needs two or more")
    if not all(math.isfinite(value) for value in values):
        raise InvalidValue(f"{name}: its values must be finite numbers")
    if any(not one < other for one, other in pairwise(values)):
        raise InvalidValue(f"{name}: its values must rise, each once; write {', '.join(f'{v:g}' for v in sorted(set(values)))}")
    if (low, high) != (values[0], values[-1]):
        raise InvalidValue(f"{name}: low and high must be {values[0]:g} and {values[-1]:g}, the ends of its values")


def factor_of(path: str, written: object, foreign: bool = False) -> Factor:
    """The factor that a study file writes: nothing (all of its range), a pair or `low:high` (a range), a list or
    `low:high:count` (levels), or a mapping such as {distribution: normal, mean: .5, spread: .1, low: 0, high: 1}.

    A path is a parameter of ours, unless `foreign`: then any name will do, and it needs ends of its own.
    """
    if path == DICE:
        raise InvalidValue("dice is the name of the dummy that throws other dice; give the factor another name")
    source = Source(path, foreign)
    if isinstance(written, Mapping):
        return from_mapping(source, {str(key): value for key, value in written.items()})
    return source.factor(bare(source, written))


@dataclass(frozen=True)
class Source:
    """Where the numbers of one factor are read: against the tables of our parameters, or freely."""

    path: str
    foreign: bool

    def number(self, value: object, word: str = "") -> float:
        """A written number; words such as yes where a parameter of ours has them."""
        if not self.foreign and not word:
            from community_dynamics.experiments.base.values import split, value_of

            return float(value_of(*split(self.path), value))
        number = finite(value)
        if number is None:
            place = f"{self.path}: {word}" if word else self.path
            raise WrongKind(f"{place} = {shown(value)} is not a number")
        return number

    def known(self) -> dict[str, Any]:
        """What is known of a factor before anything is written: the ends of its range, and whether it is whole."""
        if self.foreign:
            return {"whole": False}
        from community_dynamics.experiments.designs.named_points import parameter_at, study_range

        low, high = study_range(self.path)
        return {"low": float(low), "high": float(high), "whole": parameter_at(self.path).whole}

    def factor(self, stated: Mapping[str, Any]) -> Factor:
        """The factor, from what is stated and else what is known."""
        told = self.known() | dict(stated)
        missing = [end for end in ("low", "high") if end not in told]
        if missing:
            raise InvalidValue(f"{self.path} has no {' and no '.join(missing)}; write {self.path}: low:high")
        return Factor(self.path, **told)


def bare(source: Source, written: object) -> dict[str, Any]:
    """What is written without a mapping: nothing, a range, or levels."""
    if written is None:
        return {}
    if isinstance(written, str) and (":" in written or ".." in written):
        written = written.replace("..", ":")
        parts = written.split(":")
        return counted(source, parts) if len(parts) == 3 else ends(source, parts)
    if isinstance(written, tuple):
        return ends(source, written)
    if isinstance(written, list | np.ndarray):
        return levels(source, list(written))
    raise InvalidValue(f"{source.path} = {shown(written)} is one value; to vary it write low:high, or a list of values")


def ends(source: Source, written: Sequence[object]) -> dict[str, Any]:
    """A range: its low and its high end."""
    if len(written) != 2:
        raise InvalidValue(f"{source.path} = {shown(':'.join(map(str, written)))} is not low:high, or low:high:count")
    low, high = (source.number(plain(end)) for end in written)
    return {"low": low, "high": high}


def counted(source: Source, parts: Sequence[str]) -> dict[str, Any]:
    """Equally spaced levels, low:high:count."""
    found = ends(source, parts[:2])
    check_range(source.path, found["low"], found["high"])
    count = int(parts[2]) if parts[2].strip().isdecimal() else 0
    if not 2 <= count <= MOST_LEVELS:
        raise InvalidValue(f"{source.path} = {shown(':'.join(parts))} is not low:high:count with a count of 2 or more")
    return levels(source, [found["low"] + (found["high"] - found["low"]) * k / (count - 1) for k in range(count)])


def levels(source: Source, written: Sequence[object]) -> dict[str, Any]:
    """Listed levels, put in rising order, so that a design that moves up moves the factor up."""
    values = sorted(source.number(plain(value)) for value in written)
    twice = next((one for one, other in pairwise(values) if one == other), None)
    if twice is not None:
        raise InvalidValue(f"{source.path} lists {twice:g} twice; list each value once")
    check_levels(source.path, values, *((values[0], values[-1]) if values else (0.0, 0.0)))
    return {"distribution": "values", "values": tuple(values), "low": values[0], "high": values[-1]}


def plain(value: object) -> object:
    """A NumPy number as Python's own, which the tables of words can read."""
    return value.item() if isinstance(value, np.generic) else value


def from_mapping(source: Source, written: Mapping[str, object]) -> Factor:
    """A factor written as a mapping of words."""
    usual = "values" if "values" in written else "uniform"
    distribution = known_distribution(source.path, written.get("distribution", usual))
    stated: dict[str, Any] = {"distribution": distribution}
    if distribution == "values" or "values" in written:
        listed = written.get("values", ())
        if distribution != "values" or not isinstance(listed, list | tuple):
            raise InvalidValue(f"{source.path}: values = {shown(listed)} with {distribution}; write values: [0.2, 0.5, 0.8]")
        stated |= levels(source, listed)
    stated |= {end: source.number(plain(written[end])) for end in ("low", "high") if end in written}
    stated |= {word: told(source, word, written[word]) for word in ("group", "whole") if word in written}
    refuse_strangers(source, distribution, written)
    words = DISTRIBUTIONS[distribution].words
    shape = {word: source.number(plain(written[word]), word) for word in words if word in written}
    return source.factor(stated | {"shape": shape})


def told(source: Source, word: str, value: object) -> object:
    """The group of a factor, or whether it is whole."""
    if word == "group":
        if value is not None and (not isinstance(value, str) or not value or value == DICE):
            raise WrongKind(f"{source.path}: group = {shown(value)} is not the name of a group")
        return value
    whole = switch(value)
    if whole is None:
        raise WrongKind(f"{source.path}: whole = {shown(value)} is not yes or no")
    if not source.foreign and whole != source.known()["whole"]:
        is_not = "is" if source.known()["whole"] else "is not"
        raise InvalidValue(f"{source.path} {is_not} a whole number, and a study cannot change that; leave out whole")
    return whole


def refuse_strangers(source: Source, distribution: str, written: Mapping[str, object]) -> None:
    """Refuse words that a factor does not have."""
    own = {"distribution", "low", "high", "values", "group", "whole", *DISTRIBUTIONS[distribution].words}
    for word in written:
        if word not in own:
            error = unknown_word(source.path, distribution, word)
            close = nearest(word, sorted(own))
            raise error if close is None else type(error)(f"{source.path}: {shown(word)} is unknown; did you mean {close}?")
