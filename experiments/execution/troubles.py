"""Why a study cannot go on, in lines that say what to do; each leaves a folder that can be continued."""

import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from community_dynamics.experiments.base.errors import CommunityError, UnreadableFile, shown
from community_dynamics.experiments.base.result_folder import unwritable

MOST_LINES = 12
FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class StudyRefused(CommunityError, ValueError):
    """A folder holds runs of something else; rows of two kinds must not mix."""


class FolderBusy(CommunityError, BlockingIOError):
    """Another process is running the study of this folder."""


class WorkersLost(CommunityError, RuntimeError):
    """Workers cannot be started, or vanish faster than they can be replaced."""


class StudyStopped(KeyboardInterrupt):
    """The study was stopped from outside; what is done is kept."""


def flat(data: Any, prefix: str = "") -> dict[str, Any]:
    """Nested plain data as full names and values."""
    if isinstance(data, Mapping) and (data or not prefix):
        entries = [flat(value, f"{prefix}.{name}" if prefix else str(name)) for name, value in data.items()]
    elif isinstance(data, list) and any(isinstance(value, Mapping) for value in data):
        entries = [flat(value, f"{prefix}.{number}" if prefix else str(number)) for number, value in enumerate(data)]
    else:
        return {prefix: data}
    return {name: value for entry in entries for name, value in entry.items()}


def differences(there: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two mappings of plain data, a line each."""
    old, new = flat(there), flat(now)
    names = [name for name in [*old, *new] if old.get(name) != new.get(name)]
    return [f"  {name}: {told(name, old)} there, {told(name, new)} now" for name in dict.fromkeys(names)]


def told(name: str, data: Mapping[str, Any]) -> str:
    """A value in words; a hash by its first letters."""
    if name not in data:
        return "not stated"
    value = data[name]
    if name.rpartition(".")[2] == "code" and isinstance(value, str):
        return f"{value[:8]}..."
    return shown(value)


def refused(folder: Path, lines: list[str]) -> StudyRefused:
    """A folder whose runs belong to another study: how the two differ, and the way out."""
    more = [] if len(lines) <= MOST_LINES else [f"  and {len(lines) - MOST_LINES} more"]
    first = f"{folder} holds the runs of another study, and rows of two kinds must not mix:"
    last = "name a new folder with out=, or add --anew to set the earlier runs aside and begin again"
    return StudyRefused("\n".join([first, *lines[:MOST_LINES], *more, last]))


def trouble_with(folder: Path, error: OSError) -> UnreadableFile:
    """One line about a folder that cannot be written, or that has no room left."""
    number = number_of(error)
    if number is None:
        return unwritable(folder, error)
    reason = os.strerror(number).lower()
    if number in FULL:
        return UnreadableFile(
            f"out = {folder} has no room left ({reason}); what is done is kept: free some space, then give the same command again"
        )
    return unwritable(folder, OSError(number, reason))


def number_of(error: OSError) -> int | None:
    """The system's number of an error; pyarrow tells it in words only."""
    named = re.search(r"\[errno (\d+)\]", str(error), re.IGNORECASE)
    return error.errno if error.errno is not None else int(named.group(1)) if named else None
