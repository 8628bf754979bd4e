"""Models that are not ours as subjects of a study: any Python function, any Mesa model class, unchanged."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, nearest, unknown
from community_dynamics.experiments.execution.code_identity import code_hash, libraries
from community_dynamics.experiments.execution.identity import carried, identity
from community_dynamics.experiments.execution.rows import EXTRACT, RUN, Rows, Stage, Stopped, one_by_one

SEED_WORDS = ("seed", "rng")


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


def seed_word(thing: Callable[..., Any]) -> str:
    """The name under which a class takes its seed: Mesa changed it from `seed` to `rng`; its scenarios take `rng` alone."""
    taken = inspect.signature(thing).parameters
    return "seed" if "seed" in taken or not ("rng" in taken or is_scenario(thing)) else "rng"


def is_scenario(thing: Callable[..., Any]) -> bool:
    """Whether this is one of Mesa's scenarios."""
    return any(one.__name__ == "Scenario" for one in getattr(thing, "__mro__", ()))


@dataclass(frozen=True)
class MesaSubject:
    """Any Mesa model class: made with a point's values, stepped, then measured by a function of the model.

    `fixed` holds values of parameters that do not vary; `whole` names the factors that the class takes as whole numbers;
    `scenario` is the class of a scenario that the model takes in place of single values (Mesa 3.4 and later), made with the
    point's values and the seed.
    """

    model_class: Callable[..., Any]
    steps: int
    measure: Callable[[Any], Any]
    outcomes: tuple[str, ...] = ("value",)
    whole: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    scenario: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        """Refuse what has no name, no outcomes or no steps, or carries what cannot be known again."""
        carried_by(*self.classes(), self.measure)
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
            **({} if self.scenario is None else {"scenario": named(self.scenario)}),
            "code": source_hash_of(*self.classes(), self.measure),
            "libraries": libraries("mesa", "numpy"),
            **carried_by(*self.classes(), self.measure),
        }

    def classes(self) -> tuple[Callable[..., Any], ...]:
        """The model's class, and its scenario's where it has one."""
        return (self.model_class,) if self.scenario is None else (self.model_class, self.scenario)

    def check(self, points: pd.DataFrame) -> None:
        """Refuse names that the class, or its scenario, does not take, before anything runs."""
        taken = inspect.signature(self.scenario or self.model_class).parameters
        if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in taken.values()):
            return
        for name in (*map(str, points.columns), *self.fixed):
            if name not in taken:
                owner = named(self.scenario or self.model_class).partition(":")[2]
                if "scenario" in taken:
                    raise InvalidValue(
                        f"{owner} takes no {name} but a scenario; give MesaSubject(..., scenario=ItsScenarioClass)"
                    )
                remedy = f"it takes {', '.join(one for one in taken if one not in ('self', *SEED_WORDS))}"
                raise unknown(name, f"a parameter of {owner}", nearest(name, list(taken)), remedy)

    def made(self, values: Mapping[str, Any], seed: int) -> Any:
        """One model, with its values and its seed."""
        if self.scenario is not None:
            return self.model_class(scenario=self.scenario(**values, **{seed_word(self.scenario): seed}))
        return self.model_class(**values, **{seed_word(self.model_class): seed})

    def run(self, points: pd.DataFrame, seeds: np.ndarray, stop: np.ndarray) -> Rows:
        """Every point with each of its seeds, one model a run."""

        def one(point: dict[str, Any], seed: int, stage: Stage) -> Any:
            model = self.made({**self.fixed, **as_asked(point, self.whole)}, seed)
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
