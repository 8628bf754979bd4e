"""Phase 1, work: what the job demands today, what strain it leaves, and how many minutes remain to learn."""

import math

from community_dynamics.sim.arithmetic import clip01


def pressure(demand: float, crunch: float, crunch_demand: float) -> float:
    """Demand of the job today, of capacity, were it a working day: demand + crunch x crunch_demand, crunch 0 or 1."""
    return demand + crunch * crunch_demand


def workload(demand: float, volatility: float, shock: float) -> float:
    """Load on a person: demand over capacity, 1 = exactly what the person can do in a day.

    workload = max(0, demand + volatility x shock), shock in standard deviations, drawn once a week.
    Source: bakker_demerouti_2017.
    """
    return max(0.0, demand + volatility * shock)


def weekly_shock(common: float, own: float, common_share: float) -> float:
    """Week's deviation of a person's demand: part is everybody's (a common deadline), part is one's own.

    shock = sqrt(common_share) x common + sqrt(1 - common_share) x own; unit: standard deviations.
    """
    return math.sqrt(common_share) * common + math.sqrt(1.0 - common_share) * own


def challenge(load: float, hindrance_share: float) -> float:
    """The part of a load that challenges rather than hinders, which raises questions: load x (1 - hindrance_share).

    Unit: of capacity. Source: crawford_2010, li_2022 (challenge raises sharing, hindrance lowers it).
    """
    return load * (1.0 - hindrance_share)


def felt_load(load: float, hindrance_share: float, weight: float) -> float:
    """Load as it wears people out and takes their time: max(0, load x (1 + weight x (hindrance_share - 1/2))).

    Hindrances (red tape, conflict) weigh more than challenges, which are met by learning. Source: crawford_2010.
    """
    return max(0.0, load * (1.0 + weight * (hindrance_share - 0.5)))


def strain_target(felt: float, half_load: float) -> float:
    """Strain (0-1) that a felt load would leave if it lasted: felt^4 / (felt^4 + half_load^4).

    Low below capacity, steep beyond it. Source: bakker_demerouti_2017.
    """
    square = felt * felt
    limit = half_load * half_load
    return square * square / (square * square + limit * limit)


def toward(value: float, target: float, rate: float) -> float:
    """Move a state a fixed share `rate` (a day) of the way to its target: value + rate x (target - value)."""
    return value + rate * (target - value)


def remembered(value: float, today: float, memory: float) -> float:
    """What is remembered of days like this (a fading mean): value + (1 - memory) x (today - value)."""
    return toward(value, today, 1.0 - memory)


def team_support(support: float, deviation: float, spread: float) -> float:
    """Leadership support (0-1) as one's team has it: support + spread x deviation, cut to 0-1.

    Managers differ within an organisation; teams share a deviate. Source: decuypere_schaufeli_2020.
    """
    return clip01(support + spread * deviation)


def honoured_share(support: float, sponsor: float, by_support: float, by_sponsor: float) -> float:
    """Share of the promised protected minutes that a person really gets (0-1).

    A promise that no manager lives by is kept in part only: 1 - by_support x (1 - support) - by_sponsor x (1 - sponsor),
    at least 0. Source: lesener_2020 (support acts by changing how work is organised), probst_borzillo_2008.
    """
    return max(0.0, 1.0 - by_support * (1.0 - support) - by_sponsor * (1.0 - sponsor))


def kept_share(felt: float, bite: float) -> float:
    """Share of the honoured protected minutes that a felt load leaves (0-1): max(0, 1 - bite x max(0, felt - 1)).

    Work that cannot be done otherwise is done in the time meant for learning. Source: mcdermott_archibald_2010.
    """
    return max(0.0, 1.0 - bite * max(0.0, felt - 1.0))


def protected_minutes(promised: float, kept: float, honoured: float) -> float:
    """Minutes a week that are really protected: promised x share that load leaves x share that managers honour."""
    return promised * kept * honoured


def energy(strain: float, fatigue: float) -> float:
    """Share of the wish to take part that strain leaves: 1 - fatigue x strain. Source: schaufeli_bakker_2004."""
    return 1.0 - fatigue * strain


def care(strain: float, prosociality: float) -> float:
    """Share of the wish to help others that strain leaves (0-1), more to the prosocial: 1 - strain x (1 - prosociality).

    Source: skerlavaj_2018 (under time pressure those of low prosocial motivation withhold what they know).
    """
    return 1.0 - strain * (1.0 - prosociality)


def minutes_allowed(
    load: float, hindrance_share: float, protected: float, working_day: float, private: float, strain: float, slack_share: float
) -> float:
    """Minutes that today offers for learning with others.

    working_day x (protected / 5 + 480 x slack_share / (1 + 2 hindrance_share x load)) + private x (1 - strain): on a
    working day a fifth of the week's protected minutes and what people take for themselves, less the more they are hindered
    (challenges are met by learning); on any day private minutes, as far as strain leaves energy.
    Source: bersin_2014 (24 minutes a week for the average employee, here at a load of .85, .4 of it hindrance).
    """
    slack = 480.0 * slack_share / (1.0 + 2.0 * hindrance_share * load)
    return working_day * (protected / 5.0 + slack) + private * (1.0 - strain)


def purse_after(purse: float, allowance: float, keep: float) -> float:
    """Minutes at hand: keep x what is left of the last days + today's allowance; what a long meeting takes beyond is not owed."""
    return purse * keep + allowance
