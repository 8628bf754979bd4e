"""Contribute, respond and credit: posts enter the feed, readers and the facilitator answer, recognition is given."""

from sim.decisions import (
    ANSWER,
    ANSWER_DELAY,
    ANSWER_HOSTILE,
    ANSWER_ITEM,
    AWARD,
    FACILITATE,
    GUARANTEE,
    POST,
    POST_KIND,
    POST_LEVEL,
    POST_NEEDS,
    POST_TOPIC,
    PRAISE,
    STOP,
    SUPPRESS,
)
from sim.dice import choose, day_key, die, indexed, person_key, uniform
from sim.kernel.forenoon import contributes_today, gain_mastery
from sim.kernel.morning import community_die, note, spend
from sim.kernel.ties import bind, tie_value
from sim.rules.adapt import relatedness_after, safety_after_reply
from sim.rules.come import drive, probability, time_share
from sim.rules.contribute import asks, entry_factor, post_hazard, post_topic, prompt_factor, topics_needed, voice, waits
from sim.rules.credit import badge_pull, gate_pull, novelty, praised_state
from sim.rules.read import practised
from sim.rules.respond import answer_hazard, competence, delay_hours, notice_weight, stop_chance, stop_odds
from sim.rules.work import toward
from sim.state import AWARDED, CONTRIBUTOR, HALF_YEAR, LEADER, OBSERVER, POSTS, PRESENT, QUESTION, REPLIES, SHOW, TOPICS


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
        hazard = post_hazard(
            theory.post_base * person.expressiveness,
            drive(person.motivation, person.extrinsic, theory.extrinsic_weight),
            voice(person.safety, theory.half_safety),
            prompts,
            entry_factor(person.posts, person.role >= OBSERVER, levers.onboarding, theory.entry_floor, theory.newcomer_hush),
            time_share(person.purse, theory.post_minutes * settings.contribution_effort),
            settings.contribution_effort,
        )
        if uniform(die(person.identity, key)) < probability(hazard):
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
    item.reply_weight = 0.0
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


def innovate(world, one, other):
    """Count a pair of topics as new, once."""
    world.pair_held[one, other] = 1
    world.pair_held[other, one] = 1
    world.community[0].innovations += 1.0


def respond(world, day):
    """Phase 5: visitors look at open posts and decide to answer; the answers take effect together; then the facilitator."""
    community, today = world.community[0], world.today[0]
    theory, levers = world.theory[0], world.levers[world.segment[day]]
    community.answer_count = 0
    live = community.feed_next - community.feed_first
    if live == 0:
        return
    look_key = day_key(community.seed_key, day, ANSWER_ITEM)
    answer_key = day_key(community.seed_key, day, ANSWER)
    hostile_key = day_key(community.seed_key, day, ANSWER_HOSTILE)
    for k in range(community.visitor_count):
        seat = world.visitors[k]
        person = world.person[seat]
        if waits(person.posts, day - person.last_post, theory.patience_days):
            continue
        looks = die(person.identity, look_key)
        previous = -1
        for look in range(2):
            coin = uniform(indexed(looks, look))
            at = community.feed_next - 1 - choose(coin * coin, live)
            item = world.feed[at % world.feed.shape[0]]
            if at == previous or item.author == seat or item.suppressed == 1:
                continue
            previous = at
            able = competence(world.mastery[seat, item.topic], item.level, theory.novice_share)
            if person.role == LEADER:
                able *= theory.leader_bonus
            hazard = answer_hazard(
                theory.answer_base * person.expressiveness * entry_factor(person.posts, person.role >= OBSERVER, levers.onboarding, theory.entry_floor, theory.newcomer_hush),
                person.prosociality,
                levers.inclusivity_norm,
                theory.answer_by_norm,
                voice(person.safety, theory.half_safety),
                able,
                notice_weight(tie_value(world, seat, item.author), levers.clique_strength, theory),
                time_share(person.purse, theory.answer_minutes),
            ) / (1.0 + item.replies)
            if uniform(indexed(die(person.identity, answer_key), look)) < probability(hazard):
                hostile = uniform(indexed(die(person.identity, hostile_key), look)) < today.hostile
                slot = community.answer_count
                world.answer_seat[slot] = seat
                world.answer_item[slot] = at
                world.answer_hostile[slot] = 1 if hostile else 0
                community.answer_count = slot + 1
    for slot in range(community.answer_count):
        give_answer(world, day, slot)
    facilitate(world, day)
    settle(world, day)


def give_answer(world, day, slot):
    """Let one answer take effect on the post, on the one who asked and on the one who answered."""
    community, theory = world.community[0], world.theory[0]
    seat, at = world.answer_seat[slot], world.answer_item[slot]
    item = world.feed[at % world.feed.shape[0]]
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
    note(world, day, seat, person.generation, REPLIES, item.author, at)
    for topic in range(TOPICS):
        if (item.needed >> topic) & 1 == 1 and world.mastery[seat, topic] >= item.level:
            item.covered |= 1 << topic
    if item.first_team < 0:
        item.first_team = person.team
    elif item.first_team != person.team:
        item.teams_differ = 1
    if item.generation == world.person[item.author].generation:
        bind(world, seat, item.author, theory.answer_tie)
    receive(world, day, at, world.answer_hostile[slot], weight, seat)
    if item.kind == QUESTION and item.solved == 0 and item.covered == item.needed:
        solve(world, item)
    check_stop(world, day, seat, person.posts, 1.0, 0.0, 0.0)


