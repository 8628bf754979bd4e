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
    from community_dynamics.experiments.discovery.boxes import Boxes
    from community_dynamics.experiments.discovery.edge import Edge
    from community_dynamics.experiments.discovery.warning_signs import Warnings
    from community_dynamics.experiments.fit.fitting import Fit
    from community_dynamics.experiments.forecast.foresight import Foresight
    from community_dynamics.experiments.logs.described import Description
    from community_dynamics.experiments.logs.log import Log
    from community_dynamics.experiments.plans.named_plan import NamedPlan
    from community_dynamics.experiments.recommendation.recommend import Recommendation
    from community_dynamics.experiments.studies.compare import Comparison, Repairs
    from community_dynamics.experiments.studies.plan_comparison import PlanComparison
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
    "plans",
    "plan",
    "with_plan",
    "compare_plans",
    "recommend",
    "diagnose",
    "sweep",
    "sensitivity",
    "discover",
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


def plans() -> "pd.DataFrame":
    """The bundled plans: a row each, with name, story and source."""
    import pandas as pd

    from community_dynamics.experiments.plans.plan_files import plan_names

    found = [plan(name) for name in plan_names()]
    return pd.DataFrame([(one.name, one.story, one.source) for one in found], columns=["name", "story", "source"])


def plan(words: str, starts: str = "") -> "NamedPlan":
    """A plan in words: `none`, a name, a path (`./ours.yaml`), `NAME@180` to begin on day 180, several with + between.

    starts: date of the community's day 0 (`scenario.starts`), for plans with dates such as `badges@2027-03-01`.
    Raises UnknownName, InvalidValue or UnreadableFile, each in one line that says how to mend it.
    """
    from community_dynamics.experiments.plans.plan_files import load_plan

    return load_plan(words, starts)


def with_plan(scenario: "Scenario", plan: "NamedPlan | str") -> "Scenario":
    """The community with a plan laid over it, for `run`, `agents` or `sweep`; refused where the plan cannot hold in it."""
    from community_dynamics.experiments.plans.laying import laid
    from community_dynamics.experiments.plans.plan_files import load_plan

    return laid(load_plan(plan, scenario.starts) if isinstance(plan, str) else plan, scenario)


def compare_plans(
    scenario: "Scenario",
    plans: "Sequence[NamedPlan | str]",
    runs: int = 100,
    seed: int = 0,
    workers: int | None = None,
    outcome: str = "weekly_contributors",
    uncertainty: str = "theory",
) -> "PlanComparison":
    """Plans for one community on the same seeds, each against the first: `compare_plans(guild, ["none", "monthly_meetup"])`.

    `.effects` has a row for each plan and outcome, `.costs` hours and money a year, `.gains` who gains, `.pairs` every two plans,
    `.best` those that cannot be told from the best in `outcome`. Intervals (95 %) cover seeds and what calibration left open of
    the theory, or with uncertainty="seeds" seeds alone.
    """
    from community_dynamics.experiments.plans.plan_files import plans_of_one_community
    from community_dynamics.experiments.studies import plan_comparison

    named = plans_of_one_community(plans, scenario.starts)
    return plan_comparison.compare_plans(scenario, named, runs, seed, outcome, uncertainty, threads=workers)


def recommend(
    scenario: "Scenario",
    plans: "Sequence[NamedPlan | str] | None" = None,
    hours_a_week: float | None = None,
    money_a_year: float | None = None,
    runs: int = 200,
    seed: int = 0,
    workers: int | None = None,
    outcome: str = "weekly_contributors",
    judge: str = "mean",
) -> "Recommendation":
    """Which plans, up to three, and from which day on, do most within a budget; finalists are judged on `runs` fresh seeds.

    plans: what may be chosen (all bundled plans but launches unless said); hours_a_week, money_a_year: paid hours and money
    that may be spent beyond today's, no limit unless said; judge: mean, worst_decile or regret. `.table`: finalists, best first.
    """
    from community_dynamics.experiments.plans.plan_files import plans_of_one_community
    from community_dynamics.experiments.recommendation import recommend
    from community_dynamics.experiments.recommendation.candidates import Budget

    named = None if plans is None else plans_of_one_community(plans, scenario.starts)
    budget = Budget(hours_a_week, money_a_year)
    return recommend.recommend(scenario, named, budget, runs, seed, outcome, judge, threads=workers)


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


def discover(
    scenario: "Scenario",
    vary: Mapping[str, object] | None = None,
    find: str = "boxes",
    outcome: str = "holding",
    below: float | None = None,
    above: float | None = None,
    points: int | None = None,
    runs: int | None = None,
    seed: int = 0,
    workers: int | None = None,
) -> "Boxes | Edge | Warnings":
    """Where a community fails (`boxes`), where it tips between two levers (`edge`), or what in a log warns (`warnings`).

    vary: circumstances, such as {"levers.demand": (0.5, 1.3), "levers.sponsor_present": [0, 1]}; the usual ones if left out.
    A point fails where its mean outcome is below or above a limit: below one half unless said. points: a power of 2 (1024), or
    levels of each lever of an edge (9); runs: at each point (10; 60 for an edge; 1 for warnings). `.statement` says what was
    found, `.boxes` and `.limits`, `.table` and `.map`, or `.indicators` and `.watch` hold it.
    """
    from community_dynamics.experiments.discovery.discovering import discovered

    options = {"outcome": outcome, "below": below, "above": above, "points": points, "runs": runs, "seed": seed}
    return discovered(scenario, dict(vary or {}), find, workers, **options)


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
    from community_dynamics.experiments.report import any_figure, run_figures

    if isinstance(found, Runs):
        return run_figures.run_figure(found.scenario, found.ensemble)
    return any_figure.figure_of(found, outcome)
