"""Futures of alike members: each member is given what somebody with the same kind of past did next, in the log or in a world."""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from community_dynamics.experiments.forecast.histories import YEAR, Library, features, members_library, newcomers_library, pace
from community_dynamics.experiments.forecast.past import People

QUARTER = 13
BLOCKS = YEAR // QUARTER
NEAREST = 20
# Fewer histories, or newcomers, than this say nothing of a quarter.
FEWEST, FEWEST_NEW = 20, 20
OWN = "the log itself"


@dataclass
class Source:
    """Where futures come from: a world that was simulated, or the log's own past, of which less was known earlier."""

    name: str
    members: Library
    newcomers: Library
    own: bool = False
    found: dict[tuple[int, int], tuple[np.ndarray, cKDTree] | None] = field(default_factory=dict, repr=False)
    guessed: dict[tuple[float, ...], np.ndarray] = field(default_factory=dict, repr=False)

    def tree(self, block: int, before: int) -> tuple[np.ndarray, cKDTree] | None:
        """Histories whose quarter `block` ahead had been seen `before` weeks ago, fit to search; None where they are too few."""
        key = (block, before) if self.own else (0, 0)
        if key not in self.found:
            rows = self.members.known(QUARTER * (block + 1), before) if self.own else np.arange(len(self.members.seen))
            self.found[key] = (rows, cKDTree(self.members.features[rows])) if rows.size >= FEWEST else None
        return self.found[key]

    def staying(self, before: int) -> tuple[np.ndarray, int]:
        """Share active (row 0) and contributions (row 1) of newcomers by week since their first, late ones counting most.

        Also: how many weeks enough newcomers were followed for. Weight halves with every year since they came.
        """
        before = before if self.own else 0
        lib = self.newcomers
        weeks = np.minimum(lib.seen, lib.since - before) if self.own else lib.seen
        known = weeks[:, None] > np.arange(YEAR)
        weight = known * (0.5 ** ((lib.since - before) / YEAR))[:, None] if self.own else known.astype(np.float64)
        whole = np.maximum(weight.sum(axis=0), 1e-9)
        curve = np.stack([(weight * one).sum(axis=0) / whole for one in (lib.days > 0, lib.made)])
        return curve, int((known.sum(axis=0) >= FEWEST_NEW).sum())


@dataclass(frozen=True)
class Alike:
    """Whom members are like, quarter by quarter: rows of the source (a column a neighbour), and the quarters that it knows."""

    source: Source
    rows: list[np.ndarray]
    pace: np.ndarray

    @property
    def known(self) -> int:
        """Quarters ahead of which the source knows something."""
        return len(self.rows)


def own_source(people: People, weeks: int, every: int = 8) -> Source:
    """The log's own past as a source: members as they stood every eight weeks."""
    return Source(
        OWN, members_library(people, list(range(every, max(every + 1, weeks - 3), every))), newcomers_library(people, weeks), True
    )


def world_source(name: str, people: People, weeks: int) -> Source:
    """A simulated world as a source: members as they stood each quarter from the first half-year on, with a whole year after."""
    cuts = list(range(YEAR, max(YEAR + 1, weeks - 2 * QUARTER), QUARTER))
    return Source(name, members_library(people, cuts), newcomers_library(people, weeks))


def alike(source: Source, people: People, before: int = 0, nearest: int = NEAREST) -> Alike:
    """The nearest histories of each member, for as many quarters ahead as the source knows."""
    asked = features(people)
    rows: list[np.ndarray] = []
    for block in range(BLOCKS):
        found = source.tree(block, before)
        if found is None:
            break
        if block and not source.own:
            rows.append(rows[0])
            continue
        number = min(nearest, found[0].size)
        near = found[1].query(asked, number)[1].reshape(len(asked), number)
        rows.append(found[0][near])
    return Alike(source, rows, pace(people))


def expected(like: Alike) -> np.ndarray:
    """Weekly actives, active days and contributions of known members (a row each), for the quarters that the source knows."""
    lib, parts = like.source.members, [np.zeros((3, 0))]
    for block, rows in enumerate(like.rows):
        days = lib.days[:, QUARTER * block : QUARTER * (block + 1)]
        weight = np.bincount(rows.ravel(), minlength=len(lib.seen)) / rows.shape[1]
        worth = np.bincount(rows.ravel(), np.repeat(like.pace, rows.shape[1]), len(lib.seen)) / rows.shape[1]
        parts.append(np.stack([weight @ (days > 0), weight @ days, worth @ days]))
    return np.concatenate(parts, axis=1)


def guess(source: Source, people: People, before: int) -> np.ndarray:
    """What is expected of people as they were known `before` weeks ago; kept, as trials ask for the same again and again."""
    marks = (float(people.number), float(people.ago.sum()), float(people.member @ people.ago), float(people.count.sum()))
    key = (float(before) if source.own else 0.0, *marks)
    if key not in source.guessed:
        source.guessed[key] = expected(alike(source, people, before))
    return source.guessed[key]


def drawn(like: Alike, draws: int, dice: np.random.Generator) -> np.ndarray:
    """Actives and contributions (series, draw, week): each member gets the future of one of the nearest, in each draw anew."""
    days, people = like.source.members.days, len(like.pace)
    found = np.zeros((2, draws, QUARTER * like.known))
    choice = dice.random((draws, people))
    begins, worth = np.arange(draws + 1) * people, np.tile(like.pace, draws)
    for block, rows in enumerate(like.rows):
        inside = slice(QUARTER * block, QUARTER * (block + 1))
        picked = rows[np.arange(people), (choice * rows.shape[1]).astype(np.int64)].ravel()
        shape = (draws, len(days))
        came = days[:, inside].astype(np.float64)
        found[0, :, inside] = csr_matrix((np.ones(picked.size), picked, begins), shape) @ (came > 0)
        found[1, :, inside] = csr_matrix((worth, picked, begins), shape) @ came
    return found