def receive(world, day, at, hostile, weight, responder):
    """What an answer does to the post and its author: it is there; it is decent or hostile."""
    community, theory = world.community[0], world.theory[0]
    item = world.feed[at % world.feed.shape[0]]
    item.replies += 1
    if hostile == 1:
        item.hostile += 1
        community.hostile_replies += 1.0
    author = world.person[item.author]
    if item.generation != author.generation or author.status != PRESENT:
        if item.replies == 1:
            time_answer(world, day, at)
        return
    author.safety = safety_after_reply(author.safety, 1.0 if hostile == 1 else 0.0, weight, theory.safety_gain, theory.safety_loss)
    if item.replies == 1:
        time_answer(world, day, at)
        author.cue = 1
        author.related = relatedness_after(author.related, theory.related_by_answer)


def time_answer(world, day, at):
    """Book the delay of a first answer."""
    community = world.community[0]
    item = world.feed[at % world.feed.shape[0]]
    author = person_key(community.seed_key, item.author, item.generation)  # whoever sits there by now
    key = die(author, day_key(community.seed_key, item.day, ANSWER_DELAY))
    item.delay_hours = delay_hours(day - item.day, uniform(key))
    community.delay_hours += item.delay_hours
    community.delays += 1.0
    if item.delay_hours < 24.0:
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
        for at in range(community.feed_first, community.feed_next):
            if left < 1.0 and rest_coin >= left:
                return
            item = world.feed[at % world.feed.shape[0]]
            if item.replies > 0 or item.resolved > 0 or item.suppressed == 1:
                continue
            guaranteed = item.due_day >= 0 and day >= item.due_day
            if (turn == 0 and guaranteed) or (turn == 1 and day - item.day >= 1 and item.due_day < 0):
                left -= 1.0
                community.minutes_facilitators += 60.0 / theory.facilitator_answers_an_hour * world.settings[0].scale
                community.day_answers += 1
                note(world, day, -1, 0, REPLIES, item.author, at)
                receive(world, day, at, 0, theory.facilitator_weight, -1)


def settle(world, day):
    """A post is settled when patience ends; then its author, answered by now or not, goes on or stops."""
    community, theory = world.community[0], world.theory[0]
    for at in range(community.feed_first, community.feed_next):
        item = world.feed[at % world.feed.shape[0]]
        if item.resolved > 0 or day - item.day < theory.patience_days:
            continue
        item.resolved = 1
        answered = 1.0 if item.replies > 0 else 0.0
        if item.kind == QUESTION:
            community.questions_settled += 1.0
            community.questions_answered += answered
            if day >= world.calendar.shape[0] - HALF_YEAR:
                community.recent_questions_settled += 1.0
                community.recent_questions_answered += answered
        if item.first_post == 1:
            community.first_posts_settled += 1.0
            community.first_posts_answered += answered
        author = world.person[item.author]
        if author.generation != item.generation or author.status != PRESENT:
            continue
        if answered == 0.0:
            author.safety *= 1.0 - theory.unanswered_loss
        hostile = 1.0 if item.hostile > 0 else 0.0
        check_stop(world, day, item.author, item.ordinal, answered, hostile, float(item.awarded))


def check_stop(world, day, seat, ordinal, answered, hostile, awarded):
    """Draw whether this contribution was the person's last for now; those who stop are listed."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    odds = stop_odds(answered, hostile, awarded, ordinal, 2.0 * person.motivation - 1.0, theory)
    key = indexed(die(person.identity, day_key(community.seed_key, 0, STOP)), ordinal)
    if uniform(key) < stop_chance(ordinal, theory.stop_constant, odds):
        world.stopped[community.stopped_count] = seat
        community.stopped_count += 1


def credit(world, day):
    """Phase 6: praise and awards for today's contributors, badges and gates for today's visitors."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, PRAISE)
    recognised = 0
    for k in range(community.contributor_count):
        seat = world.contributors[k]
        person = world.person[seat]
        if uniform(die(person.identity, key)) < levers.praise_rate:
            fresh = novelty(person.recognitions, theory.novelty_fading)
            person.glow = praised_state(person.glow, theory.praise_boost, fresh)
            person.recognitions += 1.0
            recognised += 1
            note(world, day, seat, person.generation, AWARDED, -1, -1)
    exposure = theory.badge_wear * levers.badge_programme
    for k in range(community.visitor_count):
        person = world.person[world.visitors[k]]
        fresh = novelty(person.recognitions, theory.novelty_fading)
        pull = fresh * badge_pull(person.posts, levers, theory.visibility_effect)
        pull += gate_pull(person.posts, levers.gated_access, theory.gate_strength)
        person.extrinsic = toward(person.extrinsic, min(1.0, pull), theory.extrinsic_rate)
        person.recognitions += exposure
    community.recognitions += recognised
    share = recognised / community.contributor_count if community.contributor_count > 0 else 0.0
    community.recognised_share = toward(community.recognised_share, share, theory.recognised_rate)
