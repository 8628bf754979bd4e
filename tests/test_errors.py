"""The exact words of every error: what, the value, the allowed, the nearest name, the remedy, in one line."""

from typing import Any

import pytest

from community_dynamics.experiments.base.errors import (
    CommunityError,
    InvalidScenario,
    InvalidValue,
    UnknownName,
    WrongKind,
    nearest,
    shown,
)
from community_dynamics.experiments.base.values import outcome_named, split
from community_dynamics.experiments.scenarios.scenario_files import scenario_from
from community_dynamics.experiments.studies.options import OPTIONS
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.outcomes import OUTCOMES

WORDS = {"name": "ours", "story": "A story.", "source": "Nobody."}


def refusal(data: dict[str, Any]) -> CommunityError:
    """What a scenario with these parts is refused with."""
    with pytest.raises(CommunityError) as caught:
        scenario_from(WORDS | data)
    return caught.value


@pytest.mark.parametrize(
    ("section", "name", "value", "line"),
    [
        (
            "levers",
            "leadership_support",
            7,
            "levers.leadership_support = 7 is outside 0..1 (share of managers who visibly take part); did you mean 0.7?",
        ),
        (
            "levers",
            "praise_rate",
            30,
            "levers.praise_rate = 30 is outside 0..1 (share of contributing days met with unexpected praise); did you mean 0.3?",
        ),
        (
            "levers",
            "demand",
            -1,
            "levers.demand = -1 is outside 0..2 (mean demand of the job on a working day); did you mean 0?",
        ),
        (
            "levers",
            "demand",
            float("nan"),
            "levers.demand = nan is not a number in 0..2 (mean demand of the job on a working day)",
        ),
        (
            "levers",
            "demand",
            float("inf"),
            "levers.demand = inf is not a number in 0..2 (mean demand of the job on a working day)",
        ),
        (
            "levers",
            "demand",
            True,
            "levers.demand = yes is not a number in 0..2 (mean demand of the job on a working day)",
        ),
        (
            "levers",
            "demand",
            [1, 2],
            "levers.demand = [1, 2] is not a number in 0..2 (mean demand of the job on a working day)",
        ),
        (
            "levers",
            "demand",
            None,
            "levers.demand = nothing is not a number in 0..2 (mean demand of the job on a working day)",
        ),
        (
            "levers",
            "onboarding",
            "high",
            "levers.onboarding = high is not a number in 0..1 "
            "(how newcomers are received and shown how to begin); did you mean 1?",
        ),
        (
            "levers",
            "badge_threshold",
            2.5,
            "levers.badge_threshold = 2.5 is not a whole number (contributions); did you mean 2?",
        ),
        (
            "levers",
            "moderation",
            "comunity",
            "levers.moderation = comunity is not none, community or personalised (who sorts the content); "
            "did you mean community?",
        ),
        (
            "levers",
            "rival_tool",
            2,
            "levers.rival_tool = 2 is not no or yes (whether another tool serves the same people)",
        ),
        (
            "settings",
            "start_weekday",
            "mondy",
            "settings.start_weekday = mondy is not monday, tuesday, wednesday, thursday, friday, saturday "
            "or sunday (weekday of day 0); did you mean monday?",
        ),
        (
            "dials",
            "cause",
            "hgh",
            "dials.cause = hgh is not low, middle, high or a number in 0..1; did you mean high?",
        ),
        (
            "dials",
            "cause",
            7,
            "dials.cause = 7 is outside 0..1 (low 0, middle 0.5, high 1); did you mean 0.7?",
        ),
        (
            "failures",
            "work_pressure",
            "perhaps",
            "failures.work_pressure = perhaps is not yes or no; write yes to switch the failure on",
        ),
        (
            "settings",
            "seats",
            0,
            "settings.seats = 0 is outside 1..5000000 (seats in the organisation, or people who may ever "
            "arrive); did you mean 1?",
        ),
        (
            "theory",
            "contagion",
            "some",
            "theory.contagion = some is not a number in 0..0.5 (hazard to visit for each visit recently seen)",
        ),
    ],
)
def test_a_value_is_refused_in_these_words(section: str, name: str, value: object, line: str) -> None:
    assert str(refusal({section: {name: value}})) == line


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            {"levers": {"leadership": 1}},
            "levers.leadership is not a lever; did you mean levers.leadership_support? "
            f"'community explain levers' lists all {len(LEVERS)}",
        ),
        (
            {"levers": {"seats": 1}},
            f"levers.seats is not a lever; did you mean settings.seats? 'community explain levers' lists all {len(LEVERS)}",
        ),
        ({"dials": {"x": 1}}, "dials.x is not a dial; 'community explain dials' lists all 8"),
        (
            {"failures": {"work_presure": True}},
            "failures.work_presure is not a failure; did you mean failures.work_pressure? "
            "'community explain failures' lists all 4",
        ),
        (
            {"lever": {}},
            "lever is not a part of a scenario; did you mean levers? it may hold name, story, "
            "source, starts, settings, "
            "dials, levers, theory, failures, plan, reactions, shocks, awards, arrivals",
        ),
        (
            {"demand": 1},
            "demand is not a part of a scenario; did you mean levers.demand? it may hold name, "
            "story, source, starts, "
            "settings, dials, levers, theory, failures, plan, reactions, shocks, awards, arrivals",
        ),
        (
            {"plan": [{"from_day": 3, "levers": {"demnd": 1}}]},
            "plan[0].levers.demnd is not a lever; did you mean plan[0].levers.demand? "
            f"'community explain levers' lists all {len(LEVERS)}",
        ),
        (
            {"shocks": [{"dy": 3}]},
            "shocks[0].dy is not known here; did you mean day? it may hold day, size, days",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(data: dict[str, Any], line: str) -> None:
    error = refusal(data)
    assert str(error) == line
    assert isinstance(error, LookupError)


def test_all_faults_are_told_at_once_a_line_each() -> None:
    error = refusal({"levers": {"demand": 9, "onbording": 1}, "dials": {"cause": "up"}})
    assert isinstance(error, InvalidScenario)
    assert len(str(error).splitlines()) == 3


@pytest.mark.parametrize(("kind", "builtin"), [(InvalidValue, ValueError), (WrongKind, TypeError), (UnknownName, LookupError)])
def test_own_errors_are_built_in_errors_too(kind: type, builtin: type) -> None:
    assert issubclass(kind, CommunityError) and issubclass(kind, builtin)


def test_an_unknown_outcome_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        outcome_named("flourish")
    assert str(caught.value) == (
        f"outcome=flourish is not an outcome; did you mean flourishing? 'community explain outcomes' lists all {len(OUTCOMES)}"
    )


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "demand",
            "demand is not the full name of a parameter; did you mean levers.demand? write section.name, such as levers.demand",
        ),
        (
            "lever.demand",
            "lever.demand is not the full name of a parameter; did you mean levers.demand? "
            "write section.name, such as levers.demand",
        ),
    ],
)
def test_a_path_without_its_section_is_completed(path: str, line: str) -> None:
    with pytest.raises(UnknownName) as caught:
        split(path)
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("verb", "name", "value", "line"),
    [
        (
            "run",
            "runs",
            0,
            "runs = 0 is outside 1..10000000 (runs to simulate, each on its own seed); did you mean 1?",
        ),
        ("run", "runs", 2.5, "runs = 2.5 is not a whole number (runs to simulate, each on its own seed)"),
        (
            "sweep",
            "design",
            "gird",
            "design = gird is not grid, one_at_a_time, latin_hypercube, random, sobol_sequence or fractional_factorial "
            "(how points are laid; grid where values are listed, else latin_hypercube); did you mean grid?",
        ),
        (
            "sensitivity",
            "method",
            "sobel",
            "method = sobel is not morris, sobol, fast, rbd_fast, delta, pawn, dgsm or hdmr "
            "(how factors are ranked); did you mean sobol?",
        ),
        (
            "run",
            "seed",
            -1,
            "seed = -1 is outside 0..1000000000000000000 (first seed; 0 is a seed like any other); did you mean 0?",
        ),
    ],
)
def test_an_option_is_refused_in_these_words(verb: str, name: str, value: object, line: str) -> None:
    option = next(one for one in OPTIONS[verb] if one.name == name)
    with pytest.raises(CommunityError) as caught:
        option.read(value)
    assert str(caught.value) == line


def test_large_seeds_are_not_rounded() -> None:
    (seed,) = (one for one in OPTIONS["run"] if one.name == "seed")
    assert seed.read(10**18 - 1) == 10**18 - 1


def test_nearest_is_modest() -> None:
    assert nearest("xyz", LEVERS) is None
    assert nearest("Cadence-Days", LEVERS) == "cadence_days"


def test_a_value_is_shown_on_one_short_line() -> None:
    assert shown("a\nb\x1b" + "c" * 100) == "a?b?" + "c" * 53 + "..."
