"""`community discover`: where a community fails, where it tips, and what warns of a stall."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from community_dynamics.experiments.execution.conduct import Plan
    from community_dynamics.experiments.studies.study import Study

HELP = """\
community discover [scenario=NAME or ./FILE.yaml] [find=boxes, edge or warnings] [vary.NAME=VALUES ...] [name=value ...]

Tries a community in many circumstances, all on the same seeds, and says where it fails. Other name=value change the
community first. Stopped at any moment, the same command goes on where it was.

  community discover middling                                            where it fails: boxes, in sentences
  community discover guild levers.cadence_days=7                         the same of a community with a change
  community discover vary.levers.demand=0.5..1.3 vary.levers.sponsor_present=no,yes      circumstances of your own
  community discover outcome=strain above=0.6                            failing in another sense
  community discover find=edge                                           chance of holding over two levers, and where it tips
  community discover find=edge vary.levers.demand=0.6..1.3 vary.dials.cause=0..1
  community discover find=warnings                                       what in a log warns of a stall, and how early

Options
  scenario=middling      community to begin with: a name or a path
  find=boxes             boxes: in which circumstances failures lie close together (PRIM), judged on held-out points;
                         edge: a map of two levers with the line at which half of the runs hold;
                         warnings: indicators that a manager sees in a log, 4, 12 and 26 weeks before a stall
  vary.<name>=low..high  circumstances of your own: a range, or values a,b,c; for find=edge exactly two
  factors=circumstances  which, unless vary.<name> gives them: circumstances (ten that a designer does not decide alone:
                         demand, hindrance, turnover, support, sponsor, protected time ...), twelve (the dials, support,
                         time, demand, hindrance) or dials
  outcome=holding        outcome to judge by; a point fails where fewer than half of its runs hold
  below=  above=         limit on the mean outcome of a point, beyond which it fails; one half for yes-or-no outcomes
  points=                points tried, a power of 2 (1024 unless said); levels of each range for find=edge (9)
  runs=                  runs at each point (10 unless said; 60 for find=edge, 1 for find=warnings)
  executor=threads  workers=  address=  partition=  account=  time=  memory=   as in 'community sweep'
  seed=0  out=   as in 'community run'

Written: study.json design.parquet runs/ (as it goes), runs.parquet; of boxes: boxes.csv limits.csv trajectory.csv
points.csv box_1.png ... peeling.png; of an edge: map.csv edge.csv edge.png; of warnings: indicators.csv watch.csv
rule.csv worlds.csv before.csv warnings.png course.png; report.html config.yaml scenario.yaml provenance.json"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Discover once, or several times."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("discover", arguments, flags, discover)


def discover(study: "Study", arguments: Sequence[str], number: int | None, dry: bool = False, anew: bool = False) -> None:
    """Lay out the points, run what is still to be run, tell, and write what was found."""
    from community_dynamics.experiments.cli.screen import note
    from community_dynamics.experiments.cli.study_output import as_it_stands, carry_out, keeping, study_folder, tell_dry
    from community_dynamics.experiments.discovery.asked import as_asked, plan_asked, size_words

    study = as_asked(study)
    plan = plan_asked(study)
    folder = study_folder(study, dict(plan.config), number)
    if dry:
        tell_dry(study, plan, folder)
        return
    if not anew and study.option("find") != "warnings":
        study, plan = as_it_stands(study, plan, folder)
    note(size_words(plan))
    carry_out(study, plan, folder, anew=anew)
    with keeping(folder):
        finish(study, arguments, plan, folder)


def finish(study: "Study", arguments: Sequence[str], plan: "Plan", folder: Path) -> None:
    """Tell what the runs say, and write it beside them."""
    tell = {"boxes": finish_boxes, "edge": finish_edge, "warnings": finish_warnings}
    tell[study.option("find")](study, arguments, plan, folder)


def finish_boxes(study: "Study", arguments: Sequence[str], plan: "Plan", folder: Path) -> None:
    """Boxes of circumstances in which it fails."""
    from community_dynamics.experiments.cli.screen import give, wrapped
    from community_dynamics.experiments.cli.study_output import (
        findings_folder,
        how_run,
        usable,
        write_common,
        write_figure,
        write_text,
    )
    from community_dynamics.experiments.discovery.asked import rule_asked
    from community_dynamics.experiments.discovery.box_figures import box_figure, peeling_figure
    from community_dynamics.experiments.discovery.box_words import trust_words
    from community_dynamics.experiments.discovery.boxes import boxes_of
    from community_dynamics.experiments.discovery.discovery_pages import decision_words, of_boxes
    from community_dynamics.experiments.execution.study_folder import read_runs
    from community_dynamics.experiments.studies.changes import changes_line, changes_of

    varied = [str(name) for name in plan.points.columns]
    found = boxes_of(study.scenario, usable(read_runs(folder)), varied, rule_asked(study), study.option("seed"))
    changes = changes_of(study)
    pictures = [*(box_figure(found, number) for number in range(max(1, len(found.boxes)))), peeling_figure(found)]
    folder = findings_folder(study, folder)
    write_common(folder, study, arguments, plan)
    tables = {"boxes": found.boxes, "limits": found.limits, "trajectory": found.trajectory, "points": found.points}
    write_tables(folder, tables)
    for name, picture in zip([*(f"box_{number}" for number in range(1, len(pictures))), "peeling"], pictures, strict=True):
        write_figure(folder / f"{name}.png", picture)
    write_text(folder / "report.html", of_boxes(found, list(study.factors.values()), pictures, how_run(study, plan), changes))
    give(
        lambda: {
            "verb": "discover",
            "find": "boxes",
            "outcome": found.rule.outcome,
            "statement": found.statement,
            "boxes": found.boxes,
            "limits": found.limits,
            "folder": str(folder),
        }
    )
    told = [found.statement + ".", decision_words(found), *trust_words(found.limits), changes_line(changes), found.covers]
    print("\n" + "\n\n".join(wrapped(text) for text in told if text))
    print(f"results: {folder}")


