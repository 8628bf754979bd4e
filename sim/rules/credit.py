"""Phase 6, credit: praise, badges, awards and gates; what recognition adds, and what it crowds out."""


def novelty(recognitions: float, fading: float) -> float:
    """What is left of the charm of being recognised after so many (fading) times: 1 / (1 + recognitions / fading).

    Source: kim_castelli_2021 (effects 1.57 within a week, .30 within 20 weeks, -.20 over years).
    """
    return 1.0 / (1.0 + recognitions / fading)


def badge_pull(contributions: int, levers, visibility_effect: float) -> float:
    """Pull (0-1) of a badge within reach: grows with the share of the threshold done, gone once it is earned.

    pull = programme x expected x share done x (1 + visibility_effect x shown). Source: anderson_2013.
    """
    if contributions >= levers.badge_threshold:
        return 0.0
    done = contributions / levers.badge_threshold
    return levers.badge_programme * levers.badge_expected * done * (1.0 + visibility_effect * levers.credit_visibility)


def gate_pull(contributions: int, gated_access: float, strength: float) -> float:
    """Pull of content and events kept for contributors, felt by those who are in: strength x gated_access."""
    if contributions > 0:
        return strength * gated_access
    return 0.0


def gate_share(contributions: int, gated_access: float, gate_loss: float) -> float:
    """Share of the content open to a person: all of it to contributors, 1 - gate_loss x gated_access to the others."""
    if contributions > 0:
        return 1.0
    return 1.0 - gate_loss * gated_access


def crowding(levers) -> float:
    """Exposure (0-1) to a reward that is expected for contributing, which undermines interest: programme x expected.

    Source: deci_1999 (engagement-contingent -.40, completion-contingent -.36; unexpected about 0).
    """
    return levers.badge_programme * levers.badge_expected


def praised_state(recognised: float, boost: float, fresh: float) -> float:
    """Glow of unexpected praise (0-1) after one more: the rest to 1 shrinks by boost x novelty. Source: deci_1999 (+.33)."""
    return recognised + boost * fresh * (1.0 - recognised)
