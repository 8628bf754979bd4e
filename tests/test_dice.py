"""The dice: addresses that keep apart, numbers in range, and fair by a sample of the battery."""

import math
import random
from itertools import pairwise

import numba
import numpy as np
import pytest

from community_dynamics.sim import arithmetic, dice
from community_dynamics.sim.compiled import compile_modules
from community_dynamics.sim.dice import (
    choose,
    combine,
    day_key,
    die,
    exponential_draw,
    indexed,
    mix,
    normal,
    person_key,
    poisson,
    seed_key,
    small_poisson,
    u64,
    uniform,
)

RANDOM = random.Random(11)
KEYS = [RANDOM.getrandbits(64) for _ in range(2_000)]
LARGEST = 2**63 - 1

needs_compiler = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="the compiler is switched off")


@pytest.fixture(scope="module")
def compiled():
    return compile_modules(arithmetic, dice)


def test_u64_wraps_as_a_processor_does() -> None:
    assert u64(2**64 + 5) == 5
    assert u64(-1) == 2**64 - 1
    assert type(u64(np.uint64(7))) is int  # so that a key from an array neither overflows nor warns


def unmix(z: int) -> int:
    """The way back through mix."""
    z = z ^ (z >> 31) ^ (z >> 62)
    z = z * pow(0x94D049BB133111EB, -1, 2**64) % 2**64
    z = z ^ (z >> 27) ^ (z >> 54)
    z = z * pow(0xBF58476D1CE4E5B9, -1, 2**64) % 2**64
    return z ^ (z >> 30) ^ (z >> 60)


def test_mix_is_one_to_one() -> None:
    assert all(unmix(mix(key)) == key for key in [*KEYS, 0, 1, 2**64 - 1])


def test_mix_is_the_finaliser_of_splitmix64() -> None:
    """The first numbers of the published generator from state 1234567."""
    state, published = 1234567, [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [mix(state + (step + 1) * dice.GOLDEN) for step in range(3)] == published
    assert [indexed(state, step) for step in range(3)] == published


def test_order_matters_in_combine() -> None:
    for key, (a, b) in zip(KEYS, pairwise(KEYS[1:]), strict=False):
        a, b = a >> 1, b >> 1
        assert combine(combine(key, a), b) != combine(combine(key, b), a)


def test_neighbouring_addresses_have_keys_of_their_own() -> None:
    runs = [seed_key(seed) for seed in (0, 1, 2, LARGEST)]
    keys = [person_key(run, seat, generation) for run in runs for seat in range(40) for generation in range(10)]
    keys += [day_key(run, day, decision) for run in runs for day in range(40) for decision in range(10)]
    assert len(set(keys + runs)) == len(keys) + len(runs)


def test_a_die_depends_on_each_part_of_its_address() -> None:
    address = {"seed": 3, "seat": 4, "generation": 5, "day": 6, "decision": 7, "index": 8}

    def key(seed: int, seat: int, generation: int, day: int, decision: int, index: int) -> int:
        run = seed_key(seed)
        return indexed(die(person_key(run, seat, generation), day_key(run, day, decision)), index)

    keys = {key(**{**address, part: value}) for part in address for value in range(20, 40)}
    assert len(keys) == 20 * len(address)


def test_uniform_never_touches_its_ends_and_rises_with_the_key() -> None:
    assert uniform(0) == 2.0**-53
    assert uniform(2**64 - 1) == 1.0 - 2.0**-53
    numbers = [uniform(key) for key in sorted(KEYS)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 1000])
def test_choose_stays_in_range_and_reaches_both_ends(count: int) -> None:
    assert choose(uniform(0), count) == 0
    assert choose(uniform(2**64 - 1), count) == count - 1


def test_normal_is_odd_about_one_half() -> None:
    assert normal(0.5) == 0.0
    for key in KEYS:
        coin = uniform(key)
        assert normal(1.0 - coin) == pytest.approx(-normal(coin), rel=1e-14)


@pytest.mark.parametrize("coin", [0.075, 0.925, math.exp(-25.0)])
def test_normal_has_no_step_where_its_pieces_meet(coin: float) -> None:
    below, above = normal(coin * (1.0 - 1e-12)), normal(coin * (1.0 + 1e-12))
    assert 0.0 < above - below < 2e-11  # the steepest slope there, 7 a unit, makes 1.3e-11


def test_exponential_draw_has_its_median() -> None:
    assert exponential_draw(0.5) == pytest.approx(math.log(2.0), rel=1e-15)


def test_poisson_without_a_mean_is_none() -> None:
    assert {poisson(mean, key) for mean in (0.0, -1.0, 1e-300) for key in KEYS[:50]} == {0}


