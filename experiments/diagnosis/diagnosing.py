"""Why a community stalls, whole: causes, what saves it, until when, one world as a story; as tables and sentences."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import nearest, shown, unknown
from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.diagnosis.causes import Case, case_of, cause_words
from community_dynamics.experiments.diagnosis.loss_shares import CLEAR, Shares, grown, is_clear, loss_is_clear, rivals
from community_dynamics.experiments.diagnosis.repaired_worlds import Worlds
from community_dynamics.experiments.diagnosis.rescue import DEADLINE_SEEDS, Deadline, Rescue, deadline_of, rescue_of, sets_of_size
from community_dynamics.experiments.diagnosis.twins import Twins, twins_of
from community_dynamics.experiments.execution.in_memory import Progress, check_seed
from community_dynamics.sim.inputs import Scenario

# Outcomes that every run has, of which more is better.
JUDGED = (
    "weekly_contributors", "holding", "flourishing", "took_off", "weekly_visitors", "monthly_visitors", "members",
    "contributions_a_week", "logons_a_weekday",
)  # fmt: skip
DEADLINE_ENSEMBLES = 28
USUAL_SIZE, USUAL_RUNS, FEWEST_RUNS = 300 * 730, 2500, 800
PAIR_SEEDS, MOST_PAIRED = 16, 10
CLEAR_CAUSE, TIED, NO_CAUSE = "clear", "cannot be told apart", "no clear cause"


@dataclass(frozen=True)
class Diagnosis:
    """Why a community loses against its reference.

    causes: a row each, the largest share first, with 95 % intervals; pairs: how far two repairs together differ from the sum
    of each alone; verdict: clear, cannot be told apart, or no clear cause. Intervals cover seeds.
    """

    case: Case
    outcome: str
    seed: int
    runs: int
    shares: Shares
    causes: pd.DataFrame
    pairs: pd.DataFrame
    rescue: Rescue
    deadline: Deadline | None
    twins: Twins | None
    verdict: str
    leading: tuple[str, ...]


def outcome_judged(name: str) -> str:
    """An outcome that a diagnosis can share out: defined in every run, more of it better."""
    if name in JUDGED:
        return name
    where = f"it may be {', '.join(JUDGED)}: outcomes that every run has and of which more is better"
    raise unknown(f"outcome={shown(name)}", "an outcome that a diagnosis shares out", nearest(name, JUDGED), where)


def runs_allowed(community: Scenario) -> int:
    """Runs for the shares unless said: fewer for larger and longer communities, so that the time stays about the same."""
    size = community.setting("seats") * community.setting("days")
    return int(np.clip(USUAL_RUNS * USUAL_SIZE / size, FEWEST_RUNS, USUAL_RUNS))


def runs_expected(case: Case, runs: int | None = None) -> int:
    """About how many runs a diagnosis takes, for its progress."""
    causes = len(case.causes)
    pairs = PAIR_SEEDS * causes * (causes - 1) // 2 if causes <= MOST_PAIRED else 0
    return (runs or runs_allowed(case.community)) + pairs + DEADLINE_SEEDS * DEADLINE_ENSEMBLES


def diagnose(
    community: Scenario,
    reference: Scenario | str | None = None,
    outcome: str = "weekly_contributors",
    seed: int = 0,
    runs: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    by: str = "groups",
) -> Diagnosis:
    """Causes, repairs, the last day for them, and one world told; `runs` bounds those spent on shares (never below 32 seeds)."""
    outcome_judged(outcome)
    check_seed(seed, 2000)
    case = case_of(community, reference, by)
    worlds = Worlds(case, seed, threads, progress)
    shares = grown(worlds, outcome, runs or runs_allowed(community))
    verdict, leading = verdict_of(case, shares)
    pairs = pairs_of(worlds, outcome)
    rescue = rescue_of(worlds, outcome)
    deadline = deadline_of(worlds, rescue) if verdict != NO_CAUSE else None
    told = rescue.sets[0][0] if rescue.sets else 1 << shares.top
    twins = twins_of(worlds, outcome, told, range(len(shares.parts))) if verdict != NO_CAUSE else None
    table = cause_table(case, shares)
    return Diagnosis(case, outcome, seed, worlds.done, shares, table, pairs, rescue, deadline, twins, verdict, leading)


def verdict_of(case: Case, shares: Shares) -> tuple[str, tuple[str, ...]]:
    """Whether there is a clear cause, and the causes that lead."""
    if not loss_is_clear(shares):
        return NO_CAUSE, ()
    top = case.causes[shares.top].name
    if is_clear(shares):
        return CLEAR_CAUSE, (top,)
    others = rivals(shares)
    return (TIED, (top, *(case.causes[one].name for one in others))) if others else (NO_CAUSE, ())


def cause_table(case: Case, shares: Shares) -> pd.DataFrame:
    """A row for each cause, the largest share first: share of the loss, alone, and how much depends on the order."""
    values, ends = shares.values, bootstrap_mean(shares.parts)
    alone, broken, order = (bootstrap_mean(one) for one in (shares.first, shares.last, shares.last - shares.first))
    table = pd.DataFrame(
        {
            "cause": [cause.name for cause in case.causes],
            "share": values,
            "low": ends.low,
            "high": ends.high,
            "percent": percentages(values),
            "repaired_alone": alone.value,
            "repaired_alone_low": alone.low,
            "repaired_alone_high": alone.high,
            "broken_alone": broken.value,
            "broken_alone_low": broken.low,
            "broken_alone_high": broken.high,
            "order": order.value,
            "order_low": order.low,
            "order_high": order.high,
            "differs": [cause_words(case, cause) for cause in case.causes],
        }
    )
    return table.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def percentages(values: np.ndarray) -> np.ndarray:
    """Shares in whole per cent of a loss, which add up to 100: what rounding leaves goes to the largest remainders."""
    total = values.sum()
    if total <= 0.0:
        return np.full(len(values), np.nan)
    exact = 100.0 * values / total
    whole = np.floor(exact)
    missing = round(100.0 - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1.0
    return whole


def pairs_of(worlds: Worlds, outcome: str) -> pd.DataFrame:
    """Both repaired, less each alone: above zero where two repairs need one another, below where one does for both.

    Only pairs whose interval (99 %) is clear of zero, the largest first; none where there are very many causes.
    """
    causes, seeds = len(worlds.case.causes), range(PAIR_SEEDS)
    columns = ["first", "second", "together", "low", "high"]
    if not 2 <= causes <= MOST_PAIRED:
        return pd.DataFrame(columns=columns)
    pairs = list(sets_of_size(causes, 2))
    worlds.live((one, number) for one in pairs for number in seeds)
    now = worlds.values(outcome, 0, seeds)
    rows = []
    for pair in pairs:
        own = [1 << cause for cause in range(causes) if pair >> cause & 1]
        singles = sum(worlds.values(outcome, one, seeds) - now for one in own)
        found = bootstrap_mean(worlds.values(outcome, pair, seeds) - now - singles, CLEAR)
        if found.low > 0 or found.high < 0:
            rows.append((*worlds.case.names(pair), found.value, found.low, found.high))
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("together", key=lambda values: -values.abs(), kind="stable", ignore_index=True)
