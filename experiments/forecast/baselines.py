"""What a forecast has to beat: last year again, the last weeks again, and exponential smoothing."""

import warnings
from collections.abc import Callable

import numpy as np

from community_dynamics.experiments.forecast.outlook import Outlook
from community_dynamics.experiments.forecast.past import Past

YEAR = 52
QUARTER = 13


def beside(past: Past, actives: np.ndarray, contributions: np.ndarray, contributors: np.ndarray) -> Outlook:
    """An outlook from weekly numbers alone; who joins is taken to go on as in the last half-year."""
    pace = (past.joined[-1] - past.joined[max(0, past.weeks - 27)]) / min(26, past.weeks - 1)
    joined = past.joined[-1] + pace * np.arange(1, actives.shape[1] + 1)
    return Outlook(actives, contributors, contributions, np.broadcast_to(joined, actives.shape))


def each(past: Past, make: Callable[[np.ndarray], np.ndarray]) -> Outlook:
    """The same method for each series; contributors are the actives unless a log tells them apart."""
    actives, contributions = make(past.actives), make(past.contributions)
    apart = not np.array_equal(past.contributors, past.actives)
    return beside(past, actives, contributions, make(past.contributors) if apart else actives)


def seasonal_naive(past: Past, weeks: int, draws: int, seed: int) -> Outlook:
    """The same week of last year where a year was seen, else the last week; with changes that were seen over such a span."""

    def again(values: np.ndarray) -> np.ndarray:
        dice = np.random.default_rng(seed)
        logs = np.log1p(values)
        if values.size >= 2 * YEAR:  # residuals need a second year
            middle = np.resize(logs[-YEAR:], weeks)
            residuals = (logs[YEAR:] - logs[:-YEAR])[-2 * YEAR :]
            drawn = stretches(residuals, weeks, draws, dice)
            return np.asarray(np.maximum(0.0, np.expm1(middle + drawn)))
        if values.size >= YEAR:
            middle = np.resize(logs[-YEAR:], weeks)
            reach = min(QUARTER, values.size // 2)
            residuals = logs[reach:] - logs[:-reach]
            return np.asarray(np.maximum(0.0, np.expm1(middle + stretches(residuals, weeks, draws, dice))))
        walks = [steps(logs, ahead, draws, dice) for ahead in range(1, weeks + 1)]
        return np.asarray(np.maximum(0.0, np.expm1(logs[-1] + np.stack(walks, axis=1))))

    return each(past, again)


def stretches(residuals: np.ndarray, weeks: int, draws: int, dice: np.random.Generator, reach: int = QUARTER) -> np.ndarray:
    """Residuals drawn in stretches of neighbours, so that a draw is wrong the same way for some weeks; up as often as down."""
    reach = min(reach, residuals.size)
    starts = dice.integers(residuals.size - reach + 1, size=(draws, -(-weeks // reach)))
    found = residuals[(starts[:, :, None] + np.arange(reach)).reshape(draws, -1)[:, :weeks]]
    return np.asarray(found * dice.choice([-1.0, 1.0], (draws, 1)))


def steps(logs: np.ndarray, ahead: int, draws: int, dice: np.random.Generator) -> np.ndarray:
    """Changes over so many weeks as they were seen, scaled up by the square root of time where the log is shorter."""
    reach = min(ahead, max(1, logs.size // 2))
    seen = logs[reach:] - logs[:-reach]
    return np.asarray(dice.choice(seen, draws) * dice.choice([-1.0, 1.0], draws) * np.sqrt(ahead / reach))


def last_quarter(past: Past, weeks: int, draws: int, seed: int) -> Outlook:
    """The last thirteen weeks over and over: each week ahead is one of them, drawn at random."""

    def again(values: np.ndarray) -> np.ndarray:
        return np.asarray(np.random.default_rng(seed).choice(values[-QUARTER:], (draws, weeks)))

    return each(past, again)


def smoothing(past: Past, weeks: int, draws: int, seed: int) -> Outlook:
    """Exponential smoothing with a damped trend on log(1 + x), additive errors; statsmodels fits and simulates it."""
    return each(past, lambda values: smoothed(values, weeks, draws, seed))


def smoothed(values: np.ndarray, weeks: int, draws: int, seed: int) -> np.ndarray:
    """Draws of one series."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a fit did not quite converge is no reason to have no forecast
        model = ETSModel(np.log1p(values), error="add", trend="add", damped_trend=True)
        fitted = model.fit(disp=False, maxiter=500)
    # Errors are drawn here: versions of statsmodels differ in how they take a seed.
    errors = np.random.default_rng(seed).normal(0.0, np.sqrt(fitted.mse), (weeks, draws))
    drawn = fitted.simulate(weeks, anchor="end", repetitions=draws, random_errors=errors)
    # A draw that explodes on the way back from logs would say more of the exponential than of the community.
    ceiling = np.log1p(100.0 * (values.max() + 1.0))
    return np.asarray(np.maximum(0.0, np.expm1(np.minimum(np.asarray(drawn).reshape(weeks, -1).T, ceiling))))
