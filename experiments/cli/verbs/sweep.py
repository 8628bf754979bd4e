"""`community sweep`: one outcome over a grid of values, or over points spread through ranges."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from community_dynamics.experiments.execution.conduct import Plan
    from community_dynamics.experiments.studies.study import Study

HELP = """\
community sweep [scenario=NAME or ./FILE.yaml] vary.NAME=VALUES [vary.NAME=VALUES ...] [name=value ...]

Runs a community at many settings, all on the same seeds, and shows how one outcome goes with them.
Stopped at any moment, the same command goes on where it was.

  community sweep vary.levers.demand=0.6,0.8,1.0 vary.dials.cause=low,high     a grid of six points
  community sweep guild vary.levers.cadence_days=3:60:8                        eight values from 3 to 60
  community sweep vary.levers.demand=0.6:1.2 vary.dials.cause=0:1 points=64    points spread through ranges
  community sweep study=./study.yaml --dry-run                                 all of it in a file; how long it takes
  community sweep 'vary={levers.demand: {distribution: normal, mean: 0.9, spread: 0.1, low: 0.6, high: 1.2}}'

Options
  scenario=middling      community to begin with: a name or a path
  study=                 a file with the same words as here, one below the other; 'vary:' may hold distributions
  vary.<name>=a,b,c      values (a grid), or low:high (a range), or low:high:count
  design=                grid, one_at_a_time, latin_hypercube, random, sobol_sequence or fractional_factorial
                         (unless said, grid where values are listed, else latin_hypercube)
  points=                points of a cloud (64 unless said); levels of a range in a grid or one at a time (5)
  runs=20                runs at each point, on the same seeds everywhere
  outcome=flourishing    outcome to show; 'community explain outcomes' lists them; all are kept; of fate, the share of each
  executor=threads       or serial, processes, dask (address= of a scheduler), slurm; the same bytes from each
  workers=               how many at once; all processor cores unless said
  partition=  account=  time=  memory=   of Slurm jobs: minutes and gigabytes, for executor=slurm
  seed=0  out=   as in 'community run'; other name=value change the community itself

