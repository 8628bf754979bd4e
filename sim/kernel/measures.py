"""From the state and the books of a finished run to its outcomes, by the names of `sim.outcomes.OUTCOMES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.rules.credit import head_count
from community_dynamics.sim.state import HALF_YEAR, LEADER, LEFT, PRESENT, TWELVE_WEEKS, WAITING

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def ratio(part: float, whole: float) -> float:
    """part / whole, undefined (NaN) where there is nothing to divide."""
    return part / whole if whole > 0.0 else np.nan


def trailing(world: World, week: int) -> float:
    """Mean distinct contributors a week over the eight weeks up to `week`, in people."""
    first = max(0, week - 7)
    total = 0.0
    for k in range(first, week + 1):
        total += world.weekly[k].contributors
    return world.settings[0].scale * total / (week + 1 - first)


def eligible(world: World, week: int) -> float:
    """People who could take part by the end of `week`: all seats, or those who joined an open pool in the last memory_years."""
    settings = world.settings[0]
    if settings.open_pool < 1.0:
        return settings.scale * world.person.shape[0]
    last = 7 * (week + 1)
    first = max(0, last - int(365.0 * settings.memory_years))
    people = settings.founders if first == 0 else 0.0
    for day in range(first, last):
        people += world.daily[day].joins
    return settings.scale * people


def stall_threshold(world: World, week: int, factor: float) -> float:
    """Contributors a week below which a community has stalled: at least stall_people, and stall_share of those eligible."""
    settings = world.settings[0]
    return factor * max(settings.stall_people, settings.stall_share * eligible(world, week))


def above(world: World, week: int, factor: float) -> bool:
    """Whether the trailing mean of contributors reaches the threshold of stalling times `factor`."""
    return trailing(world, week) >= stall_threshold(world, week, factor)


def took_off(world: World, factor: float) -> bool:
    """Whether weekly contributors ever reached the threshold of stalling over four weeks or more."""
    for week in range(min(3, world.calendar.shape[0] // 7 - 1), world.calendar.shape[0] // 7):
        if above(world, week, factor):
            return True
    return False


def stalled_since(world: World, factor: float) -> int:
    """First day of the spell below the threshold that lasts to the end, or the run's length where there is none."""
    days = world.calendar.shape[0]
    weeks = days // 7
    since = days
    for back in range(weeks):
        week = weeks - 1 - back
        if above(world, week, factor):
            break
        since = 7 * week
    return since


def has_flourished(world: World) -> bool:
    """Whether contributors kept above flourish_times the threshold of stalling throughout the last half-year."""
    weeks = world.calendar.shape[0] // 7
    for week in range(max(0, weeks - 26), weeks):
        if not above(world, week, world.settings[0].flourish_times):
            return False
    return True


def is_dead(world: World) -> bool:
    """No contribution in the last dead_days days."""
    days = world.calendar.shape[0]
    for day in range(max(0, days - int(world.settings[0].dead_days)), days):
        if world.daily[day].contributors > 0:
            return False
    return True


def mean_daily(world: World, working: float) -> float:
    """Mean visitors a day over the last 90 days, on working days (1) or days off (0), in people."""
    days = world.calendar.shape[0]
    total, count = 0.0, 0.0
    for day in range(max(0, days - 90), days):
        if world.calendar[day].working == working:
            total += world.daily[day].logons
            count += 1.0
    return world.settings[0].scale * ratio(total, count)


def top_share(ordered: np.ndarray, share: float) -> float:
    """Share of all contributions by the most active `share` of the people; `ordered` ascending."""
    count = head_count(share, ordered.shape[0])
    total, top = 0.0, 0.0
    for k in range(ordered.shape[0]):
        total += ordered[k]
        if k >= ordered.shape[0] - count:
            top += ordered[k]
    return ratio(top, total)


