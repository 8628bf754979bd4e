"""What each verb of the command takes besides the community itself: every option stated once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from community_dynamics.experiments.base.errors import InvalidValue, UnknownName, nearest, shown, unknown
from community_dynamics.experiments.studies.option import Option

LARGEST_SEED = 10**18
MOST_RUNS = 10_000_000


SCENARIO = Option("scenario", "middling", "community to begin with: a name, or a path such as ./ours.yaml")
SEED = Option("seed", 0, "first seed; 0 is a seed like any other", 0, LARGEST_SEED)
WORKERS = Option("workers", None, "processor cores to use; all of them unless said", 1, 1024)
OUT = Option("out", None, "folder for the results; results/<what-and-when> unless said")
STUDY = Option("study", None, "file that holds all this: a name, or a path such as ./study.yaml; what follows goes before it")
WHERE = (
    Option("executor", "threads", "what runs it", words=("serial", "threads", "processes", "dask", "slurm")),
    Option("workers", None, "how many at once; all processor cores unless said", 1, 100_000),
    Option("address", None, "of a Dask scheduler, such as tcp://head:8786, for executor=dask"),
    Option("partition", None, "Slurm partition to send jobs to, for executor=slurm"),
    Option("account", None, "Slurm account that pays, for executor=slurm"),
    Option("time", None, "minutes that a Slurm job may take (60 unless said), for executor=slurm", 1, 525_600),
    Option("memory", None, "gigabytes of memory of a Slurm job, for executor=slurm", 1, 100_000),
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


UNCERTAINTY = Option(
    "uncertainty", "theory", "what intervals cover: seeds and what calibration left open, or seeds", words=("theory", "seeds")
)
HOURS = (
    Option("member_hour", 45, "price of an hour of a member, in the currency of all money", 0, 100_000),
    Option("manager_hour", 75, "price of an hour of a manager", 0, 100_000),
    Option("facilitator_hour", 55, "price of an hour of a facilitator", 0, 100_000),
)
# What only a comparison of plans takes.
OF_PLANS = (
    replace(OUTCOME, default="weekly_contributors"),
    UNCERTAINTY,
    Option("precision", None, "grow the runs until differences in the outcome are known to +/- this, in its own unit", real=True),
    Option("most_runs", 2000, "runs of each plan at most, where they grow", 1, 100_000),
    *HOURS,
)


def runs(default: int, meaning: str) -> Option:
    """How many runs, which every verb words in its own way."""
    return Option("runs", default, meaning, 1, MOST_RUNS)


OPTIONS: dict[str, tuple[Option, ...]] = {
    "run": (SCENARIO, runs(100, "runs to simulate, each on its own seed"), SEED, WORKERS, OUT),
    "compare": (
        Option("scenario", "middling", "community to compare with"),
        Option("against", None, "community compared; the first with changes=... if left out"),
        runs(100, "runs of each, all on the same seeds"),
        *OF_PLANS,
        SEED,
        WORKERS,
        OUT,
    ),
    "recommend": (
        SCENARIO,
        Option("hours_a_week", None, "paid hours of managers and facilitators a week that may be spent more", real=True),
        Option("money_a_year", None, "money a year that may be spent more", real=True),
        Option("judge", "mean", "what makes a choice good", words=("mean", "worst_decile", "regret")),
        replace(OUTCOME, default="weekly_contributors"),
        UNCERTAINTY,
        runs(200, "fresh runs of each finalist, on seeds that the search never saw"),
        *HOURS,
        SEED,
        WORKERS,
        OUT,
    ),
    "diagnose": (
        replace(SCENARIO, meaning="community to diagnose: a name, or a path such as ./ours.yaml"),
        Option("reference", None, "what it is held against: a name, a path, or before; chosen by what befalls it unless said"),
        Option("outcome", "weekly_contributors", "what is lost; defined in every run, more of it better"),
        Option("by", "groups", "what counts as one cause", words=("groups", "levers")),
        Option("runs", None, "most runs for the shares; by the community's size unless said", 1, MOST_RUNS),
        SEED,
        WORKERS,
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

FAILS = "a point fails where the mean of the outcome over its runs is"
OPTIONS["discover"] = (
    SCENARIO,
    Option("find", "boxes", "what is asked", words=("boxes", "edge", "warnings")),
    Option("factors", None, "circumstances tried, unless vary.<name> gives them", words=("circumstances", "twelve", "dials")),
    replace(OUTCOME, default="holding"),
    Option("below", None, f"{FAILS} below this; 0.5 for outcomes that are yes or no", real=True),
    Option("above", None, f"{FAILS} above this", real=True),
    Option("points", None, "points tried, a power of 2 (1024 unless said), or levels of each range of an edge (9)", 2, 1_000_000),
    Option("runs", None, "runs at each point: 10 unless said, 60 for an edge, 1 for warnings", 1, MOST_RUNS),
    SEED,
    *WHERE,
    OUT,
)

COLUMNS = tuple(
    Option(name, None, f"column that says {meaning}")
    for name, meaning in (
        ("member", "who it was"),
        ("time", "when it was"),
        ("type", "what was done"),
        ("target", "whom it was directed at"),
        ("reply_to", "which message or member is answered"),
        ("id", "the message's own id"),
        ("count", "how many, where a row stands for several"),
    )
)
DATES = Option("dates", None, "which comes first in dates such as 03/04/2024", words=("day", "month"))
UNTIL = Option("until", None, "last day, such as 2024-05-31; the last day in the log unless said")
SILENCE = Option("silence", 180, "days after which somebody counts as gone", 7, 3650)
# The verbs that take nothing but these; those of `run`, `compare`, `sweep` and `sensitivity` also change a community.
OPTIONS |= {
    **dict.fromkeys(("scenarios", "explain", "completion"), ()),
    "extend": (
        Option("samples", None, "samples in all", 2, 10_000_000),
        Option("points", None, "points in all", 2, 10_000_000),
        *WHERE,
    ),
    "retry": WHERE,
    "analyse": (replace(OUTCOME, default=None), replace(ABOUT, default=None), THRESHOLD),
    "replay": (Option("engine", "kernel", "what lives the run", words=("kernel", "mesa")),),
    "plans": (),
    "new": (
        Option("from", None, "scenario to copy; middling unless said"),
        Option("answers", None, "file with answers to the questions of --form"),
    ),
    "log": (*COLUMNS, DATES, UNTIL, SILENCE, Option("out", None, "folder for tables, pictures and report.html")),
    "fit": (
        *COLUMNS,
        DATES,
        Option("from", None, "first day to be fitted, such as 2024-05-31; the whole log unless said"),
        UNTIL,
        SILENCE,
        Option("eligible", None, "people in the organisation", 10, 1_000_000),
        Option("scenario", None, "community to begin with: a name, or a path such as ./ours.yaml"),
        Option("runs", 3000, "runs to spend in all", 200, 1_000_000),
        Option("seed", 0, "seed of the fit", 0, 10**9),
        Option("probe", None, "whether theory constants are tried", words=("no", "yes")),
        WORKERS,
        Option("weekly_actives", None, "members seen in a week", 0, 1_000_000),
        Option("weekly_posters", None, "members contributing in a week", 0, 1_000_000),
        Option("members", None, "members", 1, 1_000_000),
        Option("age_days", None, "days since the community began", 56, 7300),
        OUT,
    ),
    "facts": (runs(40, "runs of each scenario"), SEED, WORKERS, OUT),
    "forecast": (
        *COLUMNS,
        DATES,
        UNTIL,
        Option("fit", None, "folder that 'community fit' wrote for this log"),
        Option("days", 365, "days ahead", 7, 365),
        Option("runs", 1000, "futures to draw", 100, 100_000),
        Option("seed", 0, "seed of the forecast", 0, 10**9),
        OUT,
    ),
    "page": (Option("out", None, "file to write; page-NAME.html unless said"),),
    "demo": (
        Option("runs", 100, "runs of each community", 1, 100_000),
        Option("scale", 10, "persons that one simulated seat stands for", 1, 1000),
        WORKERS,
        Option("out", "demo", "folder for pictures and pages"),
    ),
    "bench": (WORKERS, Option("out", None, "file to write the tables to")),
}
DRY, QUIET, JSON, ANEW, MANY = "--dry-run", "--quiet", "--json", "--anew", "--multirun"
FLAGS: dict[str, tuple[str, ...]] = {
    "run": (DRY, QUIET, JSON, MANY),
    "compare": (DRY, QUIET, JSON, MANY),
    "recommend": (DRY, QUIET, JSON, MANY),
    "diagnose": (DRY, QUIET, JSON, MANY),
    "sweep": (DRY, ANEW, QUIET, JSON, MANY),
    "sensitivity": (DRY, ANEW, QUIET, JSON, MANY),
    "discover": (DRY, ANEW, QUIET, JSON, MANY),
    "extend": (DRY, QUIET),
    "retry": (DRY, QUIET),
    "analyse": (QUIET,),
    "replay": (DRY, QUIET),
    "scenarios": (JSON,),
    "plans": (JSON,),
    "new": ("--form", QUIET),
    "log": (QUIET, JSON),
    "fit": (DRY, QUIET),
    "facts": ("--beside", "--strict", "--list", DRY, QUIET, JSON),
    "forecast": (DRY, QUIET),
    "page": (QUIET, JSON),
    "explain": (JSON,),
    "demo": (DRY, QUIET),
    "bench": ("--quick", DRY, QUIET),
    "completion": (),
}
FLAG_MEANINGS = {
    DRY: "say what would be run, and stop; nothing is written",
    ANEW: "begin again: an earlier study in the folder is set aside in it, not mixed with",
    QUIET: "no progress and no prose: files and errors only",
    JSON: "the result as JSON on standard output, and nothing else there",
    MANY: "commas make several studies, one after another",
    "--form": "fifteen questions in plain words; Enter takes what is in brackets",
    "--beside": "measure as the theory stands as well, on the same seeds, and say what breaks",
    "--strict": "exit with status 1 where a number that is judged lies outside its range",
    "--list": "what there is, and stop",
    "--quick": "smaller communities and studies, no cold start: about a minute, and rougher",
}
SHORT = {"-m": MANY, "-q": QUIET}
CHANGING = (
    "run",
    "compare",
    "recommend",
    "diagnose",
    "sweep",
    "sensitivity",
    "discover",
)  # verbs that also take what a scenario holds


def option_names(verb: str) -> list[str]:
    """Names of a verb's options."""
    return [option.name for option in OPTIONS[verb]]


