"""No dead parameter: each is stated honestly, read by a rule, and moves some outcome."""

import ast
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from community_dynamics import sim
from community_dynamics.sim.ensemble import Run, simulate
from community_dynamics.sim.inputs import Change, Scenario, Shock, inputs_of
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS, STUDY_FACTORS, STUDY_RANGES
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.sources import SOURCES
from community_dynamics.sim.theory import THEORY

PARAMETERS = {one.path: one for table in (LEVERS, THEORY, SETTINGS) for one in table.values()}

# Constants that keep a small community busy, whatever the calibration of the day.
LIVELY = {
    "visit_base": 0.3, "show_base": 0.5, "answer_base": 0.6, "motivation_base": 0.6, "stop_constant": 0.3,
    "stay_cost": 0.45,
}  # fmt: skip

# Small communities in which everything happens: a workplace with events, badges, gates, hostility and
# pressure, an open pool with bursts of arrivals, and a workplace on its way down. Where a limit could hide
# a parameter, it is loosened.
WORKPLACE = Scenario(
    "a workplace where everything happens",
    settings={
        "seats": 90, "days": 217, "founders": 40, "holiday_start_day": 60, "launch_reach": 1.0,
        "steady_reach_a_year": 3.0, "private_minutes": 5, "crunch_every_days": 40, "rewired_share": 0.2,
        "weekend_share": 0.2, "expressive_spread": 0.8, "propensity_spread": 0.8, "manager_share": 0.2,
        "contribution_effort": 1.5, "messages_a_contribution": 2.5,
    },
    levers={
        "hostile_reply_share": 0.15, "rival_tool": 1, "cadence_days": 7, "badge_programme": 0.6,
        "badge_threshold": 8, "gated_access": 0.5, "newcomer_awards": 0.4, "staff_turnover_a_year": 0.6,
        "protected_minutes_a_week": 120, "facilitator_hours_a_week": 4, "facilitator_fte": 0.1,
        "platform_friction": 0.35, "technology_quality": 0.6, "event_money_a_month": 100, "control": 0.6,
        "answer_guarantee_share": 0.6, "answer_guarantee_hours": 96, "curated_items_a_week": 30,
        "demand": 0.9, "inclusivity_norm": 0.7, "leader_inclusiveness": 0.6, "clique_strength": 0.6,
        "cause_clarity": 0.6, "onboarding": 0.6,
    },
    theory=LIVELY | {"overload_knee": 6, "leader_days": 40, "leader_answers": 4},
)  # fmt: skip
OPEN_POOL = Scenario(
    "an open pool with bursts",
    settings={
        "open_pool": 1, "seats": 120, "days": 210, "founders": 30, "arrivals_a_day": 0.4,
        "arrival_excitation": 0.1, "arrival_trend": 0.5, "private_minutes": 20, "weekend_share": 0.8,
        "suppressed_reply_share": 0.2, "network": 1, "dead_days": 30, "dilution": 0.2,
        "stall_people": 1, "stall_share": 0.25, "memory_years": 0.3,
    },
    levers={"facilitator_hours_a_week": 6, "moderation": 2, "sponsor_present": 0},
    theory=LIVELY | {"stay_cost": 0.55, "answer_base": 2.0},
    shocks=(Shock(100, 3.0),),
)  # fmt: skip
FADING = Scenario(
    "a workplace whose time is taken away",
    settings={
        "seats": 90,
        "days": 300,
        "founders": 60,
        "steady_reach_a_year": 0.2,
        "propensity_spread": 0.8,
    },
    levers={
        "protected_minutes_a_week": 120,
        "answer_guarantee_share": 1,
        "facilitator_fte": 1,
        "facilitator_hours_a_week": 20,
    },
    theory=LIVELY,
    plan=(Change(120, levers={"demand": 0.95, "protected_minutes_a_week": 20}),),
)
STALLED = FADING.with_values({"settings.stall_people": 500})
LENIENT = FADING.with_values(
    {f"settings.{name}": 0.0 for name in ("stall_people", "stall_share", "answered_share", "newcomers_share")}
)
OLD = WORKPLACE.with_values({"settings.days": 470})  # long enough for some to have been there for a year
RICH = (WORKPLACE, OPEN_POOL, FADING, STALLED, LENIENT, OLD)


