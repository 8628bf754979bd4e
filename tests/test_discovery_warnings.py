"""Signs of a coming stall: counted by hand, blind to the future, and judged on worlds that had no part in choosing them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import community_dynamics as cd
from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.discovery.indicators import FIRST_WEEK, INDICATORS, weekly_indicators
from community_dynamics.experiments.discovery.signals import (
    above,
    area,
    area_interval,
    area_within,
    chosen,
    first_alarms,
    fitted,
    lasting,
    threshold_of,
)
from community_dynamics.experiments.discovery.warning_figures import course_figure, shown_signs, signs_figure
from community_dynamics.experiments.discovery.warning_pages import alarm_words, rule_words
from community_dynamics.experiments.discovery.warning_signs import RULE, Warnings, size_words, still_tell, warnings_of
from community_dynamics.experiments.discovery.watched import WatchedSubject
from community_dynamics.experiments.logs.gathering import gathered
from community_dynamics.experiments.logs.log import DAY_SECONDS, Log
from community_dynamics.experiments.logs.simulated import DAY_ZERO, simulated_log
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.state import POSTS, REPLIES

WEEKS = 30


def log_of(rows: list[tuple[int, int, int, int, int]]) -> Log:
    """A log from member, day, kind, id and reply_to; day 0 begins week 0."""
    member, day, kind, name, answers = (np.array(column) for column in zip(*rows, strict=True))
    columns = {
        "member": (member + 1).astype(np.uint64),
        "time": (day.astype(np.int64) + DAY_ZERO) * DAY_SECONDS,
        "kind": kind.astype(np.uint8),
        "count": np.ones(len(day), np.int64),
        "id": name.astype(np.uint64),
        "reply_to": answers.astype(np.uint64),
    }
    return gathered(columns, False, "by hand", last=DAY_ZERO + 7 * WEEKS - 1)


def posts(member: int, weeks: range, first_id: int) -> list[tuple[int, int, int, int, int]]:
    """A post on the Wednesday of each week."""
    return [(member, 7 * week + 2, POSTS, first_id + week, 0) for week in weeks]


@pytest.fixture(scope="module")
def by_hand() -> dict[str, np.ndarray]:
    """Member 0 posts in every week, 1 until week 15, 2 in weeks 10 and 11; member 0 answers 2's first post nine days later."""
    rows = [*posts(0, range(WEEKS), 100), *posts(1, range(16), 200), *posts(2, range(10, 12), 300)]
    rows.append((0, 7 * 10 + 2 + 9, REPLIES, 0, 310))
    return weekly_indicators(log_of(sorted(rows, key=lambda row: row[1])), WEEKS, DAY_ZERO)


def test_signs_are_what_can_be_counted_by_hand(by_hand: dict[str, np.ndarray]) -> None:
    assert list(by_hand) == list(INDICATORS)
    assert by_hand["contributors"][11] == (2 + 2 + 3 + 3) / 4
    assert by_hand["contributors"][20] == 1.0
    assert by_hand["contributors_change"][21] == pytest.approx(6 / 14 - 1.0)  # of 14 in the six weeks before
    assert by_hand["regulars"][15] == 2.0 and by_hand["regulars"][28] == 1.0
    assert by_hand["regulars_lost"][19] == 0.5  # of two regulars four weeks ago, one has been silent since
    assert by_hand["newcomers"][11] == 1 / 8 and by_hand["newcomers"][20] == 0.0
    assert by_hand["newcomers_return"][15] == 1.0  # member 2 came back a week later
    assert by_hand["busiest_share"][20] == 1.0
    assert by_hand["silent_days"][5] == 4.0


def test_an_answer_counts_from_the_week_in_which_it_comes(by_hand: dict[str, np.ndarray]) -> None:
    """The three first posts: those of 0 and 1 lie in week 0; that of 2, in week 10, is answered in week 11."""
    share = by_hand["first_posts_answered"]
    assert share[10] == 0.0 and share[11] == pytest.approx(1 / 3)
    assert share[13] == 1.0 and np.isnan(share[24])


