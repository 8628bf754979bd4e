"""Pictures of a log: how it goes, who stays, who comes back, who carries it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num
from matplotlib.figure import Figure

from community_dynamics.experiments.logs.described import Description
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    explain,
    name_axes,
    note,
    shaded,
    sheet,
)

COVERED = "Bands and bars: 90 % intervals, members drawn again."
COLORS = {"growth": GREEN, "stall": ORANGE, "decline": RED, "silence": GREY}


@dataclass(frozen=True)
class Drawn:
    """A figure, and what it shows in words for those who cannot see it."""

    figure: Figure
    alt: str


def pictures(description: Description) -> dict[str, Drawn]:
    """The pictures of a description, by file name; a log of statistics a day has but one."""
    if not description.parts:
        return {}
    if "survival" not in description:
        return {"daily": daily_figure(description)}
    drawn = {"course": course_figure(description), "coming": coming_figure(description)}
    if len(description["survival"]) > 1:  # a log of a few weeks has nothing to show of staying
        drawn["staying"] = staying_figure(description)
    if len(description["signs"]) > 1:
        drawn["signs"] = signs_figure(description)
    return drawn


def spans(axes: Axes, phases: pd.DataFrame) -> None:
    """Phases as coloured grounds behind a course."""
    shown = set()
    for row in phases.to_dict("records"):
        word = row["phase"]
        start, end = (float(date2num(np.datetime64(row[name]))) for name in ("from", "to"))
        label = None if word in shown else word
        axes.axvspan(start, end + 1.0, color=COLORS.get(word, GREY), alpha=0.13, linewidth=0, label=label)
        shown.add(word)


def course_figure(description: Description) -> Drawn:
    """Actives a week with phases behind, and newcomers a month."""
    figure, (above, below) = sheet("Actives a week, and newcomers a month", 2, 1, height=7.4)
    weeks, months = description["actives_week"], description["actives_month"]
    spans(above, description["phases"])
    shaded(above, dates(weeks["week"]), *(weeks[name].to_numpy() for name in ("low", "active", "high")), label="active")
    name_axes(above, "", "members a week")
    above.set_ylim(0, 1.25 * max(1.0, weeks["high"].max(), weeks["active"].max()))
    explain(above, loc="upper left", ncols=5)
    below.bar(dates(months["month"]), months["newcomers"], width=24, color=PURPLE, align="edge")
    name_axes(below, "", "newcomers a month")
    for axes in (above, below):  # dates of a log of weeks are long and would run into one another
        axes.xaxis.set_major_locator(AutoDateLocator(maxticks=8))
    note(figure, COVERED)
    return Drawn(figure, "Members active a week over time, with phases of growth, stall and decline, and newcomers a month.")


def dates(column: pd.Series) -> np.ndarray:
    """A column of dates for an axis."""
    return column.to_numpy().astype("datetime64[D]")


def staying_figure(description: Description) -> Drawn:
    """Survival with the Weibull law, and return after silence."""
    figure, (left, right) = sheet("Who stays, and who comes back", 1, 2)
    curve = description["survival"]
    days = curve["days since the first"].to_numpy(np.float64)
    known = description["statistics"].set_index("statistic")["value"]
    if days.size > 1:
        later = curve[days > 0]
        shaded(left, days[days > 0], *(later[name].to_numpy() for name in ("low", "value", "high")), marker="o", label="observed")
        if np.isfinite(known["weibull_k"]):
            line = np.geomspace(1, days.max(), 100)
            law = np.exp(-((line / known["weibull_scale_d"]) ** known["weibull_k"])) * curve["value"].iloc[0]
            left.plot(line, law, color=RED, linestyle="--", linewidth=2, label=f"Weibull law, shape {known['weibull_k']:.2f}")
        left.set_xscale("log")
        explain(left, loc="lower left")
    left.set_ylim(0, 1)
    name_axes(left, "days since the first active day", "share still active")
    silence = description["return_after_silence"]
    weeks = silence["silent weeks"].astype(float).to_numpy()
    shaded(right, weeks, *(silence[name].to_numpy() for name in ("low", "value", "high")), marker="o")
    right.set_xscale("log")
    if (silence["value"] > 0).any():
        right.set_yscale("log")
    right.set_xticks(weeks, silence["silent weeks"])
    right.minorticks_off()
    name_axes(right, "weeks of silence so far", "chance to be back in the next week")
    note(figure, COVERED)
    return Drawn(figure, "Share of members still active by days since their first, and chance to come back by weeks of silence.")


def bars(axes: Axes, table: pd.DataFrame, names: list[str], color: str = BLUE) -> None:
    """Bars with their intervals, names below."""
    value = table["value"].to_numpy(np.float64)
    reach = np.nan_to_num(np.stack([value - table["low"], table["high"] - value])).clip(0)
    axes.bar(names, np.nan_to_num(value), color=color, width=0.65)
    axes.errorbar(names, np.nan_to_num(value), yerr=reach, fmt="none", ecolor="#222222", capsize=4, linewidth=1.5)
    axes.set_ylim(bottom=0)


def coming_figure(description: Description) -> Drawn:
    """The ladder of active days, staying by tenure, and days of the week."""
    figure, (one, two, three) = sheet("Steps on the way in", 1, 3, width=13.5)
    ladder = description["ladder"]
    bars(one, ladder, ["1→2", "2→3", "3→5", "5→10", "10→20"])
    name_axes(one, "active days, from and to", "chance to reach the next step")
    tenure = description["stay_by_tenure"]
    bars(two, tenure, [name.replace(" or more", "+") for name in tenure["weeks since the first"]], GREEN)
    name_axes(two, "weeks since the first", "chance to be active next week")
    week = description["weekdays"].iloc[:7]
    bars(three, week, [name[:2] for name in week["day"]], ORANGE)
    name_axes(three, "day of the week", "share of active days")
    note(figure, COVERED)
    return Drawn(figure, "Chance to reach more active days, chance to stay by tenure, and share of active days by weekday.")


def signs_figure(description: Description) -> Drawn:
    """Regulars gained and lost, and newcomers becoming regulars."""
    figure, (above, below) = sheet("Early-warning signs, by quarter", 2, 1, height=7.4)
    signs = description["signs"]
    quarter = dates(signs["quarter from"])
    above.bar(quarter, signs["gained"], width=60, color=GREEN, label="regulars gained")
    above.bar(quarter, -signs["lost"], width=60, color=RED, label="regulars lost")
    above.plot(quarter, signs["regulars"], color=BLUE, linewidth=2.2, marker="o", label="regulars")
    name_axes(above, "", "members")
    above.set_ylim(top=1.3 * max(1, signs["regulars"].max()))
    explain(above, loc="upper left", ncols=3)
    known = signs["become regulars"].notna().to_numpy()
    shaded(below, quarter[known], *(signs[name].to_numpy()[known] for name in ("low", "become regulars", "high")), marker="o")
    below.set_ylim(bottom=0)
    if quarter.size:
        below.set_xlim(above.get_xlim())
    name_axes(below, "", "share of newcomers who become regulars", room=24)
    note(figure, COVERED)
    return Drawn(figure, "Regulars, those gained and lost each quarter, and the share of newcomers who become regulars.")


def daily_figure(description: Description) -> Drawn:
    """Actives by quarter with their phases, and days of the week."""
    figure, (left, right) = sheet("Active members a day, by quarter", 1, 2)
    phases = description["phases"]
    value = phases["active a day"].to_numpy()
    reach = np.stack([value - phases["low"], phases["high"] - value]).clip(0)
    colors = [COLORS.get(word, GREY) for word in phases["phase"]]
    left.bar(phases["from"], value, color=colors, width=0.7)
    left.errorbar(phases["from"], value, yerr=reach, fmt="none", ecolor="#222222", capsize=4)
    for at, word in enumerate(phases["phase"]):
        left.text(at, 0, f" {word}", rotation=90, va="bottom", ha="center", fontsize=12)
    left.tick_params(axis="x", rotation=60)
    name_axes(left, "quarter from", "members active a day")
    week = description["weekdays"]
    bars(right, week, [name[:2] for name in week["day"]], ORANGE)
    name_axes(right, "day of the week", "over the mean of the same week")
    note(figure, "Bars: 90 % intervals, weeks drawn again.")
    return Drawn(figure, "Members active a day in each quarter with its phase, and days of the week.")
