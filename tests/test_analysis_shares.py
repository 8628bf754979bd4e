"""Shares of variance from Saltelli's rows: known answers, luck taken out, intervals that cover, failed runs left out."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.known_answers import (
    G_FIRST,
    G_TOTAL,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    NOISY_SHARES,
    NOISY_SPLIT,
    g_function,
    ishigami,
    noisy,
    saltelli,
)
from community_dynamics.experiments.analysis.analyse import analyse, sobol
from community_dynamics.experiments.analysis.guards import Arrays, SameEverywhere, problem_of
from community_dynamics.experiments.analysis.products import expected_product, shared_luck
from community_dynamics.experiments.analysis.shares import bases_of, shares_of
from community_dynamics.experiments.base.errors import CommunityError


def shares(design: Arrays, values: np.ndarray, word: str) -> np.ndarray:
    return shares_of(bases_of(design, values, "the outcome"), design).part(word)[0]


def test_pairs_of_replicates_have_no_luck_in_common() -> None:
    luck = np.random.default_rng(0).normal(size=(20_000, 4))
    assert expected_product(3 + luck, 2 + luck).mean() == pytest.approx(6.0, abs=0.03)
    assert shared_luck(3 + luck, 2 + luck).mean() == pytest.approx(1.0, abs=0.02)
    by_hand = np.mean([luck[0, r] * luck[0, s] for r in range(4) for s in range(4) if r != s])
    assert expected_product(luck[0], luck[0]) == pytest.approx(by_hand)


def test_one_scrambling_without_replicates_is_what_salib_finds() -> None:
    from SALib.analyze.sobol import analyze

    design = saltelli(3, 256, 1, 0)
    values = ishigami(design.unit)
    found = analyze(problem_of(design.names), values, calc_second_order=False, num_resamples=2, seed=1)
    # SALib centres on the mean of all rows, which matters to the first shares in the fourth digit.
    assert shares(design, values, "first") == pytest.approx(found["S1"], abs=2e-4)
    assert shares(design, values, "total") == pytest.approx(found["ST"], abs=1e-12)


def test_with_both_mixtures_of_rows_errors_are_smaller_than_salibs() -> None:
    from SALib.analyze.sobol import analyze

    truth = {"first": ISHIGAMI_FIRST, "total": ISHIGAMI_TOTAL, "pair": np.array([0.0, ISHIGAMI_TOTAL[2], 0.0])}
    ours, theirs = dict.fromkeys(truth, 0.0), dict.fromkeys(truth, 0.0)
    for seed in range(8):
        design = saltelli(3, 512, 8, seed, second_order=True)
        values = ishigami(design.unit)
        found = analyze(problem_of(design.names), values, num_resamples=2, seed=1)
        salib = {"first": found["S1"], "total": found["ST"], "pair": found["S2"][np.triu_indices(3, 1)]}
        for word, known in truth.items():
            ours[word] += ((shares(design, values, word) - known) ** 2).sum()
            theirs[word] += ((salib[word] - known) ** 2).sum()
    assert all(ours[word] < theirs[word] for word in truth)


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize(
    ("function", "first", "total"), [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_function, G_FIRST, G_TOTAL)]
)
def test_known_shares_are_found(function, first, total, second_order: bool) -> None:  # type: ignore[no-untyped-def]
    design = saltelli(len(first), 4096, 8, 3, second_order)
    values = function(design.unit)
    assert shares(design, values, "first") == pytest.approx(first, abs=0.02)
    assert shares(design, values, "total") == pytest.approx(total, abs=0.03)
    assert shares(design, values, "gap")[0] == pytest.approx(1.0 - sum(first), abs=0.03)


def test_an_additive_function_has_no_gap_and_an_inert_factor_no_share_at_all() -> None:
    design = saltelli(3, 512, 8, 0)
    findings = sobol(design, design.unit @ [1.0, 2.0, 0.0], "calm")
    table = findings.table.set_index("factor")
    assert table["first"].to_dict() == pytest.approx({"x1": 0.2, "x2": 0.8, "x3": 0.0}, abs=0.01)
    assert tuple(table.loc["x3", ["total", "total_low", "total_high"]]) == (0.0, 0.0, 0.0)
    assert findings.gap is not None and findings.gap[1] < 0.01
    assert findings.converged and findings.verdict == "converged"
    assert not table.loc["x3", "above_dice"] and table.loc["x1", "above_dice"]
    assert findings.statement.startswith("Calm depends most on X2 (0.8, ")
    assert "1 of 3 factors is not distinguishable from seed noise." in findings.statement


@pytest.mark.parametrize("dice", [False, True])
def test_shares_are_of_the_expected_outcome_however_few_the_replicates(dice: bool) -> None:
    """Averaged plainly, two replicates would leave half of the variance of the seed in."""
    found = []
    for seed in range(12):
        design, values = noisy(512, 3, seed, dice)
        found.append(sobol(design, values, "calm").table.set_index("factor")["total"].loc[["x1", "x2"]])
    assert np.mean(found, axis=0) == pytest.approx(NOISY_SHARES, abs=0.05)


def test_without_replicates_shares_are_of_single_runs_and_that_is_said() -> None:
    design, values = noisy(1024, 1, 0, dice=True)
    findings = sobol(design, values, "calm")
    table = findings.table.set_index("factor")
    assert table.loc["dice", "total"] == pytest.approx(1.0 - NOISY_SPLIT[0], abs=0.05)
    assert "one replicate, so shares are of single runs" in findings.covers
    assert findings.seed_share == pytest.approx(1.0 - NOISY_SPLIT[0], abs=0.1)


def test_more_samples_narrow_the_intervals_and_the_verdict_says_how_many_would_do() -> None:
    small, large = (sobol(design, ishigami(design.unit), "calm") for design in (saltelli(3, n, 8, 0) for n in (256, 8192)))
    assert small.converged is False and large.converged is True
    assert small.convergence is not None and small.convergence.needed is not None
    assert 512 <= small.convergence.needed <= 16384
    assert small.verdict == f"not converged: needs about N = {small.convergence.needed:,}"
    assert list(small.convergence.table["samples"]) == [32, 64, 128, 256]


def test_base_samples_with_a_failed_run_are_left_out_whole_and_counted() -> None:
    design = saltelli(3, 512, 8, 0)
    values = ishigami(design.unit)
    spoiled = values.copy()
    spoiled[[7, 8, 1000]] = np.nan
    findings = sobol(design, spoiled, "calm")
    assert findings.dropped == 2
    assert "3 runs failed, so 2 of 512 base samples were left out whole" in findings.statement
    whole = sobol(design, values, "calm").table.set_index("factor")["total"]
    assert findings.table.set_index("factor")["total"].to_dict() == pytest.approx(whole.to_dict(), abs=0.03)


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda values: np.full(len(values), np.nan), "calm: 320 runs failed, which leaves 0 of 64 base samples"),
        (lambda values: np.where(np.arange(len(values)) == 7, np.inf, values), "calm is infinite at point 7"),
        (lambda values: np.full(len(values), 0.1), "calm is 0.1 at every point, so nothing can explain it"),
        (lambda values: values[:-1], "calm: 319 rows of values for 320 points of the design; they must match"),
    ],
)
def test_values_that_would_give_silent_nonsense_are_refused(spoil, text: str) -> None:  # type: ignore[no-untyped-def]
    design = saltelli(3, 64, 8, 0)
    with pytest.raises(CommunityError) as caught:
        sobol(design, spoil(ishigami(design.unit)), "calm")
    assert str(caught.value).startswith(text) and "\n" not in str(caught.value)


def test_an_outcome_that_never_varies_is_an_error_of_its_own() -> None:
    design = saltelli(3, 64, 8, 0)
    with pytest.raises(SameEverywhere, match="nothing can explain it"):
        sobol(design, np.zeros(320), "calm")


def test_designs_that_cannot_serve_are_refused() -> None:
    design = saltelli(3, 64, 8, 0)
    values = ishigami(design.unit)
    with pytest.raises(ValueError, match="morris cannot be had from a sobol design; it needs morris"):
        analyse(design, values, "calm", "morris")
    with pytest.raises(LookupError, match="did you mean sobol"):
        analyse(design, values, "calm", "sobool")
    with pytest.raises(ValueError, match="not whole base samples of 8 points each"):
        sobol(replace(design, second_order=True, unit=design.unit[:-1]), values[:-1], "calm")
    with pytest.raises(ValueError, match="must be named, each once"):
        sobol(replace(design, names=("x1", "x1", "x2")), values, "calm")
    with pytest.raises(ValueError, match="target = 0 is outside"):
        sobol(design, values, "calm", target=0)


def test_groups_have_one_share_together() -> None:
    grouped = replace(saltelli(2, 512, 8, 0), groups=("work", "x2"), names=("x1", "x2"))
    table = sobol(grouped, grouped.unit @ [1.0, 1.0], "calm").table
    assert set(table["factor"]) == {"work", "x2"}


def test_one_long_table_of_all_that_was_found() -> None:
    design = saltelli(3, 64, 8, 0, second_order=True)
    findings = sobol(design, ishigami(design.unit), "calm")
    tidy = findings.tidy
    assert set(tidy["index"]) == {"first", "total"} and len(tidy) == 6
    assert (tidy["low"] <= tidy["value"]).all() and (tidy["value"] <= tidy["high"]).all()
    assert findings.pairs is not None and findings.pairs["label"].iloc[0] == "X1 with X3"


@pytest.mark.parametrize("replicates", [1, 4])
def test_intervals_cover_the_known_shares(replicates: int) -> None:
    """A sample of benchmarks/coverage.py: 40 studies, of which about two may miss."""
    held = np.zeros(4)
    for seed in range(40):
        if replicates == 1:
            design = saltelli(3, 256, 8, seed)
            table = sobol(design, ishigami(design.unit), "calm").table.set_index("factor")
            truth = np.array([ISHIGAMI_FIRST[0], ISHIGAMI_FIRST[1], ISHIGAMI_TOTAL[0], ISHIGAMI_TOTAL[1]])
        else:
            design, values = noisy(256, replicates, seed, dice=True)
            table = sobol(design, values, "calm").table.set_index("factor")
            truth = np.append(NOISY_SHARES, NOISY_SHARES)
        low, high = (
            np.append(table.loc[["x1", "x2"], f"first_{end}"], table.loc[["x1", "x2"], f"total_{end}"]) for end in ("low", "high")
        )
        held += (low <= truth) & (truth <= high)
    assert (held >= 33).all()
