"""Start of a day, work and come: one dense pass over those present, in blocks that the compiler vectorises."""

import math

import numpy as np

from sim.arithmetic import clip01, exponential
from sim.decisions import DAY_MOOD, EVENT_GAP, VISIT, WEEK_DEMAND, WEEK_DEMAND_COMMON
from sim.dice import day_key, die, normal, person_key, uniform
from sim.rules.adapt import community_appeal, safety_climate
from sim.rules.come import attention, contagion, drive, platform_ease, probability, time_share, visit_hazard
from sim.rules.read import (
    event_affordability,
    event_appeal,
    event_freshness,
    event_minutes_needed,
    items_on_offer,
    next_event_gap,
    overload,
)
from sim.rules.respond import facilitator_answers, hostile_chance
from sim.rules.work import energy, honoured_share, kept_share, minutes_allowed, purse_after, strain_target, toward, weekly_shock, workload
from sim.state import VISITS

BLOCK = 256


def community_die(community, day, decision):
    """A die of the community as a whole: addressed like a person in seat 0 of generation 2^31."""
    return die(person_key(community.seed_key, 0, 2147483648), day_key(community.seed_key, day, decision))


def note(world, day, seat, generation, kind, target, item):
    """Write one event to the log while there is room."""
    community = world.community[0]
    at = community.event_count
    if at < world.events.shape[0]:
        event = world.events[at]
        event.day = day
        event.seat = seat
        event.generation = generation
        event.kind = kind
        event.target = target
        event.item = item
        community.event_count = at + 1


def start_day(world, day):
    """Work out what all members share today: calendar, mood, event, content, climate."""
    community, today, calendar = world.community[0], world.today[0], world.calendar[day]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    coin = uniform(community_die(community, day, DAY_MOOD))
    keep = theory.mood_persistence
    community.mood = keep * community.mood + math.sqrt(1.0 - keep * keep) * theory.mood_spread * normal(coin)
    today.mood_factor = exponential(community.mood)
    today.working = calendar.working
    today.activity = calendar.activity
    today.ease = platform_ease(levers, theory)
    today.climate = safety_climate(levers, theory)
    today.appeal = community_appeal(levers, theory, community.recognised_share)
    today.demand = calendar.working * (levers.demand + calendar.crunch * levers.crunch_demand)
    drop_old_items(world, day)
    live = community.feed_next - community.feed_first
    items = settings.scale * live
    today.items_a_day = items / theory.feed_days + levers.curated_items_a_week / 7.0
    today.offer = items_on_offer(items, levers.curated_items_a_week, levers.content_novelty, theory.member_item_worth, theory.feed_days)
    today.overload = overload(today.items_a_day, levers.moderation, theory)
    today.hostile = hostile_chance(levers.hostile_reply_share, levers.inclusivity_norm, levers.moderation, theory)
    today.capacity = calendar.working * facilitator_answers(levers, theory, settings.scale)
    schedule_event(world, day)


def drop_old_items(world, day):
    """Let items fall out of the feed when their life is over."""
    community = world.community[0]
    life = world.theory[0].feed_days
    while community.feed_first < community.feed_next:
        if day - world.feed[community.feed_first % world.feed.shape[0]].day < life:
            break
        community.feed_first += 1


