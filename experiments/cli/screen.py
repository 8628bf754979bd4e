"""What a verb shows while it works and when it is done: progress with time left, tables, lines."""

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from community_dynamics.experiments.base.errors import InvalidValue

SHOW_AFTER_SECONDS = 2.0
LINE_EVERY_SECONDS = 15.0
WORDS = ("unit", "meaning", "what", "verdict")  # headings of columns that hold words


@dataclass
class Voice:
    """What is said besides files and errors: prose and progress, nothing (quiet), or the result as data (results)."""

    quiet: bool = False
    results: list[Any] | None = None


VOICE = Voice()


@contextmanager
def speaking(flags: Set[str]) -> Iterator[None]:
    """While a verb works: --quiet and --json keep its prose off the screen, and --json ends with the result as data."""
    if "--json" in flags and "--dry-run" in flags:
        raise InvalidValue("--json says what came out and --dry-run runs nothing; leave out one of the two")
    VOICE.quiet, VOICE.results = "--quiet" in flags, [] if "--json" in flags else None
    try:
        hushed = bool(flags & {"--quiet", "--json"})
        with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere if hushed else sys.stdout):
            yield
        if VOICE.results is not None:
            found = VOICE.results[0] if len(VOICE.results) == 1 else VOICE.results
            print(json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False))
    finally:
        VOICE.quiet, VOICE.results = False, None


def give(result: Callable[[], Any]) -> None:
    """Hand over what came out, made only where --json asks for it; numbers without a meaning become null."""
    if VOICE.results is not None:
        VOICE.results.append(plain_data(result()))


def plain_data(value: Any) -> Any:
    """A value as JSON has it: tables as lists of rows, no NaN, no numbers of numpy's."""
    if hasattr(value, "to_dict"):
        return plain_data(value.to_dict("records"))
    if isinstance(value, Mapping):
        return {str(name): plain_data(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(one) for one in value]
    if isinstance(value, str | bool | int) or value is None:
        return value
    if hasattr(value, "item"):
        return plain_data(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def note(text: str) -> None:
    """A line on the error stream that is no error."""
    if not VOICE.quiet:
        print(text, file=sys.stderr, flush=True)


class Progress:
    """Counts runs; after two seconds shows a bar with the time left, or plain lines where nobody watches."""

    def __init__(self, total: int, what: str = "runs") -> None:
        """`total` runs are to come."""
        self.total, self.what, self.done = total, what, 0
        self.start = self.last_line = time.monotonic()
        self.first: tuple[float, int] | None = None
        self.detail = ""
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> "Progress":
        if prepare():
            note("the first time on a machine the rules are compiled, which takes about a minute")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()

    def begin_at(self, count: int) -> None:
        """So many were done before, and do not count for the pace."""
        self.done, self.first = count, (time.monotonic(), count)

    def __call__(self, count: int, detail: str = "") -> None:
        """So many more are done; `detail` is whatever else there is to say of them."""
        self.done, self.detail = self.done + count, detail
        now = time.monotonic()
        if self.first is None:
            self.first = (now, self.done)
        if VOICE.quiet or now - self.start < SHOW_AFTER_SECONDS:
            return
        if sys.stderr.isatty():
            self.draw()
        elif now - self.last_line > LINE_EVERY_SECONDS and self.done < self.total:
            self.last_line = now
            more = f" ({detail})" if detail else ""
            line = f"{self.done} of {self.total} {self.what}{self.time_left(now)}{more}"
            print(line, file=sys.stderr, flush=True)

    def time_left(self, now: float) -> str:
        """Time left in words, by the pace since the first runs came back; nothing where it is too early."""
        assert self.first is not None
        begun, already = self.first
        if self.done - already < max(2, self.total // 50):
            return ""
        return f", {seconds((now - begun) / (self.done - already) * (self.total - self.done))} left"

    def draw(self) -> None:
        """The bar, made when it is first needed."""
        if self.bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            said = TextColumn("{task.fields[detail]}")
            columns = (TextColumn(self.what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), said)
            self.bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(self.what, total=self.total, completed=self.done, detail="")
            self.bar.start()
        self.bar.update(self.task, completed=self.done, detail=self.detail)


def prepare() -> bool:
    """Ask for the compiled rules, here rather than in a worker; True if they must be compiled first."""
    from community_dynamics.sim.compiled import prepare_cache, source_hash
    from community_dynamics.sim.engine import FOUNDATION, KERNEL, RULES, compiled

    folder = prepare_cache(source_hash((*FOUNDATION, *RULES, *KERNEL)))
    cold = next(folder.rglob("*.nbi"), None) is None
    compiled()
    return cold


def seconds(duration: float) -> str:
    """A stretch of time in words."""
    if duration < 90:
        return f"about {max(1, round(duration))} s"
    return f"about {round(duration / 60)} min" if duration < 5400 else f"about {duration / 3600:.1f} h"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table: words to the left, numbers to the right; the same in a terminal and a file."""
    widths = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings))]

    words = [column == 0 or heading in WORDS for column, heading in enumerate(headings)]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if left else cell.rjust(width) for cell, width, left in zip(cells, widths, words, strict=True)
        ]
        return "  ".join(padded).rstrip()

    return "\n".join([line(headings), line(["-" * width for width in widths]), *map(line, rows)])


def wrapped(text: str, indent: str = "", width: int = 100) -> str:
    """A paragraph in lines of readable length."""
    from textwrap import fill

    return fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)
