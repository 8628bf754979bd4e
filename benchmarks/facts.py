"""The tables of docs/facts.md, and what they say of each number."""

from math import isclose

from scipy.stats import t as student_t

from benchmarks.figures import markdown
from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.experiments.facts.catalogue import FACTS
from community_dynamics.experiments.facts.estimates import Estimate
from community_dynamics.experiments.facts.fates import FATES
from community_dynamics.experiments.facts.known import HEADINGS, Finding, measure

EVERYTHING = (*FACTS.values(), FATES)
RUNS = 200
# A few runs speak against a range if their mean would come about with such a chance at its nearer end. The spread of a few runs
# is itself a matter of luck, so the multiple of the standard error is Student's: 11 for six runs, 8 for eight, 5 for twenty.
CHANCE = 1e-4


def sources() -> str:
    """Where each fact was read, and what it is measured on."""
    rows = [(f"{fact.key} {fact.title}", fact.source, fact.measured) for fact in FACTS.values()]
    return markdown(("fact", "source", "measured on"), rows)


def table(found: list[Finding]) -> str:
    """What was found, as a Markdown table."""
    return markdown(HEADINGS, [one.row() for one in found])


def measured(runs: int = RUNS) -> str:
    """The facts and the fates of the scenarios, measured."""
    return table(measure(EVERYTHING, runs))


def verdicts(page: str) -> dict[tuple[str, str], str]:
    """The verdict that a page with such a table gives on each number, by fact and what it is."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    return {(row[0], row[1]): row[-1] for row in rows if len(row) == len(HEADINGS) and tuple(row) != HEADINGS}


def reach(value: Estimate) -> tuple[float, float]:
    """How far the truth may lie from a mean of two runs or more; by Wilson where its 95 % interval is Wilson's."""
    yes = value.mean * value.count
    if 0.0 <= yes <= value.count and isclose(float(wilson(yes, value.count).high), value.high):
        found = wilson(yes, value.count, 1.0 - CHANCE)
        return float(found.low), float(found.high)
    wider = float(student_t.ppf(1.0 - CHANCE / 2.0, value.count - 1)) / 1.96
    return value.mean - wider * (value.mean - value.low), value.mean + wider * (value.high - value.mean)


def contradicted(found: Finding) -> bool:
    """Whether a sample speaks against the accepted range; a single run that counts, or none, speaks against nothing."""
    if found.value.count < 2:
        return False
    low, high = reach(found.value)
    return high < found.part.low or low > found.part.high
