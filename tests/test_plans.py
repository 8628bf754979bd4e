"""Plans laid over communities: what holds on which day, worked out by hand; what two plans make together; what they cost."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue
from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
from community_dynamics.experiments.plans.laying import laid
from community_dynamics.experiments.plans.named_plan import NO_PLAN, Cost, NamedPlan, together
from community_dynamics.experiments.plans.plan_files import load_plan, plan_from, plan_from_record, plan_names, plan_record
from community_dynamics.experiments.plans.prices import Prices, hours_and_money, paid_facilitator_hours, priced
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_from, scenario_names
from community_dynamics.sim.ensemble import Run, Worker, simulate_scenario
from community_dynamics.sim.inputs import Change, Reaction, Scenario, inputs_of, lever_values
from community_dynamics.sim.levers import LEVERS

PLACE = Scenario("a place", settings={"seats": 40, "days": 140, "founders": 10})
WORDS = {"story": "A story.", "source": "Nobody."}
bundled_community = cache(load)


def written(**parts: object) -> NamedPlan:
    """A plan from plain data, as a file holds it."""
    return plan_from({**WORDS, **parts}, "ours", "")[0]


def levers_on(plan: NamedPlan, day: int, scenario: Scenario = PLACE) -> dict[str, float]:
    """Every lever on one day, with the plan."""
    return lever_values(plan.laid_over(scenario), day)


def outcomes(scenario: Scenario) -> bytes:
    """What two runs end in, to the last bit."""
    return simulate_scenario(scenario, 2, 0, threads=1).outcomes.tobytes()


def test_a_plan_is_its_dated_change_to_the_last_bit() -> None:
    plan = written(plan=[{"from_day": 30, "levers": {"praise_rate": 0.9, "demand": 0.4}}])
    dated = replace(PLACE, plan=(Change(30, levers={"praise_rate": 0.9, "demand": 0.4}),))
    assert outcomes(laid(plan, PLACE)) == outcomes(dated) != outcomes(PLACE)


def test_no_plan_changes_nothing() -> None:
    for name in scenario_names():
        assert laid(load_plan("none"), bundled_community(name)) == bundled_community(name)


@pytest.mark.parametrize(
    ("how", "stands", "wanted", "holds"),
    [
        ("at_least", 0.2, 0.5, 0.5),
        ("at_least", 0.7, 0.5, 0.7),
        ("at_most", 0.7, 0.5, 0.5),
        ("at_most", 0.2, 0.5, 0.2),
        ("levers", 0.7, 0.5, 0.5),
    ],
)
def test_levers_are_raised_or_lowered_only_where_they_must_be(how: str, stands: float, wanted: float, holds: float) -> None:
    plan = written(plan=[{"from_day": 10, "for_days": 20, how: {"praise_rate": wanted}}])
    place = PLACE.with_values({"levers.praise_rate": stands})
    found = [levers_on(plan, day, place)["praise_rate"] for day in (9, 10, 29, 30)]
    assert found == [stands, holds, holds, stands]


@pytest.mark.parametrize(("stands", "holds"), [(90.0, 28.0), (14.0, 14.0), (0.0, 28.0)])
def test_at_most_so_many_days_between_events_means_events_at_least_so_often(stands: float, holds: float) -> None:
    plan = written(plan=[{"from_day": 0, "at_most": {"cadence_days": 28}}])
    assert levers_on(plan, 5, PLACE.with_values({"levers.cadence_days": stands}))["cadence_days"] == holds


def test_a_ramp_goes_in_weekly_steps_from_where_the_lever_stands() -> None:
    plan = written(plan=[{"from_day": 10, "ramp_days": 28, "levers": {"praise_rate": 0.6}}])
    found = [levers_on(plan, day)["praise_rate"] for day in (9, 10, 16, 17, 24, 31, 100)]
    assert found == pytest.approx([0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.6])
    rows = inputs_of(plan.laid_over(PLACE))
    by_day = rows.levers["praise_rate"][rows.segment]
    assert by_day[[9, 10, 16, 17, 24, 31, 139]] == pytest.approx([0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.6])


def test_a_yes_or_no_comes_half_way_through_a_ramp() -> None:
    plan = written(plan=[{"from_day": 0, "ramp_days": 28, "levers": {"sponsor_present": "no"}}])
    assert [levers_on(plan, day)["sponsor_present"] for day in (0, 6, 7, 13)] == [1.0, 1.0, 0.0, 0.0]


def test_a_change_repeats_as_often_as_told() -> None:
    season = {"from_day": 7, "for_days": 14, "every_days": 30, "times": 3, "levers": {"prompts_a_week": 4}}
    plan = written(plan=[season])
    held = [day for day in range(140) if levers_on(plan, day)["prompts_a_week"] == 4]
    assert held == [*range(7, 21), *range(37, 51), *range(67, 81)]


def test_a_failure_ends_on_its_day() -> None:
    pressed = PLACE.with_values({"failures.work_pressure": True})
    plan = written(plan=[{"from_day": 40, "failures": {"work_pressure": False}}])
    assert [levers_on(plan, day, pressed)["demand"] for day in (39, 40)] == [1.15, 0.85]


def test_a_plan_lies_over_the_changes_that_a_community_has_already() -> None:
    own = replace(PLACE, plan=(Change(0, levers={"praise_rate": 0.9}),))
    plan = written(plan=[{"from_day": 50, "levers": {"praise_rate": 0.1}}])
    assert [lever_values(laid(plan, own), day)["praise_rate"] for day in (49, 50)] == [0.9, 0.1]


def test_at_moves_a_plan_to_its_day() -> None:
    assert load_plan("monthly_meetup").first_day() == 90
    moved = load_plan("monthly_meetup@180")
    assert moved.first_day() == 180 and moved.name == "monthly_meetup@180"
    assert [levers_on(moved, day, PLACE.with_values({"levers.cadence_days": 90}))["cadence_days"] for day in (179, 180)] == [
        90,
        28,
    ]
    assert [one.day for one in load_plan("award_for_first_posts@5").awards] == [35, 65, 95, 125], "a month after it begins"


def test_dates_are_days_where_the_first_day_has_one() -> None:
    assert load_plan("badges@2027-03-01", "2027-01-04").first_day() == 56
    with pytest.raises(InvalidValue, match=r"plan=badges@ = 2027-03-01 is a date, and the community has none for day 0"):
        load_plan("badges@2027-03-01")


def test_two_plans_together_do_what_each_does() -> None:
    both = load_plan("monthly_meetup@10+safe_to_ask@20")
    one, other = load_plan("monthly_meetup@10"), load_plan("safe_to_ask@20")
    for day in (0, 9, 10, 20, 60, 139):
        after_one = one.laid_over(PLACE)
        assert levers_on(both, day) == levers_on(other, day, after_one)
    assert both.name == "monthly_meetup@10+safe_to_ask@20"
    assert both.cost == one.cost + other.cost and both.cost.manager_hours_a_month == 6
    assert outcomes(laid(both, PLACE)) == outcomes(laid(other, laid(one, PLACE))) != outcomes(laid(one, PLACE))


def test_two_plans_that_set_one_lever_on_one_day_are_refused() -> None:
    one = written(plan=[{"from_day": 0, "for_days": 20, "levers": {"praise_rate": 0.3}}])
    other = written(plan=[{"from_day": 10, "dials": {"credit": 1}}])
    with pytest.raises(InvalidValue, match=r"both set levers.praise_rate on day 10"):
        together([one, replace(other, name="theirs")])
    assert together([one, other.shifted(10)]).plan[1].from_day == 20, "one after the other they agree"
    with pytest.raises(CommunityError, match=r"soft_launch and big_bang both set settings.founders \(30 and 5\)"):
        load_plan("soft_launch+big_bang")


def test_a_plan_that_contradicts_itself_is_refused_in_any_community() -> None:
    twice = [{"from_day": 0, "levers": {"demand": 0.4}}, {"from_day": 5, "levers": {"demand": 0.6}}]
    with pytest.raises(InvalidValue, match=r"plan\[0\] and plan\[1\] both set levers.demand on day 5"):
        written(plan=twice)


@pytest.mark.parametrize("name", plan_names())
def test_a_record_of_a_plan_says_all_that_it_does(name: str) -> None:
    plan = load_plan(name)
    assert plan_from_record(name, plan_record(plan)) == plan
    assert plan_from_record("renamed", plan_record(plan)) == replace(plan, name="renamed")


def test_no_plan_and_changes_in_place_of_ones_own_are_recorded_too() -> None:
    assert plan_record(NO_PLAN) == {} and plan_from_record("none", {}) == NO_PLAN
    instead = plan_from_record("instead", [{"from_day": 3, "levers": {"demand": 0.5}}])
    assert plan_from_record("instead", plan_record(instead)) == instead and instead.replaces
    own = replace(PLACE, plan=(Change(0, levers={"praise_rate": 0.9}),))
    assert lever_values(laid(instead, own), 0)["praise_rate"] == 0.2


@pytest.mark.parametrize("name", plan_names())
def test_a_community_with_a_plan_is_written_and_read_again(name: str) -> None:
    from yaml import safe_load

    whole = laid(load_plan(name), bundled_community("middling"))
    again = scenario_from(safe_load(as_yaml(scenario_data(whole))))
    assert inputs_of(again).levers.tobytes() == inputs_of(whole).levers.tobytes()
    assert (again.reactions, again.awards, again.settings) == (whole.reactions, whole.awards, whole.settings)


@given(name=st.sampled_from(plan_names()), place=st.sampled_from(scenario_names()), start=st.sampled_from((None, 0, 33, 200)))
def test_any_plan_in_any_community_keeps_levers_in_their_ranges(name: str, place: str, start: int | None) -> None:
    plan = load_plan(name)
    if start is not None and plan.first_day() is not None and not plan.settings:
        plan = load_plan(f"{name}@{start}")
    try:
        rows = inputs_of(laid(plan, bundled_community(place))).levers
    except CommunityError as error:
        assert "settings." in str(error) or "beyond the last day" in str(error), "only a run too short or too small refuses it"
        return
    for lever, known in LEVERS.items():
        assert (rows[lever] >= known.low).all() and (rows[lever] <= known.high).all(), lever


def test_what_a_plan_costs_by_hand() -> None:
    plan = written(
        plan=[{"from_day": 0, "for_days": 73, "levers": {"praise_rate": 0.4}}],
        cost={"member_hours_once": 3, "manager_hours_a_month": 10, "money_once": 500, "money_a_month": 30},
    )
    place = PLACE.with_values({"levers.facilitator_hours_a_week": 14, "levers.facilitator_fte": 0.25})
    spent = {"cost_member_minutes": np.array([600.0]), "cost_manager_minutes": np.array([60.0]), "cost_money": np.array([100.0])}
    taken = {who: float(hours[0]) for who, hours in hours_and_money(place, plan, spent).items()}
    months = 73 / (365 / 12)  # 2.4
    assert taken["member"] == pytest.approx(10 + 3)
    assert taken["manager"] == pytest.approx(1 + 10 * months)
    assert taken["facilitator"] == pytest.approx(10 * 20), "a quarter of a post pays for ten hours of the fourteen"
    assert taken["money"] == pytest.approx(100 + 500 + 30 * months)
    whole = priced({who: np.array([hours]) for who, hours in taken.items()}, Prices(40, 70, 50))
    assert whole[0] == pytest.approx(taken["money"] + 40 * 13 + 70 * taken["manager"] + 50 * 200)


def test_a_plan_that_never_begins_costs_nothing() -> None:
    assert Cost(money_once=5, member_hours_once=2).money(0) == 0.0 == Cost(member_hours_once=2).hours("member", 0)
    assert NO_PLAN.days(100) == 0


def test_hours_of_reactions_are_those_of_the_days_on_which_they_held() -> None:
    more = {"facilitator_hours_a_week": 20, "facilitator_fte": 0.5}
    reactions = (
        Reaction("weekly_contributors", 1.5, above=True, weeks=2, hold_weeks=3, levers=more),
        Reaction("strain", 0.1, above=True, hold_weeks=2, levers={"facilitator_hours_a_week": 0.0}),
    )
    place = replace(PLACE, reactions=reactions)
    found = simulate_scenario(place, 3, 0, series=True, threads=1)
    by_hand = []
    for seed in range(3):
        world = Worker().simulate(Run(inputs_of(place), seed), np.zeros(1, np.int64))
        rows = inputs_of(place).levers[world.segment]
        by_hand.append(np.minimum(rows["facilitator_hours_a_week"], 40 * rows["facilitator_fte"]).sum() / 7)
    assert len(set(by_hand)) > 1, "they are called for at different times"
    assert paid_facilitator_hours(place, found.weekly) == pytest.approx(by_hand)
    most = replace(place, reactions=reactions[:1])
    assert float(paid_facilitator_hours(most)) == pytest.approx(20 * 20), "without weeks, as if it held all the time"
