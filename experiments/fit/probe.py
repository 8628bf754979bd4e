"""Which shared constant of the theory would have to move for the statistics that are missed: one at a time, never fitted."""

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.conduct import conduct
from community_dynamics.experiments.fit.fit_subject import FitSubject
from community_dynamics.experiments.fit.fitting import Fit, seeds_from
from community_dynamics.experiments.fit.run_waves import Workshop, table_of
from community_dynamics.experiments.fit.targets import REACH
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.theory import THEORY

# What decides who comes, speaks, is answered, stays; learning and workload hardly show in a log.
PHASES = ("come", "contribute", "respond", "credit", "adapt", "belong")
SEEDS = 2
STEP = 0.5
MOST_TOLD = 3


def constants() -> list[Parameter]:
    """The constants that are tried."""
    return [constant for constant in THEORY.values() if constant.group in PHASES]


def levels(constant: Parameter) -> list[float]:
    """Half as much and half as much again, within what is allowed; a quarter of the range where the value is 0."""
    step = STEP * abs(constant.default) or 0.25 * (constant.high - constant.low)
    found = (max(constant.low, constant.default - step), min(constant.high, constant.default + step))
    return [value for value in found if value != constant.default]


def moves() -> list[tuple[Parameter, float]]:
    """Every constant with each value that is tried."""
    return [(constant, value) for constant in constants() for value in levels(constant)]


def probe(fit: Fit, workshop: Workshop) -> pd.DataFrame:
    """Statistics met and lost when one constant moves, all else at the fitted point and on the same dice; best first."""
    tried = moves()
    plain = {constant.path: constant.default for constant in constants()}
    points = pd.DataFrame([plain, *({**plain, constant.path: value} for constant, value in tried)]).rename_axis("point_id")
    seeds = np.tile(np.arange(SEEDS, dtype=np.int64) + seeds_from(workshop.seed, 8), (len(points), 1))
    place = workshop.folder / "probe"
    subject = FitSubject(fit.scenario, fit.problem.observation)
    conduct(place, Plan(subject, points, seeds), workers=workshop.workers, watch=workshop.watch("probe"), executor="threads")
    names = fit.checks["statistic"].tolist()
    means = table_of(place).groupby("point_id")[names].mean().to_numpy()
    return judged(fit.checks, tried, means[1:] - means[0])


def judged(checks: pd.DataFrame, tried: list[tuple[Parameter, float]], moved: np.ndarray) -> pd.DataFrame:
    """A row for each constant moved: which statistics it would meet that are missed now, and which it would lose."""
    observed, reach = checks["observed"].to_numpy(), np.hypot(checks["standard error"], checks["sd between seeds"]).to_numpy()
    met, names = checks["met"].to_numpy(), checks["statistic"].to_numpy()
    rows = []
    for (constant, value), shift in zip(tried, moved, strict=True):
        then = np.abs(checks["simulated"].to_numpy() + shift - observed) <= REACH * reach
        gained, lost = names[then & ~met], names[~then & met]
        rows.append((constant.path, constant.default, value, len(gained), len(lost), ", ".join(gained), ", ".join(lost)))
    table = pd.DataFrame(rows, columns=["constant", "shared value", "tried", "met besides", "lost", "which met", "which lost"])
    return table.assign(net=table["met besides"] - table["lost"]).sort_values(
        ["net", "met besides"], ascending=False, kind="stable"
    )


def probe_words(table: pd.DataFrame) -> list[str]:
    """The few constants whose move would help most, in words; that no move helps is said as well."""
    best = table[table["net"] > 0].drop_duplicates("constant").head(MOST_TOLD)
    if best.empty:
        return ["No constant of the theory, moved by half alone, would meet more statistics than it loses."]
    return [
        f"With {row.constant} at {tidy(row.tried)} instead of the shared {tidy(row._2)} the model would meet {row._4} more "
        f"({row._6.replace('_', ' ')}) and lose {row.lost}{f' ({row._7})'.replace('_', ' ') if row.lost else ''}."
        for row in best.itertuples()
    ]
