"""Analyses of any spread of points, of curves and of small steps: as SALib finds them, known answers, luck taken out."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchmarks.known_answers import (
    ISHIGAMI_DELTA,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    NOISY_SHARES,
    NORMAL_DELTA,
    ishigami,
    noisy_plane,
    normal_sum,
    scattered,
)
from community_dynamics.experiments.analysis.analyse import ANALYSES, LEAST, SPREAD, analyse, least_points, serving
from community_dynamics.experiments.analysis.findings import above_dice, noise_floor
from community_dynamics.experiments.analysis.frequencies import balanced_shares, fast_shares
from community_dynamics.experiments.analysis.guards import DICE, Arrays, problem_of, quiet, seeded
from community_dynamics.experiments.analysis.moment_independent import bell, pawn_shifts, squared_deltas
from community_dynamics.experiments.designs.design import make_design
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.kinds import KINDS
from community_dynamics.experiments.studies.sensitivity import ANY_POINTS, DESIGN_OF

GIVEN = ("rbd_fast", "delta", "pawn", "hdmr", "regression")


def curves(factors: int, size: int, seed: int = 0) -> Arrays:
    from SALib.sample.fast_sampler import sample

    names = tuple(f"x{number + 1}" for number in range(factors))
    return Arrays("fast", names, np.clip(sample(problem_of(names), size, seed=np.random.default_rng(seed)), 0.0, 1.0), size)


def small_steps(factors: int, size: int, seed: int = 0) -> Arrays:
    unit = np.repeat(0.98 * scattered(factors, size, seed).unit[:, np.newaxis], factors + 1, axis=1)
    unit[:, 1 + np.arange(factors), np.arange(factors)] += 0.01
    names = tuple(f"x{number + 1}" for number in range(factors))
    return Arrays("finite_differences", names, unit.reshape(-1, factors), size)


def test_every_analysis_has_its_designs_and_every_spread_its_analyses() -> None:
    for design in SPREAD:
        served = GIVEN[1:] if design == "sobol_sequence" else GIVEN
        assert serving(Arrays(design, ("x1",), np.zeros((1, 1)), 1)) == served
    assert set(ANALYSES) == {"sobol", "morris", "fast", "dgsm", *GIVEN}


FACTORS = [Factor(f"x{number}", 0.0, 1.0) for number in range(1, 7)]


def lucky_plane(unit: np.ndarray, blocks: np.ndarray, seed: int) -> np.ndarray:
    """2 x1 + x2 and luck of each block; the other factors do nothing."""
    thrown = np.unique(blocks, return_inverse=True)[1]
    luck = np.random.default_rng((seed, 5)).normal(size=(thrown.max() + 1, 3))[thrown]
    return np.asarray((unit[:, :2] @ [2.0, 1.0])[:, np.newaxis] + 0.5 * luck)


def test_swings_in_order_are_not_looked_for_in_a_sobol_sequence() -> None:
    """In its order of one column the others swing, so that inert factors would be findings."""
    design = make_design("sobol_sequence", FACTORS, 256, 0, dice=True)
    assert design.blocks is not None and "rbd_fast" not in KINDS["sobol_sequence"].serves
    with pytest.raises(ValueError, match=r"^rbd_fast cannot be had from a sobol_sequence design \(in the order of one .*\)"):
        analyse(design, lucky_plane(design.unit, design.blocks, 0), "calm", "rbd_fast")
    assert DESIGN_OF["rbd_fast"] == "latin_hypercube"


@pytest.mark.parametrize(
    ("method", "kind", "size", "studies", "most"),
    [
        ("rbd_fast", "latin_hypercube", 256, 4, 2),
        ("pawn", "sobol_sequence", 256, 2, 1),
        ("delta", "random", 512, 2, 1),
        ("sobol", "sobol", 64, 12, 3),
        ("morris", "morris", 12, 12, 3),
        pytest.param("rbd_fast", "latin_hypercube", 256, 12, 3, marks=pytest.mark.evidence),
        pytest.param("pawn", "sobol_sequence", 256, 6, 3, marks=pytest.mark.evidence),
        pytest.param("delta", "random", 512, 6, 3, marks=pytest.mark.evidence),
    ],
)
def test_factors_without_effect_are_hardly_ever_told_apart_from_the_dice(
    method: str, kind: str, size: int, studies: int, most: int
) -> None:
    """Of four inert factors a study only so many may be findings in all studies; the strong one is always found."""
    inert, strong = 0, 0
    for seed in range(studies):
        design = make_design(kind, FACTORS, size, seed, dice=True)
        assert design.blocks is not None
        table = analyse(design, lucky_plane(design.unit, design.blocks, seed), "calm", method).table.set_index("factor")
        inert += int(table.loc[["x3", "x4", "x5", "x6"], "above_dice"].sum())
        strong += int(table.loc["x1", "above_dice"])
    assert inert <= most and strong == studies


def test_the_noise_floor_is_the_upper_end_of_the_dummy() -> None:
    """A low end between the dummy's estimate and its upper end is noise; without a dummy the floor is nothing."""
    table = pd.DataFrame({"factor": ["x1", "x2", DICE], "total": [0.5, 0.2, 0.05]})
    table["total_low"], table["total_high"] = [0.3, 0.1, 0.0], [0.7, 0.3, 0.15]
    assert noise_floor(table, "total") == 0.15 and above_dice(table, "total").tolist() == [True, False, False]
    assert noise_floor(table.assign(total_high=np.nan), "total") == 0.05
    assert noise_floor(table[:2], "total") == 0.0


