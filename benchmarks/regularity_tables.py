"""Tables of docs/regularities.md."""

import numpy as np

from benchmarks.figures import markdown
from benchmarks.observed import COMMUNITIES
from benchmarks.regular import REGULARITIES, Regularity, of_community
from benchmarks.regularities import (
    BUYING,
    EQUAL,
    EVERYTHING,
    MECHANISMS,
    Found,
    Observed,
    is_met,
    met,
    models,
    observed,
    standing,
    verdict,
)
from benchmarks.simpler import fitted, histories
from community_dynamics.experiments.facts.estimates import estimate
from community_dynamics.experiments.logs.statistics import STATISTICS

ALSO = (EVERYTHING, BUYING, EQUAL)


def spread(value: float, low: float, high: float) -> str:
    """A number with its interval."""
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"


def mean_of(values: np.ndarray) -> str:
    """Mean over runs."""
    known = values[np.isfinite(values)]
    return f"{known.mean():.2f}" if known.size else "–"


def cell(one: Regularity, seen: Observed, case: str, cases: dict[str, Found]) -> str:
    """Mean over runs, and what became of the regularity."""
    own = cases[case].regular[one.name]
    if case == EVERYTHING:
        found = estimate(own)
        return f"{spread(found.mean, found.low, found.high)} {standing(one, seen.regular[one.name], own)}".strip()
    word = verdict(one, seen.regular[one.name], cases[EVERYTHING].regular[one.name], own)
    return f"{mean_of(own)} {f'**{word}**' if word == 'lost' else word}".strip()


def community_table(name: str) -> str:
    """One community: a row a model, a column a regularity, and how many of the seventeen statistics are met."""
    seen, cases = observed(name), models(name)
    shown = of_community(name)
    heads = ["", *(f"{one.key}: {one.name.partition(': ')[2]}" for one in shown), "statistics met"]
    rows: list[list[str]] = [["no regularity", *(f"{one.nothing:.2f}" for one in shown), ""]]
    rows.append(["observed", *(spread(*seen.regular[one.name]) for one in shown), "17"])
    for case, found in cases.items():
        rows.append([case, *(cell(one, seen, case, cases) for one in shown), str(len(met(seen, found)))])
    return markdown(heads, rows)


def communities() -> str:
    """A table for each community."""
    return "\n".join(f"**{one.label}**\n\n{community_table(one.name)}" for one in COMMUNITIES)


def losses() -> str:
    """Mechanisms by regularities: in which communities a regularity is lost, and in which it is kept, without the mechanism."""
    keys = list(dict.fromkeys(one.key for one in REGULARITIES))
    names = [one.name for one in MECHANISMS]
    rows = [[name, *(fate(f"without: {name}", key) for key in keys)] for name in names]
    rows += [[case, *(fate(case, key) for key in keys)] for case in (BUYING, EQUAL)]
    return markdown(["without, or instead", *(title(key) for key in keys)], rows)


def title(key: str) -> str:
    """What a regularity says, in a few words."""
    return f"{key} " + " / ".join(one.name.partition(":")[0] for one in REGULARITIES if one.key == key)


def fate(case: str, key: str) -> str:
    """What becomes of a regularity, community by community (initials), where everything shows it."""
    found: dict[str, str] = {}
    for one in COMMUNITIES:
        cases, seen = models(one.name), observed(one.name)
        for regularity in of_community(one.name):
            full, own = (cases[which].regular[regularity.name] if which in cases else None for which in (EVERYTHING, case))
            asked = regularity.key == key and full is not None and own is not None
            if asked and standing(regularity, seen.regular[regularity.name], full) in ("shown", "overdone"):
                word = verdict(regularity, seen.regular[regularity.name], full, own)
                found[word] = found.get(word, "") + one.label[0]
    return " ".join(f"{f'**{word}**' if word == 'lost' else word} {who}" for word, who in found.items()) or "–"


def simpler_table() -> str:
    """A row a community: statistics met by the whole theory and by simpler models, and the parameters of these."""
    rows = []
    for one in COMMUNITIES:
        seen, cases = observed(one.name), models(one.name)
        known = [fitted(histories(seen.days), equal).parameters for equal in (False, True)]
        numbers = [f"{len(met(seen, cases[case]))} of {len(STATISTICS)}" for case in ALSO]
        rows.append([one.label, *numbers, *(", ".join(f"{value:.3g}" for value in values) for values in known)])
    heads = ["community", "whole theory", BUYING, EQUAL, "BG/NBD: r, alpha, a, b (a day)", "equal people: rate, leaving (a day)"]
    return markdown(heads, rows)


def statistics_table() -> str:
    """The seventeen statistics: observed, and the mean over runs of the whole theory and of the simpler models."""
    parts = []
    for one in COMMUNITIES:
        seen, cases = observed(one.name), models(one.name)
        rows = []
        for name in STATISTICS:
            cells = [f"{mean_of(cases[case].statistics[name])}{mark(seen, cases[case], name)}" for case in ALSO]
            rows.append([name, spread(*seen.statistics[name]), *cells])
        parts.append(f"**{one.label}**\n\n{markdown(['statistic', 'observed', 'whole theory', BUYING, EQUAL], rows)}")
    return "\n".join(parts)


def mark(seen: Observed, found: Found, name: str) -> str:
    """Says where a statistic is missed."""
    return "" if is_met(seen.statistics[name], found.statistics[name], name) else " *missed*"


def plainly() -> str:
    """Where a simpler model does as well or better, community by community, in a sentence each."""
    lines = []
    for one in COMMUNITIES:
        seen, cases = observed(one.name), models(one.name)
        hits = {case: set(met(seen, cases[case])) for case in ALSO}
        ours, theirs = hits[EVERYTHING], hits[BUYING]
        more = len(theirs) - len(ours)
        says = "as many as" if more == 0 else f"{abs(more)} {'more' if more > 0 else 'fewer'} than"
        line = f"- **{one.label}**: of the seventeen statistics BG/NBD meets {len(theirs)}, {says} the whole theory"
        line += f"; only BG/NBD: {listed(theirs - ours)}; only the whole theory: {listed(ours - theirs)}."
        lines.append(line + f" Equal people meet {len(hits[EQUAL])}.")
    return "\n".join(lines)


def listed(names: set[str]) -> str:
    """Names in the order of the statistics."""
    return ", ".join(f"`{name}`" for name in STATISTICS if name in names) or "none"
