"""Every rule: what it may return, which way it moves, what it says where the answer is known, and the same bits compiled."""

# ruff: noqa: E501  (rows of a table)
import ast
import inspect
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.engine import RULES, compiled, plain
from sim.inputs import LEVER_RECORD, SETTING_RECORD, THEORY_RECORD
from sim.levers import LEVERS
from sim.settings import SETTINGS
from sim.theory import THEORY

TABLES = {
    "levers": (LEVERS, LEVER_RECORD),
    "theory": (THEORY, THEORY_RECORD),
    "settings": (SETTINGS, SETTING_RECORD),
}
FUNCTIONS = {
    name: function
    for module in RULES
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
}


def reals(low: float, high: float) -> st.SearchStrategy:
    return st.floats(low, high, allow_nan=False)


SHARE, HAZARD, DEVIATE, COIN = reals(0, 1), reals(0, 5), reals(-5, 5), reals(1e-12, 1 - 1e-12)
COUNT, MINUTES, ITEMS = st.integers(0, 2000), reals(0, 600), reals(0, 2000)

# What an argument of this name may be, wherever it occurs; a rule with another meaning says so in RULE_DOMAIN.
DOMAIN: dict[str, st.SearchStrategy] = {
    "active_neighbours": COUNT, "active_share": SHARE, "allowance": MINUTES, "answers": COUNT,
    "appeal": reals(0, 20), "attachment": DEVIATE, "attention_days": reals(0.5, 60), "awarded": st.sampled_from([0.0, 1.0]),
    "base": HAZARD, "benefit": SHARE, "benefit_items": reals(0.5, 100), "benefit_part": HAZARD, "bite": reals(0, 20),
    "boost": SHARE, "breadth": SHARE, "broad_relevance": SHARE, "by_sponsor": SHARE, "by_support": SHARE,
    "cadence_days": reals(0.5, 365), "came": st.sampled_from([0.0, 1.0]), "cause": DEVIATE, "challenge_gain": reals(0, 3),
    "clarity": SHARE, "climate": SHARE, "clique_strength": SHARE, "coin": COIN, "common": DEVIATE, "common_share": SHARE, "competence": SHARE,
    "contagion_part": HAZARD, "contributions": COUNT, "control": SHARE, "core_coin": COIN, "cost": reals(0, 10),
    "constant": reals(0, 0.99), "cost_a_head": reals(0, 1000), "deviate": DEVIATE, "resilience": reals(0.1, 10), "exponent": reals(0, 2), "expressiveness": reals(1e-3, 1e3), "by_expressiveness": reals(0, 2), "mean": reals(1, 100), "cue": reals(0, 10), "curated_a_week": reals(0, 500), "dare": SHARE, "day": COUNT,
    "days": COUNT, "days_since": COUNT, "debt": MINUTES, "demand": reals(0, 2), "ease": SHARE, "dilution": SHARE, "order": reals(1, 1e6), "effect": reals(0, 5),
    "effort": reals(0.05, 50), "encouragement": SHARE, "entry": SHARE, "expected": SHARE, "exposure": reals(0, 500),
    "extrinsic": SHARE, "extrinsic_weight": SHARE, "face_to_face": SHARE, "fading": reals(0.5, 200), "fatigue": SHARE,
    "feed_days": reals(1, 60), "fit": SHARE, "floor": reals(0.0001, 1), "fresh": SHARE, "gain": SHARE,
    "count": reals(0, 400), "gap_days": reals(0, 400), "gate_loss": SHARE, "gated_access": SHARE, "glow": SHARE, "habit": SHARE,
    "habit_part": HAZARD, "half_load": reals(0.5, 2.5), "half_prompts": reals(0.1, 20), "half_safety": reals(0.05, 1),
    "hazard": HAZARD, "hindrance_loss": reals(0, 3), "hindrance_share": SHARE, "hindrance_weight": reals(0, 1.5),
    "hush": SHARE, "looked_around": st.booleans(),
    "in_room": SHARE, "hostile": st.sampled_from([0.0, 1.0]), "hostile_reply_share": reals(0, 0.5), "items_a_day": ITEMS, "keep": SHARE,
    "level": SHARE, "load": reals(0, 3), "loss": SHARE, "mastery": SHARE, "member_item_worth": HAZARD,
    "member_items": ITEMS, "minutes": reals(1, 480), "moderation": st.sampled_from([0.0, 1.0, 2.0]),
    "money_a_month": reals(0, 1e6), "motivation": SHARE, "norm": SHARE, "norm_effect": reals(0, 2), "normal": DEVIATE,
    "novelty": SHARE, "novice_share": SHARE, "odds_factor": reals(1e-3, 1e3), "onboarding": SHARE,
    "optimum": SHARE, "overload_factor": SHARE, "own": DEVIATE, "own_deviate": DEVIATE, "patience": reals(0, 60),
    "people": reals(1, 10000), "per_day": SHARE, "private": MINUTES, "prompts": reals(0, 14),
    "prompts_a_week": reals(0, 14), "propensity_deviate": DEVIATE, "prosociality": SHARE, "protected": MINUTES,
    "purse": reals(-600, 6000), "rate": SHARE, "reach": reals(0, 100), "readiness": reals(0, 7), "recent": reals(0, 1000),
    "recognised": SHARE, "recognised_share": SHARE, "recognitions": reals(0, 1000), "regularity": SHARE, "related": SHARE,
    "relevant_items": ITEMS, "renewal_days": reals(0.5, 90), "replied": st.sampled_from([0.0, 1.0]), "safety": SHARE,
    "saturation": reals(1, 1000), "scale": reals(1, 1000), "seats": reals(1, 1e6), "share": SHARE, "shared": DEVIATE,
    "shock": DEVIATE, "silence": reals(0, 4000), "slack_share": reals(0, 0.5), "specialism": st.integers(0, 19),
    "sponsor": st.sampled_from([0.0, 1.0]), "spread": reals(0, 2), "stop_constant": reals(0, 0.99), "strain": SHARE,
    "strain_loss": HAZARD, "strength": HAZARD, "support": SHARE, "target": SHARE, "tenure_days": COUNT,
    "threshold": reals(0, 5), "tie_part": HAZARD, "tied": SHARE, "time": SHARE, "topical_breadth": SHARE, "value": SHARE,
    "visibility_effect": reals(0, 3), "visits_watched": reals(0, 500), "volatility": SHARE, "weight": reals(0, 10),
    "work": DEVIATE, "working_day": st.sampled_from([0.0, 1.0]),
}  # fmt: skip
RULE_DOMAIN: dict[tuple[str, str], st.SearchStrategy] = {
    ("silence_until_return", "silence"): reals(1, 4000),
    ("silence_until_return", "strength"): reals(0.05, 5),
    ("stop_chance", "contributions"): st.integers(1, 2000),
    ("stop_chance", "floor"): reals(0, 0.5),
    ("stop_odds", "support"): reals(-1, 1),
    ("competence", "level"): reals(0.01, 1),
    ("event_freshness", "days_since"): reals(0, 400),
    ("motivation_target", "benefit"): DEVIATE,
    ("motivation_target", "related"): DEVIATE,
    ("motivation_target", "support"): DEVIATE,
    ("hearing_mean", "day"): st.integers(0, 7300),
    ("arrival_mean", "day"): st.integers(0, 7300),
}

