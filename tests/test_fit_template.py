"""What a fit begins with: priors, and the template that takes from a log what the log tells outright."""

import numpy as np
import pytest
from fit_logs import small_log

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.fit.breaks import breaks
from community_dynamics.experiments.fit.observation import weekly_actives
from community_dynamics.experiments.fit.parameters import (
    ATTENDING,
    FITTED,
    OPEN,
    POSTING,
    WORK,
    Prior,
    points_of,
    priors_of,
    unit_of,
)
from community_dynamics.experiments.fit.template import daily_problem, figures_problem, log_problem
from community_dynamics.experiments.logs.daily import ACTIVE, MEMBERS, WEEKLY, Daily
from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.log import PRESENCE, days_of
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import ATTENDS, POSTS
from community_dynamics.sim.theory import THEORY

MONDAY = 17_532  # 2018-01-01


def test_no_theory_constant_is_ever_fitted() -> None:
    assert not {one.path.partition(".")[2] for one in FITTED} & set(THEORY)
    for one in FITTED:
        section, _, name = one.path.partition(".")
        assert section in ("levers", "dials") or SETTINGS[name].community, one.path


def test_priors_and_points() -> None:
    priors = priors_of(OPEN, (POSTING,), {"newcomers": 2.0, "founders": 10.0, "weekend": 0.5})
    arrivals = next(one for one in priors if one.path == "settings.arrivals_a_day")
    assert (arrivals.low, arrivals.high) == (1.0, 12.0)
    unit = np.random.default_rng(0).random((50, len(priors)))
    points = points_of(priors, unit)
    assert (points["settings.founders"] == np.rint(points["settings.founders"])).all()
    at = [prior.path for prior in priors].index("dials.culture")
    np.testing.assert_allclose(unit_of(priors, points)[:, at], unit[:, at])
    np.testing.assert_allclose(Prior("x", 0.1, 10.0, True).at(np.array([0.5])), 1.0)


def test_levers_of_an_organisation_are_fitted_only_at_work_and_what_posts_tell_only_where_there_are_posts() -> None:
    shown = {"newcomers": 2.0, "joins": 2.0, "founders": 10.0, "weekend": 0.5, "contributions": 2.0}
    work, forum_posts, met = (
        {prior.path for prior in priors_of(where, words, shown)}
        for where, words in ((WORK, (POSTING,)), (OPEN, (POSTING,)), (OPEN, (ATTENDING,)))
    )
    at_work = {
        "dials.conditions",
        "levers.leadership_support",
        "levers.protected_minutes_a_week",
        "settings.launch_reach",
        "settings.steady_reach_a_year",
    }
    assert work - forum_posts == at_work
    told_by_posts = {"settings.expressive_spread", "settings.contribution_effort", "settings.messages_a_contribution"}
    assert forum_posts - met == told_by_posts and not met - forum_posts


def test_the_template_takes_from_the_log_what_the_log_tells() -> None:
    log = small_log()
    problem = log_problem(log)
    assert problem.scenario.setting("days") == log.last - log.first + 1
    assert problem.scenario.setting("start_weekday") == (log.first + 3) % 7
    assert problem.scenario.setting("open_pool") == 1
    work = log_problem(log, eligible=150)
    assert work.scenario.setting("seats") == 150
    assert "settings.steady_reach_a_year" in {prior.path for prior in work.priors}
    assert {target.measure.name for target in problem.targets} >= {"gini", "members", "active_1", "weekend_over_weekday"}
    np.testing.assert_array_equal(problem.weekly_actives, weekly_actives(days_of(log)))


def workplace_statistics(weekly: np.ndarray) -> Daily:
    """Statistics a day of a company: 400 members on the first day, 470 on the last; weekly actives as given, one a day."""
    days = np.arange(weekly.size)
    members = np.rint(np.linspace(400, 470, weekly.size))
    columns = (MEMBERS, members), (ACTIVE, np.rint(0.4 * weekly)), (WEEKLY, weekly)
    return Daily(MONDAY + days, dict(columns))


def test_a_company_has_room_for_its_members_and_founders() -> None:
    daily = workplace_statistics(np.full(280, 90.0))
    with pytest.raises(InvalidValue, match="eligible = 450 is fewer than 470 members at once"):
        daily_problem(daily, 450)
    founders = next(prior for prior in daily_problem(daily, 480).priors if prior.path == "settings.founders")
    assert 0 < founders.low < 400 < founders.high <= 480
    with pytest.raises(InvalidValue, match="eligible = 40 is fewer than 50 weekly actives"):
        figures_problem({"weekly_actives": 50.0}, 300, 40)
    # Members of the first day did not come later: 70 in 280 days did.
    arrivals = next(prior for prior in daily_problem(daily).priors if prior.path == "settings.arrivals_a_day")
    assert arrivals.low < 70 / 280 < arrivals.high


