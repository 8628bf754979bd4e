"""Which constants of the theory a calibration may change, and between which ends."""

import math

from community_dynamics.experiments.fit.parameters import Prior
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.theory import THEORY

TIMES = 3.0
HALF = 0.5
# Where a third to three times the default would make no sense: the ends, and whether values are alike by their logarithm.
GIVEN: dict[str, tuple[float, float, bool]] = {
    "motivation_base": (-1.5, 1.5, False),
    "join_base": (-2.0, 1.0, False),
    "stop_constant": (0.6, 0.99, False),
    "expectation_at_joining": (0.3, 0.8, False),
    "leader_days": (30.0, 270.0, True),
}


def calibrated() -> list[Parameter]:
    """Those whose numbers were set by calibration: all of them may change."""
    return [constant for constant in THEORY.values() if constant.status == "calibrated"]


def assumed() -> list[Parameter]:
    """Those that nobody measured: the ones that matter most may change."""
    return [constant for constant in THEORY.values() if constant.status == "assumed"]


def prior_of(constant: Parameter, times: float = TIMES) -> Prior:
    """From a third of the default to three times it, or other `times`, alike by the logarithm, within what is allowed.

    Of a share above one half, what it lacks of one is a third to three times what it is, all values alike: a memory of
    .99 a day lasts a hundred days, and one of .97 a third of that.
    """
    if constant.name in GIVEN:
        low, high, log = narrowed(constant, times)
    elif constant.high <= 1.0 and constant.default > HALF:
        lacks, log = 1.0 - constant.default, False
        low, high = 1.0 - times * lacks, 1.0 - lacks / times
    else:
        low, high, log = constant.default / times, times * constant.default, True
    low, high = max(low, constant.low), min(high, constant.high)
    if not low < constant.default < high or (log and low <= 0.0):
        raise ValueError(f"{constant.path} has no prior around {constant.default:g}; state its ends in GIVEN")
    return Prior(constant.path, low, high, log)


def narrowed(constant: Parameter, times: float) -> tuple[float, float, bool]:
    """Ends that are given, drawn towards the default as those of other constants are where `times` is less than three."""
    share, (low, high, log) = math.log(times) / math.log(TIMES), GIVEN[constant.name]
    if log:
        return constant.default * (low / constant.default) ** share, constant.default * (high / constant.default) ** share, log
    return constant.default + share * (low - constant.default), constant.default + share * (high - constant.default), log
