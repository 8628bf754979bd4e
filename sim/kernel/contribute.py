"""Phase 4, contribute: posts enter the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import (
    ASK_AROUND,
    AWARD,
    GUARANTEE,
    MESSAGES,
    POST,
    POST_KIND,
    POST_LEVEL,
    POST_NEEDS,
    POST_TOPIC,
    SUPPRESS,
)
from community_dynamics.sim.dice import choose, day_key, die, indexed, normal, uniform
from community_dynamics.sim.kernel.books import contributes_today, note, spend
from community_dynamics.sim.kernel.feed import drop_oldest, place
from community_dynamics.sim.kernel.mastery import gain_mastery, innovate
from community_dynamics.sim.kernel.rows import numbered_rows
from community_dynamics.sim.rules.come import drive, pledged, probability, time_share
from community_dynamics.sim.rules.contribute import (
    answer_promised,
    asking,
    award_follows,
    entry_factor,
    is_off_topic,
    is_question,
    messages,
    post_hazard,
    post_topic,
    prompt_factor,
    question_level,
    speaking_hazard,
    topics_needed,
    voice,
    waits,
)
from community_dynamics.sim.rules.read import practised
from community_dynamics.sim.rules.work import challenge, workload
from community_dynamics.sim.state import BLOCK, CONTRIBUTOR, CORE_TOPICS, POSTS, PRESENT, QUESTION, SHOW, TIES, TOPICS

if TYPE_CHECKING:
    from community_dynamics.sim.records import Item, World

POSTER = numbered_rows(
    "expressiveness motivation extrinsic safety purse demand_shock best_mastery",
    speaking="expressiveness",
    asking="motivation",
    posting="extrinsic",
    coin="safety",
)


def contribute(world: World, day: int) -> None:
    """Phase 4: every visitor may ask or show something once."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    key, kind_key = day_key(community.seed_key, day, POST), day_key(community.seed_key, day, POST_KIND)
    show = theory.show_base * prompt_factor(levers.prompts_a_week)
    ask_base, extrinsic_weight, half_safety = theory.ask_base, theory.extrinsic_weight, theory.half_safety
    pressure, volatility, hindrance = today.pressure, levers.demand_volatility, levers.hindrance_share
    effort, minutes = settings.contribution_effort, theory.writing_minutes * settings.contribution_effort
    audience, weeks = today.audience, settings.founder_weeks
    persons, visitors = world.person, world.visitors
    rows, keys = np.empty((7, BLOCK)), np.empty(BLOCK, np.uint64)
    for start in range(0, community.visitor_count, BLOCK):
        size = min(BLOCK, community.visitor_count - start)
        for k in range(size):
            person = persons[visitors[start + k]]
            rows[POSTER.expressiveness, k] = person.expressiveness
            rows[POSTER.motivation, k] = person.motivation
            rows[POSTER.extrinsic, k] = person.extrinsic
            rows[POSTER.safety, k] = person.safety
            rows[POSTER.purse, k] = person.purse
            rows[POSTER.demand_shock, k] = person.demand_shock
            rows[POSTER.best_mastery, k] = person.best_mastery
            keys[k] = person.identity
        for k in range(size):
            readiness, dare = (
                drive(rows[POSTER.motivation, k], rows[POSTER.extrinsic, k], extrinsic_weight),
                voice(rows[POSTER.safety, k], half_safety),
            )
            need = challenge(workload(pressure, volatility, rows[POSTER.demand_shock, k]), hindrance)
            time = time_share(rows[POSTER.purse, k], minutes)
            rows[POSTER.speaking, k] = speaking_hazard(readiness, dare, audience, rows[POSTER.expressiveness, k], time, effort)
            rows[POSTER.asking, k] = asking(ask_base, need, rows[POSTER.best_mastery, k])
            rows[POSTER.posting, k] = post_hazard(rows[POSTER.speaking, k], rows[POSTER.asking, k], show, 1.0)
            rows[POSTER.coin, k] = uniform(die(keys[k], key))
        for k in range(size):
            seat = visitors[start + k]
            person = persons[seat]
            keeps_pledge = weeks > 0.0 and pledged(day, seat, person.joined, weeks)
            # Entry is at most 1 and 1 - exp(-h) never exceeds h: most coins are decided without either.
            if rows[POSTER.coin, k] >= 1.0001 * rows[POSTER.posting, k] + 1e-12 and not keeps_pledge:
                continue
            if not keeps_pledge:
                if person.quiet > 0 or waits(person.posts, day - person.last_post, theory.patience_days):
                    continue
                entry = entry_factor(person.posts, levers.onboarding, theory.entry_floor, today.openness)
                if rows[POSTER.coin, k] >= probability(
                    post_hazard(rows[POSTER.speaking, k], rows[POSTER.asking, k], show, entry)
                ):
                    continue
            coin = uniform(die(person.identity, kind_key))
            write_post(world, day, seat, not keeps_pledge and is_question(coin, rows[POSTER.asking, k], show))


