"""Phase 8, belong: hearing of the community, joining, falling silent, coming back, leaving."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential, logarithm
from community_dynamics.sim.rules.adapt import identification

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers, Settings, Theory


def hearing_mean(day: int, seats: float, levers: Levers, settings: Settings) -> float:
    """Expected people who are told of a workplace community today, whether they belong to it already or not.

    seats x (launch_reach / launch_days x exp(-day / launch_days) + steady_reach_a_year / 365 x told),
    told = 1/2 + (support + clarity + sponsor) / 3.
    Source: altimeter_2012 (initial enthusiasm, then a sharp drop), kraut_fiore_2014.
    """
    told = 0.5 + (levers.leadership_support + levers.cause_clarity + levers.sponsor_present) / 3.0
    pulse = settings.launch_reach / settings.launch_days * exponential(-day / settings.launch_days)
    return seats * (pulse + settings.steady_reach_a_year / 365.0 * told)


def arrival_mean(day: int, recent: float, settings: Settings) -> float:
    """Expected arrivals in an open pool today, in bursts, as recent arrivals (a fading trace) bring more.

    arrivals_a_day x max(0, 1 + arrival_trend x day / 365) / scale + arrival_excitation x recent.
    Source: hawkes_1971, data_regularity_7.
    """
    growth = max(0.0, 1.0 + settings.arrival_trend * day / 365.0)
    return settings.arrivals_a_day * growth / settings.scale + settings.arrival_excitation * recent


def eagerness(order: float, dilution: float) -> float:
    """Readiness to take part of one who finds an open place as number `order`: (order / 100)^(-dilution), 1 for the hundredth.

    Those who look for a place find it first; the wider it becomes known, the more come who only look in. Unit of order:
    persons. Source: rogers_2003 (early adopters differ), data_regularity_9 (members grow while actives do not).
    """
    return exponential(-dilution * logarithm(order / 100.0))


def join_chance(fit: float, clarity: float, ease: float, onboarding: float, theory: Theory) -> float:
    """Chance that one who hears of the community joins: a clear cause draws those whom it fits.

    ease / (1 + exp(-(join_base + join_by_cause x identification + join_by_onboarding (2 onboarding - 1)))).
    Source: ren_kraut_2014, backstrom_2006, morgan_halfaker_2018.
    """
    log_odds = theory.join_base + theory.join_by_cause * identification(clarity, fit)
    log_odds += theory.join_by_onboarding * (2.0 * onboarding - 1.0)
    return ease / (1.0 + exponential(-log_odds))


def persuaded(propensity_coin: float, chance: float) -> bool:
    """Whether one who hears of the community joins: 1 - coin of the own propensity < chance, so the keenest join first.

    One makes up one's mind once: to hear again changes nothing unless the community has changed. Those whom better support
    draws in are less keen than those who come anyway. Source: rogers_2003 (early adopters differ).
    """
    return 1.0 - propensity_coin < chance


def adopts(active_share: float, threshold: float) -> bool:
    """Whether somebody joins because enough others are in: active share of those eligible >= the personal threshold.

    Source: granovetter_1978.
    """
    return active_share >= threshold


def attachment(motivation: float, related: float, by_motivation: float, by_related: float) -> float:
    """What holds a member apart from neighbours: by_motivation x motivation + by_related x connection; unit: worth.

    Source: garcia_2013, cerasoli_2016.
    """
    return by_motivation * motivation + by_related * related


def stays(benefit: float, active_neighbours: int, attachment: float, cost: float) -> bool:
    """Whether a member stays at the weekly review: benefit x active neighbours + attachment > cost.

    Alone (attachment 0) it leaves the (floor(cost / benefit) + 1)-core of the graph. Source: garcia_2013.
    """
    return benefit * active_neighbours + attachment > cost


def silence_until_return(silence: float, coin: float, strength: float) -> float:
    """Days of silence at which one who stopped next thinks of taking part, given `silence` days so far.

    The hazard of a thought is strength / silence, so silence x coin^(-1 / strength); coin uniform in (0, 1).
    Source: data_regularity_2 (return falls like 1 / silence).
    """
    return silence * exponential(-logarithm(coin) / strength)


def return_hazard(readiness: float, drawn: float, company: float) -> float:
    """Hazard to take part again when one thinks of it: readiness x pull + company.

    company is the hazard that the activity of those one watches adds (contagion). Source: data_regularity_3, brzozowski_2009.
    """
    return readiness * drawn + company


def departure_threshold(coin: float) -> float:
    """Working life of a person in this job in units of cumulated turnover: -log(coin), exponential with mean 1."""
    return -logarithm(coin)


def expressiveness(propensity_deviate: float, own_deviate: float, share: float, spread: float) -> float:
    """Readiness to speak up, a lasting trait with median 1: some who come often never say a word.

    exp(spread x (share x propensity's deviate + sqrt(1 - share^2) x own deviate)), deviates standard normal.
    Source: nonnecke_2004 (reading is enough for half of the lurkers), muller_2011.
    """
    return exponential(spread * (share * propensity_deviate + math.sqrt(1.0 - share * share) * own_deviate))


def trade_mastery(general: float, coin: float) -> float:
    """Mastery of one's own trade at joining (0-1), evenly spread above what anybody may know: general + (.95 - general) coin."""
    return general + (0.95 - general) * coin
