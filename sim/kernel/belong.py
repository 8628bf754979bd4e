"""Phase 8, belong: who stops, falls silent, leaves or is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.kernel.books import note
from community_dynamics.sim.kernel.credit import recognise
from community_dynamics.sim.kernel.join import hear, take_places
from community_dynamics.sim.kernel.silence import date, fall_silent, stop_contributing, think_of_it
from community_dynamics.sim.rules.belong import attachment, stays
from community_dynamics.sim.state import DORMANT, LEAVES, LEFT, NEVER, PRESENT, WAITING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def belong(world: World, day: int) -> None:
    """Phase 8: who stops, falls silent, leaves or is replaced goes first; then those who think of the place again, or join."""
    community = world.community[0]
    community.joined_count = 0
    for k in range(community.stopped_count):
        seat = world.stopped[k]
        if world.status[seat] == PRESENT and world.person[seat].quiet == 0:
            community.stops += 1.0
            stop_contributing(world, day, seat)
    if world.calendar[day].week_start > 0.0:
        review(world, day)
    for k in range(community.silent_count):
        fall_silent(world, day, world.silent[k])
    strike_off(world)  # already here: an award may bring back at once who fell silent today
    for seat in range(world.due_day.shape[0]):
        if world.due_day[seat] <= day:
            fall_due(world, day, seat)
    strike_off(world)
    hear(world, day)
    take_places(world)


def strike_off(world: World) -> None:
    """Keep on the list of those present only who still are."""
    community = world.community[0]
    kept = 0
    for k in range(community.present_count):
        seat = world.present[k]
        if world.status[seat] == PRESENT:
            world.present[kept] = seat
            kept += 1
    community.present_count = kept


def active_neighbours(world: World, seat: int) -> int:
    """Colleagues in the given graph and ties made who are present."""
    count = 0
    for at in range(world.graph_start[seat], world.graph_start[seat + 1]):
        if world.status[world.graph_neighbour[at]] == PRESENT:
            count += 1
    for slot in range(world.tie_partner.shape[1]):
        other = world.tie_partner[seat, slot]
        if other >= 0 and world.status[other] == PRESENT and world.generation[other] == world.tie_generation[seat, slot]:
            count += 1
    return count


def review(world: World, day: int) -> None:
    """Once a week every member weighs staying against leaving; all weigh the same yesterday, then those who go, go."""
    community, theory = world.community[0], world.theory[0]
    if theory.stay_cost <= 0.0:
        return
    going = 0
    for k in range(community.present_count):
        seat = world.present[k]
        person = world.person[seat]
        if world.status[seat] != PRESENT:
            continue
        held = attachment(person.motivation, person.related, theory.stay_by_motivation, theory.stay_by_related)
        # Neighbours only ever add to staying, so those attached enough need not be counted for.
        if stays(theory.stay_by_neighbour, 0, held, theory.stay_cost):
            continue
        if not stays(theory.stay_by_neighbour, active_neighbours(world, seat), held, theory.stay_cost):
            world.stopped[going] = seat
            going += 1
    for k in range(going):
        seat = world.stopped[k]
        person = world.person[seat]
        world.status[seat] = LEFT
        person.wake_day = NEVER
        person.award_day = NEVER
        world.due_day[seat] = person.departure_day
        community.leavers += 1.0
        community.day_leaves += 1
        community.member_count -= 1
        note(world, day, seat, world.generation[seat], LEAVES, -1, -1)


def fall_due(world: World, day: int, seat: int) -> None:
    """What is dated today: a person leaves the organisation, gets an award, or thinks of coming back or speaking again."""
    community = world.community[0]
    person = world.person[seat]
    if person.departure_day <= day:
        if world.status[seat] != LEFT:
            community.day_leaves += 1
            community.member_count -= 1
            note(world, day, seat, world.generation[seat], LEAVES, -1, -1)
        community.departures += 1.0
        world.status[seat] = WAITING
        world.generation[seat] += 1
        person.wake_day = NEVER
        person.award_day = NEVER
        person.departure_day = NEVER
        world.due_day[seat] = NEVER
        return
    if person.award_day <= day:
        person.award_day = NEVER
        recognise(world, day, seat, world.theory[0].authority_weight)
        community.recognitions += 1.0
    if person.wake_day <= day and (world.status[seat] == DORMANT or person.quiet == 1):
        think_of_it(world, day, seat)
    else:
        date(world, seat)