def test_poisson_ends_at_the_last_coin() -> None:
    """Rounding may leave the cumulated chances just below 1: the search must end there, at a sane count."""
    last = uniform(2**64 - 1)
    assert all(mean < small_poisson(mean, last) < mean + 12.0 * math.sqrt(mean) + 15.0 for mean in (1e-3, 0.5, 3.0, 10.0, 16.0))


def test_poisson_has_its_mean_and_its_variance() -> None:
    for mean in (0.2, 15.9, 16.1, 100.0):
        counts = np.array([poisson(mean, key) for key in KEYS])
        assert counts.mean() == pytest.approx(mean, abs=4.0 * math.sqrt(mean / len(KEYS)))
        assert counts.var() == pytest.approx(mean, rel=0.25)


def test_poisson_never_falls_as_its_mean_rises() -> None:
    """Two plans on one seed: the plan with more arrivals expected has at least as many."""
    for key in KEYS[:200]:
        counts = [poisson(mean, key) for mean in (0.01, 0.5, 3.0, 15.9, 16.0, 16.1, 40.0, 400.0)]
        assert counts == sorted(counts)


@needs_compiler
@pytest.mark.parametrize("name", ["mix", "seed_key", "combine", "die", "indexed", "person_key", "day_key", "uniform"])
def test_compiled_keys_are_the_same(name: str, compiled) -> None:
    plain, twin = getattr(dice, name), getattr(compiled, name)
    number = plain.__code__.co_argcount
    for first in range(0, len(KEYS) - 3, 3):
        key, *values = KEYS[first : first + number]
        values = values if name == "die" else [value >> 1 for value in values]
        arguments = [key >> 1] if name == "seed_key" else [key, *values]
        assert plain(*arguments) == twin(*map(np.uint64, arguments))


@needs_compiler
def test_compiled_takes_small_counts_signed_or_unsigned(compiled) -> None:
    """Loops count in signed numbers: a key must not depend on the type of its parts."""
    run = np.uint64(seed_key(0))
    assert compiled.person_key(run, 5, 1) == compiled.person_key(run, np.uint64(5), np.int32(1))
    assert compiled.person_key(run, 5, 1) == person_key(seed_key(0), 5, 1)


@needs_compiler
def test_compiled_deviates_have_the_same_bits(compiled) -> None:
    coins = [uniform(key) for key in KEYS] + [2.0**-53, 1.0 - 2.0**-53, 0.5, 0.075, 0.925]
    for name in ("normal", "exponential_draw"):
        plain = np.array([getattr(dice, name)(coin) for coin in coins])
        assert np.array([getattr(compiled, name)(coin) for coin in coins]).tobytes() == plain.tobytes()
    for mean in (0.01, 0.5, 3.0, 16.0, 50.0, 400.0):
        assert all(poisson(mean, key) == compiled.poisson(mean, np.uint64(key)) for key in KEYS[:300])
    assert all(choose(coin, 7) == compiled.choose(coin, 7) for coin in coins)


@needs_compiler
def test_the_dice_pass_a_sample_of_the_battery() -> None:
    from benchmarks import dice_battery

    checks = dice_battery.battery(1)
    assert len(checks) > 200
    assert dice_battery.fair(checks), dice_battery.table(sorted(checks, key=lambda check: check.p)[:5])
    assert dice_battery.inverse_error() < 1e-14


@needs_compiler
def test_an_answer_that_is_no_number_is_not_fair() -> None:
    from benchmarks.dice_battery import Check, fair

    assert fair([Check("one", "", 1, 0.5)])
    assert not fair([Check("one", "", 1, 0.5), Check("two", "", 1, math.nan)])


@needs_compiler
@pytest.mark.parametrize("fault", ["no scrambling", "one coordinate forgotten", "congruential low bits"])
def test_the_battery_catches_poor_dice(fault: str) -> None:
    from benchmarks import dice_battery as battery

    seats, days, decisions = battery.box(64, 128, 16)
    if fault == "no scrambling":
        keys = (seats * np.uint64(40503) + days * np.uint64(77) + decisions) * np.uint64(dice.GOLDEN)
    elif fault == "one coordinate forgotten":
        keys = battery.address(0, seats, 0, days, 0) + decisions * np.uint64(0)
    else:
        state = [1]
        for _ in range(64 * 128 * 16 - 1):
            state.append((6364136223846793005 * state[-1] + 1442695040888963407) % 2**64)
        keys = np.array(state, np.uint64).reshape(64, 128, 16)
    block = battery.Block(fault, ("seat", "day", "decision"), keys)
    checks = [check for test in (battery.uniformity, battery.neighbours, battery.streams) for check in test(block)]
    assert not battery.fair(checks)


@needs_compiler
@pytest.mark.evidence
def test_the_dice_pass_the_battery_on_many_seeds() -> None:
    from benchmarks import dice_battery

    assert dice_battery.fair([check for first in range(1_000, 17_000, 1_000) for check in dice_battery.battery(2, first)])
