"""What a finished sensitivity study says, in words, tables, pictures and a page."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.analysis.analyse import SPREAD, analyse
from community_dynamics.experiments.analysis.findings import Findings, Words, below
from community_dynamics.experiments.analysis.guards import DICE
from community_dynamics.experiments.analysis.regions import Regions, independent_points, regions
from community_dynamics.experiments.analysis.series import Course, over_time
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.statements import limits_words, tidy
from community_dynamics.experiments.cli.screen import give, wrapped
from community_dynamics.experiments.cli.screen import table as text_table
from community_dynamics.experiments.cli.study_output import (
    findings_folder,
    how_run,
    remedies,
    usable,
    write_common,
    write_figure,
    write_table,
    write_text,
)
from community_dynamics.experiments.designs.design import Design
from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.execution.conduct import Plan
from community_dynamics.experiments.execution.rows import SUCCEEDED
from community_dynamics.experiments.execution.study_folder import open_study, read_runs
from community_dynamics.experiments.report.findings_figures import HEADINGS, convergence_figure, course_figure, findings_figure
from community_dynamics.experiments.report.report_pages import of_findings
from community_dynamics.experiments.report.run_figures import sweep_figure
from community_dynamics.experiments.studies.changes import changes_line, changes_of
from community_dynamics.experiments.studies.run_plan import design_of, factors_analysed
from community_dynamics.experiments.studies.study import Study
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS

CURVES = 4
NOT_ALWAYS = ("curves.png", "convergence.png", "weeks.png", "weeks.parquet", "weeks.csv", "regions.parquet", "regions.csv")


@dataclass(frozen=True)
class Answer:
    """Everything that a study says: findings; regions and weekly course where there are any; the runs behind them."""

    findings: Findings
    runs: pd.DataFrame
    regions: Regions | None = None
    course: Course | None = None


def found(study: Study, design: Design, plan: Plan, folder: Path) -> Findings:
    """What the runs in the folder say of the outcome."""
    return findings_from(
        study, design, plan, read_runs(folder, ["run_id", "status", "stage", "message", study.option("outcome")])
    )


def findings_from(study: Study, design: Design, plan: Plan, table: pd.DataFrame) -> Findings:
    """What a table of all runs says of the outcome; runs that failed are told of."""
    usable(table)
    asked = {"about": study.option("about"), "threshold": threshold_of(study), "failed": failed_in(table, plan)}
    return analyse(
        design, values_of(table, plan, study), study.option("outcome"), study.option("method"), words_for(study), **asked
    )


def values_of(table: pd.DataFrame, plan: Plan, study: Study) -> np.ndarray:
    """The outcome as points x replicates; NaN where a run failed, and where it has no meaning."""
    return np.asarray(table[study.option("outcome")].to_numpy(np.float64).reshape(plan.seeds.shape))


def failed_in(table: pd.DataFrame, plan: Plan) -> np.ndarray:
    """Which runs failed, points x replicates: in any other, an outcome that is missing has no meaning."""
    return np.asarray((table["status"] != SUCCEEDED).to_numpy().reshape(plan.seeds.shape))


def threshold_of(study: Study) -> float | None:
    """The threshold, if one is given."""
    given = study.option("threshold")
    return None if given is None else float(given)


def words_for(study: Study) -> Words:
    """Labels and ranges of the factors, and what the outcome is called."""
    factors = factors_analysed(study)
    labels = {factor.name: label_of(factor.name, unit=False) for factor in factors}
    label = OUTCOMES[study.option("outcome")].label
    return Words(labels, {factor.name: (factor.low, factor.high) for factor in factors}, label)


def answer(study: Study, design: Design, plan: Plan, folder: Path) -> Answer:
    """All that the runs in the folder say."""
    runs = read_runs(folder)
    findings = findings_from(study, design, plan, runs)
    return Answer(findings, runs, regions_of(study, design, plan, runs), course_of(study, design, folder, failed_in(runs, plan)))


def regions_of(study: Study, design: Design, plan: Plan, runs: pd.DataFrame) -> Regions | None:
    """Where in the space the outcome comes about: of fates, and of chances of a threshold; None where it cannot be told."""
    outcome, about = study.option("outcome"), study.option("about")
    values, words = values_of(runs, plan, study), words_for(study)
    limits = {about: threshold_of(study)} if about in ("at_most", "at_least") else {"at_least": 0.5}
    told = about in ("at_most", "at_least") or (about == "mean" and outcome in PROPORTIONS and is_fate(values))
    if not told or design.method not in (*SPREAD, "sobol"):
        return None
    try:
        found = regions(design, values, outcome, words=words, points=plan.points, **limits)
        plain = found.statement.replace(f"{words.of(outcome)} at least 0.5", words.of(outcome))
        return found if about != "mean" else replace(found, statement=plain)
    except InvalidValue:  # too few points, or it comes about always or never: then there is no region to tell of
        return None


def is_fate(values: np.ndarray) -> bool:
    """Whether runs give a plain yes or no."""
    known = values[np.isfinite(values)]
    return bool(np.isin(known, (0.0, 1.0)).all())


def course_of(study: Study, design: Design, folder: Path, failed: np.ndarray) -> Course | None:
    """Indices over the weeks, where a weekly series was kept; a series of which no week can be analysed is told of."""
    if study.option("series") == "none":
        return None
    name = study.option("series")
    weeks = open_study(folder).series(name)
    label = name.replace("mean_", "").replace("_", " ").capitalize() + " a week"
    words = words_for(study)
    series = weeks.reshape(len(design), -1, weeks.shape[1])
    every = max(1, weeks.shape[1] // 26)
    named = Words(words.labels, words.ranges, label)
    try:
        return over_time(design, series, name, study.option("method"), named, every, failed)
    except InvalidValue as error:
        print(error, file=sys.stderr)
        return None


def finish(study: Study, arguments: Sequence[str], plan: Plan, folder: Path) -> None:
    """Tell what the runs say, and write it beside them."""
    design = design_of(study)
    with remedies(folder):
        told = answer(study, design, plan, folder)
    folder = findings_folder(study, folder)
    write_common(folder, study, arguments, plan)
    for name in NOT_ALWAYS:  # of another outcome, if it is there
        (folder / name).unlink(missing_ok=True)
    findings, changes = told.findings, changes_of(study)
    write_table(folder / "findings.parquet", findings.tidy)
    changed = changes_line(changes)
    pictures = figures_of(study, told, design, plan, changed)
    for name, figure in pictures.items():
        write_figure(folder / f"{name}.png", figure)
    if told.regions is not None:
        write_table(folder / "regions.parquet", told.regions.table)
    if told.course is not None:
        write_table(folder / "weeks.parquet", told.course.table)
    asked = [study.question] if study.question else []
    page = of_findings(study.scenario, findings, pictures, asked, told.regions, told.course, how_run(study, plan), changes)
    write_text(folder / "report.html", page)
    about = {"verb": study.verb, "outcome": study.option("outcome"), "method": study.option("method")}
    give(lambda: {**about, "statement": findings.statement, "findings": findings.tidy, "folder": str(folder)})
    print(f"\n{wrapped(findings.statement)}\n\n{findings_table(findings)}\n")
    for statement in (told.regions and told.regions.statement, told.course and told.course.statement):
        if statement:
            print(f"{wrapped(statement)}\n")
    if changed:
        print(f"{wrapped(changed)}\n")
    print(f"{wrapped(findings.covers)}.\nresults: {folder}")


def figures_of(study: Study, told: Answer, design: Design, plan: Plan, changed: str) -> dict[str, Figure]:
    """The pictures by file name: the answer first."""
    findings = told.findings
    pictures = {"sensitivity": findings_figure(findings, plan.seeds.size, changed)}
    if findings.convergence is not None:
        pictures["convergence"] = convergence_figure(findings)
    leading = [name for name in findings.table["factor"] if name != DICE and name in told.runs][:CURVES]
    if study.option("about") == "mean" and leading and design.method in (*SPREAD, "sobol"):
        # Other rows of Saltelli's share their values with these, and would make intervals too narrow.
        chosen = told.runs["point_id"].isin(independent_points(design)) & (told.runs["status"] == SUCCEEDED)
        good = told.runs[chosen]
        pictures["curves"] = sweep_figure(good, leading, study.option("outcome"))
    if told.course is not None:
        pictures["weeks"] = course_figure(told.course)
    return pictures


def findings_table(findings: Findings) -> str:
    """Each factor with its leading index and interval, the most important first."""
    index = findings.leading
    rows = []
    for _, row in findings.table.iterrows():
        ends = (row.get(f"{index}_low", float("nan")), row.get(f"{index}_high", float("nan")))
        shown = below(findings) if ends == (0.0, 0.0) else tidy(row[index])
        limits = "-" if ends == (0.0, 0.0) else limits_words(*ends)
        rows.append((str(row["label"]), shown, limits, "yes" if row["above_dice"] else "no"))
    return text_table(("factor", HEADINGS.get(index, index.replace("_", " ")), "95 % interval", "above the noise"), rows)
