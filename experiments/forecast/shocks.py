"""What befalls a whole community at once: good and bad weeks, seasons, and slow drift that nobody's past foretells."""

from dataclasses import dataclass

import numpy as np

TREND_WEEKS = 13
REMEMBERED = 104
STRETCH = 6
YEAR = 52
SEASON_REACH = 3
# Drift of the log-level over a year that is expected before a log has shown any, and how many trials that is worth.
USUAL_DRIFT, USUAL_TRIALS = 0.4, 4.0
# A collapse in the log's past counts as drift by a factor of four at most: it is one event, and no law of what a year brings.
MOST_DRIFT = float(np.log(4.0))
TOGETHER = 0.7


def around_trend(values: np.ndarray, window: int = TREND_WEEKS) -> np.ndarray:
    """Each week over the running mean of a quarter around it (at the ends: of what there is), widened for its own share in it."""
    reach = min(window, values.size) // 2
    sums = np.cumsum(np.r_[0.0, values])
    low = np.maximum(0, np.arange(values.size) - reach)
    high = np.minimum(values.size, np.arange(values.size) + reach + 1)
    mean = (sums[high] - sums[low]) / (high - low)
    ratio = np.divide(values, mean, out=np.ones(values.size), where=mean > 0)
    return np.asarray(np.maximum(0.0, 1.0 + (ratio - 1.0) * np.sqrt((high - low) / np.maximum(high - low - 1.0, 1.0))))


@dataclass(frozen=True)
class Weeks:
    """Weeks of the log's recent past over their trend, a row a series, from which weeks to come are drawn in stretches."""

    ratios: np.ndarray

    def drawn(self, weeks: int, draws: int, dice: np.random.Generator) -> np.ndarray:
        """Ratios of weeks to come (series, draws, weeks): stretches of neighbours, of the same season where a year was seen."""
        number = self.ratios.shape[1]
        stretch = min(STRETCH, number)
        last = number - stretch
        found = []
        for begin in range(0, weeks, stretch):
            anywhere = dice.integers(last + 1, size=draws)
            years = -(-(begin + 1) // YEAR)
            same = number + begin - YEAR * years + dice.integers(-SEASON_REACH, SEASON_REACH + 1, size=draws)
            second = same - YEAR * dice.integers(0, 2, size=draws)
            same = np.where(second >= 0, second, same)
            seasonal = (same >= 0) & (same <= last) & (dice.random(draws) < season_share(number))
            start = np.where(seasonal, np.clip(same, 0, last), anywhere)
            found.append(start[:, None] + np.arange(stretch))
        return np.asarray(self.ratios[:, np.concatenate(found, axis=1)[:, :weeks]])


def season_share(weeks: int) -> float:
    """Share of stretches that come from the same season: none before a year and a half was seen, a half from two on."""
    return float(np.clip((weeks - 1.5 * YEAR) / YEAR, 0.0, 0.5))


def weeks_of(series: list[np.ndarray], noise: list[float]) -> Weeks:
    """Recent weeks over their trend; `noise`: variance of the ratio that single members' comings and goings already make."""
    rows = []
    for values, known in zip(series, noise, strict=True):
        ratios = around_trend(values)[-REMEMBERED:]
        spread = float(np.var(ratios))
        kept = np.sqrt(max(0.0, 1.0 - known / spread)) if spread > 0 else 0.0
        rows.append(1.0 + kept * (ratios / max(float(ratios.mean()), 1e-9) - 1.0))
    return Weeks(np.stack(rows))


def drift_spread(errors: np.ndarray, weights: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Standard deviation of the log-level in each quarter ahead that draws do not have by themselves.

    `errors`: log of what came over what was expected (trial, quarter), with the weights of trials; `own`: variance of the
    draws' own log-level. Where trials are few, a usual drift, or the quarter before, stands for so many of them.
    """
    found: list[float] = []
    errors = np.clip(errors, -MOST_DRIFT, MOST_DRIFT)
    for quarter in range(errors.shape[1]):
        usual = max(USUAL_DRIFT**2 * (quarter + 1.0) / errors.shape[1], found[-1] * (quarter + 1.0) / quarter if found else 0.0)
        weight = np.isfinite(errors[:, quarter]) * weights
        seen = float((weight * np.nan_to_num(errors[:, quarter]) ** 2).sum())
        found.append((seen + USUAL_TRIALS * usual) / (float(weight.sum()) + USUAL_TRIALS))
    return np.asarray(np.sqrt(np.maximum(0.0, np.array(found) - own)))


def drifts(spreads: list[np.ndarray], weeks: int, draws: int, dice: np.random.Generator) -> list[np.ndarray]:
    """Factors of slow drift for each series (draws, weeks): a random walk with these spreads by quarter, mostly shared."""
    ahead = np.arange(1, weeks + 1)
    shared, found = walk(weeks, draws, dice), []
    for spread in spreads:
        middle = 13.0 * np.arange(1, spread.size + 1) - 6.0
        size = np.interp(ahead, np.r_[0.0, middle], np.r_[0.5 * spread[0], spread])
        alone = walk(weeks, draws, dice)
        found.append(np.exp(size * (TOGETHER * shared + np.sqrt(1.0 - TOGETHER**2) * alone)))
    return found


def walk(weeks: int, draws: int, dice: np.random.Generator) -> np.ndarray:
    """Random walks with a spread of 1 in every week: the level of the walk over the root of time."""
    steps = dice.normal(size=(draws, weeks)).cumsum(axis=1)
    return np.asarray(steps / np.sqrt(np.arange(1, weeks + 1)))


def whole_numbers(values: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Whole numbers whose mean is kept: 2.3 becomes 2 in seven of ten cases, and 3 in the others."""
    return np.asarray(np.floor(values + dice.random(values.shape)))
