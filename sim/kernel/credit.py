"""Phase 6, credit: recognition is given."""

from sim.decisions import PRAISE
from sim.dice import day_key, die, uniform
from sim.kernel.books import note
from sim.rules.credit import badge_pull, gate_pull, novelty, praised_state
from sim.rules.work import toward
from sim.state import AWARDED


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
            note(world, day, seat, world.generation[seat], AWARDED, -1, -1)
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
