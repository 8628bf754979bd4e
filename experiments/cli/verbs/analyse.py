"""`community analyse`: another outcome of a study that is done, without running anything."""

from collections.abc import Collection, Sequence
from pathlib import Path

HELP = """\
community analyse FOLDER outcome=safety

Makes the findings of a finished study anew for another outcome (every outcome of every run was kept), without
running anything. 'stalled_at_half' and 'stalled_at_double' show what the stall thresholds do.

Options
  outcome=               outcome to judge by; 'community explain outcomes' lists them
  about=  threshold=     of a sensitivity analysis: as in 'community sensitivity'"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Analyse one study again."""
    from community_dynamics.experiments.base.values import outcome_named
    from community_dynamics.experiments.cli.existing_study import finish, folder_and_options, open_study
    from community_dynamics.experiments.studies.run_plan import design_of, plan_of

    folder, given = folder_and_options("analyse", arguments)
    if given.get("outcome") is not None:
        outcome_named(str(given["outcome"]))
    study = open_study(folder, given)
    finish(study, ["analyse", *arguments], plan_of(study, design_of(study)), Path(folder), None)
    return 0
