"""From a middling community, each good thing raises the chance to flourish and each bad one lowers it."""

from functools import cache

import pytest

from benchmarks.directions import CURVES, LEVELS, PRESSURES, Direction, compare, curve, directions, returns
from experiments.facts.communities import community
from experiments.facts.estimates import Estimate, estimate
from sim.ensemble import Run, simulate
from sim.inputs import inputs_of
from sim.levers import DIALS, FAILURES, STUDY_FACTORS

SEEDS = 80
RAISED = tuple(LEVELS)
LOWERED = (*PRESSURES, *(f"failures.{failure}" for failure in FAILURES))


@cache
def found(seeds: int = SEEDS) -> dict[str, Direction]:
    return {one.path: one for one in directions(seeds)}


def test_every_study_factor_and_failure_has_a_direction() -> None:
    assert set(STUDY_FACTORS) | {f"failures.{failure}" for failure in FAILURES} == {*RAISED, *LOWERED}
    assert len(DIALS) == 8


def test_a_middling_community_may_flourish_or_not() -> None:
    """The start of all tests of direction leaves room both ways."""
    assert 0.25 <= found()["dials.cause"].middle <= 0.75


@pytest.mark.parametrize("path", [*RAISED, *LOWERED])
def test_contributors_and_holding_move_the_way_theory_says(path: str) -> None:
    """On common dice, with 95 % certainty for contributors a week; holding must not move the other way."""
    one = found()[path]
    assert min(one.expected * one.people.low, one.expected * one.people.high) > 0, str(one.people)
    assert one.expected * one.holding.mean >= 0, str(one.holding)


@pytest.mark.parametrize("path", [*RAISED, *LOWERED])
def test_the_chance_to_flourish_is_not_seen_to_move_against_theory(path: str) -> None:
    """With few seeds a weak lever is not certain; the evidence run asks for certainty."""
    one = found()[path]
    assert max(one.expected * one.effect.low, one.expected * one.effect.high) > 0, str(one.effect)


@pytest.mark.evidence
@pytest.mark.parametrize("path", [*RAISED, *LOWERED])
def test_the_chance_to_flourish_moves_the_way_theory_says(path: str) -> None:
    one = found(600)[path]
    assert one.verdict == "holds", str(one.effect)


@cache
def response(path: str) -> tuple[float, float]:
    return returns(path, curve(path, 40), "weekly_contributors")


def test_control_serves_best_in_between() -> None:
    """Probst & Borzillo 2008: rigidity fails, and so does nobody steering."""
    best, ratio = response("levers.control")
    assert 0.15 <= best <= 0.6
    assert ratio < 0


def test_an_expected_reward_serves_best_where_it_is_not_expected() -> None:
    """Deci 1999: what is announced as a reward for contributing undermines interest."""
    assert response("levers.badge_expected")[0] <= 0.25
    assert response("levers.badge_programme")[0] <= 0.5


@pytest.mark.parametrize("path", ["levers.cadence_days", "levers.curated_items_a_week"])
def test_returns_diminish(path: str) -> None:
    """Each further event a year, or item a week, gains less than half of what the first ones gained."""
    assert response(path)[1] < 0.5


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
