"""What every study on disk shares at the door: its folder, the dry run, progress, and the files written when it is done."""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from community_dynamics.experiments.execution.conduct import Done, Plan, Progress
    from community_dynamics.experiments.studies.study import Study

MORE_AFTER_SECONDS = 10.0
JOB = ("partition", "account", "time", "memory")


def study_folder(study: "Study", config: dict[str, Any], number: int | None) -> Path:
    """Where a study lives: `out`, or results/<verb>-<community>-<hash of what is asked>, so that asking again resumes it."""
    from community_dynamics.experiments.base.result_folder import refuse_dangling, result_folder, slug

    if study.option("out") is not None:
        folder = result_folder(study.option("out"), study.verb, study.scenario.name, number)
        refuse_dangling(folder)
        return folder
    from community_dynamics.experiments.execution.record import runs_asked

    digest = hashlib.sha256(json.dumps(runs_asked(config), sort_keys=True, default=str).encode()).hexdigest()[:8]
    return Path("results") / f"{study.verb}-{slug(study.scenario.name)}-{digest}"


class Watch:
    """Shows a study under way: runs done, time left, runs a second, failures, and the outcome so far with its interval."""

    def __init__(self, total: int, outcome: str, more: Callable[[], str] | None = None) -> None:
        """`total` runs are to come; `outcome` is what is watched; `more` says what else there is to say, now and then."""
        from community_dynamics.experiments.cli.screen import Progress as Bar

        self.bar, self.outcome, self.shown = Bar(total), outcome, 0
        self.more, self.said, self.next = more, "", time.monotonic() + MORE_AFTER_SECONDS

    def __enter__(self) -> "Watch":
        self.bar.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bar.__exit__(kind, error, trace)

    def __call__(self, progress: "Progress") -> None:
        """So far has it come."""
        from community_dynamics.experiments.base.statements import tidy
        from community_dynamics.experiments.base.values import FATE

        if self.shown < progress.reused:  # runs of an earlier start say nothing of today's pace
            self.bar.begin_at(progress.reused)
            self.shown = progress.reused
        parts = [f"{progress.runs_a_second:,.0f} a second"]
        if progress.failed:
            parts.append(f"{progress.failed:,} failed")
        if progress.mean == progress.mean and self.outcome != FATE:
            half = 1.96 * progress.error
            parts.append(f"{self.outcome} {tidy(progress.mean)}" + (f" ± {tidy(half, 2)}" if half == half else ""))
        if progress.undefined:
            parts.append(f"{self.outcome} undefined in {progress.undefined:,}")
        if self.more is not None and time.monotonic() >= self.next and progress.done < progress.total:
            begun = time.monotonic()
            self.said = self.more()
            self.next = time.monotonic() + max(MORE_AFTER_SECONDS, 20.0 * (time.monotonic() - begun))
        self.bar(progress.done - self.shown, ", ".join([*parts, self.said] if self.said else parts))
        self.shown = progress.done


def as_it_stands(study: "Study", plan: "Plan", folder: Path) -> tuple["Study", "Plan"]:
    """The study as large as its folder has it: one that has been extended goes on as it was extended."""
    from community_dynamics.experiments.cli.screen import note
    from community_dynamics.experiments.execution.record import runs_asked
    from community_dynamics.experiments.execution.study_folder import read_config
    from community_dynamics.experiments.studies.run_plan import design_of, plan_of, resized

    if not (folder / "study.json").exists():
        return study, plan
    word = "samples" if study.verb == "sensitivity" else "points"
    there = runs_asked(read_config(folder))
    larger = there.get(word)
    if larger is None or int(larger) <= design_of(study).size or {**there, word: None} != {**plain(plan), word: None}:
        return study, plan
    study = resized(study, int(larger))
    note(f"the study has been extended to {word}={larger}; it goes on from there")
    return study, plan_of(study, design_of(study))


def plain(plan: "Plan") -> dict[str, Any]:
    """What of a plan decides its runs, as it comes back from a file."""
    from community_dynamics.experiments.execution.record import runs_asked

    return dict(runs_asked(json.loads(json.dumps(plan.config, default=str))))


def carry_out(
    study: "Study",
    plan: "Plan",
    folder: Path,
    do: Callable[..., "Done"] | None = None,
    more: Callable[[], str] | None = None,
    anew: bool = False,
) -> "Done":
    """Run what is still to be run, and show how it goes; `do` is conduct unless said (extend, retry)."""
    from community_dynamics.experiments.execution.conduct import conduct

    with Watch(plan.seeds.size, study.option("outcome"), more) as watch:
        return (do or conduct)(
            folder,
            plan,
            executor=study.option("executor"),
            workers=study.option("workers"),
            address=study.option("address"),
            options=job_options(study),
            outcome=study.option("outcome"),
            watch=watch,
            anew=anew,
        )


def job_options(study: "Study") -> dict[str, Any]:
    """What is asked of the jobs of a cluster; refused where nothing would read it."""
    from community_dynamics.experiments.base.errors import InvalidValue

    given = {name: study.option(name) for name in JOB if study.option(name) is not None}
    if given and study.option("executor") != "slurm":
        name, value = next(iter(given.items()))
        raise InvalidValue(f"{name} = {value} is for executor=slurm, and executor = {study.option('executor')}; leave it out")
    return given