@pytest.mark.parametrize(("method", "kind", "least"), [("hdmr", "random", 600), ("rbd_fast", "latin_hypercube", 50)])
def test_the_least_number_of_points_is_known_before_and_too_few_are_no_failed_runs(method: str, kind: str, least: int) -> None:
    assert least_points(method, kind) == least
    design = make_design(kind, FACTORS[:2], least - 1, 0, dice=True)
    with pytest.raises(ValueError, match=f"^calm: {least - 1} points are too few; at least {least} are needed: take more"):
        analyse(design, design.unit[:, 0], "calm", method)
    design = make_design(kind, FACTORS[:2], least, 0, dice=True)
    assert analyse(design, design.unit[:, 0], "calm", method).table["factor"].iloc[0] == "x1"


def test_least_numbers_fit_their_designs() -> None:
    assert set(LEAST) == set(ANALYSES) and least_points("hdmr", "sobol_sequence") == 1024
    for method, kind in {name: DESIGN_OF.get(name, ANY_POINTS) for name in LEAST if name != "regression"}.items():
        least = least_points(method, kind)
        design = make_design(kind, FACTORS[:2], least, 0, dice=True)
        assert analyse(design, 2.0 * design.unit[:, 0] + design.unit[:, 1], "calm", method).table["factor"].iloc[0] == "x1"


def test_swings_are_those_of_salib() -> None:
    from SALib.analyze import fast, rbd_fast

    design, points = curves(3, 257), scattered(3, 500, 0)
    values = ishigami(design.unit)
    with quiet(), seeded(0):
        found = fast.analyze(problem_of(design.names), values, num_resamples=2)
        other = rbd_fast.analyze(problem_of(points.names), points.unit, ishigami(points.unit), num_resamples=2, seed=1)
    assert fast_shares(values[:, np.newaxis], 3) == pytest.approx(np.array([found["S1"], found["ST"]], float))
    ours = balanced_shares(points.unit, ishigami(points.unit)[:, np.newaxis])
    assert ours == pytest.approx(np.array(other["S1"], float), abs=2e-3)


def test_shifts_are_those_of_salib() -> None:
    from SALib.analyze.pawn import analyze

    points = scattered(3, 500, 0)
    values = ishigami(points.unit)
    for some in (values, np.rint(values)):
        expected = analyze(problem_of(points.names), points.unit, some)["median"]
        assert pawn_shifts(points.unit, some[:, np.newaxis]) == pytest.approx(expected)


