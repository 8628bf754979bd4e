"""Phase 8, belong: members stop, read on or fall silent, and come back or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.models.person import ACTIVE, MOVED_ON, READS_ON
from community_dynamics.sim.decisions import MOVE_ON, READ_ON, RETURN, RETURN_SILENCE
from community_dynamics.sim.state import DORMANT, LEADER, NEVER, PRESENT

if TYPE_CHECKING:
    from community_dynamics.models.member import Member


def stop_contributing(member: Member) -> None:
    """A member stops, for now or for good: most go on reading, quietly, the others stay away."""
    theory = member.model.theory
    member.quiet = MOVED_ON if member.coin(MOVE_ON) < theory.moving_on_share else READS_ON
    member.role = min(member.role, LEADER - 1)
    if member.coin(READ_ON) < theory.reading_on_share:
        think_again(member)
    else:
        fall_silent(member)


def fall_silent(member: Member) -> None:
    """A member stops coming, for now: dormant."""
    if member.status != PRESENT:
        return
    member.status = DORMANT
    member.role = min(member.role, LEADER - 1)
    think_again(member)


def think_again(member: Member) -> None:
    """When, after so much silence, a dormant or quiet member next thinks of taking part; never who has moved on."""
    rules, theory, day = member.model.rules, member.model.theory, member.model.day
    member.wake_day = NEVER
    if theory.return_strength > 0.0 and member.quiet != MOVED_ON:
        silence = float(max(1, day - member.silent_since()))
        until = rules.silence_until_return(silence, member.coin(RETURN_SILENCE), theory.return_strength)
        if until < 100000.0:
            member.wake_day = max(day + 1, member.silent_since() + int(until) + 1)


def think_of_it(member: Member) -> None:
    """A dormant or quiet member thinks of taking part: does if it still appeals, else thinks again later."""
    rules, theory = member.model.rules, member.model.theory
    drawn = rules.pull(member.benefit, member.habit, theory.return_by_benefit, theory.return_by_habit)
    company = rules.contagion(member.exposure, theory.contagion, theory.company_half)
    hazard = rules.return_hazard(member.drive(), drawn, company)
    if member.coin(RETURN) < member.model.today.ease * rules.probability(hazard):
        come_back(member)
    else:
        think_again(member)


def come_back(member: Member) -> None:
    """A quiet reader speaks again; a dormant member is present again, with what habit the time away has left. Both come today."""
    model = member.model
    member.wake_day = NEVER
    if member.quiet == READS_ON:
        member.quiet = ACTIVE
    if member.status == DORMANT:
        member.status = PRESENT
        member.habit *= member.attention(model.day - member.last_visit)
        member.exposure = 0.0
        member.watched = 0
        model.joined_now.append(member)
    member.come()
