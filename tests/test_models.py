"""A community as a Mesa model: readable, collectable, forgettable; one face, whoever lives its days."""

import gc
import inspect
import weakref

import mesa
import numpy as np
import pytest

from community_dynamics.models.base import BaseCommunity
from community_dynamics.models.community import Community
from community_dynamics.models.kernel_community import KernelCommunity, MemberView
from community_dynamics.models.member import Member
from community_dynamics.models.morning import Today
from community_dynamics.models.person import Person
from community_dynamics.models.rules import rules_named
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.state import (
    COUNTS,
    DORMANT,
    LEFT,
    LINE,
    PERSON,
    PRESENT,
    STATES,
    TODAY,
    TOPICS,
    TRAITS,
    VISITS,
)

SMALL = {"settings.seats": 40, "settings.days": 63, "settings.founders": 15}
TIED = {
    **SMALL,
    "settings.days": 120,
    "theory.stop_constant": 0.0,
    "theory.stop_floor": 0.0,
    "levers.cadence_days": 7.0,
    "theory.attend_base": 2.0,
    "theory.answer_base": 4.0,
}
KINDS = [Community, KernelCommunity]


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_in_four_lines(kind: type[BaseCommunity]) -> None:
    community = kind(seed=0, **SMALL)
    outcomes = community.run().outcomes()
    assert list(outcomes) == list(OUTCOMES)
    assert not community.running and community.day == community.days == 63


@pytest.mark.parametrize("kind", KINDS)
def test_members_carry_every_trait_state_and_count(kind: type[BaseCommunity]) -> None:
    community = kind(seed=1, **SMALL)
    community.step()
    member = next(iter(community.members))
    for name in (*TRAITS, *STATES, *COUNTS, "identity"):
        value = getattr(member, name)
        assert isinstance(value, float if name in TRAITS or name in STATES else int), name
    assert len(member.mastery) == TOPICS


@pytest.mark.parametrize("kind", KINDS)
def test_members_are_those_who_belong(kind: type[BaseCommunity]) -> None:
    busy = {"levers.staff_turnover_a_year": 3.0, "theory.dormancy_days": 7, "settings.steady_reach_a_year": 9}
    community = kind(seed=2, **SMALL, **busy)
    assert len(community.members) == 15
    met = set()
    for day in range(community.days):
        community.step()
        found = {(member.seat, member.generation) for member in community.members}
        met |= found
        assert len(found) == len(community.members) == community.daily["members"][day]
        assert {member.status for member in community.members} <= {PRESENT, DORMANT}
    assert len(met) > 20


def test_both_kinds_have_the_same_members() -> None:
    plain, kernel = Community(seed=5, **SMALL).run(), KernelCommunity(seed=5, **SMALL).run()

    def seen(community: BaseCommunity) -> list[tuple]:
        names = ("seat", "generation", "motivation", "safety", "joined")
        return sorted(tuple(getattr(member, name) for name in names) for member in community.members)

    assert seen(plain) == seen(kernel)
    assert plain.daily.equals(kernel.daily) and plain.weekly.equals(kernel.weekly)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_hold_the_days_lived_so_far(kind: type[BaseCommunity]) -> None:
    community = kind(seed=3, events=2000, **SMALL)
    for _ in range(20):
        community.step()
    assert len(community.daily) == 20 and community.daily.index.name == "day"
    assert len(community.weekly) == 2
    events = community.events
    assert 0 < len(events) < 2000
    came = (events["kind"] <= VISITS) & (events["day"] >= 0)  # a person who joins is there on that day
    assert came.sum() == community.daily["logons"].sum()


@pytest.mark.parametrize("kind", KINDS)
def test_outcomes_wait_for_the_end_and_no_day_follows_it(kind: type[BaseCommunity]) -> None:
    community = kind(seed=3, **SMALL)
    with pytest.raises(RuntimeError, match="63 of 63 days are left; call run"):
        community.outcomes()
    community.run()
    with pytest.raises(RuntimeError, match="the run of 63 days is over"):
        community.step()


@pytest.mark.parametrize("kind", KINDS)
def test_mesa_collects_by_our_own_day(kind: type[BaseCommunity]) -> None:
    collect = {
        "model_reporters": {"belong": lambda community: len(community.members)},
        "agent_reporters": {"motivation": "motivation"},
    }
    community = kind(seed=4, collect=collect, **{**SMALL, "settings.days": 14})
    community.run()
    assert community.collected().index.tolist() == list(range(14))
    assert community.collected()["belong"].tolist() == community.daily["members"].tolist()
    members = community.collected_members()
    assert members.index.names == ["day", "seat", "generation"]
    assert len(members) == community.daily["members"].sum()
    assert members["motivation"].between(0.0, 1.0).all()


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"levers.leadership_support": 7}, "levers.leadership_support = 7 is outside 0..1 (share of man"),
        ({"levers.leadership_suport": 0.7}, "did you mean levers.leadership_support?"),
        ({"cause_clarity": 0.7}, "cause_clarity is unknown; did you mean levers.cause_clarity?"),
        ({"dials.cause": 3}, "dials.cause = 3 is outside 0..1 (low to high)"),
        ({"zzz": 0}, "full names begin with settings, levers, theory, dials, failures"),
    ],
)  # fmt: skip
def test_a_wrong_override_is_refused(overrides: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError) as refusal:
        Community(**overrides)
    assert message in str(refusal.value)


