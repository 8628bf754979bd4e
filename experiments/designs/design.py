"""A design: points of the unit cube and what they mean; and from it the values and seeds of all its runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.factors import DICE, Factor
from community_dynamics.experiments.designs.kinds import BLOCKS, KINDS, Kind, check_size, kind_named, members_of, options_of

__all__ = ["BLOCKS", "DICE", "KINDS", "Design", "Kind", "extended", "make_design", "points_in", "points_of", "seeds_of"]

DUMMY = Factor(DICE, 0.0, 1.0)
LARGEST_SEED = (1 << 63) - 1
MOST_NUMBERS = 1 << 28  # of a design, points times columns: two gigabytes


@dataclass(frozen=True, eq=False)
class Design:
    """Points of the unit cube, and what they mean.

    Where the kind extends, a larger design of the same kind, factors, seed and options begins with the rows of a
    smaller one. names: the columns, of which the last may be the dummy `dice`; size: what the user asked for (points,
    base samples, trajectories, levels); scramblings: base sample k of scrambling s is number s + scramblings * k;
    groups: the group of each column, its own name where it has none, or None where no factor has one; blocks: the dice
    that each point throws, None where all throw the same; base: values of the factors that one_at_a_time was given.
    """

    method: str
    names: tuple[str, ...]
    unit: np.ndarray
    size: int
    seed: int
    scramblings: int = 1
    second_order: bool = False
    groups: tuple[str, ...] | None = None
    blocks: np.ndarray | None = None
    base: tuple[tuple[str, float], ...] | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the design."""
        return KINDS[self.method]

    @property
    def dice(self) -> bool:
        """Whether the last column is the dummy."""
        return self.names[-1] == DICE

    @property
    def moving(self) -> tuple[str, ...]:
        """What moves, in the order of the rows of sobol and morris: each group once, and each factor without one."""
        return tuple(dict.fromkeys(self.groups or self.names))

    def __len__(self) -> int:
        """Number of points."""
        return len(self.unit)


def make_design(
    method: str, factors: Sequence[Factor], size: int | None = None, seed: int = 0, dice: bool = False, **options: Any
) -> Design:
    """The design of this kind, size and seed for these factors; with `dice`, a dummy that throws other dice is added.

    Options: scramblings and second_order for sobol; base (value of each factor by name) for one_at_a_time.
    """
    kind = kind_named(method)
    columns = columns_of(kind, factors, dice)
    chosen = options_of(kind, options)
    size = check_size(kind, kind.usual if size is None else size)
    check_seed(seed)
    check_count(kind, kind.points(size, columns, bool(chosen.get("second_order"))), len(columns))
    unit = kind.make(columns, size, int(seed), **chosen)
    unit.setflags(write=False)
    base = chosen.pop("base", None)
    return Design(
        method,
        tuple(column.name for column in columns),
        unit,
        size,
        int(seed),
        groups=groups_of(columns),
        blocks=kind.blocks(unit, columns) if dice and kind.blocks is not None else None,
        base=None if base is None else tuple((str(name), float(value)) for name, value in base.items()),
        **chosen,
    )


def points_in(method: str, factors: Sequence[Factor], size: int | None = None, dice: bool = False, **options: Any) -> int:
    """How many points a design would have, without making it."""
    kind = kind_named(method)
    columns = columns_of(kind, factors, dice)
    chosen = options_of(kind, options)
    return kind.points(check_size(kind, kind.usual if size is None else size), columns, bool(chosen.get("second_order")))


def extended(design: Design, factors: Sequence[Factor], size: int) -> Design:
    """A larger design that begins with the rows of this one; kinds that cannot say why."""
    kind = design.kind
    if not kind.extends:
        raise InvalidValue(f"a {design.method} design cannot be extended: {kind.why_not}")
    if size <= design.size:
        raise InvalidValue(f"size = {size} does not extend {design.size} {kind.size_word}; give a larger one")
    options = {word: getattr(design, word) for word in kind.options or {}}
    larger = make_design(design.method, factors, size, design.seed, design.dice, **options)
    if larger.names != design.names or not np.array_equal(larger.unit[: len(design)], design.unit):
        raise InvalidValue("the design does not begin with the points that were run; its factors or libraries have changed")
    return larger


