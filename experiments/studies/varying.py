"""What varies in a study, as a command line or a study file writes it, as factors; and back to plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

from hydra.core.override_parser.types import ChoiceSweep, IntervalSweep, Override, QuotedString, RangeSweep

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, WrongKind, gathered, shown
from community_dynamics.experiments.base.values import split
from community_dynamics.experiments.designs.factors import Factor, factor_of
from community_dynamics.experiments.designs.named_points import PLAN


def is_vary(override: Override) -> bool:
    """Whether this says what to vary."""
    return override.key_or_group == "vary" or override.key_or_group.startswith("vary.")


def varied(override: Override) -> dict[str, Any]:
    """What one vary.section.name=..., or vary={...}, says of each path, as plain data."""
    path = override.key_or_group.partition(".")[2]
    if path:
        return {path: plain(override._value)}
    entries = override.value()
    if not isinstance(entries, dict):
        raise InvalidValue(f"vary = {shown(entries)} is not read; write vary.levers.demand=0.6,0.8,1.0")
    return {str(name): value for name, value in entries.items()}


def plain(written: Any) -> Any:
    """Hydra's reading of what follows the = as plain data: a list of levels, a pair of ends, or what was written."""
    if isinstance(written, IntervalSweep):
        return (written.start, written.end)
    if isinstance(written, ChoiceSweep):
        written = written.list
    elif isinstance(written, RangeSweep):
        written = list(written.range())
    if isinstance(written, list):
        return [plain(value) for value in written]
    return written.text if isinstance(written, QuotedString) else written


def factors_of(written: Mapping[str, Any], plans: Sequence[str] = ()) -> dict[str, Factor]:
    """The factors of a study, by path; everything wrong is reported, a line each."""
    found, wrong = {}, []
    for path, value in written.items():
        try:
            split(path)
            found[path] = factor_of(path, value)
        except CommunityError as error:
            wrong.append(type(error)(f"vary.{error}" if str(error).startswith(f"{path} ") else str(error)))
    if wrong:
        raise gathered(wrong)
    if len(plans) > 1:
        levels = tuple(float(level) for level in range(len(plans)))
        found[PLAN] = Factor(PLAN, levels[0], levels[-1], "values", values=levels, whole=True)
    return found


def written_factor(factor: Factor) -> Any:
    """A factor as plain data that `factor_of` reads again."""
    group = {} if factor.group is None else {"group": factor.group}
    if factor.distribution == "values":
        return {"values": list(factor.values), **group} if group else list(factor.values)
    ends = {"low": factor.low, "high": factor.high}
    if factor.distribution == "uniform" and not group:
        return f"{factor.low!r}:{factor.high!r}"
    return {"distribution": factor.distribution, **ends, **factor.shape, **group}


def mapping_of_vary(value: Any) -> dict[str, Any]:
    """The part `vary` of a study file: full names, or sections with names below them."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongKind(f"vary = {shown(value)} is not a mapping; write 'levers.demand: 0.6:1.2' below it")
    found: dict[str, Any] = {}
    for key, entry in value.items():
        nested = "." not in str(key) and isinstance(entry, Mapping) and str(key) != PLAN
        written = {f"{key}.{name}": one for name, one in entry.items()} if nested else {str(key): entry}
        twice = next((path for path in written if path in found), None)
        if twice is not None:
            raise InvalidValue(f"vary.{twice} is given twice; keep one of the two")
        found |= written
    return found