def gini(ordered: np.ndarray) -> float:
    """Gini coefficient of the positive values; `ordered` ascending."""
    total, weighted, count = 0.0, 0.0, 0.0
    for k in range(ordered.shape[0]):
        if ordered[k] > 0.0:
            count += 1.0
            total += ordered[k]
            weighted += count * ordered[k]
    if total == 0.0:
        return np.nan
    return 2.0 * weighted / (count * total) - (count + 1.0) / count


def measure_fate(world: World) -> None:
    """Fate, stalling, contributors and trend."""
    outcome, days = world.outcome[0], world.calendar.shape[0]
    last = days // 7 - 1
    since = stalled_since(world, 1.0)
    launched, dead = took_off(world, 1.0), is_dead(world)
    alive = launched and not dead and since == days
    if alive:
        outcome.fate = 4.0 if has_flourished(world) else 3.0
    else:
        outcome.fate = (1.0 if dead else 2.0) if launched else 0.0
    outcome.flourishing = 1.0 if outcome.fate == 4.0 else 0.0
    outcome.holding = 1.0 if alive else 0.0
    outcome.took_off = 1.0 if launched else 0.0
    outcome.stalled_day = float(min(since, max(0, days - int(world.settings[0].dead_days))) if dead else since)
    if not launched:
        outcome.stalled_day = np.nan
    outcome.stalled_at_half = 1.0 if dead or stalled_since(world, 0.5) < days else 0.0
    outcome.stalled_at_double = 1.0 if dead or stalled_since(world, 2.0) < days else 0.0
    outcome.weekly_contributors = trailing(world, last)
    outcome.trend = ratio(outcome.weekly_contributors, trailing(world, max(0, last - 26))) - 1.0


def measure_activity(world: World) -> None:
    """Visits, members, contributions and answers."""
    outcome, settings, community = world.outcome[0], world.settings[0], world.community[0]
    days = world.calendar.shape[0]
    last = days // 7 - 1
    visitors = 0.0
    for week in range(max(0, last - 7), last + 1):
        visitors += world.weekly[week].visitors
    posts = 0.0
    first = max(0, days - HALF_YEAR)
    for day in range(first, days):
        posts += world.daily[day].posts + world.daily[day].answers
    outcome.weekly_visitors = settings.scale * visitors / (last + 1 - max(0, last - 7))
    outcome.logons_a_weekday = mean_daily(world, 1.0)
    outcome.logons_a_weekend_day = mean_daily(world, 0.0)
    outcome.members = settings.scale * community.member_count
    outcome.contributions_a_week = settings.scale * posts / (days - first) * 7.0
    outcome.answered_share = ratio(community.questions_answered, community.questions_settled)
    outcome.recent_answered_share = ratio(community.recent_questions_answered, community.recent_questions_settled)
    outcome.first_posts_answered_share = ratio(community.first_posts_answered, community.first_posts_settled)
    outcome.delay_hours = ratio(community.delay_hours, community.delays)
    outcome.answered_within_a_day = ratio(community.delays_within_day, community.delays)


def measure_people(world: World) -> None:
    """Readers, lurkers, tiers, inequality, newcomers kept, tenure."""
    outcome, community = world.outcome[0], world.community[0]
    days = world.calendar.shape[0]
    seen_lately = lurkers = seen = readers = month = half_year = core = active = belong = tenure = 0.0
    people = 0
    posts = np.zeros(world.person.shape[0])
    for seat in range(world.person.shape[0]):
        person = world.person[seat]
        if world.status[seat] == WAITING:
            continue
        posts[people] = person.posts
        people += 1
        if person.last_visit >= days - 28:
            month += 1.0
        if world.status[seat] == LEFT:
            continue
        belong += 1.0
        tenure += days - person.joined
        if person.last_visit >= days - HALF_YEAR:
            seen += 1.0
            if person.last_contribution < days - HALF_YEAR:
                readers += 1.0
        if person.joined < days - TWELVE_WEEKS and person.last_visit >= days - TWELVE_WEEKS:
            seen_lately += 1.0
            if person.last_post < days - TWELVE_WEEKS:
                lurkers += 1.0
        if person.joined < days - HALF_YEAR:
            half_year += 1.0
            if person.weeks_contributed >= 19.5:
                core += 1.0
            elif person.weeks_contributed >= 6.5:
                active += 1.0
    ordered = np.sort(posts[:people])
    outcome.monthly_visitors = world.settings[0].scale * month
    outcome.read_only_share = ratio(readers, seen)
    outcome.lurker_share = ratio(lurkers, seen_lately)
    outcome.core_share = ratio(core, half_year)
    outcome.active_share = ratio(active, half_year)
    outcome.periphery_share = ratio(half_year - core - active, half_year)
    outcome.gini = gini(ordered)
    outcome.top_1_percent_share = top_share(ordered, 0.01)
    outcome.top_10_percent_share = top_share(ordered, 0.1)
    outcome.kept_30_days = ratio(community.kept_30, community.followed_30)
    outcome.kept_90_days = ratio(community.kept_90, community.followed_90)
    outcome.newcomers_again = ratio(community.recent_newcomers_again, community.recent_newcomers)
    outcome.tenure_days = ratio(tenure, belong)
    outcome.leaving_a_year = ratio(365.0 * (community.leavers + community.stops), community.member_days)


