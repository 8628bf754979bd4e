"""What a user installs is whole: modules, configs, command, licence; and the lock is fit to share."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from benchmarks.copies import copy_to

ROOT = "community_dynamics"
PACKAGES = ("sim", "models", "experiments", "configs")
DATA = {"configs": {".yaml"}, "models": {".md"}, "experiments": {".html", ".css", ".js"}}
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict[str, Any]:
    return tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """The wheel of this checkout, built from a copy (the checkout stays clean) and without the network."""
    place = tmp_path_factory.mktemp("wheel")
    copy_to(place / "source", checkout)
    command = [sys.executable, "-c", BUILD, str(place)]
    built = subprocess.run(command, cwd=place / "source", capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (path,) = place.glob("*.whl")
    return zipfile.Path(path)


def names(wheel: zipfile.Path) -> set[str]:
    return set(wheel.root.namelist())


def test_wheel_holds_every_module_and_data_file(checkout: Path, wheel: zipfile.Path) -> None:
    wanted = {
        f"{ROOT}/{path.relative_to(checkout).as_posix()}"
        for package in PACKAGES
        for path in (checkout / package).rglob("*")
        if path.suffix in {".py", *DATA.get(package, set())}
    }
    if (checkout / "page" / "dist" / "index.html").exists():  # built by `make page`
        wanted.add(f"{ROOT}/page/dist/index.html")
    assert {f"{ROOT}/{package}/__init__.py" for package in PACKAGES} <= wanted
    assert any(name.startswith(f"{ROOT}/configs/") and name.endswith(".yaml") for name in wanted)
    assert {*wanted, f"{ROOT}/__init__.py"} - names(wheel) == set()


def test_wheel_holds_nothing_else(wheel: zipfile.Path, project: dict[str, Any]) -> None:
    """Folders called sim or models in site-packages would collide with what users have."""
    information = f"community_dynamics-{project['version']}.dist-info"
    assert {name.partition("/")[0] for name in names(wheel)} == {ROOT, information}


def test_wheel_carries_command_and_licence(wheel: zipfile.Path, project: dict[str, Any]) -> None:
    information = wheel / f"community_dynamics-{project['version']}.dist-info"
    assert "community = community_dynamics.experiments.cli.main:main" in (information / "entry_points.txt").read_text("utf-8")
    assert "Apache License" in (information / "licenses" / "LICENSE").read_text("utf-8")


def test_the_version_is_the_same_everywhere(checkout: Path, project: dict[str, Any]) -> None:
    version = re.escape(project["version"])
    assert re.search(rf"^version: {version}$", (checkout / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert re.search(rf"^## {version}\b", (checkout / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_lock_names_no_host(checkout: Path) -> None:
    found = re.findall(r"^.*(?:://|index-url|find-links).*$", (checkout / "requirements.lock").read_text("utf-8"), re.M)
    assert found == []


def test_lock_covers_every_dependency(checkout: Path, project: dict[str, Any]) -> None:
    lock = (checkout / "requirements.lock").read_text("utf-8")
    locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    asked = [*project["dependencies"]]
    for extra in ("dev", "notebooks"):
        asked += project["optional-dependencies"][extra]
    missing = [line for line in asked if re.split(r"[^A-Za-z0-9._-]", line)[0].lower() not in locked]
    assert not missing, f"not in requirements.lock: {missing}; run `make lock`"
