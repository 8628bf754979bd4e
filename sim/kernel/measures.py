"""From the state and the books of a finished run to its outcomes, in the order of `sim.outcomes.OUTCOMES`."""

import numpy as np

from sim.state import HALF_YEAR, LEADER, LEFT, PRESENT, TWELVE_WEEKS, WAITING


def ratio(part, whole, empty):
    """part / whole, or `empty` where there is nothing to divide."""
    return part / whole if whole > 0.0 else empty


def trailing(world, week):
    """Mean distinct contributors a week over the eight weeks up to `week`, in people."""
    first = max(0, week - 7)
    total = 0.0
    for k in range(first, week + 1):
        total += world.weekly[k].contributors
    return world.settings[0].scale * total / (week + 1 - first)


def stall_threshold(world, week, factor):
    """Contributors a week below which a community has stalled: at least stall_people, and stall_share of those eligible."""
    settings = world.settings[0]
    eligible = float(world.person.shape[0])
    if settings.open_pool > 0.0:
        eligible = 0.0
        for day in range(7 * (week + 1)):
            eligible += world.daily[day].joins
        eligible += settings.founders
    return factor * max(settings.stall_people, settings.stall_share * eligible * settings.scale)


def stalled_since(world, factor):
    """First day of the stalled spell that lasts to the end, or the run's length where there is none."""
    days = world.calendar.shape[0]
    weeks = days // 7
    since = days
    for back in range(weeks):
        week = weeks - 1 - back
        if 7 * week < world.settings[0].grace_days or trailing(world, week) >= stall_threshold(world, week, factor):
            break
        since = 7 * week
    return since


def is_dead(world):
    """No contribution in the last dead_days days."""
    days = world.calendar.shape[0]
    for day in range(max(0, days - int(world.settings[0].dead_days)), days):
        if world.daily[day].contributors > 0:
            return False
    return True


def mean_daily(world, working):
    """Mean visitors a day over the last 90 days, on working days (1) or days off (0), in people."""
    days = world.calendar.shape[0]
    total, count = 0.0, 0.0
    for day in range(max(0, days - 90), days):
        if world.calendar[day].working == working:
            total += world.daily[day].logons
            count += 1.0
    return world.settings[0].scale * ratio(total, count, 0.0)


def top_share(ordered, share):
    """Share of all contributions by the most active `share` of the people; `ordered` ascending."""
    count = max(1, int(share * ordered.shape[0] + 0.5))
    total, top = 0.0, 0.0
    for k in range(ordered.shape[0]):
        total += ordered[k]
        if k >= ordered.shape[0] - count:
            top += ordered[k]
    return ratio(top, total, 0.0)


def gini(ordered):
    """Gini coefficient of the positive values; `ordered` ascending."""
    total, weighted, count = 0.0, 0.0, 0.0
    for k in range(ordered.shape[0]):
        if ordered[k] > 0.0:
            count += 1.0
            total += ordered[k]
            weighted += count * ordered[k]
    if total == 0.0:
        return 0.0
    return 2.0 * weighted / (count * total) - (count + 1.0) / count


def measure_fate(world, outcomes):
    """Fate, stalling, contributors and trend: outcomes 0 to 7."""
    settings, community = world.settings[0], world.community[0]
    days = world.calendar.shape[0]
    last = days // 7 - 1
    since = stalled_since(world, 1.0)
    dead = is_dead(world)
    now = trailing(world, last)
    before = trailing(world, max(0, last - 26))
    trend = ratio(now, before, 1.0) - 1.0
    answered = ratio(community.recent_questions_answered, community.recent_questions_settled, 1.0)
    again = ratio(community.recent_newcomers_again, community.recent_newcomers, 1.0)
    alive = not dead and since == days
    healthy = trend > -settings.decline_share and answered >= settings.answered_share and again >= settings.newcomers_share
    fate = 3.0 if alive and healthy else (2.0 if alive else (0.0 if dead else 1.0))
    outcomes[0] = fate
    outcomes[1] = 1.0 if fate == 3.0 else 0.0
    outcomes[2] = 1.0 if fate >= 2.0 else 0.0
    outcomes[3] = min(since, max(0, days - int(settings.dead_days))) if dead else since
    outcomes[4] = 1.0 if dead or stalled_since(world, 0.5) < days else 0.0
    outcomes[5] = 1.0 if dead or stalled_since(world, 2.0) < days else 0.0
    outcomes[6] = now
    outcomes[7] = trend


def measure_activity(world, outcomes):
    """Visits, members, contributions and answers: outcomes 8 to 17."""
    settings, community = world.settings[0], world.community[0]
    days = world.calendar.shape[0]
    last = days // 7 - 1
    visitors = 0.0
    for week in range(max(0, last - 7), last + 1):
        visitors += world.weekly[week].visitors
    posts = 0.0
    first = max(0, days - HALF_YEAR)
    for day in range(first, days):
        posts += world.daily[day].posts + world.daily[day].answers
    outcomes[8] = settings.scale * visitors / (last + 1 - max(0, last - 7))
    outcomes[9] = mean_daily(world, 1.0)
    outcomes[10] = mean_daily(world, 0.0)
    outcomes[11] = settings.scale * community.member_count
    outcomes[12] = settings.scale * posts / (days - first) * 7.0
    outcomes[13] = ratio(community.questions_answered, community.questions_settled, 1.0)
    outcomes[14] = ratio(community.recent_questions_answered, community.recent_questions_settled, 1.0)
    outcomes[15] = ratio(community.first_posts_answered, community.first_posts_settled, 1.0)
    outcomes[16] = ratio(community.delay_hours, community.delays, 0.0)
    outcomes[17] = ratio(community.delays_within_day, community.delays, 0.0)


