"""What the later facts share: acts of persons, dice asked afterwards, statistics of sums, the dip, and lurkers who come."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from community_dynamics.experiments.facts.acts import Acts, acts_of, endings, first_posts_of
from community_dynamics.experiments.facts.awards import LEAST_AWARDED, NUMBERS, awards_in, compared, drawn, effects
from community_dynamics.experiments.facts.communities import community, finished, ties_of
from community_dynamics.experiments.facts.dip import chance_of_dip, dip
from community_dynamics.experiments.facts.estimates import estimate, jackknife, odds_ratio, share
from community_dynamics.experiments.facts.lurking import WINDOW, lurker_shares
from community_dynamics.experiments.facts.peers import answered, returned
from community_dynamics.experiments.logs.log import NOBODY, Log
from community_dynamics.experiments.logs.simulated import GENERATIONS, events_of, whole_run
from community_dynamics.sim.state import ATTENDS, AWARDED, COMMUNITY, EVENT, JOINS, LEAVES, POSTS, PRESENT, REPLIES, VISITS


def told(days: int, *rows: tuple[int, int, int, int]) -> Any:
    """A world that has left nothing but a log: day, seat, kind and number of the item."""
    events, books = np.zeros(len(rows), EVENT), np.zeros(1, COMMUNITY)
    for name, column in zip(("day", "seat", "kind", "item"), zip(*rows, strict=True), strict=True):
        events[name] = column
    books["event_count"] = len(rows)
    return SimpleNamespace(events=events, community=books, calendar=np.zeros(days))


def test_acts_are_counted_between_days_of_each_persons_own() -> None:
    world = told(100, (-1, 0, JOINS, -1), (3, 0, POSTS, 0), (3, 1, POSTS, 1), (9, 0, ATTENDS, -1), (9, 0, VISITS, -1))
    acts = acts_of(world)
    assert acts.person.tolist() == [0, 0, GENERATIONS] and acts.day.tolist() == [3, 9, 3]
    who = np.array([0, 0, GENERATIONS, 0])
    assert acts.between(who, np.array([3, 4, 0, 10]), np.array([9, 9, 2, 99])).tolist() == [2, 1, 0, 0]
    assert acts_of(world, (VISITS,)).day.tolist() == [9]


def test_a_first_post_is_one_only_where_no_answer_came_before() -> None:
    rows = ((1, 5, POSTS, 7), (2, -1, REPLIES, 7), (2, 6, REPLIES, 7), (4, 6, POSTS, 8), (5, 4, POSTS, 9), (6, 4, POSTS, 10))
    world = told(50, *rows)
    posts = first_posts_of(world)
    assert (posts.person // GENERATIONS).tolist() == [4, 5] and posts.day.tolist() == [5, 1]
    assert answered(world).tolist() == [False, True]
    assert returned(world, posts.person, posts.day).tolist() == [True, False]


def test_endings_are_person_months_without_an_act_in_the_ninety_days_after() -> None:
    """One person acts every month of seven, one once, and one too late for what follows to be seen."""
    steady, once, late = [10 + 28 * month for month in range(7)], [40], [150]
    day = np.array([*steady, *once, *late])
    person = np.repeat([0, 1, 2], [7, 1, 1])
    assert endings(Acts(person, day, 196 + 28)) == (1, 5)
    assert endings(Acts(person, day, 196 + 28), first=60) == (0, 2)


def test_pseudo_values_of_sums() -> None:
    """For equal denominators they are the runs' own ratios; else their mean is near the ratio of sums, and as sure as it is."""
    parts = np.array([1.0, 3.0, 2.0])
    np.testing.assert_allclose(jackknife(share, parts, np.full(3, 4.0)), parts / 4)
    generator = np.random.default_rng(1)
    means = []
    for _ in range(300):
        wholes = generator.integers(1, 20, 30)
        means.append(estimate(jackknife(share, generator.binomial(wholes, 0.3), wholes)))
    assert np.mean([one.mean for one in means]) == pytest.approx(0.3, abs=0.005)
    assert 0.9 < np.mean([one.low < 0.3 < one.high for one in means]) < 0.99
    assert jackknife(share, np.array([2]), np.array([8])).tolist() == [0.25]


