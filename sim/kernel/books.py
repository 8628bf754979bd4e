"""The books of a day and of a week: who came, who contributed, what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from community_dynamics.sim.state import HALF_YEAR, VISITS

if TYPE_CHECKING:
    from community_dynamics.sim.records import World


def note(world: World, day: int, seat: int, generation: int, kind: int, target: int, item: int) -> None:
    """Write one event to the log while there is room."""
    community = world.community[0]
    at = community.event_count
    if at < world.events.shape[0]:
        event = world.events[at]
        event.day = day
        event.seat = seat
        event.generation = generation
        event.kind = kind
        event.target = target
        event.item = item
        event.messages = 1
        community.event_count = at + 1


def arrive_today(world: World, day: int, seat: int) -> None:
    """Book a person's coming today, once: by a visit or by attending."""
    community = world.community[0]
    person = world.person[seat]
    if person.last_visit == day:
        return
    week = day // 7
    if person.last_visit // 7 != week:
        community.week_visitors += 1
    tenure = day - person.joined
    if tenure >= 30 and person.kept < 1 and person.joined + 30 < world.calendar.shape[0]:
        person.kept = 1
        community.kept_30 += 1.0
    if tenure >= 90 and person.kept < 2 and person.joined + 90 < world.calendar.shape[0]:
        person.kept = 2
        community.kept_90 += 1.0
    person.gap = day - person.last_visit
    person.last_visit = day
    person.visits += 1
    community.day_visits += 1
    note(world, day, seat, world.generation[seat], VISITS, -1, -1)


def spend(world: World, seat: int, minutes: float) -> None:
    """Take minutes from a person's purse, as far as there are any, and book them to members or managers."""
    community = world.community[0]
    person = world.person[seat]
    person.purse = max(0.0, person.purse - minutes)
    if person.manager == 1:
        community.minutes_managers += minutes
    else:
        community.minutes_members += minutes


def contributes_today(world: World, day: int, seat: int) -> None:
    """Book a person's contributing today (a post, an answer or attending), once a day."""
    community = world.community[0]
    person = world.person[seat]
    if person.last_contribution == day:
        return
    week = day // 7
    if person.last_contribution // 7 != week:
        community.week_contributors += 1
        if day >= world.calendar.shape[0] - HALF_YEAR:
            person.weeks_contributed += 1
    person.active_days += 1
    if person.active_days == 1:
        person.first_contribution = day
    if person.joined >= world.calendar.shape[0] - HALF_YEAR:
        if person.active_days == 1:
            community.recent_newcomers += 1.0
        if person.active_days == 2:
            community.recent_newcomers_again += 1.0
    person.last_contribution = day
    world.contributors[community.contributor_count] = seat
    community.contributor_count += 1


def open_day(world: World) -> None:
    """Set the day's counters to zero."""
    community = world.community[0]
    community.visitor_count = 0
    community.attendee_count = 0
    community.contributor_count = 0
    community.stopped_count = 0
    community.silent_count = 0
    community.answer_count = 0
    community.day_posts = 0
    community.day_questions = 0
    community.day_answers = 0
    community.day_joins = 0
    community.day_leaves = 0
    community.day_visits = 0
    community.day_items = 0
    community.day_on_topic = 0
    community.day_core = 0


def close_day(world: World, day: int) -> None:
    """Write the day's line, and on the last day of a week the week's line."""
    community = world.community[0]
    line = world.daily[day]
    line.logons = community.day_visits
    line.contributors = community.contributor_count
    line.posts = community.day_posts
    line.answers = community.day_answers
    line.attendance = community.attendee_count
    line.joins = community.day_joins
    line.leaves = community.day_leaves
    line.members = community.member_count
    line.present = community.present_count
    world.posted[day + 1, 0] = world.posted[day, 0] + community.day_items
    world.posted[day + 1, 1] = world.posted[day, 1] + community.day_on_topic
    world.posted[day + 1, 2] = world.posted[day, 2] + community.day_core
    if day % 7 == 6:
        close_week(world, day // 7)


def close_week(world: World, week: int) -> None:
    """Distinct people of the week, and the mean states of those present, undefined where nobody is."""
    community = world.community[0]
    line = world.weekly[week]
    line.contributors = community.week_contributors
    line.visitors = community.week_visitors
    community.week_contributors = 0
    community.week_visitors = 0
    motivation = safety = strain = habit = benefit = related = 0.0
    for k in range(community.present_count):
        person = world.person[world.present[k]]
        motivation += person.motivation
        safety += person.safety
        strain += person.strain
        habit += person.habit
        benefit += person.benefit
        related += person.related
    people = float(community.present_count) if community.present_count > 0 else np.nan
    line.mean_motivation = motivation / people
    line.mean_safety = safety / people
    line.mean_strain = strain / people
    line.mean_habit = habit / people
    line.mean_benefit = benefit / people
    line.mean_related = related / people
