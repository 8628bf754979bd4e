"""One channel for every reaction that a person gets: an answer, praise, an award, somebody met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.rules.credit import closer, novelty, reaction
from community_dynamics.sim.state import DORMANT, NEVER

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def react(world: World, day: int, seat: int, weight: float) -> None:
    """A decent reaction reaches a person: regard, benefit, connection rise, and one who stopped thinks of the place."""
    person, theory = world.person[seat], world.theory[0]
    strength = reaction(weight, novelty(person.recognitions, theory.novelty_fading), person.responsiveness)
    person.regard = closer(person.regard, theory.regard_gain * strength)
    person.benefit = closer(person.benefit, theory.benefit_by_reaction * strength)
    person.related = closer(person.related, theory.connection_gain * strength)
    person.recognitions += 1.0
    person.cue = 1
    if (person.quiet == 1 or world.status[seat] == DORMANT) and person.wake_day != NEVER:
        person.wake_day = day
        world.due_day[seat] = day
