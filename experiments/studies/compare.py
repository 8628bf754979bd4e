"""What a change would do: two communities, or one with each repair alone, with the same random seeds.

Run r of one and run r of the other meet the same people, days and luck: they differ by the change alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import bootstrap_mean, paired_shares
from community_dynamics.experiments.base.statements import (
    is_cost,
    percent,
    plain_name,
    points_words,
    several,
    tidy,
)
from community_dynamics.experiments.base.values import FATE, outcome_with_mean
from community_dynamics.experiments.execution.in_memory import Progress, check_seed
from community_dynamics.experiments.studies.changes import side_names
from community_dynamics.sim.ensemble import Ensemble, runs_of, simulate
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES, PROPORTIONS

COVERS = "95 % intervals cover seed noise (other random seeds), not parameters that may be wrong"
OVER_PAIRS = "Means and differences are over the pairs of runs in which both sides have the outcome"
MOST_DAYS_KEPT = 2_000_000


@dataclass(frozen=True)
class Comparison:
    """Two communities with the same random seeds: every outcome's difference (second minus first) with its interval."""

    first: Scenario
    second: Scenario
    table: pd.DataFrame
    runs: pd.DataFrame
    statement: str
    covers: str = COVERS
    ensembles: tuple[Ensemble, Ensemble] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Repairs:
    """Each repair alone with the same random seeds as no repair, the one that saves most first."""

    scenario: Scenario
    table: pd.DataFrame
    runs: pd.DataFrame
    statement: str
    covers: str = COVERS


def check_runs(runs: int, seed: int) -> None:
    """Refuse a number of runs or a seed that cannot be used."""
    if runs < 1:
        raise InvalidValue(f"runs = {runs} is too few; at least 1 pair is needed, 30 or more are usual")
    check_seed(seed, runs)


def ensemble_of(scenario: Scenario, runs: int, seed: int, threads: int | None, progress: Progress | None) -> Ensemble:
    """Runs on seeds seed, seed + 1, ...; with their series unless these would fill the memory."""
    series = runs * scenario.setting("days") <= MOST_DAYS_KEPT
    return simulate(runs_of(scenario, range(seed, seed + runs)), threads, series, progress)


def difference(outcome: str, first: np.ndarray, second: np.ndarray) -> dict[str, float]:
    """One outcome on both sides, over the pairs in which both sides have it.

    pairs: how many these are, of `runs` on each side; same: pairs that are alike, be it that neither side has the outcome.
    """
    has = np.isfinite(first), np.isfinite(second)
    runs, known, neither = len(first), has[0] & has[1], ~has[0] & ~has[1]
    first, second = first[known], second[known]
    row: dict[str, float] = {"pairs": len(first), "runs": runs}
    row |= {"gained": np.nan, "lost": np.nan, "same": float(np.sum(first == second) + neither.sum())}
    if not len(first):
        return row | dict.fromkeys(("first", "second", "difference", "low", "high"), np.nan)
    row |= {"first": float(first.mean()), "second": float(second.mean())}
    if is_share(outcome):
        shares = paired_shares(first, second)
        row |= {"gained": shares.gained, "lost": shares.lost}
        return row | {"difference": shares.value, "low": shares.low, "high": shares.high}
    found = bootstrap_mean(second - first)
    return row | {"difference": float(found.value), "low": float(found.low), "high": float(found.high)}


def is_share(outcome: str) -> bool:
    """Whether the mean of an outcome is a share of runs: of those that come to a fate, too."""
    return outcome in PROPORTIONS or outcome.startswith(f"{FATE}: ")