def write_post(world: World, day: int, seat: int, asks: bool) -> None:
    """Put a question or a piece of shown work into the feed."""
    community = world.community[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    person = world.person[seat]
    if community.feed_next - community.feed_first == world.feed.shape[0]:
        drop_oldest(world)
    at = community.feed_next
    community.feed_next = at + 1
    item = world.feed[place(world, at)]
    topic_key = die(person.identity, day_key(community.seed_key, day, POST_TOPIC))
    topic = post_topic(uniform(topic_key), levers.topical_breadth, person.specialism, uniform(indexed(topic_key, 1)))
    stray = is_off_topic(topic < CORE_TOPICS, levers.topical_breadth, uniform(indexed(topic_key, 2)))
    person.posts += 1
    person.last_post = day
    item.author = seat
    item.generation = world.generation[seat]
    item.team = person.team
    item.day = day
    item.ordinal = person.posts + person.attendances
    item.topic = topic
    item.off_topic = 1 if stray else 0
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
    suppress = uniform(die(person.identity, day_key(community.seed_key, day, SUPPRESS)))
    item.suppressed = 1 if suppress < settings.suppressed_reply_share else 0
    if item.first_post == 1:
        promise(world, day, seat, item)
    own = world.mastery[seat, topic]
    if asks:
        item.kind = QUESTION
        level_coin = uniform(die(person.identity, day_key(community.seed_key, day, POST_LEVEL)))
        item.level = question_level(own, theory.question_reach, level_coin)
        pose_problem(world, day, seat, item)
    else:
        item.kind = SHOW
        item.level = own
        recombine(world, seat, topic)
    if asks or item.first_post == 1:
        ask_around(world, day, seat, at)
    spend(world, seat, theory.writing_minutes * settings.contribution_effort)
    contributes_today(world, day, seat)
    community.day_posts += 1
    count_item(world, item)
    if person.role < CONTRIBUTOR:
        person.role = CONTRIBUTOR
    gain_mastery(world, seat, topic, practised(own, theory.practice_rate), True)
    note_messages(world, day, seat, POSTS, -1, at)


def count_item(world: World, item: Item) -> None:
    """A post or an answer is something new for those who come later."""
    community = world.community[0]
    community.day_items += 1
    if item.off_topic == 0:
        community.day_on_topic += 1
    if item.topic < CORE_TOPICS:
        community.day_core += 1


def promise(world: World, day: int, seat: int, item: Item) -> None:
    """A first post may be guaranteed an answer by some day, and may bring an award within the month."""
    person, levers, seed = world.person[seat], world.levers[world.segment[day]], world.community[0].seed_key
    guarantee = die(person.identity, day_key(seed, day, GUARANTEE))
    if uniform(guarantee) < levers.answer_guarantee_share:
        item.due_day = day + answer_promised(levers.answer_guarantee_hours, uniform(indexed(guarantee, 1)))
    award = die(person.identity, day_key(seed, day, AWARD))
    if uniform(award) < levers.newcomer_awards:
        person.award_day = day + award_follows(uniform(indexed(award, 1)))
        world.due_day[seat] = min(world.due_day[seat], person.award_day)


def ask_around(world: World, day: int, seat: int, at: int) -> None:
    """A question or a first post reaches those close, the likelier the closer they are; they look at it when they come."""
    key = die(world.person[seat].identity, day_key(world.community[0].seed_key, day, ASK_AROUND))
    colleague = world.theory[0].tie_gain
    for slot in range(TIES):
        other = world.tie_partner[seat, slot]
        known = other >= 0 and world.generation[other] == world.tie_generation[seat, slot]
        if known and uniform(indexed(key, slot)) < world.tie_strength[seat, slot]:
            tell_of_question(world, other, at)
    first = world.graph_start[seat]
    for slot in range(first, world.graph_start[seat + 1]):
        if uniform(indexed(key, TIES + slot - first)) < colleague:
            tell_of_question(world, world.graph_neighbour[slot], at)


def tell_of_question(world: World, seat: int, at: int) -> None:
    """One person learns of a question."""
    if world.status[seat] == PRESENT:
        world.person[seat].asked = at
        world.person[seat].cue = 1


def note_messages(world: World, day: int, seat: int, kind: int, target: int, at: int) -> None:
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


def pose_problem(world: World, day: int, seat: int, item: Item) -> None:
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


def recombine(world: World, seat: int, topic: int) -> None:
    """Shown work that joins its topic with one learned from another team, a pair that nobody held: an innovation."""
    person = world.person[seat]
    other = person.learned_topic
    if other < 0 or other == topic or person.learned_team == person.team:
        return
    if world.pair_held[topic, other] == 0:
        innovate(world, topic, other)
