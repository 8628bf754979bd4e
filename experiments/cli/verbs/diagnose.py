"""`community diagnose`: why a community stalls, what would save it, until when, and one world as a story."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.diagnosis.diagnosing import Diagnosis
    from community_dynamics.experiments.studies.study import Study

HELP = """\
community diagnose NAME [name=value ...]

Why does a community stall? What it loses against a reference is shared out among the causes in which the two differ
(groups of levers, and failures that are switched on); then the smallest sets of repairs that save it, the last day on
which they do, and one world told twice.

  community diagnose sponsor_leaves
  community diagnose overloaded_team reference=guild
  community diagnose ./ours.yaml failures.work_pressure=yes outcome=holding
  community diagnose nasa_spacebook settings.seats=500 settings.scale=36

Options
  scenario=middling   the community: a name or a path
  reference=          what it is held against: a name, a path, or before (itself without its dated changes and failures);
                      unless said: before, where it has dated changes or failures, else well_run_cop
  outcome=weekly_contributors   what is lost; also holding, flourishing, weekly_visitors, members, ...
  by=groups           or levers, each on its own
  runs=               most runs for the shares; by its size unless said. Seeds are added until the first cause is clear
  seed=0  workers=  out=   as in 'community run'

Where the loss, or the first cause, is not clear of chance it says so. All repairs take levers alone from the reference.
Written: config.yaml scenario.yaml repaired.yaml (with the smallest set of repairs) provenance.json causes.csv pairs.csv
repairs.csv levers.csv people.csv causes.png deadline.png twins.png report.html"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Do one diagnosis, or several."""
    from community_dynamics.experiments.cli.simulating import each_study

    return each_study("diagnose", arguments, flags, diagnose)


def diagnose(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Find out, tell, and write the folder."""
    from community_dynamics.experiments.base.result_folder import Folder, result_folder
    from community_dynamics.experiments.cli.screen import Progress, give, wrapped
    from community_dynamics.experiments.cli.simulating import study_data
    from community_dynamics.experiments.diagnosis.causes import case_of
    from community_dynamics.experiments.diagnosis.diagnosing import diagnose, outcome_judged, runs_expected
    from community_dynamics.experiments.diagnosis.sentences import summary

    option = study.option
    outcome = outcome_judged(option("outcome"))
    case = case_of(study.scenario, option("reference"), option("by"))
    final = result_folder(option("out"), "diagnose", study.scenario.name, number)
    with Folder(final, study_data(study)) as folder, Progress(runs_expected(case, option("runs"))) as progress:
        found = diagnose(
            study.scenario,
            option("reference"),
            outcome,
            option("seed"),
            option("runs"),
            option("workers"),
            progress,
            option("by"),
        )
        write_all(folder, study, arguments, found)
        folder.keep()
    give(lambda: as_data(found, str(final)))
    print("\n" + "\n\n".join(wrapped(line) for line in summary(found)))
    print(f"\n{cause_rows(found)}\n\nresults: {final}")


def as_data(found: "Diagnosis", folder: str) -> dict[str, object]:
    """A diagnosis for --json."""
    from community_dynamics.experiments.diagnosis.sentences import summary
    from community_dynamics.experiments.report.diagnosis_page import repairs_table

    late = found.deadline
    return {
        "verb": "diagnose",
        "community": found.case.community.name,
        "reference": found.case.reference.name,
        "outcome": found.outcome,
        "seed": found.seed,
        "seeds": len(found.shares.parts),
        "runs": found.runs,
        "verdict": found.verdict,
        "leading": list(found.leading),
        "loss": found.shares.loss,
        "causes": found.causes,
        "pairs": found.pairs,
        "repairs": repairs_table(found),
        "last_day": None if late is None else late.last_day,
        "statement": summary(found),
        "folder": folder,
    }


def cause_rows(found: "Diagnosis") -> str:
    """The causes as a table for a terminal."""
    from community_dynamics.experiments.base.statements import limits_words, tidy
    from community_dynamics.experiments.cli.screen import table

    rows = [
        (
            row.cause,
            tidy(row.share),
            limits_words(row.low, row.high),
            *map(tidy, (row.percent, row.repaired_alone, row.broken_alone)),
        )
        for row in found.causes.itertuples()
    ]
    return table(("cause", "share", "95 % interval", "% of the loss", "repaired alone", "broken alone"), rows)


def write_all(folder: "Folder", study: "Study", arguments: Sequence[str], found: "Diagnosis") -> None:
    """Every file of a diagnosis's folder."""
    from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
    from community_dynamics.experiments.cli.simulating import write_common
    from community_dynamics.experiments.diagnosis.causes import repaired
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.diagnosis_page import figures_of, of_diagnosis, tables_of

    seed = study.option("seed")
    write_common(folder, study, arguments, (seed, seed + len(found.shares.parts) - 1))
    if found.rescue.sets:
        folder.write("repaired.yaml", as_yaml(scenario_data(repaired(found.case, found.rescue.sets[0][0]))))
    for name, frame in tables_of(found).items():
        folder.write(f"{name}.csv", frame.to_csv(index=False))
    pictures = figures_of(found)
    for name, picture in pictures.items():
        assert not isinstance(picture.figure, bytes)
        folder.path(f"{name}.png").write_bytes(png(picture.figure))
    folder.write("report.html", of_diagnosis(found, pictures))
