"""The typed schema of a study, for Hydra: made from the tables of parameters and options, not by hand."""

from collections.abc import Mapping
from dataclasses import field, make_dataclass
from typing import Any, Optional, Union

from hydra.core.config_store import ConfigStore
from omegaconf import OmegaConf

from community_dynamics.experiments.base.values import TABLES
from community_dynamics.experiments.scenarios.dated_entries import DATED
from community_dynamics.experiments.studies.options import OPTIONS

# A number, a word for one, or nothing: silent parameters keep the scenario's value. Lists are refused.
Written = Optional[Union[bool, int, float, str]]  # noqa: UP007, UP045 - OmegaConf reads these forms


def section_schema(section: str) -> type:
    """One section of a scenario: a field for each of its parameters, silent unless written."""
    fields = [(name, Written, field(default=None)) for name in TABLES[section]]
    return make_dataclass(section.title(), fields)


def study_schema(verb: str) -> type:
    """All that may follow a verb: its options, the five sections, plan, reactions, shocks and awards."""
    fields: list[tuple[str, Any, Any]] = [(option.name, Written, field(default=option.default)) for option in OPTIONS[verb]]
    fields += [(name, Any, field(default_factory=section_schema(name))) for name in TABLES]
    fields += [(name, Any, field(default=None)) for name in DATED]
    return make_dataclass(f"{verb.title()}Study", fields)


def register(verb: str, given: Mapping[str, Any]) -> str:
    """Put a verb's schema, filled with what a study file gives, where Hydra finds it; its name there."""
    name = f"community_{verb}"
    ConfigStore.instance().store(name=name, node=OmegaConf.merge(OmegaConf.structured(study_schema(verb)), dict(given)))
    return name
