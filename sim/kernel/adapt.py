"""Phase 7, adapt: states follow from the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.kernel.rows import numbered_rows
from community_dynamics.sim.rules.adapt import (
    becomes_leader,
    becomes_observer,
    habit_after,
    habit_gain,
    hardness_after,
    identification,
    is_old_hand,
    motivation_target,
    needs_met,
    of_oneself,
    personal_climate,
    repetitions,
    work_part,
)
from community_dynamics.sim.rules.come import exposure_after
from community_dynamics.sim.rules.credit import standing
from community_dynamics.sim.rules.work import remembered, team_support, toward
from community_dynamics.sim.state import BLOCK, LEADER, OBSERVER, TIES, WATCH_UNIT

if TYPE_CHECKING:
    from community_dynamics.sim.records import World

ADAPT = numbered_rows(
    "motivation safety habit exposure related regard benefit strain fit load support came repetitions watched resilience "
    "habit_rate"
)


def adapt(world: World, day: int) -> None:
    """Phase 7 for everybody present, in blocks that the compiler vectorises; those long silent are listed."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    leave_traces(world)
    shared, climate, clarity = today.appeal, today.climate, levers.cause_clarity
    scale = theory.motivation_scale
    by_cause, by_benefit = scale * theory.motivation_by_cause, scale * theory.motivation_by_benefit
    by_related, by_support = scale * theory.motivation_by_related, scale * theory.motivation_by_support
    by_regard, by_resilience = scale * theory.motivation_by_regard, scale * theory.motivation_by_resilience
    by_challenge, by_hindrance = scale * theory.motivation_by_challenge, scale * theory.motivation_by_hindrance
    by_strain = scale * theory.motivation_by_strain
    hindrance, support_level, spread = levers.hindrance_share, levers.leadership_support, settings.team_support_spread
    safety_by_support = theory.safety_by_support
    motivation_rate, safety_rate = theory.motivation_rate, theory.safety_rate
    habit_per_day, habit_keep, exposure_keep = theory.habit_per_day, theory.habit_keep, theory.exposure_keep
    short_memory, long_memory = theory.short_memory, theory.long_memory
    persons, present, watched, loads = world.person, world.present, world.watched, world.load
    rows = np.empty((16, BLOCK))
    silence_limit, silent = theory.dormancy_days, 0
    count = community.present_count
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        for k in range(size):
            seat = present[start + k]
            person = persons[seat]
            rows[ADAPT.motivation, k] = person.motivation
            rows[ADAPT.safety, k] = person.safety
            rows[ADAPT.habit, k] = person.habit
            rows[ADAPT.exposure, k] = person.exposure
            rows[ADAPT.related, k] = person.related
            rows[ADAPT.regard, k] = person.regard
            rows[ADAPT.benefit, k] = person.benefit
            rows[ADAPT.strain, k] = person.strain
            rows[ADAPT.fit, k] = person.fit
            rows[ADAPT.load, k] = loads[start + k]
            rows[ADAPT.support, k] = team_support(support_level, person.support_deviation, spread)
            came = person.last_visit == day
            if day - person.last_visit >= silence_limit:
                world.silent[silent] = seat
                silent += 1
            rows[ADAPT.came, k] = 1.0 if came else 0.0
            rows[ADAPT.repetitions, k] = repetitions(float(person.gap), habit_per_day) if came else 0.0
            rows[ADAPT.watched, k] = watched[seat] / WATCH_UNIT
            watched[seat] = 0
            rows[ADAPT.resilience, k] = person.resilience
            rows[ADAPT.habit_rate, k] = person.habit_rate
        for k in range(size):
            met = needs_met(
                identification(clarity, rows[ADAPT.fit, k]),
                rows[ADAPT.benefit, k], rows[ADAPT.related, k], rows[ADAPT.support, k],
                by_cause, by_benefit, by_related, by_support,
            )  # fmt: skip
            work = work_part(rows[ADAPT.load, k], hindrance, rows[ADAPT.strain, k], by_challenge, by_hindrance, by_strain)
            own = of_oneself(rows[ADAPT.regard, k], rows[ADAPT.resilience, k], by_regard, by_resilience)
            target = motivation_target(shared, met, work, own)
            rows[ADAPT.motivation, k] = toward(rows[ADAPT.motivation, k], target, motivation_rate)
            rows[ADAPT.safety, k] = toward(
                rows[ADAPT.safety, k], personal_climate(climate, rows[ADAPT.support, k], safety_by_support), safety_rate
            )
            rows[ADAPT.habit, k] = habit_after(
                rows[ADAPT.habit, k],
                rows[ADAPT.came, k],
                habit_gain(rows[ADAPT.habit_rate, k], rows[ADAPT.repetitions, k]),
                habit_keep,
            )
            rows[ADAPT.exposure, k] = exposure_after(rows[ADAPT.exposure, k], rows[ADAPT.watched, k], exposure_keep)
        for k in range(size):
            person = persons[present[start + k]]
            person.motivation = rows[ADAPT.motivation, k]
            person.safety = rows[ADAPT.safety, k]
            person.habit = rows[ADAPT.habit, k]
            person.exposure = rows[ADAPT.exposure, k]
            person.related *= short_memory
            person.regard *= short_memory
            person.recognitions *= long_memory
    community.silent_count = silent
    take_roles(world, day)
    age(world, day)


def leave_traces(world: World) -> None:
    """Those who came today are seen by colleagues and ties, a manager more than others, in whole units: no order matters."""
    watched, generation, visitors = world.watched, world.generation, world.visitors
    first, neighbour = world.graph_start, world.graph_neighbour
    partner, partner_generation, strength = world.tie_partner, world.tie_generation, world.tie_strength
    for k in range(world.community[0].visitor_count):
        seat = visitors[k]
        unit = standing(world.person[seat].manager == 1, world.theory[0].authority_weight) * WATCH_UNIT
        for at in range(first[seat], first[seat + 1]):
            watched[neighbour[at]] += int(unit)
        for slot in range(TIES):
            other = partner[seat, slot]
            if other >= 0 and generation[other] == partner_generation[seat, slot]:
                watched[other] += int(strength[seat, slot] * unit)


def take_roles(world: World, day: int) -> None:
    """Visitors who come again become observers; contributors who keep answering become community leaders."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    for k in range(community.visitor_count):
        person = world.person[world.visitors[k]]
        if person.role < OBSERVER and becomes_observer(person.visits):
            person.role = OBSERVER
        if person.role != LEADER and becomes_leader(
            person.answers, day - person.joined, person.motivation, levers.onboarding, theory
        ):
            person.role = LEADER
            community.leaders_made += 1.0


def age(world: World, day: int) -> None:
    """What becomes common knowledge of the place: how many come, and how far it belongs to its old hands."""
    community, theory = world.community[0], world.theory[0]
    people = community.day_visits * world.settings[0].scale
    community.audience = remembered(community.audience, people, theory.exposure_keep)
    old = 0.0
    for k in range(community.contributor_count):
        if is_old_hand(day - world.person[world.contributors[k]].joined):
            old += 1.0
    community.hardness = hardness_after(community.hardness, old, float(community.contributor_count), theory.long_memory)
