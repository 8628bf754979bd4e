"""Plans in words: what a steering group reads."""

import pytest

from community_dynamics.experiments.plans.named_plan import NO_PLAN, Cost
from community_dynamics.experiments.plans.plan_files import load_plan, plan_from, plan_names
from community_dynamics.experiments.plans.plan_words import choice_words, cost_words, plan_lines

WORDS = {"story": "A story.", "source": "Nobody."}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none", "doing nothing"),
        ("monthly_meetup", "monthly meetup"),
        ("./plans/our_plan.yaml", "our plan"),
        ("badges@180+./our_plan.yml", "badges from day 180 + our plan"),
        ("badges@2027-03-01", "badges from 2027-03-01"),
    ],
)
def test_names_as_people_say_them(name: str, words: str) -> None:
    assert choice_words(name) == words


def test_every_part_of_a_plan_has_a_line_in_order_of_time() -> None:
    plan, _ = plan_from(
        {
            **WORDS,
            "plan": [
                {"from_day": 60, "ramp_days": 28, "at_least": {"facilitator_fte": 0.4, "sponsor_present": True}},
                {"from_day": 0, "for_days": 30, "levers": {"praise_rate": 0.5}, "failures": {"work_pressure": False}},
            ],
            "awards": [{"day": 40, "rule": "newcomers", "share": 0.5}],
            "shocks": [{"day": 50, "size": 2}],
            "reactions": [{"when": "weekly_contributors < 8 for 4 weeks", "for_weeks": 13, "levers": {"prompts_a_week": 5}}],
            "settings": {"founders": 30},
        },
        "ours",
        "",
    )
    lines = plan_lines(plan)
    assert [line.split(":")[0] for line in lines] == [
        "as it begins",
        "from the beginning to day 29",
        "day 40",
        "day 50",
        "from day 60 on, over 28 days",
        "when weekly contributors < 8 for 4 weeks",
    ]
    assert lines[1].endswith("share of contributions praised 0.5 and work pressure ends")
    assert lines[2].endswith("awards to 50% of those who first contributed in the month before")
    assert lines[3].endswith("attention 3 times as high, fading")
    assert "facilitators' full-time posts at least 0.4" in lines[4] and "sponsor present yes" in lines[4]
    assert lines[5].endswith("prompts a week 5, for 3 months, and again if need be")


def test_what_a_plan_takes() -> None:
    assert cost_words(Cost(manager_hours_a_month=4, money_once=2000)) == "4 manager hours a month and 2,000 of money once"
    assert cost_words(Cost()) == ""


@pytest.mark.parametrize("name", plan_names())
def test_every_bundled_plan_says_what_it_does_and_why(name: str) -> None:
    plan = load_plan(name)
    assert plan_lines(plan) and len(plan.story) > 40 and "ssumed" in plan.source, "sizes are assumed, and are said to be"
    assert plan_lines(NO_PLAN) == []
