"""Which points to try: grids and Latin hypercubes over any parameter, named in full as levers.demand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.values import split, value_of
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS, STUDY_RANGES
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

PLAN = "plan"  # a column of points that picks one of a study's plans, by number
SEVEN_CS = ("cause", "culture", "conditions", "cadence", "content", "contribution", "credit")


def dial_parameter(name: str) -> Parameter:
    """A dial as a parameter: one number from low to high that sets several levers together."""
    meaning = "sets together " + ", ".join(lever.replace("_", " ") for lever in DIALS[name])
    unit, source = "0 low .. 1 high", "model_proposal"
    return Parameter(name, name, "lever", 0.5, 0.0, 1.0, unit, meaning, source, "assumed")


def failure_parameter(name: str) -> Parameter:
    """A failure's switch as a parameter, 0 off or 1 on."""
    meaning = "sets " + ", ".join(f"{lever} to {value:g}" for lever, value in FAILURES[name].items())
    words = ("no", "yes")
    return Parameter(
        name,
        "failure",
        "lever",
        0,
        0,
        1,
        "no/yes",
        meaning,
        "gartner_2013",
        "assumed",
        None,
        True,
        False,
        words,
    )


def parameters_by_path() -> dict[str, Parameter]:
    """Everything that a design may vary, by full path."""
    found = {f"dials.{name}": dial_parameter(name) for name in DIALS}
    for parameters in (LEVERS, SETTINGS, THEORY):
        found |= {parameter.path: parameter for parameter in parameters.values()}
    return found | {f"failures.{name}": failure_parameter(name) for name in FAILURES}


PARAMETERS = parameters_by_path()


def parameter_at(path: str) -> Parameter:
    """The parameter of a full path; an unknown path is refused with the nearest known one."""
    section, name = split(path)
    return PARAMETERS[f"{section}.{name}"]


def label_of(path: str, unit: bool = True) -> str:
    """What to write at an axis: the parameter's name in words, and its unit."""
    if path == PLAN:
        return "Plan"
    parameter = parameter_at(path)
    words = f"{parameter.label} dial" if path.startswith("dials.") else parameter.label
    told = parameter.unit in words.lower()  # 'Protected minutes a week' needs no unit
    return f"{words} ({parameter.unit})" if unit and not told else words


def word_of(path: str, value: float) -> str | None:
    """The word of a value, where the parameter has words; plans, which belong to a study, have theirs in the study."""
    choices = () if path == PLAN else parameter_at(path).choices
    return choices[int(value)].replace("_", " ") if choices else None


def study_range(path: str) -> tuple[float, float]:
    """Range that a study explores unless told otherwise: its own, else all that is allowed."""
    parameter = parameter_at(path)
    return STUDY_RANGES.get(path, (parameter.low, parameter.high))


def check_values(path: str, values: Iterable[float]) -> None:
    """Refuse values that are missing, out of their parameter's range, or not whole where they must be."""
    section, name = split(path)
    for value in values:
        value_of(section, name, float(value))


def check_points(points: pd.DataFrame) -> None:
    """Refuse points with an unknown parameter, something given twice, or a value out of range."""
    if points.columns.has_duplicates:
        twice = points.columns[points.columns.duplicated()][0]
        raise InvalidValue(f"{twice} has two columns in the table of points; keep one")
    if points.index.has_duplicates:
        raise InvalidValue("two points share one number; call points.reset_index(drop=True)")
    for path in points.columns:
        parameter = parameter_at(path)
        column = points[path].to_numpy(np.float64)
        telling = np.unique(column)
        check_values(path, telling if parameter.whole else telling[[0, -1]] if len(telling) else ())


def grid(values: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Every combination of the listed values, one point a row; the last path varies fastest."""
    for path, listed in values.items():
        parameter_at(path)
        if len(listed) == 0:
            raise InvalidValue(f"{path} has no values; list at least one")
        check_values(path, listed)
    rows = list(product(*values.values()))
    return pd.DataFrame(rows, columns=list(values), dtype=np.float64).rename_axis("point_id")


def latin_hypercube(ranges: Mapping[str, tuple[float, float]], points: int, seed: int) -> pd.DataFrame:
    """Points spread evenly: each parameter's range is cut into `points` slices, and each slice is used once.

    Parameters that are whole numbers take each whole number of their range equally often.
    """
    from scipy.stats import qmc

    if points < 1:
        raise InvalidValue(f"points = {points} is too few; at least 1 is needed")
    check_ranges(ranges)
    unit = qmc.LatinHypercube(d=len(ranges), rng=np.random.default_rng(seed)).random(points)
    return scaled(unit, ranges)


def check_ranges(ranges: Mapping[str, tuple[float, float]]) -> None:
    """Refuse an empty design, and a range that is turned round, empty or outside what is allowed."""
    if not ranges:
        raise InvalidValue("nothing to vary; name at least one parameter with its range")
    for path, (low, high) in ranges.items():
        check_values(path, (low, high))
        if not low < high:
            raise InvalidValue(f"{path} = {low:g}..{high:g} is no range; the first value must be the smaller")


def scaled(unit: np.ndarray, ranges: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """Points of the unit cube as values of the parameters, in the order of `ranges`."""
    columns = {path: scaler(path, *limits)(unit[:, k]) for k, (path, limits) in enumerate(ranges.items())}
    return pd.DataFrame(columns).rename_axis("point_id")


def scaler(path: str, low: float, high: float) -> Callable[[np.ndarray], np.ndarray]:
    """How 0..1 becomes a value of this parameter: a straight line, or equal steps for whole numbers."""
    if not parameter_at(path).whole:
        return lambda unit: low + (high - low) * unit
    return lambda unit: np.minimum(high, low + np.floor(unit * (high - low + 1.0)))