def measure_people(world, outcomes):
    """Lurkers, tiers, inequality, newcomers kept, tenure: outcomes 18 to 29."""
    community = world.community[0]
    days = world.calendar.shape[0]
    long_there = lurkers = half_year = core = active = belong = tenure = 0.0
    people = 0
    posts = np.zeros(world.person.shape[0])
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        if world.status[seat] == WAITING:
            continue
        posts[people] = person.posts
        people += 1
        if world.status[seat] == LEFT:
            continue
        belong += 1.0
        tenure += days - person.joined
        if person.joined < days - TWELVE_WEEKS:
            long_there += 1.0
            if person.last_post < days - TWELVE_WEEKS:
                lurkers += 1.0
        if person.joined < days - HALF_YEAR:
            half_year += 1.0
            if person.weeks_contributed >= 19.5:
                core += 1.0
            elif person.weeks_contributed >= 6.5:
                active += 1.0
    ordered = np.sort(posts[:people])
    outcomes[18] = ratio(lurkers, long_there, 0.0)
    outcomes[19] = ratio(core, half_year, 0.0)
    outcomes[20] = ratio(active, half_year, 0.0)
    outcomes[21] = ratio(half_year - core - active, half_year, 1.0)
    outcomes[22] = gini(ordered)
    outcomes[23] = top_share(ordered, 0.01)
    outcomes[24] = top_share(ordered, 0.1)
    outcomes[25] = ratio(community.kept_30, community.followed_30, 0.0)
    outcomes[26] = ratio(community.kept_90, community.followed_90, 0.0)
    outcomes[27] = ratio(community.recent_newcomers_again, community.recent_newcomers, 1.0)
    outcomes[28] = ratio(tenure, belong, 0.0)
    outcomes[29] = ratio(365.0 * (community.leavers + community.stops), community.member_days, 0.0)


def measure_states(world, outcomes):
    """Motivation, safety, strain, habit and use of time: outcomes 30 to 35."""
    community = world.community[0]
    weeks = world.calendar.shape[0] // 7
    first = max(0, weeks - 4)
    motivation = safety = strain = habit = 0.0
    for week in range(first, weeks):
        motivation += world.weekly[week].mean_motivation
        safety += world.weekly[week].mean_safety
        strain += world.weekly[week].mean_strain
        habit += world.weekly[week].mean_habit
    count = float(weeks - first)
    safeties = np.zeros(max(1, community.present_count))
    for k in range(community.present_count):
        safeties[k] = world.person[world.present[k]].safety
    ordered = np.sort(safeties)
    outcomes[30] = motivation / count
    outcomes[31] = safety / count
    outcomes[32] = ordered[int(0.1 * (ordered.shape[0] - 1))]
    outcomes[33] = strain / count
    outcomes[34] = habit / count
    outcomes[35] = ratio(community.minutes_members + community.minutes_managers, community.minutes_offered, 0.0)


def measure_rewards(world, outcomes):
    """The five rewards, community leaders, hostility, cost and messages: outcomes 36 to 48."""
    community, scale = world.community[0], world.settings[0].scale
    years = world.calendar.shape[0] / 365.0
    presence = community.member_days / 365.0
    leaders = 0.0
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        if world.status[seat] == PRESENT and person.role == LEADER:
            leaders += 1.0
    outcomes[36] = ratio(100.0 * community.knowledge_shared, presence, 0.0)
    outcomes[37] = ratio(100.0 * (community.mastery_practised + community.apprentices_mastered), presence, 0.0)
    outcomes[38] = ratio(100.0 * community.problems_solved, presence, 0.0)
    outcomes[39] = community.innovations / years
    outcomes[40] = ratio(community.mastery_gained, presence, 0.0)
    outcomes[41] = ratio(community.minutes_members + community.minutes_managers, presence, 0.0)
    outcomes[42] = scale * leaders
    outcomes[43] = ratio(community.hostile_replies, community.member_answers, 0.0)
    outcomes[44] = scale * community.minutes_members
    outcomes[45] = scale * community.minutes_managers
    outcomes[46] = community.minutes_facilitators
    outcomes[47] = community.money
    outcomes[48] = scale * 7.0 * community.messages / world.calendar.shape[0]


def measure(world, outcomes):
    """Fill the row of outcomes of a finished run."""
    measure_fate(world, outcomes)
    measure_activity(world, outcomes)
    measure_people(world, outcomes)
    measure_states(world, outcomes)
    measure_rewards(world, outcomes)
