"""The exact words of every error: what, the value, the allowed, the nearest name, the remedy, in one line."""

from typing import Any

import pytest

from experiments.errors import (
    CommunityError,
    InvalidScenario,
    InvalidValue,
    UnknownName,
    WrongKind,
    nearest,
    shown,
)
from experiments.options import OPTIONS
from experiments.scenarios import scenario_from
from experiments.words import outcome_named, split
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES

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
            "levers.leadership_support = 7 is outside 0..1 (share of managers who visibly take part); "
            "did you mean 0.7?",
        ),
        (
            "levers",
            "praise_rate",
            30,
            "levers.praise_rate = 30 is outside 0..1 "
            "(share of contributing days met with unexpected praise); did you mean 0.3?",
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
            "theory.contagion = some is not a number in 0..0.5 (hazard to visit for each visit "
            "recently seen)",
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
            "levers.seats is not a lever; did you mean settings.seats? "
            f"'community explain levers' lists all {len(LEVERS)}",
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
            "source, settings, "
            "dials, levers, theory, failures, plan, shocks",
        ),
        (
            {"demand": 1},
            "demand is not a part of a scenario; did you mean levers.demand? it may hold name, "
            "story, source, "
            "settings, dials, levers, theory, failures, plan, shocks",
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


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            {"settings": {"founders": 400}},
            "settings.founders = 400 is more than settings.seats = 300; did you mean settings.founders=300? "
            "or give it more seats",
        ),
        (
            {"settings": {"seats": 6, "founders": 2}},
            "settings.mean_degree = 8 is not below settings.seats = 6; did you mean settings.mean_degree=4? "
            "or give it more seats",
        ),
        (
            {"settings": {"mean_degree": 7}},
            "settings.mean_degree = 7 is not an even number (colleagues on two sides); did you mean 6 or 8?",
        ),
        (
            {"settings": {"network": "cliques", "team_size": 50}},
            "settings.team_size = 50 is above 30 with settings.network = cliques (everybody would watch "
            "everybody); make teams smaller, or choose small_world",
        ),
        (
            {"settings": {"founders": 0, "open_pool": True, "arrivals_a_day": 0}},
            "settings.founders = 0 and settings.arrivals_a_day = 0 leave the community empty; "
            "give it founders or arrivals",
        ),
        (
            {"settings": {"founders": 0, "launch_reach": 0, "steady_reach_a_year": 0}},
            "settings.founders = 0, settings.launch_reach = 0 and settings.steady_reach_a_year = 0 leave the "
            "community empty; give it founders, or tell people of it",
        ),
        (
            {"settings": {"crunch_days": 100}},
            "settings.crunch_days = 100 is not below settings.crunch_every_days = 91 (the crunch would never "
            "end); shorten it, or raise levers.demand instead",
        ),
        (
            {"settings": {"stall_people": 301}},
            "settings.stall_people = 301 is more than the 300 people there are (every run would "
            "stall); lower "
            "it, or give it more seats",
        ),
        (
            {"settings": {"days": 90}},
            "settings.grace_days = 90 is not below settings.days = 90 (no day would count); run longer, or "
            "lower grace_days",
        ),
        (
            {"settings": {"days": 30, "grace_days": 0}},
            "settings.dead_days = 30 is not below settings.days = 30; run longer, or lower dead_days",
        ),
        (
            {"theory": {"patience_days": 7}},
            "theory.patience_days = 7 is not below theory.feed_days = 7 (posts would leave the feed before "
            "their authors stop waiting); lower patience_days, or raise feed_days",
        ),
        (
            {"plan": [{"from_day": 900, "levers": {"demand": 1}}]},
            "plan[0].from_day = 900 is beyond the last day, 729 (settings.days = 730); start it earlier, or "
            "run longer",
        ),
        (
            {"plan": [{"from_day": 90, "until_day": 80, "levers": {"demand": 1}}]},
            "plan[0].until_day = 80 is not after from_day = 90 (the change would hold on no day); "
            "end it later, "
            "or leave until_day out",
        ),
        (
            {
                "plan": [
                    {"from_day": 90, "levers": {"cause_clarity": 1}},
                    {"from_day": 100, "dials": {"cause": "low"}},
                ]
            },
            "plan[0] and plan[1] both set levers.cause_clarity on day 100; end plan[0] with "
            "'until_day: 100', "
            "or drop one of the two",
        ),
        ({"plan": [{"from_day": 90}]}, "plan[0] changes nothing; give it levers or dials"),
        (
            {"plan": [{"levers": {"demand": 1}}]},
            "plan[0].from_day = nothing is not a day; write a whole number, day 0 is the first",
        ),
        (
            {"shocks": [{"day": 800, "size": 5}]},
            "shocks[0].day = 800 is beyond the last day, 729 (settings.days = 730); bring it forward, or run "
            "longer",
        ),
        (
            {"shocks": [{"day": 3, "size": -1}]},
            "shocks[0].size = -1 is not above 0 and at most 1000 (times the usual attention, on top of it)",
        ),
        (
            {"settings": [1]},
            "settings = [1] is not a mapping of names to values; write 'name: value' below it",
        ),
        ({"plan": {"a": 1}}, "plan = {'a': 1} is not a list; begin each entry with '- from_day: ...'"),
        ({"story": None}, "story is missing; say in plain words whose community this is and what happens"),
        ({"source": ""}, "source is missing; say in plain words where the numbers come from"),
        ({"name": 7}, "name = 7 is not text; put it in quotation marks"),
        ({"name": "x" * 61}, "name has 61 letters, more than 60; shorten it"),
        ({"story": "\x1b[31mred"}, "story holds control characters; write plain text"),
    ],
)
def test_a_contradiction_is_refused_in_these_words(data: dict[str, Any], line: str) -> None:
    assert str(refusal(data)) == line


def test_changes_of_plan_may_overlap_where_they_set_different_levers() -> None:
    plan = [{"from_day": 9, "levers": {"demand": 1}}, {"from_day": 99, "levers": {"onboarding": 1}}]
    assert len(scenario_from(WORDS | {"plan": plan}).plan) == 2


def test_all_faults_are_told_at_once_a_line_each() -> None:
    error = refusal({"levers": {"demand": 9, "onbording": 1}, "dials": {"cause": "up"}})
    assert isinstance(error, InvalidScenario)
    assert len(str(error).splitlines()) == 3


@pytest.mark.parametrize(
    ("kind", "builtin"), [(InvalidValue, ValueError), (WrongKind, TypeError), (UnknownName, LookupError)]
)
def test_own_errors_are_built_in_errors_too(kind: type, builtin: type) -> None:
    assert issubclass(kind, CommunityError) and issubclass(kind, builtin)


def test_an_unknown_outcome_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        outcome_named("flourish")
    assert str(caught.value) == (
        "outcome=flourish is not an outcome; did you mean flourishing? "
        f"'community explain outcomes' lists all {len(OUTCOMES)}"
    )


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "demand",
            "demand is not the full name of a parameter; did you mean levers.demand? "
            "write section.name, such as levers.demand",
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
            "design = gird is not grid or latin_hypercube (how points are laid); did you mean grid?",
        ),
        (
            "sensitivity",
            "method",
            "sobel",
            "method = sobel is not morris or sobol (how factors are ranked); did you mean sobol?",
        ),
        (
            "run",
            "seed",
            -1,
            "seed = -1 is outside 0..1000000000000000000 (first seed; 0 is a seed like any other); "
            "did you mean 0?",
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
