"""From a middling community, each good thing raises the chance to flourish and each bad one lowers it."""

from functools import cache

import pytest

from benchmarks.directions import CURVES, LEVELS, PRESSURES, Direction, compare, curve, directions, returns
from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.estimates import Estimate, estimate
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.levers import DIALS, FAILURES, STUDY_FACTORS

FEW, MANY = 20, 600
RAISED = tuple(LEVELS)
LOWERED = (*PRESSURES, *(f"failures.{failure}" for failure in FAILURES))
# What few seeds show of one lever or dial is not beyond doubt; the whole is evidence.
WEAK = ("dials.cadence", "dials.content", "dials.contribution", "dials.credit", "levers.demand")


@cache
def found(seeds: int) -> dict[str, Direction]:
    return {one.path: one for one in directions(seeds)}


@cache
def response(path: str, seeds: int) -> tuple[float, float]:
    return returns(path, curve(path, seeds), "weekly_contributors")


def test_every_study_factor_and_failure_has_a_direction() -> None:
    assert set(STUDY_FACTORS) | {f"failures.{failure}" for failure in FAILURES} == {*RAISED, *LOWERED}
    assert len(DIALS) == 8


def test_a_middling_community_is_not_seen_to_have_no_room_either_way() -> None:
    """The start of all tests of direction leaves room both ways; few seeds say so within Wilson's interval."""
    share = wilson(found(FEW)["dials.cause"].middle * FEW, FEW)
    assert share.low <= 0.75 and share.high >= 0.25


@pytest.mark.parametrize("path", [path for path in (*RAISED, *LOWERED) if path not in WEAK])
def test_contributors_move_the_way_theory_says(path: str) -> None:
    """On common dice, with 95 % certainty; the chance to flourish is not seen to move the other way."""
    one = found(FEW)[path]
    assert min(one.expected * one.people.low, one.expected * one.people.high) > 0, str(one.people)
    assert one.expected * one.effect.mean >= 0, str(one.effect)


@pytest.mark.parametrize("path", WEAK)
def test_contributors_are_not_seen_to_move_against_theory(path: str) -> None:
    one = found(FEW)[path]
    assert max(one.expected * one.people.low, one.expected * one.people.high) > 0, str(one.people)
    assert max(one.expected * one.effect.low, one.expected * one.effect.high) >= 0, str(one.effect)


def test_control_serves_best_in_between() -> None:
    """Probst & Borzillo 2008: rigidity fails, and so does nobody steering."""
    best, ratio = response("levers.control", FEW)
    assert 0.0 < best < 1.0
    assert ratio < 0


def test_more_items_than_anybody_can_read_bring_less_than_the_first() -> None:
    assert response("levers.curated_items_a_week", FEW)[1] < 0.5


@pytest.mark.evidence
@pytest.mark.parametrize("path", [*RAISED, *LOWERED])
def test_contributors_holding_and_the_chance_to_flourish_move_the_way_theory_says(path: str) -> None:
    """With 95 % certainty for contributors a week and for flourishing; holding must not move the other way."""
    one = found(MANY)[path]
    assert min(one.expected * one.people.low, one.expected * one.people.high) > 0, str(one.people)
    assert one.expected * one.holding.mean >= 0, str(one.holding)
    assert one.verdict == "holds", str(one.effect)


@pytest.mark.evidence
def test_a_middling_community_may_flourish_or_not() -> None:
    assert 0.25 <= found(MANY)["dials.cause"].middle <= 0.75


@pytest.mark.evidence
def test_control_serves_best_well_in_between() -> None:
    assert 0.15 <= response("levers.control", MANY)[0] <= 0.6


@pytest.mark.evidence
def test_an_expected_reward_serves_best_where_it_is_not_expected() -> None:
    """Deci 1999: what is announced as a reward for contributing undermines interest."""
    assert response("levers.badge_expected", MANY)[0] <= 0.25
    assert response("levers.badge_programme", MANY)[0] <= 0.5


@pytest.mark.evidence
@pytest.mark.parametrize("path", ["levers.cadence_days", "levers.curated_items_a_week"])
def test_returns_diminish(path: str) -> None:
    """Each further event a year, or item a week, gains less than half of what the first ones gained."""
    assert response(path, MANY)[1] < 0.5


def test_a_lever_compared_with_itself_has_no_effect() -> None:
    """The paired difference on common dice is exactly 0, not about 0."""
    inputs = inputs_of(community("middling"))
    runs = [simulate([Run(inputs, seed) for seed in range(4)]) for _ in range(2)]
    same = compare("nothing", 1, runs[0], runs[0], runs[1])
    assert same.effect.mean == same.people.mean == 0.0
    assert same.verdict == "FAILS"


def test_verdicts_follow_the_interval() -> None:
    def verdict(expected: int, low: float, high: float) -> str:
        effect = Estimate((low + high) / 2, low, high, 10)
        return Direction("x", expected, 0, 0, 0, effect, effect, effect).verdict

    assert verdict(1, 0.1, 0.3) == verdict(-1, -0.3, -0.1) == "holds"
    assert verdict(1, -0.1, 0.3) == verdict(-1, -0.3, 0.1) == "not certain"
    assert verdict(1, -0.3, -0.1) == verdict(-1, 0.1, 0.3) == verdict(1, -0.3, 0.1) == "FAILS"


def test_returns_of_known_curves() -> None:
    def points(values: list[float]) -> list[tuple[float, dict[str, Estimate]]]:
        return [(float(level), {"y": estimate([value, value])}) for level, value in enumerate(values)]

    assert returns("x", points([0, 1, 2, 3, 4, 5, 6]), "y") == (6.0, 1.0)
    best, ratio = returns("x", points([0, 2, 4, 5, 4, 2, 0]), "y")
    assert (best, ratio) == (3.0, -1.0)
    assert all(len(levels) >= 5 for _, levels in CURVES.values())
