"""Putting calibrated constants into the theory: their defaults and their status, and nothing else of the file."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from community_dynamics.experiments.execution.whole_files import write_whole

STATUS = "calibrated"


def with_defaults(text: str, values: Mapping[str, float]) -> str:
    """The text of sim/theory.py with other defaults for constants by full path, each marked as calibrated."""
    for path, value in values.items():
        name = re.escape(path.removeprefix("theory."))
        line = rf'^(    constant\("{name}", "\w+", )[^,]+(, .*?)(?:, "(?:sourced|calibrated|assumed)")?\),$'
        text, count = re.subn(line, rf'\g<1>{value!r}\g<2>, "{STATUS}"),', text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"the line of {path} is not found in the table of constants; set it to {value!r} by hand")
    return text


def apply(values: Mapping[str, float], place: Path) -> None:
    """Rewrite the file, once what it would say has been read back."""
    text = with_defaults(place.read_text("utf-8"), values)
    stated: dict[str, Any] = {}
    exec(compile(text, str(place), "exec"), stated)
    for path, value in values.items():
        constant = stated["THEORY"][path.removeprefix("theory.")]
        if (constant.default, constant.status) != (value, STATUS):
            raise ValueError(f"{path} = {value!r} reads back as {constant.default!r}, {constant.status}; nothing was written")
    write_whole(place, lambda path: path.write_text(text, "utf-8"))