def test_the_scenario_of_a_run_is_kept() -> None:
    community = Community(Scenario("ours", levers={"demand": 0.5}), seed=9, **SMALL)
    assert community.described.name == "ours"
    assert community.described.levers["demand"] == 0.5
    assert community.described.settings["seats"] == 40


def test_rules_are_python_or_compiled() -> None:
    with pytest.raises(ValueError, match="rules = 'numba' is unknown; write 'python' or 'compiled'"):
        rules_named("numba")


@pytest.mark.parametrize("kind", KINDS)
def test_a_finished_community_is_forgotten(kind: type[BaseCommunity]) -> None:
    """A sweep in a notebook makes thousands of models."""
    community = kind(seed=0, **{**SMALL, "settings.days": 14})
    community.run()
    assert len(community.members) > 0
    ghost = weakref.ref(community)
    del community
    gc.collect()
    assert ghost() is None


@pytest.mark.parametrize("kind", KINDS)
def test_mesa_dice_are_never_thrown(kind: type[BaseCommunity]) -> None:
    community = kind(seed=0, **SMALL)
    before = community.random.getstate(), community.rng.bit_generator.state
    community.run()
    assert (community.random.getstate(), community.rng.bit_generator.state) == before


def test_seed_zero_is_a_seed_like_any_other() -> None:
    first, second, third = (KernelCommunity(seed=seed, **SMALL).run() for seed in (0, 0, 1))
    assert first.world.person.tobytes() == second.world.person.tobytes()
    assert first.world.person.tobytes() != third.world.person.tobytes()


def test_ties_hold_both_ways_and_colleagues_are_mutual() -> None:
    community = Community(seed=6, **TIED).run()
    for seat, neighbours in enumerate(community.graph):
        assert all(seat in community.graph[other] for other in neighbours)
        assert len(set(neighbours)) == len(neighbours) and seat not in neighbours
    tied = [tie for member in community.people() for tie in member.ties.places if tie.partner is not None]
    assert len(tied) > 10
    assert all(0.0 < tie.strength <= 1.0 for tie in tied)


def test_somebody_who_left_is_no_agent_but_kept_for_the_books() -> None:
    community = Community(seed=2, **SMALL, **{"theory.stay_cost": 5.0}).run()
    gone = [member for member in community.people() if member.status == LEFT]
    assert len(gone) > 10
    assert not set(gone) & set(community.members)


def test_snapshot_leaves_the_community_alone() -> None:
    once, often = Community(seed=8, **SMALL), Community(seed=8, **SMALL)
    once.run()
    while often.running:
        often.snapshot()
        often.step()
    assert once.snapshot().person.tobytes() == often.snapshot().person.tobytes()


def test_a_kernel_can_take_over_from_members() -> None:
    """A snapshot is all that the rest of a run depends on."""
    plain, kernel = Community(seed=10, **TIED), KernelCommunity(seed=10, **TIED)
    for _ in range(30):
        plain.step()
    kernel.world, kernel.day = plain.snapshot(), 30
    whole = Community(seed=10, **TIED).run()
    assert repr(kernel.run().outcomes()) == repr(whole.outcomes())  # a NaN equals a NaN


def test_todays_values_are_those_of_the_kernel() -> None:
    assert tuple(Today.__slots__) == TODAY.names


def test_a_class_is_abstract_or_final() -> None:
    for base, finals in ((BaseCommunity, (Community, KernelCommunity)), (Person, (Member,))):
        for final in finals:
            hooks = {"__init__", "step"} | getattr(base, "__abstractmethods__", set())
            ours = {name for name, value in vars(base).items() if inspect.isfunction(value)}
            assert not (ours - hooks) & set(vars(final))
            assert getattr(final, "__final__", False)


@pytest.mark.parametrize("ours", [Community, KernelCommunity, Member, MemberView])
def test_no_name_of_mesa_is_taken(ours: type) -> None:
    """Mesa's own attributes, now and in versions to come."""
    reserved = {"scenario", "time", "steps", "batch", "observe", "is_busy", "pos"}
    mesas = mesa.Model if issubclass(ours, mesa.Model) else mesa.Agent
    parents = [parent for parent in ours.__mro__ if parent.__module__.startswith("community_dynamics.models")]
    added_by_mesa = set(vars(type("Bare", (mesas,), {}))) | {"step", "_ids", "_abc_impl"}
    own = {name for parent in parents for name in vars(parent)} - added_by_mesa
    named = {name for name in own if not name.startswith("__")}
    if ours is Community or ours is KernelCommunity:
        named |= set(vars(ours(**SMALL))) - set(vars(mesa.Model(rng=0)))
    assert not named & (reserved | {name for name in dir(mesas) if not name.startswith("__")})


def test_states_of_members_fill_the_record_of_a_person() -> None:
    community = Community(seed=0, **SMALL)
    community.step()
    world = community.snapshot()
    member = next(iter(community.members))
    for name in PERSON.names or ():
        assert world.person[name][member.seat] == getattr(member, name)
    assert np.array_equal(world.mastery[member.seat], member.mastery)


def test_an_item_lies_in_one_line_of_memory() -> None:
    feed = KernelCommunity(**SMALL).world.feed
    assert feed.itemsize == LINE and feed.ctypes.data % LINE == 0
