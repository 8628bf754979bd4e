"""A folder of results: written aside and renamed when whole, so that nothing half-written is ever found."""

import errno
import hashlib
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

from community_dynamics.experiments.base.errors import UnreadableFile, shown

MARKER = "provenance.json"
# How many cores do the work changes no number, and where the result goes is no part of what was asked.
NO_PART = ("out", "workers")


class Folder:
    """A result folder in the making: files go beside it, and take its place when all are written."""

    def __init__(self, final: Path, request: Mapping[str, Any] | None = None) -> None:
        """`final` must be new, empty, or hold an earlier result of the same request: all that was asked, as plain data."""
        self.final, self.request = final, digest_of(request or {})
        self.aside: Path | None = None
        self.inside = False
        self.made: list[Path] = []

    def __enter__(self) -> "Folder":
        refuse_taken(self.final, self.request)
        try:
            self.final = self.final.resolve() if self.final.is_symlink() else self.final
            parent = self.final.absolute().parent
            self.made = [folder for folder in (parent, *parent.parents) if not folder.exists()]
            parent.mkdir(parents=True, exist_ok=True)
            self.aside = self.room(parent)
        except OSError as error:
            self.forget()
            raise unwritable(self.final, error) from None
        return self

    def room(self, parent: Path) -> Path:
        """A folder to write to for now: beside the final one, or in it where only that may be written to."""
        prefix = f".{self.final.name}.partial-"
        if not os.path.ismount(self.final):
            try:
                return Path(mkdtemp(prefix=prefix, dir=parent))
            except OSError:
                if not self.final.is_dir():
                    raise
        self.inside = True
        return Path(mkdtemp(prefix=prefix, dir=self.final))

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
        """Everything is written: put it in place; an earlier result of the same request gives way."""
        assert self.aside is not None
        try:
            self.sign()
            if self.inside:
                self.move_up()
                return self.final
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

    def sign(self) -> None:
        """Have the marker say what was asked and which files belong to the result."""
        made = made_of(self.path("")) or {}
        files = sorted({MARKER, *(path.name for path in self.path("").iterdir())})
        self.write(MARKER, as_json({**made, "request": self.request, "files": files}))

    def move_up(self) -> None:
        """Put the files in place one by one, the marker last; those of an earlier result go when all are there."""
        old = Path(mkdtemp(prefix=f".{self.final.name}.old-", dir=self.final))
        kept = (old.name, self.path("").name)
        for path in [path for path in self.final.iterdir() if path.name not in kept]:
            path.replace(old / path.name)
        for path in sorted(self.path("").iterdir(), key=lambda path: path.name == MARKER):
            path.replace(self.final / path.name)
        shutil.rmtree(old, ignore_errors=True)


def digest_of(request: Mapping[str, Any]) -> str:
    """What was asked, as a short hash."""
    asked = {name: value for name, value in request.items() if name not in NO_PART}
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()[:16]


def made_of(folder: Path) -> dict[str, Any] | None:
    """What the marker of a folder says, None where there is none that can be read."""
    try:
        made = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return made if isinstance(made, dict) else None


def current_mask() -> int:
    """The bits that new files lack, as the user has set them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that was made for nothing."""
    with suppress(OSError):
        folder.rmdir()


def refuse_dangling(folder: Path) -> None:
    """Refuse a link that leads nowhere, and a name that no disk takes, before anything is run for it."""
    try:
        lost = folder.is_symlink() and not folder.exists()
        folder.exists()
    except OSError as error:
        raise unwritable(folder, error) from None
    if lost:
        raise UnreadableFile(f"out = {folder} is a link to {os.readlink(folder)}, which is not there; make that folder first")


def refuse_taken(folder: Path, request: str) -> None:
    """Refuse a folder that holds something else than an earlier result of the same request."""
    try:
        names = names_in(folder)
    except OSError as error:
        if isinstance(error, UnreadableFile):
            raise
        raise unwritable(folder, error) from None
    if not names:
        return
    made = made_of(folder) if MARKER in names else None
    if made is None:
        raise UnreadableFile(f"out = {folder} holds something else than results; name a new folder")
    files = made.get("files")
    if not isinstance(files, list) or "request" not in made:
        raise UnreadableFile(f"out = {folder} holds what this command did not write; name a new folder")
    strangers = names - set(map(str, files))
    if strangers:
        raise UnreadableFile(f"out = {folder} holds {min(strangers)} beside earlier results; move it, or name a new folder")
    if made["request"] != request:
        command = f" ({shown(made['command'])})" if isinstance(made.get("command"), str) else ""
        raise UnreadableFile(f"out = {folder} holds the result of another request{command}; name a new folder, or remove it")


def names_in(folder: Path) -> set[str]:
    """Names of what a folder holds, none where it is still to be made; refuses what can be no folder."""
    refuse_dangling(folder)
    for parent in folder.parents:
        if parent.exists() and not parent.is_dir():
            raise UnreadableFile(f"out = {folder} lies in {parent}, which is a file; name a folder")
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise UnreadableFile(f"out = {folder} is a file; name a folder")
    return {path.name for path in folder.iterdir()}


def unwritable(folder: Path, error: OSError) -> UnreadableFile:
    """One line about a folder that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    name = shown(str(folder)) if error.errno == errno.ENAMETOOLONG else folder
    return UnreadableFile(f"out = {name} cannot be written ({reason}); name a folder that you may write to")


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
