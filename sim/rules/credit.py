"""Phase 6, credit: every reaction acts by one channel; badges and gates pull from outside, and what they crowd out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.state import AT_RANDOM, MOST_PRODUCTIVE

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers


def novelty(recognitions: float, fading: float) -> float:
    """What is left of the charm of being recognised after so many (fading) times: 1 / (1 + recognitions / fading).

    Source: kim_castelli_2021 (effects 1.57 within a week, .30 within 20 weeks, -.20 over years).
    """
    return 1.0 / (1.0 + recognitions / fading)


def authority(support: float, weight: float) -> float:
    """Weight of recognition where a share `support` of managers takes part: 1 + (weight - 1) x support.

    Source: brzozowski_2009 (managers' reactions count for more).
    """
    return 1.0 + (weight - 1.0) * support


def standing(stands_out: bool, weight: float) -> float:
    """Weight of somebody's acts: `weight` for a manager or a community leader, 1 for the others. Source: brzozowski_2009."""
    return weight if stands_out else 1.0


def reaction(weight: float, fresh: float, responsiveness: float) -> float:
    """Strength (0-1) of one reaction (an answer, praise, an award): min(1, weight x novelty x responsiveness).

    Whom it comes from counts, repetition wears it off, and people respond unequally.
    Source: brzozowski_2009, kim_castelli_2021, anderson_2013.
    """
    return min(1.0, weight * fresh * responsiveness)


def closer(state: float, gain: float) -> float:
    """A state (0-1) after the rest to 1 shrinks by `gain`: state + gain x (1 - state)."""
    return state + gain * (1.0 - state)


def badge_pull(contributions: int, levers: Levers, responsiveness: float) -> float:
    """Pull (0-1) of a badge within reach, 0 once it is earned (contributions >= badge_threshold).

    min(1, badge_programme x badge_expected x (1 + contributions) / badge_threshold x (1/2 + credit_visibility) x
    responsiveness): it grows with the share of the threshold done; some respond strongly, most hardly.
    Source: anderson_2013 (acts rise towards the threshold and fall after it).
    """
    if contributions >= levers.badge_threshold:
        return 0.0
    done = (1.0 + contributions) / levers.badge_threshold
    shown = 0.5 + levers.credit_visibility
    return min(1.0, levers.badge_programme * levers.badge_expected * done * shown * responsiveness)


def gate_pull(contributions: int, gated_access: float) -> float:
    """Pull of content and events kept for contributors, felt by those who are in: gated_access / 2; 0 for the others."""
    if contributions > 0:
        return 0.5 * gated_access
    return 0.0


def gate_share(contributions: int, gated_access: float) -> float:
    """Share of the content open to a person: all of it to contributors, 1 - gated_access to the others."""
    if contributions > 0:
        return 1.0
    return 1.0 - gated_access


def outside_pull(badge: float, fresh: float, gate: float) -> float:
    """Outside pull (0-1) on a person: min(1, badge x novelty + gate)."""
    return min(1.0, badge * fresh + gate)


def from_giving(gain: float) -> float:
    """Felt connection that giving an answer brings, half of what receiving one does: gain / 2. Source: cerasoli_2016."""
    return 0.5 * gain


def head_count(share: float, people: int) -> int:
    """So many of these people, at least one: max(1, floor(share x people + 1/2))."""
    return max(1, int(share * people + 0.5))


def gets_award(rule: float, coin: float, share: float, days_contributing: int) -> bool:
    """Whether one who qualifies gets an award: every one of the most productive (rule 1); else by chance `share`, newcomers
    (0) only within 30 days of the first contribution, anybody at random (2).
    """
    if rule == MOST_PRODUCTIVE:
        return True
    return coin < share and (rule == AT_RANDOM or days_contributing <= 30)


def crowding(levers: Levers) -> float:
    """Exposure (0-1) to a reward that is expected for contributing, which undermines interest: badge_programme x badge_expected.

    Source: deci_1999 (engagement-contingent -.40, completion-contingent -.36; unexpected about 0).
    """
    return levers.badge_programme * levers.badge_expected
