"""Phase 8, belong: people fall silent, and come back or not."""

from sim.decisions import READ_ON, RETURN, RETURN_SILENCE
from sim.dice import day_key, die, uniform
from sim.kernel.books import arrive_today
from sim.rules.belong import silence_until_return
from sim.rules.come import drive, probability
from sim.state import DORMANT, LEADER, NEVER, PRESENT


def stop_contributing(world, day, seat):
    """A member stops for now: some go on reading, quietly, the others stay away."""
    person, pause = world.person[seat], world.theory[0].pause_days
    coin = uniform(die(person.identity, day_key(world.community[0].seed_key, day, READ_ON)))
    if coin < world.settings[0].quiet_reader_share:
        person.quiet = 1
        person.role = min(person.role, LEADER - 1)
        think_again(world, day, seat, max(pause, float(day - person.last_contribution)))
    else:
        fall_silent(world, day, seat, pause)


def fall_silent(world, day, seat, least):
    """A member stops coming, for now: dormant; the community comes to mind after `least` days of silence or more."""
    person = world.person[seat]
    if world.status[seat] != PRESENT:
        return
    world.status[seat] = DORMANT
    person.quiet = 0
    person.role = min(person.role, LEADER - 1)
    think_again(world, day, seat, max(least, float(day - person.last_visit)))


def think_again(world, day, seat, silence):
    """Draw when a dormant or quiet member next thinks of taking part, from the silence so far."""
    person, theory = world.person[seat], world.theory[0]
    person.wake_day = NEVER
    if theory.return_strength > 0.0:
        key = die(person.identity, day_key(world.community[0].seed_key, day, RETURN_SILENCE))
        until = silence_until_return(silence, uniform(key), theory.return_strength)
        if until < 100000.0:
            person.wake_day = max(day + 1, silent_since(person) + int(until) + 1)
    world.due_day[seat] = min(person.wake_day, person.departure_day)


def think_of_it(world, day, seat):
    """A dormant or quiet member thinks of taking part: does if it still appeals, else thinks again later."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
    appeal = theory.return_floor + theory.return_by_benefit * person.benefit + theory.return_by_habit * person.habit
    chance = today.ease * probability(readiness * appeal)
    if uniform(die(person.identity, day_key(community.seed_key, day, RETURN))) < chance:
        come_back(world, day, seat)
    else:
        think_again(world, day, seat, float(max(1, day - silent_since(person))))


def silent_since(person):
    """Day of the last contribution of a quiet reader, of the last visit of anybody else."""
    return person.last_contribution if person.quiet == 1 else person.last_visit


def come_back(world, day, seat):
    """A quiet reader speaks again; a dormant member is present again, with what habit the time away has left. Both come today."""
    person = world.person[seat]
    person.wake_day = NEVER
    world.due_day[seat] = person.departure_day
    if person.quiet == 1:
        person.quiet = 0
    else:
        away = day - person.last_visit
        world.status[seat] = PRESENT
        person.habit *= 1.0 / (1.0 + away / world.theory[0].attention_days)
        person.exposure = 0.0
        world.watched[seat] = 0
        take_place(world, seat)
    arrive_today(world, day, seat)


def take_place(world, seat):
    """List a person for those present from tomorrow on."""
    community = world.community[0]
    world.joined_now[community.joined_count] = seat
    community.joined_count += 1
