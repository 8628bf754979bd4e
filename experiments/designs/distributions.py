"""How a factor is distributed: each by its inverse distribution function, cut at the ends of the factor's range."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue, UnknownName, nearest, shown, unknown

LEAST_SHARE = 1e-6  # of a distribution between the ends of a range; below, rounding decides what is drawn
Shape = Mapping[str, float]


@dataclass(frozen=True)
class Distribution:
    """One way to be distributed: what it means, the words of its shape, and scipy's distribution for given ends.

    peaked: some values are likelier than others, so that even steps from end to end would be mostly unlikely values.
    """

    meaning: str
    words: tuple[str, ...] = ()
    make: Callable[[float, float, Shape], Any] | None = None
    peaked: bool = False


def uniform(low: float, high: float, shape: Shape) -> Any:
    """Every value of the range equally likely."""
    from scipy import stats

    return stats.uniform(low, high - low)


def log_uniform(low: float, high: float, shape: Shape) -> Any:
    """Every order of magnitude equally likely."""
    from scipy import stats

    return stats.loguniform(low, high)


def triangular(low: float, high: float, shape: Shape) -> Any:
    """Likeliest at one value, falling in straight lines to nothing at both ends."""
    from scipy import stats

    return stats.triang((shape["most_likely"] - low) / (high - low), low, high - low)


def normal(low: float, high: float, shape: Shape) -> Any:
    """The bell; its ends do not depend on the range, which only cuts it."""
    from scipy import stats

    return stats.norm(shape["mean"], shape["spread"])


def log_normal(low: float, high: float, shape: Shape) -> Any:
    """Two of three values lie within median / spread_factor .. median * spread_factor."""
    from scipy import stats

    return stats.lognorm(math.log(shape["spread_factor"]), scale=shape["median"])


def beta(low: float, high: float, shape: Shape) -> Any:
    """The beta distribution, stretched over the range."""
    from scipy import stats

    return stats.beta(shape["alpha"], shape["beta"], low, high - low)


DISTRIBUTIONS: Mapping[str, Distribution] = {
    "uniform": Distribution("every value of the range equally likely", (), uniform),
    "log_uniform": Distribution("every order of magnitude of the range equally likely", (), log_uniform),
    "triangular": Distribution("likeliest at most_likely, never beyond the ends", ("most_likely",), triangular, True),
    "normal": Distribution("the bell around mean with standard deviation spread, cut", ("mean", "spread"), normal, True),
    "log_normal": Distribution(
        "two of three values within median / spread_factor .. median * spread_factor, cut",
        ("median", "spread_factor"),
        log_normal,
        True,
    ),
    "beta": Distribution("beta with exponents alpha and beta, stretched over the range", ("alpha", "beta"), beta, True),
    "values": Distribution("the listed values, equally likely"),
}

# Each word of a shape: what it must exceed.
ABOVE = {"spread": 0.0, "median": 0.0, "spread_factor": 1.0, "alpha": 0.0, "beta": 0.0}


def known_distribution(name: str, written: object) -> str:
    """The name of a distribution, or an error that offers the nearest."""
    if isinstance(written, str) and written in DISTRIBUTIONS:
        return written
    text = shown(written)
    raise unknown(
        f"{name}: distribution = {text}", "a distribution", nearest(text, DISTRIBUTIONS), f"known are {', '.join(DISTRIBUTIONS)}"
    )


def check_shape(name: str, distribution: str, low: float, high: float, shape: Shape) -> None:
    """Refuse a shape with a word missing, unknown or impossible, and a range that holds next to nothing of it."""
    words = DISTRIBUTIONS[distribution].words
    missing = [word for word in words if word not in shape]
    if missing:
        raise InvalidValue(f"{name}: {distribution} lacks {' and '.join(missing)}; it needs {' and '.join(words)}")
    for word, value in shape.items():
        if word not in words:
            raise unknown_word(name, distribution, word)
        if not math.isfinite(value) or value <= ABOVE.get(word, -math.inf):
            above = f" above {ABOVE[word]:g}" if word in ABOVE else ""
            raise InvalidValue(f"{name}: {word} = {value:g} must be a finite number{above}")
    if distribution == "log_uniform" and low <= 0.0:
        raise InvalidValue(f"{name}: log_uniform needs a low end above 0 (1 or more for whole numbers); choose a higher one")
    if distribution == "triangular" and not low <= shape["most_likely"] <= high:
        raise InvalidValue(f"{name}: most_likely = {shape['most_likely']:g} is outside {low:g}..{high:g}")
    start, end = shares(distribution, low, high, shape)
    if end - start < LEAST_SHARE:
        raise InvalidValue(f"{name}: {low:g}..{high:g} holds next to nothing of this {distribution}; move or widen it")


def unknown_word(name: str, distribution: str, word: str) -> UnknownName:
    """A word that the shape of a distribution does not have."""
    words = DISTRIBUTIONS[distribution].words
    takes = f"it takes {' and '.join(words)}" if words else "it takes low and high alone"
    return unknown(f"{name}: {shown(word)}", f"part of {distribution}", nearest(word, words), takes)


def frozen(distribution: str, low: float, high: float, shape: Shape) -> Any:
    """Scipy's distribution for these ends and this shape."""
    make = DISTRIBUTIONS[distribution].make
    assert make is not None, distribution
    return make(low, high, shape)


def shares(distribution: str, low: float, high: float, shape: Shape) -> tuple[float, float]:
    """Which shares of the whole distribution lie below the low and below the high end."""
    start, end = frozen(distribution, low, high, shape).cdf([low, high])
    return float(start), float(end)


def value_at(distribution: str, low: float, high: float, shape: Shape, unit: np.ndarray) -> np.ndarray:
    """The values below which these shares (0..1) of the cut distribution lie; never beyond the ends."""
    if distribution == "uniform":
        return np.asarray(low + (high - low) * unit)  # the same in exact bits as a range has always been
    start, end = shares(distribution, low, high, shape)
    return np.asarray(np.clip(frozen(distribution, low, high, shape).ppf(start + unit * (end - start)), low, high))


def share_at(distribution: str, low: float, high: float, shape: Shape, value: float) -> float:
    """The share of the cut distribution below a value: the way back from `value_at`."""
    start, end = shares(distribution, low, high, shape)
    return float(np.clip((frozen(distribution, low, high, shape).cdf(value) - start) / (end - start), 0.0, 1.0))
