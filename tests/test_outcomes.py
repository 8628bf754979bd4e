"""Every outcome of a community small enough to count by hand: no two values are alike, so that none can stand for another."""

from collections import Counter

import numpy as np
import pytest
from plainly import plainly

from community_dynamics.models.kernel_community import KernelCommunity
from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.kernel import books, measures
from community_dynamics.sim.outcomes import OUTCOMES
from community_dynamics.sim.state import (
    ATTENDS,
    CONTRIBUTOR,
    DORMANT,
    JOINS,
    LEADER,
    LEFT,
    LONG_AGO,
    NEWCOMER,
    POSTS,
    PRESENT,
    REPLIES,
    VISITS,
    WAITING,
)
from community_dynamics.sim.world import World, allocate

DAYS, SCALE = 364, 10  # 52 weeks; one seat stands for ten people
# status, role, day of joining, last visit, last contribution, last post, weeks contributed, posts, safety
PEOPLE = (
    (PRESENT, LEADER, 0, 363, 363, 363, 20, 30, 0.9),
    (PRESENT, CONTRIBUTOR, 100, 336, 300, 279, 19, 10, 0.8),  # attended lately, but the last post is 12 weeks and a day ago
    (PRESENT, CONTRIBUTOR, 181, 335, 280, 280, 7, 4, 0.7),
    (DORMANT, CONTRIBUTOR, 182, 280, 182, 182, 7, 1, 0.1),  # joined a day too late to be a member of the last half-year
    (PRESENT, CONTRIBUTOR, 10, 279, 181, 181, 0, 2, 0.6),  # reads on
    (DORMANT, LEADER, 20, 181, 100, 100, 0, 3, 0.1),  # not seen in the last half-year
    (PRESENT, CONTRIBUTOR, 50, 350, 340, 340, 6, 6, 0.5),
    (LEFT, LEADER, 30, 340, 340, 340, 20, 40, 0.1),
    (WAITING, LEADER, 0, 363, 363, 363, 20, 99, 0.1),  # what an empty seat holds is nobody's
    (PRESENT, NEWCOMER, 280, 363, LONG_AGO, LONG_AGO, 0, 0, 0.45),
    *((LEFT, CONTRIBUTOR, 0, 90, 60, 60, 0, posts, 0.1) for posts in (5, 5, 0, 0, 0, 0)),
)
NAMES = ("role", "joined", "last_visit", "last_contribution", "last_post", "weeks_contributed", "posts", "safety")
BOOKS = {
    "member_count": 8, "member_days": 3650.0, "leavers": 2.0, "stops": 5.0,
    "questions_settled": 40.0, "questions_answered": 31.0, "recent_questions_settled": 8.0, "recent_questions_answered": 3.0,
    "first_posts_settled": 20.0, "first_posts_answered": 13.0, "delay_hours": 300.0, "delays": 25.0, "delays_within_day": 22.0,
    "followed_30": 12.0, "kept_30": 10.0, "followed_90": 10.0, "kept_90": 3.0,
    "recent_newcomers": 5.0, "recent_newcomers_again": 3.0, "money": 1234.0,
    "minutes_members": 1000.0, "minutes_managers": 250.0, "minutes_facilitators": 77.0, "minutes_offered": 5000.0,
    "knowledge_shared": 7.0, "mastery_practised": 1.5, "apprentices_mastered": 2.0, "problems_solved": 3.3, "innovations": 364.0,
    "mastery_gained": 4.2, "hostile_replies": 3.0, "member_answers": 60.0, "messages": 208.0,
}  # fmt: skip
LAST_WEEKS = {
    "motivation": (0.6, 0.7, 0.8, 0.9),
    "safety": (0.5, 0.5, 0.6, 0.6),
    "strain": (0.2, 0.2, 0.2, 0.3),
    "habit": (0.1, 0.3, 0.5, 0.74),
}
BY_HAND = {
    # Eight weeks up to the last have 16 .. 30 contributors, those 26 weeks before them 20: 23 on average now, of ten each.
    "fate": 4, "flourishing": 1, "holding": 1, "took_off": 1, "stalled_day": 364, "stalled_at_half": 0, "stalled_at_double": 0,
    "weekly_contributors": 230, "trend": 23 / 20 - 1,
    "weekly_visitors": 10 * (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8) / 8,
    "monthly_visitors": 10 * 5,  # days 336 and later: seats 0, 1, 6, 7, 9
    "logons_a_weekday": 30, "logons_a_weekend_day": 20,
    "members": 80,
    "contributions_a_week": 10 * 7 * (1 + 2),
    "answered_share": 31 / 40, "recent_answered_share": 3 / 8, "first_posts_answered_share": 13 / 20,
    "delay_hours": 300 / 25, "answered_within_a_day": 22 / 25,
    "lurker_share": 2 / 5,  # of seats 0, 1, 2, 3, 6 those without a post from day 280 on: 1 and 3
    "read_only_share": 2 / 7,  # of seats 0, 1, 2, 3, 4, 6, 9 those without a contribution from day 182 on: 4 and 9
    "core_share": 1 / 6, "active_share": 2 / 6, "periphery_share": 3 / 6,  # of seats 0, 1, 2, 4, 5, 6
    "gini": 2 * (1 * 1 + 2 * 2 + 3 * 3 + 4 * 4 + 5 * 5 + 6 * 5 + 7 * 6 + 8 * 10 + 9 * 30 + 10 * 40) / (10 * 106) - 11 / 10,
    "top_1_percent_share": 40 / 106, "top_10_percent_share": 70 / 106,  # one, and two, of fifteen people
    "kept_30_days": 10 / 12, "kept_90_days": 3 / 10, "newcomers_again": 3 / 5,
    "tenure_days": 364 - (0 + 100 + 181 + 182 + 10 + 20 + 50 + 280) / 8,
    "leaving_a_year": (2 + 5) / 10,
    "motivation": 0.75, "safety": 0.55, "strain": 0.225, "habit": 0.41, "safety_10th_percentile": 0.45,
    "minutes_used_share": 1250 / 5000,
    "sharing_knowledge": 70, "spearheading_practice": 35, "solving_problems": 33, "seeding_innovation": 365,
    "supercharging_development": 0.42, "development_minutes": 125,
    "community_leaders": 10, "hostile_share": 3 / 60,
    "cost_member_minutes": 10_000, "cost_manager_minutes": 2500, "cost_facilitator_minutes": 77, "cost_money": 1234,
    "messages_a_week": 10 * 208 / 52,
}  # fmt: skip


