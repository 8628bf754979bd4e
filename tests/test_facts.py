"""What is known about communities, found again: the facts and the fates of scenarios."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from benchmarks.evidence import DOCUMENTS, TABLES, filled, main
from benchmarks.facts import EVERYTHING, RUNS, contradicted, sources, table, verdicts
from community_dynamics.experiments.facts.catalogue import FACTS, FURTHER
from community_dynamics.experiments.facts.estimates import estimate
from community_dynamics.experiments.facts.fates import FATES
from community_dynamics.experiments.facts.known import Finding, Known, Part, measure, shares_and_means
from community_dynamics.experiments.facts.shared_runs import Batch

FEW = 8
EAGER = {"theory.visit_base": 1.0, "theory.show_base": 5.0, "theory.stop_constant": 0.0, "theory.stop_floor": 0.0}
MUTE = {"theory.ask_base": 0.0, "theory.show_base": 0.0, "theory.answer_base": 0.0, "levers.cadence_days": 0.0}
LARGE = 1e6  # seats times days of what is an experiment by itself
KINDS = {
    "facts": (tuple(fact for fact in FACTS.values() if fact not in FURTHER), FEW),
    "further": (FURTHER, 6),
    "fates": ((FATES,), FEW),
}


def page() -> str:
    """The record of what holds: everything over 200 runs."""
    return (DOCUMENTS / "facts.md").read_text("utf-8")


def misfits() -> set[tuple[str, str]]:
    """Judged numbers that the page calls outside their range."""
    return {number for number, verdict in verdicts(page()).items() if verdict in ("misfit", "no run counts")}


def sampled(fact: Known) -> Known:
    """The fact on few runs, even where it asks for many: large experiments are done no oftener than anything else."""

    def batches(runs: int) -> tuple[Batch, ...]:
        asked = fact.batches(runs)
        return tuple(replace(one, runs=min(one.runs, runs)) if one.work > LARGE * one.runs else one for one in asked)

    return replace(fact, batches=batches)


def held(found: list[Finding]) -> list[Finding]:
    """Those that are judged and hold by the page."""
    said = verdicts(page())
    return [one for one in found if not one.part.soft and said.get((one.key, one.part.what)) == "holds"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_that_holds_is_contradicted_by_a_sample(kind: str) -> None:
    """Those of one kind measured together, as most of them share runs."""
    facts, runs = KINDS[kind]
    found = held(measure([sampled(fact) for fact in facts], runs))
    wrong = [one for one in found if contradicted(one)]
    assert not wrong, "\n".join(f"{one.key} {one.part.what}: {one.value} is far from {one.part.accepted}" for one in wrong)


@pytest.mark.parametrize(
    ("fact", "values"),
    [("C2", EAGER), ("C3", EAGER), ("C8", EAGER), ("C10", {"theory.habit_keep": 0.5}), ("fates", MUTE)],
)
def test_a_sample_contradicts_what_an_absurd_theory_gives(fact: str, values: dict[str, float]) -> None:
    found = measure([sampled(one) for one in EVERYTHING if one.key == fact], FEW, values=values)
    assert any(contradicted(one) for one in found if not one.part.soft)


def test_a_sample_speaks_against_a_range_only_from_far_outside() -> None:
    def speaks(values: list[float], low: float, high: float) -> bool:
        return contradicted(Finding("C0", Part("x", low, high), estimate(values), len(values)))

    values = [0.9, 1.0, 1.1] * 10  # a standard error of .015, of which 4.5 may be luck
    assert not speaks(values, 0.5, 1.5) and not speaks(values, 1.06, 2.0) and not speaks(values, 0.0, 0.94)
    assert speaks(values, 1.08, 2.0) and speaks(values, 0.0, 0.92)
    assert not speaks(values[:6], 1.08, 2.0)
    assert speaks([1.0, 1.0], 1.01, 2.0) and not speaks([1.0], 5.0, 6.0) and not speaks([], 0.0, inf)
    share = Finding("C0", Part("x", 0.8, 1.0), shares_and_means(np.zeros(FEW)), FEW)
    assert contradicted(share) and not contradicted(replace(share, value=shares_and_means(np.array([0.0, 1.0]))))


@pytest.mark.evidence
def test_what_holds_and_what_does_not_is_what_the_page_says() -> None:
    """Over many runs: nothing new is missed, and nothing that is found again is still called a misfit."""
    assert verdicts(table(measure(EVERYTHING, RUNS))) == verdicts(page())


def test_a_misfit_is_a_number_that_is_judged() -> None:
    assert misfits() <= {(fact.key, part.what) for fact in EVERYTHING for part in fact.parts if not part.soft}


def test_the_page_of_facts_shows_every_number_and_says_where_each_was_read() -> None:
    assert list(verdicts(page())) == [(fact.key, part.what) for fact in EVERYTHING for part in fact.parts]
    assert sources().strip() in page()


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
    known = "verification, ablations, directions, seven_cs, coverage, regularities, fits, mutation, plans, diagnosis, page, facts"
    with pytest.raises(ValueError, match=f"unknown page 'fact'; the pages are {known}"):
        main(["fact"])
