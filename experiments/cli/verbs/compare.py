"""`community compare`: two communities with the same random seeds, or one and the same with a change."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.studies.compare import Comparison
    from community_dynamics.experiments.studies.study import Study
    from community_dynamics.sim.inputs import Scenario

HELP = """\
community compare NAME [NAME] [name=value ...]

Runs two communities on the same seeds: the same people, days and chance, so they differ by the change alone.

  community compare guild middling
  community compare middling levers.sponsor_present=no        as it is, and with the change
  community compare guild failures.work_pressure=yes runs=300
  community compare scenario=./before.yaml against=./after.yaml
  community compare guild plan=[none,monthly_meetup,answers_in_a_day]   plans, with effects, costs and who gains

Plans are named ('community plans' lists them), files (./ours.yaml), several at once with +, and moved with @DAY:
plan=[none,monthly_meetup@180,./ours.yaml,safe_to_ask+badges]. All are compared with the first of them.

Options
  scenario=middling   the first community: a name or a path
  against=            the second; the first one with the changes if left out
  runs=100            runs of each, on the same seeds
  seed=0  workers=  out=   as in 'community run'

  outcome=weekly_contributors   of plans: what decides which is best
  uncertainty=theory  of plans: intervals cover seeds and what calibration left open; or seeds
  precision=  most_runs=2000    of plans: grow the runs until differences are known to +/- this
  member_hour=45  manager_hour=75  facilitator_hour=55   of plans: prices of an hour

Changes apply to the second community; changes of settings.* (size, days, thresholds) to both; all changes to all plans.
Written: config.yaml first.yaml scenario.yaml (the second) provenance.json outcomes.parquet
differences.parquet compare.png report.html; of plans: outcomes.parquet plans.yaml effects.csv
costs.csv gains.csv pairs.csv plans.png timeline.png costs.png report.html"""

MOST_LETTERS = 24  # of a name above a column
CHIEF = (
    "flourishing", "holding", "stalled_day", "weekly_contributors", "weekly_visitors", "members",
    "answered_share", "safety", "motivation", "strain", "sharing_knowledge", "spearheading_practice",
    "solving_problems", "seeding_innovation", "supercharging_development",
)  # fmt: skip


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Do one comparison, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("compare", arguments, flags, compare)


def compare(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Run both, tell, and write the folder; or several plans for one community."""
    if study.plans:
        from community_dynamics.experiments.cli.plan_comparing import compare_plans_of

        compare_plans_of(study, arguments, number)
        return
    refuse_of_plans(study)
    from community_dynamics.experiments.base.result_folder import Folder, result_folder
    from community_dynamics.experiments.cli.screen import Progress, give, wrapped
    from community_dynamics.experiments.cli.simulating import study_data
    from community_dynamics.experiments.studies.changes import changes_between, changes_line
    from community_dynamics.experiments.studies.compare import paired

    first, second = both(study)
    runs, seed = study.option("runs"), study.option("seed")
    final = result_folder(study.option("out"), "compare", study.scenario.name, number)
    with Folder(final, study_data(study)) as folder, Progress(2 * runs) as progress:
        comparison = paired(first, second, runs, seed, study.option("workers"), progress)
        write_all(folder, study, arguments, comparison)
        folder.keep()
    changed = changes_between(first, second)
    give(
        lambda: {
            "verb": "compare",
            "first": comparison.first.name,
            "second": comparison.second.name,
            "changed": changed,
            "runs": runs,
            "seed": seed,
            "statement": comparison.statement,
            "outcomes": comparison.table,
            "folder": str(final),
        }
    )
    told = f"{wrapped(comparison.statement)}\n\n{wrapped(changes_line(changed))}"
    print(f"\n{told}\n\n{differences(comparison)}\n\n{comparison.covers}.")
    print(f"results: {final}")


def refuse_of_plans(study: "Study") -> None:
    """Refuse what only a comparison of plans reads, where it would silently mean nothing."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.studies.options import OF_PLANS

    for option in OF_PLANS:
        if study.option(option.name) != option.default:
            raise InvalidValue(
                f"{option.name} = {study.option(option.name)} is for comparing plans; "
                "add plan=[none,monthly_meetup], or leave it out"
            )


def both(study: "Study") -> tuple["Scenario", "Scenario"]:
    """The two communities; settings that the command line changes hold for both."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.scenarios.scenario_files import load
    from community_dynamics.experiments.studies.study import changed

    common = {path: value for path, value in study.changes.items() if path.startswith("settings.")}
    first = changed(load(study.option("scenario")), common, {})
    against = study.option("against")
    if against is None:
        if study.scenario == first:
            raise InvalidValue("nothing to compare with; name a second community, or a change: levers.sponsor_present=no")
        return first, study.scenario
    return first, changed(load(against), study.changes, study.dated)


def differences(comparison: "Comparison") -> str:
    """The chief outcomes on both sides, with the difference and its interval; over how many pairs, where not over all."""
    from community_dynamics.experiments.base.statements import limits_words, tidy
    from community_dynamics.experiments.base.undefined import NONE, count_words
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.studies.changes import side_names
    from community_dynamics.experiments.studies.compare import OVER_PAIRS

    data = comparison.table.set_index("outcome").loc[list(CHIEF)]
    rows = []
    for _, row in data.iterrows():
        limits = limits_words(row["low"], row["high"])
        numbers = [NONE if row[name] != row[name] else tidy(row[name]) for name in ("first", "second", "difference")]
        rows.append((row["label"], *numbers, limits, count_words(row["pairs"], row["runs"]), row["verdict"]))
    names = side_names(comparison.first, comparison.second)
    heads = (
        "outcome",
        *(name if len(name) <= MOST_LETTERS else "with the change" for name in names),
        "difference",
        "95 % interval",
        "pairs",
        "verdict",
    )
    if (data["pairs"] == data["runs"]).all():
        return table([*heads[:5], heads[6]], [[*row[:5], row[6]] for row in rows])
    return f"{table(heads, rows)}\n\n{OVER_PAIRS}."


def write_all(folder: "Folder", study: "Study", arguments: Sequence[str], comparison: "Comparison") -> None:
    """Every file of a comparison's folder."""
    from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
    from community_dynamics.experiments.cli.simulating import write_common
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.comparison_figures import comparison_figure
    from community_dynamics.experiments.report.report_pages import of_comparison

    seed = study.option("seed")
    done = replace(study, scenario=comparison.second)
    write_common(folder, done, arguments, (seed, seed + study.option("runs") - 1))
    folder.write("first.yaml", as_yaml(scenario_data(comparison.first)))
    comparison.runs.to_parquet(folder.path("outcomes.parquet"), index=False)
    comparison.table.to_parquet(folder.path("differences.parquet"), index=False)
    picture = comparison_figure(comparison)
    folder.path("compare.png").write_bytes(png(picture))
    folder.write("report.html", of_comparison(comparison, picture))