def test_odds_ratios() -> None:
    assert odds_ratio(56.5, 100, 43.5, 100) == pytest.approx((0.565 / 0.435) ** 2)
    assert np.isnan(odds_ratio(10, 10, 5, 10)) and np.isnan(share(1, 0))


def exact_dip(values: np.ndarray) -> float:
    """The dip by its definition: for each mode, the nearest line that is convex before and concave after it."""
    x = np.sort(values)
    count = x.size
    return min(nearest_with_mode(x, mode) for mode in range(count))


def nearest_with_mode(x: np.ndarray, mode: int) -> float:
    """Least distance with the mode at one of the numbers, where the line may jump: a linear programme."""
    count = x.size
    left, total = mode + 1, count + 2
    rows, limits = [], []

    def demand(terms: dict[int, float], limit: float) -> None:
        row = np.zeros(total)
        for at, factor in terms.items():
            row[at] += factor
        rows.append(row)
        limits.append(limit)

    for at in range(count):
        if at <= mode:
            demand({at: 1, total - 1: -1}, at / count)
        if at < mode:
            demand({at: -1, total - 1: -1}, -(at + 1) / count)
        if at >= mode:
            demand({at + 1: -1, total - 1: -1}, -(at + 1) / count)
        if at > mode:
            demand({at + 1: 1, total - 1: -1}, at / count)
    for at in range(total - 2):
        demand({at: 1, at + 1: -1}, 0)
    for first, last, sign in ((0, left - 1, 1.0), (left, count, -1.0)):
        for at in range(first + 1, last):
            number = at if sign > 0 else at - 1
            before, after = 1 / (x[number] - x[number - 1]), 1 / (x[number + 1] - x[number])
            demand({at - 1: -sign * before, at: sign * (before + after), at + 1: -sign * after}, 0)
    cost = np.zeros(total)
    cost[-1] = 1
    return float(linprog(cost, A_ub=np.array(rows), b_ub=limits, bounds=[(0, 1)] * total).fun)


def test_the_dip_is_the_distance_to_the_nearest_single_mode() -> None:
    assert dip(np.arange(100.0)) == pytest.approx(1 / 200)
    assert dip(np.r_[np.zeros(50), np.ones(50)]) == pytest.approx(1 / 4)
    generator = np.random.default_rng(2)
    for count in (5, 9, 14):
        for sample in (generator.normal(size=count), generator.normal(size=count) + 4 * (np.arange(count) % 2)):
            assert dip(sample) == pytest.approx(exact_dip(sample), abs=1e-9)


def test_two_clumps_are_told_from_one() -> None:
    generator = np.random.default_rng(4)
    one = [chance_of_dip(generator.normal(size=100)) for _ in range(20)]
    skewed = [chance_of_dip(generator.exponential(size=100)) for _ in range(20)]
    two = [chance_of_dip(generator.normal(size=100) + 5 * (np.arange(100) % 2)) for _ in range(20)]
    assert np.mean(np.array(one + skewed) < 0.05) <= 0.05 and max(two) < 0.05
    counts = [generator.poisson(3, 100) / 26 for _ in range(20)]
    assert max(chance_of_dip(one) for one in counts) < 0.05  # steps look like clumps unless they are spread
    assert np.mean([chance_of_dip(one, grain=1 / 26) < 0.05 for one in counts]) <= 0.05


def award_arms(awarded_again: int, others_again: int) -> dict[str, np.ndarray]:
    """Two runs of 300 first posts in each arm."""
    soon = dict(zip(NUMBERS, (300.0, awarded_again, 300.0, others_again), strict=True))
    late = {f"{name}_late": value for name, value in soon.items()}
    return {name: np.full(2, float(value)) for name, value in (soon | late).items()}


