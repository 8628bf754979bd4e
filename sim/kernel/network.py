"""The given graph, from the same dice as everything else: small world, cliques or hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import GRAPH
from community_dynamics.sim.dice import choose, day_key, die, indexed, person_key, uniform

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def linked(world: World, one: int, other: int, degree: int) -> bool:
    """Whether `one` already chose `other`."""
    for slot in range(degree):
        if world.chosen[one, slot] == other:
            return True
    return False


def ring_distance(one: int, other: int, seats: int) -> int:
    """Steps between two seats along the ring."""
    apart = abs(one - other)
    return min(apart, seats - apart)


def build_graph(world: World) -> None:
    """Fill graph_start and graph_neighbour with an undirected simple graph."""
    settings = world.settings[0]
    seats = world.person.shape[0]
    half = world.chosen.shape[1]
    key = day_key(world.community[0].seed_key, 0, GRAPH)
    for seat in range(seats):
        for slot in range(half):
            world.chosen[seat, slot] = -1
    if settings.network == 1.0:
        choose_cliques(world, key, seats, half)
    else:
        choose_partners(world, key, seats, half)
    pack_graph(world, seats, half)


def choose_cliques(world: World, key: int, seats: int, half: int) -> None:
    """Everybody knows the whole team; some know one outsider."""
    size = int(world.settings[0].team_size)
    for seat in range(seats):
        slot = 0
        for other in range(seat + 1, min(seats, (seat // size + 1) * size)):
            world.chosen[seat, slot] = other
            slot += 1
        identity = person_key(world.community[0].seed_key, seat, 0)
        coin_key = die(identity, key)
        if uniform(coin_key) < world.settings[0].rewired_share:
            other = choose(uniform(indexed(coin_key, 1)), seats)
            if other // size != seat // size and not linked(world, other, seat, half):
                world.chosen[seat, half - 1] = other


def choose_partners(world: World, key: int, seats: int, half: int) -> None:
    """A ring of neighbours, rewired at random (small world) or towards those already chosen (hubs)."""
    settings = world.settings[0]
    degree = min(int(settings.mean_degree) // 2, (seats - 1) // 2)
    hubs = settings.network == 2.0
    for seat in range(seats):
        coins = die(person_key(world.community[0].seed_key, seat, 0), key)
        for slot in range(degree):
            world.chosen[seat, slot] = (seat + slot + 1) % seats
            coin_key = indexed(coins, slot)
            if uniform(coin_key) < settings.rewired_share or (hubs and seat > 0):
                for attempt in range(8):
                    other = choose(uniform(indexed(coin_key, 1 + 2 * attempt)), seats)
                    if hubs and seat > 0:
                        other = preferred(world, indexed(coin_key, 2 + 2 * attempt), seat, degree)
                    far = ring_distance(seat, other, seats) > degree or hubs
                    if far and other != seat and not linked(world, seat, other, slot) and not linked(world, other, seat, degree):
                        world.chosen[seat, slot] = other
                        break


def preferred(world: World, key: int, seat: int, degree: int) -> int:
    """One end of an earlier tie, at random: those with many ties are found more often."""
    earlier = choose(uniform(key), seat)
    if uniform(indexed(key, 1)) < 0.5:
        return earlier
    return world.chosen[earlier, choose(uniform(indexed(key, 2)), degree)]


def pack_graph(world: World, seats: int, half: int) -> None:
    """Turn chosen partners into neighbour lists, both ways."""
    start = world.graph_start
    start[:] = 0
    for seat in range(seats):
        for slot in range(half):
            other = world.chosen[seat, slot]
            if other >= 0:
                start[seat + 1] += 1
                start[other + 1] += 1
    for seat in range(seats):
        start[seat + 1] += start[seat]
    for seat in range(seats):
        for slot in range(half):
            other = world.chosen[seat, slot]
            if other >= 0:
                world.graph_neighbour[start[seat]] = other
                start[seat] += 1
                world.graph_neighbour[start[other]] = seat
                start[other] += 1
    for seat in range(seats, 0, -1):
        start[seat] = start[seat - 1]
    start[0] = 0
