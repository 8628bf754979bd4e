"""`community retry`: the failed runs of a study once more, and no others."""

from collections.abc import Collection, Sequence
from pathlib import Path

HELP = """\
community retry FOLDER

Runs the failed rows of a study again, and makes its findings anew; rows that succeeded are kept as they are.

Options
  executor=threads  workers=  address=  partition=  account=  time=  memory=   as in 'community sweep'"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Retry what failed in one study."""
    from community_dynamics.experiments.cli.existing_study import finish, folder_and_options, open_study
    from community_dynamics.experiments.execution.conduct import retry
    from community_dynamics.experiments.execution.study_folder import read_runs
    from community_dynamics.experiments.studies.run_plan import design_of, plan_of

    folder, given = folder_and_options("retry", arguments)
    study = open_study(folder, given)
    if "--dry-run" in flags:
        count = int((read_runs(folder, ["status"])["status"] != "SUCCEEDED").sum())
        print(f"{count:,} failed runs would be run again in {folder}")
        print("nothing was written; leave out --dry-run to run it")
        return 0
    finish(study, ["retry", *arguments], plan_of(study, design_of(study)), Path(folder), retry)
    return 0
