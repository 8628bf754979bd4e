"""A copy of the checkout to build or to break: what runs and builds leave behind stays out."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MADE = {"build", "dist", "shared", "studies", "outputs", "multirun", "out", "results", "demo"}  # at the top


def left_out(folder: str, names: list[str]) -> set[str]:
    """What is no part of the project's own files: hidden folders and caches anywhere, and what is made at the top."""
    at_top = (Path(folder) / "pyproject.toml").exists()
    made = ("__pycache__", "node_modules")
    hidden = {name for name in names if name.startswith(".") or name in made or name.endswith(".egg-info")}
    return hidden | (MADE & set(names) if at_top else set())


def copy_to(place: Path, root: Path = ROOT) -> None:
    """Copy the project's own files; links stay links."""
    shutil.copytree(root, place, symlinks=True, ignore=left_out)
