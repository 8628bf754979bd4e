"""Phase 5, respond: readers and the facilitator answer."""

import numpy as np

from sim.decisions import ANSWER, ANSWER_DELAY, ANSWER_HOSTILE, ANSWER_ITEM, FACILITATE
from sim.dice import choose, day_key, die, indexed, person_key, uniform
from sim.kernel.books import contributes_today, note, spend
from sim.kernel.contribute import note_messages
from sim.kernel.feed import place
from sim.kernel.mastery import gain_mastery, innovate
from sim.kernel.settle import check_stop, settle
from sim.kernel.ties import bind, tie_value
from sim.kernel.today import community_die
from sim.rules.adapt import relatedness_after, safety_after_reply
from sim.rules.come import probability, time_share
from sim.rules.contribute import entry_factor, voice, waits
from sim.rules.read import practised
from sim.rules.respond import answer_hazard, competence, delay_hours, notice_weight
from sim.state import BLOCK, CONTRIBUTOR, LEADER, OBSERVER, PRESENT, QUESTION, REPLIES, TOPICS


def respond(world, day):
    """Phase 5: visitors look at open posts and decide to answer; the answers take effect together; then the facilitator."""
    community = world.community[0]
    community.answer_count = 0
    live = community.feed_next - community.feed_first
    if live == 0:
        return
    find_willing(world, day, live)
    for slot in range(community.answer_count):
        give_answer(world, day, slot)
    facilitate(world, day)
    settle(world, day)


