"""Models that are not ours as subjects of a study: any Python function, any Mesa model class, unchanged."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind
from community_dynamics.experiments.execution.code_identity import code_hash, libraries
from community_dynamics.experiments.execution.identity import carried, identity
from community_dynamics.experiments.execution.rows import EXTRACT, RUN, Rows, Stage, Stopped, one_by_one


def named(thing: Any) -> str:
    """Where a function or class is found: module and name."""
    name = getattr(thing, "__qualname__", None)
    if name is not None and "<" in name:
        raise WrongKind(
            f"{name} is made inside a function, where what it does cannot be told apart; define it at the top of a module"
        )
    if name is None:
        raise WrongKind(f"{thing!r} is no function or class with a name; define it with def or class in a module")
    # A spawned worker knows the script it belongs to under another name.
    module = "__main__" if thing.__module__ == "__mp_main__" else thing.__module__
    return f"{module}:{name}"


def source_hash_of(*things: Any) -> str:
    """Hash of the files in which functions and classes are written, or of their own lines where there is no file."""
    texts = {}
    for thing in things:
        try:
            texts[named(thing)] = Path(inspect.getfile(thing)).read_text("utf-8")
        except (OSError, TypeError, SyntaxError, UnicodeDecodeError):
            texts[named(thing)] = own_lines(thing)
    return code_hash(texts)


def own_lines(thing: Any) -> str:
    """The lines of one function or class, for what a notebook defines."""
    try:
        return dedent(inspect.getsource(thing))
    except (OSError, TypeError):
        return repr(getattr(thing, "__qualname__", ""))


def code_of(thing: Any) -> str:
    """Name and source of a function, or of a class with those that it is made from."""
    things = [one for one in thing.__mro__ if one.__module__ != "builtins"] if isinstance(thing, type) else [thing]
    return f"{named(thing)} {source_hash_of(*things)}"


def carried_by(*things: Any) -> dict[str, Any]:
    """What functions carry beside their source, by their names; no entry where they carry nothing."""
    found = {named(thing): carried(thing, code_of) for thing in things}
    return {"carried": {name: held for name, held in found.items() if held}} if any(found.values()) else {}


def fixed_told(fixed: Mapping[str, Any]) -> dict[str, Any]:
    """Values of parameters that do not vary, each so that it is known again."""
    return {
        name: value if isinstance(value, int | float | str) else identity(value, f"fixed[{name!r}]", code_of)
        for name, value in fixed.items()
    }


def check_outcomes(outcomes: tuple[str, ...]) -> None:
    """Refuse a model without outcomes, or with one twice."""
    if not outcomes or isinstance(outcomes, str) or len(set(outcomes)) < len(outcomes):
        raise InvalidValue(f"outcomes = {outcomes!r} are not different names; write outcomes=('price',)")


def as_asked(point: Mapping[str, Any], whole: tuple[str, ...]) -> dict[str, Any]:
    """A point with those factors as whole numbers that must be."""
    return {name: int(value) if name in whole else value for name, value in point.items()}


@dataclass(frozen=True)
class FunctionSubject:
    """Any function of a point (a mapping of factors to numbers) and a seed that returns a number, several, or a mapping.

    `whole` names the factors that the function takes as whole numbers.
    """

    function: Callable[[dict[str, Any], int], Any]
    outcomes: tuple[str, ...] = ("value",)
    whole: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what has no name or no outcomes, or carries what cannot be known again."""
        carried_by(self.function)
        check_outcomes(self.outcomes)

    @property
    def series(self) -> tuple[str, ...]:
        """None: only communities keep weekly series."""
        return ()

    def describe(self) -> dict[str, Any]:
        """The function's name, the source of its module, what it carries, and the libraries' versions."""
        return {
            "kind": "function",
            "function": named(self.function),
            "outcomes": list(self.outcomes),
            "whole": list(self.whole),
            "code": source_hash_of(self.function),
            "libraries": libraries("numpy"),
            **carried_by(self.function),
        }

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, one call a run."""

        def one(point: dict[str, Any], seed: int, stage: Stage) -> Any:
            stage.name = RUN
            return self.function(as_asked(point, self.whole), seed)

        return one_by_one(points, seeds, self.outcomes, stop, one)


@dataclass(frozen=True)
class MesaSubject:
    """Any Mesa model class: made with a point's values, stepped, then measured by a function of the model.

    `fixed` holds values of parameters that do not vary; `whole` names the factors that the class takes as whole numbers.
    """

    model_class: Callable[..., Any]
    steps: int
    measure: Callable[[Any], Any]
    outcomes: tuple[str, ...] = ("value",)
    whole: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what has no name, no outcomes or no steps, or carries what cannot be known again."""
        carried_by(self.model_class, self.measure)
        fixed_told(self.fixed)
        check_outcomes(self.outcomes)
        if self.steps < 0:
            raise InvalidValue(f"steps = {self.steps} is below 0; give the number of steps of a run")

    @property
    def series(self) -> tuple[str, ...]:
        """None: only communities keep weekly series."""
        return ()

    def describe(self) -> dict[str, Any]:
        """The class, the measure, the source of their modules, and the libraries' versions."""
        return {
            "kind": "mesa",
            "model": named(self.model_class),
            "measure": named(self.measure),
            "steps": self.steps,
            "outcomes": list(self.outcomes),
            "whole": list(self.whole),
            "fixed": fixed_told(self.fixed),
            "code": source_hash_of(self.model_class, self.measure),
            "libraries": libraries("mesa", "numpy"),
            **carried_by(self.model_class, self.measure),
        }

    def seed_word(self) -> str:
        """The name under which this class takes its seed: Mesa changed it from `seed` to `rng`."""
        return "rng" if "rng" in inspect.signature(self.model_class).parameters else "seed"

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, one model a run."""
        word = self.seed_word()

        def one(point: dict[str, Any], seed: int, stage: Stage) -> Any:
            model = self.model_class(**self.fixed, **as_asked(point, self.whole), **{word: seed})
            stage.name = RUN
            for _ in range(self.steps):
                if stop[0]:
                    raise Stopped
                if not model.running:
                    break
                model.step()
            stage.name = EXTRACT
            return self.measure(model)

        return one_by_one(points, seeds, self.outcomes, stop, one)
