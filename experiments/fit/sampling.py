"""Points drawn by what the emulator says of them: those not implausible, and those of the posterior."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import qmc

Score = Callable[[np.ndarray], np.ndarray]
MOVES = 10
KEPT = 0.25
MOST_STEPS = 60


def spread_points(number: int, dimensions: int, dice: np.random.Generator) -> np.ndarray:
    """Points spread evenly over the unit cube (a scrambled Sobol' sequence)."""
    whole = 1 << max(1, int(np.ceil(np.log2(number))))
    return np.asarray(qmc.Sobol(dimensions, rng=dice).random(whole)[:number])


def mirrored(points: np.ndarray) -> np.ndarray:
    """Points outside the unit cube folded back into it, as at mirrors, so that no place is favoured."""
    turned = np.mod(points, 2.0)
    return np.where(turned > 1.0, 2.0 - turned, turned)


@dataclass
class Walkers:
    """Points that walk at random, each step kept or not by its score; steps grow or shrink to be kept at a good rate."""

    points: np.ndarray
    scores: np.ndarray
    size: float = 1.0

    def chosen(self, places: np.ndarray) -> None:
        """Go on with these, some perhaps several times."""
        self.points, self.scores = self.points[places], self.scores[places]

    def walk(self, score: Score, weigh: Callable[[np.ndarray], np.ndarray], moves: int, dice: np.random.Generator) -> None:
        """So many steps; a step's chance is exp(weigh(new score) - weigh(old score))."""
        number, dimensions = self.points.shape
        root = np.linalg.cholesky(np.cov(self.points, rowvar=False).reshape(dimensions, dimensions) + 1e-8 * np.eye(dimensions))
        for _ in range(moves):
            length = 2.4 / np.sqrt(dimensions) * self.size * np.exp(0.5 * dice.standard_normal((number, 1)))
            tried = mirrored(self.points + length * (dice.standard_normal((number, dimensions)) @ root.T))
            found = score(tried)
            kept = np.log(dice.random(number)) < weigh(found) - weigh(self.scores)
            self.points = np.where(kept[:, np.newaxis], tried, self.points)
            self.scores = np.where(kept, found, self.scores)
            self.size = float(np.clip(self.size * np.exp(kept.mean() - 0.25), 0.02, 2.0))


def region(score: Score, cut: float, dimensions: int, number: int, dice: np.random.Generator) -> tuple[np.ndarray, float, float]:
    """Points spread over the region where the score is at most `cut`; its share of the cube; the cut that was reached.

    The region is closed in on step by step: each step keeps the quarter with the lowest scores. Where no point comes
    below the cut, the steps end when they gain nothing more, and the cut reached says so.
    """
    points = spread_points(4 * number, dimensions, dice)
    walkers = Walkers(points, score(points))
    share, level = 1.0, np.inf
    for _ in range(MOST_STEPS):
        reached = max(cut, float(np.quantile(walkers.scores, KEPT)))
        stuck = reached > 0.995 * level
        level = reached
        below = np.flatnonzero(walkers.scores <= level)
        share *= below.size / walkers.scores.size
        walkers.chosen(below[dice.permutation(np.resize(np.arange(below.size), number))])
        walkers.walk(score, below_level(level), MOVES, dice)
        if level <= cut or stuck:
            break
    return walkers.points, share, level


def below_level(level: float) -> Score:
    """Weight of scores: nothing above a level, and all alike below it."""

    def weigh(scores: np.ndarray) -> np.ndarray:
        return np.where(scores <= level, 0.0, -np.inf)

    return weigh


def posterior(score: Score, dimensions: int, number: int, dice: np.random.Generator, moves: int = MOVES) -> Walkers:
    """Draws in proportion to exp(score) over the cube: the score is brought in by degrees, and draws walk at each.

    Each degree is as large as leaves half of the draws worth something.
    """
    points = spread_points(number, dimensions, dice)
    walkers, degree = Walkers(points, score(points)), 0.0
    while degree < 1.0:
        step = next_step(walkers.scores, 1.0 - degree)
        degree += step
        weights = np.exp(step * (walkers.scores - walkers.scores.max()))
        places = (np.arange(number) + dice.random()) / number
        walkers.chosen(np.searchsorted(np.cumsum(weights) / weights.sum(), places).clip(0, number - 1))
        walkers.walk(score, partial(np.multiply, degree), moves, dice)
    return walkers


def next_step(scores: np.ndarray, most: float) -> float:
    """The largest step that leaves half of the draws worth something."""
    low, high = 0.0, most
    if worth(scores, most) >= 0.5:
        return most
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if worth(scores, middle) >= 0.5 else (low, middle)
    return max(low, 1e-6)


def worth(scores: np.ndarray, step: float) -> float:
    """Share of draws that are worth something after a step (effective sample size)."""
    weights = np.exp(step * (scores - scores.max()))
    return float(weights.sum() ** 2 / (weights**2).sum() / scores.size)
