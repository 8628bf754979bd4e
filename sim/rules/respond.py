"""Phase 5, respond: who answers, how fast, in what tone, and what the answer does to the one who asked."""

from sim.arithmetic import exponential, logarithm


def notice_weight(tied: float, clique_strength: float, theory) -> float:
    """Chance-weight to take up somebody's post: ties raise it, cliques pass strangers by.

    tied (0-1): weight = (1 - clique_bias x clique_strength x (1 - tied)) x (1 + tie_bonus x tied).
    Source: brzozowski_2009, jensen_2011.
    """
    stranger = 1.0 - theory.clique_bias * clique_strength * (1.0 - tied)
    return stranger * (1.0 + theory.tie_bonus * tied)


def competence(mastery: float, level: float, novice_share: float) -> float:
    """How far one can help with something of this level: 1 where mastery reaches it, else novice_share x mastery / level."""
    if mastery >= level:
        return 1.0
    return novice_share * mastery / level


def answer_hazard(base: float, prosociality: float, norm: float, norm_effect: float, dare: float, time: float) -> float:
    """Hazard that a reader answers an open post: base x 2 prosociality x (1 + norm_effect (norm - 1/2)) x voice x time.

    It is multiplied by competence and by notice, and shared by 1 + answers already there.

    Source: algan_2013 (reciprocity and image), witherspoon_2013 (culture).
    """
    return base * 2.0 * prosociality * (1.0 + norm_effect * (norm - 0.5)) * dare * time


def hostile_chance(hostile_reply_share: float, norm: float, moderation: float, theory) -> float:
    """Chance that an answer is hostile: the share set, lowered by a norm of inclusion and by moderation.

    Source: jensen_2011 (1.5 % of replies rude or hostile).
    """
    calm = (1.0 - theory.norm_calm * norm) * (1.0 - theory.moderation_calm * min(1.0, moderation))
    return hostile_reply_share * calm


def stop_constant_at(constant: float, effort: float, exponent: float) -> float:
    """Chance c that a first contribution of this effort was the last for now: constant x effort^exponent, at most 0.99.

    The more effort one contribution takes, the sooner people stop. Source: wilkinson_2008 (exponents grow with effort).
    """
    return min(0.99, constant * exponential(exponent * logarithm(effort)))


def stop_chance(contributions: int, stop_constant: float, floor: float, odds_factor: float) -> float:
    """Chance that a contributor's n-th contribution was the last for now, its odds multiplied by what came of it.

    p = floor + (1 - floor) c / n (at most 0.999); stop = p f / (1 - p + p f). Without a floor f = 1 leaves c / n: interest
    that was confirmed often lasts. The floor is what ends even old interest: a job done, a new life.
    Source: wilkinson_2008 (stop ~ 1/n), ortega_2007.
    """
    chance = min(0.999, floor + (1.0 - floor) * stop_constant / contributions)
    return chance * odds_factor / (1.0 - chance + chance * odds_factor)


def stop_odds(replied: float, hostile: float, awarded: float, support: float, habit: float, theory) -> float:
    """What came of a contribution, as a factor on the odds to stop: an answer lowers them, so does an award to a newcomer.

    Awards are for first posts only. To one who attended an event, meeting somebody is what an answer is to one who asked.

    Seen from outside, an answer divides the odds by 1.62 and an award by 1.44.

    factor = exp(-reply_effect replied + hostile_effect hostile - award_effect awarded - commitment_effect support
    - habit_effect habit), where support in (-1..1) is how far motivation lies above one half. An answer counts by being
    there, not by its quality. Source: joyce_kraut_2006, gallus_2017, data_regularity_3 (staying rises with tenure).
    """
    gain = theory.reply_effect * replied + theory.award_effect * awarded
    gain += theory.commitment_effect * support + theory.habit_effect * habit
    return exponential(theory.hostile_effect * hostile - gain)


def delay_hours(days: int, coin: float) -> float:
    """Hours from a post to its first answer: within the same day a drawn part of it, else whole days plus that part."""
    return 24.0 * days + 24.0 * coin


def facilitator_answers(levers, theory, scale: float) -> float:
    """Posts that the facilitator can answer on a working day: usable hours x answers an hour / 5 / scale.

    usable hours = min(facilitator_hours_a_week, 38 x facilitator_fte): a plan without people stays a plan.
    """
    hours = min(levers.facilitator_hours_a_week, 38.0 * levers.facilitator_fte)
    return hours * theory.facilitator_answers_an_hour / 5.0 / scale
