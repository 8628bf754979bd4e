"""Patterns that a mechanism exists for, each as one number a seed."""

import numpy as np

from benchmarks.counting import stopped_counts
from benchmarks.directions import at
from benchmarks.halves import Measure, Values
from benchmarks.thresholds import KEEP, cascade_world, graph_of, staying, survives
from community_dynamics.experiments.facts.acts import acts_of
from community_dynamics.experiments.facts.answered_posts import reply_numbers
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.messages import messages_of
from community_dynamics.experiments.facts.still import STILL, advance, morning_of_day_0, still
from community_dynamics.experiments.logs.simulated import events_of, numbered, simulated_log, whole_run
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.state import JOINS, PRESENT, VISITS, WAITING
from community_dynamics.sim.world import World, allocate


def outcome(values: Values, seeds: int, name: str, base: Scenario | None = None) -> np.ndarray:
    """One outcome of a middling community, or of another, a number a seed."""
    return at(base or community("middling"), dict(values), seeds)[name]


def contrast(name: str, low: Values, high: Values, base: str = "middling", fixed: Values | None = None) -> Measure:
    """How much one outcome gains from one setting of levers to another, on common dice."""

    def measure(values: Values, seeds: int) -> np.ndarray:
        scenario = community(base).with_values(dict(fixed or {}))
        return outcome(dict(high) | dict(values), seeds, name, scenario) - outcome(
            dict(low) | dict(values), seeds, name, scenario
        )

    return measure


def weekly(values: Values, seeds: int, name: str) -> np.ndarray:
    """One weekly series of a middling community: seeds x weeks."""
    inputs = inputs_of(community("middling").with_values(values))
    runs = simulate([Run(inputs, seed) for seed in range(seeds)], series=True)
    assert runs.weekly is not None
    return runs.weekly[name]


def self_sustaining(values: Values, seeds: int) -> np.ndarray:
    """Whether activity lasts three years on contagion alone, at twice the critical strength."""
    scale = values.get("theory.contagion", 1.0)
    lasting = []
    for seed in range(seeds):
        top = float(np.linalg.eigvalsh(graph_of(0, 200, seed))[-1])
        lasting.append(float(survives(scale * 2.0 * (1.0 - KEEP) / top, seed, 0, 200, 1000)))
    return np.array(lasting)


def still_worlds(values: Values, seeds: int, seats: int, days: int, ours: Values) -> list[World]:
    """Still communities with a few mechanisms on, walked to the end, with their event logs."""
    size = {"seats": seats, "founders": seats, "days": days}
    scenario = Scenario("still", settings=size).with_values(STILL | dict(ours) | dict(values))
    return [whole_run(scenario, seed) for seed in range(seeds)]


