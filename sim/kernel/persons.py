"""Who a person is: traits drawn from the person's own dice, and the states of one who has just joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential, logistic
from community_dynamics.sim.decisions import (
    TRAIT_EXPERTISE,
    TRAIT_EXPRESSIVENESS,
    TRAIT_FIT,
    TRAIT_HABIT_RATE,
    TRAIT_JOB_LIFE,
    TRAIT_MANAGER,
    TRAIT_PROPENSITY,
    TRAIT_PROSOCIALITY,
    TRAIT_RESILIENCE,
    TRAIT_RESPONSIVENESS,
    TRAIT_SPECIALISM,
    TRAIT_TEAM_SUPPORT,
    TRAIT_THRESHOLD,
)
from community_dynamics.sim.dice import choose, day_key, die, indexed, normal, person_key, uniform
from community_dynamics.sim.kernel.books import note
from community_dynamics.sim.kernel.mastery import hold_pairs
from community_dynamics.sim.rules.belong import departure_threshold, eagerness, expressiveness, trade_mastery
from community_dynamics.sim.rules.work import felt_load, strain_target, workload
from community_dynamics.sim.state import JOINS, LONG_AGO, NEVER, NEWCOMER, PRESENT, TOPICS, WAITING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def trait_coin(world: World, identity: int, trait: int) -> float:
    """The uniform number that fixes one trait of one person for ever."""
    return uniform(die(identity, day_key(world.community[0].seed_key, 0, trait)))


def draw_readiness_to_join(world: World, seat: int) -> None:
    """Who sits here now, what the cause means to that person, and how many must be in before one follows."""
    person, theory, settings = world.person[seat], world.theory[0], world.settings[0]
    person.identity = person_key(world.community[0].seed_key, seat, world.generation[seat])
    person.fit = logistic(theory.trait_spread * normal(trait_coin(world, person.identity, TRAIT_FIT)))
    person.threshold = logistic(theory.trait_spread * normal(trait_coin(world, person.identity, TRAIT_THRESHOLD)))
    person.team = seat // int(settings.team_size)


def draw_traits(world: World, seat: int) -> None:
    """Draw the rest of a person: propensity, prosociality, habit, trade, expertise, place in the hierarchy."""
    person, theory, settings = world.person[seat], world.theory[0], world.settings[0]
    identity = person.identity
    deviate = normal(trait_coin(world, identity, TRAIT_PROPENSITY))
    person.propensity = exponential(settings.propensity_spread * deviate)
    if settings.open_pool > 0.0 and settings.dilution > 0.0:
        person.propensity *= eagerness(settings.scale * (seat + 1), settings.dilution)
    own = normal(trait_coin(world, identity, TRAIT_EXPRESSIVENESS))
    person.expressiveness = expressiveness(deviate, own, theory.expressive_share, settings.expressive_spread)
    person.prosociality = logistic(theory.trait_spread * normal(trait_coin(world, identity, TRAIT_PROSOCIALITY)))
    deviate = normal(trait_coin(world, identity, TRAIT_HABIT_RATE))
    person.habit_rate = theory.habit_rate * exponential(theory.habit_rate_spread * deviate)
    person.resilience = exponential(theory.resilience_spread * normal(trait_coin(world, identity, TRAIT_RESILIENCE)))
    deviate = normal(trait_coin(world, identity, TRAIT_RESPONSIVENESS))
    person.responsiveness = exponential(theory.responsiveness_spread * deviate)
    person.manager = 1 if trait_coin(world, identity, TRAIT_MANAGER) < settings.manager_share else 0
    person.specialism = choose(trait_coin(world, identity, TRAIT_SPECIALISM), TOPICS)
    team = person_key(world.community[0].seed_key, person.team, 2147483647)
    person.support_deviation = normal(trait_coin(world, team, TRAIT_TEAM_SUPPORT))
    draw_expertise(world, seat)


def draw_expertise(world: World, seat: int) -> None:
    """Initial mastery: little of most topics, more of one's own trade."""
    person, theory = world.person[seat], world.theory[0]
    key = die(person.identity, day_key(world.community[0].seed_key, 0, TRAIT_EXPERTISE))
    for topic in range(TOPICS):
        world.mastery[seat, topic] = theory.general_expertise * uniform(indexed(key, topic))
    person.best_mastery = trade_mastery(theory.general_expertise, uniform(indexed(key, TOPICS)))
    world.mastery[seat, person.specialism] = person.best_mastery
    for topic in range(TOPICS):
        if world.mastery[seat, topic] >= theory.knowledge_threshold:
            hold_pairs(world, seat, topic)


def settle_in(world: World, day: int, seat: int) -> None:
    """States of a person on the day of joining."""
    person, theory, today = world.person[seat], world.theory[0], world.today[0]
    draw_readiness_to_join(world, seat)
    draw_traits(world, seat)
    levers = world.levers[world.segment[max(0, day)]]
    person.motivation = theory.expectation_at_joining
    person.extrinsic = 0.0
    person.safety = today.climate
    felt = felt_load(workload(levers.demand, 0.0, 0.0), levers.hindrance_share, theory.hindrance_weight)
    person.strain = strain_target(felt, theory.half_load * person.resilience)
    person.habit = 0.0
    person.benefit = theory.expectation_at_joining
    person.related = 0.0
    person.regard = 0.0
    person.purse = theory.visit_minutes
    person.exposure = 0.0
    person.demand_shock = 0.0
    person.recognitions = 0.0
    world.status[seat] = PRESENT
    person.role = NEWCOMER
    person.joined = day
    person.last_visit = day
    person.gap = 1
    person.last_contribution = LONG_AGO
    person.first_contribution = LONG_AGO
    person.last_post = LONG_AGO
    person.visits = 1
    person.posts = 0
    person.answers = 0
    person.attendances = 0
    person.active_days = 0
    person.weeks_contributed = 0
    person.kept = 0
    person.cue = 0
    person.quiet = 0
    person.asked = -1
    person.award_day = NEVER
    person.apprentice = 1 if person.best_mastery < theory.knowledge_threshold else 0
    person.learned_topic = -1
    person.learned_team = -1
    person.wake_day = NEVER
    for slot in range(world.tie_partner.shape[1]):
        world.tie_partner[seat, slot] = -1
        world.tie_generation[seat, slot] = 0
        world.tie_strength[seat, slot] = 0.0
    world.watched[seat] = 0
    life = departure_threshold(trait_coin(world, person.identity, TRAIT_JOB_LIFE))
    person.job_life = world.turnover[max(0, day)] + life
    person.departure_day = departure_day(world, day, person.job_life)
    world.due_day[seat] = person.departure_day
    note(world, day, seat, world.generation[seat], JOINS, -1, -1)


def redate(world: World) -> None:
    """Date anew when each person will leave the organisation, as turnover from today on may have been changed."""
    for seat in range(world.person.shape[0]):
        if world.status[seat] == WAITING:
            continue
        person = world.person[seat]
        person.departure_day = departure_day(world, person.joined, person.job_life)
        world.due_day[seat] = min(min(person.wake_day, person.award_day), person.departure_day)


def departure_day(world: World, day: int, job_life: float) -> int:
    """First day after `day` on which cumulated turnover reaches the person's threshold, by bisection."""
    low, high = max(0, day), world.turnover.shape[0] - 1
    if world.turnover[high] < job_life:
        return NEVER
    while high - low > 1:
        middle = (low + high) // 2
        if world.turnover[middle] >= job_life:
            high = middle
        else:
            low = middle
    return high
