"""The instruments that facts are measured with, on samples whose answer is known."""

from pathlib import Path

import numpy as np
import pytest
from test_logs_statistics import observed_log

from community_dynamics.experiments.facts.answered_posts import HELD_BACK, compare, first_posts, held_back, reply_numbers
from community_dynamics.experiments.facts.communities import community
from community_dynamics.experiments.facts.estimates import Estimate, estimate, slope
from community_dynamics.experiments.facts.fact_tables import moved
from community_dynamics.experiments.facts.forum import forum_numbers
from community_dynamics.experiments.facts.habit_curve import habit_numbers
from community_dynamics.experiments.facts.known import Finding, Known, Part, measure, shares_and_means, statement
from community_dynamics.experiments.facts.messages import Messages, messages_of
from community_dynamics.experiments.facts.shared_runs import Each, Runs
from community_dynamics.experiments.facts.survey import COMMUNITIES, hypercube, levers_at, survey_numbers
from community_dynamics.experiments.facts.tails import prefers_heavy_tail, quit_law, tail_exponent
from community_dynamics.experiments.facts.tenure import median_span, weekly_hazard, weibull_shape
from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.simulated import events_of, log_of_run, seats_of, whole_run
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.state import POSTS, REPLIES


def posts_on(days_by_person: list[list[int]], days: int) -> Messages:
    """Posts on given days, of a log that was seen for so many days."""
    member = np.repeat(np.arange(len(days_by_person)), [len(one) for one in days_by_person])
    return messages_of(log_of(member, np.concatenate([np.asarray(one) for one in days_by_person]), last=days - 1))


def test_the_tail_exponent_is_recovered() -> None:
    counts = np.random.default_rng(3).zipf(2.2, 20_000)
    assert tail_exponent(counts) == pytest.approx(2.2, abs=0.03)


def test_heavy_tails_are_told_from_geometric_ones() -> None:
    generator = np.random.default_rng(5)
    assert prefers_heavy_tail(generator.zipf(2.2, 2000)) == 1.0
    assert prefers_heavy_tail(generator.geometric(0.3, 2000)) == 0.0


def test_the_quit_law_is_recovered() -> None:
    """Posts a day apart, P(stop | n) = .6 / n: the slope on logarithms is -1."""
    generator = np.random.default_rng(7)
    people = []
    for _ in range(20_000):
        n = 1
        while generator.random() >= 0.6 / n and n < 60:
            n += 1
        people.append(list(range(n)))
    assert quit_law(posts_on(people, 365)) == pytest.approx(-1.0, abs=0.1)


@pytest.mark.parametrize(
    ("dataset", "known"), [("lean_zulip_2018_2022", -0.57), ("tidytuesday_tweets", -0.66), ("montana_programmers", -0.51)]
)
def test_observed_communities_have_the_slopes_that_the_reference_of_c5_quotes(
    dataset: str, known: float, observed_data: Path
) -> None:
    assert quit_law(messages_of(observed_log(observed_data, dataset))) == pytest.approx(known, abs=0.005)


def test_the_median_span_counts_those_still_there_as_alive() -> None:
    quick, slow, there = [0, 10], [0, 100], [0, 300, 990]
    assert median_span(posts_on([quick, quick, slow], 1000)) == 10
    assert median_span(posts_on([slow, quick, there, there], 1000)) == 100
    assert np.isnan(median_span(posts_on([quick, there, there], 1000)))


def test_the_weibull_shape_is_recovered_under_censoring() -> None:
    spans = np.ceil(60 * np.random.default_rng(9).weibull(0.6, 5000)).astype(int)
    starts = np.random.default_rng(10).integers(0, 900, 5000)
    people = [[start, start + span] for start, span in zip(starts, spans, strict=True) if start + span < 1000]
    assert 0.5 < weibull_shape(posts_on(people, 1000)) < 0.75


def test_the_weekly_hazard_is_a_share_of_those_at_risk() -> None:
    hazard = weekly_hazard(posts_on([[0, 3], [0, 8], [0, 9], [0, 30]], 1000), 6)
    assert hazard.tolist() == pytest.approx([1 / 4, 2 / 3, 0, 0, 1, 0])


def test_the_comparison_divides_by_the_share_that_was_answered() -> None:
    """Half of those not held back were answered, so an answer does twice what the arms differ by."""
    persons = np.arange(4000)
    held = held_back(11, persons, np.zeros_like(persons), np.zeros_like(persons))
    assert held.mean() == pytest.approx(HELD_BACK, abs=0.03)
    posts = posts_on([[0, 50] if person % 2 else [0] for person in persons], 365)
    rows = first_posts(posts)
    answered = np.zeros(posts.day.size, bool)
    answered[rows[~held][::2]] = True
    found = compare(Messages(posts.member, posts.day, posts.ordinal, posts.kind, answered, posts.last), rows, held)
    again = posts.later()[rows] <= 90
    assert found["answered"] == pytest.approx(0.5, abs=0.001)
    assert found["difference"] == pytest.approx(2 * (again[~held].mean() - again[held].mean()), rel=0.01)


def test_answers_are_held_back_from_those_whom_the_dice_name() -> None:
    """The dice asked afterwards are those of the run: no post that they hold back has an answer."""
    scenario = community("open_forum").with_values({"settings.days": 500, "settings.suppressed_reply_share": HELD_BACK})
    world = whole_run(scenario, 5)
    messages = messages_of(log_of_run(world, "a forum"))
    rows = np.flatnonzero(messages.kind == POSTS)
    seat, generation = (numbers[messages.member[rows]] for numbers in seats_of(world))
    held = held_back(5, seat, generation, messages.day[rows] - messages.last + 499)
    assert rows.size > 300 and 0.4 < held.mean() < 0.6
    assert not messages.answered[rows][held].any()
    assert messages.answered[rows][~held].mean() > 0.5


