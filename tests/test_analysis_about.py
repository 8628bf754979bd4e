"""Beyond the mean: spread over replicates, chances, weeks, and regions of the space."""

import re

import numpy as np
import pandas as pd
import pytest

from benchmarks.known_answers import noisy, saltelli, scattered
from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.analysed import measured
from community_dynamics.experiments.analysis.findings import Words
from community_dynamics.experiments.analysis.guards import Arrays
from community_dynamics.experiments.analysis.regions import regions
from community_dynamics.experiments.analysis.series import over_time
from community_dynamics.experiments.base.errors import CommunityError


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("factor").sort_index()


def loud(unit: np.ndarray, replicates: int, seed: int = 0) -> np.ndarray:
    """x1 moves the mean, x2 the spread: standard deviation exp(x2)."""
    luck = np.random.default_rng(seed).normal(size=(len(unit), replicates))
    return 5.0 * unit[:, :1] + np.exp(unit[:, 1:2]) * luck


# What is asked of an outcome


def test_spread_is_over_parts_of_replicates_with_seeds_of_their_own() -> None:
    values = np.arange(20.0).reshape(2, 10)
    parts = measured(values, "spread")
    assert parts == pytest.approx(np.full((2, 2), np.arange(5).std(ddof=1)))
    assert measured(values, "log_spread") == pytest.approx(np.log(parts))
    assert [measured(values[:, :count], "spread").shape[1] for count in (2, 3, 4, 7, 8)] == [1, 1, 2, 3, 2]


def test_a_factor_of_the_spread_is_told_from_one_of_the_mean() -> None:
    design = saltelli(3, 1024, 8, 0, dice=True)
    values = loud(design.unit, 8)
    mean, spread = (in_order(analyse(design, values, "calm", about=about).table) for about in ("mean", "log_spread"))
    assert mean.loc["x1", "total"] > 0.9 > 0.1 > mean.loc["x2", "total_low"]
    assert spread.loc["x2", "total"] == pytest.approx(1.0, abs=0.15) and spread.loc["x1", "first_low"] == 0.0
    findings = analyse(design, values, "calm", about="spread")
    assert findings.statement.startswith("Calm, spread over runs depends most on X2")
    assert findings.split is None and "variance between single runs" not in findings.statement


def test_chances_are_analysed_like_outcomes_and_failed_runs_stay_failed() -> None:
    values = np.array([[0.0, 2.0], [np.nan, 5.0]])
    assert measured(values, "at_most", 2.0)[0].tolist() == [1.0, 1.0] and np.isnan(measured(values, "at_most", 2.0)[1, 0])
    assert measured(values, "at_least", 2.0)[0].tolist() == [0.0, 1.0]
    design, values = noisy(512, 4, 0, dice=True)
    findings = analyse(design, values, "calm", about="at_least", threshold=1.0)
    assert findings.statement.startswith("Calm, chance of at least 1 depends most on X1")
    assert findings.seed_share > 0.3


@pytest.mark.parametrize(
    ("about", "threshold", "text"),
    [
        ("spred", None, "about = spred is not something to ask of an outcome; did you mean spread?"),
        ("at_most", None, "at_most needs a threshold: the value that the outcome should be at most"),
        ("log_spread", None, "runs of point 0 are all alike"),
    ],
)
def test_what_cannot_be_asked_is_refused(about: str, threshold: float | None, text: str) -> None:
    with pytest.raises(CommunityError) as caught:
        measured(np.ones((4, 4)), about, threshold)
    assert str(caught.value).startswith(text)
    with pytest.raises(ValueError, match="a spread needs 2 replicates"):
        measured(np.ones(4), "spread")


# Weeks


def test_indices_over_time_follow_what_leads_when() -> None:
    """x1 leads at first and x2 at last; in week 0 nothing has happened."""
    design = saltelli(2, 256, 8, 0)
    late = np.arange(5) / 4.0
    series = (design.unit[:, :1] * (1.0 - late) + 2.0 * design.unit[:, 1:] * late)[:, np.newaxis] * (late > 0.0)
    found = over_time(design, series.astype(np.float32), "calm")
    assert found.statement == "Calm: X1 leads in week 2, X2 leads in week 5. 1 week could not be analysed."
    assert list(found.passed["time"]) == [1] and "is 0 at every point" in found.passed["reason"][0]
    totals = found.table[(found.table["index"] == "total") & (found.table["factor"] == "x2")]
    assert totals["value"].is_monotonic_increasing and list(totals["time"]) == [2, 3, 4, 5]
    assert totals["value"].iloc[1] == pytest.approx(0.8, abs=0.02)  # weights 1/2 and 1


def test_the_part_of_the_dice_over_time() -> None:
    design, values = noisy(256, 4, 0, dice=True)
    series = np.stack([values.mean(axis=1, keepdims=True).repeat(4, axis=1) + 0.1 * values, values], axis=2)
    found = over_time(design, series, "calm", words=Words(outcome="Calm"))
    assert list(found.luck["time"]) == [1, 2] and found.luck["seed_share"].is_monotonic_increasing
    assert "of the variance at first and" in found.statement


