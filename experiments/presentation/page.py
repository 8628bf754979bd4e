"""One self-contained page of HTML: pictures inside, nothing fetched, fit to read, print and hear."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from numbers import Real

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import SEEDS_ONLY, tidy
from community_dynamics.experiments.base.undefined import NONE
from community_dynamics.experiments.presentation.drawing import png
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.parameter import STATUSES, Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY

HONESTY = (
    "Sourced: a published number. Calibrated: set so that the model meets published patterns. Assumed: a "
    "plausible value that nobody has measured. How the seven Cs act on people is a hypothesis: no study "
    "gives the size of any one's effect. Trust directions and rankings more than levels."
)
CITATION = (
    "The Community Dynamics maintainers. Community Dynamics: agent-based simulation of learning communities, "
    "version {version}. Give the scenario, the seeds and the number of runs with it: the same version gives "
    "the same numbers."
)


@dataclass(frozen=True)
class Picture:
    """A figure, what it shows in words for those who cannot see it, and a caption below."""

    figure: Figure | bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption; `names` gives columns other headings."""

    data: pd.DataFrame
    caption: str = ""
    names: dict[str, str] | None = None


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, pictures and tables. A bare figure's title serves as its alt text."""

    heading: str
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Picture | Figure] = ()
    tables: Sequence[Table | pd.DataFrame] = ()


def page(title: str, statement: str, sections: Sequence[Section], covers: str = SEEDS_ONLY) -> str:
    """The whole page: title, the finding in a sentence, sections, how far to trust it, how to cite."""
    body = "\n".join(section_html(section) for section in sections)
    style = (files("community_dynamics.experiments.presentation") / "page.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="statement">{escape(statement)}</p>\n'
        f"{body}\n{honesty_html(covers)}\n{citation_html()}\n</main>\n</body>\n</html>\n"
    )


def section_html(section: Section) -> str:
    """One section."""
    paragraphs = [section.paragraphs] if isinstance(section.paragraphs, str) else section.paragraphs
    parts = [f"<section>\n<h2>{escape(section.heading)}</h2>"]
    parts += [f"<p>{escape(text)}</p>" for text in paragraphs]
    parts += [picture_html(picture) for picture in section.pictures]
    parts += [table_html(table) for table in section.tables]
    return "\n".join([*parts, "</section>"])


def picture_html(picture: Picture | Figure) -> str:
    """A picture as data inside the page, with its words."""
    if isinstance(picture, Figure):
        heading = picture.get_suptitle().replace("\n", " ")
        picture = Picture(picture, heading or "a figure")
    image = picture.figure if isinstance(picture.figure, bytes) else png(picture.figure)
    data = b64encode(image).decode("ascii")
    caption = f"\n<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    source = f"data:image/png;base64,{data}"
    return f'<figure>\n<img alt="{escape(picture.alt)}" src="{source}">{caption}\n</figure>'


def table_html(table: Table | pd.DataFrame) -> str:
    """A table with headings for every column, and numbers that line up."""
    if isinstance(table, pd.DataFrame):
        table = Table(table)
    data, names = table.data, table.names or {}
    numeric = [holds_numbers(data.iloc[:, column]) for column in range(data.shape[1])]
    marks = [' class="number"' if number else "" for number in numeric]
    headings = [escape(names.get(name, str(name).replace("_", " "))) for name in data.columns]
    head = "".join(f'<th scope="col"{mark}>{text}</th>' for mark, text in zip(marks, headings, strict=True))
    rows = []
    for values in data.itertuples(index=False, name=None):
        cells = zip(marks, values, strict=True)
        rows.append("<tr>" + "".join(f"<td{mark}>{escape(cell(value))}</td>" for mark, value in cells) + "</tr>")
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    body = "\n".join(rows)
    return (
        f'<div class="wide">\n<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>'
    )


def holds_numbers(column: pd.Series) -> bool:
    """Whether a column is to line up as numbers do: it holds numbers, or the word for none."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.dtype.kind != "b"
    return bool(len(column)) and all(value == NONE or isinstance(value, float) for value in column)


def cell(value: object) -> str:
    """A value as a reader wants it: yes or no, a tidy number, or its text."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, Real):
        return tidy(float(value))
    return "–" if value is None else str(value)


def status_counts(parameters: dict[str, Parameter]) -> str:
    """'6 sourced, 13 calibrated, 114 assumed'."""
    counts = {status: sum(one.status == status for one in parameters.values()) for status in STATUSES}
    return ", ".join(f"{count} {status}" for status, count in counts.items())


def honesty_html(covers: str) -> str:
    """What rests on what, and what no interval here covers."""
    tables = (("theory constants", THEORY), ("levers", LEVERS), ("settings", SETTINGS))
    items = "\n".join(f"<li>{len(table)} {name}: {status_counts(table)}</li>" for name, table in tables)
    return (
        '<aside class="honesty" aria-label="How far to trust this">\n<h2>How far to trust this</h2>\n'
        f"<p>{escape(covers)}</p>\n<p>What the numbers of the model rest on:</p>\n<ul>\n{items}\n</ul>\n"
        f"<p>{escape(HONESTY)}</p>\n</aside>"
    )


def product_version() -> str:
    """The installed version, or a word where it is not installed."""
    try:
        return version("community-dynamics")
    except PackageNotFoundError:
        return "unreleased"


def citation_html() -> str:
    """How to cite."""
    text = CITATION.format(version=product_version())
    return f"<section>\n<h2>How to cite</h2>\n<p>{escape(text)}</p>\n</section>"
