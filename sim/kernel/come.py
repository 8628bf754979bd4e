"""Phases 1 and 2, work and come: one dense pass over those present, in blocks that the compiler vectorises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import VISIT
from community_dynamics.sim.dice import day_key, die, uniform
from community_dynamics.sim.kernel.rows import numbered_rows
from community_dynamics.sim.kernel.today import draw_week
from community_dynamics.sim.rules.come import (
    attention,
    calling,
    contagion,
    drive,
    pledged,
    probability,
    pull,
    time_share,
    visit_hazard,
    visit_reach,
    welcome,
)
from community_dynamics.sim.rules.read import information_benefit, matching
from community_dynamics.sim.rules.work import (
    energy,
    felt_load,
    honoured_share,
    kept_share,
    minutes_allowed,
    protected_minutes,
    purse_after,
    strain_target,
    team_support,
    toward,
    workload,
)
from community_dynamics.sim.state import BLOCK

if TYPE_CHECKING:
    from community_dynamics.sim.records import World

COME = numbered_rows(
    "demand_shock strain purse motivation extrinsic habit benefit exposure propensity days_away cue support half_load fit "
    "welcome manager",
    load="demand_shock",
    chance="motivation",
    coin="extrinsic",
    allowance="habit",
)


def work_and_come(world: World, day: int) -> None:
    """Phases 1 and 2 for everybody present; those who come are listed as visitors."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    if world.calendar[day].week_start > 0.0:
        draw_week(world, day)
    key = day_key(community.seed_key, day, VISIT)
    demand, volatility, hindrance = today.demand, today.working * levers.demand_volatility, levers.hindrance_share
    strain_rate, hindrance_weight, half_load = theory.strain_rate, theory.hindrance_weight, theory.half_load
    overload_bite, fatigue = theory.overload_bite, theory.fatigue
    support_level, spread = levers.leadership_support, settings.team_support_spread
    promised, slack_share = levers.protected_minutes_a_week, theory.slack_share
    sponsor = levers.sponsor_present
    working, private, purse_keep = today.working, settings.private_minutes, theory.purse_keep
    minutes = theory.visit_minutes
    place = today.ease * today.activity * today.mood_factor
    base = theory.visit_base * world.calendar[day].attention
    by_habit, by_benefit = theory.visit_by_habit, theory.visit_by_benefit
    strength, half = theory.contagion, theory.company_half
    extrinsic_weight, attention_days = theory.extrinsic_weight, theory.attention_days
    event_cue, cue, onboarding = today.event_cue, theory.cue, levers.onboarding
    weeks = settings.founder_weeks
    digest = world.calendar[day].week_start * levers.content_novelty * levers.curated_items_a_week
    core, enough = (1.0 - levers.topical_breadth) * digest, theory.benefit_items
    persons, present, loads = world.person, world.present, world.load
    rows, keys = np.empty((16, BLOCK)), np.empty(BLOCK, np.uint64)
    by_support, by_sponsor = theory.honoured_by_support, theory.honoured_by_sponsor
    visitors = 0
    offered = 0.0
    count = community.present_count
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        for k in range(size):
            person = persons[present[start + k]]
            rows[COME.demand_shock, k] = person.demand_shock
            rows[COME.strain, k] = person.strain
            rows[COME.purse, k] = person.purse
            rows[COME.motivation, k] = person.motivation
            rows[COME.extrinsic, k] = person.extrinsic
            rows[COME.habit, k] = person.habit
            rows[COME.benefit, k] = person.benefit
            rows[COME.exposure, k] = person.exposure
            rows[COME.propensity, k] = person.propensity
            rows[COME.days_away, k] = float(max(0, day - person.last_visit - 1))
            rows[COME.cue, k] = float(person.cue)
            rows[COME.support, k] = team_support(support_level, person.support_deviation, spread)
            rows[COME.half_load, k] = person.resilience * half_load
            rows[COME.fit, k] = person.fit
            rows[COME.welcome, k] = welcome(onboarding, person.posts, day - person.joined)
            rows[COME.manager, k] = person.manager * rows[COME.support, k]
            keys[k] = person.identity
        for k in range(size):
            load = workload(demand, volatility, rows[COME.demand_shock, k])
            felt = felt_load(load, hindrance, hindrance_weight)
            strain = toward(rows[COME.strain, k], strain_target(felt, rows[COME.half_load, k]), strain_rate)
            kept, honoured = (
                kept_share(felt, overload_bite),
                honoured_share(rows[COME.support, k], sponsor, by_support, by_sponsor),
            )
            protected = protected_minutes(promised, kept, honoured)
            allowance = minutes_allowed(load, hindrance, protected, working, private, strain, slack_share)
            purse = purse_after(rows[COME.purse, k], allowance, purse_keep)
            time = time_share(purse, minutes)
            reach = visit_reach(
                rows[COME.propensity, k],
                place,
                time,
                energy(strain, fatigue),
                attention(rows[COME.days_away, k], attention_days),
            )
            readiness = drive(rows[COME.motivation, k], rows[COME.extrinsic, k], extrinsic_weight)
            news = information_benefit(matching(digest, core, rows[COME.fit, k]), enough, 1.0)
            hazard = visit_hazard(
                reach,
                readiness,
                base,
                pull(rows[COME.benefit, k], rows[COME.habit, k], by_benefit, by_habit),
                contagion(rows[COME.exposure, k], strength, half),
                calling(event_cue, cue, rows[COME.cue, k], rows[COME.welcome, k], rows[COME.manager, k], news),
            )
            rows[COME.load, k] = load
            rows[COME.strain, k] = strain
            rows[COME.purse, k] = purse
            rows[COME.chance, k] = probability(hazard)
            rows[COME.coin, k] = uniform(die(keys[k], key))
            rows[COME.allowance, k] = allowance
        for k in range(size):
            seat = present[start + k]
            person = persons[seat]
            person.strain = rows[COME.strain, k]
            person.purse = rows[COME.purse, k]
            loads[start + k] = rows[COME.load, k]
            offered += rows[COME.allowance, k]
            if rows[COME.coin, k] < rows[COME.chance, k] or (weeks > 0.0 and pledged(day, seat, person.joined, weeks)):
                world.visitors[visitors] = seat
                visitors += 1
    community.visitor_count = visitors
    community.minutes_offered += offered
    community.member_days += count
