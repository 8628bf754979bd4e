"""What values, objects and functions are, beyond their names: plain data by which earlier runs are known again."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from pathlib import PurePath
from types import FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import WrongKind, shown

TOLD_WHOLE = (type(None), bool, int, float, complex, str, bytes, range, date, time, timedelta, Decimal, Fraction, Enum, PurePath)
MOST_DEEP = 20


def identity(value: Any, name: str, code: Callable[..., str], deep: int = 0) -> Any:
    """A value as plain data that is the same whenever the value is; `code` hashes the source of functions and classes."""
    if deep > MOST_DEEP:
        raise WrongKind(f"{name} holds itself, or is nested more than {MOST_DEEP} deep; give plain values")

    def inner(one: Any, part: object) -> Any:
        return identity(one, f"{name}[{shown(part)}]", code, deep + 1)

    if isinstance(value, np.ndarray) and value.dtype != object:
        digest = hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
        return {"array": str(value.dtype), "shape": list(value.shape), "values": digest}
    if isinstance(value, pd.DataFrame | pd.Series):
        hashed = pd.util.hash_pandas_object(value).to_numpy()
        names = [str(one) for one in value.columns] if isinstance(value, pd.DataFrame) else [str(value.name)]
        return {"table": names, "values": hashlib.sha256(hashed.tobytes()).hexdigest()}
    if told_whole(value):
        return repr(value)
    if type(value) in (list, tuple):
        return [type(value).__name__, *(inner(one, at) for at, one in enumerate(value))]
    if type(value) in (set, frozenset):
        return ["set", *sorted((inner(one, "set") for one in value), key=repr)]
    if type(value) is dict:
        return {f"{key!r}": inner(one, key) for key, one in value.items()}
    if isinstance(value, type) or hasattr(value, "__qualname__") or isinstance(value, partial):
        return {"code": code(value), **carried(value, code, deep + 1)}
    if is_dataclass(value):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return {"class": code(type(value)), **{part: inner(one, part) for part, one in held.items()}}
    raise WrongKind(
        f"{name} = {type(value).__qualname__}(...) is an object that cannot be known again, so its runs could not be told "
        "from those of another; give plain values, or make its class a dataclass of plain values"
    )


def told_whole(value: Any, deep: int = 0) -> bool:
    """Whether the text of a value says all of it."""
    if type(value) in (list, tuple) and deep < MOST_DEEP:
        return all(told_whole(one, deep + 1) for one in value)
    if type(value) is dict and deep < MOST_DEEP:
        return all(told_whole(one, deep + 1) for pair in value.items() for one in pair)
    return isinstance(value, (np.generic, *TOLD_WHOLE))


def carried(function: Any, code: Callable[..., str], deep: int = 0) -> dict[str, Any]:
    """What a function has with it besides its source: its object, bound arguments, enclosed values; empty where nothing."""
    if isinstance(function, type):
        return {}
    within = getattr(function, "__wrapped__", None) or getattr(function, "py_func", None)
    if within is not None and not isinstance(function, FunctionType | MethodType):  # of a cache or a compiler
        return carried(within, code, deep + 1)
    name = getattr(function, "__qualname__", "a partial function")
    found: dict[str, Any] = {}
    owner = getattr(function, "__self__", None)
    if isinstance(owner, type):
        found["of"] = code(owner)
    elif owner is not None and not isinstance(owner, ModuleType):
        found["of"], found["values"] = code(type(owner)), parts_of(state_of(owner), name, code, deep)
    inside = getattr(function, "__func__", function)
    if isinstance(inside, partial):
        given = {**{str(at): one for at, one in enumerate(inside.args)}, **inside.keywords}
        found["bound"] = {"code": code(inside.func), **parts_of(given, name, code, deep), **carried(inside.func, code, deep + 1)}
    names = getattr(getattr(inside, "__code__", None), "co_freevars", ())
    enclosed = zip(names, getattr(inside, "__closure__", None) or (), strict=True)
    cells = {one: cell.cell_contents for one, cell in enclosed if one != "__class__"}
    if cells:
        found["encloses"] = parts_of(cells, name, code, deep)
    own = {key: one for key, one in getattr(inside, "__dict__", {}).items() if not key.startswith("__")}
    if own and isinstance(inside, FunctionType):
        found["attributes"] = parts_of(own, name, code, deep)
    return found


def state_of(thing: Any) -> Mapping[str, Any]:
    """The values of an object, in its dictionary and its slots."""
    slots = [slot for kind in type(thing).__mro__ for slot in getattr(kind, "__slots__", ()) if isinstance(slot, str)]
    held = {slot: getattr(thing, slot) for slot in slots if slot not in ("__dict__", "__weakref__") and hasattr(thing, slot)}
    return {**held, **getattr(thing, "__dict__", {})}


def parts_of(held: Mapping[str, Any], name: str, code: Callable[..., str], deep: int) -> dict[str, Any]:
    """Values by name, each told by itself."""
    return {part: identity(one, f"{part} of {name}", code, deep + 1) for part, one in held.items()}
