"""Are the dice fair? A battery over addresses as the model uses them: `python -m benchmarks.dice_battery`.

Every check has a p-value, small where the dice differ from chance, in either direction: a fit too good to be
true counts as well. Addresses are fixed, so the answers are the same every time; docs/dice.md holds them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba
import numpy as np
from scipy import special, stats

from community_dynamics.sim import arithmetic, dice
from community_dynamics.sim.compiled import compile_modules

COMPILED = compile_modules(arithmetic, dice)
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
REPORT = Path(__file__).resolve().parents[1] / "docs" / "dice.md"
SUSPECT = 0.01  # chance that fair dice are called unfair by the least p-value of a whole battery


def broadcast(name: str, kinds: str) -> Any:
    """The compiled function `name` over arrays; kinds of answer and arguments: u key, f float, i count."""
    answer, *arguments = ({"u": numba.uint64, "f": numba.float64, "i": numba.int64}[kind] for kind in kinds)
    return numba.vectorize([answer(*arguments)])(getattr(COMPILED, name).py_func)


person_key, day_key = broadcast("person_key", "uuuu"), broadcast("day_key", "uuuu")
seed_key, die, indexed = broadcast("seed_key", "uu"), broadcast("die", "uuu"), broadcast("indexed", "uuu")
uniform, normal = broadcast("uniform", "fu"), broadcast("normal", "ff")
poisson, choose = broadcast("poisson", "ifu"), broadcast("choose", "ifi")


@dataclass(frozen=True)
class Check:
    """One answer: what was tested, on which addresses, on how many dice, and its p-value."""

    test: str
    addresses: str
    size: int
    p: float
    note: str = ""
    steps: bool = False  # few outcomes, so that fair p-values go in steps and are not evenly spread


@dataclass(frozen=True)
class Block:
    """Dice of a box of addresses: one axis for each coordinate that varies."""

    name: str
    axes: tuple[str, ...]
    keys: np.ndarray


def address(seed: Any, seat: Any, generation: Any, day: Any, decision: Any, index: Any = None) -> np.ndarray:
    """Dice at these addresses; arrays are broadcast against one another."""
    run = seed_key(np.asarray(seed, np.uint64))
    person = person_key(run, np.asarray(seat, np.uint64), np.asarray(generation, np.uint64))
    key = die(person, day_key(run, np.asarray(day, np.uint64), np.asarray(decision, np.uint64)))
    return key if index is None else indexed(key, np.asarray(index, np.uint64))


def box(*sizes: int) -> tuple[np.ndarray, ...]:
    """Consecutive numbers from 0 on each axis, ready to broadcast."""
    return np.ix_(*(np.arange(size, dtype=np.uint64) for size in sizes))


def blocks(scale: int, first: int) -> Iterator[Block]:
    """Addresses as the model uses them, from seed `first` on; scale 16 gives eight million dice in all."""
    seats, days, decisions = box(25 * scale, 365, 41)
    yield Block("one run", ("seat", "day", "decision"), address(first, seats, 0, days, decisions))
    seeds, seats, days = box(64 * scale, 32, 32)
    yield Block("many runs", ("seed", "seat", "day"), address(seeds + np.uint64(first), seats, 0, days, 30))
    seats, generations, days = box(32, 4 * scale, 365)
    yield Block("turnover", ("seat", "generation", "day"), address(first, seats, generations, days, 40))
    seats, days, indices = box(32, 32, 64 * scale)
    yield Block("counterparts", ("seat", "day", "index"), address(first, seats, 0, days, 52, indices))


def two_sided(lower: float, upper: float) -> float:
    """p-value that minds both ends, from the two tail chances."""
    return float(min(1.0, 2.0 * min(lower, upper)))


def normal_p(z: float) -> float:
    """p-value of a standard normal score."""
    return float(special.erfc(abs(z) / np.sqrt(2.0)))


def chi_square_p(chi2: float, freedom: int) -> float:
    """p-value of a chi-square statistic; a few cells may fit exactly by chance, so only a bad fit counts."""
    worse = float(stats.chi2.sf(chi2, freedom))
    return two_sided(stats.chi2.cdf(chi2, freedom), worse) if freedom >= 10 else worse


def counts_p(observed: np.ndarray, expected: np.ndarray | float) -> float:
    """p-value of counts in cells."""
    return chi_square_p(float(((observed - expected) ** 2 / expected).sum()), observed.size - 1)


def cells_p(digits: np.ndarray, base: int) -> float:
    """p-value of equal filling of cells; digits: rows of coordinates, each 0 to base - 1."""
    cell = digits @ (base ** np.arange(digits.shape[-1]))
    counts = np.bincount(cell, minlength=base ** digits.shape[-1])
    return counts_p(counts, cell.size / counts.size)


def bit_counts(keys: np.ndarray) -> np.ndarray:
    """How often each of the 64 bits is set."""
    return np.array([int(((keys >> np.uint64(bit)) & np.uint64(1)).sum()) for bit in range(64)])


def bits_p(keys: np.ndarray) -> float:
    """p-value of each of the 64 bits being set half of the time."""
    return chi_square_p(float(((bit_counts(keys) - keys.size / 2) ** 2).sum() / (keys.size / 4)), 64)


def worst_p(z: np.ndarray) -> float:
    """p-value of the largest of many normal scores."""
    return float(-np.expm1(z.size * np.log1p(-normal_p(float(np.abs(z).max())))))


def uniformity(block: Block) -> Iterator[Check]:
    """Are the numbers, each byte of the keys, and each bit, evenly spread?"""
    keys = block.keys.ravel()
    p = float(stats.kstest(uniform(keys), "uniform", method="asymp").pvalue)
    yield Check("uniform, Kolmogorov-Smirnov", block.name, keys.size, p)
    for byte in range(8):
        observed = np.bincount((keys >> np.uint64(8 * byte)).astype(np.uint8), minlength=256)
        p = counts_p(observed, keys.size / 256)
        yield Check("256 values of each byte", f"{block.name}, byte {byte}", keys.size, p)
    yield Check("64 bits, share of ones", block.name, keys.size, bits_p(keys))


def neighbours(block: Block) -> Iterator[Check]:
    """Do neighbours along any coordinate know of one another?"""
    for axis, coordinate in enumerate(block.axes):
        keys = np.ascontiguousarray(np.moveaxis(block.keys, axis, -1))
        name = f"{block.name}, along {coordinate}"
        centred = uniform(keys) - 0.5
        for lag in (1, 2, 3):
            product = centred[..., lag:] * centred[..., :-lag]
            z = 12.0 * float(product.sum()) / np.sqrt(product.size)
            yield Check(f"serial correlation, lag {lag}", name, product.size, normal_p(z))
        yield from equidistribution(keys, name)
        changed = (keys[..., 1:] ^ keys[..., :-1]).ravel()
        chance = stats.binom.pmf(np.arange(65), 64, 0.5) * changed.size
        p = counts_p(*pooled(np.bincount(np.bitwise_count(changed), minlength=65), chance))
        yield Check("bits that differ between neighbours", name, changed.size, p)


def equidistribution(keys: np.ndarray, name: str) -> Iterator[Check]:
    """Do successive numbers, taken as coordinates, fill the cells of a cube evenly?"""
    for dimensions, bits in ((2, 6), (3, 4), (4, 3)):
        groups = keys.shape[-1] // dimensions
        points = keys[..., : groups * dimensions].reshape(-1, dimensions)
        if len(points) < 5 * 2 ** (dimensions * bits):  # chi-square needs about five in a cell
            continue
        for end, shift in (("high", 64 - bits), ("low", 0)):
            digits = ((points >> np.uint64(shift)) & np.uint64(2**bits - 1)).astype(np.int64)
            p = cells_p(digits, 2**bits)
            yield Check(f"cells in {dimensions} dimensions, {end} bits", name, points.size, p)


def pooled(observed: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same counts with rare outcomes added to the last common one: each cell expects 10 at least."""
    common, rare = np.flatnonzero(expected >= 10.0), np.flatnonzero(expected < 10.0)
    joined = [x[common].astype(float) for x in (observed, expected)]
    joined[0][-1] += observed[rare].sum()
    joined[1][-1] += expected[rare].sum()
    return joined[0], joined[1]


