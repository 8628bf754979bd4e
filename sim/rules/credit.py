"""Phase 6, credit: every reaction acts by one channel; badges and gates pull from outside, and what they crowd out."""


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


def reaction(weight: float, fresh: float, responsiveness: float) -> float:
    """Strength (0-1) of one reaction (an answer, praise, an award): min(1, weight x novelty x responsiveness).

    Whom it comes from counts, repetition wears it off, and people respond unequally.
    Source: brzozowski_2009, kim_castelli_2021, anderson_2013.
    """
    return min(1.0, weight * fresh * responsiveness)


def closer(state: float, gain: float) -> float:
    """A state (0-1) after the rest to 1 shrinks by `gain`: state + gain x (1 - state)."""
    return state + gain * (1.0 - state)


def badge_pull(contributions: int, levers, responsiveness: float) -> float:
    """Pull (0-1) of a badge within reach: programme x expected x share done x (1/2 + shown) x responsiveness, at most 1.

    It grows with the share of the threshold done and is gone once the badge is earned; some respond strongly, most hardly.
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


def crowding(levers) -> float:
    """Exposure (0-1) to a reward that is expected for contributing, which undermines interest: programme x expected.

    Source: deci_1999 (engagement-contingent -.40, completion-contingent -.36; unexpected about 0).
    """
    return levers.badge_programme * levers.badge_expected
