"""Pictures of runs and of sweeps: each says in its title what it shows, in numbers computed from the data."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.intervals import band, wilson
from community_dynamics.experiments.base.statements import fate_counts, fate_sentence, outcome_label
from community_dynamics.experiments.base.undefined import (
    NONE,
    Undefined,
    counted,
    missing_words,
    point_means,
    undefined_in,
    undefined_words,
)
from community_dynamics.experiments.base.values import FATE, outcome_named
from community_dynamics.experiments.designs.named_points import label_of
from community_dynamics.experiments.discovery.edge import Edge
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LABEL,
    ORANGE,
    PURPLE,
    RED,
    TICK,
    explain,
    mark_months,
    name_axes,
    note,
    shaded,
    sheet,
    time_axis,
    whiskers,
)
from community_dynamics.experiments.report.edge_lines import draw_edge
from community_dynamics.experiments.report.sweep_statements import level_words, shown_as, sweep_note, sweep_title
from community_dynamics.experiments.studies.fate_shares import effects_of, measures_of
from community_dynamics.experiments.studies.sweeps import Effect, base_point, names_of, rows_about, succeeded
from community_dynamics.sim.ensemble import Ensemble
from community_dynamics.sim.inputs import Scenario, inputs_of
from community_dynamics.sim.outcomes import FATES, PROPORTIONS

LEVEL_ROOM = 18  # letters of the name of a level before it is broken
MOST_CELLS = 64  # of a map, that numbers are written into
FATE_COLOURS = {"dead": INK, "stalled": RED, "holding": ORANGE, "flourishing": GREEN}


def colour_of(fate: str) -> str:
    """The colour of a fate."""
    return FATE_COLOURS.get(fate, PURPLE)


def series_of(ensemble: Ensemble) -> tuple[np.ndarray, np.ndarray]:
    """Daily and weekly series, which must have been kept."""
    if ensemble.daily is None or ensemble.weekly is None:
        raise InvalidValue("these runs kept no daily series to draw; simulate them with series=True")
    return ensemble.daily, ensemble.weekly


def trailing(values: np.ndarray, weeks: int = 8) -> np.ndarray:
    """Mean over the last `weeks` columns at each column, over fewer at the start."""
    total = np.cumsum(np.pad(values.astype(np.float64), ((0, 0), (1, 0))), axis=1)
    last = np.arange(1, values.shape[1] + 1)
    first = np.maximum(0, last - weeks)
    return (total[:, last] - total[:, first]) / (last - first)


def week_days(weekly: np.ndarray) -> np.ndarray:
    """Last day of every week."""
    return 7.0 * np.arange(1, weekly.shape[1] + 1)


def weekly_contributors(scenario: Scenario, ensemble: Ensemble) -> np.ndarray:
    """Contributors a week in people, mean of the last eight weeks; a row a run."""
    return scenario.setting("scale") * trailing(series_of(ensemble)[1]["contributors"])


def stall_line(scenario: Scenario, ensemble: Ensemble) -> np.ndarray:
    """Contributors a week below which a community has stalled, week by week, in the median run."""
    daily, weekly = series_of(ensemble)
    weeks = np.arange(1, weekly.shape[1] + 1)
    eligible = np.full(len(weeks), scenario.setting("seats"))
    if scenario.setting("open_pool") > 0:
        joined = scenario.setting("founders") + np.cumsum(daily["joins"], axis=1)
        eligible = np.median(joined[:, 7 * weeks - 1], axis=0)
    share = scenario.setting("stall_share") * eligible * scenario.setting("scale")
    return np.maximum(scenario.setting("stall_people"), share)


def logons_by_month(scenario: Scenario, daily: np.ndarray, working: bool) -> tuple[np.ndarray, np.ndarray]:
    """Mean log-ons a day in people, by stretches of four weeks, on working days or days off."""
    calendar = inputs_of(scenario).calendar
    chosen = calendar["working"] == (1.0 if working else 0.0)
    days = np.arange(daily.shape[1])
    stretches = [(days // 28 == k) & chosen for k in range(max(1, daily.shape[1] // 28))]
    stretches = [stretch for stretch in stretches if stretch.any()]
    middles = np.array([days[stretch].mean() for stretch in stretches])
    means = np.stack([daily["logons"][:, stretch].mean(axis=1) for stretch in stretches], axis=1)
    return middles, scenario.setting("scale") * means


def draw_contributors(axes: Axes, scenario: Scenario, ensemble: Ensemble) -> None:
    """Contributors a week with the line below which the community counts as stalled."""
    weekly = series_of(ensemble)[1]
    time, unit = time_axis(week_days(weekly))
    middle, low, high = band(weekly_contributors(scenario, ensemble))
    shaded(axes, time, low, middle, high, color=BLUE, label="median run, shaded: middle 90 %")
    line = stall_line(scenario, ensemble)
    axes.plot(time, line, color=RED, linestyle="--", label="stalled below this line")
    axes.set_ylim(0, 1.45 * max(float(high.max()), float(line.max())))
    name_axes(axes, unit, "people, 8-week mean", "Contributors a week")
    mark_months(axes)
    explain(axes, loc="upper right")


def draw_logons(axes: Axes, scenario: Scenario, ensemble: Ensemble) -> None:
    """Log-ons a day, on working days and on days off."""
    daily = series_of(ensemble)[0]
    top = 0.0
    for working, color, label in ((True, BLUE, "working days"), (False, ORANGE, "days off")):
        middles, means = logons_by_month(scenario, daily, working)
        time, _ = time_axis(np.append(middles, daily.shape[1]))
        middle, low, high = band(means)
        shaded(axes, time[:-1], low, middle, high, color=color, label=label)
        top = max(top, float(high.max()))
    axes.set_ylim(0, 1.25 * max(top, 1.0))
    name_axes(axes, time_axis(np.array([daily.shape[1]]))[1], "people a day, 4-week mean", "Log-ons")
    mark_months(axes)
    explain(axes, loc="upper right")


def draw_states(axes: Axes, ensemble: Ensemble) -> None:
    """Motivation, psychological safety and strain of those present, in weeks in which most runs have any."""
    daily, weekly = series_of(ensemble)
    present = daily["present"][:, 6 : 7 * weekly.shape[1] : 7] > 0
    shown = present.mean(axis=0) >= 0.5
    time, unit = time_axis(week_days(weekly))
    states = (("motivation", GREEN), ("safety", BLUE), ("strain", RED))
    for name, color in states:
        values = np.where(present, weekly[f"mean_{name}"], np.nan)[:, shown]
        ends = np.full((3, len(shown)), np.nan)
        if values.shape[1]:
            ends[:, shown] = np.nanquantile(values, [0.05, 0.5, 0.95], axis=0)
        shaded(axes, time, *ends, color=color, label=name)
    explain(axes, loc="upper center", ncols=3)
    axes.set_ylim(0, 1.2)
    axes.set_xlim(0, float(time[-1]) * 1.03)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    name_axes(axes, unit, "0–1, mean of those present", "How people feel")
    mark_months(axes)


def draw_fates(axes: Axes, fates: np.ndarray) -> None:
    """Share of runs that came to each fate, with Wilson's interval."""
    counts = fate_counts(fates)
    for place, fate in enumerate(FATES):
        found = wilson(counts[fate], len(fates))
        axes.barh(place, found.value, color=colour_of(fate), height=0.62)
        ends = (np.array([end]) for end in found)
        whiskers(axes, np.array([place]), *ends, color=GREY, markersize=0)
    axes.set_yticks(range(len(FATES)), FATES, fontsize=TICK)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    name_axes(axes, "% of runs, whiskers: 95 % interval", "", "Fate on the last day")


