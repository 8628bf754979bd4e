"""What each verb of the command takes besides the community itself: every option stated once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, hint, nearest, shown, unknown

LARGEST_SEED = 10**18
MOST_RUNS = 10_000_000


@dataclass(frozen=True)
class Option:
    """One option: a whole number with its range, any number (real), one of a few words, or a text (none of these)."""

    name: str
    default: int | str | None
    meaning: str
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    real: bool = False

    def read(self, value: object) -> int | float | str | None:
        """The option's value from what was written."""
        if value is None and self.default is None:
            return None
        if self.words:
            return self.word(value)
        if self.real:
            return self.any_number(value)
        return self.number(value) if self.high else self.text(value)

    def word(self, value: object) -> str:
        """One of the words allowed."""
        if value in self.words:
            return str(value)
        close = nearest(str(value), self.words)
        allowed = ", ".join(self.words[:-1]) + f" or {self.words[-1]}"
        raise InvalidValue(f"{self.name} = {shown(value)} is not {allowed} ({self.meaning}){hint(close)}")

    def number(self, value: object) -> int:
        """A whole number in range; never through a float, which would round large seeds."""
        if isinstance(value, float) and value == value // 1 and abs(value) < 2**53:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongKind(f"{self.name} = {shown(value)} is not a whole number ({self.meaning})")
        if not self.low <= value <= self.high:
            close = min(max(value, self.low), self.high)
            allowed = f"{self.low}..{self.high}"
            raise InvalidValue(f"{self.name} = {value} is outside {allowed} ({self.meaning}); did you mean {close}?")
        return value

    def any_number(self, value: object) -> float:
        """Any finite number."""
        try:
            number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else float("nan")
        except ValueError:
            number = float("nan")
        if number - number != 0.0:
            raise WrongKind(f"{self.name} = {shown(value)} is not a number ({self.meaning})")
        return number

    def text(self, value: object) -> str:
        """A text, such as the name of a folder."""
        if value is None or isinstance(value, bool | list | dict) or str(value).strip() == "":
            raise WrongKind(f"{self.name} = {shown(value)} is not a name ({self.meaning})")
        return str(value)


SCENARIO = Option("scenario", "middling", "community to begin with: a name, or a path such as ./ours.yaml")
SEED = Option("seed", 0, "first seed; 0 is a seed like any other", 0, LARGEST_SEED)
THREADS = Option("threads", None, "processor cores to use; all of them unless said", 1, 1024)
OUT = Option("out", None, "folder for the results; results/<what-and-when> unless said")
STUDY = Option("study", None, "file that holds all this: a name, or a path such as ./study.yaml; what follows goes before it")
WHERE = (
    Option("executor", "threads", "what runs it", words=("serial", "threads", "processes", "dask", "slurm")),
    Option("workers", None, "how many at once; all processor cores unless said", 1, 100_000),
    Option("address", None, "of a Dask scheduler, such as tcp://head:8786, for executor=dask"),
)
ABOUT = Option("about", "mean", "what of the outcome is asked", words=("mean", "spread", "log_spread", "at_most", "at_least"))
THRESHOLD = Option("threshold", None, "value that the outcome should be at_most or at_least", real=True)
SERIES = (
    "contributors",
    "visitors",
    "mean_motivation",
    "mean_safety",
    "mean_strain",
    "mean_habit",
    "mean_benefit",
    "mean_related",
)
SWEEPS = ("grid", "one_at_a_time", "latin_hypercube", "random", "sobol_sequence", "fractional_factorial")
METHODS = ("morris", "sobol", "fast", "rbd_fast", "delta", "pawn", "dgsm", "hdmr")
GIVEN_POINTS = ("latin_hypercube", "random", "sobol_sequence")
OUTCOME = Option("outcome", "flourishing", "outcome to judge by; 'community explain outcomes' lists them")


def runs(default: int, meaning: str) -> Option:
    """How many runs, which every verb words in its own way."""
    return Option("runs", default, meaning, 1, MOST_RUNS)


OPTIONS: dict[str, tuple[Option, ...]] = {
    "run": (SCENARIO, runs(100, "runs to simulate, each on its own seed"), SEED, THREADS, OUT),
    "compare": (
        Option("scenario", "middling", "community to compare with"),
        Option("against", None, "community compared; the first with changes=... if left out"),
        runs(100, "runs of each, both on the same seeds"),
        SEED,
        THREADS,
        OUT,
    ),
    "sweep": (
        SCENARIO,
        STUDY,
        Option("design", None, "how points are laid; grid where values are listed, else latin_hypercube", words=SWEEPS),
        Option("points", None, "points of a design (64 unless said), or levels of a range (5)", 1, 10_000_000),
        runs(20, "runs at each point, on the same seeds everywhere"),
        OUTCOME,
        SEED,
        *WHERE,
        OUT,
    ),
    "sensitivity": (
        SCENARIO,
        STUDY,
        Option("method", "morris", "how factors are ranked", words=METHODS),
        Option(
            "design",
            None,
            "points for methods that take any (sobol_sequence unless said; latin_hypercube for rbd_fast)",
            words=GIVEN_POINTS,
        ),
        Option("factors", "twelve", "which factors, unless vary.<name> gives them", words=("twelve", "dials")),
        Option("samples", None, "trajectories of morris (20 unless said), base samples of sobol (128), points", 2, 10_000_000),
        Option("pairs", "no", "shares of pairs of factors too, for method=sobol", words=("no", "yes")),
        runs(10, "runs at each point, on the same seeds everywhere"),
        OUTCOME,
        ABOUT,
        THRESHOLD,
        Option("series", "none", "weekly series to keep and to analyse week by week", words=("none", *SERIES)),
        Option("most_runs", None, "grow the samples until converged, but to no more runs than this", 1, MOST_RUNS),
        SEED,
        *WHERE,
        OUT,
    ),
}


def option_names(verb: str) -> list[str]:
    """Names of a verb's options."""
    return [option.name for option in OPTIONS[verb]]


def defaults(verb: str) -> dict[str, int | str | None]:
    """Every option of a verb at its default."""
    return {option.name: option.default for option in OPTIONS[verb]}


def read_options(verb: str, options: Sequence[Option], arguments: Sequence[str]) -> dict[str, Any]:
    """The options of a verb that takes nothing else, from name=value."""
    known = {option.name: option for option in options}
    given: dict[str, Any] = {name: option.default for name, option in known.items()}
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if name not in known or not equals:
            where = f"'community {verb} --help' lists all"
            raise unknown(shown(argument), f"known to 'community {verb}'", nearest(name, known), where)
        whole = text.isdecimal() and known[name].high
        given[name] = known[name].read(int(text) if whole else text)
    return given
