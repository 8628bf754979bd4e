"""Which theory this is, in twelve letters: two machines that show the same stamp give the same numbers."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

LETTERS = 12


@cache
def stamp() -> str:
    """Hash of every source file of the theory, `sim`; a page, a link or a result that shows another was made by another."""
    digest = hashlib.sha256()
    for name, text in sorted(sources(files("community_dynamics.sim"))):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()[:LETTERS]


def sources(folder: Traversable, place: str = "") -> list[tuple[str, str]]:
    """Python files below a folder, as names and texts; how lines end plays no part."""
    found = []
    for item in folder.iterdir():
        if item.is_dir():
            found.extend(sources(item, f"{place}{item.name}/"))
        elif item.name.endswith(".py"):
            found.append((f"{place}{item.name}", "\n".join(item.read_text("utf-8").splitlines())))
    return found
