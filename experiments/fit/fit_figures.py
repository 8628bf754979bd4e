"""Pictures of a fit: what the log tells of each parameter, which statistics are met, the course, and what goes together."""

import numpy as np
from matplotlib.axis import Axis
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from community_dynamics.experiments.base.statements import tidy
from community_dynamics.experiments.fit.fit_statistics import whole_weeks
from community_dynamics.experiments.fit.fitting import Fit
from community_dynamics.experiments.fit.judging import CORRELATED, ENDS, IDENTIFIED
from community_dynamics.experiments.logs.log import MONDAY
from community_dynamics.experiments.logs.log_figures import Drawn
from community_dynamics.experiments.presentation.drawing import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    RED,
    TICK,
    explain,
    name_axes,
    note,
    shaded,
    sheet,
    whiskers,
)

POSTERIOR = "Bars hold 90 % of the posterior: they cover chance and what the log leaves open, not doubts about the theory."
RUNS = "Bars hold 90 % of runs at the posterior: chance and parameters together."
MOST_PAIRS = 4


def pictures(fit: Fit) -> dict[str, Drawn]:
    """All pictures by file name."""
    drawn = {"parameters": parameters_figure(fit), "statistics": statistics_figure(fit)}
    if np.isfinite(fit.problem.weekly_actives).any():
        drawn["course"] = course_figure(fit)
    if len(fit.pairs):
        drawn["pairs"] = pairs_figure(fit)
    return drawn


def parameters_figure(fit: Fit) -> Drawn:
    """Posterior against prior, a row a parameter."""
    table = fit.parameters
    told = int((table["verdict"] == "identified").sum())
    title = f"The log pins down {told} of {len(table)} parameters"
    figure, (axes,) = sheet(title, height=1.8 + 0.42 * len(table))
    rows = np.arange(len(table))[::-1]
    low, middle, high = (np.quantile(fit.unit, level, axis=0) for level in (ENDS[0], 0.5, ENDS[1]))
    axes.barh(rows, np.ones(len(rows)), color=PALE, height=0.62, alpha=0.6)
    for word, color in (("identified", BLUE), ("weakly identified", ORANGE), ("not identified by this log", GREY)):
        chosen = (table["verdict"] == word).to_numpy()
        if chosen.any():
            whiskers(axes, rows[chosen], middle[chosen], low[chosen], high[chosen], color=color, label=word)
    for row, one in zip(rows, table.itertuples(index=False), strict=True):
        text = f"{tidy(one.median)}  ({tidy(one.low)} to {tidy(one.high)})"
        axes.text(1.02, row, text, va="center", fontsize=TICK, color=INK)
    axes.set_yticks(rows, list(table["label"]))
    axes.set_xlim(0, 1)
    name_axes(axes, "place in the prior, from its low to its high end", "")
    axes.grid(axis="y", visible=False)
    explain(axes, loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=3)
    note(
        figure,
        f"Grey: the prior. {POSTERIOR} Identified: 90 % of the posterior lie within {100 * IDENTIFIED:.0f} % of the prior.",
    )
    return Drawn(figure, "Interval of every parameter after the fit, within the range that was allowed before it.")


def statistics_figure(fit: Fit) -> Drawn:
    """Runs at the posterior less what was observed, in deviations, a row a statistic."""
    table = fit.checks
    met = table["met"].to_numpy()
    figure, (axes,) = sheet(f"The model meets {int(met.sum())} of {len(table)} statistics", height=1.8 + 0.3 * len(table))
    rows = np.arange(len(table))[::-1]
    reach = np.hypot(table["standard error"], table["sd between seeds"]).to_numpy()
    apart = [((table[name] - table["observed"]) / reach).to_numpy() for name in ("simulated", "low", "high")]
    shown = [np.clip(one, -9.0, 9.0) for one in apart]
    axes.axvspan(-1.645, 1.645, color=PALE, alpha=0.7, linewidth=0, label="met")
    for chosen, color, word in ((met, BLUE, "simulated, met"), (~met, RED, "simulated, missed")):
        if chosen.any():
            whiskers(axes, rows[chosen], *(one[chosen] for one in shown), color=color, label=word, markersize=6)
    axes.set_yticks(rows, [name.replace("_", " ") for name in table["statistic"]])
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_xlim(-9.3, 9.3)
    name_axes(axes, "simulated less observed, in standard deviations of both", "", room=80)
    explain(axes, loc="upper center", bbox_to_anchor=(0.5, 1.0 + 1.0 / (2 + 0.3 * len(table))), ncols=3)
    note(figure, f"{RUNS} Bars that leave the sheet end at its edge.")
    return Drawn(figure, "How far runs at the posterior differ from the log on every statistic.")


def course_figure(fit: Fit) -> Drawn:
    """Weekly actives: observed, and the band of runs."""
    observed, problem = fit.problem.weekly_actives, fit.problem.observation
    start, end = whole_weeks(problem.first, problem.first + problem.days - 1)
    weeks = date2num((np.arange(start, end) * 7 - MONDAY).astype("datetime64[D]"))
    runs = fit.weekly[~fit.check["fitted"].to_numpy()]
    low, middle, high = np.nanquantile(runs, (ENDS[0], 0.5, ENDS[1]), axis=0)
    known = np.isfinite(observed)
    inside = float(((observed >= low) & (observed <= high))[known].mean())
    figure, (axes,) = sheet(f"{100 * inside:.0f} % of observed weeks lie in the band of runs")
    shaded(axes, weeks, low, middle, high, label="runs at the posterior: median and 90 %")
    axes.plot(weeks[known], observed[known], color=RED, linewidth=1.6, label="observed")
    axes.xaxis_date()
    axes.set_ylim(0, 1.2 * max(float(np.nanmax(observed)), float(np.nanmax(high))))
    name_axes(axes, "", "members active a week")
    explain(axes, loc="upper left")
    note(figure, "Band: 90 % of runs at the posterior, chance and parameters together.")
    return Drawn(figure, "Members active a week over time, observed and in runs of the fitted simulation.")


def pairs_figure(fit: Fit) -> Drawn:
    """Draws of the posterior for pairs of parameters that go together."""
    chosen = fit.pairs.head(MOST_PAIRS)
    columns = min(2, len(chosen))
    rows = -(-len(chosen) // columns)
    figure, axes = sheet("What the log tells only together", rows, columns, width=5.4 * columns + 1, height=4.6 * rows)
    labels = fit.parameters.set_index("parameter")["label"]
    for one, row in zip(axes, chosen.itertuples(index=False), strict=False):
        x, y = str(row.parameter), str(getattr(row, "_1", row[1]))
        one.scatter(fit.draws[x], fit.draws[y], s=14, color=BLUE, alpha=0.45, linewidth=0)
        for axis, path in ((one.xaxis, x), (one.yaxis, y)):
            if next(prior for prior in fit.problem.priors if prior.path == path).log:
                logarithmic(axis)
        name_axes(one, labels[x], labels[y], f"rank correlation {row.correlation:.2f}", room=34)
    for one in axes[len(chosen) :]:
        one.set_visible(False)
    note(figure, f"Draws of the posterior; pairs with a rank correlation of {CORRELATED} or more.")
    return Drawn(figure, "Pairs of parameters whose values the log ties together.")


def logarithmic(axis: Axis) -> None:
    """Steps of equal ratio on an axis, with numbers as people write them at 1, 2 and 5."""
    (axis.axes.set_xscale if axis is axis.axes.xaxis else axis.axes.set_yscale)("log")
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tidy(value)))
    axis.set_minor_locator(NullLocator())