def test_a_sign_knows_nothing_of_the_future() -> None:
    scenario = cd.load("middling").with_values({"settings.seats": 60, "settings.days": 7 * WEEKS})
    log = simulated_log(scenario, 3)
    whole = weekly_indicators(log, WEEKS, DAY_ZERO)
    early = log.day < DAY_ZERO + 7 * 20
    kept = {name: getattr(log, name)[early] for name in ("member", "time", "kind", "count", "answers")}
    answered_by = log.time / DAY_SECONDS + np.where(np.isfinite(log.hours), log.hours, np.inf) / 24.0
    hours = np.where(answered_by < DAY_ZERO + 140, log.hours, np.inf)[early].astype(np.float32)
    cut = weekly_indicators(Log(**kept, first=log.first, last=DAY_ZERO + 139, hours=hours), 20, DAY_ZERO)
    for name, values in cut.items():
        assert np.array_equal(values, whole[name][:20], equal_nan=True), name


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=12), st.lists(st.integers(0, 6), min_size=2, max_size=12))
def test_the_area_is_the_share_of_pairs_in_the_right_order(stalls: list[int], holds: list[int]) -> None:
    a, b = np.array(stalls, np.float64), np.array(holds, np.float64)
    pairs = (a[:, None] > b) + 0.5 * (a[:, None] == b)
    assert area(a, b) == pytest.approx(pairs.mean())
    found = area_interval(a, b)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
    one = area_within(np.tile(a, 3), np.tile(b, 3), np.zeros(3 * len(a)), np.zeros(3 * len(b)))
    assert one.value == pytest.approx(found.value)  # a single group


def test_intervals_of_areas_cover_what_they_should() -> None:
    """Normal numbers one standard deviation apart: the area is 0.760."""
    dice = np.random.default_rng(0)
    ends = [area_interval(dice.normal(1.0, 1.0, 40), dice.normal(0.0, 1.0, 60)) for _ in range(300)]
    covered = np.mean([one.low <= 0.7602 <= one.high for one in ends])
    assert 0.91 <= covered <= 0.98


def test_a_sign_that_only_repeats_the_size_tells_nothing_at_the_same_size() -> None:
    dice = np.random.default_rng(1)
    size = np.concatenate([dice.integers(1, 5, 300), dice.integers(3, 9, 300)]).astype(np.float64)
    sign = -size + dice.normal(0.0, 0.2, 600)
    assert area(sign[:300], sign[300:]) > 0.85
    alike = area_within(sign[:300], sign[300:], size[:300], size[300:])
    assert alike.low < 0.5 < alike.high


def test_thresholds_raise_one_false_alarm_in_ten() -> None:
    holds = np.arange(100.0)
    threshold = threshold_of(holds)
    assert above(holds, threshold).value == pytest.approx(0.09)
    assert above(np.full(20, 99.0), threshold).value == 1.0


def test_an_alarm_must_last_two_weeks_and_come_before_the_end() -> None:
    bad = np.array([[9.0, 0, 9, 0, 0, 9, 9, 0], [0, 0, 0, 0, 0, 0, 9, 9], [9, 9, 0, 0, np.nan, 9, 0, 9]])
    found = first_alarms(lasting(bad, 2, np.array([8, 7, 8])), 5.0)
    assert found[0] == 6.0
    assert np.isnan(found[1]) and np.isnan(found[2])  # too late, and before the watch begins


def test_logistic_weights_are_found_and_idle_numbers_left_out() -> None:
    dice = np.random.default_rng(2)
    x = dice.normal(size=(4000, 4))
    y = (dice.random(4000) < 1.0 / (1.0 + np.exp(-(-1.0 + 1.5 * x[:, 1] - 0.8 * x[:, 3])))).astype(np.float64)
    assert np.allclose(fitted(x[:, [1, 3]], y), [-1.0, 1.5, -0.8], atol=0.15)
    assert chosen(x, y) == [1, 3]
    assert chosen(dice.normal(size=(400, 4)), y[:400]) == []


def worlds(seed: int, noise: bool = False) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """400 worlds of two years, half of which stall; regulars fall in them over the 20 weeks before; all else is noise."""
    dice = np.random.default_rng(seed)
    stalls = np.arange(400) % 2 == 0
    day = np.where(stalls, dice.integers(300, 700, 400), 730).astype(np.float64)
    series = {name: dice.normal(size=(400, 104)).astype(np.float32) for name in INDICATORS}
    if not noise:
        before = day[:, None] / 7.0 - np.arange(104)
        series["regulars"] -= np.where(stalls[:, None] & (before < 20), 0.3 * (20 - before), 0.0).astype(np.float32)
    table = pd.DataFrame({"point_id": np.arange(400), "stalled_day": day, "took_off": 1.0, "holding": 1.0 - stalls})
    return table, series


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return cd.load("middling")


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Warnings:
    return warnings_of(scenario, *worlds(4))