def test_series_that_cannot_be_analysed_are_refused() -> None:
    design = saltelli(2, 64, 8, 0)
    with pytest.raises(ValueError, match="a series needs points x replicates x weeks, not 2 dimensions"):
        over_time(design, np.zeros((256, 4)), "calm")
    with pytest.raises(ValueError, match="no week of calm can be analysed; the first says: calm is 0 at every point"):
        over_time(design, np.zeros((256, 1, 3)), "calm")
    with pytest.raises(ValueError, match="every = 0 is too few"):
        over_time(design, np.zeros((256, 1, 3)), "calm", every=0)


def test_a_week_that_is_all_luck_has_no_leader() -> None:
    """In the first week the dice alone move the outcome, in the second x1; no inert factor is said to lead."""
    design, _ = noisy(64, 4, 0, dice=True)
    thrown = np.unique(design.blocks, return_inverse=True)[1]
    luck = np.random.default_rng(0).normal(size=(thrown.max() + 1, 4))[thrown]
    series = np.stack([luck, 9.0 * design.unit[:, :1] + luck], axis=2)
    nobody = "no factor is distinguishable from seed noise"
    assert over_time(design, series, "calm").statement.startswith(f"Calm: {nobody} in week 1, X1 leads in week 2.")
    both = over_time(design, series[:, :, [0, 0]], "calm")
    assert both.statement.startswith(f"Calm: {nobody} in week 1 and in week 2.") and not both.table["above_dice"].any()


# Regions


def corner(unit: np.ndarray, replicates: int = 4) -> np.ndarray:
    """Likely (nine in ten) where x1 is high and x2 is low, else one in ten."""
    chance = np.where((unit[:, 0] > 0.6) & (unit[:, 1] < 0.5), 0.9, 0.1)
    return np.random.default_rng(1).random((len(unit), replicates)) < chance[:, np.newaxis]


def test_the_region_that_brings_an_outcome_is_found() -> None:
    points = scattered(4, 2000, 0)
    named = pd.DataFrame(10.0 * points.unit, columns=list(points.names))
    found = regions(points, corner(points.unit), "calm", at_least=1.0, points=named)
    table = found.table.set_index("factor")
    assert table.loc["x1", "share_from"] == pytest.approx(0.6, abs=0.06) and table.loc["x1", "share_to"] == 1.0
    assert table.loc["x2", "share_to"] == pytest.approx(0.5, abs=0.06)
    assert (table.loc[["x3", "x4"], "share_to"] - table.loc[["x3", "x4"], "share_from"] > 0.9).all()
    assert list(table.index[:2]) == ["x1", "x2"] and table["above_floor"].tolist() == [True, True, False, False]
    assert found.inside[1] <= 0.9 <= found.inside[2] and found.outside[1] <= 0.13 and found.share_inside > 0.1
    assert found.statement.startswith("Calm at least 1: ")
    assert re.search(r"of runs where X1 is at least (5\.|6)\S* and X2 is at most (4|5)\S*, ", found.statement)


def test_pure_chance_has_no_region_beyond_the_floor_and_is_not_overstated() -> None:
    """A box found in noise looks good where it was found; in the other half it is no better than elsewhere."""
    held, above, boxes = 0, 0, 0
    for seed in range(20):
        points = scattered(3, 400, seed)
        values = np.random.default_rng((seed, 7)).random((400, 1)) < 0.3
        found = regions(points, values, "calm", at_least=1.0, seed=seed)
        held += found.inside[1] <= 0.3 <= found.inside[2]
        above += int(found.table["above_floor"].sum())
        boxes += "no region of the space is told apart from the rest" not in found.statement
        assert found.inside[1] > found.outside[2] or (found.table["share_to"] - found.table["share_from"] == 1.0).all()
    assert held >= 17 and above <= 8  # of 60, three are expected
    assert boxes <= 2


def test_regions_take_the_independent_rows_of_saltellis_design_and_leave_the_dice_out() -> None:
    design = saltelli(3, 512, 8, 0, dice=True)
    found = regions(design, design.unit[:, 2], "calm", at_least=0.5)
    dice = found.table.set_index("factor").loc["dice"]
    assert (dice["share_from"], dice["share_to"]) == (0.0, 1.0) and not dice["above_floor"]


def test_regions_that_cannot_be_had_are_refused() -> None:
    points = scattered(2, 200, 0)
    for thresholds in ({}, {"at_most": 1.0, "at_least": 0.0}):
        with pytest.raises(ValueError, match="regions need one threshold"):
            regions(points, points.unit[:, 0], "calm", **thresholds)
    with pytest.raises(ValueError, match="Calm at most -1: never so"):
        regions(points, points.unit[:, 0], "calm", at_most=-1.0)
    few = Arrays("random", points.names, points.unit[:50], 50)
    with pytest.raises(ValueError, match="50 points are too few to find regions"):
        regions(few, few.unit[:, 0], "calm", at_most=0.5)
    with pytest.raises(ValueError, match="regions cannot be had from a morris design"):
        regions(Arrays("morris", points.names, points.unit, 10), points.unit[:, 0], "calm", at_most=0.5)
