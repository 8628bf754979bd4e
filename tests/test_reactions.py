"""Reactions: changes that a community's own course calls for begin, hold and end when they should."""

from dataclasses import replace

import numpy as np
import pytest

from community_dynamics.sim.ensemble import Run, Worker, simulate
from community_dynamics.sim.inputs import Change, Reaction, Scenario, inputs_of
from community_dynamics.sim.kernel.planned import is_called_for
from community_dynamics.sim.state import REACTION, REACTION_SERIES, WEEKLY

PLACE = Scenario("a place", settings={"seats": 60, "days": 140, "founders": 15})
CHANGED = {"demand": 0.3, "praise_rate": 0.8, "curated_items_a_week": 40.0}


def outcomes(scenario: Scenario) -> bytes:
    """What three runs end in, to the last bit."""
    return simulate([Run(inputs_of(scenario), seed) for seed in range(3)], 1).outcomes.tobytes()


def world_of(scenario: Scenario):
    """The world that one run ends in."""
    return Worker().simulate(Run(inputs_of(scenario), 0), np.zeros(1, np.int64))


@pytest.mark.parametrize("weeks", [1, 4])
def test_what_is_always_called_for_equals_a_change_on_that_day(weeks: int) -> None:
    reacting = replace(PLACE, reactions=(Reaction("weekly_visitors", 1e6, weeks=weeks, levers=CHANGED),))
    dated = replace(PLACE, plan=(Change(7 * weeks, levers=CHANGED),))
    assert outcomes(reacting) == outcomes(dated) != outcomes(PLACE)


def test_what_is_never_called_for_changes_nothing() -> None:
    assert outcomes(replace(PLACE, reactions=(Reaction("motivation", 1.0, above=True, levers=CHANGED),))) == outcomes(PLACE)


def test_a_reaction_comes_back_after_its_weeks_only_where_it_is_called_for_again() -> None:
    calm = replace(PLACE, reactions=(Reaction("weekly_visitors", 1e6, hold_weeks=2, levers=CHANGED),))
    assert outcomes(calm) == outcomes(replace(PLACE, plan=(Change(7, levers=CHANGED),)))
    rows = world_of(replace(PLACE, reactions=(Reaction("weekly_visitors", 1e6, weeks=3, hold_weeks=2, levers=CHANGED),))).segment
    assert rows.reshape(-1, 7)[:, 0].tolist() == [0] * 3 + [1] * 17, "three weeks below are there whenever it ends"


def test_reactions_lie_over_the_dated_plan_and_under_failures() -> None:
    plan = (Change(70, levers={"praise_rate": 0.1, "prompts_a_week": 9.0}),)
    reacting = replace(PLACE, plan=plan, reactions=(Reaction("weekly_visitors", 1e6, levers={"praise_rate": 0.8}),))
    dated = (Change(7, levers={"praise_rate": 0.8}), Change(70, levers={"praise_rate": 0.8, "prompts_a_week": 9.0}))
    assert outcomes(reacting) == outcomes(replace(PLACE, plan=dated))
    pressed = replace(reacting, reactions=(Reaction("weekly_visitors", 1e6, levers={"demand": 0.2}),))
    failing = {"work_pressure": True}
    assert outcomes(replace(pressed, failures=failing)) == outcomes(replace(PLACE, plan=plan, failures=failing))


def test_numbers_of_people_are_people_not_seats() -> None:
    scaled = PLACE.with_values({"settings.scale": 10})
    reaction = Reaction("weekly_contributors", 50.0, levers=CHANGED)
    assert inputs_of(replace(scaled, reactions=(reaction,))).reactions["threshold"][0] == 5.0
    assert (
        inputs_of(replace(scaled, reactions=(replace(reaction, series="strain", threshold=0.5),))).reactions["threshold"][0]
        == 0.5
    )


@pytest.mark.parametrize("above", [False, True])
def test_a_week_without_a_value_calls_for_nothing(above: bool) -> None:
    world = type("Lines", (), {"weekly": np.zeros(3, WEEKLY).view(np.recarray)})
    world.weekly["mean_strain"] = [0.5, np.nan, 0.5]
    record = np.array([(REACTION_SERIES.index("strain"), above, 0.4 if above else 0.6, 2, 7)], REACTION).view(np.recarray)[0]
    assert not is_called_for(world, 3, record) and not is_called_for(world, 2, record)
    world.weekly["mean_strain"] = 0.5
    assert is_called_for(world, 3, record) and is_called_for(world, 2, record) and not is_called_for(world, 1, record)
