"""Shares of variance from how the outcome swings with each factor: FAST on its curves, RBD-FAST on any spread of points."""

import numpy as np

from community_dynamics.experiments.analysis.products import expected_product

FAST_HARMONICS = 4
BALANCED_HARMONICS = 10


def power(values: np.ndarray) -> np.ndarray:
    """Power of each frequency 1.. of the expected outcome along a curve; points x replicates -> frequencies.

    |transform|**2 as an expected product, so that luck, which swings at all frequencies, adds nothing on average.
    """
    spectrum = np.fft.rfft(values, axis=0)[1:] / len(values)
    found = expected_product(spectrum.real, spectrum.real) + expected_product(spectrum.imag, spectrum.imag)
    if len(values) % 2 == 0:
        found[-1] /= 2.0  # the fastest swing has no mirror image
    return np.asarray(2.0 * found)


def fast_shares(values: np.ndarray, factors: int) -> np.ndarray:
    """First and total shares of each factor, 2 x factors, from one curve for each.

    first = power at the factor's frequency w and its harmonics; total = 1 - power below w / 2; both of the sum.
    Source: Saltelli, Tarantola and Chan 1999.
    """
    size = len(values) // factors
    fastest = (size - 1) // (2 * FAST_HARMONICS)
    found = np.empty((2, factors))
    for factor, curve in enumerate(values.reshape(factors, size, -1)):
        each = power(curve)[: (size - 1) // 2]
        total = each.sum()
        found[0, factor] = each[np.arange(1, FAST_HARMONICS + 1) * fastest - 1].sum() / total
        found[1, factor] = 1.0 - each[: fastest // 2].sum() / total
    return found


def balanced_shares(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """First shares by RBD-FAST: points put in the order of one factor, up through every other and back down.

    share = power at the first ten frequencies over all, less what other factors leave there by chance:
    s - l / (1 - l) (1 - s), l = 2 x 10 / points. Source: Tarantola 2006; Plischke 2010; Tissot and Prieur 2012.
    """
    points, factors = unit.shape
    found = np.empty(factors)
    for factor in range(factors):
        order = np.argsort(unit[:, factor], kind="stable")
        each = power(values[np.concatenate([order[::2], order[1::2][::-1]])])
        found[factor] = each[:BALANCED_HARMONICS].sum() / each.sum()
    chance = 2.0 * BALANCED_HARMONICS / points
    return np.asarray(found - chance / (1.0 - chance) * (1.0 - found))


def slope_measures(steps: np.ndarray, values: np.ndarray) -> np.ndarray:
    """What each point of a finite-difference design adds: bases x (variance, squared slope of each factor).

    values: bases x (factors + 1) x replicates; steps: bases x factors. The squared slope is an expected product:
    luck over a small step would swamp it. Source: Sobol' and Kucherenko 2009.
    """
    base = values[:, :1] - values[:, 0].mean(axis=0)
    changes = values[:, 1:] - values[:, :1]
    return np.concatenate([expected_product(base, base), expected_product(changes, changes) / steps**2], axis=1)
