"""An outcome that has no meaning in some runs is left out of means, and told of: nowhere does a zero stand for nobody."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from undefined import STAYING_WORDS, leave_undefined

from community_dynamics.experiments.base.undefined import count_words, counted, defined_everywhere, missing_words, point_means
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.designs.named_points import grid
from community_dynamics.experiments.report import report_pages
from community_dynamics.experiments.report.run_figures import sweep_figure
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.outcomes import FATES, OUTCOMES

WORDS = ["settings.seats=30", "settings.days=105", "settings.founders=12", *STAYING_WORDS]
DEMAND, CAUSE = "levers.demand", "dials.cause"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def plain(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said, in one line."""
    return " ".join(capsys.readouterr().out.split())


def ensemble(runs: int = 8, **values: object) -> Ensemble:
    """Runs of which all outcomes are one half, but for what is given."""
    outcomes = pd.DataFrame(np.full((runs, len(OUTCOMES)), 0.5), columns=list(OUTCOMES))
    for name, column in values.items():
        outcomes[name] = column
    return Ensemble(outcomes.to_numpy())


# What counts


def table_of(*rows: tuple[float, ...]) -> pd.DataFrame:
    """Points along demand, a row each, and what its runs gave of safety."""
    parts = []
    for point, values in enumerate(rows):
        part = {"point_id": point, "replication_id": range(len(values)), DEMAND: 0.6 + 0.1 * point, "safety": values}
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


NAN = float("nan")
HALVES = table_of((0.2, 0.4, 0.6), (0.5, NAN, 0.7), (0.9, NAN, NAN), (NAN, NAN, NAN))


def test_a_mean_is_over_the_runs_in_which_an_outcome_is_defined_and_over_two_or_more() -> None:
    means = point_means(HALVES, "safety")
    assert means[:2].tolist() == pytest.approx([0.4, 0.6]) and means[2:].isna().all()
    assert len(counted(HALVES, "safety")) == 5
    assert point_means(table_of((0.3,), (NAN,)), "safety").tolist() == pytest.approx([0.3, NAN], nan_ok=True)


def test_it_is_said_in_how_many_runs_and_why() -> None:
    assert count_words(100, 100) == "100" and count_words(83, 1100) == "83 of 1,100"
    meaning = OUTCOMES["safety"].meaning
    assert missing_words(HALVES, "safety") == (
        f"Psychological safety is undefined in 6 of 12 runs ({meaning}); means are over the others, "
        "and 'none' stands where fewer than two are defined."
    )
    assert missing_words(HALVES.fillna(0.5), "safety") == ""


def test_outcomes_that_are_defined_everywhere_have_a_mean() -> None:
    table = pd.DataFrame(ensemble(gini=[0.5] * 7 + [NAN]).outcomes, columns=list(OUTCOMES))
    assert set(OUTCOMES) - set(defined_everywhere(table)) == {"gini", "fate"}


# One community


def test_a_run_says_over_how_many_runs_its_means_are(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    leave_undefined(monkeypatch, "safety", "motivation")
    assert main(["run", "middling", "runs=8", *WORDS, "out=found"]) == 0
    told = capsys.readouterr().out
    runs = pd.read_parquet("found/outcomes.parquet")
    assert runs["safety"].isna().sum() == 3 and runs["strain"].notna().all()
    lines = {line.split("  ")[0]: line.split() for line in told.splitlines()}
    assert float(lines["Psychological safety"][2]) == pytest.approx(runs["safety"].mean(), abs=1e-3)
    assert " 5 of 8 " in " ".join(lines["Motivation"]) and lines["Strain"][-2] == "8"
    assert "Means are over the runs in which an outcome is defined" in told
    page = Path("found/report.html").read_text("utf-8")
    assert "<td>5 of 8</td>" in page and "failed" not in told + page


def test_a_run_without_undefined_outcomes_needs_no_word_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "middling", "runs=3", *WORDS, "out=found"]) == 0
    assert "undefined" not in plain(capsys)


def test_an_outcome_that_is_defined_nowhere_is_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    leave_undefined(monkeypatch, "kept_90_days", when=lambda run: True)
    assert main(["run", "middling", "runs=2", *WORDS, "out=found"]) == 0
    assert "Newcomers seen after 90 days none - 0 of 2 share" in plain(capsys)


def test_the_page_of_a_run_has_the_share_of_each_fate_and_no_mean_of_fates() -> None:
    fates = np.arange(8) % len(FATES)
    table = report_pages.outcome_table(ensemble(fate=fates, gini=[NAN] * 8, safety=[0.1, 0.3] + [NAN] * 6).outcomes)
    rows = table.set_index("outcome")
    assert [name for name in rows.index if name.startswith("Fate")] == [f"Fate: {name}" for name in reversed(FATES)]
    assert sum(rows.loc[f"Fate: {name}", "mean"] for name in FATES) == pytest.approx(1.0)
    assert rows.loc["Gini of contributions", "mean"] == "none" and rows.loc["Gini of contributions", "runs"] == "0 of 8"
    safety = rows.loc["Psychological safety"]
    assert safety["mean"] == pytest.approx(0.2) and safety["runs"] == "2 of 8"


# Sweeps


