"""Newcomers still to come: the recent level, a damped trend, bursts, and doubts about all three."""

import numpy as np

RECENT_WEEKS = 26
TREND_WEEKS = 52
DAMPED_AFTER = 13.0
# Weight of 'no trend' beside the log's own: as if this many weeks had shown none.
PRIOR_WEEKS = 52.0
STEADY_SPREAD = 0.05
# Newcomers have broken off where the last six to thirteen weeks had less than a third of what came before, and chance
# would do so in one of some three thousand cases (twice the log-likelihood ratio over the Fano factor).
BREAK_WEEKS, BREAK_SHARE, BREAK_EVIDENCE = (6, 13), 1.0 / 3.0, 12.0


def arrivals(newcomers: np.ndarray, weeks: int, draws: int, dice: np.random.Generator) -> np.ndarray:
    """Draws of weekly newcomers, a row a draw: level and damped log-trend of the last year, bursts as large as were seen.

    Level times exp(trend * D (1 - e^(-h / D))) times a drifting factor; counts are negative binomial with the
    variance over mean (Fano factor) of the last year around its own course.
    """
    level, trend = recent_course(newcomers)
    ahead = np.arange(1, weeks + 1)
    growth = trend * DAMPED_AFTER * (1.0 - np.exp(-ahead / DAMPED_AFTER))
    drift = drift_of(newcomers)
    steps = dice.normal(0.0, drift, (draws, weeks)).cumsum(axis=1)
    error = level_error(newcomers)
    mean = level * np.exp(growth + dice.normal(0.0, error, (draws, 1)) + steps - 0.5 * (error**2 + drift**2 * ahead))
    return overdispersed(mean, fano(newcomers), dice)


def recent_course(newcomers: np.ndarray) -> tuple[float, float]:
    """Level a week now, and log-trend a week: half-year against the half-year before, shrunk towards none.

    Where newcomers have broken off, the level is that of the weeks since, and no trend goes beyond it."""
    since = weeks_since_break(newcomers)
    if since:
        return max(float(newcomers[-since:].mean()), 0.05), 0.0
    recent = newcomers[-RECENT_WEEKS:]
    fading = 0.5 ** (np.arange(recent.size)[::-1] / (RECENT_WEEKS / 2.0))
    level = float((recent * fading).sum() / fading.sum())
    span = newcomers[-TREND_WEEKS:]
    half = span.size // 2
    if half < 8:
        return max(level, 0.05), 0.0
    before, after = float(span[:half].mean()), float(span[-half:].mean())
    noise = fano(newcomers) * (1.0 / max(1.0, before * half) + 1.0 / max(1.0, after * half))
    raw = float(np.log((after + 0.5 / half) / (before + 0.5 / half))) / half
    return max(level, 0.05), raw * float(np.clip(1.0 - noise / max((raw * half) ** 2, noise), 0.0, 1.0))


def weeks_since_break(newcomers: np.ndarray) -> int:
    """Weeks since newcomers broke off; 0 where they did not, or where they paused like this a year ago."""
    factor, best = fano(newcomers), (BREAK_EVIDENCE, 0)
    for since in range(BREAK_WEEKS[0], BREAK_WEEKS[1] + 1):
        now, before = around(newcomers, since)
        if before.size < since or not fell(now, before):
            continue
        last_year = around(newcomers[:-52], since) if newcomers.size >= 52 + 2 * since else None
        if last_year is not None and last_year[1].sum() > 0 and fell(*last_year):
            continue  # a pause of the season
        rate = float(np.r_[now, before].mean())
        both = sum(one.sum() * np.log(max(one.mean(), 1e-9) / rate) for one in (now, before))
        best = max(best, (2.0 * both / factor, since))
    return best[1]


def around(newcomers: np.ndarray, since: int) -> tuple[np.ndarray, np.ndarray]:
    """The last so many weeks, and the half-year before them."""
    return newcomers[-since:], newcomers[-since - RECENT_WEEKS : -since]


def fell(now: np.ndarray, before: np.ndarray) -> bool:
    """Whether less than a third of what came before comes now."""
    return bool(now.mean() < BREAK_SHARE * before.mean())


def fano(newcomers: np.ndarray) -> float:
    """Variance over mean of weekly newcomers around their running mean of a quarter, at least 1."""
    span = newcomers[-TREND_WEEKS:].astype(np.float64)
    window = min(13, span.size)
    padded = np.pad(span, window // 2, mode="reflect")
    mean = np.convolve(padded, np.full(window, 1.0 / window), "valid")[: span.size]
    squares = ((span - mean) ** 2).sum() / (span.size * (1.0 - 1.0 / window))
    return float(max(1.0, squares / max(mean.mean(), 0.05)))


def level_error(newcomers: np.ndarray) -> float:
    """Standard error of the log of the level: as if some thirteen weeks had been averaged."""
    weeks = weeks_since_break(newcomers) or RECENT_WEEKS
    level = max(float(newcomers[-weeks:].mean()), 0.05)
    return float(np.sqrt(fano(newcomers) / (level * min(13.0, weeks) + 1.0)))


def drift_of(newcomers: np.ndarray) -> float:
    """Weekly step of the log-level: from how quarters followed one another, less what bursts explain; shrunk to a usual one."""
    quarters = newcomers.size // 13
    if quarters < 3:
        return STEADY_SPREAD
    means = newcomers[-13 * quarters :].reshape(quarters, 13).mean(axis=1)[-9:] + 0.5 / 13
    steps = np.diff(np.log(means))
    noise = fano(newcomers) * (1.0 / (13 * means[1:]) + 1.0 / (13 * means[:-1]))
    observed = float(np.mean(steps**2 - noise)) / 13.0
    weight = steps.size / (steps.size + 4.0)
    return float(np.sqrt(np.clip(weight * observed + (1 - weight) * STEADY_SPREAD**2, 0.01**2, 0.15**2)))


def overdispersed(mean: np.ndarray, factor: float, dice: np.random.Generator) -> np.ndarray:
    """Counts with these means and variance `factor` times the mean: Poisson, or negative binomial above 1."""
    mean = np.minimum(mean, 1e6)
    if factor <= 1.01:
        return dice.poisson(mean).astype(np.int64)
    rate = dice.gamma(np.maximum(mean, 1e-9) / (factor - 1.0), factor - 1.0)
    return dice.poisson(np.minimum(rate, 1e7)).astype(np.int64)
