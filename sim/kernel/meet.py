"""Phase 3b, meet: who comes to today's event, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import ATTEND, ENCOUNTER
from community_dynamics.sim.dice import choose, day_key, die, indexed, uniform
from community_dynamics.sim.kernel.books import arrive_today, contributes_today, note, spend
from community_dynamics.sim.kernel.mastery import gain_mastery
from community_dynamics.sim.kernel.react import react
from community_dynamics.sim.kernel.settle import check_stop
from community_dynamics.sim.kernel.silence import silent_since, speak_again
from community_dynamics.sim.kernel.ties import bind, tie_sum
from community_dynamics.sim.rules.come import attention, drive, probability, time_share
from community_dynamics.sim.rules.credit import gate_share
from community_dynamics.sim.rules.read import attend_hazard, attend_reach, closeness, encounters, learned, practised, recorded
from community_dynamics.sim.rules.work import energy
from community_dynamics.sim.state import ATTENDS

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def meet(world: World, day: int) -> None:
    """Phase 3b: on an event day, those present decide to attend; attenders meet a few others and learn from them."""
    community, today = world.community[0], world.today[0]
    community.attendee_count = 0
    if today.event_is_today < 1.0:
        return
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, ATTEND)
    attendees = 0
    for k in range(community.present_count):
        seat = world.present[k]
        person = world.person[seat]
        if person.quiet == 2:
            continue
        silence = float(max(0, day - silent_since(person) - 1))
        reach = attend_reach(
            person.propensity,
            time_share(person.purse, today.event_minutes),
            attention(silence, theory.attention_days),
            today.mood_factor,
            energy(person.strain, theory.fatigue),
        )
        readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
        hazard = attend_hazard(
            reach,
            readiness,
            theory.attend_base,
            theory.attend_by_habit * person.habit,
            theory.attend_by_ties * tie_sum(world, seat),
            today.event_appeal * gate_share(person.posts + person.attendances, levers.gated_access),
        )
        if uniform(die(person.identity, key)) < probability(hazard):
            world.attendees[attendees] = seat
            attendees += 1
    community.attendee_count = attendees
    community.last_attendance = attendees
    left = int(recorded(levers.synchronous_share, attendees))
    community.day_items += left
    community.day_on_topic += left
    community.day_core += left
    community.money += theory.event_cost_a_head * today.event_in_room * attendees * world.settings[0].scale
    attend(world, day)


def attend(world: World, day: int) -> None:
    """What an event does: minutes spent, ties, connection, practice, and something learned from those met."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, ENCOUNTER)
    attendees = community.attendee_count
    close = closeness(theory.tie_gain, levers.synchronous_share, today.event_in_room)
    meetings = encounters(levers.event_minutes)
    if attendees > 1:
        for k in range(attendees):
            identity = world.person[world.attendees[k]].identity
            for meeting in range(meetings):
                pick = choose(uniform(indexed(die(identity, key), meeting)), attendees - 1)
                other = world.attendees[pick if pick < k else pick + 1]
                topic = world.person[other].specialism
                world.met[k, meeting] = other
                world.met_level[k, meeting] = world.mastery[other, topic]
    for k in range(attendees):
        seat = world.attendees[k]
        person = world.person[seat]
        arrive_today(world, day, seat)
        spend(world, seat, today.event_minutes)
        contributes_today(world, day, seat)
        person.attendances += 1
        speak_again(world, seat)
        note(world, day, seat, world.generation[seat], ATTENDS, -1, -1)
        topic = person.specialism
        gain_mastery(world, seat, topic, practised(world.mastery[seat, topic], theory.practice_rate), True)
        if attendees > 1:
            react(world, day, seat, 1.0)
        check_stop(world, day, seat, person.posts + person.attendances, 0.0)
        if attendees < 2:
            continue
        for meeting in range(meetings):
            other = world.met[k, meeting]
            bind(world, seat, other, close)
            topic = world.person[other].specialism
            before = world.mastery[seat, topic]
            gain_mastery(world, seat, topic, learned(before, world.met_level[k, meeting], theory.learning_rate), False)
            if world.mastery[seat, topic] > before:
                person.learned_topic = topic
                person.learned_team = world.person[other].team
