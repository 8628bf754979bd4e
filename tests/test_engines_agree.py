"""Four ways to run, one result: plain members, members with compiled rules, the kernel by days, the ensemble.

Every state of every member is compared on every day, bit for bit.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.scenarios import load, scenario_names
from models.base import BaseCommunity
from models.community import Community
from models.kernel_community import KernelCommunity
from models.rules import rules_named
from sim.ensemble import Run, Worker, simulate
from sim.inputs import Change, Scenario, Shock, inputs_of
from sim.levers import DIALS, FAILURES, LEVERS
from sim.outcomes import OUTCOMES
from sim.parameter import Parameter
from sim.settings import SETTINGS
from sim.state import EVENT_KINDS, ITEM, TALLY, WAITING
from sim.theory import THEORY
from sim.world import World

EVENTS = 60_000
SEATS, DAYS = 60, 120
OF_PERSONS = ("mastery", "tie_partner", "tie_generation", "tie_strength", "due_day")

EVERYTHING = Scenario(
    "everything at once",
    settings={
        "private_minutes": 20, "quiet_reader_share": 0.5, "suppressed_reply_share": 0.2, "team_size": 7,
        "team_support_spread": 0.3,
    },
    levers={
        "answer_guarantee_hours": 60, "answer_guarantee_share": 0.8, "badge_expected": 0.8,
        "badge_programme": 1, "badge_threshold": 4, "cadence_days": 9.5, "cadence_regularity": 0.2,
        "clique_strength": 0.9, "demand_volatility": 0.4, "facilitator_fte": 1,
        "facilitator_hours_a_week": 9, "gated_access": 0.7,
        "hostile_reply_share": 0.4, "moderation": 2, "newcomer_awards": 0.6, "praise_rate": 0.6,
        "prompts_a_week": 5, "protected_minutes_a_week": 180, "rival_tool": 1, "staff_turnover_a_year": 2.5,
        "topical_breadth": 0.9,
    },
    theory={
        "answer_base": 3, "answer_tie": 0.6, "attend_base": 1.5, "general_expertise": 0.9, "patience_days": 3,
        "knowledge_threshold": 0.7, "leader_answers": 2, "leader_days": 20, "mastery_threshold": 0.6,
        "post_base": 1.0, "question_reach": 0.1, "return_strength": 3, "stay_cost": 0.6, "stop_constant": 0.2,
        "visit_base": 0.4, "word_of_mouth": 0.2,
    },
    shocks=(Shock(40, 4.0, 5.0),),
    plan=(
        Change(30, 70, dials={"culture": 1.0, "cadence": 0.2}, levers={"staff_turnover_a_year": 0.0}),
        Change(80, levers={"cadence_days": 0, "control": 0.9, "curated_items_a_week": 60}),
    ),
)  # fmt: skip
OPEN_POOL = {
    "settings.open_pool": 1,
    "settings.arrivals_a_day": 0.6,
    "settings.arrival_excitation": 0.3,
    "settings.arrival_trend": 2.0,
    "settings.dilution": 0.3,
    "settings.founders": 9,
    "settings.weekend_share": 0.8,
}
FLOOD = {"theory.feed_days": 60, "theory.post_base": 5, "levers.curated_items_a_week": 0}
QUIET = {"founders": 0, "launch_reach": 0, "steady_reach_a_year": 0}
HAND_MADE = {
    "everything": EVERYTHING,
    "open_pool": EVERYTHING.with_values(OPEN_POOL),
    "cliques": EVERYTHING.with_values({"settings.network": 1, "settings.rewired_share": 0.5}),
    "hubs": EVERYTHING.with_values({"settings.network": 2, "settings.scale": 5}),
    "flood": EVERYTHING.with_values(FLOOD),
    "failures": Scenario("failures", failures=dict.fromkeys(FAILURES, True)),
    "all_founders": Scenario("all", settings={"founders": 60, "mean_degree": 0}, theory={"stay_cost": 0}),
    "nobody": Scenario("nobody", settings=QUIET),
    "defaults": Scenario("defaults"),
}
WITHIN_A_DAY = {"answer_count", "silent_count", "joined_count", "stopped_count"}
NO_LOG = {"events", "books.event_count"}  # of the ensemble


def small(scenario: Scenario) -> Scenario:
    """The same community with few seats, for a few months, its dated changes moved into them."""
    days = int(scenario.setting("days"))
    shrink = min(1.0, DAYS / days)

    def moved(day: int) -> int:
        return int(day * shrink)

    plan = tuple(
        replace(
            change,
            from_day=moved(change.from_day),
            until_day=None if change.until_day is None else moved(change.until_day),
        )
        for change in scenario.plan
    )
    shocks = tuple(replace(shock, day=moved(shock.day)) for shock in scenario.shocks)
    founders = min(scenario.setting("founders"), SEATS)
    size = {"settings.seats": SEATS, "settings.days": DAYS, "settings.founders": founders}
    return replace(scenario, plan=plan, shocks=shocks).with_values(size)


def states(world: World) -> Iterator[tuple[str, bytes]]:
    """Everything that lasts in a world, as names and bytes; of empty seats only that they are empty."""
    taken = world.status != WAITING
    yield "status of every seat", world.status.tobytes()
    yield "generation of every seat", world.generation.tobytes()
    for name in world.person.dtype.names or ():
        yield f"person.{name}", world.person[name][taken].tobytes()
    for name in OF_PERSONS:
        yield name, getattr(world, name)[taken].tobytes()
    books = world.community[0]
    for name in sorted(set(books.dtype.names) - WITHIN_A_DAY):
        yield f"books.{name}", books[name].tobytes()
    yield "present", world.present[: books["present_count"]].tobytes()
    live = np.arange(books["feed_first"], books["feed_next"]) % len(world.feed)
    for name in sorted(set(ITEM.names or ())):
        yield f"feed.{name}", world.feed[name][live].tobytes()
    for name in world.today.dtype.names or ():
        yield f"today.{name}", world.today[name].tobytes()
    for name in ("daily", "weekly", "pair_held", "graph_start", "graph_neighbour"):
        yield name, getattr(world, name).tobytes()
    yield "events", world.events[: books["event_count"]].tobytes()


def differences(one: World, other: World) -> list[str]:
    """Names of what differs between two worlds."""
    pairs = zip(states(one), states(other), strict=True)
    return [name for (name, left), (_, right) in pairs if left != right]


def follow(*communities: BaseCommunity) -> None:
    """Live all days of all communities together and compare them on each."""
    first, *others = communities
    for day in range(first.days + 1):
        world = first.snapshot()
        for other in others:
            found = differences(world, other.snapshot())
            assert not found, f"day {day}: {type(other).__name__} differs in {found}"
        if day < first.days:
            for community in communities:
                community.step()


def compare(scenario: Scenario, seed: int, compiled_members: bool = True) -> Community:
    """All four ways, on one scenario and seed."""
    plain = Community(scenario, seed, events=EVENTS)
    kernel = KernelCommunity(scenario, seed, events=EVENTS)
    others = [Community(scenario, seed, "compiled", events=EVENTS)] if compiled_members else []
    follow(plain, kernel, *others)
    worker, outcomes = Worker(), np.full((1, len(OUTCOMES)), np.nan)
    worker.simulate(Run(inputs_of(scenario), seed), outcomes[0], np.zeros(1, np.int64))
    assert set(differences(plain.snapshot(), worker.world)) <= NO_LOG
    measured = np.array([list(community.outcomes().values()) for community in (plain, kernel, *others)])
    assert measured.tobytes() == np.repeat(outcomes, len(measured), axis=0).tobytes()
    return plain


@pytest.mark.parametrize("seed", [0, 1, 2**62 + 12345])
@pytest.mark.parametrize("name", HAND_MADE)
def test_all_four_ways_agree_on_every_mechanism(name: str, seed: int) -> None:
    compare(small(HAND_MADE[name]), seed, compiled_members=seed == 0)


@pytest.mark.parametrize("name", scenario_names())
def test_all_four_ways_agree_on_every_scenario_file(name: str) -> None:
    compare(small(load(name)), seed=7, compiled_members=False)


def test_the_hand_made_scenarios_switch_every_mechanism_on() -> None:
    communities = [KernelCommunity(small(scenario), 0, events=EVENTS) for scenario in HAND_MADE.values()]
    worlds = [community.run().snapshot() for community in communities]
    for name in TALLY:
        assert max(world.community[name][0] for world in worlds) > 0.0, name
    logs = [world.events["kind"][: world.community["event_count"][0]] for world in worlds]
    assert {kind for log in logs for kind in log.tolist()} == set(range(len(EVENT_KINDS)))
    live = [world.community["feed_next"][0] - world.community["feed_first"][0] for world in worlds]
    assert max(live) == len(worlds[0].feed), "no feed was ever full"


def values(table: dict[str, Parameter], at_most: int) -> st.SearchStrategy[dict[str, float]]:
    """A few parameters anywhere in their allowed range."""

    def one(name: str) -> st.SearchStrategy[tuple[str, float]]:
        parameter = table[name]
        if parameter.whole:
            return st.tuples(st.just(name), st.integers(int(parameter.low), int(parameter.high)).map(float))
        return st.tuples(st.just(name), st.floats(parameter.low, parameter.high))

    names = st.lists(st.sampled_from(sorted(table)), max_size=at_most, unique=True)
    return names.flatmap(lambda chosen: st.tuples(*map(one, chosen))).map(dict)


GIVEN = ("seats", "days", "founders", "arrivals_a_day")
FREE = {name: setting for name, setting in SETTINGS.items() if name not in GIVEN}


@st.composite
def communities(draw: st.DrawFn) -> Scenario:
    """Any community at all, of forty seats for eight weeks, with a change of plan on the way."""
    size = {"seats": 40, "days": 56, "founders": draw(st.integers(0, 40))}
    dials = draw(st.dictionaries(st.sampled_from(sorted(DIALS)), st.floats(0.0, 1.0)))
    start = draw(st.integers(0, 55))
    change = Change(start, draw(st.none() | st.integers(start, 60)), levers=draw(values(LEVERS, 6)))
    failures = draw(st.dictionaries(st.sampled_from(sorted(FAILURES)), st.booleans()))
    return Scenario(
        "drawn",
        settings={**draw(values(FREE, 8)), **size},
        dials=dials,
        levers=draw(values(LEVERS, 12)),
        theory=draw(values(THEORY, 30)),
        failures=failures,
        plan=(change,),
    )


@settings(max_examples=30)
@given(communities(), st.integers(0, 2**63 - 1))
def test_members_and_kernel_agree_wherever_parameters_lie(scenario: Scenario, seed: int) -> None:
    compare(scenario, seed, compiled_members=False)


def test_threads_change_nothing() -> None:
    runs = [Run(inputs_of(small(HAND_MADE[name])), seed) for name in HAND_MADE for seed in range(2)]
    one, two = simulate(runs, threads=1, series=True), simulate(runs, threads=2, series=True)
    for name in ("outcomes", "daily", "weekly"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes(), name


HASHED = """
import hashlib
from models.community import Community
from tests.test_engines_agree import EVERYTHING, small, states
world = Community(small(EVERYTHING), 3, **{"settings.days": 40}).run().snapshot()
print(hashlib.sha256(b"".join(found for _, found in sorted(states(world)))).hexdigest())
"""


def test_the_order_of_python_sets_plays_no_part(checkout: Path) -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=checkout,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "4711")
    }
    assert len(found) == 1


def test_compiled_rules_stand_behind_the_same_names() -> None:
    plain, fast = rules_named("python"), rules_named("compiled")
    assert set(vars(fast)) <= set(vars(plain))
    assert fast.choose(0.5, 7) == plain.choose(0.5, 7) == 3
    assert int(fast.person_key(fast.seed_key(5), 3, 2)) == plain.person_key(plain.seed_key(5), 3, 2)


@pytest.mark.evidence
@pytest.mark.parametrize("name", ["everything", "open_pool"])
def test_all_four_ways_agree_on_a_larger_community(name: str) -> None:
    larger = {"settings.seats": 600, "settings.days": 500, "settings.founders": 60}
    compare(HAND_MADE[name].with_values(larger), seed=11)
