"""What real communities show about the theory: their regularities, with each mechanism and without it, and simpler models.

`python -m benchmarks.evidence regularities` writes docs/regularities.md from the logs in the folder COMMUNITY_DATA.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from benchmarks.ablation import judge, theory
from benchmarks.observed import COMMUNITIES, Community, folder
from benchmarks.regular import Regularity, of_community
from benchmarks.simpler import fitted, histories, simulated
from community_dynamics.experiments.facts.estimates import estimate
from community_dynamics.experiments.logs.log import Days, days_of
from community_dynamics.experiments.logs.resampling import interval, resampling
from community_dynamics.experiments.logs.simulated import log_of_run, whole_run
from community_dynamics.experiments.logs.statistics import STATISTICS, drawn_statistics
from community_dynamics.sim.inputs import Change, Scenario
from community_dynamics.sim.state import ATTENDS, POSTS, REPLIES

SEEDS = 8
REACH = 1.645  # standard errors to either end of a 90 % interval
# What is counted in whole days cannot be known better than half a day either way.
WHOLE_DAYS = {"gap_median": 0.5, "gap_p90": 0.5}
EVERYTHING, BUYING, EQUAL = "everything", "BG/NBD", "equal people"


@dataclass(frozen=True)
class Mechanism:
    """A part of the theory, and the values that take it away; `only`: where it can be told from its absence at all."""

    name: str
    without: Mapping[str, float]
    only: tuple[str, ...] = ()


ANSWERS = theory(regard_effect=0, cue=0, connection_gain=0, benefit_by_reaction=0, safety_step=0)
MECHANISMS = (
    Mechanism("interest fades at first", theory(stop_constant=0)),
    Mechanism("interest ends some time", theory(stop_floor=0)),
    Mechanism("coming back", theory(return_strength=0)),
    Mechanism("habit holds and calls back", theory(habit_effect=0, return_by_habit=0)),
    Mechanism("habit brings", theory(visit_by_habit=0, attend_by_habit=0)),
    Mechanism("attention fades", theory(attention_days=1e12)),
    Mechanism("unequal people", {"settings.propensity_spread": 0, "settings.expressive_spread": 0}),
    Mechanism("talkers write more", theory(messages_by_expressiveness=0), ("lean_zulip",)),
    Mechanism("cadence", {"levers.cadence_days": 0}, ("tidytuesday",)),
    Mechanism("days off", {"settings.weekend_share": 1}, ("lean_zulip", "tidytuesday")),
    Mechanism("thinning out", {"settings.dilution": 0}, ("lean_zulip",)),
    Mechanism("common mood", theory(mood_spread=0)),
    Mechanism("answers", ANSWERS,
              ("lean_zulip", "tidytuesday")),
)  # fmt: skip


@dataclass(frozen=True)
class Observed:
    """A real log: its days, and each regularity and statistic with the ends of its 90 % interval."""

    community: Community
    days: Days
    scenario: Scenario
    regular: dict[str, tuple[float, float, float]]
    statistics: dict[str, tuple[float, float, float]]


@dataclass(frozen=True)
class Found:
    """What runs of one model show: each regularity and each statistic, a number a seed."""

    regular: dict[str, np.ndarray]
    statistics: dict[str, np.ndarray]


def without(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with these values instead of its own, on every day of its plan."""
    names = {path.partition(".")[2] for path in values if path.startswith("levers.")}
    plan = tuple(
        Change(one.from_day, one.until_day, one.dials, {name: value for name, value in one.levers.items() if name not in names})
        for one in scenario.plan
    )
    return replace(scenario.with_values(dict(values)), plan=plan)


def run_days(community: Community, scenario: Scenario, seed: int) -> Days:
    """Active days of a run as this community's log would tell them."""
    log = log_of_run(whole_run(scenario, seed), scenario.name)
    return days_of(log, (ATTENDS,) if community.meetings else (POSTS, REPLIES))


def regular(community: Community, days: Days, draws: int = 0) -> dict[str, np.ndarray]:
    """Every regularity of a log, in every draw of members."""
    sample = resampling(days.members, draws)
    return {one.name: one.measure(days, sample, community.silence) for one in of_community(community.name)}


def seventeen(community: Community, days: Days, draws: int = 0) -> dict[str, np.ndarray]:
    """The seventeen statistics of a log, in every draw of members."""
    return drawn_statistics(days, resampling(days.members, draws), community.silence)


