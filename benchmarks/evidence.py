"""Everything long: `python -m benchmarks.evidence [page ...]` measures anew and writes the tables of the documentation."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    ablations,
    coverage,
    diagnosis,
    directions,
    facts,
    mutants,
    page_identity,
    plans,
    recovery,
    regularity_tables,
    seven_cs,
    verification,
)
from benchmarks.observed import FOLDER

FROM_LOGS = ("regularities",)
DOCUMENTS = Path(__file__).resolve().parents[1] / "docs"
TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "verification": {"checks": verification.table, "habit": verification.cases},
    "ablations": {"ablations": ablations.table},
    "directions": {"directions": lambda: directions.directions_table(600), "curves": lambda: directions.curves_table(400)},
    "seven_cs": {"shares": seven_cs.shares, "standing": seven_cs.standing, "others": seven_cs.others},
    "coverage": {"coverage": coverage.table},
    "regularities": {
        "losses": regularity_tables.losses,
        "communities": regularity_tables.communities,
        "simpler": regularity_tables.simpler_table,
        "plainly": regularity_tables.plainly,
        "statistics": regularity_tables.statistics_table,
    },
    "fits": {"recovery": recovery.measured},
    "mutation": {"mutants": mutants.table},
    "plans": {"plans": plans.table},
    "diagnosis": {"diagnosis": diagnosis.table},
    "page": {"identity": page_identity.identity, "pace": page_identity.pace},
    "facts": {"sources": facts.sources, "facts": facts.measured},
}


def filled(text: str, name: str, table: str) -> str:
    """The page with what stands between the marks of `name` replaced."""
    begin, end = f"<!-- table: {name} -->", f"<!-- end: {name} -->"
    if begin not in text or end not in text:
        raise ValueError(f"the page has no place for the table {name}; write {begin} and {end} where it belongs")
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n\n{table.strip()}\n\n{end}{rest.partition(end)[2]}"


def write(page: str) -> bool:
    """Measure one page's tables anew; True where nothing in them failed."""
    path = DOCUMENTS / f"{page}.md"
    failures = 0
    for name, measure in TABLES[page].items():
        started = time.perf_counter()
        table = measure()
        failed = [line for line in table.splitlines() if "FAILS" in line or "DOES NOT" in line]
        failures += len(failed)
        path.write_text(filled(path.read_text("utf-8"), name, table), "utf-8")
        print(f"{page}, {name}: {time.perf_counter() - started:.0f} s", *failed, sep="\n", flush=True)
    return failures == 0


def main(pages: list[str]) -> int:
    """Write the pages named, or all; 1 where something failed, else 0."""
    unknown = set(pages) - set(TABLES)
    if unknown:
        raise ValueError(f"unknown page {sorted(unknown)[0]!r}; the pages are {', '.join(TABLES)}")
    left_out: list[str] = []
    if not pages and FOLDER not in os.environ:
        left_out.extend(FROM_LOGS)
        print(f"left out, as {FOLDER} names no folder with logs of real communities: {', '.join(FROM_LOGS)}", flush=True)
    if not pages and not page_identity.ready():
        left_out.append("page")
        print("left out, as the page is not built: page; make page builds it", flush=True)
    held = [write(page) for page in pages or TABLES if page not in left_out]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
