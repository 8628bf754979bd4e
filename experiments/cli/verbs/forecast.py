"""`community forecast`: the next year of a community by its log, with intervals, and the chance of stalling."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.forecast.foresight import Foresight
    from community_dynamics.experiments.forecast.past import Past
    from community_dynamics.sim.inputs import Scenario

HELP = """\
community forecast FILE [member=COLUMN time=COLUMN ...] [days=365] [name=value ...]

  community forecast messages.csv                      weekly actives, contributions and the chance of stalling
  community forecast messages.csv until=2023-12-31     as it would have been on that day
  community forecast analytics.csv out=forecast        Slack's daily statistics; tables, a picture and a page
  community forecast messages.csv fit=results/fit-ours   from worlds like this one, as 'community fit' found them

Columns and times are found and given as for 'community log describe'
  member= time= type= target= reply_to= id= count=   names of columns
  dates=     day or month: which comes first in dates such as 03/04/2024
  until=     last day known, such as 2024-05-31; the last day in the log unless said

Options
  days=365   how far to look ahead, 7 to 365; whole weeks, so 365 days are 52 weeks
  fit=       folder that 'community fit' wrote for this log; a spread of plausible communities unless said
  runs=1000  futures to draw
  seed=0     the same seed gives the same forecast on any machine
  out=       folder for weeks.csv, horizons.csv, trust.csv, forecast.png, report.html and provenance.json

Stalled: the mean of weekly contributors over eight weeks is below 3 people or 1 % of all who have joined.
Half a year of the log is needed, and two years are better. How good it is: docs/forecast.md."""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Forecast a log."""
    from community_dynamics.experiments.studies.options import read_file

    file, given = read_file("forecast", arguments, "community forecast")
    numbers = {name: given[name] for name in ("days", "runs", "seed")}
    return look_ahead(file, given, numbers, list(arguments), "--dry-run" in flags)


def look_ahead(file: str, given: dict[str, Any], numbers: dict[str, int], arguments: list[str], dry: bool) -> int:
    """Read the file, simulate worlds, forecast, tell, and write where asked to."""
    import sys
    from contextlib import nullcontext
    from pathlib import Path

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.forecast.foresight import foresee
    from community_dynamics.experiments.forecast.worlds import fitted_worlds, usual_worlds, worlds

    past = read(file, given)
    scenarios = fitted_worlds(Path(given["fit"]).expanduser()) if "fit" in given else usual_worlds()
    for line in past.warnings:
        print(f"warning: {line}", file=sys.stderr)
    if dry:
        print(f"{numbers['runs']:,} futures of {weeks_of(numbers['days'])} weeks, from {len(scenarios):,} simulated communities")
        print("nothing was written; leave out --dry-run to run it")
        return 0
    request = {"verb": "forecast", "file": str(Path(file).absolute()), **given, **numbers}
    out = Folder(Path(given["out"]).expanduser(), request) if "out" in given else None
    with out or nullcontext():
        prepare()
        found = foresee(past, worlds(scenarios, numbers["seed"]), numbers["runs"], numbers["seed"], weeks_of(numbers["days"]))
        if out is not None:
            write(found, out, scenarios, numbers, arguments)
    tell(found)
    if out is not None:
        print(f"results: {given['out']}")
    return 0


def prepare() -> None:
    """Compile the rules where they are not yet, and say so."""
    import sys

    from community_dynamics.experiments.cli.screen import prepare as must_compile

    if must_compile():
        print("the first time on a machine the rules are compiled, which takes about a minute", file=sys.stderr, flush=True)


def weeks_of(days: int) -> int:
    """Whole weeks that hold so many days, a year being 52."""
    return min(52, -(-days // 7))


def read(file: str, given: dict[str, Any]) -> "Past":
    """What is known by the file, up to the day that is asked for."""
    import time
    from pathlib import Path

    from community_dynamics.experiments.cli.verbs.log import columns_of, day_of
    from community_dynamics.experiments.forecast.past import past_of, past_of_daily
    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    dates, last, columns = given.get("dates", ""), day_of(given), columns_of(given)
    source = open_source(Path(file))
    if is_daily(source.headings) and "member" not in columns:
        return past_of_daily(read_daily(source, dates, last))
    return past_of(read_log(source, columns, dates, last, int(time.time()) + 86_400))


def tell(found: "Foresight") -> None:
    """The forecast on the screen."""
    from community_dynamics.experiments.cli.screen import wrapped
    from community_dynamics.experiments.forecast.forecast_report import horizons_table
    from community_dynamics.experiments.forecast.foresight import COVERS, COVERS_CHANCE
    from community_dynamics.experiments.logs.text_tables import text_of

    print(f"{wrapped(found.statement)}\n")
    print(f"Means of the eight weeks up to each day, with where they will lie in 50 and in 90 of a hundred cases.\n"
          f"{text_of(horizons_table(found))}\n")  # fmt: skip
    print(wrapped(COVERS))
    print(wrapped(COVERS_CHANCE))


def write(
    found: "Foresight", folder: "Folder", scenarios: "Sequence[Scenario]", numbers: dict[str, int], arguments: list[str]
) -> None:
    """Tables as CSV, the picture, one page that holds them all, and where it comes from."""
    from community_dynamics.experiments.base.provenance import provenance
    from community_dynamics.experiments.base.result_folder import MARKER, as_json
    from community_dynamics.experiments.forecast.forecast_figures import fan
    from community_dynamics.experiments.forecast.forecast_report import report
    from community_dynamics.experiments.presentation.drawing import png

    figure = fan(found)
    for name, table in (("weeks", found.table), ("horizons", found.horizons), ("trust", found.trust)):
        folder.write(f"{name}.csv", table.to_csv(index=False))
    folder.path("forecast.png").write_bytes(png(figure))
    folder.write("report.html", report(found, figure))
    seeds = (numbers["seed"], numbers["seed"] + len(scenarios) - 1)
    folder.write(MARKER, as_json(provenance("forecast", arguments, scenarios[0], seeds)))
    folder.keep()
