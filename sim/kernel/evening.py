"""Adapt and belong: states follow from the day; people join, fall silent, come back, leave and are replaced."""

import numpy as np

from sim.arithmetic import clip01
from sim.decisions import FOUND_PICK, HEAR_COUNT, HEAR_PICK, JOIN, RETURN, RETURN_SILENCE, TELL_COUNT, TELL_PICK
from sim.dice import choose, day_key, die, indexed, poisson, uniform
from sim.kernel.forenoon import leave_traces
from sim.kernel.morning import BLOCK, arrive_today, community_die, note
from sim.kernel.persons import draw_readiness_to_join, settle_in
from sim.rules.adapt import becomes_leader, habit_after, habit_gain, identification, motivation_target, safety_climate, work_part
from sim.rules.belong import adopts, arrival_mean, hearing_mean, join_chance, silence_until_return, stays
from sim.rules.come import drive, exposure_after, probability
from sim.rules.work import toward
from sim.state import DORMANT, LEADER, LEAVES, LEFT, NEVER, OBSERVER, PRESENT, WAITING, WATCH_UNIT


def adapt(world, day):
    """Phase 7 for everybody present, in blocks that the compiler vectorises."""
    community, today = world.community[0], world.today[0]
    theory, settings, levers = world.theory[0], world.settings[0], world.levers[world.segment[day]]
    leave_traces(world)
    shared, climate, clarity = today.appeal, today.climate, levers.cause_clarity
    by_cause, by_benefit, by_related = theory.motivation_by_cause, theory.motivation_by_benefit, theory.motivation_by_related
    by_support, by_glow = theory.motivation_by_support, theory.motivation_by_praise
    challenge_gain, hindrance_loss, strain_loss = theory.challenge_gain, theory.hindrance_loss, theory.strain_loss
    hindrance, support_level, spread = levers.hindrance_share, levers.leadership_support, settings.team_support_spread
    motivation_rate, safety_rate, extrinsic_keep = theory.motivation_rate, theory.safety_rate, theory.extrinsic_keep
    habit_keep, exposure_keep, related_keep = theory.habit_keep, theory.exposure_keep, theory.related_keep
    glow_keep, recognition_keep = theory.glow_keep, theory.recognition_keep
    persons, present, watched, loads = world.person, world.present, world.watched, world.load
    scratch = np.empty((16, BLOCK))
    count = community.present_count
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        for k in range(size):
            seat = present[start + k]
            person = persons[seat]
            scratch[0, k] = person.motivation
            scratch[1, k] = person.safety
            scratch[2, k] = person.habit
            scratch[3, k] = person.exposure
            scratch[4, k] = person.related
            scratch[5, k] = person.glow
            scratch[6, k] = person.benefit
            scratch[7, k] = person.strain
            scratch[8, k] = person.fit
            scratch[9, k] = loads[start + k]
            scratch[10, k] = clip01(support_level + spread * person.support_deviation) if spread > 0.0 else support_level
            came = person.last_visit == day
            scratch[11, k] = 1.0 if came else 0.0
            scratch[12, k] = habit_gain(person.habit_rate, float(person.gap), theory.habit_per_day) if came else 0.0
            scratch[13, k] = watched[seat] / WATCH_UNIT
            watched[seat] = 0
            scratch[14, k] = person.extrinsic
            scratch[15, k] = person.recognitions
        for k in range(size):
            target = motivation_target(
                shared,
                identification(clarity, scratch[8, k], by_cause),
                by_benefit * (scratch[6, k] - 0.5),
                by_related * (scratch[4, k] - 0.5),
                by_support * (scratch[10, k] - 0.5),
                work_part(scratch[9, k], hindrance, scratch[7, k], challenge_gain, hindrance_loss, strain_loss),
                by_glow * scratch[5, k],
            )
            scratch[0, k] = toward(scratch[0, k], target, motivation_rate)
            scratch[1, k] = toward(scratch[1, k], climate, safety_rate)
            scratch[2, k] = habit_after(scratch[2, k], scratch[11, k], scratch[12, k], habit_keep)
            scratch[3, k] = exposure_after(scratch[3, k], scratch[13, k], exposure_keep)
            scratch[4, k] = scratch[4, k] * related_keep
            scratch[5, k] = scratch[5, k] * glow_keep
            scratch[14, k] = scratch[14, k] * extrinsic_keep
            scratch[15, k] = scratch[15, k] * recognition_keep
        for k in range(size):
            person = persons[present[start + k]]
            person.motivation = scratch[0, k]
            person.safety = scratch[1, k]
            person.habit = scratch[2, k]
            person.exposure = scratch[3, k]
            person.related = scratch[4, k]
            person.glow = scratch[5, k]
            person.extrinsic = scratch[14, k]
            person.recognitions = scratch[15, k]
    take_roles(world, day)


