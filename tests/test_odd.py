"""The description of the model is up to date and whole: its tables, every die and every rule."""

import re
from types import FunctionType

import pytest

from community_dynamics.models import odd
from community_dynamics.sim import decisions
from community_dynamics.sim.engine import RULES

ELEMENTS = (
    "1. Purpose and patterns",
    "2. Entities, state variables and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialisation",
    "6. Input data",
    "7. Submodels",
)
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
DECISIONS = [name for name in vars(decisions) if name.isupper()]
RULE_NAMES = [
    name
    for module in RULES
    for name, rule in vars(module).items()
    if isinstance(rule, FunctionType) and rule.__module__ == module.__name__
]


@pytest.fixture(scope="module")
def page() -> str:
    return odd.PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def prose(page: str) -> str:
    """The page without its tables."""
    return odd.MARKED.sub("", page)


def test_the_tables_are_up_to_date(page: str) -> None:
    assert odd.filled(page) == page, "run `python -m models.odd`"


def test_every_table_has_its_place(page: str) -> None:
    assert sorted(match[2] for match in odd.MARKED.finditer(page)) == sorted(odd.tables())


def test_the_seven_elements_are_there(page: str) -> None:
    assert tuple(re.findall(r"^## (.*)$", page, re.MULTILINE)) == ELEMENTS


def test_every_design_concept_is_dealt_with(page: str) -> None:
    concepts = page[page.index("## 4. Design concepts") : page.index("## 5. Initialisation")]
    assert tuple(re.findall(r"^\*\*([^*]+)\.\*\*", concepts, re.MULTILINE))[: len(CONCEPTS)] == CONCEPTS


@pytest.mark.parametrize("name", DECISIONS)
def test_the_prose_says_when_each_die_is_thrown(prose: str, name: str) -> None:
    assert re.search(rf"\b{name}\b", prose)


@pytest.mark.parametrize("name", RULE_NAMES)
def test_the_prose_says_when_each_rule_applies(prose: str, name: str) -> None:
    assert f"`{name}`" in prose


def test_cells_do_not_break_a_table() -> None:
    assert odd.table(("a", "b"), [(0.5, "x|y")]) == "| a | b |\n| --- | --- |\n| 0.5 | x/y |\n"
