"""Phase 5, respond: readers and the facilitator answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import ANSWER, ANSWER_DELAY, ANSWER_HOSTILE, ANSWER_ITEM, FACILITATE
from community_dynamics.sim.dice import day_key, die, indexed, person_key, uniform
from community_dynamics.sim.kernel.books import contributes_today, note, spend
from community_dynamics.sim.kernel.contribute import count_item, note_messages
from community_dynamics.sim.kernel.feed import place
from community_dynamics.sim.kernel.mastery import gain_mastery, innovate
from community_dynamics.sim.kernel.react import react
from community_dynamics.sim.kernel.read import pick_item
from community_dynamics.sim.kernel.rows import numbered_rows
from community_dynamics.sim.kernel.settle import check_stop, settle
from community_dynamics.sim.kernel.silence import speak_again
from community_dynamics.sim.kernel.ties import bind, tie_value
from community_dynamics.sim.kernel.today import community_die
from community_dynamics.sim.rules.adapt import safety_after_reply
from community_dynamics.sim.rules.come import attention, probability, time_share
from community_dynamics.sim.rules.contribute import entry_factor, voice, waits
from community_dynamics.sim.rules.credit import closer, from_giving, standing
from community_dynamics.sim.rules.read import practised
from community_dynamics.sim.rules.respond import (
    answer_hazard,
    competence,
    delay_hours,
    facilitator_rank,
    goes_on_answering,
    hazard_at_post,
    helpfulness,
    most_at_any_post,
    notice_weight,
)
from community_dynamics.sim.rules.work import care
from community_dynamics.sim.state import (
    BLOCK,
    CONTRIBUTOR,
    LEADER,
    POSTS_SEEN,
    PRESENT,
    QUESTION,
    REPLIES,
    TOPICS,
)

if TYPE_CHECKING:
    from community_dynamics.sim.records import Item, World

HELPER = numbered_rows(
    "expressiveness prosociality safety purse standing related strain", chance="expressiveness", coin="prosociality"
)


def respond(world: World, day: int) -> None:
    """Phase 5: visitors look at open posts and decide to answer; the answers take effect together; then the facilitator."""
    community = world.community[0]
    community.answer_count = 0
    live = community.feed_next - community.feed_first
    if live == 0:
        return
    find_willing(world, day)
    for slot in range(community.answer_count):
        give_answer(world, day, slot)
    facilitate(world, day)
    settle(world, day)


def find_willing(world: World, day: int) -> None:
    """Decide, in blocks that the compiler vectorises, which visitors look at open posts at all; then what they do there."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, ANSWER)
    clique_strength, clique_bias = levers.clique_strength, theory.clique_bias
    answer_base, norm, weight = theory.answer_base, levers.inclusivity_norm, theory.authority_weight
    half_safety, minutes = theory.half_safety, theory.writing_minutes
    persons, visitors = world.person, world.visitors
    rows, keys = np.empty((7, BLOCK)), np.empty(BLOCK, np.uint64)
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            rows[HELPER.expressiveness, k] = person.expressiveness
            rows[HELPER.prosociality, k] = person.prosociality
            rows[HELPER.safety, k] = person.safety
            rows[HELPER.purse, k] = person.purse
            rows[HELPER.standing, k] = standing(person.role == LEADER, weight)
            rows[HELPER.related, k] = person.related
            rows[HELPER.strain, k] = person.strain
            keys[k] = person.identity
        for k in range(size):
            dare, time = voice(rows[HELPER.safety, k], half_safety), time_share(rows[HELPER.purse, k], minutes)
            base = helpfulness(
                answer_base,
                rows[HELPER.expressiveness, k],
                1.0,
                care(rows[HELPER.strain, k], rows[HELPER.prosociality, k]),
            )
            willing = answer_hazard(base, rows[HELPER.prosociality, k], rows[HELPER.related, k], norm, dare, time)
            coins = die(keys[k], key)
            # Entry and competence are at most 1, 1 - exp(-h) never exceeds h: most would look in vain.
            rows[HELPER.chance, k] = most_at_any_post(willing, rows[HELPER.standing, k], clique_strength, clique_bias)
            rows[HELPER.coin, k] = min(min(uniform(indexed(coins, 0)), uniform(indexed(coins, 1))), uniform(indexed(coins, 2)))
        for k in range(size):
            if rows[HELPER.coin, k] < rows[HELPER.chance, k]:
                look_at_posts(world, day, visitors[start + k])


