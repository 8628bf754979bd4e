"""`community sweep`: one outcome over a grid of values, or over points spread through ranges."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from experiments.store import Folder
    from experiments.study import Study

HELP = """\
community sweep [scenario=NAME or ./FILE.yaml] vary.NAME=VALUES [vary.NAME=VALUES ...] [name=value ...]

Runs a community at many settings, all on the same seeds, and shows how one outcome goes with them.

  community sweep vary.levers.demand=0.6,0.8,1.0 vary.dials.cause=low,high     a grid of six points
  community sweep guild vary.levers.cadence_days=3:60:8                        eight values from 3 to 60
  community sweep vary.levers.demand=0.6:1.2 vary.dials.cause=0:1 points=64    points spread through ranges
  community sweep 'vary={levers.demand: [0.6, 1.0], dials.cause: [low, high]}'

Options
  scenario=middling      community to begin with: a name or a path
  vary.<name>=a,b,c      values (a grid), or low:high (a range), or low:high:count
  design=                grid or latin_hypercube; grid where values are listed, else latin_hypercube
  points=64              points of a latin hypercube
  runs=20                runs at each point, on the same seeds everywhere
  outcome=flourishing    outcome to show; 'community explain outcomes' lists them
  seed=0  threads=  out=  --show  -m   as in 'community run'; other name=value change the community itself

Written: config.yaml scenario.yaml provenance.json runs.parquet (a row a run, every outcome) sweep.png
report.html"""

MOST_RUNS = 20_000_000


def main(arguments: Sequence[str]) -> int:
    """Run one sweep, or several."""
    from experiments.cli_studies import each_study

    return each_study("sweep", arguments, sweep)


def sweep(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Lay out the points, run them, tell, and write the folder."""
    from experiments.cli_screen import Progress
    from experiments.execute import run_points
    from experiments.statements import SEEDS_ONLY
    from experiments.store import Folder, result_folder
    from experiments.words import outcome_named

    outcome = outcome_named(study.option("outcome"))
    points = points_of(study)
    check_each(study, points)
    runs, seed = study.option("runs"), study.option("seed")
    final = result_folder(study.option("out"), "sweep", study.scenario.name, number)
    with Folder(final) as folder, Progress(len(points) * runs) as progress:
        table = run_points(study.scenario, points, runs, seed, study.option("threads"), progress)
        write_all(folder, study, arguments, table, outcome)
        folder.keep()
    print(f"\n{statement(table, list(points), outcome)}.\n\n{summary(table, list(points), outcome)}")
    print(f"\n{SEEDS_ONLY}\nresults: {final}")


def points_of(study: "Study") -> "pd.DataFrame":
    """The design's points: every combination of listed values, or points spread through ranges."""
    from experiments.design import grid, latin_hypercube
    from experiments.errors import InvalidValue

    if not study.vary:
        raise InvalidValue("nothing varies; say what, such as vary.levers.demand=0.6,0.8,1.0")
    ranges = {path: values for path, values in study.vary.items() if isinstance(values, tuple)}
    design = study.option("design") or ("latin_hypercube" if len(ranges) == len(study.vary) else "grid")
    if design == "grid":
        if ranges:
            path, (low, high) = next(iter(ranges.items()))
            raise InvalidValue(
                f"vary.{path} = {low:g}:{high:g} is a range, and a grid needs values; "
                f"did you mean vary.{path}={low:g}:{high:g}:5?"
            )
        refuse_huge(study.vary, study.option("runs"))
        return grid(study.vary)
    listed = [path for path in study.vary if path not in ranges]
    if listed:
        raise InvalidValue(f"vary.{listed[0]} lists values, and a latin hypercube needs a range; write low:high, or design=grid")
    return latin_hypercube(ranges, study.option("points"), study.option("seed"))


def refuse_huge(vary: Mapping[str, Sequence[float]], runs: int) -> None:
    """Refuse a grid that would never end."""
    from math import prod

    from experiments.errors import InvalidValue

    points = prod(len(values) for values in vary.values())
    if points * runs > MOST_RUNS:
        raise InvalidValue(
            f"the grid has {points:,} points of {runs} runs, more than {MOST_RUNS:,} runs in all; "
            "list fewer values, or give ranges low:high with points=64"
        )


def check_each(study: "Study", points: "pd.DataFrame") -> None:
    """Refuse points at which the community contradicts itself, before anything runs."""
    from experiments.errors import CommunityError, gathered
    from experiments.scenarios import checked

    ends = points.drop_duplicates().iloc[:2000]
    for values in ends.to_dict("records"):
        try:
            checked(study.scenario.with_values({str(path): value for path, value in values.items()}))
        except CommunityError as error:
            shown = ", ".join(f"{path}={value:g}" for path, value in values.items())
            raise gathered([error], f"at {shown}: ") from None


def statement(table: "pd.DataFrame", varied: list[str], outcome: str) -> str:
    """The finding in a sentence."""
    from experiments.figures import sweep_title
    from experiments.sweeps import effect_of

    return sweep_title({path: effect_of(table, path, outcome) for path in varied}, outcome).replace("\n", " ")


def summary(table: "pd.DataFrame", varied: list[str], outcome: str) -> str:
    """The outcome at each level, or slice, of each parameter."""
    from experiments.cli_screen import table as text_table
    from experiments.statements import tidy
    from experiments.sweeps import effect_of

    rows: list[tuple[str, ...]] = []
    for path in varied:
        effect = effect_of(table, path, outcome)
        for at, value, low, high in zip(effect.at, effect.value, effect.low, effect.high, strict=True):
            limits = "-" if low != low else f"{tidy(low)} to {tidy(high)}"
            rows.append((path, tidy(at), tidy(value), limits))
    return text_table(("parameter", "around", outcome, "95 % interval"), rows)


def write_all(folder: "Folder", study: "Study", arguments: Sequence[str], table: "pd.DataFrame", outcome: str) -> None:
    """Every file of a sweep's folder."""
    from experiments.cli_studies import write_common
    from experiments.figures import sweep_figure
    from experiments.report import of_sweep

    varied, first = list(study.vary), study.option("seed")
    write_common(folder, study, arguments, (first, first + study.option("runs") - 1))
    table.insert(0, "scenario_id", study.scenario.name)
    table.to_parquet(folder.path("runs.parquet"), index=False)
    sweep_figure(table, varied, outcome).savefig(folder.path("sweep.png"))
    folder.write("report.html", of_sweep(study.scenario, table, varied, outcome))