INF, UNIT, POSITIVE, ANY, BOOLEAN = (
    math.inf,
    (0.0, 1.0),
    (0.0, math.inf),
    (-math.inf, math.inf),
    (False, True),
)


@dataclass(frozen=True)
class Known:
    """What theory says of a rule: the range of its answers, which way it moves with an argument, known answers."""

    range: tuple[float, float]
    rises: str = ""
    falls: str = ""
    answers: tuple[tuple[dict, float], ...] = field(default=())


def at(expected: float, **arguments: float) -> tuple[dict, float]:
    return arguments, expected


HALF_MIDDLE = {"shared": 0, "cause": 0, "benefit": 0, "related": 0, "support": 0, "work": 0, "glow": 0}
NO_REASON = {"base": 0, "habit_part": 0, "benefit_part": 0, "contagion_part": 0, "cue": 0}
KNOWN: dict[str, Known] = {
    # work
    "workload": Known(POSITIVE, "demand", "", (at(0.8, demand=0.8, volatility=0.2, shock=0.0), at(0.0, demand=0.1, volatility=0.2, shock=-1.0))),
    "weekly_shock": Known(ANY, "common own", "", (at(2.0, common=2, own=-9, common_share=1), at(-9.0, common=2, own=-9, common_share=0))),
    "strain_target": Known(UNIT, "load hindrance_share", "half_load", (at(0.5, load=1.2, hindrance_share=0.5, hindrance_weight=0.6, half_load=1.2), at(0.0, load=0, hindrance_share=1, hindrance_weight=1, half_load=1))),
    "toward": Known(UNIT, "target", "", (at(0.3, value=0.3, target=0.9, rate=0), at(0.9, value=0.3, target=0.9, rate=1), at(0.6, value=0.4, target=0.8, rate=0.5))),
    "honoured_share": Known(UNIT, "support sponsor floor", "", (at(0.2, support=0, sponsor=0, floor=0.2, by_support=0.6, by_sponsor=0.2), at(1.0, support=1, sponsor=1, floor=0.2, by_support=0.6, by_sponsor=0.2))),
    "kept_share": Known(UNIT, "", "load bite", (at(1.0, load=1, bite=20), at(0.4, load=1.2, bite=3), at(0.0, load=2, bite=3))),
    "energy": Known(UNIT, "", "strain fatigue", (at(1.0, strain=0, fatigue=0.8), at(0.2, strain=1, fatigue=0.8))),
    "minutes_allowed": Known(POSITIVE, "protected private working_day slack_share", "load strain", (at(0.0, load=0, protected=60, working_day=0, private=0, strain=0, slack_share=0.1), at(12.0, load=1, protected=60, working_day=1, private=0, strain=0, slack_share=0.1), at(48.0, load=0, protected=0, working_day=1, private=0, strain=0, slack_share=0.1))),
    "purse_after": Known(ANY, "purse allowance", "", (at(7.0, purse=5, allowance=3, keep=0.8), at(-1.0, purse=-5, allowance=3, keep=0.8))),
    # come
    "platform_ease": Known(UNIT),
    "time_share": Known(UNIT, "purse", "minutes", (at(0.0, purse=-5, minutes=6), at(0.5, purse=6, minutes=6))),
    "attention": Known(UNIT, "attention_days", "silence", (at(1.0, silence=0, attention_days=6), at(0.5, silence=6, attention_days=6))),
    "drive": Known(POSITIVE, "motivation extrinsic extrinsic_weight", "", (at(1.0, motivation=0.5, extrinsic=0, extrinsic_weight=0.3), at(4.0, motivation=1, extrinsic=0, extrinsic_weight=0.3), at(0.0, motivation=0, extrinsic=0, extrinsic_weight=1))),
    "contagion": Known(POSITIVE, "exposure strength saturation", "", (at(0.0, exposure=0, strength=1, saturation=20), at(0.05, exposure=20, strength=0.005, saturation=20))),
    "visit_hazard": Known(POSITIVE, "reach readiness base habit_part benefit_part contagion_part cue", "", (at(0.0, reach=9, readiness=4, **NO_REASON), at(0.5, reach=1, readiness=0, **(NO_REASON | {"contagion_part": 0.5})))),
    "probability": Known(UNIT, "hazard", "", (at(0.0, hazard=0), at(0.5, hazard=math.log(2)))),
    "exposure_after": Known(POSITIVE, "exposure visits_watched keep", "", (at(8.0, exposure=10, visits_watched=0, keep=0.8), at(3.0, exposure=0, visits_watched=3, keep=0.8))),
    # read and meet
    "relevance": Known(UNIT, "fit broad_relevance", "", (at(0.9, topical_breadth=0, fit=0.9, broad_relevance=0.3), at(0.3, topical_breadth=1, fit=0.9, broad_relevance=0.3))),
    "items_on_offer": Known(POSITIVE, "member_items curated_a_week novelty", "", (at(15.0, member_items=10, curated_a_week=5, novelty=1, member_item_worth=1, feed_days=7),)),
    "overload": Known(UNIT, "moderation", "items_a_day"),
    "information_benefit": Known(UNIT, "relevant_items overload_factor", "benefit_items", (at(0.0, relevant_items=0, benefit_items=8, overload_factor=1), at(1 - math.exp(-1), relevant_items=8, benefit_items=8, overload_factor=1))),
    "learned": Known(UNIT, "mastery level rate", "", (at(0.7, mastery=0.7, level=0.4, rate=1), at(0.5, mastery=0.2, level=0.8, rate=0.5))),
    "practised": Known(UNIT, "mastery rate", "", (at(1.0, mastery=0.3, rate=1), at(0.65, mastery=0.3, rate=0.5))),
    "event_freshness": Known(UNIT, "days_since", "renewal_days", (at(0.0, days_since=0, renewal_days=7), at(1 - math.exp(-1), days_since=7, renewal_days=7))),
    "share_in_room": Known(UNIT, "", "people cost_a_head"),
    "event_minutes_needed": Known(POSITIVE),
    "event_appeal": Known(POSITIVE),
    "attend_hazard": Known(POSITIVE, "reach readiness base habit_part tie_part appeal", "", (at(0.6, reach=1, readiness=2, base=0.1, habit_part=0.1, tie_part=0.1, appeal=1),)),
    "next_event_gap": Known((1, INF), "cadence_days normal", "", (at(14, cadence_days=14, regularity=1, normal=3, spread=0.7), at(1, cadence_days=2, regularity=0, normal=-3, spread=0.7))),
    # contribute
    "voice": Known(UNIT, "safety", "half_safety", (at(0.0, safety=0, half_safety=0.45), at(0.5, safety=0.45, half_safety=0.45))),
    "prompt_factor": Known((1.0, INF), "prompts_a_week effect", "half_prompts", (at(1.0, prompts_a_week=0, effect=0.6, half_prompts=2), at(1.3, prompts_a_week=2, effect=0.6, half_prompts=2))),
    "entry_factor": Known((0.0, 1.0000001), "contributions looked_around onboarding floor hush", "", (at(1.0, contributions=1, looked_around=False, onboarding=0, floor=0.02, hush=0.4), at(0.02, contributions=0, looked_around=True, onboarding=0, floor=0.02, hush=0.4), at(0.4, contributions=0, looked_around=False, onboarding=1, floor=0.02, hush=0.4))),
    "post_hazard": Known(POSITIVE, "base readiness dare prompts entry time", "effort", (at(0.1, base=0.2, readiness=1, dare=1, prompts=1, entry=1, time=1, effort=2),)),
    "asks": Known(BOOLEAN, "share", "coin competence", (at(True, coin=0.69, share=0.7, competence=0), at(False, coin=0.36, share=0.7, competence=1))),
    "post_topic": Known((0, 19), "", "", (at(13, coin=0.1, breadth=0.2, specialism=13, core_coin=0.5), at(1, coin=0.3, breadth=0.2, specialism=13, core_coin=0.5))),
    "topics_needed": Known((2, 4), "coin breadth", "", (at(2, coin=0.9, breadth=0), at(4, coin=0.9, breadth=1))),
    "messages": Known((1, INF), "deviate", "", (at(1, mean=1, expressiveness=9, by_expressiveness=1, spread=1, deviate=5), at(4, mean=4, expressiveness=1, by_expressiveness=1, spread=1, deviate=0), at(7, mean=4, expressiveness=2, by_expressiveness=1, spread=1, deviate=0))),
    "waits": Known(BOOLEAN, "patience", "days_since", (at(True, contributions=1, days_since=1, patience=2), at(False, contributions=2, days_since=1, patience=2), at(False, contributions=1, days_since=2, patience=2))),
    # respond
    "notice_weight": Known(POSITIVE, "tied", "clique_strength"),
    "competence": Known(UNIT, "mastery novice_share", "level", (at(1.0, mastery=0.5, level=0.5, novice_share=0), at(0.1, mastery=0.2, level=0.8, novice_share=0.4))),
    "answer_hazard": Known(POSITIVE, "base prosociality norm dare time", "", (at(0.35, base=0.35, prosociality=0.5, norm=0.5, norm_effect=1, dare=1, time=1),)),
    "hostile_chance": Known(UNIT, "hostile_reply_share", "norm moderation"),
    "stop_chance": Known(UNIT, "stop_constant floor odds_factor", "contributions", (at(0.25, contributions=2, stop_constant=0.5, floor=0, odds_factor=1), at(0.5, contributions=2, stop_constant=0.5, floor=0, odds_factor=3), at(0.0, contributions=1, stop_constant=0, floor=0, odds_factor=9), at(0.2, contributions=9, stop_constant=0, floor=0.2, odds_factor=1), at(0.6, contributions=2, stop_constant=1, floor=0.2, odds_factor=1))),
    "stop_constant_at": Known(UNIT, "constant", "", (at(0.5, constant=0.5, effort=1, exponent=2), at(0.5, constant=0.25, effort=2, exponent=1), at(0.99, constant=0.9, effort=50, exponent=2))),
    "stop_odds": Known(POSITIVE, "hostile", "replied awarded support habit"),
    "delay_hours": Known(POSITIVE, "days coin", "", (at(60.0, days=2, coin=0.5),)),
    "facilitator_answers": Known(POSITIVE, "", "scale"),
    # credit
    "novelty": Known(UNIT, "fading", "recognitions", (at(1.0, recognitions=0, fading=8), at(0.5, recognitions=8, fading=8))),
    "badge_pull": Known((0.0, 4.0), "visibility_effect"),
    "gate_pull": Known((0.0, 5.0), "contributions gated_access strength", "", (at(0.0, contributions=0, gated_access=1, strength=1), at(0.25, contributions=3, gated_access=0.5, strength=0.5))),
    "gate_share": Known(UNIT, "contributions", "gated_access gate_loss", (at(1.0, contributions=1, gated_access=1, gate_loss=1), at(0.4, contributions=0, gated_access=1, gate_loss=0.6))),
    "praised_state": Known(UNIT, "recognised boost fresh", "", (at(0.3, recognised=0, boost=0.3, fresh=1), at(1.0, recognised=1, boost=0.3, fresh=1))),
    "crowding": Known(UNIT),
    # adapt
    "resources": Known(UNIT),
    "vigour": Known(ANY, "resilience", "", (at(0.0, resilience=1, weight=9), at(2.0, resilience=2, weight=2))),
    "community_appeal": Known(ANY, "recognised_share"),
    "identification": Known(ANY, "clarity fit", "", (at(0.0, clarity=0.5, fit=0.5, weight=1), at(1.0, clarity=1, fit=1, weight=1), at(-0.5, clarity=0, fit=1, weight=1))),
    "motivation_target": Known(UNIT, "shared cause benefit related support work glow", "", (at(0.5, **HALF_MIDDLE), at(0.75, **(HALF_MIDDLE | {"glow": math.log(3)})))),
    "work_part": Known(ANY, "challenge_gain", "hindrance_share strain hindrance_loss strain_loss", (at(0.5, load=1, hindrance_share=0, strain=0, challenge_gain=0.5, hindrance_loss=9, strain_loss=9), at(-0.7, load=1, hindrance_share=1, strain=0, challenge_gain=9, hindrance_loss=0.7, strain_loss=9))),
    "relatedness_after": Known(UNIT, "related gain", "", (at(0.2, related=0, gain=0.2), at(1.0, related=1, gain=0.2))),
    "safety_climate": Known((0.02, 0.98)),
    "personal_climate": Known((0.02, 0.98), "climate support", "", (at(0.6, climate=0.6, support=0.5, by_support=0.4), at(0.8, climate=0.6, support=1, by_support=0.4), at(0.02, climate=0.1, support=0, by_support=0.4))),
    "safety_after_reply": Known(UNIT, "safety gain", "hostile loss", (at(0.55, safety=0.5, hostile=0, weight=1, gain=0.1, loss=0.3), at(0.35, safety=0.5, hostile=1, weight=1, gain=0.1, loss=0.3))),
    "repetitions": Known(POSITIVE, "gap_days", "", (at(1.0, gap_days=9, per_day=0), at(9.0, gap_days=9, per_day=1), at(3.0, gap_days=9, per_day=0.5), at(1.0, gap_days=0, per_day=1))),
    "habit_gain": Known(UNIT, "rate count", "", (at(0.0, rate=0, count=1), at(0.5, rate=math.log(2), count=1), at(0.75, rate=math.log(2), count=2))),
    "habit_after": Known(UNIT, "habit gain keep", "", (at(0.6, habit=0.5, came=1, gain=0.2, keep=0.9), at(0.45, habit=0.5, came=0, gain=0.2, keep=0.9))),
    "becomes_leader": Known(BOOLEAN, "answers tenure_days motivation encouragement"),
    "control_penalty": Known(UNIT, "", "", (at(0.0, control=0.45, optimum=0.45), at(0.25, control=1, optimum=0.5))),
    # belong
    "hearing_mean": Known(POSITIVE, "seats", "day"),
    "arrival_mean": Known(POSITIVE, "recent"),
    "join_chance": Known(UNIT, "fit ease onboarding"),
    "eagerness": Known(POSITIVE, "", "order", (at(1.0, order=100, dilution=0.7), at(0.1, order=10000, dilution=0.5), at(1.0, order=7, dilution=0))),
    "adopts": Known(BOOLEAN, "active_share", "threshold", (at(True, active_share=0.5, threshold=0.5), at(False, active_share=0.49, threshold=0.5))),
    "stays": Known(BOOLEAN, "active_neighbours attachment benefit", "cost", (at(False, benefit=0.25, active_neighbours=4, attachment=0, cost=1), at(True, benefit=0.25, active_neighbours=5, attachment=0, cost=1))),
    "silence_until_return": Known(POSITIVE, "silence", "coin strength", (at(4.0, silence=2, coin=0.5, strength=1), at(2.0, silence=2, coin=1 - 1e-15, strength=1))),
    "departure_threshold": Known(POSITIVE, "", "coin", (at(1.0, coin=math.exp(-1)),)),
    "expressiveness": Known(POSITIVE, "propensity_deviate own_deviate", "", (at(1.0, propensity_deviate=0, own_deviate=0, share=0.5, spread=1.2), at(1.0, propensity_deviate=3, own_deviate=3, share=0.5, spread=0), at(math.e, propensity_deviate=1, own_deviate=9, share=1, spread=1))),
}  # fmt: skip


