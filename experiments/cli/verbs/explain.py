"""`community explain`: any name of the model in plain words."""

from collections.abc import Sequence

HELP = """\
community explain levers | dials | failures | settings | theory | outcomes
community explain NAME [NAME ...]

  community explain levers                  all levers, a line each
  community explain levers.cadence_days     meaning, unit, range, anchors, source, and which rules read it
  community explain cause flourishing       a dial and an outcome; the section may be left out"""


def main(arguments: Sequence[str]) -> int:
    """Print what is asked for; all that can be explained, if nothing is."""
    from community_dynamics.experiments.scenarios.explain import explained

    if not arguments:
        print(HELP)
        return 0
    print("\n\n".join([explained(name.removeprefix("outcome=")) for name in arguments]))
    return 0
