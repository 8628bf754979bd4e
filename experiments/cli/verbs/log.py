"""`community log describe`: what the log of a community says of it, in words, tables, pictures and a page."""

import shlex
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.logs.described import Description

HELP = """\
community log describe FILE [member=COLUMN time=COLUMN ...] [out=FOLDER]

  community log describe messages.csv                       who takes part, how long, and whether it grows
  community log describe export.parquet member=user_id time=created_at
  community log describe log.txt                            written by: git log --format='%H|%an|%ae|%aI' > log.txt
  community log describe analytics.csv                      Slack's daily statistics

Columns, found by usual names or given by name
  member=    who it was                      time=      when it was
  type=      join, visit, post, reply, attend, award or leave; other words count as posts
  target=    whom it was directed at         reply_to=  the message (see id) or the member that is answered
  id=        the message's own id            count=     how many, where a row stands for several

Options
  dates=     day or month: which comes first in dates such as 03/04/2024
  until=     last day on which anything could be seen, such as 2024-05-31; the last day in the log unless said
  silence=   days without a sign after which somebody counts as gone: 180 unless said
  out=       folder for tables (CSV), pictures and report.html; nothing is written unless said

Names of members are replaced through a random key that is thrown away; nothing personal is kept or written."""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Describe a log."""
    from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown

    word = arguments[0]
    if word != "describe":
        if "." in word or "/" in word:
            raise InvalidValue(f"{shown(word)} is a file; write 'community log describe {shown(' '.join(arguments))}'")
        close = nearest(word, ["describe"])
        raise unknown(shown(word), "known to 'community log'", close, "'community log --help' says what is")
    return describe(*options_of(arguments[1:]))


def options_of(words: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The file, and the options by name that are given or have a default."""
    from community_dynamics.experiments.studies.options import read_file

    return read_file("log", words, "community log describe")


def describe(file: str, given: dict[str, Any]) -> int:
    """Read the file, write what it says where asked to, and tell it: who reads the text may stop early."""
    import sys
    from contextlib import nullcontext
    from pathlib import Path

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.cli.screen import give

    request = {"verb": "log describe", "file": str(Path(file).absolute()), **given}
    out = Folder(Path(given["out"]).expanduser(), request) if "out" in given else None
    with out or nullcontext():
        description = description_of(file, given)
        if out is not None:
            write(description, out, file, given)
    for line in description.warnings:
        print(f"warning: {line}", file=sys.stderr)
    give(
        lambda: {
            "verb": "log describe",
            "file": file,
            "statement": description.statement,
            "covers": description.covers,
            "warnings": list(description.warnings),
            "tables": {part.name: part.table for part in description.parts},
            "folder": given.get("out"),
        }
    )
    tell(description)
    if out is not None:
        print(f"results: {given['out']}")
    return 0


def description_of(file: str, given: dict[str, Any]) -> "Description":
    """What the file says."""
    import time
    from pathlib import Path

    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.described import described, described_days
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    silence, dates, last = given["silence"], given.get("dates", ""), day_of(given)
    columns = columns_of(given)
    source = open_source(Path(file))
    if is_daily(source.headings) and "member" not in columns:
        return described_days(read_daily(source, dates, last))
    return described(read_log(source, columns, dates, last, int(time.time()) + 86_400), silence)


def tell(description: "Description") -> None:
    """The description as text: every table but the long ones."""
    from community_dynamics.experiments.cli.screen import wrapped
    from community_dynamics.experiments.logs.text_tables import text_of

    print(f"{wrapped(description.statement)}\n")
    for part in description.parts:
        if not part.long:
            print(f"{part.heading}. {part.meaning}\n{text_of(part.table)}\n")
    print(wrapped(description.covers))


def write(description: "Description", folder: "Folder", file: str, given: dict[str, Any]) -> None:
    """Tables as CSV, pictures, and one page that holds them all."""

    from community_dynamics.experiments.base.result_folder import MARKER, as_json
    from community_dynamics.experiments.logs.log_figures import pictures
    from community_dynamics.experiments.presentation.drawing import png
    from community_dynamics.experiments.report.report_pages import Picture, Section, page

    drawn = pictures(description)
    sections = [Section(one.figure.get_suptitle(), (), [Picture(one.figure, one.alt)]) for one in drawn.values()]
    sections += [Section(part.heading, [part.meaning], (), [part.table]) for part in description.parts if not part.long]
    if description.warnings:
        sections.append(Section("What was odd about the file", description.warnings))
    for part in description.parts:
        folder.write(f"{part.name}.csv", part.table.to_csv(index=False))
    for name, one in drawn.items():
        folder.path(f"{name}.png").write_bytes(png(one.figure))
    folder.write("report.html", page(description.title, description.statement, sections, description.covers))
    words = ["community", "log", "describe", file, *(f"{name}={value}" for name, value in given.items())]
    folder.write(MARKER, as_json({"command": shlex.join(words)}))
    folder.keep()


def columns_of(given: dict[str, Any]) -> dict[str, str]:
    """Columns that are given by name."""
    from community_dynamics.experiments.studies.options import COLUMNS

    return {column.name: given[column.name] for column in COLUMNS if column.name in given}


def day_of(given: dict[str, Any], name: str = "until") -> int | None:
    """A day that was given, in days since 1970-01-01; None where none was. No log is known until a day to come."""
    from datetime import UTC, date, datetime

    from community_dynamics.experiments.base.errors import InvalidValue, shown

    if name not in given:
        return None
    try:
        day = date.fromisoformat(given[name])
    except ValueError:
        raise InvalidValue(f"{name} = {shown(given[name])} is not a day; write it like 2024-05-31") from None
    today = datetime.now(UTC).date()
    if name == "until" and (day - today).days > 1:  # somewhere it is tomorrow already
        raise InvalidValue(f"{name} = {day} is after today, {today}; no log can say what was seen by then: give an earlier day")
    return (day - date(1970, 1, 1)).days
