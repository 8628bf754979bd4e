"""Phase 2, come: the reasons to visit today add up as hazards; the chance to come is 1 - exp(-hazard)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers, Theory


def mood_after(mood: float, keep: float, spread: float, shock: float) -> float:
    """The community's common mood (log) a day later: keep x mood + sqrt(1 - keep^2) x spread x shock.

    Its standard deviation stays `spread`; activity is multiplied by exp(mood). Source: data_regularity_13.
    """
    return keep * mood + math.sqrt(1.0 - keep * keep) * spread * shock


def platform_ease(levers: Levers, theory: Theory) -> float:
    """How little the place itself gets in the way (0-1): friction, poor technology and a rival tool each cost visits.

    = (1 - friction_cost x max(platform_friction, 1 - technology_quality)) x (1 - rival_pull x rival_tool): good technology
    is needed, never sufficient. Source: kumari_takahashi_2014, spacebook_2012 (staff had rival tools).
    """
    friction = max(levers.platform_friction, 1.0 - levers.technology_quality)
    return (1.0 - theory.friction_cost * friction) * (1.0 - theory.rival_pull * levers.rival_tool)


def time_share(purse: float, minutes: float) -> float:
    """How far time allows an act that takes `minutes`: purse / (purse + minutes), 0 with nothing at hand."""
    return purse / (purse + minutes)


def attention(silence: float, attention_days: float) -> float:
    """What is left of a community in the mind of one who has been away `silence` days: 1 / (1 + silence / attention_days).

    The inverse law gives a return after silence that falls like 1 / silence. Source: data_regularity_2.
    """
    return 1.0 / (1.0 + silence / attention_days)


def drive(motivation: float, extrinsic: float, extrinsic_weight: float) -> float:
    """Readiness to act, 1 at motivation one half with no outside pull: 2 (motivation + extrinsic_weight x extrinsic).

    Source: cerasoli_2014 (both kinds of motivation drive performance).
    """
    return 2.0 * (motivation + extrinsic_weight * extrinsic)


def contagion(exposure: float, strength: float, half: float) -> float:
    """Daily hazard to come because people one watches came: strength x exposure / (1 + exposure / half).

    Exposure sums the fading traces of neighbours' visits; returns diminish. Source: walk_2016, backstrom_2006.
    """
    return strength * exposure / (1.0 + exposure / half)


def welcome(onboarding: float, contributions: int, tenure_days: int) -> float:
    """What calls a newcomer back before the first contribution: onboarding / (1 + days since joining), else 0.

    Source: morgan_halfaker_2018 (an invitation in the first days raises retention).
    """
    if contributions > 0:
        return 0.0
    return onboarding / (1.0 + max(0, tenure_days))


def pull(benefit: float, habit: float, by_benefit: float, by_habit: float) -> float:
    """What draws a person to the place: benefit x (by_benefit + by_habit x habit).

    Habit makes coming regular, but where there is nothing for long, one stops looking: it multiplies what a visit is
    expected to bring and does not replace it. Source: lally_2010, ren_kraut_2014, walk_2016 (activity feeds on activity).
    """
    return benefit * (by_benefit + by_habit * habit)


def calling(event: float, cue: float, waiting: float, welcomed: float, managing: float, news: float) -> float:
    """Hazard to visit from what calls a person today: event + cue x (waiting + welcome + managing) + cue x news.

    event: cue of an event today or tomorrow; waiting: 1 where a reaction or a colleague's question waits; managing: the
    support that a manager shows by taking part; news: worth of a weekly digest. Source: brzozowski_2009.
    """
    return event + cue * (waiting + welcomed + managing) + cue * news


def visit_reach(propensity: float, place: float, time: float, awake: float, mind: float) -> float:
    """How far the place reaches a person today: propensity x place x time x energy x attention.

    place = ease x activity of the calendar x mood. Source: model_proposal.
    """
    return propensity * place * time * awake * mind


def visit_hazard(reach: float, readiness: float, base: float, drawn: float, contagion_part: float, cue: float) -> float:
    """Hazard to visit today: reach x (readiness x (base + pull + cue) + contagion).

    Each part is a daily hazard; parts add because any one reason is enough.
    Source: brzozowski_2009 (colleagues' activity and feedback predict coming back).
    """
    return reach * (readiness * (base + drawn + cue) + contagion_part)


def probability(hazard: float) -> float:
    """Chance that something with this hazard happens today: 1 - exp(-hazard), 0-1."""
    return 1.0 - exponential(-hazard)


def exposure_after(exposure: float, visits_watched: float, keep: float) -> float:
    """Trace of neighbours' visits: keep x exposure + visits seen today; unit: visits. Source: walk_2016."""
    return keep * exposure + visits_watched


def pledged(day: int, seat: int, joined: int, weeks: float) -> bool:
    """Whether a founder keeps a pledge today: to come and show something once a week for the first `weeks` weeks.

    joined < 0, day < 7 weeks, and day mod 7 = seat mod 5: each founder has one of the first five days of a week.
    Source: oliver_marwell_1985 (a critical mass of the committed starts what others join).
    """
    return joined < 0 and day < 7.0 * weeks and day % 7 == seat % 5
