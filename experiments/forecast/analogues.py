"""The forecast of numbers a week without members: simulated communities that stood alike go on, scaled to the present level."""

from dataclasses import dataclass, replace

import numpy as np

from community_dynamics.experiments.forecast.baselines import beside
from community_dynamics.experiments.forecast.histories import YEAR
from community_dynamics.experiments.forecast.outlook import Outlook
from community_dynamics.experiments.forecast.past import Past
from community_dynamics.experiments.forecast.shocks import drift_spread, drifts, weeks_of, whole_numbers
from community_dynamics.experiments.forecast.trust import QUARTER, quarters, trial_weights, trials

LEVEL_WEEKS = 8
NEAREST = 24
# How far worlds are followed before the log has shown how far it goes with them, and how many trials that is worth.
USUAL_SHARE, USUAL_TRIALS = 0.5, 4.0
MOST = np.log(4.0)


@dataclass(frozen=True)
class Course:
    """A simulated community week by week: members seen, members contributing, contributions."""

    seen: np.ndarray
    contributors: np.ndarray
    contributions: np.ndarray


@dataclass(frozen=True)
class Standing:
    """Simulated communities at many weeks: how they stood, and logs of what followed over that level, a row a series."""

    marks: np.ndarray
    followed: np.ndarray
    world: np.ndarray


def level(values: np.ndarray) -> float:
    """Mean of the last eight weeks, never quite none."""
    return float(values[-LEVEL_WEEKS:].mean()) + 0.5


def marks(values: np.ndarray) -> np.ndarray:
    """How a community stands: its age, how its last quarter stands to the one before, and its last weeks to that quarter."""
    now, before = values[-QUARTER:], values[-2 * QUARTER : -QUARTER]
    slope = np.log((now.mean() + 0.5) / (before.mean() + 0.5))
    return np.array([0.5 * np.log(values.size), slope, 0.5 * np.log(level(values) / (now.mean() + 0.5))])


def standing(courses: list[Course]) -> Standing:
    """Every world at every fourth week that has half a year behind it and a year to come."""
    found: tuple[list[np.ndarray], list[np.ndarray], list[int]] = ([], [], [])
    for number, course in enumerate(courses):
        series = (course.seen, course.contributors, course.contributions)
        for week in range(2 * QUARTER, course.seen.size - YEAR + 1, 4):
            if course.seen[week - LEVEL_WEEKS : week].mean() < 1.0:
                continue
            after = [np.log((smooth(one[week : week + YEAR]) + 0.5) / level(one[:week])) for one in series]
            found[0].append(marks(course.seen[:week]))
            found[1].append(np.clip(np.stack(after), -MOST, MOST))
            found[2].append(number)
    return Standing(np.array(found[0]), np.array(found[1]), np.array(found[2]))


def smooth(values: np.ndarray) -> np.ndarray:
    """Means of quarters joined by straight lines: what single weeks did is no matter of the other community."""
    middle = QUARTER * (np.arange(values.size // QUARTER) + 0.5)
    return np.asarray(np.interp(np.arange(values.size) + 0.5, middle, quarters(values)))


def nearest(past: Past, stood: Standing) -> np.ndarray:
    """Rows of the simulated communities that stood most alike."""
    distance = ((stood.marks - marks(past.actives)) ** 2).sum(axis=1)
    return np.argsort(distance, kind="stable")[:NEAREST]


def trial_errors(past: Past, stood: Standing, share: float, series: int, values: np.ndarray) -> np.ndarray:
    """Log of what came over what alike worlds, followed so far, would have said: (trial, quarter)."""
    tried = trials(past)
    found = np.full((len(tried), YEAR // QUARTER), np.nan)
    for row, before in enumerate(tried):
        then = past.before(before)
        said = stood.followed[nearest(then, stood), series].mean(axis=0).reshape(-1, QUARTER).mean(axis=1)
        came = quarters(values[past.weeks - before :][:YEAR])
        found[row, : came.size] = np.log((came + 0.5) / level(values[: past.weeks - before])) - share * said[: came.size]
    return found


def followed_share(past: Past, stood: Standing) -> float:
    """How far the log went the way of alike worlds before: slope of what came on what they did, drawn towards a half."""
    came = trial_errors(past, stood, 0.0, 0, past.actives)
    said = came - trial_errors(past, stood, 1.0, 0, past.actives)
    known = np.isfinite(came)
    weights = known * trial_weights(past)[:, None] * 0.5
    above = float((weights * np.nan_to_num(came * said)).sum())
    below = float((weights * np.nan_to_num(said**2)).sum())
    usual = USUAL_TRIALS * 0.04
    return float(np.clip((above + usual * USUAL_SHARE) / (below + usual), 0.0, 1.0))


def go_on(past: Past, courses: list[Course], draws: int, seed: int) -> Outlook:
    """A year of weekly numbers: what alike worlds did, drift, and weeks as the log had them."""
    dice = np.random.default_rng(seed)
    stood = standing(courses)
    share, picked = followed_share(past, stood), dice.choice(nearest(past, stood), draws)
    series = (past.actives, past.contributors, past.contributions)
    base = [level(one) * np.exp(share * stood.followed[picked, at]) for at, one in enumerate(series)]
    errors = np.stack([trial_errors(past, stood, share, at, one) for at, one in enumerate(series)])
    weights = trial_weights(past)
    spreads = []
    for error, one in zip(errors, base, strict=True):
        logs = np.log(one.reshape(draws, -1, QUARTER).mean(axis=2) + 0.5)
        spreads.append(drift_spread(error, weights, logs.var(axis=0)))
    ratios = weeks_of(list(series), [0.0] * 3).drawn(YEAR, draws, dice)
    drifting = drifts(spreads, YEAR, draws, dice)
    actives, contributors, contributions = (
        whole_numbers(one * drift * ratio, dice) for one, drift, ratio in zip(base, drifting, ratios, strict=True)
    )
    found = beside(past, actives, contributions, np.minimum(contributors, np.maximum(actives, 1.0)))
    if past.counted and not past.summed and np.all(past.actives <= past.joined):  # more than there are members cannot be active
        most = np.maximum(found.joined, past.joined[-1])
        found = replace(found, actives=np.minimum(actives, most), contributors=np.minimum(found.contributors, most))
    return Outlook(found.actives, found.contributors, found.contributions, found.joined, stood.world[picked])