def test_known_deltas_are_found_and_one_without_effect_is_none_on_average() -> None:
    for function, truth in ((ishigami, ISHIGAMI_DELTA), (normal_sum, NORMAL_DELTA)):
        points = scattered(len(truth), 4000, 0)
        table = analyse(points, function(points.unit), "calm", "delta").table.set_index("factor").loc[list(points.names)]
        assert list(table["delta"]) == pytest.approx(truth, abs=0.05)
    inert = [
        squared_deltas(scattered(1, 400, seed).unit, np.random.default_rng(seed + 1000).random((400, 1))) for seed in range(40)
    ]
    assert abs(np.mean(inert)) < 3.0 * np.std(inert) / np.sqrt(len(inert))


def test_the_measure_of_parts_is_that_of_each_part_and_a_bell_gives_away_one() -> None:
    points, parts = scattered(2, 400, 0).unit, 4
    values = (points @ [2.0, 1.0])[:, np.newaxis]
    each = [squared_deltas(points[k : k + 100], values[k : k + 100])[0] for k in range(0, 400, 100)]
    assert squared_deltas(points, values, parts) == pytest.approx(np.array(each))
    assert bell(9).sum(axis=0) == pytest.approx(1.0) and bell(9).sum(axis=1) == pytest.approx(1.0)


def test_known_shares_are_found_by_swings_and_by_the_emulator() -> None:
    points, design = scattered(3, 2048, 0), curves(3, 2049)
    by_name = {
        name: analyse(points, ishigami(points.unit), "calm", name).table.set_index("factor") for name in ("rbd_fast", "hdmr")
    }
    order = list(points.names)
    assert list(by_name["rbd_fast"]["first"].loc[order]) == pytest.approx(ISHIGAMI_FIRST, abs=0.03)
    assert list(by_name["hdmr"]["total"].loc[order]) == pytest.approx(ISHIGAMI_TOTAL, abs=0.15)
    table = analyse(design, ishigami(design.unit), "calm").table.set_index("factor").loc[order]
    assert list(table["first"]) == pytest.approx(ISHIGAMI_FIRST, abs=0.02)
    assert list(table["total"]) == pytest.approx(ISHIGAMI_TOTAL, abs=0.06)


def test_a_total_share_is_at_most_its_bound_from_slopes() -> None:
    design = small_steps(3, 1024)
    table = analyse(design, ishigami(design.unit), "calm").table.set_index("factor").loc[list(design.names)]
    assert (table["dgsm_high"] > ISHIGAMI_TOTAL).all()
    moving = table[table["dgsm"] > 0.0]
    assert (moving["dgsm_low"] < moving["dgsm"]).all() and (moving["dgsm"] < moving["dgsm_high"]).all()
    plane = analyse(design, design.unit @ [1.0, 2.0, 0.0], "calm").table.set_index("factor")
    truth = {"x1": 12 / 5 / np.pi**2, "x2": 48 / 5 / np.pi**2, "x3": 0.0}
    assert (plane["dgsm"] * 0.98**2).to_dict() == pytest.approx(truth, abs=0.1)  # these points span .98 of the range


@pytest.mark.parametrize("name", GIVEN)
def test_an_inert_factor_comes_last_and_one_seed_gives_one_answer(name: str) -> None:
    points = scattered(3, 640, 0)
    values = points.unit @ [1.0, 2.0, 0.0]
    one, same = (analyse(points, values, "calm", name, seed=0) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, same.table)
    assert list(one.table["factor"]) == ["x2", "x1", "x3"]
    low, high = one.table[f"{one.leading}_low"], one.table[f"{one.leading}_high"]
    assert (low <= one.table[one.leading]).all() and (one.table[one.leading] <= high).all() and (low >= 0.0).all()
    assert one.table["above_dice"].iloc[0] and "\n" not in one.statement


