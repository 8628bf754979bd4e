"""A log described: every table with its heading and its meaning, and the chief findings in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import nearest, unknown
from community_dynamics.experiments.base.statements import percent, tidy
from community_dynamics.experiments.logs import course, daily, habits
from community_dynamics.experiments.logs.log import Days, Log, days_of
from community_dynamics.experiments.logs.replies import replies
from community_dynamics.experiments.logs.resampling import Resampling, interval, resampling
from community_dynamics.experiments.logs.statistics import STATISTICS, drawn_statistics

COVERS = (
    "Intervals hold 90 %: members are drawn again, as wholes. They cover who happened to be there, not what a log cannot show: "
    "those who only read, and why anybody came or left."
)
COVERS_DAILY = (
    "Intervals hold 90 %: weeks are drawn again. Statistics a day do not tell members apart, so nobody's staying is seen."
)


@dataclass(frozen=True)
class Part:
    """One table, what it is called in files, its heading, and what it means."""

    name: str
    heading: str
    meaning: str
    table: pd.DataFrame
    long: bool = False


@dataclass(frozen=True)
class Description:
    """All that a log says."""

    title: str
    statement: str
    parts: tuple[Part, ...]
    covers: str
    warnings: tuple[str, ...]
    log: Log | None = None

    def __getitem__(self, name: str) -> pd.DataFrame:
        tables = {part.name: part.table for part in self.parts}
        if name not in tables:
            raise unknown(name, "a table of this description", nearest(name, tables), f"there are {', '.join(tables) or 'none'}")
        return tables[name]

    def __contains__(self, name: object) -> bool:
        return any(part.name == name for part in self.parts)


def described(log: Log, silence: int = 180) -> Description:
    """Every table of a log of members."""
    days = days_of(log)
    if not days.members:
        nothing = "The log has no contribution: there is nothing to describe."
        return Description(f"What {log.name} says", nothing, (), COVERS, log.warnings, log)
    sample = resampling(days.members)
    parts = (summary(days, sample, silence), *coming(days, sample), *staying(days, sample, silence), *going(log, days, sample))
    answered = replies(log, sample)
    if answered is not None:
        meaning = "Newcomers by how soon their first post was answered. Those who are answered may differ in other ways too."
        parts = (*parts, Part("replies", "Answers, and what they do", meaning, answered))
    return Description(f"What {log.name} says", statement_of(log, days, parts), parts, COVERS, log.warnings, log)


def summary(days: Days, sample: Resampling, silence: int) -> Part:
    """The seventeen statistics."""
    drawn = drawn_statistics(days, sample, silence)
    rows = [(name, *interval(drawn[name]), meaning) for name, meaning in STATISTICS.items()]
    table = pd.DataFrame(rows, columns=["statistic", "value", "low", "high", "meaning"])
    return Part("statistics", "In numbers", f"Who is silent for {silence} days up to the end of the log counts as gone.", table)


def coming(days: Days, sample: Resampling) -> list[Part]:
    """Who comes, and when."""
    whole = [("day", "Active a day"), ("week", "Active a week"), ("month", "Active a month")]
    parts = [
        Part(f"actives_{unit}", heading, "Different members with a contribution, and newcomers among them; the last may be cut.",
             course.actives(days, sample, unit), True)
        for unit, heading in whole
    ]  # fmt: skip
    return [
        *parts,
        Part("weekdays", "Days of the week", "Share of active days.", habits.weekdays(days, sample)),
        Part("ladder", "The ladder of active days", "Chance to reach the next step, for those on the one before.",
             habits.ladder(days, sample)),
    ]  # fmt: skip


def staying(days: Days, sample: Resampling, silence: int) -> list[Part]:
    """Who stays, and who comes back."""
    table: list[tuple[str, str, str, Callable[[], pd.DataFrame]]] = [
        ("gaps", "Gaps", "Share of gaps between active days at most so long.", lambda: habits.gaps_table(days, sample)),
        ("return_after_silence", "Return after silence", "Chance to be back in the next week, after so many silent weeks.",
         lambda: habits.return_after_silence(days, sample)),
        ("stay_by_tenure", "Staying by tenure", "Chance to be active next week too, by weeks since the first.",
         lambda: habits.stay_by_tenure(days, sample)),
        ("survival", "How long members stay", "Share still active (Kaplan-Meier), from the first to the last active day.",
         lambda: habits.survival_curve(days, sample, silence)),
        ("newcomers_kept", "Newcomers kept", "Newcomers of each half-year, and the share of them seen again.",
         lambda: habits.newcomers_kept(days, sample)),
    ]  # fmt: skip
    return [Part(name, heading, meaning, make()) for name, heading, meaning, make in table]


def going(log: Log, days: Days, sample: Resampling) -> list[Part]:
    """How the community goes through time."""
    return [
        Part("funnel", "The funnel", "From members to contributors; those seen but silent show only in logs of visits.",
             course.funnel(log)),
        Part("phases", "Growth, stall and decline",
             "Weekly actives by quarter: a change of a tenth and of a person or more whose interval leaves out none, or a stall.",
             course.phases(days, sample)),
        Part("signs", "Early-warning signs",
             "Regulars are active in four or more weeks of a quarter; newcomers have two more quarters to become regulars.",
             course.signs(days, sample)),
    ]  # fmt: skip


def statement_of(log: Log, days: Days, parts: tuple[Part, ...]) -> str:
    """The chief findings in a few sentences."""
    tables = {part.name: part.table for part in parts}
    known = tables["statistics"].set_index("statistic")["value"]
    return (
        f"{days.members:,} members contributed {int(days.count.sum()):,} times between {course.date_of(log.first)} and "
        f"{course.date_of(log.last)}. {staying_words(known)} The busiest 10 % make "
        f"{percent(known['top10pct'])} of the contributions.{latest_words(tables['phases'])}"
    )


def staying_words(known: pd.Series) -> str:
    """How many newcomers come back and stay, as far as the log is long enough to tell."""
    if not np.isfinite(known["ret_1_30"]):
        return "The log is too short to tell how many newcomers come back, and who stays."
    again = f"Of newcomers, {percent(known['ret_1_30'])} are seen again within 30 days"
    if np.isfinite(known["S365"]):
        return f"{again}, and {percent(known['S365'])} are active a year after their first day."
    return f"{again}; the log is too short to tell who stays a year."


def latest_words(phases: pd.DataFrame) -> str:
    """The latest phase, its dates and what became of weekly actives in it."""
    if phases.empty:
        return ""
    row = phases.iloc[-1]
    course_of = f"from {tidy(row['weekly actives before'])} to {tidy(row['weekly actives at its end'])} active a week"
    return f" Latest phase: {row['phase']}, {row['from']} to {row['to']}, {course_of}."


def described_days(found: daily.Daily) -> Description:
    """Every table of statistics a day."""
    phases = daily.daily_phases(found)
    parts = (
        Part("funnel", "The funnel", "Members, active and posting, over one another, by half-year.", daily.daily_funnel(found)),
        Part("surges", "The launch", "Highest weekly number in the first two months, and how fast it fell.", daily.surges(found)),
        Part("weekdays", "Days of the week", "Over the mean of the same week.", daily.daily_weekdays(found)),
        Part("phases", "Growth, stall and decline", "Active members a day, quarter by quarter, beside membership.", phases),
    )
    actives = found.values[daily.ACTIVE]
    final = actives[-28:]
    statement = (
        f"{found.day.size:,} days from {course.date_of(found.day[0])} to {course.date_of(found.day[-1])}; "
        f"{tidy(float(final[final == final].mean()) if (final == final).any() else float('nan'))} members active a day in "
        f"the last four weeks. {latest_of(phases)}"
    )
    return Description(f"What {found.name} says", statement, parts, COVERS_DAILY, found.warnings)


def latest_of(phases: pd.DataFrame) -> str:
    """The latest phase of statistics a day, with its dates."""
    if phases.empty:
        return "Too short to tell phases."
    row = phases.iloc[-1]
    return f"Latest phase: {row['phase']}, {row['from']} to {row['to']}."