def community() -> World:
    """The last day of sixteen seats, and what the books say."""
    settings = {"days": DAYS, "seats": len(PEOPLE), "scale": SCALE, "stall_people": 30.0, "stall_share": 0.01}
    world = allocate(inputs_of(Scenario("by hand", settings=settings)))
    for seat, (status, *values) in enumerate(PEOPLE):
        world.status[seat] = status
        for name, value in zip(NAMES, values, strict=True):
            world.person[name][seat] = value
    present = np.flatnonzero(world.status == PRESENT)
    world.present[: present.size] = present
    for name, value in (BOOKS | {"present_count": present.size}).items():
        world.community[name] = value
    write_course(world)
    return world


def write_course(world: World) -> None:
    """Weeks and days: what lies before the stretch that an outcome looks at is different, and would show."""
    world.weekly["contributors"] = [50] * 18 + [20] * 8 + [15] * 18 + [16, 18, 20, 22, 24, 26, 28, 30]
    world.weekly["visitors"] = [99] * 44 + [1, 2, 3, 4, 5, 6, 7, 8]
    for name, values in LAST_WEEKS.items():
        world.weekly[f"mean_{name}"] = [0.99] * 48 + list(values)
    day = np.arange(DAYS)
    world.daily["contributors"] = 1
    world.daily["posts"] = np.where(day < 182, 9, 1)
    world.daily["answers"] = np.where(day < 182, 8, 2)
    world.daily["logons"] = np.where(day < DAYS - 90, 50, np.where(world.calendar["working"] == 1.0, 3, 2))


