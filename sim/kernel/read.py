"""Phase 3a, read: what visitors take in from the feed."""

from sim.decisions import READ_ITEM
from sim.dice import choose, day_key, die, indexed, uniform
from sim.kernel.books import arrive_today, spend
from sim.kernel.mastery import gain_mastery
from sim.rules.credit import gate_share
from sim.rules.read import information_benefit, learned, relevance
from sim.rules.work import toward
from sim.state import CORE_TOPICS, LOOKS


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
