"""Planted parameters and what fits make of them: `python -m benchmarks.recovery [trials] [folder]`, a row a parameter.

Communities of about two hundred contributors in a year are simulated at points drawn from the prior; each is then fitted
as if it were real. All share prior and template, so one table of runs over the prior serves as the first wave of every
fit; the later waves are each fit's own.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.figures import markdown
from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.fit.fit_statistics import log_statistics
from community_dynamics.experiments.fit.fit_subject import BENCH, FitSubject
from community_dynamics.experiments.fit.fitting import counts_of, draws_of, seeds_from
from community_dynamics.experiments.fit.footprint import run_days
from community_dynamics.experiments.fit.judging import ENDS, IDENTIFIED, WEAKLY
from community_dynamics.experiments.fit.observation import LOG, Observation
from community_dynamics.experiments.fit.parameters import OPEN, POSTING, points_of, priors_of
from community_dynamics.experiments.fit.run_waves import (
    Runs,
    Workshop,
    first_points,
    learned,
    likelihood_of,
    next_points,
    no_runs,
)
from community_dynamics.experiments.fit.targets import counted, targets_of
from community_dynamics.experiments.fit.template import Problem, begun_with, with_room
from community_dynamics.experiments.logs.resampling import interval, resampling
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.state import POSTS, REPLIES

DAYS, SILENCE, MONDAY_IN_2018 = 364, 91, 17_532
SHOWN = {"newcomers": 0.3, "founders": 8.0, "weekend": 0.8, "contributions": 4.0}
TABLE, LATER = 1024, 700
FEWEST_CONTRIBUTORS = 40
TRIALS = 50
# The communities before this number served to choose how cautious a posterior is.
FIRST = 100


@dataclass(frozen=True)
class Trial:
    """One planted community: its point and the fit's interval, as shares of the prior."""

    planted: np.ndarray
    low: np.ndarray
    high: np.ndarray
    members: int

    @property
    def inside(self) -> np.ndarray:
        """Whether the interval of each parameter holds what was planted."""
        return (self.planted >= self.low) & (self.planted <= self.high)

    @property
    def width(self) -> np.ndarray:
        """Width of each interval over that of the prior."""
        return (self.high - self.low) / (ENDS[1] - ENDS[0])


def template() -> Problem:
    """The problem that all trials share, but for what is observed."""
    scenario = begun_with(None, DAYS, MONDAY_IN_2018, None, SHOWN)
    priors = priors_of(OPEN, (POSTING,), SHOWN)
    observation = Observation(LOG, (POSTS, REPLIES), MONDAY_IN_2018, DAYS, SILENCE)
    return Problem("a planted community", with_room(scenario, priors), observation, (), priors, np.zeros(0))


def planted(problem: Problem, unit: np.ndarray, seed: int) -> Problem | None:
    """The problem of a community simulated at a point; None where too few took part for anybody to fit it."""
    point = points_of(problem.priors, unit[np.newaxis]).iloc[0].to_dict()
    scenario = FitSubject(problem.scenario, problem.observation).at({str(path): value for path, value in point.items()})
    days = run_days(BENCH.run(inputs_of(scenario), seed, np.zeros(1, np.int64)), (POSTS, REPLIES), MONDAY_IN_2018)
    if days.members < FEWEST_CONTRIBUTORS:
        return None
    found = {name: interval(value) for name, value in log_statistics(days, resampling(days.members), SILENCE).items()}
    found["members"] = counted(float(days.members))
    return replace(problem, targets=targets_of(problem.observation.measures, found, days.members))


def make_table(folder: Path, workers: int, runs: int = TABLE) -> None:
    """Runs over the whole prior, made once for all trials."""
    problem, workshop = template(), Workshop(folder, 1, workers)
    folder.mkdir(parents=True, exist_ok=True)
    workshop.run(problem, "table", partial(first_points, runs, len(problem.priors), workshop.dice(0)), seeds_from(1, 0))


def trial(folder: Path, later: int, number: int) -> Trial | None:
    """Plant a community and fit it; its later waves stay on disk, so that a study that was stopped goes on."""
    base = template()
    unit = np.random.default_rng([2024, number]).random(len(base.priors))
    problem = planted(base, unit, 77_000_000 + number)
    if problem is None:
        return None
    seen = no_runs(problem).joined(*learned(problem, folder / "table"))
    workshop = Workshop(folder / f"trial-{number}", 100 + number, 1)
    workshop.folder.mkdir(parents=True, exist_ok=True)
    seen = later_waves(problem, workshop, seen, later)
    unit_draws = draws_of(likelihood_of(problem.targets, seen), workshop)
    low, high = np.quantile(unit_draws, ENDS, axis=0)
    members = next(target.value for target in problem.targets if target.measure.name == "members")
    return Trial(unit, low, high, int(members))


def later_waves(problem: Problem, workshop: Workshop, seen: Runs, runs: int) -> Runs:
    """The waves after the first, as in any fit."""
    for wave, number in list(enumerate(counts_of(runs)))[1:]:
        found = likelihood_of(problem.targets, seen)
        design = partial(next_points, found, wave, number, workshop.dice(wave))
        place = workshop.run(problem, f"wave-{wave + 1}", design, seeds_from(workshop.seed, wave))
        seen = seen.joined(*learned(problem, place))
    return seen


def trials(folder: Path, number: int, processes: int = 1, runs: int = TABLE, later: int = LATER) -> Iterator[Trial]:
    """So many trials, one after another or on several processes; points at which too few take part are passed over."""
    make_table(folder, processes, runs)
    done, at = 0, FIRST
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        while done < number:
            for found in pool.map(partial(trial, folder, later), range(at, at + number - done)):
                at += 1
                if found is not None:
                    done += 1
                    yield found


def table(found: Sequence[Trial]) -> str:
    """A row a parameter: how often its 90 % interval held what was planted, and how wide it was."""
    base = template()
    inside, width = (np.array([getattr(one, name) for one in found]) for name in ("inside", "width"))
    rows = []
    for at, prior in enumerate(base.priors):
        held = wilson(int(inside[:, at].sum()), len(found))
        share = [float((width[:, at] <= IDENTIFIED).mean()), float((width[:, at] <= WEAKLY).mean())]
        rows.append(
            (label_of(prior.path), f"{int(inside[:, at].sum())} of {len(found)}", f"{held.low:.2f} to {held.high:.2f}",
             f"{np.median(width[:, at]):.2f}", f"{100 * share[0]:.0f} %", f"{100 * (share[1] - share[0]):.0f} %")
        )  # fmt: skip
    rows.append(("all", f"{int(inside.sum())} of {inside.size}", "", f"{np.median(width):.2f}", "", ""))
    headings = ("parameter", "planted value inside", "95 % interval of that share", "median width", "identified in", "weakly in")
    return markdown(headings, rows)


def measured(number: int = TRIALS, folder: Path | None = None) -> str:
    """The table of so many trials on all cores; the folder is kept, and gone on with, where one is named."""
    with TemporaryDirectory() as passing:
        found = []
        for one in trials(folder or Path(passing), number, os.cpu_count() or 1):
            found.append(one)
            line = f"{len(found)} of {number}: {one.members} contributors, inside {one.inside.sum()} of {one.inside.size}"
            print(line, file=sys.stderr, flush=True)
    return table(found)


def main(words: list[str]) -> None:
    """Run trials and print their table."""
    print(measured(int(words[0]) if words else TRIALS, Path(words[1]) if len(words) > 1 else None))


if __name__ == "__main__":
    main(sys.argv[1:])
