"""A diagnosis as a page: what happens if nothing changes, why, what saves it, until when, one world, and what is known."""

import pandas as pd

from community_dynamics.experiments.base.statements import percent, plain_name, several
from community_dynamics.experiments.diagnosis.causes import by_group
from community_dynamics.experiments.diagnosis.diagnosing import NO_CAUSE, Diagnosis
from community_dynamics.experiments.diagnosis.rescue import LARGEST_CHECKED
from community_dynamics.experiments.diagnosis.sentences import (
    deadline_line,
    decision,
    loss_line,
    pairs_line,
    reference_line,
    story_lines,
)
from community_dynamics.experiments.presentation.page import Picture, Section, Table, page
from community_dynamics.experiments.report.diagnosis_figures import SEEDS, causes_figure, deadline_figure, twins_figure
from community_dynamics.sim.levers import FAILURES, LEVERS
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.parameter import STATUSES

SHARES_WORDS = (
    "How to read it: all causes repaired give the whole loss back. A cause's share is what its repair adds on average over the "
    "orders in which the causes may be repaired, so that shares add up to the loss. A share says what repairing this cause is "
    "worth in this community and against this reference; another reference gives other shares."
)
NOBODY_KNOWS = (
    "Nobody knows how large the effect of any of these levers is in a real community: no study gives the size of the effect of a "
    "C as such. The shares follow from the rules and constants of the model. Whether a repair can be made as fully as "
    "the reference has it is not part of the model, nor is its price. How often such a diagnosis names a cause that was put "
    "there on purpose is measured in docs/diagnosis.md; how often it would be right about a real community, nobody has measured."
)
WHAT_A_REPAIR_IS = (
    "Repaired means: on every day these levers have the reference's values, and failures are off. Size, people, calendar, "
    "arrivals, theory, shocks and awards stay the community's own, and the random seeds are the same."
)
CAUSE_NAMES = {
    "cause": "cause", "differs": "as it is (in the reference)", "share": "share of the loss", "low": "95 % from", "high": "to",
    "percent": "% of the loss", "repaired_alone": "won back alone", "broken_alone": "lost if it alone is broken",
    "order": "depends on the order by", "order_low": "95 % from ", "order_high": "to ",
}  # fmt: skip


def figures_of(found: Diagnosis) -> dict[str, Picture]:
    """Every picture of a diagnosis, by its file's name."""
    pictures = {"causes": Picture(causes_figure(found), "bars of each cause's share of the loss with intervals")}
    if found.deadline is not None:
        pictures["deadline"] = Picture(deadline_figure(found), "share of worlds that hold, by the day on which the repair begins")
    if found.twins is not None:
        pictures["twins"] = Picture(twins_figure(found), "contributors a week of one world, as it is and with the repair")
    return pictures


def tables_of(found: Diagnosis) -> dict[str, pd.DataFrame]:
    """Every table of a diagnosis, by its file's name."""
    tables = {"causes": found.causes, "pairs": found.pairs, "repairs": repairs_table(found), "levers": levers_table(found)}
    if found.twins is not None:
        tables["people"] = found.twins.people
    return tables


def repairs_table(found: Diagnosis) -> pd.DataFrame:
    """The smallest sets of repairs with the share of worlds that hold with each; as it is, and everything, for comparison."""
    rescue = found.rescue
    rows = [("nothing", 0, rescue.holding_now)]
    rows += [(several(found.case.names(one)), one.bit_count(), holding) for one, holding in rescue.sets]
    rows.append(("everything", len(found.case.causes), rescue.holding_repaired))
    return pd.DataFrame(rows, columns=["repaired", "repairs", "holding"])


def levers_table(found: Diagnosis) -> pd.DataFrame:
    """What each lever that is repaired rests on: its meaning, source and status."""
    names = [lever for cause in found.case.causes for lever in (cause.levers or FAILURES[cause.failure])]
    ordered = [lever for own in by_group(dict.fromkeys(names)).values() for lever in own]
    known = [LEVERS[name] for name in ordered]
    return pd.DataFrame(
        [(one.label, one.meaning, one.source, one.status) for one in known], columns=["lever", "meaning", "source", "status"]
    )


def of_diagnosis(found: Diagnosis, pictures: dict[str, Picture] | None = None) -> str:
    """The whole page."""
    shown = figures_of(found) if pictures is None else pictures
    name = plain_name(found.case.community)
    names = {name: label for name, label in CAUSE_NAMES.items() if name in found.causes}
    unit = OUTCOMES[found.outcome].unit
    caption = f"{OUTCOMES[found.outcome].label} ({unit}); over {len(found.shares.parts)} seeds, the same for every repair."
    causes = Table(found.causes[list(names)], caption, names)
    sections = [Section("Why", [loss_line(found), reference_line(found), SHARES_WORDS], [shown["causes"]], [causes])]
    sections.append(Section("Which repairs need one another", [pairs_line(found)], (), [found.pairs] if len(found.pairs) else []))
    if found.verdict != NO_CAUSE:
        sections += saving_sections(found, shown)
    title = f"Why does {name} stall?" if found.rescue.needed else f"What does {name} lose, and to what?"
    return page(title, decision(found), [*sections, *knowledge_sections(found)], SEEDS)


def saving_sections(found: Diagnosis, shown: dict[str, Picture]) -> list[Section]:
    """What saves it, until when, and one world."""
    tried = f"All sets of up to {LARGEST_CHECKED} repairs were tried; sets that come nowhere near on ten worlds were left there."
    table = Table(repairs_table(found), "Share of worlds that flourish or hold.", {"holding": "flourish or hold"})
    saves = Section("What saves it", [f"Saved means that {found.rescue.goal.words}. {tried}", WHAT_A_REPAIR_IS], (), [table])
    sections = [saves]
    if "deadline" in shown:
        sections.append(Section("Until when", [deadline_line(found)], [shown["deadline"]]))
    if found.twins is not None:
        columns = [name for name in found.twins.people if name not in ("seat", "generation")]
        people = Table(found.twins.people[columns].head(8), "The people whose contributions differ most.")
        sections.append(Section("One world as a story", story_lines(found), [shown["twins"]], [people]))
    return sections


def knowledge_sections(found: Diagnosis) -> list[Section]:
    """What the model says, what evidence says, what nobody knows."""
    levers = levers_table(found)
    counts = ", ".join(f"{int((levers['status'] == one).sum())} {one}" for one in STATUSES)
    model = (
        f"Of its worlds as the community is, {percent(float(found.shares.held.mean()))} flourish or hold; and the shares, sets "
        "and days above. All of these are consequences of its rules and constants."
    )
    evidence = (
        f"Evidence says that the levers below matter, in the direction that the model gives them; the studies are named. Of the "
        f"values of these {len(levers)} levers, {counts}."
    )
    own = [text for text in (found.case.community.story, found.case.community.source) if text]
    return [
        Section("What the model says", [model]),
        Section("What evidence says", [evidence], (), [levers]),
        Section("What nobody knows", [NOBODY_KNOWS]),
        Section("The community", own),
    ]