def test_a_sudden_break_is_told_and_a_launch_or_a_decline_is_none() -> None:
    weeks = np.arange(100.0)
    assert breaks(250.0 * np.exp(-weeks / 4.0) + 8.0) == breaks(100.0 * np.exp(-weeks / 30.0)) == []
    fell = np.where(weeks < 60, 100.0, 2.0)
    assert breaks(fell) == [(60, 100.0, 2.0)] and breaks(np.where(weeks < 60, 1.0, 4.0)) == []
    problem = daily_problem(workplace_statistics(np.repeat(fell, 7)))
    date = np.datetime64(MONDAY, "D") + 7 * 60
    assert len(problem.warnings) == 1 and f"fell from 100 to 2 around {date}" in problem.warnings[0]


def test_a_stalled_workplace_is_fitted_to_those_who_were_seen() -> None:
    hardly = {"theory.ask_base": 0.02, "theory.show_base": 0.0, "theory.answer_base": 0.1, "theory.visit_base": 0.03}
    log = simulated_log(load("nasa_spacebook").with_values({"settings.days": 300, "settings.seats": 1200, **hardly}), 3)
    assert 0 < days_of(log).members < 20
    problem = log_problem(log, eligible=1200)
    assert problem.observation.kinds == PRESENCE and "days on which members were seen" in problem.warnings[0]


@pytest.mark.parametrize(("tuesdays", "found"), [(0.05, False), (0.5, True)])
def test_a_weekday_that_stands_out_is_a_weekly_round(tuesdays: float, found: bool) -> None:
    dice = np.random.default_rng(5)
    weeks, member = dice.integers(0, 52, 2000), dice.integers(0, 200, 2000)
    weekday = np.where(dice.random(2000) < tuesdays, 1, dice.integers(0, 5, 2000))
    problem = log_problem(log_of(member, MONDAY + 7 * weeks + weekday))
    assert (problem.scenario.levers.get("cadence_days") == 7.0) is found
    assert (ATTENDS in problem.observation.kinds) is found


def test_attendance_beside_messages_sets_the_rhythm_of_events_too() -> None:
    from community_dynamics.experiments.logs.gathering import gathered

    dice = np.random.default_rng(0)
    evenings = np.repeat(np.arange(3, 364, 14), 10)
    day = np.r_[evenings, dice.integers(0, 364, 900)] + MONDAY
    kind = np.repeat(np.array([ATTENDS, POSTS], np.uint8), (evenings.size, 900))
    columns = {"member": dice.integers(1, 41, day.size).astype(np.uint64), "time": day * 86_400, "kind": kind}
    scenario = log_problem(gathered(columns, False, "both", last=MONDAY + 363), eligible=60).scenario
    assert [change.levers["cadence_days"] for change in scenario.plan] == pytest.approx(
        [14.0] * 4, abs=1.5
    )  # six or seven a quarter
    assert scenario.levers["cadence_regularity"] > 0.9 and scenario.setting("weekend_share") > 0.3


def test_attendance_sets_the_rhythm_of_events() -> None:
    from community_dynamics.experiments.logs.gathering import gathered

    dice = np.random.default_rng(0)
    held = np.arange(0, 400, 14)
    member, day = dice.integers(1, 60, 600), held[dice.integers(0, held.size, 600)]
    columns = {"member": member.astype(np.uint64), "time": (day.astype(np.int64) + 14_000) * 86_400}
    columns["kind"] = np.full(600, ATTENDS, np.uint8)
    problem = log_problem(gathered(columns, False, "evenings.csv"))
    assert problem.observation.kinds == (ATTENDS,)
    assert [change.levers["cadence_days"] for change in problem.scenario.plan] == pytest.approx([14.0] * 4, rel=0.15)
    assert problem.scenario.levers["cadence_regularity"] == 1.0
    assert "settings.expressive_spread" not in {prior.path for prior in problem.priors}


def test_a_few_figures_make_a_problem() -> None:
    problem = figures_problem({"weekly_actives": 30.0, "weekly_posters": 8.0}, 300, 400)
    assert [target.measure.name for target in problem.targets] == ["weekly_actives", "weekly_posters"]
    assert problem.targets[1].error == pytest.approx(8**0.5)
