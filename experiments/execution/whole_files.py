"""Files that are whole or absent: written beside their place, flushed to the disk, then renamed."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from community_dynamics.experiments.base.errors import UnreadableFile

TEMPORARY = ".partial-"


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file, and put it in place once the disk has it; nothing half-written is ever seen."""
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}-{path.name}")
    try:
        write(temporary)
        flush(temporary)
        if path.is_dir():
            raise UnreadableFile(f"{path} is a folder, and a file of that name is to be written; move it away")
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    flush_folder(path.parent)


def flush(path: Path) -> None:
    """Have the disk itself keep a file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder; Windows cannot open one."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_temporary(folder: Path) -> None:
    """Remove what writers that were killed have left."""
    for path in folder.glob(f"{TEMPORARY}*"):
        with suppress(OSError):
            path.unlink()
