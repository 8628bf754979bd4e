"""How places wear out (C19): rise and decline of open ones over eight years, and cores whose leavers nobody replaces."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each, Runs
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.world import allocate

EIGHT_YEARS = (("settings.days", 2920.0), ("settings.seats", 8000.0))
YEAR, LAST_THIRD, WORN = 52, 2 / 3, 0.7
PLACES = {"open_forum": 1460 * 3000.0, "well_run_cop": 1460 * 120.0}  # and what one run takes
GROWN = 728  # days with newcomers, and as many without


def smoothed(people: np.ndarray) -> np.ndarray:
    """Means over the 52 weeks that end with each week, from the first whole year on."""
    sums = np.concatenate([[0.0], np.cumsum(people)])
    return np.asarray((sums[YEAR:] - sums[:-YEAR]) / YEAR)


def wears_out(people: np.ndarray) -> float:
    """Whether a year's mean peaks before the last third of the weeks and ends below .7 of that peak; 0 where nobody ever came."""
    yearly = smoothed(people)
    middle = yearly.argmax() + YEAR / 2
    return float(middle < LAST_THIRD * people.size and yearly[-1] < WORN * yearly.max())


def rise_and_decline(runs: Ensemble) -> np.ndarray:
    """Whether each run wears out."""
    assert runs.weekly is not None
    return np.array([wears_out(people) for people in runs.weekly["contributors"]])


def left_alone(name: str) -> Callable[[Mapping[str, float], int], dict[str, float]]:
    """What tells whether a community ends when nobody new hears of it, with theory constants changed."""

    def numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
        return {"ended": abandoned(community(name).with_values({"settings.days": 2.0 * GROWN, **values}), seed)}

    return numbers


LEFT_ALONE = {name: left_alone(name) for name in PLACES}


def abandoned(scenario: Scenario, seed: int) -> float:
    """Whether a place that is alive at half-time has stalled or died by the end, though nobody new hears of it from half-time on.

    Neither announcements nor members tell of it any more. It has stalled below the threshold of half-time, as later on nobody
    counts as eligible in an open pool. NaN where it was not alive at half-time.
    """
    world = allocate(inputs_of(replace(scenario, arrivals=(1.0, 0.0))))
    half, rules = world.calendar.size // 2, compiled()
    rules.begin(world, np.uint64(seed))
    for day in range(half):
        rules.advance_day(world, day)
    enough, before = rules.stall_threshold(world, half // 7 - 1, 1.0), rules.trailing(world, half // 7 - 1)
    theory = world.theory.copy()
    theory["word_of_mouth"] = 0.0
    world.put(theory=theory)
    for day in range(half, 2 * half):
        rules.advance_day(world, day)
    ended = rules.trailing(world, 2 * half // 7 - 1) < enough
    return float(ended) if before >= enough else float("nan")


def batches(runs: int) -> tuple[Batch, ...]:
    """Eight years of an open place, and both places that are left alone."""
    alone = [Each(LEFT_ALONE[name], runs, size) for name, size in PLACES.items()]
    return (Runs("open_forum", max(10, runs // 2), EIGHT_YEARS, series=True), *alone)


WEARING = Known(
    "C19", "wearing out", "TeBlunthuis, Shaw and Hill 2018; seven logs of real communities",
    "open_forum over eight years, with level arrivals and a seat for everybody who comes: mean weekly contributors of a year, as "
    "it moves on by weeks, peak before the last third and end below .7 of the peak; open_forum and well_run_cop, of which nobody "
    "new hears from the end of the second year on, neither by announcements nor by members: of those that had not stalled by "
    "then, those that have two years later, by the same number of contributors",
    (
        Part("open_forum: places that rise and decline in eight years", 0.5, 1.0, (), True),
        *[Part(f"{name}: places that end within two years of the last newcomer", 0.5, 1.0) for name in PLACES],
    ),
    batches,
    lambda years, *alone: [rise_and_decline(years), *[one["ended"] for one in alone]],
)  # fmt: skip
