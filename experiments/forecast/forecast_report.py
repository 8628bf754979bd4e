"""A forecast as a table to read and as a page to hand round."""

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.forecast.forecast_figures import alt
from community_dynamics.experiments.forecast.foresight import COVERS, COVERS_CHANCE, Foresight, people, percent
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page

TRUST = (
    "Half of the futures give each member what an alike one did next, in this log's past or in a simulated world. Sources are "
    "weighed by how well they would have foretold this log's own past, and corrected where they were off in the same way again "
    "and again. The other half follow a simple law: everybody active at a rate of their own until they leave (BG/NBD)."
)
TRUST_DAYS = (
    "The log tells no members apart. Each future is what a simulated community did next that stood alike: of the same age, "
    "with the same change over the last quarters; scaled to this community's level."
)
ODD = "What was odd about the file"


def horizons_table(found: Foresight) -> pd.DataFrame:
    """Horizons with brackets, a line each."""
    rows = []
    for row in found.horizons.to_dict("records"):
        cells = [f"{row['days']} days, to {row['until']}"]
        for name in ("actives", "contributions"):
            half, most = (f"{people(row[f'{name}_{band}_from'])} to {people(row[f'{name}_{band}_to'])}" for band in (50, 90))
            cells += [people(row[name]), half, most]
        cells.append(f"{percent(row['chance_stalled'])} ({percent(row['chance_from'])} to {percent(row['chance_to'])})")
        rows.append(cells)
    what = "posting days" if found.past.people is None else "contributions"
    actives = "active days of members a week" if found.past.summed else "actives a week"
    names = ["horizon", actives, "50 %", "90 %", f"{what} a week", "50 % ", "90 % ", "chance of standing stalled (90 %)"]
    return pd.DataFrame(rows, columns=names)


def report(found: Foresight, figure: Figure) -> str:
    """The page: the picture, the horizons, on what it rests."""
    caption = "Means of the eight weeks up to each day, with where they will lie in 50 and in 90 of a hundred cases."
    stalling = (
        "A community stands stalled where the mean of weekly contributors over eight weeks is below 3 people or 1 % of all who "
        "have joined, whichever is more."
    )
    sections = [
        Section("What may come", (), [Picture(figure, alt(found))]),
        Section("In numbers", [stalling, COVERS_CHANCE], (), [Table(horizons_table(found), caption)]),
        Section("What it rests on", [TRUST_DAYS if found.past.people is None else TRUST], (), [found.trust]),
    ]
    if found.past.warnings:
        sections.append(Section(ODD, found.past.warnings))
    return page(f"What may become of {found.past.name}", found.statement, sections, COVERS)