def test_awards_are_compared_by_what_follows_their_day() -> None:
    """Awarded: one again on the first day after, one on the day itself only. Others: one on the last day, one never."""
    acts = Acts(np.array([0, 1, 2]), np.array([11, 10, 40]), 400)
    due, awarded = np.full(4, 10), np.array([True, True, False, False])
    found = compared(acts, np.arange(4), due, awarded, (1, 30))
    assert [found[name] for name in NUMBERS] == [2, 1, 2, 1]
    assert [compared(acts, np.arange(4), due, awarded, (1, 29))[name] for name in NUMBERS] == [2, 1, 2, 0]
    assert compared(acts, np.arange(4), due + 380, awarded, (1, 30))["awarded"] == 0  # not seen to the end
    ratio, points, late = effects(award_arms(196, 170))
    assert ratio.mean() == pytest.approx((196 / 104) / (170 / 130)) and points.mean() == late.mean() == pytest.approx(26 / 300)
    assert effects(award_arms(170, 196))[0].mean() < 1 < ratio.mean()
    few = {name: values * (LEAST_AWARDED - 1) / 600 for name, values in award_arms(196, 170).items()}
    assert all(np.isnan(one).all() for one in effects(few))


def test_the_dice_name_those_who_got_an_award_and_the_day() -> None:
    changes = {"levers.newcomer_awards": 0.5, "levers.praise_rate": 0.0, "settings.days": 300}
    world = whole_run(community("well_run_cop").with_values(changes), 4)
    awarded, due = drawn(4, first_posts_of(world))
    given, leaves = acts_of(world, (AWARDED,)), acts_of(world, (LEAVES,))
    person = first_posts_of(world).person
    there = leaves.between(person, 0 * due, due) == 0
    meant = set(zip(person[awarded & there & (due < 300)].tolist(), due[awarded & there & (due < 300)].tolist(), strict=True))
    assert len(meant) > 10 and meant == set(zip(given.person.tolist(), given.day.tolist(), strict=True))


def test_an_award_that_nobody_feels_does_nothing_by_the_same_instrument() -> None:
    """Where reactions neither please nor call anybody back, both arms live the same days, and nothing is left but chance."""
    felt = ("regard_gain", "benefit_by_reaction", "connection_gain", "cue", "return_by_benefit", "return_by_habit", "contagion")
    deaf = {f"theory.{name}": 0.0 for name in felt}
    place = awards_in("middling")
    for values, low, high in ((deaf, -0.08, 0.08), ({}, 0.02, 1.0)):
        runs = [place(values, seed) for seed in range(24)]
        found = {name: np.array([one[name] for one in runs]) for name in runs[0]}
        arms = [found[name].sum() for name in NUMBERS]
        assert low < arms[1] / arms[0] - arms[3] / arms[2] < high


def test_ties_are_those_to_people_who_are_still_there() -> None:
    world = finished(community("middling").with_values({"settings.days": 200}), 1)
    there = np.flatnonzero(world.status == PRESENT)
    ties = ties_of(world, there)
    assert ties.max() > 0.5
    world.generation[:] += 1
    assert ties_of(world, there).max() == 0.0


def test_lurkers_are_counted_among_those_who_come() -> None:
    """Of twelve members two post, eight come and read, two never come: .8 of those who come, 10 of 12 of all."""
    rows = [(member, -1, JOINS) for member in range(12)]
    rows += [(member, week * 7, POSTS) for member in range(2) for week in range(12)]
    rows += [(member, 5, VISITS) for member in range(2, 10)]
    rows.sort()
    member, day, kind = (np.array(column) for column in zip(*rows, strict=True))
    nobody = np.full(member.size, NOBODY)
    log = Log(member, day.astype(np.int64) * 86_400, kind, np.ones_like(member), nobody, 0, WINDOW - 1)
    assert lurker_shares(log) == pytest.approx((0.8, 10 / 12))
    silent = Log(member, day.astype(np.int64) * 86_400, np.where(kind == POSTS, VISITS, kind), log.count, nobody, 0, WINDOW - 1)
    assert np.isnan(lurker_shares(silent)).all()


def test_events_of_a_told_world_are_its_rows() -> None:
    assert events_of(told(5, (0, 1, POSTS, 0)))["seat"].tolist() == [1]
