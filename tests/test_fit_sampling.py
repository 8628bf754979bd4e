"""The machinery of fits on problems whose answers are known: emulator, regions, posteriors, allowances."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from community_dynamics.experiments.fit.best_point import candidates, clusters_of, ranked
from community_dynamics.experiments.fit.discrepancy import with_allowances
from community_dynamics.experiments.fit.emulator import Emulator
from community_dynamics.experiments.fit.fit_statistics import AMOUNT, Measure
from community_dynamics.experiments.fit.fitting import drawn, draws_of
from community_dynamics.experiments.fit.likelihood import Likelihood
from community_dynamics.experiments.fit.run_waves import Workshop
from community_dynamics.experiments.fit.sampling import mirrored, posterior, region, spread_points
from community_dynamics.experiments.fit.targets import Target


def targets(values: np.ndarray, error: float = 0.0) -> tuple[Target, ...]:
    """Targets on the scale of errors."""
    return tuple(
        Target(Measure(f"statistic_{at}", "", AMOUNT, "size"), float(np.exp(value)), error, float(value), error, 1e-9)
        for at, value in enumerate(values)
    )


SLOPES = np.array([[2.0, 0.0, 0.5], [0.0, 1.5, 0.0], [1.0, -1.0, 0.0], [0.3, 0.3, 0.0], [-1.0, 0.5, 0.2]])


def runs(unit: np.ndarray, noise: float, dice: np.random.Generator) -> np.ndarray:
    """Five statistics of three parameters: slopes, a bend, and seed noise that two of them share."""
    shared = dice.standard_normal((len(unit), 1)) * np.array([0.8, 0.8, 0.0, 0.0, 0.0])
    own = dice.standard_normal((len(unit), 5)) * np.array([0.6, 0.6, 1.0, 1.0, 1.0])
    return unit @ SLOPES.T + 0.5 * np.sin(3.0 * unit[:, :1]) + noise * (shared + own)


def test_the_emulator_knows_the_mean_and_the_spread() -> None:
    dice = np.random.default_rng(1)
    unit, fresh = spread_points(300, 3, dice), dice.random((2000, 3))
    emulator = Emulator.fit(unit, runs(unit, 0.1, dice))
    error = emulator.mean(fresh) - runs(fresh, 0.0, dice)
    assert np.abs(error).mean() < 0.03
    spread = (runs(fresh, 0.1, dice) - emulator.mean(fresh)) / emulator.sd(fresh)
    np.testing.assert_allclose(spread.std(0), 1.0, atol=0.12)


def test_spread_that_grows_is_seen() -> None:
    dice = np.random.default_rng(2)
    unit = spread_points(512, 2, dice)
    values = (unit[:, :1] + dice.standard_normal((512, 1)) * 0.1 * np.exp(1.5 * unit[:, 1:])) * np.ones((1, 2))
    sd = Emulator.fit(unit, values).sd(np.array([[0.5, 0.1], [0.5, 0.9]]))[:, 0]
    assert sd[1] / sd[0] == pytest.approx(np.exp(1.5 * 0.8), rel=0.25)


def test_steps_out_of_the_cube_are_mirrored() -> None:
    np.testing.assert_allclose(mirrored(np.array([-0.2, 1.3, 0.4, 2.1])), [0.2, 0.7, 0.4, 0.1])


def test_a_small_region_is_found_and_measured() -> None:
    """A ball of radius 0.1 in four dimensions holds half of pi squared times 0.1^4 of the cube."""
    points, share, cut = region(lambda unit: np.sqrt(((unit - 0.6) ** 2).sum(1)), 0.1, 4, 400, np.random.default_rng(0))
    assert cut == 0.1 and (np.sqrt(((points - 0.6) ** 2).sum(1)) <= 0.1).all()
    assert share == pytest.approx(0.5 * np.pi**2 * 0.1**4, rel=0.5)


def test_where_nothing_comes_below_the_cut_the_region_says_how_near_it_came() -> None:
    _, _, cut = region(lambda unit: 5.0 + ((unit - 0.5) ** 2).sum(1), 3.0, 2, 200, np.random.default_rng(0))
    assert 5.0 <= cut < 5.1


def test_draws_follow_a_law_that_is_known() -> None:
    """A narrow normal law, its two coordinates hanging together."""
    root = np.array([[0.05, 0.0], [0.04, 0.02]])
    inverse = np.linalg.inv(root @ root.T)

    def score(unit: np.ndarray) -> np.ndarray:
        apart = unit - np.array([0.4, 0.6])
        return np.asarray(-0.5 * np.einsum("ij,jk,ik->i", apart, inverse, apart))

    points = posterior(score, 2, 2000, np.random.default_rng(0)).points
    np.testing.assert_allclose(points.mean(0), [0.4, 0.6], atol=0.006)
    np.testing.assert_allclose(np.cov(points, rowvar=False), root @ root.T, rtol=0.15, atol=2e-4)


def test_intervals_cover_what_was_planted() -> None:
    """Forty communities of a known law: 90 % intervals hold the planted parameters about as often as they say."""
    dice, inside = np.random.default_rng(3), []
    unit = spread_points(300, 3, dice)
    emulator = Emulator.fit(unit, runs(unit, 0.3, dice))
    for _ in range(40):
        planted = dice.random(3)
        found = Likelihood.of(emulator, targets(runs(planted[np.newaxis], 0.3, dice)[0]))
        low, high = np.quantile(posterior(found.log, 3, 300, dice, 6).points, [0.05, 0.95], axis=0)
        inside.append((planted >= low) & (planted <= high))
    assert 0.84 <= np.mean(inside) <= 0.96


def test_a_statistic_out_of_reach_does_not_drag_the_parameters_along() -> None:
    dice = np.random.default_rng(4)
    unit = spread_points(300, 3, dice)
    emulator = Emulator.fit(unit, runs(unit, 0.1, dice))
    planted = np.array([[0.5, 0.5, 0.5]])
    values = runs(planted, 0.0, dice)[0]
    values[3] += 3.0
    plain = Likelihood.of(emulator, targets(values))
    allowing = with_allowances(plain, 3)
    assert np.flatnonzero(allowing.missed).tolist() == [3]
    middle = np.median(posterior(allowing.log, 3, 400, dice).points, axis=0)
    np.testing.assert_allclose(middle[:2], planted[0, :2], atol=0.12)


def test_a_course_that_cannot_be_met_in_shape_is_met_in_level() -> None:
    """Six statistics that rise and fall together with the seed: an odd shape must not push all of them off its level."""
    dice = np.random.default_rng(5)
    unit = spread_points(300, 2, dice)
    values = 2.0 * unit[:, :1] + 0.1 * dice.standard_normal((300, 1)) + 0.005 * dice.standard_normal((300, 6))
    observed = 1.0 + np.array([0.04, 0.02, 0.0, -0.02, -0.03, -0.01])
    found = Likelihood.of(Emulator.fit(unit, values), targets(observed, 0.03))
    points = posterior(found.log, 2, 300, dice).points
    assert 2.0 * np.median(points[:, 0]) == pytest.approx(1.0, abs=0.03)


def test_all_parts_of_a_posterior_are_heard() -> None:
    dice = np.random.default_rng(6)
    unit = np.concatenate([0.2 + 0.02 * dice.standard_normal((200, 3)), 0.8 + 0.02 * dice.standard_normal((200, 3))])
    clusters = clusters_of(unit, 4, dice)
    assert sorted(np.concatenate(clusters).tolist()) == list(range(400))
    assert all(len({bool(unit[place, 0] > 0.5) for place in inside}) == 1 for inside in clusters)


def test_a_candidate_meets_one_by_one_what_can_be_met() -> None:
    """A statistic out of reach of the model: some candidate meets the four others where they were planted."""
    dice = np.random.default_rng(8)
    unit = spread_points(300, 3, dice)
    planted = np.array([[0.3, 0.6, 0.5]])
    values = runs(planted, 0.0, dice)[0]
    values[3] += 3.0
    found = with_allowances(Likelihood.of(Emulator.fit(unit, runs(unit, 0.1, dice)), targets(values)), 3)
    tried = candidates(found, posterior(found.log, 3, 400, dice).points, dice)
    others = np.abs(runs(tried, 0.0, dice) - values)[:, [0, 1, 2, 4]]
    assert others.max(axis=1).min() < 0.1


def test_the_candidate_nearest_to_the_log_wins_whatever_one_lost_statistic_says() -> None:
    found = targets(np.array([0.0, 1.0, 5.0]), 0.1)
    names = [target.measure.name for target in found]
    means = np.array([[0.05, 1.02, 0.0], [0.5, 1.3, 3.0], [0.9, 0.2, 4.95]])  # the third statistic is out of reach of all
    table = pd.DataFrame(np.exp(np.tile(means, (5, 1)) + 0.05 * np.random.default_rng(7).standard_normal((15, 3))), columns=names)
    assert ranked(found, table, 3).tolist() == [0, 2, 1]


class Bell:
    """A likelihood that is known: a normal law of each share about one half, a twentieth wide."""

    dimensions = 2
    width = 0.05

    def log(self, unit: np.ndarray) -> np.ndarray:
        """Log-likelihood of points."""
        return np.asarray(-0.5 * (((unit - 0.5) / self.width) ** 2).sum(axis=1))


def test_the_cautious_posterior_is_wider_than_the_likelihood_by_the_root_of_its_power(tmp_path: Path) -> None:
    """A normal likelihood to the power .7 is one of 1 / sqrt(.7) = 1.195 times the width; whole, it has its own width."""
    whole = np.concatenate([drawn(Bell(), Workshop(tmp_path, seed)) for seed in range(4)])  # type: ignore[arg-type]
    assert whole.std(axis=0) == pytest.approx(Bell.width, rel=0.05)
    cautious = np.concatenate(
        [draws_of(Bell(), Workshop(made(tmp_path / str(seed)), seed)) for seed in range(4)]  # type: ignore[arg-type]
    )
    assert cautious.std(axis=0) == pytest.approx(1.195 * Bell.width, rel=0.05)


def test_draws_once_made_are_kept(tmp_path: Path) -> None:
    first = draws_of(Bell(), Workshop(tmp_path, 0))  # type: ignore[arg-type]
    np.testing.assert_array_equal(first, draws_of(Bell(), Workshop(tmp_path, 1)))  # type: ignore[arg-type]


def made(folder: Path) -> Path:
    """A new folder."""
    folder.mkdir()
    return folder
