"""Which constants of the theory a calibration may change, and between which ends."""

from experiments.fit.parameters import Prior
from sim.parameter import Parameter
from sim.theory import THEORY

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


def prior_of(constant: Parameter) -> Prior:
    """A third to three times the default, alike by the logarithm, within what is allowed.

    Of a share above one half, what it lacks of one is a third to three times what it is, all values alike: a memory of
    .99 a day lasts a hundred days, and one of .97 a third of that.
    """
    if constant.name in GIVEN:
        low, high, log = GIVEN[constant.name]
    elif constant.high <= 1.0 and constant.default > HALF:
        lacks, log = 1.0 - constant.default, False
        low, high = 1.0 - TIMES * lacks, 1.0 - lacks / TIMES
    else:
        low, high, log = constant.default / TIMES, TIMES * constant.default, True
    low, high = max(low, constant.low), min(high, constant.high)
    if not low < constant.default < high or (log and low <= 0.0):
        raise ValueError(f"{constant.path} has no prior around {constant.default:g}; state its ends in GIVEN")
    return Prior(constant.path, low, high, log)
