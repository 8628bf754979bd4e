"""How often 95 % intervals cover the truth, over many studies of functions whose answers are known."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.known_answers import (
    ALIKE,
    G_FIRST,
    G_TOTAL,
    HERE,
    ISHIGAMI_DELTA,
    ISHIGAMI_FIRST,
    ISHIGAMI_PAWN,
    ISHIGAMI_TOTAL,
    ISHIGAMI_VARIANCE,
    NOISY_SHARES,
    NOISY_SPLIT,
    NORMAL_DELTA,
    SLOPES,
    g_function,
    ishigami,
    noisy,
    noisy_plane,
    normal_sum,
    saltelli,
    scattered,
    trajectories,
)
from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.findings import Findings
from community_dynamics.experiments.analysis.guards import Arrays, problem_of, quiet

REPETITIONS = 200
LEAST, MOST = 0.88, 0.99
Ends = dict[str, tuple[np.ndarray, np.ndarray]]
INTERVALS = {
    "sobol": "t over 8 scramblings",
    "rows": "for comparison: SALib's bootstrap of rows",
    "split": "t on log odds",
    "morris": "bootstrap of trajectories",
    "points": "t over halves and quarters of the points",
    "rows of points": "t over resampled points",
    "steps": "t over base points",
}


@dataclass(frozen=True)
class Case:
    """One kind of study: what it is, how its intervals are made, its truth by index, and the ends found for a seed."""

    function: str
    size: str
    intervals: str
    truth: Mapping[str, Sequence[float] | np.ndarray]
    ends: Callable[[int], Ends]


def of_table(findings: Findings, words: Sequence[str], names: Sequence[str]) -> Ends:
    """Ends of intervals by index, in the order of the names."""
    table = findings.table.set_index("factor").loc[list(names)]
    return {word: (table[f"{word}_low"].to_numpy(), table[f"{word}_high"].to_numpy()) for word in words}


def sure(name: str, function: Callable[[np.ndarray], np.ndarray], first: np.ndarray, total: np.ndarray, size: int) -> Case:
    """Sobol' shares of a function without dice; of Ishigami's also those of pairs."""
    second = name == "Ishigami"
    truth: dict[str, Sequence[float] | np.ndarray] = {"first": first, "total": total, "gap": [1.0 - first.sum()]}
    if second:
        truth["pair"] = [0.0, total[0] - first[0], 0.0]

    def ends(seed: int) -> Ends:
        design = saltelli(len(first), size, 8, seed, second)
        findings = analyse(design, function(design.unit), "outcome", settle=False)
        found = of_table(findings, ("first", "total"), design.names)
        assert findings.gap is not None
        found["gap"] = (np.array([findings.gap[1]]), np.array([findings.gap[2]]))
        if findings.pairs is not None:
            pairs = findings.pairs.sort_values(["factor", "other"])
            found["pair"] = (pairs["pair_low"].to_numpy(), pairs["pair_high"].to_numpy())
        return found

    return Case(name, f"N = {size}", "sobol", truth, ends)


def rows_drawn(size: int, replicates: int = 0) -> Case:
    """What the usual bootstrap of rows does with the same runs, for comparison: means over replicates, if any."""

    def ends(seed: int) -> Ends:
        from SALib.analyze.sobol import analyze

        design, values = noisy(size, replicates, seed, dice=False) if replicates else (saltelli(3, size, 1, seed), np.empty(0))
        values = values.mean(axis=1) if replicates else ishigami(design.unit)
        with quiet():
            found = analyze(problem_of(design.names), values, False, 100, seed=np.random.default_rng(seed))
        return {
            word: (found[key] - found[f"{key}_conf"], found[key] + found[f"{key}_conf"])
            for word, key in (("first", "S1"), ("total", "ST"))
        }

    if replicates:
        truth = {"first": NOISY_SHARES, "total": NOISY_SHARES}
        return Case("noisy plane, common dice", f"N = {size}, {replicates} replicates", "rows", truth, ends)
    return Case("Ishigami", f"N = {size}", "rows", {"first": ISHIGAMI_FIRST, "total": ISHIGAMI_TOTAL}, ends)


def with_dice(size: int, replicates: int, dice: bool) -> Case:
    """Sobol' shares of the expected outcome of the noisy plane."""

    def ends(seed: int) -> Ends:
        design, values = noisy(size, replicates, seed, dice)
        return of_table(analyse(design, values, "outcome", settle=False), ("first", "total"), ("x1", "x2"))

    which = "dice moved" if dice else "common dice"
    truth = {"first": NOISY_SHARES, "total": NOISY_SHARES}
    return Case(f"noisy plane, {which}", f"N = {size}, {replicates} replicates", "sobol", truth, ends)


