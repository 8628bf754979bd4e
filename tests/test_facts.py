"""What is known about communities, found again: the facts and the fates of scenarios."""

from collections.abc import Sequence

import pytest

from benchmarks.evidence import DOCUMENTS, TABLES, filled, main
from benchmarks.facts import sources
from experiments.facts.catalogue import FACTS, FURTHER
from experiments.facts.fates import FATES
from experiments.facts.known import Finding, measure

RUNS, FEW = 30, 10
RUNS_OF_FATES = 200  # a share of runs that hold needs many of them
# Numbers that are known to lie outside their range. Whatever is judged and not named here must lie inside.
MISFITS: dict[str, tuple[str, ...]] = {}
EVERYTHING = (*FACTS.values(), FATES)
KINDS = {
    "facts": (tuple(fact for fact in FACTS.values() if fact not in FURTHER), RUNS),
    "further": (FURTHER, FEW),
    "fates": ((FATES,), RUNS_OF_FATES),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_judged_holds(kind: str) -> None:
    """All facts and fates but the known misfits; those of one kind measured together, as most of them share runs."""
    judged = [one for one in measure(*KINDS[kind]) if not one.part.soft]
    wrong = [one for one in judged if not one.holds and one.part.what not in MISFITS.get(one.key, ())]
    assert not wrong, "\n".join(f"{one.key} {one.part.what}: {one.value} is outside {one.part.accepted}" for one in wrong)


def misfits(findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """Judged numbers outside their range, by fact."""
    missed = [one for one in findings if not one.holds and not one.part.soft]
    return {key: tuple(one.part.what for one in missed if one.key == key) for key in dict.fromkeys(one.key for one in missed)}


@pytest.mark.evidence
def test_misfits_are_those_that_are_known() -> None:
    """Over many runs: nothing new is missed, and nothing that is found again is still called a misfit."""
    assert misfits(measure(EVERYTHING, 200)) == MISFITS


def test_a_misfit_is_a_number_of_its_fact() -> None:
    for key, whats in MISFITS.items():
        assert set(whats) <= {part.what for part in FACTS[key].parts if not part.soft}


def test_the_page_of_facts_shows_every_number_and_calls_the_misfits_by_name() -> None:
    text = (DOCUMENTS / "facts.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.count("|") == 8][2:]
    assert [(row[0], row[1]) for row in rows] == [(fact.key, part.what) for fact in EVERYTHING for part in fact.parts]
    shown = {(row[0], row[1]) for row in rows if row[-1] in ("misfit", "no run counts")}
    assert shown == {(key, what) for key, whats in MISFITS.items() for what in whats}
    assert sources().strip() in text


def test_a_page_is_filled_between_its_marks_alone() -> None:
    page = "before\n<!-- table: x -->\n\nold\n\n<!-- end: x -->\nafter\n"
    once = filled(page, "x", "| new |\n")
    assert once == "before\n<!-- table: x -->\n\n| new |\n\n<!-- end: x -->\nafter\n"
    assert filled(once, "x", "| new |\n") == once
    with pytest.raises(ValueError, match="no place for the table y"):
        filled(page, "y", "| new |")


@pytest.mark.parametrize("page", list(TABLES))
def test_every_page_has_its_tables_and_none_says_that_something_failed(page: str) -> None:
    text = (DOCUMENTS / f"{page}.md").read_text("utf-8")
    for name in TABLES[page]:
        table = text.partition(f"<!-- table: {name} -->")[2].partition(f"<!-- end: {name} -->")[0]
        assert table.count("\n|") > 3 or table.count("\n- ") >= 3
        assert "FAILS" not in table and "DOES NOT" not in table


def test_unknown_pages_are_refused() -> None:
    known = "verification, ablations, directions, seven_cs, coverage, regularities, fits, facts"
    with pytest.raises(ValueError, match=f"unknown page 'fact'; the pages are {known}"):
        main(["fact"])