def columns_of(kind: Kind, factors: Sequence[Factor], dice: bool) -> list[Factor]:
    """The columns of a design: the factors, each named once, and the dummy."""
    names = [factor.name for factor in factors]
    if not names:
        raise InvalidValue("nothing to vary; name at least one parameter with its range")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidValue(f"{twice} is given twice; keep one of the two")
    if DICE in names:
        raise InvalidValue("dice is the name of the dummy that throws other dice; give the factor another name")
    if dice and kind.blocks is None:
        raise InvalidValue(f"a {kind.name} has no dummy: all its points throw the same dice, and replicates show their part")
    grouped = next((factor for factor in factors if factor.group is not None), None)
    if grouped is not None and not kind.groups:
        able = " or ".join(one.name for one in KINDS.values() if one.groups)
        raise InvalidValue(f"{grouped.name} has a group, and {kind.name} moves each factor alone; leave it out or choose {able}")
    return [*factors, DUMMY] if dice else list(factors)


def groups_of(columns: Sequence[Factor]) -> tuple[str, ...] | None:
    """The group of each column, its own name where it has none; None where no factor has a group."""
    if all(column.group is None for column in columns):
        return None
    names = tuple(column.group if column.group is not None else column.name for column in columns)
    if len(set(names)) != len(members_of(columns)):
        twice = next(column.group for column in columns if column.group in {one.name for one in columns if one.group is None})
        raise InvalidValue(f"group {twice} has the name of a factor outside it; give it another name")
    return names


def check_seed(seed: object) -> None:
    """Refuse what is no seed; 0 is a seed."""
    whole = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
    if not whole or not 0 <= int(seed) <= LARGEST_SEED:  # type: ignore[call-overload]
        raise InvalidValue(f"seed = {seed!r} is not a whole number from 0 to 9.2e18; 0 is a seed like any other")


def check_count(kind: Kind, points: int, columns: int) -> None:
    """Refuse more points than any study could run, before memory runs out."""
    most = MOST_NUMBERS // columns
    if points > most:
        raise InvalidValue(f"this {kind.name} would have {points:,} points, and at most {most:,} can be; choose a smaller size")


def points_of(design: Design, factors: Sequence[Factor]) -> pd.DataFrame:
    """The value of every factor at every point, a point a row; the dummy has no value."""
    names = tuple(factor.name for factor in factors)
    own = design.names[:-1] if design.dice else design.names
    if names != own:
        raise InvalidValue(f"the design varies {', '.join(own)}, not {', '.join(names)}; give its factors in its order")
    columns = {factor.name: factor.value(design.unit[:, column]) for column, factor in enumerate(factors)}
    for name, value in design.base or ():  # as the user wrote it, to the last digit
        at_base = design.unit[:, names.index(name)] == design.unit[0, names.index(name)]
        columns[name] = np.where(at_base, value, columns[name])
    return pd.DataFrame(columns).rename_axis("point_id")


def seeds_of(design: Design, replicates: int, seed: int) -> np.ndarray:
    """The seeds of every point, points x replicates: one row for all where dice are common, else its block's own."""
    if replicates < 1:
        raise InvalidValue(f"replicates = {replicates} is too few; at least 1 is needed")
    check_seed(seed)
    blocks = np.zeros(len(design), np.int64) if design.blocks is None else design.blocks
    last = int(seed) + replicates * (int(blocks.max()) + 1) - 1
    if last > LARGEST_SEED:
        raise InvalidValue(f"seed = {seed} leaves no room for {replicates} replicates; choose a seed below 9e18")
    return seed + replicates * blocks[:, np.newaxis] + np.arange(replicates, dtype=np.int64)