def of_luck(size: int, replicates: int, dice: bool) -> Case:
    """Shares of parameters, seed and interaction in the noisy plane."""

    def ends(seed: int) -> Ends:
        design, values = noisy(size, replicates, seed, dice)
        split = analyse(design, values, "outcome", settle=False).split
        assert split is not None
        shares = split.table["low"].to_numpy(), split.table["high"].to_numpy()
        return {"split": shares, "seed share": (np.array([split.seed_share_low]), np.array([split.seed_share_high]))}

    which = "dice moved" if dice else "common dice"
    truth = {"split": NOISY_SPLIT, "seed share": [1.0 - NOISY_SPLIT[0]]}
    count = f"{replicates} replicate{'s'[: replicates > 1]}"
    return Case(f"noisy plane, {which}", f"N = {size}, {count}", "split", truth, ends)


def screened(size: int, replicates: int, shared: bool) -> Case:
    """Morris's effects of a bent, noisy plane: mean effects 2 and 1, both the same in sign everywhere for x2."""

    def ends(seed: int) -> Ends:
        design = trajectories(2, size, seed)
        blocks = np.zeros(3 * size, np.int64) if shared else np.arange(size).repeat(3)
        values = noisy_plane(design.unit, blocks, replicates, seed) + 2.0 * np.prod(design.unit - 0.5, axis=1)[:, np.newaxis]
        found = of_table(analyse(replace(design, blocks=None if shared else blocks), values, "outcome"), ("mu",), ("x1", "x2"))
        star = of_table(analyse(replace(design, blocks=None if shared else blocks), values, "outcome"), ("mu_star",), ("x2",))
        return found | star

    which = "common dice" if shared else "dice moved"
    truth = {"mu": SLOPES, "mu_star": SLOPES[1:]}
    return Case(f"bent noisy plane, {which}", f"{size} trajectories, {replicates} replicates", "morris", truth, ends)


def from_points(method: str, size: int, function: str, word: str, truth: np.ndarray) -> Case:
    """An analysis of points thrown independently; of the noisy plane with dice of their own, three throws a point."""
    known = {"Ishigami": ishigami, "sum of normals": normal_sum}

    def ends(seed: int) -> Ends:
        points, own = scattered(len(truth), size, seed), np.arange(size)
        noise = function not in known
        values = noisy_plane(points.unit, own, 3, seed) if noise else known[function](points.unit)
        findings = analyse(replace(points, blocks=own) if noise else points, values, "outcome", method, seed=seed)
        return of_table(findings, (word,), points.names)

    how = "rows of points" if method == "regression" else "points"
    return Case(f"{function}, {method}", f"{size} points", how, {word: truth}, ends)


def in_steps(size: int) -> Case:
    """Mean squared slopes of Ishigami's function, whose truth is an average over a fine grid."""
    middle = np.pi * (2.0 * (np.arange(2000) + 0.5) / 2000 - 1.0)
    alone, fourth, sixth = np.mean(np.cos(middle) ** 2), np.mean((1 + 0.1 * middle**4) ** 2), np.mean((0.4 * middle**3) ** 2)
    slopes = np.array([alone * fourth, np.mean((7.0 * np.sin(2.0 * middle)) ** 2), sixth * np.mean(np.sin(middle) ** 2)])
    truth = 4.0 * slopes / ISHIGAMI_VARIANCE  # the range is 2 pi wide, and the bound is divided by pi**2

    def ends(seed: int) -> Ends:
        base = scattered(3, size, seed).unit
        unit, which = np.repeat(base[:, np.newaxis], 4, axis=1), np.arange(3)
        unit[:, 1 + which, which] += np.where(base > 0.999, -0.001, 0.001)
        design = Arrays("finite_differences", ("x1", "x2", "x3"), unit.reshape(-1, 3), size)
        return of_table(analyse(design, ishigami(design.unit), "outcome"), ("dgsm",), design.names)

    return Case("Ishigami, dgsm", f"{size} base points", "steps", {"dgsm": truth}, ends)


