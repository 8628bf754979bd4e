"""An analysis refuses designs and outcomes of which it would say what is not so."""

import numpy as np
import pytest

from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.guards import Arrays
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.design import make_design
from community_dynamics.experiments.designs.factors import Factor

DICE = np.random.default_rng(0)


def factors(count: int) -> list[Factor]:
    return [Factor(f"x{at}", 0.0, 1.0) for at in range(count)]


@pytest.mark.parametrize("method", ["delta", "pawn"])
def test_many_columns_of_a_sobol_sequence_are_refused(method: str) -> None:
    design = make_design("sobol_sequence", factors(40), 256, 1, dice=True)
    with pytest.raises(InvalidValue) as refused:
        analyse(design, design.unit[:, 0], "y", method)
    assert str(refused.value) == (
        "design = sobol_sequence has 41 columns, and beyond 24 its columns hang together in pairs, so that "
        f"{method} would name factors that do nothing; say design=latin_hypercube"
    )


def test_a_latin_hypercube_names_the_one_factor_that_does_something() -> None:
    design = make_design("latin_hypercube", factors(30), 256, 1, dice=True)
    table = analyse(design, design.unit[:, 0] + DICE.normal(0.0, 0.1, 256), "y", "delta").table
    assert table.loc[table["above_dice"], "factor"].tolist() == ["x0"]


def test_columns_that_go_together_are_refused() -> None:
    unit = DICE.random((400, 3))
    unit[:, 1] = 0.5 * (unit[:, 0] + unit[:, 1])
    with pytest.raises(InvalidValue, match=r"^a and b go together in the design \(correlation 0\.\d\d\), so that delta would"):
        analyse(Arrays("random", ("a", "b", "c"), unit, 400), unit[:, 0], "y", "delta")
    with pytest.raises(InvalidValue, match=r"^a and b go together in the design"):  # two columns are enough to go together
        analyse(Arrays("random", ("a", "b"), unit[:, :2], 400), unit[:, 0], "y", "delta")


@pytest.mark.parametrize("method", ["sobol", "morris", "fast"])
def test_a_large_offset_hides_no_effect(method: str) -> None:
    design = make_design(method, factors(3), seed=1)
    plain = analyse(design, design.unit[:, 0], "y", method).table.set_index("factor")
    offset = analyse(design, 1e12 + design.unit[:, 0], "y", method).table.set_index("factor")
    index = {"sobol": "total", "morris": "mu_star", "fast": "first"}[method]
    assert offset.loc["x0", index] == pytest.approx(plain.loc["x0", index], abs=1e-3)


def test_numbers_too_large_to_square_are_refused() -> None:
    design = make_design("morris", factors(3), seed=1)
    values = np.where(np.arange(len(design)) == 7, 1e300, 1.0)
    with pytest.raises(InvalidValue) as refused:
        analyse(design, values, "y", "morris")
    assert str(refused.value) == (
        "y comes to 1e+300 at point 7, and its variance cannot be computed above 1e+150; "
        "measure it in a larger unit, or take its logarithm"
    )
