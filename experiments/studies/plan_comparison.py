"""Several plans for one community, on the same seeds: what each changes, for whom, how soon, and at what cost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.multiple_comparisons import Ranking, largest_statistic, rank
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.base.statements import percent, plain_name, several, tidy
from community_dynamics.experiments.base.values import outcome_with_mean
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import PEOPLE, NamedPlan
from community_dynamics.experiments.plans.plan_words import choice_words
from community_dynamics.experiments.plans.prices import Prices, hours_and_money, priced
from community_dynamics.experiments.scenarios.posterior import draws
from community_dynamics.experiments.studies.compare import MOST_DAYS_KEPT, check_runs, difference, differences, is_share
from community_dynamics.sim.ensemble import Ensemble, Run, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.outcomes import OUTCOMES, PROPORTIONS

DRAWS = 200  # of the theory's constants, as many as come along
EIGHT_WEEKS, STEADY = 8, 4
USUAL_PRICES = Prices()
GROUPS = {
    "newcomers": "kept_90_days",
    "those who post for the first time": "first_posts_answered_share",
    "readers": "monthly_visitors",
    "the least safe tenth": "safety_10th_percentile",
    "the core": "core_share",
    "community leaders": "community_leaders",
    "all present (motivation)": "motivation",
    "all present (strain)": "strain",
}
COVERS = {
    "theory": "95 % intervals cover seed noise and what calibration left open of the theory (a draw of its constants a seed)",
    "seeds": "95 % intervals cover seed noise (other random seeds), not parameters that may be wrong",
}


@dataclass(frozen=True)
class PlanComparison:
    """Several plans on the same seeds, the first the one that all are compared with.

    effects: a row for each plan but the first and each outcome; costs: a row a plan; gains: who gains, a row for each plan and
    group; pairs: every two plans on the outcome asked about, judged jointly; runs: every run's outcomes.
    """

    scenario: Scenario
    plans: Mapping[str, NamedPlan]
    outcome: str
    effects: pd.DataFrame
    costs: pd.DataFrame
    gains: pd.DataFrame
    pairs: pd.DataFrame
    runs: pd.DataFrame
    best: tuple[str, ...]
    saved: float
    statement: str
    covers: str
    ensembles: Mapping[str, Ensemble] = field(repr=False, default_factory=dict)

    @property
    def count(self) -> int:
        """Runs of each plan."""
        return len(self.runs) // len(self.plans)


def compare_plans(
    scenario: Scenario,
    plans: Mapping[str, NamedPlan],
    runs: int = 100,
    seed: int = 0,
    outcome: str = "weekly_contributors",
    uncertainty: str = "theory",
    prices: Prices = USUAL_PRICES,
    precision: float | None = None,
    most_runs: int = 2000,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> PlanComparison:
    """Run each plan on the same seeds and, unless uncertainty="seeds", the same draws of the theory's constants.

    precision: where given, runs grow (by `runs`, to at most `most_runs`) until each plan's difference from the first in
    `outcome` has an interval of at most this half-width, in the outcome's own unit.
    """
    check_runs(runs, seed)
    outcome_with_mean(outcome)
    if precision is not None and precision <= 0:
        raise InvalidValue(f"precision = {precision:g} is not above 0 (half the width of an interval); 0.5 people are usual")
    if len(plans) < 2:
        raise InvalidValue("one plan alone cannot be compared; name another, such as plan=[none,monthly_meetup]")
    communities = {name: laid(plan, scenario) for name, plan in plans.items()}
    ensembles: dict[str, Ensemble] = {}
    done, most = 0, runs if precision is None else max(runs, most_runs)
    while done == 0 or (precision is not None and done < most and widest(ensembles, outcome) > precision):
        more = min(runs, most - done)
        for name, community in communities.items():
            batch = simulate(
                list(batch_of(community, seed + done, more, uncertainty)),
                threads,
                keeps(scenario, most),
                progress,
            )
            ensembles[name] = joined(ensembles.get(name), batch)
        done += more
    return judged(scenario, plans, communities, ensembles, seed, outcome, uncertainty, prices)


def keeps(scenario: Scenario, runs: int) -> bool:
    """Whether daily and weekly series of so many runs fit in the memory."""
    return runs * scenario.setting("days") <= MOST_DAYS_KEPT


def batch_of(scenario: Scenario, first_seed: int, runs: int, uncertainty: str) -> Iterator[Run]:
    """Runs on seeds from `first_seed` on; a seed has the same draw of the theory under every plan."""
    if uncertainty == "seeds":
        inputs = inputs_of(scenario)
        yield from (Run(inputs, seed) for seed in range(first_seed, first_seed + runs))
        return
    left_open = theory_draws()
    own = {f"theory.{name}": value for name, value in scenario.theory.items()}
    known = [
        inputs_of(scenario.with_values(left_open[seed % DRAWS] | own))
        for seed in range(first_seed, first_seed + min(runs, DRAWS))
    ]
    yield from (Run(known[number % DRAWS], first_seed + number) for number in range(runs))


@cache
def theory_draws() -> list[dict[str, float]]:
    """What calibration left open of the theory, read once: a search asks for it hundreds of times."""
    return draws(DRAWS)


def joined(before: Ensemble | None, more: Ensemble) -> Ensemble:
    """Runs and more runs."""
    if before is None:
        return more
    outcomes = np.concatenate([before.outcomes, more.outcomes])
    if before.daily is None or before.weekly is None or more.daily is None or more.weekly is None:
        return Ensemble(outcomes)
    return Ensemble(outcomes, np.concatenate([before.daily, more.daily]), np.concatenate([before.weekly, more.weekly]))


def widest(ensembles: Mapping[str, Ensemble], outcome: str) -> float:
    """The widest half of an interval of a plan's difference from the first; infinite where there is none yet."""
    first, *others = ensembles.values()
    rows = [difference(outcome, first[outcome], other[outcome]) for other in others]
    halves = [(row["high"] - row["low"]) / 2 for row in rows]
    return max((half if np.isfinite(half) else np.inf) for half in halves)


