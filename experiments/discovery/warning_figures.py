"""Pictures of warning signs: how well each tells a coming stall, and how the best go before one."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import plain_name, several
from community_dynamics.experiments.discovery.indicators import INDICATORS
from community_dynamics.experiments.discovery.warning_signs import LEADS, RULE, RULE_LEAD, Warnings, best_sign
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    TICK,
    explain,
    name_axes,
    note,
    sheet,
    whiskers,
)

GOOD = 0.7
LOOKS = {4: (ORANGE, "o", 0.22), 12: (BLUE, "s", 0.0), 26: (GREEN, "D", -0.22)}
MOST_NAMED = 3


def quoted(labels: pd.Series) -> list[str]:
    """Labels as they stand within a sentence."""
    return [f"{label[0].lower()}{label[1:]}" for label in labels]


def signs_title(found: Warnings) -> str:
    """Which signs warn at twelve weeks, and which tell no more than a coin."""
    at = found.indicators[(found.indicators["lead_weeks"] == RULE_LEAD) & (found.indicators["indicator"] != RULE)]
    at = at.sort_values("auc", ascending=False, kind="stable")
    good = quoted(at.loc[at["auc_low"] > GOOD, "label"])[:MOST_NAMED]
    idle = quoted(at.loc[(at["auc_low"] <= 0.5) & (at["auc_high"] >= 0.5), "label"])[-MOST_NAMED:]
    warns = f"{several(good)} warn{'s' if len(good) == 1 else ''}" if good else "no single sign warns well"
    idle_words = f"; {several(idle)} {'tells' if len(idle) == 1 else 'tell'} nothing" if idle else ""
    return f"{plain_name(found.scenario)}, {RULE_LEAD} weeks before a stall: {warns}{idle_words}"


def signs_figure(found: Warnings) -> Figure:
    """Area under the curve of each sign at each lead, the best on top."""
    table = found.indicators
    order = table[table["lead_weeks"] == RULE_LEAD].sort_values("auc", kind="stable")["label"].tolist()
    figure, (axes,) = sheet(signs_title(found), width=11, height=0.52 * len(order) + 2.4)
    for lead in LEADS:
        color, mark, shift = LOOKS[lead]
        part = table[table["lead_weeks"] == lead].set_index("label").reindex(order)
        values = [part[name].to_numpy(np.float64) for name in ("auc", "auc_low", "auc_high")]
        whiskers(axes, np.arange(len(order)) + shift, *values, color=color, fmt=mark, markersize=6, label=f"{lead} weeks before")
    axes.axvline(0.5, color=INK, linestyle="--", linewidth=1.2)
    axes.set_yticks(range(len(order)), order, fontsize=TICK)
    axes.set_xlim(min(0.3, axes.get_xlim()[0]), 1.01)
    name_axes(axes, "Chance that the sign is worse before a stall than in a community that holds (AUC)", "", room=90)
    explain(axes, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, borderaxespad=0.2)
    stalls, holds = int(found.worlds["stalls"].sum()), int((~found.worlds["stalls"]).sum())
    note(
        figure,
        f"Simulated: {stalls} communities that stall, {holds} of the same age that hold. Dashed: a coin. Whiskers: 95 %, over "
        "circumstances and seeds; of the combined rule on held-out communities.",
    )
    return figure


def shown_signs(found: Warnings) -> list[str]:
    """The best single sign at twelve weeks, and the best of those that are no count of the same people."""
    table = found.indicators[(found.indicators["lead_weeks"] == RULE_LEAD) & (found.indicators["indicator"] != RULE)]
    names = table.sort_values("auc", ascending=False, kind="stable")["indicator"].tolist()
    first = names[0]
    same = {"contributors", "regulars"}
    return [first, next(name for name in names[1:] if not {name, first} <= same)]


def course_figure(found: Warnings) -> Figure:
    """The two best signs week by week before a stall, beside those of communities of the same age that hold."""
    best = best_sign(found.indicators)
    names = shown_signs(found)
    side = "lower" if best["worse"] == "low" else "higher"
    title = f"'{best['label']}' lies {side} long before a stall than in communities that hold"
    figure, panels = sheet(title, 1, 2, width=13, height=5.6)
    for axes, name in zip(panels, names, strict=True):
        draw_course(axes, found.course[found.course["indicator"] == name], name)
    explain(panels[0], loc="upper left")
    note(
        figure,
        "Lines: medians; bands: the middle half of communities. Those that hold are counted back from the ages of the stalls.",
    )
    return figure


def draw_course(axes: Axes, course: pd.DataFrame, name: str) -> None:
    """One sign by weeks before the stall."""
    for stalls, color, words in ((False, BLUE, "holds, same age"), (True, RED, "stalls")):
        part = course[course["stalls"] == stalls].sort_values("weeks_before")
        before = -part["weeks_before"].to_numpy(np.float64)
        axes.fill_between(before, part["low"], part["high"], color=color, alpha=0.2, linewidth=0)
        axes.plot(before, part["median"], color=color, linewidth=2.2, label=words)
    for lead in LEADS:
        axes.axvline(-lead, color=GREY, linestyle=":", linewidth=1.2)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]), top=1.25 * float(course["high"].max()))
    ticks = [-lead for lead in (*LEADS, 0)]
    axes.set_xticks(ticks, [str(-one) if one else "stall" for one in ticks])
    one = INDICATORS[name]
    name_axes(axes, "Weeks before the stall", one.unit, one.label, room=60)
