"""Everything that the page shows and needs, derived from the tables in `sim` and the scenarios in `configs`.

`python -m community_dynamics.page.kernel.build` writes it to page/src/engine/tables.json, where the page's build takes it up.
"""

import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from community_dynamics.experiments.base.values import POSITIONS
from community_dynamics.experiments.execution.stamp import stamp
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names, scenario_text
from community_dynamics.page.kernel.shapes import given, shapes
from community_dynamics.sim import state
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.outcomes import FATES, OUTCOMES, PROPORTIONS
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.source import KINDS
from community_dynamics.sim.sources import SOURCES
from community_dynamics.sim.theory import THEORY
from community_dynamics.sim.world import World

FILE = Path(__file__).resolve().parents[1] / "src" / "engine" / "tables.json"
CONSTANTS = ("TOPICS", "CORE_TOPICS", "TIES", "NEVER", "LONG_AGO", "LINE", "MOST_REACTIONS")


def parameter_data(parameter: Parameter) -> dict[str, Any]:
    """One lever, setting or constant of the theory."""
    return {**asdict(parameter), "label": parameter.label, "section": parameter.section, "path": parameter.path}


def number(dtype: np.dtype) -> str:
    """f8 a number of 64 bits, i4 a whole one of 32, u8 one without sign, i1 one of 8 bits."""
    return f"{dtype.kind}{dtype.itemsize}"


def array_data(name: str, dtype: np.dtype, dimensions: int, shape: list[dict[str, int]] | None) -> dict[str, Any]:
    """How one array of a World lies in memory; shape None where it is as long as what is given."""
    data: dict[str, Any] = {"name": name, "size": dtype.itemsize, "dimensions": dimensions, "shape": shape}
    if dtype.names is None:
        return {**data, "number": number(dtype)}
    assert dtype.fields is not None
    places = {field: dtype.fields[field] for field in dtype.names}
    return {**data, "fields": {field: [number(kind), place] for field, (kind, place, *_) in places.items()}}


def layout() -> list[dict[str, Any]]:
    """The arrays of a World in the order in which the kernel's table lists them."""
    found = shapes()
    return [array_data(name, dtype, dimensions, found.get(name)) for name, (dtype, dimensions) in World.LAYOUT.items()]


def scenario_data(name: str) -> dict[str, Any]:
    """A bundled community as loaded, and the text of its file."""
    return {"id": name, "scenario": asdict(load(name)), "text": scenario_text(name)}


def tables(kernel: str) -> dict[str, Any]:
    """All of it, as plain data; `kernel` is the key of the module that goes with it."""
    return {
        "stamp": stamp(),
        "kernel": kernel,
        "version": version("community-dynamics"),
        "levers": {name: parameter_data(one) for name, one in LEVERS.items()},
        "settings": {name: parameter_data(one) for name, one in SETTINGS.items()},
        "theory": {name: parameter_data(one) for name, one in THEORY.items()},
        "dials": DIALS,
        "failures": FAILURES,
        "positions": POSITIONS,
        "outcomes": {name: asdict(one) for name, one in OUTCOMES.items()},
        "proportions": PROPORTIONS,
        "fates": FATES,
        "award_rules": state.AWARD_RULES,
        "reaction_series": state.REACTION_SERIES,
        "meanings": {
            "traits": state.TRAITS, "states": state.STATES, "counts": state.COUNTS, "seats": state.OF_SEATS,
            "tally": state.TALLY, "daily": state.DAILY_COUNTS,
        },
        "constants": {name: getattr(state, name) for name in CONSTANTS},
        "event_kinds": state.EVENT_KINDS,
        "sources": {name: asdict(one) for name, one in SOURCES.items()},
        "source_kinds": KINDS,
        "given": given(),
        "layout": layout(),
        "scenarios": [scenario_data(name) for name in scenario_names()],
    }  # fmt: skip


def write(kernel: str, file: Path = FILE) -> None:
    """Write the file, where it is not there already as it should be."""
    text = json.dumps(tables(kernel), ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    if not file.exists() or file.read_text("utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
