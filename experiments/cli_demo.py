"""`community demo`: a first look at what the model has to say."""

from collections.abc import Sequence

HELP = """\
community demo [out=FOLDER] [runs=200] [scale=10] [threads=]

A first look: why one well-known community failed and what might have saved it, with pictures and pages.

  runs=200     runs of each community
  scale=10     persons that one simulated seat stands for in the largest; 1 is full size, and slower
  out=demo     folder for pictures and pages"""


def main(arguments: Sequence[str]) -> int:
    """Run the story into a folder."""
    from pathlib import Path

    from experiments.cli_screen import Progress
    from experiments.options import Option, read_options
    from experiments.store import Folder
    from experiments.story import tell

    options = (
        Option("runs", 200, "runs of each community", 1, 100_000),
        Option("scale", 10, "persons that one simulated seat stands for", 1, 1000),
        Option("threads", None, "processor cores to use", 1, 1024),
        Option("out", "demo", "folder for pictures and pages"),
    )
    given = read_options("demo", options, arguments)
    with Folder(Path(given["out"])) as folder, Progress(0) as progress:
        tell(folder.path(""), given["runs"], given["scale"], given["threads"], progress)
        folder.keep()
    print(f"results: {given['out']}")
    return 0
