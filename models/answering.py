"""Phase 5, respond: answers take effect, the facilitator fills in, authors go on or stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import knowledge
from models.ties import bind
from sim.decisions import ANSWER_DELAY, FACILITATE
from sim.state import HALF_YEAR, PRESENT, REPLIES

if TYPE_CHECKING:
    from models.community import Community
    from models.feed import Item
    from models.member import Member


def respond(community: Community) -> None:
    """Visitors decide by what they find; then all answers are given, one after another."""
    if len(community.feed) == 0:
        return
    decided = [(visitor, item, hostile) for visitor in community.visitors for item, hostile in visitor.decide_to_answer()]
    for member, item, hostile in decided:
        member.answer(item)
        take_effect(community, member, item, hostile)
        if member.may_stop(member.contributions(), answered=1.0, hostile=0.0, awarded=0.0):
            community.stopped.append(member)
    facilitate(community)
    for item in community.feed.items:
        settle(community, item)


def take_effect(community: Community, member: Member, item: Item, hostile: bool) -> None:
    """What an answer by a member does to the post and between the two people."""
    theory, author = community.theory, item.author
    item.covered |= {topic for topic in item.needed if member.mastery[topic] >= item.level}
    if item.first_team < 0:
        item.first_team = member.team
    elif item.first_team != member.team:
        item.teams_differ = 1
    if not author.departed:
        bind(member, author, theory.answer_tie)
    receive(community, item, hostile, member.weight())
    if item.is_question and not item.solved and item.covered == item.needed:
        knowledge.solve(community, item)


def receive(community: Community, item: Item, hostile: bool, weight: float) -> None:
    """An answer is there; its author, if still around, feels safer or less safe, and wants to see it."""
    rules, theory, author = community.rules, community.theory, item.author
    item.replies += 1
    if hostile:
        item.hostile += 1
        community.books.hostile_replies += 1.0
    if item.replies == 1:
        time_answer(community, item)
    if author.status != PRESENT:
        return
    author.safety = rules.safety_after_reply(
        author.safety, 1.0 if hostile else 0.0, weight, theory.safety_gain, theory.safety_loss
    )
    if item.replies == 1:
        author.cue = 1
        author.related = rules.relatedness_after(author.related, theory.related_by_answer)


def time_answer(community: Community, item: Item) -> None:
    """Book the delay of a first answer."""
    books = community.books
    coin = community.dice.coin(item.author.identity, item.day, ANSWER_DELAY)
    delay = community.rules.delay_hours(community.day - item.day, coin)
    books.delay_hours += delay
    books.delays += 1.0
    if delay < 24.0:
        books.delays_within_day += 1.0


def facilitate(community: Community) -> None:
    """The facilitator answers what nobody did: guaranteed first posts now due, then the oldest others."""
    day, left = community.day, community.today.capacity
    rest_coin = community.dice.coin(community.dice.shared, day, FACILITATE)
    items = community.feed.items
    due = [item for item in items if item.due_day >= 0 and day >= item.due_day]
    rest = [item for item in items if day - item.day >= 1 and not item.resolved]
    for item in due + rest:
        if left < 1.0 and rest_coin >= left:
            return
        if item.replies == 0 and not item.suppressed:
            left -= 1.0
            facilitator_answers(community, item)


def facilitator_answers(community: Community, item: Item) -> None:
    """One answer by the facilitator, never hostile."""
    theory, books = community.theory, community.books
    books.minutes_facilitators += 60.0 / theory.facilitator_answers_an_hour * community.settings.scale
    books.day_answers += 1
    community.note(None, REPLIES, item.author.seat, item.number)
    receive(community, item, False, theory.facilitator_weight)


def settle(community: Community, item: Item) -> None:
    """A post is settled when patience ends; then its author, answered by now or not, goes on or stops."""
    theory, author = community.theory, item.author
    if item.resolved or community.day - item.day < theory.patience_days:
        return
    item.resolved = 1
    answered = 1.0 if item.replies > 0 else 0.0
    book_settled(community, item, answered)
    if author.status != PRESENT:
        return
    author.benefit = community.rules.toward(author.benefit, answered, theory.benefit_by_answer)
    if answered == 0.0:
        author.safety *= 1.0 - theory.unanswered_loss
    hostile = 1.0 if item.hostile > 0 else 0.0
    if author.may_stop(item.ordinal, answered, hostile, float(item.awarded)):
        community.stopped.append(author)


def book_settled(community: Community, item: Item, answered: float) -> None:
    """Questions and first posts that were answered, of those settled."""
    books = community.books
    if item.is_question:
        books.questions_settled += 1.0
        books.questions_answered += answered
        if community.day >= community.days - HALF_YEAR:
            books.recent_questions_settled += 1.0
            books.recent_questions_answered += answered
    if item.first_post:
        books.first_posts_settled += 1.0
        books.first_posts_answered += answered
