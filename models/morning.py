"""The start of a day: what all members share, from the calendar to today's event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community_dynamics.sim.decisions import DAY_MOOD, EVENT_GAP, WEEK_DEMAND, WEEK_DEMAND_COMMON

if TYPE_CHECKING:
    from community_dynamics.models.community import Community


@dataclass(slots=True)
class Today:
    """What holds today for everybody."""

    ease: float = 0.0  # how little the place itself gets in the way
    climate: float = 0.0  # psychological safety that the climate alone would settle at
    appeal: float = 0.0  # motivation (log-odds) that the whole community shares
    demand: float = 0.0  # demand of the job, of capacity: none on a day off
    pressure: float = 0.0  # the same, as if it were a working day
    activity: float = 0.0  # how far this is a day for the community at all
    working: float = 0.0  # 1 on a working day
    audience: float = 0.0  # how far those who come make it worth speaking up
    openness: float = 0.0  # how open old hands leave the place to newcomers
    event_is_today: float = 0.0
    event_cue: float = 0.0
    event_appeal: float = 0.0
    event_minutes: float = 0.0
    event_in_room: float = 0.0  # share of the event in one room
    mood_factor: float = 0.0  # the day's shock, in common to all
    capacity: float = 0.0  # posts that the facilitator can answer
    hostile: float = 0.0  # chance that an answer is hostile


def start_day(community: Community) -> None:
    """Work out what all members share today, before phase 1."""
    turn_mood(community)
    rules, theory, books = community.rules, community.theory, community.books
    levers, calendar, today = community.levers, community.calendar, community.today
    today.working, today.activity = calendar.working, calendar.activity
    today.ease = rules.platform_ease(levers, theory)
    today.climate = rules.safety_climate(levers, theory)
    today.appeal = rules.community_appeal(levers, theory, books.recognised_share)
    today.pressure = rules.pressure(levers.demand, calendar.crunch, levers.crunch_demand)
    today.demand = calendar.working * today.pressure
    today.audience = rules.audience_factor(books.audience, theory.company_half)
    today.openness = rules.openness(books.hardness, levers.inclusivity_norm, theory.hardening)
    today.hostile = rules.hostile_chance(levers.hostile_reply_share, levers.inclusivity_norm)
    today.capacity = calendar.working * rules.facilitator_answers(levers, theory, community.settings.scale)
    community.feed.drop_old(community.day, rules.item_life(theory.feed_days, theory.patience_days))
    schedule_event(community)


def turn_mood(community: Community) -> None:
    """The mood that all have in common carries over from yesterday, with a new shock."""
    rules, theory, books = community.rules, community.theory, community.books
    shock = community.dice.deviate(community.dice.shared, community.day, DAY_MOOD)
    books.mood = rules.mood_after(books.mood, theory.mood_persistence, theory.mood_spread, shock)
    community.today.mood_factor = rules.exponential(books.mood)


def schedule_event(community: Community) -> None:
    """A due event waits for a working day; then the next one is dated. The day before reminds people."""
    books, today, levers, day = community.books, community.today, community.levers, community.day
    today.event_is_today = today.event_cue = 0.0
    if levers.cadence_days <= 0.0:
        return
    due = community.rules.event_due(books.next_event_day, books.last_event_day, levers.cadence_days)
    if day >= due and today.activity >= 1.0:
        hold_event(community)
        today.event_cue = community.theory.cue
    elif day + 1 >= due and tomorrow_is_active(community):
        today.event_cue = community.theory.cue


def tomorrow_is_active(community: Community) -> bool:
    """Whether an event could be held tomorrow."""
    tomorrow = community.day + 1
    return tomorrow < community.days and community.calendar_rows[tomorrow].activity >= 1.0


def hold_event(community: Community) -> None:
    """Today is an event day."""
    rules, theory, levers = community.rules, community.theory, community.levers
    books, today, day = community.books, community.today, community.day
    people = community.settings.scale * max(1, books.last_attendance)
    fresh = rules.event_freshness(float(day - books.last_event_day), theory.event_renewal_days)
    today.event_is_today = 1.0
    today.event_in_room = rules.share_in_room(levers, people, theory.event_cost_a_head)
    today.event_appeal = rules.event_appeal(levers) * fresh
    today.event_minutes = rules.event_minutes_needed(levers, today.event_in_room, theory)
    blur = community.dice.deviate(community.dice.shared, day, EVENT_GAP)
    gap = rules.next_event_gap(levers.cadence_days, levers.cadence_regularity, blur)
    books.last_event_day, books.next_event_day = day, day + gap


def start_week(community: Community) -> None:
    """On the first day of a week those present learn what their job demands, and ties fade by a week."""
    dice, day, theory = community.dice, community.day, community.theory
    common = dice.deviate(dice.shared, day, WEEK_DEMAND_COMMON)
    for member in community.present:
        own = dice.deviate(member.identity, day, WEEK_DEMAND)
        member.demand_shock = community.rules.weekly_shock(common, own, theory.common_demand_share)
        member.ties.fade(theory.tie_keep_a_week)
