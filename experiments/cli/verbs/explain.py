"""`community explain`: any name of the model in plain words."""

from collections.abc import Collection, Sequence

HELP = """\
community explain levers | outcomes | dials | failures | settings | theory | columns | series
community explain NAME [NAME ...]

  community explain levers                  all levers, a line each
  community explain levers.cadence_days     meaning, unit, range, anchors, source, and which rules read it
  community explain cause flourishing       a dial and an outcome; the section may be left out
  community explain status mean_safety      a column of the tables of runs, and a weekly series"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Print what is asked for."""
    from community_dynamics.experiments.cli.screen import give
    from community_dynamics.experiments.scenarios.explain import explained, explained_data

    names = [name.removeprefix("outcome=") for name in arguments]
    print("\n\n".join([explained(name) for name in names]))
    give(lambda: {key: value for name in names for key, value in explained_data(name).items()})
    return 0
