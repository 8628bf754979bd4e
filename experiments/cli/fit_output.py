"""What a fit leaves behind: posterior, tables, pictures, a page, and a scenario that can be run again."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from community_dynamics.experiments.base.provenance import commit, provenance
from community_dynamics.experiments.base.result_folder import MARKER, as_json
from community_dynamics.experiments.cli.study_output import write_figure, write_text
from community_dynamics.experiments.execution.whole_files import write_whole
from community_dynamics.experiments.fit.fit_figures import pictures
from community_dynamics.experiments.fit.fit_report import COVERS, fitted_scenario, misfit, scenario_text, statement, window_words
from community_dynamics.experiments.fit.fitting import Fit
from community_dynamics.experiments.fit.probe import probe_words
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page, product_version

HEADINGS = {
    "label": "parameter",
    "prior low": "allowed from",
    "prior high": "allowed to",
    "low": "90 % from",
    "high": "90 % to",
    "width": "width, posterior over prior",
}
MET = (
    "Met: the mean of the runs differs from what was observed by at most 1.645 times the root of its squared standard error "
    "plus the variance between seeds."
)


def write_all(folder: Path, fit: Fit, arguments: Sequence[str], probed: pd.DataFrame | None = None) -> None:
    """Every file of a fit's folder, each whole or not at all."""
    drawn = pictures(fit)
    write_whole(folder / "posterior.parquet", lambda place: fit.draws.reset_index(drop=True).to_parquet(place, index=False))
    for name, table in (("parameters", fit.parameters), ("checks", fit.checks), ("pairs", fit.pairs)):
        write_text(folder / f"{name}.csv", table.to_csv(index=False))
    for name, one in drawn.items():
        write_figure(folder / f"{name}.png", one.figure)
    scenario = fitted_scenario(fit, "fitted")
    write_text(folder / "fitted.yaml", scenario_text(scenario))
    seeds = (int(fit.check["seed"].min()), int(fit.check["seed"].max()))
    about = provenance("fit", arguments, scenario, seeds)
    write_text(folder / MARKER, as_json({**about, "observed": fit.problem.observation.describe()}))
    more = []
    if probed is not None:
        write_text(folder / "probe.csv", probed.to_csv(index=False))
        more = [Section("Which shared constant would have to move", probe_words(probed), (), [Table(probed.head(10))])]
    sections = [*results(fit, drawn), *more, Section("How it was fitted", how(fit))]
    if fit.problem.warnings:
        sections.append(Section("What was odd about the log", fit.problem.warnings))
    title = f"{fit.problem.name}: what the simulation makes of it"
    write_text(folder / "report.html", page(title, statement(fit), sections, COVERS))


def results(fit: Fit, drawn: dict) -> list[Section]:  # type: ignore[type-arg]
    """The sections of the page."""
    told = fit.parameters.drop(columns=["parameter"])
    sections = [
        Section("What the log tells of each parameter", (), shown(drawn, "parameters"), [Table(told, "", HEADINGS)]),
        Section("Where the model fails", misfit(fit)),
        Section("Every statistic", [MET], shown(drawn, "statistics"), [checks(fit)]),
    ]
    if "course" in drawn:
        sections.insert(1, Section("The course", (), shown(drawn, "course")))
    if "pairs" in drawn:
        sections.append(Section("What goes together", (), shown(drawn, "pairs"), [Table(fit.pairs)]))
    return sections


def shown(drawn: dict, name: str) -> list[Picture]:  # type: ignore[type-arg]
    """One picture with its words."""
    return [Picture(drawn[name].figure, drawn[name].alt)]


def checks(fit: Fit) -> pd.DataFrame:
    """The table of checks as a reader wants it."""
    columns = ["meaning", "observed", "standard error", "simulated", "sd between seeds", "low", "high", "met"]
    return fit.checks[columns].rename(columns={"meaning": "statistic", "low": "5 % of runs below", "high": "5 % of runs above"})


def how(fit: Fit) -> list[str]:
    """How the fit was made, in a few lines."""
    waves = len(set(fit.runs.wave.tolist()))
    tail = fit.likelihood.tail
    return [
        f"Observed: {fit.problem.observation.form}, {window_words(fit)}. Template: {fit.problem.scenario.name}.",
        f"{len(fit.runs.unit):,} runs in {waves} waves, each with a seed of its own, then {len(fit.check):,} runs as a check. "
        "After each wave an emulator of every statistic (quadratic surface and kernel regression, judged by leaving runs out) "
        "says which points are not ruled out; the next wave is spread over those, the last waves where the posterior lies.",
        f"Posterior: the emulator's likelihood (multivariate t, {tail.freedom:g} degrees of freedom) times the prior, "
        f"{len(fit.draws):,} draws. Community Dynamics {product_version()}, commit {commit() or 'unknown'}.",
    ]
