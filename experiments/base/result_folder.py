"""A folder of results: written aside and renamed when whole, so that nothing half-written is ever found."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

from community_dynamics.experiments.base.errors import UnreadableFile

MARKER = "provenance.json"
WRITTEN = {
    MARKER, "config.yaml", "scenario.yaml", "first.yaml", "report.html", "index.html",
    "outcomes.parquet", "weekly.parquet", "runs.parquet", "findings.parquet", "differences.parquet",
    "run.png", "facts.png", "sweep.png", "compare.png", "sensitivity.png", "fates.png", "log_ons.png", "repairs.png",
    "comparison.csv", "repairs.csv", "runs.csv", "facts.csv",
}  # fmt: skip


class Folder:
    """A result folder in the making: files go beside it, and take its place when all are written."""

    def __init__(self, final: Path) -> None:
        """`final` is where the results will be; it must be new, empty, or hold earlier results."""
        self.final = final
        self.aside: Path | None = None
        self.made: list[Path] = []

    def __enter__(self) -> "Folder":
        refuse_taken(self.final)
        try:
            parent = self.final.absolute().parent
            self.made = [folder for folder in (parent, *parent.parents) if not folder.exists()]
            parent.mkdir(parents=True, exist_ok=True)
            self.aside = Path(mkdtemp(prefix=f".{self.final.name}.partial-", dir=parent))
        except OSError as error:
            self.forget()
            raise unwritable(self.final, error) from None
        return self

    def forget(self) -> None:
        """Remove the folders above that were made for nothing."""
        for folder in self.made:
            remove_if_empty(folder)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.aside is not None:
            shutil.rmtree(self.aside, ignore_errors=True)
        if kind is not None:
            self.forget()

    def path(self, name: str) -> Path:
        """Where to write a file of this name for now."""
        assert self.aside is not None
        return self.aside / name

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        self.path(name).write_text(text, "utf-8")

    def keep(self) -> Path:
        """Everything is written: put it in place; an earlier result gives way."""
        assert self.aside is not None
        try:
            self.aside.chmod(0o777 & ~current_mask())
            if self.final.exists():
                old = Path(mkdtemp(prefix=f".{self.final.name}.old-", dir=self.aside.parent))
                self.final.replace(old / "result")
                self.aside.replace(self.final)
                shutil.rmtree(old, ignore_errors=True)
            else:
                self.aside.replace(self.final)
        except OSError as error:
            raise unwritable(self.final, error) from None
        return self.final


def current_mask() -> int:
    """The bits that new files lack, as the user has set them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that was made for nothing."""
    with suppress(OSError):
        folder.rmdir()


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that holds something else than results."""
    for parent in folder.parents:
        if parent.exists() and not parent.is_dir():
            raise UnreadableFile(f"out = {folder} lies in {parent}, which is a file; name a folder")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnreadableFile(f"out = {folder} is a file; name a folder")
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise unwritable(folder, error) from None
    if names and MARKER in names and names - WRITTEN:
        stranger = min(names - WRITTEN)
        raise UnreadableFile(f"out = {folder} holds {stranger} beside earlier results; move it, or name a new folder")
    if names and MARKER not in names:
        raise UnreadableFile(f"out = {folder} holds something else than results; name a new folder")


def unwritable(folder: Path, error: OSError) -> UnreadableFile:
    """One line about a folder that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return UnreadableFile(f"out = {folder} cannot be written ({reason}); name a folder that you may write to")


def result_folder(out: str | None, verb: str, name: str, number: int | None = None) -> Path:
    """Where results go: `out`, or results/<verb>-<name>-<time>; a number for each of several studies."""
    if out is not None:
        folder = Path(out).expanduser()
        return folder if number is None else folder / f"{number}-{slug(name)}"
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    base = Path("results") / f"{verb}-{slug(name)}-{stamp}"
    tries = [base, *(base.with_name(f"{base.name}-{count}") for count in range(2, 1000))]
    return next(folder for folder in tries if not folder.exists())


def slug(name: str) -> str:
    """A name that any file system takes."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "_-") else "-" for letter in name)
    return plain.strip("-")[:60] or "community"


def as_json(data: Mapping[str, Any]) -> str:
    """JSON that people can read."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
