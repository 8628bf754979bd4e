"""A calibration from beginning to end: as it stands, waves of points, the posterior they leave, one point, and its check."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.calibration.joint_likelihood import RangeLikelihood, likelihood_of
from community_dynamics.experiments.calibration.judged import judged
from community_dynamics.experiments.calibration.new_defaults import chosen_of, run_each, standing
from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.fit.fitting import draws_of, seeds_from
from community_dynamics.experiments.fit.parameters import points_of
from community_dynamics.experiments.fit.run_waves import Runs, Workshop, learned, next_points, no_runs, table_of
from community_dynamics.experiments.fit.sampling import spread_points

# Of all points: the prior, the region not ruled out, the posterior's neighbourhood twice; candidates; the rest is the check.
SHARES, FOR_CANDIDATES = (0.4, 0.18, 0.14, 0.12), 0.1
SEEDS, CHECK, JUDGED = 0, 7, 9  # stages that throw dice of their own
FEWEST_A_WAVE, FEWEST_REPEATS, MOST_REPEATS = 24, 6, 12
VERIFIED = 40
# The points of the first wave in turn: how far from the constants as they stand, as a share of the whole prior.
NEARER = (1.0, 0.5, 0.25)


@dataclass(frozen=True)
class Calibrated:
    """What a calibration came to.

    unit, draws: of the posterior, as shares of the prior and as values; chosen: the rounded point that was verified;
    before, after: every number as facts are judged, with the constants as they stood and at the point; over: runs of single
    points, one at each of some draws.
    """

    task: Calibration
    runs: Runs
    likelihood: RangeLikelihood
    unit: np.ndarray
    draws: pd.DataFrame
    chosen: dict[str, float]
    before: pd.DataFrame
    after: pd.DataFrame
    over: pd.DataFrame


def calibrate(task: Calibration, workshop: Workshop, runs: int, verified: int = VERIFIED) -> Calibrated:
    """Calibrate with so many points, judge over so many runs; called again with the same folder, it goes on."""
    workshop.open(task, runs)
    before = judged(task, workshop, "before", {}, verified, JUDGED)
    found, seen = waves(task, workshop, runs, seeds_of(task, workshop, repeats_of(runs)))
    unit = draws_of(found, workshop)
    draws = points_of(task.priors, unit)
    chosen = chosen_of(task, workshop, found, unit, round(FOR_CANDIDATES * runs))
    over = checked(task, workshop, draws.iloc[: checks_of(runs)])
    after = judged(task, workshop, "after", chosen, verified, JUDGED)
    return Calibrated(task, seen, found, unit, draws, chosen, before, after, over)


def points_in_all(runs: int) -> int:
    """About how many points are run, of all stages together."""
    return repeats_of(runs) + sum(counts_of(runs)) + round(FOR_CANDIDATES * runs) + checks_of(runs)


def counts_of(runs: int) -> list[int]:
    """Points of each wave."""
    return [max(FEWEST_A_WAVE, round(share * runs)) for share in SHARES]


def repeats_of(runs: int) -> int:
    """How often the constants as they stand are run, to tell what seeds make of single points."""
    return int(np.clip(runs // 80, FEWEST_REPEATS, MOST_REPEATS))


def checks_of(runs: int) -> int:
    """At how many draws of the posterior everything is run."""
    return max(FEWEST_REPEATS, round((1.0 - sum(SHARES) - FOR_CANDIDATES) * runs))


def checked(task: Calibration, workshop: Workshop, points: pd.DataFrame) -> pd.DataFrame:
    """All numbers at single points, those held out among them."""
    first = seeds_from(workshop.seed, CHECK)
    return table_of(workshop.run_points(task, "check", lambda: points, first, keys=task.keys, whole=True))


def seeds_of(task: Calibration, workshop: Workshop, repeats: int) -> np.ndarray:
    """What seeds alone make of each number at one point: the sd over runs of the constants as they stand, in margins."""
    table = run_each(task, workshop, "seeds", standing(task), repeats, SEEDS)
    values = [target.rescaled(table[target.name].to_numpy(np.float64)) for target in task.targets]
    return np.array([float(one[np.isfinite(one)].std(ddof=1)) if np.isfinite(one).sum() > 1 else 0.0 for one in values])


def waves(task: Calibration, workshop: Workshop, runs: int, seeds: np.ndarray) -> tuple[RangeLikelihood, Runs]:
    """All waves, and what they teach."""
    seen = no_runs(task)
    found: RangeLikelihood | None = None
    for wave, number in enumerate(counts_of(runs)):

        def design(wave: int = wave, number: int = number, found: RangeLikelihood | None = found) -> np.ndarray:
            dice = workshop.dice(wave)
            return first_points(task, number, dice) if found is None else next_points(found, wave, number, dice)

        place = workshop.run(task, f"wave-{wave + 1}", design, seeds_from(workshop.seed, wave + 1))
        seen = seen.joined(*learned(task, place))
        found = likelihood_of(task.targets, seeds, seen)
    assert found is not None
    return found, seen


def first_points(task: Calibration, number: int, dice: np.random.Generator) -> np.ndarray:
    """Points of the first wave: spread over the whole prior, two of three drawn towards the constants as they stand.

    With many constants nearly all of a prior lies near its ends, and nearly none where the theory stands.
    """
    unit = spread_points(number, len(task.priors), dice)
    middle = np.array([float(prior.share(np.array(value))) for prior, value in zip(task.priors, task.before, strict=True)])
    nearer = np.resize(NEARER, number)[:, np.newaxis]
    return np.asarray(middle + nearer * (unit - middle))
