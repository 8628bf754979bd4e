"""A calibration on a model whose constants are known: recovery, stops, workers, screening, what is told of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from calibration_models import DEFAULTS, HALF, NAMES, NOISE, PRIORS, SLOPES, judge, planted, truth

from benchmarks.calibration_page import publish, tables_of
from community_dynamics.experiments.base.errors import UnreadableFile
from community_dynamics.experiments.calibration.calibrating import JUDGED, VERIFIED, Calibrated, calibrate, first_points
from community_dynamics.experiments.calibration.calibration_tables import (
    constants_table,
    posterior_rows,
    summary_table,
    targets_table,
)
from community_dynamics.experiments.calibration.constant_screening import ranking, screen
from community_dynamics.experiments.calibration.fact_emulators import Emulators, filled, main_effects
from community_dynamics.experiments.calibration.joint_likelihood import RangeLikelihood
from community_dynamics.experiments.calibration.new_defaults import nearest_to, rounded, widths
from community_dynamics.experiments.calibration.task import Calibration
from community_dynamics.experiments.execution.progress import Progress
from community_dynamics.experiments.execution.troubles import StudyStopped
from community_dynamics.experiments.fit.fitting import seeds_from
from community_dynamics.experiments.fit.run_waves import Workshop
from community_dynamics.experiments.fit.sampling import posterior, spread_points

RUNS = 120
PLANTED = np.array([0.3, 0.6, 0.5, 0.7, 0.4, 0.5])


def task() -> Calibration:
    """Ranges around what the planted constants give; group D is held out."""
    return planted(PLANTED, np.random.default_rng(1), soft=1)


def workshop(folder: Path, workers: int = 2) -> Workshop:
    """Where it is run."""
    return Workshop(folder, 0, workers, kind="calibration", batch_points=10)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    return calibrate(task(), workshop(tmp_path_factory.mktemp("calibration") / "whole"), RUNS)


def test_planted_constants_are_found(found: Calibrated) -> None:
    low, high = np.quantile(found.unit, [0.05, 0.95], axis=0)
    assert ((low <= PLANTED) & (high >= PLANTED))[:-1].sum() >= 4
    chosen = np.array([float(prior.share(np.array(found.chosen[prior.path]))) for prior in PRIORS])
    assert np.abs(chosen - PLANTED)[:-1].max() < 0.15


def test_a_constant_that_nothing_depends_on_is_not_identified_and_stays(found: Calibrated) -> None:
    table = constants_table(found)
    assert table["verdict"].tolist()[:-1] == ["identified"] * 5 and table["verdict"].iloc[-1] == "not identified"
    assert table["chosen"].iloc[-1] == DEFAULTS[-1]


def test_the_point_is_rounded_and_that_point_was_run(found: Calibrated) -> None:
    assert all(value == float(f"{value:.3g}") for value in found.chosen.values())
    again = judge(found.task.keys, found.chosen, VERIFIED, seeds_from(0, JUDGED), None)
    assert found.after["mean"].tolist() == pytest.approx([one.mean for one in again.values()])


def test_what_was_held_out_took_no_part_and_is_met(found: Calibrated) -> None:
    assert "D" not in found.task.kept and not any(target.key == "D" for target in found.likelihood.targets)
    table = summary_table(targets_table(found))
    before, after, _, held = table["numbers"].tolist()
    assert int(after.split()[0]) >= 10 > 5 > int(before.split()[0]) and held in ("3 of 4", "4 of 4")


def test_a_stopped_calibration_goes_on_to_the_same_numbers_for_any_number_of_workers(found: Calibrated, tmp_path: Path) -> None:
    def stop_in_the_third_wave(name: str) -> object:
        def watch(progress: Progress) -> None:
            if name == "wave-3":
                raise KeyboardInterrupt

        return watch

    stopped = replace(workshop(tmp_path / "stopped", 1), watch=stop_in_the_third_wave)
    with pytest.raises(StudyStopped):
        calibrate(task(), stopped, RUNS)
    again = calibrate(task(), workshop(tmp_path / "stopped", 3), RUNS)
    assert again.chosen == found.chosen
    np.testing.assert_array_equal(again.unit, found.unit)
    pd.testing.assert_frame_equal(again.after, found.after)


def test_a_folder_of_another_calibration_is_refused(tmp_path: Path) -> None:
    workshop(tmp_path / "one").open(task(), RUNS)
    other = replace(task(), held=("C",))
    with pytest.raises(UnreadableFile, match="holds a calibration of something else"):
        workshop(tmp_path / "one").open(other, RUNS)


def test_intervals_hold_what_was_planted_as_often_as_they_say() -> None:
    """Twelve calibrations by one table of points: 90 % intervals, a little cautious."""
    dice, inside = np.random.default_rng(3), []
    unit = spread_points(128, len(NAMES), dice)
    for _ in range(12):
        middle = 0.1 + 0.8 * dice.random(len(NAMES))
        targets = planted(middle, dice).targets
        values = truth(unit)[:, : len(targets)] + NOISE * dice.standard_normal((len(unit), len(targets)))
        scaled = np.stack([target.rescaled(values[:, at]) for at, target in enumerate(targets)], axis=1)
        emulators = Emulators.fit(unit, scaled, [target.key for target in targets])
        seeds = np.full(len(targets), NOISE / HALF)
        known = RangeLikelihood(emulators, targets, seeds, np.zeros(len(targets)))
        points = posterior(lambda one, known=known: 0.7 * known.log(one), len(NAMES), 200, dice, 6).points
        low, high = np.quantile(points, [0.05, 0.95], axis=0)
        inside.append(((middle >= low) & (middle <= high))[:-1])
    assert np.mean(inside) >= 0.85


def test_what_cannot_be_met_gets_an_allowance_and_is_named(tmp_path: Path) -> None:
    plain = task()
    odd = replace(plain.judged[2], part=replace(plain.judged[2].part, low=9.0, high=9.2))
    asked = replace(plain, judged=(*plain.judged[:2], odd, *plain.judged[3:]))
    found = calibrate(asked, workshop(tmp_path / "odd"), RUNS)
    assert found.likelihood.missed[2] > 0 and (np.delete(found.likelihood.missed, 2) == 0).all()
    lines = tables_of(found, None, pd.DataFrame(), {"seed": 0, "lot": 0, "verify": 40}).texts["together"]
    assert odd.part.what in lines and "no point meets it with the rest" in lines
    low, high = np.quantile(found.unit, [0.02, 0.98], axis=0)
    assert ((low <= PLANTED) & (high >= PLANTED))[:-1].sum() >= 4


def test_screening_puts_first_what_moves_most(tmp_path: Path) -> None:
    ranked = screen(task(), replace(workshop(tmp_path / "screening"), kind="screening"))
    assert ranked["constant"].iloc[-1] == PRIORS[-1].path and ranked["effect"].iloc[-1] < 0.3
    slope = dict(zip([prior.path for prior in PRIORS], np.abs(SLOPES[:12]).mean(axis=0), strict=True))
    assert slope[ranked["constant"].iloc[0]] > slope[ranked["constant"].iloc[4]]


def test_chance_alone_is_no_effect() -> None:
    moved = np.abs(np.random.default_rng(0).standard_normal((len(NAMES), 12)))
    moved[0] += 2.0
    table = ranking(task(), task().targets, moved)
    assert table["constant"].iloc[0] == PRIORS[0].path and table["effect"].iloc[0] > 3.0 * table["effect"].iloc[1]
    assert (ranking(task(), task().targets, np.zeros((len(NAMES), 12)))["effect"] == 0.0).all()


def test_emulators_know_what_each_group_depends_on_and_fill_what_is_missing() -> None:
    dice = np.random.default_rng(2)
    unit = spread_points(256, 8, dice)
    values = np.stack([unit[:, 0] + unit[:, 1] ** 2, 2.0 * unit[:, 5]], axis=1)
    effects = main_effects(unit, values[:, :1])
    assert effects.argmax() in (0, 1) and (effects[2:] < 0.3).all()
    holes = values.copy()
    holes[dice.random(len(unit)) < 0.3, 1] = np.nan
    np.testing.assert_allclose(filled(unit, holes), values, atol=0.05)
    fresh = dice.random((100, 8))
    means = Emulators.fit(unit, holes, ["one", "other"]).mean(fresh)
    np.testing.assert_allclose(means[:, 1], 2.0 * fresh[:, 5], atol=0.1)


def test_most_of_the_first_wave_lies_nearer_to_the_constants_as_they_stand() -> None:
    unit = first_points(task(), 128, np.random.default_rng(0))
    middle = np.array([float(prior.share(np.array(value))) for prior, value in zip(PRIORS, DEFAULTS, strict=True)])
    apart = np.abs(unit - middle).max(axis=1)
    assert (unit >= 0).all() and (unit <= 1).all()
    assert 0.6 > apart[1::3].mean() / apart[::3].mean() > 0.4 > apart[2::3].mean() / apart[::3].mean() > 0.2


def test_of_points_that_are_alike_the_one_with_fewer_changes_is_taken() -> None:
    before = pd.DataFrame([{"a": 1.0, "b": 2.0}])
    points = pd.DataFrame([{"a": 3.0, "b": 4.0}, {"a": 3.0, "b": 2.0}, {"a": 1.0, "b": 2.0}])
    assert nearest_to(before, points, np.array([10.0, 11.0, 40.0]), 2.0) == {"a": 3.0, "b": 2.0}
    assert nearest_to(before, points, np.array([10.0, 13.0, 40.0]), 2.0) == {"a": 3.0, "b": 4.0}


def test_rounding_never_leaves_a_prior() -> None:
    point = pd.DataFrame([{prior.path: prior.high for prior in PRIORS}])
    row = rounded(task(), point).iloc[0]
    assert all(prior.low <= row[prior.path] <= prior.high for prior in PRIORS)


def test_the_page_and_the_posterior_are_written(found: Calibrated, checkout: Path, tmp_path: Path) -> None:
    page = tmp_path / "calibration.md"
    page.write_text((checkout / "docs" / "calibration.md").read_text("utf-8"), "utf-8")
    screened = ranking(task(), task().targets, np.ones((len(NAMES), 12)))
    tables = tables_of(found, screened, pd.DataFrame({"runs of": ["all"], "seconds": [0.1]}), {"seed": 0, "lot": 0, "verify": 40})
    publish(tables, tmp_path / "theory" / "posterior.csv", page)
    text = page.read_text("utf-8")
    assert "Not run yet" not in text and "held out" in text and "A: number 0" not in text.partition("Screening")[0]
    assert len(posterior_rows(found)) == 200 and (widths(found.unit) > 0).all()
    kept = pd.read_csv(tmp_path / "theory" / "posterior.csv")
    assert kept.columns.tolist() == list(NAMES) and len(kept) == 200