def run_figure(scenario: Scenario, ensemble: Ensemble, changed: str = "") -> Figure:
    """One community over its seeds: contributors, log-ons, how people feel, and what became of it."""
    title = fate_sentence(scenario, ensemble["fate"], ensemble["stalled_day"])
    figure, (contributors, logons, states, fates) = sheet(title, 2, 2, width=13, height=8.6)
    draw_contributors(contributors, scenario, ensemble)
    draw_logons(logons, scenario, ensemble)
    draw_states(states, ensemble)
    draw_fates(fates, ensemble["fate"])
    runs = len(ensemble.outcomes)
    shaded_words = f"Shaded: middle 90 % of {runs} seeds: seed noise, not parameters that may be wrong."
    note(figure, f"{changed} {shaded_words}".strip())
    return figure


def sweep_figure(table: pd.DataFrame, varied: Sequence[str], outcome: str, changed: str = "") -> Figure:
    """How an outcome goes with what was varied: a curve for one, a map for a grid of two, else panels."""
    check_sweep(table, varied, outcome)
    table = succeeded(table)
    title, effects = sweep_title(table, varied, outcome), effects_of(table, varied, outcome)
    if outcome == FATE:
        figure = fates_figure(table, varied, title, effects)
    else:
        figure = mean_figure(table, varied, outcome, title, effects[outcome])
    if changed:
        note(figure, f"{changed} {' '.join(figure.get_supxlabel().split())}")
    return figure


