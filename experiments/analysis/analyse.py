"""From a design and its values to findings: which design serves which analysis, and each of them behind its guards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.analysed import called, measured
from community_dynamics.experiments.analysis.convergence import TARGET, Settling, settling_of
from community_dynamics.experiments.analysis.findings import Findings, Words, described, state
from community_dynamics.experiments.analysis.frequencies import FAST_HARMONICS
from community_dynamics.experiments.analysis.guards import Design, Units, check_apart, check_defined, check_values
from community_dynamics.experiments.analysis.other_methods import (
    LEAST_EMULATED,
    LEAST_POINTS,
    LEAST_SHIFTED,
    ROW_PARTS,
    delta,
    dgsm,
    fast,
    hdmr,
    pawn,
    rbd_fast,
    regression,
)
from community_dynamics.experiments.analysis.screening import screening, trajectories_of
from community_dynamics.experiments.analysis.seed_variance import split_of
from community_dynamics.experiments.analysis.shares import Shares, bases_of, part_of, shares_of
from community_dynamics.experiments.analysis.uncertainty import LEAST_SEEDS
from community_dynamics.experiments.base.errors import InvalidValue, nearest, unknown
from community_dynamics.experiments.base.statements import tidy

ENOUGH_SCRAMBLINGS = 8


def sobol(
    design: Design,
    values: np.ndarray,
    outcome: str,
    words: Words | None = None,
    target: float = TARGET,
    settle: bool = True,
) -> Findings:
    """Shares of the variance of the expected outcome: of each factor alone (first) and with all interactions (total).

    values: points x replicates, NaN where a run failed. With one replicate luck cannot be taken out, and shares are
    those of single runs. settle: whether to say if the totals have settled, and how many samples would do.
    """
    words = words or Words()
    units = bases_of(design, values, outcome)
    found = shares_of(units, design)
    table = described(share_table(found), words, "total")
    split = split_of(design, units.values, part_of(units.kept, design.scramblings), words.single_runs)
    settling = settling_of(units, design, target) if settle else None
    gap = tuple(float(one[0]) for one in found.part("gap"))
    statement = state(table, "total", words.of(outcome), split, " of the variance")
    said = [statement, gap_words(*gap), settling_words(settling), units.said("base samples")]
    return Findings(
        "sobol",
        outcome,
        table,
        "total",
        " ".join(part for part in said if part),
        covers_shares(design, units),
        float("nan") if split is None else split.seed_share,
        split,
        settling,
        pair_table(found, words) if found.pairs else None,
        gap,  # type: ignore[arg-type]
        units.dropped,
    )


def share_table(found: Shares) -> pd.DataFrame:
    """Shares by factor; a value outside 0..1, which only chance brings about, is shown at the nearer end."""
    table = pd.DataFrame({"factor": list(found.names)})
    for word in ("first", "total"):
        value, low, high = found.part(word)
        table[word] = np.clip(value, 0.0, 1.0)
        table[f"{word}_low"], table[f"{word}_high"] = low, high
    return table


def pair_table(found: Shares, words: Words) -> pd.DataFrame:
    """Share of each pair of factors beyond what each gives alone, the largest first."""
    index = np.array(found.pairs)
    value, low, high = found.part("pair")
    names = np.array(found.names, object)
    table = pd.DataFrame({"factor": names[index[:, 0]], "other": names[index[:, 1]]})
    table["label"] = [f"{words.factor(one)} with {words.factor(other)}" for one, other in zip(*table.T.to_numpy(), strict=True)]
    table["pair"], table["pair_low"], table["pair_high"] = value, low, high
    return table.sort_values("pair", ascending=False, ignore_index=True, kind="stable")


def gap_words(gap: float, low: float, high: float) -> str:
    """How much is interaction, in a sentence."""
    if not np.isfinite(gap):
        return ""
    shown = f"{tidy(max(0.0, gap), 2)} ({tidy(low, 2)}–{tidy(high, 2)})"
    return f"Interactions between factors account for {shown} of the variance."


def settling_words(settling: Settling | None) -> str:
    """The verdict on convergence, in a sentence."""
    if settling is None:
        return ""
    verdict = settling.verdict[0].upper() + settling.verdict[1:]
    leaders = "the widest interval among the five leading totals is"
    if settling.converged:
        return f"{verdict}: {leaders} {tidy(settling.width, 2)}."
    return f"{verdict} ({leaders} {tidy(settling.width, 2)}, at most {tidy(settling.target, 2)} is wanted)."


def covers_shares(design: Design, units: Units) -> str:
    """What the intervals of shares cover."""
    replicates = units.values.shape[2]
    if design.scramblings > 1:
        where = f"which base points were drawn ({design.scramblings} independent scramblings)"
        few = design.scramblings < ENOUGH_SCRAMBLINGS
        where += "; 8 scramblings would make them narrower" if few else ""
    else:
        where = "which base points were drawn, roughly, as there is one scrambling; take 8"
    what = "" if replicates > 1 else "; one replicate, so shares are of single runs, seed noise included"
    return f"95 % intervals cover {where}, and {which_dice(design, replicates)}{what}"


def which_dice(design: Design, replicates: int) -> str:
    """What intervals say of other dice."""
    if design.blocks is not None or replicates >= LEAST_SEEDS:
        return "which seeds were used"
    throws = "one seed" if replicates == 1 else f"{replicates} seeds"
    return f"not other seeds: all points share {throws}; take {LEAST_SEEDS} replicates or more"


def morris(design: Design, values: np.ndarray, outcome: str, words: Words | None = None, seed: int = 0) -> Findings:
    """Screening: how far the outcome moves when one factor at a time moves over its range, averaged over the space."""
    words = words or Words()
    units = trajectories_of(design, values, outcome)
    table = described(screening(design, units, seed), words, "mu_star")
    split = split_of(design, units.values, asked=words.single_runs)
    statement = state(table, "mu_star", words.of(outcome), split)
    replicates = units.values.shape[2]
    covers = f"95 % intervals cover which {len(units.kept)} trajectories were drawn, and {which_dice(design, replicates)}"
    return Findings(
        "morris",
        outcome,
        table,
        "mu_star",
        " ".join(part for part in (statement, units.said("trajectories")) if part),
        covers,
        float("nan") if split is None else split.seed_share,
        split,
        dropped=units.dropped,
    )


SPREAD = ("latin_hypercube", "random", "sobol_sequence")

# Which designs serve an analysis; of several analyses that a design serves, the first is its own.
ANALYSES: dict[str, tuple[Callable[..., Findings], tuple[str, ...]]] = {
    "sobol": (sobol, ("sobol",)),
    "morris": (morris, ("morris",)),
    "fast": (fast, ("fast",)),
    "dgsm": (dgsm, ("dgsm", "finite_differences")),
    "rbd_fast": (rbd_fast, ("latin_hypercube", "random")),
    "delta": (delta, SPREAD),
    "pawn": (pawn, SPREAD),
    "hdmr": (hdmr, SPREAD),
    "regression": (regression, (*SPREAD, "fractional_factorial", "grid")),
}
WHY_NOT = {
    ("rbd_fast", "sobol_sequence"): "in the order of one factor all others swing, as if they had an effect",
}

# Fewest samples of a design of each method: base samples, trajectories, points a curve, or points.
LEAST = {
    "sobol": 16,
    "morris": 2,
    "fast": 4 * FAST_HARMONICS**2 + 1,
    "dgsm": 2 * ROW_PARTS,
    "rbd_fast": LEAST_POINTS,
    "delta": LEAST_SHIFTED,
    "pawn": LEAST_SHIFTED,
    "hdmr": 2 * LEAST_EMULATED,
    "regression": 3,
}
# More columns of a Sobol' sequence than these hang together by pairs, and a measure of each factor by itself takes that
# for an effect: of 60 factors, one with an effect, delta named 2 to 10 others and pawn 1 to 4; of 12 none; a latin
# hypercube none at any number.
MOST_EVEN = 24
ONE_BY_ONE = ("delta", "pawn")
POWERS_OF_TWO = ("sobol_sequence", "finite_differences")


def least_points(method: str, design: str) -> int:
    """Fewest samples with which a method can be had from a kind of design, known before anything runs.

    For a method of any points these are points, for the others what their design counts. A regression needs two points
    more than there are factors, which is not known here.
    """
    check_design(method, design)
    least = LEAST[method]
    return 1 << (least - 1).bit_length() if design in POWERS_OF_TWO else least


def check_design(method: str, design: str) -> None:
    """Refuse a kind of design that does not serve a method, with the reason where it is not plain."""
    if method not in ANALYSES:
        raise unknown(f"analysis = {method}", "an analysis", nearest(method, ANALYSES), f"known are {', '.join(ANALYSES)}")
    able = ANALYSES[method][1]
    if design not in able:
        reason = f" ({WHY_NOT[method, design]})" if (method, design) in WHY_NOT else ""
        raise InvalidValue(f"{method} cannot be had from a {design} design{reason}; it needs {' or '.join(able)}")


def check_columns(method: str, design: str, columns: int) -> None:
    """Refuse a Sobol' sequence of so many columns (the dummy included) that a method would name factors that do nothing."""
    if method in ONE_BY_ONE and design == "sobol_sequence" and columns > MOST_EVEN:
        raise InvalidValue(
            f"design = sobol_sequence has {columns} columns, and beyond {MOST_EVEN} its columns hang together in pairs, so that "
            f"{method} would name factors that do nothing; say design=latin_hypercube"
        )


