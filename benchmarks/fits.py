"""Four real communities fitted: `python -m benchmarks.fits FOLDER [community ...] [runs=1000] [workers=]`.

The logs lie in the folder that COMMUNITY_DATA names; FOLDER keeps the fits, so that a run that was stopped goes on. Each fit
becomes configs/scenario/fitted/<community>.yaml, and the tables of docs/fits.md are written anew.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks import observed
from benchmarks.evidence import DOCUMENTS, filled
from benchmarks.figures import markdown
from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.cli.fit_output import write_all
from community_dynamics.experiments.cli.verbs.fit import Watching
from community_dynamics.experiments.fit.fit_report import fitted_scenario, misfit, scenario_text, window_words
from community_dynamics.experiments.fit.fitting import RUNS, Fit, fit
from community_dynamics.experiments.fit.judging import met_interval
from community_dynamics.experiments.fit.run_waves import Workshop
from community_dynamics.experiments.fit.template import Problem, daily_problem, log_problem
from community_dynamics.experiments.logs.daily import read_daily
from community_dynamics.experiments.logs.files import open_source


def lean(data: Path) -> Problem:
    """Chat of the Lean theorem prover's users, 2018 to 2021; 2022 is kept for tests."""
    return log_problem(observed.lean(data))


def tidytuesday(data: Path) -> Problem:
    """Tweets of #TidyTuesday."""
    return log_problem(observed.tidytuesday(data), silence=90)


def montana(data: Path) -> Problem:
    """Attendance of the Montana Programmers' meetings."""
    return log_problem(observed.montana(data))


def r4ds(data: Path) -> Problem:
    """Slack's daily statistics of the R for Data Science Online Learning Community."""
    return daily_problem(read_daily(open_source(data / "r4ds_slack" / "daily.csv")))


@dataclass(frozen=True)
class Community:
    """A real community: how its log is read, what is told of it, and where the log comes from."""

    name: str
    label: str
    problem: Callable[[Path], Problem]
    story: str
    source: str


COMMUNITIES = (
    Community(
        "lean_zulip", "Lean", lean,
        "The chat of the people who write mathematics in the Lean theorem prover, from its opening in 2018 on. Newcomers come in "
        "growing numbers, a few old hands write most of what there is, and the load is spread wider year by year: it flourishes.",
        "Public archive of the Lean Zulip chat, counts only.",
    ),
    Community(
        "tidytuesday", "TidyTuesday", tidytuesday,
        "#TidyTuesday: a data set every Tuesday, and whoever likes draws a picture of it and shows it. A weekly rhythm, likes as "
        "recognition, many who come once, some who come for years.",
        "Tweets collected by tidytuesdayrocks, counts only.",
    ),
    Community(
        "montana_programmers", "Montana", montana,
        "Programmers in Montana who meet face to face in the evening, now one group and now another, from 2008 on; about ten say "
        "yes each time. It flourishes with the number of its meetings.",
        "A crawl of meet-up groups shown at a conference, ids only.",
    ),
    Community(
        "r4ds_slack", "R4DS", r4ds,
        "The R for Data Science Online Learning Community on Slack: a launch in August 2017 that hundreds joined at once, a "
        "surge that halved within weeks, a relaunch at the turn of the year; members go on growing while activity stalls.",
        "Slack's daily statistics in the tidytuesday collection of 2019-07-16.",
    ),
)  # fmt: skip


def fitted(community: Community, data: Path, folder: Path, runs: int, workers: int | None) -> Fit:
    """Fit one community, write its folder and its scenario."""
    with Watching(runs) as watching:
        found = fit(community.problem(data), Workshop(folder / community.name, 0, workers, watching.wave), runs)
    write_all(folder / community.name, found, [f"{community.name}.csv", f"runs={runs}"])
    scenario = fitted_scenario(found, f"fitted/{community.name}", community.story, community.source)
    observed.FITTED.mkdir(exist_ok=True)
    (observed.FITTED / f"{community.name}.yaml").write_text(scenario_text(scenario), "utf-8")
    return found


