"""Awards on a day, whom the facilitator answers first, and founders who pledge themselves."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.halves import DAILY, morning
from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.base.plain_yaml import parse
from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
from community_dynamics.experiments.facts.still import ALWAYS, advance
from community_dynamics.experiments.logs.simulated import events_of, whole_run
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_from
from community_dynamics.sim.inputs import Award, Scenario
from community_dynamics.sim.state import AWARDED, SHOW
from community_dynamics.sim.world import World

START = "name: ours\nstory: A story.\nsource: Nobody.\n"
DAY = 200
UNPRAISED = {"levers.praise_rate": 0.0, "levers.newcomer_awards": 0.0}


def read(text: str) -> Scenario:
    return scenario_from(parse(START + text, "ours.yaml"))


def test_awards_are_read_and_written() -> None:
    scenario = read("awards: [{day: 200, rule: newcomers, share: .5}, {day: 300, rule: random}]\n")
    assert scenario.awards == (Award(200, "newcomers", 0.5), Award(300, "random", 1.0))
    assert scenario_from(parse(as_yaml(scenario_data(scenario)), "again.yaml")) == scenario


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "awards: [{day: 200, rule: newcomer}]",
            "awards[0].rule=newcomer is not a rule for awards; did you mean newcomers? "
            "it may be newcomers, most_productive, random",
        ),
        (
            "awards: [{day: 200}]",
            "awards[0].rule=nothing is not a rule for awards; it may be newcomers, most_productive, random",
        ),
        (
            "awards: [{day: 2.5, rule: random}]",
            "awards[0].day = 2.5 is not a day; write a whole number, day 0 is the first",
        ),
        ("awards: [{day: -1, rule: random}]", "awards[0].day = -1 is below 0; did you mean 0?"),
        (
            "awards: [{day: 5, rule: random}, {day: 730, rule: random}]",
            "awards[1].day = 730 is beyond the last day, 729 (settings.days = 730); bring it forward, or run longer",
        ),
        (
            "awards: [{day: 5, rule: random, share: 1.5}]",
            "awards[0].share = 1.5 is not above 0 and at most 1 (share of those whom the rule names)",
        ),
        (
            "awards: [{day: 5, rule: random, part: 1}]",
            "awards[0].part is not known here; it may hold day, rule, share",
        ),
        ("awards: {day: 5}", "awards = {'day': 5} is not a list; begin each entry with '- day: ...'"),
    ],
)
def test_awards_that_cannot_be_given_are_refused_in_these_words(text: str, line: str) -> None:
    with pytest.raises(CommunityError) as caught:
        read(text + "\n")
    assert str(caught.value) == line


def awarded(rule: str, share: float = 1.0, seed: int = 1) -> tuple[World, np.ndarray]:
    """A busy community in which nothing but one award is given: the world on that evening, and who got it."""
    scenario = load("well_run_cop").with_values(UNPRAISED | {"settings.days": DAY + 1.0, "levers.staff_turnover_a_year": 0.0})
    world = whole_run(replace(scenario, awards=(Award(DAY, rule, share),)), seed)
    events = events_of(world)
    given = events[events["kind"] == AWARDED]
    assert (given["day"] == DAY).all()
    return world, np.unique(given["seat"])


def test_awards_to_newcomers_go_to_those_who_first_contributed_within_the_month() -> None:
    world, got = awarded("newcomers")
    first = world.person["first_contribution"][got]
    assert got.size > 0 and ((first >= DAY - 30) & (first <= DAY)).all()
    others = np.setdiff1d(np.flatnonzero(world.person["posts"] + world.person["attendances"] > 0), got)
    assert (world.person["first_contribution"][others] < DAY - 30).all()


def test_awards_to_the_most_productive_go_to_those_who_made_most() -> None:
    world, got = awarded("most_productive", 0.2)
    made = world.person["posts"] + world.person["attendances"]
    everybody = np.flatnonzero(made > 0)
    rest = np.setdiff1d(everybody, got)
    assert made[got].min() > made[rest].max() or np.isin(made[rest].max(), made[got])
    assert 0.2 * everybody.size - 1 <= got.size < 0.5 * everybody.size


def test_awards_by_chance_reach_a_share_of_all_who_ever_contributed() -> None:
    got = could = 0
    for seed in range(6):
        world, some = awarded("random", 0.3, seed)
        got, could = got + some.size, could + int((world.person["posts"] + world.person["attendances"] > 0).sum())
    assert got / could == pytest.approx(0.3, abs=0.08)
    world, all_of_them = awarded("random", 1.0)
    assert set(all_of_them) == set(np.flatnonzero(world.person["posts"] + world.person["attendances"] > 0))


def test_an_award_raises_regard_and_costs_charm() -> None:
    world, got = awarded("random", 0.5)
    person = world.person
    others = np.setdiff1d(np.flatnonzero(person["posts"] > 0), got)
    assert person["regard"][got].mean() > person["regard"][others].mean()
    assert (person["recognitions"][got] > 0.9).all()


OLD, NEW, BUSY = 10, 20, 30  # seats: of one with five posts, of a newcomer, of one with fifty


def answered_first(order: int) -> int:
    """Whose of three posts of the same day a facilitator answers who has time for one."""
    ours = DAILY | {
        "theory.show_base": ALWAYS, "theory.patience_days": 5, "theory.facilitator_answers_an_hour": 1.0,
        "levers.facilitator_hours_a_week": 5.0, "levers.facilitator_fte": 1.0, "levers.facilitator_order": order,
    }  # fmt: skip
    world = morning(ours, {}, 3, 2)
    world.person["propensity"] = 0.0
    world.person["propensity"][[OLD, NEW, BUSY]] = 1.0
    world.person["posts"][OLD], world.person["posts"][BUSY] = 5, 50
    advance(world, 1)
    world.person["propensity"] = 0.0
    advance(world, 1, 1)
    items = world.feed[:3]
    assert sorted(items["author"]) == [OLD, NEW, BUSY] and items["replies"].sum() == 1
    return int(items["author"][items["replies"] > 0][0])


def test_the_facilitator_answers_in_the_order_chosen() -> None:
    assert answered_first(0) == OLD  # the first in the feed
    assert answered_first(1) == NEW
    assert answered_first(2) == BUSY


def test_words_choose_the_order() -> None:
    assert read("levers: {facilitator_order: newcomers}\n").levers["facilitator_order"] == 1.0
    assert read("levers: {facilitator_order: most_active}\n").levers["facilitator_order"] == 2.0


def test_founders_who_pledged_show_something_once_a_week_for_so_long_and_nobody_else_does() -> None:
    world = morning({"settings.founder_weeks": 3.0}, {}, 1, 35, 100)
    world.person["joined"][50:] = 0  # half are no founders
    days: list[np.ndarray] = []
    for day in range(35):
        before = world.person["posts"].copy()
        advance(world, 1, day)
        days.append(world.person["posts"] > before)
    posted = np.array(days)
    assert (posted[:, :50].sum(axis=0) == 3).all() and not posted[21:].any() and not posted[:, 50:].any()
    for seat in range(50):
        assert list(np.flatnonzero(posted[:, seat])) == [seat % 5, seat % 5 + 7, seat % 5 + 14]
    assert (world.feed["kind"][: int(world.community[0]["feed_next"])] == SHOW).all()


def test_a_still_place_stays_still_without_pledges() -> None:
    world = morning({"settings.founder_weeks": 0.0}, {}, 1, 35, 100)
    advance(world, 35)
    assert world.daily["logons"].sum() == world.person["posts"].sum() == 0