def look_at_posts(world: World, day: int, seat: int) -> None:
    """One visitor looks at the post that one of those close told them of, if any, and a few shown; those to answer are listed.

    A quiet reader answers only who asked them, the less likely the longer they have been silent.
    """
    community, today, person = world.community[0], world.today[0], world.person[seat]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    if person.quiet == 2 or waits(person.posts, day - person.last_post, theory.patience_days):
        return
    posts_seen = POSTS_SEEN if person.quiet == 0 else 1
    looks = die(person.identity, day_key(community.seed_key, day, ANSWER_ITEM))
    coins = die(person.identity, day_key(community.seed_key, day, ANSWER))
    dare, time = voice(person.safety, theory.half_safety), time_share(person.purse, theory.writing_minutes)
    entry = entry_factor(person.posts, levers.onboarding, theory.entry_floor, today.openness)
    base = helpfulness(theory.answer_base, person.expressiveness, entry, care(person.strain, person.prosociality))
    willing = answer_hazard(base, person.prosociality, person.related, levers.inclusivity_norm, dare, time)
    if person.quiet == 1:
        willing *= attention(float(day - person.last_contribution), theory.attention_days)
    seen = person.asked
    person.asked = -1
    for look in range(posts_seen):
        at = seen if look == 0 else pick_item(world, seat, indexed(looks, look), levers.moderation)
        if at < community.feed_first or (look > 0 and at == seen):
            continue
        seen = at
        item = world.feed[place(world, at)]
        if item.author == seat or item.suppressed == 1:
            continue
        able = competence(world.mastery[seat, item.topic], item.level, theory.novice_share)
        able *= standing(person.role == LEADER, theory.authority_weight)
        coin = uniform(indexed(coins, look))
        # Without a look at ties: nobody is noticed more than the closest, and 1 - exp(-h) never exceeds h.
        most = notice_weight(1.0, levers.clique_strength, theory.clique_bias)
        if coin >= 1.0001 * hazard_at_post(willing, able, item.replies, most, 1.0) + 1e-9:
            continue
        known = item.generation == world.generation[item.author]
        tie = tie_value(world, seat, item.author) if known else 0.0
        noticed = notice_weight(tie, levers.clique_strength, theory.clique_bias)
        hazard = hazard_at_post(willing, able, item.replies, noticed, today.openness if item.first_post == 1 else 1.0)
        if coin < probability(hazard):
            hostile = die(person.identity, day_key(community.seed_key, day, ANSWER_HOSTILE))
            slot = community.answer_count
            world.answer_seat[slot] = seat
            world.answer_item[slot] = at
            world.answer_hostile[slot] = 1 if uniform(indexed(hostile, look)) < today.hostile else 0
            community.answer_count = slot + 1


def give_answer(world: World, day: int, slot: int) -> None:
    """Let one answer take effect on the post, on the one who asked and on the one who answered."""
    community, theory = world.community[0], world.theory[0]
    seat, at = world.answer_seat[slot], world.answer_item[slot]
    item = world.feed[place(world, at)]
    person = world.person[seat]
    weight = standing(person.manager == 1 or person.role == LEADER, theory.authority_weight)
    person.posts += 1
    person.answers += 1
    speak_again(world, seat)
    person.last_post = day
    spend(world, seat, theory.writing_minutes)
    contributes_today(world, day, seat)
    if person.role < CONTRIBUTOR:
        person.role = CONTRIBUTOR
    person.related = closer(person.related, from_giving(theory.connection_gain))
    gain_mastery(world, seat, item.topic, practised(world.mastery[seat, item.topic], theory.practice_rate), True)
    community.day_answers += 1
    community.member_answers += 1.0
    count_item(world, item)
    note_messages(world, day, seat, REPLIES, item.author, at)
    for topic in range(TOPICS):
        if (item.needed >> topic) & 1 == 1 and world.mastery[seat, topic] >= item.level:
            item.covered |= 1 << topic
    if item.first_team < 0:
        item.first_team = person.team
    elif item.first_team != person.team:
        item.teams_differ = 1
    if item.generation == world.generation[item.author]:
        bind(world, seat, item.author, theory.tie_gain)
    receive(world, day, at, world.answer_hostile[slot], weight)
    if item.kind == QUESTION and item.solved == 0 and item.covered == item.needed:
        solve(world, item)
    check_stop(world, day, seat, person.posts + person.attendances, 0.0)


