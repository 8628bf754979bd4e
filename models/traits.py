"""Who a person is: fixed for ever by the person's own dice, whether or not the person ever joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import (
    TRAIT_EXPERTISE,
    TRAIT_EXPRESSIVENESS,
    TRAIT_FIT,
    TRAIT_HABIT_RATE,
    TRAIT_JOB_LIFE,
    TRAIT_MANAGER,
    TRAIT_PROPENSITY,
    TRAIT_PROSOCIALITY,
    TRAIT_RESILIENCE,
    TRAIT_RESPONSIVENESS,
    TRAIT_SPECIALISM,
    TRAIT_TEAM_SUPPORT,
    TRAIT_THRESHOLD,
)
from community_dynamics.sim.state import TOPICS

if TYPE_CHECKING:
    from community_dynamics.models.community import Community


@dataclass(slots=True)
class Candidate:
    """Somebody in a seat who may join: as much of the person as that decision needs."""

    seat: int
    generation: int
    identity: int
    team: int
    fit: float
    threshold: float


@dataclass(slots=True)
class Traits:
    """The rest of a person."""

    propensity: float
    expressiveness: float
    prosociality: float
    habit_rate: float
    resilience: float
    responsiveness: float
    manager: int
    specialism: int
    support_deviation: float
    job_life: float
    mastery: list[float]


def candidate_in(community: Community, seat: int) -> Candidate:
    """Who sits there now, what the cause means to that person, and how many must be in before one follows."""
    rules, spread, dice = community.rules, community.theory.trait_spread, community.dice
    generation = community.generations[seat]
    identity = dice.person(seat, generation)
    return Candidate(
        seat=seat,
        generation=generation,
        identity=identity,
        team=seat // int(community.settings.team_size),
        fit=rules.logistic(spread * dice.deviate(identity, 0, TRAIT_FIT)),
        threshold=rules.logistic(spread * dice.deviate(identity, 0, TRAIT_THRESHOLD)),
    )


def traits_of(community: Community, identity: int, seat: int, team: int) -> Traits:
    """Propensity, readiness to speak up and to help, habit, response to credit, trade, expertise, rank, time in the job."""
    rules, theory, settings = community.rules, community.theory, community.settings
    dice = community.dice

    def coin(trait: int) -> float:
        return dice.coin(identity, 0, trait)

    def deviate(trait: int) -> float:
        return dice.deviate(identity, 0, trait)

    specialism = rules.choose(coin(TRAIT_SPECIALISM), TOPICS)
    drawn, own = deviate(TRAIT_PROPENSITY), deviate(TRAIT_EXPRESSIVENESS)
    return Traits(
        propensity=propensity_in(community, seat, drawn),
        expressiveness=rules.expressiveness(drawn, own, theory.expressive_share, settings.expressive_spread),
        prosociality=rules.logistic(theory.trait_spread * deviate(TRAIT_PROSOCIALITY)),
        habit_rate=theory.habit_rate * rules.exponential(theory.habit_rate_spread * deviate(TRAIT_HABIT_RATE)),
        resilience=rules.exponential(theory.resilience_spread * deviate(TRAIT_RESILIENCE)),
        responsiveness=rules.exponential(theory.responsiveness_spread * deviate(TRAIT_RESPONSIVENESS)),
        manager=1 if coin(TRAIT_MANAGER) < settings.manager_share else 0,
        specialism=specialism,
        support_deviation=dice.deviate(dice.team(team), 0, TRAIT_TEAM_SUPPORT),
        job_life=rules.departure_threshold(coin(TRAIT_JOB_LIFE)),
        mastery=expertise(community, identity, specialism),
    )


def propensity_in(community: Community, seat: int, deviate: float) -> float:
    """How readily a person takes part; in an open pool seats fill in the order in which people find the place."""
    rules, settings = community.rules, community.settings
    propensity = rules.exponential(settings.propensity_spread * deviate)
    if settings.open_pool > 0.0 and settings.dilution > 0.0:
        propensity *= rules.eagerness(settings.scale * (seat + 1), settings.dilution)
    return propensity


def expertise(community: Community, identity: int, specialism: int) -> list[float]:
    """Initial mastery: little of most topics, more of one's own trade."""
    rules, general, dice = community.rules, community.theory.general_expertise, community.dice
    coins = [dice.coin(identity, 0, TRAIT_EXPERTISE, index) for index in range(TOPICS + 1)]
    mastery = [general * coin for coin in coins[:TOPICS]]
    mastery[specialism] = rules.trade_mastery(general, coins[TOPICS])
    return mastery
