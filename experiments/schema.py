"""The typed schema of a study, for Hydra: made from the tables of parameters and options, not by hand."""

from dataclasses import field, make_dataclass
from typing import Any, Optional, Union

from hydra.core.config_store import ConfigStore

from experiments.options import OPTIONS
from experiments.words import TABLES

# A number, a word for one, or nothing: silent parameters keep the scenario's value. Lists are refused.
Written = Optional[Union[bool, int, float, str]]  # noqa: UP007, UP045 - OmegaConf reads these forms


def section_schema(section: str) -> type:
    """One section of a scenario: a field for each of its parameters, silent unless written."""
    fields = [(name, Written, field(default=None)) for name in TABLES[section]]
    return make_dataclass(section.title(), fields)


def study_schema(verb: str) -> type:
    """All that may follow a verb: its options, the five sections, plan and shocks, and what it varies."""
    fields: list[tuple[str, Any, Any]] = [(option.name, Written, field(default=option.default)) for option in OPTIONS[verb]]
    fields += [(name, Any, field(default_factory=section_schema(name))) for name in TABLES]
    fields += [("plan", Any, field(default=None)), ("shocks", Any, field(default=None))]
    if verb in ("sweep", "sensitivity"):
        fields.append(("vary", dict[str, Any], field(default_factory=dict)))
    return make_dataclass(f"{verb.title()}Study", fields)


def register(verb: str) -> str:
    """Put a verb's schema where Hydra finds it; its name there."""
    name = f"community_{verb}"
    ConfigStore.instance().store(name=name, node=study_schema(verb))
    return name
