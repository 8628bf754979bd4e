"""Phase 3, read and meet: what a visitor takes in, what it is worth, who comes to an event."""

from sim.arithmetic import exponential


def relevance(topical_breadth: float, fit: float, broad_relevance: float) -> float:
    """Share of the content that speaks to a person (0-1): a narrow place serves those who fit, a broad one half-serves all.

    relevance = (1 - breadth) x fit + breadth x broad_relevance. Source: ren_kraut_2014 (topical breadth).
    """
    return (1.0 - topical_breadth) * fit + topical_breadth * broad_relevance


def items_on_offer(
    member_items: float, curated_a_week: float, novelty: float, member_item_worth: float, feed_days: float
) -> float:
    """Fresh items that the place offers, in items worth reading: members' own, plus curated ones as far as they are new.

    offer = member_item_worth x members' live items + novelty x curated a week x feed_days / 7.
    """
    return member_item_worth * member_items + novelty * curated_a_week * feed_days / 7.0


def overload(items_a_day: float, moderation: float, theory) -> float:
    """Factor (0-1] that a flood leaves of the benefit: 1 / (1 + (excess / knee)^2), excess above the knee near 40 a day.

    Community moderation (1) hides some of the flood, personalised moderation (2) most of it.
    Source: jones_2004, ren_kraut_2014.
    """
    seen = items_a_day * (1.0 - 0.5 * theory.moderation_relief * moderation)
    excess = max(0.0, seen - theory.overload_knee) / theory.overload_knee
    return 1.0 / (1.0 + excess * excess)


def information_benefit(relevant_items: float, benefit_items: float, overload_factor: float) -> float:
    """Worth of a visit to the reader (0-1), with diminishing returns: overload x (1 - exp(-relevant / benefit_items)).

    Source: ren_kraut_2014 (information benefit, knee near 40 items a day).
    """
    return overload_factor * (1.0 - exponential(-relevant_items / benefit_items))


def learned(mastery: float, level: float, rate: float) -> float:
    """Mastery (0-1) of a topic after taking in something at `level`: the gap closes by `rate`; nobody unlearns by reading."""
    return mastery + rate * max(0.0, level - mastery)


def practised(mastery: float, rate: float) -> float:
    """Mastery after doing something in the topic oneself: (1 - mastery) shrinks by `rate`. Source: lave_wenger_1991."""
    return mastery + rate * (1.0 - mastery)


def event_freshness(days_since: float, renewal_days: float) -> float:
    """What an event has to offer since the last one (0-1): 1 - exp(-days since / renewal_days).

    Meetings too close repeat themselves.

    A hypothesis: no study gives an optimum cadence; this and limited time let the model generate one.
    """
    return 1.0 - exponential(-days_since / renewal_days)


def share_in_room(levers, people: float, cost_a_head: float) -> float:
    """Share of an event that takes place in one room: what is planned, as far as the money pays for it; the rest is online.

    face to face x min(1, money a month / (events a month x people x cost a head x face to face)).
    """
    bill = 30.0 / max(1.0, levers.cadence_days) * people * cost_a_head * levers.face_to_face_share
    return levers.face_to_face_share * min(1.0, levers.event_money_a_month / max(1.0, bill))


def event_minutes_needed(levers, in_room: float, theory) -> float:
    """Minutes that attending costs: the event, plus travel for the share in one room."""
    return levers.event_minutes + theory.travel_minutes * in_room


def event_appeal(levers, in_room: float, theory) -> float:
    """What the form of an event does to attendance: a rhythm that people can plan on, time together, being in the room.

    appeal = (floor + (1 - floor) x regularity) x (1 + sync_pull x synchronous) x (1 + face_pull x share in the room).
    Source: wenger_2002 (create a rhythm), sessions_2010.
    """
    rhythm = theory.regularity_floor + (1.0 - theory.regularity_floor) * levers.cadence_regularity
    together = 1.0 + theory.synchronous_pull * levers.synchronous_share
    return rhythm * together * (1.0 + theory.face_to_face_pull * in_room)


def attend_hazard(reach: float, readiness: float, base: float, habit_part: float, tie_part: float, appeal: float) -> float:
    """Hazard to attend today's event: reach x readiness x appeal x (base + habit + ties)."""
    return reach * readiness * appeal * (base + habit_part + tie_part)


def next_event_gap(cadence_days: float, regularity: float, normal: float, spread: float) -> int:
    """Days to the next event: the cadence, blurred by up to `spread` of itself where the rhythm is irregular; at least 1."""
    return max(1, int(cadence_days * (1.0 + spread * (1.0 - regularity) * normal) + 0.5))
