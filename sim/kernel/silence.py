"""Phase 8, belong: people stop contributing, fall silent, and come back or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import MOVE_ON, READ_ON, RETURN, RETURN_SILENCE
from community_dynamics.sim.dice import day_key, die, uniform
from community_dynamics.sim.kernel.books import arrive_today
from community_dynamics.sim.rules.belong import return_hazard, silence_until_return
from community_dynamics.sim.rules.come import attention, contagion, drive, probability, pull
from community_dynamics.sim.state import DORMANT, LEADER, NEVER, PRESENT

if TYPE_CHECKING:
    from community_dynamics.sim.records import Person, World


def stop_contributing(world: World, day: int, seat: int) -> None:
    """A member stops for now or for good: most go on reading, quietly, the others stay away."""
    person, theory = world.person[seat], world.theory[0]
    seed = world.community[0].seed_key
    for_good = uniform(die(person.identity, day_key(seed, day, MOVE_ON))) < theory.moving_on_share
    person.quiet = 2 if for_good else 1
    person.role = min(person.role, LEADER - 1)
    if uniform(die(person.identity, day_key(seed, day, READ_ON))) < theory.reading_on_share:
        think_again(world, day, seat, max(1.0, float(day - person.last_contribution)))
    else:
        fall_silent(world, day, seat)


def fall_silent(world: World, day: int, seat: int) -> None:
    """A member stops coming, for now: dormant."""
    person = world.person[seat]
    if world.status[seat] != PRESENT:
        return
    world.status[seat] = DORMANT
    person.role = min(person.role, LEADER - 1)
    think_again(world, day, seat, max(1.0, float(day - silent_since(person))))


def think_again(world: World, day: int, seat: int, silence: float) -> None:
    """Draw when a dormant or quiet member next thinks of taking part, from the silence so far."""
    person, theory = world.person[seat], world.theory[0]
    person.wake_day = NEVER
    if theory.return_strength > 0.0 and person.quiet < 2:
        key = die(person.identity, day_key(world.community[0].seed_key, day, RETURN_SILENCE))
        until = silence_until_return(silence, uniform(key), theory.return_strength)
        if until < 100000.0:
            person.wake_day = max(day + 1, silent_since(person) + int(until) + 1)
    date(world, seat)


def date(world: World, seat: int) -> None:
    """The next day on which something is dated for this person."""
    person = world.person[seat]
    world.due_day[seat] = min(min(person.wake_day, person.award_day), person.departure_day)


def think_of_it(world: World, day: int, seat: int) -> None:
    """A dormant or quiet member thinks of taking part: does if it still appeals, else thinks again later."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
    seen = contagion(person.exposure, theory.contagion, theory.company_half)
    drawn = pull(person.benefit, person.habit, theory.return_by_benefit, theory.return_by_habit)
    hazard = return_hazard(readiness, drawn, seen)
    if uniform(die(person.identity, day_key(community.seed_key, day, RETURN))) < today.ease * probability(hazard):
        come_back(world, day, seat)
    else:
        think_again(world, day, seat, float(max(1, day - silent_since(person))))


def silent_since(person: Person) -> int:
    """Day of the last contribution of one who stopped, of the last visit of anybody else."""
    return person.last_contribution if person.quiet > 0 else person.last_visit


def come_back(world: World, day: int, seat: int) -> None:
    """One who stopped takes part again; a dormant member is present again, with the habit that the time away has left."""
    person = world.person[seat]
    person.wake_day = NEVER
    if person.quiet < 2:
        person.quiet = 0
    if world.status[seat] == DORMANT:
        world.status[seat] = PRESENT
        person.habit *= attention(float(day - person.last_visit), world.theory[0].attention_days)
        person.exposure = 0.0
        world.watched[seat] = 0
        take_place(world, seat)
    date(world, seat)
    arrive_today(world, day, seat)


def speak_again(world: World, seat: int) -> None:
    """A quiet reader who takes part again is quiet no longer."""
    person = world.person[seat]
    if person.quiet == 1:
        person.quiet = 0
        person.wake_day = NEVER
        date(world, seat)


def take_place(world: World, seat: int) -> None:
    """List a person for those present from tomorrow on."""
    community = world.community[0]
    world.joined_now[community.joined_count] = seat
    community.joined_count += 1
