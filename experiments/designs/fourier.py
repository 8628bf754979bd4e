"""FAST: a curve through the space on which each factor swings at a frequency of its own; one curve for each factor."""

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue

HARMONICS = 4
LEAST = 4 * HARMONICS**2 + 1  # fewer points cannot carry the harmonics of the fastest swing


def fast(columns: int, size: int, seed: int) -> np.ndarray:
    """`size` points along each of as many curves as there are columns: all of the first curve, then the next."""
    from SALib.sample.fast_sampler import sample

    if size < LEAST:
        raise InvalidValue(f"size = {size} is too few for fast; at least {LEAST} points a factor are needed")
    names = [str(column) for column in range(columns)]
    problem = {"num_vars": columns, "names": names, "bounds": [[0.0, 1.0]] * columns}
    unit = sample(problem, size, M=HARMONICS, seed=np.random.default_rng(seed))
    return np.clip(np.asarray(unit, np.float64), 0.0, 1.0)