def test_a_sweep_says_none_where_an_outcome_is_defined_in_fewer_than_two_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(run: object) -> bool:
        demand, seed = run.inputs.levers[0]["demand"], run.seed  # type: ignore[attr-defined]
        return bool(demand > 1.1 and seed != 3) or (demand > 0.8 and seed == 0)

    leave_undefined(monkeypatch, "safety", when=nowhere)
    assert main(["sweep", f"vary.{DEMAND}=0.6,0.9,1.2", "runs=4", "outcome=safety", *WORDS, "out=found"]) == 0
    told = capsys.readouterr().out
    rows = [line.split() for line in told.splitlines() if line.startswith(DEMAND)]
    assert rows[0][-1] == "4" and rows[1][-3:] == ["3", "of", "4"] and rows[2][1:] == ["1.2", "none", "-", "-", "0", "of", "4"]
    assert "Psychological safety is undefined in 4 of 12 runs (" in told and "failed" not in told
    assert "at 1.2" not in told.splitlines()[1]
    found = pd.read_parquet("found/findings.parquet")
    runs = pd.read_parquet("found/runs.parquet")
    assert (runs["status"] == "SUCCEEDED").all() and runs["safety"].isna().sum() == 4
    middle = runs.loc[runs[DEMAND] == 0.9, "safety"]
    assert found["mean"].tolist() == pytest.approx([runs["safety"][:4].mean(), middle.mean(), NAN], nan_ok=True)
    assert found["defined"].tolist() == [4, 3, 0] and found["runs"].tolist() == [4, 4, 4]
    page = Path("found/report.html").read_text("utf-8")
    assert '<td class="number">none</td>' in page and "Psychological safety is undefined in 4 of 12 runs" in page


def test_lines_have_a_gap_and_a_word_where_an_outcome_is_undefined() -> None:
    drawn = sweep_figure(HALVES, [DEMAND], "safety")
    axes = drawn.axes[0]
    line = max(axes.lines, key=lambda one: one.get_linewidth())
    assert np.isfinite(line.get_ydata()).tolist() == [True, True, False, False]
    dots = next(one for one in axes.lines if one.get_alpha() == 0.25)
    assert np.isfinite(dots.get_ydata()).sum() == 2
    words = [text for text in axes.texts if text.get_text() == "none"]
    assert [text.get_position()[0] for text in words] == pytest.approx([0.8, 0.9])
    assert axes.get_xlim()[1] > 0.9 and "undefined in 6 of 12 runs" in " ".join(drawn.get_supxlabel().split())
    assert "Demand: 0.4 to 0.6" in drawn.get_suptitle()


def crossed(values: list[float]) -> pd.DataFrame:
    """A grid of two by two with two runs at each point."""
    points = grid({DEMAND: [0.6, 1.2], CAUSE: [0.0, 1.0]})
    runs = points.rename_axis("point_id").reset_index().merge(pd.DataFrame({"replication_id": [0, 1]}), how="cross")
    return runs.assign(safety=values)


def test_a_map_leaves_a_cell_blank_where_an_outcome_is_undefined() -> None:
    drawn = sweep_figure(crossed([0.1, 0.3, NAN, 0.5, NAN, NAN, 0.6, 0.8]), [DEMAND, CAUSE], "safety")
    image = drawn.axes[0].images[0].get_array()
    assert np.ma.filled(image, NAN).T.ravel().tolist() == pytest.approx([0.2, NAN, NAN, 0.7], nan_ok=True)
    assert sorted(text.get_text() for text in drawn.axes[0].texts) == ["0.2", "0.7", "none", "none"]
    assert (image.min(), image.max()) == (pytest.approx(0.2), pytest.approx(0.7))


def test_an_outcome_that_is_undefined_everywhere_is_refused_and_its_runs_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_undefined(monkeypatch, "safety", when=lambda run: True)
    assert main(["sweep", f"vary.{DEMAND}=0.6,1.2", "runs=2", "outcome=safety", *WORDS, "out=found"]) == 2
    line = capsys.readouterr().err.strip().splitlines()[-1]
    assert line.startswith("Psychological safety is undefined in 4 of 4 runs (") and ", too many to draw anything; " in line
    assert "'community analyse found outcome=...' looks at another outcome; defined in every run: flourishing," in line
    assert main(["analyse", "found", "outcome=strain"]) == 0


def test_slices_count_the_points_in_which_an_outcome_is_defined() -> None:
    many = table_of(*[(0.5, NAN if point < 8 else 0.7) for point in range(64)])
    drawn = sweep_figure(many, [DEMAND], "safety")
    line = max(drawn.axes[0].lines, key=lambda one: one.get_linewidth())
    assert np.isfinite(line.get_ydata()).tolist() == [False] + [True] * 7


# Fates in a sweep


def test_a_sweep_of_fates_shows_the_share_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", f"vary.{DEMAND}=0.6,1.2", "runs=4", "outcome=fate", *WORDS, "out=found"]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[1].startswith(("Demand", "No share of a fate"))
    found = pd.read_parquet("found/findings.parquet")
    assert set(found["outcome"]) == {f"fate: {name}" for name in FATES}
    assert found.groupby("at")["mean"].sum().tolist() == pytest.approx([1.0, 1.0])
    assert all(name in told for name in FATES) and "Share of runs that came to each fate" in Path("found/report.html").read_text()


def test_fates_are_drawn_as_lines_by_name_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("not begun", *FATES)
    for place in ("studies.fate_shares", "base.statements", "base.values"):
        monkeypatch.setattr(f"community_dynamics.experiments.{place}.FATES", names)
    fates = [0, 0, 0, 1, 4, 4, 4, 4]
    drawn = sweep_figure(crossed([0.5] * 8).assign(fate=fates), [DEMAND, CAUSE], "fate")
    shown = [text.get_text() for text in drawn.axes[0].get_legend().get_texts()]
    assert shown == list(reversed(names)) and len(drawn.axes) == 2
    assert drawn.get_suptitle() == "Demand matters most: 0 % of runs hold at 0.6, 100 % at 1.2"
