"""How launches fade (C16): an early peak and little a year later, unless somebody sees to it."""

import numpy as np

from community_dynamics.experiments.facts.estimates import jackknife, share
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Runs, well_run
from community_dynamics.sim.ensemble import Ensemble

EARLY, YEAR, MONTH = 8, 52, 4  # weeks
LEAST_FADE, MOST = 5.0, 1000.0


def launch_runs(runs: int) -> Runs:
    """The launch without support, as often as it takes where few contribute."""
    return Runs("unsupported_launch", 5 * runs, series=True)


def batches(runs: int) -> tuple[Batch, ...]:
    """Two launches without support and one with it."""
    return (launch_runs(runs), Runs("nasa_spacebook", runs, series=True), well_run(runs))


def weekly(runs: Ensemble) -> np.ndarray:
    """Contributors in each week of the first year: runs x weeks."""
    assert runs.weekly is not None
    return np.asarray(runs.weekly["contributors"][:, :YEAR])


def year_end(people: np.ndarray) -> float:
    """The level of the twelfth month."""
    return float(people[YEAR - MONTH : YEAR].mean())


def fade(people: np.ndarray) -> float:
    """The highest of the first eight weeks over the level of month twelve; one contributor in all where that level is 0."""
    return float(people[:EARLY].max() / max(year_end(people), 1.0 / MONTH))


def early_peak(people: np.ndarray) -> float:
    """The highest of the first eight weeks over the highest that comes later in the year; one contributor in all at least."""
    return float(people[:EARLY].max() / max(people[EARLY:].max(), 1.0))


def growth(people: np.ndarray) -> float:
    """The level of month twelve over that of week eight."""
    return share(year_end(people), float(people[EARLY - 1]))


def effects(launch: Ensemble, spacebook: Ensemble, well: Ensemble) -> list[np.ndarray]:
    """Every number, on contributors summed over runs week by week."""
    fading = [jackknife(how, weekly(runs)) for runs in (launch, spacebook) for how in (fade, early_peak)]
    return [*fading, jackknife(growth, weekly(well))]


FADING = Known(
    "C16", "fading launch", "Altimeter 2012; McDermott and Archibald 2010",
    "contributors a week over all runs, in the first year of unsupported_launch and nasa_spacebook, which nobody supports, and "
    "of well_run_cop; month twelve is weeks 49 to 52",
    (
        *[
            part
            for name in ("unsupported_launch", "nasa_spacebook")
            for part in (
                Part(f"{name}: highest of the first eight weeks over month twelve", LEAST_FADE, MOST),
                Part(f"{name}: highest of the first eight weeks over the highest later on", 1.0, MOST),
            )
        ],
        Part("well_run_cop: month twelve over week eight", 1.0, MOST),
    ),
    batches,
    effects,
)  # fmt: skip
