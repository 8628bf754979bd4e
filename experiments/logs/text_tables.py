"""Tables as text for a terminal: columns that line up, intervals in one cell, numbers as people write them."""

import pandas as pd

from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.presentation.page import cell

RANGES = (("low", "high"), ("share low", "share high"), ("30 low", "30 high"), ("90 low", "90 high"))


def text_of(table: pd.DataFrame) -> str:
    """A table as lines; the two ends of an interval share a column."""
    if table.empty:
        return "  (too little to tell)"
    columns: dict[str, list[str]] = {}
    for name in table.columns:
        pair = next((pair for pair in RANGES if name in pair), None)
        if name == "meaning" or (pair and name == pair[1]):
            continue
        if pair:
            heading = "90 % interval" + " " * sum(one.strip() == "90 % interval" for one in columns)
            columns[heading] = [ends(low, high) for low, high in zip(table[pair[0]], table[pair[1]], strict=True)]
        else:
            columns[name] = [cell(value) for value in table[name]]
    if "meaning" in table:
        columns["meaning"] = table["meaning"].tolist()
    return lined_up(columns)


def ends(low: float, high: float) -> str:
    """Both ends of an interval, or a dash."""
    return f"{tidy(low)} to {tidy(high)}" if low == low and high == high else "–"


def lined_up(columns: dict[str, list[str]]) -> str:
    """Columns padded to their widest cell."""
    cells = [[heading.strip(), *values] for heading, values in columns.items()]
    widths = [max(map(len, column)) for column in cells]
    rows = zip(*cells, strict=True)
    return "\n".join(
        "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
