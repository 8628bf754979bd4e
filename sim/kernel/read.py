"""Phase 3a, read: what a visitor is shown, what it is worth, and a close look at a few items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import READ_ITEM
from community_dynamics.sim.dice import choose, day_key, die, indexed, uniform
from community_dynamics.sim.kernel.books import arrive_today, spend
from community_dynamics.sim.kernel.feed import place
from community_dynamics.sim.kernel.mastery import core_mastery, gain_mastery
from community_dynamics.sim.kernel.rows import numbered_rows
from community_dynamics.sim.kernel.ties import strengthen
from community_dynamics.sim.rules.adapt import safety_shaken
from community_dynamics.sim.rules.credit import closer, gate_share
from community_dynamics.sim.rules.read import (
    beside_the_cause,
    by_members,
    company,
    curated_at_hand,
    days_unread,
    information_benefit,
    is_trade,
    learned,
    left_to_learn,
    let_through,
    matching,
    new_items,
    overload,
    place_from_newest,
    relevant,
    shown_items,
    shows,
)
from community_dynamics.sim.rules.work import toward
from community_dynamics.sim.state import BLOCK, CORE_TOPICS, LOOKS, TRIES

if TYPE_CHECKING:
    from community_dynamics.sim.records import Item, World

VISITOR = numbered_rows("benefit fit gate days items on_topic related core_items core_mastery", nearness="items")


def read(world: World, day: int) -> None:
    """Phase 3a: every visitor reads; benefit, connection, learning, and unease at hostile answers seen."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, READ_ITEM)
    scale, life = world.settings[0].scale, int(theory.feed_days)  # one item here stands for so many
    curated_a_day, novelty = levers.curated_items_a_week / 7.0, levers.content_novelty
    breadth, gated, moderation = levers.topical_breadth, levers.gated_access, levers.moderation
    knee, enough, rate, connection = theory.overload_knee, theory.benefit_items, theory.benefit_rate, theory.connection_gain
    persons, visitors, rows = world.person, world.visitors, np.empty((9, BLOCK))
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            days = days_unread(day - person.last_visit, life)
            since = max(0, day - days)
            rows[VISITOR.benefit, k] = person.benefit
            rows[VISITOR.fit, k] = person.fit
            rows[VISITOR.gate, k] = gate_share(person.posts, gated)
            rows[VISITOR.days, k] = float(days)
            rows[VISITOR.items, k] = scale * (world.posted[day, 0] - world.posted[since, 0])
            rows[VISITOR.on_topic, k] = scale * (world.posted[day, 1] - world.posted[since, 1])
            rows[VISITOR.related, k] = person.related
            rows[VISITOR.core_items, k] = scale * (world.posted[day, 2] - world.posted[since, 2])
            rows[VISITOR.core_mastery, k] = core_mastery(world, visitors[start + k])
        for k in range(size):
            items, on_topic, curated = rows[VISITOR.items, k], rows[VISITOR.on_topic, k], curated_a_day * rows[VISITOR.days, k]
            allowed = let_through(items, on_topic, items, moderation)
            ours = matching(allowed, rows[VISITOR.core_items, k], rows[VISITOR.fit, k])
            theirs = novelty * matching(curated, (1.0 - breadth) * curated, rows[VISITOR.fit, k])
            stream = let_through(items + curated, on_topic + curated, ours + theirs, moderation)
            shown = shown_items(stream, knee, rows[VISITOR.gate, k])
            speaks = relevant(shown, new_items(ours, theirs, left_to_learn(rows[VISITOR.core_mastery, k])), stream)
            worth = information_benefit(speaks, enough, overload(stream / rows[VISITOR.days, k], knee))
            beside = beside_the_cause(items, on_topic, rows[VISITOR.core_items, k], moderation)
            near = company(shown, by_members(items, curated), beside, knee)
            rows[VISITOR.benefit, k] = toward(rows[VISITOR.benefit, k], worth, rate)
            rows[VISITOR.related, k] = closer(rows[VISITOR.related, k], connection * near)
            rows[VISITOR.nearness, k] = near
        for k in range(size):
            seat = visitors[start + k]
            person = persons[seat]
            arrive_today(world, day, seat)
            person.cue = 0
            spend(world, seat, theory.visit_minutes)
            person.benefit = rows[VISITOR.benefit, k]
            person.related = rows[VISITOR.related, k]
            read_closely(world, day, seat, die(person.identity, key), rows[VISITOR.nearness, k])


def read_closely(world: World, day: int, seat: int, key: int, near: float) -> None:
    """Look closely at a few items: learn from what is above one's own level, and get to know who writes."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    curated = curated_at_hand(levers.curated_items_a_week, theory.feed_days)
    posted = int(world.settings[0].scale * (community.feed_next - community.feed_first))
    if posted + curated == 0:
        return
    person = world.person[seat]
    for look in range(LOOKS):
        coin_key = indexed(key, look)
        if choose(uniform(coin_key), posted + curated) >= posted:
            topic = choose(uniform(indexed(coin_key, 1)), CORE_TOPICS)
            rate = theory.learning_rate * levers.content_novelty
            gain_mastery(world, seat, topic, learned(world.mastery[seat, topic], theory.mastery_threshold, rate), False)
            continue
        at = pick_item(world, seat, indexed(coin_key, 2), levers.moderation)
        if at < 0:
            continue
        item = world.feed[place(world, at)]
        if item.author == seat:
            continue
        if item.hostile > 0:
            person.safety = safety_shaken(person.safety, theory.safety_step)
        if item.generation == world.generation[item.author]:
            strengthen(world, seat, item.author, theory.tie_gain * near)
        before = world.mastery[seat, item.topic]
        gain_mastery(world, seat, item.topic, learned(before, item.level, theory.learning_rate), False)
        if world.mastery[seat, item.topic] > before:
            person.learned_topic = item.topic
            person.learned_team = item.team


def pick_item(world: World, seat: int, key: int, moderation: float) -> int:
    """Number of a live item, the newest likeliest, that moderation lets through; -1 if a few tries found none."""
    community = world.community[0]
    live = community.feed_next - community.feed_first
    for attempt in range(TRIES):
        at = community.feed_next - 1 - place_from_newest(uniform(indexed(key, attempt)), live)
        if lets_through(world, seat, world.feed[place(world, at)], moderation):
            return at
    return -1


def lets_through(world: World, seat: int, item: Item, moderation: float) -> bool:
    """Whether moderation shows this item to this person: any, what is on topic, or what concerns the reader."""
    person = world.person[seat]
    trade = is_trade(item.topic, person.specialism)
    return shows(item.off_topic == 1, item.topic < CORE_TOPICS, trade, person.fit, moderation)
