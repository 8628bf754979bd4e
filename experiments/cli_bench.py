"""`community bench`: how fast this machine runs a community."""

from collections.abc import Sequence

HELP = """\
community bench

Runs one community by every engine, one thread and several, and prints how their times compare."""


def main(arguments: Sequence[str]) -> int:
    """Print the ratios."""
    from importlib import import_module

    from experiments.options import read_options

    read_options("bench", (), arguments)
    import_module("experiments.bench").bench()
    return 0
