"""Whether a place tips (C13): two regimes at one level of support, a core that carries it, and help that may be withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from community_dynamics.experiments.facts.communities import community, finished
from community_dynamics.experiments.facts.dip import chance_of_dip
from community_dynamics.experiments.facts.estimates import jackknife
from community_dynamics.experiments.facts.known import Known, Part
from community_dynamics.experiments.facts.shared_runs import Batch, Each
from community_dynamics.sim.branch import continued, saved
from community_dynamics.sim.inputs import Change, Scenario, inputs_of

SUPPORT = tuple(round(0.1 * step, 1) for step in range(9))
FULL_MINUTES = 60.0  # protected minutes a week under full support, so that middling ones belong to middling support
ALONE = {
    "sponsor_present": 0.0, "facilitator_fte": 0.0, "facilitator_hours_a_week": 0.0, "answer_guarantee_share": 0.0,
    "cadence_days": 0.0, "curated_items_a_week": 0.0, "prompts_a_week": 0.0, "newcomer_awards": 0.0,
}  # fmt: skip
LITTLE, PLEDGE_WEEKS = 0.3, 52.0
FOUNDERS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8)  # of seats
BLOSSOM, LATE = 728, 208  # days under full support, and weeks after it
JUDGED = {"soon": 104, "late": LATE}  # weeks after which it is judged whether a place lives
WAYS = [(way, when) for way in ("start", "stay") for when in JUDGED]
EIGHT_WEEKS, LATELY = 8, 26  # weeks over which that is judged, and over which activity is told
SAMPLE = 100  # seeds of one dip test
SUPPORT_WORK, FOUNDER_WORK = 2 * 9 * 4.4e5, 8 * 2.2e5
LEAST_GAP = 0.02  # of full support
Numbers = dict[str, np.ndarray]


def supported(level: float) -> dict[str, float]:
    """Levers of a place at one level of support: managers who take part, and time that is kept free."""
    return {"leadership_support": level, "protected_minutes_a_week": FULL_MINUTES * level}


def alone(values: Mapping[str, float], level: float, settings: Mapping[str, float]) -> Scenario:
    """Middling seats whose place lives by its members alone."""
    levers = {f"levers.{name}": value for name, value in {**ALONE, **supported(level)}.items()}
    return community("middling").with_values({**levers, **settings, **values})


def support_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """One seed at every level of support: begun under it, and left to it after two years of full support."""
    found: dict[str, float] = {}
    flourishing = alone(values, 1.0, {"settings.days": BLOSSOM + 7.0 * LATE})
    past = saved(inputs_of(flourishing), seed, BLOSSOM)
    for level in SUPPORT:
        left = replace(flourishing, plan=(Change(BLOSSOM, levers=supported(level)),))
        worlds = {"start": finished(alone(values, level, {"settings.days": 7.0 * LATE}), seed)}
        worlds["stay"] = continued(past, inputs_of(left))
        for way, world in worlds.items():
            people = world.weekly["contributors"][-LATE:]
            enough = float(max(world.settings[0]["stall_people"], world.settings[0]["stall_share"] * world.person.size))
            found |= {f"{way} {level} {when}": lives(people[:week], enough) for when, week in JUDGED.items()}
            found[f"{way} {level} activity"] = float(people[-LATELY:].mean())
    return found


def lives(people: np.ndarray, enough: float) -> float:
    """Whether, over the last eight weeks, at least `enough` people a week contributed."""
    return float(people[-EIGHT_WEEKS:].mean() >= enough)


def founder_numbers(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Whether the place holds under little support, by the share of seats whose people are pledged to it for its first year."""
    found = {}
    for part in FOUNDERS:
        seats = community("middling").setting("seats")
        settings = {"settings.founders": round(part * seats), "settings.founder_weeks": PLEDGE_WEEKS}
        found[str(part)] = float(finished(alone(values, LITTLE, settings), seed).outcome[0]["holding"])
    return found


