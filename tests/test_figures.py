"""Pictures: a finding as title, named axes with units, named intervals, letters to read from afar."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from undefined import STAYING

from community_dynamics.experiments.designs.named_points import grid, latin_hypercube
from community_dynamics.experiments.execution.in_memory import run_points
from community_dynamics.experiments.presentation.drawing import png
from community_dynamics.experiments.report.comparison_figures import comparison_figure, repairs_figure
from community_dynamics.experiments.report.findings_figures import findings_figure
from community_dynamics.experiments.report.run_figures import run_figure, stall_line, sweep_figure, trailing
from community_dynamics.experiments.studies.compare import paired, repairs
from community_dynamics.experiments.studies.sensitivity import Analysis, sensitivity
from community_dynamics.experiments.studies.sweeps import effect_of
from community_dynamics.sim.ensemble import Ensemble, simulate_scenario
from community_dynamics.sim.inputs import Scenario

SMALL = Scenario("small_team", settings={"seats": 40, "days": 140, "founders": 8}).with_values(STAYING)
FACTORS = {"levers.demand": (0.6, 1.2), "dials.contribution": (0.0, 1.0)}


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return simulate_scenario(SMALL, 6, series=True, threads=2)


@pytest.fixture(scope="module")
def crossed() -> pd.DataFrame:
    return run_points(SMALL, grid({"levers.demand": [0.6, 0.9, 1.2], "levers.rival_tool": [0, 1]}), 3, 0, threads=2)


@pytest.fixture(scope="module")
def scattered() -> pd.DataFrame:
    return run_points(SMALL, latin_hypercube(FACTORS, 30, 0), 1, 0, threads=2)


def picture_of(analysis: Analysis) -> Figure:
    return findings_figure(analysis.findings, len(analysis.runs))


FIGURES: dict[str, Callable[..., Figure]] = {
    "run": lambda ensemble, crossed, scattered: run_figure(SMALL, ensemble),
    "curve": lambda ensemble, crossed, scattered: sweep_figure(crossed, ["levers.demand"], "strain"),
    "shares": lambda ensemble, crossed, scattered: sweep_figure(crossed, ["levers.rival_tool"], "holding"),
    "map": lambda ensemble, crossed, scattered: sweep_figure(crossed, ["levers.demand", "levers.rival_tool"], "holding"),
    "panels": lambda ensemble, crossed, scattered: sweep_figure(scattered, list(FACTORS), "weekly_contributors"),
    "morris": lambda ensemble, crossed, scattered: picture_of(sensitivity(SMALL, FACTORS, "strain", "morris", 3, 1, 0)),
    "sobol": lambda ensemble, crossed, scattered: picture_of(sensitivity(SMALL, FACTORS, "strain", "sobol", 32, 1, 0)),
    "comparison": lambda ensemble, crossed, scattered: comparison_figure(paired(SMALL, SMALL, 3)),
    "repairs": lambda ensemble, crossed, scattered: repairs_figure(repairs(SMALL, {"less": {"levers.demand": 0.6}}, 3)),
}


@pytest.fixture(scope="module", params=list(FIGURES))
def figure(request: pytest.FixtureRequest, ensemble: Ensemble, crossed: pd.DataFrame, scattered: pd.DataFrame) -> Figure:
    drawn = FIGURES[request.param](ensemble, crossed, scattered)
    assert png(drawn).startswith(b"\x89PNG")
    return drawn


def shown_texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def test_the_title_is_a_finding_with_numbers(figure: Figure) -> None:
    title = figure.get_suptitle()
    assert len(title) > 25 and (any(letter.isdigit() for letter in title) or "same" in title or "no " in title)


def test_axes_are_named(figure: Figure) -> None:
    for axes in figure.axes:
        if axes.get_visible() and axes.has_data():
            assert axes.get_xlabel() or axes.get_ylabel() or axes.get_title(loc="left")


def test_letters_are_large_enough_for_a_projector(figure: Figure) -> None:
    assert min(text.get_fontsize() for text in shown_texts(figure)) >= 12


def names_of(figure: Figure) -> list[Text]:
    """Title, note, headings and names of axes: all that is placed by hand."""
    shown = [axes for axes in figure.axes if axes.get_visible()]
    by_axes = [text for axes in shown for text in (axes.xaxis.label, axes.yaxis.label, axes._left_title)]
    own = [text for text in figure.texts if text.get_text()]
    return [text for text in (*own, figure._suptitle, figure._supxlabel, *by_axes) if text and text.get_text()]


def test_no_name_leaves_the_sheet_or_lies_on_another(figure: Figure) -> None:
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    boxes = {text: text.get_window_extent() for text in dict.fromkeys(names_of(figure))}
    for text, box in boxes.items():
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
        assert inside, f"{text.get_text()!r} at {box}"
        on = [other.get_text() for other in boxes if other is not text and box.overlaps(boxes[other])]
        assert not on, f"{text.get_text()!r} lies on {on}"


def test_intervals_are_named(figure: Figure) -> None:
    told = " ".join(text.get_text() for text in shown_texts(figure))
    assert "95 %" in told or "middle 90 %" in told or "Each cell: mean of" in told


def test_the_axis_of_a_lever_has_its_unit_and_its_words(crossed: pd.DataFrame) -> None:
    drawn = sweep_figure(crossed, ["levers.demand", "levers.rival_tool"], "holding").axes[0]
    assert drawn.get_xlabel() == "Demand (of capacity)"
    assert [mark.get_text() for mark in drawn.get_yticklabels()] == ["no", "yes"]


def test_a_level_is_the_mean_over_its_runs(crossed: pd.DataFrame, scattered: pd.DataFrame) -> None:
    effect = effect_of(crossed, "levers.demand", "strain")
    means = crossed.groupby("levers.demand")["strain"].mean()
    assert list(effect.at) == [0.6, 0.9, 1.2] and np.allclose(effect.value, means) and not effect.sliced
    sliced = effect_of(scattered, "levers.demand", "strain")
    assert sliced.sliced and len(sliced.at) == 8 and (np.diff(sliced.at) > 0).all()
    assert (sliced.low <= sliced.value).all() and (sliced.value <= sliced.high).all()


def test_the_trailing_mean_and_the_line_of_stalling_are_those_of_the_model(ensemble: Ensemble) -> None:
    assert ensemble.weekly is not None
    last = trailing(ensemble.weekly["contributors"])[:, -1]
    assert np.allclose(last, ensemble["weekly_contributors"])
    assert trailing(np.arange(10.0)[np.newaxis])[0].tolist() == [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4.5, 5.5]
    assert (stall_line(SMALL, ensemble) == 3).all()
    assert (stall_line(SMALL.with_values({"settings.scale": 100}), ensemble) == 40).all()


def test_an_open_pool_stalls_by_those_who_joined() -> None:
    pool = SMALL.with_values({"settings.open_pool": 1, "settings.stall_share": 0.5, "settings.arrivals_a_day": 1})
    line = stall_line(pool, simulate_scenario(pool, 3, series=True, threads=2))
    assert (np.diff(line) >= 0).all() and line[-1] > line[0] >= 4


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"varied": []}, "nothing was varied"),
        ({"outcome": "strian"}, "did you mean strain"),
        ({"varied": ["levers.control"]}, "the table of runs has no column levers.control"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict, text: str, crossed: pd.DataFrame) -> None:
    asked = {"varied": ["levers.demand"], "outcome": "strain"} | change
    with pytest.raises((ValueError, LookupError), match=text):
        sweep_figure(crossed, **asked)


def test_runs_without_series_are_refused(ensemble: Ensemble) -> None:
    with pytest.raises(ValueError, match="simulate them with series=True"):
        run_figure(SMALL, Ensemble(ensemble.outcomes))


def test_drawing_needs_no_screen_and_no_global_state() -> None:
    code = "import sys, community_dynamics.experiments.report.run_figures; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
