"""From members to arrays: a community of Mesa agents in the form that the kernel and the measures read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from community_dynamics.sim.state import ITEM, LONG_AGO, NEVER, PERSON, TODAY, WAITING
from community_dynamics.sim.world import World

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.feed import Item
    from community_dynamics.models.member import Member


def readable(world: World) -> Any:
    """The same arrays, for plain Python: `world.person[seat].safety` reads and writes as in compiled code."""
    views = {name: getattr(world, name) for name in world.LAYOUT}
    return SimpleNamespace(
        **{name: array.view(np.recarray) if array.dtype.names is not None else array for name, array in views.items()}
    )


def write(community: Community, world: World) -> World:
    """Write what lasts beyond a day into the arrays of `world`; what only serves within a day stays out."""
    write_seats(community, world)
    for member in community.people():
        write_member(member, world)
    write_books(community, world)
    for item in community.feed.items:
        write_item(item, world)
    world.present[: len(community.present)] = [member.seat for member in community.present]
    world.posted[: len(community.posted)] = community.posted
    world.pair_held[:] = 0
    for one, other in community.pairs_held:
        world.pair_held[one, other] = world.pair_held[other, one] = 1
    return world


def write_seats(community: Community, world: World) -> None:
    """All seats as if nobody had joined yet."""
    world.person[:] = np.zeros(1, PERSON)
    world.generation[:] = community.generations
    world.person["team"] = np.arange(len(world.person)) // int(community.settings.team_size)
    world.status[:] = WAITING
    for name in ("last_visit", "last_contribution", "first_contribution", "last_post"):
        world.person[name] = LONG_AGO
    for name in ("wake_day", "award_day", "departure_day"):
        world.person[name] = NEVER
    world.person["asked"] = -1
    world.due_day[:] = NEVER
    world.mastery[:] = 0.0
    world.tie_partner[:] = -1
    world.tie_generation[:] = 0
    world.tie_strength[:] = 0.0
    world.watched[:] = 0


def write_member(member: Member, world: World) -> None:
    """One member's states, mastery and ties."""
    assert PERSON.names is not None
    seat = member.seat
    world.person[seat] = tuple(getattr(member, name) for name in PERSON.names)
    world.generation[seat], world.status[seat] = member.generation, member.status
    world.due_day[seat] = member.due_day
    world.watched[seat] = member.watched
    world.mastery[seat] = member.mastery
    for slot, tie in enumerate(member.ties.places):
        if tie.partner is not None:
            world.tie_partner[seat, slot] = tie.partner.seat
            world.tie_generation[seat, slot] = tie.partner.generation
        world.tie_strength[seat, slot] = tie.strength


def write_books(community: Community, world: World) -> None:
    """What the community as a whole carries on."""
    books, row = community.books, world.community[0]
    for name in books.kept_in():
        row[name] = getattr(books, name)
    row["feed_first"], row["feed_next"] = community.feed.first_number, community.feed.next_number
    row["feed_judged"] = community.feed.first_number + sum(item.resolved for item in community.feed.items)
    row["present_count"], row["event_count"] = len(community.present), len(community.log)
    for name in ("visitor", "attendee", "contributor"):
        row[f"{name}_count"] = len(getattr(community, f"{name}s"))
    assert TODAY.names is not None
    world.today[0] = tuple(getattr(community.today, name) for name in TODAY.names)
    world.events[: len(community.log)] = community.log


def write_item(item: Item, world: World) -> None:
    """One live item, at its place in the ring of items."""
    row = world.feed[item.number % len(world.feed)]
    assert ITEM.names is not None
    for name in set(ITEM.names) - {"author", "generation", "team", "needed", "covered"}:
        row[name] = getattr(item, name)
    row["author"], row["generation"], row["team"] = item.author.seat, item.author.generation, item.author.team
    row["needed"] = sum(1 << topic for topic in item.needed)
    row["covered"] = sum(1 << topic for topic in item.covered)
