"""What becomes of a community, from its contributors alone: never took off, dead, stalled, holding, flourishing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plainly import plainly

from community_dynamics.sim.ensemble import simulate_scenario
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.kernel import measures
from community_dynamics.sim.outcomes import FATES, OUTCOMES
from community_dynamics.sim.world import allocate

NEVER, DEAD, STALLED, HOLDING, FLOURISHING = range(5)
THRESHOLD = 3  # a hundred seats: three people, and a hundredth of those eligible
STATES = ("motivation", "safety", "strain", "habit")


def judged(weeks: list[int], **settings: float) -> dict[str, float]:
    """How a workplace of a hundred is judged that had so many contributors in each week."""
    size = {"seats": 100.0, "days": 7.0 * len(weeks)}
    world = allocate(inputs_of(Scenario("judged", settings=size | settings)))
    world.weekly["contributors"] = weeks
    world.daily["contributors"][::7] = weeks
    measures.measure_fate(plainly(world))
    return {name: float(world.outcome[0][name]) for name in OUTCOMES}


def course(*stretches: tuple[int, int]) -> list[int]:
    """Weeks as stretches of so many weeks with so many contributors."""
    return [people for count, people in stretches for _ in range(count)]


def test_fates_are_told_apart_by_what_came_before_and_by_what_is_left() -> None:
    courses = {
        "never took off": course((60, 1)),
        "dead": course((20, 5), (40, 0)),
        "stalled": course((20, 5), (40, 1)),
        "holding": course((60, 5)),
        "flourishing": course((60, 8)),
    }
    assert tuple(courses) == FATES
    for number, (name, weeks) in enumerate(courses.items()):
        found = judged(weeks)
        assert found["fate"] == number, name
        assert found["took_off"] == (number > NEVER)
        assert found["holding"] == (number >= HOLDING) and found["flourishing"] == (number == FLOURISHING)


def test_who_never_took_off_is_neither_dead_nor_stalled_however_silent() -> None:
    """A launch that nobody follows has nothing to lose: it is told apart from a community that had some life."""
    for weeks in (course((52, 0)), course((1, 11), (51, 0)), course((52, 2))):
        found = judged(weeks)
        assert found["fate"] == NEVER and np.isnan(found["stalled_day"])
    assert judged(course((4, 3), (48, 0)))["fate"] == DEAD  # four weeks at the threshold are a start


def test_the_day_of_stalling_is_that_of_the_spell_that_lasts_to_the_end() -> None:
    whole = judged(course((60, 5)))
    assert whole["stalled_day"] == 420
    ended = judged(course((20, 5), (40, 1)))
    # The mean of eight weeks falls below three once five of them have one contributor instead of five.
    assert ended["stalled_day"] == 7 * 24
    recovered = judged(course((20, 5), (20, 1), (20, 5)))
    assert recovered["fate"] == HOLDING and recovered["stalled_day"] == 420
    dead = judged(course((58, 5), (5, 0)))
    assert dead["fate"] == DEAD and dead["stalled_day"] == 7 * 63 - 30


def test_flourishing_takes_twice_the_threshold_for_half_a_year() -> None:
    assert judged(course((40, 1), (33, 6)))["fate"] == FLOURISHING  # 26 weeks after the mean of eight has risen
    assert judged(course((40, 1), (32, 6)))["fate"] == HOLDING
    assert judged(course((60, 5)), flourish_times=1.5)["fate"] == FLOURISHING
    assert judged(course((60, 6), (1, 4)))["fate"] == HOLDING


def test_a_trend_has_no_meaning_where_there_was_nobody_half_a_year_ago() -> None:
    assert np.isnan(judged(course((30, 0), (22, 5)))["trend"])
    assert judged(course((40, 4), (26, 6)))["trend"] == pytest.approx(0.5)


lives = st.lists(st.integers(0, 14), min_size=30, max_size=70)


@given(lives, st.data())
def test_more_contributors_in_a_week_never_make_a_worse_fate(weeks: list[int], data: st.DataObject) -> None:
    week, more = data.draw(st.integers(0, len(weeks) - 1)), data.draw(st.integers(1, 20))
    better = [*weeks[:week], weeks[week] + more, *weeks[week + 1 :]]
    before, after = judged(weeks), judged(better)
    for name in ("fate", "took_off", "holding", "flourishing"):
        assert after[name] >= before[name], name
    for name in ("stalled_at_half", "stalled_at_double"):
        assert after[name] <= before[name], name
    if before["took_off"]:
        assert after["stalled_day"] >= before["stalled_day"]


@given(lives)
def test_fate_and_day_of_stalling_agree(weeks: list[int]) -> None:
    found = judged(weeks)
    assert np.isnan(found["stalled_day"]) == (found["fate"] == NEVER)
    if found["fate"] > NEVER:
        assert (found["stalled_day"] == 7 * len(weeks)) == (found["fate"] >= HOLDING)
    assert found["took_off"] == any(np.mean(weeks[max(0, at - 7) : at + 1]) >= THRESHOLD for at in range(3, len(weeks)))


def test_an_open_pool_forgets_those_who_came_long_ago() -> None:
    """Those who joined within memory_years count as eligible; once they are forgotten, the same few are enough."""

    def fate(years: float) -> float:
        size = {"seats": 3000.0, "days": 728.0, "open_pool": 1.0, "founders": 0.0, "memory_years": years}
        world = allocate(inputs_of(Scenario("pool", settings=size)))
        world.weekly["contributors"] = course((20, 25), (84, 5))
        world.daily["contributors"] = 1
        world.daily["joins"][:100] = 20
        measures.measure_fate(plainly(world))
        return float(world.outcome[0]["fate"])

    assert fate(2.0) == STALLED  # a hundredth of two thousand
    assert fate(0.5) == HOLDING


@pytest.mark.compiled
def test_nobody_has_no_states_and_a_week_without_anybody_none_either() -> None:
    everybody_leaves = {"theory.stay_cost": 100.0, "settings.steady_reach_a_year": 0.0, "settings.launch_reach": 0.0}
    size = {"settings.seats": 40.0, "settings.days": 140.0, "theory.word_of_mouth": 0.0}
    runs = simulate_scenario(Scenario("empty").with_values(size | everybody_leaves), 4, series=True)
    for name in STATES:
        assert np.isnan(runs[name]).all(), name
    assert np.isnan(runs["safety_10th_percentile"]).all()
    assert runs.weekly is not None and np.isnan(runs.weekly["mean_motivation"][:, -4:]).all()
    assert (runs["members"] == 0).all() and (runs["weekly_contributors"] == 0).all()


def test_states_are_means_over_the_weeks_in_which_somebody_was_there() -> None:
    world = allocate(inputs_of(Scenario("few", settings={"days": 56.0, "seats": 10.0})))
    for name in STATES:
        world.weekly[f"mean_{name}"] = [0.9] * 4 + [0.2, np.nan, 0.4, np.nan]
    measures.measure_states(plainly(world))
    for name in STATES:
        assert world.outcome[0][name] == pytest.approx(0.3), name
