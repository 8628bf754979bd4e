"""Phase 7, adapt: motivation, safety, habit, ties and role follow from what happened today."""

from sim.arithmetic import exponential, logarithm
from sim.rules.credit import crowding


def control_penalty(control: float, optimum: float) -> float:
    """Harm of control away from its optimum, 0 at the optimum: (control - optimum)^2; too loose drifts, too tight chokes.

    Source: probst_borzillo_2008, mcdermott_archibald_2010 (unmanaged communities fade; rigid ones fail).
    """
    return (control - optimum) * (control - optimum)


def resources(levers, theory) -> float:
    """What the job offers for taking part (0-1): mean of protected minutes, facilitators and technology, each up to enough.

    = (min(1, minutes / enough_minutes) + min(1, fte / enough_fte) + technology) / 3.
    Source: schaufeli_bakker_2004 (resources drive engagement), lesener_2020 (those of the organisation most).
    """
    minutes = min(1.0, levers.protected_minutes_a_week / theory.enough_minutes)
    people = min(1.0, levers.facilitator_fte / theory.enough_facilitators)
    return (minutes + people + levers.technology_quality) / 3.0


def community_appeal(levers, theory, recognised_share: float) -> float:
    """The part of motivation's target (log-odds) that the whole community shares today.

    sponsor + norm + resources + shown recognition of others - crowding out - control away from its optimum.
    Source: decuypere_schaufeli_2020, schaufeli_bakker_2004, deci_1999.
    """
    crowded = theory.motivation_by_crowding * crowding(levers)
    control = control_penalty(levers.control, theory.control_optimum)
    shown = theory.motivation_by_shown_credit * levers.credit_visibility * recognised_share
    sponsor = theory.motivation_by_sponsor * (levers.sponsor_present - 0.5)
    norm = theory.motivation_by_norm * (levers.inclusivity_norm - 0.5)
    means = theory.motivation_by_resources * (resources(levers, theory) - 0.4)
    return theory.motivation_base + sponsor + norm + means + shown - crowded - theory.motivation_by_control * control


def identification(clarity: float, fit: float, weight: float) -> float:
    """Motivation (log-odds) from a cause that is clear and one's own: weight x (clarity x (fit + 1/2) - 1/2).

    Source: ren_kraut_2014 (identity benefit), probst_borzillo_2008 (lack of identification).
    """
    return weight * (clarity * (fit + 0.5) - 0.5)


def vigour(resilience: float, weight: float) -> float:
    """Motivation (log-odds) from personal resources: weight x (resilience - 1); resilience has median 1.

    Who bears a load easily is also engaged more easily. Source: schaufeli_bakker_2004 (engagement and burnout share variance).
    """
    return weight * (resilience - 1.0)


def motivation_target(
    shared: float, cause: float, benefit: float, related: float, support: float, work: float, glow: float
) -> float:
    """Intrinsic motivation (0-1) that present experience would lead to: the logistic of a sum of log-odds.

    Benefit serves competence, relatedness its own need, support and work autonomy; glow is recent praise.
    Source: cerasoli_2016 (autonomy .28, competence .37, relatedness .25), crawford_2010.
    """
    total = shared + cause + benefit + related + support + work + glow
    return 1.0 / (1.0 + exponential(-total))


def work_part(
    load: float, hindrance_share: float, strain: float, challenge_gain: float, hindrance_loss: float, strain_loss: float
) -> float:
    """What work does to motivation (log-odds): challenges engage, hindrances and strain drain.

    = challenge_gain x load (1 - h) - hindrance_loss x load h - strain_loss x strain. Source: crawford_2010.
    """
    return challenge_gain * load * (1.0 - hindrance_share) - hindrance_loss * load * hindrance_share - strain_loss * strain


def relatedness_after(related: float, gain: float) -> float:
    """Felt connection (0-1) after an exchange: the rest to 1 shrinks by gain."""
    return related + gain * (1.0 - related)


def safety_climate(levers, theory) -> float:
    """Psychological safety (0-1) that the climate alone would settle at.

    base + inclusiveness + norm - control beyond its optimum - cliques, cut to .02-.98.
    Source: edmondson_1999, frazier_2017, detert_burris_2007.
    """
    tight = max(0.0, levers.control - theory.control_optimum)
    climate = theory.safety_base + theory.safety_by_inclusiveness * (levers.leader_inclusiveness - 0.5)
    climate += theory.safety_by_norm * (levers.inclusivity_norm - 0.5)
    climate -= theory.safety_by_control * tight + theory.safety_by_clique * (levers.clique_strength - 0.5)
    return min(0.98, max(0.02, climate))


def personal_climate(climate: float, support: float, by_support: float) -> float:
    """Climate (0-1) as one feels it where one works: managers who take part, more or fewer than half of them, make it safer.

    climate + by_support x (support - 1/2), cut to .02-.98. Source: frazier_2017 (leader relations), edmondson_1999.
    """
    return min(0.98, max(0.02, climate + by_support * (support - 0.5)))


def safety_after_reply(safety: float, hostile: float, weight: float, gain: float, loss: float) -> float:
    """Safety after one reaction to what one said: a decent one closes `gain` of the gap to 1, a hostile one takes `loss` away.

    Loss is several times gain. A manager's or leader's answer counts `weight` times. Source: edmondson_1999, model proposal.
    """
    if hostile > 0.0:
        return safety * max(0.0, 1.0 - loss * weight)
    return safety + min(1.0, gain * weight) * (1.0 - safety)


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


def becomes_leader(answers: int, tenure_days: int, motivation: float, encouragement: float, theory) -> bool:
    """Whether a contributor now acts as a community leader: answered often enough, long enough there, still motivated.

    answers >= leader_answers / (1/2 + encouragement), tenure >= leader_days, motivation >= 1/2; encouragement is onboarding.
    Source: model proposal after preece_shneiderman_2009 (reader to leader).
    """
    enough = answers * (0.5 + encouragement) >= theory.leader_answers
    return enough and tenure_days >= theory.leader_days and motivation >= 0.5
