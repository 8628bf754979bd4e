"""All constants of the theory calibrated together: `python -m benchmarks.calibrate [name=value ...] [--publish] [--apply]`.

out=results/calibration   folder of the calibration; a run that was stopped goes on there
runs=1000                 points to run in all; or
budget=                   minutes that they may take, by the pace of the constants as they stand
times=3                   how far a constant may go: from a third of its default to three times it
also=12                   assumed constants besides those that are calibrated: the ones that matter most, by a screening
seed=0  lot=0             seed of all points and dice; lot by which a quarter of the facts is held out
verify=40                 runs of most scenarios that everything is judged by, before and after
workers=                  points at once; all processor cores unless said; the numbers are the same for any
--dry-run                 what would be done, what a point takes and how long all of it; nothing is written
--publish                 write the tables of docs/calibration.md and configs/theory/posterior.csv
--apply                   the same, and set the defaults in sim/theory.py to the point that was chosen
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.calibration_page import publish, tables_of
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.calibration.applying import apply
from community_dynamics.experiments.calibration.calibrating import VERIFIED, Calibrated, calibrate, points_in_all
from community_dynamics.experiments.calibration.constant_screening import LEVELS, THIN, screen
from community_dynamics.experiments.calibration.constants import assumed, calibrated
from community_dynamics.experiments.calibration.point import costs
from community_dynamics.experiments.calibration.ranges_to_meet import catalogue, held_out
from community_dynamics.experiments.calibration.task import Calibration, calibration_of
from community_dynamics.experiments.cli.screen import prepare, seconds
from community_dynamics.experiments.cli.verbs.fit import Watching
from community_dynamics.experiments.execution.whole_files import write_whole
from community_dynamics.experiments.fit.run_waves import Workshop
from community_dynamics.experiments.scenarios.posterior import place
from community_dynamics.experiments.studies.option import Option
from community_dynamics.experiments.studies.options import SEED, read_options
from community_dynamics.sim import theory
from community_dynamics.sim.ensemble import available_threads
from community_dynamics.sim.parameter import Parameter

FLAGS = ("--dry-run", "--publish", "--apply")
OPTIONS = (
    Option("out", "results/calibration", "folder of the calibration"),
    Option("runs", None, "points to run in all", 100, 1_000_000),
    Option("budget", None, "minutes that the points may take", 1, 100_000),
    Option("times", 3, "how far a constant may go, times its default", real=True),
    Option("also", 12, "assumed constants besides those that are calibrated", 0, 1000),
    SEED,
    Option("lot", 0, "lot by which facts are held out", 0, 10**9),
    Option("verify", VERIFIED, "runs of most scenarios that everything is judged by, before and after", 2, 100_000),
    Option("workers", None, "points at once; all processor cores unless said", 1, 1024),
)
RUNS, LEAST = 1000, 100
# Points away from the constants as they stand, and what is learned between waves, take longer than points at them.
SLOWER = 1.25
PLAN = "plan.json"


def main(words: list[str]) -> None:
    """Calibrate, tell, and write what is asked for."""
    flags, asked = [word for word in words if word in FLAGS], [word for word in words if word not in FLAGS]
    given = read_options("calibrate", OPTIONS, asked)
    if given["runs"] is not None and given["budget"] is not None:
        raise InvalidValue("runs and budget are both given; keep one of the two")
    if not given["times"] > 1.0:
        raise InvalidValue(
            f"times = {given['times']:g} is not above 1; 3 lets a constant go from a third to three times its default"
        )
    prepare()
    warnings.simplefilter("ignore", RuntimeWarning)  # far off there may be nothing to average: such numbers are missing
    keys, held = tuple(catalogue()), held_out(given["lot"])
    whole = calibration_of(calibrated(), keys, held, given["times"])
    taken = costs(whole.subject(keys=whole.kept))  # type: ignore[arg-type]
    runs = runs_of(given, float(taken["seconds a point"].sum()))
    tell(whole, given, taken, runs)
    if "--dry-run" in flags:
        return
    write_plan(given, runs)
    with Watching(points_in_all(runs) + len(LEVELS) * len(assumed()) * (given["also"] > 0), "points") as watching:
        screened = screening_of(given, keys, held, watching)
        chosen = constants_of(screened, given["also"])
        task = calibration_of(chosen, keys, held, given["times"])
        found = calibrate(task, workshop_of(given, "calibration", watching), runs, given["verify"])
    finish(found, screened, taken, given, flags)


def runs_of(given: dict[str, Any], seconds_a_point: float) -> int:
    """Points to run: as asked, as planned before in this folder, or as many as the minutes allow."""
    plan = Path(given["out"]) / PLAN
    if given["runs"] is not None:
        return int(given["runs"])
    if plan.exists():
        return int(json.loads(plan.read_text("utf-8"))["runs"])
    if given["budget"] is None:
        return RUNS
    workers = given["workers"] or available_threads()
    points = 60.0 * given["budget"] * workers / (SLOWER * seconds_a_point) - THIN * len(LEVELS) * len(assumed())
    return max(LEAST, 10 * int(points / 10.0))


def write_plan(given: dict[str, Any], runs: int) -> None:
    """Keep how many points there are, so that going on never counts them anew."""
    folder = Path(given["out"])
    folder.mkdir(parents=True, exist_ok=True)
    plan = {"runs": runs} | {name: given[name] for name in ("seed", "lot", "times", "also")}
    write_whole(folder / PLAN, lambda path: path.write_text(json.dumps(plan), "utf-8"))


def tell(whole: Calibration, given: dict[str, Any], taken: pd.DataFrame, runs: int) -> None:
    """What will be done and how long it takes."""
    a_point = float(taken["seconds a point"].sum())
    workers = given["workers"] or available_threads()
    points = points_in_all(runs) + THIN * len(LEVELS) * len(assumed()) * (given["also"] > 0)
    print(f"constants: {len(whole.priors)} that are calibrated and {given['also']} assumed ones, of {len(assumed())} screened")
    print(f"numbers to be met: {len(whole.targets)} of {len(whole.judged)}")
    print(f"facts held out by lot {given['lot']}: {', '.join(whole.held)}")
    print(f"{runs:,} points, each {a_point:.1f} s on one core; {seconds(SLOWER * points * a_point / workers)} on {workers}")
    print(f"folder: {given['out']}", flush=True)


def workshop_of(given: dict[str, Any], kind: str, watching: Watching) -> Workshop:
    """Where and how one part is run; every point is kept by itself, as it takes some seconds."""
    return Workshop(Path(given["out"]) / kind, given["seed"], given["workers"], watching.wave, kind, batch_points=1)


def screening_of(given: dict[str, Any], keys: tuple[str, ...], held: tuple[str, ...], watching: Watching) -> pd.DataFrame | None:
    """How far each assumed constant moves what is to be met; None where none of them is asked for."""
    if not given["also"]:
        return None
    return screen(calibration_of(assumed(), keys, held, given["times"]), workshop_of(given, "screening", watching))


def constants_of(screened: pd.DataFrame | None, also: int) -> list[Parameter]:
    """The constants that may change, in the order of the theory."""
    wanted = set() if screened is None else set(screened["constant"].head(also))
    wanted |= {constant.path for constant in calibrated()}
    return [constant for constant in theory.THEORY.values() if constant.path in wanted]


def finish(
    found: Calibrated, screened: pd.DataFrame | None, taken: pd.DataFrame, given: dict[str, Any], flags: list[str]
) -> None:
    """Write the tables to the folder, and where asked to the page, the posterior and the theory."""
    tables = tables_of(found, screened, taken, given)
    folder = Path(given["out"])
    for name, table in tables.frames.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    write_whole(folder / "point.json", lambda path: path.write_text(json.dumps(found.chosen, indent=1), "utf-8"))
    for name, text in tables.texts.items():
        print(f"\n{name}\n\n{text}")
    if {"--publish", "--apply"} & set(flags):
        publish(tables, Path(str(place())))
    if "--apply" in flags:
        apply(found.chosen, Path(theory.__file__))
    print(f"\nresults: {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