Written: study.json design.parquet runs/ (as it goes), runs.parquet (a row a run, every outcome) findings.parquet
findings.csv sweep.png report.html config.yaml scenario.yaml provenance.json; 'community extend', 'retry', 'analyse'
and 'replay' go on from there"""


STANDS = "The base is the community as it stands; a dial that it does not set stands where the levers are nearest to it."


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Run one sweep, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("sweep", arguments, flags, sweep)


def sweep(study: "Study", arguments: Sequence[str], number: int | None, dry: bool = False, anew: bool = False) -> None:
    """Lay out the points, run what is still to be run, tell, and write the findings."""
    from community_dynamics.experiments.base.values import outcome_named
    from community_dynamics.experiments.cli.study_output import as_it_stands, carry_out, keeping, study_folder, tell_dry
    from community_dynamics.experiments.studies.run_plan import plan_of, sweep_design

    outcome_named(study.option("outcome"))
    plan = plan_of(study, sweep_design(study))
    folder = study_folder(study, dict(plan.config), number)
    if dry:
        tell_dry(study, plan, folder)
        return
    if not anew:
        study, plan = as_it_stands(study, plan, folder)
    carry_out(study, plan, folder, anew=anew)
    with keeping(folder):
        finish(study, arguments, plan, folder)


def finish(study: "Study", arguments: Sequence[str], plan: "Plan", folder: Path) -> None:
    """Tell what the runs say, and write it beside them."""
    from community_dynamics.experiments.base.undefined import missing_words
    from community_dynamics.experiments.cli.screen import give
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
    from community_dynamics.experiments.execution.study_folder import read_runs
    from community_dynamics.experiments.report.report_pages import of_sweep
    from community_dynamics.experiments.report.run_figures import sweep_figure
    from community_dynamics.experiments.report.sweep_statements import base_words, sweep_title
    from community_dynamics.experiments.studies.changes import changes_line, changes_of
    from community_dynamics.experiments.studies.fate_shares import effects_of
    from community_dynamics.experiments.studies.paired_levels import KIND
    from community_dynamics.experiments.studies.sweeps import covers, with_plan_names

    outcome, varied = study.option("outcome"), [str(name) for name in plan.points.columns]
    table = with_plan_names(usable(read_runs(folder)), list(study.plans))
    changes = changes_of(study)
    with remedies(folder):
        picture = sweep_figure(table, varied, outcome, changes_line(changes))
    folder = findings_folder(study, folder)
    write_common(folder, study, arguments, plan)
    write_figure(folder / "sweep.png", picture)
    base = STANDS if study.option("design") == "one_at_a_time" else ""
    asked = [text for text in (study.question, base) if text]
    effects = findings(table, varied, outcome)
    write_table(folder / "findings.parquet", effects)
    statement = sweep_title(table, varied, outcome)
    give(lambda: {"verb": "sweep", "outcome": outcome, "statement": statement, "findings": effects, "folder": str(folder)})
    page = of_sweep(study.scenario, table, varied, outcome, asked, how_run(study, plan), changes, picture)
    write_text(folder / "report.html", page)
    print(f"\n{statement}.\n\n{summary(table, varied, outcome)}")
    told = covers(table, next(iter(effects_of(table, varied, outcome).values())))
    missing, changed = missing_words(table, outcome), changes_line(changes)
    print("\n" + "\n".join([*filter(None, [changed, base, base_words(table), f"{KIND}.", told, missing]), f"results: {folder}"]))


def findings(table: "pd.DataFrame", varied: list[str], outcome: str) -> "pd.DataFrame":
    """Mean of the outcome at each level, or slice, of each parameter, a row each, with the ends of its 95 % interval.

    Of fates the share of runs that came to each. `defined` says over how many of the `runs` the mean is.
    """
    import pandas as pd

    from community_dynamics.experiments.studies.fate_shares import effects_of

    parts = []
    for name, effects in effects_of(table, varied, outcome).items():
        for path, effect in effects.items():
            names = {"name": effect.names} if effect.named else {}
            columns = {
                "at": effect.at,
                **names,
                "mean": effect.value,
                "low": effect.low,
                "high": effect.high,
                "sliced": effect.sliced,
            }
            changes = dict(zip(("difference", "difference_low", "difference_high"), effect.change.T, strict=True))
            columns |= changes | {"difference_from": effect.at[effect.base] if len(effect.at) else float("nan")}
            counts = {"defined": effect.known, "runs": effect.runs}
            parts.append(pd.DataFrame({"outcome": name, "parameter": path, **columns, **counts}))
    return pd.concat(parts, ignore_index=True)


def summary(table: "pd.DataFrame", varied: list[str], outcome: str) -> str:
    """The outcome at each level, or slice, of each parameter; over how many runs, where it is undefined in some."""
    from itertools import product

    from community_dynamics.experiments.base.statements import limits_words, tidy
    from community_dynamics.experiments.base.undefined import NONE, count_words
    from community_dynamics.experiments.cli.screen import table as text_table
    from community_dynamics.experiments.report.sweep_statements import change_words
    from community_dynamics.experiments.studies.fate_shares import effects_of, measures_of

    names, rows = measures_of(table, outcome)[1], []
    every = effects_of(table, varied, outcome)
    for path in varied:
        for place, label in product(range(len(next(iter(every.values()))[path].at)), names):
            effect = every[label][path]
            value, known, runs = effect.value[place], effect.known[place], effect.runs[place]
            limits = limits_words(effect.low[place], effect.high[place])
            shown = NONE if value != value else tidy(value)
            at = str(effect.names[place]) if effect.named else tidy(effect.at[place])
            rows.append((path, at, names[label], shown, limits, change_words(effect, place), count_words(known, runs)))
    whole = all((effect.known == effect.runs).all() for effects in every.values() for effect in effects.values())
    heads = (
        "parameter",
        "around",
        "fate",
        "share" if len(names) > 1 else outcome,
        "95 % interval",
        "difference (95 % interval)",
        "runs",
    )
    kept = [column for column, head in enumerate(heads) if (head != "fate" or len(names) > 1) and (head != "runs" or not whole)]
    return text_table([heads[column] for column in kept], [[row[column] for column in kept] for row in rows])
