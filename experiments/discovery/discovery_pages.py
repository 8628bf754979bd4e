"""What was discovered as pages to hand round: the decision first, assumptions last."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import percent, plain_name
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.designs.named_points import PLAN, label_of, word_of
from community_dynamics.experiments.discovery.box_words import leaving_words, trust_words
from community_dynamics.experiments.discovery.boxes import FEWEST_FAILURES, Boxes
from community_dynamics.experiments.discovery.edge import Edge, level_of
from community_dynamics.experiments.presentation.page import Section, Table, page
from community_dynamics.experiments.studies.changes import community_words
from community_dynamics.sim.inputs import Scenario

BOX_NAMES = {
    "coverage_low": "95 % from", "coverage_high": "95 % to", "density_low": "95 % from ", "density_high": "95 % to ",
    "base": "fail among the points left", "points": "points inside", "failures": "of them fail",
}  # fmt: skip
SHARES = ("coverage", "coverage_low", "coverage_high", "density", "density_low", "density_high", "base")
LIMIT_NAMES = {"luck": "chance that it is luck", "again": "found again in resamples"}
HOW_TO_READ = (
    "Coverage: of all points that fail, the share that lies in the box. Density: of the points in the box, the share that "
    "fails. A good box has much of both. Boxes are found on half of the points by peeling (PRIM) and judged on the other "
    "half, which had no part in the search; a box in which most held-out points hold, or that is not clearly denser in "
    "failures than what lies outside, is not told. A box says where failures are, not what causes them."
)


def capital(text: str) -> str:
    """A sentence's first letter."""
    return text[0].upper() + text[1:]


def in_percent(table: pd.DataFrame, shares: Sequence[str]) -> pd.DataFrame:
    """The same table with shares as percentages, as a reader wants them."""
    return table.assign(**{name: [percent(value) for value in table[name]] for name in shares})


def tried_table(factors: Sequence[Factor]) -> pd.DataFrame:
    """What was tried: each factor with its range or values."""
    rows = []
    for factor in factors:
        words = [None if factor.name == PLAN else word_of(factor.name, value) for value in (factor.low, factor.high)]
        listed = factor.values or ()
        told = ", ".join(word_of(factor.name, one) or f"{one:g}" for one in listed) if factor.name != PLAN else "each plan"
        told = told or (" or ".join(map(str, words)) if all(words) else f"{factor.low:g} to {factor.high:g}")
        rows.append((label_of(factor.name), told, factor.name))
    return pd.DataFrame(rows, columns=["circumstance", "tried", "full name"])


def closing_sections(
    scenario: Scenario, factors: Sequence[Factor], changes: pd.DataFrame | None, how: Sequence[str]
) -> list[Section]:
    """What every page of a discovery ends with: what was tried, what was changed, the community, how it was run."""
    sections = [
        Section("What was tried", ["Everything else stays as it is in the community."], (), [tried_table(factors)]),
    ]
    if changes is not None and len(changes):
        sections.append(Section("What was changed before", (), (), [changes]))
    story = [text for text in (scenario.story, f"Source: {scenario.source}" if scenario.source else "") if text]
    sections.append(Section("The community", [f"{capital(community_words(scenario))}.", *story]))
    return [*sections, Section("How it was run", list(how))] if how else sections


def decision_words(found: Boxes) -> str:
    """What to do about it, as far as boxes can say."""
    fails = found.points["fails"]
    if not len(found.boxes):
        if not fails.any():
            return "Nothing in the ranges tried brings it down; look beyond them, or at single runs that fail."
        if fails.all():
            return "It fails in all circumstances tried: change the community before asking where it fails."
        if fails[~found.points["held_out"]].sum() < FEWEST_FAILURES:
            return "It fails too seldom in these ranges to say where; take more points, or wider ranges."
        return "No few circumstances can be named whose absence would keep it safe; the map of two levers may show more."
    ways = leaving_words(found.found[0], found.varied)
    one = "Any one of these" if " or " in ways else "This"
    within = percent(found.boxes["coverage"].sum())
    boxes, hold = ("the box", "holds") if len(found.boxes) == 1 else (f"the {len(found.boxes)} boxes together", "hold")
    outside = found.points[found.points["held_out"] & (found.points["box"] == 0)]["fails"].mean()
    return (
        f"{one} takes it out of the first box: {ways}. {capital(boxes)} {hold} {within} of its failures; outside, "
        f"{percent(float(outside))} of held-out points fail."
    )


def of_boxes(
    found: Boxes, factors: Sequence[Factor], pictures: Sequence[Figure], how: Sequence[str], changes: pd.DataFrame | None = None
) -> str:
    """Where a community fails, as a page."""
    shown = in_percent(found.boxes.drop(columns="sentence"), SHARES)
    sections = [Section("What to do about it", [decision_words(found)], pictures[:-1])]
    if len(found.boxes):
        sections.append(Section("How good each box is", [HOW_TO_READ], pictures[-1:], [Table(shown, names=BOX_NAMES)]))
        limits = in_percent(found.limits[["box", "limit", "luck", "again"]], ("luck", "again"))
        sections.append(Section("How far to trust each limit", trust_words(found.limits), (), [Table(limits, names=LIMIT_NAMES)]))
    else:
        sections.append(Section("How it was looked for", [HOW_TO_READ], pictures[-1:]))
    title = f"{capital(plain_name(found.scenario))}: where it fails"
    return page(
        title, f"{capital(found.statement)}.", [*sections, *closing_sections(found.scenario, factors, changes, how)], found.covers
    )


EDGE_NAMES = {
    "low": "95 % from",
    "high": "95 % to",
    "crossings": "times it crosses one half",
    "crossed": "share of draws of the seeds in which it crosses",
    "chance_at_lowest": "chance at the lowest level",
    "chance_at_highest": "chance at the highest level",
}


def of_edge(
    found: Edge, factors: Sequence[Factor], picture: Figure, how: Sequence[str], changes: pd.DataFrame | None = None
) -> str:
    """Where a community tips between two levers, as a page."""
    first, second = found.levers
    names = {first: f"{label_of(first)} at which half of the runs do", second: label_of(second)}
    read = (
        "The line joins the places at which half of the runs come to it; in hatched cells the runs cannot tell which side they "
        "are on. Where plans depend on the side, stay well clear of the hatched cells."
    )
    shown = found.table.assign(**{second: [level_of(second, value) for value in found.table[second]]})
    sections = [
        Section("The map", [read], [picture]),
        Section("Where it tips", (), (), [Table(shown, names={**names, **EDGE_NAMES})]),
    ]
    title = f"{capital(plain_name(found.scenario))}: where it tips"
    closing = closing_sections(found.scenario, factors, changes, how)
    return page(title, f"{capital(found.statement)}.", [*sections, *closing], found.covers)
