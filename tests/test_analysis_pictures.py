"""Pictures of findings, and what the doors refuse before anything runs: the floor, the axes, the legend, too few samples."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from benchmarks.known_answers import noisy
from community_dynamics.experiments.analysis.analyse import analyse
from community_dynamics.experiments.analysis.findings import Findings, noise_floor
from community_dynamics.experiments.analysis.series import Course, over_time
from community_dynamics.experiments.designs.design import make_design
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.presentation.drawing import png
from community_dynamics.experiments.report.findings_figures import convergence_figure, course_figure, findings_figure
from community_dynamics.experiments.studies.run_plan import sensitivity_design
from community_dynamics.experiments.studies.study import studies

TWO = [Factor("x1", 0.0, 1.0), Factor("x2", 0.0, 1.0)]


def words_of(figure: Figure) -> list[str]:
    """The names of the legend of the only axes, empty where there is none."""
    legend = figure.axes[0].get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def strain(method: str = "sobol", **options: object) -> Findings:
    """Findings of a noisy plane that is called strain."""
    design, values = noisy(128, 4, 0, dice=True)
    return analyse(design, values, "strain", method, **options)  # type: ignore[arg-type]


def course() -> Course:
    """A noisy plane over twelve weeks."""
    design, values = noisy(64, 4, 0, dice=True)
    return over_time(design, values[:, :, np.newaxis] * np.linspace(0.5, 1.0, 12), "strain")


def test_the_grey_ground_reaches_up_to_the_floor_of_the_table() -> None:
    findings = strain()
    (floor,) = (patch for patch in findings_figure(findings, 1).axes[0].patches)
    assert floor.get_extents().width > 0.0 and floor.get_width() == pytest.approx(noise_floor(findings.table, "total"))  # type: ignore[attr-defined]


def test_the_legend_names_a_floor_only_where_one_is_drawn() -> None:
    design = make_design("finite_differences", TWO, 64, 0, dice=True)
    slopes = findings_figure(analyse(design, design.unit[:, 0], "strain"), 1)
    assert not any("floor" in word for word in words_of(slopes)) and not slopes.axes[0].patches
    assert any("floor" in word for word in words_of(findings_figure(strain(), 1)))
    assert "Dgsm" not in slopes.axes[0].get_xlabel() and "Upper bound" in slopes.axes[0].get_xlabel()


def test_the_unit_of_the_outcome_stands_only_beside_effects_on_the_outcome_itself() -> None:
    design = make_design("morris", TWO, 8, 0, dice=True)
    values = design.unit[:, :1] + 0.3 * np.random.default_rng(0).normal(size=(len(design), 8))
    axes = [
        findings_figure(analyse(design, values, "strain", about=about, threshold=0.5), 1).axes[0].get_xlabel()
        for about in ("mean", "spread", "at_most")
    ]
    assert [text.endswith("(0-1)") for text in axes] == [True, False, False]
    assert axes[1].endswith("Strain, spread over runs") and axes[2].endswith("Strain, chance of at most 0.5")


def test_where_no_index_is_defined_the_picture_says_so() -> None:
    findings = strain()
    table = findings.table.assign(total=np.nan, first=np.nan, total_low=0.0, total_high=1.0, first_low=0.0, first_high=1.0)
    figure = findings_figure(replace(findings, table=table), 1)
    assert "No index is defined" in figure.axes[0].texts[0].get_text() and words_of(figure) == []


@pytest.mark.parametrize("kind", ["findings", "convergence", "weeks"])
def test_legends_hide_no_data(kind: str) -> None:
    draws = {
        "findings": lambda: findings_figure(strain(), 1),
        "convergence": lambda: convergence_figure(strain()),
        "weeks": lambda: course_figure(course()),
    }
    figure = draws[kind]()
    png(figure)
    legend = figure.axes[0].get_legend()
    assert legend is not None and legend.get_window_extent().y0 >= figure.axes[0].get_window_extent().y1 - 1.0


def test_weeks_are_counted_from_one_in_the_picture() -> None:
    line = course_figure(course()).axes[0].lines[0]
    assert list(line.get_xdata())[::11] == [1, 12]  # type: ignore[arg-type]


def test_a_method_takes_samples_enough_unless_told_and_too_few_are_refused_before_any_run() -> None:
    def design(*words: str):  # type: ignore[no-untyped-def]
        (study,) = studies("sensitivity", ["vary.levers.demand=0.6:1.2", "vary.dials.cause=0:1", *words])
        return sensitivity_design(study)

    assert len(design("method=hdmr")) == 1024 and len(design("method=hdmr", "design=random")) == 600
    assert design("method=rbd_fast").method == "latin_hypercube" and design("method=rbd_fast", "design=random").size == 100
    with pytest.raises(
        ValueError, match=r"^samples = 512 \(points, a power of 2\) is too few for method=hdmr; at least 1024 are"
    ):
        design("method=hdmr", "samples=512")
    with pytest.raises(ValueError, match=r"^rbd_fast cannot be had from a sobol_sequence design"):
        design("method=rbd_fast", "design=sobol_sequence")
    with pytest.raises(ValueError, match="which has a design of its own; leave it out"):
        design("method=dgsm", "design=random")
