"""`community log describe`: what the log of a community says of it, in words, tables, pictures and a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

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

COLUMNS = ("member", "time", "type", "target", "reply_to", "id", "count")
OPTIONS = ("dates", "until", "silence", "out")


def main(arguments: Sequence[str]) -> int:
    """Describe a log; say how, if nothing is asked for."""
    from community_dynamics.experiments.base.errors import nearest, shown, unknown

    if not arguments:
        print(HELP)
        return 0
    if arguments[0] != "describe":
        close = nearest(arguments[0], ["describe"])
        raise unknown(shown(arguments[0]), "known to 'community log'", close, "'community log --help' says what is")
    return describe(*options_of(arguments[1:]))


def options_of(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The file, and the options by name."""
    from community_dynamics.experiments.base.errors import InvalidValue, nearest, shown, unknown

    files = [word for word in words if word.partition("=")[0] not in (*COLUMNS, *OPTIONS)]
    given = dict(word.split("=", 1) for word in words if word not in files)
    for word in files:
        if "=" in word and not word.startswith((".", "/")):
            name = word.partition("=")[0]
            where = "'community log --help' lists all"
            raise unknown(shown(name), "known to 'community log describe'", nearest(name, (*COLUMNS, *OPTIONS)), where)
    if len(files) != 1:
        raise InvalidValue(f"{len(files)} files are given; allowed is one: community log describe FILE [name=value ...]")
    for name, value in given.items():
        if not value.strip():
            raise InvalidValue(f"{name} = nothing is not a name; write {name}=VALUE or leave it out")
    return files[0], given


def describe(file: str, given: dict[str, str]) -> int:
    """Read the file, tell what it says, and write it where asked to."""
    import sys
    import time
    from pathlib import Path

    from community_dynamics.experiments.logs.daily import is_daily, read_daily
    from community_dynamics.experiments.logs.described import described, described_days
    from community_dynamics.experiments.logs.files import open_source
    from community_dynamics.experiments.logs.reading import read_log

    silence, dates, last = silence_of(given), dates_of(given), day_of(given)
    columns = {role: given[role] for role in COLUMNS if role in given}
    out = ready(Path(given["out"])) if "out" in given else None
    source = open_source(Path(file))
    if is_daily(source.headings) and "member" not in columns:
        description = described_days(read_daily(source, dates, last))
    else:
        tomorrow = int(time.time()) + 86_400
        description = described(read_log(file, columns, dates, last, tomorrow), silence)
    for line in description.warnings:
        print(f"warning: {line}", file=sys.stderr)
    tell(description)
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


def silence_of(given: dict[str, str]) -> int:
    """Days after which somebody counts as gone."""
    from community_dynamics.experiments.studies.options import Option

    text = given.get("silence", "180")
    option = Option("silence", 180, "days after which somebody counts as gone", 7, 3650)
    return int(option.number(int(text) if text.isdecimal() else text))


def dates_of(given: dict[str, str]) -> str:
    """Which of day and month comes first, empty where it is to be found out."""
    from community_dynamics.experiments.studies.options import Option

    return Option("dates", "", "which comes first", words=("day", "month")).word(given["dates"]) if "dates" in given else ""


def day_of(given: dict[str, str]) -> int | None:
    """The last day observed, in days since 1970-01-01; None where the log itself tells."""
    from datetime import date

    from community_dynamics.experiments.base.errors import InvalidValue, shown

    if "until" not in given:
        return None
    try:
        return (date.fromisoformat(given["until"]) - date(1970, 1, 1)).days
    except ValueError:
        raise InvalidValue(f"until = {shown(given['until'])} is not a day; write it like 2024-05-31") from None
