"""The `community` command: find the verb, then its own file; nothing heavy is imported early."""

import io
import os
import signal
import sys
from collections.abc import Sequence
from errno import ENAMETOOLONG
from importlib import import_module

VERBS = {
    "run": "simulate one community many times",
    "compare": "two communities with the same seeds, and how they differ",
    "recommend": "which plans to choose within a budget, and when to begin them",
    "diagnose": "why a community stalls, what saves it, and until when",
    "sweep": "one outcome over a grid or a cloud of settings",
    "sensitivity": "which factors matter most",
    "discover": "where a community fails, where it tips, and what warns of a stall",
    "extend": "more samples for a study that is done",
    "retry": "the failed runs of a study once more",
    "analyse": "another outcome of a study that is done",
    "replay": "one row of a study's table, run again",
    "scenarios": "the bundled communities, and their stories",
    "plans": "the bundled plans: what to do from when on, and what it costs",
    "new": "write a community of your own, by copying one or by answering questions",
    "log": "what the log of a real community says of it",
    "fit": "settings at which the simulation behaves like a real community",
    "facts": "what is known about communities, and whether the model shows it",
    "forecast": "the next year of a community by its log, and the chance of stalling",
    "page": "the model in one file, live in any browser",
    "explain": "any lever, dial, failure, setting, theory constant or outcome",
    "demo": "a first look, in about a minute",
    "bench": "how fast this machine is",
    "completion": "a script with which bash or zsh completes the words of this command",
}
NEEDY = ("extend", "retry", "analyse", "replay", "new", "log", "fit", "forecast", "explain", "completion")

HELP = """\
community: why some learning communities flourish while most stall, and what to change.

  community <verb> [name=value ...]

{verbs}

First steps
  community scenarios                                 what there is
  community run guild                                 simulate it a hundred times
  community run guild levers.cadence_days=7 dials.cause=high failures.work_pressure=yes
  community compare guild levers.sponsor_present=no   what that one change does
  community new ours.yaml --form                      fifteen questions, then: community run ./ours.yaml
  community facts                                     what studies know, and whether the model shows it
  community explain levers.cadence_days               what it means and where the number comes from

'community <verb> --help' says more. Mistyped names are refused, and the nearest is offered.
Verbs that run something take --dry-run (say what would be run, and stop) and --quiet (errors only); many take --json
(the result as data). 'eval "$(community completion bash)"' lets the Tab key complete names.
Ends with 0 where all went well, 2 where something written has to be mended, 130 where it was stopped.
Set COMMUNITY_DEBUG=1 to see where in the code an error arose."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all went well, 2 where something the user wrote has to be mended."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: tidy up as after Ctrl-C
    try:
        return dispatch(words)
    except KeyboardInterrupt as error:
        print(error if str(error) else "stopped; nothing was written", file=sys.stderr)  # a study says what it keeps
        return 130
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
        return 0
    except Exception as error:
        if os.environ.get("COMMUNITY_DEBUG", "") not in ("", "0"):
            raise
        return tell(error)


def dispatch(words: list[str]) -> int:
    """Find the verb and hand it the rest."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    if not words or words[0] in ("--help", "-h", "help"):
        print(HELP.format(verbs="\n".join(f"  {verb:<12} {meaning}" for verb, meaning in VERBS.items())))
        return 0
    if words[0] in ("--version", "-V"):
        from importlib.metadata import version

        from community_dynamics.experiments.execution.stamp import stamp

        print(f"community-dynamics {version('community-dynamics')}, theory {stamp()}")
        return 0
    if words[0] not in VERBS:
        from community_dynamics.experiments.cli.grammar import unknown_verb

        raise unknown_verb(words[0], words[1:], tuple(VERBS))
    module = import_module(f"community_dynamics.experiments.cli.verbs.{words[0]}")
    from community_dynamics.experiments.cli.grammar import help_of, read_flags

    if any(word in ("--help", "-h") for word in words[1:]):
        print(help_of(words[0], module.HELP))
        return 0
    if not words[1:] and words[0] in NEEDY:
        print(help_of(words[0], module.HELP), file=sys.stderr)
        return 2
    from community_dynamics.experiments.base.errors import refuse_endless
    from community_dynamics.experiments.cli.screen import speaking

    refuse_endless(words)
    flags, others = read_flags(words[0], words[1:])
    with speaking(flags):
        status: int = module.main(others, flags)
    sys.stdout.flush()
    return status


def tell(error: Exception) -> int:
    """Say in a line what went wrong; the exit status."""
    from community_dynamics.experiments.base.errors import CommunityError, shown

    if isinstance(error, CommunityError):
        print(error, file=sys.stderr)
        return 2
    if isinstance(error, OSError) and error.errno == ENAMETOOLONG:
        print(f"{shown(str(error.filename))} is too long a name for a file; give one of at most 255 letters", file=sys.stderr)
        return 2
    reason = " ".join(str(error).split()) or "no reason given"
    kind = "not enough memory" if isinstance(error, MemoryError) else type(error).__name__
    print(f"{kind}: {reason} (set COMMUNITY_DEBUG=1 and run again to see where)", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
