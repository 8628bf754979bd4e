"""`community forecast`: the next year of a community by its log, with intervals, and the chance of stalling."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

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

COLUMNS = ("member", "time", "type", "target", "reply_to", "id", "count")
TEXTS = ("dates", "until", "fit", "out")
NUMBERS = {
    "days": (365, 7, 365, "days ahead"),
    "runs": (1000, 100, 100_000, "futures to draw"),
    "seed": (0, 0, 10**9, "seed of the forecast"),
}


def main(arguments: Sequence[str]) -> int:
    """Forecast a log; say how, if nothing is asked for."""
    if not arguments:
        print(HELP)
        return 0
    file, given = options_of(arguments)
    numbers = {name: number_of(name, given) for name in NUMBERS}
    return look_ahead(file, given, numbers, list(arguments))


def options_of(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The file, and the options by name."""
    from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown

    names = (*COLUMNS, *TEXTS, *NUMBERS)
    files = [word for word in words if word.partition("=")[0] not in names]
    given = dict(word.split("=", 1) for word in words if word not in files and "=" in word)
    for word in files:
        if "=" in word and not word.startswith((".", "/")):
            name = word.partition("=")[0]
            where = "'community forecast --help' lists all"
            raise unknown(shown(name), "known to 'community forecast'", nearest(name, names), where)
    if len(files) != 1:
        raise InvalidValue(f"{len(files)} files are given; allowed is one: community forecast FILE [name=value ...]")
    for name, value in given.items():
        if not value.strip():
            raise InvalidValue(f"{name} = nothing is not a name; write {name}=VALUE or leave it out")
    return files[0], given


def number_of(name: str, given: Mapping[str, str]) -> int:
    """A whole number in its range."""
    from community_dynamics.experiments.studies.options import Option

    default, low, high, meaning = NUMBERS[name]
    text = given.get(name, str(default))
    return int(Option(name, default, meaning, low, high).number(int(text) if text.isdecimal() else text))


def look_ahead(file: str, given: dict[str, str], numbers: dict[str, int], arguments: list[str]) -> int:
    """Read the file, simulate worlds, forecast, tell, and write where asked to."""
    import sys
    from contextlib import nullcontext
    from pathlib import Path

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.forecast.foresight import foresee
    from community_dynamics.experiments.forecast.worlds import fitted_worlds, usual_worlds, worlds

    past = read(file, given)
    scenarios = fitted_worlds(Path(given["fit"])) if "fit" in given else usual_worlds()
    request = {"verb": "forecast", "file": str(Path(file).absolute()), **given, **numbers}
    out = Folder(Path(given["out"]).expanduser(), request) if "out" in given else None
    for line in past.warnings:
        print(f"warning: {line}", file=sys.stderr)
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


def read(file: str, given: Mapping[str, str]) -> "Past":
    """What is known by the file, up to the day that is asked for."""
    import time
    from pathlib import Path

    from community_dynamics.experiments.cli.verbs.log import dates_of, day_of
    from community_dynamics.experiments.forecast.past import past_of, past_of_daily
    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    dates, last = dates_of(dict(given)), day_of(dict(given))
    columns = {role: given[role] for role in COLUMNS if role in given}
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
