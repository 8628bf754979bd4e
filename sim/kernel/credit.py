"""Phase 6, credit: recognition is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.decisions import AWARD, PRAISE
from community_dynamics.sim.dice import day_key, die, uniform
from community_dynamics.sim.kernel.books import note
from community_dynamics.sim.kernel.react import react
from community_dynamics.sim.rules.credit import authority, badge_pull, gate_pull, gets_award, head_count, novelty, outside_pull
from community_dynamics.sim.rules.work import remembered
from community_dynamics.sim.state import AWARDED, LEFT, MOST_PRODUCTIVE, TIES, WAITING, WATCH_UNIT

if TYPE_CHECKING:
    from community_dynamics.sim.records import Award, World


def credit(world: World, day: int) -> None:
    """Phase 6: praise for today's contributors, badges and gates for today's visitors, awards on their days."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    key = day_key(community.seed_key, day, PRAISE)
    weight = authority(levers.leadership_support, theory.authority_weight)
    recognised = 0
    for k in range(community.contributor_count):
        seat = world.contributors[k]
        if uniform(die(world.person[seat].identity, key)) < levers.praise_rate:
            recognise(world, day, seat, weight)
            recognised += 1
    exposure = theory.badge_wear * levers.badge_programme
    for k in range(community.visitor_count):
        person = world.person[world.visitors[k]]
        badge = badge_pull(person.posts, levers, person.responsiveness)
        fresh = novelty(person.recognitions, theory.novelty_fading)
        person.extrinsic = outside_pull(badge, fresh, gate_pull(person.posts, levers.gated_access))
        person.recognitions += exposure
    for k in range(world.awards.shape[0]):
        if world.awards[k].day == day:
            give_awards(world, day, world.awards[k])
    community.recognitions += recognised
    share = recognised / community.contributor_count if community.contributor_count > 0 else 0.0
    community.recognised_share = remembered(community.recognised_share, share, theory.long_memory)


def recognise(world: World, day: int, seat: int, weight: float) -> None:
    """Praise or an award: the person reacts, and those close see it as far as recognition is shown."""
    react(world, day, seat, weight)
    note(world, day, seat, world.generation[seat], AWARDED, -1, -1)
    seen = int(world.levers[world.segment[day]].credit_visibility * WATCH_UNIT)
    for at in range(world.graph_start[seat], world.graph_start[seat + 1]):
        world.watched[world.graph_neighbour[at]] += seen
    for slot in range(TIES):
        other = world.tie_partner[seat, slot]
        if other >= 0 and world.generation[other] == world.tie_generation[seat, slot]:
            world.watched[other] += seen


def give_awards(world: World, day: int, award: Award) -> None:
    """Awards by a rule: to last month's newcomers who contributed, to the most productive, or to any who ever contributed."""
    key = day_key(world.community[0].seed_key, day, AWARD)
    weight = world.theory[0].authority_weight
    least = 1
    if award.rule == MOST_PRODUCTIVE:
        least = productive_at_least(world, award.share)
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        done = person.posts + person.attendances
        if world.status[seat] == WAITING or world.status[seat] == LEFT or done < least:
            continue
        if gets_award(award.rule, uniform(die(person.identity, key)), award.share, day - person.first_contribution):
            recognise(world, day, seat, weight)
            world.community[0].recognitions += 1.0


def productive_at_least(world: World, share: float) -> int:
    """Contributions that the most productive share of those who ever contributed and still belong have made at least."""
    done, count = np.zeros(world.person.shape[0]), 0
    for seat in range(world.person.shape[0]):
        made = world.person[seat].posts + world.person[seat].attendances
        if world.status[seat] != WAITING and world.status[seat] != LEFT and made > 0:
            done[count] = made
            count += 1
    if count == 0:
        return 1
    ordered = np.sort(done[:count])
    return int(ordered[count - head_count(share, count)])
