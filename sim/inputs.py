"""From a scenario's words to the arrays that every engine reads: dials, levers, dated plan and failures become daily series."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.state import AWARD, AWARD_RULES, CALENDAR, NEVER, REACTION, REACTION_SERIES
from community_dynamics.sim.theory import THEORY

LEVER_RECORD = np.dtype([(name, np.float64) for name in LEVERS])
THEORY_RECORD = np.dtype([(name, np.float64) for name in THEORY])
SETTING_RECORD = np.dtype([(name, np.float64) for name in SETTINGS])


@dataclass(frozen=True)
class Change:
    """A dated change of plan: from `from_day` up to (not including) `until_day`, these dials and levers hold.

    at_least, at_most: levers that are raised, or lowered, to a value where they do not stand there already; failures: what
    fails (True) or fails no longer (False) in that time; ramp_days: days over which levers go, in steps of a week, from where
    they would stand to what the change gives them, 0 for at once; over: it is meant to lie over what earlier changes set.
    """

    from_day: int
    until_day: int | None = None
    dials: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)
    failures: Mapping[str, bool] = field(default_factory=dict)
    ramp_days: int = 0
    over: bool = False

    def steps(self) -> range:
        """Days on which levers move: the first, and each week of a ramp."""
        return range(self.from_day, self.from_day + max(1, self.ramp_days), 7)

    def holds(self, day: int) -> bool:
        """Whether a day is in its time."""
        return self.from_day <= day and (self.until_day is None or day < self.until_day)

    def changed(self, before: Mapping[str, float], day: int) -> dict[str, float]:
        """The levers that the change gives on one day of its time, from how they would stand without it."""
        aims = {**dial_levers(self.dials), **self.levers}
        aims |= {name: max(before[name], value) for name, value in self.at_least.items()}
        aims |= {name: lowered(name, before[name], value) for name, value in self.at_most.items()}
        done = (day - self.from_day) // 7 * 7 + 7
        if done >= self.ramp_days:
            return aims
        return {name: part_way(name, before[name], aim, done / self.ramp_days) for name, aim in aims.items()}


@dataclass(frozen=True)
class Reaction:
    """A change that the community's own course calls for: these dials and levers hold while it is called for.

    It begins on the first morning of a week, once `series` has been below (or above) `threshold` in each of the last `weeks`
    weeks, and holds for `hold_weeks` weeks, or to the end where that is None; then it may begin again.
    """

    series: str
    threshold: float
    above: bool = False
    weeks: int = 1
    hold_weeks: int | None = None
    dials: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Shock:
    """A burst of attention from outside: from `day` on, arrivals and idle visits times 1 + size, fading over `days`."""

    day: int
    size: float
    days: float = 7.0


@dataclass(frozen=True)
class Award:
    """Awards given on one day by a rule: to a share of the last month's newcomers, of the most productive, or at random."""

    day: int
    rule: str
    share: float = 1.0