def moves(parameter: Parameter, now: float) -> list[float]:
    """Other allowed values to try: the ends, halfway to them, and near steps that no limit should hide."""
    tries = [parameter.low, parameter.high, (now + parameter.high) / 2, (now + parameter.low) / 2, now * 1.2]
    if parameter.choices:
        tries = list(range(len(parameter.choices)))
    if parameter.whole:
        tries = [float(round(value)) for value in tries]
    if parameter.path == "settings.seats":
        tries = [now + 10]
    if parameter.path == "settings.days":
        tries = [now - 14]
    return [value for value in dict.fromkeys(tries) if parameter.low <= value <= parameter.high and value != now]


@cache
def outcomes_of(index: int) -> np.ndarray:
    return simulate([Run(inputs_of(RICH[index]), seed) for seed in (1, 2)], threads=1).outcomes


def value_in(scenario: Scenario, parameter: Parameter) -> float:
    return getattr(scenario, parameter.section).get(parameter.name, parameter.default)


def moved(parameter: Parameter) -> bool:
    """Whether some allowed other value changes some bit of some outcome in one of the rich communities."""
    for index, scenario in enumerate(RICH):
        for value in moves(parameter, value_in(scenario, parameter)):
            inputs = inputs_of(scenario.with_values({parameter.path: value}))
            for seed in (1, 2):
                found = simulate([Run(inputs, seed)], threads=1).outcomes[0]
                if not np.array_equal(found, outcomes_of(index)[seed - 1], equal_nan=True):
                    return True
    return False


@pytest.mark.parametrize("path", list(PARAMETERS))
def test_every_parameter_moves_some_outcome(path: str) -> None:
    assert moved(PARAMETERS[path]), f"{path} changes no bit of any outcome: nothing that matters reads it"


def test_an_unread_value_would_be_seen() -> None:
    """The check can fail: the same values give the same bits, so what nothing reads is found dead."""
    again = simulate([Run(inputs_of(WORKPLACE), seed) for seed in (1, 2)], threads=1).outcomes
    assert np.array_equal(again, outcomes_of(0), equal_nan=True)


def read_names() -> dict[str, set[str]]:
    """Names that sources read from a record: `theory.x`, `world.theory[0].x`, `levers["x"]`."""
    found: dict[str, set[str]] = {"levers": set(), "theory": set(), "settings": set()}
    for path in Path(sim.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                base, name = ast.unparse(node.value), node.attr
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                base, name = ast.unparse(node.value), str(node.slice.value)
            else:
                continue
            for section, names in found.items():
                if section in base:
                    names.add(name)
    return found


def test_every_parameter_is_read_in_a_source() -> None:
    found = read_names()
    unread = [path for path, one in PARAMETERS.items() if one.name not in found[one.section]]
    assert not unread, f"no rule, kernel or input reads {', '.join(unread)}"


def test_what_is_read_is_stated() -> None:
    """Every field that a rule or the kernel reads from a record exists in its table."""
    tables = {"levers": LEVERS, "theory": THEORY, "settings": SETTINGS}
    for path in Path(sim.__file__).parent.glob("[rk]*/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in tables:
                assert node.attr in tables[node.value.id], f"{path.name} reads {node.value.id}.{node.attr}"


@pytest.mark.parametrize("path", list(PARAMETERS))
def test_every_parameter_is_stated_in_full(path: str) -> None:
    """Status, source, unit and meaning are there; a 0-1 lever in words has three anchors."""
    one = PARAMETERS[path]
    assert one.status in ("sourced", "calibrated", "assumed")
    assert one.source in SOURCES and one.unit and len(one.meaning) > 5
    assert one.low < one.high
    assert one.name == one.name.lower() and all(word.isalnum() for word in one.name.split("_"))
    if one.anchors is not None:
        assert len(set(one.anchors)) == 3
        assert (one.low, one.default, one.high) == (0.0, 0.5, 1.0)


def test_dials_failures_and_factors_name_levers_in_their_ranges() -> None:
    for table in (
        *DIALS.values(),
        *({name: (value,) for name, value in one.items()} for one in FAILURES.values()),
    ):
        for name, values in table.items():
            assert all(LEVERS[name].low <= value <= LEVERS[name].high for value in values), name
    for path in STUDY_FACTORS:
        section, _, name = path.partition(".")
        assert name in (DIALS if section == "dials" else LEVERS)
    for path, (low, high) in STUDY_RANGES.items():
        assert PARAMETERS[path].low <= low < high <= PARAMETERS[path].high


def test_every_dial_has_its_middle_at_the_defaults() -> None:
    """A community whose dials all stand in the middle is the community of defaults."""
    for name, anchors in ((name, anchors) for levers in DIALS.values() for name, anchors in levers.items()):
        assert anchors[1] == LEVERS[name].default, name
