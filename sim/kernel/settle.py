"""End of phase 5: posts are settled, and their authors go on or stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import STOP
from community_dynamics.sim.dice import day_key, die, indexed, uniform
from community_dynamics.sim.kernel.feed import place
from community_dynamics.sim.rules.adapt import safety_shaken
from community_dynamics.sim.rules.respond import stop_chance, stop_constant_at, stop_odds
from community_dynamics.sim.rules.work import toward
from community_dynamics.sim.state import HALF_YEAR, PRESENT, QUESTION

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def settle(world: World, day: int) -> None:
    """A post is settled when patience ends; then its author, answered by now or not, goes on or stops."""
    community, theory = world.community[0], world.theory[0]
    for at in range(community.feed_judged, community.feed_next):
        item = world.feed[place(world, at)]
        if day - item.day < theory.patience_days:
            return
        community.feed_judged = at + 1
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
        if world.generation[item.author] != item.generation or world.status[item.author] != PRESENT:
            continue
        if answered == 0.0:
            author.benefit = toward(author.benefit, 0.0, theory.benefit_by_reaction)
            author.safety = safety_shaken(author.safety, theory.safety_step)
        check_stop(world, day, item.author, item.ordinal, 1.0 if item.hostile > 0 else 0.0)


def check_stop(world: World, day: int, seat: int, ordinal: int, hostile: float) -> None:
    """Draw whether this contribution was the person's last for now; those who stop are listed."""
    community, theory = world.community[0], world.theory[0]
    person = world.person[seat]
    odds = stop_odds(person.regard, hostile, person.motivation, person.habit, theory)
    key = indexed(die(person.identity, day_key(community.seed_key, 0, STOP)), ordinal)
    constant = stop_constant_at(theory.stop_constant, world.settings[0].contribution_effort, theory.stop_by_effort)
    if uniform(key) < stop_chance(ordinal, constant, theory.stop_floor, odds):
        world.stopped[community.stopped_count] = seat
        community.stopped_count += 1
