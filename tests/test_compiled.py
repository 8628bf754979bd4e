"""Compiled twins: the same answers, kept on disk, and never older than the source."""

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import numba
import numpy as np
import pytest

from community_dynamics.sim import arithmetic, compiled, dice
from community_dynamics.sim.compiled import MARKER, compile_modules, prepare_cache, source_hash, sources_of

needs_compiler = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="the compiler is switched off")

RULE = '"""A rule."""\n\n\ndef called(x: float) -> float:\n    """Says what it does."""\n    return x + {}\n'
CALLER = """from tiny.rule import called


def caller(x: float) -> float:
    return 10.0 * called(x)
"""
PROGRAM = """
import json
from tiny import caller, rule
from community_dynamics.sim.compiled import compile_modules
c = compile_modules(rule, caller)
answer = c.caller(1.0)
stats = c.caller.stats
print(json.dumps([answer, sum(stats.cache_hits.values()), sum(stats.cache_misses.values())]))
"""


def run(folder: Path, checkout: Path, **environment: str) -> list[float]:
    """Answer, cache hits and cache misses of a new process that compiles the tiny package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA_", "COMMUNITY_"))}
    settings = {"PYTHONPATH": f"{folder}{os.pathsep}{checkout}", "COMMUNITY_CACHE": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**kept, **settings, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with a package of two modules, one calling the other, and a table that neither imports."""
    package = tmp_path / "tiny"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rule.py").write_text(RULE.format("1.0"))
    (package / "caller.py").write_text(CALLER)
    (package / "table.py").write_text("DEFAULT = 1\n")
    return tmp_path


@needs_compiler
def test_a_second_process_compiles_nothing(tiny: Path, checkout: Path) -> None:
    assert run(tiny, checkout) == [20.0, 0, 1]
    assert run(tiny, checkout) == [20.0, 1, 0]


@needs_compiler
def test_an_edit_of_a_called_rule_is_seen(tiny: Path, checkout: Path) -> None:
    assert run(tiny, checkout)[0] == 20.0
    (tiny / "tiny" / "rule.py").write_text(RULE.format("2.0"))
    assert run(tiny, checkout) == [30.0, 0, 1]


@needs_compiler
def test_an_edit_of_a_table_compiles_nothing(tiny: Path, checkout: Path) -> None:
    run(tiny, checkout)
    (tiny / "tiny" / "table.py").write_text("DEFAULT = 2\n")
    assert run(tiny, checkout) == [20.0, 1, 0]


@needs_compiler
def test_numbas_own_folder_is_respected(tiny: Path, checkout: Path) -> None:
    run(tiny, checkout, NUMBA_CACHE_DIR=str(tiny / "numbas"))
    assert [path.parent.parent for path in (tiny / "numbas").rglob(MARKER)] == [tiny / "numbas"]
    assert not (tiny / "cache").exists()


@needs_compiler
def test_a_folder_that_cannot_be_written_is_passed_over(tiny: Path, checkout: Path) -> None:
    (tiny / "file").write_text("not a folder")
    temporary = tiny / "temporary"
    temporary.mkdir()
    for expected in ([20.0, 0, 1], [20.0, 1, 0]):
        assert run(tiny, checkout, COMMUNITY_CACHE=str(tiny / "file"), TMPDIR=str(temporary)) == expected
    assert len(list(temporary.rglob(MARKER))) == 1


def module(name: str, **names: object) -> types.ModuleType:
    """A module of these globals; source texts become functions that it defines."""
    made = types.ModuleType(name)
    for key, value in names.items():
        if isinstance(value, str):
            exec(value, made.__dict__)
        else:
            setattr(made, key, value)
    return made


def test_a_name_defined_twice_is_refused() -> None:
    one, two = (module(name, f="def f(x): return x") for name in ("one", "two"))
    with pytest.raises(ValueError, match=r"^f is defined in one and in two; rename one: compiled rules share one namespace$"):
        compile_modules(one, two)


@pytest.mark.parametrize("other", [2, 1.0])
def test_a_constant_with_two_values_is_refused(other: float) -> None:
    one, two = module("one", SIZE=1), module("two", SIZE=other)
    with pytest.raises(ValueError, match=r"^SIZE means one thing in one and another in two; rename one: "):
        compile_modules(one, two)


def test_sources_follow_imports_within_the_package() -> None:
    assert set(sources_of((dice,))) == {"community_dynamics.sim.arithmetic", "community_dynamics.sim.dice"}
    assert source_hash((dice,)) == source_hash((dice, arithmetic))
    assert source_hash((arithmetic,)) != source_hash((dice,))


def test_only_our_oldest_folders_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    foreign = tmp_path / "letters"
    foreign.mkdir()
    for age in range(8):
        os.utime(prepare_cache(f"hash{age}") / MARKER, (age, age))
    prepare_cache("newest")
    assert {path.name for path in tmp_path.iterdir()} == {
        "letters",
        "newest",
        "hash4",
        "hash5",
        "hash6",
        "hash7",
    }


def test_the_compiler_keeps_its_own_cache_folder() -> None:
    before = numba.config.CACHE_DIR
    compile_modules(arithmetic, dice)
    assert before == numba.config.CACHE_DIR


@needs_compiler
def test_a_twin_says_whose_it_is() -> None:
    made = compile_modules(arithmetic, dice)
    assert made.normal.__doc__ == dice.normal.__doc__
    assert (made.normal.__module__, made.normal.__qualname__) == ("community_dynamics.sim.dice", "normal")
    assert made.u64 is np.uint64
    assert made.GOLDEN == dice.GOLDEN


def test_without_the_compiler_twins_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.configuration, "DISABLE_JIT", 1)
    made = compile_modules(arithmetic, dice)
    key = np.uint64(2**64 - 1)
    assert made.indexed(key, 3) == dice.indexed(2**64 - 1, 3)