@dataclass(frozen=True)
class Scenario:
    """A community in a designer's words; everything not said stands at its default. Values are validated by the caller.

    starts: date of day 0, as 2027-01-04, where it is known; arrivals: the course of those who find or hear of the community,
    relative to the usual, one number for each of as many equal stretches of the run; empty for an even course.
    """

    name: str
    story: str = ""
    source: str = ""
    starts: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)
    dials: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)
    theory: Mapping[str, float] = field(default_factory=dict)
    failures: Mapping[str, bool] = field(default_factory=dict)
    plan: tuple[Change, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    shocks: tuple[Shock, ...] = ()
    awards: tuple[Award, ...] = ()
    arrivals: tuple[float, ...] = ()

    def setting(self, name: str) -> float:
        """Value of a setting, its default where the scenario is silent."""
        return self.settings.get(name, SETTINGS[name].default)

    def with_values(self, values: Mapping[str, float]) -> "Scenario":
        """The same community with values replaced by full name, such as {"levers.demand": 0.9, "dials.cause": 1}."""
        sections: Any = {name: dict(getattr(self, name)) for name in ("settings", "dials", "levers", "theory", "failures")}
        for path, value in values.items():
            section, _, name = path.partition(".")
            sections[section][name] = value
            if section == "dials":
                for lever in DIALS[name]:
                    sections["levers"].pop(lever, None)
        return replace(self, **sections)


@dataclass(frozen=True)
class Inputs:
    """What a run needs besides its seed: one record of settings and theory, lever rows, and a calendar.

    levers: a row for each stretch of the dated plan, and these again for each set of reactions that may hold; segment: for
    each day the row that holds while no reaction does.
    """

    settings: np.ndarray
    theory: np.ndarray
    levers: np.ndarray
    segment: np.ndarray
    calendar: np.ndarray
    turnover: np.ndarray
    awards: np.ndarray
    reactions: np.ndarray


def dial_levers(dials: Mapping[str, float]) -> dict[str, float]:
    """Levers that dials (0 low .. .5 middle .. 1 high) set together, by straight lines between the three anchors."""
    values = {}
    for dial, position in dials.items():
        for lever, (low, middle, high) in DIALS[dial].items():
            if position <= 0.5:
                value = low + (middle - low) * position / 0.5
            else:
                value = middle + (high - middle) * (position - 0.5) / 0.5
            values[lever] = float(round(value)) if LEVERS[lever].whole else value
    return values


def lowered(lever: str, before: float, most: float) -> float:
    """A lever lowered to at most a value; 0 days between events are no events at all, which is the longest gap there is."""
    if lever == "cadence_days" and before == 0.0:
        return most
    return min(before, most)


def part_way(lever: str, before: float, aim: float, share: float) -> float:
    """A lever part of the way between two values; whole levers move when half the way is done."""
    if LEVERS[lever].whole:
        return aim if share >= 0.5 else before
    return before + (aim - before) * share


def lever_values(scenario: Scenario, day: int, reacting: Sequence[Reaction] = ()) -> dict[str, float]:
    """Every lever on one day: defaults, then dials, then levers, then the plan, then reactions that hold, then failures."""
    values = {name: lever.default for name, lever in LEVERS.items()}
    values.update(dial_levers(scenario.dials))
    values.update(scenario.levers)
    for change in scenario.plan:
        if change.holds(day):
            values.update(change.changed(values, day))
    for reaction in reacting:
        values.update(dial_levers(reaction.dials))
        values.update(reaction.levers)
    for failure in failures_on(scenario, day):
        values.update(FAILURES[failure])
    return values


def failures_on(scenario: Scenario, day: int) -> list[str]:
    """What fails on one day: the scenario's failures, as the changes that hold have them."""
    failing = dict(scenario.failures)
    for change in scenario.plan:
        if change.holds(day):
            failing.update(change.failures)
    return [failure for failure, on in failing.items() if on]


def turning_days(scenario: Scenario, days: float = math.inf) -> list[int]:
    """Day 0, and every day before day `days` on which a dated change may move levers."""
    found = {0}
    for change in scenario.plan:
        last = days if change.until_day is None else min(days, change.until_day)
        found.update(day for day in change.steps() if 0 < day < last)
        if change.until_day is not None and 0 < change.until_day < days:
            found.add(change.until_day)
    return sorted(found)


def record(dtype: np.dtype, values: Mapping[str, float]) -> np.ndarray:
    """One record with these values."""
    assert dtype.names is not None
    array = np.empty(1, dtype)
    array[0] = tuple(values[name] for name in dtype.names)
    return array


@lru_cache(maxsize=64)
def calendar_of(
    days: int,
    start_weekday: int,
    weekend_share: float,
    holiday_weeks: int,
    holiday_start: int,
    crunch_every: int,
    crunch_days: int,
    shocks: tuple[Shock, ...],
    arrivals: tuple[float, ...] = (),
) -> np.ndarray:
    """Working days, weekends, holidays, crunch periods and bursts of attention, a record a day."""
    calendar = np.zeros(days, CALENDAR)
    day = np.arange(days)
    weekend = (day + start_weekday) % 7 >= 5
    in_year = (day - holiday_start) % 364
    holiday = in_year < 7 * holiday_weeks
    off = weekend | holiday
    calendar["working"] = np.where(off, 0.0, 1.0)
    calendar["activity"] = np.where(off, weekend_share, 1.0)
    if crunch_every > 0:
        calendar["crunch"] = np.where((day >= crunch_every) & (day % crunch_every < crunch_days), 1.0, 0.0)
    calendar["attention"] = 1.0
    for shock in shocks:
        after = day >= shock.day
        calendar["attention"] += np.where(after, shock.size * np.exp(-np.maximum(day - shock.day, 0) / shock.days), 0.0)
    calendar["arrival"] = np.asarray(arrivals or (1.0,))[day * max(1, len(arrivals)) // days]
    calendar["week_start"] = np.where(day % 7 == 0, 1.0, 0.0)
    calendar.flags.writeable = False
    return calendar


def segments_of(scenario: Scenario, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Lever rows and, for each day, which row holds while no reaction does.

    A row for each stretch between dated changes; these again for each set of reactions, the sets counted in binary.
    """
    starts = turning_days(scenario, days)
    rows = np.concatenate(
        [record(LEVER_RECORD, lever_values(scenario, start, held)) for held in sets_of(scenario.reactions) for start in starts]
    )
    segment = np.searchsorted(np.asarray(starts), np.arange(days), side="right").astype(np.int32) - 1
    return rows, segment.astype(np.int32)


def sets_of(reactions: Sequence[Reaction]) -> Iterator[list[Reaction]]:
    """Every set of reactions that may hold together; the k-th one is in those whose number has its k-th bit set."""
    for number in range(1 << len(reactions)):
        yield [reaction for k, reaction in enumerate(reactions) if number >> k & 1]


def reaction_records(scenario: Scenario) -> np.ndarray:
    """Conditions of reactions as records; numbers of people become seats."""
    scale = scenario.setting("scale")
    return np.array(
        [
            (
                REACTION_SERIES.index(one.series),
                one.above,
                one.threshold / scale if one.series.startswith("weekly_") else one.threshold,
                one.weeks,
                NEVER if one.hold_weeks is None else 7 * one.hold_weeks,
            )
            for one in scenario.reactions
        ],
        REACTION,
    )


def inputs_of(scenario: Scenario) -> Inputs:
    """Arrays for one scenario; equal for all seeds."""
    settings = {name: setting.default for name, setting in SETTINGS.items()} | dict(scenario.settings)
    theory = {name: constant.default for name, constant in THEORY.items()} | dict(scenario.theory)
    days = int(settings["days"])
    levers, segment = segments_of(scenario, days)
    calendar = calendar_of(
        days, int(settings["start_weekday"]), float(settings["weekend_share"]),
        int(settings["holiday_weeks"]), int(settings["holiday_start_day"]),
        int(settings["crunch_every_days"]), int(settings["crunch_days"]), scenario.shocks, scenario.arrivals,
    )  # fmt: skip
    turnover = np.zeros(days + 1)
    rates = levers["staff_turnover_a_year"][segment] / 365.0
    for day in range(days):
        turnover[day + 1] = turnover[day] + rates[day]
    awards = np.array([(one.day, AWARD_RULES.index(one.rule), one.share) for one in scenario.awards], AWARD)
    return Inputs(
        record(SETTING_RECORD, settings), record(THEORY_RECORD, theory), levers, segment, calendar, turnover, awards,
        reaction_records(scenario),
    )  # fmt: skip