@cache
def parameters_of(name: str) -> tuple[str, ...]:
    return tuple(inspect.signature(FUNCTIONS[name]).parameters)


def values_of(table: str, seed: int) -> dict[str, float]:
    """A value for each parameter of a table, anywhere in its range."""
    coins = np.random.default_rng(seed)
    draws = {one.name: coins.uniform(one.low, one.high) for one in TABLES[table][0].values()}
    return {one.name: float(round(draws[one.name])) if one.whole else draws[one.name] for one in TABLES[table][0].values()}


def drawn(data: st.DataObject, name: str) -> dict:
    """Arguments of a rule: numbers by meaning, and records with every parameter anywhere in its range."""
    arguments = {}
    for one in parameters_of(name):
        if one in TABLES:
            arguments[one] = SimpleNamespace(**values_of(one, data.draw(st.integers(0, 2**32 - 1), label=one)))
        else:
            arguments[one] = data.draw(RULE_DOMAIN.get((name, one), DOMAIN[one]), label=one)
    return arguments


def record_of(table: str, values: SimpleNamespace) -> np.void:
    """The same values as the record that compiled code reads."""
    array = np.zeros(1, TABLES[table][1])
    array[0] = tuple(vars(values)[name] for name in TABLES[table][1].names)
    return array[0]


