"""A log's forecast from beginning to end, and what it says in words and in a table of horizons."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.forecast.analogues import go_on
from community_dynamics.experiments.forecast.futures import LAW_SHARE, forecast
from community_dynamics.experiments.forecast.outlook import Outlook, chance, quantile_table, stalled
from community_dynamics.experiments.forecast.past import WEEK, Past
from community_dynamics.experiments.forecast.worlds import World
from community_dynamics.experiments.logs.course import date_of

HORIZONS = (13, 52)
MEAN_WEEKS = 8
YEAR_DAYS = 365
SURE = 0.9
COVERS = (
    "Bands and brackets say where the weeks to come will lie in so many of a hundred cases: they cover who stays and who comes, "
    "good and bad weeks as large as this log had, slow drift as large as this forecast's own errors in the log's past, and "
    "differences between the worlds it draws on. They do not cover what has never happened here: a closure, a rival, a merger."
)
COVERS_CHANCE = (
    "The bracket of a chance of stalling holds 90 %: it covers how many futures were drawn and which worlds they come from."
)


@dataclass(frozen=True)
class Foresight:
    """A forecast: what was known, what may come, and how much each source of futures was trusted."""

    past: Past
    outlook: Outlook
    trust: pd.DataFrame
    weeks: int

    @property
    def table(self) -> pd.DataFrame:
        """Every week ahead."""
        return quantile_table(self.past, self.outlook).head(self.weeks)

    @property
    def horizons(self) -> pd.DataFrame:
        """Means over the eight weeks up to each horizon, with brackets, and the chance to stand stalled then."""
        ends = sorted({min(week, self.weeks) for week in HORIZONS})
        return pd.DataFrame([self.row(end) for end in ends])

    def row(self, end: int) -> dict[str, object]:
        """One horizon."""
        span = slice(max(0, end - MEAN_WEEKS), end)
        days = YEAR_DAYS if end == 52 else 90 if end == 13 else end * WEEK
        found: dict[str, object] = {"days": days, "until": date_of(self.past.last + end * WEEK)}
        for name in ("actives", "contributions"):
            draws = getattr(self.outlook, name)[:, span].mean(axis=1)
            found[name] = float(draws.mean())
            for band in (0.5, 0.9):
                low, high = np.quantile(draws, (0.5 - band / 2, 0.5 + band / 2))
                found[f"{name}_{100 * band:.0f}_from"], found[f"{name}_{100 * band:.0f}_to"] = float(low), float(high)
        stands = stalled(self.past, self.outlook)[:, end - 1]
        found["chance_stalled"], found["chance_from"], found["chance_to"] = chance(stands, self.outlook.group)
        return found

    @property
    def now(self) -> float:
        """Weekly actives, mean of the last eight weeks."""
        return float(self.past.actives[-MEAN_WEEKS:].mean())

    @property
    def finding(self) -> str:
        """What is to be expected, in a line fit for a title."""
        row = self.row(min(self.weeks, HORIZONS[-1]))
        low, high = float(str(row["actives_90_from"])), float(str(row["actives_90_to"]))
        what = "active days of members a week" if self.past.summed else "active a week"
        course = f"{people(self.now)} {what} now, {people(low)} to {people(high)} in {row['days']} days"
        if float(str(row["chance_stalled"])) > SURE:
            return f"Stalled, in all likelihood: {course}"
        if high >= self.now >= low:
            return f"Open whether it grows: {course}"
        return f"{'Fewer' if high < self.now else 'More'} than now: {course}"

    @property
    def statement(self) -> str:
        """The forecast in a few sentences."""
        doing = "active days of members a week were seen" if self.past.summed else "members were active a week"
        parts = [f"{people(self.now)} {doing} in the eight weeks up to {date_of(self.past.last)}, on average."]
        for row in self.horizons.to_dict("records"):
            parts.append(
                f"In {row['days']} days {people(row['actives'])} are expected (90 %: {people(row['actives_90_from'])} to "
                f"{people(row['actives_90_to'])}), and the chance to stand stalled then is {percent(row['chance_stalled'])} "
                f"({percent(row['chance_from'])} to {percent(row['chance_to'])})."
            )
        return " ".join(parts)


def people(number: float) -> str:
    """A mean number of people: whole where they are many, with a decimal where they are a handful."""
    return f"{number:.0f}" if number >= 9.95 or number == 0.0 else f"{number:.1f}"


def percent(share: float) -> str:
    """A chance in words that do not claim more than some thousand draws can tell."""
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{100 * share:.0f} %"


def foresee(past: Past, worlds: list[World], draws: int, seed: int, weeks: int = 52) -> Foresight:
    """The forecast of a log: by its members where it has them, by alike communities where it has numbers only."""
    if past.people is None:
        outlook = go_on(past, [world.course for world in worlds], draws, seed)
        assert outlook.group is not None
        shares = np.bincount(outlook.group, minlength=len(worlds)) / draws
        trust = pd.DataFrame({"source": [world.name for world in worlds], "share of futures": shares})
        return Foresight(past, outlook, trust, weeks)
    made = forecast(past, [world.source for world in worlds], draws, seed)
    rows: list[tuple[str, float, float, float, float]] = []
    for one in made.trusts:
        off = np.exp(one.off[0])
        rows.append((one.source.name, (1.0 - LAW_SHARE) * one.weight, one.error, float(off[0]), float(off[-1])))
    rows.append(("a simple law of rates (BG/NBD)", LAW_SHARE, np.nan, np.nan, np.nan))
    names = ["source", "share of futures", "error (log)", "corrected by, first quarter", "corrected by, fourth quarter"]
    return Foresight(past, made.outlook, pd.DataFrame(rows, columns=names), weeks)