def half_way(levels: Sequence[float], shares: np.ndarray) -> float:
    """Level at which the share first reaches one half, by straight lines; the lowest or the highest where it lies beyond."""
    reached = np.flatnonzero(shares >= 0.5)
    if not reached.size:
        return levels[-1]
    at = int(reached[0])
    if at == 0:
        return levels[0]
    low, high = float(shares[at - 1]), float(shares[at])
    return levels[at - 1] + (levels[at] - levels[at - 1]) * (0.5 - low) / (high - low)


def gaps(starts: np.ndarray, stays: np.ndarray, runs: np.ndarray) -> float:
    """Support at which half of the places start, less support at which half of them stay."""
    return half_way(SUPPORT, starts / runs) - half_way(SUPPORT, stays / runs)


def regimes(found: Numbers) -> np.ndarray:
    """For each sample of a hundred seeds, the smallest chance of its dip over levels of support."""
    samples = max(1, len(found[f"start {SUPPORT[0]} activity"]) // SAMPLE)
    least = []
    for sample in range(samples):
        chances = [chance_of_dip(found[f"start {level} activity"][sample::samples], grain=1.0 / LATELY) for level in SUPPORT]
        least.append(min(chances))
    return np.array(least)


def support_effects(found: Numbers) -> list[np.ndarray]:
    """The chance of a single mode, the same times the number of levels, and the gaps with what is left of one in the other."""
    rows = {way: np.stack([found[f"{way[0]} {level} {way[1]}"] for level in SUPPORT], axis=1) for way in WAYS}
    ones = np.ones(len(rows[WAYS[0]]))
    soon = jackknife(gaps, rows["start", "soon"], rows["stay", "soon"], ones)
    late = jackknife(gaps, rows["start", "late"], rows["stay", "late"], ones)
    chance = regimes(found)
    return [chance, np.minimum(1.0, len(SUPPORT) * chance), soon, late, late - 0.5 * soon]


def founders_at_half(found: Numbers) -> np.ndarray:
    """Share of pledged founders at which half of the runs live."""
    table = np.stack([found[str(part)] for part in FOUNDERS], axis=1)
    return jackknife(lambda alive, runs: half_way(FOUNDERS, alive / runs), table, np.ones(len(table)))


def batches(runs: int) -> tuple[Batch, ...]:
    """A hundred seeds or more at every level of support, and as many with every share of founders."""
    return (Each(support_numbers, max(SAMPLE, runs), SUPPORT_WORK), Each(founder_numbers, max(SAMPLE, runs), FOUNDER_WORK))


CRITICAL_MASS = Known(
    "C13", "critical mass", "Centola et al. 2018; Walk et al. 2016; Ribeiro 2014",
    "middling without facilitator, events, curated items, prompts, awards and sponsor; support is the share of managers who take "
    "part, with 60 protected minutes a week at full support. Two regimes: mean weekly contributors of the last half-year of four "
    "years, at support 0 to .8; Hartigan's dip test in samples of 100 seeds or more against evenly spread numbers, the hardest "
    "case of a single mode. Founders: pledged for a year, at support .3, holding after two. Start and stay: support at which "
    "half of the runs have as many contributors as a place that has not stalled, begun under it, or left to it after two years "
    "of full support, two and four years on; a gap counts from .02",
    (
        Part("chance of a single mode, at the level of support where it is least likely", 0.0, 0.05),
        Part("the same times the number of levels, as one of many is chosen", 0.0, 0.05, (), True),
        Part("support at which half start, less that at which half stay, after two years", LEAST_GAP, 1.0),
        Part("the same after four years", LEAST_GAP, 1.0),
        Part("the same after four years, less half of that after two", 0.0, 1.0),
        Part("pledged founders with whom half of the places live, share of seats", 0.10, 0.40),
    ),
    batches,
    lambda support, founders: [*support_effects(support), founders_at_half(founders)],
)  # fmt: skip