def test_every_rule_is_known() -> None:
    assert set(KNOWN) == set(FUNCTIONS)


def test_every_rule_is_called() -> None:
    """A rule that neither another rule nor the kernel calls explains nothing."""
    called = set()
    for path in Path(sim.__file__).parent.glob("[rk]*/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called.add(ast.unparse(node.func))
    assert not set(FUNCTIONS) - called


@pytest.mark.parametrize("name", list(KNOWN))
@settings(max_examples=40)
@given(data=st.data())
def test_answers_stay_in_range(name: str, data: st.DataObject) -> None:
    answer = FUNCTIONS[name](**drawn(data, name))
    low, high = KNOWN[name].range
    assert low <= answer <= high


@pytest.mark.parametrize("name", list(KNOWN))
@settings(max_examples=15)
@given(data=st.data())
def test_compiled_twin_gives_the_same_bits(name: str, data: st.DataObject) -> None:
    arguments = drawn(data, name)
    packed = [record_of(one, value) if one in TABLES else value for one, value in arguments.items()]
    expected = getattr(plain(), name)(**arguments)
    assert np.float64(getattr(compiled(), name)(*packed)).tobytes() == np.float64(expected).tobytes()


SLOPES = [(name, one, 1) for name, known in KNOWN.items() for one in known.rises.split()]
SLOPES += [(name, one, -1) for name, known in KNOWN.items() for one in known.falls.split()]


@pytest.mark.parametrize(("name", "argument", "sign"), SLOPES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_rule_moves_the_way_theory_says(name: str, argument: str, sign: int, data: st.DataObject) -> None:
    arguments = drawn(data, name)
    other = data.draw(RULE_DOMAIN.get((name, argument), DOMAIN[argument]), label=f"other {argument}")
    low, high = sorted((arguments[argument], other))
    less, more = (FUNCTIONS[name](**(arguments | {argument: value})) for value in (low, high))
    assert sign * (float(more) - float(less)) >= -1e-9 * max(1.0, abs(float(more)))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [(name, arguments, answer) for name, known in KNOWN.items() for arguments, answer in known.answers],
)
def test_known_answers(name: str, arguments: dict, expected: float) -> None:
    assert FUNCTIONS[name](**arguments) == pytest.approx(expected, rel=1e-9, abs=1e-12)
