"""`community demo`: a first look at what the model has to say."""

from collections.abc import Sequence

HELP = """\
community demo [out=FOLDER] [runs=100] [scale=10] [threads=]

A first look: why one well-known network stalled and what might have saved it, with pictures and a page.

  runs=100     runs of each community
  scale=10     persons that one simulated seat stands for; 1 is full size, and slower
  out=demo     folder for pictures and pages"""


def main(arguments: Sequence[str]) -> int:
    """Run the story into a folder."""
    from pathlib import Path

    from experiments.cli_screen import Progress
    from experiments.options import Option, read_options
    from experiments.provenance import provenance
    from experiments.scenarios import load
    from experiments.store import MARKER, Folder, as_json
    from experiments.story import AS_IT_WAS, tell

    options = (
        Option("runs", 100, "runs of each community", 1, 100_000),
        Option("scale", 10, "persons that one simulated seat stands for", 1, 1000),
        Option("threads", None, "processor cores to use", 1, 1024),
        Option("out", "demo", "folder for pictures and pages"),
    )
    given = read_options("demo", options, arguments)
    runs, scale = given["runs"], given["scale"]
    with Folder(Path(given["out"]).expanduser()) as folder, Progress(runs * communities()) as progress:
        tell(folder.path(""), runs, scale, given["threads"], progress)
        made = provenance("demo", arguments, load(AS_IT_WAS), (0, runs - 1))
        folder.write(MARKER, as_json(made))
        folder.keep()
    print(f"results: {given['out']}")
    return 0


def communities() -> int:
    """How many communities the story runs: the two, the first once more, and one for each repair."""
    from experiments.scenarios import load
    from experiments.story import AS_IT_WAS, SUPPORTED, repairs_from

    return 3 + len(repairs_from(load(AS_IT_WAS), load(SUPPORTED)))
