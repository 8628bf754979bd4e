"""What theory says of every rule: the range of its answers, which way it moves, and answers worked out from the equation."""

# ruff: noqa: E501  (rows of a table)
import math
from dataclasses import dataclass, field
from typing import Any

INF, UNIT, POSITIVE, ANY, BOOLEAN = math.inf, (0.0, 1.0), (0.0, math.inf), (-math.inf, math.inf), (False, True)
Answer = tuple[dict[str, Any], float]


@dataclass(frozen=True)
class Known:
    """What theory says of a rule: the range of its answers, arguments with which it rises and falls, known answers."""

    range: tuple[float, float]
    rises: str = ""
    falls: str = ""
    answers: tuple[Answer, ...] = field(default=())


def at(expected: float, **arguments: Any) -> Answer:
    """An answer and the arguments that it belongs to."""
    return arguments, expected


def e(x: float) -> float:
    """e to the power x."""
    return math.exp(x)


def odds(x: float) -> float:
    """Share for log-odds x."""
    return 1.0 / (1.0 + math.exp(-x))


HEARD = {
    "levers": {"leadership_support": 0.9, "cause_clarity": 0.6, "sponsor_present": 1.0},
    "settings": {"launch_reach": 0.8, "launch_days": 40.0, "steady_reach_a_year": 0.5},
}
JOINING = {"join_base": -0.5, "join_by_cause": 0.7, "join_by_onboarding": 0.4}
LEADING = {"leader_answers": 12.0, "leader_days": 90.0}
STOPPING = {"regard_effect": 0.9, "hostile_effect": 1.5, "commitment_effect": 1.1, "habit_effect": 0.6}
APPEAL = {
    "enough_minutes": 120.0,
    "control_optimum": 0.45,
    "motivation_base": 0.2,
    "motivation_scale": 1.4,
    "motivation_by_resources": 0.36,
    "motivation_by_shown_credit": 0.21,
    "motivation_by_crowding": 0.4,
    "motivation_by_control": 0.3,
}
MEANS = {"protected_minutes_a_week": 60.0, "facilitator_fte": 0.25, "technology_quality": 0.7}
MIDDLING = {"motivation": 0.6, "encouragement": 0.5, "theory": LEADING}
POOL = {"arrivals_a_day": 2.0, "arrival_trend": 0.5, "arrival_excitation": 0.3, "scale": 4.0}