def visits_of(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Seat and day of every visit, by seat and day."""
    events = events_of(world)
    own = events[events["kind"] == VISITS]
    order = np.lexsort((own["day"], own["seat"]))
    return own["seat"][order], own["day"][order]


def coming_more_often(values: Values, seeds: int) -> np.ndarray:
    """Visits in the fifth month over visits in the first, where nothing but habit changes."""
    ours = {"theory.visit_base": 0.1, "theory.visit_by_habit": 0.3}
    worlds = still_worlds(values, seeds, 200, 140, ours)
    return np.array([one.daily["logons"][112:140].sum() / one.daily["logons"][:28].sum() for one in worlds])


def fading_from_mind(values: Values, seeds: int) -> np.ndarray:
    """Chance to come after 21-27 days away over the chance after 0-2, among equal people."""
    ours = {"theory.visit_base": 0.1, "theory.attention_days": 14.0}
    ratios = []
    for world in still_worlds(values, seeds, 400, 365, ours):
        seat, day = visits_of(world)
        gap = (np.diff(day) - 1)[seat[1:] == seat[:-1]]
        late, early = (gap >= 21) & (gap < 28), gap < 3
        at_risk_late = np.clip(gap - 20, 0, 7).sum()
        at_risk_early = np.clip(gap + 1, 0, 3).sum()
        ratios.append((late.sum() / at_risk_late) / (early.sum() / at_risk_early))
    return np.array(ratios)


def common_ups_and_downs(values: Values, seeds: int) -> np.ndarray:
    """Variance over mean of daily visits among independent people: 1 without a common mood."""
    ours = {"theory.visit_base": 0.05, "theory.mood_spread": 0.15}
    worlds = still_worlds(values, seeds, 1000, 300, ours)
    return np.array([one.daily["logons"][10:].var() / one.daily["logons"][10:].mean() for one in worlds])


def returning(values: Values, seeds: int) -> np.ndarray:
    """Visits after 60 or more days away, for each hundred people who joined, in the open forum."""
    scenario, found = community("open_forum").with_values(values), []
    for seed in range(seeds):
        world = whole_run(scenario, seed)
        seat, day = visits_of(world)
        long_gap = (np.diff(day) >= 60) & (seat[1:] == seat[:-1])
        found.append(100.0 * long_gap.sum() / world.community[0]["joined"])
    return np.array(found)


def bursts_of_arrivals(values: Values, seeds: int) -> np.ndarray:
    """Variance over mean of weekly arrivals in an even calendar: 1 for a Poisson process."""
    even = {"settings.weekend_share": 1.0, "settings.holiday_weeks": 0}
    inputs = inputs_of(community("open_forum").with_values(even | dict(values)))
    runs = simulate([Run(inputs, seed) for seed in range(seeds)], series=True)
    assert runs.daily is not None
    joins = runs.daily["joins"][:, 14:]
    joins = joins[:, : joins.shape[1] // 7 * 7].reshape(seeds, -1, 7).sum(axis=2)
    return joins.var(axis=1) / joins.mean(axis=1)


def single_posters(values: Values, seeds: int) -> np.ndarray:
    """Share of the open forum's posters who posted once."""
    scenario = community("open_forum").with_values(values)
    logs = (simulated_log(scenario, seed) for seed in range(seeds))
    return np.array([(messages_of(log).counts() == 1).mean() for log in logs])


def different_from_the_start(values: Values, seeds: int) -> np.ndarray:
    """Variance over mean of the founders' visits in four weeks: 1 if they differed by chance alone."""
    inputs = inputs_of(community("well_run_cop").with_values({"settings.founders": 200} | dict(values)))
    found = []
    for seed in range(seeds):
        world = morning_of_day_0(inputs, seed)
        advance(world, 28)
        visits = world.person["visits"][world.person["joined"] < 0]
        found.append(visits.var() / visits.mean())
    return np.array(found)


def power_law(values: Values, seeds: int) -> np.ndarray:
    """Share of people who stop before their tenth contribution, posting daily until they stop, c = .7."""
    constant = values.get("theory.stop_constant", 0.7)
    return np.array([(stopped_counts(constant, 2000, 60, seed) < 10).mean() for seed in range(seeds)])


def following(values: Values, seeds: int) -> np.ndarray:
    """People who follow thirty founders by threshold, none persuaded: spread 2 of log-odds (300 people)."""
    spread = values.get("theory.trait_spread", 2.0)
    worlds = (cascade_world(300, seed, spread, 30)[0] for seed in range(seeds))
    return np.array([(world.status != WAITING).sum() - 30.0 for world in worlds])


def leaving(values: Values, seeds: int) -> np.ndarray:
    """Share of people who leave a small world of 6 neighbours where at least 5 must be active."""
    cost = values.get("theory.stay_cost", 1.0)
    return np.array([1.0 - len(staying(0.25, cost, 200, seed, degree=6).stayed) / 200 for seed in range(seeds)])


def answer_effect(values: Values, seeds: int) -> np.ndarray:
    """Points by which an answer raises the chance that a first-time poster posts again within 90 days."""
    return np.array([reply_numbers(values, seed)["difference"] for seed in range(seeds)])


def wear_of_praise(values: Values, seeds: int) -> np.ndarray:
    """Mean regard after a year over that after two months, everybody posting and most being praised daily."""
    ours = {"levers.praise_rate": 0.6, "theory.visit_base": 1.0, "theory.show_base": 50.0}
    inputs = still(100, 364, ours | dict(values))
    found = []
    for seed in range(seeds):
        world = morning_of_day_0(inputs, seed)
        advance(world, 56)
        early = world.person["regard"].mean()
        advance(world, 364 - 56, 56)
        found.append(world.person["regard"].mean() / early)
    return np.array(found)


def late_joiners(values: Values, seeds: int) -> np.ndarray:
    """People who join after the first half-year although nobody announces the community any more."""
    quiet = {
        "settings.steady_reach_a_year": 0.0,
        "theory.trait_spread": 0.0,
        "levers.staff_turnover_a_year": 0.0,
    }
    inputs = inputs_of(community("well_run_cop").with_values(quiet | dict(values)))
    runs = simulate([Run(inputs, seed) for seed in range(seeds)], series=True)
    assert runs.daily is not None
    return runs.daily["joins"][:, 182:].sum(axis=1).astype(float)


def voice_in_safety(base: str) -> Measure:
    """Contributions a visit where leaders are inclusive, over those where they lecture (log), in one community."""

    def measure(values: Values, seeds: int) -> np.ndarray:
        rates = []
        for inclusive in (0.1, 0.9):
            runs = at(community(base), {"levers.leader_inclusiveness": inclusive} | dict(values), seeds)
            rates.append((runs["contributions_a_week"] + 0.05) / (runs["weekly_visitors"] + 0.5))
        return np.log(rates[1] / rates[0])

    return measure


def flood(values: Values, seeds: int) -> np.ndarray:
    """Benefit felt at 500 curated items a week minus benefit at 200."""
    few, many = (
        weekly({"levers.curated_items_a_week": items} | dict(values), seeds, "mean_benefit")[:, -26:].mean(axis=1)
        for items in (200, 500)
    )
    return many - few


def crowd_of_events(values: Values, seeds: int) -> np.ndarray:
    """Attendance at an online event every working day over one a week (log), time being ample."""
    ample = {"settings.private_minutes": 240, "levers.face_to_face_share": 0.0, "levers.event_minutes": 5.0}
    sizes = []
    for gap in (1, 7):
        inputs = inputs_of(community("middling").with_values(ample | {"levers.cadence_days": gap} | dict(values)))
        runs = simulate([Run(inputs, seed) for seed in range(seeds)], series=True)
        assert runs.daily is not None
        held = np.maximum(1, (runs.daily["attendance"] > 0).sum(axis=1))
        sizes.append(runs.daily["attendance"].sum(axis=1) / held)
    return np.log(sizes[0] / sizes[1])


def steady_hand(values: Values, seeds: int) -> np.ndarray:
    """Contributors a week at middling control, minus the mean of those at none and at the tightest."""
    loose, open_, tight = (
        outcome({"levers.control": control} | dict(values), seeds, "weekly_contributors") for control in (0.0, 0.45, 1.0)
    )
    return open_ - (loose + tight) / 2


def rush_for_badges(values: Values, seeds: int) -> np.ndarray:
    """Posts by those half-way to a badge in the month after its announcement, over those without it (log).

    They have an hour a day, and what an expected reward does to interest is left out: the pull alone is asked for.
    """
    scenario, announced = community("badge_rush"), 182
    settings = dict(scenario.settings) | {"days": 240, "seats": 1000, "founders": 100, "launch_reach": 2.0, "private_minutes": 60}
    worlds = []
    for plan in (scenario.plan, ()):
        alone = Scenario("badge rush", settings=settings, theory={"motivation_by_crowding": 0.0}, plan=plan)
        worlds.append(allocate(inputs_of(alone.with_values(dict(values)))))
    found = []
    for seed in range(seeds):
        made = []
        for world in worlds:
            compiled().begin(world, np.uint64(seed))
            advance(world, announced)
            before = world.person["posts"].copy()
            near = (world.status == PRESENT) & (before >= 5) & (before < 10)
            advance(world, 28, announced)
            made.append((world.person["posts"] - before)[near].sum() + 0.5)
        found.append(np.log(made[0] / made[1]))
    return np.array(found)


def coming_again(values: Values, seeds: int) -> np.ndarray:
    """How much likelier those who met at one event are to come to the next (log odds ratio), equal people without habit.

    Events draw them for their own sake, so that there are some to compare where nobody is tied to anybody.
    """
    alike = {
        "settings.propensity_spread": 0.0, "settings.expressive_spread": 0.0, "theory.attend_by_habit": 0.0,
        "theory.visit_by_habit": 0.0, "levers.demand_volatility": 0.0, "theory.attention_days": 1e12,
        "settings.private_minutes": 60, "theory.trait_spread": 0.0, "settings.team_support_spread": 0.0,
        "theory.stop_constant": 0.0, "theory.stop_floor": 0.0, "theory.attend_base": 0.3, "settings.founders": 200,
    }  # fmt: skip
    inputs = inputs_of(community("well_run_cop").with_values(alike | dict(values)))
    world, found = allocate(inputs), []
    for seed in range(seeds):
        compiled().begin(world, np.uint64(seed))
        founders = np.flatnonzero(world.person["joined"] < 0)
        count, before, table = world.person["attendances"][founders].copy(), None, np.full((2, 2), 0.5)
        for day in range(200):
            advance(world, 1, day)
            if world.daily["attendance"][day] == 0:
                continue
            here = world.person["attendances"][founders] > count
            count = world.person["attendances"][founders].copy()
            present = world.status[founders] == PRESENT
            if before is not None:
                np.add.at(table, (before[present].astype(int), here[present].astype(int)), 1)
            before = here
        found.append(np.log(table[1, 1] * table[0, 0] / (table[1, 0] * table[0, 1])))
    return np.array(found)


def newcomers_still_contributing(base: str) -> Measure:
    """Share of newcomers who contribute in their second month: with a buddy minus with an automatic mail, in one community."""

    def measure(values: Values, seeds: int) -> np.ndarray:
        shares = []
        for onboarding in (0.1, 0.9):
            scenario = community(base).with_values({"levers.onboarding": onboarding} | dict(values))
            shares.append(np.array([second_month(whole_run(scenario, seed)) for seed in range(seeds)]))
        return shares[1] - shares[0]

    return measure


def second_month(world: World) -> float:
    """Share of newcomers who contribute on days 28 to 56 after joining, of those who joined 120 days or more before the end."""
    events = events_of(world)
    joins = events[(events["kind"] == JOINS) & (events["day"] >= 0) & (events["day"] < world.calendar.shape[0] - 120)]
    person, day = numbered(joins["seat"], joins["generation"]) - 1, joins["day"].astype(np.int64)
    return float((acts_of(world).between(person, day + 28, day + 56) > 0).mean())
