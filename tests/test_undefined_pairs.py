"""What a change does to an outcome is told over the pairs of runs in which both sides have it, and over how many."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_report import read
from undefined import leave_undefined

from community_dynamics.experiments.base.values import FATE
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.report import report_pages
from community_dynamics.experiments.report.comparison_figures import comparison_figure, repairs_figure
from community_dynamics.experiments.report.story_figures import logon_rows, not_yet_stalled, stall_words
from community_dynamics.experiments.studies.compare import (
    Comparison,
    difference,
    differences,
    pairs_words,
    repairs,
    runs_frame,
    verdict,
)
from community_dynamics.sim.ensemble import Ensemble, Run
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES

SMALL = Scenario("small_team", settings={"seats": 30, "days": 105, "founders": 12})
WORDS = ["settings.seats=30", "settings.days=105", "settings.founders=12"]
NAN = float("nan")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def ensemble(runs: int = 4, **values: object) -> Ensemble:
    """Runs of which all outcomes are one half, but for what is given."""
    outcomes = pd.DataFrame(np.full((runs, len(OUTCOMES)), 0.5), columns=list(OUTCOMES))
    for name, column in values.items():
        outcomes[name] = column
    return Ensemble(outcomes.to_numpy())


def compared(first: Ensemble, second: Ensemble) -> Comparison:
    """Two communities whose runs are given."""
    runs = pd.concat([runs_frame(first, 0, "a"), runs_frame(second, 0, "b")], ignore_index=True)
    return Comparison(SMALL, SMALL, differences(first, second), runs, "What a change does.", ensembles=(first, second))


HALF = compared(
    ensemble(safety=[0.1, 0.2, NAN, NAN], habit=NAN, gini=[NAN, 0.5, 0.5, 0.5]),
    ensemble(safety=[0.3, NAN, 0.4, NAN], habit=0.1, gini=[NAN, 0.5, 0.5, 0.5]),
)


def test_a_difference_is_over_the_pairs_in_which_both_sides_have_the_outcome() -> None:
    rows = HALF.table.set_index("outcome")
    safety, habit, gini = (rows.loc[name] for name in ("safety", "habit", "gini"))
    assert (safety["pairs"], safety["runs"], safety["difference"]) == (1, 4, pytest.approx(0.2))
    assert (safety["first"], safety["second"]) == (0.1, 0.3)
    assert habit["pairs"] == 0 and np.isnan(habit["difference"]) and habit["verdict"] == "undefined"
    assert gini["verdict"] == "the same" and gini["same"] == 4 and gini["pairs"] == 3


def test_what_one_side_alone_has_is_not_the_same() -> None:
    row = difference("safety", np.array([0.5, 0.5, NAN]), np.array([0.5, 0.5, 0.5]))
    assert row["same"] == 2 and verdict("safety", row) == "unclear"


def test_the_picture_draws_the_pairs_that_have_an_outcome_and_says_how_many() -> None:
    chosen = compared(ensemble(members=[1, NAN, 3, 4], kept_90_days=NAN), ensemble(members=[2, 2, NAN, 6], kept_90_days=0.5))
    panels = {axes.get_title(loc="left"): axes for axes in comparison_figure(chosen).axes}
    members, kept = panels[OUTCOMES["members"].label], panels[OUTCOMES["kept_90_days"].label]
    dots = [line.get_ydata()[0] for line in members.lines if line.get_marker() == "o"]
    assert dots == [2.5, 4.0] and [text.get_text() for text in members.texts] == ["over 2 of 4 pairs"]
    assert not kept.lines and [text.get_text() for text in kept.texts] == ["undefined in every pair"]


def test_the_page_says_over_how_many_pairs() -> None:
    told = " ".join(read(report_pages.of_comparison(HALF)).text)
    assert "over the pairs of runs in which both sides have the outcome" in told and "1 of 4" in told and " none " in told


def test_fates_are_compared_by_the_share_of_each() -> None:
    numbers = [FATES.index("stalled"), FATES.index("flourishing")]
    table = compared(ensemble(fate=numbers[0]), ensemble(fate=numbers[1])).table.set_index("outcome")
    assert [name for name in table.index if name.startswith(FATE)] == [f"fate: {name}" for name in reversed(FATES)]
    assert table.loc["fate: stalled", "difference"] == -1.0 and table.loc["fate: flourishing", "difference"] == 1.0
    assert table.loc["fate: flourishing", "gained"] == 4 and table.loc["fate: flourishing", "verdict"] == "more"


def busy(run: Run) -> bool:
    """Whether a run is of the second community, and an early seed."""
    return bool(run.inputs.levers[0]["demand"] > 1.1 and run.seed < 3)


def test_a_comparison_says_over_how_many_pairs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    leave_undefined(monkeypatch, "safety", when=busy)
    leave_undefined(monkeypatch, "motivation", when=lambda run: run.seed == 0 or busy(run))
    assert main(["compare", "middling", "levers.demand=1.3", "runs=8", *WORDS, "out=found"]) == 0
    told = capsys.readouterr().out
    lines = {line.split("  ")[0]: line for line in told.splitlines()}
    assert " 5 of 8  " in lines["Psychological safety"] and " 8  " in lines["Strain"]
    assert "over the pairs of runs in which both sides have the outcome" in told and "failed" not in told
    runs, found = pd.read_parquet("found/outcomes.parquet"), pd.read_parquet("found/differences.parquet").set_index("outcome")
    both = runs.pivot(index="seed", columns="side", values="safety").dropna()
    assert found.loc["safety", "difference"] == pytest.approx((both["b"] - both["a"]).mean())
    assert found.loc["safety", "pairs"] == len(both) == 5


def test_repairs_say_over_how_many_pairs_they_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_undefined(monkeypatch, "safety", "stalled_day", when=lambda run: not busy(run) and run.seed < 2)
    scenario = SMALL.with_values({"levers.demand": 1.3})
    found = repairs(scenario, {"less work": {"levers.demand": 0.6}, "nothing": {}}, 6, outcome="safety")
    assert found.table.set_index("repair")["pairs"].to_dict() == {"less work": 4, "nothing": 6}
    assert pairs_words(found.table) == "the 4 to 6 of 6 pairs of runs in which it is defined"
    told = " ".join(read(report_pages.of_repairs(found)).text)
    beneath = " ".join(repairs_figure(found).get_supxlabel().split())
    assert "pairs for days" in told and "the 4 to 6 of 6 pairs" in told + beneath


@pytest.mark.parametrize("outcome", ["fate"])
def test_a_mean_of_fates_is_refused(outcome: str) -> None:
    with pytest.raises(ValueError, match=r"^outcome = fate has no mean, as fates are names \(never took off, dead"):
        repairs(SMALL, {"nothing": {}}, 2, outcome=outcome)


def test_communities_that_never_took_off_have_no_day_of_stalling() -> None:
    runs = ensemble(holding=[1.0, 0.0, 0.0, 0.0], stalled_day=[56.0, NAN, 14.0, 28.0])
    assert stall_words(runs) == "3 of 4 (half of the 2 that ever took off within 21 days)"
    assert not_yet_stalled(SMALL, runs, np.array([0, 14, 28])).tolist() == [3, 2, 1]
    assert stall_words(ensemble(holding=0.0, stalled_day=NAN)) == "4 of 4"


def test_log_ons_are_over_the_runs_that_have_such_days() -> None:
    runs = ensemble(logons_a_weekday=[10.0, 14.0, NAN, NAN], logons_a_weekend_day=NAN)
    rows = logon_rows(("as it was", SMALL, runs))
    assert rows["logons_a_weekday"][0] == 12.0 and np.isnan(rows["logons_a_weekend_day"]).all()
