"""Phase 6, credit: recognition given, and awards on their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import AWARD
from community_dynamics.sim.state import AWARDED, LEFT, MOST_PRODUCTIVE

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.person import Person


def recognise(person: Person, weight: float) -> None:
    """Praise or an award: the person reacts, and those close see it."""
    person.react(weight)
    person.model.note(person, AWARDED)
    person.be_seen_recognised()


def give_award(person: Person) -> None:
    """An award is recognition by the organisation."""
    recognise(person, person.model.theory.authority_weight)
    person.model.books.recognitions += 1.0


def give_awards(community: Community, award: np.void) -> None:
    """Awards by a rule: to last month's newcomers who contributed, to the most productive, or to any who ever contributed."""
    belong = [person for person in community.people() if person.status != LEFT]
    least = productive_at_least(community, belong, award["share"]) if award["rule"] == MOST_PRODUCTIVE else 1
    for person in belong:
        since = community.day - person.first_contribution
        qualifies = person.contributions() >= least
        if qualifies and community.rules.gets_award(award["rule"], person.coin(AWARD), award["share"], since):
            give_award(person)


def productive_at_least(community: Community, belong: list[Person], share: float) -> int:
    """Contributions that the most productive share of those who ever contributed and still belong have made at least."""
    made = sorted(person.contributions() for person in belong if person.contributions() > 0)
    return made[-community.rules.head_count(share, len(made))] if made else 1
