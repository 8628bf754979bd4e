"""Phase 7, adapt: states follow from the day."""

import numpy as np

from sim.arithmetic import clip01
from sim.rules.adapt import (
    becomes_leader,
    habit_after,
    habit_gain,
    identification,
    motivation_target,
    personal_climate,
    repetitions,
    vigour,
    work_part,
)
from sim.rules.come import exposure_after
from sim.rules.work import toward
from sim.state import BLOCK, LEADER, OBSERVER, TIES, WATCH_UNIT


def adapt(world, day):
    """Phase 7 for everybody present, in blocks that the compiler vectorises; those long silent are listed."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    leave_traces(world)
    shared, climate, clarity = today.appeal, today.climate, levers.cause_clarity
    by_cause, by_benefit, by_related = theory.motivation_by_cause, theory.motivation_by_benefit, theory.motivation_by_related
    by_support, by_glow = theory.motivation_by_support, theory.motivation_by_praise
    by_resilience = theory.motivation_by_resilience
    challenge_gain, hindrance_loss, strain_loss = theory.challenge_gain, theory.hindrance_loss, theory.strain_loss
    hindrance, support_level, spread = levers.hindrance_share, levers.leadership_support, settings.team_support_spread
    safety_by_support = theory.safety_by_support
    motivation_rate, safety_rate, extrinsic_keep = theory.motivation_rate, theory.safety_rate, theory.extrinsic_keep
    habit_per_day, habit_keep, exposure_keep, related_keep = (
        theory.habit_per_day,
        theory.habit_keep,
        theory.exposure_keep,
        theory.related_keep,
    )
    glow_keep, recognition_keep = theory.glow_keep, theory.recognition_keep
    persons, present, watched, loads = world.person, world.present, world.watched, world.load
    scratch = np.empty((18, BLOCK))
    silence_limit, silent = theory.dormancy_days, 0
    count = community.present_count
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        for k in range(size):
            seat = present[start + k]
            person = persons[seat]
            scratch[0, k] = person.motivation
            scratch[1, k] = person.safety
            scratch[2, k] = person.habit
            scratch[3, k] = person.exposure
            scratch[4, k] = person.related
            scratch[5, k] = person.glow
            scratch[6, k] = person.benefit
            scratch[7, k] = person.strain
            scratch[8, k] = person.fit
            scratch[17, k] = person.resilience
            scratch[9, k] = loads[start + k]
            scratch[10, k] = clip01(support_level + spread * person.support_deviation) if spread > 0.0 else support_level
            came = person.last_visit == day
            if day - person.last_visit >= silence_limit:
                world.silent[silent] = seat
                silent += 1
            scratch[11, k] = 1.0 if came else 0.0
            scratch[12, k] = repetitions(float(person.gap), habit_per_day) if came else 0.0
            scratch[16, k] = person.habit_rate
            scratch[13, k] = watched[seat] / WATCH_UNIT
            watched[seat] = 0
            scratch[14, k] = person.extrinsic
            scratch[15, k] = person.recognitions
        for k in range(size):
            target = motivation_target(
                shared,
                identification(clarity, scratch[8, k], by_cause) + vigour(scratch[17, k], by_resilience),
                by_benefit * (scratch[6, k] - 0.5),
                by_related * (scratch[4, k] - 0.5),
                by_support * (scratch[10, k] - 0.5),
                work_part(scratch[9, k], hindrance, scratch[7, k], challenge_gain, hindrance_loss, strain_loss),
                by_glow * scratch[5, k],
            )
            scratch[0, k] = toward(scratch[0, k], target, motivation_rate)
            scratch[1, k] = toward(scratch[1, k], personal_climate(climate, scratch[10, k], safety_by_support), safety_rate)
            scratch[2, k] = habit_after(scratch[2, k], scratch[11, k], habit_gain(scratch[16, k], scratch[12, k]), habit_keep)
            scratch[3, k] = exposure_after(scratch[3, k], scratch[13, k], exposure_keep)
            scratch[4, k] = scratch[4, k] * related_keep
            scratch[5, k] = scratch[5, k] * glow_keep
            scratch[14, k] = scratch[14, k] * extrinsic_keep
            scratch[15, k] = scratch[15, k] * recognition_keep
        for k in range(size):
            person = persons[present[start + k]]
            person.motivation = scratch[0, k]
            person.safety = scratch[1, k]
            person.habit = scratch[2, k]
            person.exposure = scratch[3, k]
            person.related = scratch[4, k]
            person.glow = scratch[5, k]
            person.extrinsic = scratch[14, k]
            person.recognitions = scratch[15, k]
    community.silent_count = silent
    take_roles(world, day)


def leave_traces(world):
    """Those who came today are seen by colleagues and ties, in whole units so that nobody's order matters."""
    watched, generation, visitors = world.watched, world.generation, world.visitors
    first, neighbour = world.graph_start, world.graph_neighbour
    partner, partner_generation, strength = world.tie_partner, world.tie_generation, world.tie_strength
    for k in range(world.community[0].visitor_count):
        seat = visitors[k]
        for at in range(first[seat], first[seat + 1]):
            watched[neighbour[at]] += WATCH_UNIT
        for slot in range(TIES):
            other = partner[seat, slot]
            if other >= 0 and generation[other] == partner_generation[seat, slot]:
                watched[other] += int(strength[seat, slot] * WATCH_UNIT)


def take_roles(world, day):
    """Visitors who keep coming become observers; contributors who keep answering become community leaders; cues are spent."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    for k in range(community.visitor_count):
        person = world.person[world.visitors[k]]
        if person.role < OBSERVER and person.visits >= theory.observer_visits:
            person.role = OBSERVER
        if person.role != LEADER and becomes_leader(
            person.answers, day - person.joined, person.motivation, levers.onboarding, theory
        ):
            person.role = LEADER
            community.leaders_made += 1.0
