"""What warns of a stall, as a page to hand round and as rows of text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from community_dynamics.experiments.base.statements import percent, plain_name, tidy
from community_dynamics.experiments.base.undefined import NONE
from community_dynamics.experiments.designs.factors import Factor
from community_dynamics.experiments.discovery.discovery_pages import capital, closing_sections
from community_dynamics.experiments.discovery.indicators import INDICATORS
from community_dynamics.experiments.discovery.warning_signs import NEARLY, Warnings, size_words
from community_dynamics.experiments.presentation.page import Section, Table, page

WATCH_COLUMNS = {
    "label": "sign",
    "alarm": "alarm where",
    "seen": "stalls seen before (95 %)",
    "lead_weeks": "weeks ahead (middle half)",
    "false_alarms": "false alarms",
}
CHECK_COLUMNS = {
    "label": "sign",
    "lead_weeks": "weeks before",
    "auc": "AUC (95 %)",
    "auc_same_size": "AUC at the same size (95 %)",
    "alarm": "alarm where",
    "seen": "stalls seen (95 %)",
    "false_alarms": "false alarms",
}
SAME_SIZE = (
    "AUC: the chance that the sign is worse in a community that will stall than in one that holds; 0.5 is a coin. At the "
    "same size: the same among communities with as many contributors a week at that time, which says what a sign adds to "
    "counting them."
)
HOW_WATCHED = (
    "Every week from week 16 a sign is looked at; an alarm is raised where it is beyond its threshold two weeks in a row. "
    "The threshold is such that at most one in ten communities that hold ever raise an alarm up to the age at which others "
    "stall. It is set on half of the communities, and false alarms, stalls seen and lead are of the other half."
)


def alarm_words(worse: str, threshold: float) -> str:
    """'below 3'; of a count or a share that is 0 in one in ten of those that hold, that no threshold serves."""
    if not np.isfinite(threshold) or (worse == "low" and threshold == 0.0):
        return "no threshold serves"
    return f"{'below' if worse == 'low' else 'above'} {tidy(threshold)}"


def ends_words(value: float, low: float, high: float, times: int = 1) -> str:
    """'0.89 (0.87 to 0.91)'; as whole percentages with times=100."""
    if not np.isfinite(value):
        return NONE
    shown = [tidy(times * one, 2) if times == 1 else f"{times * one:.0f}" for one in (value, low, high)]
    return f"{shown[0]}{' %' if times == 100 else ''} ({shown[1]} to {shown[2]})"


ENDS = {
    "seen": ("seen_low", "seen_high", 100),
    "auc": ("auc_low", "auc_high", 1),
    "auc_same_size": ("same_size_low", "same_size_high", 1),
    "lead_weeks": ("lead_from", "lead_to", 1),
}


def with_ends(table: pd.DataFrame) -> pd.DataFrame:
    """Numbers with the ends of their intervals as one text each, and false alarms in per cent."""
    told = {"false_alarms": [percent(value) for value in table["false_alarms"]]}
    for name, (low, high, times) in ENDS.items():
        if name in table and low in table:
            numbers = table[[name, low, high]].to_numpy(np.float64)
            told[name] = [ends_words(value, start, end, times) for value, start, end in numbers.tolist()]
    return table.assign(**told)


def with_alarm(table: pd.DataFrame) -> pd.DataFrame:
    """Thresholds in words: 'below 3'."""
    words = [alarm_words(worse, value) for worse, value in zip(table["worse"], table["threshold"], strict=True)]
    return table.assign(alarm=words)


def watch_rows(found: Warnings) -> tuple[list[str], list[list[str]]]:
    """The weekly watch as headings and rows of text, the sign that sees most first."""
    rows = [
        [
            row["label"],
            row["alarm"],
            f"{percent(row['seen'])} ({100 * row['seen_low']:.0f} to {100 * row['seen_high']:.0f})",
            tidy(row["lead_weeks"]),
            percent(row["false_alarms"]),
        ]
        for _, row in with_alarm(found.watch.sort_values("seen", ascending=False, kind="stable")).iterrows()
    ]
    return ["watched every week", "alarm where", "stalls seen (95 %)", "weeks ahead", "false alarms"], rows


def rule_words(found: Warnings) -> list[str]:
    """The combined rule, so that it can be worked out by hand."""
    if not len(found.rule):
        return ["No combination of signs tells more than luck."]
    terms = []
    for _, row in found.rule.iloc[1:].iterrows():
        sign = "−" if row["weight"] < 0 else "+"
        distance = f"({row['label'].lower()} − {tidy(row['mean'])}) / {tidy(row['spread'])}"
        terms.append(f" {sign} {tidy(abs(row['weight']))} × {distance}")
    return [f"Score = {tidy(found.rule['weight'].iloc[0])}{''.join(terms)}; the higher, the likelier a stall."]


def of_warnings(
    found: Warnings,
    factors: Sequence[Factor],
    pictures: Sequence[Figure],
    how: Sequence[str],
    changes: pd.DataFrame | None = None,
) -> str:
    """What warns of a stall, as a page."""
    watch = with_ends(with_alarm(found.watch.sort_values("seen", ascending=False, kind="stable")))[list(WATCH_COLUMNS)]
    checks = with_ends(with_alarm(found.indicators))[list(CHECK_COLUMNS)]
    meanings = pd.DataFrame(
        [(one.label, one.unit, one.meaning) for one in INDICATORS.values()], columns=["sign", "unit", "meaning"]
    )
    stalls = int(found.worlds["stalls"].sum())
    worlds = (
        f"{stalls:,} simulated communities that stall, and {len(found.worlds) - stalls:,} that hold, each read at the age at "
        "which one of the others stalls; those that stall before week 17 or never take off are left out."
    )
    sections = [
        Section("Which signs warn", [worlds, NEARLY, size_words(found.indicators)], [pictures[0]]),
        Section("How they go before a stall", (), pictures[1:]),
        Section(
            "What to watch, and how early it tells", [HOW_WATCHED, *rule_words(found)], (), [Table(watch, names=WATCH_COLUMNS)]
        ),
        Section("One check at a fixed lead", [SAME_SIZE], (), [Table(checks, names=CHECK_COLUMNS)]),
        Section("What the signs mean", (), (), [meanings]),
    ]
    title = f"{capital(plain_name(found.scenario))}: what warns of a stall"
    closing = closing_sections(found.scenario, factors, changes, how)
    return page(title, f"{capital(found.statement)}.", [*sections, *closing], found.covers)
