"""Phase 3a, read: what the place shows a visitor, what that is worth, and a close look at an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models import knowledge
from community_dynamics.models.feed import Item
from community_dynamics.sim.decisions import READ_ITEM
from community_dynamics.sim.state import CORE_TOPICS, TRIES

if TYPE_CHECKING:
    from community_dynamics.models.member import Member
    from community_dynamics.models.person import Person


def look_around(visitor: Member) -> tuple[float, float]:
    """What a visit is worth (0-1), and how much of other people it shows (0-1)."""
    model, rules, theory, levers = visitor.model, visitor.model.rules, visitor.model.theory, visitor.model.levers
    days = rules.days_unread(model.day - visitor.last_visit, int(theory.feed_days))
    items, on_topic, core = model.posted_in(days)
    curated, breadth = levers.curated_items_a_week / 7.0 * days, levers.topical_breadth
    allowed = rules.let_through(items, on_topic, items, levers.moderation)
    ours = rules.matching(allowed, core, visitor.fit)
    theirs = levers.content_novelty * rules.matching(curated, (1.0 - breadth) * curated, visitor.fit)
    stream = rules.let_through(items + curated, on_topic + curated, ours + theirs, levers.moderation)
    open_share = rules.gate_share(visitor.posts, levers.gated_access)
    shown = rules.shown_items(stream, theory.overload_knee, open_share)
    left = rules.left_to_learn(knowledge.core_mastery(visitor))
    speaks = rules.relevant(shown, rules.new_items(ours, theirs, left), stream)
    calm = rules.overload(stream / days, theory.overload_knee)
    beside = rules.beside_the_cause(items, on_topic, core, levers.moderation)
    near = rules.company(shown, rules.by_members(items, curated), beside, theory.overload_knee)
    return rules.information_benefit(speaks, theory.benefit_items, calm), near


def look_closely(visitor: Member, look: int, near: float) -> None:
    """One item, a member's or a curated one: learn what is above one's own level."""
    model, rules, theory = visitor.model, visitor.model.rules, visitor.model.theory
    curated = rules.curated_at_hand(model.levers.curated_items_a_week, theory.feed_days)
    posted = int(model.settings.scale * len(model.feed))  # one item here stands for so many
    if posted + curated == 0:
        return
    if rules.choose(visitor.coin(READ_ITEM, look), posted + curated) < posted:
        item = pick_item(visitor, READ_ITEM, look, 2)
        if item is not None and item.author.seat != visitor.seat:
            take_in(visitor, item, near)
        return
    topic = rules.choose(visitor.coin(READ_ITEM, look, 1), CORE_TOPICS)
    rate = theory.learning_rate * model.levers.content_novelty
    after = rules.learned(visitor.mastery[topic], theory.mastery_threshold, rate)
    knowledge.gain(visitor, topic, after, by_doing=False)


def take_in(visitor: Member, item: Item, near: float) -> None:
    """Somebody else's item: flinch at a hostile answer, get to know who writes, learn."""
    rules, theory = visitor.model.rules, visitor.model.theory
    if item.hostile > 0:
        visitor.safety = rules.safety_shaken(visitor.safety, theory.safety_step)
    if not item.author.departed:
        visitor.ties.strengthen(item.author, theory.tie_gain * near)
    knowledge.gain_from(visitor, item.author, item.topic, item.level, theory.learning_rate)


def pick_item(visitor: Person, decision: int, *indices: int) -> Item | None:
    """A live item, the newest likeliest, that moderation shows; none if a few tries found none."""
    rules, feed = visitor.model.rules, visitor.model.feed
    for attempt in range(TRIES):
        item = feed.newest(rules.place_from_newest(visitor.coin(decision, *indices, attempt), len(feed)))
        trade = rules.is_trade(item.topic, visitor.specialism)
        if rules.shows(bool(item.off_topic), item.is_core, trade, visitor.fit, visitor.model.levers.moderation):
            return item
    return None
