"""What no point can account for: statistics whose miss would drag the parameters along get an allowance, and are named."""

from typing import TypeVar

import numpy as np

from community_dynamics.experiments.fit.likelihood import CUT, Judge
from community_dynamics.experiments.fit.sampling import posterior

One = TypeVar("One", bound=Judge)
MOST_ROUNDS = 12
WALKERS, MOVES = 200, 5


def with_allowances(likelihood: One, dimensions: int) -> One:
    """The likelihood with an allowance for each statistic that even the best point misses by three standard deviations.

    A miss is measured against what the other statistics lead to expect at the best point. The allowance is as large as
    the miss: the statistic still counts, but no longer outvotes all others.
    """
    for rounds in range(MOST_ROUNDS):
        walkers = posterior(likelihood.log, dimensions, WALKERS, np.random.default_rng(rounds), MOVES)
        best = walkers.points[int(np.argmax(walkers.scores))]
        apart, deviations = likelihood.surprise(best)
        worst = float(np.abs(deviations).max())
        if worst <= CUT:
            break
        beyond = np.abs(deviations) >= max(CUT, 0.7 * worst)
        likelihood = likelihood.allowing(np.where(beyond, np.hypot(likelihood.missed, apart), likelihood.missed))
    return likelihood
