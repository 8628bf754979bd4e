"""Phase 4, contribute: posts enter the feed."""

from sim.decisions import AWARD, GUARANTEE, POST, POST_KIND, POST_LEVEL, POST_NEEDS, POST_TOPIC, SUPPRESS
from sim.dice import choose, day_key, die, indexed, uniform
from sim.kernel.books import contributes_today, note, spend
from sim.kernel.mastery import gain_mastery, innovate
from sim.rules.come import drive, probability, time_share
from sim.rules.contribute import (
    asks,
    entry_factor,
    post_hazard,
    post_topic,
    prompt_factor,
    topics_needed,
    voice,
    waits,
)
from sim.rules.read import practised
from sim.state import CONTRIBUTOR, OBSERVER, POSTS, QUESTION, SHOW, TOPICS


def contribute(world, day):
    """Phase 4: every visitor may post once."""
    community = world.community[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, POST)
    prompts = prompt_factor(levers.prompts_a_week, theory.prompt_effect, theory.half_prompts)
    for k in range(community.visitor_count):
        seat = world.visitors[k]
        person = world.person[seat]
        if waits(person.posts, day - person.last_post, theory.patience_days):
            continue
        coin = uniform(die(person.identity, key))
        base = theory.post_base * person.expressiveness
        readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
        dare = voice(person.safety, theory.half_safety)
        time = time_share(person.purse, theory.post_minutes * settings.contribution_effort)
        # Entry is at most 1 and 1 - exp(-h) never exceeds h: most coins are decided without either.
        if coin >= 1.0001 * post_hazard(base, readiness, dare, prompts, 1.0, time, settings.contribution_effort) + 1e-12:
            continue
        entry = entry_factor(person.posts, person.role >= OBSERVER, levers.onboarding, theory.entry_floor, theory.newcomer_hush)
        hazard = post_hazard(base, readiness, dare, prompts, entry, time, settings.contribution_effort)
        if coin < probability(hazard):
            write_post(world, day, seat)


def write_post(world, day, seat):
    """Put a question or a piece of shown work into the feed."""
    community = world.community[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    person = world.person[seat]
    seed = community.seed_key
    if community.feed_next - community.feed_first == world.feed.shape[0]:
        community.feed_first += 1
    at = community.feed_next
    community.feed_next = at + 1
    item = world.feed[at % world.feed.shape[0]]
    topic_key = die(person.identity, day_key(seed, day, POST_TOPIC))
    topic = post_topic(uniform(topic_key), levers.topical_breadth, person.specialism, uniform(indexed(topic_key, 1)))
    kind_coin = uniform(die(person.identity, day_key(seed, day, POST_KIND)))
    question = asks(kind_coin, theory.question_share, person.best_mastery)
    level_coin = uniform(die(person.identity, day_key(seed, day, POST_LEVEL)))
    person.posts += 1
    person.last_post = day
    item.author = seat
    item.generation = person.generation
    item.day = day
    item.ordinal = person.posts
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
    item.delay_hours = 0.0
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
    note(world, day, seat, person.generation, POSTS, -1, at)


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
