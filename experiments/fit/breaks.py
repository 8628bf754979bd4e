"""Sudden breaks in the course of a community, which a scenario without dated changes cannot follow."""

import numpy as np

from community_dynamics.experiments.logs.course import date_of
from community_dynamics.experiments.logs.log import MONDAY

# A launch may surge and fade by itself within half a year; later, two months tell one level from the next.
LAUNCH_WEEKS, SIDE_WEEKS = 26, 8
# Fewer a week than this may come and go by chance.
FEWEST, TIMES = 5.0, 3.0
SETTLING = 4
MANY = 3


def break_words(weekly: np.ndarray, first_week: int) -> tuple[str, ...]:
    """A warning for each sudden break, with the week it lies in; `weekly`: actives of whole weeks from `first_week` on."""
    found = [
        f"weekly actives {'fell' if after < before else 'rose'} from {before:.0f} to {after:.0f} around "
        f"{date_of((first_week + week) * 7 - MONDAY)}, which no setting makes by itself: fit what lies before or after it"
        for week, before, after in breaks(weekly)
    ]
    more = len(found) - MANY
    return (*found[:MANY], f"{more} more breaks like these") if more > 0 else tuple(found)


def breaks(weekly: np.ndarray) -> list[tuple[int, float, float]]:
    """Weeks at which the mean of eight weeks is three times or a third of the eight weeks before, with both levels.

    Only where most of the change comes within four weeks: a slow decline is no break.
    """
    found: list[tuple[int, float, float]] = []
    sizes = np.zeros(weekly.size)
    for week in range(LAUNCH_WEEKS, weekly.size - SIDE_WEEKS + 1):
        sizes[week] = size_of(weekly, week)
    while sizes.size and sizes.max() >= np.log(TIMES):
        week = int(np.argmax(sizes))
        found.append((week, *levels(weekly, week)))
        sizes[max(0, week - 2 * SIDE_WEEKS) : week + 2 * SIDE_WEEKS] = 0.0
    return sorted(found)


def levels(weekly: np.ndarray, week: int) -> tuple[float, float]:
    """Mean weekly actives of the eight weeks before a week, and from it on."""
    return float(np.nanmean(weekly[week - SIDE_WEEKS : week])), float(np.nanmean(weekly[week : week + SIDE_WEEKS]))


def size_of(weekly: np.ndarray, week: int) -> float:
    """Size of the break at a week as a logarithm: the smaller of the one between two months and the one between two halves."""
    near = weekly[week - SETTLING : week], weekly[week : week + SETTLING]
    if not all(np.isfinite(part).any() for part in near):
        return 0.0
    before, after = levels(weekly, week)
    if max(before, after) < FEWEST:
        return 0.0
    close = [float(np.nanmean(part)) for part in near]
    changes = np.log((after + 0.5) / (before + 0.5)), np.log((close[1] + 0.5) / (close[0] + 0.5))
    return float(min(abs(change) for change in changes)) if changes[0] * changes[1] > 0 else 0.0
