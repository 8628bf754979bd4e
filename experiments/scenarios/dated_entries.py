"""The parts of a scenario that come at their time: dated changes, reactions, bursts of attention, awards, arrivals."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from community_dynamics.experiments.base.errors import (
    CommunityError,
    InvalidValue,
    WrongKind,
    gathered,
    hint,
    nearest,
    shown,
    unknown,
)
from community_dynamics.experiments.base.values import TABLES, finite, unknown_parameter, value_of
from community_dynamics.sim.inputs import Award, Change, Reaction, Shock
from community_dynamics.sim.state import AWARD_RULES, MOST_REACTIONS, REACTION_SERIES

LEVER_KEYS = ("dials", "levers", "at_least", "at_most", "failures")
CHANGE_KEYS = ("from_day", "until_day", *LEVER_KEYS, "ramp_days", "for_days", "every_days", "times", "over")
REACTION_KEYS = ("when", "for_weeks", "dials", "levers")
SHOCK_KEYS = ("day", "size", "days")
AWARD_KEYS = ("day", "rule", "share")
MOST_ENTRIES, MOST_TIMES, LONGEST_RAMP, LONGEST_REPEAT = 200, 100, 3650, 36_500
MOST_ARRIVALS, MOST_WEEKS = 1000.0, 520
WHEN = re.compile(r"\s*(\w+)\s*([<>])\s*([-+.\w]+)(?:\s+for\s+(\d+)\s+weeks?)?\s*")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AT_THE_START = "staff_turnover_a_year"  # when people leave is drawn as they join


def unknown_key(key: object, keys: tuple[str, ...], place: str) -> CommunityError:
    """A key that no scenario has; a parameter written at the top is sent to its section."""
    name = str(key)
    homes = [f"{section}.{name}" for section, table in TABLES.items() if name in table]
    close = homes[0] if homes and not place else nearest(name, keys)
    kind = "a part of a scenario" if not place else "known here"
    return unknown(f"{place}{shown(name)}", kind, close, f"it may hold {', '.join(keys)}")


def mapping_of(value: object, path: str) -> Mapping[Any, Any]:
    """A mapping of names to values; nothing written counts as none."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongKind(f"{path} = {shown(value)} is not a mapping of names to values; write 'name: value' below it")
    return value


def section_of(data: Mapping[Any, Any], key: str, place: str = "", section: str = "") -> dict[str, Any]:
    """The numbers of one section, such as levers, written under `key`, which is the section's own name unless said."""
    section = section or key
    numbers: dict[str, Any] = {}
    found: list[CommunityError] = []
    for written, value in mapping_of(data.get(key), f"{place}{key}").items():
        name = str(written)
        try:
            if name not in TABLES[section]:
                raise unknown_parameter(section, name, place)
            numbers[name] = value_of(section, name, value, place)
        except CommunityError as error:
            found.append(error)
    if found:
        raise gathered(found)
    return numbers


