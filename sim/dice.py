"""Addressed dice: every chance event is a function of its address; no order, thread or engine can change it.

A person's key is made from (seed, seat, generation), a day's key from (seed, day, decision); a die is one
scrambling of the two together. Adding a decision moves no other die, and two plans on one seed differ by the
plan alone. Keys are whole numbers of 64 bits; u64 makes plain Python cut them where a processor does.
docs/dice.md holds the statistical battery that these functions passed.
"""

import math

from community_dynamics.sim.arithmetic import exponential, logarithm

SIXTY_FOUR_BITS = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio, made odd: its multiples spread evenly
LARGEST_PART = 16.0  # of a Poisson mean: small enough that e^-16 leaves inversion its accuracy


def u64(x: int) -> int:
    """x modulo 2^64; in compiled code, the cast to an unsigned integer takes this function's place."""
    return int(x) & SIXTY_FOUR_BITS


def mix(z: int) -> int:
    """Scramble 64 bits: one-to-one, and each bit of z turns about half of the answer's bits.

    Two rounds of shift, exclusive or and multiply (the finaliser of splitmix64, Stafford's variant 13).
    Source: steele_lea_flood_2014.
    """
    z = u64(z)
    z = u64((z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9))
    z = u64((z ^ (z >> u64(27))) * u64(0x94D049BB133111EB))
    return z ^ (z >> u64(31))


def combine(key: int, value: int) -> int:
    """Absorb one whole number, 0 to 2^63 - 1, into a key; what was absorbed first matters.

    Both sides are scrambled on their own, so that no relation between neighbouring numbers survives.
    """
    absorbed = mix(u64(value) * u64(0xD1342543DE82EF95) + u64(0x632BE59BD9B4E019))
    return mix(mix(u64(key) + u64(GOLDEN)) ^ absorbed)


def seed_key(seed: int) -> int:
    """Key of a run, from a seed between 0 and 2^63 - 1; 0 is a seed like any other."""
    return combine(u64(0x243F6A8885A308D3), u64(seed))


def person_key(run_key: int, seat: int, generation: int) -> int:
    """Key of a person: who sits in `seat` after `generation` predecessors. Kept with the person."""
    return combine(combine(combine(run_key, u64(1)), u64(seat)), u64(generation))


def day_key(run_key: int, day: int, decision: int) -> int:
    """Key of one kind of decision on one day: worked out once, for everybody (2: not a person)."""
    return combine(combine(combine(run_key, u64(2)), u64(day)), u64(decision))


def die(person: int, today: int) -> int:
    """The die of one person for one decision on one day, from a person's key and a day's key.

    A single scrambling is enough because both keys are scrambled already; loops over persons vectorise.
    """
    return mix(u64(person) ^ u64(today))


def indexed(key: int, index: int) -> int:
    """A further die at the same address, index 0 to 2^63 - 1: for a counterpart, an item, an attempt.

    mix(key + (index + 1) golden): the sequence of splitmix64 begun at key. Source: steele_lea_flood_2014.
    """
    return mix(u64(key) + (u64(index) + u64(1)) * u64(GOLDEN))


def uniform(key: int) -> float:
    """Number strictly between 0 and 1 from a die's upper 52 bits: the midpoints of 2^52 equal steps.

    With 53 bits the last midpoint, 1 - 2^-54, would be rounded to 1.
    """
    return float(u64(key) >> u64(12)) * 2.220446049250313e-16 + 1.1102230246251565e-16


def choose(coin: float, count: int) -> int:
    """One of 0 .. count - 1, equally likely, from a uniform number."""
    return min(int(coin * count), count - 1)


def normal(coin: float) -> float:
    """Standard normal deviate from a uniform number, by inversion (AS 241); relative error below 1e-14.

    Near one half a rational function of the number, beyond 0.425 from it one of sqrt(-log(tail)): the
    algorithm's version PPND16.
    Source: wichura_1988.
    """
    q = coin - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        top = (top * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4
        top = (top * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
        top = (top * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
        low = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        low = (low * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4
        low = (low * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
        low = (low * r + 4.2313330701600911252e1) * r + 1.0
        return q * top / low
    tail = min(coin, 1.0 - coin)
    return normal_tail(math.sqrt(-logarithm(tail)), q)


def normal_tail(r: float, q: float) -> float:
    """The outer branches of the normal inversion; the sign is q's."""
    if r <= 5.0:
        r = r - 1.6
        top = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        top = (top * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0
        top = (top * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0
        top = (top * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        low = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        low = (low * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
        low = (low * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0
        low = (low * r + 2.05319162663775882187e0) * r + 1.0
    else:
        r = r - 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = (top * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
        top = (top * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0
        top = (top * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
        low = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        low = (low * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
        low = (low * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
        low = (low * r + 5.99832206555887937690e-1) * r + 1.0
    value = top / low
    return value if q > 0.0 else -value


def exponential_draw(coin: float) -> float:
    """Waiting time with mean 1, from a uniform number: -log(coin)."""
    return -logarithm(coin)


def poisson(mean: float, key: int) -> int:
    """Poisson count with this mean, 0 to 10,000 (cut at a million), from the dice at key, index 0, 1, ...

    Independent counts add up, so the mean is taken in parts of at most 16, one die each. On the same dice a
    larger mean never gives a smaller count, which keeps plans comparable. Time grows with the mean.
    """
    left = min(mean, 1e6)
    total = 0
    part = 0
    while left > 0.0:
        total += small_poisson(min(left, LARGEST_PART), uniform(indexed(key, part)))
        left -= LARGEST_PART
        part += 1
    return total


def small_poisson(mean: float, coin: float) -> int:
    """Poisson count with mean up to 16 by inversion: the least n whose cumulated chance reaches coin.

    chance(0) = e^-mean, chance(n) = chance(n - 1) mean / n. Below 1e-18 a chance cannot move the sum: stop.
    """
    chance = exponential(-mean)
    below = chance
    count = 0
    while coin > below and chance > 1e-18:
        count += 1
        chance = chance * mean / count
        below += chance
    return count
