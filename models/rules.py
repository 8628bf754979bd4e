"""The rules as members call them: plain Python, or their compiled twins behind the same names."""

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

from community_dynamics.sim.engine import compiled, plain

ENGINES = ("python", "compiled")
KEYS = ("seed_key", "person_key", "day_key", "die", "indexed")  # rules whose answer is a key of the dice
RECORDS = {"levers", "theory", "settings"}  # parameters that compiled rules want as records


class Values(SimpleNamespace):
    """A row of parameters: each one an attribute, and all of them as the record that compiled rules take."""

    record: np.void

    @classmethod
    def of(cls, record: np.void) -> "Values":
        """The values of one record, as Python's own numbers."""
        assert record.dtype.names is not None
        return cls(record=record, **{name: float(record[name]) for name in record.dtype.names})


def making_keys(rule: Callable) -> Callable:
    """Keys fill 64 bits, and compiled code would take a plain whole number for a signed one."""

    def key(*parts: int) -> np.uint64:
        return np.uint64(rule(*map(np.uint64, parts)))

    return key


def taking_records(rule: Callable, names: Mapping[str, Any]) -> Callable:
    """Hand a compiled rule the record behind each row of parameters."""
    places = [at for at, name in enumerate(names) if name in RECORDS]

    def ruled(*parts: Any) -> Any:
        given = list(parts)
        for at in places:
            given[at] = parts[at].record
        return rule(*given)

    return ruled


@cache
def compiled_rules() -> SimpleNamespace:
    """Every plain rule's compiled twin, to be called with the same arguments."""
    twins, found = compiled(), {}
    for name, rule in vars(plain()).items():
        if not isinstance(rule, FunctionType):
            continue
        twin, names = getattr(twins, name), signature(rule).parameters
        if name in KEYS:
            twin = making_keys(twin)
        elif RECORDS & set(names):
            twin = taking_records(twin, names)
        found[name] = twin
    return SimpleNamespace(**found)


def rules_named(name: str) -> SimpleNamespace:
    """The rules as "python" or "compiled"."""
    if name not in ENGINES:
        raise ValueError(f"rules = {name!r} is unknown; write 'python' or 'compiled'")
    return plain() if name == "python" else compiled_rules()
