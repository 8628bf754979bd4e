"""The versions that the project is said to work with, tried: `python -m benchmarks.matrix [NAME ...]` writes docs/support.md.

For each row a wheel is built and installed in an empty environment of its own, with the versions of that row; then the tests that
meet these libraries are run there. An interpreter that this machine lacks is left out, and said.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.copies import ROOT, copy_to
from benchmarks.evidence import filled

PAGE = ROOT / "docs" / "support.md"
FOUND = ROOT / ".matrix"
TESTS = (
    "tests/test_engines_agree.py", "tests/test_models.py", "tests/test_baseline.py", "tests/test_execution_subjects.py",
    "tests/test_studies.py", "tests/test_cli_results.py", "tests/test_logs_reading.py", "tests/test_logs_statistics.py",
    "tests/test_public.py", "tests/test_undefined.py",
)  # fmt: skip
NEEDED = ("pytest", "hypothesis", "pytest-timeout", "nbformat", "nbclient")
LONGEST = 1800  # seconds that one row may take
SHOWN = ("mesa", "pandas", "numpy", "numba")


@dataclass(frozen=True)
class Row:
    """One set of versions: a Python, and what pip is asked for beside the wheel."""

    python: str
    asked: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the row is called: '3.12, mesa==3.5.1'."""
        return ", ".join((self.python, *self.asked))


ROWS = {
    "oldest": Row("3.11", ("mesa==3.3.1", "pandas<3")),
    "usual": Row("3.11", ("mesa<4", "pandas>=3")),
    "middle": Row("3.12", ("mesa<4", "pandas<3")),
    "newest": Row("3.13", ("mesa<4", "pandas>=3")),
    "ahead": Row("3.13", ("mesa==4.0.0a0", "pandas>=3")),
}


def interpreter(version: str) -> str | None:
    """A Python of this version on this machine, or None."""
    places = [
        shutil.which(f"python{version}"),
        sys.executable,
        *map(str, Path.home().glob(f".pyenv/versions/{version}*/bin/python")),
    ]
    for place in filter(None, places):
        told = subprocess.run([place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True)
        if told.returncode == 0 and told.stdout.strip() == version:
            return place
    return None


def tried(row: Row) -> dict[str, object]:
    """One row: installed, tested; the versions that it got, and what failed."""
    python = interpreter(row.python)
    if python is None:
        return {"asked": row.name, "result": f"left out: this machine has no Python {row.python}"}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        copy_to(place / "copy")
        environment = place / "environment"
        run([sys.executable, "-m", "virtualenv", "-q", "-p", python, str(environment)], place)
        own = str(environment / "bin" / "python")
        run([own, "-m", "pip", "install", "-q", str(place / "copy"), *row.asked, *NEEDED], place)
        versions = run([own, "-m", "pip", "list", "--format", "json"], place).stdout
        tests = place / "tests"
        tests.mkdir()
        for name in ("tests", "benchmarks", "configs", "pyproject.toml"):
            os.symlink(place / "copy" / name, tests / name)
        done = run(
            [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "-W", "ignore::DeprecationWarning", *TESTS],
            tests,
            check=False,
        )
    got = {one["name"].lower(): one["version"] for one in json.loads(versions)}
    lines = done.stdout.strip().splitlines()
    failed = sorted(line.split(" - ")[0].removeprefix("FAILED ") for line in lines if line.startswith(("FAILED", "ERROR")))
    told = lines[-1].strip("= ") if lines else "nothing was run"
    return {"asked": row.name, "versions": {name: got.get(name, "-") for name in SHOWN}, "result": told, "failed": failed}


def run(words: list[str], place: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """A command in a folder; its output is shown where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(words, cwd=place, capture_output=True, text=True, timeout=LONGEST, env=environment)
    if check and done.returncode != 0:
        raise RuntimeError(f"{words[0]} {words[1]} {words[2]} failed: {done.stderr.strip()[-1500:]}")
    return done


def table(found: dict[str, dict]) -> str:
    """A row for each set of versions."""
    lines = ["| asked for | mesa | pandas | numpy | numba | tests |", "|---|---|---|---|---|---|"]
    for one in found.values():
        versions = one.get("versions", {})
        cells = [str(versions.get(name, "-")) for name in SHOWN]
        failed = "".join(f"<br>{name}" for name in one.get("failed", [])[:10])
        lines.append(f"| {one['asked']} | {' | '.join(cells)} | {one['result']}{failed} |")
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Try the rows named, or all, and write the page; 1 where one failed, else 0."""
    FOUND.mkdir(exist_ok=True)
    for name in names or ROWS:
        try:
            result = tried(ROWS[name])
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            result = {"asked": ROWS[name].name, "result": f"could not be installed or run: {str(error)[-400:]}"}
        (FOUND / f"{name}.json").write_text(json.dumps(result))
        print(name, result, flush=True)
    found = {name: json.loads(path.read_text()) for name in ROWS if (path := FOUND / f"{name}.json").exists()}
    PAGE.write_text(filled(PAGE.read_text("utf-8"), "matrix", f"On {platform.system()}.\n\n{table(found)}"), "utf-8")
    return int(any("failed" in str(one["result"]) for one in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