def tell_dry(study: "Study", plan: "Plan", folder: Path) -> None:
    """What a study would take, measured on a few of its runs; nothing is written."""
    from community_dynamics.experiments.cli.screen import seconds
    from community_dynamics.experiments.execution.conduct import estimate
    from community_dynamics.experiments.execution.study_folder import refuse_strangers

    refuse_strangers(folder)
    job_options(study)
    found = estimate(plan, study.option("workers"), study.option("executor"))
    points, replicates = plan.seeds.shape
    print(f"{found.runs:,} runs: {points:,} points of {replicates}, in {found.batches:,} batches")
    print(f"time: {seconds(found.seconds)}, from the pace of a few runs on this machine")
    print(f"disk: {size(found.disk_bytes)}    memory: {size(found.memory_bytes)}")
    print(f"folder: {folder}{standing(plan, folder)}")
    print("nothing was written; leave out --dry-run to run it")


def standing(plan: "Plan", folder: Path) -> str:
    """Whether there is a study in the folder already, and whether it is this one."""
    from community_dynamics.experiments.execution.record import runs_asked
    from community_dynamics.experiments.execution.study_folder import read_config

    if not (folder / "study.json").exists():
        return ""
    same = runs_asked(read_config(folder)) == plain(plan)
    return " (exists; it would be continued)" if same else " (holds another study; it would be refused)"


def size(count: float) -> str:
    """Bytes in words."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.3g} {unit}"
    return f"{count:.0f} bytes"


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """While findings are made of runs that are all there: a stop says so."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"stopped; all runs are kept in {folder}, and the same command makes the findings") from None


@contextmanager
def remedies(folder: Path) -> Iterator[None]:
    """Where nothing can be said of an outcome, say how to look at another one, and which ones have a meaning in every run."""
    from community_dynamics.experiments.analysis.guards import SameEverywhere
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.base.undefined import Undefined, others_words
    from community_dynamics.experiments.execution.rows import SUCCEEDED
    from community_dynamics.experiments.execution.study_folder import read_runs

    remedy = f"the runs are kept, and 'community analyse {folder} outcome=...' looks at another outcome"
    try:
        yield
    except SameEverywhere as error:
        raise InvalidValue(f"{error}; {remedy}") from None
    except Undefined as error:
        runs = read_runs(folder)
        raise Undefined(f"{error}; {remedy}; {others_words(runs[runs['status'] == SUCCEEDED])}") from None


def write_text(path: Path, text: str) -> None:
    """A text file, whole or not at all."""
    from community_dynamics.experiments.execution.whole_files import write_whole

    write_whole(path, lambda place: place.write_text(text, "utf-8"))


def write_figure(path: Path, figure: "Figure") -> None:
    """A picture as PNG, whole or not at all."""
    from community_dynamics.experiments.execution.whole_files import write_whole
    from community_dynamics.experiments.presentation.drawing import png

    picture = png(figure)
    write_whole(path, lambda place: place.write_bytes(picture))


def write_table(path: Path, table: Any) -> None:
    """A table as Parquet and beside it as CSV, each whole or not at all."""
    from community_dynamics.experiments.execution.whole_files import write_whole

    write_whole(path, lambda place: table.to_parquet(place, index=False))
    write_whole(path.with_suffix(".csv"), lambda place: table.to_csv(place, index=False))


def write_common(folder: Path, study: "Study", arguments: Sequence[str], plan: "Plan") -> None:
    """The files that say what was run: the study to run again, the community to load again, provenance."""
    from community_dynamics.experiments.base.provenance import as_yaml, provenance, scenario_data
    from community_dynamics.experiments.base.result_folder import MARKER, as_json

    seeds = (int(plan.seeds.min()), int(plan.seeds.max()))
    write_text(folder / "config.yaml", as_yaml(dict(plan.config)))
    write_text(folder / "scenario.yaml", as_yaml(scenario_data(study.scenario)))
    write_text(folder / MARKER, as_json(provenance(study.verb, arguments, study.scenario, seeds)))


def findings_folder(study: "Study", folder: Path) -> Path:
    """Where findings go: into the study's folder, those of another question than the study's into one of their own below it."""
    from community_dynamics.experiments.execution.study_folder import read_config

    asked = {name: study.options.get(name) for name in ("outcome", "about", "threshold")}
    first = read_config(folder)
    if all(first.get(name, value) == value for name, value in asked.items()):
        return folder
    about = "" if asked["about"] in (None, "mean") else f"-{asked['about']}"
    level = "" if asked["threshold"] is None else f"-{asked['threshold']:g}"
    own = folder / "findings" / f"{asked['outcome']}{about}{level}"
    own.mkdir(parents=True, exist_ok=True)
    return own


def how_run(study: "Study", plan: "Plan") -> list[str]:
    """How a study was run, in a few lines for its page: design, runs, seeds, code."""
    from community_dynamics.experiments.base.provenance import commit
    from community_dynamics.experiments.presentation.page import product_version
    from community_dynamics.experiments.studies.run_plan import design_of

    points, replicates = plan.seeds.shape
    kind = design_of(study).method
    first, last = int(plan.seeds.min()), int(plan.seeds.max())
    shared = "the same for all points" if plan.dice is None else "each block of dice its own"
    runs = f"{points:,} points of {replicates} runs, {points * replicates:,} runs in all"
    again = "'community replay' runs any row of runs.parquet again"
    return [
        f"{kind.replace('_', ' ').capitalize()} design: {runs}; seeds {first:,} to {last:,}, {shared}.",
        f"Community Dynamics {product_version()}, commit {commit() or 'unknown'}; {again}.",
    ]


def usable(table: Any) -> Any:
    """The rows of runs that succeeded; says on the error stream how many did not."""
    failed = int((table["status"] != "SUCCEEDED").sum())
    if failed:
        first = table.loc[table["status"] != "SUCCEEDED"].iloc[0]
        line = f"{failed:,} of {len(table):,} runs failed (first: row {first['run_id']}, {first['stage']}, {first['message']})"
        print(f"{line}; 'community retry' runs them again", file=sys.stderr)
    return table[table["status"] == "SUCCEEDED"]