WORK = {
    "pressure": Known(POSITIVE, "demand crunch crunch_demand", "", (at(1.2, demand=0.9, crunch=1, crunch_demand=0.3), at(0.9, demand=0.9, crunch=0, crunch_demand=0.3))),
    "workload": Known(POSITIVE, "demand", "", (at(0.8, demand=0.8, volatility=0.2, shock=0.0), at(1.1, demand=0.8, volatility=0.2, shock=1.5), at(0.0, demand=0.1, volatility=0.2, shock=-1.0))),
    "weekly_shock": Known(ANY, "common own", "", (at(2.0, common=2, own=-9, common_share=1), at(-9.0, common=2, own=-9, common_share=0), at(0.5 * 2 + math.sqrt(0.75) * 3, common=2, own=3, common_share=0.25))),
    "challenge": Known(POSITIVE, "load", "hindrance_share", (at(0.6, load=1, hindrance_share=0.4), at(0.0, load=2, hindrance_share=1))),
    "felt_load": Known(POSITIVE, "load hindrance_share", "", (at(0.9, load=0.9, hindrance_share=0.5, weight=1.2), at(1.3, load=1, hindrance_share=0.75, weight=1.2), at(0.4, load=1, hindrance_share=0, weight=1.2), at(0.0, load=1, hindrance_share=0, weight=3))),
    "strain_target": Known(UNIT, "felt", "half_load", (at(0.5, felt=1.2, half_load=1.2), at(0.0, felt=0, half_load=1), at(16 / 17, felt=2, half_load=1), at(1 / 17, felt=1, half_load=2))),
    "toward": Known(UNIT, "value target", "", (at(0.3, value=0.3, target=0.9, rate=0), at(0.9, value=0.3, target=0.9, rate=1), at(0.5, value=0.4, target=0.8, rate=0.25))),
    "remembered": Known(UNIT, "value today", "", (at(0.3, value=0.3, today=0.9, memory=1), at(0.9, value=0.3, today=0.9, memory=0), at(0.5, value=0.4, today=0.8, memory=0.75))),
    "team_support": Known(UNIT, "support deviation", "", (at(0.6, support=0.5, deviation=0.5, spread=0.2), at(0.3, support=0.5, deviation=-1, spread=0.2), at(1.0, support=0.9, deviation=2, spread=0.2), at(0.0, support=0.1, deviation=-2, spread=0.2))),
    "honoured_share": Known(UNIT, "support sponsor", "by_support by_sponsor", (at(0.2, support=0, sponsor=0, by_support=0.5, by_sponsor=0.3), at(1.0, support=1, sponsor=1, by_support=0.5, by_sponsor=0.3), at(0.6, support=0.2, sponsor=1, by_support=0.5, by_sponsor=0.3), at(0.0, support=0, sponsor=0, by_support=0.9, by_sponsor=0.3))),
    "kept_share": Known(UNIT, "", "felt bite", (at(1.0, felt=1, bite=20), at(1.0, felt=0.5, bite=3), at(0.4, felt=1.2, bite=3), at(0.0, felt=2, bite=3))),
    "protected_minutes": Known(POSITIVE, "promised kept honoured", "", (at(12.0, promised=60, kept=0.5, honoured=0.4),)),
    "energy": Known(UNIT, "", "strain fatigue", (at(1.0, strain=0, fatigue=0.8), at(0.2, strain=1, fatigue=0.8), at(0.6, strain=0.5, fatigue=0.8))),
    "care": Known(UNIT, "prosociality", "strain", (at(1.0, strain=1, prosociality=1), at(0.4, strain=0.6, prosociality=0), at(0.7, strain=0.6, prosociality=0.5))),
    "minutes_allowed": Known(POSITIVE, "protected private working_day slack_share", "load hindrance_share strain", (at(0.0, load=0, hindrance_share=0, protected=60, working_day=0, private=0, strain=0, slack_share=0.1), at(12.0, load=1, hindrance_share=0.4, protected=60, working_day=1, private=0, strain=0, slack_share=0), at(48.0, load=2, hindrance_share=0, protected=0, working_day=1, private=0, strain=0, slack_share=0.1), at(16.0, load=2, hindrance_share=0.5, protected=0, working_day=1, private=0, strain=0, slack_share=0.1), at(15.0, load=2, hindrance_share=0.4, protected=0, working_day=0, private=20, strain=0.25, slack_share=0.1))),
    "purse_after": Known(POSITIVE, "purse allowance keep", "", (at(7.0, purse=5, allowance=3, keep=0.8),)),
}  # fmt: skip
COME = {
    "mood_after": Known(ANY, "mood shock", "", (at(0.4, mood=0.5, keep=0.8, spread=0.15, shock=0), at(0.8 - 0.18, mood=1, keep=0.8, spread=0.15, shock=-2), at(0.3, mood=9, keep=0, spread=0.15, shock=2))),
    "platform_ease": Known(UNIT, "", "", (at(0.86, levers={"platform_friction": 0.4, "technology_quality": 0.7, "rival_tool": 0.0}, theory={"friction_cost": 0.35, "rival_pull": 0.3}), at(0.72 * 0.7, levers={"platform_friction": 0.4, "technology_quality": 0.2, "rival_tool": 1.0}, theory={"friction_cost": 0.35, "rival_pull": 0.3}))),
    "time_share": Known(UNIT, "purse", "minutes", (at(0.0, purse=0, minutes=6), at(0.5, purse=6, minutes=6), at(0.25, purse=2, minutes=6))),
    "attention": Known(UNIT, "attention_days", "silence", (at(1.0, silence=0, attention_days=6), at(0.5, silence=6, attention_days=6), at(0.25, silence=18, attention_days=6))),
    "drive": Known(POSITIVE, "motivation extrinsic extrinsic_weight", "", (at(1.0, motivation=0.5, extrinsic=0, extrinsic_weight=0.3), at(1.4, motivation=0.5, extrinsic=0.4, extrinsic_weight=0.5), at(0.0, motivation=0, extrinsic=0, extrinsic_weight=1))),
    "contagion": Known(POSITIVE, "exposure strength half", "", (at(0.0, exposure=0, strength=1, half=20), at(0.05, exposure=20, strength=0.005, half=20), at(0.06, exposure=5, strength=0.015, half=20))),
    "welcome": Known(UNIT, "onboarding", "contributions tenure_days", (at(0.8, onboarding=0.8, contributions=0, tenure_days=0), at(0.2, onboarding=0.8, contributions=0, tenure_days=3), at(0.8, onboarding=0.8, contributions=0, tenure_days=-1), at(0.0, onboarding=0.8, contributions=1, tenure_days=0))),
    "pull": Known(POSITIVE, "benefit habit by_benefit by_habit", "", (at(0.0, benefit=0, habit=1, by_benefit=1, by_habit=1), at(0.06, benefit=0.5, habit=0, by_benefit=0.12, by_habit=0.3), at(0.12, benefit=0.5, habit=0.4, by_benefit=0.12, by_habit=0.3))),
    "calling": Known(POSITIVE, "event cue waiting welcomed managing news", "", (at(0.3, event=0.3, cue=0.8, waiting=0, welcomed=0, managing=0, news=0), at(0.3 + 0.8 * 1.7 + 0.8 * 0.4, event=0.3, cue=0.8, waiting=1, welcomed=0.2, managing=0.5, news=0.4))),
    "visit_reach": Known(POSITIVE, "propensity place time awake mind", "", (at(2 * 1.5 * 0.5 * 0.8 * 0.25, propensity=2, place=1.5, time=0.5, awake=0.8, mind=0.25),)),
    "visit_hazard": Known(POSITIVE, "reach readiness base drawn contagion_part cue", "", (at(0.0, reach=9, readiness=4, base=0, drawn=0, contagion_part=0, cue=0), at(0.5, reach=1, readiness=0, base=1, drawn=1, contagion_part=0.5, cue=1), at(2 * (1.5 * 0.6 + 0.05), reach=2, readiness=1.5, base=0.1, drawn=0.2, contagion_part=0.05, cue=0.3))),
    "probability": Known(UNIT, "hazard", "", (at(0.0, hazard=0), at(0.5, hazard=math.log(2)), at(0.75, hazard=math.log(4)))),
    "exposure_after": Known(POSITIVE, "exposure visits_watched", "", (at(8.0, exposure=10, visits_watched=0, keep=0.8), at(11.0, exposure=10, visits_watched=3, keep=0.8))),
    "pledged": Known(BOOLEAN, "weeks", "joined", (at(True, day=3, seat=13, joined=-1, weeks=1), at(True, day=7, seat=5, joined=-1, weeks=1.5), at(False, day=7, seat=5, joined=-1, weeks=1), at(False, day=3, seat=14, joined=-1, weeks=1), at(False, day=3, seat=13, joined=0, weeks=1), at(False, day=5, seat=5, joined=-1, weeks=2), at(True, day=7, seat=15, joined=-1, weeks=1.01), at(False, day=8, seat=6, joined=-1, weeks=1))),
}  # fmt: skip
READ = {
    "matching": Known(POSITIVE, "fit", "", (at(8.0, items=10, core=10, fit=0.8), at(1.0, items=10, core=0, fit=0.8), at(4.0 * 0.8 + 0.6, items=10, core=4, fit=0.8))),
    "days_unread": Known((1, 60), "days_away life", "", (at(3, days_away=3, life=7), at(1, days_away=0, life=7), at(7, days_away=40, life=7))),
    "item_life": Known(POSITIVE, "feed_days patience_days", "", (at(7.0, feed_days=7, patience_days=2), at(10.0, feed_days=7, patience_days=9))),
    "curated_at_hand": Known(POSITIVE, "curated_a_week feed_days", "", (at(12, curated_a_week=6, feed_days=14), at(3, curated_a_week=4, feed_days=6.5))),
    "let_through": Known(POSITIVE, "items on_topic matched", "", (at(30.0, items=30, on_topic=20, matched=10, moderation=0), at(20.0, items=30, on_topic=20, matched=10, moderation=1), at(10.0, items=30, on_topic=20, matched=10, moderation=2))),
    "shown_items": Known(POSITIVE, "stream knee open_share", "", (at(20.0, stream=20, knee=40, open_share=1), at(20.0, stream=90, knee=40, open_share=0.5))),
    "relevant": Known(POSITIVE, "shown new", "stream", (at(4.0, shown=8, new=10, stream=20), at(0.0, shown=0, new=0, stream=0), at(0.001, shown=1e-6, new=1e-6, stream=0))),
    "by_members": Known(UNIT, "items", "curated", (at(0.75, items=30, curated=10), at(0.0, items=0, curated=0), at(0.001, items=1e-12, curated=0))),
    "place_from_newest": Known(POSITIVE, "coin live", "", (at(0, coin=0.1, live=50), at(12, coin=0.5, live=50), at(49, coin=1, live=50))),
    "is_trade": Known(BOOLEAN, "", "", (at(True, topic=3, specialism=3), at(True, topic=4, specialism=3), at(False, topic=5, specialism=3), at(False, topic=2, specialism=3), at(True, topic=0, specialism=19), at(False, topic=1, specialism=19))),
    "shows": Known(BOOLEAN, "", "", (at(True, off_topic=True, core=False, trade=False, fit=0.1, moderation=0), at(False, off_topic=True, core=False, trade=True, fit=0.9, moderation=1), at(True, off_topic=False, core=False, trade=False, fit=0.1, moderation=1), at(True, off_topic=True, core=True, trade=False, fit=0.5, moderation=2), at(False, off_topic=False, core=True, trade=True, fit=0.49, moderation=2), at(True, off_topic=True, core=False, trade=True, fit=0.1, moderation=2), at(False, off_topic=False, core=False, trade=False, fit=0.9, moderation=2))),
    "overload": Known(UNIT, "knee", "items_a_day", (at(1.0, items_a_day=40, knee=40), at(1.0, items_a_day=1, knee=40), at(0.5, items_a_day=80, knee=40), at(0.2, items_a_day=120, knee=40))),
    "left_to_learn": Known(UNIT, "", "core_mastery", (at(0.7, core_mastery=0.3),)),
    "new_items": Known(POSITIVE, "ours theirs left", "", (at(7.0, ours=10, theirs=3, left=0.4),)),
    "information_benefit": Known(UNIT, "relevant_items overload_factor", "benefit_items", (at(0.0, relevant_items=0, benefit_items=8, overload_factor=1), at(1 - e(-1), relevant_items=8, benefit_items=8, overload_factor=1), at(0.5 * (1 - e(-0.5)), relevant_items=4, benefit_items=8, overload_factor=0.5))),
    "beside_the_cause": Known(UNIT, "items on_topic", "core", (at(0.5, items=40, on_topic=30, core=20, moderation=0), at(1 / 3, items=40, on_topic=30, core=20, moderation=1), at(1 / 11, items=40, on_topic=30, core=20, moderation=2), at(0.0, items=0, on_topic=0, core=0, moderation=0), at(0.001, items=1e-12, on_topic=0, core=0, moderation=0))),
    "company": Known(POSITIVE, "shown members_share beside", "knee", (at(0.125, shown=20, members_share=0.5, beside=0, knee=40), at(0.25, shown=20, members_share=0.5, beside=1, knee=40))),
    "learned": Known(UNIT, "mastery level rate", "", (at(0.7, mastery=0.7, level=0.4, rate=1), at(0.35, mastery=0.2, level=0.8, rate=0.25))),
    "practised": Known(UNIT, "mastery rate", "", (at(1.0, mastery=0.3, rate=1), at(0.475, mastery=0.3, rate=0.25))),
    "event_freshness": Known(UNIT, "days_since", "renewal_days", (at(0.0, days_since=0, renewal_days=7), at(1 - e(-1), days_since=7, renewal_days=7), at(1 - e(-0.5), days_since=7, renewal_days=14))),
    "share_in_room": Known(UNIT, "", "people cost_a_head", (at(0.6, levers={"cadence_days": 15.0, "face_to_face_share": 0.6, "event_money_a_month": 1e6}, people=10, cost_a_head=25), at(0.3, levers={"cadence_days": 15.0, "face_to_face_share": 0.6, "event_money_a_month": 150.0}, people=10, cost_a_head=25), at(0.6 * 0.2, levers={"cadence_days": 0.5, "face_to_face_share": 0.6, "event_money_a_month": 900.0}, people=10, cost_a_head=25), at(0.6 * 0.5, levers={"cadence_days": 100.0, "face_to_face_share": 0.6, "event_money_a_month": 0.5}, people=1, cost_a_head=1))),
    "event_minutes_needed": Known(POSITIVE, "in_room", "", (at(75.0, levers={"event_minutes": 60.0}, in_room=0.5, theory={"travel_minutes": 30.0}),)),
    "event_appeal": Known(UNIT, "", "", (at(0.7, levers={"cadence_regularity": 0.4}), at(0.5, levers={"cadence_regularity": 0.0}))),
    "attend_reach": Known(POSITIVE, "propensity time mind mood awake", "", (at(1.5 * 0.5 * 1.2 * 0.8, propensity=4.5, time=0.5, mind=0.5, mood=1.2, awake=0.8),)),
    "attend_hazard": Known(POSITIVE, "reach readiness base habit_part tie_part appeal", "", (at(2 * 1.5 * 0.5 * 0.6, reach=2, readiness=1.5, base=0.1, habit_part=0.2, tie_part=0.3, appeal=0.5),)),
    "encounters": Known((1, 4), "event_minutes", "", (at(1, event_minutes=10), at(1, event_minutes=59), at(2, event_minutes=60), at(3, event_minutes=119), at(4, event_minutes=480))),
    "closeness": Known(UNIT, "tie_gain synchronous in_room", "", (at(0.2, tie_gain=0.2, synchronous=0.5, in_room=0.5), at(0.2 * 0.7 * 0.9, tie_gain=0.2, synchronous=0.2, in_room=0.4), at(1.0, tie_gain=0.9, synchronous=1, in_room=1))),
    "recorded": Known(POSITIVE, "attendees", "synchronous", (at(7.0, synchronous=0.3, attendees=10),)),
    "event_due": Known(POSITIVE, "next_day last_day cadence_days", "", (at(20, next_day=20, last_day=10, cadence_days=7), at(23, next_day=90, last_day=3, cadence_days=9.5))),
    "next_event_gap": Known((1, INF), "cadence_days normal", "", (at(14, cadence_days=14, regularity=1, normal=3), at(1, cadence_days=2, regularity=0, normal=-3), at(17, cadence_days=10, regularity=0.5, normal=1.3), at(16, cadence_days=10, regularity=0.5, normal=1.29), at(15, cadence_days=10, regularity=0.5, normal=1.05))),
}  # fmt: skip
CONTRIBUTE = {
    "voice": Known(UNIT, "safety", "half_safety", (at(0.0, safety=0, half_safety=0.45), at(0.5, safety=0.45, half_safety=0.45), at(0.2, safety=0.2, half_safety=0.4))),
    "audience_factor": Known(UNIT, "visitors_a_day", "half", (at(0.5, visitors_a_day=3, half=3), at(0.25, visitors_a_day=1, half=3))),
    "prompt_factor": Known((1.0, 2.0), "prompts_a_week", "", (at(1.0, prompts_a_week=0), at(1.5, prompts_a_week=1), at(1.75, prompts_a_week=3))),
    "entry_factor": Known((0.0, 1.0000001), "contributions onboarding floor openness", "", (at(1.0, contributions=1, onboarding=0, floor=0.03, openness=0.5), at(0.015, contributions=0, onboarding=0, floor=0.03, openness=0.5), at(0.5, contributions=0, onboarding=1, floor=0.03, openness=0.5), at(0.1, contributions=0, onboarding=0.5, floor=0.04, openness=0.5))),
    "speaking_hazard": Known(POSITIVE, "readiness dare audience expressiveness time", "effort", (at(1.5 * 0.5 * 0.8 * 2 * 0.25 / 4, readiness=1.5, dare=0.5, audience=0.8, expressiveness=2, time=0.25, effort=4),)),
    "asking": Known(POSITIVE, "base challenge", "competence", (at(0.6, base=1.2, challenge=0.5, competence=0), at(0.48, base=1.2, challenge=0.5, competence=0.4))),
    "post_hazard": Known(POSITIVE, "speaking ask show entry", "", (at(0.5 * 0.8 * 0.25, speaking=0.5, ask=0.6, show=0.2, entry=0.25),)),
    "is_question": Known(BOOLEAN, "ask", "coin show", (at(True, coin=0.7, ask=0.6, show=0.2), at(False, coin=0.75, ask=0.6, show=0.2), at(False, coin=0.5, ask=0.5, show=0.5), at(False, coin=0.5, ask=0.0, show=0.2))),
    "answer_promised": Known((0, 14), "hours coin", "", (at(0, hours=24, coin=0.99), at(1, hours=48, coin=0.5), at(2, hours=72, coin=0.7), at(1, hours=48, coin=0.52))),
    "award_follows": Known((1, 28), "coin", "", (at(1, coin=0.03), at(2, coin=0.036), at(15, coin=0.5), at(28, coin=0.97), at(28, coin=1))),
    "post_topic": Known((0, 19), "", "", (at(13, coin=0.1, breadth=0.2, specialism=13, core_coin=0.5), at(1, coin=0.2, breadth=0.2, specialism=13, core_coin=0.5), at(0, coin=0.3, breadth=0.2, specialism=13, core_coin=0.33), at(2, coin=0.3, breadth=0.2, specialism=13, core_coin=0.67), at(2, coin=0.3, breadth=0.2, specialism=13, core_coin=1), at(1, coin=0.3, breadth=0.2, specialism=13, core_coin=0.66))),
    "is_off_topic": Known(BOOLEAN, "coin", "core breadth", (at(True, core=False, breadth=0.4, coin=0.4), at(False, core=False, breadth=0.4, coin=0.39), at(False, core=True, breadth=0.4, coin=0.9))),
    "topics_needed": Known((2, 4), "coin breadth", "", (at(2, coin=0.9, breadth=0), at(3, coin=0.5, breadth=0.5), at(2, coin=0.49, breadth=0.5), at(4, coin=0.9, breadth=1), at(4, coin=1, breadth=1))),
    "question_level": Known(UNIT, "own reach coin", "", (at(0.5, own=0.3, reach=0.4, coin=0.5), at(1.0, own=0.8, reach=0.4, coin=0.9))),
    "messages": Known((1, INF), "deviate mean", "", (at(1, mean=1, expressiveness=9, by_expressiveness=1, spread=1, deviate=5), at(4, mean=4.1, expressiveness=1, by_expressiveness=1, spread=1, deviate=0), at(7, mean=4.1, expressiveness=2, by_expressiveness=1, spread=1, deviate=0), at(9, mean=3.1, expressiveness=1, by_expressiveness=1, spread=0.7, deviate=2), at(3, mean=2, expressiveness=9, by_expressiveness=0.4, spread=0, deviate=1), at(100_001, mean=100, expressiveness=1e3, by_expressiveness=2, spread=1, deviate=0))),
    "waits": Known(BOOLEAN, "patience", "days_since", (at(True, contributions=1, days_since=1, patience=2), at(False, contributions=2, days_since=1, patience=2), at(False, contributions=0, days_since=1, patience=2), at(False, contributions=1, days_since=2, patience=2))),
}  # fmt: skip
RESPOND = {
    "openness": Known(UNIT, "norm", "hardness effect", (at(1.0, hardness=0, norm=0, effect=0.8), at(0.6, hardness=0.5, norm=0.2, effect=0.8), at(0.6, hardness=0.5, norm=0.5, effect=0.8), at(0.8, hardness=0.5, norm=0.75, effect=0.8))),
    "notice_weight": Known(POSITIVE, "tied", "clique_strength clique_bias", (at(0.6, tied=0, clique_strength=0.5, clique_bias=0.8), at(2.0, tied=1, clique_strength=0.5, clique_bias=0.8), at(0.7 * 1.25, tied=0.25, clique_strength=0.5, clique_bias=0.8))),
    "competence": Known(UNIT, "mastery novice_share", "level", (at(1.0, mastery=0.5, level=0.5, novice_share=0), at(0.1, mastery=0.2, level=0.8, novice_share=0.4))),
    "helpfulness": Known(POSITIVE, "base expressiveness entry careful", "", (at(1.5 * 2 * 0.5 * 0.8, base=1.5, expressiveness=2, entry=0.5, careful=0.8),)),
    "answer_hazard": Known(POSITIVE, "base prosociality related norm dare time", "", (at(2 * 0.8 * 0.9 * 0.5 * 0.25, base=2, prosociality=0.5, related=0.3, norm=0.4, dare=0.5, time=0.25),)),
    "hazard_at_post": Known(POSITIVE, "willing able noticed open_share", "replies", (at(2 * 0.6 * 0.75 * 0.5, willing=2, able=0.6, replies=0, noticed=0.75, open_share=0.5), at(2 * 0.6 / 4 * 0.75 * 0.5, willing=2, able=0.6, replies=3, noticed=0.75, open_share=0.5))),
    "most_at_any_post": Known(POSITIVE, "willing weight", "", (at(1.0001 * 2 * 0.3 * 1.5 + 1e-9, willing=0.3, weight=1.5, clique_strength=0.5, clique_bias=0.8), at(1e-9, willing=0, weight=1.5, clique_strength=0.5, clique_bias=0.8))),
    "hostile_chance": Known(UNIT, "hostile_reply_share", "norm", (at(0.1, hostile_reply_share=0.1, norm=0.5), at(0.03, hostile_reply_share=0.05, norm=0.7), at(1.0, hostile_reply_share=0.9, norm=0))),
    "stop_constant_at": Known(UNIT, "constant", "", (at(0.5, constant=0.5, effort=1, exponent=2), at(0.5, constant=0.25, effort=2, exponent=1), at(0.75, constant=0.25, effort=9, exponent=0.5), at(0.99, constant=0.9, effort=50, exponent=2))),
    "stop_chance": Known(UNIT, "stop_constant floor odds_factor", "contributions", (at(0.25, contributions=2, stop_constant=0.5, floor=0, odds_factor=1), at(0.5, contributions=2, stop_constant=0.5, floor=0, odds_factor=3), at(0.0, contributions=1, stop_constant=0, floor=0, odds_factor=9), at(0.2, contributions=9, stop_constant=0, floor=0.2, odds_factor=1), at(0.6, contributions=2, stop_constant=1, floor=0.2, odds_factor=1), at(0.999, contributions=1, stop_constant=1, floor=0.2, odds_factor=1))),
    "stop_odds": Known(POSITIVE, "hostile", "regard motivation habit", (at(1.0, regard=0, hostile=0, motivation=0.5, habit=0, theory=STOPPING), at(e(1.5 - 0.9 * 0.4 - 1.1 * 0.6 - 0.6 * 0.7), regard=0.4, hostile=1, motivation=0.8, habit=0.7, theory=STOPPING), at(e(1.1 * 0.4), regard=0, hostile=0, motivation=0.3, habit=0, theory=STOPPING))),
    "delay_hours": Known(POSITIVE, "days coin", "", (at(60.0, days=2, coin=0.5),)),
    "facilitator_answers": Known(POSITIVE, "", "scale", (at(2.4, levers={"facilitator_hours_a_week": 6.0, "facilitator_fte": 0.25}, theory={"facilitator_answers_an_hour": 2.0}, scale=1), at(0.76, levers={"facilitator_hours_a_week": 60.0, "facilitator_fte": 0.25}, theory={"facilitator_answers_an_hour": 2.0}, scale=5))),
    "facilitator_rank": Known(POSITIVE, "", "", (at(0, first_post=1, ordinal=7, order=0), at(1, first_post=1, ordinal=7, order=1), at(0, first_post=0, ordinal=7, order=1), at(7, first_post=1, ordinal=7, order=2))),
    "goes_on_answering": Known(BOOLEAN, "left", "coin", (at(True, left=1, coin=1), at(False, left=0.99, coin=0.99), at(True, left=0.4, coin=0.39), at(False, left=0.4, coin=0.4))),
}  # fmt: skip
BADGE = {"badge_threshold": 20.0, "credit_visibility": 0.3, "badge_programme": 0.9, "badge_expected": 0.5}
CREDIT = {
    "novelty": Known(UNIT, "fading", "recognitions", (at(1.0, recognitions=0, fading=8), at(0.5, recognitions=8, fading=8), at(0.25, recognitions=24, fading=8))),
    "authority": Known(POSITIVE, "support weight", "", (at(1.0, support=0, weight=1.5), at(1.5, support=1, weight=1.5), at(1.2, support=0.4, weight=1.5))),
    "standing": Known(POSITIVE, "weight", "", (at(1.5, stands_out=True, weight=1.5), at(1.0, stands_out=False, weight=1.5))),
    "reaction": Known(UNIT, "weight fresh responsiveness", "", (at(0.3, weight=1.5, fresh=0.4, responsiveness=0.5), at(1.0, weight=1.5, fresh=1, responsiveness=2))),
    "closer": Known(UNIT, "state gain", "", (at(0.3, state=0.3, gain=0), at(1.0, state=0.3, gain=1), at(0.475, state=0.3, gain=0.25))),
    "badge_pull": Known(UNIT, "responsiveness", "", (at(0.9 * 0.5 * 0.4 * 0.8 * 2, contributions=7, levers=BADGE, responsiveness=2), at(0.9 * 0.5 * 1.0 * 0.8, contributions=19, levers=BADGE, responsiveness=1), at(0.0, contributions=20, levers=BADGE, responsiveness=1), at(1.0, contributions=19, levers=BADGE, responsiveness=9))),
    "gate_pull": Known((0.0, 0.5), "contributions gated_access", "", (at(0.0, contributions=0, gated_access=1), at(0.25, contributions=1, gated_access=0.5))),
    "gate_share": Known(UNIT, "contributions", "gated_access", (at(1.0, contributions=1, gated_access=1), at(0.4, contributions=0, gated_access=0.6))),
    "outside_pull": Known(UNIT, "badge fresh gate", "", (at(0.5, badge=0.5, fresh=0.4, gate=0.3), at(1.0, badge=0.9, fresh=0.9, gate=0.5))),
    "from_giving": Known(UNIT, "gain", "", (at(0.1, gain=0.2),)),
    "head_count": Known((1, INF), "share people", "", (at(1, share=0.01, people=10), at(3, share=0.25, people=10), at(2, share=0.24, people=10), at(10, share=1, people=10), at(1, share=0.5, people=0))),
    "gets_award": Known(BOOLEAN, "share", "coin days_contributing", (at(True, rule=1, coin=0.9, share=0.1, days_contributing=400), at(True, rule=0, coin=0.1, share=0.2, days_contributing=30), at(False, rule=0, coin=0.1, share=0.2, days_contributing=31), at(False, rule=0, coin=0.2, share=0.2, days_contributing=3), at(True, rule=2, coin=0.1, share=0.2, days_contributing=400), at(False, rule=2, coin=0.3, share=0.2, days_contributing=400))),
    "crowding": Known(UNIT, "", "", (at(0.4, levers={"badge_programme": 0.8, "badge_expected": 0.5}), at(0.0, levers={"badge_programme": 0.8, "badge_expected": 0.0}))),
}  # fmt: skip
ADAPT = {
    "control_penalty": Known((0.0, 4.0), "", "", (at(0.0, control=0.45, optimum=0.45), at(0.25, control=1, optimum=0.75), at(0.36, control=0.15, optimum=0.45))),
    "resources": Known(UNIT, "", "enough_minutes", (at((0.5 + 0.25 + 0.7) / 3, levers=MEANS, enough_minutes=120), at((1 + 1 + 0.7) / 3, levers=MEANS | {"facilitator_fte": 9.0}, enough_minutes=30))),
    "community_appeal": Known(ANY, "recognised_share", "", (at(0.2 + 1.4 * (0.36 * (2 * 1.45 / 3 - 1) + 0.21 * 0.5 * 0.6 - 0.4 * 0.4 - 0.3 * 4 * 0.25**2), levers=MEANS | {"credit_visibility": 0.5, "badge_programme": 0.8, "badge_expected": 0.5, "control": 0.7}, theory=APPEAL, recognised_share=0.6),)),
    "identification": Known((-1.0, 2.0), "clarity fit", "", (at(0.0, clarity=0.5, fit=0.5), at(2.0, clarity=1, fit=1), at(-1.0, clarity=0, fit=1), at(0.04, clarity=0.8, fit=0.15))),
    "motivation_target": Known(UNIT, "shared met work own", "", (at(0.5, shared=0, met=0, work=0, own=0), at(0.75, shared=math.log(3), met=0, work=0, own=0), at(odds(0.6), shared=0.1, met=0.7, work=-0.4, own=0.2))),
    "needs_met": Known(ANY, "cause benefit related support", "", (at(0.0, cause=0, benefit=0.5, related=0.5, support=0.5, by_cause=9, by_benefit=9, by_related=9, by_support=9), at(0.7 * 0.5 + 0.3 * 0.6 - 0.25 * 0.8 + 0.4 * 0.2, cause=0.5, benefit=0.8, related=0.1, support=0.6, by_cause=0.7, by_benefit=0.3, by_related=0.25, by_support=0.4))),
    "work_part": Known(ANY, "by_challenge", "hindrance_share strain by_hindrance by_strain", (at(0.5, load=1, hindrance_share=0, strain=0, by_challenge=0.5, by_hindrance=9, by_strain=9), at(0.2 * 1.5 * 0.75 - 0.3 * 1.5 * 0.25 - 0.8 * 0.4, load=1.5, hindrance_share=0.25, strain=0.4, by_challenge=0.2, by_hindrance=0.3, by_strain=0.8))),
    "of_oneself": Known(ANY, "regard resilience by_regard", "", (at(0.0, regard=0, resilience=1, by_regard=9, by_resilience=9), at(0.5 * 0.4 + 0.7 * 0.5, regard=0.4, resilience=1.5, by_regard=0.5, by_resilience=0.7))),
    "safety_climate": Known((0.02, 0.98), "", "", (at(0.5 + 0.4 * 0.3 - 0.3 * 0.1, levers={"leader_inclusiveness": 0.8, "inclusivity_norm": 0.4}, theory={"safety_by_inclusiveness": 0.4, "safety_by_norm": 0.3}), at(0.98, levers={"leader_inclusiveness": 1.0, "inclusivity_norm": 1.0}, theory={"safety_by_inclusiveness": 1.0, "safety_by_norm": 1.0}), at(0.02, levers={"leader_inclusiveness": 0.0, "inclusivity_norm": 0.0}, theory={"safety_by_inclusiveness": 1.0, "safety_by_norm": 1.0}))),
    "personal_climate": Known((0.02, 0.98), "climate support", "", (at(0.6, climate=0.6, support=0.5, by_support=0.4), at(0.7, climate=0.6, support=0.75, by_support=0.4), at(0.02, climate=0.1, support=0, by_support=0.4), at(0.98, climate=0.9, support=1, by_support=0.4))),
    "safety_after_reply": Known(UNIT, "safety step", "hostile loss", (at(0.65, safety=0.5, hostile=0, weight=1.5, step=0.2, loss=0.3), at(0.275, safety=0.5, hostile=1, weight=1.5, step=0.2, loss=0.3), at(0.35, safety=0.5, hostile=1e-3, weight=1, step=0.2, loss=0.3), at(1.0, safety=0.5, hostile=0, weight=9, step=0.2, loss=0.3), at(0.0, safety=0.5, hostile=1, weight=9, step=0.2, loss=0.3))),
    "safety_shaken": Known(UNIT, "safety", "step", (at(0.45, safety=0.6, step=0.25),)),
    "repetitions": Known((1.0, INF), "gap_days per_day", "", (at(1.0, gap_days=9, per_day=0), at(9.0, gap_days=9, per_day=1), at(3.0, gap_days=9, per_day=0.5), at(1.0, gap_days=0, per_day=1), at(1.0, gap_days=1, per_day=1), at(1.1, gap_days=1.1, per_day=1), at(9**0.01, gap_days=9, per_day=0.01))),
    "habit_gain": Known(UNIT, "rate count", "", (at(0.0, rate=0, count=1), at(0.5, rate=math.log(2), count=1), at(0.75, rate=math.log(2), count=2))),
    "habit_after": Known(UNIT, "habit gain keep", "", (at(0.6, habit=0.5, came=1, gain=0.2, keep=0.9), at(0.45, habit=0.5, came=0, gain=0.2, keep=0.9))),
    "is_old_hand": Known(BOOLEAN, "tenure_days", "", (at(False, tenure_days=365), at(True, tenure_days=366))),
    "hardness_after": Known(UNIT, "hardness old_hands", "", (at(0.4, hardness=0.4, old_hands=0, contributors=0, memory=0.75), at(0.5, hardness=0.4, old_hands=4, contributors=5, memory=0.75), at(1.0, hardness=0.4, old_hands=1, contributors=1, memory=0))),
    "becomes_observer": Known(BOOLEAN, "visits", "", (at(False, visits=1), at(True, visits=2))),
    "becomes_leader": Known(BOOLEAN, "answers tenure_days motivation encouragement", "", (at(True, answers=12, tenure_days=90, **MIDDLING), at(False, answers=11, tenure_days=90, **MIDDLING), at(False, answers=12, tenure_days=89, **MIDDLING), at(True, answers=10, tenure_days=90, **(MIDDLING | {"encouragement": 0.7})), at(False, answers=9, tenure_days=90, **(MIDDLING | {"encouragement": 0.8})), at(True, answers=12, tenure_days=90, **(MIDDLING | {"motivation": 0.5})), at(False, answers=12, tenure_days=90, **(MIDDLING | {"motivation": 0.49})))),
}  # fmt: skip
BELONG = {
    "hearing_mean": Known(POSITIVE, "seats", "day", (at(200 * (0.02 * e(-0.5) + 0.5 / 365 * (0.5 + 2.5 / 3)), day=20, seats=200, **HEARD),)),
    "arrival_mean": Known(POSITIVE, "recent", "", (at(0.5 + 0.3 * 7, day=0, recent=7, settings=POOL), at(0.75, day=365, recent=0, settings=POOL), at(0.0, day=730, recent=0, settings=POOL | {"arrival_trend": -1.0}))),
    "eagerness": Known(POSITIVE, "", "order", (at(1.0, order=100, dilution=0.7), at(0.1, order=10_000, dilution=0.5), at(1.0, order=7, dilution=0))),
    "join_chance": Known(UNIT, "fit ease onboarding", "", (at(0.8 * odds(-0.5 + 0.7 * 0.6 + 0.4 * 0.4), fit=0.5, clarity=0.8, ease=0.8, onboarding=0.7, theory=JOINING),)),
    "persuaded": Known(BOOLEAN, "propensity_coin chance", "", (at(True, propensity_coin=0.8, chance=0.3), at(False, propensity_coin=0.75, chance=0.25), at(False, propensity_coin=0.2, chance=0.3))),
    "adopts": Known(BOOLEAN, "active_share", "threshold", (at(True, active_share=0.5, threshold=0.5), at(False, active_share=0.49, threshold=0.5))),
    "attachment": Known(POSITIVE, "motivation related by_motivation by_related", "", (at(0.8 * 0.6 + 0.5 * 0.2, motivation=0.6, related=0.2, by_motivation=0.8, by_related=0.5),)),
    "stays": Known(BOOLEAN, "active_neighbours attachment benefit", "cost", (at(False, benefit=0.25, active_neighbours=4, attachment=0, cost=1), at(True, benefit=0.25, active_neighbours=5, attachment=0, cost=1), at(True, benefit=0.25, active_neighbours=4, attachment=0.1, cost=1), at(False, benefit=0.25, active_neighbours=3, attachment=0.2, cost=1), at(True, benefit=0.25, active_neighbours=3, attachment=0.3, cost=1))),
    "silence_until_return": Known(POSITIVE, "silence", "coin strength", (at(4.0, silence=2, coin=0.5, strength=1), at(2.0, silence=2, coin=1 - 1e-15, strength=1), at(6.0, silence=2, coin=1 / 9, strength=2))),
    "return_hazard": Known(POSITIVE, "readiness drawn company", "", (at(1.5 * 0.2 + 0.05, readiness=1.5, drawn=0.2, company=0.05),)),
    "departure_threshold": Known(POSITIVE, "", "coin", (at(1.0, coin=e(-1)),)),
    "expressiveness": Known(POSITIVE, "propensity_deviate own_deviate", "", (at(1.0, propensity_deviate=0, own_deviate=0, share=0.5, spread=1.2), at(1.0, propensity_deviate=3, own_deviate=3, share=0.5, spread=0), at(e(1), propensity_deviate=1, own_deviate=9, share=1, spread=1), at(e(1.2 * (0.6 * 2 + 0.8 * 0.5)), propensity_deviate=2, own_deviate=0.5, share=0.6, spread=1.2))),
    "trade_mastery": Known(UNIT, "general coin", "", (at(0.65, general=0.35, coin=0.5), at(0.3 + 0.65 * 0.4, general=0.3, coin=0.4))),
}  # fmt: skip
KNOWN: dict[str, Known] = WORK | COME | READ | CONTRIBUTE | RESPOND | CREDIT | ADAPT | BELONG
