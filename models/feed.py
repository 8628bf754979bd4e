"""The common feed: questions and shown work with a limited life, which any visitor may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community_dynamics.sim.state import CORE_TOPICS, QUESTION
from community_dynamics.sim.world import feed_capacity

if TYPE_CHECKING:
    from community_dynamics.models.member import Member


@dataclass(slots=True, eq=False)
class Item:
    """One post, and what has become of it so far."""

    number: int
    author: Member
    day: int
    ordinal: int  # this is the author's first, second, ... contribution
    kind: int
    topic: int
    level: float
    needed: set[int]
    off_topic: int = 0
    covered: set[int] = field(default_factory=set)
    replies: int = 0
    hostile: int = 0
    first_team: int = -1
    teams_differ: int = 0
    due_day: int = -1  # by which an answer was promised
    suppressed: int = 0
    first_post: int = 0
    resolved: int = 0
    solved: int = 0

    @property
    def is_question(self) -> bool:
        """A problem that waits for what others know, rather than work shown."""
        return self.kind == QUESTION

    @property
    def is_core(self) -> bool:
        """On one of the topics that the community is about."""
        return self.topic < CORE_TOPICS

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet, and answers are not held back."""
        return self.replies == 0 and not self.suppressed


class Feed:
    """The live items, oldest first, each numbered in the order of posting."""

    def __init__(self, seats: int) -> None:
        """An empty feed, with room for a community of this size."""
        self.capacity = feed_capacity(seats)
        self.items: list[Item] = []
        self.next_number = 0

    def __len__(self) -> int:
        """Items that are live."""
        return len(self.items)

    @property
    def first_number(self) -> int:
        """Number of the oldest live item, or of the next one if there is none."""
        return self.next_number - len(self.items)

    def make_room(self) -> None:
        """A full feed loses its oldest item."""
        if len(self.items) == self.capacity:
            del self.items[0]

    def add(self, item: Item) -> None:
        """Put a new item on top."""
        self.items.append(item)
        self.next_number += 1

    def newest(self, place: int) -> Item:
        """The item at this place counted from the newest, 0."""
        return self.items[-1 - place]

    def find(self, number: int) -> Item | None:
        """The item of this number, if it is still live."""
        place = number - self.first_number
        return self.items[place] if place >= 0 else None

    def drop_old(self, day: int, life: float) -> None:
        """Let items fall out when their life is over."""
        old = 0
        while old < len(self.items) and day - self.items[old].day >= life:
            old += 1
        del self.items[:old]
