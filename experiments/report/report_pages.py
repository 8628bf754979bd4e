"""Findings as pages to hand round: what to put on a page for runs, sweeps, sensitivity and comparisons."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.analysis.findings import Findings, below, indices_of
from community_dynamics.experiments.analysis.regions import Regions
from community_dynamics.experiments.analysis.series import Course
from community_dynamics.experiments.base.intervals import bootstrap_mean, wilson
from community_dynamics.experiments.base.statements import (
    COSTS_COUNT,
    fate_counts,
    fate_sentence,
    limits_words,
    outcome_label,
    percent,
    plain_name,
)
from community_dynamics.experiments.base.undefined import NONE, count_words, defined, missing_words
from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page
from community_dynamics.experiments.report.comparison_figures import comparison_figure, repairs_figure
from community_dynamics.experiments.report.run_figures import run_figure, sweep_figure
from community_dynamics.experiments.report.sweep_statements import base_words, change_words, sweep_title
from community_dynamics.experiments.studies.changes import NOTHING, changes_between, community_words, side_names
from community_dynamics.experiments.studies.compare import OVER_PAIRS, Comparison, Repairs
from community_dynamics.experiments.studies.fate_shares import effects_of
from community_dynamics.experiments.studies.paired_levels import KIND
from community_dynamics.experiments.studies.sweeps import Effect, covers
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS, Outcome

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
    """Every outcome over the runs in which it is defined: mean with 95 % interval, and the middle 90 % of runs.

    Of the fate the share of runs that came to each. An outcome that is defined in no run says so.
    """
    rows = []
    for column, outcome in enumerate(OUTCOMES.values()):
        values = outcomes[:, column]
        rows += fate_rows(values, outcome) if outcome.name == FATE else [outcome_row(values, outcome)]
    names = ["outcome", "unit", "mean", "95 % from", "95 % to", "5 % of runs below", "5 % of runs above", "runs", "meaning"]
    table = pd.DataFrame(rows, columns=names)
    return table if table["mean"].notna().all() else table.assign(mean=or_none(table["mean"]))


def outcome_row(values: np.ndarray, outcome: Outcome) -> tuple[object, ...]:
    """One outcome in the order of the columns."""
    known = defined(values)
    runs = count_words(len(known), len(values))
    if not len(known):
        return outcome.label, outcome.unit, *[np.nan] * 5, runs, outcome.meaning
    share = outcome.name in PROPORTIONS
    found = wilson(float(known.sum()), len(known)) if share else bootstrap_mean(known)
    return outcome.label, outcome.unit, *found, *np.quantile(known, [0.05, 0.95]), runs, outcome.meaning


def fate_rows(values: np.ndarray, outcome: Outcome) -> list[tuple[object, ...]]:
    """The share of runs that came to each fate, the best first."""
    rows: list[tuple[object, ...]] = []
    for fate, count in reversed(fate_counts(values).items()):
        found = wilson(count, len(values))
        rows.append((f"{outcome.label}: {fate}", "share of runs", *found, np.nan, np.nan, str(len(values)), outcome.meaning))
    return rows


def or_none(values: pd.Series) -> pd.Series:
    """Numbers, and a word where there is none."""
    return values.astype(object).where(values.notna(), NONE)


def changed_section(changes: pd.DataFrame | None) -> list[Section]:
    """What was changed, where that is known: a row for each thing, before and after."""
    if changes is None:
        return []
    return [Section("What was changed", [] if len(changes) else [NOTHING], (), [changes] if len(changes) else [])]


def about_section(scenario: Scenario, changes: pd.DataFrame | None) -> list[Section]:
    """What was changed, and what the community is."""
    story = [text for text in (scenario.story, f"Source: {scenario.source}" if scenario.source else "") if text]
    return [*changed_section(changes), Section("The community", [f"{capital(community_words(scenario))}.", *story])]


def of_run(scenario: Scenario, ensemble: Ensemble, picture: Figure | None = None, changes: pd.DataFrame | None = None) -> str:
    """One community over its seeds, with its picture if that is drawn already."""
    statement = fate_sentence(scenario, ensemble["fate"], ensemble["stalled_day"])
    pictures = [] if ensemble.weekly is None else [picture or run_figure(scenario, ensemble)]
    sections = [
        Section("What happens", (), pictures),
        *about_section(scenario, changes),
        Section("Every outcome", [f"{COSTS_COUNT}."], (), [outcome_table(ensemble.outcomes)]),
    ]
    return page(capital(plain_name(scenario)), f"{capital(statement)}.", sections)


def of_sweep(
    scenario: Scenario,
    table: pd.DataFrame,
    varied: Sequence[str],
    outcome: str,
    asked: Sequence[str] = (),
    how: Sequence[str] = (),
    changes: pd.DataFrame | None = None,
    picture: Figure | None = None,
) -> str:
    """What a sweep says about one outcome."""
    effects = effects_of(table, varied, outcome)
    sections = [Section("The picture", (), [picture or sweep_figure(table, varied, outcome)])]
    for path in varied:
        shown = effect_table({name: found[path] for name, found in effects.items()}, path, outcome)
        sections.append(Section(label_of(path, unit=False), (), (), [shown]))
    title = f"{capital(plain_name(scenario))}: {OUTCOMES[outcome].label.lower()}"
    first = [Section("What was asked", asked)] if asked else []
    said = (f"{KIND}.", covers(table, next(iter(effects.values()))), base_words(table), missing_words(table, outcome))
    trust = " ".join(text for text in said if text)
    return page(
        title,
        f"{sweep_title(table, varied, outcome)}.",
        [*first, *sections, *about_section(scenario, changes), *run_section(how)],
        trust,
    )


def effect_table(effects: Mapping[str, Effect], path: str, outcome: str) -> Table:
    """The mean of an outcome, or the share of each fate, along one parameter; over how many runs, where not over all."""
    parts = []
    for name, effect in effects.items():
        mean = or_none(pd.Series(effect.value))
        counts = [count_words(known, runs) for known, runs in zip(effect.known, effect.runs, strict=True)]
        part = {
            path: effect.at,
            "fate": name.removeprefix(f"{FATE}: "),
            "mean": mean,
            "95 % interval": [limits_words(*ends) for ends in zip(effect.low, effect.high, strict=True)],
        }
        part |= {path: list(effect.names) if effect.named else effect.at}
        part["difference (95 % interval)"] = [change_words(effect, place) for place in range(len(effect.at))]
        parts.append(pd.DataFrame(part | {"runs": counts}))
    data = pd.concat(parts, ignore_index=True)
    whole = all((effect.known == effect.runs).all() for effect in effects.values())
    data = data.drop(columns=[*(["fate"] if outcome != FATE else []), *(["runs"] if whole else [])])
    data = data.assign(mean=data["mean"].astype(float)) if whole else data
    label = outcome_label(outcome) if outcome != FATE else "Share of runs that came to each fate"
    mean = {"mean": "share"} if outcome == FATE else {}
    return Table(data, label, {path: label_of(path)} | mean)


def of_findings(
    scenario: Scenario,
    findings: Findings,
    figures: Mapping[str, Figure],
    asked: Sequence[str] = (),
    regions: Regions | None = None,
    course: Course | None = None,
    how: Sequence[str] = (),
    changes: pd.DataFrame | None = None,
) -> str:
    """What a sensitivity analysis found: the answer, where, when, whether it has settled, the numbers, how much is seed noise."""
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
        caption = "Variance of single runs: what parameters do, what seeds do everywhere alike, and the rest."
        sections.append(Section("How much is seed noise", (), (), [Table(findings.split.table, caption)]))
    title = f"{capital(plain_name(scenario))}: what {OUTCOMES[findings.outcome].label.lower()} depends on"
    return page(
        title, findings.statement, [*sections, *about_section(scenario, changes), *run_section(how)], trust_words(findings)
    )


def trust_words(findings: Findings) -> str:
    """What the intervals cover, how much is seed noise, what has not settled, what had to be left out."""
    said = [f"{findings.covers}."]
    if np.isfinite(findings.seed_share):
        said.append(f"Of the variance between single runs, {percent(findings.seed_share)} is seed noise.")
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
    shown = without_width(findings)
    tables = [Table(shown, "Other seeds are a dummy factor: whatever is not above it may be noise.")]
    if findings.pairs is not None:
        tables.append(Table(findings.pairs, "Pairs of factors: what they bring together beyond each alone."))
    return tables


def without_width(findings: Findings) -> pd.DataFrame:
    """The table of factors with 'below X' for an index whose interval is 0 to 0."""
    table = findings.table.copy()
    for word in indices_of(table):
        ends = [f"{word}{end}" for end in ("_low", "_high")]
        if not all(end in table for end in ends):
            continue
        flat = (table[ends] == 0.0).all(axis=1)
        if flat.any():
            table[[word, *ends]] = table[[word, *ends]].astype(object)
            table.loc[flat, word] = below(findings)
            table.loc[flat, ends] = "–"
    return table.rename(columns={"above_dice": "above the noise"})


def of_comparison(comparison: Comparison, picture: Figure | None = None) -> str:
    """Two communities with the same random seeds, with their picture if that is drawn already."""
    columns = ["label", "unit", "first", "second", "difference", "low", "high", "verdict"]
    names = side_names(comparison.first, comparison.second)
    caption = f"Difference: {names[1]} minus {names[0]}, with its 95 % interval over pairs of runs with the same random seeds."
    data = comparison.table
    if (data["pairs"] < data["runs"]).any():
        counts = [count_words(known, runs) for known, runs in zip(data["pairs"], data["runs"], strict=True)]
        data = data.assign(pairs=counts, **{name: or_none(data[name]) for name in ("first", "second", "difference")})
        columns, caption = [*columns, "pairs"], f"{caption} {OVER_PAIRS}."
    limits = [limits_words(low, high) for low, high in zip(data["low"], data["high"], strict=True)]
    data = data[columns].assign(low=limits).drop(columns="high")
    table = Table(data, caption, {"label": "outcome", "first": names[0], "second": names[1], "low": "95 % interval"})
    sections = [
        Section("The picture", (), [picture or comparison_figure(comparison)]),
    ]
    sections += changed_section(changes_between(comparison.first, comparison.second))
    about = [community_words(one) for one in (comparison.first, comparison.second)]
    sections.append(Section("The community", [f"{capital(text)}." for text in dict.fromkeys(about)]))
    sections.append(Section("Every outcome", [f"{COSTS_COUNT}."], (), [table]))
    title = f"{capital(names[0])} {names[1] if names[1].startswith('with ') else f'and {names[1]}'}"
    return page(title, comparison.statement, sections, f"{comparison.covers}.")


def of_repairs(repairs: Repairs) -> str:
    """Each repair alone."""
    names = ["repair", "first", "second", "difference", "low", "high", "days_gained", "contributors_gained"]
    names += [name for name in ("pairs", "days_pairs") if (repairs.table[name] < repairs.table["runs"]).any()]
    headings = {"first": "without", "second": "with", "low": "95 % from", "high": "95 % to", "days_pairs": "pairs for days"}
    table = Table(repairs.table[names], "Each repair alone, with the same random seeds.", headings)
    sections = [Section("The picture", (), [repairs_figure(repairs)]), Section("The numbers", (), (), [table])]
    return page(
        f"{capital(plain_name(repairs.scenario))}: what saves it",
        repairs.statement,
        sections,
        f"{repairs.covers}.",
    )


def capital(text: str) -> str:
    """The same with a capital letter in front."""
    return text[:1].upper() + text[1:]
