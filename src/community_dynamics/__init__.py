"""Community Dynamics: why some learning communities flourish while most stall.

>>> import community_dynamics as cd
>>> guild = cd.load("guild")
>>> alone = guild.with_values({"levers.sponsor_present": 0})
>>> cd.compare(guild, alone, runs=20).table.shape[0] > 40
True

Every function gives tidy tables (pandas) or an object that holds some, and `figure` draws each of them. Imports stand inside the
functions so that `import community_dynamics` and the `community` command start at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from community_dynamics.experiments.diagnosis.diagnosing import Diagnosis
    from community_dynamics.experiments.fit.fitting import Fit
    from community_dynamics.experiments.forecast.foresight import Foresight
    from community_dynamics.experiments.logs.described import Description
    from community_dynamics.experiments.logs.log import Log
    from community_dynamics.experiments.studies.compare import Comparison, Repairs
    from community_dynamics.experiments.studies.sensitivity import Analysis
    from community_dynamics.models.community import Community
    from community_dynamics.sim.ensemble import Ensemble
    from community_dynamics.sim.inputs import Scenario

__all__ = [
    "load",
    "scenarios",
    "run",
    "Runs",
    "agents",
    "compare",
    "repairs",
    "diagnose",
    "sweep",
    "sensitivity",
    "read_log",
    "describe",
    "fit",
    "forecast",
    "figure",
]


def load(named: str) -> "Scenario":
    """A community, by the name of a bundled one (`guild`) or the path of a YAML file (`./ours.yaml`).

    `load("guild").with_values({"levers.cadence_days": 7, "dials.cause": 1})` is the same community with other values.
    Raises UnknownName, InvalidValue or UnreadableFile, each in one line that says how to mend it.
    """
    from community_dynamics.experiments.scenarios import scenario_files

    return scenario_files.load(named)


def scenarios() -> "pd.DataFrame":
    """The bundled communities: a row each, with name, story and source."""
    import pandas as pd

    from community_dynamics.experiments.scenarios.scenario_files import scenario_names

    found = [(name, load(name)) for name in scenario_names()]
    return pd.DataFrame([(name, one.story, one.source) for name, one in found], columns=["name", "story", "source"])


@dataclass(frozen=True)
class Runs:
    """Runs of one community on seeds `seed`, `seed + 1`, ..."""

    scenario: "Scenario"
    seed: int
    ensemble: "Ensemble"

    @property
    def table(self) -> "pd.DataFrame":
        """A row a run: its seed and every outcome; `community explain outcomes` says what each means, and its unit."""
        from community_dynamics.experiments.studies.run_tables import outcomes_frame

        return outcomes_frame(self.scenario, self.ensemble, self.seed)

    @property
    def weekly(self) -> "pd.DataFrame":
        """A row a run and week: contributors, visitors, and the mean states of members."""
        from community_dynamics.experiments.studies.run_tables import weekly_frame

        return weekly_frame(self.scenario, self.ensemble, self.seed)


def run(scenario: "Scenario", runs: int = 100, seed: int = 0, workers: int | None = None) -> Runs:
    """Simulate one community `runs` times, on `workers` threads (all cores unless said)."""
    from community_dynamics.experiments.studies.compare import check_runs
    from community_dynamics.sim.ensemble import simulate_scenario

    check_runs(runs, seed)
    return Runs(scenario, seed, simulate_scenario(scenario, runs, seed, series=True, threads=workers))


def agents(scenario: "Scenario", seed: int = 0) -> "Community":
    """The same community as a Mesa model, to step day by day and to look into: the same rules, to the same bits."""
    from community_dynamics.models.community import Community

    return Community(scenario, seed=seed)


def compare(first: "Scenario", second: "Scenario", runs: int = 100, seed: int = 0, workers: int | None = None) -> "Comparison":
    """Two communities with the same seeds: `.table` has every outcome's difference (second minus first) with a 95 % interval."""
    from community_dynamics.experiments.studies.compare import paired

    return paired(first, second, runs, seed, workers)


def repairs(
    scenario: "Scenario",
    better: Mapping[str, Mapping[str, float]],
    runs: int = 100,
    seed: int = 0,
    workers: int | None = None,
    outcome: str = "holding",
) -> "Repairs":
    """What each change would do alone, largest first: `better` names changes, {"a sponsor": {"levers.sponsor_present": 1}}."""
    from community_dynamics.experiments.studies import compare

    return compare.repairs(scenario, better, runs, seed, workers, outcome=outcome)


def diagnose(
    scenario: "Scenario",
    reference: "Scenario | str | None" = None,
    outcome: str = "weekly_contributors",
    runs: int | None = None,
    seed: int = 0,
    workers: int | None = None,
    by: str = "groups",
) -> "Diagnosis":
    """Why a community stalls: `.causes` has each cause's share of what it loses against a reference, with 95 % intervals.

    reference: a community, its name or path, or `before` (itself without dated changes and failures); see `community diagnose
    --help`. `.rescue` has the smallest sets of repairs, `.deadline` until when they save it, `.twins` one world told twice.
    """
    from community_dynamics.experiments.diagnosis import diagnosing

    return diagnosing.diagnose(scenario, reference, outcome, seed, runs, workers, by=by)


