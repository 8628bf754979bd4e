"""Small steps from many points, one factor at a time: what derivative-based measures (DGSM) need."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.designs.factors import DICE, Factor
from community_dynamics.experiments.designs.spread import sobol_sequence

STEP = 0.01  # of the range


def finite_differences(factors: Sequence[Factor], size: int, seed: int) -> np.ndarray:
    """Points of a scrambled Sobol' sequence, each followed by one more for every factor, a small step away."""
    for factor in factors:
        if (factor.whole or factor.distribution == "values") and factor.name != DICE:
            raise InvalidValue(f"{factor.name} moves in steps, so it has no slope; leave it out, or choose morris or sobol")
    columns = len(factors)
    base = sobol_sequence(columns, size, seed)
    unit = np.repeat(base[:, np.newaxis], columns + 1, axis=1)
    which = np.arange(columns)
    unit[:, 1 + which, which] += np.where(base > 1.0 - STEP, -STEP, STEP)  # backwards where the end of the range is near
    return unit.reshape(-1, columns)
