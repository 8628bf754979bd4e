"""`community bench`: how fast this machine runs a community."""

from collections.abc import Sequence

HELP = """\
community bench [--quick] [threads=] [out=FILE.md]

Times one community by every engine, at three sizes, on one thread and several, and against the least that it could
cost; then a whole study, a million seats, and the first start. Prints how the times compare. Takes some minutes.

  --quick      smaller communities and studies, no cold start: about a minute, and rougher
  threads=     processor cores to use where several are; all of them unless said
  out=         file to write the tables to, as in docs/speed.md"""

QUICK = "--quick"


def main(arguments: Sequence[str]) -> int:
    """Print the ratios."""
    from community_dynamics.experiments.cli.screen import Progress
    from community_dynamics.experiments.speed.bench import bench
    from community_dynamics.experiments.studies.options import THREADS, Option, read_options

    options = (THREADS, Option("out", None, "file to write the tables to"))
    given = read_options("bench", options, [word for word in arguments if word != QUICK])
    bench(QUICK in arguments, given["threads"], given["out"], Progress)
    return 0