def streams(block: Block) -> Iterator[Check]:
    """Is each stream (all dice of one seat, one seed, ...) uncorrelated with every other?"""
    for axis, coordinate in enumerate(block.axes):
        rows = np.moveaxis(block.keys, axis, 0)[:512].reshape(min(512, block.keys.shape[axis]), -1)
        centred = (uniform(rows) - 0.5) * np.sqrt(12.0)
        z = (centred @ centred.T / np.sqrt(rows.shape[1]))[np.triu_indices(rows.shape[0], 1)]
        p, name = chi_square_p(float((z**2).sum()), z.size), f"{block.name}, each {coordinate}"
        yield Check("correlation of all pairs of streams", name, rows.size, p, f"{z.size:,} pairs")
        yield Check("largest correlation of two streams", name, rows.size, worst_p(z))


def squares(block: Block) -> Iterator[Check]:
    """Do the four corners of a square of addresses, two persons on two days, know of one another?"""
    rows, columns = block.keys.shape[0] // 2 * 2, block.keys.shape[1] // 2 * 2
    keys = block.keys[:rows, :columns]
    corners = np.stack([keys[i::2, j::2].ravel() for i in (0, 1) for j in (0, 1)], axis=-1)
    digits = (corners >> np.uint64(61)).astype(np.int64)
    yield Check("four corners of a square, cells", block.name, corners.size, cells_p(digits, 8))
    parity = np.bitwise_xor.reduce(corners, axis=-1)
    yield Check("four corners of a square, parity", block.name, corners.size, bits_p(parity))


