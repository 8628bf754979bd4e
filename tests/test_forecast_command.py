"""`community forecast` on the command line: what it tells and writes, and what it refuses in one line."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.base.provenance import as_yaml, scenario_data
from community_dynamics.experiments.cli.main import main
from community_dynamics.experiments.cli.verbs import forecast as cli_forecast
from community_dynamics.experiments.cli.verbs.forecast import HELP
from community_dynamics.experiments.forecast.worlds import fitted_worlds, usual_worlds
from community_dynamics.experiments.studies.options import COLUMNS, option_names

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "forecast.md").read_text("utf-8")


@pytest.fixture()
def log(tmp_path: Path) -> Path:
    """Forty people over two years."""
    dice = np.random.default_rng(3)
    member, day = np.nonzero(dice.random((40, 730)) < 0.05)
    dates = (np.datetime64("2021-01-04") + day).astype(str)
    file = tmp_path / "ours.csv"
    pd.DataFrame({"member": member, "day": dates}).to_csv(file, index=False)
    return file


def test_it_tells_and_writes_the_forecast(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["forecast", str(log), "runs=100", f"out={out}"]) == 0
    said = capsys.readouterr().out
    assert "90 days, to 2023" in said and "365 days, to 2024" in said and "chance of standing stalled" in said
    names = {"forecast.png", "horizons.csv", "provenance.json", "report.html", "trust.csv", "weeks.csv"}
    assert {path.name for path in out.iterdir()} == names
    weeks = pd.read_csv(out / "weeks.csv")
    assert len(weeks) == 52 and (weeks["actives_90_from"] <= weeks["actives_50_from"]).all()
    assert "ours.csv" in (out / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["until=2021-03-31"], "ours.csv covers 12 whole weeks; a forecast needs at least 26"),
        (["days=400"], "days = 400 is outside 7..365 (days ahead); did you mean 365?"),
        (["run=100"], "run is not known to 'community forecast'; did you mean runs?"),
        (["fit=nowhere"], "fit = nowhere has no fitted.yaml; name a folder that 'community fit' wrote"),
        (["out="], "out = nothing; write out=VALUE or leave it out"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_a_line(
    log: Path, words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forecast", str(log), *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and line in shown.err and len(shown.err.splitlines()) == 1


def test_worlds_of_a_fit_are_its_community_with_draws_of_its_posterior(tmp_path: Path) -> None:
    base = usual_worlds()[2]
    (tmp_path / "fitted.yaml").write_text(as_yaml(scenario_data(base)), "utf-8")
    draws = pd.DataFrame({"settings.arrivals_a_day": np.linspace(1, 3, 30), "levers.demand": 0.5, "log_score": 0.0})
    draws.to_parquet(tmp_path / "posterior.parquet")
    found = fitted_worlds(tmp_path)
    assert 2 <= len(found) <= 8
    assert [one.settings["arrivals_a_day"] for one in found][::7] == [1.0, 3.0]
    assert all(one.levers["demand"] == 0.5 and one.name == base.name for one in found)


def test_every_option_and_every_table_is_told() -> None:
    assert [name for name in option_names("forecast") if f"{name}=" not in HELP] == []
    assert [name for name in option_names("forecast")[len(COLUMNS) :] if f"`{name}=" not in TEXT] == []
    assert TEXT.count("<!-- table: ") == 4 == TEXT.count("<!-- end: ")
    assert cli_forecast.weeks_of(365) == 52 and cli_forecast.weeks_of(90) == 13 and cli_forecast.weeks_of(7) == 1
