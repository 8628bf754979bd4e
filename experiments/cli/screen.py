"""What a verb shows while it works and when it is done: progress with time left, tables, lines."""

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

SHOW_AFTER_SECONDS = 2.0
LINE_EVERY_SECONDS = 15.0
WORDS = ("unit", "meaning", "what", "verdict")  # headings of columns that hold words


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
            line = "the first time on a machine the rules are compiled, which takes about a minute"
            print(line, file=sys.stderr, flush=True)
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
        if now - self.start < SHOW_AFTER_SECONDS:
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
