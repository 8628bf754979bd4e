"""Functions whose sensitivity is known exactly, as plain formulas, and the designs and values of studies of them."""

import numpy as np
from scipy.special import ndtri

from community_dynamics.experiments.analysis.guards import Arrays

# Ishigami's function with a = 7, b = 0.1. Source: Ishigami and Homma 1990.
_A, _B = 7.0, 0.1
_ALONE, _SQUARE, _PAIR = 0.5 * (1 + _B * np.pi**4 / 5) ** 2, _A**2 / 8, _B**2 * np.pi**8 * 8 / 225
ISHIGAMI_VARIANCE = _ALONE + _SQUARE + _PAIR
ISHIGAMI_FIRST = np.array([_ALONE, _SQUARE, 0.0]) / ISHIGAMI_VARIANCE
ISHIGAMI_PAWN = np.array([0.2371, 0.3917, 0.0808])  # median over ten slices, from four million points
ISHIGAMI_DELTA = np.array([0.2633, 0.4248, 0.2104])  # densities of each term convolved on a grid of 0.005
ISHIGAMI_TOTAL = np.array([_ALONE + _PAIR, _SQUARE, _PAIR]) / ISHIGAMI_VARIANCE

# Sobol's g-function of six factors, from important to inert. Source: Saltelli and Sobol' 1995.
G_FLATNESS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])
_EACH = 1.0 / 3.0 / (1.0 + G_FLATNESS) ** 2
_TOGETHER = np.prod(1.0 + _EACH)
G_FIRST = _EACH / (_TOGETHER - 1.0)
G_TOTAL = _EACH * _TOGETHER / (1.0 + _EACH) / (_TOGETHER - 1.0)

# A noisy plane: slopes, what the seed does everywhere alike, and what it does to the slope of x1.
SLOPES = np.array([2.0, 1.0])
ALIKE, HERE = 0.5, 1.0
NOISY_SHARES = SLOPES**2 / (SLOPES**2).sum()
_VARIANCES = np.array([(SLOPES**2).sum() / 12.0, ALIKE**2, HERE**2 / 12.0])
NOISY_SPLIT = _VARIANCES / _VARIANCES.sum()


# A sum of normal factors, Phi**-1(x) each times its weight; from the normal densities, averaged over each factor.
NORMAL_WEIGHTS = np.array([2.0, 1.0, 0.5, 0.0])
NORMAL_DELTA = np.array([0.4724, 0.1557, 0.0717, 0.0])


def ishigami(unit: np.ndarray) -> np.ndarray:
    """sin(a) + 7 sin(b)**2 + 0.1 c**4 sin(a), each factor on -pi..pi; points x 3 -> points."""
    first, second, third = (np.pi * (2.0 * unit[:, :3] - 1.0)).T
    return np.asarray(np.sin(first) + _A * np.sin(second) ** 2 + _B * third**4 * np.sin(first))


def g_function(unit: np.ndarray) -> np.ndarray:
    """Product of (|4 x - 2| + a) / (1 + a); points x 6 -> points."""
    return np.asarray(np.prod((np.abs(4.0 * unit - 2.0) + G_FLATNESS) / (1.0 + G_FLATNESS), axis=1))


def normal_sum(unit: np.ndarray) -> np.ndarray:
    """Sum of weighted normal factors, the last without weight; points x 4 -> points."""
    return np.asarray(ndtri(unit) @ NORMAL_WEIGHTS)


def noisy_plane(unit: np.ndarray, blocks: np.ndarray, replicates: int, seed: int) -> np.ndarray:
    """2 (x1 - 1/2) + (x2 - 1/2) + Z / 2 + (x1 - 1/2) Z', with Z and Z' of the block and replicate; points x replicates."""
    which = np.unique(blocks, return_inverse=True)[1]
    luck = np.random.default_rng((seed, 1)).normal(size=(which.max() + 1, replicates, 2))[which]
    x = unit[:, :2] - 0.5
    return np.asarray((x @ SLOPES)[:, np.newaxis] + ALIKE * luck[:, :, 0] + HERE * x[:, :1] * luck[:, :, 1])


def named(count: int, dice: bool = False) -> tuple[str, ...]:
    """Names of columns: x1, x2, ..., the last may be the dice."""
    names = [f"x{number + 1}" for number in range(count)]
    return (*names[:-1], "dice") if dice else tuple(names)


def saltelli(count: int, size: int, scramblings: int, seed: int, second_order: bool = False, dice: bool = False) -> Arrays:
    """Saltelli's rows of several scramblings in turn: of each base sample A, A with each column of B, (B with A's), B."""
    from scipy.stats import qmc

    base = np.empty((size // scramblings, scramblings, 2 * count))
    for scrambling in range(scramblings):
        sequence = qmc.Sobol(2 * count, scramble=True, rng=np.random.default_rng((seed, scrambling)))
        base[:, scrambling] = sequence.random(size // scramblings)
    a, b = np.split(base.reshape(size, 2 * count), 2, axis=1)
    pick = np.eye(count, dtype=bool)[:, np.newaxis]
    mixed = [np.where(pick, b, a), np.where(pick, a, b)] if second_order else [np.where(pick, b, a)]
    rows = np.concatenate([a[np.newaxis], *mixed, b[np.newaxis]])
    unit = rows.transpose(1, 0, 2).reshape(-1, count)
    blocks = np.floor(unit[:, -1] * (1 << 30)).astype(np.int64) if dice else None
    return Arrays("sobol", named(count, dice), unit, size, seed, scramblings, second_order, blocks=blocks)


def noisy(size: int, replicates: int, seed: int, dice: bool, second_order: bool = False) -> tuple[Arrays, np.ndarray]:
    """A study of the noisy plane: with a dummy that moves the dice, or with two factors on common dice."""
    design = saltelli(3 if dice else 2, size, 8, seed, second_order, dice)
    blocks = np.zeros(len(design.unit), np.int64) if design.blocks is None else design.blocks
    return design, noisy_plane(design.unit, blocks, replicates, seed)


def trajectories(count: int, size: int, seed: int) -> Arrays:
    """Morris's trajectories on four levels: from a random point each factor moves once, by two thirds."""
    dice = np.random.default_rng(seed)
    start, down = dice.integers(0, 2, (size, 1, count)), dice.random((size, 1, count)) < 0.5
    turn = dice.permuted(np.tile(np.arange(count), (size, 1)), axis=1)[:, np.newaxis]
    moved = np.arange(count + 1)[np.newaxis, :, np.newaxis] > turn
    return Arrays("morris", named(count), ((start + 2 * (moved ^ down)) / 3.0).reshape(-1, count), size, seed)


def scattered(count: int, size: int, seed: int) -> Arrays:
    """Points thrown independently."""
    return Arrays("random", named(count), np.random.default_rng(seed).random((size, count)), size, seed)
