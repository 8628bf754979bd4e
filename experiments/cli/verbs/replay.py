"""`community replay`: one row of a study's table, run again."""

import sys
from collections.abc import Collection, Sequence

HELP = """\
community replay FOLDER ROW [engine=kernel|mesa]

Runs one row (its run_id) of a study's table again, from what the study's folder holds, and compares with the table.

  community replay results/sweep-middling-1a2b3c4d 17
  community replay results/sweep-middling-1a2b3c4d 17 engine=mesa     as Mesa agents: slower, the same numbers

In Python, to step through it day by day:
  from community_dynamics.experiments.studies.replay import replayed
  model = replayed("results/sweep-middling-1a2b3c4d", 17).model()
  model.step()"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Replay one row; 0 where it gives what the table says, 1 where it does not."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.studies.options import OPTIONS, read_options
    from community_dynamics.experiments.studies.replay import replayed
    from community_dynamics.sim.outcomes import OUTCOMES

    if len(arguments) < 2 or not arguments[1].isdecimal():
        raise InvalidValue(
            "community replay needs the folder of a study and the number of a row; try 'community replay FOLDER 0'"
        )
    chosen = read_options("replay", OPTIONS["replay"], arguments[2:])["engine"]
    run = replayed(arguments[0], int(arguments[1]))
    if "--dry-run" in flags:
        print(f"row {run.row}, seed {run.seed}, {run.scenario.name}, would be run by the {chosen} engine")
        print("nothing was written; leave out --dry-run to run it")
        return 0
    if run.recorded["status"] != "SUCCEEDED":
        said = f"failed ({run.recorded['stage']}, {run.recorded['error']}: {run.recorded['message']})"
        print(f"row {run.row} {said}; this is the same run again", file=sys.stderr)
    found = run.outcomes() if chosen == "kernel" else run.model().run().outcomes()
    rows = [(OUTCOMES[name].label, told(name, value), OUTCOMES[name].unit) for name, value in found.items()]
    print(f"row {run.row}, seed {run.seed}, {run.scenario.name}\n\n{table(('outcome', 'value', 'unit'), rows)}\n")
    wrong = run.differences(found)
    if wrong:
        print(f"differs from the table in {', '.join(wrong)}; other code or libraries wrote it", file=sys.stderr)
        return 1
    print(
        "the same as in the table, to the last bit"
        if run.recorded["status"] == "SUCCEEDED"
        else "not in the table: it failed there"
    )
    return 0


def told(outcome: str, value: float) -> str:
    """An outcome of one run: a number, the name of a fate, or that it has no meaning here."""
    from community_dynamics.experiments.base.statements import tidy
    from community_dynamics.experiments.base.values import FATE
    from community_dynamics.sim.outcomes import FATES

    if value != value:
        return "undefined"
    return FATES[int(value)] if outcome == FATE else tidy(value)
