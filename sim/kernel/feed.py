"""The common feed: a ring of items, each numbered in the order of posting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def place(world: World, number: int) -> int:
    """Where item `number` lies in the ring, whose size is a power of two."""
    return number & (world.feed.shape[0] - 1)


def drop_oldest(world: World) -> None:
    """Let the oldest item fall out of the feed."""
    community = world.community[0]
    community.feed_first += 1
    community.feed_judged = max(community.feed_judged, community.feed_first)