@pytest.mark.parametrize("name", ["delta", "pawn"])
def test_a_distance_is_told_beyond_what_chance_alone_brings(name: str) -> None:
    """Slices of a factor without effect differ by chance; what is left once that is taken out covers nothing at all."""
    held = np.zeros(2)
    for seed in range(8):
        points = scattered(2, 300, seed)
        table = analyse(points, points.unit[:, 0] ** 2, "calm", name, seed=seed).table.set_index("factor")
        held += table.loc["x2", f"{table.columns[3]}_low"] == 0.0, table.loc["x1", f"{table.columns[3]}_low"] > 0.2
    assert held[0] >= 7 and held[1] == 8


@pytest.mark.parametrize("name", ["rbd_fast", "hdmr", "regression"])
def test_luck_is_taken_out(name: str) -> None:
    """Of single means of two replicates a quarter of the variance is luck; shares are of the rest."""
    points = scattered(2, 2000, 0)
    values = noisy_plane(points.unit, np.arange(2000), 2, 0)
    table = analyse(replace(points, blocks=np.arange(2000)), values, "calm", name).table.set_index("factor").loc[["x1", "x2"]]
    found = table["strength"] ** 2 if name == "regression" else table["first"]
    assert list(found) == pytest.approx(NOISY_SHARES, abs=0.1)


def test_slopes_and_swings_of_a_noisy_plane() -> None:
    design = small_steps(2, 4096)
    values = noisy_plane(design.unit, np.arange(4096).repeat(3), 4, 0)
    table = analyse(replace(design, blocks=np.arange(4096).repeat(3)), values, "calm").table.set_index("factor")
    assert table.loc["x2", "dgsm"] == pytest.approx(12 / 5 / np.pi**2, abs=0.05)
    curved = curves(2, 2049)
    values = noisy_plane(curved.unit, np.arange(len(curved.unit)), 4, 0)
    findings = analyse(replace(curved, blocks=np.arange(len(curved.unit))), values, "calm")
    shares = findings.table.set_index("factor").loc[["x1", "x2"]]
    assert list(shares["first"]) == pytest.approx(NOISY_SHARES, abs=0.05)
    assert "which seeds were used" in findings.covers


def test_the_slopes_of_a_plane_are_its_standardised_slopes() -> None:
    points = scattered(2, 200, 0)
    table = analyse(points, points.unit @ [3.0, -4.0], "calm", "regression").table
    assert table["slope"].iloc[0] < 0.0 < table["slope"].iloc[1]
    assert (table["slope"] ** 2).sum() == pytest.approx(1.0, abs=0.2)


def test_failed_points_are_left_out_and_what_cannot_be_done_is_refused() -> None:
    points = scattered(2, 200, 0)
    values = points.unit @ [3.0, -4.0]
    values[3] = np.nan
    findings = analyse(points, values, "calm")
    assert findings.dropped == 1 and "1 of 200 points were left out" in findings.statement
    design = curves(2, 65)
    spoiled = ishigami(np.column_stack([design.unit, design.unit[:, 0]]))
    spoiled[0] = np.nan
    with pytest.raises(ValueError, match="leaves 1 of 2 curves; at least 2 are needed"):
        analyse(design, spoiled, "calm")
    with pytest.raises(ValueError, match="groups of factors have no such index"):
        analyse(replace(points, groups=("a", "a")), values, "calm")
    with pytest.raises(ValueError, match="does not move each factor by a small step"):
        analyse(replace(small_steps(2, 64), unit=scattered(2, 192, 0).unit), np.arange(192.0), "calm")
    with pytest.raises(ValueError, match="a one_at_a_time design serves no sensitivity analysis"):
        analyse(replace(points, method="one_at_a_time"), values, "calm")


def test_salibs_global_stream_is_put_back() -> None:
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    with seeded(0):
        first = np.random.random()  # noqa: NPY002
    with seeded(0):
        assert np.random.random() == first  # noqa: NPY002
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
