"""`community extend`: more samples for a study that is done; every run made so far is kept."""

from collections.abc import Collection, Sequence
from pathlib import Path

HELP = """\
community extend FOLDER samples=256
community extend FOLDER points=256

Gives a finished study more samples, and makes its findings anew. Every earlier run is used again.
Works for designs that begin with the points of a smaller one: sobol, morris, sobol_sequence, random and the
steps of dgsm; others are refused, and why is said.

Options
  samples= or points=    how many there shall be in all
  executor=threads  workers=  address=  partition=  account=  time=  memory=   as in 'community sweep'"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Extend one study."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.cli.existing_study import finish, folder_and_options, open_study
    from community_dynamics.experiments.designs.design import extended
    from community_dynamics.experiments.execution.conduct import conduct, extend
    from community_dynamics.experiments.studies.run_plan import design_of, plan_of, resized, varied_factors

    folder, given = folder_and_options("extend", arguments)
    study = open_study(folder, given)
    word = "samples" if study.verb == "sensitivity" else "points"
    other = "points" if word == "samples" else "samples"
    if given.get(other) is not None:
        raise InvalidValue(f"{other} = {given[other]} is not what a {study.verb} has; did you mean {word}={given[other]}?")
    if given.get(word) is None:
        raise InvalidValue(f"say how many there shall be in all, such as {word}={2 * design_of(study).size}")
    design = design_of(study)
    going_on = int(given[word]) == design.size  # extended before, and stopped on the way
    larger = design if going_on else extended(design, varied_factors(study), int(given[word]))
    study = resized(study, larger.size)
    finish(
        study, ["extend", *arguments], plan_of(study, larger), Path(folder), conduct if going_on else extend, "--dry-run" in flags
    )
    return 0
