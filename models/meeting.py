"""Phase 3b, meet: on an event day those present decide to attend; attenders meet a few others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import ENCOUNTER

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.member import Member

Encounter = tuple["Member", float]  # somebody met, and that person's mastery of the own trade this morning


def meet(community: Community) -> None:
    """Today's event, if there is one."""
    community.attendees = []
    if community.today.event_is_today < 1.0:
        return
    rules, theory, levers, books = community.rules, community.theory, community.levers, community.books
    in_room = community.today.event_in_room
    community.attendees = [member for member in community.present if member.decides_to_attend()]
    people = len(community.attendees)
    books.last_attendance = people
    books.count_recorded(int(rules.recorded(levers.synchronous_share, people)))
    books.money += theory.event_cost_a_head * in_room * people * community.settings.scale
    closeness = rules.closeness(theory.tie_gain, levers.synchronous_share, in_room)
    plan = [encounters(community, place) for place in range(people)]
    for member, met in zip(community.attendees, plan, strict=True):
        member.attend(met, closeness)


def encounters(community: Community, place: int) -> list[Encounter]:
    """Whom the attender at this place of the list meets: chosen for all before anybody learns anything."""
    rules, attendees = community.rules, community.attendees
    if len(attendees) < 2:
        return []
    identity, met = attendees[place].identity, []
    for meeting in range(rules.encounters(community.levers.event_minutes)):
        coin = community.dice.coin(identity, community.day, ENCOUNTER, meeting)
        pick = rules.choose(coin, len(attendees) - 1)
        other = attendees[pick if pick < place else pick + 1]
        met.append((other, other.mastery[other.specialism]))
    return met
