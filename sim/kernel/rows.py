"""Names for the rows of a block's scratch memory, so that vectorised loops read like the rules they call."""

from collections import namedtuple
from typing import Any


def numbered_rows(names: str, **taken: str) -> Any:
    """Row numbers by name, a named tuple; `load="demand_shock"` puts load where demand_shock was, once that is read."""
    first = names.split()
    numbers = {name: number for number, name in enumerate(first)}
    numbers |= {later: numbers[earlier] for later, earlier in taken.items()}
    return namedtuple("Rows", numbers)(**numbers)  # numba takes a global named tuple for constants
