"""Four ways to run, one result: plain members, members with compiled rules, the kernel by days, the ensemble.

Every state of every member is compared on every day, bit for bit.
"""

import hashlib
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

from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names
from community_dynamics.models.base import BaseCommunity
from community_dynamics.models.community import Community
from community_dynamics.models.kernel_community import KernelCommunity
from community_dynamics.models.rules import rules_named
from community_dynamics.sim.ensemble import Run, Worker, simulate
from community_dynamics.sim.inputs import Award, Change, Reaction, Scenario, Shock, inputs_of
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import AWARD_RULES, AWARDED, EVENT_KINDS, ITEM, REACTION_SERIES, TALLY, WAITING
from community_dynamics.sim.theory import THEORY
from community_dynamics.sim.world import World

EVENTS = 60_000
SEATS, DAYS = 60, 90
OF_PERSONS = ("mastery", "tie_partner", "tie_generation", "tie_strength", "due_day")

EVERYTHING = Scenario(
    "everything at once",
    settings={
        "founder_weeks": 6, "messages_a_contribution": 4, "private_minutes": 20, "steady_reach_a_year": 4,
        "suppressed_reply_share": 0.2, "team_size": 7, "team_support_spread": 0.3,
    },
    levers={
        "answer_guarantee_hours": 60, "answer_guarantee_share": 0.8, "badge_expected": 0.8,
        "badge_programme": 1, "badge_threshold": 4, "cadence_days": 9.5, "cadence_regularity": 0.2,
        "clique_strength": 0.9, "curated_items_a_week": 20, "demand_volatility": 0.4, "event_minutes": 100, "facilitator_fte": 1,
        "facilitator_hours_a_week": 9, "facilitator_order": 2, "gated_access": 0.7,
        "hostile_reply_share": 0.4, "moderation": 2, "newcomer_awards": 0.6, "praise_rate": 0.6,
        "prompts_a_week": 5, "protected_minutes_a_week": 180, "rival_tool": 1, "staff_turnover_a_year": 2.5,
        "topical_breadth": 0.6,
    },
    theory={
        "answer_base": 9, "ask_base": 6, "attend_base": 3, "general_expertise": 0.9, "hardening": 1, "join_base": 1,
        "knowledge_threshold": 0.7, "leader_answers": 2, "leader_days": 20, "mastery_threshold": 0.6,
        "moving_on_share": 0.3, "patience_days": 3,
        "question_reach": 0.1, "reading_on_share": 0.6, "return_strength": 3, "show_base": 3, "stay_cost": 0.4,
        "stop_constant": 0.2, "tie_gain": 0.6, "visit_base": 0.4, "word_of_mouth": 0.2,
    },
    shocks=(Shock(40, 4.0, 5.0),),
    plan=(
        Change(
            30, 70, dials={"culture": 1.0, "cadence": 0.2},
            levers={"facilitator_order": 1, "hostile_reply_share": 0.3, "moderation": 1, "staff_turnover_a_year": 0.0},
        ),
        Change(80, levers={"cadence_days": 0, "control": 0.9, "curated_items_a_week": 60}),
        Change(80, levers={"facilitator_order": 0, "moderation": 0}),
    ),
    reactions=(
        Reaction("weekly_contributors", 12, weeks=2, hold_weeks=3, levers={"curated_items_a_week": 80, "moderation": 1}),
        Reaction("strain", 0.4, above=True, hold_weeks=1, dials={"cadence": 0.9}, levers={"demand": 0.4}),
        Reaction("benefit", 0.0, above=True, weeks=5, levers={"praise_rate": 0.9}),
    ),
    awards=(Award(20, "newcomers", 0.8), Award(50, "most_productive", 0.3), Award(75, "random", 0.5), Award(100, "newcomers")),
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
FLOOD = {"theory.feed_days": 60, "theory.ask_base": 10, "theory.show_base": 5, "theory.stay_cost": 0, "theory.moving_on_share": 0}
FLOOD |= {"levers.curated_items_a_week": 0, "settings.team_support_spread": 0}
CALM = {"levers.badge_programme": 0, "levers.gated_access": 0, "levers.hostile_reply_share": 0, "levers.moderation": 0}
CALM |= {"theory.general_expertise": 0.3, "theory.learning_rate": 0.3, "theory.mastery_threshold": 0.75, "theory.stay_cost": 0}
QUIET = {"founders": 0, "launch_reach": 0, "steady_reach_a_year": 0}
HAND_MADE = {
    "everything": EVERYTHING,
    "open_pool": EVERYTHING.with_values(OPEN_POOL),
    "cliques": EVERYTHING.with_values({"settings.network": 1, "settings.rewired_share": 0.5}),
    "hubs": EVERYTHING.with_values({"settings.network": 2, "settings.scale": 5}),
    "flood": EVERYTHING.with_values(FLOOD),
    "calm": EVERYTHING.with_values(CALM),
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
    awards = tuple(replace(award, day=moved(award.day)) for award in scenario.awards)
    founders = min(scenario.setting("founders"), SEATS)
    size = {"settings.seats": SEATS, "settings.days": DAYS, "settings.founders": founders}
    return replace(scenario, plan=plan, shocks=shocks, awards=awards).with_values(size)


def bits(array: np.ndarray) -> bytes:
    """An array's bytes, with one and the same NaN for whatever is undefined."""
    if array.dtype.names is not None:
        return b"".join(bits(array[name]) for name in array.dtype.names)
    return np.where(np.isnan(array), np.nan, array).tobytes() if array.dtype.kind == "f" else array.tobytes()


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
    for name in ("daily", "weekly", "posted", "pair_held", "graph_start", "graph_neighbour"):
        yield name, bits(getattr(world, name))
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
        present = world.present[: world.community[0]["present_count"]]
        assert (np.diff(present) > 0).all(), f"day {day}: somebody is present twice"
        if day < first.days:
            for community in communities:
                community.step()


def compare(scenario: Scenario, seed: int, compiled_members: bool = True) -> Community:
    """All four ways, on one scenario and seed."""
    plain = Community(scenario, seed, events=EVENTS)
    kernel = KernelCommunity(scenario, seed, events=EVENTS)
    others = [Community(scenario, seed, "compiled", events=EVENTS)] if compiled_members else []
    follow(plain, kernel, *others)
    world = Worker().simulate(Run(inputs_of(scenario), seed), np.zeros(1, np.int64))
    assert set(differences(plain.snapshot(), world)) <= NO_LOG
    for community in (plain, kernel, *others):
        measured = np.array(list(community.outcomes().values()))
        assert bits(measured) == bits(world.outcome.view(np.float64)), type(community).__name__
    return plain


@pytest.mark.parametrize(("name", "seed"), [*((name, 0) for name in HAND_MADE), ("everything", 2**62 + 12345), ("open_pool", 1)])
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
    quiet = {mark for world in worlds for mark in world.person["quiet"][world.status != WAITING].tolist()}
    assert quiet == {0, 1, 2}
    live = [world.community["feed_next"][0] - world.community["feed_first"][0] for world in worlds]
    assert max(live) == len(worlds[0].feed), "no feed was ever full"


def test_all_four_ways_agree_where_old_hands_rule() -> None:
    """A year and a half: long enough for a place to harden, with awards on the way."""
    awards = tuple(replace(award, day=3 * award.day) for award in EVERYTHING.awards)
    few_leave = {"levers.staff_turnover_a_year": 0.1, "theory.long_memory": 0.95, "settings.launch_reach": 0.2}
    size = {"settings.seats": 40, "settings.days": 430, "settings.founders": 20, "settings.steady_reach_a_year": 0.2}
    grown = compare(replace(EVERYTHING, plan=(), awards=awards).with_values(few_leave | size), 4, compiled_members=False)
    assert grown.books.hardness > 0.1 and grown.today.openness < 0.95


@pytest.mark.parametrize("rule", AWARD_RULES)
def test_awards_of_every_rule_are_given_on_their_days_alone(rule: str) -> None:
    given = replace(small(EVERYTHING), reactions=(), awards=(Award(40, rule, 0.6), Award(80, rule, 0.6)))
    community = compare(given.with_values({"levers.praise_rate": 0, "levers.newcomer_awards": 0}), 2, compiled_members=False)
    log = community.events
    assert set(log["day"][log["kind"] == AWARDED]) == {40, 80}


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
    reaction = st.builds(
        Reaction,
        st.sampled_from(REACTION_SERIES),
        st.floats(0.0, 20.0) | st.floats(0.0, 1.0),
        st.booleans(),
        st.integers(1, 4),
        st.none() | st.integers(1, 4),
        levers=values({name: lever for name, lever in LEVERS.items() if name != "staff_turnover_a_year"}, 3),
    )
    failures = draw(st.dictionaries(st.sampled_from(sorted(FAILURES)), st.booleans()))
    return Scenario(
        "drawn",
        settings={**draw(values(FREE, 8)), **size},
        dials=dials,
        levers=draw(values(LEVERS, 12)),
        theory=draw(values(THEORY, 30)),
        failures=failures,
        plan=(change,),
        reactions=tuple(draw(st.lists(reaction, max_size=2))),
    )


@settings(max_examples=20)
@given(communities(), st.integers(0, 2**63 - 1))
def test_members_and_kernel_agree_wherever_parameters_lie(scenario: Scenario, seed: int) -> None:
    compare(scenario, seed, compiled_members=False)


def test_threads_change_nothing() -> None:
    runs = [Run(inputs_of(small(HAND_MADE[name])), seed) for name in HAND_MADE for seed in range(2)]
    one, two = simulate(runs, threads=1, series=True), simulate(runs, threads=2, series=True)
    for name in ("outcomes", "daily", "weekly"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes(), name


HASHED = """
from tests.test_engines_agree import hashed
print(hashed())
"""


def hashed() -> str:
    """A hash of all that a run leaves."""
    world = Community(small(EVERYTHING), 3, **{"settings.days": 40}).run().snapshot()
    return hashlib.sha256(b"".join(found for _, found in sorted(states(world)))).hexdigest()


def test_the_order_of_python_sets_plays_no_part(checkout: Path) -> None:
    """Sets of words have another order in a process with another seed for hashes."""
    other = subprocess.run(
        [sys.executable, "-c", HASHED],
        env={**os.environ, "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") == "0" else "0"},
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashed()


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
