"""`community fit`: settings at which the simulation behaves like a real community, how sure that is, and where it cannot."""

import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from community_dynamics.experiments.execution.progress import Progress as Standing
    from community_dynamics.experiments.fit.fitting import Fit
    from community_dynamics.experiments.fit.template import Problem

HELP = """\
community fit FILE [member=COLUMN time=COLUMN ...] [name=value ...]

Fits the simulation to the log of a real community: which settings and levers the log pins down and how far, which of
its statistics the model meets, and which it cannot.

  community fit messages.csv                              who contributed when; an open pool unless said
  community fit export.parquet eligible=400               a workplace of 400 people
  community fit messages.csv from=2021-01-01 until=2023-12-31
  community fit analytics.csv                             Slack's daily statistics
  community fit eligible=400 weekly_actives=30 weekly_posters=8 age_days=500     no log, only a few figures

Columns and times are found and given as for 'community log describe'
  member= time= type= target= reply_to= id= count=   names of columns
  dates=       day or month: which comes first in dates such as 03/04/2024
  from= until= first and last day of the stretch to be fitted, such as 2024-05-31; the whole log unless said
  silence=     days without a sign after which somebody counts as gone: 180 unless said

Options
  eligible=    people in the organisation: a workplace rather than an open pool
  weekly_actives= weekly_posters= members= age_days=   figures, where there is no log
  scenario=    a community to begin with, whose other settings and levers are kept: a name or ./FILE.yaml
  runs=3000    runs to spend in all; more runs, narrower intervals
  seed=0       the same seed gives the same fit on any machine
  probe=no     yes: try which shared theory constants would have to move for what is missed; some 540 runs more
  workers=     runs at once; all processor cores unless said
  out=         folder for the fit; results/fit-<name>-<hash of what is asked> unless said

A fit may be stopped at any moment; the same command goes on where it was. Theory constants are never fitted.
Written: fitted.yaml (for 'community run') posterior.parquet parameters.csv checks.csv pictures report.html provenance.json"""

FIGURES = ("weekly_actives", "weekly_posters", "members")


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Fit a community."""
    file, given = options_of(arguments)
    problem, label = problem_of(file, given)
    folder = folder_of(label, file, given)
    for line in problem.warnings:
        print(f"warning: {line}", file=sys.stderr)
    if "--dry-run" in flags:
        tell_dry(problem, given, folder)
        return 0
    return carry_out(problem, given, folder, arguments)


def options_of(words: Sequence[str]) -> tuple[str | None, dict[str, Any]]:
    """The file, if one is named, and the options: numbers always, words where they are given."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.studies.options import OPTIONS, read_words

    files, given = read_words("fit", words, OPTIONS["fit"])
    if len(files) > 1:
        raise InvalidValue(f"{len(files)} files are given; a fit takes one: community fit FILE [name=value ...]")
    kept = {option.name: given[option.name] for option in OPTIONS["fit"] if option.high or given[option.name] is not None}
    return (files[0] if files else None), kept