def receive(world: World, day: int, at: int, hostile: int, weight: float) -> None:
    """What an answer does to the post and its author: it is there; it is decent or hostile."""
    community, theory = world.community[0], world.theory[0]
    item = world.feed[place(world, at)]
    item.replies += 1
    if item.replies == 1:
        time_answer(world, day, at)
    if hostile == 1:
        item.hostile += 1
        community.hostile_replies += 1.0
    author = world.person[item.author]
    if item.generation != world.generation[item.author] or world.status[item.author] != PRESENT:
        return
    author.safety = safety_after_reply(
        author.safety, 1.0 if hostile == 1 else 0.0, weight, theory.safety_step, theory.safety_loss
    )
    if hostile == 0:
        react(world, day, item.author, weight)
    if item.replies == 1 and item.kind == QUESTION:
        author.purse += theory.visit_minutes


def time_answer(world: World, day: int, at: int) -> None:
    """Book the delay of a first answer."""
    community = world.community[0]
    item = world.feed[place(world, at)]
    author = person_key(community.seed_key, item.author, item.generation)  # whoever sits there by now
    key = die(author, day_key(community.seed_key, item.day, ANSWER_DELAY))
    delay = delay_hours(day - item.day, uniform(key))
    community.delay_hours += delay
    community.delays += 1.0
    if delay < 24.0:
        community.delays_within_day += 1.0


def solve(world: World, item: Item) -> None:
    """A problem whose topics the answers jointly hold is solved; new pairs of topics across teams are innovations."""
    item.solved = 1
    world.community[0].problems_solved += 1.0
    if item.teams_differ == 0:
        return
    for one in range(TOPICS):
        if (item.needed >> one) & 1 == 0:
            continue
        for other in range(one + 1, TOPICS):
            if (item.needed >> other) & 1 == 1 and world.pair_held[one, other] == 0:
                innovate(world, one, other)


def facilitate(world: World, day: int) -> None:
    """Promised answers are given when due; then the facilitator answers what nobody did, in the order chosen."""
    community, order = world.community[0], world.levers[world.segment[day]].facilitator_order
    for at in range(community.feed_first, community.feed_next):
        item = world.feed[place(world, at)]
        if item.replies == 0 and item.suppressed == 0 and item.due_day >= 0 and day >= item.due_day:
            facilitator_answers_post(world, day, at)
    left = world.today[0].capacity
    rest_coin = uniform(community_die(community, day, FACILITATE))
    while goes_on_answering(left, rest_coin):
        at = next_to_answer(world, day, order)
        if at < 0:
            return
        left -= 1.0
        facilitator_answers_post(world, day, at)


def next_to_answer(world: World, day: int, order: float) -> int:
    """Number of the unanswered post that the facilitator turns to next, -1 if there is none: the oldest of its rank."""
    community = world.community[0]
    best, best_rank = -1, -1
    for at in range(community.feed_judged, community.feed_next):
        item = world.feed[place(world, at)]
        if item.replies > 0 or item.suppressed == 1 or day - item.day < 1:
            continue
        rank = facilitator_rank(item.first_post, item.ordinal, order)
        if rank > best_rank:
            best, best_rank = at, rank
    return best


def facilitator_answers_post(world: World, day: int, at: int) -> None:
    """One answer by the facilitator, never hostile."""
    community = world.community[0]
    item = world.feed[place(world, at)]
    community.minutes_facilitators += 60.0 / world.theory[0].facilitator_answers_an_hour * world.settings[0].scale
    community.day_answers += 1
    count_item(world, item)
    note(world, day, -1, 0, REPLIES, item.author, at)
    receive(world, day, at, 0, 1.0)