def summary(fits: dict[str, Fit]) -> str:
    """A row a community: window, members, statistics met."""
    rows = []
    for label, found in fits.items():
        met, of, low, high = met_interval(found.problem, found.check)
        seventeen = [target for target in found.problem.targets if target.measure.group == "seventeen"]
        own = met_interval(found.problem, found.check, "seventeen") if seventeen else None
        told = int((found.parameters["verdict"] == "identified").sum())
        of_seventeen = "–" if own is None else f"{own[0]} of {own[1]} ({own[2]} to {own[3]})"
        there = found.checks["met there"]
        own_there = there[found.checks["group"] == "seventeen"]
        at_the_fit = "–" if own is None else f"{int(own_there.sum())} of {len(own_there)}"
        rows.append(
            (
                label,
                window_words(found),
                f"{met} of {of} ({low} to {high})",
                f"{int(there.sum())} of {len(there)}",
                of_seventeen,
                at_the_fit,
                f"{told} of {len(found.parameters)}",
            )
        )
    return markdown(
        (
            "community",
            "window",
            "met over the posterior",
            "met by the scenario",
            "of the seventeen: over the posterior",
            "by the scenario",
            "parameters identified",
        ),
        rows,
    )


def parameters(fits: dict[str, Fit]) -> str:
    """A row a parameter, a column a community: median and 90 % interval, in brackets where not identified."""
    paths = list(dict.fromkeys(path for found in fits.values() for path in found.parameters["parameter"]))
    rows = []
    for path in paths:
        cells = [path]
        for found in fits.values():
            one = found.parameters[found.parameters["parameter"] == path]
            if one.empty:
                cells.append("")
                continue
            row = one.iloc[0]
            text = f"{tidy(row['median'])} ({tidy(row['low'])} to {tidy(row['high'])})"
            cells.append(text if row["verdict"] != "not identified by this log" else f"[{text}]")
        rows.append(tuple(cells))
    return markdown(("parameter", *fits), rows)


def checks(fits: dict[str, Fit]) -> str:
    """A row a statistic: observed, and simulated over the posterior and by the scenario, marked where missed."""
    names = list(dict.fromkeys(name for found in fits.values() for name in found.checks["statistic"]))
    rows = []
    for name in names:
        cells = [name]
        for found in fits.values():
            one = found.checks[found.checks["statistic"] == name]
            cells.append("" if one.empty else seen_and_simulated(one.iloc[0]))
        rows.append(tuple(cells))
    return markdown(("statistic: observed / over the posterior / by the scenario; * missed", *fits), rows)


def seen_and_simulated(row: pd.Series) -> str:
    """One statistic of one community."""
    marks = ["" if row[met] else "*" for met in ("met", "met there")]
    return f"{tidy(row['observed'])} / {tidy(row['simulated'])}{marks[0]} / {tidy(row['at the fitted point'])}{marks[1]}"


def misfits(fits: dict[str, Fit]) -> str:
    """Where the model fails, community by community."""
    return "\n\n".join(f"**{label}**\n\n" + "\n".join(f"- {line}" for line in misfit(found)) for label, found in fits.items())


def main(words: list[str]) -> None:
    """Fit those named, or all, and write the page's tables when all are there."""
    options = dict(word.split("=", 1) for word in words if "=" in word)
    folder, *named = [word for word in words if "=" not in word]
    data = Path(os.environ["COMMUNITY_DATA"])
    workers = int(options["workers"]) if "workers" in options else None
    chosen = [one for one in COMMUNITIES if not named or one.name in named]
    fits = {one.label: fitted(one, data, Path(folder), int(options.get("runs", RUNS)), workers) for one in chosen}
    tables = {"summary": summary, "parameters": parameters, "checks": checks, "misfits": misfits}
    page = DOCUMENTS / "fits.md"
    for name, make in tables.items():
        print(make(fits), "\n")
        if len(fits) == len(COMMUNITIES):
            page.write_text(filled(page.read_text("utf-8"), name, make(fits)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
