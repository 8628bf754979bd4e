"""What is known about communities, found again: fates, tiers, the effect of an answer."""

from functools import cache

import numpy as np
import pytest

from benchmarks.evidence import DOCUMENTS, TABLES, filled, main
from experiments.facts.communities import Messages, community, messages, walk
from experiments.facts.estimates import Estimate, estimate, slope
from experiments.facts.known import Fact, facts, fates, inequality, launches, lurkers_and_tiers, quit_law, replies
from experiments.facts.replies import compare, first_posts, held_back
from experiments.facts.tails import median_span, prefers_heavy_tail, tail_exponent, weekly_hazard, weibull_shape
from sim.inputs import inputs_of
from sim.state import POSTS, REPLIES
from sim.world import allocate

SEEDS = 40


@cache
def by_statement() -> dict[str, Fact]:
    found = [*fates(SEEDS), *lurkers_and_tiers(SEEDS), *replies(30), *inequality(30), *launches(300)]
    return {one.statement: one for one in found}


JUDGED = (
    "nasa_spacebook stalls or dies",
    "its supported twin stalls or dies",
    "well_run_cop flourishes or holds",
    "guild flourishes or holds",
    "well_run_cop under no_leadership_support: points of holding lost",
    "well_run_cop under work_pressure: points of holding lost",
    "well_run_cop under inadequate_focus: points of holding lost",
    "well_run_cop under ineffective_resourcing: points of holding lost",
    "middling flourishes",
    "core of well_run_cop",
    "active of well_run_cop",
    "periphery of well_run_cop",
    "first posts answered, where not held back",
    "post again within 90 days with an answer",
    "post again within 90 days without",
    "difference that an answer makes",
    "odds ratio",
    "Gini among contributors of open_forum at day 365",
    "posts by the top 1 % of members",
    "posts by the bottom 90 %",
    "unsupported launches silent at month three",
)


@pytest.mark.parametrize("statement", JUDGED)
def test_fates_tiers_and_the_effect_of_an_answer(statement: str) -> None:
    """C2, C3, C6, C8 and the fates of the scenarios; C10 is in test_verification_habit."""
    fact = by_statement()[statement]
    assert fact.holds, f"{fact.value} is outside {fact.low:g} to {fact.high:g}"


@pytest.mark.evidence
def test_all_facts_that_are_judged_hold() -> None:
    failing = [line for fact in facts(200) if "FAILS" in (line := " | ".join(fact.row()))]
    assert not failing, "\n".join(failing)


# The instruments themselves, on samples whose answer is known.


def log_of(days_by_person: list[list[int]], days: int) -> Messages:
    """A log of posts on given days."""
    person = np.repeat(np.arange(len(days_by_person)), [len(one) for one in days_by_person])
    ordinal = np.concatenate([np.arange(1, len(one) + 1) for one in days_by_person])
    day = np.concatenate([np.asarray(one) for one in days_by_person])
    return Messages(person, day, ordinal, np.full(day.size, POSTS), np.arange(day.size), days)


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
    assert quit_law(log_of(people, 365)) == pytest.approx(-1.0, abs=0.1)


def test_the_median_span_counts_those_still_there_as_alive() -> None:
    quick, slow, there = [0, 10], [0, 100], [0, 300, 990]
    assert median_span(log_of([quick, quick, slow], 1000)) == 10
    assert median_span(log_of([quick, slow, there, there], 1000)) == 100
    assert np.isnan(median_span(log_of([quick, there, there], 1000)))


def test_the_weibull_shape_is_recovered_under_censoring() -> None:
    spans = np.ceil(60 * np.random.default_rng(9).weibull(0.6, 5000)).astype(int)
    starts = np.random.default_rng(10).integers(0, 900, 5000)
    people = [[start, start + span] for start, span in zip(starts, spans, strict=True) if start + span < 1000]
    assert 0.5 < weibull_shape(log_of(people, 1000)) < 0.75


def test_the_weekly_hazard_is_a_share_of_those_at_risk() -> None:
    hazard = weekly_hazard(log_of([[0, 3], [0, 8], [0, 9], [0, 30]], 1000), 6)
    assert hazard.tolist() == pytest.approx([1 / 4, 2 / 3, 0, 0, 1, 0])


def test_the_comparison_divides_by_the_share_that_was_answered() -> None:
    """Half of those not held back were answered, so an answer does twice what the arms differ by."""
    share = 0.5
    people = [[0, 50] if person % 2 else [0] for person in range(4000)]
    log = log_of(people, 365)
    rows = first_posts(log)
    held = held_back(11, log, rows, share)
    assert held.mean() == pytest.approx(share, abs=0.03)
    answered = {int(item): 1 for item in log.item[rows][~held][::2]}
    found = compare(11, log, answered, share)
    again = log.later()[rows] <= 90
    assert found["answered"] == pytest.approx(0.5, abs=0.001)
    assert found["difference"] == pytest.approx(2 * (again[~held].mean() - again[held].mean()), rel=0.01)


def test_the_log_holds_the_posts_that_the_books_count() -> None:
    inputs = inputs_of(community("well_run_cop"))
    world = walk(inputs, 3, 400_000)
    log = messages(world)
    own = world.daily["posts"].sum() + (log.kind == REPLIES).sum()
    assert log.day.size == own
    assert (np.diff(log.day)[log.person[1:] == log.person[:-1]] >= 0).all()


def test_a_log_too_small_is_refused() -> None:
    inputs = inputs_of(community("well_run_cop"))
    with pytest.raises(ValueError, match="too few for this run"):
        walk(inputs, 3, 100, allocate(inputs, 100))


def test_estimates_and_verdicts() -> None:
    found = estimate([1.0, 2.0, 3.0, float("nan")])
    assert (found.mean, found.count) == (2.0, 3)
    assert found.high - found.mean == pytest.approx(1.96 / np.sqrt(3))
    assert Fact("x", "y", Estimate(0.5, 0, 1, 3), 0.4, 0.6).holds
    assert not Fact("x", "y", Estimate(float("nan"), 0, 1, 3), 0.4, 0.6).holds
    assert slope(np.array([0.0, 1.0, 2.0]), np.array([5.0, 3.0, 1.0])) == pytest.approx(-2.0)


def test_a_page_is_filled_between_its_marks_alone() -> None:
    page = "before\n<!-- table: x -->\n\nold\n\n<!-- end: x -->\nafter\n"
    once = filled(page, "x", "| new |\n")
    assert once == "before\n<!-- table: x -->\n\n| new |\n\n<!-- end: x -->\nafter\n"
    assert filled(once, "x", "| new |\n") == once
    with pytest.raises(ValueError, match="no place for the table y"):
        filled(page, "y", "| new |")


@pytest.mark.parametrize("page", list(TABLES))
def test_every_page_has_its_tables_and_none_says_that_something_failed(page: str) -> None:
    text = (DOCUMENTS / f"{page}.md").read_text("utf-8")
    for name in TABLES[page]:
        table = text.partition(f"<!-- table: {name} -->")[2].partition(f"<!-- end: {name} -->")[0]
        assert table.count("\n|") > 3
        assert "FAILS" not in table and "DOES NOT" not in table


def test_unknown_pages_are_refused() -> None:
    known = "verification, ablations, directions, seven_cs, coverage, facts"
    with pytest.raises(ValueError, match=f"unknown page 'fact'; the pages are {known}"):
        main(["fact"])
