"""Pictures of runs and of sweeps: each says in its title what it shows, in numbers computed from the data."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.design import PLAN, label_of, parameter_at
from experiments.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LABEL,
    ORANGE,
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
from experiments.errors import InvalidValue
from experiments.intervals import band, wilson
from experiments.statements import fate_counts, fate_sentence, outcome_label, percent, tidy
from experiments.sweeps import Effect, base_point, covers, effect_of, is_known, moves, reach, rows_about, turn_of
from experiments.words import outcome_named
from sim.ensemble import Ensemble
from sim.inputs import Scenario, inputs_of
from sim.outcomes import FATES, OUTCOMES, PROPORTIONS

MOST_NAMED = 6
FATE_COLOURS = {"dead": INK, "stalled": RED, "plateau": ORANGE, "flourishing": GREEN}


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
    """Contributors a week below which a community has stalled, week by week, in the middle run."""
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
    shaded(axes, time, low, middle, high, color=BLUE, label="middle run, shaded: middle 90 %")
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
        axes.barh(place, found.value, color=FATE_COLOURS[fate], height=0.62)
        ends = (np.array([end]) for end in found)
        whiskers(axes, np.array([place]), *ends, color=GREY, markersize=0)
    axes.set_yticks(range(len(FATES)), FATES, fontsize=TICK)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    name_axes(axes, "% of runs, whiskers: 95 % interval", "", "Fate on the last day")


def run_figure(scenario: Scenario, ensemble: Ensemble) -> Figure:
    """One community over its seeds: contributors, log-ons, how people feel, and what became of it."""
    title = fate_sentence(scenario, ensemble["fate"], ensemble["stalled_day"])
    figure, (contributors, logons, states, fates) = sheet(title, 2, 2, width=13, height=8.6)
    draw_contributors(contributors, scenario, ensemble)
    draw_logons(logons, scenario, ensemble)
    draw_states(states, ensemble)
    draw_fates(fates, ensemble["fate"])
    runs = len(ensemble.outcomes)
    note(figure, f"Shaded: middle 90 % of {runs} seeds: the spread of chance, not of parameters that may err.")
    return figure


def sweep_figure(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> Figure:
    """How an outcome goes with what was varied: a curve for one, a map for a grid of two, else panels."""
    check_sweep(table, varied, outcome)
    effects = {path: effect_of(table, path, outcome) for path in varied}
    title = sweep_title(effects, outcome)
    if len(varied) == 2 and not any(effect.sliced for effect in effects.values()) and base_point(table) is None:
        return sweep_map(table, list(varied), outcome, title)
    columns = 1 if len(varied) == 1 else 2 if len(varied) in (2, 4) else 3
    rows = -(-len(varied) // columns)
    width, height = (10.5, 5.8) if len(varied) == 1 else (13.0, 3.4 * rows + 1.4)
    figure, panels = sheet(title, rows, columns, width, height, sharey=True)
    for path, axes in zip(varied, panels, strict=False):
        draw_effect(axes, table, path, outcome, effects[path], alone=len(varied) == 1)
    for axes in panels[len(varied) :]:
        axes.set_visible(False)
    note(figure, sweep_note(table, effects))
    return figure


def check_sweep(table: pd.DataFrame, varied: Sequence[str], outcome: str) -> None:
    """Refuse a table that lacks what is to be drawn."""
    if not varied:
        raise InvalidValue("nothing was varied; name at least one column of parameters")
    outcome_named(outcome)
    for column in (*varied, outcome, "point_id", "replication_id"):
        if column not in table.columns:
            raise InvalidValue(f"the table of runs has no column {column}; its columns come from run_points")
    if not np.isfinite(table[outcome].to_numpy(np.float64)).any():
        raise InvalidValue(f"no run has a finite {outcome}; there is nothing to draw")


def sweep_title(effects: dict[str, Effect], outcome: str) -> str:
    """The finding: with which parameter the outcome moves most, and from what to what; or that it moves with none."""
    known, shown = OUTCOMES[outcome], shown_as(outcome)
    moving = [path for path, effect in effects.items() if moves(effect)]
    path = max(moving or effects, key=lambda one: reach(effects[one]))
    effect, name = effects[path], label_of(path, unit=False)
    if len(effect.at) == 1:
        return f"{known.label}: {shown(effect.value[0])} at {name} = {tidy(effect.at[0])}"
    if not moving and all(is_known(one) for one in effects.values()):
        return no_effect(effects, outcome)
    near = "near" if effect.sliced else "at"
    first, last = (f"{shown(effect.value[k])} {near} {level_word(path, effect, k)}" for k in (0, -1))
    turn = turn_words(path, effect, shown(effect.value[turn_of(effect) or 0]))
    doubt = "" if moving else " (which may be chance: too few runs for intervals)"
    return f"{known.label} {'with ' if len(effects) == 1 else 'moves most with '}{name}: {first}, {last}{turn}{doubt}"


def no_effect(effects: dict[str, Effect], outcome: str) -> str:
    """That the outcome does not move beyond chance, and where it stays."""
    names = [label_of(path, unit=False) for path in effects]
    values = np.concatenate([one.value for one in effects.values()])
    first, last = shown_as(outcome)(float(values.min())), shown_as(outcome)(float(values.max()))
    whom = names[0] if len(names) == 1 else f"{names[0]} or {names[1]}" if len(names) == 2 else f"any of {len(names)} parameters"
    stays = first if first == last else f"{first} to {last}"
    return f"{OUTCOMES[outcome].label} does not move beyond chance with {whom}: {stays} throughout"


def turn_words(path: str, effect: Effect, value: str) -> str:
    """Where an effect turns between its ends, if it does."""
    place = turn_of(effect)
    if place is None:
        return ""
    most = "most" if effect.value[place] > effect.value[0] else "least"
    return f", {most} {'near' if effect.sliced else 'at'} {level_word(path, effect, place)} ({value})"


def shown_as(outcome: str) -> Callable[[float], str]:
    """How a mean of this outcome is written."""
    return percent if outcome in PROPORTIONS else tidy


def level_word(path: str, effect: Effect, place: int) -> str:
    """One level of a parameter in words, or a number with two digits that count."""
    return level_words(path, effect.at[[place]])[0] if choices_of(path) and not effect.sliced else tidy(effect.at[place], 2)


def base_words(table: pd.DataFrame) -> str:
    """What stays where while one parameter moves, in a sentence; nothing for other sweeps."""
    base = base_point(table)
    if base is None:
        return ""
    values = [f"{label_of(str(path), unit=False)} {level_words(str(path), [value])[0]}" for path, value in base.items()]
    named = f": {', '.join(values)}" if len(values) <= MOST_NAMED else ""
    return f"One parameter moves at a time; all others stay at the base, the middle of each range{named}."


def sweep_note(table: pd.DataFrame, effects: dict[str, Effect]) -> str:
    """What dots and intervals mean in this sweep."""
    points, runs = table["point_id"].nunique(), len(table)
    rest = "All else varies along." if len(effects) > 1 else ""
    told = [f"{points:,} points, {runs:,} runs. Whiskers: 95 % interval of the mean.", covers(table, effects)]
    return " ".join([*told, base_words(table) or rest]).strip()


def draw_effect(axes: Axes, table: pd.DataFrame, path: str, outcome: str, effect: Effect, alone: bool) -> None:
    """Mean of the outcome along one parameter, over pale dots of single points where these add something."""
    if outcome not in PROPORTIONS or effect.sliced:
        means = rows_about(table, path).groupby("point_id")[[path, outcome]].mean()
        axes.plot(means[path], means[outcome], ".", color=GREY, alpha=0.25, markersize=6, zorder=1)
    ends = np.nan_to_num(np.stack([effect.value - effect.low, effect.high - effect.value]))
    axes.errorbar(
        effect.at,
        effect.value,
        np.maximum(0, ends),
        color=BLUE,
        marker="o",
        markersize=7,
        capsize=4,
        linewidth=2,
    )
    if choices_of(path) and not effect.sliced:
        axes.set_xticks(effect.at, level_words(path, effect.at))
    if outcome in PROPORTIONS:
        axes.set_ylim(-0.04, 1.04)
    place = axes.get_subplotspec()
    first = place is None or place.is_first_col()
    room = 60 if alone else 38
    name_axes(axes, label_of(path), outcome_label(outcome) if first else "", room=room)


def choices_of(path: str) -> tuple[str, ...]:
    """The words of a parameter that has words; plans, which belong to a study, go by number."""
    return () if path == PLAN else tuple(parameter_at(path).choices or ())


def level_words(path: str, levels: Iterable[float]) -> list[str]:
    """Levels of a parameter as numbers, or as its words where it has words."""
    choices = choices_of(path)
    return [choices[int(level)].replace("_", " ") if choices else tidy(level) for level in levels]


def sweep_map(table: pd.DataFrame, varied: list[str], outcome: str, title: str) -> Figure:
    """A grid of two parameters as a map of means, with the numbers written in where there is room."""
    means = table.pivot_table(index=varied[1], columns=varied[0], values=outcome, aggfunc="mean")
    figure, (axes,) = sheet(title, width=10.5, height=7)
    axes.grid(False)
    limits = (0.0, 1.0) if outcome in PROPORTIONS else (None, None)
    image = axes.imshow(means, origin="lower", aspect="auto", cmap="cividis", vmin=limits[0], vmax=limits[1])
    axes.set_xticks(range(means.shape[1]), level_words(varied[0], means.columns))
    axes.set_yticks(range(means.shape[0]), level_words(varied[1], means.index))
    write_cells(axes, means.to_numpy(), image.norm, shown_as(outcome))
    bar = figure.colorbar(image, ax=axes)
    bar.set_label(outcome_label(outcome), fontsize=LABEL)
    bar.ax.tick_params(labelsize=TICK)
    name_axes(axes, label_of(varied[0]), label_of(varied[1]), room=60)
    runs = len(table) // max(1, means.size)
    note(figure, f"Each cell: mean of {runs} runs on the same seeds.")
    return figure


def write_cells(axes: Axes, values: np.ndarray, norm: Callable, shown: Callable[[float], str]) -> None:
    """The number in each cell, light on dark and dark on light, unless there are too many to read."""
    if values.size > 64:
        return
    for (row, column), value in np.ndenumerate(values):
        ink = "white" if float(norm(value)) < 0.55 else INK
        axes.text(column, row, shown(value), ha="center", va="center", color=ink, fontsize=TICK)