def entries_of(value: object, path: str, keys: tuple[str, ...]) -> list[Mapping[Any, Any]]:
    """A list of mappings with known keys."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise WrongKind(f"{path} = {shown(value)} is not a list; begin each entry with '- {keys[0]}: ...'")
    if len(value) > MOST_ENTRIES:
        raise InvalidValue(f"{path} has {len(value):,} entries, more than {MOST_ENTRIES}; leave some out")
    entries = []
    for index, item in enumerate(value):
        entry = mapping_of(item, f"{path}[{index}]")
        wrong = [unknown_key(key, keys, f"{path}[{index}].") for key in entry if key not in keys]
        if wrong:
            raise gathered(wrong)
        entries.append(entry)
    return entries


def plan_of(value: object, starts: str = "") -> tuple[Change, ...]:
    """Dated changes of dials and levers; one that is repeated becomes as many changes. starts: date of day 0, if known."""
    changes: list[Change] = []
    for index, entry in enumerate(entries_of(value, "plan", CHANGE_KEYS)):
        place = f"plan[{index}]."
        first = day_of(entry.get("from_day"), f"{place}from_day", 0, starts)
        last = last_day(entry, place, first, starts)
        sections = {
            key: section_of(entry, key, place, "levers" if key.startswith("at_") else key) for key in LEVER_KEYS if key in entry
        }
        if not any(sections.values()):
            raise InvalidValue(f"plan[{index}] changes nothing; give it {', '.join(LEVER_KEYS[:-1])} or {LEVER_KEYS[-1]}")
        ramp, over = ramp_of(entry, place, sections), entry.get("over", False)
        if not isinstance(over, bool):
            raise WrongKind(f"{place}over = {shown(over)} is not yes or no (whether it may lie over what earlier changes set)")
        change = Change(first, last, **sections, ramp_days=ramp, over=over)
        changes += repeated(change, entry, place)
    if len(changes) > MOST_ENTRIES:
        raise InvalidValue(f"plan has {len(changes):,} changes with all repeats, more than {MOST_ENTRIES}; repeat less often")
    return tuple(changes)


def last_day(entry: Mapping[Any, Any], place: str, first: int, starts: str) -> int | None:
    """The day on which a change no longer holds: until_day, or so many days after its first; None for never."""
    until, days = entry.get("until_day"), entry.get("for_days")
    if until is not None and days is not None:
        raise InvalidValue(f"{place}until_day and {place}for_days both say when it ends; keep one of the two")
    if days is not None:
        return first + whole_of(days, f"{place}for_days", 1, LONGEST_REPEAT, "days that the change holds")
    return None if until is None else day_of(until, f"{place}until_day", 1, starts)


def ramp_of(entry: Mapping[Any, Any], place: str, sections: Mapping[str, Mapping[str, float]]) -> int:
    """Days over which a change comes in; the days between events are no amount that grows from nothing."""
    if entry.get("ramp_days") is None:
        return 0
    days = whole_of(entry["ramp_days"], f"{place}ramp_days", 1, LONGEST_RAMP, "days over which the change comes in")
    if any("cadence_days" in values for values in sections.values()) or "cadence" in sections.get("dials", {}):
        raise InvalidValue(
            f"{place}ramp_days = {days} cannot bring in cadence_days, where 0 means no events; set it in a change of its own"
        )
    return days


def repeated(change: Change, entry: Mapping[Any, Any], place: str) -> list[Change]:
    """The change, as often as it comes back."""
    every, times = entry.get("every_days"), entry.get("times")
    if every is None and times is None:
        return [change]
    if every is None or times is None or change.until_day is None:
        raise InvalidValue(f"{place}every_days repeats a change that ends; give it for_days, every_days and times, all three")
    gap = whole_of(every, f"{place}every_days", 1, LONGEST_REPEAT, "days from one beginning to the next")
    count = whole_of(times, f"{place}times", 2, MOST_TIMES, "how often it comes in all")
    length = change.until_day - change.from_day
    if gap < length:
        raise InvalidValue(f"{place}every_days = {gap} is less than the {length} days that each lasts; did you mean {length}?")
    return [
        replace(change, from_day=change.from_day + gap * number, until_day=change.until_day + gap * number)
        for number in range(count)
    ]


def reactions_of(value: object, starts: str = "") -> tuple[Reaction, ...]:
    """Changes that the community's own course calls for; `starts` plays no part, as they have no date."""
    entries = entries_of(value, "reactions", REACTION_KEYS)
    if len(entries) > MOST_REACTIONS:
        raise InvalidValue(f"reactions has {len(entries)} entries, more than {MOST_REACTIONS}; leave some out")
    reactions = []
    for index, entry in enumerate(entries):
        place = f"reactions[{index}]."
        dials, levers = section_of(entry, "dials", place), section_of(entry, "levers", place)
        if not dials and not levers:
            raise InvalidValue(f"reactions[{index}] changes nothing; give it levers or dials")
        if AT_THE_START in levers:
            raise InvalidValue(
                f"{place}levers.{AT_THE_START} cannot react: when people leave the organisation is settled as they join; "
                "change it on a date, in plan"
            )
        series, above, threshold, weeks = condition_of(entry.get("when"), f"{place}when")
        held = entry.get("for_weeks")
        hold = None if held is None else whole_of(held, f"{place}for_weeks", 1, MOST_WEEKS, "weeks that it holds")
        reactions.append(Reaction(series, threshold, above, weeks, hold, dials, levers))
    return tuple(reactions)


def condition_of(written: object, path: str) -> tuple[str, bool, float, int]:
    """A condition in words, such as 'weekly_contributors < 20 for 4 weeks': series, whether above, threshold, weeks."""
    example = "'weekly_contributors < 20 for 4 weeks'"
    found = WHEN.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise WrongKind(f"{path} = {shown(written)} is no condition; write one such as {example}")
    series, sign, number, weeks = found.groups()
    if series not in REACTION_SERIES:
        allowed = f"it may be {', '.join(REACTION_SERIES)}"
        raise unknown(
            f"{path} = {shown(series)}", "a series that a reaction can watch", nearest(series, REACTION_SERIES), allowed
        )
    threshold = finite(number)
    if threshold is None:
        raise WrongKind(f"{path} = {shown(number)} is not a number; write a condition such as {example}")
    above = sign == ">"
    refuse_never(path, series, above, threshold)
    return series, above, threshold, whole_of(int(weeks or 1), f"{path}, weeks", 1, MOST_WEEKS, "weeks on end")


