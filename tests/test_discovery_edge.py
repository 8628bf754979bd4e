"""The edge between two levers: it lies where chances cross one half, with an interval over seeds, and is drawn on the map."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import community_dynamics as cd
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.discovery.edge import Edge, cells_of, crossings, edge_of
from community_dynamics.experiments.report.run_figures import edge_figure, sweep_map
from community_dynamics.sim.inputs import Scenario

DEMAND, SUPPORT, SPONSOR = "levers.demand", "levers.leadership_support", "levers.sponsor_present"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return cd.load("middling")


def runs_where(
    holds: object, first: str, second: str, levels: tuple[np.ndarray, np.ndarray], replicates: int = 40
) -> pd.DataFrame:
    """Runs on a grid; `holds` gives the chance at a point, and each seed holds where its own luck lies below it."""
    luck = (np.arange(replicates) + 0.5) / replicates
    rows = []
    for point, (x, y) in enumerate(product(*levels)):
        chance = holds(x, y)  # type: ignore[operator]
        rows += [(point, seed, x, y, float(one < chance)) for seed, one in enumerate(luck)]
    return pd.DataFrame(rows, columns=["point_id", "replication_id", first, second, "holding"])


def slanted(x: float, y: float) -> float:
    """A chance that crosses one half at demand 0.7 + 0.4 * support."""
    return float(np.clip(0.5 - 1.0 * (x - 0.7 - 0.4 * y), 0.0, 1.0))


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Edge:
    levels = np.linspace(0.5, 1.3, 9), np.linspace(0.0, 1.0, 5)
    return edge_of(scenario, runs_where(slanted, DEMAND, SUPPORT, levels), (DEMAND, SUPPORT))


def test_crossings_lie_on_straight_lines_between_levels() -> None:
    levels = np.array([0.0, 1.0, 2.0, 3.0])
    assert crossings(levels, np.array([0.9, 0.6, 0.4, 0.1])) == pytest.approx([1.5])
    assert crossings(levels, np.array([0.2, 0.6, 0.4, 0.9])) == pytest.approx([0.75, 1.5, 2.2])
    assert len(crossings(levels, np.array([0.9, 0.8, 0.7, 0.6]))) == 0


def test_the_edge_lies_where_it_was_planted(found: Edge) -> None:
    assert found.levers == (DEMAND, SUPPORT)
    assert np.allclose(found.table[DEMAND], 0.7 + 0.4 * found.table[SUPPORT], atol=0.03)
    assert (found.table["crossings"] == 1).all()
    assert (found.table["low"] < found.table[DEMAND]).all() and (found.table[DEMAND] < found.table["high"]).all()
    assert "tips (half of its runs hold or flourish) at demand 0.7" in found.statement
    assert "where leadership support is 0 and at demand 1.1" in found.statement


def test_cells_know_whether_they_can_be_told_from_half(found: Edge) -> None:
    cells = found.map
    assert len(cells) == 45 and (cells["runs"] == 40).all()
    assert (cells["undecided"] == ((cells["low"] <= 0.5) & (cells["high"] >= 0.5))).all()
    assert cells["undecided"].any() and not cells["undecided"].all()


def test_more_seeds_narrow_the_edge(scenario: Scenario, found: Edge) -> None:
    levels = np.linspace(0.5, 1.3, 9), np.linspace(0.0, 1.0, 5)
    many = edge_of(scenario, runs_where(slanted, DEMAND, SUPPORT, levels, 400), (DEMAND, SUPPORT))
    assert (many.table["high"] - many.table["low"]).mean() < 0.5 * (found.table["high"] - found.table["low"]).mean()


def test_names_are_never_what_an_edge_is_told_along(scenario: Scenario) -> None:
    levels = np.array([0.0, 1.0]), np.linspace(0.5, 1.3, 5)
    runs = runs_where(lambda x, y: slanted(y, x), SPONSOR, DEMAND, levels)
    found = edge_of(scenario, runs, (SPONSOR, DEMAND))
    assert found.levers == (DEMAND, SPONSOR)
    assert "where sponsor present is no and at demand 1.1" in found.statement
    both = runs.rename(columns={DEMAND: "levers.rival_tool"})
    with pytest.raises(InvalidValue, match="both have names for levels, and an edge needs a range"):
        edge_of(scenario, both.assign(**{"levers.rival_tool": both["levers.rival_tool"].round()}), (SPONSOR, "levers.rival_tool"))


def test_where_it_never_tips_it_says_on_which_side(scenario: Scenario) -> None:
    levels = np.linspace(0.5, 1.3, 3), np.linspace(0.0, 1.0, 3)
    for chance, side in ((0.9, "more"), (0.1, "fewer")):
        runs = runs_where(lambda x, y, chance=chance: chance, DEMAND, SUPPORT, levels)
        found = edge_of(scenario, runs, (DEMAND, SUPPORT))
        assert f"does not tip in these ranges: {side} than half of its runs hold or flourish everywhere" in found.statement


def test_the_map_has_the_line_and_hatches_what_is_undecided(found: Edge) -> None:
    axes = edge_figure(found).axes[0]
    hatched = [patch for patch in axes.patches if patch.get_hatch()]
    assert len(hatched) == found.map["undecided"].sum()
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["cannot be told from half", "half of the runs"]
    line = axes.collections[0].get_paths()[0].vertices
    # Cells lie at 0, 1, 2 ...: demand 0.5 + 0.1 x, support 0.25 y.
    assert np.allclose(0.5 + 0.1 * line[:, 0], 0.7 + 0.1 * line[:, 1], atol=0.05)


def test_a_map_with_names_has_no_line_between_them(scenario: Scenario) -> None:
    runs = runs_where(slanted, DEMAND, SPONSOR, (np.linspace(0.5, 1.3, 5), np.array([0.0, 1.0])))
    axes = sweep_map(runs, [DEMAND, SPONSOR], "holding", "a title").axes[0]
    assert len(axes.collections) == 0
    assert cells_of(runs, [DEMAND, SPONSOR], "holding")["undecided"].sum() == len(
        [one for one in axes.patches if one.get_hatch()]
    )
