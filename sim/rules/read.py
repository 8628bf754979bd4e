"""Phase 3, read and meet: what a visitor gets to see, what it is worth, who comes to an event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from community_dynamics.sim.arithmetic import exponential
from community_dynamics.sim.state import TOPICS

if TYPE_CHECKING:
    from community_dynamics.sim.records import Levers, Theory

COMMUNITY, PERSONALISED = 1, 2
TRADE = 0.1  # share of the items beside the core that concern one: the own trade and the one next to it, of twenty topics


def matching(items: float, core: float, fit: float) -> float:
    """Items that speak to a person: fit x those on the community's core topics + one in ten of the others.

    Source: ren_kraut_2014 (topical breadth).
    """
    return fit * core + TRADE * (items - core)


def days_unread(days_away: int, life: int) -> int:
    """Days of which a visitor has not seen the items yet: those since the last visit, 1 to an item's life in the feed."""
    return min(life, max(1, days_away))


def item_life(feed_days: float, patience_days: float) -> float:
    """Days that an item stays in the feed: feed_days, and not before it has been judged: max(feed_days, patience + 1)."""
    return max(feed_days, patience_days + 1.0)


def curated_at_hand(curated_a_week: float, feed_days: float) -> int:
    """Curated items that lie beside the feed: floor(curated a week x feed_days / 7)."""
    return int(curated_a_week * feed_days / 7.0)


def let_through(items: float, on_topic: float, matched: float, moderation: float) -> float:
    """Items that moderation lets a reader see: all (none, 0), what is on topic (community, 1), what speaks to one (2).

    Source: ren_kraut_2014.
    """
    if moderation >= PERSONALISED:
        return matched
    return on_topic if moderation >= COMMUNITY else items


def shown_items(stream: float, knee: float, open_share: float) -> float:
    """Items that a visit shows: as many as one looks through, of what is open to one: min(knee, stream) x open share."""
    return min(knee, stream) * open_share


def relevant(shown: float, new: float, stream: float) -> float:
    """Items shown that have something new to say to a person: shown x new / stream, 0 where there are none."""
    return shown * new / max(1e-9, stream)


def by_members(items: float, curated: float) -> float:
    """Share of what there is that members wrote: items / (items + curated), 0 where there is nothing."""
    return items / max(1e-9, items + curated)


def place_from_newest(coin: float, live: int) -> int:
    """Place (0 the newest) of the item that one looks at closely, the newest likeliest: floor(coin^2 x live)."""
    return min(int(coin * coin * live), live - 1)


def is_trade(topic: int, specialism: int) -> bool:
    """Whether a topic is a person's trade or the one next to it: specialism or (specialism + 1) mod 20."""
    return topic == specialism or topic == (specialism + 1) % TOPICS


def shows(off_topic: bool, core: bool, trade: bool, fit: float, moderation: float) -> bool:
    """Whether moderation shows an item to a person: any (none, 0), what is not off topic (community, 1), what speaks to one (2).

    As a personal filter guesses, core topics speak to those whose cause it is (fit >= 1/2), others to those whose trade it is.
    Source: ren_kraut_2014.
    """
    if moderation >= PERSONALISED:
        return fit >= 0.5 if core else trade
    return moderation < COMMUNITY or not off_topic


def overload(items_a_day: float, knee: float) -> float:
    """Factor (0-1] that a flood leaves of a visit's worth: 1 / (1 + (excess / knee)^2), excess over the knee of 40 items a day.

    items_a_day counts what moderation lets through, seen or not. Source: jones_2004, ren_kraut_2014 (cost of reading).
    """
    excess = max(0.0, items_a_day - knee) / knee
    return 1.0 / (1.0 + excess * excess)


def left_to_learn(core_mastery: float) -> float:
    """Share of what the place deals with that one has still to learn: 1 - mean mastery of its core topics (0-1).

    Old hands come less for what is new, and stay for those who need them, or do not. Source: model_proposal, teblunthuis_2018.
    """
    return 1.0 - core_mastery


def new_items(ours: float, theirs: float, left: float) -> float:
    """Items that speak to a person and are new: left to learn x members' items + curated ones, new as far as novel."""
    return left * ours + theirs


def information_benefit(relevant_items: float, benefit_items: float, overload_factor: float) -> float:
    """Worth of a visit to the reader (0-1), with diminishing returns: overload x (1 - exp(-relevant / benefit_items)).

    Source: ren_kraut_2014 (information benefit, knee near 40 items a day).
    """
    return overload_factor * (1.0 - exponential(-relevant_items / benefit_items))


def beside_the_cause(items: float, on_topic: float, core: float, moderation: float) -> float:
    """Share (0-1) of members' items that a reader is let see which lies beside the core topics: others / (others + core).

    Source: ren_2007 (talk beside the topic).
    """
    others = let_through(items - core, on_topic - core, TRADE * (items - core), moderation)
    return others / max(1e-9, others + core)


