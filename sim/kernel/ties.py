"""Ties made by answers and meetings, on top of the given graph: a small table a person, weakest replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def find_tie(world: World, seat: int, other: int) -> int:
    """Slot of the tie from `seat` to the person now in `other`, or -1."""
    generation = world.generation[other]
    for slot in range(world.tie_partner.shape[1]):
        if world.tie_partner[seat, slot] == other and world.tie_generation[seat, slot] == generation:
            return slot
    return -1


def strengthen(world: World, seat: int, other: int, amount: float) -> None:
    """Close `amount` of the gap of a tie to 1; a new tie takes the weakest slot if it is stronger than what is there."""
    slot = find_tie(world, seat, other)
    if slot >= 0:
        strength = world.tie_strength[seat, slot]
        world.tie_strength[seat, slot] = strength + amount * (1.0 - strength)
        return
    weakest = 0
    for candidate in range(1, world.tie_partner.shape[1]):
        if world.tie_strength[seat, candidate] < world.tie_strength[seat, weakest]:
            weakest = candidate
    if amount > world.tie_strength[seat, weakest]:
        world.tie_partner[seat, weakest] = other
        world.tie_generation[seat, weakest] = world.generation[other]
        world.tie_strength[seat, weakest] = amount


def bind(world: World, one: int, other: int, amount: float) -> None:
    """A tie holds both ways."""
    strengthen(world, one, other, amount)
    strengthen(world, other, one, amount)


def tie_value(world: World, seat: int, other: int) -> float:
    """Closeness (0-1) of the person in `other` to the one in `seat`: the tie made, or what a colleague amounts to."""
    strongest = 0.0
    slot = find_tie(world, seat, other)
    if slot >= 0:
        strongest = world.tie_strength[seat, slot]
    colleague = world.theory[0].tie_gain
    if strongest < colleague:
        for at in range(world.graph_start[seat], world.graph_start[seat + 1]):
            if world.graph_neighbour[at] == other:
                return colleague
    return strongest


def tie_sum(world: World, seat: int) -> float:
    """Summed strength of the ties a person made to people who have not left the organisation, 0 to TIES."""
    total = 0.0
    for slot in range(world.tie_strength.shape[1]):
        other = world.tie_partner[seat, slot]
        if other >= 0 and world.generation[other] == world.tie_generation[seat, slot]:
            total += world.tie_strength[seat, slot]
    return total