def finish_edge(study: "Study", arguments: Sequence[str], plan: "Plan", folder: Path) -> None:
    """A map of two levers and where it tips."""
    from community_dynamics.experiments.cli.screen import give, wrapped
    from community_dynamics.experiments.cli.study_output import (
        findings_folder,
        how_run,
        usable,
        write_common,
        write_figure,
        write_text,
    )
    from community_dynamics.experiments.discovery.discovery_pages import of_edge
    from community_dynamics.experiments.discovery.edge import edge_of
    from community_dynamics.experiments.execution.study_folder import read_runs
    from community_dynamics.experiments.report.run_figures import edge_figure
    from community_dynamics.experiments.studies.changes import changes_line, changes_of

    levers = [str(name) for name in plan.points.columns]
    found = edge_of(study.scenario, usable(read_runs(folder)), levers, study.option("outcome"), study.option("seed"))
    changes, picture = changes_of(study), edge_figure(found)
    folder = findings_folder(study, folder)
    write_common(folder, study, arguments, plan)
    write_tables(folder, {"map": found.map, "edge": found.table})
    write_figure(folder / "edge.png", picture)
    write_text(folder / "report.html", of_edge(found, list(study.factors.values()), picture, how_run(study, plan), changes))
    give(
        lambda: {
            "verb": "discover",
            "find": "edge",
            "outcome": found.outcome,
            "statement": found.statement,
            "edge": found.table,
            "map": found.map,
            "folder": str(folder),
        }
    )
    print("\n" + "\n\n".join(wrapped(text) for text in (f"{found.statement}.", changes_line(changes), found.covers) if text))
    print(f"results: {folder}")


def finish_warnings(study: "Study", arguments: Sequence[str], plan: "Plan", folder: Path) -> None:
    """What in a log warns of a stall."""
    from community_dynamics.experiments.cli.screen import give, table, wrapped
    from community_dynamics.experiments.cli.study_output import how_run, write_common, write_figure, write_text
    from community_dynamics.experiments.discovery.indicators import INDICATORS
    from community_dynamics.experiments.discovery.warning_figures import course_figure, signs_figure
    from community_dynamics.experiments.discovery.warning_pages import of_warnings, rule_words, watch_rows
    from community_dynamics.experiments.discovery.warning_signs import NEARLY, size_words, warnings_of
    from community_dynamics.experiments.execution.study_folder import open_study
    from community_dynamics.experiments.studies.changes import changes_line, changes_of

    there = open_study(folder)
    series = {name: there.series(name) for name in INDICATORS}
    found = warnings_of(study.scenario, there.runs(), series, study.option("seed"))
    changes, pictures = changes_of(study), [signs_figure(found), course_figure(found)]
    write_common(folder, study, arguments, plan)
    tables = {"indicators": found.indicators, "watch": found.watch, "rule": found.rule, "worlds": found.worlds}
    write_tables(folder, {**tables, "before": found.course})
    for name, picture in zip(("warnings", "course"), pictures, strict=True):
        write_figure(folder / f"{name}.png", picture)
    write_text(folder / "report.html", of_warnings(found, list(study.factors.values()), pictures, how_run(study, plan), changes))
    give(lambda: {"verb": "discover", "find": "warnings", "statement": found.statement, **tables, "folder": str(folder)})
    print("\n" + wrapped(f"{found.statement}.") + "\n\n" + table(*watch_rows(found)) + "\n")
    print(
        "\n\n".join(
            wrapped(text)
            for text in (*rule_words(found), NEARLY, size_words(found.indicators), changes_line(changes), found.covers)
            if text
        )
    )
    print(f"results: {folder}")


def write_tables(folder: Path, tables: "dict[str, pd.DataFrame]") -> None:
    """Tables as CSV, each whole or not at all."""
    from community_dynamics.experiments.cli.study_output import write_text

    for name, table in tables.items():
        write_text(folder / f"{name}.csv", table.to_csv(index=False))
