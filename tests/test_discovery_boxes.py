"""Boxes of failures: planted ones are found on held-out points, noise has none, and what is said of them is true."""

from itertools import pairwise
from math import inf

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import community_dynamics as cd
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.discovery.box_figures import box_figure, peeling_figure, shown_columns
from community_dynamics.experiments.discovery.box_words import box_words, leaving_words
from community_dynamics.experiments.discovery.boxes import NO_BOX, Boxes, boxes_of
from community_dynamics.experiments.discovery.discovery_pages import decision_words
from community_dynamics.experiments.discovery.failing import CIRCUMSTANCES, factors_named, rule_of
from community_dynamics.experiments.discovery.prim import agreement, chances, fits, found_box, inside, refined, trajectory
from community_dynamics.sim.inputs import Scenario

SIX = (
    "levers.demand",
    "levers.leadership_support",
    "levers.hindrance_share",
    "levers.onboarding",
    "levers.moderation",
    "levers.sponsor_present",
)


def cloud(points: int, seed: int) -> np.ndarray:
    """Points in six dimensions: four ranges 0..1, three levels without order, yes or no."""
    dice = np.random.default_rng(seed)
    x = dice.random((points, 6))
    x[:, 4], x[:, 5] = dice.integers(0, 3, points), dice.integers(0, 2, points)
    return x


def planted(x: np.ndarray, flipped: float, seed: int) -> np.ndarray:
    """Failures where demand is above 0.6 and there is no sponsor, a share of all flipped."""
    return ((x[:, 0] > 0.6) & (x[:, 5] == 0)) ^ (np.random.default_rng(seed + 1).random(len(x)) < flipped)


def as_runs(x: np.ndarray, fails: np.ndarray) -> pd.DataFrame:
    """A table of two runs a point that hold unless the point fails."""
    table = pd.DataFrame(x, columns=list(SIX)).assign(point_id=np.arange(len(x)), holding=1.0 - fails)
    return pd.concat([table.assign(replication_id=one) for one in (0, 1)], ignore_index=True)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return cd.load("middling")


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Boxes:
    x = cloud(600, 3)
    return boxes_of(scenario, as_runs(x, planted(x, 0.05, 3)), SIX, rule_of("holding"))


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_box_is_found_with_its_ends(seed: int) -> None:
    x = cloud(800, seed)
    fails = planted(x, 0.05, seed)
    box, _ = found_box(x[::2], fails[::2], {4, 5})
    assert set(box) == {0, 5} and box[5] == frozenset({0.0})
    low, high = box[0]
    assert abs(low - 0.6) < 0.03 and high == inf
    held, within = fails[1::2], inside(box, x[1::2])
    assert held[within].mean() > 0.85
    assert held[within].sum() / (x[1::2, 0] > 0.6)[within].size > 0.8


def test_a_box_with_two_closed_ends_is_found() -> None:
    x = cloud(1000, 7)
    box, _ = found_box(x, (x[:, 1] > 0.3) & (x[:, 1] < 0.55), {4, 5})
    assert set(box) == {1}
    assert np.allclose(box[1], (0.3, 0.55), atol=0.02)


def test_names_are_peeled_without_order() -> None:
    """The level in the middle is the safe one, which no range could leave out."""
    x = cloud(600, 5)
    box, _ = found_box(x, x[:, 4] != 1, {4, 5})
    assert box == {4: frozenset({0.0, 2.0})}


def test_noise_has_no_box(scenario: Scenario) -> None:
    told = []
    for seed in range(20):
        x = cloud(200, seed)
        fails = np.random.default_rng(seed + 50).random(200) < 0.3
        told.append(len(boxes_of(scenario, as_runs(x, fails), SIX, rule_of("holding"), seed).boxes))
    assert sum(told) <= 1
    assert NO_BOX in boxes_of(scenario, as_runs(x, fails), SIX, rule_of("holding")).statement


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_peeling_only_ever_takes_away_and_gains(seed: int, share: float) -> None:
    x = cloud(120, seed)
    fails = np.random.default_rng(seed).random(120) < share * (0.3 + x[:, 1])
    boxes = trajectory(x, fails, {4, 5})
    within = [inside(box, x) for box in boxes]
    assert within[0].all()
    for wider, narrower in pairwise(within):
        assert not (narrower & ~wider).any() and narrower.sum() < wider.sum()
        assert fails[narrower].mean() > fails[wider].mean()
    assert within[-1].sum() >= 10


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_moving_the_ends_never_makes_a_box_worse(seed: int) -> None:
    x = cloud(150, seed)
    fails = planted(x, 0.2, seed)
    box = {0: (0.5, 0.95), 2: (0.1, inf)}
    assert fits(refined(box, x, fails), x, fails) >= fits(box, x, fails) - 1e-12


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_agreement_is_the_correlation_of_inside_with_failing(pairs: list[tuple[bool, bool]]) -> None:
    within, fails = np.array(pairs).T
    found = float(agreement(within.sum(), fails[within].sum(), len(fails), int(fails.sum())))
    flat = within.all() or fails.all() or not within.any() or not fails.any()
    assert found == pytest.approx(0.0 if flat else np.corrcoef(within, fails)[0, 1])


def test_the_chance_of_luck_is_a_binomial_tail() -> None:
    """Ten points, half of them inside, all five of which fail; none outside does: luck has (1/2)^5."""
    x = np.arange(10.0)[:, None]
    assert chances({0: (4.5, inf)}, x, x[:, 0] > 4.5) == {0: pytest.approx(0.5**5)}