def serving(design: Design) -> tuple[str, ...]:
    """The analyses that a design serves, the one it is made for first."""
    return tuple(name for name, (_, designs) in ANALYSES.items() if design.method in designs)


def analyse(
    design: Design,
    values: np.ndarray,
    outcome: str,
    method: str | None = None,
    words: Words | None = None,
    about: str = "mean",
    threshold: float | None = None,
    failed: np.ndarray | None = None,
    **options: Any,
) -> Findings:
    """Findings of the method named, or of that which the design is made for; options go to the method.

    values: points x replicates, NaN where a run failed; about: what of the outcome is analysed (its mean, spread or
    log_spread over replicates, or the chance that it is at_most or at_least a threshold); failed: which runs failed, where
    that is known: NaN in any other means that the outcome is undefined there, and it is refused.
    """
    words = words or Words()
    chosen = method_for(design, method)
    values = check_values(design, values, outcome)
    if failed is not None:
        check_defined(values, np.asarray(failed, bool).reshape(values.shape), outcome)
    values = measured(values, about, threshold)
    if about == "mean":
        return ANALYSES[chosen][0](design, values, outcome, words, **options)
    label = called(words.of(outcome), about, threshold)
    words = replace(words, outcome=label, single_runs=about in ("at_most", "at_least"))
    return replace(ANALYSES[chosen][0](design, values, outcome, words, **options), asked=label)


def method_for(design: Design, method: str | None) -> str:
    """The analysis named, if the design serves it; else, where none is named, that which the design is made for."""
    able = serving(design)
    if method is None and not able:
        raise InvalidValue(f"a {design.method} design serves no sensitivity analysis; choose sobol, morris or random")
    chosen = able[0] if method is None else method
    check_design(chosen, design.method)
    check_columns(chosen, design.method, len(design.names))
    if chosen in ONE_BY_ONE:
        check_apart(design, chosen)
    return chosen