def verdict(outcome: str, row: Mapping[str, float]) -> str:
    """better, worse, more, less, the same, unclear where the interval holds zero, undefined where no pair has it.

    Costs are more or less, never better or worse: they fall where a community shrinks, too.
    """
    if not row["pairs"]:
        return "undefined"
    if row["same"] == row["runs"]:
        return "the same"
    if not (row["low"] > 0 or row["high"] < 0):
        return "unclear"
    more = row["difference"] > 0
    better = OUTCOMES[outcome].better if outcome in OUTCOMES and not is_cost(outcome) else "neither"
    if better == "neither":
        return "more" if more else "less"
    return "better" if more == (better == "more") else "worse"


def paired(
    scenario_a: Scenario,
    scenario_b: Scenario,
    runs: int = 100,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run both scenarios on the same seeds; every outcome's difference, b minus a, with a 95 % interval."""
    check_runs(runs, seed)
    ensembles = (
        ensemble_of(scenario_a, runs, seed, threads, progress),
        ensemble_of(scenario_b, runs, seed, threads, progress),
    )
    table = differences(*ensembles)
    frames = [runs_frame(ensemble, seed, side) for side, ensemble in zip("ab", ensembles, strict=True)]
    statement = comparison_sentence(scenario_a, scenario_b, table.set_index("outcome"))
    both = pd.concat(frames, ignore_index=True)
    return Comparison(scenario_a, scenario_b, table, both, statement, ensembles=ensembles)


def differences(first: Ensemble, second: Ensemble) -> pd.DataFrame:
    """Every outcome on both sides, a row each; of the fate, the share of runs that came to each."""
    rows = []
    for name, outcome in OUTCOMES.items():
        sides = {name: (outcome.label, outcome.unit, first[name], second[name])}
        if name == FATE:
            both = {fate: [(one[FATE] == number).astype(float) for one in (first, second)] for number, fate in enumerate(FATES)}
            sides = {f"{FATE}: {fate}": (f"{outcome.label}: {fate}", "0/1", *both[fate]) for fate in reversed(FATES)}
        for column, (label, unit, one, other) in sides.items():
            row = difference(column, one, other)
            rows.append({"outcome": column, "label": label, "unit": unit} | row | {"verdict": verdict(column, row)})
    table = pd.DataFrame(rows)
    return table[[*(name for name in table if name not in ("gained", "lost", "same")), "gained", "lost", "same"]]


def runs_frame(ensemble: Ensemble, seed: int, side: str) -> pd.DataFrame:
    """Outcomes of every run, with the side it belongs to and its seed."""
    count = len(ensemble.outcomes)
    frame = pd.DataFrame(ensemble.outcomes, columns=list(OUTCOMES))
    frame.insert(0, "side", side)
    frame.insert(1, "replication_id", np.arange(count))
    frame.insert(2, "seed", np.arange(seed, seed + count, dtype=np.uint64))
    return frame


def comparison_sentence(first: Scenario, second: Scenario, table: pd.DataFrame) -> str:
    """What the change does to the chance of holding, and to contributors a week."""
    names = side_names(first, second)
    holding, weekly = table.loc["holding"], table.loc["weekly_contributors"]
    if (table["same"] == table["runs"]).all():
        return f"{names[0]} and {names[1]} are the same in every outcome of all {len(OUTCOMES)} and in every run."
    changed = points_words(holding["difference"], holding["low"], holding["high"])
    return (
        f"With the same random seeds, {percent(holding['first'])} of runs flourish or hold {at(names[0])}, and "
        f"{percent(holding['second'])} {at(names[1])}: {changed}. "
        f"Contributors a week: {tidy(weekly['first'])} and {tidy(weekly['second'])}."
    )


def at(name: str) -> str:
    """Where something holds: 'in guild', or 'with days between events 30'."""
    return name if name.startswith(("with ", "as it is")) else f"in {name}"


def repairs(
    scenario: Scenario,
    better: Mapping[str, Mapping[str, float]],
    runs: int = 100,
    seed: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
    outcome: str = "holding",
) -> Repairs:
    """Each repair alone against no repair, with the same random seeds; ranked by what it adds to `outcome`.

    Ties are broken by the days gained before stalling, and then by the contributors gained.

    `better` names each repair and the values it sets, such as {"a sponsor": {"levers.sponsor_present": 1}}.
    """
    check_runs(runs, seed)
    outcome_with_mean(outcome)
    if not better:
        raise InvalidValue("no repair is named; give at least one, with the values that it sets")
    seeds = range(seed, seed + runs)
    before = simulate(runs_of(scenario, seeds), threads, progress=progress)
    rows, frames = [], [runs_frame(before, seed, "no repair")]
    for name, values in better.items():
        after = simulate(runs_of(scenario.with_values(values), seeds), threads, progress=progress)
        rows.append(repair_row(name, outcome, before, after))
        frames.append(runs_frame(after, seed, name))
    order = ["difference", "days_gained", "contributors_gained"]
    rising = [OUTCOMES[outcome].better == "less", False, False]
    table = pd.DataFrame(rows).sort_values(order, ascending=rising, ignore_index=True)
    statement = repairs_sentence(scenario, table, outcome)
    return Repairs(scenario, table, pd.concat(frames, ignore_index=True), statement)


def repair_row(name: str, outcome: str, before: Ensemble, after: Ensemble) -> dict[str, object]:
    """What one repair adds: to the outcome, to the days before stalling, to contributors a week."""
    row: dict[str, object] = {"repair": name, "outcome": outcome}
    row |= difference(outcome, before[outcome], after[outcome])
    for extra, column in (("days", "stalled_day"), ("contributors", "weekly_contributors")):
        found = difference(column, before[column], after[column])
        row |= {
            f"{extra}_gained": found["difference"],
            f"{extra}_low": found["low"],
            f"{extra}_high": found["high"],
            f"{extra}_pairs": found["pairs"],
        }
    return row


def repairs_sentence(scenario: Scenario, table: pd.DataFrame, outcome: str) -> str:
    """Which repairs help most on their own, and by what if not by saving the community."""
    label = OUTCOMES[outcome].label.lower()
    over = f"over {pairs_words(table)}"
    name = plain_name(scenario)
    told = leaders(table, ("difference", "low", "high"), percent if outcome in PROPORTIONS else tidy)
    if told:
        return f"{name}, {label}: of single repairs, most is changed by {told}, {over}."
    none = f"{name}, {label}: no single repair clearly changes it, {over}"
    told = leaders(table, ("days_gained", "days_low", "days_high"), lambda days: f"{tidy(days)} days")
    if told:
        fewer = (table["days_pairs"] < table["runs"]).any()
        pairs = ", over the pairs of runs in which both sides have a day of stalling" if fewer else ""
        return f"{none}. What delays stalling most: {told}{pairs}."
    told = leaders(
        table,
        ("contributors_gained", "contributors_low", "contributors_high"),
        lambda people: f"{tidy(people)}",
    )
    return f"{none}. What adds most contributors a week: {told}." if told else f"{none}."


def pairs_words(table: pd.DataFrame) -> str:
    """'100 pairs of runs'; where an outcome is undefined in some, how many pairs each repair is judged by."""
    least, most, runs = (int(number) for number in (table["pairs"].min(), table["pairs"].max(), table["runs"].iloc[0]))
    if least == runs:
        return f"{runs} pairs of runs"
    return f"the {least if least == most else f'{least} to {most}'} of {runs} pairs of runs in which it is defined"


def leaders(table: pd.DataFrame, columns: tuple[str, str, str], shown: Callable[[float], str]) -> str:
    """The three repairs that clearly change something most, in words; empty where none does."""
    value, low, high = columns
    clear = table[(table[low] > 0) | (table[high] < 0)]
    clear = clear.sort_values(value, key=np.abs, ascending=False).head(3)
    told = [f"{name} ({shown(change)})" for name, change in zip(clear["repair"], clear[value], strict=True)]
    return several(told) if told else ""