def mean_figure(table: pd.DataFrame, varied: Sequence[str], outcome: str, title: str, effects: dict[str, Effect]) -> Figure:
    """How the mean of an outcome, or a share of runs, goes with what was varied."""
    if len(varied) == 2 and not any(effect.sliced for effect in effects.values()) and base_point(table) is None:
        return sweep_map(table, list(varied), outcome, title)
    figure, panels = panels_for(title, len(varied))
    for path, axes in zip(varied, panels, strict=True):
        draw_effect(axes, table, path, outcome, effects[path], alone=len(varied) == 1)
    note(figure, sweep_note(table, effects, outcome))
    return figure


def panels_for(title: str, count: int) -> tuple[Figure, list[Axes]]:
    """A sheet with a panel for each parameter."""
    columns = 1 if count == 1 else 2 if count in (2, 4) else 3
    rows = -(-count // columns)
    width, height = (10.5, 5.8) if count == 1 else (13.0, 3.4 * rows + 1.4)
    figure, panels = sheet(title, rows, columns, width, height, sharey=True)
    for axes in panels[count:]:
        axes.set_visible(False)
    return figure, panels[:count]


def fates_figure(table: pd.DataFrame, varied: Sequence[str], title: str, effects: dict[str, dict[str, Effect]]) -> Figure:
    """Share of runs that came to each fate, along each parameter."""
    figure, panels = panels_for(title, len(varied))
    names = measures_of(table, FATE)[1]
    for path, axes in zip(varied, panels, strict=True):
        for column, fate in names.items():
            draw_line(axes, effects[column][path], colour_of(fate), label=fate)
        axes.set_ylim(-0.04, 1.04)
        name_effect(axes, path, effects[next(iter(names))][path], "Share of runs", alone=len(varied) == 1)
    panels[0].set_title(" ")  # room for the legend, which may be wider than its panel
    explain(panels[0], loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(names), borderaxespad=0.2)
    legend = panels[0].get_legend()
    assert legend is not None
    legend.set_in_layout(False)
    note(figure, sweep_note(table, next(iter(effects.values())), FATE))
    return figure


def check_sweep(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> None:
    """Refuse a table that lacks what is to be drawn."""
    if not varied:
        raise InvalidValue("nothing was varied; name at least one column of parameters")
    outcome_named(outcome)
    for column in (*varied, outcome, "point_id", "replication_id"):
        if column not in table.columns:
            raise InvalidValue(f"the table of runs has no column {column}; its columns come from run_points")
    good = succeeded(table)
    if good.empty:
        raise InvalidValue("no run succeeded; there is nothing to draw")
    if counted(good, outcome).empty:
        said = undefined_words(outcome, undefined_in(good, outcome), len(good))
        raise Undefined(f"{said}, too many to draw anything")


def draw_effect(axes: Axes, table: pd.DataFrame, path: str, outcome: str, effect: Effect, alone: bool) -> None:
    """Mean of the outcome along one parameter, over pale dots of single points where these add something."""
    if outcome not in PROPORTIONS or effect.sliced:
        about = rows_about(table, path)
        means = point_means(about, outcome)
        place = about.groupby("point_id")[path].first().reindex(means.index)
        axes.plot(place, means, ".", color=GREY, alpha=0.25, markersize=6, zorder=1)
    draw_line(axes, effect, BLUE)
    mark_none(axes, effect.at, effect.at[~np.isfinite(effect.value)])
    if outcome in PROPORTIONS:
        axes.set_ylim(-0.04, 1.04)
    name_effect(axes, path, effect, outcome_label(outcome), alone)


def draw_line(axes: Axes, effect: Effect, color: str, **look: Any) -> None:
    """Means along one parameter with their intervals; a gap where there is none."""
    line: dict[str, Any] = {"linestyle": "none"} if effect.named else {}  # names have no order, and nothing between them
    ends = np.maximum(0, np.nan_to_num(np.stack([effect.value - effect.low, effect.high - effect.value])))
    axes.errorbar(effect.at, effect.value, ends, color=color, marker="o", markersize=7, capsize=4, linewidth=2, **line | look)


def name_effect(axes: Axes, path: str, effect: Effect, label: str, alone: bool) -> None:
    """Names of the axes and of levels that have names."""
    if effect.named:
        axes.set_xticks(effect.at, ["\n".join(wrap(name, LEVEL_ROOM)) for name in effect.names])
        axes.set_xlim(float(effect.at.min()) - 0.5, float(effect.at.max()) + 0.5)
    spot = axes.get_subplotspec()
    first = spot is None or spot.is_first_col()
    name_axes(axes, label_of(path), label if first else "", room=60 if alone else 38)


def mark_none(axes: Axes, at: np.ndarray, nowhere: np.ndarray) -> None:
    """A word, and no dot, at levels where the outcome is undefined; all levels stay in the picture."""
    if nowhere.size:
        margin = 0.05 * max(float(np.ptp(at)), 1e-9)
        axes.set_xlim(float(at.min()) - margin, float(at.max()) + margin)
    for place in nowhere:
        axes.text(place, 0.02, NONE, transform=axes.get_xaxis_transform(), ha="center", color=GREY, fontsize=TICK)


def sweep_map(table: pd.DataFrame, varied: list[str], outcome: str, title: str) -> Figure:
    """A grid of two parameters as a map of means, with the numbers written in where there is room."""
    points = table.groupby("point_id")[varied].first()
    means = points.assign(mean=point_means(table, outcome)).groupby(varied[::-1])["mean"].mean().unstack()
    figure, (axes,) = sheet(title, width=10.5, height=7)
    axes.grid(False)
    limits = (0.0, 1.0) if outcome in PROPORTIONS else (None, None)
    image = axes.imshow(means, origin="lower", aspect="auto", cmap="cividis", vmin=limits[0], vmax=limits[1])
    axes.set_xticks(range(means.shape[1]), words_at(table, varied[0], means.columns))
    axes.set_yticks(range(means.shape[0]), words_at(table, varied[1], means.index))
    write_cells(axes, means.to_numpy(), image.norm, shown_as(outcome))
    edge = draw_edge(axes, table, varied, outcome, means.to_numpy()) if outcome in PROPORTIONS else ""
    bar = figure.colorbar(image, ax=axes)
    bar.set_label(outcome_label(outcome), fontsize=LABEL)
    bar.ax.tick_params(labelsize=TICK)
    name_axes(axes, label_of(varied[0]), label_of(varied[1]), room=60)
    runs = len(table) // max(1, means.size)
    blank = {} if means.size <= MOST_CELLS else {"mark": "a blank"}
    note(figure, f"Each cell: mean of {runs} runs on the same seeds. {edge}{missing_words(table, outcome, **blank)}".rstrip())
    return figure


def edge_figure(found: Edge) -> Figure:
    """The map of two levers with the line at which it tips."""
    return sweep_map(found.runs, [str(name) for name in found.map.columns[:2]], found.outcome, found.statement)


def words_at(table: pd.DataFrame, path: str, levels: pd.Index) -> list[str]:
    """Levels of one side of a map, by their names where they have names."""
    names = names_of(table, path, levels.to_numpy(), sliced=False)
    return [str(name) for name in names] if len(names) else level_words(path, levels)


def write_cells(axes: Axes, values: np.ndarray, norm: Callable, shown: Callable[[float], str]) -> None:
    """The number in each cell, light on dark and dark on light, unless there are too many to read."""
    if values.size > MOST_CELLS:
        return
    for (row, column), value in np.ndenumerate(values):
        known = np.isfinite(value)
        ink = "white" if known and float(norm(value)) < 0.55 else INK
        axes.text(column, row, shown(value) if known else NONE, ha="center", va="center", color=ink, fontsize=TICK)