def take_roles(world, day):
    """Visitors who keep coming become observers; contributors who keep answering become community leaders; cues are spent."""
    community, theory, levers = world.community[0], world.theory[0], world.levers[world.segment[day]]
    for k in range(community.visitor_count):
        person = world.person[world.visitors[k]]
        if person.role < OBSERVER and person.visits >= theory.observer_visits:
            person.role = OBSERVER
        if person.role != LEADER and becomes_leader(person.answers, day - person.joined, person.motivation, levers.onboarding, theory):
            person.role = LEADER
            community.leaders_made += 1.0


def belong(world, day):
    """Phase 8: who stops, falls silent, leaves or is replaced goes first; then those who think of the place again, or join."""
    community = world.community[0]
    community.joined_count = 0
    for k in range(community.stopped_count):
        if world.person[world.stopped[k]].status == PRESENT:
            community.stops += 1.0
            fall_silent(world, day, world.stopped[k], world.theory[0].pause_days)
    if world.calendar[day].week_start > 0.0:
        review(world, day)
    silence_limit = world.theory[0].dormancy_days
    for k in range(community.present_count):
        seat = world.present[k]
        if world.person[seat].status == PRESENT and day - world.person[seat].last_visit >= silence_limit:
            fall_silent(world, day, seat, 1.0)
    for seat in range(world.due_day.shape[0]):
        if world.due_day[seat] <= day:
            fall_due(world, day, seat)
    kept = 0
    for k in range(community.present_count):
        seat = world.present[k]
        if world.person[seat].status == PRESENT:
            world.present[kept] = seat
            kept += 1
    community.present_count = kept
    hear(world, day)
    for k in range(community.joined_count):
        world.present[kept + k] = world.joined_now[k]
    community.present_count = kept + community.joined_count


def fall_silent(world, day, seat, least):
    """A member stops coming, for now: dormant; the community comes to mind after `least` days of silence or more."""
    person = world.person[seat]
    if person.status != PRESENT:
        return
    person.status = DORMANT
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


def active_neighbours(world, seat):
    """Colleagues in the given graph and ties made who are present."""
    count = 0
    for at in range(world.graph_start[seat], world.graph_start[seat + 1]):
        if world.person[world.graph_neighbour[at]].status == PRESENT:
            count += 1
    for slot in range(world.tie_partner.shape[1]):
        other = world.tie_partner[seat, slot]
        if other >= 0 and world.person[other].status == PRESENT and world.person[other].generation == world.tie_generation[seat, slot]:
            count += 1
    return count


def review(world, day):
    """Once a week every member weighs staying against leaving; all weigh the same yesterday, then those who go, go."""
    community, theory = world.community[0], world.theory[0]
    if theory.stay_cost <= 0.0:
        return
    going = 0
    for k in range(community.present_count):
        seat = world.present[k]
        person = world.person[seat]
        if person.status != PRESENT:
            continue
        attachment = theory.stay_by_motivation * person.motivation + theory.stay_by_safety * person.safety
        attachment += theory.stay_by_related * person.related - theory.stay_by_strain * person.strain
        if not stays(theory.stay_by_neighbour, active_neighbours(world, seat), attachment, theory.stay_cost):
            world.stopped[going] = seat
            going += 1
    for k in range(going):
        seat = world.stopped[k]
        person = world.person[seat]
        person.status = LEFT
        person.wake_day = NEVER
        world.due_day[seat] = person.departure_day
        community.leavers += 1.0
        community.day_leaves += 1
        community.member_count -= 1
        note(world, day, seat, person.generation, LEAVES, -1, -1)


def fall_due(world, day, seat):
    """What is dated today: a person leaves the organisation and the seat waits anew, or a dormant member thinks of coming back."""
    community = world.community[0]
    person = world.person[seat]
    if person.departure_day <= day:
        if person.status != LEFT:
            community.day_leaves += 1
            community.member_count -= 1
            note(world, day, seat, person.generation, LEAVES, -1, -1)
        community.departures += 1.0
        person.status = WAITING
        person.generation += 1
        person.wake_day = NEVER
        person.departure_day = NEVER
        world.due_day[seat] = NEVER
        return
    come_back(world, day, seat)