def test_what_is_said_is_what_held_out_points_say(found: Boxes) -> None:
    row, box = found.boxes.iloc[0], found.found[0]
    held = found.points[found.points["held_out"]]
    within = inside(box, held[list(SIX)].to_numpy())
    assert len(held) == 300
    assert row["points"] == within.sum() and row["failures"] == held["fails"][within].sum()
    assert row["density"] == held["fails"][within].mean()
    assert row["coverage"] == held["fails"][within].sum() / held["fails"].sum()
    assert row["density_low"] < row["density"] < row["density_high"]
    assert row["base"] == held["fails"].mean() < row["density_low"]
    words = found.statement.split(". ")[1]
    assert words.startswith("Fails where ") and "sponsor present is no" in words and "demand is above 0.6" in words
    assert words.endswith("on held-out points") and "pure (density, " in words


def test_limits_that_matter_come_back_in_resamples(found: Boxes) -> None:
    limits = found.limits[found.limits["box"] == 1].set_index("factor")
    assert set(limits.index) == {"levers.demand", "levers.sponsor_present"}
    assert (limits["again"] > 0.9).all() and (limits["luck"] < 0.001).all()
    demand = limits.loc["levers.demand"]
    assert demand["low_from"] <= demand["low"] <= demand["low_to"] and demand["low_to"] - demand["low_from"] < 0.1
    assert limits.loc["levers.sponsor_present", "allowed"] == "no"


def test_two_boxes_come_one_after_the_other(scenario: Scenario) -> None:
    x = cloud(1000, 11)
    fails = ((x[:, 0] > 0.7) & (x[:, 5] == 0)) | ((x[:, 2] < 0.2) & (x[:, 5] == 1))
    found = boxes_of(scenario, as_runs(x, fails), SIX, rule_of("holding"))
    assert len(found.boxes) >= 2
    assert found.boxes["coverage"].sum() > 0.9
    held = found.points[found.points["held_out"]]
    assert held.loc[held["box"] == 0, "fails"].mean() < 0.05


@pytest.mark.parametrize(("share", "words"), [(0.0, "fails at 0 % of"), (1.0, "fails at 100 % of")])
def test_where_all_points_are_alike_there_is_no_box(scenario: Scenario, share: float, words: str) -> None:
    x = cloud(100, 1)
    found = boxes_of(scenario, as_runs(x, np.full(100, share)), SIX, rule_of("holding"))
    assert words in found.statement and "take wider ranges" in found.statement
    assert found.boxes.empty and found.limits.empty
    assert NO_BOX in box_figure(found).get_suptitle()


def test_a_community_that_seldom_fails_is_said_to(scenario: Scenario) -> None:
    x = cloud(200, 2)
    found = boxes_of(scenario, as_runs(x, np.arange(200) < 8), SIX, rule_of("holding"))
    assert "so take more points" in found.statement
    assert decision_words(found).startswith("It fails too seldom in these ranges to say where")


def test_few_points_are_refused(scenario: Scenario) -> None:
    x = cloud(32, 1)
    with pytest.raises(InvalidValue, match="32 points are too few to find boxes; at least 60 are needed: take more points"):
        boxes_of(scenario, as_runs(x, planted(x, 0.0, 1)), SIX, rule_of("holding"))


def test_limits_in_words() -> None:
    box = {0: (1.05, inf), 1: (-inf, 0.25), 2: (0.1, 0.4), 5: frozenset({0.0}), 4: frozenset({0.0, 2.0})}
    assert box_words(box, SIX) == (
        "demand is above 1.05, leadership support is below 0.25, hindrance share is 0.1 to 0.4, sponsor present is no and "
        "moderation is none or personalised"
    )
    assert leaving_words({0: (1.05, inf), 5: frozenset({0.0})}, SIX) == "demand at most 1.05 or sponsor present: yes"
    assert leaving_words({1: (-inf, 0.25)}, SIX) == "leadership support at least 0.25"


def test_pictures_show_the_limited_dimensions_and_the_finding(found: Boxes) -> None:
    assert set(shown_columns(found, 0)) == {0, 5}
    figure = box_figure(found)
    assert "fails where" in figure.get_suptitle()
    labels = {figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()}
    assert labels == {"Demand (of capacity)", "Sponsor present (no/yes)"}
    assert "of the failures at" in peeling_figure(found).get_suptitle().replace("\n", " ")
    assert "Coverage" in peeling_figure(found).axes[0].get_xlabel()


@pytest.mark.parametrize(
    ("outcome", "limits", "line"),
    [
        ("strain", {}, r"outcome = strain is a number \(0-1\), and failing needs a limit; write above=VALUE"),
        ("weekly_contributors", {}, "write below=VALUE"),
        ("holding", {"below": 0.2, "above": 0.4}, "below = 0.2 and above = 0.4 are both given"),
        ("holding", {"below": 5.0}, r"below = 5 is outside 0\.\.1"),
        ("holdng", {}, "did you mean holding"),
    ],
)
def test_rules_that_make_no_sense_are_refused(outcome: str, limits: dict[str, float], line: str) -> None:
    with pytest.raises((InvalidValue, LookupError), match=line):
        rule_of(outcome, **limits)


def test_failing_is_on_the_side_that_is_worse() -> None:
    table = pd.DataFrame({"point_id": [0, 0, 1, 1], "holding": [1.0, 0.0, 0.0, 0.0], "strain": [0.2, 0.4, 0.8, 0.9]})
    assert rule_of("holding").failing(table).tolist() == [False, True]  # one of two is no majority that fails
    assert rule_of("strain", above=0.5).failing(table).tolist() == [False, True]
    assert rule_of("stalled_at_half").above


def test_the_usual_circumstances_are_what_a_designer_does_not_decide_alone() -> None:
    assert [factor.name for factor in factors_named("circumstances")] == list(CIRCUMSTANCES)
    assert len(factors_named("twelve")) == 12 and len(factors_named("dials")) == 8
