"""Phase 5, respond: who answers, how fast, in what tone, and whether a contributor goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential, logarithm
from community_dynamics.sim.state import MOST_ACTIVE_FIRST, NEWCOMERS_FIRST

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers, Theory


def openness(hardness: float, norm: float, effect: float) -> float:
    """How open old hands leave the place to newcomers (0-1): 1 - effect x hardness x min(1, 2 (1 - norm)).

    Hardness is the share of contributions that come from those who joined more than a year ago; a norm of inclusion counters
    it. Source: teblunthuis_2018 (norms entrench and newcomers are turned away as wikis age).
    """
    return 1.0 - effect * hardness * min(1.0, 2.0 * (1.0 - norm))


def notice_weight(tied: float, clique_strength: float, clique_bias: float) -> float:
    """Chance-weight to take up somebody's post: ties raise it, cliques pass strangers by.

    (1 - clique_bias x clique_strength x (1 - tied)) x (1 + tied), tied 0-1. Source: brzozowski_2009, jensen_2011.
    """
    return (1.0 - clique_bias * clique_strength * (1.0 - tied)) * (1.0 + tied)


def competence(mastery: float, level: float, novice_share: float) -> float:
    """How far one can help with something of this level: 1 where mastery reaches it, else novice_share x mastery / level."""
    if mastery >= level:
        return 1.0
    return novice_share * mastery / level


def helpfulness(base: float, expressiveness: float, entry: float, careful: float) -> float:
    """What a person brings to any open post: base x expressiveness x entry x care."""
    return base * expressiveness * entry * careful


def answer_hazard(base: float, prosociality: float, related: float, norm: float, dare: float, time: float) -> float:
    """Hazard that one who looks at an open post answers it: base x (prosociality + related) x (1/2 + norm) x voice x time.

    Who feels connected gives back. base is that person's helpfulness.
    Source: algan_2013 (reciprocity and image), witherspoon_2013 (culture).
    """
    return base * (prosociality + related) * (0.5 + norm) * dare * time


def hazard_at_post(willing: float, able: float, replies: int, noticed: float, open_share: float) -> float:
    """Hazard that this post is answered: willing x able / (1 + answers already there) x notice x openness.

    Openness is that of old hands, 1 for any but first posts. Source: brzozowski_2009, teblunthuis_2018.
    """
    return willing * able / (1.0 + replies) * noticed * open_share


def most_at_any_post(willing: float, weight: float, clique_strength: float, clique_bias: float) -> float:
    """A bound above the chance to answer any post today: 1.0001 x notice of a full tie x willing x weight + 1e-9.

    Willing without entry. Whose three coins all lie above looks at no post, and keeps one in mind for later.
    """
    return 1.0001 * notice_weight(1.0, clique_strength, clique_bias) * willing * weight + 1e-9


def hostile_chance(hostile_reply_share: float, norm: float) -> float:
    """Chance that an answer is hostile: min(1, hostile_reply_share x 2 (1 - norm)), the share set at a middling norm.

    Source: jensen_2011 (1.5 % of replies rude or hostile).
    """
    return min(1.0, hostile_reply_share * 2.0 * (1.0 - norm))


def stop_constant_at(constant: float, effort: float, exponent: float) -> float:
    """Chance c that a first contribution of this effort was the last for now: min(.99, constant x effort^exponent).

    The more effort one contribution takes, the sooner people stop. Source: wilkinson_2008 (exponents grow with effort).
    """
    return min(0.99, constant * exponential(exponent * logarithm(effort)))


def stop_chance(contributions: int, stop_constant: float, floor: float, odds_factor: float) -> float:
    """Chance that a contributor's n-th contribution was the last for now, its odds multiplied by what came of it.

    p = min(.999, floor + (1 - floor) c / n); stop = p f / (1 - p + p f). Without a floor f = 1 leaves c / n: interest that was
    confirmed often lasts. The floor is what ends even old interest: a job done, a new life.
    Source: wilkinson_2008 (stop ~ 1/n), ortega_2007.
    """
    chance = min(0.999, floor + (1.0 - floor) * stop_constant / contributions)
    return chance * odds_factor / (1.0 - chance + chance * odds_factor)


def stop_odds(regard: float, hostile: float, motivation: float, habit: float, theory: Theory) -> float:
    """What came of a contribution, as a factor on the odds to stop: reactions lower them, hostility raises them.

    exp(hostile_effect hostile - regard_effect regard - commitment_effect (2 motivation - 1) - habit_effect habit); regard
    (0-1) is the fading trace of all reactions received, an answer or an award alike. An answer counts by being there, not by
    its quality. To one who attended an event, meeting somebody is a reaction.
    Source: joyce_kraut_2006, gallus_2017, data_regularity_3 (staying rises with tenure).
    """
    gain = theory.regard_effect * regard + theory.commitment_effect * (2.0 * motivation - 1.0) + theory.habit_effect * habit
    return exponential(theory.hostile_effect * hostile - gain)


def delay_hours(days: int, coin: float) -> float:
    """Hours from a post to its first answer: 24 (days + coin), within the last day a drawn part of it."""
    return 24.0 * days + 24.0 * coin


def facilitator_answers(levers: Levers, theory: Theory, scale: float) -> float:
    """Posts that the facilitator can answer on a working day: usable hours x answers an hour / 5 / scale.

    usable hours = min(facilitator_hours_a_week, 38 x facilitator_fte): a plan without people stays a plan.
    """
    hours = min(levers.facilitator_hours_a_week, 38.0 * levers.facilitator_fte)
    return hours * theory.facilitator_answers_an_hour / 5.0 / scale


def facilitator_rank(first_post: int, ordinal: int, order: float) -> int:
    """Rank of an unanswered post, the highest first and the oldest of a rank: 0 for all (order 0), 1 for first posts (1), the
    ordinal of the contribution (2).
    """
    if order == NEWCOMERS_FIRST:
        return int(first_post)
    if order == MOST_ACTIVE_FIRST:
        return int(ordinal)
    return 0


def goes_on_answering(left: float, coin: float) -> bool:
    """Whether the facilitator answers one more post: while at least one is left of the day's capacity; a part by chance."""
    return left >= 1.0 or coin < left
