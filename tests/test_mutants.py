"""The driver that makes one thing wrong at a time: what it falsifies, what it leaves alone, and that it tells who noticed."""

from pathlib import Path

import pytest

from benchmarks import mutants
from benchmarks.mutations import falsified, mutations

TEXT = '''"""A module about 3 things."""

from math import sqrt

LIMIT: int = 7


def rule(a: float, b: float) -> float:
    """At most 3 of it."""
    if a <= b and b:
        raise ValueError(f"{a + 1} is too much")
    return min(0.5, sqrt(a) - b) * pow(a, b)
'''


def whats(text: str) -> set[str]:
    """What is made wrong."""
    return {one.what for one in mutations(text)}


def test_every_kind_of_mistake_is_made_once() -> None:
    assert whats(TEXT) == {
        "`7` made `8`",
        "`a <= b` made `a < b`",
        "`a <= b` made `a > b`",
        "`a <= b and b` made `a <= b or b`",
        "`min(0.5, sqrt(a) - b)` made `max(0.5, sqrt(a) - b)`",
        "`0.5` made `0.25`",
        "`sqrt(a) - b` made `sqrt(a) + b`",
        "`sqrt(a) - b` made `sqrt(a)`",
        "`pow(a, b)` made `pow(b, a)`",
        "`min(0.5, sqrt(a) - b) * pow(a, b)` made `min(0.5, sqrt(a) - b) / pow(a, b)`",
        "`min(0.5, sqrt(a) - b) * pow(a, b)` made `min(0.5, sqrt(a) - b)`",
        "`min(0.5, sqrt(a) - b) * pow(a, b)` made `pow(a, b)`",
    }


def test_each_text_differs_from_the_module_in_that_one_place() -> None:
    text = "def f(x):\n    return x + 1.0\n\n\nLAST = 2\n"
    assert [(one.line, one.function, falsified(text, one.number)) for one in mutations(text)] == [
        (2, "f", "def f(x):\n    return x - 1.0\nLAST = 2"),
        (2, "f", "def f(x):\n    return x\nLAST = 2"),
        (2, "f", "def f(x):\n    return 1.0\nLAST = 2"),
        (2, "f", "def f(x):\n    return x + 0.5\nLAST = 2"),
        (5, "", "def f(x):\n    return x + 1.0\nLAST = 3"),
    ]


def test_a_sample_is_the_same_every_time_and_of_the_size_that_was_asked_for() -> None:
    everything = mutants.mutants_of(mutants.UNITS["measures"])
    chosen = mutants.sampled(everything, 12, "measures")
    assert chosen == mutants.sampled(everything, 12, "measures") and len(set(chosen)) == 12
    assert (
        chosen != mutants.sampled(everything, 12, "rules") and mutants.sampled(everything[:5], 12, "measures") == everything[:5]
    )


@pytest.mark.parametrize("name", list(mutants.UNITS))
def test_every_unit_has_modules_and_tests_of_its_own(name: str, checkout: Path) -> None:
    unit = mutants.UNITS[name]
    assert all(list(checkout.glob(pattern)) for pattern in unit.tests)
    assert len(mutants.mutants_of(unit)) > 100


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one unit, of which one part is tested."""
    root = tmp_path / "project"
    (root / "tests").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["evidence", "compiled"]\n', "utf-8")
    (root / "area.py").write_text("def area(a, b):\n    return a * b\n\n\ndef untested(a):\n    return not a\n", "utf-8")
    (root / "tests" / "test_area.py").write_text(
        "from area import area\n\n\ndef test_area():\n    assert area(3, 4) == 12\n", "utf-8"
    )
    monkeypatch.setitem(mutants.UNITS, "area", mutants.Unit("area.py", ("tests/test_area.py",)))
    return root


def test_who_is_noticed_and_who_is_not(tree: Path) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    score = mutants.scored("area", 100, tree)
    assert (score.tried, score.of, score.killed) == (4, 4, 3)
    assert [str(one) for one in score.survivors] == ["area.py:6, `not a` made `a`"]
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before  # only the copy was touched


def test_tests_that_fail_without_any_mutant_say_nothing(tree: Path) -> None:
    (tree / "area.py").write_text("def area(a, b):\n    return a + b\n", "utf-8")
    with pytest.raises(RuntimeError, match=r"tests/test_area\.py fail without any mutant; mend them first"):
        mutants.scored("area", 1, tree)


def test_tests_that_do_not_read_the_module_say_nothing(tree: Path) -> None:
    (tree / "tests" / "test_area.py").write_text("def test_nothing():\n    pass\n", "utf-8")
    with pytest.raises(RuntimeError, match=r"do not read area\.py from the copy"):
        mutants.scored("area", 1, tree)
