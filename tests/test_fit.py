"""Fits from logs: what is compared, the template, the whole way from a file to a scenario, and going on after a stop."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fit_logs import SMALL, forum, small_log

from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.fit import fitting
from community_dynamics.experiments.fit.arrival_course import rates_of
from community_dynamics.experiments.fit.daily_measures import daily_statistics
from community_dynamics.experiments.fit.fit_statistics import SHARE, Measure, log_measures, log_statistics, slices_in
from community_dynamics.experiments.fit.fit_subject import Bench
from community_dynamics.experiments.fit.footprint import accounts, in_seven_days, run_daily, run_days
from community_dynamics.experiments.fit.targets import target_of
from community_dynamics.experiments.logs.log import days_of
from community_dynamics.experiments.logs.resampling import resampling
from community_dynamics.experiments.logs.simulated import DAY_ZERO, simulated_log
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import inputs_of
from community_dynamics.sim.state import POSTS, REPLIES
from community_dynamics.sim.world import World


@pytest.fixture(scope="module")
def world() -> World:
    """One run of it, with its events."""
    return Bench().run(inputs_of(forum()), 3, np.zeros(1, np.int64))


def test_a_run_is_read_as_its_log_would_be(world: World) -> None:
    """The quick way from a run to its active days, and the way through a log, agree."""
    quick, log = run_days(world, (POSTS, REPLIES), DAY_ZERO), simulated_log(forum(), 3)
    slow = days_of(log, (POSTS, REPLIES))
    assert quick.members == slow.members
    assert sorted(np.bincount(quick.member)) == sorted(np.bincount(slow.member))
    np.testing.assert_array_equal(np.sort(quick.day), np.sort(slow.day))
    one, other = (log_statistics(days, resampling(days.members, 0, groups=1), 45) for days in (quick, slow))
    for name in ("share_one_active_day", "p_week_stay", "ret_1_30", "S30", "gap_p90", "active_2", "newcomers_3"):
        assert one[name][0] == other[name][0]


def test_one_draw_of_all_members_gives_the_values_of_many_groups(world: World) -> None:
    days = run_days(world, (POSTS, REPLIES), DAY_ZERO)
    one, many = (log_statistics(days, resampling(days.members, 0, groups=groups), 45) for groups in (1, 4000))
    assert list(one) == [*dict.fromkeys([*(measure.name for measure in log_measures(180)), *one])]
    for name, value in one.items():
        assert value[0] == pytest.approx(many[name][0], nan_ok=True)


def test_members_in_seven_days_are_counted_once(world: World) -> None:
    days = run_days(world, (POSTS, REPLIES), DAY_ZERO)
    found = in_seven_days(days)
    for at in (0, 5, 60, 179):
        inside = (days.day > DAY_ZERO + at - 7) & (days.day <= DAY_ZERO + at)
        assert found[at] == np.unique(days.member[inside]).size


def test_statistics_a_day_of_a_run(world: World) -> None:
    daily = run_daily(world, DAY_ZERO)
    assert (daily.values["daily_active_members"] <= daily.values["weekly_active_members"]).all()
    found = daily_statistics(daily)
    assert 0 < found["posting_day_1"] < 1 and found["members_6"] > found["members_1"]


def test_an_open_place_counts_accounts_and_a_workplace_those_who_belong(world: World) -> None:
    daily = run_daily(world, DAY_ZERO).values["total_membership"]
    assert world.daily["leaves"].sum() > 0 and (np.diff(daily) == world.daily["joins"][1:]).all()
    company = load("well_run_cop").with_values({"settings.seats": 80, "settings.days": 200, "levers.staff_turnover_a_year": 1})
    at_work = Bench().run(inputs_of(company), 3, np.zeros(1, np.int64))
    np.testing.assert_array_equal(run_daily(at_work, DAY_ZERO).values["total_membership"], at_work.daily["members"])


def test_days_of_joining_are_followed_closely_and_first_contributions_loosely() -> None:
    """Four hundred who join within two days stay together where joining is counted; a surge of first contributions is spread."""
    days = np.r_[np.repeat([60, 61], 200), np.arange(0, 400, 2)]
    close, loose = rates_of(days, 400, counted=True), rates_of(days, 400)
    assert close.size == 40 and loose.size == 28
    for rates in (close, loose):
        assert np.argmax(rates) == 60 * rates.size // 400 and rates.mean() == pytest.approx(1.0)
    assert close.max() > loose.max()


def test_stretches_are_fewer_where_the_window_is_short() -> None:
    assert [slices_in(days) for days in (56, 120, 365)] == [2, 4, 6]
    assert sum(name.name.startswith("active_") for name in log_measures(120)) == 4


def test_a_share_is_compared_by_its_log_odds_with_an_error_to_match() -> None:
    target = target_of(Measure("share", "", SHARE, "size"), 0.5, 0.4178, 0.5822, 100)
    assert target.scaled == 0.0 and target.error == pytest.approx(0.05, rel=1e-3)
    assert target.scaled_error == pytest.approx(0.2, rel=0.02)


def test_whole_days_are_never_known_better_than_half_a_day() -> None:
    measure = next(one for one in log_measures(365) if one.name == "gap_median")
    assert target_of(measure, 1.0, 1.0, 1.0, 100).error == pytest.approx(0.5 / 1.645)


def test_who_tires_of_a_workplace_keeps_the_account_until_the_job_ends() -> None:
    stall = load("unsupported_launch").with_values({"settings.days": 360, "levers.staff_turnover_a_year": 0.0})
    run = Bench().run(inputs_of(stall), 3, np.zeros(1, np.int64))
    assert run.daily["leaves"].sum() > 0
    np.testing.assert_array_equal(accounts(run), run.daily["members"] + np.cumsum(run.daily["leaves"]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The log of a small forum as a file."""
    log = small_log()
    path = tmp_path / "forum.csv"
    days = (log.time // 86_400).astype("datetime64[D]").astype(str)
    pd.DataFrame({"member": log.member, "day": days, "n": log.count}).to_csv(path, index=False)
    return path


def community(*words: str) -> int:
    """The command."""
    return main(["fit", *words])


def test_a_fit_from_a_file_goes_on_where_it_was_stopped(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "DRAWS", 100)
    asked = [str(file), "runs=200", "workers=1"]
    assert community(*asked, f"out={tmp_path / 'whole'}") == 0
    told = capsys.readouterr().out
    assert "90 % interval" in told and "settings.arrivals_a_day" in told
    written = {path.name for path in (tmp_path / "whole").iterdir()}
    assert written >= {"fitted.yaml", "posterior.parquet", "checks.csv", "parameters.csv", "report.html", "provenance.json"}
    fitted = load(str(tmp_path / "whole" / "fitted.yaml"))
    assert 150 < fitted.setting("days") <= 180
    planted_values_are_found(tmp_path / "whole")
    # As if the last wave had been killed half-way: what comes after it is gone, and some of its own files.
    copied(tmp_path / "whole", tmp_path / "part")
    assert community(*asked, "workers=2", f"out={tmp_path / 'part'}") == 2
    assert "workers is given twice" in capsys.readouterr().err
    assert community(str(file), "runs=200", "workers=2", f"out={tmp_path / 'part'}") == 0
    one, other = (pd.read_parquet(tmp_path / name / "posterior.parquet") for name in ("whole", "part"))
    pd.testing.assert_frame_equal(one, other)


def planted_values_are_found(folder: Path) -> None:
    """The log came from a run: a fit of 200 runs meets nearly all, and half of its intervals or more hold what was planted.

    How often intervals hold what was planted takes many communities: `python -m benchmarks.recovery`.
    """
    assert pd.read_csv(folder / "checks.csv")["met"].mean() > 0.8
    table = pd.read_csv(folder / "parameters.csv").set_index("parameter")
    # One message a contribution is the end of its prior, which no interval with 5 % on either side can hold.
    paths = [path for path in table.index if path.startswith("settings.") and path != "settings.messages_a_contribution"]
    planted = {path: SMALL.get(path, forum().setting(path.removeprefix("settings."))) for path in paths}
    planted |= {"dials.cause": 0.8, "levers.onboarding": 0.8, "dials.content": 0.3}
    inside = [table.loc[path, "low"] <= value <= table.loc[path, "high"] for path, value in planted.items()]
    assert sum(inside) >= len(inside) / 2


def copied(source: Path, target: Path) -> None:
    """A fit's folder as it stands when its last wave was killed."""
    import shutil

    shutil.copytree(source, target)
    for name in ("candidates", "finalists", "check"):
        shutil.rmtree(target / name)
        (target / f"{name}-points.parquet").unlink()
    (target / "draws.parquet").unlink()
    (target / "wave-4" / "runs.parquet").unlink()
    next((target / "wave-4" / "runs").iterdir()).unlink()


ERRORS = (
    (["nowhere.csv"], "nowhere.csv cannot be read: No such file or directory"),
    (["FILE", "member=who"], "member = who is no column of forum.csv, which has member, day, n"),
    (["FILE", "elegible=40"], "did you mean eligible?"),
    (["FILE", "until=2001-02-10"], "take a longer stretch of the log"),
    (["FILE", "from=2031-02-01"], "is after the last day"),
    (["FILE", "weekly_actives=3"], "is given beside a file"),
    (["weekly_actives=3"], "a fit needs a log, or a few figures"),
    (["FILE", "runs=10"], "runs = 10 is outside 200..1000000"),
    (["FILE", "out=TAKEN"], "holds something else than a fit"),
)


@pytest.mark.parametrize(("words", "said"), ERRORS)
def test_what_cannot_be_fitted_is_refused_in_a_line(
    words: list[str], said: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"FILE": str(file), "out=TAKEN": f"out={tmp_path}"}
    assert community(*(places.get(word, word) for word in words)) == 2
    answer = capsys.readouterr().err
    assert said in answer.replace('"', "'") and answer.count("\n") == 1, answer


def test_a_dry_run_says_what_would_be_fitted_and_writes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert community(str(file), "--dry-run", f"out={tmp_path / 'new'}") == 0
    told = capsys.readouterr().out
    assert "3,000 runs; time:" in told and "nothing was written" in told and not (tmp_path / "new").exists()


def test_a_folder_with_another_fit_is_refused(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "fit"
    folder.mkdir()
    (folder / "fit.json").write_text(json.dumps({"format": 1}), "utf-8")
    assert community(str(file), f"out={folder}") == 2
    assert "holds a fit of something else" in capsys.readouterr().err
