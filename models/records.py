"""The names that rules and kernel may read, for type checkers: sim/records.pyi, written from the tables.

`python -m community_dynamics.models.records` writes it anew. So a misspelt lever, constant or field is an error in the
editor, long before anything is compiled. Nothing reads the file at run time. A test holds it against the tables.
"""

from pathlib import Path

import numpy as np

from community_dynamics import sim
from community_dynamics.sim.inputs import LEVER_RECORD, SETTING_RECORD, THEORY_RECORD
from community_dynamics.sim.outcomes import OUTCOME_RECORD
from community_dynamics.sim.state import AWARD, CALENDAR, COMMUNITY, DAILY, EVENT, ITEM, PERSON, REACTION, TODAY, WEEKLY
from community_dynamics.sim.world import World

RECORDS = {
    "Levers": LEVER_RECORD, "Theory": THEORY_RECORD, "Settings": SETTING_RECORD, "Person": PERSON, "Item": ITEM, "Award": AWARD,
    "CalendarDay": CALENDAR, "Community": COMMUNITY, "Today": TODAY, "Day": DAILY, "Week": WEEKLY, "Event": EVENT,
    "Outcomes": OUTCOME_RECORD, "Reaction": REACTION,
}  # fmt: skip
PLACE = Path(sim.__file__).parent / "records.pyi"
HEAD = '''"""What records hold, for type checkers; written from the tables by `python -m community_dynamics.models.records`."""

from typing import Any, Generic, TypeVar

import numpy as np

Row = TypeVar("Row")

class Rows(Generic[Row]):
    shape: tuple[int, ...]
    def __getitem__(self, at: Any) -> Row: ...
'''


def stub() -> str:
    """The whole file."""
    parts = [HEAD, *(record_class(name, dtype) for name, dtype in RECORDS.items()), world_class()]
    return "\n".join(parts)


def record_class(name: str, dtype: np.dtype) -> str:
    """One kind of record: fields of one type share a line as far as it reaches."""
    lines = [f"class {name}:"]
    for field in dtype.names or ():
        kind = "float" if dtype[field].kind == "f" else "int"
        lines.append(f"    {field}: {kind}")
    return "\n".join([*lines, ""])


def world_class() -> str:
    """The arrays that one run lives in: rows of records, or plain numbers."""
    kinds = {str(dtype): name for name, dtype in RECORDS.items()}
    lines = ["class World:"]
    for name, (dtype, _) in World.LAYOUT.items():
        record = kinds.get(str(dtype))
        lines.append(f"    {name}: {f'Rows[{record}]' if record else 'np.ndarray'}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PLACE.write_text(stub(), "utf-8")
