"""`community run`: one community, many runs, what became of it."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.studies.study import Study
    from community_dynamics.sim.ensemble import Ensemble

HELP = """\
community run [scenario=NAME or ./FILE.yaml] [name=value ...]

Simulates a community many times and says what became of it.

  community run guild
  community run scenario=./ours.yaml runs=200 levers.cadence_days=7 dials.cause=high
  community run middling failures.work_pressure=yes settings.seats=500 theory.contagion=0
  community run middling 'plan=[{from_day: 180, levers: {sponsor_present: no}}]'
  community run -m scenario=guild,middling dials.cause=low,high      several studies, one after another

Options
  scenario=middling   community to begin with: a name ('community scenarios' lists them) or a path
  runs=100            runs to simulate, each on its own seed
  seed=0              first seed; the same seed gives the same numbers on any machine
  workers=            processor cores to use; all of them unless said
  out=                folder for the results; results/run-<scenario>-<time> unless said

Anything a scenario holds can be changed: settings.* dials.* levers.* theory.* failures.* plan shocks awards.
'community explain levers' (or dials, failures, settings, theory) lists the names.

Written: config.yaml scenario.yaml provenance.json outcomes.parquet (a row a run) weekly.parquet
run.png report.html"""

CHIEF = (
    "weekly_contributors", "weekly_visitors", "members", "answered_share", "kept_90_days", "lurker_share",
    "safety", "motivation", "strain", "sharing_knowledge", "spearheading_practice", "solving_problems",
    "seeding_innovation", "supercharging_development",
)  # fmt: skip
SERIES_BYTES = 400_000_000
UNDEFINED = "Means are over the runs in which an outcome is defined; 'community explain <outcome>' says of each what it is."
SEEDS = "Intervals (95 %) cover seed noise: what other random seeds would change. They do not cover doubts about the theory."


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Run one study, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("run", arguments, flags, run_study)


def run_study(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Simulate, tell, and write the folder."""
    from community_dynamics.experiments.base.result_folder import Folder, result_folder
    from community_dynamics.experiments.base.statements import fate_sentence
    from community_dynamics.experiments.cli.screen import give, wrapped
    from community_dynamics.experiments.cli.simulating import study_data
    from community_dynamics.experiments.studies.changes import changes_line, changes_of

    final = result_folder(study.option("out"), "run", study.scenario.name, number)
    with Folder(final, study_data(study)) as folder:
        ensemble = simulated(study)
        sentence = fate_sentence(study.scenario, ensemble["fate"], ensemble["stalled_day"])
        tables = [fate_table(ensemble), outcome_table(ensemble)]
        changes = changes_of(study)
        write_all(folder, study, arguments, ensemble, changes)
        folder.keep()
    give(lambda: {**summary_data(study, ensemble), "changed": changes, "statement": sentence, "folder": str(final)})
    line = changes_line(changes)
    told = f"\n\n{wrapped(line)}" if line else ""
    print(f"\n{sentence}.{told}\n\n{tables[0]}\n\n{tables[1]}\n\n{SEEDS}\nresults: {final}")