def test_the_messages_are_those_that_the_books_count() -> None:
    world = whole_run(community("well_run_cop"), 3)
    messages, events = messages_of(log_of_run(world, "a run")), events_of(world)
    assert messages.day.size == world.daily["posts"].sum() + (messages.kind == REPLIES).sum()
    first = np.flatnonzero(messages.ordinal == 1)
    seat, generation = seats_of(world)
    for at in first[:50].tolist():
        one = messages.member[at]
        own = events[(events["seat"] == seat[one]) & (events["generation"] == generation[one])]
        own = own[np.isin(own["kind"], (POSTS, REPLIES))]
        assert own["day"].tolist() == (messages.day[messages.member == one] - messages.last + 729).tolist()


def test_the_survey_spreads_every_lever_evenly_over_its_range() -> None:
    rows = hypercube()
    for column in rows.T:
        np.testing.assert_allclose(np.sort(column), (np.arange(COMMUNITIES) + 0.5) / COMMUNITIES)
    for levers in map(levers_at, rows[:20]):
        assert all(LEVERS[name].low <= value <= LEVERS[name].high for name, value in levers.items())


def test_theory_is_changed_in_every_kind_of_run() -> None:
    """Each constant that is switched off takes with it what it stands for."""
    launches = Runs("unsupported_launch", 5, series=True)
    nothing_draws = dict.fromkeys(("theory.visit_base", "theory.visit_by_benefit", "theory.visit_by_habit"), 0.0)
    usual, quiet = (launches.carry_out(values, 0, 1, lambda work: None) for values in ({}, nothing_draws))
    assert usual.daily is not None and quiet.daily is not None
    assert quiet.daily["logons"].sum() < usual.daily["logons"].sum()
    assert forum_numbers({"theory.stop_constant": 0.0}, 0)["once"] < forum_numbers({}, 0)["once"]
    deaf = {"theory.regard_gain": 0.0, "theory.benefit_by_reaction": 0.0, "theory.return_by_habit": 0.0}
    assert sum(reply_numbers(deaf, seed)["difference"] - reply_numbers({}, seed)["difference"] for seed in range(4)) < 0.0
    resilient = {"theory.motivation_by_strain": 0.0}
    assert survey_numbers(resilient, 0)["engagement_strain"] > survey_numbers({}, 0)["engagement_strain"]


def test_the_experiment_on_habit_keeps_what_it_fixes_and_takes_the_rest() -> None:
    usual = habit_numbers({}, 0)
    assert habit_numbers({"theory.visit_base": 0.0}, 0) == usual
    assert habit_numbers({"theory.habit_rate_spread": 0.0}, 0)["slow"] < usual["slow"]


def test_facts_that_share_runs_do_them_once() -> None:
    calls: list[int] = []

    def do(values: object, seed: int) -> dict[str, float]:
        calls.append(seed)
        return {"x": float(seed)}

    def known(key: str) -> Known:
        part = Part("x", 0.0, 1.0)
        return Known(key, "", "", "", (part,), lambda runs: (Each(do, runs, 1.0),), lambda one: [one["x"]])

    one, other = measure([known("A"), known("B")], 4, seed=2, workers=3)
    assert sorted(calls) == [2, 3, 4, 5]
    assert one.value == other.value and one.value.mean == 3.5


def test_runs_know_their_work_and_tell_it() -> None:
    told: list[float] = []
    runs = Runs("unsupported_launch", 3, (("settings.days", 90.0),))
    runs.carry_out({}, 0, 1, told.append)
    assert sum(told) == runs.work == 3 * 100 * 90


def finding(mean: float, soft: bool = False, key: str = "C1", count: int = 3) -> Finding:
    return Finding(key, Part("y", 0.4, 0.6, (0.5,), soft), Estimate(mean, mean - 0.1, mean + 0.1, count), 3)


def test_verdicts() -> None:
    assert finding(0.5).verdict == "holds"
    assert finding(0.7).verdict == "misfit"
    assert finding(0.7, soft=True).verdict == "outside (soft)"
    assert finding(float("nan"), count=0).verdict == "no run counts"
    assert not finding(float("nan"), count=0).holds
    assert (finding(0.58).covers_reference, finding(0.7).covers_reference) == (True, False)


def test_soft_numbers_break_no_fact() -> None:
    text = statement([finding(0.5), finding(0.7, soft=True), finding(0.7, key="C2")])
    assert text == "1 of 2 facts hold: 1 of 2 numbers lie in their accepted range, and 0 of 1 soft ones"


def test_a_change_breaks_what_held_and_no_longer_does() -> None:
    before, after = [finding(0.5), finding(0.7), finding(0.5)], [finding(0.7), finding(0.5), finding(0.55)]
    assert moved(before, after) == "The change breaks C1 (y) and mends C1 (y)"
    assert moved(before, before) == "The change neither breaks nor mends a number that is judged"


def test_estimates() -> None:
    found = estimate([1.0, 2.0, 3.0, float("nan")])
    assert (found.mean, found.count) == (2.0, 3)
    assert found.high - found.mean == pytest.approx(1.96 / np.sqrt(3))
    share = shares_and_means(np.array([1.0, 1.0, 1.0, np.nan]))
    assert share.mean == share.high == 1.0 and 0.3 < share.low < 0.5 and share.count == 3
    assert slope(np.array([0.0, 1.0, 2.0]), np.array([5.0, 3.0, 1.0])) == pytest.approx(-2.0)
