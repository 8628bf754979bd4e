"""`community demo`: a first look at what the model has to say."""

from collections.abc import Collection, Sequence

HELP = """\
community demo [out=FOLDER] [runs=100] [scale=10] [workers=]

A first look: why one well-known network stalled and what might have saved it, with pictures and a page.

  runs=100     runs of each community
  scale=10     persons that one simulated seat stands for; 1 is full size, and slower
  workers=     processor cores to use; all of them unless said
  out=demo     folder for pictures and pages"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Run the story into a folder."""
    from pathlib import Path

    from community_dynamics.experiments.base.provenance import provenance
    from community_dynamics.experiments.base.result_folder import MARKER, Folder, as_json
    from community_dynamics.experiments.cli.screen import Progress
    from community_dynamics.experiments.report.story import AS_IT_WAS, tell
    from community_dynamics.experiments.scenarios.scenario_files import load
    from community_dynamics.experiments.studies.options import OPTIONS, read_options

    given = read_options("demo", OPTIONS["demo"], arguments)
    runs, scale = given["runs"], given["scale"]
    if "--dry-run" in flags:
        print(f"{runs * communities():,} runs of {communities()} communities")
        print("nothing was written; leave out --dry-run to run it")
        return 0
    with Folder(Path(given["out"]).expanduser(), {"verb": "demo", **given}) as folder, Progress(runs * communities()) as progress:
        tell(folder.path(""), runs, scale, given["workers"], progress)
        made = provenance("demo", arguments, load(AS_IT_WAS), (0, runs - 1))
        folder.write(MARKER, as_json(made))
        folder.keep()
    print(f"results: {given['out']}")
    return 0


def communities() -> int:
    """How many communities the story runs: the two, the first once more, and one for each repair."""
    from community_dynamics.experiments.report.story import AS_IT_WAS, SUPPORTED, repairs_from
    from community_dynamics.experiments.scenarios.scenario_files import load

    return 3 + len(repairs_from(load(AS_IT_WAS), load(SUPPORTED)))
