"""The exact words with which values that contradict one another are refused."""

from typing import Any

import pytest

from community_dynamics.experiments.base.errors import CommunityError
from community_dynamics.experiments.scenarios.scenario_files import scenario_from

WORDS = {"name": "ours", "story": "A story.", "source": "Nobody."}


def refusal(data: dict[str, Any]) -> CommunityError:
    """What a scenario with these parts is refused with."""
    with pytest.raises(CommunityError) as caught:
        scenario_from(WORDS | data)
    return caught.value


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
            "settings.founders = 0 and settings.arrivals_a_day = 0 leave the community empty; give it founders or arrivals",
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
            {"settings": {"days": 30}},
            "settings.dead_days = 30 is not below settings.days = 30; run longer, or lower dead_days",
        ),
        (
            {"theory": {"patience_days": 7}},
            "theory.patience_days = 7 is not below theory.feed_days = 7 (posts would leave the feed before "
            "their authors stop waiting); lower patience_days, or raise feed_days",
        ),
        (
            {"plan": [{"from_day": 900, "levers": {"demand": 1}}]},
            "plan[0].from_day = 900 is beyond the last day, 729 (settings.days = 730); start it earlier, or run longer",
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
            "drop one of the two, or say 'over: yes' in plan[1]",
        ),
        ({"plan": [{"from_day": 90}]}, "plan[0] changes nothing; give it dials, levers, at_least, at_most or failures"),
        (
            {"plan": [{"levers": {"demand": 1}}]},
            "plan[0].from_day = nothing is not a day; write a whole number, day 0 is the first",
        ),
        (
            {"shocks": [{"day": 800, "size": 5}]},
            "shocks[0].day = 800 is beyond the last day, 729 (settings.days = 730); bring it forward, or run longer",
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
