"""What a calibration came to as tables: constants, targets, what was not met together, hardly told apart, drawn."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.calibration.calibrating import Calibrated
from community_dynamics.experiments.calibration.judged import estimate_in
from community_dynamics.experiments.calibration.new_defaults import widths
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget
from community_dynamics.experiments.fit.judging import ENDS, IDENTIFIED, WEAKLY, pairs_table
from community_dynamics.experiments.scenarios.posterior import ROWS
from community_dynamics.sim.theory import THEORY

DIGITS = 4


def verdict_of(width: float) -> str:
    """In words, how far the targets narrowed a constant down."""
    return "identified" if width <= IDENTIFIED else "weakly" if width <= WEAKLY else "not identified"


def constants_table(found: Calibrated) -> pd.DataFrame:
    """Each constant: as it stood, its prior, its posterior, the value chosen."""
    rows = []
    for prior, before, width in zip(found.task.priors, found.task.before, widths(found.unit), strict=True):
        known = THEORY[prior.path.partition(".")[2]]
        low, median, high = np.quantile(found.draws[prior.path], (ENDS[0], 0.5, ENDS[1]))
        rows.append(
            (known.name, known.status, before, prior.low, prior.high, prior.log, median, low, high, width, verdict_of(width),
             found.chosen[prior.path])
        )  # fmt: skip
    names = ["constant", "status", "before", "prior low", "prior high", "by logarithm", "median", "low", "high", "width",
             "verdict", "chosen"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def inside(target: RangeTarget, mean: float) -> bool:
    """Whether a mean lies in the range."""
    return bool(target.part.low <= mean <= target.part.high)


def targets_table(found: Calibrated) -> pd.DataFrame:
    """Each number: its range, as it was, as it is at the point chosen, and over the posterior."""
    known = [target.name for target in found.task.targets]
    rows = []
    for target in found.task.judged:
        before, after = (estimate_in(table, target.name) for table in (found.before, found.after))
        low, high = spread_of(found.over, target)
        missed = float(found.likelihood.missed[known.index(target.name)]) if target.name in known else 0.0
        rows.append(
            (target.key, target.part.what, target.part.low, target.part.high, target.weight, target.source,
             target.key in found.task.held, target.part.soft, before.mean, before.low, before.high, inside(target, before.mean),
             after.mean, after.low, after.high, inside(target, after.mean), low, high, missed)
        )  # fmt: skip
    names = ["fact", "what", "accepted low", "accepted high", "weight", "source", "held out", "soft", "before", "before low",
             "before high", "in range before", "after", "after low", "after high", "in range after", "over low", "over high",
             "allowance"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def spread_of(table: pd.DataFrame, target: RangeTarget) -> tuple[float, float]:
    """Between which ends nine in ten of the posterior's points lie, seeds included."""
    values = table[target.name].to_numpy(np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        return float("nan"), float("nan")
    low, high = np.quantile(values, ENDS)
    return float(low), float(high)


def tally(targets: pd.DataFrame, when: str) -> tuple[int, int]:
    """How many facts have all judged numbers in range, and how many facts there are."""
    judged = targets[~targets["soft"]]
    whole = judged.groupby("fact", sort=False)[f"in range {when}"].all()
    return int(whole.sum()), len(whole)


def summary_table(targets: pd.DataFrame) -> pd.DataFrame:
    """Numbers and whole facts in range, before and after: of what was calibrated to, and of what was held out."""
    rows = []
    for label, some in (("calibrated to", targets[~targets["held out"]]), ("held out", targets[targets["held out"]])):
        hard, soft = some[~some["soft"]], some[some["soft"]]
        for when in ("before", "after"):
            facts, of = tally(some, when) if len(hard) else (0, 0)
            numbers = int(hard[f"in range {when}"].sum())
            rows.append((label, when, f"{facts} of {of}", f"{numbers} of {len(hard)}",
                         f"{int(soft[f'in range {when}'].sum())} of {len(soft)}"))  # fmt: skip
    return pd.DataFrame(rows, columns=["facts and their like", "when", "whole ones in range", "numbers", "soft numbers"])


def not_together(targets: pd.DataFrame) -> list[str]:
    """What could not be met together with the rest, in words."""
    lines = []
    for row in targets[(targets["allowance"] > 0) | (~targets["in range after"] & ~targets["held out"])].itertuples(index=False):
        one = dict(zip(targets.columns, row, strict=True))
        lies = "it is met at the point chosen" if one["in range after"] else "outside"
        given = "; no point meets it with the rest, by the emulators" if one["allowance"] > 0 else ""
        soft = " (soft)" if one["soft"] else ""
        accepted = f"{one['accepted low']:g} to {one['accepted high']:g}"
        lines.append(f"{one['fact']}, {one['what']}{soft}: {one['after']:.3g} where {accepted} is accepted, {lies}{given}")
    return lines


def pairs_of(found: Calibrated) -> pd.DataFrame:
    """Pairs of constants that the targets tell together better than each alone."""
    return pairs_table(found.task.priors, found.unit)


def posterior_rows(found: Calibrated) -> pd.DataFrame:
    """The posterior as it is kept: a row a draw, a column a constant, four digits that count."""
    rows = found.draws.iloc[:ROWS].map(lambda value: float(f"{value:.{DIGITS}g}"))
    return rows.rename(columns=lambda path: str(path).partition(".")[2])


def words_of(names: Sequence[str]) -> str:
    """Names in a line, or that there are none."""
    return ", ".join(names) or "none"
