"""Phase 4, contribute: posts enter the feed."""

import numpy as np

from sim.decisions import AWARD, GUARANTEE, MESSAGES, POST, POST_KIND, POST_LEVEL, POST_NEEDS, POST_TOPIC, SUPPRESS
from sim.dice import choose, day_key, die, indexed, normal, uniform
from sim.kernel.books import contributes_today, note, spend
from sim.kernel.feed import drop_oldest, place
from sim.kernel.mastery import gain_mastery, innovate
from sim.rules.come import drive, probability, time_share
from sim.rules.contribute import (
    asks,
    entry_factor,
    messages,
    post_hazard,
    post_topic,
    prompt_factor,
    topics_needed,
    voice,
    waits,
)
from sim.rules.read import practised
from sim.state import BLOCK, CONTRIBUTOR, OBSERVER, POSTS, QUESTION, SHOW, TOPICS


def contribute(world, day):
    """Phase 4: every visitor may post once."""
    community = world.community[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, POST)
    prompts = prompt_factor(levers.prompts_a_week, theory.prompt_effect, theory.half_prompts)
    post_base, extrinsic_weight, half_safety = theory.post_base, theory.extrinsic_weight, theory.half_safety
    effort, minutes = settings.contribution_effort, theory.post_minutes * settings.contribution_effort
    persons, visitors = world.person, world.visitors
    scratch, keys = np.empty((6, BLOCK)), np.empty(BLOCK, np.uint64)
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            scratch[0, k] = person.expressiveness
            scratch[1, k] = person.motivation
            scratch[2, k] = person.extrinsic
            scratch[3, k] = person.safety
            scratch[4, k] = person.purse
            keys[k] = person.identity
        for k in range(size):
            scratch[0, k] = post_base * scratch[0, k]
            scratch[1, k] = drive(scratch[1, k], scratch[2, k], extrinsic_weight)
            scratch[2, k] = voice(scratch[3, k], half_safety)
            scratch[3, k] = time_share(scratch[4, k], minutes)
            scratch[4, k] = post_hazard(scratch[0, k], scratch[1, k], scratch[2, k], prompts, 1.0, scratch[3, k], effort)
            scratch[5, k] = uniform(die(keys[k], key))
        for k in range(size):
            # Entry is at most 1 and 1 - exp(-h) never exceeds h: most coins are decided without either.
            if scratch[5, k] >= 1.0001 * scratch[4, k] + 1e-12:
                continue
            person = persons[visitors[start + k]]
            if person.quiet == 1 or waits(person.posts, day - person.last_post, theory.patience_days):
                continue
            entry = entry_factor(
                person.posts, person.role >= OBSERVER, levers.onboarding, theory.entry_floor, theory.newcomer_hush
            )
            hazard = post_hazard(scratch[0, k], scratch[1, k], scratch[2, k], prompts, entry, scratch[3, k], effort)
            if scratch[5, k] < probability(hazard):
                write_post(world, day, visitors[start + k])


def write_post(world, day, seat):
    """Put a question or a piece of shown work into the feed."""
    community = world.community[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    person = world.person[seat]
    seed = community.seed_key
    if community.feed_next - community.feed_first == world.feed.shape[0]:
        drop_oldest(world)
    at = community.feed_next
    community.feed_next = at + 1
    item = world.feed[place(world, at)]
    topic_key = die(person.identity, day_key(seed, day, POST_TOPIC))
    topic = post_topic(uniform(topic_key), levers.topical_breadth, person.specialism, uniform(indexed(topic_key, 1)))
    kind_coin = uniform(die(person.identity, day_key(seed, day, POST_KIND)))
    question = asks(kind_coin, theory.question_share, person.best_mastery)
    level_coin = uniform(die(person.identity, day_key(seed, day, POST_LEVEL)))
    person.posts += 1
    person.last_post = day
    item.author = seat
    item.generation = world.generation[seat]
    item.team = person.team
    item.day = day
    item.ordinal = person.posts + person.attendances
    item.topic = topic
    item.needed = 1 << topic
    item.covered = 0
    item.replies = 0
    item.hostile = 0
    item.first_team = -1
    item.teams_differ = 0
    item.due_day = -1
    item.resolved = 0
    item.solved = 0
    item.first_post = 1 if person.posts == 1 else 0
    suppress = uniform(die(person.identity, day_key(seed, day, SUPPRESS)))
    item.suppressed = 1 if suppress < settings.suppressed_reply_share else 0
    award = uniform(die(person.identity, day_key(seed, day, AWARD)))
    item.awarded = 1 if item.first_post == 1 and award < levers.newcomer_awards else 0
    guarantee = die(person.identity, day_key(seed, day, GUARANTEE))
    if item.first_post == 1 and uniform(guarantee) < levers.answer_guarantee_share:
        item.due_day = day + int(levers.answer_guarantee_hours / 24.0 * uniform(indexed(guarantee, 1)))
    own = world.mastery[seat, topic]
    if question:
        item.kind = QUESTION
        item.level = min(0.95, own + theory.question_reach * level_coin)
        pose_problem(world, day, seat, item)
    else:
        item.kind = SHOW
        item.level = own
        recombine(world, seat, topic)
    spend(world, seat, theory.post_minutes * settings.contribution_effort)
    contributes_today(world, day, seat)
    community.day_posts += 1
    if person.role < CONTRIBUTOR:
        person.role = CONTRIBUTOR
    gain_mastery(world, seat, topic, practised(own, theory.practice_rate), True)
    note_messages(world, day, seat, POSTS, -1, at)


def note_messages(world, day, seat, kind, target, at):
    """Book the messages that a post or an answer took, and write it to the log while there is room."""
    community, theory, person = world.community[0], world.theory[0], world.person[seat]
    coin = uniform(indexed(die(person.identity, day_key(community.seed_key, day, MESSAGES)), person.posts))
    typical, talk = world.settings[0].messages_a_contribution, theory.messages_by_expressiveness
    count = messages(typical, person.expressiveness, talk, theory.messages_spread, normal(coin))
    community.messages += count
    place_in_log = community.event_count
    note(world, day, seat, world.generation[seat], kind, target, at)
    if community.event_count > place_in_log:
        world.events[place_in_log].messages = count


def pose_problem(world, day, seat, item):
    """A question is a problem that needs two to four topics at its level."""
    community = world.community[0]
    levers = world.levers[world.segment[day]]
    key = die(world.person[seat].identity, day_key(community.seed_key, day, POST_NEEDS))
    count = topics_needed(uniform(key), levers.topical_breadth)
    for more in range(1, count):
        more_key = indexed(key, more)
        anywhere = choose(uniform(indexed(more_key, 1)), TOPICS)
        topic = post_topic(uniform(more_key), levers.topical_breadth, anywhere, uniform(indexed(more_key, 2)))
        item.needed |= 1 << topic
    community.day_questions += 1
    community.problems_posed += 1.0


def recombine(world, seat, topic):
    """Shown work that joins its topic with one learned from another team, a pair that nobody held: an innovation."""
    person = world.person[seat]
    other = person.learned_topic
    if other < 0 or other == topic or person.learned_team == person.team:
        return
    if world.pair_held[topic, other] == 0:
        innovate(world, topic, other)