def test_the_planted_sign_is_the_one_that_warns(found: Warnings) -> None:
    at = found.indicators.set_index(["indicator", "lead_weeks"])
    assert at.loc[("regulars", 4), "auc"] > at.loc[("regulars", 12), "auc"] > 0.85
    assert at.loc[("regulars", 26), "auc_low"] < 0.5 < at.loc[("regulars", 26), "auc_high"]
    assert at.loc[("visitors_change", 12), "auc"] == pytest.approx(0.5, abs=0.1)
    assert list(found.rule["indicator"]) == ["constant", "regulars"]
    assert found.rule["weight"].iloc[1] < 0.0  # fewer regulars, likelier a stall
    assert "'Regulars' (few or low) tells most" in found.statement
    assert "No other sign adds to 'Regulars' alone" in found.statement


def test_a_weekly_watch_says_what_it_sees_and_how_early(found: Warnings) -> None:
    watch = found.watch.set_index("indicator")
    assert watch.loc["regulars", "seen_low"] > 0.6 and watch.loc["regulars", "false_alarms"] < 0.25
    assert 2 <= watch.loc["regulars", "lead_weeks"] <= 16
    assert watch.loc["newcomers", "seen"] < 0.3
    assert set(watch.index) == {*INDICATORS, RULE}
    assert watch.loc["regulars", "stalls"] == 100 == watch.loc["regulars", "holds"]


def test_those_that_hold_are_matched_in_age(found: Warnings) -> None:
    week = found.worlds.groupby("stalls")["week"]
    assert week.median()[True] == pytest.approx(week.median()[False], abs=2)
    assert set(found.worlds.loc[~found.worlds["stalls"], "week"]) <= set(found.worlds.loc[found.worlds["stalls"], "week"])
    assert found.worlds["held_out"].sum() == 200


def test_signs_that_warn_by_size_alone_are_told_apart(found: Warnings) -> None:
    assert still_tell(found.indicators) == ["Regulars"]
    assert "'Regulars' still tells more than a coin" in size_words(found.indicators)
    assert alarm_words("low", 0.0) == "no threshold serves" and alarm_words("high", 0.5) == "above 0.5"
    (rule,) = rule_words(found)
    assert rule.startswith("Score = ") and " − " in rule and "× (regulars − " in rule and "+ −" not in rule


def test_noise_warns_of_nothing(scenario: Scenario) -> None:
    found = warnings_of(scenario, *worlds(5, noise=True))
    assert (found.indicators["auc"].between(0.38, 0.62)).all()
    assert found.rule.empty and RULE not in set(found.watch["indicator"])
    assert "no combination of signs tells more than luck" in found.statement
    assert "no single sign warns well" in signs_figure(found).get_suptitle().replace("\n", " ")


def test_too_few_stalls_are_refused(scenario: Scenario) -> None:
    table, series = worlds(6)
    calm = table.assign(stalled_day=730.0, holding=1.0)
    with pytest.raises(InvalidValue, match=r"^0 of the worlds stall after week 16, too few to judge warnings by; at least 40"):
        warnings_of(scenario, calm, series)


def test_pictures_say_which_signs_warn(found: Warnings) -> None:
    figure = signs_figure(found)
    assert "12 weeks before a stall: regulars warns" in figure.get_suptitle().replace("\n", " ")
    assert len(figure.axes[0].get_yticks()) == len(INDICATORS) + 1
    assert shown_signs(found)[0] == "regulars"
    assert "'Regulars' lies lower" in course_figure(found).get_suptitle()


def test_a_watched_community_is_the_same_community(scenario: Scenario) -> None:
    small = scenario.with_values({"settings.seats": 40, "settings.days": 7 * WEEKS})
    subject = WatchedSubject(small)
    points = pd.DataFrame({"levers.demand": [0.7, 1.1]}).rename_axis("point_id")
    rows = subject.run(points, np.array([[3, 4], [5, 6]]), np.zeros(1, np.int64))
    plain = subject.community.run(points, np.array([[3, 4], [5, 6]]), np.zeros(1, np.int64))
    assert np.array_equal(rows.values, plain.values, equal_nan=True) and not rows.failures
    assert rows.series["contributors"].shape == (4, WEEKS)
    assert np.isnan(rows.series["regulars_lost"][:, : FIRST_WEEK - 1]).all()