def measure_states(world: World) -> None:
    """Motivation, safety, strain, habit over the last weeks in which anybody was present, and use of time."""
    outcome, community = world.outcome[0], world.community[0]
    weeks = world.calendar.shape[0] // 7
    motivation = safety = strain = habit = count = 0.0
    for week in range(max(0, weeks - 4), weeks):
        if np.isnan(world.weekly[week].mean_motivation):
            continue
        count += 1.0
        motivation += world.weekly[week].mean_motivation
        safety += world.weekly[week].mean_safety
        strain += world.weekly[week].mean_strain
        habit += world.weekly[week].mean_habit
    outcome.motivation = ratio(motivation, count)
    outcome.safety = ratio(safety, count)
    outcome.strain = ratio(strain, count)
    outcome.habit = ratio(habit, count)
    safeties = np.zeros(community.present_count)
    for k in range(community.present_count):
        safeties[k] = world.person[world.present[k]].safety
    ordered = np.sort(safeties)
    outcome.safety_10th_percentile = np.nan
    if community.present_count > 0:
        outcome.safety_10th_percentile = ordered[int(0.1 * (ordered.shape[0] - 1))]
    outcome.minutes_used_share = ratio(community.minutes_members + community.minutes_managers, community.minutes_offered)


def measure_rewards(world: World) -> None:
    """The five rewards, community leaders, hostility, cost and messages."""
    outcome, community, scale = world.outcome[0], world.community[0], world.settings[0].scale
    years = world.calendar.shape[0] / 365.0
    presence = community.member_days / 365.0
    leaders = 0.0
    for seat in range(world.person.shape[0]):
        if world.status[seat] == PRESENT and world.person[seat].role == LEADER:
            leaders += 1.0
    outcome.sharing_knowledge = ratio(100.0 * community.knowledge_shared, presence)
    outcome.spearheading_practice = ratio(100.0 * (community.mastery_practised + community.apprentices_mastered), presence)
    outcome.solving_problems = ratio(100.0 * community.problems_solved, presence)
    outcome.seeding_innovation = community.innovations / years
    outcome.supercharging_development = ratio(community.mastery_gained, presence)
    outcome.development_minutes = ratio(community.minutes_members + community.minutes_managers, presence)
    outcome.community_leaders = scale * leaders
    outcome.hostile_share = ratio(community.hostile_replies, community.member_answers)
    outcome.cost_member_minutes = scale * community.minutes_members
    outcome.cost_manager_minutes = scale * community.minutes_managers
    outcome.cost_facilitator_minutes = community.minutes_facilitators
    outcome.cost_money = community.money
    outcome.messages_a_week = scale * 7.0 * community.messages / world.calendar.shape[0]


def measure(world: World) -> None:
    """Judge a finished run: fill the record of its outcomes."""
    measure_fate(world)
    measure_activity(world)
    measure_people(world)
    measure_states(world)
    measure_rewards(world)
