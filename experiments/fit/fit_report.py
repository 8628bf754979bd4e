"""A fit in words and as a scenario: what was found, where the model fails, and a community that can be run again."""

from dataclasses import replace

import numpy as np

from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
from community_dynamics.experiments.base.statements import several, tidy
from community_dynamics.experiments.fit.fitting import Fit
from community_dynamics.experiments.fit.judging import met_interval
from community_dynamics.experiments.fit.observation import LOG
from community_dynamics.experiments.fit.template import BLEAK
from community_dynamics.experiments.logs.course import date_of
from community_dynamics.sim.inputs import Scenario

COVERS = (
    "Intervals of parameters hold 90 % of the posterior: they cover chance and what the log leaves open, given the theory "
    "and the range allowed beforehand. They do not cover doubts about the theory itself, whose constants are shared by all "
    "communities and are never fitted; where the theory cannot follow, the statistics that it misses say so."
)


def window_words(fit: Fit) -> str:
    """The stretch of the log in words."""
    seen = fit.problem.observation
    if seen.form == LOG or seen.first > 0:
        return f"{date_of(seen.first)} to {date_of(seen.first + seen.days - 1)}"
    return f"{seen.days:,} days"


def statement(fit: Fit) -> str:
    """The chief findings in a few sentences."""
    met, of, low, high = met_interval(fit.problem, fit.check)
    told = fit.parameters.loc[fit.parameters["verdict"] == "identified", "label"].tolist()
    blind = fit.parameters.loc[fit.parameters["verdict"] == "not identified by this log", "label"].tolist()
    found = f"runs at the posterior meet {met} of {of} statistics (90 % interval {low} to {high})"
    there = f"runs of the scenario that comes of it meet {int(fit.checks['met there'].sum())}"
    parts = [f"{fit.problem.name}, {window_words(fit)}: {found}; {there}."]
    parts.append(f"The log pins down {listing(told)}." if told else "The log pins down no single parameter.")
    if blind:
        parts.append(f"It does not tell of {listing(blind)}.")
    return " ".join(parts)


def listing(labels: list[str]) -> str:
    """Labels of parameters without their units, as a list in a sentence."""
    return several([label.partition(" (")[0].lower() for label in labels])


def misfit(fit: Fit) -> list[str]:
    """Where the model fails, in words: each statistic that is not met, worst first."""
    missed = fit.checks[~fit.checks["met"]].sort_values("deviations", key=np.abs, ascending=False)
    if missed.empty:
        return ["Every statistic is met: on what was compared, the fitted community cannot be told from the real one."]
    lines = [
        f"{row.meaning[:1].upper()}{row.meaning[1:]}: {tidy(row.observed)} observed, {tidy(row.simulated)} simulated, "
        f"{tidy(abs(row.deviations), 2)} standard deviations {'too high' if row.deviations > 0 else 'too low'}."
        for row in missed.itertuples(index=False)
    ]
    given_up = int(fit.checks["given up"].sum())
    if given_up:
        lines.append(
            f"{given_up} {'statistic' if given_up == 1 else 'statistics'} could be met nowhere in the prior together with the "
            "others; the fit allows for that, "
            "so that they do not drag the parameters along."
        )
    return [*lines, *hint(fit)]


def hint(fit: Fit) -> list[str]:
    """Where a workplace is livelier than the template's levers allow, what to try."""
    course = fit.checks[fit.checks["statistic"].str.startswith(("active_", "weekly_"))]
    low = ~course["met"] & (course["deviations"] < 0)
    if fit.problem.scenario.name != BLEAK or 3 * int(low.sum()) < len(course) or not len(course):
        return []
    return [
        f"The fit began with a launch without support ({BLEAK}), and kept what no fit changes, such as facilitation and events. "
        "This community is livelier: begin with one that has what yours has, such as scenario=middling or scenario=well_run_cop."
    ]


def fitted_scenario(fit: Fit, name: str, story: str = "", source: str = "") -> Scenario:
    """The community as fitted, with its story and its source."""
    met, of, low, high = met_interval(fit.problem, fit.check)
    story = story or f"A community fitted to {fit.problem.name}, {window_words(fit)}."
    there = int(fit.checks["met there"].sum())
    counted = f"runs at the posterior meet {met} of {of} statistics ({low} to {high}), runs of this scenario {there}"
    found = f"Fitted to {fit.problem.name} ({window_words(fit)}): {counted}."
    rounded = {path: float(f"{value:.6g}") for path, value in fit.fitted.items()}
    base = fit.problem.scenario.with_values(rounded)
    levers = {lever: float(value) for lever, value in base.levers.items()}
    settings = {setting: float(value) for setting, value in base.settings.items()}
    return replace(base, name=name, story=story, source=f"{source} {found}".strip(), levers=levers, settings=settings)


def scenario_text(scenario: Scenario) -> str:
    """A scenario as a file that `community run` takes."""
    data = {key: value for key, value in scenario_data(scenario).items() if value}
    return as_yaml(data)