def simulated(study: "Study") -> "Ensemble":
    """All runs; the first ones with their daily and weekly series, as many as memory allows."""
    import numpy as np

    from community_dynamics.experiments.cli.screen import Progress, note
    from community_dynamics.sim.ensemble import Ensemble, simulate_scenario
    from community_dynamics.sim.state import DAILY, WEEKLY

    runs, seed, threads = study.option("runs"), study.option("seed"), study.option("workers")
    days = int(study.scenario.setting("days"))
    size = days * DAILY.itemsize + days // 7 * WEEKLY.itemsize
    detailed = min(runs, max(1, SERIES_BYTES // size))
    with Progress(runs) as progress:
        options: dict[str, Any] = {"threads": threads, "progress": progress}
        first = simulate_scenario(study.scenario, detailed, seed, series=True, **options)
        if detailed == runs:
            return first
        note(f"note: weekly series are kept for the first {detailed} runs only, to spare memory")
        rest = simulate_scenario(study.scenario, runs - detailed, seed + detailed, **options)
    return Ensemble(np.concatenate([first.outcomes, rest.outcomes]), first.daily, first.weekly)


def summary_data(study: "Study", ensemble: "Ensemble") -> dict[str, Any]:
    """Shares of fates and means of all outcomes that have one, with their intervals, as data."""
    from community_dynamics.experiments.base.intervals import bootstrap_mean, wilson
    from community_dynamics.experiments.base.statements import fate_counts
    from community_dynamics.experiments.base.undefined import defined
    from community_dynamics.experiments.base.values import FATE
    from community_dynamics.sim.outcomes import OUTCOMES

    runs, fates, outcomes = len(ensemble.outcomes), {}, {}
    for fate, count in fate_counts(ensemble["fate"]).items():
        found = wilson(count, runs)
        fates[fate] = {"runs": count, "share": count / runs, "low": found.low, "high": found.high}
    for name in OUTCOMES:
        values = defined(ensemble[name])
        if name != FATE and len(values):
            mean = bootstrap_mean(values)
            outcomes[name] = {"mean": mean.value, "low": mean.low, "high": mean.high, "runs": len(values)}
    asked = {"verb": "run", "scenario": study.scenario.name, "runs": runs, "seed": study.option("seed")}
    return {**asked, "fates": fates, "outcomes": outcomes}


def fate_table(ensemble: "Ensemble") -> str:
    """Share of runs that came to each fate, with Wilson's interval."""
    from community_dynamics.experiments.base.intervals import wilson
    from community_dynamics.experiments.base.statements import fate_counts, percent
    from community_dynamics.experiments.cli.screen import table

    runs = len(ensemble.outcomes)
    rows = []
    for fate, count in reversed(fate_counts(ensemble["fate"]).items()):
        found = wilson(count, runs)
        rows.append((fate, str(count), percent(count / runs), interval(found.low, found.high, percent)))
    return table(("fate", "runs", "share", "95 % interval"), rows)


def outcome_table(ensemble: "Ensemble") -> str:
    """Mean of each chief outcome, with its interval; over how many runs, where some are undefined in others."""
    from community_dynamics.experiments.base.intervals import bootstrap_mean
    from community_dynamics.experiments.base.statements import tidy
    from community_dynamics.experiments.base.undefined import NONE, count_words, defined
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.sim.outcomes import OUTCOMES

    rows, whole = [], True
    for name in CHIEF:
        values, label, unit = defined(ensemble[name]), OUTCOMES[name].label, OUTCOMES[name].unit
        runs = count_words(len(values), len(ensemble[name]))
        whole = whole and len(values) == len(ensemble[name])
        if not len(values):
            rows.append((label, NONE, "-", runs, unit))
            continue
        found = bootstrap_mean(values)
        rows.append((label, tidy(float(found.value)), interval(found.low, found.high, tidy), runs, unit))
    heads = ("outcome", "mean", "95 % interval", "runs", "unit")
    if not whole:
        return f"{table(heads, rows)}\n\n{UNDEFINED}"
    return table([*heads[:3], heads[4]], [[*row[:3], row[4]] for row in rows])


def interval(low: Any, high: Any, form: Any) -> str:
    """An interval in words; a dash where one run says nothing about spread."""
    if low == high:
        return "the same in every run"
    return "-" if low != low else f"{form(low)} to {form(high)}"


def write_all(
    folder: "Folder", study: "Study", arguments: Sequence[str], ensemble: "Ensemble", changes: "pd.DataFrame | None"
) -> None:
    """Every file of a run's folder."""
    from community_dynamics.experiments.cli.simulating import write_common
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.report_pages import of_run
    from community_dynamics.experiments.report.run_figures import run_figure
    from community_dynamics.experiments.studies.changes import changes_line
    from community_dynamics.experiments.studies.run_tables import outcomes_frame, weekly_frame

    first = study.option("seed")
    write_common(folder, study, arguments, (first, first + study.option("runs") - 1))
    outcomes_frame(study.scenario, ensemble, first).to_parquet(folder.path("outcomes.parquet"), index=False)
    weekly_frame(study.scenario, ensemble, first).to_parquet(folder.path("weekly.parquet"), index=False)
    picture = run_figure(study.scenario, ensemble, changes_line(changes))
    folder.path("run.png").write_bytes(png(picture))
    folder.write("report.html", of_run(study.scenario, ensemble, picture, changes))