def sweep(
    scenario: "Scenario", vary: Mapping[str, Sequence[float]], runs: int = 20, seed: int = 0, workers: int | None = None
) -> "pd.DataFrame":
    """Every combination of the listed values, each with the same `runs` seeds: a row a run, with values and outcomes.

    vary: values by full name, such as {"levers.cadence_days": [2, 7, 30], "dials.credit": [0, 1]}.
    """
    from community_dynamics.experiments.designs.named_points import grid
    from community_dynamics.experiments.execution.in_memory import run_points
    from community_dynamics.experiments.scenarios.scenario_files import check_each

    points = grid(vary)
    check_each(scenario, points)
    return run_points(scenario, points, runs, seed, workers)


def sensitivity(
    scenario: "Scenario",
    vary: Mapping[str, object],
    outcome: str = "weekly_contributors",
    method: str = "morris",
    samples: int | None = None,
    runs: int = 10,
    seed: int = 0,
    workers: int | None = None,
) -> "Analysis":
    """Which parameters matter most for one outcome, over ranges: {"levers.demand": (0.6, 1.2)}.

    method: morris, sobol, fast, rbd_fast, delta, pawn, hdmr, dgsm or regression; samples: its usual number unless said.
    `.findings` has the indices with intervals, `.runs` a row a run.
    """
    from community_dynamics.experiments.studies import sensitivity

    return sensitivity.sensitivity(scenario, vary, outcome, method, samples, runs, seed, workers)


def read_log(path: Path | str, dates: str = "", **columns: str) -> "Log":
    """The log of a real community (CSV, Parquet, `git log`), without names.

    dates: `day` or `month` first, where days cannot be told from months; columns: `member="author"`, `time="sent_at"` where
    headings are not found by themselves.
    """
    from community_dynamics.experiments.logs import reading

    return reading.read_log(path, columns, dates)


def describe(log: "Log") -> "Description":
    """What a log says: `.statement`, and a table for each question, such as `describe(log)["statistics"]`."""
    from community_dynamics.experiments.logs.described import described

    return described(log)


def fit(
    log: "Log", folder: Path | str, runs: int = 3000, seed: int = 0, workers: int | None = None, eligible: int | None = None
) -> "Fit":
    """Settings and levers at which the simulation behaves like the log; `folder` keeps the runs, so that it can be resumed.

    eligible: how many people may join, for a workplace; an open place unless said.
    """
    from community_dynamics.experiments.fit.fitting import fit
    from community_dynamics.experiments.fit.run_waves import Workshop
    from community_dynamics.experiments.fit.template import log_problem

    return fit(log_problem(log, eligible=eligible), Workshop(Path(folder), seed, workers), runs)


def forecast(log: "Log", draws: int = 1000, seed: int = 0, weeks: int = 52) -> "Foresight":
    """Weekly actives and contributions to come, and the chance of stalling: `.finding`, `.table`, `.horizons`."""
    from community_dynamics.experiments.forecast.foresight import foresee
    from community_dynamics.experiments.forecast.past import past_of
    from community_dynamics.experiments.forecast.worlds import usual_worlds, worlds

    return foresee(past_of(log), worlds(usual_worlds(), seed), draws, seed, weeks)


def figure(found: Any, outcome: str = "holding") -> "Figure":
    """The picture of whatever the functions above give; `outcome` is what a sweep's picture shows."""
    import pandas as pd

    from community_dynamics.experiments.base.errors import WrongKind
    from community_dynamics.experiments.diagnosis.diagnosing import Diagnosis
    from community_dynamics.experiments.fit import fit_figures
    from community_dynamics.experiments.fit.fitting import Fit
    from community_dynamics.experiments.forecast.forecast_figures import fan
    from community_dynamics.experiments.forecast.foresight import Foresight
    from community_dynamics.experiments.logs import log_figures
    from community_dynamics.experiments.logs.described import Description
    from community_dynamics.experiments.report import comparison_figures, diagnosis_figures, findings_figures, run_figures
    from community_dynamics.experiments.studies.compare import Comparison, Repairs
    from community_dynamics.experiments.studies.sensitivity import Analysis
    from community_dynamics.experiments.studies.sweeps import varied_in

    match found:
        case Runs():
            return run_figures.run_figure(found.scenario, found.ensemble)
        case pd.DataFrame():
            return run_figures.sweep_figure(found, varied_in(found), outcome)
        case Comparison():
            return comparison_figures.comparison_figure(found)
        case Repairs():
            return comparison_figures.repairs_figure(found)
        case Diagnosis():
            return diagnosis_figures.causes_figure(found)
        case Analysis():
            return findings_figures.findings_figure(found.findings, len(found.runs))
        case Description():
            return log_figures.course_figure(found).figure
        case Fit():
            return fit_figures.course_figure(found).figure
        case Foresight():
            return fan(found)
    raise WrongKind(f"{type(found).__name__} has no figure; give what run, sweep, compare, sensitivity, describe or fit gave")