def judged(
    scenario: Scenario,
    plans: Mapping[str, NamedPlan],
    communities: Mapping[str, Scenario],
    ensembles: Mapping[str, Ensemble],
    seed: int,
    outcome: str,
    uncertainty: str,
    prices: Prices,
) -> PlanComparison:
    """What the runs say."""
    names = list(plans)
    values = np.stack([ensembles[name][outcome] for name in names], axis=1)
    ranking = rank(values, OUTCOMES[outcome].better != "less")
    best = tuple(names[place] for place in ranking.among_best)
    effects = effects_of(plans, ensembles)
    costs = costs_of(plans, communities, ensembles, outcome, prices)
    return PlanComparison(
        scenario,
        plans,
        outcome,
        effects,
        costs,
        gains_of(effects),
        pairs_of(names, ranking),
        runs_frame(ensembles, seed),
        best,
        pairing_saves(values),
        plans_sentence(scenario, names, ranking, outcome, effects, ensembles),
        COVERS[uncertainty],
        ensembles,
    )


def effects_of(plans: Mapping[str, NamedPlan], ensembles: Mapping[str, Ensemble]) -> pd.DataFrame:
    """Every outcome under each plan against the first: means, difference, interval, pairs that flip each way, time to effect."""
    first, *others = plans
    frames = []
    for name in others:
        frame = differences(ensembles[first], ensembles[name])
        frame.insert(0, "plan", name)
        frame["weeks_to_effect"] = np.nan
        weeks = weeks_to_effect(ensembles[first], ensembles[name], plans[name].first_day() or 0)
        frame.loc[frame["outcome"] == "weekly_contributors", "weeks_to_effect"] = weeks
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def weeks_to_effect(first: Ensemble, second: Ensemble, begins: int) -> float:
    """Weeks from a plan's beginning until weekly contributors, as an 8-week mean, differ beyond chance for four weeks on end.

    Beyond chance: all weeks taken together, with 95 % confidence. NaN where they never do, or where weekly series were not kept.
    """
    if first.weekly is None or second.weekly is None:
        return np.nan
    gap = trailing(second.weekly["contributors"] - first.weekly["contributors"])
    if len(gap) < 2:
        return np.nan
    after = np.arange(gap.shape[1]) >= begins // 7
    error = largest_statistic(gap[:, after]) * gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
    clear = after & (np.abs(gap.mean(axis=0)) > error)
    for week in np.flatnonzero(clear):
        if clear[week : week + STEADY].all() and week + STEADY <= len(clear):
            return float(week - begins // 7)
    return np.nan


def trailing(series: np.ndarray) -> np.ndarray:
    """Means over the last eight weeks (fewer at the beginning) of runs x weeks."""
    sums = np.cumsum(series, axis=1)
    sums[:, EIGHT_WEEKS:] = sums[:, EIGHT_WEEKS:] - sums[:, :-EIGHT_WEEKS].copy()
    return sums / np.minimum(np.arange(series.shape[1]) + 1, EIGHT_WEEKS)


def costs_of(
    plans: Mapping[str, NamedPlan],
    communities: Mapping[str, Scenario],
    ensembles: Mapping[str, Ensemble],
    outcome: str,
    prices: Prices,
) -> pd.DataFrame:
    """What each plan takes a year, in hours and in money, and what it brings for that, against the first."""
    rows = []
    years = next(iter(communities.values())).setting("days") / 365.0
    toward = -1.0 if OUTCOMES[outcome].better == "less" else 1.0
    base: tuple[np.ndarray, np.ndarray] | None = None
    for name, plan in plans.items():
        outcomes = {column: ensembles[name][column] for column in OUTCOMES}
        taken = hours_and_money(communities[name], plan, outcomes, ensembles[name].weekly)
        whole, achieved = priced(taken, prices) / years, ensembles[name][outcome]
        row: dict[str, object] = {"plan": name}
        row |= {f"{who}_hours_a_year": float(taken[who].mean() / years) for who in PEOPLE}
        row |= {"money_a_year": float(taken["money"].mean() / years), "cost_a_year": float(whole.mean())}
        if base is None:
            base = whole, achieved
        more = bootstrap_mean(whole - base[0])
        row |= {"more_a_year": float(more.value), "more_low": float(more.low), "more_high": float(more.high)}
        rows.append(row | per_thousand(toward * (achieved - base[1]), whole - base[0]))
    return pd.DataFrame(rows)


def per_thousand(gain: np.ndarray, more: np.ndarray) -> dict[str, float]:
    """What is gained (where less is better, taken off) for each 1,000 more a year; undefined where it may cost no more."""
    known = np.isfinite(gain)
    extra = float(more.mean())
    clear = extra > 0 and float(bootstrap_mean(more).low) > 0
    return {"gain_for_1000": float(1000.0 * gain[known].mean() / extra) if clear and known.any() else np.nan}


def gains_of(effects: pd.DataFrame) -> pd.DataFrame:
    """Who gains and who loses by each plan: the outcome that stands for each group, with its verdict."""
    rows = []
    for group, outcome in GROUPS.items():
        found = effects[effects["outcome"] == outcome][
            ["plan", "outcome", "label", "first", "second", "difference", "low", "high", "verdict"]
        ]
        rows.append(found.assign(group=group))
    return pd.concat(rows, ignore_index=True)


def pairs_of(names: Sequence[str], ranking: Ranking) -> pd.DataFrame:
    """Every two plans, the difference of the first minus the second, with ends that hold jointly."""
    rows = [
        (one, other, ranking.difference[i, j], ranking.low[i, j], ranking.high[i, j])
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if i != j
    ]
    return pd.DataFrame(rows, columns=["plan", "than", "difference", "low", "high"])


def runs_frame(ensembles: Mapping[str, Ensemble], seed: int) -> pd.DataFrame:
    """Outcomes of every run, with its plan and seed."""
    frames = []
    for name, ensemble in ensembles.items():
        frame = pd.DataFrame(ensemble.outcomes, columns=list(OUTCOMES))
        frame.insert(0, "plan", name)
        frame.insert(1, "seed", np.arange(seed, seed + len(frame), dtype=np.uint64))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def pairing_saves(values: np.ndarray) -> float:
    """How many times as many runs would be needed without shared seeds, for the same width; the median over plans."""
    values = values[np.isfinite(values).all(axis=1)]
    if len(values) < 2:
        return np.nan
    spread = values.var(axis=0, ddof=1)
    gaps = (values[:, 1:] - values[:, :1]).var(axis=0, ddof=1)
    moving = gaps > 0
    return float(np.median((spread[1:] + spread[0])[moving] / gaps[moving])) if moving.any() else np.nan


def plans_sentence(
    scenario: Scenario,
    names: Sequence[str],
    ranking: Ranking,
    outcome: str,
    effects: pd.DataFrame,
    ensembles: Mapping[str, Ensemble],
) -> str:
    """Which plan is best, what it does against the first, and which cannot be told from it."""
    label, shown = OUTCOMES[outcome].label.lower(), percent if outcome in PROPORTIONS else tidy
    told = [choice_words(name) for name in names]
    first, best = told[0], told[ranking.best]
    among = [told[place] for place in ranking.among_best]
    if len(among) == len(names):
        return f"{plain_name(scenario)}: no plan can be told from another in {label}, over {runs_in(ensembles)} runs of each."
    if first in among:
        worse = [name for name in told if name not in among]
        do = "does" if len(worse) == 1 else "do"
        return f"{plain_name(scenario)}: no plan clearly beats {first} in {label}; {several(worse)} {do} worse."
    row = effects[(effects["plan"] == names[ranking.best]) & (effects["outcome"] == outcome)].iloc[0]
    rivals = [name for name in among if name != best]
    tied = f"; {several(rivals)} cannot be told from it" if rivals else ""
    points = 100.0 if is_share(outcome) else 1.0
    ends = f"{tidy(points * row['low'])} to {tidy(points * row['high'])}{' points' if points > 1 else ''}"
    return (
        f"{plain_name(scenario)}: of {len(names)} plans, {best} does most for {label}: {shown(row['second'])} against "
        f"{shown(row['first'])} for {first} (difference, 95 % interval: {ends}){tied}."
    )


def runs_in(ensembles: Mapping[str, Ensemble]) -> int:
    """Runs of each plan."""
    return len(next(iter(ensembles.values())).outcomes)
