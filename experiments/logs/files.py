"""Files as streams of a few columns: CSV, Parquet, `git log`; bounded in memory, refused in one line where hopeless."""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from community_dynamics.experiments.base.errors import UnreadableFile, shown

BLOCK = 16 << 20
HEAD = 1 << 20
GIT = "git log --format='%H|%an|%ae|%aI' > log.txt"
GIT_HEADINGS = ("hash", "author_name", "author_email", "author_date")
JSON = (b"{", b"[{", b"[ {", b"[\n")
BROKEN = (pa.ArrowException, KeyError, OSError, UnicodeDecodeError, OverflowError)
MARKS = {
    b"\x1f\x8b": "compressed (gzip); unpack it first",
    b"PK\x03\x04": "a zip or a spreadsheet file; unpack it, or save the sheet as CSV",
    b"BZh": "compressed (bzip2); unpack it first",
    b"\xff\xfe": "in UTF-16; save it as CSV in UTF-8",
    b"\xfe\xff": "in UTF-16; save it as CSV in UTF-8",
    b"%PDF": "a PDF; export a CSV or Parquet file",
    b"SQLite": "a database; export a CSV or Parquet file",
}


@dataclass
class Source:
    """A file whose columns can be streamed: its headings, and rows that had too few or too many cells.

    `once`: what came through a pipe, which gives its bytes once only, kept in a nameless file for as long as this lives.
    """

    path: Path
    headings: Sequence[str]
    delimiter: str = ","
    quoted: bool = True
    heading_lines: int = 1
    parquet: bool = False
    skipped: list[int] = field(default_factory=list)
    once: IO[bytes] | None = field(default=None, repr=False)

    def __del__(self) -> None:
        if self.once is not None:
            self.once.close()

    def opened(self) -> Any:
        """What to read from: the file, or what came through a pipe, from its beginning."""
        if self.once is None:
            return self.path
        self.once.seek(0)
        return pa.PythonFile(self.once, "r")

    def blocks(self, places: Sequence[int]) -> Iterator[list[pa.Array]]:
        """The columns at these places, block by block."""
        try:
            yield from self.parquet_blocks(places) if self.parquet else self.csv_blocks(places)
        except BROKEN as error:
            raise UnreadableFile(reason_of(self.path, error)) from None

    def csv_blocks(self, places: Sequence[int]) -> Iterator[list[pa.Array]]:
        """Blocks of a CSV file; cells stay bytes, so that no encoding can be wrong."""
        names = [f"column {at}" for at in range(len(self.headings))]
        wanted = [names[at] for at in places]
        reader = pa_csv.open_csv(
            self.opened(),
            pa_csv.ReadOptions(block_size=BLOCK, column_names=names, skip_rows=self.heading_lines),
            pa_csv.ParseOptions(
                delimiter=self.delimiter,
                quote_char='"' if self.quoted else False,
                newlines_in_values=self.quoted,
                invalid_row_handler=self.skip,
            ),
            pa_csv.ConvertOptions(include_columns=wanted, column_types=dict.fromkeys(wanted, pa.binary()), check_utf8=False),
        )
        with reader:
            for batch in reader:
                yield batch.columns

    def parquet_blocks(self, places: Sequence[int]) -> Iterator[list[pa.Array]]:
        """Blocks of a Parquet file."""
        with pa_parquet.ParquetFile(self.opened()) as file:
            wanted = [self.headings[at] for at in places]
            for batch in file.iter_batches(batch_size=1 << 19, columns=wanted):
                yield [batch.column(name) for name in wanted]

    def skip(self, row: object) -> str:
        """Count a row that has too few or too many cells."""
        self.skipped.append(1)
        return "skip"


def open_source(path: Path) -> Source:
    """A file opened far enough to know its columns; refused in one line where it is no table."""
    once: IO[bytes] | None = None
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            once = kept(path)
            head = once.read(HEAD)
        else:
            with path.open("rb") as file:
                head = file.read(HEAD)
    except OSError as error:
        raise UnreadableFile(f"{shown(path.name)} cannot be read: {error.strerror or error}") from None
    source = open_parquet(path, once) if head[:4] == b"PAR1" else open_table(path, head)
    source.once = once
    return source


def kept(path: Path) -> IO[bytes]:
    """All that comes through a pipe, in a file without a name that is gone when it is closed."""
    once = TemporaryFile("w+b")  # noqa: SIM115 - lives as long as its source
    with path.open("rb") as pipe:
        shutil.copyfileobj(pipe, once, HEAD)
    once.seek(0)
    return once


def open_table(path: Path, head: bytes) -> Source:
    """A file that is no Parquet, by its first bytes."""
    for mark, kind in MARKS.items():
        if head.startswith(mark):
            raise UnreadableFile(f"{shown(path.name)} is {kind}")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(JSON):
        raise UnreadableFile(f"{shown(path.name)} is JSON; allowed are CSV, Parquet and `git log` output: export it as CSV")
    if b"\0" in head:
        raise UnreadableFile(f"{shown(path.name)} is a binary file; allowed are CSV, Parquet and `git log` output")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        raise UnreadableFile(f"{shown(path.name)} is empty; a log needs a line of headings and a row for each event")
    return open_text(path, head)


def open_parquet(path: Path, once: IO[bytes] | None = None) -> Source:
    """A Parquet file by its own headings."""
    source = Source(path, (), parquet=True, once=once)
    try:
        with pa_parquet.ParquetFile(source.opened()) as file:
            source.headings = file.schema_arrow.names
        return source
    except BROKEN as error:
        raise UnreadableFile(reason_of(path, error)) from None


def open_text(path: Path, head: bytes) -> Source:
    """A text file: `git log` output, or CSV by its first line."""
    plain = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    blank = len(plain) - len(plain.lstrip(b"\n"))
    line, ending, _ = plain[blank:].partition(b"\n")
    if not ending and len(head) >= HEAD - 3:
        raise UnreadableFile(f"{shown(path.name)} begins with a line longer than {HEAD:,} bytes; a log has headings there")
    first = line.decode("utf-8", "replace")
    if first.startswith("commit ") and b"\nAuthor:" in head:
        raise UnreadableFile(f"{shown(path.name)} is `git log` output without columns; write it with {GIT}")
    parts = first.split("|")
    if len(parts) == 4 and 7 <= len(parts[0]) <= 64 and set(parts[0]) <= set("0123456789abcdef"):
        return Source(path, GIT_HEADINGS, "|", quoted=False, heading_lines=0)
    delimiter = max(",;\t|", key=first.count)
    headings = next(csv.reader([first], delimiter=delimiter), [])
    return Source(path, headings, delimiter, heading_lines=blank + 1)


def reason_of(path: Path, error: Exception) -> str:
    """Why a file cannot be read, in a line."""
    said = " ".join(str(error).split())
    if "straddling" in said:
        return (
            f"{shown(path.name)} has a line longer than {BLOCK >> 20} MB; allowed are rows of a few hundred bytes: "
            "look for a quotation mark that is not closed"
        )
    if isinstance(error, UnicodeDecodeError):
        return f"{shown(path.name)} cannot be read as Parquet: the name of a column is no UTF-8"
    if "CSV parse error" in said or "CSV conversion error" in said:  # it quotes the row
        said = said.partition(":")[0]
    return f"{shown(path.name)} cannot be read as {'Parquet' if 'arquet' in said else 'a table'}: {shown(said)}"
