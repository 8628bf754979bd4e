"""A log described: regularities against published figures and hand counts, simulated runs, small and odd logs, pages."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.fit.template import daily_problem
from community_dynamics.experiments.logs.course import phases, signs
from community_dynamics.experiments.logs.daily import daily_phases, read_daily, surges
from community_dynamics.experiments.logs.described import described
from community_dynamics.experiments.logs.files import open_source
from community_dynamics.experiments.logs.gathering import log_of
from community_dynamics.experiments.logs.habits import return_after_silence
from community_dynamics.experiments.logs.log import days_of
from community_dynamics.experiments.logs.log_figures import pictures
from community_dynamics.experiments.logs.resampling import resampling
from community_dynamics.experiments.logs.simulated import simulated_log
from community_dynamics.experiments.logs.statistics import statistics
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.state import ATTENDS, JOINS, POSTS, REPLIES, VISITS
from tests.test_logs_statistics import observed_log

SILENCE = {
    "lean_zulip_2018_2022": [0.234, 0.135, 0.094, 0.070, 0.033, 0.025, 0.009, 0.003],
    "tidytuesday_tweets": [0.162, 0.089, 0.062, 0.044, 0.019, 0.007, 0.007, 0.003],
}
TENURE = {"lean_zulip_2018_2022": [0.27, 0.47, 0.59, 0.68, 0.76], "tidytuesday_tweets": [0.17, 0.45, 0.46, 0.42, 0.49]}
LADDER = {
    "lean_zulip_2018_2022": [0.68, 0.76, 0.70, 0.60, 0.63],
    "tidytuesday_tweets": [0.42, 0.65, 0.55, 0.45, 0.42],
    "montana_programmers": [0.64, 0.74, 0.66, 0.52, 0.42],
}


@pytest.mark.parametrize("dataset", list(LADDER))
def test_regularities_of_observed_communities(dataset: str, observed_data: Path) -> None:
    found = described(observed_log(observed_data, dataset))
    np.testing.assert_allclose(found["ladder"]["value"], LADDER[dataset], atol=0.0051)
    if dataset in TENURE:
        np.testing.assert_allclose(found["stay_by_tenure"]["value"], TENURE[dataset], atol=0.0081)
        np.testing.assert_allclose(found["return_after_silence"]["value"], SILENCE[dataset], atol=0.0015)
    assert (found["signs"]["regulars"].diff().iloc[1:] == (found["signs"]["gained"] - found["signs"]["lost"]).iloc[1:]).all()


def test_return_after_silence_by_hand() -> None:
    # One member comes in weeks 0, 2 and 3 of 10, another in week 0 only.
    log = log_of(np.array([0, 0, 0, 1]), 4 + 7 * np.array([0, 2, 3, 0]), last=4 + 7 * 10)
    days = days_of(log)
    found = return_after_silence(days, resampling(days.members, 20))
    assert found["value"].iloc[0] == pytest.approx(1 / 3)  # after a silent week: back, and twice not
    assert found["value"].iloc[1] == 0.0


def steps(levels: list[int]) -> np.ndarray:
    """Days of members who all come once a week, so many in each quarter."""
    rows = [
        (member, 4 + 7 * (13 * quarter + week))
        for quarter, many in enumerate(levels)
        for week in range(13)
        for member in range(many)
    ]
    return np.array(rows)


def test_phases_are_found_with_their_dates() -> None:
    member, day = steps([40, 80, 80, 82, 30, 0, 0]).T
    days = days_of(log_of(member, day, last=4 + 7 * 13 * 7))
    found = phases(days, resampling(days.members, 100))
    assert found["phase"].tolist() == ["growth", "stall", "decline", "silence"]
    assert found["from"].tolist() == ["1970-04-06", "1970-07-06", "1971-01-04", "1971-04-05"]
    assert found["times"].tolist() == pytest.approx([2.0, 82 / 80, 30 / 82, 0.0])


def test_thin_growth_is_no_stall_and_a_handful_is_no_growth() -> None:
    member, day = steps([30, 33, 36, 39, 42, 45, 4, 4, 5, 4]).T
    # The first half of the members of a quarter are others than in the quarter before, so that its change is uncertain.
    member = np.where(member % 2, member, member + 100 * (day // 91))
    days = days_of(log_of(member, day, last=4 + 7 * 13 * 10))
    found = phases(days, resampling(days.members, 200))
    assert found["phase"].tolist() == ["growth", "decline", "stall"]
    assert found["times"].iloc[0] == pytest.approx(1.5)


def test_weeks_after_the_last_whole_quarter_have_a_phase() -> None:
    member, day = steps([40, 40, 0]).T
    for weeks, phase in ((3, "stall"), (7, "silence")):
        days = days_of(log_of(member, day, last=4 + 7 * (26 + weeks)))
        found = phases(days, resampling(days.members, 50)).iloc[-1]
        assert found["phase"] == phase
    assert (found["from"], found["to"]) == ("1970-07-06", "1970-08-23")


def test_a_log_of_two_months_claims_nothing_of_a_year() -> None:
    member, day = np.arange(60) % 30, 19_000 + np.arange(60)
    found = described(log_of(member, day, last=19_060))
    assert found["statistics"].set_index("statistic")["value"][["ret_1_30", "S7", "S365"]].isna().all()
    assert "The log is too short to tell how many newcomers come back, and who stays." in found.statement
    long = described(log_of(member, day, last=19_300))["statistics"].set_index("statistic")["value"]
    assert long["S30"] == 0.0 and np.isfinite(long["S90"]) and np.isnan(long["S365"])


def test_regulars_gained_and_lost() -> None:
    member, day = steps([10, 30, 20]).T
    days = days_of(log_of(member, day, last=4 + 7 * 13 * 3))
    found = signs(days, resampling(days.members, 50))
    assert found[["regulars", "gained", "lost", "newcomers"]].to_numpy().tolist() == [
        [10, 10, 0, 10],
        [30, 20, 0, 20],
        [20, 0, 10, 0],
    ]
    assert found["become regulars"].iloc[0] == 1.0 and found["become regulars"].iloc[1:].isna().all()


def test_a_simulated_run_is_described_as_a_real_log_is() -> None:
    scenario = load("open_forum").with_values({"settings.days": 364, "settings.seats": 200})
    log, again = (simulated_log(scenario, 3) for _ in range(2))
    np.testing.assert_array_equal(log.time, again.time)
    pd.testing.assert_frame_equal(statistics(log, draws=10), statistics(again, draws=10))
    assert log.has(JOINS) and log.has(VISITS) and log.has(POSTS) and log.has(REPLIES)
    assert log.directed and not log.has(99) and log.last - log.first <= 363
    found = described(log)
    assert {"statistics", "replies", "funnel", "phases"} <= {part.name for part in found.parts}
    assert found["replies"]["newcomers"].iloc[:-1].sum() == found["replies"]["newcomers"].iloc[-1]
    assert "weekly contributors over seen" in found["funnel"]
    contributions = np.isin(log.kind, (POSTS, REPLIES, ATTENDS)).sum()
    assert days_of(log).count.sum() == contributions


@pytest.mark.parametrize("last", [19_000, 19_010, 19_400])
@pytest.mark.parametrize("members", [1, 2])
def test_small_logs_are_described_without_complaint(members: int, last: int) -> None:
    found = described(log_of(np.arange(members), np.full(members, 19_000), last=last))
    assert set(pictures(found)) == {"course", "coming"} | ({"signs"} if last == 19_400 else set())
    assert found["statistics"].set_index("statistic")["value"]["share_once"] == 1.0


def test_no_contribution_at_all() -> None:
    found = described(log_of(np.zeros(0, int), np.zeros(0, int), last=19_000))
    assert found.statement == "The log has no contribution: there is nothing to describe."
    assert pictures(found) == {}


DAILY = "Date,Total membership,Daily active members,Daily members posting messages,Weekly active members\n"


def test_statistics_a_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dates = pd.date_range("2023-01-02", periods=400).strftime("%Y-%m-%d")
    rows = [
        f"{date},{100 + at},{40 if at < 91 else 20},{9 if at % 7 < 5 else 2},{60 if at < 60 else 25}"
        for at, date in enumerate(dates)
    ]
    rows += [rows[0], "never,1,2,3,4", "2024-03-01,500,-7,1,1"]
    (tmp_path / "daily.csv").write_text(DAILY + "\n".join(rows))
    daily = read_daily(open_source(tmp_path / "daily.csv"))
    assert daily.warnings == (
        "1 rows whose date cannot be read are left out",
        "1 days are there twice and count once",
        "1 numbers are negative or no whole numbers and are left out",
    )
    assert daily_phases(daily)["phase"].tolist() == ["start", "decline", "stall", "stall", "stall"]
    assert surges(daily)["days until half"].tolist() == [60.0]
    assert main(["log", "describe", str(tmp_path / "daily.csv"), f"out={tmp_path / 'out'}"]) == 0
    assert "Latest phase: stall, 2024-01-01 to 2024-03-01." in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "out" / "daily.png").exists()


def test_statistics_a_day_under_other_names(tmp_path: Path) -> None:
    dates = pd.date_range("2023-01-02", periods=130).strftime("%d.%m.%Y")
    rows = [f'{date};"1,200";{20 + at % 3};;x' for at, date in enumerate(dates) if not 70 < at < 90]
    (tmp_path / "company.csv").write_text("Day;Total users;Active users;WAU;Channel\n" + "\n".join(rows))
    daily = read_daily(open_source(tmp_path / "company.csv"))
    assert daily.values["total_membership"].min() == 1200 and np.isnan(daily.values["weekly_active_members"]).all()
    assert daily_phases(daily)["phase"].tolist() == ["start", "stall"]
    assert main(["log", "describe", str(tmp_path / "company.csv")]) == 0
    with pytest.raises(InvalidValue, match="has no number of active members"):
        daily_problem(replace(daily, values=daily.values | {"daily_active_members": np.full(daily.day.size, np.nan)}))


def test_observed_statistics_a_day(observed_data: Path) -> None:
    daily = read_daily(open_source(observed_data / "r4ds_slack" / "daily.csv"))
    assert surges(daily)["highest"].tolist() == [409.0, 278.0]
    assert surges(daily)["on"].tolist() == ["2017-09-07", "2017-09-07"]
    assert daily_phases(daily)["phase"].iloc[-1] == "stall"
