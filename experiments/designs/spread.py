"""Designs that spread points over the whole space: at random, one in every slice, or by the Sobol' sequence."""

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue


def random(columns: int, size: int, seed: int) -> np.ndarray:
    """Points thrown independently; drawn point by point, so that more points leave the first ones as they were."""
    return np.random.default_rng(seed).random((size, columns))


def latin_hypercube(columns: int, size: int, seed: int) -> np.ndarray:
    """Each range is cut into `size` slices, and each slice is used once."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(d=columns, rng=np.random.default_rng(seed)).random(size))


def sobol_sequence(columns: int, size: int, seed: int | tuple[int, int]) -> np.ndarray:
    """The first points of a scrambled Sobol' sequence; any power of two of them cover the space evenly."""
    from scipy.stats import qmc

    if columns > qmc.Sobol.MAXDIM:
        raise InvalidValue(f"{columns} columns are too many for a Sobol' sequence; at most {qmc.Sobol.MAXDIM}")
    check_power_of_two("size", size)
    sequence = qmc.Sobol(d=columns, scramble=True, rng=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(size.bit_length() - 1))


def check_power_of_two(word: str, size: int, times: int = 1) -> None:
    """Refuse a size that is not a power of two (times a number): the even cover of the space would be lost."""
    share = size // times
    if size % times == 0 and share >= 1 and share & (share - 1) == 0:
        return
    below = times << max(0, share.bit_length() - 1)
    close = f"did you mean {below} or {2 * below}?" if size > times else f"did you mean {below}?"
    kind = "a power of 2" if times == 1 else f"{times} times a power of 2"
    raise InvalidValue(f"{word} = {size} is not {kind}; {close}")
