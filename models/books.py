"""The books of a community: tallies of the run, counts of the day and of the week, and the log of events."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from community_dynamics.sim.state import COMMUNITY, TALLY

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.feed import Item

DAY_COUNTS = ("posts", "questions", "answers", "joins", "leaves", "visits", "items", "on_topic", "core")


class Books(SimpleNamespace):
    """Tallies by the names of `sim.state.TALLY`, day_ and week_ counts, and what the community carries on."""

    def __init__(self) -> None:
        """Empty books."""
        super().__init__(
            mood=0.0,
            recent_arrivals=0.0,
            recognised_share=0.0,
            audience=0.0,
            hardness=0.0,
            member_count=0,
            arrival_pointer=0,
            last_attendance=10,
            last_event_day=0,
            next_event_day=0,
            week_contributors=0,
            week_visitors=0,
        )
        for name in TALLY:
            setattr(self, name, 0.0)
        self.open_day()

    def open_day(self) -> None:
        """A new page for the day."""
        for name in DAY_COUNTS:
            setattr(self, f"day_{name}", 0)

    def count_item(self, item: Item) -> None:
        """A post or an answer is something new for those who come later."""
        self.day_items += 1
        self.day_on_topic += 1 - item.off_topic
        self.day_core += 1 if item.is_core else 0

    def count_recorded(self, items: int) -> None:
        """What an event leaves for those who were not there, all of it on the core topics."""
        self.day_items += items
        self.day_on_topic += items
        self.day_core += items

    def kept_in(self) -> list[str]:
        """Names that the record of a community in `sim.state` has as well."""
        assert COMMUNITY.names is not None
        return [name for name in COMMUNITY.names if name in vars(self)]


def daily_line(community: Community) -> tuple[int, ...]:
    """The day's line, in the order of `sim.state.DAILY_COUNTS`."""
    books = community.books
    return (
        books.day_visits,
        len(community.contributors),
        books.day_posts,
        books.day_answers,
        len(community.attendees),
        books.day_joins,
        books.day_leaves,
        books.member_count,
        len(community.present),
    )


def weekly_line(community: Community) -> tuple[float, ...]:
    """The week's line: distinct people, and the mean states of those present in their order, undefined where nobody is."""
    books = community.books
    motivation = safety = strain = habit = benefit = related = 0.0
    for member in community.present:
        motivation += member.motivation
        safety += member.safety
        strain += member.strain
        habit += member.habit
        benefit += member.benefit
        related += member.related
    people = len(community.present) or math.nan
    sums = (motivation, safety, strain, habit, benefit, related)
    return (books.week_contributors, books.week_visitors, *(total / people for total in sums))
