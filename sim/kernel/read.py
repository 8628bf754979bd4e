"""Phase 3a, read: what visitors take in from the feed."""

import numpy as np

from sim.decisions import READ_ITEM
from sim.dice import choose, day_key, die, indexed, uniform
from sim.kernel.books import arrive_today, spend
from sim.kernel.feed import place
from sim.kernel.mastery import gain_mastery
from sim.rules.credit import gate_share
from sim.rules.read import information_benefit, learned, relevance
from sim.rules.work import toward
from sim.state import BLOCK, CORE_TOPICS, LOOKS, TOPICS


def read(world, day):
    """Phase 3a: every visitor reads; benefit, learning, and unease at hostile answers seen."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, READ_ITEM)
    live = community.feed_next - community.feed_first
    scale = world.settings[0].scale  # one item here stands for so many
    curated = int(levers.curated_items_a_week * theory.feed_days / 7.0)
    breadth, broad, gated, gate_loss = levers.topical_breadth, theory.broad_relevance, levers.gated_access, theory.gate_loss
    offer, enough, overload, rate = today.offer, theory.benefit_items, today.overload, theory.benefit_rate
    persons, visitors, mastery, scratch = world.person, world.visitors, world.mastery, np.empty((4, BLOCK))
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            scratch[0, k] = person.benefit
            scratch[1, k] = person.fit
            scratch[2, k] = gate_share(person.posts, gated, gate_loss)
            # Touched here, where one need not wait for the other, all that the last loop needs is near by then.
            scratch[3, k] = person.visits
            for topic in range(0, TOPICS, 8):
                scratch[3, k] += mastery[visitors[start + k], topic]
        for k in range(size):
            share = relevance(breadth, scratch[1, k], broad) * scratch[2, k]
            scratch[0, k] = toward(scratch[0, k], information_benefit(share * offer, enough, overload), rate)
        for k in range(size):
            seat = visitors[start + k]
            person = persons[seat]
            arrive_today(world, day, seat)
            person.cue = 0
            spend(world, seat, theory.visit_minutes)
            person.benefit = scratch[0, k]
            if live + curated > 0:
                read_closely(world, seat, die(person.identity, key), scale * live, curated, levers.content_novelty)


def read_closely(world, seat, key, posted, curated, novelty):
    """Look closely at a few items, the newest likeliest; learn from what is above one's own level."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    for look in range(LOOKS):
        coin_key = indexed(key, look)
        pick = choose(uniform(coin_key), int(posted) + curated)
        if pick >= int(posted):
            coin = uniform(indexed(coin_key, 1))
            topic = choose(coin, CORE_TOPICS)
            rate = theory.reading_rate * novelty
            gain_mastery(world, seat, topic, learned(world.mastery[seat, topic], theory.curated_level, rate), False)
            continue
        item = world.feed[place(world, community.feed_next - 1 - int(pick / world.settings[0].scale))]
        if item.author == seat:
            continue
        if item.hostile > 0:
            person.safety *= 1.0 - theory.witness_loss
        before = world.mastery[seat, item.topic]
        if item.level <= before:
            continue
        gain_mastery(world, seat, item.topic, learned(before, item.level, theory.reading_rate), False)
        if world.mastery[seat, item.topic] > before:
            person.learned_topic = item.topic
            person.learned_team = item.team
