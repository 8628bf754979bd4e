"""Phase 8, join: people hear of the community and decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import FOUND_PICK, HEAR_COUNT, HEAR_PICK, TELL_COUNT, TELL_PICK, TRAIT_PROPENSITY
from community_dynamics.sim.dice import choose, indexed, poisson, uniform
from community_dynamics.sim.kernel.persons import draw_readiness_to_join, settle_in, trait_coin
from community_dynamics.sim.kernel.silence import take_place, think_of_it
from community_dynamics.sim.kernel.today import community_die
from community_dynamics.sim.rules.adapt import safety_climate
from community_dynamics.sim.rules.belong import adopts, arrival_mean, hearing_mean, join_chance, persuaded
from community_dynamics.sim.state import DORMANT, WAITING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def hear(world: World, day: int) -> None:
    """People hear of the community, from announcements and from members, and decide to join or to come back."""
    community, settings = world.community[0], world.settings[0]
    levers, calendar = world.levers[world.segment[day]], world.calendar[day]
    key = community_die(community, day, HEAR_COUNT)
    pick_key = community_die(community, day, HEAR_PICK)
    seats = world.person.shape[0]
    arrivals = 0
    if settings.open_pool > 0.0:
        mean = arrival_mean(day, community.recent_arrivals, settings) * calendar.attention * calendar.activity * calendar.arrival
        for _ in range(poisson(mean, key)):
            while community.arrival_pointer < seats and world.status[community.arrival_pointer] != WAITING:
                community.arrival_pointer += 1  # came earlier, told by a member
            if community.arrival_pointer < seats:
                enter(world, day, community.arrival_pointer)
                community.arrival_pointer += 1
                arrivals += 1
    else:
        mean = hearing_mean(day, float(seats), levers, settings) * calendar.attention * calendar.working * calendar.arrival
        for k in range(poisson(mean, key)):
            consider(world, day, choose(uniform(indexed(pick_key, k)), seats))
    tell(world, day)
    community.recent_arrivals = settings.excitation_keep * community.recent_arrivals + arrivals


def tell(world: World, day: int) -> None:
    """Word of mouth: some of today's visitors tell one of their colleagues."""
    community, theory = world.community[0], world.theory[0]
    if community.visitor_count == 0:
        return
    key = community_die(community, day, TELL_COUNT)
    pick_key = community_die(community, day, TELL_PICK)
    for k in range(poisson(theory.word_of_mouth * community.visitor_count, key)):
        coin_key = indexed(pick_key, k)
        teller = world.visitors[choose(uniform(coin_key), community.visitor_count)]
        first, last = world.graph_start[teller], world.graph_start[teller + 1]
        if last > first:
            consider(world, day, world.graph_neighbour[first + choose(uniform(indexed(coin_key, 1)), last - first)])


def consider(world: World, day: int, seat: int) -> None:
    """One person hears of the community: joins, or comes back, or lets it be."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    if world.status[seat] == DORMANT:
        if person.last_visit < day:
            think_of_it(world, day, seat)
        return
    if world.status[seat] != WAITING:
        return
    levers = world.levers[world.segment[day]]
    draw_readiness_to_join(world, seat)
    share = community.visitor_count / world.person.shape[0]
    chance = join_chance(person.fit, levers.cause_clarity, today.ease, levers.onboarding, theory)
    if persuaded(trait_coin(world, person.identity, TRAIT_PROPENSITY), chance) or adopts(share, person.threshold):
        enter(world, day, seat)


def enter(world: World, day: int, seat: int) -> None:
    """A person joins and comes for the first time."""
    community = world.community[0]
    settle_in(world, day, seat)
    community.joined += 1.0
    community.day_joins += 1
    community.member_count += 1
    days = world.calendar.shape[0]
    if day + 30 < days:
        community.followed_30 += 1.0
    if day + 90 < days:
        community.followed_90 += 1.0
    if day >= 0:
        community.week_visitors += 1
        community.day_visits += 1
    take_place(world, seat)


def found(world: World) -> None:
    """The founders are there before the first day: people picked at random who take to the cause."""
    community, settings = world.community[0], world.settings[0]
    seats = world.person.shape[0]
    community.joined_count = 0
    world.today[0].climate = safety_climate(world.levers[world.segment[0]], world.theory[0])
    pick_key = community_die(community, 0, FOUND_PICK)
    wanted = min(int(settings.founders), seats)
    if settings.open_pool > 0.0 or wanted == seats:
        for seat in range(wanted):
            enter(world, -1, seat)
        community.arrival_pointer = wanted
    else:
        for k in range(100 * wanted):
            if community.joined_count == wanted:
                break
            seat = choose(uniform(indexed(pick_key, k)), seats)
            if world.status[seat] == WAITING:
                enter(world, -1, seat)
    take_places(world)


def take_places(world: World) -> None:
    """Those who joined or came back today are among those present from tomorrow on, who stand in the order of their seats."""
    community, present, joined = world.community[0], world.present, world.joined_now
    joined[: community.joined_count].sort()
    old, new = community.present_count - 1, community.joined_count - 1
    community.present_count += community.joined_count
    while new >= 0:
        if old >= 0 and present[old] > joined[new]:
            present[old + new + 1] = present[old]
            old -= 1
        else:
            present[old + new + 1] = joined[new]
            new -= 1