@pytest.fixture(scope="module")
def judged() -> dict[str, float]:
    """All outcomes of this community."""
    world = plainly(community())
    measures.measure(world)
    return {name: float(world.outcome[0][name]) for name in OUTCOMES}


@pytest.mark.parametrize("name", list(OUTCOMES))
def test_an_outcome_is_what_counting_by_hand_gives(name: str, judged: dict[str, float]) -> None:
    assert judged[name] == pytest.approx(BY_HAND[name], rel=1e-12)


def test_no_two_outcomes_could_be_swapped_unseen() -> None:
    """Values by hand differ, but for ends that are 0 or 1 by nature, which tests of fates tell apart."""
    alike = Counter(round(value, 9) for value in BY_HAND.values())
    assert [value for value, times in alike.items() if times > 1] == [1, 0]


@pytest.mark.compiled
def test_the_compiled_engine_gives_the_same_bits() -> None:
    """And under the same names: an outcome is a field of a record, found by its place."""
    plain, compiled_one = community(), community()
    measures.measure(plainly(plain))
    compiled().measure(compiled_one)
    assert plain.outcome.dtype.names == tuple(OUTCOMES)
    assert plain.outcome.tobytes() == compiled_one.outcome.tobytes()


@pytest.mark.parametrize(("people", "place"), [(1, 0), (10, 0), (11, 1), (20, 1), (21, 2)])
def test_the_tenth_percentile_of_safety_is_somebodys(people: int, place: int) -> None:
    """The lowest of ten, the second of eleven: the value below which a tenth of the others lies."""
    world = allocate(inputs_of(Scenario("safe", settings={"days": 28, "seats": 30})))
    seats = np.random.default_rng(people).permutation(30)[:people]
    world.present[:people], world.person["safety"] = seats, 0.001
    world.person["safety"][seats] = 0.1 + 0.03 * np.arange(people)
    world.community["present_count"] = people
    measures.measure_states(plainly(world))
    assert world.outcome[0]["safety_10th_percentile"] == pytest.approx(0.1 + 0.03 * place)


def test_everybody_alike_has_a_gini_of_nothing_and_nobody_has_none() -> None:
    assert measures.gini(np.array([0.0, 2.0, 2.0, 2.0])) == pytest.approx(0.0)
    assert measures.gini(np.array([1.0, 3.0])) == pytest.approx(0.25)  # mean difference 1, over twice the mean of 2
    assert np.isnan(measures.gini(np.zeros(3))) and np.isnan(measures.top_share(np.zeros(3), 0.1))


@pytest.mark.parametrize(
    "name", ["leaving_a_year", "delay_hours", "answered_share", "kept_30_days", "kept_90_days", "tenure_days"]
)
def test_nobody_has_no_share_and_no_mean(name: str) -> None:
    world = allocate(inputs_of(Scenario("empty", settings={"days": 28, "seats": 4})))
    measures.measure(plainly(world))
    assert np.isnan(world.outcome[0][name])


def test_a_short_run_is_judged_by_the_days_it_has() -> None:
    """Four weeks: no half-year, no eight weeks and no ninety days to look back on."""
    world = allocate(inputs_of(Scenario("short", settings={"days": 28, "seats": 4, "stall_people": 3, "stall_share": 0.0})))
    world.weekly["contributors"], world.weekly["visitors"] = [2, 3, 4, 7], [1, 2, 3, 10]
    world.daily["posts"], world.daily["logons"] = 1, 3
    for name in LAST_WEEKS:
        world.weekly[f"mean_{name}"] = [0.1, 0.2, 0.3, 0.8]
    measures.measure(plainly(world))
    found = world.outcome[0]
    assert (found["weekly_contributors"], found["weekly_visitors"], found["contributions_a_week"]) == (4.0, 4.0, 7.0)
    assert (found["logons_a_weekday"], found["habit"], found["took_off"]) == (3.0, pytest.approx(0.35), 1.0)
    assert found["trend"] == pytest.approx(1.0)  # the first week stands for what came before


