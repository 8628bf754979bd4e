"""What a fit compares: each statistic once, with its meaning and scale, computed alike from a log and from a run."""

from dataclasses import dataclass

import numpy as np

from community_dynamics.experiments.logs.log import MONDAY, Days, week_of
from community_dynamics.experiments.logs.resampling import Resampling, ratio
from community_dynamics.experiments.logs.statistics import SILENCE, STATISTICS, drawn_statistics, weeks_of

SLICES = 6
WEEKS_A_SLICE = 4
# Statistics in whole days cannot be known better than half a day either way.
WHOLE_DAYS = 0.5
OF_THE_CALENDAR = ("contributions_a_day", "weekend_over_weekday")
SHARE, AMOUNT = "share", "amount"


@dataclass(frozen=True)
class Measure:
    """One statistic. scale: 'share' (compared as log-odds) or 'amount' (as logarithm); grain: half of its least step.

    group: 'seventeen', 'size', 'course', 'week' or 'funnel', for tables and pictures.
    """

    name: str
    meaning: str
    scale: str
    group: str
    grain: float = 0.0

    def scaled(self, value: np.ndarray | float, least: float) -> np.ndarray:
        """The statistic on the scale on which errors are alike; `least` is the smallest share or amount told from none."""
        number = np.asarray(value, np.float64)
        if self.scale == SHARE:
            share = np.clip(number, least, 1.0 - least)
            return np.asarray(np.log(share / (1.0 - share)))
        return np.asarray(np.log(np.maximum(number, least)))


def seventeen() -> list[Measure]:
    """The statistics of `community log describe`."""
    amounts = {"weibull_k": 0.0, "weibull_scale_d": 0.0, "gap_median": WHOLE_DAYS, "gap_p90": WHOLE_DAYS}
    return [
        Measure(name, meaning, AMOUNT if name in amounts else SHARE, "seventeen", amounts.get(name, 0.0))
        for name, meaning in STATISTICS.items()
    ]


def slices_in(days: int) -> int:
    """Into how many equal stretches a window of so many days is cut: six, fewer where that leaves less than four weeks."""
    return int(np.clip(days // (7 * WEEKS_A_SLICE), 1, SLICES))


def log_measures(days: int, attending: bool = False) -> tuple[Measure, ...]:
    """What a log of members is compared by, over a window of so many days.

    Where only attendance is logged, the calendar of events is given, and with it who can come on which day how often.
    """
    parts = range(1, slices_in(days) + 1)
    chosen = (
        *seventeen(),
        Measure("members", "members who ever took part", AMOUNT, "size"),
        Measure("contributions_a_day", "contributions on an active day, geometric mean", AMOUNT, "size"),
        *(Measure(f"active_{at}", f"members active a week, stretch {at} of {len(parts)}", AMOUNT, "course") for at in parts),
        *(Measure(f"newcomers_{at}", f"newcomers a week, stretch {at} of {len(parts)}", AMOUNT, "course") for at in parts),
        Measure("weekend_over_weekday", "active members on a weekend day over a weekday", AMOUNT, "week"),
    )
    return tuple(measure for measure in chosen if not (attending and measure.name in OF_THE_CALENDAR))


def log_statistics(days: Days, sample: Resampling, silence: int = SILENCE) -> dict[str, np.ndarray]:
    """Every statistic of `log_measures` in every draw of members; the first draw is the log itself."""
    draws = len(sample.weights)
    if days.members < 2:
        return {measure.name: np.full(draws, np.nan) for measure in log_measures(days.last - days.first + 1)}
    found = drawn_statistics(days, sample, silence)
    everyone = np.arange(days.members)
    active = sample.totals(everyone, np.zeros(days.members, np.int64), 1, days.ends - days.starts + 1)[:, 0]
    # Of a heavy tail, which a few people make, the inequality of contributions tells; this one is of the usual day.
    given = sample.totals(days.member, np.zeros(days.member.size, np.int64), 1, np.log(np.maximum(days.count, 1)))[:, 0]
    found["members"] = np.full(draws, float(days.members))
    found["contributions_a_day"] = np.exp(ratio(given, active))
    return found | course(days, sample) | week_pattern(days, sample)


def course(days: Days, sample: Resampling) -> dict[str, np.ndarray]:
    """Weekly actives and newcomers a week in each stretch of the window."""
    parts = slices_in(days.last - days.first + 1)
    weeks = whole_weeks(days.first, days.last)
    member, week = weeks_of(days)
    place = slice_of_week(week, weeks, parts)
    lengths = np.bincount(slice_of_week(np.arange(*weeks), weeks, parts), minlength=parts)
    active = sample.totals(member[place >= 0], place[place >= 0], parts) / lengths
    # The day cuts newcomers, not the week: a newcomer of a broken first week is one nevertheless.
    span = days.last - days.first + 1
    begun = ((days.day[days.starts].astype(np.int64) - days.first) * parts // span).clip(0, parts - 1)
    new = sample.totals(np.arange(days.members), begun, parts) / (span / parts / 7.0)
    found = {f"active_{at + 1}": active[:, at] for at in range(parts)}
    return found | {f"newcomers_{at + 1}": new[:, at] for at in range(parts)}


def whole_weeks(first: int, last: int) -> tuple[int, int]:
    """First whole week, Monday to Sunday, of a window, and the week after the last whole one."""
    start = int(week_of(first)) + (1 if (first + MONDAY) % 7 else 0)
    end = int(week_of(last)) + (1 if (last + MONDAY) % 7 == 6 else 0)
    return start, max(start + 1, end)


def slice_of_week(week: np.ndarray, weeks: tuple[int, int], parts: int) -> np.ndarray:
    """Stretch that a week lies in, -1 outside the whole weeks."""
    inside = (week >= weeks[0]) & (week < weeks[1])
    return np.asarray(np.where(inside, (week - weeks[0]) * parts // (weeks[1] - weeks[0]), -1))


def week_pattern(days: Days, sample: Resampling) -> dict[str, np.ndarray]:
    """Activity on a weekend day over that on a weekday."""
    found = sample.totals(days.member, ((days.day + MONDAY) % 7 >= 5).astype(np.int64), 2)
    return {"weekend_over_weekday": ratio(found[:, 1] / 2.0, found[:, 0] / 5.0)}
