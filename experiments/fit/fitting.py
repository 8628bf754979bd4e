"""A fit from beginning to end: waves of runs, the posterior they leave, and runs at the posterior as a check."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from community_dynamics.experiments.execution.batches import Plan
from community_dynamics.experiments.execution.whole_files import write_whole
from community_dynamics.experiments.fit.best_point import FINALISTS, candidates, ranked
from community_dynamics.experiments.fit.judging import checks_table, pairs_table, parameters_table
from community_dynamics.experiments.fit.likelihood import Judge, Likelihood
from community_dynamics.experiments.fit.parameters import points_of
from community_dynamics.experiments.fit.run_waves import (
    FOR_CANDIDATES,
    SHARES,
    Runs,
    Workshop,
    first_points,
    learned,
    likelihood_of,
    next_points,
    no_runs,
    table_of,
)
from community_dynamics.experiments.fit.sampling import posterior
from community_dynamics.experiments.fit.template import Problem
from community_dynamics.sim.inputs import Scenario

RUNS = 3000
FEWEST_REPEATS = 3
DRAWS = 400
# Power of the likelihood at which 90 % intervals held what was planted in 90 % of fifty communities; whole, they held it in 85.
CAUTION = 0.7
AT_THE_FIT = 0.3  # share of the check's runs that repeat the fitted point, to tell seeds from parameters
SEEDS_A_WAVE = 10_000_000


@dataclass(frozen=True)
class Fit:
    """What a fit came to.

    draws: of the posterior, as shares of the prior and as values; fitted: values at the point whose runs come nearest to
    the log; check: the checking runs; checks, parameters, pairs: tables; weekly: weekly actives of the checking runs.
    """

    problem: Problem
    runs: Runs
    likelihood: Likelihood
    unit: np.ndarray
    draws: pd.DataFrame
    fitted: dict[str, float]
    check: pd.DataFrame
    checks: pd.DataFrame
    parameters: pd.DataFrame
    pairs: pd.DataFrame
    weekly: np.ndarray

    @property
    def scenario(self) -> Scenario:
        """The community as fitted."""
        return self.problem.scenario.with_values(self.fitted)


def fit(problem: Problem, workshop: Workshop, runs: int = RUNS) -> Fit:
    """Fit a community; called again with the same folder, it goes on where it was stopped."""
    workshop.open(problem, runs)
    found, seen = waves(problem, workshop, runs)
    chosen = chosen_of(problem, workshop, found, drawn(found, workshop), round(FOR_CANDIDATES * runs))
    unit = draws_of(found, workshop)
    draws = points_of(problem.priors, unit)
    check = checked(problem, workshop, unit, chosen, round((1.0 - sum(SHARES) - FOR_CANDIDATES) * runs))
    values = points_of(problem.priors, chosen[np.newaxis]).iloc[0]
    fitted = {str(path): float(value) for path, value in values.items()}
    return Fit(
        problem, seen, found, unit, draws, fitted, check, checks_table(problem, found, check),
        parameters_table(problem.priors, unit, draws, values), pairs_table(problem.priors, unit),
        weekly_of(workshop.folder / "check"),
    )  # fmt: skip


def counts_of(runs: int) -> list[int]:
    """Runs of each wave."""
    return [max(40, round(share * runs)) for share in SHARES]


def first_plan(problem: Problem, seed: int, runs: int) -> Plan:
    """The runs of the first wave."""
    unit = first_points(counts_of(runs)[0], len(problem.priors), Workshop(Path(), seed).dice(0))
    seeds = np.arange(len(unit), dtype=np.int64)[:, np.newaxis] + seeds_from(seed, 0)
    return Plan(problem.subject(), points_of(problem.priors, unit), seeds)


def waves(problem: Problem, workshop: Workshop, runs: int) -> tuple[Likelihood, Runs]:
    """All waves, and what they teach."""
    seen = no_runs(problem)
    found: Likelihood | None = None
    for wave, number in enumerate(counts_of(runs)):

        def design(wave: int = wave, number: int = number, found: Likelihood | None = found) -> np.ndarray:
            dice = workshop.dice(wave)
            if found is None:
                return first_points(number, len(problem.priors), dice)
            return next_points(found, wave, number, dice)

        place = workshop.run(problem, f"wave-{wave + 1}", design, seeds_from(workshop.seed, wave))
        seen = seen.joined(*learned(problem, place))
        found = likelihood_of(problem.targets, seen)
    assert found is not None
    return found, seen


def seeds_from(seed: int, wave: int) -> int:
    """First seed of a wave: no two waves share one."""
    return seed * 10 * SEEDS_A_WAVE + (wave + 1) * SEEDS_A_WAVE


def draws_of(found: Judge, workshop: Workshop) -> np.ndarray:
    """Draws of the cautious posterior, made once and kept."""
    place = workshop.folder / "draws.parquet"
    if not place.exists():
        unit = drawn(found, workshop, CAUTION)
        table = pd.DataFrame(unit, columns=[f"share_{at}" for at in range(unit.shape[1])])
        write_whole(place, lambda path: table.to_parquet(path))
    return pd.read_parquet(place).to_numpy(np.float64)


def drawn(found: Judge, workshop: Workshop, power: float = 1.0) -> np.ndarray:
    """Draws of the posterior with the likelihood to some power."""
    walkers = posterior(lambda unit: power * found.log(unit), found.dimensions, 2 * DRAWS, workshop.dice(len(SHARES)))
    return np.asarray(walkers.points[workshop.dice(len(SHARES) + 1).permutation(2 * DRAWS)[:DRAWS]])


def chosen_of(problem: Problem, workshop: Workshop, found: Likelihood, unit: np.ndarray, runs: int) -> np.ndarray:
    """The point that becomes the scenario: all candidates are run a few times, and the best of them as often again and more."""
    tried = candidates(found, unit, workshop.dice(len(SHARES) + 2))
    for again, name in enumerate(("candidates", "finalists")):
        points = np.tile(tried, (max(FEWEST_REPEATS, runs // 2 // len(tried)), 1))
        first_seed = seeds_from(workshop.seed, len(SHARES) + again)
        table = table_of(workshop.run(problem, name, partial(np.asarray, points), first_seed))
        tried = tried[ranked(problem.targets, table, len(tried))[:FINALISTS]]
    return np.asarray(tried[0])


def checked(problem: Problem, workshop: Workshop, unit: np.ndarray, chosen: np.ndarray, runs: int) -> pd.DataFrame:
    """Runs at draws of the posterior, one each, and repeated ones at the fitted point, which come last."""
    repeated = max(20, round(AT_THE_FIT * runs))
    others = max(40, runs - repeated)
    points = np.concatenate([unit[:others], np.tile(chosen, (repeated, 1))])
    place = workshop.run(problem, "check", lambda: points, seeds_from(workshop.seed, len(SHARES) + 2), course=True)
    table = table_of(place)
    return table.assign(fitted=np.arange(len(table)) >= len(table) - repeated)


def weekly_of(place: Path) -> np.ndarray:
    """Weekly actives of every run of a study."""
    from community_dynamics.experiments.execution.study_folder import open_study

    return open_study(place).series("weekly_actives")
