"""What a post is: its topic, its level, whether it asks or shows, and what chance will make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models import knowledge
from community_dynamics.models.feed import Item
from community_dynamics.sim.decisions import (
    AWARD,
    GUARANTEE,
    POST_LEVEL,
    POST_NEEDS,
    POST_TOPIC,
    SUPPRESS,
)
from community_dynamics.sim.state import CORE_TOPICS, POSTS, QUESTION, SHOW, TOPICS

if TYPE_CHECKING:
    from community_dynamics.models.member import Member


def write_post(author: Member, question: bool) -> None:
    """Put a question or a piece of shown work into the feed."""
    model, theory = author.model, author.model.theory
    model.feed.make_room()
    item = compose(author, question)
    author.count_post()
    if author.posts == 1:
        promise(author, item)
    if question:
        model.books.day_questions += 1
        model.books.problems_posed += 1.0
    else:
        knowledge.recombine(author, item.topic)
    if question or item.first_post:
        author.ask_around(item.number)
    author.spend(theory.writing_minutes * model.settings.contribution_effort)
    author.contribute_today()
    model.books.day_posts += 1
    model.books.count_item(item)
    knowledge.practise(author, item.topic)
    model.feed.add(item)
    author.note_messages(POSTS, item=item.number)


def compose(author: Member, question: bool) -> Item:
    """The item, before anybody has seen it."""
    model, rules, theory, breadth = author.model, author.model.rules, author.model.theory, author.model.levers.topical_breadth
    topic = rules.post_topic(author.coin(POST_TOPIC), breadth, author.specialism, author.coin(POST_TOPIC, 1))
    own = author.mastery[topic]
    return Item(
        number=model.feed.next_number,
        author=author,
        day=model.day,
        ordinal=author.contributions() + 1,
        kind=QUESTION if question else SHOW,
        topic=topic,
        off_topic=1 if rules.is_off_topic(topic < CORE_TOPICS, breadth, author.coin(POST_TOPIC, 2)) else 0,
        level=rules.question_level(own, theory.question_reach, author.coin(POST_LEVEL)) if question else own,
        needed=topics_of_problem(author, topic) if question else {topic},
        suppressed=1 if author.coin(SUPPRESS) < model.settings.suppressed_reply_share else 0,
    )


def promise(author: Member, item: Item) -> None:
    """A first post may be guaranteed an answer by some day, and may bring its author an award within the month."""
    rules, levers = author.model.rules, author.model.levers
    item.first_post = 1
    if author.coin(GUARANTEE) < levers.answer_guarantee_share:
        item.due_day = item.day + rules.answer_promised(levers.answer_guarantee_hours, author.coin(GUARANTEE, 1))
    if author.coin(AWARD) < levers.newcomer_awards:
        author.award_day = item.day + rules.award_follows(author.coin(AWARD, 1))


def topics_of_problem(author: Member, topic: int) -> set[int]:
    """A problem needs two to four topics, of which some may coincide."""
    rules, breadth = author.model.rules, author.model.levers.topical_breadth
    needed = {topic}
    for more in range(1, rules.topics_needed(author.coin(POST_NEEDS), breadth)):
        anywhere = rules.choose(author.coin(POST_NEEDS, more, 1), TOPICS)
        coin, core_coin = author.coin(POST_NEEDS, more), author.coin(POST_NEEDS, more, 2)
        needed.add(rules.post_topic(coin, breadth, anywhere, core_coin))
    return needed
