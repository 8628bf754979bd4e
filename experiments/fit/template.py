"""The community to begin with: what the log tells outright is set, what it leaves open is to be fitted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.execution.batches import fingerprint_of
from community_dynamics.experiments.fit.arrival_course import with_course
from community_dynamics.experiments.fit.breaks import break_words
from community_dynamics.experiments.fit.daily_measures import FIGURES, daily_with_ends
from community_dynamics.experiments.fit.fit_statistics import log_statistics, whole_weeks
from community_dynamics.experiments.fit.fit_subject import FitSubject
from community_dynamics.experiments.fit.observation import DAILY, FEW, LOG, Observation, weekly_actives
from community_dynamics.experiments.fit.parameters import ATTENDING, OPEN, POSTING, WORK, Prior, priors_of
from community_dynamics.experiments.fit.targets import Target, counted, targets_of
from community_dynamics.experiments.logs.daily import ACTIVE, MEMBERS, WEEKLY, Daily
from community_dynamics.experiments.logs.log import MONDAY, PRESENCE, Days, Log, days_of
from community_dynamics.experiments.logs.resampling import interval, resampling
from community_dynamics.experiments.scenarios.scenario_files import load
from community_dynamics.sim.inputs import Change, Scenario
from community_dynamics.sim.state import ATTENDS, POSTS, REPLIES, VISITS

# What a workplace is fitted from unless a scenario is given.
BLEAK = "unsupported_launch"
FEWEST_MEMBERS, FEWEST_DAYS, FEWEST_ACTIVE_DAYS = 20, 56, 100
FIRST_DAYS = 7
STRETCHES = 12
SPREAD_OF_GAPS = 1.0  # spread of gaps between events without any rhythm, as a share of the gap
ROOM = 1.3
FEW_CONTRIBUTE = "only {} members contributed; the days on which members were seen are fitted instead"
STANDS_OUT = 1.5
# A round that is given out once a week, worked on alone and shown: an event without a meeting.
WEEKLY_ROUND = {
    "levers.cadence_days": 7.0, "levers.cadence_regularity": 1.0, "levers.synchronous_share": 0.0,
    "levers.face_to_face_share": 0.0, "levers.event_minutes": 30.0,
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A fit to do: the template, how the community is seen, what its log shows, and what may be changed to meet it."""

    name: str
    scenario: Scenario
    observation: Observation
    targets: tuple[Target, ...]
    priors: tuple[Prior, ...]
    weekly_actives: np.ndarray
    warnings: tuple[str, ...] = ()

    def subject(self, **how: Any) -> FitSubject:
        """What a point and a seed are run by."""
        return FitSubject(self.scenario, self.observation, **how)

    def fingerprint(self) -> str:
        """Hash of all that decides the fit: template, what was observed, what may change, and the code that runs it."""
        asked = {
            "subject": self.subject().describe(),
            "targets": [(target.measure.name, target.scaled, target.scaled_error) for target in self.targets],
            "priors": [(prior.path, prior.low, prior.high, prior.log) for prior in self.priors],
        }
        return fingerprint_of(json.loads(json.dumps(asked, default=float)))


