"""Elementary functions from + - * / alone: every engine and machine gets the same bits, and loops vectorise.

The C library's exponential differs from NumPy's in the last bit, and between systems; a polynomial does not.
"""

import math


def exponential(x: float) -> float:
    """e to the power x, for x cut to -40..40 (a chance of e^-40 never happens); x must be a number, not NaN.

    x / 256 is exact and at most 0.157 in size: Taylor's polynomial of degree 10 there, squared eight times.
    Relative error below 6e-14, nearly all of it rounding, which the squarings magnify 256 times.
    """
    y = min(max(x, -40.0), 40.0) * 0.00390625
    p = 1.0 / 3628800.0
    p = p * y + 1.0 / 362880.0
    p = p * y + 1.0 / 40320.0
    p = p * y + 1.0 / 5040.0
    p = p * y + 1.0 / 720.0
    p = p * y + 1.0 / 120.0
    p = p * y + 1.0 / 24.0
    p = p * y + 1.0 / 6.0
    p = p * y + 0.5
    p = p * y + 1.0
    p = p * y + 1.0
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


def logarithm(x: float) -> float:
    """Natural logarithm of x, for any normal x > 0; relative error below 1e-15.

    x = m 2^k exactly, m near 1; log x = k log 2 + 2 artanh(s), s = (m - 1) / (m + 1), by artanh's series.
    """
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa = mantissa * 2.0
        exponent = exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    p = 1.0 / 21.0
    p = p * z + 1.0 / 19.0
    p = p * z + 1.0 / 17.0
    p = p * z + 1.0 / 15.0
    p = p * z + 1.0 / 13.0
    p = p * z + 1.0 / 11.0
    p = p * z + 1.0 / 9.0
    p = p * z + 1.0 / 7.0
    p = p * z + 0.2
    p = p * z + 1.0 / 3.0
    return exponent * 0.6931471805599453 + 2.0 * (s + s * z * p)


def logistic(x: float) -> float:
    """Share between 0 and 1 for log-odds x: 1 / (1 + e^-x); one half at 0."""
    return 1.0 / (1.0 + exponential(-x))


def logit(p: float) -> float:
    """Log-odds of a share p strictly between 0 and 1: log(p / (1 - p)); the inverse of logistic."""
    return logarithm(p / (1.0 - p))


def clip01(x: float) -> float:
    """x cut to 0..1."""
    return min(1.0, max(0.0, x))
