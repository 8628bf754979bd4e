"""Findings as pages to hand round: what to put on a page for runs, sweeps, sensitivity and comparisons."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.findings import Findings
from experiments.analysis.regions import Regions
from experiments.analysis.series import Course
from experiments.compare import Comparison, Repairs
from experiments.design import label_of
from experiments.figures import base_words, run_figure, sweep_figure, sweep_title
from experiments.intervals import bootstrap_mean, wilson
from experiments.page import Picture, Section, Table, page
from experiments.statements import fate_sentence, outcome_label, percent, plain_name
from experiments.sweeps import covers, effect_of
from sim.ensemble import Ensemble
from sim.inputs import Scenario
from sim.outcomes import OUTCOMES, PROPORTIONS

__all__ = [
    "Picture",
    "Section",
    "Table",
    "page",
    "of_run",
    "of_sweep",
    "of_findings",
    "of_comparison",
    "of_repairs",
]


def outcome_table(outcomes: np.ndarray) -> pd.DataFrame:
    """Every outcome over the runs: mean with 95 % interval, and the middle 90 % of runs."""
    rows = []
    for column, outcome in enumerate(OUTCOMES.values()):
        values = outcomes[:, column]
        values = values[np.isfinite(values)]
        if not len(values):
            continue
        share = outcome.name in PROPORTIONS
        found = wilson(float(values.sum()), len(values)) if share else bootstrap_mean(values)
        low, high = np.quantile(values, [0.05, 0.95])
        rows.append((outcome.label, outcome.unit, *found, low, high, outcome.meaning))
    names = [
        "outcome",
        "unit",
        "mean",
        "95 % from",
        "95 % to",
        "5 % of runs below",
        "5 % of runs above",
        "meaning",
    ]
    return pd.DataFrame(rows, columns=names)


def of_run(scenario: Scenario, ensemble: Ensemble) -> str:
    """One community over its seeds."""
    statement = fate_sentence(scenario, ensemble["fate"], ensemble["stalled_day"])
    pictures = [] if ensemble.weekly is None else [run_figure(scenario, ensemble)]
    story = [text for text in (scenario.story, f"Source: {scenario.source}" if scenario.source else "") if text]
    sections = [
        Section("What happens", (), pictures),
        Section("The community", story or ["A community without a story of its own."]),
        Section("Every outcome", (), (), [outcome_table(ensemble.outcomes)]),
    ]
    return page(capital(plain_name(scenario)), f"{capital(statement)}.", sections)


def of_sweep(
    scenario: Scenario,
    table: pd.DataFrame,
    varied: Sequence[str],
    outcome: str,
    asked: Sequence[str] = (),
    how: Sequence[str] = (),
) -> str:
    """What a sweep says about one outcome."""
    effects = {path: effect_of(table, path, outcome) for path in varied}
    sections = [Section("The picture", (), [sweep_figure(table, varied, outcome)])]
    for path, effect in effects.items():
        data = pd.DataFrame({path: effect.at, "mean": effect.value, "from": effect.low, "to": effect.high})
        names = {path: label_of(path), "from": "95 % from", "to": "95 % to"}
        sections.append(Section(label_of(path, unit=False), (), (), [Table(data, outcome_label(outcome), names)]))
    title = f"{capital(plain_name(scenario))}: {OUTCOMES[outcome].label.lower()}"
    first = [Section("What was asked", asked)] if asked else []
    trust = " ".join(text for text in (covers(table, effects), base_words(table)) if text)
    return page(title, f"{sweep_title(effects, outcome)}.", [*first, *sections, *run_section(how)], trust)


def of_findings(
    scenario: Scenario,
    findings: Findings,
    figures: Mapping[str, Figure],
    asked: Sequence[str] = (),
    regions: Regions | None = None,
    course: Course | None = None,
    how: Sequence[str] = (),
) -> str:
    """What a sensitivity analysis found: the answer, where, when, whether it has settled, the numbers, how much is luck."""
    shown = {name: [figure] for name, figure in figures.items()}
    sections = [Section("What was asked", asked)] if asked else []
    sections.append(Section("The picture", (), shown["sensitivity"]))
    if regions is not None:
        sections.append(Section("Where it comes about", [regions.statement, f"{regions.covers}."], (), [regions.table]))
    if "curves" in shown:
        sections.append(Section("How it goes with the leading factors", (), shown["curves"]))
    if course is not None:
        sections.append(Section("Over the weeks", [course.statement], shown["weeks"]))
    if findings.convergence is not None:
        verdict = [f"{capital(findings.verdict or '')}."]
        sections.append(Section("Has it settled?", verdict, shown["convergence"], [findings.convergence.table]))
    sections.append(Section("The numbers", (), (), tables_of(findings)))
    if findings.split is not None:
        caption = "Variance of single runs: what parameters do, what a throw of the dice does everywhere alike, and the rest."
        sections.append(Section("How much is luck", (), (), [Table(findings.split.table, caption)]))
    title = f"{capital(plain_name(scenario))}: what {OUTCOMES[findings.outcome].label.lower()} depends on"
    return page(title, findings.statement, [*sections, *run_section(how)], trust_words(findings))


def trust_words(findings: Findings) -> str:
    """What the intervals cover, how much is luck, what has not settled, what had to be left out."""
    said = [f"{findings.covers}."]
    if np.isfinite(findings.seed_share):
        said.append(f"Of the variance between single runs, {percent(findings.seed_share)} is luck.")
    if findings.verdict is not None:
        said.append(f"{capital(findings.verdict)}.")
    if findings.dropped:
        said.append(f"{findings.dropped} samples with failed runs are left out.")
    return " ".join(said)


def run_section(how: Sequence[str]) -> list[Section]:
    """How it was run, where that is known."""
    return [Section("How it was run", how)] if how else []


def tables_of(findings: Findings) -> list[Table]:
    """Every index of every factor, and pairs of factors where they were asked for."""
    tables = [Table(findings.table, "The dice are a dummy factor: whatever is not above them may be noise.")]
    if findings.pairs is not None:
        tables.append(Table(findings.pairs, "Pairs of factors: what they bring together beyond each alone."))
    return tables


def of_comparison(comparison: Comparison) -> str:
    """Two communities on the same dice."""
    columns = ["label", "unit", "first", "second", "difference", "low", "high", "verdict"]
    caption = "Difference: second minus first, with its 95 % interval over pairs of runs on the same dice."
    table = Table(comparison.table[columns], caption)
    sections = [Section("The picture", (), [comparison.figure()]), Section("Every outcome", (), (), [table])]
    title = f"{capital(plain_name(comparison.first))} and {plain_name(comparison.second)}"
    return page(title, comparison.statement, sections, f"{comparison.covers}.")


def of_repairs(repairs: Repairs) -> str:
    """Each repair alone."""
    names = ["repair", "first", "second", "difference", "low", "high", "days_gained", "contributors_gained"]
    headings = {"first": "without", "second": "with", "low": "95 % from", "high": "95 % to"}
    table = Table(repairs.table[names], "Each repair alone, on the same dice.", headings)
    sections = [Section("The picture", (), [repairs.figure()]), Section("The numbers", (), (), [table])]
    return page(
        f"{capital(plain_name(repairs.scenario))}: what saves it",
        repairs.statement,
        sections,
        f"{repairs.covers}.",
    )


def capital(text: str) -> str:
    """The same with a capital letter in front."""
    return text[:1].upper() + text[1:]
