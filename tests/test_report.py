"""Pages: whole in themselves, well formed, every foreign letter escaped, honest about what is known."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.designs.named_points import grid
from community_dynamics.experiments.execution.in_memory import run_points
from community_dynamics.experiments.presentation.drawing import sheet
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page, status_counts, table_html
from community_dynamics.experiments.report import report_pages
from community_dynamics.experiments.report.findings_figures import findings_figure
from community_dynamics.experiments.studies.compare import paired, repairs
from community_dynamics.experiments.studies.sensitivity import sensitivity
from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.theory import THEORY

SMALL = Scenario("small_team", story="A <b>team</b>.", settings={"seats": 40, "days": 105})
VOID = {"meta", "img", "br"}


class Reader(HTMLParser):
    """Reads a page as a browser would, and notes what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.images: list[dict] = []
        self.headings: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        named = dict(attributes)
        self.links += [named[name] for name in ("href", "src") if named.get(name)]
        if tag == "img":
            self.images.append(named)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(text: str) -> Reader:
    """A page read, with all that any page must have."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open and text.startswith("<!DOCTYPE html>") and '<html lang="en">' in text
    assert reader.headings.count("h1") == 1
    assert all(link.startswith("data:image/png;base64,") for link in reader.links)
    assert all(len(image["alt"]) > 10 for image in reader.images)
    told = " ".join(reader.text)
    assert "How far to trust this" in told and "How to cite" in told
    assert status_counts(THEORY) in told
    return reader


def test_foreign_letters_are_escaped_everywhere() -> None:
    bad = '<script>alert("x")</script>&'
    figure, _ = sheet(f"a title with {bad}")
    table = pd.DataFrame({bad: [bad, "plain"]})
    section = Section(bad, [bad], [Picture(figure, bad, bad), figure], [Table(table, bad), table])
    text = page(bad, bad, [section], bad)
    reader = read(text)
    assert "<script" not in text and '"x"' not in re.sub(r"<[^>]*>", "", text)
    assert bad in " ".join(reader.text) and reader.images[0]["alt"] == bad


def test_a_page_prints_and_has_a_dark_side() -> None:
    text = page("Title", "Finding.", [])
    assert "@media print" in text and "prefers-color-scheme: dark" in text
    assert "http" not in text and "url(" not in text and "@import" not in text


def test_a_paragraph_alone_may_be_a_plain_text() -> None:
    assert "<p>One text.</p>" in page("Title", "Finding.", [Section("Part", "One text.")])


def test_tables_have_headings_and_tidy_numbers() -> None:
    data = pd.DataFrame({"name": ["a"], "long_column": [12345.678], "share": [0.123456], "yes": [True], "gap": [np.nan]})
    text = table_html(Table(data, "Caption", {"share": "Share of all"}))
    assert '<th scope="col" class="number">long column</th>' in text and ">Share of all</th>" in text
    assert ">12,346<" in text and ">0.123<" in text and "<td>yes</td>" in text and ">–<" in text
    assert "<caption>Caption</caption>" in text


def test_the_page_of_a_run_names_every_outcome() -> None:
    ensemble = simulate_scenario(SMALL, 4, series=True, threads=2)
    reader = read(report_pages.of_run(SMALL, ensemble))
    told = " ".join(reader.text)
    assert all(outcome.label in told for outcome in OUTCOMES.values())
    assert "A <b>team</b>." in told and len(reader.images) == 1


@pytest.mark.parametrize("outcome", ["strain", "holding"])
def test_the_page_of_a_sweep(outcome: str) -> None:
    varied = {"levers.demand": [0.6, 0.9, 1.2], "dials.cause": [0.0, 1.0]}
    table = run_points(SMALL, grid(varied), 2, 0, threads=2)
    told = " ".join(read(report_pages.of_sweep(SMALL, table, list(varied), outcome)).text)
    assert "Demand (of capacity)" in told and "Cause dial" in told


def test_the_page_of_a_sensitivity_analysis() -> None:
    analysis = sensitivity(SMALL, {"levers.demand": (0.6, 1.2)}, "strain", "morris", 3, 2, 0, threads=2)
    told = " ".join(
        read(
            report_pages.of_findings(
                SMALL,
                analysis.findings,
                {"sensitivity": findings_figure(analysis.findings, len(analysis.runs))},
                ["Does demand strain?"],
            )
        ).text
    )
    assert "Other seeds (dummy)" in told and analysis.findings.statement in told and "Does demand strain?" in told


def test_the_pages_of_comparisons() -> None:
    more = SMALL.with_values({"levers.demand": 1.2})
    told = " ".join(read(report_pages.of_comparison(paired(SMALL, more, 3, threads=2))).text)
    assert "Psychological safety" in told and "worse" in told
    single = repairs(more, {"less work": {"levers.demand": 0.6}}, 3, threads=2)
    assert "less work" in " ".join(read(report_pages.of_repairs(single)).text)
