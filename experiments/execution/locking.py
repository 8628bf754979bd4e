"""One process at a time on a folder, and a line that says who holds it."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.execution.troubles import FolderBusy, trouble_with

LOCK, HOLDER = "lock", "holder.json"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, made if need be, for as long as the block lasts; the system lets go of it when a process dies."""
    from filelock import FileLock, Timeout

    if folder.exists() and not folder.is_dir():
        raise UnreadableFile(f"out = {folder} is a file; name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderBusy(f"{folder} is in use by {holder(folder)}; wait until that has finished, or stop it") from None
    except OSError as error:
        raise trouble_with(folder, error) from None
    try:
        sign(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def sign(folder: Path) -> None:
    """Say who holds the folder."""
    who = {"process": os.getpid(), "machine": platform.node(), "since": datetime.now().isoformat(" ", "seconds")}
    try:
        (folder / HOLDER).write_text(json.dumps(who), "utf-8")
    except OSError as error:
        raise trouble_with(folder, error) from None


def holder(folder: Path) -> str:
    """Who holds the folder, in words."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        who = json.loads((folder / HOLDER).read_text("utf-8"))
        return f"process {who['process']} on {who['machine']} since {who['since']}"
    return "another process"
