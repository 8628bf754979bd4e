"""Read and meet: what visitors take in from the feed, and who comes to today's event."""

import math

from sim.decisions import ATTEND, ENCOUNTER, READ_ITEM
from sim.dice import choose, day_key, die, indexed, uniform
from sim.kernel.morning import arrive_today, note, spend
from sim.kernel.ties import be_watched, bind, tie_sum
from sim.rules.adapt import relatedness_after
from sim.rules.come import attention, drive, probability, time_share
from sim.rules.credit import gate_share
from sim.rules.read import attend_hazard, information_benefit, learned, practised, relevance
from sim.rules.work import energy, toward
from sim.state import ATTENDS, CORE_TOPICS, ENCOUNTERS, HALF_YEAR, LOOKS, TOPICS


def hold_pairs(world, seat, topic):
    """Mark the pairs of topics that this person, now at home in `topic`, holds alone."""
    known = world.theory[0].knowledge_threshold
    for other in range(TOPICS):
        if other != topic and world.mastery[seat, other] >= known:
            world.pair_held[topic, other] = 1
            world.pair_held[other, topic] = 1


def gain_mastery(world, seat, topic, after, by_doing):
    """Book a change of mastery and what it means: shared knowledge, practice, apprentices who reach mastery."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    before = world.mastery[seat, topic]
    if after <= before:
        return
    world.mastery[seat, topic] = after
    community.mastery_gained += after - before
    if by_doing:
        community.mastery_practised += after - before
    if before < theory.knowledge_threshold <= after:
        hold_pairs(world, seat, topic)
        if not by_doing:
            community.knowledge_shared += 1.0
    person.best_mastery = max(person.best_mastery, after)
    if person.apprentice == 1 and after >= theory.mastery_threshold:
        person.apprentice = 0
        community.apprentices_mastered += 1.0


def read(world, day):
    """Phase 3a: every visitor reads; benefit, learning, and unease at hostile answers seen."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, READ_ITEM)
    live = community.feed_next - community.feed_first
    curated = int(levers.curated_items_a_week * theory.feed_days / 7.0)
    for k in range(community.visitor_count):
        seat = world.visitors[k]
        person = world.person[seat]
        arrive_today(world, day, seat)
        person.cue = 0
        spend(world, seat, theory.visit_minutes)
        share = relevance(levers.topical_breadth, person.fit, theory.broad_relevance)
        share *= gate_share(person.posts, levers.gated_access, theory.gate_loss)
        worth = information_benefit(share * today.offer, theory.benefit_items, today.overload)
        person.benefit = toward(person.benefit, worth, theory.benefit_rate)
        if live + curated > 0:
            read_closely(world, seat, die(person.identity, key), live, curated, levers.content_novelty)


def read_closely(world, seat, key, live, curated, novelty):
    """Look closely at a few items, the newest likeliest; learn from what is above one's own level."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    for look in range(LOOKS):
        coin_key = indexed(key, look)
        pick = choose(uniform(coin_key), live + curated)
        if pick >= live:
            coin = uniform(indexed(coin_key, 1))
            topic = choose(coin, CORE_TOPICS)
            rate = theory.reading_rate * novelty
            gain_mastery(world, seat, topic, learned(world.mastery[seat, topic], theory.curated_level, rate), False)
            continue
        item = world.feed[(community.feed_next - 1 - pick) % world.feed.shape[0]]
        if item.author == seat:
            continue
        if item.hostile > 0:
            person.safety *= 1.0 - theory.witness_loss
        before = world.mastery[seat, item.topic]
        gain_mastery(world, seat, item.topic, learned(before, item.level, theory.reading_rate), False)
        if world.mastery[seat, item.topic] > before:
            person.learned_topic = item.topic
            person.learned_team = world.person[item.author].team


def meet(world, day):
    """Phase 3b: on an event day, those present decide to attend; attenders meet a few others and learn from them."""
    community, today = world.community[0], world.today[0]
    community.attendee_count = 0
    if today.event_is_today < 1.0:
        return
    theory = world.theory[0]
    key = day_key(community.seed_key, day, ATTEND)
    attendees = 0
    for k in range(community.present_count):
        seat = world.present[k]
        person = world.person[seat]
        silence = float(max(0, day - person.last_visit - 1))
        reach = math.sqrt(person.propensity) * time_share(person.purse, today.event_minutes)
        reach *= attention(silence, theory.attention_days) * today.mood_factor * energy(person.strain, theory.fatigue)
        readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
        hazard = attend_hazard(
            reach, readiness, theory.attend_base, theory.attend_by_habit * person.habit, theory.attend_by_ties * tie_sum(world, seat), today.event_appeal
        )
        if uniform(die(person.identity, key)) < probability(hazard):
            world.attendees[attendees] = seat
            attendees += 1
    community.attendee_count = attendees
    community.money += theory.event_cost_a_head * world.levers[world.segment[day]].face_to_face_share * attendees * world.settings[0].scale
    attend(world, day)


def attend(world, day):
    """What an event does: minutes spent, ties, connection, practice, and something learned from those met."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, ENCOUNTER)
    attendees = community.attendee_count
    closeness = theory.meeting_tie * (0.5 + 0.5 * levers.synchronous_share) * (0.5 + levers.face_to_face_share)
    if attendees > 1:
        for k in range(attendees):
            identity = world.person[world.attendees[k]].identity
            for meeting in range(ENCOUNTERS):
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
        note(world, day, seat, person.generation, ATTENDS, -1, -1)
        topic = person.specialism
        gain_mastery(world, seat, topic, practised(world.mastery[seat, topic], theory.practice_rate), True)
        if attendees < 2:
            continue
        person.related = relatedness_after(person.related, theory.related_by_meeting)
        for meeting in range(ENCOUNTERS):
            other = world.met[k, meeting]
            bind(world, seat, other, closeness)
            topic = world.person[other].specialism
            before = world.mastery[seat, topic]
            gain_mastery(world, seat, topic, learned(before, world.met_level[k, meeting], theory.meeting_rate), False)
            if world.mastery[seat, topic] > before:
                person.learned_topic = topic
                person.learned_team = world.person[other].team


def contributes_today(world, day, seat):
    """Book a person's contributing today (a post, an answer or attending), once a day."""
    community = world.community[0]
    person = world.person[seat]
    if person.last_contribution == day:
        return
    week = day // 7
    if person.last_contribution // 7 != week:
        community.week_contributors += 1
        if day >= world.calendar.shape[0] - HALF_YEAR:
            person.weeks_contributed += 1
    person.active_days += 1
    if person.joined >= world.calendar.shape[0] - HALF_YEAR:
        if person.active_days == 1:
            community.recent_newcomers += 1.0
        if person.active_days == 2:
            community.recent_newcomers_again += 1.0
    person.last_contribution = day
    world.contributors[community.contributor_count] = seat
    community.contributor_count += 1


def leave_traces(world):
    """Those who came today are seen by colleagues and ties."""
    community = world.community[0]
    for k in range(community.visitor_count):
        be_watched(world, world.visitors[k])
