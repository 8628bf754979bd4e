"""Phase 8, belong: members stop, fall silent, read on quietly, and come back or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.decisions import READ_ON, RETURN, RETURN_SILENCE
from sim.state import DORMANT, LEADER, NEVER, PRESENT

if TYPE_CHECKING:
    from models.member import Member


def stop_contributing(member: Member) -> None:
    """A member stops for now: some go on reading, quietly, the others stay away."""
    pause = member.model.theory.pause_days
    if member.coin(READ_ON) < member.model.settings.quiet_reader_share:
        member.quiet = 1
        member.role = min(member.role, LEADER - 1)
        think_again(member, max(pause, float(member.model.day - member.last_contribution)))
    else:
        fall_silent(member, pause)


def fall_silent(member: Member, least: float) -> None:
    """A member stops coming, for now; the community comes to mind after `least` days of silence or more."""
    member.status = DORMANT
    member.quiet = 0
    member.role = min(member.role, LEADER - 1)
    think_again(member, max(least, float(member.model.day - member.last_visit)))


def think_again(member: Member, silence: float) -> None:
    """When, after so much silence, a dormant or quiet member next thinks of taking part."""
    rules, theory, day = member.model.rules, member.model.theory, member.model.day
    member.wake_day = NEVER
    if theory.return_strength > 0.0:
        until = rules.silence_until_return(silence, member.coin(RETURN_SILENCE), theory.return_strength)
        if until < 100000.0:
            member.wake_day = max(day + 1, silent_since(member) + int(until) + 1)


def think_of_it(member: Member) -> None:
    """A dormant or quiet member thinks of taking part: does if it still appeals, else thinks again later."""
    rules, theory = member.model.rules, member.model.theory
    appeal = theory.return_floor + theory.return_by_benefit * member.benefit + theory.return_by_habit * member.habit
    if member.coin(RETURN) < member.model.today.ease * rules.probability(member.drive() * appeal):
        come_back(member)
    else:
        think_again(member, float(max(1, member.model.day - silent_since(member))))


def silent_since(member: Member) -> int:
    """Day of the last contribution of a quiet reader, of the last visit of anybody else."""
    return member.last_contribution if member.quiet else member.last_visit


def come_back(member: Member) -> None:
    """A quiet reader speaks again; a dormant member is present again, with what habit the time away has left. Both come today."""
    member.wake_day = NEVER
    if member.quiet:
        member.quiet = 0
    else:
        member.status = PRESENT
        member.habit *= 1.0 / (1.0 + (member.model.day - member.last_visit) / member.model.theory.attention_days)
        member.exposure = 0.0
        member.watched = 0
        member.model.joined_now.append(member)
    member.come()
