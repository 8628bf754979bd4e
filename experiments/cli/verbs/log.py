"""`community log describe`: what the log of a community says of it, in words, tables, pictures and a page."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

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
    """Read the file, tell what it says, and write it where asked to."""
    import sys
    import time
    from pathlib import Path

    from community_dynamics.experiments.cli.screen import give
    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.described import described, described_days
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    silence, dates, last = given["silence"], given.get("dates", ""), day_of(given)
    columns = columns_of(given)
    out = ready(Path(given["out"]).expanduser()) if "out" in given else None
    source = open_source(Path(file))
    if is_daily(source.headings) and "member" not in columns:
        description = described_days(read_daily(source, dates, last))
    else:
        tomorrow = int(time.time()) + 86_400
        description = described(read_log(file, columns, dates, last, tomorrow), silence)
    for line in description.warnings:
        print(f"warning: {line}", file=sys.stderr)
    tell(description)
    give(
        {
            "verb": "log describe",
            "file": file,
            "statement": description.statement,
            "covers": description.covers,
            "warnings": list(description.warnings),
            "tables": {part.name: part.table for part in description.parts},
            "folder": None if out is None else str(out),
        }
    )
    if out is not None:
        write(description, out)
    return 0


def ready(folder: "Path") -> "Path":
    """The folder for results, made now, so that nobody waits for results that cannot be written."""
    from community_dynamics.experiments.base.errors import UnreadableFile, shown

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableFile(f"out = {shown(str(folder))} cannot be written: {error.strerror}; name another folder") from None
    return folder


def tell(description: "Description") -> None:
    """The description as text: every table but the long ones."""
    from community_dynamics.experiments.cli.screen import wrapped
    from community_dynamics.experiments.logs.text_tables import text_of

    print(f"{wrapped(description.statement)}\n")
    for part in description.parts:
        if not part.long:
            print(f"{part.heading}. {part.meaning}\n{text_of(part.table)}\n")
    print(wrapped(description.covers))


def write(description: "Description", folder: "Path") -> None:
    """Tables as CSV, pictures, and one page that holds them all."""
    from community_dynamics.experiments.cli.study_output import write_figure, write_text
    from community_dynamics.experiments.logs.log_figures import pictures
    from community_dynamics.experiments.report.report_pages import Picture, Section, page

    drawn = pictures(description)
    sections = [Section(one.figure.get_suptitle(), (), [Picture(one.figure, one.alt)]) for one in drawn.values()]
    sections += [Section(part.heading, [part.meaning], (), [part.table]) for part in description.parts if not part.long]
    if description.warnings:
        sections.append(Section("What was odd about the file", description.warnings))
    for part in description.parts:
        write_text(folder / f"{part.name}.csv", part.table.to_csv(index=False))
    for name, one in drawn.items():
        write_figure(folder / f"{name}.png", one.figure)
    write_text(folder / "report.html", page(description.title, description.statement, sections, description.covers))
    print(f"results: {folder}")


def columns_of(given: dict[str, Any]) -> dict[str, str]:
    """Columns that are given by name."""
    from community_dynamics.experiments.studies.options import COLUMNS

    return {column.name: given[column.name] for column in COLUMNS if column.name in given}


def day_of(given: dict[str, Any]) -> int | None:
    """The last day observed, in days since 1970-01-01; None where the log itself tells."""
    from datetime import date

    from community_dynamics.experiments.base.errors import InvalidValue, shown

    if "until" not in given:
        return None
    try:
        return (date.fromisoformat(given["until"]) - date(1970, 1, 1)).days
    except ValueError:
        raise InvalidValue(f"until = {shown(given['until'])} is not a day; write it like 2024-05-31") from None