def schedule_event(world, day):
    """Decide whether today is an event day; an event waits for the next working day, then the next one is dated."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    today.event_is_today = 0.0
    today.event_cue = 0.0
    if levers.cadence_days <= 0.0:
        return
    due = min(community.next_event_day, community.last_event_day + 2 * math.ceil(levers.cadence_days))
    if day >= due and today.activity >= 1.0:
        gap = float(day - community.last_event_day)
        scale = world.settings[0].scale
        affordable = event_affordability(
            levers.event_money_a_month, levers.cadence_days, levers.face_to_face_share, 10.0 * scale, theory.event_cost_a_head
        )
        today.event_is_today = 1.0
        today.event_appeal = event_appeal(levers, theory) * affordable * event_freshness(gap, theory.event_renewal_days)
        today.event_minutes = event_minutes_needed(levers, theory)
        coin = uniform(community_die(community, day, EVENT_GAP))
        step = next_event_gap(levers.cadence_days, levers.cadence_regularity, normal(coin), theory.irregular_spread)
        community.last_event_day = day
        community.next_event_day = day + step
        today.event_cue = theory.event_cue
    elif day + 1 >= due:
        today.event_cue = theory.event_cue


def draw_week(world, day):
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


def work_and_come(world, day):
    """Phases 1 and 2 for everybody present; those who come are listed as visitors."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    if world.calendar[day].week_start > 0.0:
        draw_week(world, day)
    key = day_key(community.seed_key, day, VISIT)
    demand, volatility, hindrance = today.demand, today.working * levers.demand_volatility, levers.hindrance_share
    strain_rate, hindrance_weight, half_load = theory.strain_rate, theory.hindrance_weight, theory.half_load
    debt_weight, overload_bite, fatigue = theory.debt_weight, theory.overload_bite, theory.fatigue
    support_level, spread = levers.leadership_support, settings.team_support_spread
    promised, slack_share = levers.protected_minutes_a_week, theory.slack_share
    sponsor = levers.sponsor_present
    working, private, purse_keep = today.working, settings.private_minutes, theory.purse_keep
    minutes = theory.visit_minutes
    place = today.ease * today.activity * today.mood_factor
    base = theory.visit_base * world.calendar[day].attention
    by_habit, by_benefit = theory.visit_by_habit, theory.visit_by_benefit
    strength, saturation = theory.contagion, theory.contagion_saturation
    extrinsic_weight, attention_days = theory.extrinsic_weight, theory.attention_days
    event_cue, answer_cue = today.event_cue, theory.answer_cue
    newcomer_cue, newcomer_days = theory.newcomer_cue * levers.onboarding, theory.newcomer_days
    persons, present, loads = world.person, world.present, world.load
    scratch, keys = np.empty((12, BLOCK)), np.empty(BLOCK, np.uint64)
    floor, by_support, by_sponsor = theory.honoured_floor, theory.honoured_by_support, theory.honoured_by_sponsor
    visitors = 0
    offered = 0.0
    count = community.present_count
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        for k in range(size):
            person = persons[present[start + k]]
            scratch[0, k] = person.demand_shock
            scratch[1, k] = person.strain
            scratch[2, k] = person.purse
            scratch[3, k] = person.motivation
            scratch[4, k] = person.extrinsic
            scratch[5, k] = person.habit
            scratch[6, k] = person.benefit
            scratch[7, k] = person.exposure
            scratch[8, k] = person.propensity
            scratch[9, k] = float(max(0, day - person.last_visit - 1))
            newcomer = person.posts == 0 and day - person.joined <= newcomer_days
            scratch[10, k] = event_cue + answer_cue * person.cue + (newcomer_cue if newcomer else 0.0)
            scratch[11, k] = clip01(support_level + spread * person.support_deviation) if spread > 0.0 else support_level
            keys[k] = person.identity
        for k in range(size):
            load = workload(demand, volatility, scratch[0, k])
            pressed = load + debt_weight * max(0.0, -scratch[2, k])
            strain = toward(scratch[1, k], strain_target(pressed, hindrance, hindrance_weight, half_load), strain_rate)
            protected = promised * kept_share(load, overload_bite) * honoured_share(
                scratch[11, k], sponsor, floor, by_support, by_sponsor
            )
            allowance = minutes_allowed(load, protected, working, private, strain, slack_share)
            purse = purse_after(scratch[2, k], allowance, purse_keep)
            time = time_share(purse, minutes)
            reach = scratch[8, k] * place * time * energy(strain, fatigue) * attention(scratch[9, k], attention_days)
            readiness = drive(scratch[3, k], scratch[4, k], extrinsic_weight)
            hazard = visit_hazard(
                reach,
                readiness,
                base,
                by_habit * scratch[5, k],
                by_benefit * scratch[6, k],
                contagion(scratch[7, k], strength, saturation),
                scratch[10, k],
            )
            scratch[0, k] = load
            scratch[1, k] = strain
            scratch[2, k] = purse
            scratch[3, k] = probability(hazard)
            scratch[4, k] = uniform(die(keys[k], key))
            scratch[5, k] = allowance
        for k in range(size):
            seat = present[start + k]
            person = persons[seat]
            person.strain = scratch[1, k]
            person.purse = scratch[2, k]
            loads[start + k] = scratch[0, k]
            offered += scratch[5, k]
            if scratch[4, k] < scratch[3, k]:
                world.visitors[visitors] = seat
                visitors += 1
    community.visitor_count = visitors
    community.minutes_offered += offered
    community.member_days += count


def arrive_today(world, day, seat):
    """Book a person's coming today, once: by a visit or by attending."""
    community = world.community[0]
    person = world.person[seat]
    if person.last_visit == day:
        return
    week = day // 7
    if person.last_visit // 7 != week:
        community.week_visitors += 1
    tenure = day - person.joined
    if tenure >= 30 and person.kept < 1 and person.joined + 30 < world.calendar.shape[0]:
        person.kept = 1
        community.kept_30 += 1.0
    if tenure >= 90 and person.kept < 2 and person.joined + 90 < world.calendar.shape[0]:
        person.kept = 2
        community.kept_90 += 1.0
    person.gap = day - person.last_visit
    person.last_visit = day
    person.visits += 1
    community.day_visits += 1
    note(world, day, seat, person.generation, VISITS, -1, -1)


def spend(world, seat, minutes):
    """Take minutes from a person's purse and book them to members or managers."""
    community = world.community[0]
    person = world.person[seat]
    person.purse -= minutes
    if person.manager == 1:
        community.minutes_managers += minutes
    else:
        community.minutes_members += minutes
