"""What a post is: its topic, its level, whether it asks or shows, and what chance will make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import knowledge
from models.feed import Item
from sim.decisions import (
    AWARD,
    GUARANTEE,
    POST_KIND,
    POST_LEVEL,
    POST_NEEDS,
    POST_TOPIC,
    SUPPRESS,
)
from sim.state import POSTS, QUESTION, SHOW, TOPICS

if TYPE_CHECKING:
    from models.person import Person


def write_post(author: Person) -> None:
    """Put a question or a piece of shown work into the feed."""
    model, theory = author.model, author.model.theory
    model.feed.make_room()
    item = compose(author)
    author.count_post()
    if item.is_question:
        model.books.day_questions += 1
        model.books.problems_posed += 1.0
    else:
        knowledge.recombine(author, item.topic)
    author.spend(theory.post_minutes * model.settings.contribution_effort)
    author.contribute_today()
    model.books.day_posts += 1
    knowledge.practise(author, item.topic)
    model.feed.add(item)
    author.note_messages(POSTS, item=item.number)


def compose(author: Person) -> Item:
    """The item, before anybody has seen it."""
    model, rules, theory, levers = author.model, author.model.rules, author.model.theory, author.model.levers
    topic = rules.post_topic(author.coin(POST_TOPIC), levers.topical_breadth, author.specialism, author.coin(POST_TOPIC, 1))
    own = author.mastery[topic]
    asked = rules.asks(author.coin(POST_KIND), theory.question_share, author.best_mastery)
    item = Item(
        number=model.feed.next_number,
        author=author,
        day=model.day,
        ordinal=author.contributions() + 1,
        kind=QUESTION if asked else SHOW,
        topic=topic,
        level=min(0.95, own + theory.question_reach * author.coin(POST_LEVEL)) if asked else own,
        needed=topics_of_problem(author, topic) if asked else {topic},
        suppressed=1 if author.coin(SUPPRESS) < model.settings.suppressed_reply_share else 0,
    )
    if author.posts == 0:
        welcome(author, item)
    return item


def welcome(author: Person, item: Item) -> None:
    """A first post may earn an award, and may be guaranteed an answer by some day."""
    levers = author.model.levers
    item.first_post = 1
    item.awarded = 1 if author.coin(AWARD) < levers.newcomer_awards else 0
    if author.coin(GUARANTEE) < levers.answer_guarantee_share:
        item.due_day = item.day + int(levers.answer_guarantee_hours / 24.0 * author.coin(GUARANTEE, 1))


def topics_of_problem(author: Person, topic: int) -> set[int]:
    """A problem needs two to four topics, of which some may coincide."""
    rules, breadth = author.model.rules, author.model.levers.topical_breadth
    needed = {topic}
    for more in range(1, rules.topics_needed(author.coin(POST_NEEDS), breadth)):
        anywhere = rules.choose(author.coin(POST_NEEDS, more, 1), TOPICS)
        coin, core_coin = author.coin(POST_NEEDS, more), author.coin(POST_NEEDS, more, 2)
        needed.add(rules.post_topic(coin, breadth, anywhere, core_coin))
    return needed
