"""The design point: which of the seven Cs, and of the conditions around them, decide what becomes of a community."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.figures import markdown
from community_dynamics.experiments.analysis.findings import Findings
from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.base.undefined import Undefined
from community_dynamics.experiments.cli.findings_output import found
from community_dynamics.experiments.execution.conduct import Plan, conduct
from community_dynamics.experiments.execution.troubles import StudyRefused
from community_dynamics.experiments.studies.run_plan import plan_of, sensitivity_design
from community_dynamics.experiments.studies.study import Study, studies
from community_dynamics.sim.outcomes import OUTCOMES

FOLDER = Path("results") / "seven_cs"
CHIEF = "flourishing"
ALSO = (
    "weekly_contributors", "weekly_visitors", "holding", "safety", "motivation", "sharing_knowledge",
    "spearheading_practice", "solving_problems", "seeding_innovation", "supercharging_development",
)  # fmt: skip


@cache
def conducted() -> tuple[Study, Plan]:
    """The study that comes along, run, or as much of it as is not there yet."""
    (study,) = studies("sensitivity", ["study=seven_cs"])
    plan = plan_of(study, sensitivity_design(study))
    FOLDER.parent.mkdir(exist_ok=True)
    try:
        conduct(FOLDER, plan)
    except StudyRefused:  # made by other code: its numbers are not ours
        conduct(FOLDER, plan, anew=True)
    return study, plan


@cache
def findings(outcome: str) -> Findings:
    """What its runs say of one outcome."""
    from dataclasses import replace

    study, plan = conducted()
    return found(replace(study, options={**study.options, "outcome": outcome}), sensitivity_design(study), plan, FOLDER)


def interval(low: float, high: float) -> str:
    """Both ends."""
    return f"[{tidy(low, 2)}, {tidy(high, 2)}]"


def shares() -> str:
    """Shares of the variance of flourishing, alone and with all interactions, and the widths of the intervals."""
    rows = []
    for _, row in findings(CHIEF).table.iterrows():
        first, total = (
            f"{tidy(row[word], 2)} {interval(row[f'{word}_low'], row[f'{word}_high'])}" for word in ("first", "total")
        )
        ends = "" if row["factor"] == "dice" else f"{tidy(row['from'])} to {tidy(row['to'])}"
        width = tidy(row["total_high"] - row["total_low"], 2)
        rows.append((row["label"], ends, first, total, width, "yes" if row["above_dice"] else "no"))
    return markdown(
        ("factor", "range", "alone (first) [95 %]", "with interactions (total) [95 %]", "width", "above the dice"), rows
    )


def standing() -> str:
    """What the study is worth: runs, luck, interaction, whether it has settled."""
    return markdown(("", "value"), list(standing_lines()))


def standing_lines() -> Iterator[tuple[str, str]]:
    """Its lines."""
    _, plan = conducted()
    chief = findings(CHIEF)
    assert chief.split is not None and chief.convergence is not None and chief.gap is not None
    points, replicates = plan.seeds.shape
    yield "runs", f"{points * replicates:,} ({points:,} points of {replicates}; 100 seats, 365 days)"
    share = chief.split
    yield (
        "variance of single runs that is dice",
        f"{tidy(share.seed_share, 2)} {interval(share.seed_share_low, share.seed_share_high)}",
    )
    for _, row in share.table.iterrows():
        yield f"of all variance: {row['part']}", f"{tidy(row['share'], 2)} {interval(row['low'], row['high'])}"
    gap, low, high = chief.gap
    yield "variance beyond what each factor brings alone", f"{tidy(gap, 2)} {interval(low, high)}"
    for _, row in chief.convergence.table.iterrows():
        yield f"widest interval of the five leading totals, N = {int(row['samples']):,}", f"{tidy(row['width'], 2)}"
    yield "verdict", chief.verdict or ""


def others() -> str:
    """Total shares of every factor for other outcomes of the very same runs, as far as they are defined in every run."""
    tables, undefined = {}, []
    for outcome in (CHIEF, *ALSO):
        try:
            tables[outcome] = findings(outcome).table.set_index("factor")
        except Undefined:
            undefined.append(OUTCOMES[outcome].label)
    heads = ["factor", *(OUTCOMES[outcome].label for outcome in tables)]
    rows = []
    for factor in tables[CHIEF].index:
        cells = [
            f"{tidy(table.loc[factor, 'total'], 2)}{'' if table.loc[factor, 'above_dice'] else ' –'}" for table in tables.values()
        ]
        rows.append((str(tables[CHIEF].loc[factor, "label"]), *cells))
    rows.append(("*variance of single runs that is dice*", *(tidy(findings(outcome).seed_share, 2) for outcome in tables)))
    left_out = f"\nLeft out, as they have no value where nobody is left: {', '.join(undefined)}.\n" if undefined else ""
    return markdown(heads, rows) + left_out
