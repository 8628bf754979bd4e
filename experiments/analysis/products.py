"""Products of two noisy values without the noise: what the expected outcomes have in common, and what the seeds add.

A value y(x, z) depends on a point x and a seed z. Over R replicates, with independent seeds, the product of two
expected outcomes is estimated by pairs of different replicates only, as equal ones share their luck.
"""

import numpy as np


def expected_product(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Unbiased for E[first] E[second]: the mean over pairs r != s of first_r second_s (replicates are the last axis).

    mean(first) mean(second) - cov(first, second) / R. With one replicate nothing can be told apart, and the plain
    product comes back, luck included.
    """
    plain = first.mean(axis=-1) * second.mean(axis=-1)
    replicates = first.shape[-1]
    if replicates < 2:
        return np.asarray(plain)
    together = np.einsum("...r,...r->...", first, second) / replicates - plain
    return np.asarray(plain - together / (replicates - 1))


def shared_luck(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Unbiased for the covariance of two values over seeds: mean over r of the product less the expected product."""
    return np.einsum("...r,...r->...", first, second) / first.shape[-1] - expected_product(first, second)
