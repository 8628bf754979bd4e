"""Phase 7, adapt: motivation, safety, habit, ties and role follow from what happened today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential, logarithm
from community_dynamics.sim.rules.credit import crowding
from community_dynamics.sim.rules.work import remembered

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers, Theory


def control_penalty(control: float, optimum: float) -> float:
    """Harm of control away from its optimum, 0 at the optimum: 4 (control - optimum)^2; too loose drifts, too tight chokes.

    Source: probst_borzillo_2008, mcdermott_archibald_2010 (unmanaged communities fade; rigid ones fail).
    """
    return 4.0 * (control - optimum) * (control - optimum)


def resources(levers: Levers, enough_minutes: float) -> float:
    """What the job offers for taking part (0-1): mean of protected minutes, facilitators and technology, each up to enough.

    = (min(1, protected_minutes_a_week / enough_minutes) + min(1, facilitator_fte) + technology_quality) / 3.
    Source: schaufeli_bakker_2004 (resources drive engagement), lesener_2020 (those of the organisation most).
    """
    minutes = min(1.0, levers.protected_minutes_a_week / enough_minutes)
    return (minutes + min(1.0, levers.facilitator_fte) + levers.technology_quality) / 3.0


def community_appeal(levers: Levers, theory: Theory, recognised_share: float) -> float:
    """The part of motivation's target (log-odds) that the whole community shares today.

    motivation_base + motivation_scale x (by_resources (2 resources - 1) + by_shown_credit x credit_visibility x recognised
    share - by_crowding x crowding - by_control x control penalty), each by_... being motivation_by_...
    Source: schaufeli_bakker_2004, algan_2013, deci_1999, mcdermott_archibald_2010.
    """
    means = theory.motivation_by_resources * (2.0 * resources(levers, theory.enough_minutes) - 1.0)
    shown = theory.motivation_by_shown_credit * levers.credit_visibility * recognised_share
    crowded = theory.motivation_by_crowding * crowding(levers)
    control = theory.motivation_by_control * control_penalty(levers.control, theory.control_optimum)
    return theory.motivation_base + theory.motivation_scale * (means + shown - crowded - control)


def identification(clarity: float, fit: float) -> float:
    """How far a cause is clear and one's own (-1..2): 2 clarity x (fit + 1/2) - 1.

    Source: ren_kraut_2014 (identity benefit), probst_borzillo_2008 (lack of identification).
    """
    return 2.0 * clarity * (fit + 0.5) - 1.0


def motivation_target(shared: float, met: float, work: float, own: float) -> float:
    """Intrinsic motivation (0-1) that present experience would lead to: 1 / (1 + exp(-(shared + (needs met + work + own)))).

    Log-odds: what all share, what is met, what work does, what one is. Source: cerasoli_2014.
    """
    return 1.0 / (1.0 + exponential(-(shared + (met + work + own))))


def needs_met(
    cause: float, benefit: float, related: float, support: float,
    by_cause: float, by_benefit: float, by_related: float, by_support: float,
) -> float:  # fmt: skip
    """Motivation (log-odds) from needs met: by_cause x identification + by_benefit (2 benefit - 1) + by_related
    (2 related - 1) + by_support (2 support - 1).

    Benefit serves competence, connection relatedness, support autonomy and recognition from above.
    Source: cerasoli_2016 (competence .37, relatedness .25), decuypere_schaufeli_2020 (leadership .47), ren_kraut_2014.
    """
    met = by_benefit * (2.0 * benefit - 1.0) + by_related * (2.0 * related - 1.0) + by_support * (2.0 * support - 1.0)
    return by_cause * cause + met


def work_part(
    load: float, hindrance_share: float, strain: float, by_challenge: float, by_hindrance: float, by_strain: float
) -> float:
    """What work does to motivation (log-odds): challenges engage, hindrances and strain drain.

    by_challenge x load (1 - h) - by_hindrance x load h - by_strain x strain. Source: crawford_2010, schaufeli_bakker_2004.
    """
    return by_challenge * load * (1.0 - hindrance_share) - by_hindrance * load * hindrance_share - by_strain * strain


def of_oneself(regard: float, resilience: float, by_regard: float, by_resilience: float) -> float:
    """Motivation (log-odds) from being recognised and from personal resources: by_regard x regard + by_resilience (r - 1).

    Resilience r has median 1: who bears a load easily is also engaged more easily.
    Source: deci_1999 (positive feedback +.33), schaufeli_bakker_2004 (engagement and burnout share variance).
    """
    return by_regard * regard + by_resilience * (resilience - 1.0)


def safety_climate(levers: Levers, theory: Theory) -> float:
    """Psychological safety (0-1) that the climate alone would settle at, one half where everything is middling.

    1/2 + by_inclusiveness (inclusiveness - 1/2) + by_norm (norm - 1/2), cut to .02-.98.
    Source: edmondson_1999, frazier_2017, detert_burris_2007.
    """
    climate = 0.5 + theory.safety_by_inclusiveness * (levers.leader_inclusiveness - 0.5)
    climate += theory.safety_by_norm * (levers.inclusivity_norm - 0.5)
    return min(0.98, max(0.02, climate))


def personal_climate(climate: float, support: float, by_support: float) -> float:
    """Climate (0-1) as one feels it where one works: managers who take part, more or fewer than half of them, make it safer.

    climate + by_support x (support - 1/2), cut to .02-.98. Source: frazier_2017 (leader relations), edmondson_1999.
    """
    return min(0.98, max(0.02, climate + by_support * (support - 0.5)))


def safety_after_reply(safety: float, hostile: float, weight: float, step: float, loss: float) -> float:
    """Safety after one reaction to what one said: a decent one closes `step` of the gap to 1, a hostile one takes `loss` away.

    Loss is several times gain; the answer of one with authority counts `weight` times.
    hostile: safety x max(0, 1 - loss x weight); decent: safety + min(1, step x weight) x (1 - safety).
    Source: edmondson_1999 (one dismissive reaction undoes many safe ones).
    """
    if hostile > 0.0:
        return safety * max(0.0, 1.0 - loss * weight)
    return safety + min(1.0, step * weight) * (1.0 - safety)


def safety_shaken(safety: float, step: float) -> float:
    """Safety after one saw a hostile answer to somebody else, or got none at all: safety x (1 - step).

    Source: edmondson_1999, lampe_johnston_2005 (ignored first comments).
    """
    return safety * (1.0 - step)


def repetitions(gap_days: float, per_day: float) -> float:
    """Repetitions that coming after a gap counts for: gap^per_day, at least 1.

    per_day = 0: habit grows per repetition; 1: per elapsed day. Which holds is unknown, so it is a parameter.
    """
    if gap_days <= 1.0 or per_day == 0.0:
        return 1.0
    return exponential(per_day * logarithm(gap_days))


def habit_gain(rate: float, count: float) -> float:
    """Share of the way to full habit that so many repetitions close: 1 - exp(-rate x count).

    Source: lally_2010 (95 % after a median of 66 days under a daily cue).
    """
    return 1.0 - exponential(-rate * count)


def habit_after(habit: float, came: float, gain: float, keep: float) -> float:
    """Habit (0-1) after today: habit + gain x (1 - habit) on a day one came, keep x habit on a day one did not."""
    return came * (habit + gain * (1.0 - habit)) + (1.0 - came) * habit * keep


def is_old_hand(tenure_days: int) -> bool:
    """Whether somebody has been there for more than a year."""
    return tenure_days > 365


def hardness_after(hardness: float, old_hands: float, contributors: float, memory: float) -> float:
    """How far a place belongs to its old hands (0-1): moves to their share of today's contributors by 1 - memory.

    Unchanged on a day without contributors. Source: teblunthuis_2018.
    """
    if contributors < 1.0:
        return hardness
    return remembered(hardness, old_hands / contributors, memory)


def becomes_observer(visits: int) -> bool:
    """Whether a newcomer has looked around: on the second day there. Source: preece_shneiderman_2009."""
    return visits >= 2


def becomes_leader(answers: int, tenure_days: int, motivation: float, encouragement: float, theory: Theory) -> bool:
    """Whether a contributor now acts as a community leader: answered often enough, long enough there, still motivated.

    answers x (1/2 + encouragement) >= leader_answers, tenure >= leader_days, motivation >= 1/2; encouragement is onboarding.
    Source: model proposal after preece_shneiderman_2009 (reader to leader).
    """
    enough = answers * (0.5 + encouragement) >= theory.leader_answers
    return enough and tenure_days >= theory.leader_days and motivation >= 0.5
