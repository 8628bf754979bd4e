"""A search on shared seeds: many sets of plans with few runs, fewer sets with more, moves around the best, then fresh seeds.

Every candidate meets the same people, days, luck and draws of the theory's constants, so candidates differ by what they do.
The number that is reported comes from seeds that the search never saw: the winner of a search looks better than it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from community_dynamics.experiments.analysis.multiple_comparisons import Ranking, rank
from community_dynamics.experiments.base.intervals import bootstrap_mean
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.prices import Prices, hours_and_money, priced
from community_dynamics.experiments.recommendation.candidates import NOTHING, Candidate, Choice
from community_dynamics.experiments.studies.plan_comparison import batch_of
from community_dynamics.sim.ensemble import simulate
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import OUTCOMES

JUDGES = ("mean", "worst_decile", "regret")
FIRST_ROUND, FIRST_RUNS, FINALISTS = 48, 16, 6
FRESH = 10_000_019  # seeds apart: those of the search and those of the report never meet


@dataclass
class Search:
    """Every candidate's outcomes so far, a row a run, on seeds from `seed` on."""

    choice: Choice
    outcome: str
    judge: str
    uncertainty: str
    seed: int
    threads: int | None
    progress: Callable[[int], None] | None
    found: dict[Candidate, np.ndarray] = field(default_factory=dict)
    spent: int = 0

    def run(self, candidates: list[Candidate], runs: int) -> None:
        """See to it that each candidate has at least so many runs."""
        for candidate in candidates:
            have = len(self.found.get(candidate, ()))
            if have >= runs:
                continue
            scenario = laid(self.choice.plan_of(candidate), self.choice.scenario)
            more = outcomes_of(scenario, self.seed + have, runs - have, self.uncertainty, self.threads, self.progress)
            self.found[candidate] = more if have == 0 else np.concatenate([self.found[candidate], more])
            self.spent += runs - have

    def values(self, candidate: Candidate, runs: int) -> np.ndarray:
        """The outcome of the first so many runs, so that more is better."""
        column = list(OUTCOMES).index(self.outcome)
        return sign(self.outcome) * self.found[candidate][:runs, column]

    def scores(self, candidates: list[Candidate], runs: int) -> np.ndarray:
        """One number for each candidate, more is better, by the judge chosen."""
        return judged_by(self.judge, np.stack([self.values(one, runs) for one in candidates], axis=1))

    def best(self, candidates: list[Candidate], runs: int, count: int, sets: bool = False) -> list[Candidate]:
        """The best so many, best first; of candidates that differ by dates alone only the best, where sets are asked for."""
        scores = np.nan_to_num(self.scores(candidates, runs), nan=-np.inf)
        ordered = [candidates[place] for place in np.argsort(-scores, kind="stable")]
        if sets:
            first_of: dict[tuple[str, ...], Candidate] = {}
            for one in ordered:
                first_of.setdefault(one.names, one)
            ordered = list(first_of.values())
        return ordered[:count]


def sign(outcome: str) -> float:
    """1 where more is better, -1 where less is."""
    return -1.0 if OUTCOMES[outcome].better == "less" else 1.0


def outcomes_of(
    scenario: Scenario, seed: int, runs: int, uncertainty: str, threads: int | None, progress: Callable[[int], None] | None
) -> np.ndarray:
    """Outcomes of so many runs, runs x outcomes."""
    return simulate(list(batch_of(scenario, seed, runs, uncertainty)), threads, False, progress).outcomes