def cases() -> list[Case]:
    """All kinds of study."""
    found = [sure("Ishigami", ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL, size) for size in (128, 256, 1024, 4096)]
    found += [rows_drawn(1024)]
    found += [sure("Sobol' g", g_function, G_FIRST, G_TOTAL, size) for size in (128, 256, 1024, 4096)]
    found += [with_dice(256, 2, True), with_dice(1024, 10, True), with_dice(256, 3, False), with_dice(1024, 10, False)]
    found += [rows_drawn(256, 3), rows_drawn(1024, 10)]
    found += [of_luck(256, 1, True), of_luck(256, 2, True), of_luck(1024, 10, True)]
    found += [of_luck(256, 4, False), of_luck(256, 5, False), of_luck(1024, 10, False)]
    found += [screened(10, 3, False), screened(50, 10, False), screened(10, 3, True), screened(50, 10, True)]
    found += [in_steps(256), in_steps(1024)]
    for size in (500, 2000):
        found += [from_points("rbd_fast", size, "Ishigami", "first", ISHIGAMI_FIRST)]
        found += [from_points("pawn", size, "Ishigami", "median", ISHIGAMI_PAWN)]
        if size == 500:  # of 2,000 points, delta takes seconds a study
            found += [from_points("delta", size, "Ishigami", "delta", ISHIGAMI_DELTA)]
            found += [from_points("delta", size, "sum of normals", "delta", NORMAL_DELTA)]
        found += [from_points("rbd_fast", size, "noisy plane, own dice", "first", NOISY_SHARES)]
        found += [from_points("regression", size, "noisy plane, own dice", "slope", np.sqrt(NOISY_SHARES))]
    return found


def covered(case: Case, repetitions: int) -> pd.DataFrame:
    """Share of studies whose interval holds the truth, and the mean width, a row for each index and factor."""
    truth = {word: np.asarray(known, np.float64) for word, known in case.truth.items()}
    held = {word: np.zeros(len(known)) for word, known in truth.items()}
    width = {word: np.zeros(len(known)) for word, known in truth.items()}
    for seed in range(repetitions):
        for word, (low, high) in case.ends(seed).items():
            held[word] += (low <= truth[word] + 1e-12) & (truth[word] - 1e-12 <= high)
            width[word] += high - low
    rows = [
        (word, number, held[word][number] / repetitions, width[word][number] / repetitions)
        for word, known in truth.items()
        for number in range(len(known))
    ]
    return pd.DataFrame(rows, columns=["index", "number", "covered", "width"])


def line_of(case: Case, word: str, rows: pd.DataFrame) -> str:
    """One line of the table: an index of a case, all its factors."""
    low, high = rows["covered"].min(), rows["covered"].max()
    verdict = "yes" if low >= LEAST else ("no" if case.intervals == "rows" else "FAILS")
    if verdict == "yes" and high > MOST:
        verdict = "yes, wider than need be"
    shares = ", ".join(f"{100 * share:.0f}" for share in rows["covered"])
    widths = ", ".join(f"{width:.2g}" for width in rows["width"])
    return f"| {case.function} | {case.size} | {INTERVALS[case.intervals]} | {word} | {shares} | {widths} | {verdict} |"


def table(repetitions: int = REPETITIONS, words: Sequence[str] = ()) -> str:
    """The evidence as a table in Markdown; with words, only of studies in whose name or intervals one of them stands."""
    lines = [
        f"| study | size | intervals | index | covered in {repetitions} studies, %, by factor | mean width | 88 to 99 % |",
        "|---|---|---|---|---|---|---|",
    ]
    for case in cases():
        named = f"{case.function} {INTERVALS[case.intervals]}"
        if words and not any(word in named for word in words):
            continue
        found = covered(case, repetitions)
        lines += [line_of(case, str(word), rows) for word, rows in found.groupby("index", sort=False)]
    variances = f"{(SLOPES**2).sum() / 12:.3g}, {ALIKE**2:.3g} and {HERE**2 / 12:.3g}"
    return "\n".join([*lines, "", f"The noisy plane has variances of {variances}: of parameters, seed and interaction."])


if __name__ == "__main__":
    started = time.perf_counter()
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS, sys.argv[2:]))
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
