"""Elementary functions: close to the true ones, and the same bits compiled as in plain Python."""

import math
import random

import numpy as np
import pytest

from community_dynamics.sim import arithmetic, dice
from community_dynamics.sim.arithmetic import clip01, exponential, logarithm, logistic, logit
from community_dynamics.sim.compiled import compile_modules

RANDOM = random.Random(7)
MANY = 100_000


@pytest.fixture(scope="module")
def compiled():
    return compile_modules(arithmetic, dice)


def spread(low: float, high: float, count: int = 20_000) -> list[float]:
    return [RANDOM.uniform(low, high) for _ in range(count)]


def test_exponential_is_as_close_as_it_says() -> None:
    assert max(abs(exponential(x) / math.exp(x) - 1.0) for x in spread(-40.0, 40.0)) < 6e-14
    assert exponential(0.0) == 1.0


@pytest.mark.parametrize(("x", "cut"), [(41.0, 40.0), (1e300, 40.0), (math.inf, 40.0), (-41.0, -40.0), (-math.inf, -40.0)])
def test_exponential_is_cut_at_forty(x: float, cut: float) -> None:
    assert exponential(x) == exponential(cut)


def test_exponential_turns_sums_into_products() -> None:
    for x, y in zip(spread(-15.0, 15.0, 500), spread(-15.0, 15.0, 500), strict=True):
        assert exponential(x + y) == pytest.approx(exponential(x) * exponential(y), rel=2e-13)


def test_logarithm_is_as_close_as_it_says() -> None:
    numbers = [math.exp(x) for x in spread(-700.0, 700.0)] + spread(0.5, 1.5) + [1.0 + 2.0**-52, 1.0 - 2.0**-53]
    assert max(abs(logarithm(x) - math.log(x)) / abs(math.log(x)) for x in numbers if x != 1.0) < 1e-15
    assert logarithm(1.0) == 0.0


def test_logarithm_undoes_exponential() -> None:
    assert max(abs(logarithm(exponential(x)) - x) for x in spread(-40.0, 40.0)) < 1e-13


def test_logistic_has_its_limits_its_middle_and_its_symmetry() -> None:
    assert logistic(0.0) == 0.5
    assert 0.0 < logistic(-100.0) < 1e-17
    assert logistic(100.0) == 1.0
    assert all(logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-13) for x in spread(-30.0, 30.0, 500))


def test_logit_undoes_logistic() -> None:
    assert all(logit(logistic(x)) == pytest.approx(x, abs=1e-8) for x in spread(-15.0, 15.0, 500))


@pytest.mark.parametrize(("x", "cut"), [(-1.0, 0.0), (-0.0, 0.0), (0.3, 0.3), (1.0, 1.0), (7.0, 1.0)])
def test_clip01_cuts(x: float, cut: float) -> None:
    assert clip01(x) == cut
    assert math.copysign(1.0, clip01(x)) == 1.0


@pytest.mark.parametrize("name", ["exponential", "logarithm", "logistic", "logit", "clip01"])
def test_compiled_gives_the_same_bits(name: str, compiled) -> None:
    ranges = {"logarithm": (1e-9, 1e9), "logit": (1e-9, 1.0 - 1e-9), "clip01": (-1.0, 2.0)}
    numbers = spread(*ranges.get(name, (-45.0, 45.0)), MANY)
    plain, twin = getattr(arithmetic, name), getattr(compiled, name)
    expected = np.array([plain(x) for x in numbers])
    assert np.array([twin(x) for x in numbers]).tobytes() == expected.tobytes()


@pytest.mark.parametrize("x", [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, 5e-324])
def test_compiled_agrees_at_the_edges(x: float, compiled) -> None:
    for name in ("exponential", "logistic", "clip01"):
        plain, twin = getattr(arithmetic, name)(x), getattr(compiled, name)(x)
        assert (plain, math.copysign(1.0, plain)) == (twin, math.copysign(1.0, twin))
