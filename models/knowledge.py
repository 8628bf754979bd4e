"""What the community knows: mastery gained, pairs of topics held, problems solved, new combinations."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from community_dynamics.sim.state import CORE_TOPICS, TOPICS

if TYPE_CHECKING:
    from community_dynamics.models.community import Community
    from community_dynamics.models.feed import Item
    from community_dynamics.models.member import Member
    from community_dynamics.models.person import Person


def pair(one: int, other: int) -> tuple[int, int]:
    """Two topics, whichever was named first."""
    return (one, other) if one < other else (other, one)


def hold_pairs(member: Person, topic: int) -> None:
    """Mark the pairs of topics that this person, now at home in `topic`, holds alone."""
    community = member.model
    for other in range(TOPICS):
        if other != topic and member.mastery[other] >= community.theory.knowledge_threshold:
            community.pairs_held.add(pair(topic, other))


def core_mastery(member: Member) -> float:
    """Mean mastery of the community's core topics (0-1)."""
    total = 0.0
    for topic in range(CORE_TOPICS):
        total += member.mastery[topic]
    return total / CORE_TOPICS


def gain(member: Member, topic: int, after: float, by_doing: bool) -> None:
    """Book a change of mastery and what it means: shared knowledge, practice, apprentices turned masters."""
    books, theory = member.model.books, member.model.theory
    before = member.mastery[topic]
    if after <= before:
        return
    member.mastery[topic] = after
    books.mastery_gained += after - before
    if by_doing:
        books.mastery_practised += after - before
    if before < theory.knowledge_threshold <= after:
        hold_pairs(member, topic)
        if not by_doing:
            books.knowledge_shared += 1.0
    member.best_mastery = max(member.best_mastery, after)
    if member.apprentice == 1 and after >= theory.mastery_threshold:
        member.apprentice = 0
        books.apprentices_mastered += 1.0


def gain_from(member: Member, other: Member, topic: int, level: float, rate: float) -> None:
    """Learn from somebody, and remember from whom if there was something to learn."""
    before = member.mastery[topic]
    gain(member, topic, member.model.rules.learned(before, level, rate), by_doing=False)
    if member.mastery[topic] > before:
        member.learned_topic, member.learned_team = topic, other.team


def practise(member: Member, topic: int) -> None:
    """Learn by doing."""
    rules, theory = member.model.rules, member.model.theory
    gain(member, topic, rules.practised(member.mastery[topic], theory.practice_rate), by_doing=True)


def innovate(community: Community, one: int, other: int) -> None:
    """Two topics come together across teams: an innovation if nobody held the pair, counted once."""
    if pair(one, other) not in community.pairs_held:
        community.pairs_held.add(pair(one, other))
        community.books.innovations += 1.0


def recombine(member: Member, topic: int) -> None:
    """Shown work joins its topic with one learned from another team."""
    other = member.learned_topic
    if other >= 0 and other != topic and member.learned_team != member.team:
        innovate(member.model, topic, other)


def solve(community: Community, item: Item) -> None:
    """A problem whose topics the answers jointly hold is solved; across teams, pairs of topics may be new."""
    item.solved = 1
    community.books.problems_solved += 1.0
    if item.teams_differ:
        for one, other in combinations(sorted(item.needed), 2):
            innovate(community, one, other)
