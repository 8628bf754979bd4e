"""The tables of docs/facts.md."""

from benchmarks.figures import markdown
from experiments.facts.catalogue import FACTS
from experiments.facts.fates import FATES
from experiments.facts.known import HEADINGS, Finding, measure


def sources() -> str:
    """Where each fact was read, and what it is measured on."""
    rows = [(f"{fact.key} {fact.title}", fact.source, fact.measured) for fact in FACTS.values()]
    return markdown(("fact", "source", "measured on"), rows)


def table(found: list[Finding]) -> str:
    """What was found, as a Markdown table."""
    return markdown(HEADINGS, [one.row() for one in found])


def measured(runs: int = 200) -> str:
    """The facts and the fates of the scenarios, measured."""
    return table(measure([*FACTS.values(), FATES], runs))