def problem_of(file: str | None, given: dict[str, Any]) -> tuple["Problem", str]:
    """What is to be fitted, and its name."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.scenarios.scenario_files import load

    scenario = load(given["scenario"]) if "scenario" in given else None
    figures = {name: float(given[name]) for name in FIGURES if given[name] is not None}
    if file is not None:
        if figures or given["age_days"] is not None:
            name = next(iter(figures), "age_days")
            raise InvalidValue(f"{name} is given beside a file; a log tells it itself: leave {name} out, or the file")
        return from_file(file, given, scenario)
    if given["eligible"] is None or given["age_days"] is None or not figures:
        raise InvalidValue(
            "a fit needs a log, or a few figures: name a file, or give eligible=, age_days= and at least one of "
            f"{', '.join(f'{name}=' for name in FIGURES)}"
        )
    from community_dynamics.experiments.fit.template import figures_problem

    return figures_problem(figures, given["age_days"], given["eligible"], scenario), "figures"


def from_file(file: str, given: dict[str, Any], scenario: Any) -> tuple["Problem", str]:
    """A fit to a file: a log of members, or statistics a day."""
    import time

    from community_dynamics.experiments.cli.verbs.log import columns_of, day_of
    from community_dynamics.experiments.fit.template import daily_problem, log_problem
    from community_dynamics.experiments.fit.windows import cut_daily, cut_log
    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    first, last, dates = day_of(given, "from"), day_of(given, "until"), given.get("dates", "")
    source = open_source(Path(file))
    if is_daily(source.headings) and "member" not in given:
        daily = cut_daily(read_daily(source, dates, last), first)
        return daily_problem(daily, given["eligible"], scenario), Path(file).stem
    columns = columns_of(given)
    log = cut_log(read_log(source, columns, dates, last, int(time.time()) + 86_400), first)
    return log_problem(log, given["silence"], given["eligible"], scenario), Path(file).stem


def folder_of(label: str, file: str | None, given: dict[str, Any]) -> Path:
    """Where the fit lives, so that asking again goes on with it."""
    import hashlib
    import json

    from community_dynamics.experiments.base.result_folder import slug

    if "out" in given:
        return Path(given["out"]).expanduser()
    asked = {name: value for name, value in given.items() if name not in ("workers", "out")}
    place = None if file is None else str(Path(file).absolute())
    digest = hashlib.sha256(json.dumps([place, asked], sort_keys=True, default=str).encode()).hexdigest()[:8]
    return Path("results") / f"fit-{slug(label)}-{digest}"


def tell_dry(problem: "Problem", given: dict[str, Any], folder: Path) -> None:
    """What would be fitted and how long it would take, measured on a few runs; nothing is written."""
    from community_dynamics.experiments.base.statements import tidy
    from community_dynamics.experiments.cli.screen import prepare, seconds, table
    from community_dynamics.experiments.execution.conduct import estimate
    from community_dynamics.experiments.fit.fitting import first_plan

    prepare()
    found = estimate(first_plan(problem, given["seed"], given["runs"]), given["workers"], "threads")
    rows = [(prior.path, prior.kind, tidy(prior.low), tidy(prior.high)) for prior in problem.priors]
    print(f"{table(('parameter', 'kind', 'from', 'to'), rows)}\n")
    names = ", ".join(target.measure.name for target in problem.targets)
    print(f"{len(problem.targets)} statistics: {names}")
    print(
        f"{given['runs']:,} runs; time: {seconds(1.25 * found.seconds * given['runs'] / found.runs)}, from the pace of a few runs"
    )
    print(f"folder: {folder}{' (exists; it would be continued)' if folder.exists() else ''}")
    print("nothing was written; leave out --dry-run to run it")


def carry_out(problem: "Problem", given: dict[str, Any], folder: Path, arguments: Sequence[str]) -> int:
    """Fit, tell, and write the folder."""
    from community_dynamics.experiments.cli.fit_output import write_all
    from community_dynamics.experiments.cli.screen import wrapped
    from community_dynamics.experiments.fit.fit_report import misfit, statement
    from community_dynamics.experiments.fit.fitting import fit
    from community_dynamics.experiments.fit.probe import probe_words
    from community_dynamics.experiments.fit.run_waves import Workshop

    with Watching(given["runs"]) as watching:
        workshop = Workshop(folder, given["seed"], given["workers"], watching.wave)
        found = fit(problem, workshop, given["runs"])
    probed = probed_constants(found, given, folder)
    write_all(folder, found, arguments, probed)
    print(f"\n{wrapped(statement(found))}\n\n{parameter_lines(found)}\n")
    print("Where the model fails" if not found.checks["met"].all() else "How well it fits")
    for line in [*misfit(found), *(probe_words(probed) if probed is not None else [])]:
        print(wrapped(line, "  "))
    print(f"\nresults: {folder}    to run it: community run {folder / 'fitted.yaml'}")
    return 0


def probed_constants(found: "Fit", given: dict[str, Any], folder: Path) -> "pd.DataFrame | None":
    """Which shared constants would have to move, where that is asked for."""
    if given.get("probe", "no") == "no":
        return None
    from community_dynamics.experiments.fit.probe import SEEDS, moves, probe
    from community_dynamics.experiments.fit.run_waves import Workshop

    with Watching(SEEDS * (1 + len(moves()))) as watching:
        return probe(found, Workshop(folder, given["seed"], given["workers"], watching.wave))


class Watching:
    """Shows a fit under way: one bar over all its waves."""

    def __init__(self, total: int, what: str = "runs") -> None:
        """`total` runs, or what else is counted, are to come, of all waves together."""
        from community_dynamics.experiments.cli.screen import Progress

        self.bar, self.told = Progress(total, what), 0

    def __enter__(self) -> "Watching":
        self.bar.__enter__()
        return self

    def __exit__(self, *about: Any) -> None:
        self.bar.__exit__(*about)

    def wave(self, name: str) -> Callable[["Standing"], None]:
        """Watches one wave."""
        before, fresh = self.told, True

        def watch(progress: "Standing") -> None:
            nonlocal fresh
            if fresh and progress.reused:
                self.bar.begin_at(before + progress.reused)
                self.told = before + progress.reused
            fresh = False
            failed = f", {progress.failed:,} failed" if progress.failed else ""
            self.bar(before + progress.done - self.told, f"{name.replace('-', ' ')}{failed}")
            self.told = before + progress.done

        return watch


def parameter_lines(fit: "Fit") -> str:
    """The parameters as a table."""
    from community_dynamics.experiments.base.statements import tidy
    from community_dynamics.experiments.cli.screen import table

    rows = [
        (row.parameter, tidy(row.fitted), f"{tidy(row.low)} to {tidy(row.high)}", row.verdict)
        for row in fit.parameters.itertuples(index=False)
    ]
    return table(("parameter", "fitted", "90 % interval", "verdict"), rows)
