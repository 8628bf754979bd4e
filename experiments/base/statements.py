"""Findings in words: numbers as people write them, and sentences computed from the data."""

from collections.abc import Sequence

import numpy as np

from community_dynamics.experiments.base.intervals import wilson
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.outcomes import FATES, OUTCOMES

DAYS_A_MONTH = 365.0 / 12.0
SEEDS_ONLY = "Intervals cover seed noise (other seeds could give other runs), not parameters that may be wrong."
FATE_VERBS = {
    "flourishing": ("flourishes", "flourish"),
    "holding": ("holds", "hold"),
    "stalled": ("has stalled", "have stalled"),
    "dead": ("is dead", "are dead"),
}


def tidy(value: float, count: int = 3) -> str:
    """A number with as many digits as it deserves: three that count, thousands apart, no exponent."""
    if not np.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    digits = max(0, count - 1 - int(np.floor(np.log10(abs(value)))))
    text = f"{value:,.{min(digits, 6)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def percent(share: float) -> str:
    """A share as a percentage, with a decimal only where it is needed to tell it from none or all."""
    if not np.isfinite(share):
        return "–"
    text = f"{100 * share:.0f}"
    if text in ("0", "-0", "100") and 0.0 < abs(share) != 1.0:
        text = f"{100 * share:.1f}"
    return f"{text} %".replace("-", "−")


def points_words(change: float, low: float, high: float) -> str:
    """A change of a share: '22 percentage points fewer (95 % interval 16 to 29)', with the sign in the ends if it is unclear."""
    if not np.isfinite(change):
        return "no pair of runs can be compared"
    clear, sign = (low > 0 or high < 0), -1.0 if change < 0 else 1.0
    ends = sorted((sign * low, sign * high))
    way = "more" if sign > 0 else "fewer"
    size = f"{tidy(100 * abs(change), 2)} percentage points {way}" if change else "no difference"
    unclear = "" if clear else ", which may be chance" if change else " points"
    shown = f" (95 % interval {tidy(100 * ends[0], 2)} to {tidy(100 * ends[1], 2)}{unclear})"
    return size + (shown if np.isfinite(low + high) else "")


def limits_words(low: float, high: float) -> str:
    """An interval in words: '2 to 3'; '-' where there is none, and no interval of no width where every run is alike."""
    if not np.isfinite(low + high):
        return "-"
    return "the same in every run" if low == high else f"{tidy(low)} to {tidy(high)}"


COST = "cost_"
COSTS_COUNT = (
    "Costs count the minutes that members and managers spend taking part, the minutes that facilitators spend answering, and "
    "money for face-to-face events; they leave out curating, badges, technology and protected time that nobody used. They "
    "fall where a community shrinks, so they are not judged better or worse"
)


def is_cost(outcome: str) -> bool:
    """Whether an outcome is a cost."""
    return outcome.startswith(COST)


def share_words(successes: int, trials: int) -> str:
    """'37 of 100 (28–47 %)': a count with Wilson's 95 % interval."""
    found = wilson(successes, trials)
    return f"{successes} of {trials} ({100 * found.low:.0f}–{100 * found.high:.0f} %)"


def outcome_label(outcome: str) -> str:
    """Label of an outcome with its unit, for an axis."""
    known = OUTCOMES[outcome]
    unit = "share of runs" if known.unit == "0/1" else known.unit
    return f"{known.label} ({unit})"


def plain_name(scenario: Scenario) -> str:
    """A scenario's name as words."""
    return scenario.name.replace("_", " ")


def time_words(days: float) -> str:
    """A span of days in the unit that people would use."""
    if days < 60:
        return f"{days:.0f} days"
    months = days / DAYS_A_MONTH
    if months < 23.5 or abs(months / 12 - round(months / 12)) > 0.05:
        return f"{months:.0f} months"
    return f"{months / 12:.0f} years"


def fate_counts(fates: np.ndarray) -> dict[str, int]:
    """How many runs came to each fate."""
    return {name: int(np.sum(fates == number)) for number, name in enumerate(FATES)}


def fate_words(fate: str, count: int) -> str:
    """How many runs came to a fate: '3 have stalled'; a fate without verbs of its own is said as it is named."""
    return f"{count} {FATE_VERBS.get(fate, (fate, fate))[count > 1]}"


def several(parts: Sequence[str]) -> str:
    """'a, b and c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def fate_sentence(scenario: Scenario, fates: np.ndarray, stalled_days: np.ndarray) -> str:
    """What became of a community over its seeds: 'middling: after 2 years, of 30 runs, 14 flourish ...'."""
    parts = [fate_words(fate, count) for fate, count in reversed(fate_counts(fates).items()) if count]
    span = time_words(scenario.setting("days"))
    when = stall_time(stalled_days, scenario.setting("days"))
    return f"{plain_name(scenario)}: after {span}, of {len(fates)} runs, {several(parts)}{when}"


def stall_time(stalled_days: np.ndarray, days: float) -> str:
    """When those stalled that did; runs that have no day of stalling, as they never took off, are not of them."""
    found = stalled_days[stalled_days < days]
    if not found.size:
        return ""
    half = time_words(float(np.median(found)))
    if np.isnan(stalled_days).any():
        return f"; half of those that stalled did within {half}" if found.size > 1 else f"; the one that stalled did after {half}"
    return f"; half of these stalled within {half}" if found.size > 1 else f", stalled after {half}"
