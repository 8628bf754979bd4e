"""Phase 8, belong: people fall silent, and come back or not."""

from sim.decisions import RETURN, RETURN_SILENCE
from sim.dice import day_key, die, uniform
from sim.kernel.books import arrive_today
from sim.rules.belong import silence_until_return
from sim.rules.come import drive, probability
from sim.state import DORMANT, LEADER, NEVER, PRESENT


def fall_silent(world, day, seat, least):
    """A member stops coming, for now: dormant; the community comes to mind after `least` days of silence or more."""
    person = world.person[seat]
    if world.status[seat] != PRESENT:
        return
    world.status[seat] = DORMANT
    person.role = min(person.role, LEADER - 1)
    think_again(world, day, seat, max(least, float(day - person.last_visit)))


def think_again(world, day, seat, silence):
    """Draw when a dormant member next thinks of the community, from the silence so far."""
    person, theory = world.person[seat], world.theory[0]
    person.wake_day = NEVER
    if theory.return_strength > 0.0:
        key = die(person.identity, day_key(world.community[0].seed_key, day, RETURN_SILENCE))
        until = silence_until_return(silence, uniform(key), theory.return_strength)
        if until < 100000.0:
            person.wake_day = max(day + 1, person.last_visit + int(until) + 1)
    world.due_day[seat] = min(person.wake_day, person.departure_day)


def come_back(world, day, seat):
    """A dormant member thinks of the community: comes back if it still appeals, else thinks again later."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
    appeal = theory.return_floor + theory.return_by_benefit * person.benefit + theory.return_by_habit * person.habit
    chance = today.ease * probability(readiness * appeal)
    if uniform(die(person.identity, day_key(community.seed_key, day, RETURN))) < chance:
        wake(world, day, seat)
    else:
        think_again(world, day, seat, float(max(1, day - person.last_visit)))


def wake(world, day, seat):
    """A dormant member is back among those present and comes today."""
    person = world.person[seat]
    away = day - person.last_visit
    world.status[seat] = PRESENT
    person.habit *= 1.0 / (1.0 + away / world.theory[0].attention_days)
    person.exposure = 0.0
    world.watched[seat] = 0
    person.wake_day = NEVER
    world.due_day[seat] = person.departure_day
    arrive_today(world, day, seat)
    take_place(world, seat)


def take_place(world, seat):
    """List a person for those present from tomorrow on."""
    community = world.community[0]
    world.joined_now[community.joined_count] = seat
    community.joined_count += 1
