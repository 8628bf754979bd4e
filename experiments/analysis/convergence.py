"""Whether shares have settled: widths of their intervals as samples grow, and how many samples would do."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.guards import DICE, Design, Units
from community_dynamics.experiments.analysis.shares import rows_of, shares_of
from community_dynamics.experiments.base.errors import InvalidValue

TARGET = 0.05
LEADERS = 5
FRACTIONS = (8, 4, 2, 1)
LEAST_EACH = 4
SLOWEST, FASTEST = 0.5, 1.0


@dataclass(frozen=True)
class Settling:
    """Convergence: widest interval of the leading totals at each number of base samples, and the verdict.

    table: samples, width, factor (whose interval is the widest); needed: base samples at which the target would be
    met, a power of two times the scramblings, None where it is met or cannot be told.
    """

    table: pd.DataFrame
    target: float
    converged: bool
    needed: int | None

    @property
    def width(self) -> float:
        """Width of the widest interval with all samples."""
        return float(self.table["width"].iloc[-1])

    @property
    def verdict(self) -> str:
        """`converged`, or `not converged: needs about N = ...`."""
        if self.converged:
            return "converged"
        return f"not converged: needs about N = {self.needed:,}" if self.needed else "not converged: take more samples"


def widest(units: Units, design: Design) -> tuple[float, str]:
    """Width of the widest interval of a total among the leading factors, and whose it is."""
    found = shares_of(units, design)
    value, low, high = found.part("total")
    factors = np.array([j for j, name in enumerate(found.names) if name != DICE])
    leaders = factors[np.argsort(-np.nan_to_num(value[factors]))][:LEADERS]
    width = (high - low)[leaders]
    return float(width.max()), found.names[int(leaders[width.argmax()])]


def widest_so_far(design: Design, values: np.ndarray) -> float | None:
    """The widest interval of a study under way, values missing where runs are still to be done; None where it is too early."""
    units = values.reshape(-1, rows_of(design), values.shape[1])
    kept = np.flatnonzero(np.isfinite(units).all(axis=(1, 2)))
    if len(kept) < LEAST_EACH * design.scramblings or np.ptp(units[kept]) == 0.0:
        return None
    return widest(Units(units[kept], kept, len(units), 0), design)[0]


def prefix(units: Units, samples: int) -> Units:
    """The first base samples, less what was left out."""
    chosen = units.kept < samples
    return Units(units.values[chosen], units.kept[chosen], samples, units.failed)


def settling_of(units: Units, design: Design, target: float = TARGET) -> Settling:
    """Convergence over growing prefixes of the design: an eighth, a quarter, a half, all."""
    if not 0.0 < target < 1.0:
        raise InvalidValue(f"target = {target} is outside 0..1, ends excluded; .05 is usual")
    rows = []
    for fraction in FRACTIONS:
        samples = units.asked // fraction
        part = prefix(units, samples)
        if fraction > 1 and (samples < LEAST_EACH * design.scramblings or len(part.kept) < LEAST_EACH):
            continue
        rows.append((samples, *widest(part, design)))
    table = pd.DataFrame(rows, columns=["samples", "width", "factor"])
    converged = bool(table["width"].iloc[-1] <= target)
    return Settling(table, target, converged, None if converged else needed(table, target, design.scramblings))


def needed(table: pd.DataFrame, target: float, scramblings: int) -> int | None:
    """Samples that would meet the target: widths fall like N**-b, b fitted and kept within 1/2 (independent points) and 1.

    Continued from the last width, rounded up to a power of two times the scramblings.
    """
    known = table[(table["width"] > 0.0) & (table["width"] < 1.0)]
    if known.empty or known.index[-1] != table.index[-1]:
        return None
    fall = SLOWEST
    if len(known) > 2:
        fall = -float(np.polyfit(np.log(known["samples"]), np.log(known["width"]), 1)[0])
    samples, width = int(known["samples"].iloc[-1]), float(known["width"].iloc[-1])
    wanted = samples * (width / target) ** (1.0 / np.clip(fall, SLOWEST, FASTEST))
    return scramblings * 2 ** int(np.ceil(np.log2(max(wanted, samples + 1) / scramblings)))
