"""The table of docs/facts.md: `python -m benchmarks.facts [seeds] [C3 C6 ...]`."""

import sys
import time

from benchmarks.figures import markdown
from experiments.facts.known import Fact, facts


def table(found: list[Fact]) -> str:
    """Facts as a Markdown table."""
    return markdown(("fact", "what", "mean [95 %]", "accepted", "runs", "verdict"), [fact.row() for fact in found])


if __name__ == "__main__":
    started = time.perf_counter()
    seeds = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    chosen = [word for word in sys.argv[1:] if not word.isdecimal()]
    print(table(facts(seeds[0] if seeds else 40, chosen)), f"{time.perf_counter() - started:.0f} s", sep="\n")