def find_willing(world, day, live):
    """Decide, in blocks that the compiler vectorises, which visitors look at open posts at all; then what they do there."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, ANSWER)
    # The closest tie is answered likeliest, entry and competence are at most 1, 1 - exp(-h) never exceeds h: most look in vain.
    most_notice = 1.0001 * notice_weight(1.0, levers.clique_strength, theory)
    answer_base, by_norm, norm = theory.answer_base, theory.answer_by_norm, levers.inclusivity_norm
    half_safety, minutes, leader_bonus = theory.half_safety, theory.answer_minutes, theory.leader_bonus
    persons, visitors = world.person, world.visitors
    scratch, keys = np.empty((5, BLOCK)), np.empty(BLOCK, np.uint64)
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            scratch[0, k] = person.expressiveness
            scratch[1, k] = person.prosociality
            scratch[2, k] = person.safety
            scratch[3, k] = person.purse
            scratch[4, k] = leader_bonus if person.role == LEADER else 1.0
            keys[k] = person.identity
        for k in range(size):
            dare, time = voice(scratch[2, k], half_safety), time_share(scratch[3, k], minutes)
            willing = answer_hazard(answer_base * scratch[0, k], scratch[1, k], norm, by_norm, dare, time)
            coins = die(keys[k], key)
            scratch[0, k] = most_notice * willing * scratch[4, k] + 1e-9
            scratch[1, k] = min(uniform(indexed(coins, 0)), uniform(indexed(coins, 1)))
        for k in range(size):
            if scratch[1, k] < scratch[0, k]:
                look_at_posts(world, day, visitors[start + k], live, most_notice)


def look_at_posts(world, day, seat, live, most_notice):
    """One visitor looks at two posts, the newest likeliest, and decides which to answer; decisions are listed."""
    community, today, person = world.community[0], world.today[0], world.person[seat]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    if person.quiet == 1 or waits(person.posts, day - person.last_post, theory.patience_days):
        return
    looks = die(person.identity, day_key(community.seed_key, day, ANSWER_ITEM))
    coins = die(person.identity, day_key(community.seed_key, day, ANSWER))
    dare, time = voice(person.safety, theory.half_safety), time_share(person.purse, theory.answer_minutes)
    entry = entry_factor(person.posts, person.role >= OBSERVER, levers.onboarding, theory.entry_floor, theory.newcomer_hush)
    base = theory.answer_base * person.expressiveness * entry
    willing = answer_hazard(base, person.prosociality, levers.inclusivity_norm, theory.answer_by_norm, dare, time)
    previous = -1
    for look in range(2):
        coin = uniform(indexed(looks, look))
        at = community.feed_next - 1 - choose(coin * coin, live)
        item = world.feed[place(world, at)]
        if at == previous or item.author == seat or item.suppressed == 1:
            continue
        previous = at
        able = competence(world.mastery[seat, item.topic], item.level, theory.novice_share)
        if person.role == LEADER:
            able *= theory.leader_bonus
        hazard = willing * able / (1.0 + item.replies)
        coin = uniform(indexed(coins, look))
        if coin >= most_notice * hazard + 1e-9:  # 1 - exp(-h) never exceeds h
            continue
        known = item.generation == world.generation[item.author]
        tie = tie_value(world, seat, item.author) if known else 0.0
        hazard *= notice_weight(tie, levers.clique_strength, theory)
        if coin < probability(hazard):
            hostile = die(person.identity, day_key(community.seed_key, day, ANSWER_HOSTILE))
            slot = community.answer_count
            world.answer_seat[slot] = seat
            world.answer_item[slot] = at
            world.answer_hostile[slot] = 1 if uniform(indexed(hostile, look)) < today.hostile else 0
            community.answer_count = slot + 1


def give_answer(world, day, slot):
    """Let one answer take effect on the post, on the one who asked and on the one who answered."""
    community, theory = world.community[0], world.theory[0]
    seat, at = world.answer_seat[slot], world.answer_item[slot]
    item = world.feed[place(world, at)]
    person = world.person[seat]
    weight = theory.manager_weight if person.manager == 1 else 1.0
    if person.role == LEADER:
        weight *= theory.leader_weight
    person.posts += 1
    person.answers += 1
    person.last_post = day
    spend(world, seat, theory.answer_minutes)
    contributes_today(world, day, seat)
    if person.role < CONTRIBUTOR:
        person.role = CONTRIBUTOR
    person.related = relatedness_after(person.related, theory.related_by_giving)
    gain_mastery(world, seat, item.topic, practised(world.mastery[seat, item.topic], theory.practice_rate), True)
    community.day_answers += 1
    community.member_answers += 1.0
    note_messages(world, day, seat, REPLIES, item.author, at)
    for topic in range(TOPICS):
        if (item.needed >> topic) & 1 == 1 and world.mastery[seat, topic] >= item.level:
            item.covered |= 1 << topic
    if item.first_team < 0:
        item.first_team = person.team
    elif item.first_team != person.team:
        item.teams_differ = 1
    if item.generation == world.generation[item.author]:
        bind(world, seat, item.author, theory.answer_tie)
    receive(world, day, at, world.answer_hostile[slot], weight, seat)
    if item.kind == QUESTION and item.solved == 0 and item.covered == item.needed:
        solve(world, item)
    check_stop(world, day, seat, person.posts + person.attendances, 1.0, 0.0, 0.0)


def receive(world, day, at, hostile, weight, responder):
    """What an answer does to the post and its author: it is there; it is decent or hostile."""
    community, theory = world.community[0], world.theory[0]
    item = world.feed[place(world, at)]
    item.replies += 1
    if hostile == 1:
        item.hostile += 1
        community.hostile_replies += 1.0
    author = world.person[item.author]
    if item.generation != world.generation[item.author] or world.status[item.author] != PRESENT:
        if item.replies == 1:
            time_answer(world, day, at)
        return
    author.safety = safety_after_reply(
        author.safety, 1.0 if hostile == 1 else 0.0, weight, theory.safety_gain, theory.safety_loss
    )
    if item.replies == 1:
        time_answer(world, day, at)
        author.cue = 1
        author.related = relatedness_after(author.related, theory.related_by_answer)


def time_answer(world, day, at):
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


def solve(world, item):
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


def facilitate(world, day):
    """The facilitator answers posts that nobody answered: guaranteed first posts that are due, then the oldest of the rest."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    left = today.capacity
    rest_coin = uniform(community_die(community, day, FACILITATE))
    for turn in range(2):
        for at in range(community.feed_first if turn == 0 else community.feed_judged, community.feed_next):
            if left < 1.0 and rest_coin >= left:
                return
            item = world.feed[place(world, at)]
            if item.replies > 0 or item.suppressed == 1:
                continue
            guaranteed = item.due_day >= 0 and day >= item.due_day
            if (turn == 0 and guaranteed) or (turn == 1 and day - item.day >= 1):
                left -= 1.0
                community.minutes_facilitators += 60.0 / theory.facilitator_answers_an_hour * world.settings[0].scale
                community.day_answers += 1
                note(world, day, -1, 0, REPLIES, item.author, at)
                receive(world, day, at, 0, theory.facilitator_weight, -1)