@cache
def observed(community_name: str) -> Observed:
    """The log of a community and what it shows."""
    community = next(one for one in COMMUNITIES if one.name == community_name)
    log = community.read(folder())
    days = days_of(log)
    shown = {name: interval(values) for name, values in regular(community, days, 400).items()}
    numbers = {name: interval(values) for name, values in seventeen(community, days, 400).items()}
    return Observed(community, days, community.scenario(), shown, numbers)


def found_in(community: Community, logs: list[Days]) -> Found:
    """Regularities and statistics of several logs; those of a log in which hardly anybody took part are missing."""
    rows = []
    for days in logs:
        few = days.members < 2
        rows.append([{} if few else measure(community, days) for measure in (regular, seventeen)])
    names = [[one.name for one in of_community(community.name)], list(STATISTICS)]
    found = [
        {name: np.array([float(row[part][name][0]) if name in row[part] else np.nan for row in rows]) for name in names[part]}
        for part in (0, 1)
    ]
    return Found(*found)


@cache
def model(community_name: str, values: tuple[tuple[str, float], ...] = (), seeds: int = SEEDS) -> Found:
    """What runs of the community show, some values replaced."""
    seen = observed(community_name)
    scenario = without(seen.scenario, dict(values))
    return found_in(seen.community, [run_days(seen.community, scenario, seed) for seed in range(seeds)])


@cache
def simpler(community_name: str, equal: bool, seeds: int = SEEDS) -> Found:
    """What a simpler model of the same log shows."""
    seen = observed(community_name)
    best = fitted(histories(seen.days), equal)
    return found_in(seen.community, [simulated(best, seen.days, seed) for seed in range(seeds)])


def models(name: str) -> dict[str, Found]:
    """The theory, the theory without each of its mechanisms, and the simpler models."""
    cases = {EVERYTHING: model(name)}
    for one in MECHANISMS:
        if not one.only or name in one.only:
            cases[f"without: {one.name}"] = model(name, tuple(one.without.items()))
    return cases | {BUYING: simpler(name, False), EQUAL: simpler(name, True)}


def standing(one: Regularity, seen: tuple[float, float, float], values: np.ndarray) -> str:
    """What runs show of an observed regularity: shown, not shown (less than half of it, or by chance), overdone (double).

    Empty where the log itself leaves open whether there is a regularity.
    """
    way = 1 if seen[0] > one.nothing else -1
    if min(way * (seen[1] - one.nothing), way * (seen[2] - one.nothing)) <= 0.0:
        return ""
    found = estimate(values)
    beyond = min(way * (found.low - one.nothing), way * (found.high - one.nothing)) > 0.0
    share = (found.mean - one.nothing) / (seen[0] - one.nothing)
    if found.count < 2 or not beyond or share < 0.5:
        return "not shown"
    return "overdone" if share > 2.0 else "shown"


def verdict(one: Regularity, seen: tuple[float, float, float], full: np.ndarray, other: np.ndarray) -> str:
    """kept or lost beside everything; where everything does not show the regularity, what the other does.

    Lost: at least half of it goes, beyond chance, as in docs/ablations.md; where everything overdoes it, less than half of
    what was observed is left. Overdone: more than double of what was observed, which it was not with everything.
    """
    there, own = standing(one, seen, full), standing(one, seen, other)
    if there in ("", "not shown"):
        return own
    if there == "overdone":
        return "lost" if own == "not shown" else "kept"
    way = 1 if seen[0] > one.nothing else -1
    gone = estimate(other)
    if gone.count < 2 or judge(estimate(full), gone, estimate(full - other), one.nothing, way):
        return "lost"
    return "overdone" if own == "overdone" else "kept"


def error_of(name: str, low: float, high: float, value: float) -> float:
    """Standard error of a statistic from the ends of its 90 % interval."""
    grain = WHOLE_DAYS.get(name, 0.0)
    return (max(high, value + grain) - min(low, value - grain)) / (2.0 * REACH)


def is_met(seen: tuple[float, float, float], values: np.ndarray, name: str) -> bool:
    """Whether |mean - observed| <= 1.645 sqrt(standard error^2 + variance between seeds)."""
    value, low, high = seen
    known = values[np.isfinite(values)]
    if known.size < 2:
        return False
    reach = np.hypot(error_of(name, low, high, value), known.std(ddof=1))
    return bool(abs(known.mean() - value) <= REACH * reach)


def met(seen: Observed, found: Found) -> list[str]:
    """Names of the statistics met."""
    return [name for name in STATISTICS if is_met(seen.statistics[name], found.statistics[name], name)]
