"""Phase 5, respond: answers take effect, the facilitator fills in, authors go on or stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models import knowledge
from community_dynamics.models.ties import bind
from community_dynamics.sim.decisions import ANSWER_DELAY, FACILITATE
from community_dynamics.sim.state import HALF_YEAR, PRESENT, REPLIES

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.feed import Item
    from community_dynamics.models.member import Member


def respond(community: Community) -> None:
    """Visitors decide by what they find; then all answers are given, one after another."""
    if len(community.feed) == 0:
        return
    decided = [(visitor, item, hostile) for visitor in community.visitors for item, hostile in visitor.decide_to_answer()]
    for member, item, hostile in decided:
        member.answer(item)
        take_effect(community, member, item, hostile)
        member.perhaps_stop(member.contributions(), hostile=0.0)
    keep_promises(community)
    facilitate(community)
    for item in community.feed.items:
        settle(community, item)


def take_effect(community: Community, member: Member, item: Item, hostile: bool) -> None:
    """What an answer by a member does to the post and between the two people."""
    item.covered |= {topic for topic in item.needed if member.mastery[topic] >= item.level}
    if item.first_team < 0:
        item.first_team = member.team
    elif item.first_team != member.team:
        item.teams_differ = 1
    if not item.author.departed:
        bind(member, item.author, community.theory.tie_gain)
    receive(community, item, hostile, member.weight())
    if item.is_question and not item.solved and item.covered == item.needed:
        knowledge.solve(community, item)


def receive(community: Community, item: Item, hostile: bool, weight: float) -> None:
    """An answer is there; its author, if still around, feels safer for a decent one and less safe for a hostile one."""
    theory, author = community.theory, item.author
    item.replies += 1
    if item.replies == 1:
        time_answer(community, item)
    if hostile:
        item.hostile += 1
        community.books.hostile_replies += 1.0
    if author.status != PRESENT:
        return
    author.safety = community.rules.safety_after_reply(
        author.safety, 1.0 if hostile else 0.0, weight, theory.safety_step, theory.safety_loss
    )
    if not hostile:
        author.react(weight)
    if item.replies == 1 and item.is_question:
        author.purse += theory.visit_minutes


def time_answer(community: Community, item: Item) -> None:
    """Book the delay of a first answer."""
    books = community.books
    coin = community.dice.coin(item.author.identity, item.day, ANSWER_DELAY)
    delay = community.rules.delay_hours(community.day - item.day, coin)
    books.delay_hours += delay
    books.delays += 1.0
    if delay < 24.0:
        books.delays_within_day += 1.0


def keep_promises(community: Community) -> None:
    """First posts that were promised an answer get one when it is due, whatever the facilitator's time."""
    for item in community.feed.items:
        if item.is_open and 0 <= item.due_day <= community.day:
            facilitator_answers(community, item)


def facilitate(community: Community) -> None:
    """The facilitator answers what nobody did, in the order chosen, while there is time."""
    left = community.today.capacity
    rest_coin = community.dice.coin(community.dice.shared, community.day, FACILITATE)
    while community.rules.goes_on_answering(left, rest_coin):
        item = next_to_answer(community)
        if item is None:
            return
        left -= 1.0
        facilitator_answers(community, item)


def next_to_answer(community: Community) -> Item | None:
    """The unanswered post of yesterday or before that the facilitator turns to next: the oldest of the highest rank."""
    rules, order = community.rules, community.levers.facilitator_order
    waiting = [item for item in community.feed.items if item.is_open and not item.resolved and community.day - item.day >= 1]
    return max(waiting, key=lambda item: rules.facilitator_rank(item.first_post, item.ordinal, order), default=None)


def facilitator_answers(community: Community, item: Item) -> None:
    """One answer by the facilitator, never hostile."""
    books = community.books
    books.minutes_facilitators += 60.0 / community.theory.facilitator_answers_an_hour * community.settings.scale
    books.day_answers += 1
    books.count_item(item)
    community.note(None, REPLIES, item.author.seat, item.number)
    receive(community, item, False, 1.0)


def settle(community: Community, item: Item) -> None:
    """A post is settled when patience ends; then its author, answered by now or not, goes on or stops."""
    rules, theory, author = community.rules, community.theory, item.author
    if item.resolved or community.day - item.day < theory.patience_days:
        return
    item.resolved = 1
    answered = item.replies > 0
    book_settled(community, item, 1.0 if answered else 0.0)
    if author.status != PRESENT:
        return
    if not answered:
        author.benefit = rules.toward(author.benefit, 0.0, theory.benefit_by_reaction)
        author.safety = rules.safety_shaken(author.safety, theory.safety_step)
    author.perhaps_stop(item.ordinal, hostile=1.0 if item.hostile > 0 else 0.0)


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
