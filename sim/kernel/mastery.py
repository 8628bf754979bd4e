"""What people know, and what it means when somebody comes to know more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.state import CORE_TOPICS, TOPICS

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def hold_pairs(world: World, seat: int, topic: int) -> None:
    """Mark the pairs of topics that this person, now at home in `topic`, holds alone."""
    known = world.theory[0].knowledge_threshold
    for other in range(TOPICS):
        if other != topic and world.mastery[seat, other] >= known:
            world.pair_held[topic, other] = 1
            world.pair_held[other, topic] = 1


def core_mastery(world: World, seat: int) -> float:
    """Mean mastery of the community's core topics (0-1)."""
    total = 0.0
    for topic in range(CORE_TOPICS):
        total += world.mastery[seat, topic]
    return total / CORE_TOPICS


def gain_mastery(world: World, seat: int, topic: int, after: float, by_doing: bool) -> None:
    """Book a change of mastery and what it means: shared knowledge, practice, apprentices who reach mastery."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    before = world.mastery[seat, topic]
    if after <= before:
        return
    world.mastery[seat, topic] = after
    community.mastery_gained += after - before
    if by_doing:
        community.mastery_practised += after - before
    if before < theory.knowledge_threshold <= after:
        hold_pairs(world, seat, topic)
        if not by_doing:
            community.knowledge_shared += 1.0
    person.best_mastery = max(person.best_mastery, after)
    if person.apprentice == 1 and after >= theory.mastery_threshold:
        person.apprentice = 0
        community.apprentices_mastered += 1.0


def innovate(world: World, one: int, other: int) -> None:
    """Count a pair of topics as new, once."""
    world.pair_held[one, other] = 1
    world.pair_held[other, one] = 1
    world.community[0].innovations += 1.0
