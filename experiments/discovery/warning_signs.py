"""What warns of a coming stall: each indicator before stalls and in others of the same age that hold; and a combined rule."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.base.statements import percent, plain_name, several, tidy
from community_dynamics.experiments.discovery.indicators import FIRST_WEEK, INDICATORS
from community_dynamics.experiments.discovery.signals import (
    above,
    alarm,
    area_interval,
    area_within,
    chosen,
    first_alarms,
    fitted,
    lasting,
    threshold_of,
)
from community_dynamics.experiments.execution.rows import SUCCEEDED
from community_dynamics.sim.inputs import Scenario

LEADS = (4, 12, 26)  # weeks before the stall
RULE_LEAD = 12
RULE = "combined rule"
FEWEST = 20  # worlds of either kind in either half
COVERS = (
    "Intervals are 95 % and cover which circumstances and seeds were drawn. All of this holds within the model only: real "
    "communities may stall in ways that the model does not know, and no indicator here has been tested on a real one."
)
NEARLY = (
    "A stall is defined by contributors a week, so that contributors must fall before one: that they do is no discovery, how "
    "early it shows is."
)


@dataclass(frozen=True)
class Warnings:
    """What warns of a stall, and how early.

    indicators: a row an indicator and lead (weeks before the stall): auc with 95 % ends; the same among worlds that had as
    many contributors a week at that time (auc_same_size); of one check at that lead the threshold that one in ten of the
    communities that hold exceed, and on held-out worlds the false alarms and the share of stalls seen, with ends. watch: a
    row an indicator, and the combined rule: checked every week from week 16, the threshold that one in ten of those that hold
    ever exceed (two weeks in a row), and on held-out worlds false alarms, stalls seen before they come, and the weeks between
    alarm and stall (median and middle half of those seen). rule: the numbers of the combined rule, with mean, spread and
    weight of each. worlds: a row a world: stalls or holds, the week, held out or not. course: median and middle half of each
    indicator by weeks before the stall, in stalls and in matched worlds that hold.
    """

    scenario: Scenario
    statement: str
    indicators: pd.DataFrame
    watch: pd.DataFrame
    rule: pd.DataFrame
    worlds: pd.DataFrame
    course: pd.DataFrame
    covers: str = COVERS


@dataclass(frozen=True)
class Worlds:
    """Worlds that stall and that hold: badness of each indicator (worlds x weeks), and the week that leads count back from.

    Of a world that stalls that is the week in which it does; each that holds is given the week of one that stalls.
    """

    badness: Mapping[str, np.ndarray]
    stalls: np.ndarray
    week: np.ndarray
    held: np.ndarray
    point: np.ndarray

    def at(self, values: np.ndarray, lead: int) -> np.ndarray:
        """Values so many whole weeks before the week counted from; NaN where that is too early to tell."""
        place = self.week - lead - 1
        found = values[np.arange(len(place)), np.maximum(place, 0)]
        return np.where(place >= FIRST_WEEK - 1, found, np.nan)


def worlds_of(runs: pd.DataFrame, series: Mapping[str, np.ndarray], days: float, seed: int) -> Worlds:
    """The worlds that stall after the slowest indicator can be read, and those that hold, matched in age."""
    good = (runs["status"] == SUCCEEDED).to_numpy() if "status" in runs else np.ones(len(runs), bool)
    day = runs["stalled_day"].to_numpy(np.float64)
    stalls = good & (runs["took_off"] > 0.5).to_numpy() & (day < days)
    holds = good & (runs["holding"] > 0.5).to_numpy()
    week = np.where(stalls, np.nan_to_num(day) // 7, 0).astype(np.int64)
    stalls &= week > FIRST_WEEK
    check_counts(int(stalls.sum()), int(holds.sum()))
    dice = np.random.default_rng(seed)
    kept = np.flatnonzero(stalls | holds)
    held = np.zeros(len(runs), bool)
    for part in (stalls, holds):
        rows = dice.permutation(np.flatnonzero(part))
        held[rows[: len(rows) // 2]] = True
    for half in (True, False):
        ages, matched = np.sort(week[stalls & (held == half)]), np.flatnonzero(holds & (held == half))
        # Evenly through the ages of the stalls, whatever the numbers of the two.
        places = (np.arange(len(matched)) + 0.5) / len(matched) * len(ages)
        week[dice.permutation(matched)] = ages[places.astype(np.int64)]
    signed = {name: one.sign * series[name][kept].astype(np.float64) for name, one in INDICATORS.items()}
    return Worlds(signed, stalls[kept], week[kept], held[kept], runs["point_id"].to_numpy()[kept])


def check_counts(stalls: int, holds: int) -> None:
    """Refuse to speak of warnings where there is too little to warn of."""
    for count, what, remedy in ((stalls, "stall after week 16", "worse"), (holds, "hold", "better")):
        if count < 2 * FEWEST:
            raise InvalidValue(
                f"{count} of the worlds {what}, too few to judge warnings by; at least {2 * FEWEST} are needed: take more "
                f"points, or vary circumstances that are {remedy}"
            )


def warnings_of(scenario: Scenario, runs: pd.DataFrame, series: Mapping[str, np.ndarray], seed: int = 0) -> Warnings:
    """All that is said of warnings, from runs and their indicators week by week."""
    worlds = worlds_of(runs, series, scenario.setting("days"), seed)
    rule, badness = combined(worlds)
    every = {**worlds.badness, RULE: badness} if len(rule) else dict(worlds.badness)
    table = pd.DataFrame([judged(worlds, name, values, lead) for name, values in every.items() for lead in LEADS])
    watch = pd.DataFrame([watched(worlds, name, values) for name, values in every.items()])
    known = pd.DataFrame({"point_id": worlds.point, "stalls": worlds.stalls, "week": worlds.week, "held_out": worlds.held})
    statement = told(scenario, worlds, table, watch, rule)
    return Warnings(scenario, statement, table, watch, rule, known, course_of(worlds))


def label_of_sign(name: str) -> str:
    """An indicator in words."""
    return RULE.capitalize() if name == RULE else INDICATORS[name].label


def natural(name: str, badness: float) -> float:
    """A threshold as the indicator itself has it."""
    return badness if name == RULE else INDICATORS[name].sign * badness


def judged(worlds: Worlds, name: str, values: np.ndarray, lead: int) -> dict[str, object]:
    """One indicator at one lead: area under the curve, and one check with one false alarm in ten.

    The area of the combined rule is of held-out worlds, as the others had a part in it.
    """
    at = worlds.at(values, lead)
    known, held = np.isfinite(at), worlds.held
    stalls, holds = worlds.stalls & known, ~worlds.stalls & known
    fair = held if name == RULE else np.ones(len(held), bool)
    found = area_interval(at[stalls & fair], at[holds & fair])
    size = np.nan_to_num(np.rint(worlds.at(worlds.badness["contributors"], lead)))
    alike = area_within(at[stalls & fair], at[holds & fair], size[stalls & fair], size[holds & fair])
    one = alarm(at[holds & ~held], at[stalls & held], at[holds & held])
    return {
        "indicator": name, "label": label_of_sign(name), "lead_weeks": lead,
        "auc": found.value, "auc_low": found.low, "auc_high": found.high,
        "auc_same_size": alike.value, "same_size_low": alike.low, "same_size_high": alike.high,
        "worse": "high" if name == RULE else INDICATORS[name].worse, "threshold": natural(name, one.threshold),
        "false_alarms": one.false.value, "seen": one.seen.value, "seen_low": one.seen.low, "seen_high": one.seen.high,
        "stalls": int(stalls.sum()), "holds": int(holds.sum()),
    }  # fmt: skip


def watched(worlds: Worlds, name: str, values: np.ndarray) -> dict[str, object]:
    """One indicator watched every week: false alarms, stalls seen before they come, and how long before."""
    lasted = lasting(values, FIRST_WEEK - 1, worlds.week)
    worst, held = lasted.max(axis=1), worlds.held
    threshold = threshold_of(worst[~worlds.stalls & ~held])
    false, seen = (above(worst[held & (worlds.stalls == kind)], threshold) for kind in (False, True))
    of = worlds.stalls & held
    lead = (worlds.week - first_alarms(lasted, threshold))[of]
    lead = lead[np.isfinite(lead)] - 1.0
    ends = np.quantile(lead, (0.25, 0.5, 0.75)) if len(lead) else np.full(3, np.nan)
    return {
        "indicator": name, "label": label_of_sign(name), "worse": "high" if name == RULE else INDICATORS[name].worse,
        "threshold": natural(name, threshold), "false_alarms": false.value, "false_low": false.low, "false_high": false.high,
        "seen": seen.value, "seen_low": seen.low, "seen_high": seen.high, "lead_weeks": ends[1], "lead_from": ends[0],
        "lead_to": ends[2], "stalls": int(of.sum()), "holds": int((~worlds.stalls & held).sum()),
    }  # fmt: skip


def combined(worlds: Worlds) -> tuple[pd.DataFrame, np.ndarray]:
    """Up to three indicators weighed together (logistic regression on the searched worlds, twelve weeks ahead), and its score.

    Missing numbers stand at the mean. An empty table where no indicator tells more than luck.
    """
    names = list(INDICATORS)
    at = np.column_stack([worlds.at(worlds.badness[name], RULE_LEAD) for name in names])
    rows = ~worlds.held & np.isfinite(at).any(axis=1)
    usable = np.isfinite(at[rows]).mean(axis=0) > 0.5
    names, at = [name for name, use in zip(names, usable, strict=True) if use], at[:, usable]
    mean, spread = np.nanmean(at[rows], axis=0), np.nanstd(at[rows], axis=0)
    spread[spread < 1e-9] = np.inf
    x, y = np.nan_to_num((at[rows] - mean) / spread), worlds.stalls[rows].astype(np.float64)
    columns = chosen(x, y)
    columns_named = ["indicator", "label", "mean", "spread", "weight"]
    if not columns:
        return pd.DataFrame(columns=columns_named), np.zeros((len(worlds.week), 1))
    weights = fitted(x[:, columns], y)
    shape = worlds.badness[names[0]].shape
    score, table = np.full(shape, weights[0]), [("constant", "Constant", np.nan, np.nan, float(weights[0]))]
    for column, weight in zip(columns, weights[1:], strict=True):
        name = names[column]
        score += weight * np.nan_to_num((worlds.badness[name] - mean[column]) / spread[column])
        sign = INDICATORS[name].sign
        table.append((name, INDICATORS[name].label, sign * float(mean[column]), float(spread[column]), sign * float(weight)))
    return pd.DataFrame(table, columns=columns_named), score


def course_of(worlds: Worlds) -> pd.DataFrame:
    """Median and middle half of each indicator by weeks before the stall, in stalls and in worlds that hold."""
    rows = []
    for name, values in worlds.badness.items():
        for lead in range(max(LEADS) + 9):
            at = INDICATORS[name].sign * worlds.at(values, lead)
            for stalls in (True, False):
                known = at[(worlds.stalls == stalls) & np.isfinite(at)]
                if len(known) >= FEWEST:
                    rows.append((name, lead, stalls, *np.quantile(known, (0.25, 0.5, 0.75)), len(known)))
    return pd.DataFrame(rows, columns=["indicator", "weeks_before", "stalls", "low", "median", "high", "worlds"])


def best_sign(table: pd.DataFrame, lead: int = RULE_LEAD) -> pd.Series:
    """The single indicator with the largest area at a lead."""
    single = table[(table["lead_weeks"] == lead) & (table["indicator"] != RULE) & table["auc"].notna()]
    return single.sort_values("auc", ascending=False, kind="stable").iloc[0]


def still_tell(table: pd.DataFrame, lead: int = RULE_LEAD) -> list[str]:
    """The single signs that tell more than a coin at a lead among communities of the same size, best first.

    As many are looked at, an interval half as wide again must lie above one half (99.7 % instead of 95 %).
    """
    low = table["auc_same_size"] - 1.5 * (table["auc_same_size"] - table["same_size_low"])
    at = table[(table["lead_weeks"] == lead) & (table["indicator"] != RULE) & (low > 0.5)]
    return [str(label) for label in at.sort_values("auc_same_size", ascending=False, kind="stable")["label"]]


def size_words(table: pd.DataFrame) -> str:
    """What signs add to counting contributors, in a sentence."""
    names = still_tell(table)
    among = f"Among communities with as many contributors a week at the time, {RULE_LEAD} weeks before a stall"
    if not names:
        return f"{among}, no sign tells more than a coin: what warns is being small."
    labels = several([f"'{name}'" for name in names])
    tell = "tells" if len(names) == 1 else "tell"
    return f"{among}, {labels} still {tell} more than a coin; the others warn by size alone, if at all."


def told(scenario: Scenario, worlds: Worlds, table: pd.DataFrame, watch: pd.DataFrame, rule: pd.DataFrame) -> str:
    """The finding: the best single sign, the rule, and what weekly watching would catch."""
    best = best_sign(table)
    side = {"low": "few or low", "high": "many or high"}[str(best["worse"])]
    single = (
        f"{plain_name(scenario)}, {RULE_LEAD} weeks before a stall: of single signs '{best['label']}' ({side}) tells most "
        f"(AUC {tidy(best['auc'], 2)}, {tidy(best['auc_low'], 2)} to {tidy(best['auc_high'], 2)})"
    )
    if not len(rule):
        return f"{single}; no combination of signs tells more than luck"
    row = table[(table["indicator"] == RULE) & (table["lead_weeks"] == RULE_LEAD)].iloc[0]
    every = watch[watch["indicator"] == RULE].iloc[0]
    ends = f"{tidy(row['auc_low'], 2)} to {tidy(row['auc_high'], 2)}"
    show = "they show" if len(rule) > 2 else "it shows"
    names = [f"'{label}'" for label in rule["label"].iloc[1:]]
    together = f"{several(names)} together" if len(names) > 1 else f"No other sign adds to {names[0]} alone"
    return (
        f"{single}. {together}: AUC {tidy(row['auc'], 2)} ({ends}) on held-out worlds; watched "
        f"every week {show} {percent(every['seen'])} of stalls beforehand, half of these "
        f"{tidy(every['lead_weeks'])} weeks or more ahead, with false alarms in {percent(every['false_alarms'])} of the "
        "communities that hold"
    )