def come_back(world, day, seat):
    """A dormant member thinks of the community: comes back if it still appeals, else thinks again later."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    readiness = drive(person.motivation, person.extrinsic, theory.extrinsic_weight)
    chance = today.ease * probability(theory.return_appeal * readiness * (theory.return_floor + person.benefit))
    if uniform(die(person.identity, day_key(community.seed_key, day, RETURN))) < chance:
        wake(world, day, seat)
    else:
        think_again(world, day, seat, float(max(1, day - person.last_visit)))


def wake(world, day, seat):
    """A dormant member is back among those present and comes today."""
    person = world.person[seat]
    away = day - person.last_visit
    person.status = PRESENT
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


def hear(world, day):
    """People hear of the community, from announcements and from members, and decide to join or to come back."""
    community, settings, theory = world.community[0], world.settings[0], world.theory[0]
    levers, calendar = world.levers[world.segment[day]], world.calendar[day]
    key = community_die(community, day, HEAR_COUNT)
    pick_key = community_die(community, day, HEAR_PICK)
    seats = world.person.shape[0]
    arrivals = 0
    if settings.open_pool > 0.0:
        mean = arrival_mean(day, community.recent_arrivals, settings) * calendar.attention * calendar.activity / settings.scale
        for _ in range(poisson(mean, key)):
            while community.arrival_pointer < seats and world.person[community.arrival_pointer].status != WAITING:
                community.arrival_pointer += 1  # came earlier, told by a member
            if community.arrival_pointer < seats:
                enter(world, day, community.arrival_pointer)
                community.arrival_pointer += 1
                arrivals += 1
    else:
        mean = hearing_mean(day, float(seats), levers, settings) * calendar.attention * calendar.working
        for k in range(poisson(mean, key)):
            consider(world, day, choose(uniform(indexed(pick_key, k)), seats))
    tell(world, day)
    community.recent_arrivals = settings.excitation_keep * community.recent_arrivals + arrivals


def tell(world, day):
    """Word of mouth: some of today's visitors tell one of their colleagues."""
    community, theory = world.community[0], world.theory[0]
    if community.visitor_count == 0:
        return
    key = community_die(community, day, TELL_COUNT)
    pick_key = community_die(community, day, TELL_PICK)
    for k in range(poisson(theory.word_of_mouth * community.visitor_count, key)):
        coin_key = indexed(pick_key, k)
        teller = world.visitors[choose(uniform(coin_key), community.visitor_count)]
        first, last = world.graph_start[teller], world.graph_start[teller + 1]
        if last > first:
            consider(world, day, world.graph_neighbour[first + choose(uniform(indexed(coin_key, 1)), last - first)])


def consider(world, day, seat):
    """One person hears of the community: joins, or comes back, or lets it be."""
    community, today, theory = world.community[0], world.today[0], world.theory[0]
    person = world.person[seat]
    if person.status == DORMANT:
        if person.last_visit < day:
            come_back(world, day, seat)
        return
    if person.status != WAITING:
        return
    levers = world.levers[world.segment[day]]
    draw_readiness_to_join(world, seat)
    key = die(person.identity, day_key(community.seed_key, day, JOIN))
    share = community.present_count / world.person.shape[0]
    persuaded = uniform(key) < join_chance(person.fit, levers.cause_clarity, today.ease, levers.onboarding, theory)
    if persuaded or adopts(share, person.threshold):
        enter(world, day, seat)


def enter(world, day, seat):
    """A person joins and comes for the first time."""
    community = world.community[0]
    settle_in(world, day, seat)
    community.joined += 1.0
    community.day_joins += 1
    community.member_count += 1
    days = world.calendar.shape[0]
    if day + 30 < days:
        community.followed_30 += 1.0
    if day + 90 < days:
        community.followed_90 += 1.0
    community.week_visitors += 1
    take_place(world, seat)


def found(world):
    """The founders are there before the first day: people picked at random who take to the cause."""
    community, settings = world.community[0], world.settings[0]
    seats = world.person.shape[0]
    community.joined_count = 0
    world.today[0].climate = safety_climate(world.levers[world.segment[0]], world.theory[0])
    pick_key = community_die(community, 0, FOUND_PICK)
    wanted = min(int(settings.founders), seats)
    if settings.open_pool > 0.0 or wanted == seats:
        for seat in range(wanted):
            enter(world, -1, seat)
        community.arrival_pointer = wanted
    else:
        for k in range(100 * wanted):
            if community.joined_count == wanted:
                break
            seat = choose(uniform(indexed(pick_key, k)), seats)
            if world.person[seat].status == WAITING:
                enter(world, -1, seat)
    for k in range(community.joined_count):
        world.present[k] = world.joined_now[k]
    community.present_count = community.joined_count