def refuse_never(path: str, series: str, above: bool, threshold: float) -> None:
    """Refuse a threshold that no week can be beyond."""
    share = not series.startswith("weekly_")
    if (above and share and threshold >= 1.0) or (not above and threshold <= 0.0):
        range_words = "between 0 and 1" if share else "at least 0"
        sign = "above" if above else "below"
        raise InvalidValue(
            f"{path}: {series} is never {sign} {threshold:g}, as it is always {range_words}; choose a value inside"
        )


def shocks_of(value: object, starts: str = "") -> tuple[Shock, ...]:
    """Bursts of attention from outside."""
    shocks = []
    for index, entry in enumerate(entries_of(value, "shocks", SHOCK_KEYS)):
        place = f"shocks[{index}]."
        day = day_of(entry.get("day"), f"{place}day", 0, starts)
        size = amount_of(entry.get("size"), f"{place}size", 1000.0, "times the usual attention, on top of it")
        days = amount_of(entry.get("days", 7.0), f"{place}days", 3650.0, "days in which it fades to 37 %")
        shocks.append(Shock(day, size, days))
    return tuple(shocks)


def awards_of(value: object, starts: str = "") -> tuple[Award, ...]:
    """Awards on a day by a rule, to a share of those whom the rule names."""
    awards = []
    for index, entry in enumerate(entries_of(value, "awards", AWARD_KEYS)):
        place = f"awards[{index}]."
        day = day_of(entry.get("day"), f"{place}day", 0, starts)
        rule = entry.get("rule")
        if rule not in AWARD_RULES:
            raise unknown(
                f"{place}rule={shown(rule)}",
                "a rule for awards",
                nearest(str(rule), AWARD_RULES),
                f"it may be {', '.join(AWARD_RULES)}",
            )
        awards.append(
            Award(day, rule, amount_of(entry.get("share", 1.0), f"{place}share", 1.0, "share of those whom the rule names"))
        )
    return tuple(awards)


def arrivals_of(value: object) -> tuple[float, ...]:
    """The course of arrivals: a list of numbers, relative to the usual, for equal stretches of the run."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise WrongKind(f"arrivals = {shown(value)} is not a list of at most {MOST_ENTRIES} numbers; write arrivals: [1, 0.5, 2]")
    course = []
    for index, entry in enumerate(value):
        number = finite(entry)
        if number is None or not 0.0 <= number <= MOST_ARRIVALS:
            allowed = f"0 to {MOST_ARRIVALS:g} (times the usual arrivals)"
            raise InvalidValue(f"arrivals[{index}] = {shown(entry)} is not a number from {allowed}")
        course.append(number)
    return tuple(course)


DATED = {"plan": plan_of, "reactions": reactions_of, "shocks": shocks_of, "awards": awards_of}


def day_of(value: object, path: str, low: int, starts: str = "") -> int:
    """A day of the run, counted from 0, or a date where it is known which one day 0 has."""
    if isinstance(value, str) and DATE.fullmatch(value):
        return day_of_date(value, path, low, starts)
    number = finite(value)
    if number is None or number != int(number):
        raise WrongKind(f"{path} = {shown(value)} is not a day; write a whole number, day 0 is the first")
    if number < low:
        raise InvalidValue(f"{path} = {shown(value)} is below {low}{hint(str(low))}")
    return int(number)


def day_of_date(written: str, path: str, low: int, starts: str) -> int:
    """The day of the run that has a date."""
    if not starts:
        raise InvalidValue(f"{path} = {written} is a date, and the community has none for day 0; add 'starts: 2027-01-04' to it")
    day = (date_of(written, path) - date_of(starts, "starts")).days
    if day < low:
        raise InvalidValue(f"{path} = {written} is before the first day that it may be ({low} days after {starts})")
    return day


def date_of(written: str, path: str) -> date:
    """A date such as 2027-01-31."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidValue(f"{path} = {shown(written)} is no date; write one such as 2027-01-31") from None


def starts_of(value: object) -> str:
    """The date of day 0, such as 2027-01-04; empty where none is given."""
    if value is None:
        return ""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise WrongKind(f"starts = {shown(value)} is no date; write one such as 2027-01-04")
    return date_of(value, "starts").isoformat()


def whole_of(value: object, path: str, low: int, high: int, meaning: str) -> int:
    """A whole number in its range."""
    number = finite(value)
    if number is None or number != int(number):
        raise WrongKind(f"{path} = {shown(value)} is not a whole number ({meaning})")
    if not low <= number <= high:
        raise InvalidValue(f"{path} = {shown(value)} is outside {low}..{high} ({meaning})")
    return int(number)


def amount_of(value: object, path: str, high: float, meaning: str) -> float:
    """A number above zero."""
    number = finite(value)
    if number is None:
        raise WrongKind(f"{path} = {shown(value)} is not a number ({meaning}); write one above 0")
    if not 0.0 < number <= high:
        raise InvalidValue(f"{path} = {shown(value)} is not above 0 and at most {high:g} ({meaning})")
    return number