def judged_by(judge: str, values: np.ndarray) -> np.ndarray:
    """A number for each candidate from its runs (runs x candidates).

    mean: expected value; worst_decile: mean of its worst tenth of runs; regret: minus the mean of what each run lacks of the
    best candidate in that run.
    """
    if judge == "worst_decile":
        worst = max(1, len(values) // 10)
        return np.sort(values, axis=0)[:worst].mean(axis=0)
    if judge == "regret":
        return -(np.nanmax(values, axis=1, keepdims=True) - values).mean(axis=0)
    return np.nanmean(values, axis=0)


def rounds(candidates: int, runs: int = FIRST_RUNS, finalists: int = FINALISTS) -> list[tuple[int, int]]:
    """How many candidates go into each round, and how many runs each has by its end: half as many, twice the runs."""
    steps = []
    while candidates > finalists:
        steps.append((candidates, runs))
        candidates, runs = max(finalists, (candidates + 1) // 2), 2 * runs
    return [*steps, (candidates, runs)]


def search(state: Search, count: int = FIRST_ROUND) -> tuple[list[Candidate], int]:
    """Halving, then moves around the best until none is better: the finalists, best first, and the runs that each has."""
    candidates = state.choice.first_round(count, state.seed)
    runs = FIRST_RUNS
    for size, runs in rounds(len(candidates)):
        candidates = candidates[:size]
        state.run(candidates, runs)
        candidates = state.best(candidates, runs, len(candidates))
    tried = set(state.found)
    for _ in range(4):
        leader = candidates[0]
        near = [one for one in dict.fromkeys(state.choice.moves(leader)) if one not in tried and state.choice.allowed(one)]
        tried |= set(near)
        state.run(near, FIRST_RUNS)
        promising = state.best([leader, *near], FIRST_RUNS, FINALISTS)
        state.run(promising, runs)
        pool = list(dict.fromkeys([*candidates, *promising]))
        candidates = state.best([one for one in pool if len(state.found[one]) >= runs], runs, FINALISTS, sets=True)
        if candidates[0] == leader:
            break
    return candidates, runs


@dataclass(frozen=True)
class Final:
    """Finalists and doing nothing on fresh seeds.

    table: a row each, best first; ranking: all pairs judged jointly on the outcome; searched: the score that each had in the
    search; runs: fresh runs of each.
    """

    candidates: list[Candidate]
    table: pd.DataFrame
    ranking: Ranking
    runs: int


def final(state: Search, finalists: list[Candidate], searched_runs: int, runs: int, prices: Prices) -> Final:
    """Finalists and doing nothing, on seeds that the search never saw."""
    entrants = list(dict.fromkeys([*finalists, NOTHING]))
    state.run([NOTHING], searched_runs)
    fresh = {}
    for one in entrants:
        scenario = laid(state.choice.plan_of(one), state.choice.scenario)
        fresh[one] = outcomes_of(scenario, FRESH + state.seed, runs, state.uncertainty, state.threads, state.progress)
        state.spent += runs
    column = list(OUTCOMES).index(state.outcome)
    values = np.stack([fresh[one][:, column] for one in entrants], axis=1)
    scores = judged_by(state.judge, sign(state.outcome) * values)
    order = sorted(range(len(entrants)), key=lambda place: -scores[place])
    entrants, values = [entrants[place] for place in order], values[:, order]
    ranking = rank(values, sign(state.outcome) > 0)
    rows = [row_of(state, one, fresh, values, place, searched_runs, prices) for place, one in enumerate(entrants)]
    table = pd.DataFrame(rows)
    table["on_front"] = front(table[["value", "strain", "cost_a_year"]].to_numpy() * [-sign(state.outcome), 1.0, 1.0])
    table["among_best"] = [place in ranking.among_best for place in range(len(entrants))]
    return Final(entrants, table, ranking, runs)


def row_of(
    state: Search,
    candidate: Candidate,
    fresh: dict[Candidate, np.ndarray],
    values: np.ndarray,
    place: int,
    searched_runs: int,
    prices: Prices,
) -> dict[str, object]:
    """One candidate: what it achieves on fresh seeds, what the search had thought, what it takes."""
    outcomes = {name: fresh[candidate][:, column] for column, name in enumerate(OUTCOMES)}
    plan = state.choice.plan_of(candidate)
    scenario = plan.laid_over(state.choice.scenario)
    years = state.choice.days / 365.0
    cost = priced(hours_and_money(scenario, plan, outcomes), prices) / years
    hours, money = state.choice.needs(candidate)
    reached = bootstrap_mean(values[np.isfinite(values[:, place]), place])
    toward = sign(state.outcome) * values
    return {
        "plan": candidate.name,
        "value": float(reached.value),
        "low": float(reached.low),
        "high": float(reached.high),
        "in_the_search": float(sign(state.outcome) * np.nanmean(state.values(candidate, searched_runs))),
        "worst_decile": float(sign(state.outcome) * judged_by("worst_decile", toward)[place]),
        "regret": float(-judged_by("regret", toward)[place]),
        "flourishing": float(outcomes["flourishing"].mean()),
        "holding": float(outcomes["holding"].mean()),
        "motivation": float(np.nanmean(outcomes["motivation"])),
        "strain": float(np.nanmean(outcomes["strain"])),
        "paid_hours_a_week": hours,
        "money_a_year": money,
        "cost_a_year": float(cost.mean()),
    }


def front(costs: np.ndarray) -> np.ndarray:
    """Which rows no other row beats in every column at once (less is better)."""
    no_worse = (costs[:, None, :] <= costs[None, :, :]).all(axis=2)
    better = (costs[:, None, :] < costs[None, :, :]).any(axis=2)
    return np.logical_not(np.any(no_worse & better, axis=0))
