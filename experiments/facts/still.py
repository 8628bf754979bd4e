"""A community in which nothing happens until a check switches one mechanism on."""

from collections.abc import Mapping

import numpy as np

from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Inputs, Scenario, Shock, inputs_of
from community_dynamics.sim.world import World, allocate

ALWAYS = 50.0  # a hazard so large that what it stands for happens every day
# Some values lie beyond the ranges of a study on purpose: a limit such as "attention never fades" or
# "an act takes no time" is where theory states an exact answer.
STILL: dict[str, float] = {
    # nobody comes for any reason
    "theory.visit_base": 0.0, "theory.visit_by_habit": 0.0, "theory.visit_by_benefit": 0.0,
    "theory.contagion": 0.0, "theory.cue": 0.0, "theory.mood_spread": 0.0,
    # nothing stands in the way of coming or of speaking up: not even that few are there to hear it
    "theory.friction_cost": 0.0, "theory.rival_pull": 0.0, "theory.visit_minutes": 0.0,
    "theory.writing_minutes": 0.0, "theory.attention_days": 1e12, "theory.company_half": 1e-9,
    "theory.fatigue": 0.0, "theory.patience_days": 0, "settings.private_minutes": 600,
    "settings.weekend_share": 1.0, "settings.holiday_weeks": 0, "settings.crunch_every_days": 0,
    "settings.propensity_spread": 0.0, "settings.expressive_spread": 0.0, "settings.manager_share": 0.0,
    "theory.entry_floor": 1.0, "theory.hardening": 0.0,
    # nobody posts, answers or meets; no ties are made
    "theory.ask_base": 0.0, "theory.show_base": 0.0, "theory.answer_base": 0.0, "levers.cadence_days": 0.0,
    "theory.tie_gain": 0.0, "levers.facilitator_hours_a_week": 0.0, "levers.answer_guarantee_share": 0.0,
    "levers.newcomer_awards": 0.0, "levers.praise_rate": 0.0,
    # nobody changes: motivation, safety and connection stay where they began
    "theory.expectation_at_joining": 0.5, "theory.motivation_base": 0.0, "theory.motivation_scale": 0.0,
    "theory.safety_rate": 0.0, "theory.safety_step": 0.0, "theory.benefit_rate": 0.0,
    "theory.benefit_by_reaction": 0.0, "theory.connection_gain": 0.0,
    # nobody joins, stops, leaves or is replaced; who stops is gone
    "theory.stop_constant": 0.0, "theory.stop_floor": 0.0, "theory.regard_effect": 0.0,
    "theory.commitment_effect": 0.0, "theory.habit_effect": 0.0, "theory.return_strength": 0.0,
    "theory.moving_on_share": 0.0, "theory.reading_on_share": 0.0,
    "theory.dormancy_days": 1e9, "theory.stay_cost": 0.0, "theory.word_of_mouth": 0.0,
    "settings.launch_reach": 0.0, "settings.steady_reach_a_year": 0.0, "levers.staff_turnover_a_year": 0.0,
}  # fmt: skip


def still(seats: int, days: int, values: Mapping[str, float], attention: float = 0.0) -> Inputs:
    """Inputs of a still community of founders; `attention` > 0 multiplies visit_base for ever."""
    size = {"seats": seats, "founders": seats, "days": days}
    shocks = (Shock(0, attention, 1e12),) if attention > 0.0 else ()
    return inputs_of(Scenario("still", settings=size, shocks=shocks).with_values(STILL | dict(values)))


def morning_of_day_0(inputs: Inputs, seed: int) -> World:
    """A world whose founders are there and whose first day has not begun; its states may be written."""
    world = allocate(inputs)
    compiled().begin(world, np.uint64(seed))
    return world


def heard(world: World) -> World:
    """The same world with an audience from the first day on; else nobody speaks up until somebody has been there."""
    world.community["audience"] = float(world.person.size)
    return world


def advance(world: World, days: int, first: int = 0) -> None:
    """Walk some days with the compiled kernel."""
    for day in range(first, first + days):
        compiled().advance_day(world, day)


def neighbours(world: World) -> list[np.ndarray]:
    """The given graph as the kernel built it: for each seat, the seats it is tied to."""
    start = world.graph_start
    return [world.graph_neighbour[start[seat] : start[seat + 1]] for seat in range(world.person.shape[0])]


def adjacency(world: World) -> np.ndarray:
    """The given graph as a matrix of zeros and ones."""
    matrix = np.zeros((world.person.shape[0],) * 2)
    for seat, others in enumerate(neighbours(world)):
        matrix[seat, others] = 1.0
    return matrix
