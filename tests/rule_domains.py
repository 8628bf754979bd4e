"""What an argument of a rule may be, by its name; a rule that means something else by a name says so."""

from hypothesis import strategies as st


def reals(low: float, high: float) -> st.SearchStrategy:
    """Any number from low to high."""
    return st.floats(low, high, allow_nan=False)


SHARE, HAZARD, DEVIATE, COIN = reals(0, 1), reals(0, 5), reals(-5, 5), reals(1e-12, 1 - 1e-12)
COUNT, MINUTES, ITEMS, WEIGHT = st.integers(0, 2000), reals(0, 600), reals(0, 2000), reals(1, 10)
YES_NO, TRUTH, TOPIC, CHOICE = st.sampled_from([0.0, 1.0]), st.booleans(), st.integers(0, 19), st.sampled_from([0.0, 1.0, 2.0])

DOMAIN: dict[str, st.SearchStrategy] = {
    "able": reals(0, 10), "active_neighbours": COUNT, "active_share": SHARE, "allowance": MINUTES, "answers": COUNT,
    "appeal": reals(0, 1), "ask": HAZARD, "attachment": DEVIATE, "attention_days": reals(0.5, 60), "audience": SHARE,
    "awake": SHARE, "badge": SHARE, "base": HAZARD, "benefit": SHARE, "benefit_items": reals(0.5, 100), "beside": SHARE,
    "bite": reals(0, 20),
    "breadth": SHARE, "by_benefit": HAZARD, "by_cause": HAZARD, "by_challenge": HAZARD, "by_expressiveness": reals(0, 2),
    "by_habit": HAZARD, "by_hindrance": HAZARD, "by_motivation": HAZARD, "by_regard": HAZARD, "by_related": HAZARD,
    "by_resilience": HAZARD, "by_sponsor": SHARE, "by_strain": HAZARD, "by_support": HAZARD,
    "cadence_days": reals(0.5, 365), "came": YES_NO, "careful": SHARE, "cause": reals(-1, 2), "challenge": reals(0, 3),
    "chance": SHARE, "clarity": SHARE, "climate": SHARE, "clique_bias": SHARE, "clique_strength": SHARE, "coin": COIN,
    "common": DEVIATE, "common_share": SHARE, "company": HAZARD, "competence": SHARE, "constant": reals(0, 0.99),
    "contagion_part": HAZARD, "contributions": COUNT, "contributors": reals(0, 300), "control": SHARE, "core": TRUTH,
    "core_coin": COIN, "core_mastery": SHARE, "cost": reals(0, 10), "cost_a_head": reals(0, 1000), "count": reals(0, 400),
    "crunch": YES_NO, "crunch_demand": reals(0, 2), "cue": reals(0, 10), "curated": ITEMS, "curated_a_week": reals(0, 500),
    "dare": SHARE, "day": st.integers(0, 7300), "days": COUNT, "days_away": st.integers(0, 7300), "days_contributing": COUNT,
    "days_since": COUNT, "demand": reals(0, 2), "deviate": DEVIATE, "deviation": DEVIATE, "dilution": SHARE, "drawn": HAZARD,
    "ease": SHARE, "effect": SHARE, "effort": reals(0.05, 50), "encouragement": SHARE, "enough_minutes": reals(1, 600),
    "entry": SHARE, "event": reals(0, 10), "event_minutes": reals(5, 480), "exponent": reals(0, 2), "exposure": reals(0, 500),
    "expressiveness": reals(1e-3, 1e3), "extrinsic": SHARE, "extrinsic_weight": SHARE, "fading": reals(0.5, 200),
    "fatigue": SHARE, "feed_days": reals(1, 60), "felt": reals(0, 5), "first_post": st.integers(0, 1), "fit": SHARE,
    "floor": reals(0.0001, 1), "fresh": SHARE, "gain": SHARE, "gap_days": reals(0, 400), "gate": SHARE, "gated_access": SHARE,
    "general": reals(0, 0.95), "habit": SHARE, "habit_part": HAZARD, "half": reals(0.5, 1000), "half_load": reals(0.5, 2.5),
    "half_safety": reals(0.05, 1), "hardness": SHARE, "hazard": HAZARD, "hindrance_share": SHARE, "honoured": SHARE,
    "hostile": YES_NO, "hostile_reply_share": reals(0, 0.5), "hours": reals(1, 336), "in_room": SHARE, "items": ITEMS,
    "items_a_day": ITEMS, "joined": st.integers(-1, 40), "keep": SHARE, "kept": SHARE, "knee": reals(5, 500),
    "last_day": COUNT, "left": SHARE, "level": SHARE, "life": st.integers(1, 60), "live": st.integers(1, 5000),
    "load": reals(0, 3), "loss": SHARE, "managing": SHARE, "mastery": SHARE, "matched": ITEMS, "mean": reals(1, 100),
    "members_share": SHARE, "memory": SHARE, "met": DEVIATE, "mind": SHARE, "minutes": reals(1, 480), "moderation": CHOICE,
    "mood": DEVIATE, "motivation": SHARE, "news": SHARE, "next_day": COUNT, "norm": SHARE, "normal": DEVIATE,
    "noticed": reals(0, 2), "novelty": SHARE, "novice_share": SHARE, "odds_factor": reals(1e-3, 1e3), "off_topic": TRUTH,
    "old_hands": reals(0, 300), "on_topic": ITEMS, "onboarding": SHARE, "open_share": SHARE, "openness": SHARE,
    "optimum": SHARE, "order": CHOICE, "ordinal": COUNT, "ours": ITEMS, "overload_factor": SHARE, "own": DEVIATE,
    "own_deviate": DEVIATE, "patience": reals(0, 60), "patience_days": reals(0, 60), "people": st.integers(1, 10_000),
    "per_day": SHARE, "place": reals(0, 10), "private": MINUTES, "promised": MINUTES, "prompts_a_week": reals(0, 14),
    "propensity": reals(0, 100), "propensity_coin": COIN, "propensity_deviate": DEVIATE, "prosociality": SHARE,
    "protected": MINUTES, "purse": reals(0, 6000), "rate": SHARE, "reach": reals(0, 100), "readiness": reals(0, 7),
    "recent": reals(0, 1000), "recognised_share": SHARE, "recognitions": reals(0, 1000), "regard": SHARE,
    "regularity": SHARE, "related": SHARE, "relevant_items": ITEMS, "renewal_days": reals(0.5, 90), "replies": COUNT,
    "resilience": reals(0.1, 10), "responsiveness": reals(0.05, 20), "rule": CHOICE, "safety": SHARE,
    "scale": reals(1, 1000), "seat": st.integers(0, 5000), "seats": reals(1, 1e6), "share": SHARE, "shared": DEVIATE,
    "shock": DEVIATE, "show": HAZARD, "shown": ITEMS, "silence": reals(0, 4000), "slack_share": reals(0, 0.2),
    "speaking": HAZARD, "specialism": TOPIC, "sponsor": YES_NO, "spread": reals(0, 2), "stands_out": TRUTH, "state": SHARE,
    "step": SHARE, "stop_constant": reals(0, 0.99), "strain": SHARE, "stream": ITEMS, "strength": HAZARD, "support": SHARE,
    "synchronous": SHARE, "target": SHARE, "tenure_days": COUNT, "theirs": ITEMS, "threshold": SHARE, "tie_gain": SHARE,
    "tie_part": HAZARD, "tied": SHARE, "time": SHARE, "today": SHARE, "topic": TOPIC, "trade": TRUTH, "value": SHARE,
    "visitors_a_day": reals(0, 5000), "visits": COUNT, "visits_watched": reals(0, 500), "volatility": SHARE,
    "waiting": YES_NO, "weeks": reals(0, 520), "weight": WEIGHT, "welcomed": SHARE, "whole": ITEMS, "willing": HAZARD,
    "work": DEVIATE, "working_day": YES_NO,
}  # fmt: skip
OF_RULE: dict[tuple[str, str], st.SearchStrategy] = {
    ("attend_reach", "mood"): reals(0.1, 10),
    ("competence", "level"): reals(0.01, 1),
    ("eagerness", "order"): reals(1, 1e6),
    ("event_freshness", "days_since"): reals(0, 400),
    ("felt_load", "weight"): reals(0, 1.5),
    ("goes_on_answering", "left"): reals(-2, 20),
    ("hardness_after", "old_hands"): SHARE,
    ("head_count", "people"): st.integers(0, 10_000),
    ("honoured_share", "by_support"): SHARE,
    ("beside_the_cause", "core"): reals(0, 1000),
    ("beside_the_cause", "on_topic"): reals(1000, 2000),
    ("beside_the_cause", "items"): reals(2000, 3000),
    ("matching", "core"): reals(0, 1000),
    ("matching", "items"): reals(1000, 2000),
    ("personal_climate", "by_support"): SHARE,
    ("pledged", "day"): st.integers(0, 40),
    ("pledged", "joined"): st.integers(-1, 0),
    ("pledged", "seat"): st.integers(0, 9),
    ("pledged", "weeks"): reals(0, 20),
    ("relevant", "new"): ITEMS,
    ("question_level", "own"): SHARE,
    ("question_level", "reach"): SHARE,
    ("recorded", "attendees"): COUNT,
    ("share_in_room", "people"): reals(1, 10_000),
    ("silence_until_return", "silence"): reals(1, 4000),
    ("silence_until_return", "strength"): reals(0.05, 5),
    ("waits", "contributions"): st.integers(0, 3),
    ("waits", "days_since"): st.integers(0, 60),
    ("stop_chance", "contributions"): st.integers(1, 2000),
    ("stop_chance", "floor"): reals(0, 0.5),
}


def domain(rule: str, argument: str) -> st.SearchStrategy:
    """What this argument of this rule may be."""
    return OF_RULE[rule, argument] if (rule, argument) in OF_RULE else DOMAIN[argument]
