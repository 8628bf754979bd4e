"""Which of the constants that nobody measured matter most: each moved alone, low against high, on the same dice.

A first look: without the facts that are dear to measure, and with fewer runs of the scenarios.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from community_dynamics.experiments.calibration.point import usual
from community_dynamics.experiments.calibration.ranges_to_meet import RangeTarget
from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.fit.fitting import seeds_from
from community_dynamics.experiments.fit.likelihood import CUT
from community_dynamics.experiments.fit.run_waves import Workshop, table_of

LEVELS = (0.2, 0.8)  # shares of the prior
THIN = 0.4
STAGE = 8
# Standard deviations that the middle of absolute normal numbers lies at.
MIDDLE = 0.6745


def design(task: Calibration) -> pd.DataFrame:
    """Two points for each constant, all others as they stand."""
    plain = {prior.path: value for prior, value in zip(task.priors, task.before, strict=True)}
    rows = [{**plain, one.path: float(one.at(np.array(level)))} for one in task.priors for level in LEVELS]
    return pd.DataFrame(rows).rename_axis("point_id")


def screen(task: Calibration, workshop: Workshop) -> pd.DataFrame:
    """A row a constant: how far it moves all numbers, in margins of their ranges, and which it moves farthest."""
    workshop.open(task, len(LEVELS) * len(task.priors))
    first = seeds_from(workshop.seed, STAGE)
    keys = usual(task.kept)
    points = design(task)
    place = workshop.run_points(task, "screening", lambda: points, first, len(points), thin=THIN, keys=keys)
    table = table_of(place)
    targets = [target for target in task.targets if target.key in keys]
    values = np.stack([target.rescaled(table[target.name].to_numpy(np.float64)) for target in targets], axis=1)
    return ranking(task, targets, np.abs(values[1::2] - values[::2]))


def ranking(task: Calibration, targets: Sequence[RangeTarget], moved: np.ndarray) -> pd.DataFrame:
    """Constants from the one that moves targets most on; what the dice alone move, as most constants show it, is taken off.

    Constants that reach nothing leave every dice as it is, and say nothing of what chance moves.
    """
    moved = np.minimum(np.nan_to_num(moved, nan=CUT), CUT)
    alive = (moved > 0.0).any(axis=1)
    chance = np.median(moved[alive], axis=0) / MIDDLE if alive.any() else np.zeros(moved.shape[1])
    weight = np.array([target.weight for target in targets])
    own = np.maximum(moved**2 - chance**2, 0.0)
    effect = np.sqrt((weight * own).sum(axis=1) / weight.sum())
    most = own.argmax(axis=1)
    names = [targets[at].name if own[row, at] > 0.0 else "" for row, at in enumerate(most)]
    paths = [prior.path for prior in task.priors]
    table = pd.DataFrame({"constant": paths, "effect": effect, "moves most": names, "margins": moved.max(axis=1)})
    return table.sort_values("effect", ascending=False, kind="stable").reset_index(drop=True)
