"""The layers hold: theory knows nothing above it, folders import downwards, no name stands twice, no file outgrows a reader."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = "community_dynamics"
PACKAGES = ("sim", "models", "experiments", "configs", "page")

# What each package may import of ours (itself included).
MAY_IMPORT = {
    "configs": {"configs"},
    "sim": {"sim"},
    "models": {"models", "sim"},
    "experiments": {"experiments", "models", "sim", "configs"},
    "page": {"page", "experiments", "sim", "configs"},
}
# The folders of experiments, lowest first: each imports only from itself and from those before it.
FOLDERS = (
    "base",
    "presentation",
    "scenarios",
    "designs",
    "plans",
    "execution",
    "analysis",
    "logs",
    "studies",
    "recommendation",
    "discovery",
    "diagnosis",
    "facts",
    "fit",
    "forecast",
    "report",
    "calibration",
    "speed",
    "cli",
)
# The theory runs without agents, configuration, analysis or pictures.
NOT_IN_SIM = {"mesa", "hydra", "omegaconf", "SALib", "matplotlib", "rich", "pyarrow"}
LONGEST_FILE = 350


def imports_of(source: str) -> set[str]:
    """Every module that a source text imports, at any depth; `from a import b` counts as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def folder_of(module: str) -> str | None:
    """The folder of experiments that a module (`experiments.cli.main`) lies in; None elsewhere."""
    words = module.split(".")
    return words[1] if len(words) > 1 and words[0] == "experiments" else None


def above(folder: str | None, imported: str | None) -> bool:
    """True where a folder of experiments imports one that stands above it."""
    return folder is not None and imported is not None and FOLDERS.index(imported) > FOLDERS.index(folder)


def breaches(module: str, source: str) -> list[str]:
    """What in this module's imports goes against the layers, in words."""
    package, folder = module.partition(".")[0], folder_of(module)
    found = []
    for imported in sorted(imports_of(source)):
        top, _, inner = imported.partition(".")
        if imported.startswith("."):
            found.append(f"{module} imports {imported}: write the absolute name")
        elif package == "sim" and top in NOT_IN_SIM:
            found.append(f"{module} imports {imported}: sim runs without {top}")
        elif top in PACKAGES or top in ("benchmarks", "tests"):
            found.append(f"{module} imports {imported}: write {ROOT}.{imported}, or leave it to the tests")
        elif top == ROOT and inner and inner.partition(".")[0] not in MAY_IMPORT[package]:
            found.append(f"{module} imports {imported}: {package} may not know {inner.partition('.')[0]}")
        elif top == ROOT and above(folder, folder_of(inner)):
            found.append(f"{module} imports {imported}: {folder} stands below {folder_of(inner)}")
    return found


def python_files(checkout: Path, folders: tuple[str, ...]) -> list[Path]:
    return sorted(path for folder in folders for path in (checkout / folder).rglob("*.py"))


def module_name(checkout: Path, path: Path) -> str:
    return ".".join(path.relative_to(checkout).with_suffix("").parts).removesuffix(".__init__")


def test_every_package_keeps_to_its_layer(checkout: Path) -> None:
    files = python_files(checkout, PACKAGES)
    assert {module_name(checkout, path) for path in files} >= set(PACKAGES)
    found = [line for path in files for line in breaches(module_name(checkout, path), path.read_text("utf-8"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sim.rules", "from community_dynamics import models"),
        ("sim.rules", "def late():\n    from community_dynamics.experiments.designs import named_points"),
        ("sim.kernel", "import mesa"),
        ("sim.kernel", "from .rules import safety_after_reply"),
        ("sim.kernel", "from sim.rules import safety_after_reply"),
        ("models.member", "from community_dynamics.configs import scenario"),
        ("experiments.base.result_folder", "from community_dynamics.experiments import cli"),
        ("experiments.studies.compare", "def late():\n    from community_dynamics.experiments.report import run_figures"),
        ("experiments.designs.named_points", "import benchmarks.kills"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    assert len(breaches(module, source)) >= 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sim.kernel", "import math\nimport numba\nfrom community_dynamics.sim.rules import visit_probability"),
        ("models.member", "import mesa\nfrom community_dynamics.sim import rules"),
        ("experiments.designs.named_points", "from community_dynamics.models.community import Community"),
        ("experiments.cli.main", "from community_dynamics.experiments.report import report_pages"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str) -> None:
    assert breaches(module, source) == []


def test_the_top_of_experiments_is_empty(checkout: Path) -> None:
    """A newcomer guesses the room by the folder's name, so nothing lies in the hall."""
    top = checkout / "experiments"
    assert [path.name for path in top.glob("*.py")] == ["__init__.py"]
    assert sorted(path.name for path in top.iterdir() if (path / "__init__.py").exists()) == sorted(FOLDERS)


def test_no_file_name_stands_twice(checkout: Path) -> None:
    """A name in an error or a search means one file; verbs are named as people type them, and may repeat a subject."""
    files = [path for path in python_files(checkout, ("experiments",)) if path.parent.name != "verbs"]
    times = Counter(path.name for path in files if path.name != "__init__.py")
    assert [name for name, n in times.items() if n > 1] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_imported_package_is_this_checkout(checkout: Path, tmp_path: Path, package: str) -> None:
    """Asked from elsewhere, beside folders that are called like ours, Python still finds ours and takes no name of theirs."""
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("raise ImportError('somebody else')")
    code = f"import {ROOT}.{package} as found, sys; print(found.__file__); print('{package}' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    file, taken = answer.stdout.split()
    assert Path(file).resolve() == checkout / package / "__init__.py"
    assert taken == "False"


def test_no_file_outgrows_a_reader(checkout: Path) -> None:
    folders = (*PACKAGES, "src", "benchmarks", "tests", "examples", "notebooks")
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in python_files(checkout, folders)}
    assert lengths
    too_long = [f"{path.relative_to(checkout)}: {n} lines" for path, n in lengths.items() if n > LONGEST_FILE]
    assert not too_long, f"over {LONGEST_FILE} lines; split by subject:\n" + "\n".join(too_long)