def log_problem(log: Log, silence: int = 180, eligible: int | None = None, scenario: Scenario | None = None) -> Problem:
    """A fit to a log of members."""
    days = days_of(log)
    # Where hardly anybody contributes, as in a community that stalled, those who were seen tell more.
    seen_only = days.members < FEWEST_MEMBERS and log.has(VISITS)
    contributed, days = days.members, days_of(log, PRESENCE) if seen_only else days
    check_enough(log.name, days)
    enough_places(eligible, int(weekly_actives(days).max(initial=0)), "active in one week")
    span = days.last - days.first + 1
    silence = min(silence, max(14, span // 4))
    sample = resampling(days.members)
    found = {name: interval(values) for name, values in log_statistics(days, sample, silence).items()}
    found["members"] = counted(float(days.members))
    kinds = PRESENCE if seen_only else kinds_of(log)
    weekly = not seen_only and ATTENDS not in kinds and POSTS in kinds and has_weekly_round(days)
    # What is handed in to a weekly round is work; answers to it, if there are any, stand elsewhere.
    kinds = (POSTS, ATTENDS) if weekly else kinds
    observation = Observation(LOG, kinds, days.first, span, silence)
    targets = targets_of(observation.measures, found, days.members)
    newcomers = days.day[days.starts].astype(np.int64) - days.first
    shown = shown_by(newcomers, span, days.members, found["weekend_over_weekday"][0])
    shown["contributions"] = max(1.0, float(days.count.mean()))
    attending = kinds == (ATTENDS,)
    if attending:
        shown.pop("weekend")
    begun = begun_with(scenario, span, days.first, eligible, shown)
    begun = with_course(begun, newcomers[newcomers >= FIRST_DAYS], span) if eligible is None and scenario is None else begun
    if weekly:
        begun = begun.with_values(WEEKLY_ROUND)
    elif attending or (ATTENDS in kinds and scenario is None and log.has(ATTENDS)):
        begun = with_rhythm(begun, days_of(log, (ATTENDS,)), span, alone=attending)
    seen = [word for word, some in ((POSTING, not attending), (ATTENDING, ATTENDS in kinds)) if some]
    priors = seated(priors_of(where_of(begun), seen, shown), begun)
    weekly_seen = weekly_actives(days)
    warnings = (*log.warnings, *([FEW_CONTRIBUTE.format(contributed)] if seen_only else []))
    warnings = (*warnings, *break_words(weekly_seen, whole_weeks(days.first, days.last)[0]))
    return Problem(log.name, with_room(begun, priors), observation, targets, priors, weekly_seen, warnings)


def daily_problem(daily: Daily, eligible: int | None = None, scenario: Scenario | None = None) -> Problem:
    """A fit to statistics a day."""
    span = int(daily.day[-1] - daily.day[0]) + 1
    if span < FEWEST_DAYS:
        raise InvalidValue(f"{daily.name} covers {span} days; a fit needs at least {FEWEST_DAYS}: take a longer stretch")
    if not np.isfinite(daily.values[ACTIVE]).any():
        raise InvalidValue(f"{daily.name} has no number of active members; a fit needs them")
    found = daily_with_ends(daily)
    members = daily.values.get(MEMBERS, np.full(daily.day.size, np.nan))
    known = np.flatnonzero(np.isfinite(members))
    if not known.size:
        raise InvalidValue(f"{daily.name} has no {MEMBERS}; statistics a day can be fitted only with the number of members")
    enough_places(eligible, int(members[known].max()), "members at once")
    whole = np.interp(np.arange(span), daily.day[known] - daily.day[0], members[known])
    for name, (value, low, high) in list(found.items()):
        if name.startswith("members"):
            found[name] = min(low, counted(value)[1]), value, max(high, counted(value)[2])
            found[name] = value, found[name][0], found[name][2]
    names = tuple(found)
    observation = Observation(DAILY, (POSTS, REPLIES), int(daily.day[0]), span, 0, names)
    targets = targets_of(observation.measures, found, float(members[known].max()))
    observation = replace(observation, names=tuple(target.measure.name for target in targets))
    joins = np.repeat(np.arange(1, span), np.maximum(0, np.diff(np.rint(whole))).astype(np.int64))
    # Those who are members on the first day did not come later.
    shown = shown_by(
        joins,
        span,
        float((joins < FIRST_DAYS).sum() + max(0.0, whole[-1] - whole[0])),
        found.get("active_weekend", (0.5, 0, 0))[0],
    )
    shown["founders"], shown["joins"] = max(5.0, float(whole[0])), shown.pop("newcomers")
    begun = begun_with(scenario, span, observation.first, eligible, shown)
    begun = with_course(begun, joins, span, counted=True) if eligible is None and scenario is None else begun
    priors = seated(priors_of(where_of(begun), (POSTING,), shown), begun)
    observed = daily.values.get(WEEKLY, np.full(daily.day.size, np.nan))
    weekly = sundays(daily, observed, observation)
    warnings = (*daily.warnings, *break_words(weekly, whole_weeks(observation.first, int(daily.day[-1]))[0]))
    return Problem(daily.name, with_room(begun, priors), observation, targets, priors, weekly, warnings)


def figures_problem(figures: Mapping[str, float], age: int, eligible: int, scenario: Scenario | None = None) -> Problem:
    """A fit to a few figures about a workplace."""
    for name, value in figures.items():
        enough_places(eligible, int(np.ceil(value)), f"{name.replace('_', ' ')}")
    observation = Observation(FEW, (), 0, age, 0, tuple(figures))
    found = {name: counted(max(0.5, value)) for name, value in figures.items()}
    targets = targets_of(FIGURES, found, float(eligible))
    shown = {"founders": max(5.0, 0.03 * eligible)}
    begun = begun_with(scenario, age, 0, eligible, shown)
    priors = seated(priors_of(where_of(begun), (POSTING,), shown), begun)
    nothing = np.full(observation.weeks, np.nan)
    return Problem("the community", with_room(begun, priors), observation, targets, priors, nothing)


def kinds_of(log: Log) -> tuple[int, ...]:
    """Kinds of events that a log shows; most logs do not tell posts from replies, so they are seen together."""
    posting = (POSTS, REPLIES) if log.has(POSTS, REPLIES) else ()
    return (*posting, *((ATTENDS,) if log.has(ATTENDS) else ())) or PRESENCE


def has_weekly_round(days: Days) -> bool:
    """Whether one working day stands out in every week: the busiest has half as many active days again as the middle one
    of the other four. Then something is given out once a week, and taking part in it is an event that takes no meeting.
    """
    number = np.sort(np.bincount((days.day.astype(np.int64) + MONDAY) % 7, minlength=7)[:5])
    return bool(number[4] >= STANDS_OUT * np.median(number[:4]))


def check_enough(name: str, days: Days) -> None:
    """Refuse a log with too little in it to fit anything to."""
    span = days.last - days.first + 1
    for number, least, what in (
        (days.members, FEWEST_MEMBERS, "members who took part"),
        (span, FEWEST_DAYS, "days"),
        (days.member.size, FEWEST_ACTIVE_DAYS, "active days of members"),
    ):
        if number < least:
            need = f"{name} has {number:,} {what}; a fit needs at least {least:,}"
            raise InvalidValue(f"{need}: take a longer stretch of the log, or a few figures (see --help)")


def shown_by(newcomers: np.ndarray, span: int, members: float, weekend: float) -> dict[str, float]:
    """What a log shows outright, as centres of priors: newcomers a day, founders, activity at weekends."""
    first = float((newcomers < FIRST_DAYS).sum())
    rate = max(1.0, members - first) / span
    return {"newcomers": rate, "founders": max(4.0, first), "weekend": float(np.clip(weekend, 0.02, 1.5))}


def begun_with(scenario: Scenario | None, span: int, first: int, eligible: int | None, shown: Mapping[str, float]) -> Scenario:
    """The template: the scenario given, a workplace of so many, or an open pool; with the window and the calendar of the log."""
    base = scenario or load("open_forum" if eligible is None else BLEAK)
    values: dict[str, float] = {
        "settings.days": span,
        "settings.start_weekday": (first + MONDAY) % 7,
        "settings.dead_days": min(30, span // 2),
    }
    if "weekend" in shown:
        values["settings.weekend_share"] = shown["weekend"]
    if scenario is None:
        values["settings.founders"] = np.rint(shown["founders"])
        if eligible is None:
            values |= {"settings.arrival_excitation": 0.0, "settings.holiday_weeks": 0, "settings.crunch_every_days": 0}
        else:
            values |= {"settings.founders": min(values["settings.founders"], eligible)}
    if eligible is not None:
        values["settings.seats"] = eligible
    return base.with_values(values)


def where_of(scenario: Scenario) -> str:
    """Whether a scenario is an open pool or a workplace."""
    return OPEN if scenario.setting("open_pool") else WORK


def enough_places(eligible: int | None, number: int, what: str) -> None:
    """Refuse a workplace that is smaller than what its log shows."""
    if eligible is not None and number > eligible:
        raise InvalidValue(f"eligible = {eligible:,} is fewer than {number:,} {what}; give all who could take part")


def seated(priors: tuple[Prior, ...], scenario: Scenario) -> tuple[Prior, ...]:
    """Priors of a workplace with no more founders than there are people."""
    if scenario.setting("open_pool"):
        return priors
    seats = scenario.setting("seats")
    return tuple(
        replace(one, low=min(one.low, 0.5 * seats), high=min(one.high, seats)) if one.path == "settings.founders" else one
        for one in priors
    )


def with_room(scenario: Scenario, priors: tuple[Prior, ...]) -> Scenario:
    """The scenario with seats for all who may arrive anywhere in the prior."""
    ends = {prior.path: prior.high for prior in priors}
    if not scenario.setting("open_pool"):
        return scenario
    arrivals = ends.get("settings.arrivals_a_day", scenario.setting("arrivals_a_day")) * scenario.setting("days")
    founders = ends.get("settings.founders", scenario.setting("founders"))
    return scenario.with_values({"settings.seats": float(np.ceil(ROOM * arrivals + founders + 50))})


def with_rhythm(scenario: Scenario, days: Days, span: int, alone: bool = True) -> Scenario:
    """The scenario with the events that the log shows: days between them stretch by stretch, and how regular they are.

    `alone`: where nothing but attendance is logged, which then alone says on which days anything happens."""
    held = np.unique(days.day) - days.first
    gaps = np.diff(held)
    spread = float(gaps.std() / gaps.mean()) if gaps.size > 1 else 0.0
    regular = float(np.clip(1.0 - spread / SPREAD_OF_GAPS, 0.0, 1.0))
    parts = int(np.clip(span // 91, 1, STRETCHES))
    edges = np.linspace(0, span, parts + 1).astype(int)
    plan = []
    for start, end in pairwise(edges.tolist()):
        number = int(((held >= start) & (held < end)).sum())
        cadence = float(min(365.0, (end - start) / number)) if number else 0.0
        plan.append(Change(int(start), int(end) if end < span else None, {}, {"cadence_days": round(cadence, 1)}))
    values = {"levers.cadence_regularity": regular, "levers.face_to_face_share": 1.0, "levers.synchronous_share": 1.0}
    if alone:
        values["settings.weekend_share"] = 1.0  # the log itself says on which days there were events
    return replace(scenario.with_values(values), plan=tuple(plan))


def sundays(daily: Daily, values: np.ndarray, observation: Observation) -> np.ndarray:
    """Rolling weekly numbers at the end of each whole week, for the picture."""
    start, end = whole_weeks(observation.first, observation.first + observation.days - 1)
    last_days = np.arange(start, end) * 7 - MONDAY + 6
    at = np.searchsorted(daily.day, last_days).clip(0, daily.day.size - 1)
    return np.where(daily.day[at] == last_days, values[at], np.nan)