def test_those_eligible_are_all_seats_or_who_joined_an_open_pool_in_living_memory() -> None:
    """One joins every day; a memory of a year reaches back 365 days, and to the founders as long as it reaches day 0."""
    words = {"days": 728, "seats": 50, "scale": 10, "founders": 4, "memory_years": 1.0}
    closed = plainly(allocate(inputs_of(Scenario("closed", settings=words))))
    world = allocate(inputs_of(Scenario("pool", settings=words | {"open_pool": 1.0})))
    world.daily["joins"] = 1
    world.daily["joins"][427:] = 9  # later than the week asked about
    pool = plainly(world)
    assert measures.eligible(closed, 3) == 10 * 50
    assert [measures.eligible(pool, week) for week in (0, 3, 60)] == [10 * (4 + 7), 10 * (4 + 28), 10 * 365]
    world.daily["joins"][62:63] = 5
    assert [measures.eligible(pool, week) for week in (60, 51)] == [10 * 369, 10 * (4 + 364 + 4)]


def test_a_small_whole_is_a_whole() -> None:
    assert measures.ratio(0.1, 0.4) == pytest.approx(0.25) and np.isnan(measures.ratio(1.0, 0.0))


def newcomer(days: int = 200) -> World:
    """One person who joined on day 20."""
    world = allocate(inputs_of(Scenario("newcomer", settings={"days": days, "seats": 1})))
    world.person["joined"] = world.person["last_visit"] = 20
    return world


@pytest.mark.parametrize(
    ("visits", "kept_30", "kept_90"),
    [((49,), 0, 0), ((50,), 1, 0), ((50, 109), 1, 0), ((110,), 1, 1), ((60, 110, 120), 1, 1), ((21, 22, 49), 0, 0)],
)
def test_seen_again_means_so_many_days_after_joining(visits: tuple[int, ...], kept_30: int, kept_90: int) -> None:
    world = newcomer()
    for day in visits:
        books.arrive_today(plainly(world), day, 0)
    assert (world.community[0]["kept_30"], world.community[0]["kept_90"]) == (kept_30, kept_90)


def test_who_joined_too_late_to_be_followed_is_not_counted_as_kept() -> None:
    """Day 50 is not part of a run of fifty days; the event that would count never comes, and the last day is day 49."""
    for days, kept in ((50, 0), (51, 1)):
        world = newcomer(days)
        books.arrive_today(plainly(world), 50, 0)
        assert world.community[0]["kept_30"] == kept


@pytest.mark.compiled
def test_a_whole_run_counts_as_its_log_of_events_does() -> None:
    """Sixty seats for two hundred days: what anybody would count from the list of what happened."""
    size = {"settings.seats": 60, "settings.days": 200, "settings.founders": 20, "levers.staff_turnover_a_year": 0}
    run = KernelCommunity(seed=4, events=100_000, **size).run()
    found, log, last = run.outcomes(), run.events, 200
    log["who"] = list(zip(log["seat"], log["generation"], strict=True))
    joined = log[log["kind"] == JOINS].groupby("who")["day"].min()
    there = log[log["kind"].isin([VISITS, ATTENDS])]
    for days, name in ((30, "kept_30_days"), (90, "kept_90_days")):
        followed = joined[joined + days < last]
        late = there[there["day"] >= there["who"].map(joined) + days]
        assert found[name] == pytest.approx(len(set(late["who"]) & set(followed.index)) / len(followed))
    made = log[log["kind"].isin([POSTS, REPLIES]) & (log["seat"] >= 0)].groupby("who").size()
    assert found["top_10_percent_share"] == pytest.approx(
        made.sort_values().iloc[-int(0.1 * len(joined) + 0.5) :].sum() / made.sum()
    )
    assert found["kept_30_days"] > found["kept_90_days"] > 0