def company(shown: float, members_share: float, beside: float, knee: float) -> float:
    """How much of other people a visit shows (0-1): shown x share of items by members x (1 + beside the cause) / 2 / knee.

    Bonds grow from seeing the same people again, and faster where they talk of more than the cause: filters cost bonds.
    Source: ren_kraut_2014 (informational against relational benefit), ren_2007 (bonds and identity).
    """
    return shown * members_share * 0.5 * (1.0 + beside) / knee


def learned(mastery: float, level: float, rate: float) -> float:
    """Mastery (0-1) of a topic after taking in something at `level`: mastery + rate x max(0, level - mastery).

    Nobody unlearns by reading. Source: model_proposal.
    """
    return mastery + rate * max(0.0, level - mastery)


def practised(mastery: float, rate: float) -> float:
    """Mastery after doing something in the topic oneself: mastery + rate x (1 - mastery). Source: lave_wenger_1991."""
    return mastery + rate * (1.0 - mastery)


def event_freshness(days_since: float, renewal_days: float) -> float:
    """What an event has to offer since the last one (0-1): 1 - exp(-days since / renewal_days).

    Meetings too close repeat themselves. A hypothesis: no study gives an optimum cadence; this and limited time let the
    model generate one.
    """
    return 1.0 - exponential(-days_since / renewal_days)


def share_in_room(levers: Levers, people: float, cost_a_head: float) -> float:
    """Share of an event that takes place in one room: what is planned, as far as the money pays for it; the rest is online.

    face_to_face_share x min(1, event_money_a_month / max(1, bill)), the bill of a month being 30 / max(1, cadence_days) x
    people x cost a head x face_to_face_share.
    """
    bill = 30.0 / max(1.0, levers.cadence_days) * people * cost_a_head * levers.face_to_face_share
    return levers.face_to_face_share * min(1.0, levers.event_money_a_month / max(1.0, bill))


def event_minutes_needed(levers: Levers, in_room: float, theory: Theory) -> float:
    """Minutes that attending costs: event_minutes + travel_minutes x share in one room."""
    return levers.event_minutes + theory.travel_minutes * in_room


def event_appeal(levers: Levers) -> float:
    """What the rhythm of events does to attendance: a date that people can plan on, (1 + regularity) / 2.

    Source: wenger_2002 (create a rhythm).
    """
    return 0.5 * (1.0 + levers.cadence_regularity)


def attend_reach(propensity: float, time: float, mind: float, mood: float, awake: float) -> float:
    """How far an event reaches a person: sqrt(propensity x time) x attention x mood x energy.

    What stands in the calendar depends less on who one is and on the minutes at hand than a visit does.
    Source: model_proposal.
    """
    return math.sqrt(propensity * time) * mind * mood * awake


def attend_hazard(reach: float, readiness: float, base: float, habit_part: float, tie_part: float, appeal: float) -> float:
    """Hazard to attend today's event: reach x readiness x appeal x (base + habit + ties). Source: sessions_2010."""
    return reach * readiness * appeal * (base + habit_part + tie_part)


def encounters(event_minutes: float) -> int:
    """People whom an attender really talks to, one for every half hour, 1 to 4: min(4, max(1, floor(minutes / 30)))."""
    return min(4, max(1, int(event_minutes / 30.0)))


def closeness(tie_gain: float, synchronous: float, in_room: float) -> float:
    """Share of the gap to a full tie that one encounter closes: tie_gain x (1/2 + synchronous) x (1/2 + in the room).

    Source: dennis_2008 (synchrony), sessions_2010 (meeting in person bonds those who attend).
    """
    return min(1.0, tie_gain * (0.5 + synchronous) * (0.5 + in_room))


def recorded(synchronous: float, attendees: int) -> float:
    """Items that an event leaves for those who were not there: (1 - synchronous) x attendees.

    What is written or recorded reaches further and binds less. Source: dennis_2008.
    """
    return (1.0 - synchronous) * attendees


def event_due(next_day: int, last_day: int, cadence_days: float) -> int:
    """Day from which an event is due: the day set, but not later than twice the cadence after the last one (a shorter cadence
    takes hold at once): min(next day, last day + 2 ceil(cadence)).
    """
    return min(next_day, last_day + 2 * math.ceil(cadence_days))


def next_event_gap(cadence_days: float, regularity: float, normal: float) -> int:
    """Days to the next event: max(1, round(cadence x (1 + (1 - regularity) x normal))), normal a standard deviate."""
    return max(1, int(cadence_days * (1.0 + (1.0 - regularity) * normal) + 0.5))
