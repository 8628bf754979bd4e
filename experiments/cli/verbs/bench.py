"""`community bench`: how fast this machine runs a community."""

from collections.abc import Collection, Sequence

HELP = """\
community bench [workers=] [out=FILE.md]

Times one community by every engine, at three sizes, on one thread and several, and against the least that it could
cost; then a whole study, a million seats, and the first start. Prints how the times compare. Takes some minutes.

  workers=     processor cores to use where several are; all of them unless said
  out=         file to write the tables to, as in docs/speed.md"""

QUICK = "--quick"


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Print the ratios."""
    from community_dynamics.experiments.cli.screen import Progress
    from community_dynamics.experiments.speed.bench import bench
    from community_dynamics.experiments.studies.options import OPTIONS, read_options

    given = read_options("bench", OPTIONS["bench"], arguments)
    if "--dry-run" in flags:
        print(f"speed {'at small sizes' if QUICK in flags else 'at three sizes'} would be measured; leave out --dry-run to do it")
        return 0
    bench(QUICK in flags, given["workers"], given["out"], Progress)
    return 0
