"""The layers hold: theory knows nothing above it, agents know only theory, no file outgrows a reader."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("sim", "models", "experiments", "configs")
OURS = {*PACKAGES, "app", "benchmarks", "tests"}

# What each package may import of ours (itself included).
MAY_IMPORT = {
    "configs": {"configs"},
    "sim": {"sim"},
    "models": {"models", "sim"},
    "experiments": {"experiments", "models", "sim", "configs"},
}
# The rim talks to people, so it may import anything; nothing inside may import the rim.
RIM = ("experiments.cli", "experiments.report")
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


def is_rim(module: str) -> bool:
    """True for the command, the report, and modules named after them (experiments.cli_run)."""
    return module.startswith(RIM)


def breaches(module: str, source: str) -> list[str]:
    """What in this module's imports goes against the layers, in words."""
    package = module.partition(".")[0]
    found = []
    for imported in sorted(imports_of(source)):
        top = imported.partition(".")[0]
        if imported.startswith("."):
            found.append(f"{module} imports {imported}: write the absolute name")
        elif package == "sim" and top in NOT_IN_SIM:
            found.append(f"{module} imports {imported}: sim runs without {top}")
        elif is_rim(module):
            continue
        elif top in OURS and top not in MAY_IMPORT[package]:
            found.append(f"{module} imports {imported}: {package} may not know {top}")
        elif is_rim(imported):
            found.append(f"{module} imports {imported}: nothing inside may know the rim")
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
        ("sim.rules", "import models"),
        ("sim.rules", "def late():\n    from experiments import design"),
        ("sim.kernel", "import mesa"),
        ("sim.kernel", "from .rules import safety_after_reply"),
        ("models.member", "from configs import scenario"),
        ("experiments.store", "from experiments import cli"),
        ("experiments.design", "import benchmarks.speed"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    assert len(breaches(module, source)) >= 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sim.kernel", "import math\nimport numba\nfrom sim.rules import visit_probability"),
        ("models.member", "import mesa\nfrom sim import rules"),
        ("experiments.design", "import configs\nfrom models.community import Community"),
        ("experiments.cli", "from app import server\nfrom experiments import report"),
    ],
)
def test_what_is_allowed_passes(module: str, source: str) -> None:
    assert breaches(module, source) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_imported_package_is_this_checkout(checkout: Path, tmp_path: Path, package: str) -> None:
    """`sim` and `models` are common names: asked from elsewhere, Python must still find ours."""
    command = [sys.executable, "-I", "-c", f"import {package}; print({package}.__file__)"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert Path(answer.stdout.strip()).resolve() == checkout / package / "__init__.py"


def test_no_file_outgrows_a_reader(checkout: Path) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in python_files(checkout, tuple(OURS))}
    assert lengths
    too_long = [f"{path.relative_to(checkout)}: {n} lines" for path, n in lengths.items() if n > LONGEST_FILE]
    assert not too_long, f"over {LONGEST_FILE} lines; split by subject:\n" + "\n".join(too_long)
