"""Start of a day: what all members share today, from calendar to climate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential
from community_dynamics.sim.decisions import DAY_MOOD, EVENT_GAP, WEEK_DEMAND, WEEK_DEMAND_COMMON
from community_dynamics.sim.dice import day_key, die, normal, person_key, uniform
from community_dynamics.sim.kernel.feed import drop_oldest, place
from community_dynamics.sim.rules.adapt import community_appeal, safety_climate
from community_dynamics.sim.rules.come import mood_after, platform_ease
from community_dynamics.sim.rules.contribute import audience_factor
from community_dynamics.sim.rules.read import (
    event_appeal,
    event_due,
    event_freshness,
    event_minutes_needed,
    item_life,
    next_event_gap,
    share_in_room,
)
from community_dynamics.sim.rules.respond import facilitator_answers, hostile_chance, openness
from community_dynamics.sim.rules.work import pressure, weekly_shock

if TYPE_CHECKING:
    from community_dynamics.sim.records import Community, World


def community_die(community: Community, day: int, decision: int) -> int:
    """A die of the community as a whole: addressed like a person in seat 0 of generation 2^31."""
    return die(person_key(community.seed_key, 0, 2147483648), day_key(community.seed_key, day, decision))


def start_day(world: World, day: int) -> None:
    """Work out what all members share today: calendar, mood, event, audience, climate."""
    community, today, calendar = world.community[0], world.today[0], world.calendar[day]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    shock = normal(uniform(community_die(community, day, DAY_MOOD)))
    community.mood = mood_after(community.mood, theory.mood_persistence, theory.mood_spread, shock)
    today.mood_factor = exponential(community.mood)
    today.working = calendar.working
    today.activity = calendar.activity
    today.ease = platform_ease(levers, theory)
    today.climate = safety_climate(levers, theory)
    today.appeal = community_appeal(levers, theory, community.recognised_share)
    today.pressure = pressure(levers.demand, calendar.crunch, levers.crunch_demand)
    today.demand = calendar.working * today.pressure
    today.audience = audience_factor(community.audience, theory.company_half)
    today.openness = openness(community.hardness, levers.inclusivity_norm, theory.hardening)
    today.hostile = hostile_chance(levers.hostile_reply_share, levers.inclusivity_norm)
    today.capacity = calendar.working * facilitator_answers(levers, theory, settings.scale)
    drop_old_items(world, day)
    schedule_event(world, day)


def drop_old_items(world: World, day: int) -> None:
    """Let items fall out of the feed when their life is over."""
    community = world.community[0]
    life = item_life(world.theory[0].feed_days, world.theory[0].patience_days)
    while community.feed_first < community.feed_next:
        # A post stays until it has been judged.
        if day - world.feed[place(world, community.feed_first)].day < life:
            break
        drop_oldest(world)


def schedule_event(world: World, day: int) -> None:
    """Decide whether today is an event day; an event waits for the next working day, then the next one is dated."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    today.event_is_today = 0.0
    today.event_cue = 0.0
    if levers.cadence_days <= 0.0:
        return
    due = event_due(community.next_event_day, community.last_event_day, levers.cadence_days)
    if day >= due and today.activity >= 1.0:
        gap = float(day - community.last_event_day)
        people = world.settings[0].scale * max(1, community.last_attendance)
        today.event_in_room = share_in_room(levers, people, theory.event_cost_a_head)
        today.event_is_today = 1.0
        today.event_appeal = event_appeal(levers) * event_freshness(gap, theory.event_renewal_days)
        today.event_minutes = event_minutes_needed(levers, today.event_in_room, theory)
        coin = uniform(community_die(community, day, EVENT_GAP))
        community.last_event_day = day
        community.next_event_day = day + next_event_gap(levers.cadence_days, levers.cadence_regularity, normal(coin))
        today.event_cue = theory.cue
    elif day + 1 >= due and day + 1 < world.calendar.shape[0] and world.calendar[day + 1].activity >= 1.0:
        today.event_cue = theory.cue


def draw_week(world: World, day: int) -> None:
    """On the first day of a week: every present person's deviation of demand, and a week's fading of ties."""
    community, theory = world.community[0], world.theory[0]
    key = day_key(community.seed_key, day, WEEK_DEMAND)
    common = normal(uniform(community_die(community, day, WEEK_DEMAND_COMMON)))
    for k in range(community.present_count):
        seat = world.present[k]
        person = world.person[seat]
        own = normal(uniform(die(person.identity, key)))
        person.demand_shock = weekly_shock(common, own, theory.common_demand_share)
        for slot in range(world.tie_strength.shape[1]):
            world.tie_strength[seat, slot] *= theory.tie_keep_a_week