def defaults(verb: str) -> dict[str, int | str | None]:
    """Every option of a verb at its default."""
    return {option.name: option.default for option in OPTIONS[verb]}


def read_options(verb: str, options: Sequence[Option], arguments: Sequence[str]) -> dict[str, Any]:
    """The options of a verb that takes nothing else, from name=value."""
    words, given = read_words(verb, arguments, options)
    if words:
        raise not_known(verb, words[0], options)
    return given


def read_words(verb: str, arguments: Sequence[str], options: Sequence[Option]) -> tuple[list[str], dict[str, Any]]:
    """The words of a verb that are no options, such as a file, and every option, at its default where it is not given."""
    known = {option.name: option for option in options}
    given: dict[str, Any] = {name: option.default for name, option in known.items()}
    seen: dict[str, str] = {}
    words = []
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if not equals or (name not in known and argument.startswith((".", "/", "~"))):
            words.append(argument)
            continue
        if name not in known:
            raise not_known(verb, name, options)
        if name in seen:
            raise InvalidValue(f"{name} is given twice ({shown(seen[name])} and {shown(argument)}); keep one of the two")
        if not text.strip():
            raise InvalidValue(f"{name} = nothing; write {name}=VALUE or leave it out")
        seen[name] = argument
        whole = text.isdecimal() and known[name].high
        given[name] = known[name].read(int(text) if whole else text)
    return words, given


def read_file(verb: str, arguments: Sequence[str], before: str) -> tuple[str, dict[str, Any]]:
    """The one file that a verb reads, and its options that are given or have a default."""
    files, given = read_words(verb, arguments, OPTIONS[verb])
    if len(files) != 1:
        raise InvalidValue(f"{len(files)} files are given; allowed is one: {before} FILE [name=value ...]")
    return files[0], {name: value for name, value in given.items() if value is not None}


def not_known(verb: str, name: str, options: Sequence[Option]) -> UnknownName:
    """A word that a verb does not take, with the nearest that it does."""
    close = nearest(name, [option.name for option in options])
    return unknown(shown(name), f"known to 'community {verb}'", close, f"'community {verb} --help' lists all")
