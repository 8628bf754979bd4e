"""Shares add up to the loss, in any order and to the last digit; known games give known shares."""

from itertools import permutations

import numpy as np
import pytest

from community_dynamics.experiments.base.errors import UnknownName
from community_dynamics.experiments.diagnosis.causes import case_of
from community_dynamics.experiments.diagnosis.diagnosing import NO_CAUSE, outcome_judged, percentages, verdict_of
from community_dynamics.experiments.diagnosis.loss_shares import order_of, rivals, runs_needed, shares_of
from community_dynamics.experiments.diagnosis.repaired_worlds import COLUMNS, Worlds
from community_dynamics.experiments.diagnosis.rescue import rescue_of
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.outcomes import OUTCOMES


class Game(Worlds):
    """Worlds whose outcome is known: each cause's worth, more where the first two are repaired together, and luck."""

    def __init__(self, worth: list[float], together: float = 0.0, luck: float = 0.0) -> None:
        case = case_of(load("middling"))
        self.worth, self.together, self.luck = worth, together, luck
        super().__init__(type(case)(case.community, case.reference, "", case.causes[: len(worth)]), 0)

    def live(self, wanted) -> None:  # type: ignore[no-untyped-def]
        for causes, number in wanted:
            dice = np.random.default_rng([causes, number])
            value = 1.0 + sum(one for place, one in enumerate(self.worth) if causes >> place & 1)
            value += self.together * (causes & 3 == 3) + self.luck * dice.normal()
            row = np.zeros(len(OUTCOMES))
            row[COLUMNS["weekly_contributors"]], row[COLUMNS["holding"]] = value, float(value >= 4.0)
            self.known[causes, number] = row


def test_shares_of_a_known_game() -> None:
    found = shares_of(Game([3.0, 1.0, 0.0], together=2.0), "weekly_contributors", 30)
    assert found.values == pytest.approx([4.0, 2.0, 0.0])
    assert found.first.mean(axis=0) == pytest.approx([3.0, 1.0, 0.0])
    assert found.last.mean(axis=0) == pytest.approx([5.0, 3.0, 0.0])


@pytest.mark.parametrize("seeds", [3, 7, 32])
def test_shares_add_up_to_the_loss_in_any_order_to_the_last_digit(seeds: int) -> None:
    found = shares_of(Game([0.1, 0.7, 1 / 3, -0.2], together=0.3, luck=1.7), "weekly_contributors", seeds)
    for order in permutations(found.values.tolist()):
        assert sum(order) == found.loss
    assert found.loss == pytest.approx((found.whole - found.as_it_is).mean(), rel=1e-9)
    assert found.parts.sum(axis=1) == pytest.approx(found.whole - found.as_it_is)


def test_of_as_many_seeds_as_causes_each_cause_is_once_at_each_place() -> None:
    orders = np.array([order_of(5, number, 9) for number in range(10, 15)])
    assert all(sorted(column) == list(range(5)) for column in orders.T)
    assert runs_needed(5, 10) <= 10 * 4 * 5


def test_a_clear_cause_is_named_equal_ones_are_not_and_luck_is_no_cause() -> None:
    def verdict(game: Game) -> tuple[str, tuple[str, ...]]:
        return verdict_of(game.case, shares_of(game, "weekly_contributors", 32))

    clear = Game([3.0, 1.0, 0.0], luck=0.3)
    assert verdict(clear) == ("clear", (clear.case.causes[0].name,))
    same = Game([2.0, 2.0, 0.0], luck=1.0)
    assert verdict(same)[0] == "cannot be told apart" and len(verdict(same)[1]) == 2
    assert verdict(Game([0.0, 0.0, 0.0], luck=1.0)) == (NO_CAUSE, ())
    assert rivals(shares_of(clear, "weekly_contributors", 32)) == []


def test_the_smallest_sets_that_save() -> None:
    rescue = rescue_of(Game([2.0, 1.0, 0.5, 1.0]), "weekly_contributors", range(4))
    assert rescue.needed and rescue.checked
    assert {one for one, _ in rescue.sets} == {0b0011, 0b1001}
    assert rescue_of(Game([0.5, 0.5]), "weekly_contributors", range(4)).sets == ()


def test_per_cents_add_up_to_a_hundred() -> None:
    assert percentages(np.array([1.0, 1.0, 1.0])).sum() == 100.0
    assert percentages(np.array([5.0, -1.0])).tolist() == [125.0, -25.0]
    assert np.isnan(percentages(np.array([-1.0, 0.5]))).all()


def test_an_outcome_that_not_every_run_has_is_refused() -> None:
    with pytest.raises(
        UnknownName, match="outcome=weekly_contributor is not an outcome that a diagnosis shares out; did you mean"
    ):
        outcome_judged("weekly_contributor")
    with pytest.raises(UnknownName, match="answered_share"):
        outcome_judged("answered_share")
