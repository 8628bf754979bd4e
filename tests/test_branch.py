"""Going on from a saved morning gives what a run from the beginning gives, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest

from community_dynamics.sim.branch import continued, outcomes_of, saved
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Award, Change, inputs_of
from tests.test_engines_agree import DAYS, EVERYTHING, HAND_MADE, small


@pytest.mark.parametrize("name", ["everything", "open_pool", "cliques"])
@pytest.mark.parametrize("day", [1, 45, DAYS - 1])
def test_a_branch_equals_the_run_from_the_beginning(name: str, day: int) -> None:
    past = small(HAND_MADE[name])
    changed = Change(day, levers={"leadership_support": 0.95, "cadence_days": 5, "moderation": 1, "staff_turnover_a_year": 4.0})
    given = tuple(award for award in past.awards if award.day < day)
    future = replace(past, plan=(*past.plan, changed), awards=(*given, Award(day, "random", 0.7)))
    morning = saved(inputs_of(past), 5, day)
    for scenario in (past, future):
        inputs = inputs_of(scenario)
        whole = simulate([Run(inputs, 5)], 1).outcomes[0]
        assert outcomes_of(continued(morning, inputs)).tobytes() == whole.tobytes()


def test_one_past_serves_several_futures_and_stays_as_it_was() -> None:
    past = small(EVERYTHING)
    morning = saved(inputs_of(past), 1, 60)
    before = {name: array.copy() for name, array in morning.arrays.items()}
    ends = [
        outcomes_of(continued(morning, inputs_of(replace(past, plan=(*past.plan, Change(60, levers={"demand": demand}))))))
        for demand in (0.3, 1.5)
    ]
    assert ends[0].tobytes() != ends[1].tobytes()
    assert all(np.array_equal(morning.arrays[name], array) for name, array in before.items())


def test_another_past_is_refused_in_one_line() -> None:
    past = small(EVERYTHING)
    morning = saved(inputs_of(past), 1, 60)
    early = inputs_of(replace(past, plan=(*past.plan, Change(10, levers={"demand": 0.3}))))
    with pytest.raises(
        ValueError, match=r"^the branch differs before day 60, where the past is saved; begin its changes on that day"
    ):
        continued(morning, early)
    another = inputs_of(replace(past, awards=(Award(5, "random"), *past.awards)))
    with pytest.raises(ValueError, match=r"^the branch differs before day 60"):
        continued(morning, another)
    with pytest.raises(ValueError, match=r"^the branch has other theory than the saved community; change levers only$"):
        continued(morning, inputs_of(past.with_values({"theory.visit_base": 0.2})))
    with pytest.raises(ValueError, match=rf"^day = 500 is outside 0\.\.{DAYS}, the days of the run$"):
        saved(inputs_of(past), 1, 500)
