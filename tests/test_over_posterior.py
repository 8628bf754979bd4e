"""Conclusions over the posterior: ranks, what survives, and the picture."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import over_posterior
from benchmarks.over_posterior import Ranked, agreement, draw, effects_table, repairs, said
from community_dynamics.sim.levers import STUDY_FACTORS

MANY = len(STUDY_FACTORS)
FALLING = np.linspace(3.0, 0.8, MANY)  # the first factor moves most, the last ones do harm


def test_ranks_are_told_within_each_draw() -> None:
    found = Ranked(FALLING, np.stack([FALLING, FALLING[::-1]]))
    assert found.ranks.tolist() == [list(range(1, MANY + 1)), list(range(MANY, 0, -1))]


def test_draws_that_agree_are_told_apart_from_draws_that_do_not() -> None:
    one_mind = Ranked(FALLING, np.stack([FALLING] * 20))
    dice = np.random.default_rng(0)
    none = Ranked(FALLING, np.stack([dice.permutation(FALLING) for _ in range(200)]))
    assert agreement(one_mind) == pytest.approx(1.0) and abs(agreement(none)) < 0.3
    text = said({"causes": one_mind})
    assert "cause (0 to 1)" not in text.splitlines()[3] and "in 100% of the draws" in text
    assert "resourcing dial (0 to 1)" in text.splitlines()[3]
    assert "Among the first 3 causes in nine draws of ten: none." in said({"causes": none})


def test_the_table_stands_in_the_order_of_the_medians() -> None:
    rows = effects_table(Ranked(FALLING, np.stack([FALLING[::-1]] * 5))).splitlines()[2:]
    assert rows[0].startswith("| resourcing dial") and rows[-1].startswith("| cause dial") and "| 0.80 [0.80, 0.80] |" in rows[-1]


def test_less_demand_is_a_repair_of_an_overloaded_place() -> None:
    effects = dict(zip(STUDY_FACTORS, repairs({}, 16, 0), strict=True))
    assert effects["levers.demand"] > 1.0 and effects["levers.protected_minutes_a_week"] > 1.0


def test_the_picture_is_drawn_beside_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(over_posterior, "DOCUMENTS", tmp_path)
    found = Ranked(FALLING, np.stack([FALLING] * 3))
    draw([found, found], 3, 1)
    assert (tmp_path / over_posterior.PICTURE).stat().st_size > 10_000