def sequences(block: Block) -> Iterator[Check]:
    """Are the gaps between hits, along the last coordinate, as long as chance makes them?"""
    u = uniform(block.keys.ravel())
    gaps = np.diff(np.flatnonzero(u < 0.1)) - 1
    chance = stats.geom.pmf(np.arange(1, 201), 0.1)
    chance[-1] += stats.geom.sf(200, 0.1)
    observed = np.bincount(np.minimum(gaps, 199), minlength=200)
    p = counts_p(*pooled(observed, chance * gaps.size))
    yield Check("gaps between numbers below 0.1", block.name, u.size, p)


def collisions(block: Block) -> Iterator[Check]:
    """Do halves of keys coincide as often as chance would have it, and are birthdays spaced by chance?"""
    keys = block.keys.ravel()
    for end, half in (("upper", keys >> np.uint64(32)), ("lower", keys & np.uint64(0xFFFFFFFF))):
        found = keys.size - np.unique(half).size
        mean = keys.size - 2.0**32 * -np.expm1(keys.size * np.log1p(-(2.0**-32)))
        p = two_sided(stats.poisson.cdf(found, mean), stats.poisson.sf(found - 1, mean))
        note = f"{found} found, {mean:.1f} expected"
        yield Check(f"collisions of {end} 32 bits", block.name, keys.size, p, note, steps=True)
    for shift in (40, 0):
        days = ((keys >> np.uint64(shift)) & np.uint64(2**24 - 1)).astype(np.int64)
        days = np.sort(days[: keys.size // 512 * 512].reshape(-1, 512), axis=1)
        spacings = np.sort(np.diff(days, axis=1), axis=1)
        equal = (spacings[:, 1:] == spacings[:, :-1]).sum(axis=1)
        # 512^3 / (4 2^24) = 2 equal spacings are expected among 512 birthdays in a year of 2^24 days.
        chance = stats.poisson.pmf(np.arange(31), 2.0) * equal.size
        p = counts_p(*pooled(np.bincount(np.minimum(equal, 30), minlength=31), chance))
        yield Check(f"birthday spacings, bits {shift} to {shift + 23}", block.name, keys.size, p)


def avalanche(scale: int, first: int) -> Iterator[Check]:
    """Does each bit of each coordinate turn each bit of the die half of the time?"""
    number = np.arange(2048 * scale, dtype=np.uint64)
    parts = {"seed": number % 4 + np.uint64(first), "seat": number % 300, "generation": number % 3}
    parts |= {"day": number // 300, "decision": number % 41, "index": number % 5}
    for name, part in parts.items():
        yield avalanche_of(name, lambda changed, name=name: address(**{**parts, name: changed}), part, 63)
    person = address(first, number, 0, 0, 0)
    yield avalanche_of("key of the person", lambda changed: die(changed, np.uint64(0)), person, 64)


def avalanche_of(name: str, outcome: Callable, part: np.ndarray, bits: int) -> Check:
    """Flip each bit of one coordinate; p-value of the largest departure over all pairs of bits."""
    before, turned, z = outcome(part), [], []
    for bit in range(bits):
        flip = np.uint64(1) << np.uint64(bit)
        state = (part & flip) == (part[0] & flip)  # one way only: the way back is the same pair again
        counts = bit_counts((before ^ outcome(part ^ flip))[state])
        turned.append(counts.sum() / state.sum())
        z.append((counts - state.sum() / 2) / np.sqrt(state.sum() / 4))
    note = f"{np.mean(turned):.2f} of 64 bits turn; {min(turned):.2f} to {max(turned):.2f} by input bit"
    return Check("avalanche", f"each bit of {name}", part.size * bits, worst_p(np.array(z)), note)


def anderson_darling_p(u: np.ndarray) -> float:
    """p-value of Anderson and Darling's test of uniform numbers. Source: Marsaglia and Marsaglia 2004."""
    u = np.sort(u)
    weight = 2.0 * np.arange(1, u.size + 1) - 1.0
    z = -u.size - float((weight * (np.log(u) + np.log1p(-u[::-1]))).sum()) / u.size
    if z < 2.0:
        series = np.polyval((-0.00168691, 0.0116720, -0.0347962, 0.0649821, 0.247105, 2.00012), z)
        return float(1.0 - np.exp(-1.2337141 / z) / np.sqrt(z) * series)
    series = np.polyval((0.0003146, -0.008056, 0.082433, -0.43424, 2.30695, -1.0776), z)
    return float(-np.expm1(-np.exp(-series)))


def normals(block: Block) -> Iterator[Check]:
    """Normal deviates against scipy: the whole, and the far tails."""
    x = normal(uniform(block.keys.ravel()))
    yield Check("normal, Anderson-Darling", block.name, x.size, anderson_darling_p(special.ndtr(x)))
    for limit in (3.0, 4.0):
        chance = special.ndtr(-limit)
        for side, count in (("above", int((x > limit).sum())), ("below", int((x < -limit).sum()))):
            p = two_sided(stats.binom.cdf(count, x.size, chance), stats.binom.sf(count - 1, x.size, chance))
            note = f"{count} found, {chance * x.size:.1f} expected"
            yield Check(f"normal, {limit:.0f} sd out", f"{block.name}, {side}", x.size, p, note, steps=True)


def inverse_error() -> float:
    """Largest relative difference of the normal inversion from scipy's, from 2^-53 to 1 - 2^-53."""
    powers = 2.0 ** -np.arange(2.0, 54.0)
    steps = np.concatenate([np.arange(1, 2**20, 2) / 2**20, powers, 1.0 - powers])
    return float(np.abs(normal(steps) / special.ndtri(steps) - 1.0).max())


def counts(scale: int, first: int) -> Iterator[Check]:
    """Poisson counts against scipy, and choices among few."""
    seats, days = box(25 * scale, 365)
    keys = address(first, seats, 0, days, 80).ravel()
    for mean in (0.01, 0.5, 3.0, 12.0, 50.0, 400.0):
        top = int(mean + 12.0 * np.sqrt(mean) + 12.0)
        observed = np.bincount(np.minimum(poisson(mean, keys), top), minlength=top + 1)
        p = counts_p(*pooled(observed, stats.poisson.pmf(np.arange(top + 1), mean) * keys.size))
        yield Check(f"Poisson, mean {mean:g}", "seats and days", keys.size, p)
    for number in (2, 3, 7, 100):
        p = counts_p(np.bincount(choose(uniform(keys), number), minlength=number), keys.size / number)
        yield Check(f"choice among {number}", "seats and days", keys.size, p)


def battery(scale: int, first: int = 0) -> list[Check]:
    """All checks on seeds from `first` on; scale 1 takes a second, scale 16 half a minute."""
    tests = (uniformity, neighbours, streams, squares, sequences, collisions, normals)
    found = [check for block in blocks(scale, first) for test in tests for check in test(block)]
    return [*found, *avalanche(scale, first), *counts(scale, first)]


def fair(checks: list[Check]) -> bool:
    """True unless a p-value is too small for so many checks (Bonferroni), or is no number."""
    return all(check.p > SUSPECT / len(checks) for check in checks)


def table(checks: list[Check]) -> str:
    """One line for each test: how many checks of it, on how many dice at most, and the least p-value."""
    lines = ["| test | checks | dice, at most | least p | where | note |", "|---|---:|---:|---:|---|---|"]
    for test in dict.fromkeys(check.test for check in checks):
        same = [check for check in checks if check.test == test]
        least, size = min(same, key=lambda check: check.p), max(check.size for check in same)
        lines.append(f"| {test} | {len(same)} | {size:,} | {least.p:.3g} | {least.addresses} | {least.note} |")
    return "\n".join(lines)


def verdict(checks: list[Check]) -> str:
    """In one sentence: are these dice fair?"""
    spread = stats.kstest([check.p for check in checks if not check.steps], "uniform").pvalue
    least = f"least p-value {min(check.p for check in checks):.2g} against a limit of {SUSPECT / len(checks):.2g}"
    answer = "Fair" if fair(checks) else "Not fair"
    return f"**{answer}**: {len(checks):,} checks, {least}; evenness of all p-values, p = {spread:.2g}."


def main() -> None:
    """Throw the dice and put the answers between the marks in docs/dice.md."""
    once = battery(16)
    again = [check for first in range(10_000, 650_000, 10_000) for check in battery(2, first)]
    smaller = f"An eighth of the size, 64 times on seeds of their own (from 10,000, 20,000, ...): {verdict(again)}"
    inverse = f"Normal inversion: within {inverse_error():.1e} of scipy's (relative), from 2^-53 to 1 - 2^-53."
    results = "\n\n".join((verdict(once), table(once), smaller, inverse))
    before, _, rest = REPORT.read_text("utf-8").partition(BEGIN)
    REPORT.write_text(f"{before}{BEGIN}\n\n{results}\n\n{END}{rest.partition(END)[2]}", "utf-8")
    print(results)


if __name__ == "__main__":
    main()
